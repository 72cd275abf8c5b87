"""A sheet too wide for the paper: tables whose last columns were printed on pages of their own -> one table.

A print-out of a sheet cuts it like tiles: the columns that do not fit stand on further pages, row by row as high as on the
page that they belong to. So the heights of the rows tell what belongs together, whatever the columns hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from parsers.document import Cell, Document, Points, Table
from parsers.language.keys import letters_key

LEVEL = 2.5
"""Points within which two levels are one: a hairline's thickness, a rounded position, the last skew of a scan."""

LEAST_ROWS = 4
"""Rows that must be as high for the first two pages to be put beside each other: with fewer, tables meet by chance."""

MET, SHARED = 0.9, 0.6
"""Share of the levels of the further table that the other must have; share of all levels that both have: cells merged down
over rows leave some out."""

UNEVEN = 4.0
"""Points by which heights must differ: rows that are all as high as each other tell nothing."""


def with_pages_beside(document: Document) -> Document:
    """The document with every table that goes on beside (not below) an earlier one joined to it; all its words are kept."""
    tables: dict[int, Table | None] = {}
    levels: dict[int, NDArray[np.float64]] = {}
    homes: dict[int, list[int]] = {}  # tables by their height
    pages: set[int] = set()  # how many pages on the columns of a page go on
    for n, block in enumerate(document.blocks):
        own = _levels(block) if isinstance(block, Table) else None
        if own is None or not isinstance(block, Table):
            continue
        high = int(own[-1] / LEVEL)
        for home in (home for key in (high - 1, high, high + 1) for home in homes.get(key, ())):
            above = tables[home]
            apart = _page(block) - _page(above) if above is not None else 0
            if above is not None and apart > 0 and _beside(above, levels[home], block, own, apart in pages):
                tables[home], tables[n] = _joined(above, levels[home], block, own), None
                pages.add(apart)
                break
        else:
            tables[n], levels[n] = block, own
            homes.setdefault(high, []).append(n)
    if None not in tables.values():
        return document
    blocks = (tables.get(n, block) for n, block in enumerate(document.blocks))
    return replace(document, blocks=tuple(block for block in blocks if block is not None))


def _levels(table: Table) -> NDArray[np.float64] | None:
    """The levels, in points from its upper edge, at which cells of a table begin and end; None where it has no boxes, or
    stands on several pages."""
    boxes = [cell.places[0].bbox for cell in table.cells if len(cell.places) == 1 and cell.places[0].bbox]
    if len(boxes) != len(table.cells) or len({cell.places[0].page for cell in table.cells}) != 1:
        return None
    levels = _merged([end for box in boxes for end in (box.top, box.bottom)])
    return np.asarray(levels - levels[0])


def _merged(ends: Sequence[Points] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Levels from top to bottom, those that are one taken as one."""
    ordered = np.sort(np.asarray(ends, dtype=np.float64))
    return np.asarray(ordered[np.concatenate([[True], np.diff(ordered) > LEVEL])])


def _beside(above: Table, theirs: NDArray[np.float64], below: Table, own: NDArray[np.float64], usual: bool) -> bool:
    """Do the rows of a table stand as high as those of another, with other columns? Heights that tell nothing are enough
    where pages so far apart belong together (``usual``)."""
    if _lefts(above) == _lefts(below) or _repeats_head(above, below):
        return False
    heights = np.diff(own)
    telling = len(own) > LEAST_ROWS and heights.max() - heights.min() >= UNEVEN
    return (telling or usual) and _as_high(theirs, own)


def _page(table: Table) -> int:
    """The first page of a table; 0 in formats without pages."""
    return min(cell.places[0].page or 0 for cell in table.cells)


def _repeats_head(above: Table, below: Table) -> bool:
    """Does the first row say what that of the table above says? Then it is the same form on a further page."""
    theirs, own = (
        {key for cell in table.cells if cell.row == 0 and len(key := letters_key(cell.text)) > 2}
        for table in (above, below)
    )
    return bool(own) and 2 * len(own & theirs) >= len(own)


def _lefts(table: Table) -> set[int]:
    return {round(cell.places[0].bbox.x0 / LEVEL) for cell in table.cells if cell.places[0].bbox}


def _as_high(theirs: NDArray[np.float64], own: NDArray[np.float64]) -> bool:
    """Are the rows of two tables as high, first to last?"""
    if abs(theirs[-1] - own[-1]) > LEVEL:
        return False
    after = np.searchsorted(theirs, own).clip(1, len(theirs) - 1)
    apart = np.minimum(np.abs(theirs[after] - own), np.abs(theirs[after - 1] - own))
    met = (apart <= LEVEL).sum()
    return bool(met >= MET * len(own) and met >= SHARED * len(theirs))


def _joined(above: Table, theirs: NDArray[np.float64], below: Table, own: NDArray[np.float64]) -> Table:
    """One table with the levels of both, the columns of the second to the right of the first's."""
    levels = _merged(np.concatenate([theirs, own]))
    cells = [*_on(above, levels, 0), *_on(below, levels, above.columns)]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(len(levels) - 1, above.columns + below.columns, tuple(cells), (*above.places, *below.places))


def _on(table: Table, levels: Sequence[Points] | NDArray[np.float64], right: int) -> list[Cell]:
    """The cells of a table on the levels of the joined one, ``right`` columns further right."""
    boxes = [cell.places[0].bbox for cell in table.cells]
    first = min(box.top for box in boxes if box)
    found = []
    for cell, box in zip(table.cells, boxes, strict=True):
        assert box is not None
        ends = np.searchsorted(levels, [box.top - first + LEVEL, box.bottom - first + LEVEL], side="right") - 1
        found.append(Cell(
            int(ends[0]), cell.column + right, cell.text, max(int(ends[1] - ends[0]), 1), cell.column_span,
            cell.places, cell.confidence, cell.bold,
        ))  # fmt: skip
    return found
