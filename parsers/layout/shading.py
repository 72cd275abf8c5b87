"""Shaded boxes of a page -> bands of cells, table by table: the header or every other row of a table without rules has a
background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.document import BBox, Points

SAME_EDGE = 3.0
"""Points by which edges of one row or column of shaded boxes may differ."""

LEAST_HEIGHT = 6.0
"""Points: a lower box holds no line of text."""


@dataclass(frozen=True, slots=True)
class Band:
    """A row of shaded boxes side by side: ``xs`` are its column edges from left to right."""

    top: Points
    bottom: Points
    xs: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Shaded:
    """The bands of one table from top to bottom, its column edges, and shaded cells merged over several rows."""

    xs: tuple[Points, ...]
    bands: tuple[Band, ...]
    tall: tuple[BBox, ...] = ()


def shaded_tables(shades: Sequence[BBox]) -> list[Shaded]:
    """Bands with like column edges that follow each other, as one table each."""
    tall = _over_rows(shades)
    tables: list[list[Band]] = []
    for band in _bands(box for box in shades if box not in tall and box.height >= LEAST_HEIGHT):
        if tables and _alike(_finest(tables[-1]), band, tall):
            tables[-1].append(band)
        else:
            tables.append([band])
    return [Shaded(_whole(_finest(table), table, tall), tuple(table), tuple(_beside(table, tall))) for table in tables]


def _finest(table: Sequence[Band]) -> tuple[Points, ...]:
    return max((band.xs for band in table), key=len)


def _whole(xs: tuple[Points, ...], table: Sequence[Band], tall: Sequence[BBox]) -> tuple[Points, ...]:
    """The column edges with those of tall cells at the sides."""
    ends = {x for box in _beside(table, tall) for x in (box.x0, box.x1)}
    outer = {band.xs[0] for band in table} | {band.xs[-1] for band in table} | ends
    merged = sorted({*xs, *(x for x in outer if not any(abs(x - known) < SAME_EDGE for known in xs))})
    return tuple(x for n, x in enumerate(merged) if n == 0 or x - merged[n - 1] >= SAME_EDGE)


def _beside(table: Sequence[Band], tall: Sequence[BBox]) -> list[BBox]:
    return [box for box in tall if box.top < table[-1].bottom and box.bottom > table[0].top]


def _alike(xs: tuple[Points, ...], band: Band, tall: Sequence[BBox]) -> bool:
    """Does the coarser of two rows have no edge that the finer lacks? Cells over several rows cut columns off."""
    coarse, fine = sorted((xs, band.xs), key=len)
    sides = [x for box in tall for x in (box.x0, box.x1)]
    return coarse[0] < fine[-1] and fine[0] < coarse[-1] and all(
        any(abs(x - other) < SAME_EDGE for other in (*fine, *sides)) for x in coarse
    )  # fmt: skip


def _over_rows(shades: Sequence[BBox]) -> list[BBox]:
    """Boxes beside which several others stand one above the other: cells merged over several rows."""
    return [
        box
        for box in shades
        if any(
            box.top - SAME_EDGE < other.top
            and other.bottom < box.bottom + SAME_EDGE
            and other.height < 0.9 * box.height
            and (other.x0 > box.x1 - SAME_EDGE or other.x1 < box.x0 + SAME_EDGE)
            for other in shades
        )
    ]


def _bands(shades: Iterable[BBox]) -> Iterator[Band]:
    rows: list[list[BBox]] = []
    for box in sorted(shades, key=lambda box: (box.top, box.x0)):
        if rows and abs(rows[-1][0].top - box.top) < SAME_EDGE and abs(rows[-1][0].bottom - box.bottom) < SAME_EDGE:
            rows[-1].append(box)
        else:
            rows.append([box])
    for row in rows:
        row.sort()
        if all(abs(left.x1 - right.x0) < SAME_EDGE for left, right in pairwise(row)):
            yield Band(row[0].top, row[0].bottom, (*(box.x0 for box in row), row[-1].x1))
