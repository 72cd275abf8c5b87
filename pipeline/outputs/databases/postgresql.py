"""Load the published edition into PostgreSQL: COPY of the CSV files into staging tables, then one switch.

Everything happens in one transaction: other sessions see the old edition or the new one, also while it is loaded. The
tables stay the same objects from load to load, so that grants and people's own views on them last.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from pipeline.exits import Exit, Stop
from pipeline.outputs.databases import ddl
from pipeline.outputs.databases.edition import Counts, Difference, Edition, Loaded
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
        raise Stop(
            Exit.OUTPUT_NOT_WRITABLE,
            f"PostgreSQL: {str(error).strip()}; nothing was changed",
            f"PostgreSQL: {str(error).strip()}; юу ч өөрчлөгдөөгүй",
        ) from error


def _load(server: psycopg.Connection, schema: Schema, folder: Path, namespace: str, recreate: bool) -> Loaded:
    server.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    edition = Edition.of(folder, schema)
    if recreate:
        server.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(namespace)))
    named = _named(server, namespace)
    changed: tuple[Difference, ...] = ()
    if named:
        _check_version(named, schema, namespace)
        there = _counts(server, schema, namespace)
        _check_tables(there, namespace)
        changed = edition.differing(there) if named == edition.named else ()
        if named == edition.named and not changed:
            return Loaded(edition.rows, new=False)
    server.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(namespace)))
    server.execute("SET LOCAL work_mem = '64MB'")
    server.execute(sql.SQL("SET LOCAL search_path TO {}, pg_temp").format(sql.Identifier(namespace)))
    (_exchange if named else _create)(server, schema, folder)
    server.execute("DELETE FROM edition")
    for item in edition.named.items():
        server.execute("INSERT INTO edition VALUES (%s, %s)", item)
    return Loaded(edition.verify(_counts(server, schema, namespace)), repaired=changed)


def _check_version(named: Mapping[str, str], schema: Schema, namespace: str) -> None:
    version = named.get("schema_version")
    if version != schema.schema_version:
        raise Stop(
            Exit.OUTPUT_NOT_WRITABLE,
            f"PostgreSQL: schema {namespace} holds tables of version {version}, these are {schema.schema_version};"
            " --recreate drops them with everything that depends on them",
            f"PostgreSQL: {namespace} схем дэх хүснэгт {version}, шинэ нь {schema.schema_version}; --recreate устгаж шинээр үүсгэнэ",
        )


def _check_tables(there: Counts, namespace: str) -> None:
    if missing := [name for name, count in there.items() if count is None]:
        raise Stop(
            Exit.OUTPUT_NOT_WRITABLE,
            f"PostgreSQL: schema {namespace} lacks {', '.join(missing)}; --recreate makes all tables anew and drops"
            " what depends on them",
            f"PostgreSQL: {namespace} схемд дутуу: {', '.join(missing)}; --recreate бүх хүснэгтийг шинээр үүсгэж, хамаарах бүхнийг устгана",
        )


def _named(server: psycopg.Connection, namespace: str) -> dict[str, str]:
    """What the database says about the edition in it; empty when there is none."""
    if not _is_there(server, namespace, "edition"):
        return {}
    stored = server.execute(sql.SQL("SELECT name, value FROM {}").format(sql.Identifier(namespace, "edition")))
    return {str(name): str(value) for name, value in stored}


def _is_there(server: psycopg.Connection, namespace: str, table: str) -> bool:
    name = sql.Identifier(namespace, table).as_string(server)
    return server.execute("SELECT to_regclass(%s)", (name,)).fetchone() != (None,)


def _create(server: psycopg.Connection, schema: Schema, folder: Path) -> None:
    """New tables, filled before they get their keys: that is twice as fast, and nobody can see them yet."""
    server.execute("CREATE TABLE edition (name text PRIMARY KEY, value text)")
    for table in schema.tables:
        _run(server, ddl.create_bare_table(table, ddl.POSTGRESQL))
        _copy(server, table, table.name, folder)
    for table in ddl.in_order_of_keys(schema):
        for statement in (*ddl.add_keys(schema, table), *ddl.create_indexes(table)):
            _run(server, statement)
    for statement in (*ddl.create_views(schema), *ddl.comments(schema)):
        _run(server, statement)


def _copy(server: psycopg.Connection, table: Table, name: str, folder: Path) -> None:
    """COPY of the CSV file as it is."""
    columns = ", ".join(map(ddl.quoted, table.names))
    copy = f"COPY {ddl.quoted(name)} ({columns}) FROM STDIN (FORMAT csv, HEADER true, ENCODING 'UTF8')"
    with (folder / f"{table.name}.csv").open("rb") as lines, server.cursor().copy(sql.SQL(copy)) as target:
        while block := lines.read(_BLOCK):
            target.write(block)


def _exchange(server: psycopg.Connection, schema: Schema, folder: Path) -> None:
    """Staging tables first, so that a file the server refuses leaves the tables alone; then what differs is exchanged,
    by DELETE and not TRUNCATE, for which readers would have to wait."""
    tables = ddl.in_order_of_keys(schema)
    for table in tables:
        staging, name = ddl.quoted(f"staging_{table.name}"), ddl.quoted(table.name)
        _run(server, f"CREATE TEMPORARY TABLE {staging} (LIKE {name}) ON COMMIT DROP")
        _copy(server, table, f"staging_{table.name}", folder)
        if table.key:
            _run(server, f"ANALYZE {staging} ({', '.join(map(ddl.quoted, table.key))})")
    for table in reversed(tables):
        _run(server, ddl.delete_gone(table))
    for table in tables:
        for statement in ddl.take_over(table):
            _run(server, statement)


def _counts(server: psycopg.Connection, schema: Schema, namespace: str) -> dict[str, int | None]:
    counted: dict[str, int | None] = {}
    for table in schema.tables:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(namespace, table.name))
        row = server.execute(query).fetchone() if _is_there(server, namespace, table.name) else None
        counted[table.name] = int(row[0]) if row else None
    return counted


def _run(server: psycopg.Connection, statement: str) -> psycopg.Cursor:
    return server.execute(sql.SQL(statement))
