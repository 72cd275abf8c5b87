"""Ink that no word covers: what the page pass left out between its words, as boxes worth a look of their own."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from parsers.document import BBox
from parsers.scan.raster import PixelBox, Pixels
from parsers.scan.recheck.crops import INK, ink_pieces

SHRINK = 4
JOIN = 0.35
"""Font sizes over which pieces of ink belong to one text: blanks and the white between two lines."""

LOWEST, FLATTEST = 0.35, 0.15
"""Font sizes: height of the smallest text, and of a dash."""

HIGHEST = 1.3
"""Font sizes: height of the highest letter."""

FULLEST = 0.75
"""Share of its box that text fills at most; more is a bar, a picture, the rest of a rule."""


def unread_boxes(page: Pixels, words: Sequence[PixelBox], usual: float) -> list[PixelBox]:
    """Boxes in pixels, larger ones first. ``words`` are the boxes of words, ``usual`` the usual font size in pixels."""
    small = (page[::2, ::2] < INK).astype(np.uint8)
    if min(small.shape) < 2:
        return []
    mask = cv2.resize(small, (small.shape[1] // 2, small.shape[0] // 2), interpolation=cv2.INTER_AREA)
    mask = (mask > 0).astype(np.uint8)
    for x0, top, x1, bottom in words:
        mask[max(top // SHRINK - 1, 0) : bottom // SHRINK + 2, max(x0 // SHRINK - 1, 0) : x1 // SHRINK + 2] = 0
    side = max(round(JOIN * usual / SHRINK), 1) * 2 + 1
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    ink = np.bincount(labels[mask > 0].ravel(), minlength=count)
    found = []
    for label in range(1, count):
        x, y, wide, high, _ = (int(value) for value in boxes[label])
        texty = max(wide, high) * SHRINK >= LOWEST * usual and min(wide, high) * SHRINK >= FLATTEST * usual
        if texty and ink[label] <= FULLEST * wide * high and ink[label] >= 4:
            box = PixelBox(x * SHRINK, y * SHRINK, (x + wide) * SHRINK, (y + high) * SHRINK)
            found.append((wide * high, box))
    return [box for _, box in sorted(found, reverse=True)]


def unread_print(page: Pixels, place: PixelBox, usual: float) -> PixelBox | None:
    """The box of what looks like letters or digits in a cell of which nothing was read; None where there is no such ink.
    Pieces at its edge are rests of rules, large ones stamps. ``usual`` is the page's font size in pixels."""
    x0, top, x1, bottom = place
    wide, high = x1 - x0, bottom - top
    texty = [
        PixelBox(x, y, x + w, y + h)
        for x, y, w, h, _ in ink_pieces(page, place).tolist()
        if LOWEST * usual <= h <= HIGHEST * usual and x > 0 and y > 0 and x + w < wide and y + h < high and w <= 2 * h
    ]
    if not texty:
        return None
    left, upper = min(piece.x0 for piece in texty), min(piece.top for piece in texty)
    right, lower = max(piece.x1 for piece in texty), max(piece.bottom for piece in texty)
    return PixelBox(x0 + left, top + upper, x0 + right, top + lower)


def in_pixels(box: BBox, scale: float) -> PixelBox:
    """A box in points as pixels; ``scale`` points a pixel."""
    return PixelBox(*(round(side / scale) for side in box))
