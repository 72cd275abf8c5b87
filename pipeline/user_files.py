"""A weights file of the matcher, as ``tailan learn`` writes it."""

from __future__ import annotations

from pathlib import Path

from pipeline.exits import Exit, Stop


def load_weights(path: str) -> str:
    """The text of a weights file, checked; empty for an empty path. Raises Stop(BAD_SETTINGS) with one sentence."""
    from normalizers.linkage.model import from_json

    if not path:
        return ""
    try:
        text = Path(path).read_text(encoding="utf-8")
        from_json(text)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Stop(
            Exit.BAD_SETTINGS, f"{path}: is no weights file ({error})", f"{path}: жингийн файл биш байна ({error})"
        ) from error
    return text
