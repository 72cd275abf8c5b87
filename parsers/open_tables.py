"""Tables without a full set of rules: columns from the white rivers between words, rows from rules, numbers or gaps.

A column edge is a strip that (nearly) no line of words crosses and beside which words stand clearly further apart than
words of one sentence do. Row edges that are drawn are taken as they are; between them a row begins at every number in
the first column, or, without numbers, where a column comes into use that the line above left empty.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

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
TOLERATED = 0.03
"""Share of the lines that may cross a column edge: labels over two columns, overflowing words."""

LIKENESS = 0.85
"""Share of a lone run's length that a run of a line in columns must cover for both to stand in the same column."""

ROW_GAP = 0.35
"""Font sizes of white beyond the usual between two lines of a cell that part rows."""

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
    kept = _in_columns(rows)
    if len(kept) < 2:
        return []
    count = max(math.ceil((right - left) / STEP), 1)
    steps = np.zeros(count + 1)
    for line in kept:
        for word in line.words:
            steps[min(max(int((word.bbox[0] - left) / STEP), 0), count)] += 1
            steps[min(max(math.ceil((word.bbox[2] - left) / STEP), 0), count)] -= 1
    crossed = np.cumsum(steps)[:-1]
    allowed = max(1, round(TOLERATED * len(kept))) if len(kept) >= 12 else 0
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


def _in_columns(rows: list[Line]) -> list[Line]:
    """The lines that stand in columns: several runs, or one run where a line of several runs has one too. A goal row
    runs over places where other lines have their edges."""
    cut = [(line, runs(line)) for line in rows]
    model = np.array([(run.x0, run.x1) for _, pieces in cut if len(pieces) > 1 for run in pieces]).reshape(-1, 2)
    kept = []
    for line, pieces in cut:
        if len(pieces) == 1:
            common = np.minimum(model[:, 1], pieces[0].x1) - np.maximum(model[:, 0], pieces[0].x0)
            if not (common >= LIKENESS * (pieces[0].x1 - pieces[0].x0)).any():
                continue
        kept.append(line)
    return kept


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
    for number, (top, bottom) in enumerate(pairwise(level)):
        band = [line for line in rows if top <= (line.top + line.bottom) / 2 < bottom]
        for start, stop in pairwise([top, *_row_edges(band, xs, number == 0, len(level) - 1), bottom]):
            inside = [line for line in band if start <= (line.top + line.bottom) / 2 < stop]
            for first, after in _columns(inside, xs):
                boxes.append(Box(len(ys) - 1, first, 1, after - first, (xs[first], start, xs[after], stop)))
            ys.append(stop)
    return Lattice(tuple(xs), tuple(ys), tuple(boxes), ruled=False)


def _column(x: float, xs: list[float]) -> int:
    return int(np.clip(np.searchsorted(xs, x) - 1, 0, len(xs) - 2))


def _occupied(words: Iterable[Word], xs: list[float]) -> set[int]:
    return {_column(_middle(word), xs) for word in words}


def _is_wide(line: Line, xs: list[float]) -> bool:
    """Nothing but one sentence over several columns: a goal row."""
    pieces = runs(line)
    return len(pieces) == 1 and len(_occupied(pieces[0].words, xs)) > 1


def _row_edges(band: list[Line], xs: list[float], first: bool, bands: int) -> list[float]:
    """Row edges inside a band between two drawn edges (``first``: the topmost of ``bands``, which holds the header)."""
    if len(band) < 2:
        return []
    held = [_occupied(line.words, xs) for line in band]
    wide = [_is_wide(line, xs) for line in band]
    numbered = [0 in held[n] and not wide[n] and bool(NUMBER.match(band[n].words[0].text)) for n in range(len(band))]
    if sum(numbered) < 2 and (bands > 3 or (first and bands > 1)):
        return []
    clear, usual = _white(band), _usual_white(band, xs)
    starts: set[int] = set()
    last = 0
    for n in range(1, len(band)):
        gap = clear[n] > usual + ROW_GAP * band[n].size
        if wide[n] != wide[n - 1] or (wide[n] and gap):
            starts.add(n)
            last = n
        elif sum(numbered) >= 2:
            if numbered[n]:
                widest = max(range(last + 1, n + 1), key=lambda at: (clear[at], at))
                starts.add(widest if clear[widest] > usual + ROW_GAP * band[n].size else n)
                last = n
        elif gap or held[n] - held[n - 1]:
            starts.add(n)
    return [(max(line.bottom for line in band[:n]) + band[n].top) / 2 for n in sorted(starts)]


def _white(band: list[Line]) -> list[float]:
    """The white strip above every line, over the whole width of the table."""
    strips, lowest = [0.0], band[0].bottom
    for line in band[1:]:
        strips.append(line.top - lowest)
        lowest = max(lowest, line.bottom)
    return strips


def _usual_white(band: list[Line], xs: list[float]) -> float:
    """The white between two lines of one cell."""
    strips: list[float] = []
    for column in range(len(xs) - 1):
        mine = [line for line in band if column in _occupied(line.words, xs)]
        strips += [b.top - a.bottom for a, b in pairwise(mine)]
    return max(float(np.quantile(strips, 0.4)), 0.0) if strips else 0.0


def _columns(inside: list[Line], xs: list[float]) -> list[tuple[int, int]]:
    """The row's cells as (first column, column after): columns are one where sentences run over their edge and no line
    keeps clear of it; a sentence with nothing behind it goes on to the last column."""
    count = len(xs) - 1
    held = _occupied((word for line in inside for word in line.words), xs)
    tied = [False] * (count + 1)
    for edge in range(1, count):
        sides = [_sides(line, xs[edge], xs[max(edge - 1, 0)], xs[edge + 1]) for line in inside]
        gaps = [gap for gap in sides if gap is not None]
        tied[edge] = bool(gaps) and max(gaps) < SENTENCE_GAP
    cells = list(pairwise([edge for edge in range(count + 1) if not tied[edge]]))
    for n, (first, after) in enumerate(cells):
        if after - first > 1 and not any(column >= after for column in held):
            return [*cells[:n], (first, count)]
    return cells


def _sides(line: Line, edge: float, low: float, high: float) -> float | None:
    """Gap (font sizes) between the words on both sides of an edge in the columns beside it; None where one is empty."""
    before = [word.bbox[2] for word in line.words if low <= _middle(word) < edge]
    after = [word.bbox[0] for word in line.words if edge <= _middle(word) < high]
    return (min(after) - max(before)) / line.size if before and after else None
