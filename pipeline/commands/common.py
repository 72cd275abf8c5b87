"""What commands share: settings from file, environment and flags; texts on the terminal."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.settings import Loaded, Settings, load


def loaded(context: click.Context, **flags: Any) -> Loaded:
    """All settings with their origin. Raises Stop(BAD_SETTINGS)."""
    root = context.find_root()
    file = (
        Path(root.obj) if root.obj else Path(os.environ["TAILAN_CONFIG"]) if os.environ.get("TAILAN_CONFIG") else None
    )
    return load(file, os.environ, {key.replace("__", "."): value for key, value in flags.items()})


def settings_of(context: click.Context, **flags: Any) -> Settings:
    """The settings alone. Raises Stop(BAD_SETTINGS)."""
    return loaded(context, **flags).settings


def table(rows: Sequence[tuple[str, ...]], indent: str = "  ") -> str:
    """Columns padded to their widest text."""
    if not rows:
        return ""
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    return "\n".join(
        indent + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
