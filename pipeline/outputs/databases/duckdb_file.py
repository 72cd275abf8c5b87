"""Load the published edition into a DuckDB file: typed tables with keys and comments, and the views."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.exits import Exit, Stop
from pipeline.outputs.databases import ddl
from pipeline.outputs.databases.edition import Difference, Edition, Loaded
from pipeline.outputs.opening import described
from pipeline.schema.loading import Schema


def load(folder: Path, path: Path, namespace: str, *, recreate: bool = False) -> Loaded:
    """Replace the tables and views of ``namespace`` in one transaction; whatever else is in the file stays. The same
    edition again changes nothing, unless ``recreate`` or a table has not the edition's rows."""
    schema = described(folder)
    edition = Edition.of(folder, schema)
    try:
        with duckdb.connect(str(path)) as database:
            changed: tuple[Difference, ...] = ()
            if _named(database, namespace) == edition.named:
                changed = edition.differing(_counts(database, schema, namespace))
                if not changed and not recreate:
                    return Loaded(edition.rows, new=False)
            database.execute("BEGIN")
            database.execute(f"CREATE SCHEMA IF NOT EXISTS {ddl.quoted(namespace)}")
            database.execute(f"USE {ddl.quoted(namespace)}")
            for view in reversed(schema.views):
                database.execute(f"DROP VIEW IF EXISTS {ddl.quoted(view.name)}")
            for table in schema.tables:
                name, source = ddl.quoted(table.name), ddl.literal(str(folder / f"{table.name}.parquet"))
                database.execute(f"DROP TABLE IF EXISTS {name}")
                database.execute(ddl.create_table(schema, table, ddl.DUCKDB))
                database.execute(f"INSERT INTO {name} SELECT * FROM read_parquet({source})")
            for statement in (*ddl.create_views(schema), *ddl.comments(schema)):
                database.execute(statement)
            database.execute("CREATE OR REPLACE TABLE edition (name VARCHAR PRIMARY KEY, value VARCHAR)")
            database.executemany("INSERT INTO edition VALUES (?, ?)", list(edition.named.items()))
            counted = edition.verify(_counts(database, schema, namespace))
            database.execute("COMMIT")
    except duckdb.Error as error:
        raise Stop(
            Exit.OUTPUT_NOT_WRITABLE, f"{path}: {error}", f"{path}: өгөгдлийн санд бичиж чадсангүй: {error}"
        ) from error
    return Loaded(counted, repaired=changed)


def _tables(database: duckdb.DuckDBPyConnection, namespace: str) -> set[str]:
    found = database.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = ?", [namespace]).fetchall()
    return {name for (name,) in found}


def _named(database: duckdb.DuckDBPyConnection, namespace: str) -> dict[str, str]:
    """What the file says about the edition in it; empty when there is none."""
    if "edition" not in _tables(database, namespace):
        return {}
    return dict(database.execute(f"SELECT name, value FROM {ddl.quoted(namespace)}.edition").fetchall())


def _counts(database: duckdb.DuckDBPyConnection, schema: Schema, namespace: str) -> dict[str, int | None]:
    """Rows of every table."""
    there = _tables(database, namespace)
    counted: dict[str, int | None] = {}
    for table in schema.tables:
        query = f"SELECT count(*) FROM {ddl.quoted(namespace)}.{ddl.quoted(table.name)}"
        counted[table.name] = int(database.execute(query).fetchall()[0][0]) if table.name in there else None
    return counted
