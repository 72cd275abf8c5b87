"""Load the published edition into a DuckDB file: typed tables with keys and comments, and the views."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.exits import Exit, Stop
from pipeline.outputs.databases import ddl
from pipeline.outputs.databases.loading import Loaded, digest
from pipeline.outputs.opening import described
from pipeline.schema.loading import Schema


def load(folder: Path, path: Path, namespace: str) -> Loaded:
    """Replace the tables and views of ``namespace`` in one transaction; whatever else is in the file stays. The same
    edition again changes nothing."""
    schema = described(folder)
    wanted = {"schema_version": schema.schema_version, "digest": digest(folder)}
    try:
        with duckdb.connect(str(path)) as database:
            if _edition(database, namespace) == wanted:
                return Loaded(_counts(database, schema, namespace), new=False)
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
            database.executemany("INSERT INTO edition VALUES (?, ?)", list(wanted.items()))
            counted = _counts(database, schema, namespace)
            database.execute("COMMIT")
    except duckdb.Error as error:
        raise Stop(Exit.OUTPUT_NOT_WRITABLE, f"{path}: {error}") from error
    return Loaded(counted)


def _edition(database: duckdb.DuckDBPyConnection, namespace: str) -> dict[str, str]:
    """What the file says about the edition in it; empty when there is none."""
    there = "SELECT count(*) FROM duckdb_tables() WHERE schema_name = ? AND table_name = 'edition'"
    if not database.execute(there, [namespace]).fetchall()[0][0]:
        return {}
    return dict(database.execute(f"SELECT name, value FROM {ddl.quoted(namespace)}.edition").fetchall())


def _counts(database: duckdb.DuckDBPyConnection, schema: Schema, namespace: str) -> dict[str, int]:
    """Rows of every table."""
    names = {table.name: f"{ddl.quoted(namespace)}.{ddl.quoted(table.name)}" for table in schema.tables}
    return {
        name: int(database.execute(f"SELECT count(*) FROM {there}").fetchall()[0][0]) for name, there in names.items()
    }
