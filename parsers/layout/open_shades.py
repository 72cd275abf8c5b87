"""What shaded rows say about tables: rows that are known whole, columns where they are shaded cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.document import BBox, Page
from parsers.layout.areas import PADDING, SAME_END, Level, OpenArea, lines_in
from parsers.layout.lattice import Lattice
from parsers.layout.shading import Shaded, shaded_tables

NEAR = 6.0
"""Points of white between a shaded row and the table that it belongs to: spaced cells, rules on its edges."""

FAR = 120.0
"""Points of white over which a shaded row and level rules between exactly the same sides are one table: the first row
below a shaded head has no rule above it."""

COVERED = 0.9
"""Share of the width of an area without rules that the shade of one of its rows covers: the area is as wide as its text."""


def shaded(page: Page, found: Sequence[Lattice]) -> list[Shaded]:
    """Shaded rows, as far as they are no part of a ruled table."""
    free = [shade for shade in page.shades if not any(shade.overlaps(made.bbox) for made in found)]
    return shaded_tables(free)


def with_shades(areas: Sequence[OpenArea], table: Shaded, page: Page) -> list[OpenArea]:
    """The areas with the shaded rows of one table: as an area of their own, or where an area stands in the same place as
    its rows."""
    box = BBox(table.xs[0], table.bands[0].top, table.xs[-1], table.bands[-1].bottom)
    same = next((area for area in areas if _belongs(area, table, box)), None)
    if same is not None:
        return [_merged(area, table, page) if area is same else area for area in areas]
    if (len(table.xs) < 3 and len(table.bands) < 2) or any(area.bbox.overlaps(box) for area in areas):
        return list(areas)
    rows = tuple(lines_in(page, BBox(box.x0 - PADDING, box.top, box.x1 + PADDING, box.bottom)))
    level = _levels([Level(y, box.x0) for band in table.bands for y in (band.top, band.bottom)])
    if not rows or len(level) < 2:
        return list(areas)
    return [*areas, OpenArea(box.x0, box.x1, level, rows, table.xs[1:-1], False, table.bands, table.tall)]


def _belongs(area: OpenArea, table: Shaded, box: BBox) -> bool:
    """Does the shade stand over or right above or below the area, between the same sides? Shades with columns of their
    own have been told apart before."""
    x0, top, x1, bottom = area.bbox
    if area.bands and (len(table.xs) > 2 or area.white):
        return False
    white = max(box.top - bottom, top - box.bottom)
    if white > NEAR:
        return not area.white and white < FAR and abs(x0 - box.x0) < NEAR and abs(x1 - box.x1) < NEAR
    if area.white:
        return min(box.x1, x1) - max(box.x0, x0) >= COVERED * (x1 - x0)
    return abs(x0 - box.x0) < SAME_END and abs(x1 - box.x1) < SAME_END


def _merged(area: OpenArea, table: Shaded, page: Page) -> OpenArea:
    """The area with the shaded rows among its own."""
    bands = [Level(y, area.left) for band in table.bands for y in (band.top, band.bottom)]
    known = [level for level in area.level if all(abs(level.y - band.y) > PADDING for band in bands)]
    level = _levels([*known, *bands])
    rows = tuple(lines_in(page, BBox(area.left - PADDING, level[0].y, area.right + PADDING, level[-1].y)))
    edges = area.edges or table.xs[1:-1]
    level = (level[0], level[-1]) if area.white else level
    return replace(
        area, level=level, rows=rows, edges=edges, bands=(*area.bands, *table.bands), tall=(*area.tall, *table.tall)
    )


def _levels(levels: Sequence[Level]) -> tuple[Level, ...]:
    ordered = sorted(levels)
    return tuple(level for n, level in enumerate(ordered) if n == 0 or level.y - ordered[n - 1].y > PADDING)
