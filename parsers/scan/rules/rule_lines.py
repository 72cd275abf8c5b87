"""A ruling line in a picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PixelRuling:
    """A line in pixels of the full resolution: ``at`` across, ``start`` and ``end`` along, ``thick`` across. ``guessed``: it
    stands where the table expects it, and the picture shows no more than a trace."""

    at: float
    start: float
    end: float
    thick: float
    guessed: bool = False

    @property
    def length(self) -> float:
        """Pixels along the line."""
        return self.end - self.start
