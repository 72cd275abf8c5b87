"""From PDF coordinates (y upwards, unturned) to the page as a person reads it (y downwards, text upright), and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float64]
"""n x 4 boxes: (left, bottom, right, top) in PDF coordinates, (x0, top, x1, bottom) in page coordinates."""


class PdfBox(NamedTuple):
    """A box in the page's own PDF coordinates: points, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Points from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Points from bottom to top."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box and the quarter turns (clockwise) that make text running at ``turns * 90`` degrees upright."""

    box: PdfBox
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points after turning."""
        wide, high = self.box.width, self.box.height
        return (high, wide) if self.turns % 2 else (wide, high)

    def place(self, boxes: Boxes) -> Boxes:
        """PDF boxes as page boxes."""
        left, bottom, right, top = self.box
        x0, y0, x1, y1 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
        match self.turns:
            case 0:
                return np.column_stack([x0 - left, top - y1, x1 - left, top - y0])
            case 1:
                return np.column_stack([y0 - bottom, x0 - left, y1 - bottom, x1 - left])
            case 2:
                return np.column_stack([right - x1, y0 - bottom, right - x0, y1 - bottom])
            case _:
                return np.column_stack([top - y1, right - x1, top - y0, right - x0])

    def unplace(self, boxes: Boxes) -> Boxes:
        """Page boxes as PDF boxes: the inverse of ``place``."""
        left, bottom, right, top = self.box
        x0, y0, x1, y1 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
        match self.turns:
            case 0:
                return np.column_stack([x0 + left, top - y1, x1 + left, top - y0])
            case 1:
                return np.column_stack([y0 + left, x0 + bottom, y1 + left, x1 + bottom])
            case 2:
                return np.column_stack([right - x1, y0 + bottom, right - x0, y1 + bottom])
            case _:
                return np.column_stack([right - y1, top - x1, right - y0, top - x0])
