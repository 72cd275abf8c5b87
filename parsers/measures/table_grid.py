"""Table grids: a table -> rows of spans on one horizontal scale, so that tables of one form can be laid over each other.

Cells with boxes are placed in points, others by their grid position. A *leaf* is a column as the form means it: one
header label, however many grid columns the file cuts it into.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from parsers.document import BBox, Cell, Place, Table

COVERS = 0.6
EDGES_MEET = 0.015
"""Edges of two pages closer than this share of the table's width are the same."""


@dataclass(frozen=True, slots=True)
class Span:
    """A cell as one row sees it, from ``x0`` to ``x1``; ``inherited`` when it is merged down from a row above."""

    cell: Cell
    x0: float
    x1: float
    inherited: bool = False

    @property
    def text(self) -> str:
        return self.cell.text.strip()


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table ready to be read: ``block`` its index in the document, ``number`` counts the tables from 1, ``x0``-``x1``
    is its extent (points if ``boxed``)."""

    block: int
    table: Table
    rows: tuple[tuple[Span, ...], ...]
    x0: float
    x1: float
    boxed: bool
    page: int | None = None
    number: int = 1

    def own(self, row: int) -> list[Span]:
        """The spans with text that begin in this row."""
        return [span for span in self.rows[row] if span.text and not span.inherited]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column: its extent and the header texts above it, outermost first."""

    x0: float
    x1: float
    path: tuple[str, ...] = ()


