"""Pieces -> words, by position and never by stream order.

Where a font lacks ө and ү these letters are drawn later from another font; every reader that follows the stream breaks
one word in six there. So pieces are sorted into lines by their baseline and along the line by x; a word ends where a
typed blank stands, where the gap is wide for the font size, or where a vertical rule passes between two pieces.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from parsers.document import BBox, Word
from parsers.pdf.characters import TextPieces
from parsers.pdf.coordinates import Boxes

BASELINE_TOLERANCE = 0.75
"""Points by which baselines of one line differ: hinting and rounding of producers, below any line distance."""

GAP = 0.25
"""A gap of this many font sizes ends a word; the blank of text fonts is 0.25 wide and pairs are kerned by under 0.1."""

MARKED_GAP = 0.12
"""The same where PDFium itself saw a blank or the stream a typed one (squeezed blanks of justified lines)."""

TYPED_GAP = 0.05
DOUBLE_PRINT = 0.15
"""The same letter again within this many font sizes is artificial bold, not a second letter."""

TRACKED = 0.06
"""Mean gap in font sizes from which a stretch counts as letter-spaced and is measured by its median."""

ASCENT, DESCENT = 0.78, 0.22
"""Height of a line above and below its baseline in font sizes: font files disagree (1.0 to 1.4), lines do not."""


def words(found: TextPieces, boxes: Boxes, baseline: NDArray[np.float64], walls: Boxes, angle: int = 0) -> list[Word]:
    """Words of upright pieces. ``boxes`` and ``baseline`` are theirs in page coordinates, ``walls`` vertical rules
    (x, top, x, bottom) that no word crosses. Bounding boxes come out in the same coordinates."""
    if not len(found):
        return []
    line = _lines(baseline)
    order = np.lexsort((boxes[:, 0], line))
    keep, doubled = _without_double_print(found, boxes, line, order)
    order = order[keep]
    x0, x1, size = boxes[order, 0], boxes[order, 2], np.maximum(found.size[order], 1.0)
    ends = _word_ends(found, order, line[order], x0, x1, size, baseline, walls)
    return _assemble(found, order, ends, x0, x1, size, baseline[order], found.bold[order] | doubled[keep], angle)


def _lines(baseline: NDArray[np.float64]) -> NDArray[np.int64]:
    """A line number for every piece: baselines that follow each other within the tolerance share one."""
    order = np.argsort(baseline, kind="stable")
    number = np.cumsum(np.diff(baseline[order], prepend=baseline[order[0]]) > BASELINE_TOLERANCE)
    lines = np.empty(len(baseline), dtype=np.int64)
    lines[order] = number
    return lines


def _without_double_print(
    found: TextPieces, boxes: Boxes, line: NDArray[np.int64], order: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which sorted pieces stay, and which of them were printed twice (artificial bold)."""
    text, run, x0 = found.texts[order], found.runs[order], boxes[order, 0]
    near = np.abs(np.diff(x0)) < DOUBLE_PRINT * np.maximum(found.size[order][1:], 1.0)
    again = near & (text[1:] == text[:-1]) & (run[1:] != run[:-1]) & (np.diff(line[order]) == 0)
    keep = np.append(True, ~again)
    return keep, np.append(again, False)


def _word_ends(
    found: TextPieces,
    order: NDArray[np.int64],
    line: NDArray[np.int64],
    x0: NDArray[np.float64],
    x1: NDArray[np.float64],
    size: NDArray[np.float64],
    baseline: NDArray[np.float64],
    walls: Boxes,
) -> NDArray[np.bool_]:
    """For every sorted piece but the last: does a word end behind it?"""
    em = np.maximum(size[:-1], size[1:])
    gap = (x0[1:] - x1[:-1]) / em
    new_line = np.diff(line) != 0
    typed = found.blank_after[order][:-1] | found.blank_before[order][1:]
    letters = found.letters[order] == 1
    gap = gap - _tracking(gap, ~new_line & ~typed & letters[:-1] & letters[1:])
    run = found.runs[order]
    seam = (run[1:] != run[:-1]) | found.broken[order][:-1]
    ends = new_line | (typed & (gap > TYPED_GAP)) | (gap > GAP) | (seam & (gap > MARKED_GAP)) | (gap < -1.0)
    doubtful = np.flatnonzero(seam & ~ends & (gap > -0.1))
    if len(doubtful) and len(walls):
        middle, height = (x0[doubtful + 1] + x1[doubtful]) / 2, baseline[order[doubtful]] - 0.3 * size[doubtful]
        slack = (x0[doubtful + 1] - x1[doubtful]) / 2 + 0.5
        for position, x, y, reach in zip(doubtful.tolist(), middle, height, slack, strict=True):
            crossing = (np.abs(walls[:, 0] - x) <= reach) & (walls[:, 1] <= y) & (walls[:, 3] >= y)
            ends[position] = bool(crossing.any())
    return np.asarray(ends)


def _tracking(gap: NDArray[np.float64], inner: NDArray[np.bool_]) -> Any:
    """Letter spacing per gap, in font sizes: the median over each stretch of gaps between single letters (``inner``)
    that is letter-spaced as a whole, 0 elsewhere."""
    inner = inner & (gap < 1.5) & (gap > -1.0)
    if not inner.any():
        return 0.0
    starts = np.append(0, np.flatnonzero((gap >= 1.5) | (gap <= -1.0)) + 1)
    starts = starts[starts < len(gap)]
    total = np.add.reduceat(np.where(inner, gap, 0.0), starts)
    count = np.add.reduceat(inner.astype(np.int64), starts)
    suspects = np.flatnonzero((count >= 3) & (total > TRACKED * count))
    if not len(suspects):
        return 0.0
    spacing = np.zeros(len(gap))
    stops = np.append(starts[1:], len(gap))
    for suspect in suspects.tolist():
        stretch = slice(int(starts[suspect]), int(stops[suspect]))
        median = float(np.median(gap[stretch][inner[stretch]]))
        spacing[stretch] = max(median, 0.0)
    return spacing


def _assemble(
    found: TextPieces,
    order: NDArray[np.int64],
    ends: NDArray[np.bool_],
    x0: NDArray[np.float64],
    x1: NDArray[np.float64],
    size: NDArray[np.float64],
    base: NDArray[np.float64],
    bold: NDArray[np.bool_],
    angle: int,
) -> list[Word]:
    starts = np.append(0, np.flatnonzero(ends) + 1)
    stops = np.append(starts[1:], len(order))
    blank_after = found.blank_after[order[stops - 1]]
    tall = np.maximum.reduceat(size, starts)
    left, right = np.minimum.reduceat(x0, starts), np.maximum.reduceat(x1, starts)
    lowest = np.maximum.reduceat(base, starts)
    heavy = np.add.reduceat(bold.astype(np.int64), starts) * 2 > stops - starts
    parts = found.texts[order].tolist()
    texts = [
        parts[start] if stop - start == 1 else "".join(parts[start:stop])
        for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
    ]
    columns = zip(
        texts, left.tolist(), (lowest - ASCENT * tall).tolist(), right.tolist(),
        (lowest + DESCENT * tall).tolist(), tall.tolist(), heavy.tolist(), blank_after.tolist(), strict=True,
    )  # fmt: skip
    return [
        Word(text, BBox(a, top, b, bottom), None, height, is_bold, angle, blank)
        for text, a, top, b, bottom, height, is_bold, blank in columns
    ]
