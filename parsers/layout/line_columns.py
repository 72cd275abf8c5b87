"""Text lines in known columns: the lines of a table and its column edges -> which columns each line covers, with which words,
and whether it is a goal or runs over an edge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from parsers.document import Points, Word
from parsers.layout.column_separators import BLANK, Run, common_lefts, runs
from parsers.layout.text_lines import TextLine

ROW_GAP = 0.35
"""Font sizes of white beyond the usual between two lines of a cell that part rows."""

VALUE = re.compile(r"[-–—]|[\d.,\s]+(?:[%₮]|хувь|хувьтай|сая|мян\S*)?")
BLANK_AT_MOST = 0.4
"""Font sizes between words of one sentence that runs over a drawn edge."""

ALIGNED_GOAL = 2.0
OVER = 2.0
"""Points."""


@dataclass(frozen=True, slots=True)
class ColumnedLine:
    """A visual line and where it stands: the columns that it covers, the text in each; ``wide`` is a sentence over
    several columns with nothing but a number before and nothing behind it (a goal), ``crossing`` another sentence or a
    word over an edge; ``places``: its words with their columns."""

    line: TextLine
    columns: frozenset[int]
    wide: bool
    texts: dict[int, str]
    crossing: bool = False
    places: tuple[tuple[Word, int], ...] = ()


def column_of(x: Points, xs: Sequence[Points]) -> int:
    """Index of the column that ``x`` lies in."""
    return int(np.clip(np.searchsorted(xs, x) - 1, 0, len(xs) - 2))


def middle(word: Word) -> Points:
    """The word's middle across the page."""
    return word.bbox.middle_x


def pieces_of(line: TextLine, xs: Sequence[Points], lefts: tuple[Points, ...], drawn: bool) -> list[Run]:
    """The line as runs. Edges that are drawn part its words, however near they stand, unless a word lies over one."""
    if not drawn or _over_edge(line, xs):
        return runs(line, lefts)
    parts: list[list[Word]] = []
    for _, group in groupby(line.words, key=lambda word: column_of(middle(word), xs)):
        part = list(group)
        if parts and _one_sentence(parts[-1], part, line.size, lefts):
            parts[-1] += part
        else:
            parts.append(part)
    return [Run(tuple(part), part[0].bbox.x0, max(word.bbox.x1 for word in part)) for part in parts]


def lefts_of(rows: Sequence[TextLine], xs: Sequence[Points], drawn: bool) -> tuple[Points, ...]:
    """The left edges at which cells begin again and again; in drawn columns however near the words before them."""
    lefts = common_lefts(list(rows))
    if not drawn:
        return lefts
    starts: dict[int, list[float]] = {}
    for line in rows:
        for column, group in groupby(line.words, key=lambda word: column_of(middle(word), xs)):
            starts.setdefault(column, []).append(next(group).bbox.x0)
    flush = []
    for each in starts.values():
        usual = sorted(each)[len(each) // 2]
        if 2 * sum(abs(x - usual) < 1 for x in each) > len(each) > 2:
            flush.append(usual)
    return (*lefts, *flush)


def _one_sentence(before: Sequence[Word], after: Sequence[Word], size: Points, lefts: tuple[Points, ...]) -> bool:
    """Do words go on over an edge that only happens to lie between two of them? Then they stand as words of a sentence
    do, and the second is neither a value nor where cells of its column begin."""
    gap, start = after[0].bbox.x0 - before[-1].bbox.x1, after[0].bbox.x0
    if gap > BLANK_AT_MOST * size or any(abs(start - left) < 1 for left in lefts):
        return False
    return len(before) > 1 and not VALUE.fullmatch(" ".join(word.text for word in after))


def _over_edge(line: TextLine, xs: Sequence[Points]) -> bool:
    return any(word.bbox.x0 < x - OVER and word.bbox.x1 > x + OVER for word in line.words for x in xs[1:-1])


def held(
    band: Iterable[TextLine], xs: Sequence[Points], lefts: tuple[Points, ...], drawn: bool = False
) -> list[ColumnedLine]:
    """The lines with what they mean for the rows; the further lines of a goal are as wide as its first. ``drawn``: the
    column edges are seen, not guessed."""
    found: list[ColumnedLine] = []
    goal: Run | None = None
    for line in band:
        pieces = pieces_of(line, xs, lefts, drawn)
        spans = [[column_of(middle(word), xs) for word in run.words] for run in pieces]
        reaches = [sorted(span) for span in spans]
        wide = _is_wide(reaches)
        if not wide and goal is not None and len(pieces) == 1:
            near = line.top - found[-1].line.bottom < (ROW_GAP + BLANK) * line.size
            wide = near and abs(pieces[0].x0 - goal.x0) < ALIGNED_GOAL
        goal = pieces[-1] if wide else None
        texts: dict[int, str] = {}
        places = tuple(
            (word, at)
            for run, span in zip(pieces, spans, strict=True)
            for word, at in zip(run.words, span, strict=True)
        )
        for word, at in places:
            texts[at] = f"{texts[at]} {word.text}" if at in texts else word.text
        columns = frozenset(column for reach in reaches for column in range(reach[0], reach[-1] + 1))
        crossing = not wide and (any(reach[-1] > reach[0] for reach in reaches) or _over_edge(line, xs))
        found.append(ColumnedLine(line, columns, wide, texts, crossing, places))
    return found


def _is_wide(reaches: Sequence[Sequence[int]]) -> bool:
    """The last run stands in several columns, and only a number or code may stand before it. ``reaches``: the columns of
    the words of each run, from left to right (of words printed over each other the first may stand further right)."""
    *before, last = reaches
    if last[-1] == last[0] or len(before) > 1:
        return False
    return not before or (before[0][0] == 0 and before[0][-1] < last[0] and len(before[0]) < 3)
