"""Abbreviations, names and words as data: one TOML file a subject, read once.

Takes the name of a file; gives its content.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lookup(name: str) -> dict[str, Any]:
    """The content of ``lookups/<name>.toml``. Raises FileNotFoundError for an unknown name."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
