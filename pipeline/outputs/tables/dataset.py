"""The published tables of one edition, as every output reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.outputs.tables.csv_files import TableFile
from pipeline.review.sampling import Precision
from pipeline.schema.loading import Schema, schema


@dataclass(frozen=True, slots=True)
class Dataset:
    """All tables of one edition. ``tables`` hold rows in schema column order. ``previous`` is the folder of the edition
    before, None for the first one.
    ``precision`` is how often people agreed with the program on a random sample of accepted rows. ``as_of`` is the day that
    due dates are compared with."""

    tables: Mapping[str, TableFile]
    schema: Schema = field(default_factory=schema)
    previous: Path | None = None
    precision: Precision | None = None
    as_of: date | None = None

    def rows(self, table: str) -> TableFile:
        """The rows of a table; KeyError when the schema has no such table."""
        return self.tables[table]

    def select(self, table: str, *names: str) -> Iterator[tuple[Any, ...]]:
        """The cells of some columns, row by row; their types are those of the schema."""
        return self.tables[table].select(names)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by table, in schema order."""
        return {table.name: len(self.tables[table.name]) for table in self.schema.tables}

    @property
    def statuses(self) -> dict[str, int]:
        """Files by published status; every status of the schema is there."""
        count = dict.fromkeys(self.schema.table("submissions").column("status").enum, 0)
        for (status,) in self.select("submissions", "status"):
            count[status] += 1
        return count


def files(folder: Path) -> dict[str, TableFile]:
    """A file for every table of the schema, to be written in ``folder``."""
    return {table.name: TableFile(table, folder / f"{table.name}.csv") for table in schema().tables}
