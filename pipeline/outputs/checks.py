"""Whether published tables keep what their schema promises, seen with pandas: for people who were handed a copy, or who
changed one. A run needs no such check: its tables are built from the same schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pipeline.schema.loading import Column, Schema, Table

if TYPE_CHECKING:
    import pandas

COLUMNS = ("table", "column", "rule", "rows", "example")


def problems(schema: Schema, frame_of: Callable[[str], pandas.DataFrame]) -> pandas.DataFrame:
    """One row for each broken rule: table, column(s), the rule, how many rows break it, and the first value that does.
    Empty when every rule holds. Columns that are missing or not of the schema are told, too."""
    import pandas

    found = [
        (table.name, *line)
        for table in schema.tables
        for line in (
            *_columns_present(table, frame_of(table.name)),
            *(line for column in table.columns for line in _of_column(column, frame_of(table.name))),
            *_keys(table, frame_of),
        )
    ]
    return pandas.DataFrame(found, columns=list(COLUMNS))


Line = tuple[str, str, int, str]


def _columns_present(table: Table, frame: pandas.DataFrame) -> Iterator[Line]:
    for name in table.names:
        if name not in frame:
            yield name, "column is there", len(frame), ""
    for name in frame.columns.difference(list(table.names)):
        yield str(name), "column is of the schema", len(frame), ""


def _of_column(column: Column, frame: pandas.DataFrame) -> Iterator[Line]:
    if column.name not in frame:
        return
    values = frame[column.name]
    known = values[values.notna()]
    broken: dict[str, Any] = {}
    if column.required:
        broken["required"] = values.isna()
    if column.unique:
        broken["unique"] = known.duplicated()
    if column.enum:
        broken[f"one of {', '.join(column.enum)}"] = ~known.isin(column.enum)
    if column.minimum is not None:
        broken[f"at least {column.minimum:g}"] = known < column.minimum
    if column.maximum is not None:
        broken[f"at most {column.maximum:g}"] = known > column.maximum
    if column.pattern:
        broken[f"matches {column.pattern}"] = ~known.str.fullmatch(column.pattern)
    for rule, rows in broken.items():
        if rows.any():
            yield column.name, rule, int(rows.sum()), str(values[rows[rows].index[0]])


def _keys(table: Table, frame_of: Callable[[str], pandas.DataFrame]) -> Iterator[Line]:
    frame = frame_of(table.name)
    if table.key and set(table.key) <= set(frame):
        twice = frame.duplicated(list(table.key))
        if twice.any():
            yield ", ".join(table.key), "key is unique", int(twice.sum()), _example(frame, twice, table.key)
    for key in table.foreign_keys:
        there = frame_of(key.table)
        if not (set(key.columns) <= set(frame) and set(key.references) <= set(there)):
            continue
        pointing = frame[list(key.columns)].dropna()
        targets = there[list(key.references)].set_axis(list(key.columns), axis=1).drop_duplicates()
        lost = pointing.merge(targets, how="left", indicator="seen")["seen"].eq("left_only").set_axis(pointing.index)
        if lost.any():
            rule = f"stands in {key.table}"
            yield ", ".join(key.columns), rule, int(lost.sum()), _example(pointing, lost, key.columns)


def _example(frame: pandas.DataFrame, rows: Any, columns: tuple[str, ...]) -> str:
    return ", ".join(str(frame.loc[rows[rows].index[0], column]) for column in columns)
