"""Read ``datasets.toml``: what every writer, loader, check and document knows about the published tables."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``type`` is text, integer, number, score (``decimals`` places), boolean, date or json."""

    name: str
    type: str
    title: str
    title_mn: str
    description: str
    description_mn: str
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    decimals: int = 0
    width: int = 12


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``columns`` of this table stand in ``references`` of ``table``; empty values refer to nothing."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One published table; ``key`` is empty where rows have no natural key."""

    name: str
    title: str
    title_mn: str
    description: str
    description_mn: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class View:
    """A view of the database outputs; ``sql`` is what SQLite, DuckDB and PostgreSQL have in common."""

    name: str
    title: str
    title_mn: str
    description: str
    description_mn: str
    sql: str


@dataclass(frozen=True, slots=True)
class Schema:
    """All published tables in order, the views over them, and the version of this interface."""

    schema_version: str
    tables: tuple[Table, ...]
    views: tuple[View, ...] = ()

    def table(self, name: str) -> Table:
        """The table of that name; KeyError when there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)


@cache
def schema() -> Schema:
    """The schema that ships with this version of the program.

    >>> schema().table("measures").key
    ('submission_id', 'row')
    """
    text = files("pipeline.schema").joinpath("datasets.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Schema)