def table_grid(block: int, table: Table, number: int = 1) -> TableGrid:
    """Lay the cells of a table out by rows, left to right."""
    places = [cell.places[0] for cell in table.cells if cell.places]
    boxed = len(places) == len(table.cells) > 0 and all(place.bbox for place in places)
    boxed = boxed and len({place.page for place in places}) == 1
    rows: list[list[Span]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        x0, x1 = extent(cell, boxed)
        for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            rows[row].append(Span(cell, x0, x1, row > cell.row))
    ordered = tuple(tuple(sorted(row, key=lambda span: (span.x0, span.x1))) for row in rows)
    ends = [extent(cell, boxed) for cell in table.cells] or [(0.0, 1.0)]
    page = next((place.page for cell in table.cells for place in cell.places if place.page), None)
    left, right = min(end[0] for end in ends), max(end[1] for end in ends)
    return TableGrid(block, table, ordered, left, right, boxed, page, number)


def extent(cell: Cell, boxed: bool) -> tuple[float, float]:
    """Left and right end of a cell, in points or grid columns."""
    box = cell.places[0].bbox if boxed and cell.places else None
    return (box.x0, box.x1) if box else (float(cell.column), float(cell.column + cell.column_span))


def leaves_under(grid: TableGrid, first: int, end: int) -> list[Leaf]:
    """The columns that the header rows ``first`` to ``end`` (exclusive) make: the lowest cells, under those above them.

    Room that no header cell covers is a column without label.
    """
    seen: dict[int, Span] = {}
    for row in grid.rows[first:end]:
        for span in row:
            if span.x1 - span.x0 < 0.98 * (grid.x1 - grid.x0):
                seen.setdefault(id(span.cell), span)
    spans = list(seen.values())
    lowest = [span for span in spans if not any(_above(span, other) for other in spans)]
    found: list[Leaf] = []
    edge, hair = grid.x0, _hair(grid)
    for span in sorted(lowest, key=lambda span: (span.x0, span.x1)):
        if span.x0 - edge > hair:
            found.append(Leaf(edge, span.x0))
        over = sorted((other for other in spans if _above(other, span)), key=lambda other: other.cell.row)
        path = tuple(" ".join(other.text.split()) for other in (*over, span) if other.text)
        found.append(Leaf(max(span.x0, min(edge, span.x1)), span.x1, path))
        edge = max(edge, span.x1)
    if grid.x1 - edge > hair:
        found.append(Leaf(edge, grid.x1))
    return found


def _above(upper: Span, lower: Span) -> bool:
    """True when ``upper`` ends above ``lower`` and most of the narrower of the two stands under or over the other."""
    if upper.cell.row + upper.cell.row_span > lower.cell.row:
        return False
    shared = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
    return shared > 0.5 * min(upper.x1 - upper.x0, lower.x1 - lower.x0)


def _hair(grid: TableGrid) -> float:
    """Edges closer than this are one."""
    return 0.006 * (grid.x1 - grid.x0) if grid.boxed else 0.01


def merged_edges(edges: Iterable[float], grid: TableGrid) -> list[float]:
    """Sorted edges, those closer than a hair's breadth taken as one."""
    kept: list[float] = []
    for edge in sorted(edges):
        if not kept or edge - kept[-1] > _hair(grid):
            kept.append(edge)
    return kept


def split_by_body(grid: TableGrid, leaves: Sequence[Leaf], rows: Sequence[int]) -> list[Leaf]:
    """Cut a leaf where the body rows agree on a rule inside it (a code column under the header of the measure)."""
    if not rows or Counter(len(grid.rows[row]) for row in rows).most_common(1)[0][0] <= len(leaves):
        return list(leaves)
    tolerance = 0.012 * (grid.x1 - grid.x0) if grid.boxed else 0.01
    result: list[Leaf] = []
    for leaf in leaves:
        inner = merged_edges(
            (span.x0 for row in rows for span in grid.rows[row] if leaf.x0 + tolerance < span.x0 < leaf.x1 - tolerance),
            grid,
        )
        cuts = [
            cut
            for cut in inner
            if sum(any(abs(span.x0 - cut) <= tolerance for span in grid.rows[row]) for row in rows)
            >= COVERS * len(rows)
        ]
        ends = [leaf.x0, *cuts, leaf.x1]
        result += [Leaf(x0, x1, leaf.path) for x0, x1 in itertools.pairwise(ends)]
    return result


def body_leaves(grid: TableGrid) -> list[Leaf]:
    """Columns of a table without header: the commonest set of edges among its fullest rows."""
    counts = Counter(len(row) for row in grid.rows if len(row) > 1)
    if not counts:
        return []
    width = max(counts, key=lambda size: (counts[size] * (1 + size / 100), size))
    pattern = Counter(
        tuple((round(span.x0, 1), round(span.x1, 1)) for span in row) for row in grid.rows if len(row) == width
    )
    return [Leaf(x0, x1) for x0, x1 in pattern.most_common(1)[0][0]]


def rescaled(leaves: Sequence[Leaf], home: TableGrid, other: TableGrid) -> list[Leaf]:
    """The leaves of ``home`` on the scale of ``other``: as they are where one edge agrees, else stretched; in points
    the way in which more of the inner edges meet (a photo of a page has a scale of its own)."""
    ratio = (other.x1 - other.x0) / ((home.x1 - home.x0) or 1.0)
    stretched = [
        replace(leaf, x0=other.x0 + (leaf.x0 - home.x0) * ratio, x1=other.x0 + (leaf.x1 - home.x0) * ratio)
        for leaf in leaves
    ]
    near = 12.0 if other.boxed else 0.01
    if home.boxed != other.boxed or (abs(home.x0 - other.x0) >= near and abs(home.x1 - other.x1) >= near):
        return stretched
    if other.boxed and edges_met(stretched, other) > edges_met(leaves, other):
        return stretched
    return list(leaves)


def edges_met(leaves: Sequence[Leaf], other: TableGrid) -> int:
    """How many of the inner edges of a table's own columns stand where those of ``leaves`` stand."""
    near = EDGES_MEET * (other.x1 - other.x0)
    return sum(any(abs(leaf.x0 - own.x0) <= near for leaf in leaves[1:]) for own in body_leaves(other)[1:])


def align(spans: Sequence[Span], leaves: Sequence[Leaf]) -> tuple[list[list[Span]], dict[int, int]]:
    """Give each span to a leaf: ``(spans of each leaf, {id of a wide cell: how many leaves it covers})``.

    By overlap; rows of an irregular grid that have as many cells as there are leaves are taken in order.
    """
    placed: list[list[Span]] = [[] for _ in leaves]
    wide: dict[int, int] = {}
    homes: list[int] = []
    for span in spans:
        shares = [max(0.0, min(span.x1, leaf.x1) - max(span.x0, leaf.x0)) for leaf in leaves]
        covered = [n for n, leaf in enumerate(leaves) if shares[n] >= COVERS * (leaf.x1 - leaf.x0)]
        homes.append(covered[0] if covered else max(range(len(leaves)), key=lambda n: shares[n]))
        if len(covered) > 1:
            wide[id(span.cell)] = len(covered)
    if len(spans) == len(leaves) and (len(set(homes)) < len(leaves) or wide):
        homes, wide = list(range(len(leaves))), {}
    for span, home in zip(spans, homes, strict=True):
        placed[home].append(span)
    return placed, wide


def union(places: Iterable[Place]) -> tuple[Place, ...]:
    """One place a page, with the box around all of that page's boxes."""
    boxes: dict[int | None, Place] = {}
    for place in places:
        known = boxes.get(place.page)
        if known is None or known.bbox is None:
            boxes[place.page] = place
        elif place.bbox is not None:
            boxes[place.page] = Place(place.page, BBox.around((known.bbox, place.bbox)))
    return tuple(boxes[page] for page in sorted(boxes, key=lambda page: page or 0))
