"""Load the published edition into PostgreSQL: COPY of the CSV files into staging tables, then one switch.

Everything happens in one transaction: other sessions see the old edition or the new one, also while it is loaded. The
tables stay the same objects from load to load, so that grants and people's own views on them last.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg import sql

from pipeline.exits import Exit, Stop
from pipeline.outputs.databases import ddl
from pipeline.outputs.databases.loading import Loaded, digest
from pipeline.outputs.opening import described
from pipeline.schema.loading import Schema, Table

# Two loads at a time would wait for each other's rows; the second waits for the first instead. Any fixed number does.
_LOCK = 7_461_105
_BLOCK = 1 << 20


def load(folder: Path, address: str, namespace: str, *, recreate: bool = False) -> Loaded:
    """Load all tables into ``namespace``. The same edition again changes nothing.

    Raises Stop(OUTPUT_NOT_WRITABLE) with the server's words; the tables are then as they were.
    """
    schema = described(folder)
    try:
        with psycopg.connect(address, autocommit=True) as server:
            with server.transaction():
                loaded = _load(server, schema, folder, namespace, recreate)
            if loaded.new:
                for table in schema.tables:
                    _run(server, ddl.analyze(table, namespace))
            return loaded
    except psycopg.Error as error:
        raise Stop(Exit.OUTPUT_NOT_WRITABLE, f"PostgreSQL: {str(error).strip()}; nothing was changed") from error


def _load(server: psycopg.Connection, schema: Schema, folder: Path, namespace: str, recreate: bool) -> Loaded:
    server.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    wanted = {"schema_version": schema.schema_version, "digest": digest(folder)}
    found = _edition(server, namespace)
    if found == wanted:
        return Loaded(_counts(server, schema, namespace), new=False)
    version = found.get("schema_version")
    if version not in (None, schema.schema_version):
        if not recreate:
            raise Stop(
                Exit.OUTPUT_NOT_WRITABLE,
                f"PostgreSQL: schema {namespace} holds tables of version {version}, these are {schema.schema_version};"
                " --recreate drops them with everything that depends on them",
            )
        server.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(namespace)))
        version = None
    server.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(namespace)))
    server.execute("SET LOCAL work_mem = '64MB'")
    server.execute(sql.SQL("SET LOCAL search_path TO {}, pg_temp").format(sql.Identifier(namespace)))
    counted = _create(server, schema, folder) if version is None else _exchange(server, schema, folder)
    server.execute("DELETE FROM edition")
    for item in wanted.items():
        server.execute("INSERT INTO edition VALUES (%s, %s)", item)
    return Loaded(counted)


def _edition(server: psycopg.Connection, namespace: str) -> dict[str, str]:
    """What the database says about the edition in it; empty when there is none."""
    table = sql.Identifier(namespace, "edition")
    there = server.execute("SELECT to_regclass(%s)", (table.as_string(server),)).fetchone()
    if there is None or there[0] is None:
        return {}
    stored = server.execute(sql.SQL("SELECT name, value FROM {}").format(table))
    return {str(name): str(value) for name, value in stored}


def _create(server: psycopg.Connection, schema: Schema, folder: Path) -> dict[str, int]:
    """New tables, filled before they get their keys: that is twice as fast, and nobody can see them yet."""
    server.execute("CREATE TABLE edition (name text PRIMARY KEY, value text)")
    counted = {}
    for table in schema.tables:
        _run(server, ddl.create_bare_table(table, ddl.POSTGRESQL))
        counted[table.name] = _copy(server, table, table.name, folder)
    for table in ddl.in_order_of_keys(schema):
        for statement in (*ddl.add_keys(schema, table), *ddl.create_indexes(table)):
            _run(server, statement)
    for statement in (*ddl.create_views(schema), *ddl.comments(schema)):
        _run(server, statement)
    return counted


def _copy(server: psycopg.Connection, table: Table, name: str, folder: Path) -> int:
    """COPY of the CSV file as it is; the number of rows."""
    columns = ", ".join(map(ddl.quoted, table.names))
    copy = f"COPY {ddl.quoted(name)} ({columns}) FROM STDIN (FORMAT csv, HEADER true, ENCODING 'UTF8')"
    cursor = server.cursor()
    with (folder / f"{table.name}.csv").open("rb") as lines, cursor.copy(sql.SQL(copy)) as target:
        while block := lines.read(_BLOCK):
            target.write(block)
    return cursor.rowcount


def _exchange(server: psycopg.Connection, schema: Schema, folder: Path) -> dict[str, int]:
    """Staging tables first, so that a file the server refuses leaves the tables alone; then what differs is exchanged,
    by DELETE and not TRUNCATE, for which readers would have to wait."""
    tables = ddl.in_order_of_keys(schema)
    counted = {}
    for table in tables:
        staging, name = ddl.quoted(f"staging_{table.name}"), ddl.quoted(table.name)
        _run(server, f"CREATE TEMPORARY TABLE {staging} (LIKE {name}) ON COMMIT DROP")
        counted[table.name] = _copy(server, table, f"staging_{table.name}", folder)
        if table.key:
            _run(server, f"ANALYZE {staging} ({', '.join(map(ddl.quoted, table.key))})")
    for table in reversed(tables):
        _run(server, ddl.delete_gone(table))
    for table in tables:
        for statement in ddl.take_over(table):
            _run(server, statement)
    return {table.name: counted[table.name] for table in schema.tables}


def _counts(server: psycopg.Connection, schema: Schema, namespace: str) -> dict[str, int]:
    counted = {}
    for table in schema.tables:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(namespace, table.name))
        row = server.execute(query).fetchone()
        counted[table.name] = int(row[0]) if row else 0
    return counted


def _run(server: psycopg.Connection, statement: str) -> psycopg.Cursor:
    return server.execute(sql.SQL(statement))
