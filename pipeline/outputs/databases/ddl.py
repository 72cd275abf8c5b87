"""The tables as SQL for SQLite, DuckDB and PostgreSQL: types, keys, checks and views from the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.schema.loading import Column, Schema, Table, View


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between the databases: SQL types by schema type. DuckDB's foreign keys forbid to exchange all rows
    of a table within one transaction, so they are left out there."""

    types: Mapping[str, str]
    foreign_keys: bool = True


SQLITE = Dialect(
    {
        "text": "TEXT",
        "json": "TEXT",
        "integer": "INTEGER",
        "number": "REAL",
        "score": "REAL",
        "boolean": "INTEGER",
        "date": "TEXT",
    }
)
DUCKDB = Dialect(
    {
        "text": "VARCHAR",
        "json": "VARCHAR",
        "integer": "BIGINT",
        "number": "DOUBLE",
        "score": "DOUBLE",
        "boolean": "BOOLEAN",
        "date": "DATE",
    },
    foreign_keys=False,
)
POSTGRESQL = Dialect(
    {
        "text": "text",
        "json": "jsonb",
        "integer": "bigint",
        "number": "numeric",
        "score": "double precision",
        "boolean": "boolean",
        "date": "date",
    }
)


def quoted(name: str) -> str:
    """An identifier in double quotes.

    >>> quoted('row')
    '"row"'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text literal.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + value.replace("'", "''") + "'"


def create_table(schema: Schema, table: Table, dialect: Dialect) -> str:
    """CREATE TABLE with primary key, foreign keys and allowed values."""
    keys = keys_of(schema, table) if dialect.foreign_keys else keys_of(schema, table)[: bool(table.key)]
    parts = [*(_column(column, dialect) for column in table.columns), *keys]
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(parts) + "\n)"


def create_bare_table(table: Table, dialect: Dialect) -> str:
    """CREATE TABLE without keys: quick to fill; ``add_keys`` follows."""
    parts = [_column(column, dialect) for column in table.columns]
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(parts) + "\n)"


def add_keys(schema: Schema, table: Table) -> Iterator[str]:
    """ALTER TABLE … ADD for the keys of a filled table."""
    return (f"ALTER TABLE {quoted(table.name)} ADD {key}" for key in keys_of(schema, table))


def keys_of(schema: Schema, table: Table) -> list[str]:
    """The primary key first, then unique columns and foreign keys, where the other side is a key."""
    keys = [f"PRIMARY KEY ({_names(table.key)})"] if table.key else []
    unique = (column.name for column in table.columns if column.unique and table.key != (column.name,))
    keys += [f"UNIQUE ({quoted(name)})" for name in unique]
    for key in table.foreign_keys:
        if schema.table(key.table).key == key.references:
            target = f"{quoted(key.table)} ({_names(key.references)})"
            keys.append(f"FOREIGN KEY ({_names(key.columns)}) REFERENCES {target}")
    return keys


def create_indexes(table: Table) -> Iterator[str]:
    """An index for each way to another table that no key covers."""
    for key in table.foreign_keys:
        if table.key[: len(key.columns)] != key.columns:
            name = quoted("_".join((table.name, *key.columns)))
            yield f"CREATE INDEX {name} ON {quoted(table.name)} ({_names(key.columns)})"
    if table.name == "submissions":
        yield "CREATE INDEX submissions_submission_id ON submissions (submission_id)"


def create_views(schema: Schema) -> Iterator[str]:
    """CREATE VIEW for each view, in order."""
    return (f"CREATE VIEW {quoted(view.name)} AS {view.sql.strip()}" for view in schema.views)


def in_order_of_keys(schema: Schema) -> list[Table]:
    """The tables so that a table comes after those that it refers to."""
    done: dict[str, Table] = {}
    waiting = list(schema.tables)
    while waiting:
        ready = [table for table in waiting if all(key.table in done for key in table.foreign_keys)]
        done |= {table.name: table for table in ready}
        waiting = [table for table in waiting if table.name not in done]
    return list(done.values())


def _column(column: Column, dialect: Dialect) -> str:
    rule = f"{quoted(column.name)} {dialect.types[column.type]}"
    if column.required:
        rule += " NOT NULL"
    if column.enum:
        rule += f" CHECK ({quoted(column.name)} IN ({', '.join(map(literal, column.enum))}))"
    return rule


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, columns))


def delete_gone(table: Table) -> str:
    """DELETE the rows that the staging table does not have; all rows of a table without a key."""
    gone = f" WHERE NOT EXISTS (SELECT 1 FROM {_staging(table)} AS s WHERE {_same_key(table)})" if table.key else ""
    return f"DELETE FROM {quoted(table.name)} AS t{gone}"


def take_over(table: Table) -> Iterator[str]:
    """UPDATE the rows that differ from the staging table's, INSERT those that are new."""
    name, staging = quoted(table.name), _staging(table)
    if not table.key:
        yield f"INSERT INTO {name} SELECT * FROM {staging}"
        return
    values = ", ".join(f"{quoted(column)} = s.{quoted(column)}" for column in table.names if column not in table.key)
    yield f"UPDATE {name} AS t SET {values} FROM {staging} AS s WHERE {_same_key(table)} AND t.* IS DISTINCT FROM s.*"
    known = f"SELECT 1 FROM {name} AS t WHERE {_same_key(table)}"
    yield f"INSERT INTO {name} SELECT * FROM {staging} AS s WHERE NOT EXISTS ({known})"


def analyze(table: Table, namespace: str) -> str:
    """ANALYZE of the columns that tables are joined by; the server's own vacuum looks at the long texts in its time."""
    joined = dict.fromkeys((*table.key, *(name for key in table.foreign_keys for name in key.columns)))
    columns = ", ".join(map(quoted, joined or table.names[:1]))
    return f"ANALYZE {quoted(namespace)}.{quoted(table.name)} ({columns})"


def _staging(table: Table) -> str:
    return quoted(f"staging_{table.name}")


def _same_key(table: Table) -> str:
    return " AND ".join(f"t.{quoted(column)} = s.{quoted(column)}" for column in table.key)


def comments(schema: Schema) -> Iterator[str]:
    """COMMENT ON for every table, column and view: title and description, English and Mongolian."""
    for table in schema.tables:
        yield f"COMMENT ON TABLE {quoted(table.name)} IS {literal(_comment(table))}"
        for column in table.columns:
            name = f"{quoted(table.name)}.{quoted(column.name)}"
            yield f"COMMENT ON COLUMN {name} IS {literal(_comment(column))}"
    for view in schema.views:
        yield f"COMMENT ON VIEW {quoted(view.name)} IS {literal(_comment(view))}"


def _comment(item: Table | Column | View) -> str:
    return f"{item.description} / {item.description_mn}"
