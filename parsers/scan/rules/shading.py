"""Shaded rows in a picture of a page, by their edges: level lines along which the paper becomes darker or lighter.

Light and shadow change slowly, so what counts is the step across a few points, not how dark a place is: a shade of one
per cent shows on a faded page, a shadow of thirty per cent does not. Between two such edges that begin and end alike
lies a shade if the paper beyond both of their ends is lighter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.document import BBox
from parsers.scan.raster import POINTS, Pixels

DPI = 75.0
"""Shades are looked for on a thumbnail: their edges are known to a point."""

INK_INCHES, HALO = 0.12, 3
"""Print is filled with the paper that shows within this distance; pixels (at twice the resolution) of the halo that JPEG
and resampling leave around it, lighter than a shade."""

ACROSS, ALONG = 2, 25
"""Pixels on either side of an edge between which its step is measured, and over which it is averaged along the edge."""

FAINTEST, NOISE = 0.006, 4.0
"""Smallest step as a share of the paper's brightness; in units of what noise makes of plain paper."""

WHOLE = 0.5
"""Share of an edge from its first to its last piece that its pieces cover."""

INK, SPECKS, RULED, ROOM = 0.85, 0.04, 0.6, 2
"""Share of the paper's brightness from which a place is print; share of a row of pixels that is a speck at most, or a
rule at least; pixels above and below that are no room."""

SAME_LEVEL, SAME_END = 1.5, ALONG // 2 + 1
"""Pixels by which pieces of one edge, and the ends of the edges of one shade, may differ: the average along an edge
carries strong ones further beyond their end than faint ones."""

LOWEST_INCHES = 0.11
NARROWEST_INCHES = 0.3
LONE = 0.3
"""Share of the page's width that a shade has unless others stand beside it: less is print that is not quite filled."""

HALF, MOST = 0.5, 0.85
"""Share of its darkness that a shade has at both sides; share of its rows that have it."""

Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Edge:
    """A level edge in pixels of the thumbnail; below it the paper is darker by ``step``, a share (lighter if negative)."""

    y: float
    x0: int
    x1: int
    step: float


class _Shade(NamedTuple):
    """A shaded box in pixels of the thumbnail; its edges may lie within one."""

    x0: float
    top: float
    x1: float
    bottom: float


