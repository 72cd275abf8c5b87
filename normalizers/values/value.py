"""A value keeps the words it was read from: raw text, value, and the steps between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """What was understood (``value``, None when unknown) beside the original text (``raw``).

    ``steps`` name how it was read (for explanation); ``problem`` is a finding code when the reading is doubtful or
    impossible, empty when it is plain. ``state`` says why there is no number (``not_due``, ``absent`` …) where that matters.
    """

    raw: str
    value: T | None = None
    steps: tuple[str, ...] = ()
    problem: str = ""
    state: str = ""
