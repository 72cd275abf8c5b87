"""Load the published edition into a DuckDB file: typed tables with keys and comments, and the views."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.exits import Exit, Stop
from pipeline.outputs import ddl
from pipeline.outputs.loading import Loaded, digest
from pipeline.outputs.opening import described


def load(folder: Path, path: Path, namespace: str) -> Loaded:
    """Replace the tables and views of ``namespace`` in one transaction; whatever else is in the file stays."""
    schema = described(folder)
    try:
        with duckdb.connect(str(path)) as database:
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
            values = {"schema_version": schema.schema_version, "digest": digest(folder)}
            database.executemany("INSERT INTO edition VALUES (?, ?)", list(values.items()))
            counted = {
                table.name: int(database.execute(f"SELECT count(*) FROM {ddl.quoted(table.name)}").fetchall()[0][0])
                for table in schema.tables
            }
            database.execute("COMMIT")
    except duckdb.Error as error:
        raise Stop(Exit.OUTPUT_NOT_WRITABLE, f"{path}: {error}") from error
    return Loaded(counted)
