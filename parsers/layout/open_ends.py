"""Rows that stand beyond the first or the last rule of a table: an unruled header, a last row without a bottom line,
what a page break left open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import numpy as np

from parsers.document import BBox, Word
from parsers.layout.column_separators import runs
from parsers.layout.lattice import Lattice, LatticeCell
from parsers.layout.row_separators import MOST_LEADING
from parsers.layout.text_lines import Line

REACH, NEAR = 2.2, 1.5
"""Line distances over which an open table goes on beyond its first and last rule: to a line in several columns, to a
lone run (a longer cell, or already the text after the table)."""

LEAST_COLUMNS = 3
"""Columns that the words of an open row must fill, and half of those that there are: titles and signatures do not."""

FIRST_GAP = 1.6
"""Line heights between the outermost rule of a ruled table and an open row."""


def beyond(rows: Sequence[Line], outside: Sequence[Line], xs: Sequence[float], edge: float, way: int) -> list[Line]:
    """The lines beyond the last (``way`` 1) or before the first (-1) that still stand in the table's columns; ``edge``
    is where the table ended so far."""
    usual = median([b.bottom - a.bottom for a, b in pairwise(rows)] or [2 * rows[0].size])
    last = rows[-1 if way > 0 else 0].bottom
    kept: list[Line] = []
    sure = 0
    for line in outside:
        several = len(runs(line)) > 1
        reach = (REACH if several else NEAR) * max(usual, 1.2 * line.size)
        if abs(line.bottom - last) > reach and (kept or _white(line, edge, way) > FIRST_GAP * line.size):
            break
        if crossing([line], xs):
            break
        kept.append(line)
        last = line.bottom
        if several or sure == len(kept) - 1:
            sure = len(kept)
    if any(len(runs(line)) > 1 for line in kept[:sure]):
        return kept[:sure]
    return kept[: _wrapped(rows[-1], kept[:sure], xs)] if way > 0 else []


def _wrapped(last: Line, lone: Sequence[Line], xs: Sequence[float]) -> int:
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


def open_ended(made: Lattice, inside: Sequence[Line], above: Sequence[Line], below: Sequence[Line]) -> Lattice:
    """The table with one more row for the lines directly ``above`` and one for those directly ``below`` (both from top
    to bottom, like the lines ``inside``) that keep to its columns and fill enough of them."""
    top, bottom = made.ys[0], made.ys[-1]
    head = _row(made, beyond(inside, above[::-1], made.xs, top, -1), top, -1)
    tail = _row(made, beyond(inside, below, made.xs, bottom, 1), bottom, 1)
    if head:
        edge = min(line.top for line in head) - 1
        cells = [replace(cell, row=cell.row + 1) for cell in made.cells]
        made = replace(made, ys=(edge, *made.ys), cells=(*_cells(made.xs, 0, edge, top), *cells))
    if tail:
        edge = max(line.bottom for line in tail) + 1
        made = replace(made, ys=(*made.ys, edge), cells=(*made.cells, *_cells(made.xs, len(made.ys) - 1, bottom, edge)))
    return made


def _row(made: Lattice, found: Sequence[Line], edge: float, way: int) -> Sequence[Line]:
    """``found`` if it begins near the edge and stands in columns as a row does."""
    if not found:
        return ()
    if _white(found[0], edge, way) > FIRST_GAP * found[0].size or crossing(found, made.xs):
        return ()
    return found if fills([word for line in found for word in line.words], made.xs) else ()


def _white(line: Line, edge: float, way: int) -> float:
    """Points between an edge and the line after (``way`` 1) or before it."""
    return line.top - edge if way > 0 else edge - line.bottom


def crossing(found: Iterable[Line], xs: Sequence[float]) -> bool:
    """Does a word stand over an inner column edge?"""
    return any(w.bbox.x0 < x - 2 and w.bbox.x1 > x + 2 for line in found for w in line.words for x in xs[1:-1])


def fills(words: Iterable[Word], xs: Sequence[float]) -> bool:
    """Do the words fill as many columns as a row of this table must?"""
    return len(columns(words, xs)) >= max(LEAST_COLUMNS, (len(xs) - 1) / 2)


def columns(words: Iterable[Word], xs: Sequence[float]) -> set[int]:
    """The columns in which words have their middle, counted from 1."""
    return {int(np.searchsorted(xs, word.bbox.middle_x)) for word in words}


def _cells(xs: Sequence[float], row: int, top: float, bottom: float) -> list[LatticeCell]:
    return [
        LatticeCell(row, column, 1, 1, BBox(left, top, right, bottom))
        for column, (left, right) in enumerate(pairwise(xs))
    ]
