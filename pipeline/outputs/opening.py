"""Where the published edition stands, for everything that reads it."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

from pipeline.exits import Exit, Stop
from pipeline.outputs.package import NAME
from pipeline.schema.loading import Schema, schema


def edition(clean: Path) -> Path:
    """The folder of the edition that ``clean`` shows now: resolved once, so that all tables read are of one edition.

    Raises Stop(NO_INPUT) when nothing is published there.
    """
    current = clean / "current"
    folder = (current if current.exists() else clean).resolve()
    if not (folder / NAME).is_file():
        raise Stop(
            Exit.NO_INPUT,
            f"{clean}: no published tables here; `tailan run RAW {clean}` makes them",
            f"{clean}: нийтэлсэн хүснэгт алга; `tailan run RAW {clean}` гаргана",
        )
    return plain(folder)


@cache
def plain(folder: Path) -> Path:
    """The folder under a path that databases take: where its own is not UTF-8, that of an open descriptor, which stays
    open as long as the program. Raises OSError."""
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        return Path(f"/proc/self/fd/{os.open(folder, os.O_RDONLY | os.O_DIRECTORY)}")
    return folder


def described(folder: Path) -> Schema:
    """The schema of an edition's tables. Raises Stop(NO_INPUT) when another version of the program made them."""
    version = json.loads((folder / NAME).read_text(encoding="utf-8")).get("schema_version")
    known = schema()
    if version != known.schema_version:
        raise Stop(
            Exit.NO_INPUT,
            f"{folder}: tables of schema version {version}, this program knows {known.schema_version};"
            " publish again with `tailan run`",
            f"{folder}: хүснэгтийн схем {version}, энэ програмынх {known.schema_version}; `tailan run` командаар дахин нийтэлнэ үү",
        )
    return known
