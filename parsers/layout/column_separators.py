"""Column separators that are not drawn: text lines -> column edges along the white rivers between words.

A column edge is a strip that (nearly) no line of words crosses and beside which words stand clearly further apart than
words of one sentence do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from parsers.document import Points, Word
from parsers.layout.text_lines import TextLine

SENTENCE_GAP = 0.55
"""Font sizes between words of one sentence at most; blanks of text fonts are 0.25-0.35 wide."""

BELIEF = 0.35
"""Lines in which a sentence runs over an edge, per line in which words keep clear of it, before it is given up."""

SLIM = 4.0
"""Font sizes of a column that must stand beside its neighbour in some line."""

BLANK, WIDER = 0.28, 1.25
"""Usual blank in font sizes; how many times wider the gap before an aligned column start is at least."""

ALIGNED, OFTEN = 0.8, 4
"""Points within which starts are one left edge; how many lines must start there."""

NARROWEST_RIVER = 1.5
TOLERATED = 0.03
"""Share of the lines that may cross a column edge: labels over two columns, overflowing words."""

LIKENESS = 0.85
"""Share of a lone run's length that a run of a line in columns must cover for both to stand in the same column."""

STEP = 0.5


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one line that stand as close as words of a sentence."""

    words: tuple[Word, ...]
    x0: Points
    x1: Points


def runs(line: TextLine, lefts: tuple[Points, ...] = ()) -> list[Run]:
    """The line cut at gaps wider than a sentence has; before a word that starts at one of the common left edges
    ``lefts`` it is enough that the gap is wider than the blanks of this line."""
    gaps = [after.bbox.x0 - before.bbox.x1 for before, after in pairwise(line.words)]
    within = sorted(gap for gap in gaps if gap <= SENTENCE_GAP * line.size)
    blank = within[len(within) // 2] if len(within) > 2 else BLANK * line.size
    pieces: list[list[Word]] = [[line.words[0]]]
    for gap, word in zip(gaps, line.words[1:], strict=True):
        aligned = gap > WIDER * blank and any(abs(word.bbox.x0 - left) < ALIGNED for left in lefts)
        if aligned or gap > SENTENCE_GAP * line.size:
            pieces.append([])
        pieces[-1].append(word)
    return [Run(tuple(piece), piece[0].bbox.x0, max(word.bbox.x1 for word in piece)) for piece in pieces]


def common_lefts(rows: list[TextLine]) -> tuple[Points, ...]:
    """Where runs start again and again: the left edges of columns that are set flush left."""
    starts = np.sort([run.x0 for line in rows for run in runs(line)])
    found = []
    while len(starts):
        near = starts - starts[0] < ALIGNED
        if near.sum() >= OFTEN:
            found.append(float(starts[near].mean()))
        starts = starts[~near]
    return tuple(found)


def column_edges(rows: list[TextLine], left: Points, right: Points) -> list[Points]:
    """Inner column edges between ``left`` and ``right``: the rivers, from left to right. Empty where there are none."""
    rows = _once(rows)
    lefts = common_lefts(rows)
    kept = _in_columns(rows, lefts)
    if len(kept) < 2:
        return []
    count = max(math.ceil((right - left) / STEP), 1)
    crossed = _crossed([(word.bbox.x0, word.bbox.x1) for line in kept for word in line.words], left, count)
    dropped = {id(line) for line in rows} - {id(line) for line in kept}
    others = [(run.x0, run.x1) for line in rows if id(line) in dropped for run in runs(line, lefts)]
    wet = crossed + _crossed(others, left, count)
    allowed = max(1, round(TOLERATED * len(kept))) if len(kept) >= 12 else 0
    dry = np.append(np.append(False, crossed <= allowed), False)
    begins, ends = np.flatnonzero(~dry[:-1] & dry[1:]), np.flatnonzero(dry[:-1] & ~dry[1:])
    edges = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if begin > 1 and end < count - 1 and (end - begin) * STEP >= NARROWEST_RIVER:
            edges.append(left + STEP * _driest(wet, begin, end))
    middles = np.sort([_middle(word) for line in kept for word in line.words])
    filled = [a for a, b in pairwise([*edges, right]) if np.searchsorted(middles, b) > np.searchsorted(middles, a)]
    return _believable(kept, filled, lefts)


def _crossed(extents: Iterable[tuple[Points, Points]], left: Points, count: int) -> NDArray[np.float64]:
    """How many of these lie over each of ``count`` steps from ``left`` on."""
    steps = np.zeros(count + 1)
    for x0, x1 in extents:
        steps[min(max(int((x0 - left) / STEP), 0), count)] += 1
        steps[min(max(math.ceil((x1 - left) / STEP), 0), count)] -= 1
    return np.asarray(np.cumsum(steps)[:-1])


def _once(rows: list[TextLine]) -> list[TextLine]:
    """Lines that come again on every page (the header) count once."""
    return list({repeated(line): line for line in rows}.values())


def repeated(line: TextLine) -> tuple[int, tuple[str, ...]]:
    """The same for lines of the same words that begin in the same place."""
    return round(line.x0), tuple(word.text for word in line.words)


def _driest(crossed: NDArray[np.float64], begin: int, end: int) -> float:
    """Where in a river the edge goes, in steps of ``STEP`` points: just left of where the right bank begins, where fewest words cross."""
    strip = crossed[begin:end] == crossed[begin:end].min()
    padded = np.append(np.append(False, strip), False)
    starts, stops = np.flatnonzero(~padded[:-1] & padded[1:]), np.flatnonzero(padded[:-1] & ~padded[1:])
    widest = int((stops - starts).argmax())
    return begin + float(stops[widest]) - min(2.0, float(stops[widest] - starts[widest]) / 2)


def _believable(rows: list[TextLine], edges: list[Points], lefts: tuple[Points, ...]) -> list[Points]:
    """Edges that more lines respect than run over: words beside a column edge stand apart, words of a sentence do not.
    The worst goes first, because a false edge inside a column makes its neighbours look false too. An edge of a slim
    column that has words on both sides in no line is one between differing values of one column."""
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
            slim = min(edge - bounds[n], bounds[n + 2] - edge) < SLIM * rows[0].size
            doubts.append(broken - BELIEF * kept if kept or not slim else broken + BELIEF)
        worst = max(range(len(edges)), key=lambda n: doubts[n])
        if doubts[worst] <= 0:
            break
        edges = edges[:worst] + edges[worst + 1 :]
    return edges


def _middle(word: Word) -> Points:
    return word.bbox.middle_x


def _in_columns(rows: list[TextLine], lefts: tuple[Points, ...]) -> list[TextLine]:
    """The lines that stand in columns: many runs, or runs that stand where a line of many runs has one too. A goal row
    (with its number before it) runs over places where other lines have their edges."""
    cut = [(line, runs(line, lefts)) for line in rows]
    many = 3 if sum(len(pieces) > 2 for _, pieces in cut) >= OFTEN else 2
    model = np.array([(run.x0, run.x1) for _, pieces in cut if len(pieces) >= many for run in pieces]).reshape(-1, 2)
    return [line for line, pieces in cut if len(pieces) >= many or all(_stands(run, model) for run in pieces)]


def _stands(run: Run, model: NDArray[np.float64]) -> bool:
    """Is most of the run over, under or beside the place of one of these?"""
    common = np.minimum(model[:, 1], run.x1) - np.maximum(model[:, 0], run.x0)
    return bool((common >= LIKENESS * (run.x1 - run.x0)).any())
