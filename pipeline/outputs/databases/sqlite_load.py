"""Load the published edition into an SQLite file that may hold more: tables, indexes, views and codebook as they stand
in the published ``tailan.sqlite``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from pipeline.exits import Exit, Stop
from pipeline.outputs.databases import ddl, sqlite_file
from pipeline.outputs.databases.edition import Difference, Edition, Loaded
from pipeline.outputs.opening import described
from pipeline.schema.loading import Schema


def load(folder: Path, path: Path, *, recreate: bool = False) -> Loaded:
    """Replace the tables and views in one transaction; whatever else is in the file stays. The same edition again
    changes nothing, unless ``recreate`` or a table has not the edition's rows.

    Raises Stop(OUTPUT_NOT_WRITABLE) with the database's words; the file is then as it was.
    """
    schema = described(folder)
    edition = Edition.of(folder, schema)
    try:
        with closing(sqlite3.connect(path.absolute().as_uri(), uri=True, isolation_level=None)) as database:
            published = f"{(folder / sqlite_file.NAME).absolute().as_uri()}?mode=ro&immutable=1"
            database.execute("ATTACH ? AS published", [published])
            database.execute("BEGIN IMMEDIATE")
            changed: tuple[Difference, ...] = ()
            if _named(database) == edition.named:
                changed = edition.differing(_counts(database, schema))
                if not changed and not recreate:
                    return Loaded(edition.rows, new=False)
            _replace(database)
            database.execute("INSERT INTO main.edition VALUES ('digest', ?)", [edition.named["digest"]])
            counted = edition.verify(_counts(database, schema))
            database.execute("COMMIT")
    except sqlite3.Error as error:
        raise Stop(
            Exit.OUTPUT_NOT_WRITABLE, f"{path}: {error}", f"{path}: өгөгдлийн санд бичиж чадсангүй: {error}"
        ) from error
    return Loaded(counted, repaired=changed)


def _replace(database: sqlite3.Connection) -> None:
    """Drop what the published file holds and make it again from the statements that are kept there, filled before the
    indexes are made."""
    parts = database.execute("SELECT type, name, sql FROM published.sqlite_schema WHERE sql <> ''").fetchall()
    of = {kind: [(ddl.quoted(name), sql) for what, name, sql in parts if what == kind] for kind, _, _ in parts}
    for kind in ("view", "table"):
        for name, _ in reversed(of[kind]):
            database.execute(f"DROP {kind} IF EXISTS main.{name}")
    for name, sql in of["table"]:
        database.execute(sql)
        database.execute(f"INSERT INTO main.{name} SELECT * FROM published.{name}")
    for _, sql in (*of["index"], *of["view"]):
        database.execute(sql)


def _tables(database: sqlite3.Connection) -> set[str]:
    return {name for (name,) in database.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'")}


def _named(database: sqlite3.Connection) -> dict[str, str]:
    """What the file says about the edition in it; empty when there is none."""
    if "edition" not in _tables(database):
        return {}
    return dict(database.execute("SELECT name, value FROM main.edition").fetchall())


def _counts(database: sqlite3.Connection, schema: Schema) -> dict[str, int | None]:
    """Rows of every table."""
    there = _tables(database)
    counted: dict[str, int | None] = dict.fromkeys(table.name for table in schema.tables)
    for name in there & counted.keys():
        counted[name] = int(database.execute(f"SELECT count(*) FROM main.{ddl.quoted(name)}").fetchone()[0])
    return counted
