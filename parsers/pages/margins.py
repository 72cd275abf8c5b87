"""What a scanner adds around and through the sheet: its dark lid and bed along the edges, punched holes."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.pages.picture import Pixels, grey

THUMB_DPI = 75.0
EDGE_INCHES = 0.45
"""Dark areas along the picture's border are the lid or the bed if they reach no further into it than this."""

HOLE_INCHES = (0.15, 0.4)
"""Punched holes are 5-8 mm wide."""

HOLE_PLACE = 1.2
"""Inches from the nearer border within which holes are punched."""

SLIVER_PLACE = 0.25
DARK = 0.55
"""Share of the paper's brightness below which an area is no paper."""


def without_edges(pixels: Pixels, dpi: float) -> Pixels:
    """The picture with scanner edges and punched holes as paper; the same picture where there are none."""
    scale = min(THUMB_DPI / dpi, 1.0)
    size = (max(round(pixels.shape[1] * scale), 1), max(round(pixels.shape[0] * scale), 1))
    small = np.asarray(cv2.resize(grey(pixels), size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    paper = float(np.percentile(small, 75))
    dark = np.asarray(small < DARK * paper, dtype=np.uint8)
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    gone = _edges_and_holes(np.asarray(solid, dtype=np.uint8), dpi * scale) | _slivers(dark, dpi * scale)
    if not gone.any():
        return pixels
    mask = cv2.dilate(gone.astype(np.uint8), np.ones((5, 5), np.uint8))
    large = cv2.resize(mask, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_NEAREST)
    bare = pixels.copy()
    bare[large > 0] = int(paper)
    return bare


def _edges_and_holes(solid: NDArray[np.uint8], dpi: float) -> NDArray[np.bool_]:
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    gone = np.zeros(count, dtype=np.bool_)
    height, width = solid.shape
    for label in range(1, count):
        x, y, wide, high, area = boxes[label, :5].tolist()
        border = min(x, y, width - x - wide, height - y - high)
        gone[label] = _is_edge(x, y, wide, high, width, height, EDGE_INCHES * dpi) or (
            border < HOLE_PLACE * dpi and _is_hole(wide, high, area, dpi)
        )
    return np.asarray(gone[labels])


def _slivers(dark: NDArray[np.uint8], dpi: float) -> NDArray[np.bool_]:
    """Thin lines near the border that belong to nothing: the tapering end of a crooked scanner edge."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    height, width = dark.shape
    x, y, wide, high = (boxes[:, n].astype(np.float64) for n in range(4))
    near = SLIVER_PLACE * dpi
    upright = (np.minimum(x, width - x - wide) < near) & (wide < 0.12 * dpi) & (high > 0.4 * dpi)
    level = (np.minimum(y, height - y - high) < near) & (high < 0.12 * dpi) & (wide > 0.4 * dpi)
    gone = upright | level
    gone[0] = False
    return np.asarray(gone[labels]) if count else np.zeros_like(dark, dtype=np.bool_)


def _is_edge(x: int, y: int, wide: int, high: int, width: int, height: int, reach: float) -> bool:
    """A dark strip along one border (or along the corner of two)."""
    left, right, top, bottom = x <= 1, x + wide >= width - 1, y <= 1, y + high >= height - 1
    upright = (left or right) and wide <= reach and high > 3 * wide
    level = (top or bottom) and high <= reach and wide > 3 * high
    frame = (left or right) and (top or bottom) and wide * high > 0.2 * width * height
    return upright or level or frame


def _is_hole(wide: int, high: int, area: int, dpi: float) -> bool:
    """A filled round shape of the right size."""
    low, most = (inches * dpi for inches in HOLE_INCHES)
    return low <= min(wide, high) and max(wide, high) <= most and abs(wide - high) <= 3 and area > 0.68 * wide * high
