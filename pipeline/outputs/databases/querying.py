"""Questions in SQL over the published edition: DuckDB where it is installed, else SQLite."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.exits import Exit, Stop
from pipeline.outputs.databases import ddl, sqlite_file
from pipeline.outputs.opening import described
from pipeline.schema.loading import schema

WRITES_ELSEWHERE = {sqlite3.SQLITE_ATTACH: sqlite3.SQLITE_DENY}
"""ATTACH, and VACUUM INTO, would make another file."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Names of the columns and rows of plain values."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def engine() -> str:
    """``duckdb`` or ``sqlite``."""
    return "duckdb" if importlib.util.find_spec("duckdb") else "sqlite"


def ask(folder: Path, sql: str, with_engine: str = "") -> Answer:
    """Run one statement over the tables and views of the edition in ``folder``; nothing in it can be changed.

    Raises Stop(USAGE) with the database's words when the statement cannot be run, Stop(NO_INPUT) when another version of
    the program made the tables.
    """
    described(folder)
    return _duckdb(folder, sql) if (with_engine or engine()) == "duckdb" else _sqlite(folder, sql)


def _duckdb(folder: Path, sql: str) -> Answer:
    import duckdb

    with duckdb.connect() as database:
        for table in schema().tables:
            source = ddl.literal(str(folder / f"{table.name}.parquet"))
            database.execute(f"CREATE VIEW {ddl.quoted(table.name)} AS SELECT * FROM read_parquet({source})")
        for view in ddl.create_views(schema()):
            database.execute(view)
        try:
            if not {item.type for item in database.extract_statements(sql)} <= {
                duckdb.StatementType.SELECT,
                duckdb.StatementType.EXPLAIN,
            }:
                raise Stop(
                    Exit.USAGE,
                    "only questions are answered (SELECT); nothing is changed or written",
                    "зөвхөн асуулт (SELECT) хүлээж авна; юу ч өөрчлөхгүй, бичихгүй",
                )
            result = database.execute(sql)
            columns = tuple(column[0] for column in result.description or ())
            return Answer(columns, result.fetchall() if columns else [])
        except duckdb.Error as error:
            raise Stop(Exit.USAGE, str(error), f"асуултыг гүйцэтгэж чадсангүй: {error}") from error


def _sqlite(folder: Path, sql: str) -> Answer:
    address = f"{(folder / sqlite_file.NAME).as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        database.set_authorizer(lambda action, *_: WRITES_ELSEWHERE.get(action, sqlite3.SQLITE_OK))
        try:
            result = database.execute(sql)
            return Answer(tuple(column[0] for column in result.description or ()), result.fetchall())
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise Stop(Exit.USAGE, str(error), f"асуултыг гүйцэтгэж чадсангүй: {error}") from error


def shown(answer: Answer, form: str) -> str:
    """The answer as ``table`` (for people), ``csv`` or ``json`` (one object a row)."""
    if form == "csv":
        text = io.StringIO()
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow(answer.columns)
        lines.writerows([_plain(value) for value in row] for row in answer.rows)
        return text.getvalue()
    if form == "json":
        rows = (dict(zip(answer.columns, row, strict=True)) for row in answer.rows)
        return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
    return _drawn([answer.columns, *([_plain(value) for value in row] for row in answer.rows)])


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _drawn(lines: Sequence[Sequence[str]], widest: int = 60) -> str:
    cut = [[text if len(text) <= widest else text[: widest - 1] + "…" for text in line] for line in lines]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    drawn = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cut]
    drawn.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(drawn) + "\n"
