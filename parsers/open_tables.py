"""Tables without a full set of rules: columns from the white rivers between words, rows from rules, numbers or gaps.

A column edge is a strip that (nearly) no line of words crosses and beside which words stand clearly further apart than
words of one sentence do. Row edges that are drawn are taken as they are; between them a row begins at every number in
the first column, or, without numbers, where a column comes into use that the line above left empty.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from parsers.document import Word
from parsers.lattice import Box, Lattice
from parsers.lines import Line, lines

SENTENCE_GAP = 0.55
"""Font sizes between words of one sentence at most; blanks of text fonts are 0.25-0.35 wide."""

BELIEF = 0.35
"""Lines in which a sentence runs over an edge, per line in which words keep clear of it, before it is given up."""

NARROWEST_RIVER = 1.5
TOLERATED = 0.04
"""Share of the lines that may cross a column edge: labels over two columns, overflowing words."""

ROW_GAP = 1.35
"""A distance between lines of this many usual distances parts rows."""

NUMBER = re.compile(r"[(№]?\d{1,3}(\.\d{1,3})*[.)]?$")
STEP = 0.5


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one line that stand as close as words of a sentence."""

    words: tuple[Word, ...]
    x0: float
    x1: float


def runs(line: Line) -> list[Run]:
    """The line cut at gaps wider than a sentence has."""
    pieces: list[list[Word]] = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.bbox[0] - before.bbox[2] > SENTENCE_GAP * line.size:
            pieces.append([])
        pieces[-1].append(word)
    return [Run(tuple(piece), piece[0].bbox[0], max(word.bbox[2] for word in piece)) for piece in pieces]


def column_edges(rows: list[Line], left: float, right: float) -> list[float]:
    """Inner column edges between ``left`` and ``right``: the rivers, from left to right. Empty where there are none."""
    kept = [line for line in rows if not _spans(line, left, right)]
    if len(kept) < 2:
        return []
    count = max(math.ceil((right - left) / STEP), 1)
    steps = np.zeros(count + 1)
    for line in kept:
        for word in line.words:
            steps[min(max(int((word.bbox[0] - left) / STEP), 0), count)] += 1
            steps[min(max(math.ceil((word.bbox[2] - left) / STEP), 0), count)] -= 1
    crossed = np.cumsum(steps)[:-1]
    allowed = max(1, round(TOLERATED * len(kept))) if len(kept) >= 8 else 0
    dry = np.append(np.append(False, crossed <= allowed), False)
    begins, ends = np.flatnonzero(~dry[:-1] & dry[1:]), np.flatnonzero(dry[:-1] & ~dry[1:])
    edges = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if begin > 1 and end < count - 1 and (end - begin) * STEP >= NARROWEST_RIVER:
            edges.append(left + STEP * _driest(crossed, begin, end))
    return _believable(kept, edges)


def _driest(crossed: NDArray[np.float64], begin: int, end: int) -> float:
    """Where in a river the edge goes: just left of where the right bank begins, where fewest words cross."""
    strip = crossed[begin:end] == crossed[begin:end].min()
    padded = np.append(np.append(False, strip), False)
    starts, stops = np.flatnonzero(~padded[:-1] & padded[1:]), np.flatnonzero(padded[:-1] & ~padded[1:])
    widest = int((stops - starts).argmax())
    return begin + float(stops[widest]) - min(2.0, float(stops[widest] - starts[widest]) / 2)


def _believable(rows: list[Line], edges: list[float]) -> list[float]:
    """Edges that more lines respect than run over: words beside a column edge stand apart, words of a sentence do not.
    The worst goes first, because a false edge inside a column makes its neighbours look false too."""
    while edges:
        bounds = [-math.inf, *edges, math.inf]
        doubts = []
        for n, edge in enumerate(edges):
            kept, broken = 0, 0
            for line in rows:
                before = [w.bbox[2] for w in line.words if bounds[n] <= _middle(w) < edge]
                after = [w.bbox[0] for w in line.words if edge <= _middle(w) < bounds[n + 2]]
                if before and after:
                    near = (min(after) - max(before)) < SENTENCE_GAP * line.size
                    kept, broken = kept + (not near), broken + near
            doubts.append(broken - BELIEF * kept)
        worst = max(range(len(edges)), key=lambda n: doubts[n])
        if doubts[worst] <= 0:
            break
        edges = edges[:worst] + edges[worst + 1 :]
    return edges


