"""All tables as one SQLite file with keys, indexes, views and the codebook; the same bytes every time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline.outputs.codebook import HEADER, codebook
from pipeline.outputs.databases import ddl
from pipeline.outputs.tables.cells import Cell, Row
from pipeline.outputs.tables.dataset import Dataset

NAME = "tailan.sqlite"


def write(dataset: Dataset, folder: Path) -> None:
    """Write ``tailan.sqlite``. Booleans are 0 and 1, dates ISO texts, as is usual there."""
    schema = dataset.schema
    (folder / NAME).unlink(missing_ok=True)
    with closing(sqlite3.connect(folder / NAME, isolation_level=None)) as database:
        # The file is new and not in use: no journal and no waiting for the disk are needed to build it.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        for table in ddl.in_order_of_keys(schema):
            database.execute(ddl.create_table(schema, table, ddl.SQLITE))
            _insert(database, table.name, len(table.columns), (_stored(row) for row in dataset.rows(table.name)))
            for index in ddl.create_indexes(table):
                database.execute(index)
        for view in ddl.create_views(schema):
            database.execute(view)
        database.execute(f"CREATE TABLE codebook ({', '.join(f'{ddl.quoted(name)} TEXT' for name in HEADER)})")
        _insert(database, "codebook", len(HEADER), codebook(schema))
        database.execute("CREATE TABLE edition (name TEXT PRIMARY KEY, value TEXT)")
        _insert(database, "edition", 2, [("schema_version", schema.schema_version)])
        database.execute("COMMIT")
        database.execute("VACUUM")


def _insert(database: sqlite3.Connection, table: str, width: int, rows: Iterable[Sequence[Cell | float]]) -> None:
    marks = ", ".join("?" * width)
    database.executemany(f"INSERT INTO {ddl.quoted(table)} VALUES ({marks})", rows)


def _stored(row: Row) -> list[Cell | float]:
    return [_plain(cell) if isinstance(cell, (Decimal, date)) else cell for cell in row]


def _plain(cell: Decimal | date) -> float | str:
    return float(cell) if isinstance(cell, Decimal) else cell.isoformat()
