"""One CSV file a table: RFC 4180, comma, UTF-8 without byte-order mark, values verbatim, empty = unknown."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.outputs.tables.cells import Row, written
from pipeline.outputs.tables.dataset import Dataset
from pipeline.schema.loading import Table


def write(dataset: Dataset, folder: Path) -> None:
    """Write ``<table>.csv`` for every table of the schema."""
    for table in dataset.schema.tables:
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as target:
            lines = csv.writer(target, lineterminator="\r\n")
            lines.writerow(table.names)
            lines.writerows(_texts(table, dataset.rows(table.name)))


def _texts(table: Table, rows: Iterable[Row]) -> Iterator[list[str]]:
    ways = [written(column) for column in table.columns]
    return ([way(cell) for way, cell in zip(ways, row, strict=True)] for row in rows)