def shades(plain: Pixels, dpi: float) -> tuple[BBox, ...]:
    """Boxes of the shaded rows in points, from top to bottom. ``plain`` is the upright page in grey, as it was scanned."""
    scale = 2 * DPI / dpi
    size = (max(round(plain.shape[1] * scale), 2), max(round(plain.shape[0] * scale), 2))
    twice = np.asarray(cv2.resize(plain, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    paper = _without_ink(twice)
    ink = cv2.resize(twice, (paper.shape[1], paper.shape[0]), interpolation=cv2.INTER_AREA) < INK * paper
    boxes = [box for edges in _alike(_edges(paper)) for box in _boxes(edges, paper) if not _tight(_part(ink, box))]
    boxes = [box for box in boxes if box.x1 - box.x0 >= LONE * paper.shape[1] or _in_a_row(box, boxes)]
    points = POINTS / DPI
    ordered = sorted(boxes, key=attrgetter("top", "x0"))
    return tuple(BBox(*(side * points for side in box)) for box in ordered)


def _in_a_row(box: _Shade, boxes: Sequence[_Shade]) -> bool:
    """Does another shade stand level with this one, as shaded cells do?"""
    return any(
        other is not box
        and abs(other.top - box.top) <= 2 * SAME_LEVEL
        and abs(other.bottom - box.bottom) <= 2 * SAME_LEVEL
        for other in boxes
    )


def _part(ink: NDArray[np.bool_], box: _Shade) -> NDArray[np.bool_]:
    x0, top, x1, bottom = map(round, box)
    return ink[top:bottom, x0:x1]


def _tight(ink: NDArray[np.bool_]) -> bool:
    """Does print fill the box from top to bottom? Print that is not quite filled with paper looks like a shade that
    ends where the letters end; a shaded cell keeps room above and below them."""
    share = ink.mean(axis=1)
    lettered = np.flatnonzero((share > SPECKS) & (share < RULED))
    return bool(len(lettered)) and max(int(lettered[0]), len(ink) - 1 - int(lettered[-1])) <= ROOM


def _without_ink(twice: Pixels) -> Grey:
    """The paper with its shades and shadows, print and rules filled, at half the size."""
    calm = cv2.morphologyEx(twice, cv2.MORPH_OPEN, np.ones((HALO, HALO), np.uint8))
    high, wide = twice.shape[0] // 2 * 2, twice.shape[1] // 2 * 2
    upper, lower = calm[0:high:2, :wide], calm[1:high:2, :wide]
    pairs = np.maximum(upper, lower)
    lightest = np.maximum(pairs[:, 0::2], pairs[:, 1::2])
    side = round(INK_INCHES * DPI) | 1
    filled = cv2.morphologyEx(
        lightest, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8), borderType=cv2.BORDER_REPLICATE
    )
    return np.asarray(np.maximum(filled, 16), dtype=np.float32)


def _edges(paper: Grey) -> list[Edge]:
    """Level edges, from top to bottom."""
    step = np.zeros_like(paper)
    above, below = paper[: -2 * ACROSS], paper[2 * ACROSS :]
    step[ACROSS:-ACROSS] = (above - below) / np.maximum(above, below)
    mean = cv2.blur(step, (ALONG, 1))
    floor = FAINTEST + NOISE * float(np.median(np.abs(mean)))
    pieces = [piece for sign in (1.0, -1.0) for piece in _pieces(np.maximum(sign * mean, 0), floor, sign)]
    return sorted(_joined(pieces), key=lambda edge: edge.y)


def _pieces(steps: Grey, floor: float, sign: float) -> Iterator[Edge]:
    """Level stretches along which the step in brightness is above ``floor``; ``sign`` is that of the step (1 or -1).
    Places in pixels of ``steps``."""
    runs = cv2.morphologyEx(steps, cv2.MORPH_OPEN, np.ones((1, ALONG), np.uint8))
    near = cv2.dilate(runs, np.ones((2 * ACROSS + 1, 1), np.uint8))
    mask = np.asarray((runs > floor) & (runs >= near * 0.6), dtype=np.uint8)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for label in range(1, count):
        x, y, wide, high = boxes[label, :4].tolist()
        if high > 2 * ACROSS + 2:
            continue
        part = np.where(labels[y : y + high, x : x + wide] == label, runs[y : y + high, x : x + wide], 0)
        weight = part.sum(axis=1, dtype=np.float64)
        at = y + float((weight * np.arange(high)).sum() / weight.sum())
        yield Edge(at + 0.5, x, x + wide, sign * float(np.median(part.max(axis=0))))


def _joined(pieces: Sequence[Edge]) -> Iterator[Edge]:
    """Pieces of one edge as one, if they cover most of it: print beside an edge interrupts it."""
    rows: list[list[Edge]] = []
    for piece in sorted(pieces, key=lambda piece: piece.y):
        row = next(
            (row for row in rows[-4:] if piece.y - row[0].y <= SAME_LEVEL and row[0].step * piece.step > 0), None
        )
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    for row in rows:
        x0, x1 = min(piece.x0 for piece in row), max(piece.x1 for piece in row)
        lengths = [piece.x1 - piece.x0 for piece in row]
        if sum(lengths) >= WHOLE * (x1 - x0):
            y = float(np.average([piece.y for piece in row], weights=lengths))
            yield Edge(y, x0, x1, float(np.average([piece.step for piece in row], weights=lengths)))


def _alike(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Edges that begin and end alike."""
    groups: list[list[Edge]] = []
    for edge in edges:
        mine = next(
            (g for g in groups if abs(g[0].x0 - edge.x0) < SAME_END and abs(g[0].x1 - edge.x1) < SAME_END), None
        )  # fmt: skip
        if mine is None:
            groups.append([edge])
        else:
            mine.append(edge)
    return groups


def _boxes(edges: Sequence[Edge], paper: Grey) -> Iterator[_Shade]:
    """The shaded boxes between edges that begin and end alike."""
    for upper, lower in pairwise(edges):
        if lower.y - upper.y < LOWEST_INCHES * DPI:
            continue
        rows = paper[round(upper.y) + ACROSS : round(lower.y) - ACROSS + 1]
        least = max(HALF * min(abs(upper.step), abs(lower.step)), FAINTEST)
        x0 = _side(rows, min(upper.x0, lower.x0), least)
        x1 = _side(rows[:, ::-1], rows.shape[1] - max(upper.x1, lower.x1), least)
        if x0 is not None and x1 is not None and rows.shape[1] - x1 - x0 >= NARROWEST_INCHES * DPI:
            yield _Shade(x0, upper.y, rows.shape[1] - x1, lower.y)


def _side(rows: Grey, near: int, least: float) -> float | None:
    """Where near this column of pixels most of the rows first become darker to the right by ``least``, a share."""
    first, last = max(near - ALONG, 0), min(near + ALONG, rows.shape[1])
    part = rows[:, first:last]
    before, after = part[:, : -2 * ACROSS], part[:, 2 * ACROSS :]
    mean = np.median((before - after) / np.maximum(before, after), axis=0)
    darker = np.flatnonzero((((before - after) / np.maximum(before, after)) >= least).mean(axis=0) >= MOST)
    if not len(darker):
        return None
    stop = next((n for n in darker.tolist() if n + 1 not in darker), int(darker[-1]))
    at = int(darker[0]) + int(mean[darker[0] : stop + 1].argmax())
    return first + at + ACROSS + 0.5
