"""The codebook: every column of every table in English and Mongolian, for people."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from pipeline.outputs.tables.dataset import Dataset
from pipeline.schema.loading import Column, Schema

HEADER = (
    "schema_version",
    "table",
    "column",
    "type",
    "required",
    "key",
    "allowed",
    "title",
    "title_mn",
    "description",
    "description_mn",
)


def write(dataset: Dataset, folder: Path) -> None:
    """Write ``codebook.csv``."""
    with (folder / "codebook.csv").open("w", encoding="utf-8", newline="") as target:
        lines = csv.writer(target, lineterminator="\r\n")
        lines.writerow(HEADER)
        lines.writerows(codebook(dataset.schema))


def codebook(schema: Schema) -> Iterator[tuple[str, ...]]:
    """One line for each table (column empty) and each of its columns, in order."""
    for table in schema.tables:
        about = (table.title, table.title_mn, table.description, table.description_mn)
        yield (schema.schema_version, table.name, "", "table", "", "; ".join(table.key), "", *about)
        for column in table.columns:
            references = [
                f"{key.table}.{key.references[key.columns.index(column.name)]}"
                for key in table.foreign_keys
                if column.name in key.columns
            ]
            key = "; ".join((["key"] if column.name in table.key else []) + references)
            yield (
                schema.schema_version,
                table.name,
                column.name,
                column.type,
                "true" if column.required else "false",
                key,
                allowed(column),
                column.title,
                column.title_mn,
                column.description,
                column.description_mn,
            )


def allowed(column: Column) -> str:
    """Allowed values or range of a column.

    >>> allowed(Column("a", "integer", "", "", "", "", minimum=0, maximum=100))
    '0 to 100'
    """
    if column.enum:
        return "; ".join(column.enum)
    match column.minimum, column.maximum:
        case None, None:
            return f"pattern {column.pattern}" if column.pattern else ""
        case least, None:
            return f"at least {least:g}"
        case None, most:
            return f"at most {most:g}"
        case least, most:
            return f"{least:g} to {most:g}"
