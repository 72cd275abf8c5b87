"""Rows of Word cells -> a grid: column positions, merges both ways, irregular rows.

Word stores a merge over columns as a span on a grid that is finer than what one sees (dragging the borders of one row
adds grid columns), and a merge over rows as cells that say ``continue``.
Steps: rows_to_edges -> align_rows -> merge_slivers -> compact -> cells.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from parsers.document import Cell, Table
from parsers.errors import LimitExceeded

# Grid columns narrower than this (twips; 6 points) hold no text: two borders that a person sees as one.
SLIVER = 120

# A table has standard borders when rows of at least so many cells are what it mostly consists of.
STANDARD_COLUMNS = 3

# A row belongs to the full width of the table when the sum of its cell widths is that close to it.
SAME_WIDTH = 0.06


class WordCell(NamedTuple):
    """One w:tc. ``merge`` is the vertical merge: "" none, "restart" or "continue"; width in twips (0 unknown)."""

    text: str
    span: int = 1
    merge: str = ""
    width: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class WordRow:
    """One w:tr: cells, and grid columns left out before and after them."""

    cells: Sequence[WordCell]
    before: int = 0
    after: int = 0
    before_width: int = 0


def table(rows: list[WordRow], grid: list[int], limit: int) -> Table:
    """Lay out rows; ``grid`` are the stated column widths in twips, ``limit`` the most grid positions."""
    if even(rows):
        edges = [_spanned(row) for row in rows]
    else:
        edges = rows_to_edges(rows, grid)
        positions = grid_positions(rows, grid)
        edges = merge_slivers(align_rows(edges, positions), positions)
    edges, columns = compact(edges)
    if len(rows) * columns > limit:
        raise LimitExceeded("grid_positions", limit, len(rows) * columns)
    return Table(len(rows), columns, _cells(rows, edges))


def even(rows: list[WordRow]) -> bool:
    """Whether all rows fill the same grid and one has all the borders of the others: then no border was dragged."""
    edges = [_spanned(row) for row in rows if row.cells]
    finest = max(map(set, edges), key=len, default=set())
    return len({row[-1] for row in edges}) <= 1 and all(finest.issuperset(row) for row in edges)


def _spanned(row: WordRow) -> list[int]:
    """The grid lines of a row as its spans put them."""
    return list(accumulate([cell.span for cell in row.cells], initial=row.before))


def grid_positions(rows: list[WordRow], grid: list[int]) -> list[int]:
    """Where the grid's borders stand in twips, from the stated widths or from a row without merges; [] if unknown."""
    width = max((_total(row) for row in rows), default=0)
    if len(grid) >= width and grid and min(grid) > 0 and len(set(grid)) > 1:
        return [0, *accumulate(grid)]
    for row in rows:
        if len(row.cells) == width and all(cell.width > 0 for cell in row.cells):
            return [0, *accumulate(cell.width for cell in row.cells)]
    return [0, *accumulate(grid)] if len(grid) >= width and grid and min(grid) > 0 else []


def rows_to_edges(rows: list[WordRow], grid: list[int]) -> list[list[int]]:
    """For each row the grid lines between its cells, first and last included: by spans, or by widths where the spans
    do not fill the grid but the widths fill the table."""
    positions = grid_positions(rows, grid)
    full = max([len(grid), *(_total(row) for row in rows)])
    edges = []
    for row in rows:
        spans = _spanned(row)
        by_width = _edges_by_width(row, positions) if positions and spans[-1] + row.after != full else None
        edges.append(by_width or spans)
    return edges


def _edges_by_width(row: WordRow, positions: list[int]) -> list[int] | None:
    """Snap a row's borders, as its cell widths put them, to the nearest grid lines; None where that is no fit."""
    widths = [cell.width for cell in row.cells]
    total = row.before_width + sum(widths)
    if not widths or min(widths) <= 0 or abs(total - positions[-1]) > SAME_WIDTH * positions[-1]:
        return None
    scale = positions[-1] / total
    wanted = [at * scale for at in accumulate(widths, initial=row.before_width)]
    snapped = [_nearest(positions, at) for at in wanted]
    return snapped if all(left < right for left, right in pairwise(snapped)) else None


