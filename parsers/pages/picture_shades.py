"""Shaded bands and cells in a picture, as boxes: what text layers know from their drawing instructions.

Light falls off slowly over a page, shading begins and ends at an edge: only steps of the paper along a long level line
count, so neither shadows nor grey paper are taken for shading.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.document import BBox
from parsers.pages.ink import GROUND_DPI, background
from parsers.pages.picture import POINTS, Pixels

APART_INCHES = 0.03
"""Half the distance over which a step of the paper is measured: the edge of a shade is blurred by this much."""

STEP = 0.018
"""Least step at an edge, in shares of the paper's brightness; the faintest shading of office programs is 0.05."""

LONG = 0.3
"""Share of the page width that an edge must have: a band of a table, not a picture or a letter of a watermark."""

HOLE_INCHES = 0.4
"""Breaks in an edge up to this are closed: a stamp, a thick letter, a white gap between shaded cells."""

SAME_END_INCHES = 0.25
LOWEST_INCHES = 0.14
"""Bands flatter than this are thick rules or lines of bold print."""

EVEN = 0.7
"""Share of a band that must be darker than the paper beside its first edge: print is white between the letters."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A level edge in pixels of the thumbnail and by how much the paper gets lighter (or darker, < 0) below it."""

    y: int
    start: int
    end: int
    step: float


def find_shades(plain: Pixels, dpi: float) -> tuple[BBox, ...]:
    """Boxes in points of the page, from top to bottom. ``plain`` is the upright page in grey, before it is flattened."""
    scale = min(GROUND_DPI / dpi, 1.0)
    size = (max(round(plain.shape[1] * scale), 1), max(round(plain.shape[0] * scale), 1))
    paper = background(np.asarray(cv2.resize(plain, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), dpi * scale)
    points = POINTS / (dpi * scale)
    return tuple(
        (x0 * points, top * points, x1 * points, bottom * points)
        for x0, top, x1, bottom in sorted(_bands(paper, dpi * scale), key=lambda box: box[1])
    )


def _edges(paper: Pixels, dpi: float) -> list[Edge]:
    """Level edges from top to bottom, each at the row where its step is sharpest."""
    apart = max(round(APART_INCHES * dpi), 1)
    light = np.log(np.maximum(cv2.blur(paper, (9, 1)), 16).astype(np.float32))
    steps = np.zeros_like(light)
    steps[apart:-apart] = light[2 * apart :] - light[: -2 * apart]
    width = paper.shape[1]
    found: list[Edge] = []
    for sign in (-1.0, 1.0):
        marked = (sign * steps > STEP).astype(np.uint8)
        strength = (marked * np.abs(steps)).sum(axis=1)
        rows = np.flatnonzero(marked.sum(axis=1) > LONG * width)
        for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else []:
            y = int(run[strength[run].argmax()])
            found += [
                Edge(y, start, end, float(np.median(steps[y, start:end][marked[y, start:end] > 0])))
                for start, end in _stretches(marked[run[0] : run[-1] + 1].max(axis=0), round(HOLE_INCHES * dpi))
                if end - start > LONG * width
            ]
    return sorted(found, key=lambda edge: edge.y)


def _stretches(marked: NDArray[np.uint8], hole: int) -> list[tuple[int, int]]:
    """(start, end) of what is marked along a row, holes closed."""
    padded = np.concatenate([[0], marked, [0]]).astype(np.int8)
    starts, ends = np.flatnonzero(np.diff(padded) > 0), np.flatnonzero(np.diff(padded) < 0)
    found: list[tuple[int, int]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if found and start - found[-1][1] <= hole:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _bands(paper: Pixels, dpi: float) -> list[tuple[float, float, float, float]]:
    """What lies between edges of like ends where the paper is darker than before the first of them."""
    same, lowest = SAME_END_INCHES * dpi, LOWEST_INCHES * dpi
    ladders: list[list[Edge]] = []
    for edge in _edges(paper, dpi):
        near = [
            ladder for ladder in ladders
            if abs(ladder[-1].start - edge.start) < same and abs(ladder[-1].end - edge.end) < same
        ]  # fmt: skip
        if near:
            near[0].append(edge)
        else:
            ladders.append([edge])
    bands = []
    for ladder in ladders:
        depth = 0.0
        left, right = min(edge.start for edge in ladder), max(edge.end for edge in ladder)
        for edge, following in zip(ladder, ladder[1:], strict=False):
            depth = min(depth + edge.step, 0.0)
            if depth < -STEP and following.y - edge.y >= lowest and _is_even(paper, edge, following, depth):
                bands.append((float(left), float(edge.y), float(right), float(following.y)))
    return bands


def _is_even(paper: Pixels, upper: Edge, lower: Edge, depth: float) -> bool:
    """Is the paper between two edges dark all over? Compared with what lies beyond either of them, whichever is lighter,
    less half of the step: light may fall off along the band."""
    inside = paper[upper.y + 2 : lower.y - 1, upper.start : upper.end].astype(np.float32)
    around = np.concatenate([paper[max(upper.y - 4, 0) : upper.y - 1], paper[lower.y + 3 : lower.y + 6]])
    light = np.median(around[:, upper.start : upper.end].astype(np.float32), axis=0)
    return float((inside < light * np.exp(depth / 2)).mean()) >= EVEN if inside.size else False
