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
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from parsers.document import Word
from parsers.lattice import Box, Lattice
from parsers.lines import Line, lines

SENTENCE_GAP = 0.55
"""Font sizes between words of one sentence at most; blanks of text fonts are 0.25-0.35 wide."""

BELIEF = 0.35
"""Lines in which a sentence runs over an edge, per line in which words keep clear of it, before it is given up."""

BLANK, WIDER = 0.28, 1.25
"""Usual blank in font sizes; how many times wider the gap before an aligned column start is at least."""

ALIGNED, OFTEN = 0.8, 4
"""Points within which starts are one left edge; how many lines must start there."""

NARROWEST_RIVER = 1.5
TOLERATED = 0.03
"""Share of the lines that may cross a column edge: labels over two columns, overflowing words."""

LIKENESS = 0.85
"""Share of a lone run's length that a run of a line in columns must cover for both to stand in the same column."""

ROW_GAP = 0.35
"""Font sizes of white beyond the usual between two lines of a cell that part rows."""

NUMBER = re.compile(r"[(№]?\d{1,3}(\.\d{1,3})*[.)]?$")
STEP = 0.5
MOST_LEADING = 0.9
"""Font sizes of white between two lines of one cell at most (double line spacing)."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one line that stand as close as words of a sentence."""

    words: tuple[Word, ...]
    x0: float
    x1: float


def runs(line: Line, lefts: tuple[float, ...] = ()) -> list[Run]:
    """The line cut at gaps wider than a sentence has; before a word that starts at one of the common left edges
    ``lefts`` it is enough that the gap is wider than the blanks of this line."""
    gaps = [after.bbox[0] - before.bbox[2] for before, after in pairwise(line.words)]
    within = sorted(gap for gap in gaps if gap <= SENTENCE_GAP * line.size)
    blank = within[len(within) // 2] if len(within) > 2 else BLANK * line.size
    pieces: list[list[Word]] = [[line.words[0]]]
    for gap, word in zip(gaps, line.words[1:], strict=True):
        aligned = gap > WIDER * blank and any(abs(word.bbox[0] - left) < ALIGNED for left in lefts)
        if aligned or gap > SENTENCE_GAP * line.size:
            pieces.append([])
        pieces[-1].append(word)
    return [Run(tuple(piece), piece[0].bbox[0], max(word.bbox[2] for word in piece)) for piece in pieces]


def common_lefts(rows: list[Line]) -> tuple[float, ...]:
    """Where runs start again and again: the left edges of columns that are set flush left."""
    starts = np.sort([run.x0 for line in rows for run in runs(line)])
    found = []
    while len(starts):
        near = starts - starts[0] < ALIGNED
        if near.sum() >= OFTEN:
            found.append(float(starts[near].mean()))
        starts = starts[~near]
    return tuple(found)


def column_edges(rows: list[Line], left: float, right: float) -> list[float]:
    """Inner column edges between ``left`` and ``right``: the rivers, from left to right. Empty where there are none."""
    lefts = common_lefts(rows)
    kept = _in_columns(rows, lefts)
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
    return _believable(kept, edges, lefts)


def _driest(crossed: NDArray[np.float64], begin: int, end: int) -> float:
    """Where in a river the edge goes: just left of where the right bank begins, where fewest words cross."""
    strip = crossed[begin:end] == crossed[begin:end].min()
    padded = np.append(np.append(False, strip), False)
    starts, stops = np.flatnonzero(~padded[:-1] & padded[1:]), np.flatnonzero(padded[:-1] & ~padded[1:])
    widest = int((stops - starts).argmax())
    return begin + float(stops[widest]) - min(2.0, float(stops[widest] - starts[widest]) / 2)


def _believable(rows: list[Line], edges: list[float], lefts: tuple[float, ...]) -> list[float]:
    """Edges that more lines respect than run over: words beside a column edge stand apart, words of a sentence do not.
    The worst goes first, because a false edge inside a column makes its neighbours look false too."""
    cut = [
        [(_middle(word), index == 0) for run in runs(line, lefts) for index, word in enumerate(run.words)]
        for line in rows
    ]
    while edges:
        bounds = [-math.inf, *edges, math.inf]
        doubts = []
        for n, edge in enumerate(edges):
            kept, broken = 0, 0
            for starts in cut:
                sides = [(inside, start) for inside, start in starts if bounds[n] <= inside < bounds[n + 2]]
                across = [k for k in range(1, len(sides)) if sides[k - 1][0] < edge <= sides[k][0]]
                if across:
                    respected = sides[across[0]][1]
                    kept, broken = kept + respected, broken + (not respected)
            doubts.append(broken - BELIEF * kept)
        worst = max(range(len(edges)), key=lambda n: doubts[n])
        if doubts[worst] <= 0:
            break
        edges = edges[:worst] + edges[worst + 1 :]
    return edges


def _middle(word: Word) -> float:
    return (word.bbox[0] + word.bbox[2]) / 2


def _in_columns(rows: list[Line], lefts: tuple[float, ...]) -> list[Line]:
    """The lines that stand in columns: several runs, or one run where a line of several runs has one too. A goal row
    runs over places where other lines have their edges."""
    cut = [(line, runs(line, lefts)) for line in rows]
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
    words: list[Word], left: float, right: float, level: list[float], edges: list[float], drawn: bool = False
) -> Lattice | None:
    """The cells of a table that is bounded by ``left``, ``right`` and the drawn row edges ``level`` (at least the first
    and the last) with these inner column edges (``drawn``: seen, not guessed). None where there is nothing to tell
    apart."""
    rows = lines(word for word in words if not word.angle)
    if not rows or not edges or len(level) < 2:
        return None
    xs, lefts = [left, *edges, right], common_lefts(rows)
    cut = {id(line): _cut(line, xs, lefts, drawn) for line in rows}
    ys, boxes = [level[0]], []
    for number, (top, bottom) in enumerate(pairwise(level)):
        band = [line for line in rows if top <= _level(line) < bottom]
        for start, stop in pairwise([top, *_row_edges(band, xs, cut, number == 0, len(level) - 1), bottom]):
            inside = [line for line in band if start <= _level(line) < stop]
            for first, after in _columns(inside, xs, cut):
                boxes.append(Box(len(ys) - 1, first, 1, after - first, (xs[first], start, xs[after], stop)))
            ys.append(stop)
    return Lattice(tuple(xs), tuple(ys), tuple(boxes), ruled=False)