def _middle(word: Word) -> float:
    return (word.bbox[0] + word.bbox[2]) / 2


def _spans(line: Line, left: float, right: float) -> bool:
    """One run from the left side over more than half of the table: a goal row, not a row of columns."""
    pieces = runs(line)
    return (
        len(pieces) == 1
        and pieces[0].x0 < left + 0.15 * (right - left)
        and pieces[0].x1 - pieces[0].x0 > 0.5 * (right - left)
    )


def open_lattice(
    words: list[Word], left: float, right: float, level: list[float], edges: list[float]
) -> Lattice | None:
    """The cells of a table that is bounded by ``left``, ``right`` and the drawn row edges ``level`` (at least the first
    and the last) with these inner column edges. None where there is nothing to tell apart."""
    rows = lines(word for word in words if not word.angle)
    if not rows or not edges or len(level) < 2:
        return None
    xs = [left, *edges, right]
    ys, boxes = [level[0]], []
    for top, bottom in pairwise(level):
        band = [line for line in rows if top <= (line.top + line.bottom) / 2 < bottom]
        for start, stop in pairwise([top, *_row_starts(band, xs, len(level) - 1), bottom]):
            inside = [line for line in band if start <= (line.top + line.bottom) / 2 < stop]
            for first, after in _columns(inside, xs):
                boxes.append(Box(len(ys) - 1, first, 1, after - first, (xs[first], start, xs[after], stop)))
            ys.append(stop)
    return Lattice(tuple(xs), tuple(ys), tuple(boxes), ruled=False)


def _column(x: float, xs: list[float]) -> int:
    return int(np.clip(np.searchsorted(xs, x) - 1, 0, len(xs) - 2))


def _occupied(line: Line, xs: list[float]) -> set[int]:
    return {_column(_middle(word), xs) for word in line.words}


def _row_starts(band: list[Line], xs: list[float], bands: int) -> list[float]:
    """Row edges inside a band between two drawn edges."""
    if len(band) < 2:
        return []
    held = [_occupied(line, xs) for line in band]
    wide = [_spans(line, xs[0], xs[-1]) for line in band]
    numbered = [
        not wide[n] and any(NUMBER.match(word.text) for word in line.words[:1]) and 0 in held[n]
        for n, line in enumerate(band)
    ]
    if sum(numbered) + sum(wide) < 2 and bands > 3:
        return []
    usual = median(after.bottom - before.bottom for before, after in pairwise(band))
    starts = set()
    last = 0
    for n in range(1, len(band)):
        gap = band[n].bottom - band[n - 1].bottom > ROW_GAP * usual
        if wide[n] != wide[n - 1] or (wide[n] and gap):
            starts.add(n)
            last = n
        elif sum(numbered) >= 2:
            if numbered[n]:
                starts.add(_edge_before(band, last, n, usual))
                last = n
        elif gap or held[n] - held[n - 1]:
            starts.add(n)
    return [(band[n - 1].bottom + band[n].top) / 2 for n in sorted(starts)]


def _edge_before(band: list[Line], last: int, number: int, usual: float) -> int:
    """Where the row of a number begins: at the widest gap since the last number, at the number itself where all
    lines stand equally close (cells aligned to the top)."""
    gaps = [(band[n].bottom - band[n - 1].bottom, n) for n in range(last + 1, number + 1)]
    widest, at = max(gaps, key=lambda gap: (gap[0], gap[1]))
    return at if widest > ROW_GAP * usual else number


def _columns(inside: list[Line], xs: list[float]) -> list[tuple[int, int]]:
    """The row's cells as (first column, column after): columns that a word lies across are one, and a row of nothing
    but one sentence that runs over an edge is one cell up to the last column."""
    count = len(xs) - 1
    tied = [
        any(word.bbox[0] < edge - 2 and word.bbox[2] > edge + 2 for line in inside for word in line.words)
        for edge in xs[1:-1]
    ]
    if inside and all(len(runs(line)) == 1 for line in inside) and any(len(_occupied(line, xs)) > 1 for line in inside):
        first = min(min(_occupied(line, xs)) for line in inside)
        return [*((n, n + 1) for n in range(first)), (first, count)]
    starts = [0, *(edge + 1 for edge in range(count - 1) if not tied[edge]), count]
    return list(pairwise(starts))
