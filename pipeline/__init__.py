"""Files, processes, time and people: from a folder of submissions to a published edition.

In a notebook, ``pipeline.load("data/clean")`` gives the published tables as pandas DataFrames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.outputs.notebook import load as load

__all__ = ["load"]


def __getattr__(name: str) -> Any:
    """``load`` is imported when it is used: the command line must not wait for it."""
    if name == "load":
        from pipeline.outputs.notebook import load

        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
