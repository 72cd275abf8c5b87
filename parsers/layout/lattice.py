"""Ruled tables: ruling lines -> a lattice of cells. A story in five steps, each a pure function:

merge collinear pieces -> split into connected groups of lines -> snap positions to column and row edges
-> see which edges are drawn between which cells -> cells, spans and all.

Works for rules from drawing instructions and for rules found in a picture, whose ends and positions are off by a point
or two; the tolerances below allow for that.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parsers.document import BBox, Points, Ruling

Lines = NDArray[np.float64]
"""n x 3: position across, start and end along the line."""

SNAP = 2.5
"""Points between lines that are one line to the eye: double borders, borders drawn once for each of two cells."""

SPREAD = 4.0
GAP = 3.0
"""Points between pieces of one line: dashes, short segments that leave the crossings out."""

DOT = 1.7
"""Points: a shorter piece is a dot of a dotted line."""

TOUCH = 3.5
"""Points by which a line may miss the one that it meets."""

STUB = 5.0
"""Points by which a line must stick out of the grid before there is an (open) row or column beyond the last edge."""

DRAWN = 0.55
"""Share of a cell's side that must be covered by lines for the side to count as drawn."""

SLIVER = 6.5
"""Points: a row or column narrower than this without a word in it is the space inside a double border."""


@dataclass(frozen=True, slots=True)
class LatticeCell:
    """A cell of a lattice: position, span and box in points."""

    row: int
    column: int
    row_span: int
    column_span: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Lattice:
    """Column edges ``xs``, row edges ``ys`` and the cells between them, in reading order. ``ruled`` tells whether the
    column edges are drawn; else they lie somewhere in the white between the columns."""

    xs: tuple[Points, ...]
    ys: tuple[Points, ...]
    cells: tuple[LatticeCell, ...]
    ruled: bool = True

    @property
    def bbox(self) -> BBox:
        return BBox(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


@dataclass(frozen=True, slots=True)
class RulingGroup:
    """Lines that touch each other: ``flat`` (y, x0, x1) and ``upright`` (x, top, bottom)."""

    flat: Lines
    upright: Lines

    @property
    def bbox(self) -> BBox:
        xs = np.concatenate([self.flat[:, 1:].ravel(), self.upright[:, 0]])
        ys = np.concatenate([self.flat[:, 0], self.upright[:, 1:].ravel()])
        return BBox(float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))


def groups(rulings: tuple[Ruling, ...]) -> list[RulingGroup]:
    """Connected groups of lines, from top to bottom. A lone line is a group of its own."""
    if not rulings:
        return []
    table = np.array([(r.x0, r.top, r.x1, r.bottom) for r in rulings])
    level = (table[:, 2] - table[:, 0]) >= (table[:, 3] - table[:, 1])
    dots = table[level & (table[:, 2] - table[:, 0] < DOT)]
    flat, upright = (
        merged(table[level][:, [1, 0, 2]]),
        merged(np.concatenate([table[~level][:, [0, 1, 3]], _stood(dots)])),
    )
    if len(dots):
        flat, upright = flat[flat[:, 2] - flat[:, 1] > SLIVER], upright[upright[:, 2] - upright[:, 1] > SLIVER]
    touching = (
        (upright[None, :, 0] >= flat[:, None, 1] - TOUCH)
        & (upright[None, :, 0] <= flat[:, None, 2] + TOUCH)
        & (flat[:, None, 0] >= upright[None, :, 1] - TOUCH)
        & (flat[:, None, 0] <= upright[None, :, 2] + TOUCH)
    )
    found = []
    left = np.ones(len(flat), dtype=np.bool_)
    loose = ~touching.any(axis=0)
    while left.any():
        mine = np.zeros(len(flat), dtype=np.bool_)
        mine[int(np.flatnonzero(left)[0])] = True
        while True:
            across = touching[mine].any(axis=0)
            wider = touching[:, across].any(axis=1) | mine
            if wider.sum() == mine.sum():
                break
            mine = wider
        left &= ~mine
        found.append(RulingGroup(flat[mine], upright[across]))
    found += [RulingGroup(np.empty((0, 3)), upright[[index]]) for index in np.flatnonzero(loose)]
    return sorted(found, key=lambda group: (group.bbox.top, group.bbox.x0))


def _stood(dots: NDArray[np.float64]) -> Lines:
    """Dots (level pieces as wide as they are high) as upright pieces: they may belong to lines of either direction."""
    half = (dots[:, 2] - dots[:, 0]) / 2
    return np.column_stack([dots[:, 0] + half, dots[:, 1] - half, dots[:, 1] + half])


def merged(lines: Lines) -> Lines:
    """Pieces of one line as one line; n x 3 (position, start, end)."""
    if not len(lines):
        return np.empty((0, 3))
    place = clustered(lines[:, 0])
    order = np.lexsort((lines[:, 1], place))
    joined: list[list[float]] = []
    here = -1.0
    for position, start, end in np.column_stack([place, lines[:, 1:]])[order].tolist():
        if position == here and start <= joined[-1][2] + GAP:
            joined[-1][2] = max(joined[-1][2], end)
        else:
            joined.append([position, start, end])
            here = position
    return np.array(joined)


