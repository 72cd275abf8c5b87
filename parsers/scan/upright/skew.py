"""How the rules of the tables lean: what is left of perspective and skew after the page as a whole has been levelled.

Every long rule gives a slope at its place. Slopes that change evenly over the page are a perspective: the rules at the
upper and lower, left and right end are then taken to where they would run true. Places and lengths are in pixels of the
thumbnail, ``dpi`` is its resolution; a slope is rise over run.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.binarize import flattened
from parsers.scan.raster import Pixels

Corners = NDArray[np.float64]

SHORTEST_INCHES = 0.22
LONG_INCHES = 1.2
"""Rules shorter than this say little about a slope."""

FAINT = 28
"""Darkness (0-255) of the faintest rule."""

STEEPEST = 0.08
"""Slope (rise over run) that a rule of a levelled page can still have: strong perspective."""

TRUE = 0.0004
"""Slopes below this (one pixel in 2,500) need no correction."""


def frame_corners(thumb: Pixels, dpi: float) -> tuple[Corners, Corners] | None:
    """Four points of the page as they are and as they should be, or None where nothing needs a correction."""
    dark = np.asarray(255 - flattened(thumb, dpi), dtype=np.uint8)
    level = _rules(dark, dpi)
    plumb = _rules(np.ascontiguousarray(dark.T), dpi)
    if len(level) < 2:
        return None
    height, width = thumb.shape
    top, bottom = float(level[:, 0].min()), float(level[:, 0].max())
    if bottom - top < dpi:
        top, bottom = 0.0, float(height)
    at_top, at_bottom = _slope_at(level, top), _slope_at(level, bottom)
    if len(plumb) >= 2 and np.ptp(plumb[:, 0]) > dpi:
        left, right = float(plumb[:, 0].min()), float(plumb[:, 0].max())
        at_left, at_right = _slope_at(plumb, left), _slope_at(plumb, right)
    else:
        left, right = 0.15 * width, 0.85 * width
        at_left = at_right = -(at_top + at_bottom) / 2
    if max(map(abs, (at_top, at_bottom, at_left, at_right))) < TRUE:
        return None
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    rows = [(at_top, top - at_top * middle_x), (at_bottom, bottom - at_bottom * middle_x)]
    columns = [(at_left, left - at_left * middle_y), (at_right, right - at_right * middle_y)]
    here = [_cross(rows[n], columns[m]) for n, m in ((0, 0), (0, 1), (1, 1), (1, 0))]
    true = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return np.array(here), np.array(true)


def _cross(row: tuple[float, float], column: tuple[float, float]) -> tuple[float, float]:
    """Where y = a x + b and x = c y + d meet."""
    (a, b), (c, d) = row, column
    y = (a * d + b) / (1 - a * c)
    return (c * y + d, y)


def _slope_at(rules: NDArray[np.float64], place: float) -> float:
    """Slope at a place by a straight fit over all rules, the longer ones counting more, outliers left out."""
    kept = rules
    for _ in range(3):
        at, slope, length = kept[:, 0], kept[:, 1], kept[:, 2]
        spread = float(np.ptp(at))
        if len(kept) < 3 or spread < 1.0:
            fit = np.array([0.0, float(np.average(slope, weights=length))])
        else:
            fit = np.polyfit(at, slope, 1, w=length)
        miss = np.abs(np.polyval(fit, at) - slope)
        good = miss <= max(2.5 * float(np.median(miss)), TRUE)
        if good.all() or good.sum() < 2:
            break
        kept = kept[good]
    return float(np.polyval(fit, place))


def _rules(dark: Pixels, dpi: float) -> NDArray[np.float64]:
    """Level rules as n x 3: place down the page at its middle column, slope, length."""
    length = max(round(SHORTEST_INCHES * dpi), 8)
    smooth = cv2.blur(dark, (5, 1))
    runs = cv2.morphologyEx(smooth, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    mask = np.asarray(runs > FAINT, dtype=np.uint8)
    mask = np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    wide, high = boxes[:, 2], boxes[:, 3]
    chosen = np.flatnonzero((wide >= LONG_INCHES * dpi) & (high < 0.06 * wide + 6) & (np.arange(count) > 0))
    found = []
    for label in chosen.tolist():
        x, y, w, h = boxes[label, :4].tolist()
        part = runs[y : y + h, x : x + w].astype(np.float64) * (labels[y : y + h, x : x + w] == label)
        weight = part.sum(axis=0)
        good = weight > 0
        columns = np.flatnonzero(good).astype(np.float64)
        rows = (part * np.arange(h)[:, None]).sum(axis=0)[good] / weight[good]
        slope, start = np.polyfit(columns, rows, 1)
        if abs(slope) <= STEEPEST and np.abs(np.polyval([slope, start], columns) - rows).mean() < 1.5:
            middle = dark.shape[1] / 2
            found.append((y + start + slope * (middle - x), float(slope), float(w)))
    return np.array(found).reshape(-1, 3)
