"""What a database must hold after a load: the edition's name and the rows of every table, and how a load tells it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.exits import Exit, Stop
from pipeline.outputs.package import NAME
from pipeline.schema.loading import Schema

Counts = Mapping[str, int | None]
"""Rows by table; None for a table that is not there."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A table whose number of rows is not the edition's; ``found`` is None when it is not there."""

    table: str
    found: int | None
    expected: int

    def __str__(self) -> str:
        found = "missing" if self.found is None else f"{self.found} rows"
        return f"{self.table} ({found}, the edition has {self.expected})"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded: rows by table. ``new`` is False when the database had this very edition already; ``repaired``
    are tables that had other rows than those of the edition that the database named."""

    rows: Mapping[str, int]
    new: bool = True
    repaired: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition in ``folder`` as a database names it (``named``) and the ``rows`` of every table."""

    named: dict[str, str]
    rows: dict[str, int]

    @classmethod
    def of(cls, folder: Path, schema: Schema) -> Edition:
        """The digest names the content of the tables: it is made of the hashes that the data package notes."""
        import hashlib

        import pyarrow.parquet as parquet

        resources = json.loads((folder / NAME).read_text(encoding="utf-8"))["resources"]
        digest = hashlib.sha256("".join(resource["hash"] for resource in resources).encode()).hexdigest()
        counted = {
            table.name: parquet.read_metadata(folder / f"{table.name}.parquet").num_rows for table in schema.tables
        }
        return cls({"schema_version": schema.schema_version, "digest": digest}, counted)

    def differing(self, found: Counts) -> tuple[Difference, ...]:
        """The tables whose number of rows is not the edition's.

        >>> [str(one) for one in Edition({}, {"measures": 2, "agencies": 1}).differing({"measures": 1, "agencies": 1})]
        ['measures (1 rows, the edition has 2)']
        """
        return tuple(
            Difference(name, found.get(name), count) for name, count in self.rows.items() if found.get(name) != count
        )

    def verify(self, found: Counts) -> dict[str, int]:
        """The rows by table as they were found after a load. Raises Stop(OUTPUT_NOT_WRITABLE) when a table has not
        those of the edition."""
        if wrong := self.differing(found):
            lines = "; ".join(str(one) for one in wrong)
            raise Stop(
                Exit.OUTPUT_NOT_WRITABLE,
                f"not all rows arrived: {lines}; nothing was changed",
                f"зарим мөр ороогүй: {lines}; юу ч өөрчлөгдөөгүй",
            )
        return self.rows
