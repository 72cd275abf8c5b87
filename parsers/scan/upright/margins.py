"""What a scanner adds around and through the sheet: its dark lid and bed along the edges, punched holes.

Places and lengths are in pixels of the picture that is given (the thumbnail, inside), ``dpi`` is its resolution.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.raster import Pixels, grey

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

STROKE, CONTRAST, GREY_LEVELS, GRAINS = 9, 0.8, 15, 9
"""Breadth of a stroke in pixels; share of the brightness around, levels, and times the grain (its median), that it is
darker by."""

PRINT_SHARE = 0.02
"""Share of fine strokes from which a dark area has print in it; pages have 0.03-0.1, lids and desks below 0.007."""


def without_edges(pixels: Pixels, dpi: float) -> Pixels:
    """The picture with scanner edges and punched holes as paper; the same picture where there are none."""
    scale = min(THUMB_DPI / dpi, 1.0)
    size = (max(round(pixels.shape[1] * scale), 1), max(round(pixels.shape[0] * scale), 1))
    small = np.asarray(cv2.resize(grey(pixels), size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    paper = float(np.percentile(small, 75))
    dark = np.asarray(small < DARK * paper, dtype=np.uint8)
    gone = _edges(_solid(dark), small, dpi * scale) | _slivers(dark, dpi * scale)
    gone |= _holes(_solid(_darker_than_around(small, dpi * scale)), dpi * scale)
    if not gone.any():
        return pixels
    mask = cv2.dilate(gone.astype(np.uint8), np.ones((5, 5), np.uint8))
    large = cv2.resize(mask, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_NEAREST)
    bare = pixels.copy()
    bare[large > 0] = int(paper)
    return bare


def print_share(thumb: Pixels, where: NDArray[np.bool_]) -> float:
    """Share of an area of a picture of 70-120 dpi that is letters and rules: darker than all around within the breadth
    of a stroke, in the light as in the shadow, and by more than the grain of the picture there."""
    if not where.any():
        return 0.0
    around = cv2.morphologyEx(thumb, cv2.MORPH_CLOSE, np.ones((STROKE, STROKE), np.uint8)).astype(np.int16)
    grain = float(np.median(np.abs(thumb.astype(np.int16) - cv2.medianBlur(thumb, 5))[where]))
    strokes = (thumb < CONTRAST * around) & (around - thumb > max(GREY_LEVELS, GRAINS * grain))
    return float(strokes[where].mean())


def _solid(dark: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _darker_than_around(small: Pixels, dpi: float) -> NDArray[np.uint8]:
    """1 where it is clearly darker than the paper half an inch around, lit or in the shadow."""
    side = round(1.5 * HOLE_INCHES[1] * dpi)
    around = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return np.asarray(small < DARK * around.astype(np.float32), dtype=np.uint8)


def _edges(solid: NDArray[np.uint8], small: Pixels, dpi: float) -> NDArray[np.bool_]:
    """Dark strips along the border without print in them: a shadow on the page is dark as well, but has print."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    gone = np.zeros(count, dtype=np.bool_)
    height, width = solid.shape
    for label in range(1, count):
        x, y, wide, high = boxes[label, :4].tolist()
        if _is_edge(x, y, wide, high, width, height, EDGE_INCHES * dpi):
            gone[label] = max(wide, high) < dpi or print_share(small, labels == label) < PRINT_SHARE
    return np.asarray(gone[labels])


def _holes(solid: NDArray[np.uint8], dpi: float) -> NDArray[np.bool_]:
    """Filled round shapes of the right size near the border."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    gone = np.zeros(count, dtype=np.bool_)
    height, width = solid.shape
    for label in range(1, count):
        x, y, wide, high, area = boxes[label, :5].tolist()
        border = min(x, y, width - x - wide, height - y - high)
        gone[label] = border < HOLE_PLACE * dpi and _is_hole(wide, high, area, dpi)
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
