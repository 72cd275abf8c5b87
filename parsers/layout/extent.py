"""The extent of a table: text lines beyond its rules -> those that belong to it. A borderless table goes on below and above
its last rule, shade or sure line; a ruled one may have an unruled row at either end (a header, a last row without a bottom
line, what a page break left open)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import numpy as np

from parsers.document import BBox, Points, Word
from parsers.layout.column_separators import runs
from parsers.layout.lattice import Lattice, LatticeCell
from parsers.layout.line_columns import ROW_GAP, ColumnedLine
from parsers.layout.row_separators import MOST_LEADING, anchors
from parsers.layout.text_lines import TextLine

APART = 2.2
"""Line distances of white that part two stretches of lines, and over which an open table still goes on."""


def reach_of(known: Sequence[ColumnedLine], usual: Points) -> Points:
    """White over which rows of this table follow each other at most."""
    size = known[0].line.size
    gaps = sorted(b.line.top - a.line.bottom for a, b in pairwise(known))
    widest = gaps[int(0.9 * len(gaps))] if len(gaps) > 5 else 0.0
    return max(APART * (usual + size), min(1.5 * widest, 4 * size))


def grown(
    below: Sequence[ColumnedLine], bottom: Points, known: Sequence[ColumnedLine], usual: Points
) -> list[TextLine]:
    """The lines after the last rule that still belong to the table: goals only where rows follow."""
    reach = reach_of(known, usual)
    kept: list[TextLine] = []
    sure, goals = 0, False
    lowest = max([row.line.bottom for row in known] + ([bottom] if bottom - known[-1].line.bottom < reach else []))
    for row in below:
        white = row.line.top - lowest
        near = white <= usual + ROW_GAP * row.line.size
        if white > reach or row.crossing:
            break
        numbered = any(anchors([row]))
        kept.append(row.line)
        lowest = max(lowest, row.line.bottom)
        if row.wide:
            goals = goals or not near
        elif (len(row.columns) > 1 and (not goals or len(row.columns) > 2 or numbered)) or (
            near and sure == len(kept) - 1
        ):
            sure, goals = len(kept), False
    return kept[:sure]


def grown_up(
    above: Sequence[ColumnedLine], top: Points, known: Sequence[ColumnedLine], usual: Points, first: bool
) -> list[TextLine]:
    """The same before the first rule. On the page where the table begins only its head can stand there."""
    reach = reach_of(known, usual)
    kept: list[TextLine] = []
    sure = 0
    highest = top if known[0].line.top - top < reach else known[0].line.top
    lefts = {min(row.columns): row.line.x0 for row in known if len(row.columns) == 1}
    for row in reversed(above):
        white = highest - row.line.bottom
        if white > reach or row.crossing or (first and row.wide):
            break
        kept.append(row.line)
        highest = min(highest, row.line.top)
        near = white <= usual + ROW_GAP * row.line.size
        if (len(row.columns) > (2 if first else 1) and not row.wide) or (
            first and near and 0 < sure == len(kept) - 1 and not row.wide
        ):
            sure = len(kept)
        elif not first and len(row.columns) == 1 and sure == len(kept) - 1:
            left = lefts.get(min(row.columns))
            if left is not None and abs(left - row.line.x0) < 1:
                sure = len(kept)
    return kept[:sure][::-1]


# unruled rows at the ends of a ruled table

REACH, NEAR = 2.2, 1.5
"""Line distances over which an open table goes on beyond its first and last rule: to a line in several columns, to a
lone run (a longer cell, or already the text after the table)."""

LEAST_COLUMNS = 3
"""Columns that the words of an open row must fill, and half of those that there are: titles and signatures do not."""

FIRST_GAP = 1.6
"""Line heights between the outermost rule of a ruled table and an open row."""


def rows_beyond(
    rows: Sequence[TextLine], outside: Sequence[TextLine], xs: Sequence[Points], edge: Points, way: int
) -> list[TextLine]:
    """The lines beyond the last (``way`` 1) or before the first (-1) that still stand in the table's columns; ``edge``
    is where the table ended so far."""
    usual = median([b.bottom - a.bottom for a, b in pairwise(rows)] or [2 * rows[0].size])
    last = rows[-1 if way > 0 else 0].bottom
    kept: list[TextLine] = []
    for line in outside:
        several = len(runs(line)) > 1
        reach = (REACH if several else NEAR) * max(usual, 1.2 * line.size)
        if abs(line.bottom - last) > reach and (kept or _white(line, edge, way) > FIRST_GAP * line.size):
            break
        if crossing([line], xs):
            break
        kept.append(line)
        last = line.bottom
    if any(len(runs(line)) > 1 for line in kept):
        return kept
    return kept[: _wrapped(rows[-1], kept, xs)] if way > 0 else []


def _wrapped(last: TextLine, lone: Sequence[TextLine], xs: Sequence[Points]) -> int:
    """How many of the lone lines directly below are the rest of a cell of the last row: each stands close under words
    of its own column and not of the first alone."""
    above = last
    for count, line in enumerate(lone):
        column = columns(line.words, xs)
        close = line.top - above.bottom < MOST_LEADING * line.size
        if not close or column == {1} or not column <= columns(last.words, xs):
            return count
        above = line
    return len(lone)


def open_ended(
    made: Lattice, inside: Sequence[TextLine], above: Sequence[TextLine], below: Sequence[TextLine]
) -> Lattice:
    """The table with one more row for the lines directly ``above`` and one for those directly ``below`` (both from top
    to bottom, like the lines ``inside``) that keep to its columns and fill enough of them."""
    top, bottom = made.ys[0], made.ys[-1]
    head = _row(made, rows_beyond(inside, above[::-1], made.xs, top, -1), top, -1)
    tail = _row(made, rows_beyond(inside, below, made.xs, bottom, 1), bottom, 1)
    if head:
        edge = min(line.top for line in head) - 1
        cells = [replace(cell, row=cell.row + 1) for cell in made.cells]
        made = replace(made, ys=(edge, *made.ys), cells=(*_cells(made.xs, 0, edge, top), *cells))
    if tail:
        edge = max(line.bottom for line in tail) + 1
        made = replace(made, ys=(*made.ys, edge), cells=(*made.cells, *_cells(made.xs, len(made.ys) - 1, bottom, edge)))
    return made


def _row(made: Lattice, found: Sequence[TextLine], edge: Points, way: int) -> Sequence[TextLine]:
    """``found`` if it begins near the edge and stands in columns as a row does."""
    if not found:
        return ()
    if _white(found[0], edge, way) > FIRST_GAP * found[0].size or crossing(found, made.xs):
        return ()
    return found if fills([word for line in found for word in line.words], made.xs) else ()


def _white(line: TextLine, edge: Points, way: int) -> Points:
    """Points between an edge and the line after (``way`` 1) or before it."""
    return line.top - edge if way > 0 else edge - line.bottom


def crossing(found: Iterable[TextLine], xs: Sequence[Points]) -> bool:
    """Does a word stand over an inner column edge?"""
    return any(w.bbox.x0 < x - 2 and w.bbox.x1 > x + 2 for line in found for w in line.words for x in xs[1:-1])


def fills(words: Iterable[Word], xs: Sequence[Points]) -> bool:
    """Do the words fill as many columns as a row of this table must?"""
    return len(columns(words, xs)) >= max(LEAST_COLUMNS, (len(xs) - 1) / 2)


def columns(words: Iterable[Word], xs: Sequence[Points]) -> set[int]:
    """The columns in which words have their middle, counted from 1."""
    return {int(np.searchsorted(xs, word.bbox.middle_x)) for word in words}


def _cells(xs: Sequence[Points], row: int, top: Points, bottom: Points) -> list[LatticeCell]:
    return [
        LatticeCell(row, column, 1, 1, BBox(left, top, right, bottom))
        for column, (left, right) in enumerate(pairwise(xs))
    ]