def clustered(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Every value replaced by the mean of its cluster: neighbours within SNAP, no cluster wider than SPREAD."""
    order = np.argsort(values, kind="stable")
    ordered = values[order].tolist()
    means: list[float] = []
    begin = 0
    for index in range(1, len(ordered) + 1):
        here = ordered[index] if index < len(ordered) else float("inf")
        if here - ordered[index - 1] > SNAP or here - ordered[begin] > SPREAD:
            means += [sum(ordered[begin:index]) / (index - begin)] * (index - begin)
            begin = index
    result = np.empty(len(values))
    result[order] = means
    return result


def lattice(group: RulingGroup, centres: NDArray[np.float64]) -> Lattice | None:
    """The cells of one group of lines, or None where it encloses nothing. ``centres`` (n x 2) are the words' middles:
    a sliver between two lines is a row or column only if a word stands in it."""
    if not len(group.flat) or not len(group.upright):
        return None
    xs = _edges(group.upright[:, 0], group.flat[:, 1], group.flat[:, 2])
    ys = _edges(group.flat[:, 0], group.upright[:, 1], group.upright[:, 2])
    xs, ys = _without_slivers(xs, centres[:, 0]), _without_slivers(ys, centres[:, 1])
    if len(xs) < 2 or len(ys) < 2:
        return None
    level, plumb = _drawn(group.flat, ys, xs), _drawn(group.upright, xs, ys)
    return _numbered(_spans(level, plumb), xs, ys)


def _edges(
    positions: NDArray[np.float64], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Edges where lines stand, and one more where the crossing lines stick out over the last (open tables)."""
    edges = np.unique(clustered(positions))
    first, last = float(starts.min()), float(ends.max())
    if first < edges[0] - STUB:
        edges = np.append(first, edges)
    if last > edges[-1] + STUB:
        edges = np.append(edges, last)
    return edges


def _without_slivers(edges: NDArray[np.float64], middles: NDArray[np.float64]) -> NDArray[np.float64]:
    kept = [float(edges[0])]
    for edge in edges[1:].tolist():
        if edge - kept[-1] < SLIVER and not ((middles > kept[-1]) & (middles < edge)).any():
            if len(kept) > 1:
                kept[-1] = (kept[-1] + edge) / 2
            continue
        kept.append(edge)
    return np.array(kept)


def _drawn(lines: Lines, edges: NDArray[np.float64], between: NDArray[np.float64]) -> NDArray[np.bool_]:
    """[edge, gap]: is the edge drawn along this gap between two crossing edges?"""
    nearest = np.abs(lines[:, 0][:, None] - edges[None, :]).argmin(axis=1)
    starts, ends = between[:-1], between[1:]
    overlap = np.minimum(lines[:, 2][:, None], ends) - np.maximum(lines[:, 1][:, None], starts)
    covered = np.zeros((len(edges), len(starts)))
    np.add.at(covered, nearest, np.clip(overlap, 0.0, None))
    return np.asarray(covered >= DRAWN * (ends - starts))


def _spans(level: NDArray[np.bool_], plumb: NDArray[np.bool_]) -> list[list[int]]:
    """Cells as [row, column, row after, column after]: each row is cut where an upright edge is drawn; a piece joins
    the like piece above it where no level edge is drawn between them."""
    rows, columns = plumb.shape[1], level.shape[1]
    above_drawn, cut_after = level.tolist(), plumb[1:columns].T.tolist()
    cells: list[list[int]] = []
    above: dict[tuple[int, int], list[int]] = {}
    for row in range(rows):
        cuts = [0, *[column + 1 for column, drawn in enumerate(cut_after[row]) if drawn], columns]
        here: dict[tuple[int, int], list[int]] = {}
        for start, stop in itertools.pairwise(cuts):
            cell = above.get((start, stop))
            if cell is not None and 2 * sum(above_drawn[row][start:stop]) < stop - start:
                cell[2] = row + 1
            else:
                cell = [row, start, row + 1, stop]
                cells.append(cell)
            here[start, stop] = cell
        above = here
    return sorted(cells)


def _numbered(spans: list[list[int]], xs: NDArray[np.float64], ys: NDArray[np.float64]) -> Lattice:
    """Cells with edges that no cell uses taken out of the count."""
    rows = sorted({edge for cell in spans for edge in (cell[0], cell[2])})
    columns = sorted({edge for cell in spans for edge in (cell[1], cell[3])})
    row_at, column_at = {edge: n for n, edge in enumerate(rows)}, {edge: n for n, edge in enumerate(columns)}
    cells = tuple(
        LatticeCell(
            row_at[top], column_at[left], row_at[bottom] - row_at[top], column_at[right] - column_at[left],
            BBox(float(xs[left]), float(ys[top]), float(xs[right]), float(ys[bottom])),
        )
        for top, left, bottom, right in spans
    )  # fmt: skip
    return Lattice(tuple(xs[columns].tolist()), tuple(ys[rows].tolist()), cells)