def _column(x: float, xs: list[float]) -> int:
    return int(np.clip(np.searchsorted(xs, x) - 1, 0, len(xs) - 2))


def _occupied(words: Iterable[Word], xs: list[float]) -> set[int]:
    return {_column(_middle(word), xs) for word in words}


def _cut(line: Line, xs: list[float], lefts: tuple[float, ...], drawn: bool) -> list[Run]:
    """The line as runs. Edges that are drawn part its words, however near they stand, unless a word lies over one."""
    if not drawn or any(word.bbox[0] < x - 1 and word.bbox[2] > x + 1 for word in line.words for x in xs[1:-1]):
        return runs(line, lefts)
    parts = [tuple(part) for _, part in groupby(line.words, key=lambda word: _column(_middle(word), xs))]
    return [Run(part, part[0].bbox[0], max(word.bbox[2] for word in part)) for part in parts]


def _is_wide(pieces: list[Run], xs: list[float]) -> bool:
    """Nothing but one sentence over several columns: a goal row."""
    return len(pieces) == 1 and len(_occupied(pieces[0].words, xs)) > 1


def _row_edges(band: list[Line], xs: list[float], cut: dict[int, list[Run]], first: bool, bands: int) -> list[float]:
    """Row edges inside a band between two drawn edges (``first``: the topmost of ``bands``, which holds the header)."""
    if len(band) < 2:
        return []
    held = [_occupied(line.words, xs) for line in band]
    wide = [_is_wide(cut[id(line)], xs) for line in band]
    numbered = [0 in held[n] and not wide[n] and bool(NUMBER.match(band[n].words[0].text)) for n in range(len(band))]
    if sum(numbered) < 2 and (bands > 2 or (first and bands > 1)):
        return []
    clear, usual = _white(band), _usual_white(band, xs)
    parted = [n > 0 and clear[n] > usual + ROW_GAP * band[n].size for n in range(len(band))]
    turned = [n > 0 and (wide[n] != wide[n - 1] or (wide[n] and parted[n])) for n in range(len(band))]
    if sum(numbered) < 2:
        starts = {n for n in range(1, len(band)) if turned[n] or parted[n] or held[n] - held[n - 1]}
    else:
        starts = _numbered_rows(band, numbered, parted, turned)
    return [(max(line.bottom for line in band[:n]) + band[n].top) / 2 for n in sorted(starts)]


def _numbered_rows(band: list[Line], numbered: list[bool], parted: list[bool], turned: list[bool]) -> set[int]:
    """First lines of the rows, one number a row. Where no white parts two numbers, the row begins at its number, or, if
    numbers stand in the middle of their rows, as far below the last number as the row before reaches above it."""
    opens = [n == 0 or parted[n] or turned[n] for n in range(len(band))]
    middling = any(
        numbered[n] and any(opens[k] and (parted[k] or turned[k]) for k in range(n, 0, -1)) and not opens[n]
        and not any(numbered[k] for k in range(max(j for j in range(n + 1) if opens[j]), n))
        for n in range(1, len(band))
    )  # fmt: skip
    starts = {n for n in range(1, len(band)) if turned[n]}
    begun, number = 0, -1
    for n in range(1, len(band)):
        if turned[n]:
            begun, number = n, -1
        if not numbered[n]:
            continue
        white = [k for k in range(max(begun, number) + 1, n + 1) if parted[k]]
        if white:
            begun = white[-1]
            starts.add(begun)
        elif middling and number >= 0:
            foot = 2 * _level(band[number]) - band[begun].top
            begun = next((k for k in range(number + 1, n + 1) if _level(band[k]) > foot), n)
            starts.add(begun)
        elif not middling and not turned[n]:
            begun = n
            starts.add(n)
        number = n
    return starts


def _level(line: Line) -> float:
    return (line.top + line.bottom) / 2


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
        strips += [white for a, b in pairwise(mine) if (white := b.top - a.bottom) < MOST_LEADING * a.size]
    return max(float(np.median(strips)), 0.0) if strips else BLANK * band[0].size


def _columns(inside: list[Line], xs: list[float], cut: dict[int, list[Run]]) -> list[tuple[int, int]]:
    """The row's cells as (first column, column after): columns are one where sentences run over their edge and no line
    keeps clear of it; a sentence with nothing behind it goes on to the last column."""
    count = len(xs) - 1
    over, clear = [0] * (count + 1), [0] * (count + 1)
    last = 0
    for line in inside:
        before = -1
        for run in cut[id(line)]:
            held = [_column(_middle(word), xs) for word in run.words]
            for edge in range(held[0] + 1, held[-1] + 1):
                over[edge] += 1
            if 0 <= before < held[0]:
                for edge in range(before + 1, held[0] + 1):
                    clear[edge] += 1
            before = held[-1]
            last = max(last, before)
    cells = list(pairwise([edge for edge in range(count + 1) if not over[edge] or clear[edge]]))
    for n, (first, after) in enumerate(cells):
        if after - first > 1 and after > last:
            return [*cells[:n], (first, count)]
    return cells
