"""Load the published edition into a database: PostgreSQL or a DuckDB file, as a whole or not at all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.exits import Exit, Stop
from pipeline.outputs.package import NAME


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded: rows by table. ``new`` is False when the database had this very edition already."""

    rows: dict[str, int]
    new: bool = True


def load(folder: Path, address: str, namespace: str = "", *, recreate: bool = False) -> Loaded:
    """Load the edition in ``folder`` into the database at ``address`` (``postgresql://…`` or ``duckdb:///file``).

    ``namespace`` is the database schema that holds the tables; ``recreate`` drops tables of another schema version
    together with what depends on them. Raises Stop(USAGE) for an address that is not understood, Stop(NO_INPUT) and
    Stop(OUTPUT_NOT_WRITABLE) with the database's words.
    """
    match urlsplit(address).scheme:
        case "postgresql" | "postgres":
            from pipeline.outputs.databases import postgresql

            return postgresql.load(folder, address, namespace or "tailan", recreate=recreate)
        case "duckdb":
            from pipeline.outputs.databases import duckdb_file

            path = address.removeprefix("duckdb://").removeprefix("/")
            return duckdb_file.load(folder, Path(path), namespace or "main")
        case _:
            raise Stop(Exit.USAGE, f"{address}: expected postgresql://user@host/database or duckdb:///file.duckdb")


def digest(folder: Path) -> str:
    """Names the content of the tables: the hashes that the data package notes."""
    import hashlib

    resources = json.loads((folder / NAME).read_text(encoding="utf-8"))["resources"]
    return hashlib.sha256("".join(resource["hash"] for resource in resources).encode()).hexdigest()