def align_rows(edges: list[list[int]], positions: list[int]) -> list[list[int]]:
    """Give rows whose borders were dragged about the borders of the row that stands for most of them.

    A row with as many cells as most rows have takes the standard borders when each of its cells lies over its standard
    column; another row takes those nearest to its own, when they are near and leave every cell its place.
    """
    width = max((row[-1] for row in edges if row), default=0)
    full = [_filled(row, width) for row in edges]
    counts = Counter(len(row) for row in full if len(row) > STANDARD_COLUMNS)
    if not counts:
        return edges
    common = max(counts, key=lambda count: (counts[count], count))
    standard = next(row for row in full if len(row) == common)
    at = positions if len(positions) > width else list(range(width + 1))
    aligned = []
    for row, filled in zip(edges, full, strict=True):
        placed = _placed(filled, standard, at)
        start = filled.index(row[0]) if row else 0
        aligned.append(placed[start : start + len(row)] if placed else row)
    return aligned


def _filled(row: list[int], width: int) -> list[int]:
    """A row's borders with the gaps at its ends counted as cells."""
    return [*([0] if row and row[0] > 0 else []), *row, *([width] if row and row[-1] < width else [])]


def _placed(row: list[int], standard: list[int], at: list[int]) -> list[int] | None:
    """The standard borders for this row, or None where they do not fit it."""
    if len(row) == len(standard):
        fits = all(
            2 * (min(at[right], at[b]) - max(at[left], at[a])) >= min(at[right] - at[left], at[b] - at[a])
            for (left, right), (a, b) in zip(pairwise(row), pairwise(standard), strict=True)
        )
        return standard if fits else None
    lines = [at[line] for line in standard]
    nearest = [_nearest(lines, at[edge]) for edge in row]
    for edge, index in zip(row, nearest, strict=True):
        beside = [b - a for a, b in pairwise(lines[max(index - 1, 0) : index + 2])]
        if 2 * abs(at[standard[index]] - at[edge]) > min(beside):
            return None
    return [standard[index] for index in nearest] if all(a < b for a, b in pairwise(nearest)) else None


def _nearest(lines: Sequence[float], at: float) -> int:
    """Index of the line (in rising order) next to a position."""
    right = bisect_left(lines, at)
    if right == len(lines) or (right and at - lines[right - 1] <= lines[right] - at):
        return right - 1
    return right


def merge_slivers(edges: list[list[int]], positions: list[int]) -> list[list[int]]:
    """Put grid lines closer than SLIVER together, unless one row has a cell between them."""
    if not positions:
        return edges
    used = sorted({edge for row in edges for edge in row if edge < len(positions)})
    needed = {pair for row in edges for pair in pairwise(row)}
    target = {edge: edge for row in edges for edge in row}
    group: list[int] = []
    for edge in used:
        near = group and positions[edge] - positions[group[0]] < SLIVER
        if near and not any((member, edge) in needed for member in group):
            target[edge] = group[0]
            group.append(edge)
        else:
            group = [edge]
    return [[target[edge] for edge in row] for row in edges]


def compact(edges: list[list[int]]) -> tuple[list[list[int]], int]:
    """Number the grid lines that are in use from 0; the number of columns between them."""
    used = {edge: index for index, edge in enumerate(sorted({edge for row in edges for edge in row}))}
    return [[used[edge] for edge in row] for row in edges], max(len(used) - 1, 0)


def _cells(rows: list[WordRow], edges: list[list[int]]) -> tuple[Cell, ...]:
    """Cells in reading order. A continued cell lengthens the one above that starts at the same column; if there is
    none, it stands for itself, as Word shows it."""
    found: list[Cell] = []
    heights: dict[int, int] = {}
    above: dict[int, int] = {}
    for number, (row, lines) in enumerate(zip(rows, edges, strict=True)):
        here: dict[int, int] = {}
        for cell, left, right in zip(row.cells, lines, lines[1:], strict=False):
            if cell.merge == "continue" and left in above:
                here[left] = above[left]
                heights[above[left]] += 1
                continue
            if cell.merge:
                here[left] = len(found)
            heights[len(found)] = 1
            found.append(Cell(number, left, cell.text, 1, right - left, (), None, cell.bold))
        above = here
    return tuple(cell if heights[index] == 1 else _taller(cell, heights[index]) for index, cell in enumerate(found))


def _taller(cell: Cell, height: int) -> Cell:
    return Cell(cell.row, cell.column, cell.text, height, cell.column_span, bold=cell.bold)


def _total(row: WordRow) -> int:
    return row.before + sum(cell.span for cell in row.cells) + row.after
