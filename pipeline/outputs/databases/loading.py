"""Load the published edition into a database: PostgreSQL, a DuckDB or an SQLite file, as a whole or not at all."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pipeline.exits import Exit, Stop
from pipeline.outputs.databases.edition import Loaded


def load(folder: Path, address: str, namespace: str = "", *, recreate: bool = False) -> Loaded:
    """Load the edition in ``folder`` into the database at ``address`` (``postgresql://…``, ``duckdb:///file`` or
    ``sqlite:///file``).

    ``namespace`` is the database schema that holds the tables (SQLite has none); ``recreate`` makes all tables anew,
    whatever the database says it holds, and drops what depends on them. Raises Stop(USAGE) for an address that is not
    understood, Stop(NO_INPUT) and Stop(OUTPUT_NOT_WRITABLE) with the database's words.
    """
    path = address.partition(":///")[2]
    match urlsplit(address).scheme:
        case "postgresql" | "postgres":
            from pipeline.outputs.databases import postgresql

            return postgresql.load(folder, address, namespace or "tailan", recreate=recreate)
        case "duckdb":
            from pipeline.outputs.databases import duckdb_file

            return duckdb_file.load(folder, Path(path), namespace or "main", recreate=recreate)
        case "sqlite" if namespace:
            raise Stop(
                Exit.USAGE,
                f"{address}: an SQLite file has no schemas; leave --schema out",
                f"{address}: SQLite файлд схем байхгүй; --schema хэрэггүй",
            )
        case "sqlite":
            from pipeline.outputs.databases import sqlite_load

            return sqlite_load.load(folder, Path(path), recreate=recreate)
        case _:
            raise Stop(
                Exit.USAGE,
                f"{address}: expected postgresql://user@host/database, duckdb:///file.duckdb or sqlite:///file.sqlite",
                f"{address}: хаяг нь postgresql://user@host/database, duckdb:///file.duckdb эсвэл sqlite:///file.sqlite байна",
            )
