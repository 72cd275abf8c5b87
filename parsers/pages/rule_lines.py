"""A ruling line in a picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A line in pixels of the full resolution: ``at`` across, ``start`` and ``end`` along, ``thick`` across."""

    at: float
    start: float
    end: float
    thick: float

    @property
    def length(self) -> float:
        return self.end - self.start
