"""The cells of one borderless or partly ruled table: words, column edges and drawn row edges -> a lattice with spans."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.document import BBox, Points, Word
from parsers.layout.lattice import Lattice, LatticeCell
from parsers.layout.line_columns import ColumnedLine, column_of, held, lefts_of, middle, pieces_of
from parsers.layout.row_separators import RowEdge, anchors, row_edges, usual_white, white_parts_rows
from parsers.layout.shading import SAME_EDGE, Band
from parsers.layout.table_areas import RowRule
from parsers.layout.text_lines import TextLine, lines

MOST_OF_GOAL = 2
"""Cells that a goal fills at most: its number and its text."""


def borderless_lattice(
    words: list[Word],
    left: Points,
    right: Points,
    drawn: Sequence[RowRule],
    edges: list[Points],
    bands: Sequence[Band] = (),
    tall: Sequence[BBox] = (),
    seen: bool = False,
) -> Lattice | None:
    """The cells of a table that is bounded by ``left``, ``right`` and the drawn row edges ``drawn`` (at least the first
    and the last) with these inner column edges. ``bands`` are rows whose cells are known, ``tall`` cells over several
    rows; ``seen``: the column edges are drawn. None where there is nothing to tell apart."""
    rows = lines(word for word in words if not word.angle and not any(_inside(word, box) for box in tall))
    if not rows or not edges or len(drawn) < 2:
        return None
    xs = [left, *edges, right]
    lefts = lefts_of(rows, xs, seen)
    whole = [band for band in bands if any(abs(band.top - y) < 2 for y, _ in drawn)]
    tops = [_past(edge, tall, xs) for edge in _all_edges(rows, xs, lefts, drawn, whole, seen)]
    made: list[LatticeCell] = []
    above: dict[int, int] = {}
    for row, (start, stop) in enumerate(pairwise(tops)):
        through = {column for column in start.through if column in above}
        for column in through:
            cell = made[above[column]]
            made[above[column]] = LatticeCell(
                cell.row, cell.column, row + 1 - cell.row, 1, cell.bbox._replace(bottom=stop.y)
            )
        mine = [
            word for word in words
            if not word.angle and start.y <= word.bbox.middle_y < stop.y
            and column_of(middle(word), xs) not in through
        ]  # fmt: skip
        below = {column: above[column] for column in through}
        band = next((band for band in whole if abs(band.top - start.y) < 2 and abs(band.bottom - stop.y) < 2), None)
        cells = _columns(lines(mine), xs, lefts, seen)
        if band and not _one_box(band, whole, cells, mine, xs):
            cells = _shaded_columns(band, xs)
        for first, after in cells:
            for a, b in _around(first, after, through):
                if b - a == 1:
                    below[a] = len(made)
                made.append(LatticeCell(row, a, 1, b - a, BBox(xs[a], start.y, xs[b], stop.y)))
        above = below
    ordered = sorted(made, key=lambda cell: (cell.row, cell.column))
    return Lattice(tuple(xs), tuple(edge.y for edge in tops), tuple(ordered), ruled=False)


def _inside(word: Word, box: BBox) -> bool:
    return box.x0 < middle(word) < box.x1 and box.top < word.bbox.middle_y < box.bottom


def _past(edge: RowEdge, tall: Sequence[BBox], xs: list[Points]) -> RowEdge:
    """The edge with the columns of shaded cells that it passes by."""
    passed = [box for box in tall if box.top + 3 < edge.y < box.bottom - 3]
    if not passed:
        return edge
    columns = {
        n for n, (a, b) in enumerate(pairwise(xs)) if any(box.x0 - 3 < a and b < box.x1 + 3 for box in passed)
    }  # fmt: skip
    return RowEdge(edge.y, edge.through | columns)


def _one_box(
    band: Band, whole: Sequence[Band], cells: Sequence[tuple[int, int]], words: Sequence[Word], xs: Sequence[Points]
) -> bool:
    """Is the shade the background of a whole row, so that it tells nothing about the cells? Where no row is shaded cell
    by cell, or where text stands in more cells than a goal and its number."""
    if len(band.xs) > 2:
        return False
    held_in = {column_of(middle(word), xs) for word in words}
    filled = sum(any(first <= column < after for column in held_in) for first, after in cells)
    return filled > MOST_OF_GOAL or all(len(each.xs) == 2 for each in whole)


def _shaded_columns(band: Band, xs: list[Points]) -> list[tuple[int, int]]:
    """The cells of a shaded row, and single ones for the columns beside it."""
    inner = {n for n, x in enumerate(xs) if any(abs(x - edge) < SAME_EDGE for edge in band.xs)}
    inner |= {n for n, x in enumerate(xs) if not band.xs[0] < x < band.xs[-1]}
    return list(pairwise(sorted(inner | {0, len(xs) - 1})))


def _around(first: int, after: int, through: set[int]) -> list[tuple[int, int]]:
    """The columns ``first`` to ``after`` without those that are taken: pieces in one stretch."""
    pieces: list[tuple[int, int]] = []
    for column in range(first, after):
        if column in through:
            continue
        if pieces and pieces[-1][1] == column:
            pieces[-1] = (pieces[-1][0], column + 1)
        else:
            pieces.append((column, column + 1))
    return pieces


def _several(shade: Band, rows: Sequence[ColumnedLine]) -> bool:
    """Does a shade without cells hold several rows: a goal with others, or more than one number? In a picture rows of
    one colour that follow each other are one shade."""
    goals = sum(row.wide for row in rows)
    return len(shade.xs) == 2 and (0 < goals < len(rows) or (not goals and len(rows) > 1 and sum(anchors(rows)) > 1))


def _all_edges(
    rows: list[TextLine],
    xs: list[Points],
    lefts: tuple[Points, ...],
    drawn: Sequence[RowRule],
    whole: Sequence[Band],
    seen: bool,
) -> list[RowEdge]:
    """All row edges from top to bottom. Where every row is ruled or shaded, text does not make further ones; shades alone
    leave rows between them that nothing parts."""
    found = [RowEdge(y, frozenset(n for n in range(len(xs) - 1) if xs[n] + xs[n + 1] < 2 * x0)) for y, x0 in drawn]
    spans = list(pairwise(found))
    bands = [held((line for line in rows if a.y <= line.middle_y < b.y), xs, lefts, seen) for a, b in spans]
    everything = [row for band in bands for row in band]
    usual = usual_white(everything)
    white = white_parts_rows(everything, usual)
    counted = [sum(anchors(band)) for band in bands if band]
    ends = [y for band in whole for y in (band.top, band.bottom)]
    ruled = not whole or any(all(abs(edge.y - y) > 2 for y in ends) for edge in found[1:-1])
    ruled = ruled and len(bands) > 2 and 2 * sum(count > 1 for count in counted[1:]) < len(counted[1:])
    edges: list[RowEdge] = []
    for number, ((above, below), band) in enumerate(zip(spans, bands, strict=True)):
        edges.append(above)
        shaded = any(
            abs(each.top - above.y) < 2 and abs(each.bottom - below.y) < 2 and not _several(each, band)
            for each in whole
        )  # fmt: skip
        head = number == 0 and len(bands) == 2 and counted[:1] and counted[0] < 2 and not whole
        if not (ruled or shaded or head):
            edges += row_edges(band, usual, white)
    return [*edges, found[-1]]


def _columns(inside: list[TextLine], xs: list[Points], lefts: tuple[Points, ...], seen: bool) -> list[tuple[int, int]]:
    """The row's cells as (first column, column after): columns are one where sentences run over their edge and no line
    keeps clear of it; a sentence with nothing behind it goes on to the last column."""
    count = len(xs) - 1
    over, clear = [0] * (count + 1), [0] * (count + 1)
    last = 0
    for line in inside:
        before = -1
        for run in pieces_of(line, xs, lefts, seen):
            held = [column_of(middle(word), xs) for word in run.words]
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
