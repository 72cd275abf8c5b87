"""Table detection: the pages of a document -> the lattice of every table on them, from top to bottom. Fully ruled tables
first, then level rules alone, upright rules alone, shaded rows, and last white space alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parsers.document import BBox, Page
from parsers.layout.borderless import borderless_tables
from parsers.layout.column_separators import runs
from parsers.layout.extent import fills, open_ended
from parsers.layout.lattice import Lattice, groups, lattice
from parsers.layout.line_columns import held
from parsers.layout.row_separators import marked, usual_white
from parsers.layout.shared_columns import PlacedArea
from parsers.layout.table_areas import (
    PADDING,
    TABULAR_LINES,
    TABULAR_RUNS,
    RowRule,
    TableArea,
    lines_in,
    shaded,
    tabular,
    unruled,
    white_area,
    with_body,
    with_shades,
)  # fmt: skip
from parsers.layout.text_lines import lines

__all__ = ["PADDING", "PageSurvey", "survey", "tables_of"]


MOST_LEVELS, LEAST_LINES, LINE = 3, 6, 9.0
"""A frame whose rows are not ruled has at most so many level rules, and room for so many lines of so many points."""

NARROW, NARROW_LEVELS = 1 / 3, 5
"""Share of the page's width below which a frame of one column, and of so many level rules or more, is a column of a table
whose other columns stand on another page, not a frame around columns without rules."""


@dataclass(frozen=True, slots=True)
class PageSurvey:
    """The lattices of a page and its areas that may be open tables."""

    page: Page
    centres: NDArray[np.float64]
    lattices: tuple[Lattice, ...]
    areas: tuple[TableArea, ...]


def survey(page: Page) -> PageSurvey:
    """Look once at a page: what is ruled, what may be a table without rules."""
    centres = np.array([(w.bbox.middle_x, w.bbox.middle_y) for w in page.words]).reshape(-1, 2)
    connected = groups(page.rulings)
    found = _without_frames([made for group in connected if (made := lattice(group, centres)) is not None], page)
    areas = [area for made in found if (area := _open_area(made, page))]
    full = [made for made in found if not any(area.bbox == made.bbox for area in areas)]
    areas = [area for area in areas if area.rows] + unruled(connected, full, page)
    boxes = [*(made.bbox for made in full), *(area.bbox for area in areas)]
    areas = [with_body(area, page, boxes) for area in areas]
    shades = shaded(page, found)
    for shade in shades:
        areas = with_shades(areas, shade, page)
    outside = _outside(centres, full)
    if (
        not areas
        and 2 * len(outside) > len(page.words)
        and (white := white_area([page.words[n] for n in outside], full))
    ):
        areas.append(white)
        for shade in shades:
            areas = with_shades(areas, shade, page)
    return PageSurvey(page, centres, tuple(full), tuple(areas))


def _outside(centres: NDArray[np.float64], tables: Sequence[Lattice]) -> list[int]:
    """Indices of the words in no table."""
    free = np.ones(len(centres), dtype=np.bool_)
    for made in tables:
        free &= ~_in_box(centres, made.bbox)
    return [int(n) for n in np.flatnonzero(free)]


def _in_box(centres: NDArray[np.float64], box: BBox) -> NDArray[np.bool_]:
    x, y = centres[:, 0], centres[:, 1]
    return np.asarray((x >= box.x0) & (x <= box.x1) & (y >= box.top) & (y <= box.bottom))


def _open_area(made: Lattice, page: Page) -> TableArea | None:
    """A lattice whose rules do not part its columns, or do not part its rows: a frame, with or without upright rules."""
    left = made.xs[0]
    level = tuple(RowRule(y, left) for y in made.ys)
    if len(made.xs) == 2 and len(made.ys) >= NARROW_LEVELS and made.bbox.width < NARROW * page.width:
        return None
    if len(made.xs) < 3 and len(made.ys) > 2:
        return TableArea(left, made.xs[-1], level, tuple(lines_in(page, made.bbox)))
    tallest = max(zip(made.ys, made.ys[1:], strict=False), key=lambda ends: ends[1] - ends[0])
    if len(made.ys) > MOST_LEVELS or tallest[1] - tallest[0] < LEAST_LINES * LINE:
        return None
    rows = lines_in(page, made.bbox)
    inside = lines_in(page, BBox(left, tallest[0], made.xs[-1], tallest[1]))
    if len(made.xs) == 2:
        holds = sum(len(runs(line)) >= TABULAR_RUNS for line in inside) >= TABULAR_LINES and tabular(inside)
    else:
        beside = held(inside, made.xs, (), True)
        holds = bool(beside) and len(marked(beside, usual_white(beside))) > 1
    return TableArea(left, made.xs[-1], level, tuple(rows), made.xs[1:-1], closed=True) if holds else None


def tables_of(seen: Sequence[PageSurvey]) -> list[list[Lattice]]:
    """The tables of every page, from top to bottom."""
    found = [list(one.lattices) for one in seen]
    borderless_tables(
        [one.page for one in seen], found, [PlacedArea(n, area) for n, one in enumerate(seen) for area in one.areas]
    )
    return [[_open_ended(table, one, made) for table in _ordered(made)] for one, made in zip(seen, found, strict=True)]


def _ordered(made: list[Lattice]) -> list[Lattice]:
    return sorted(made, key=lambda table: (table.bbox.top, table.bbox.x0))


def _open_ended(made: Lattice, seen: PageSurvey, others: list[Lattice]) -> Lattice:
    """A ruled table with the row that stands open above its first rule, and the one below its last."""
    if not made.ruled:
        return made
    page = seen.page
    x0, top, x1, bottom = made.bbox
    ceiling = max([t.bbox.bottom for t in others if t.bbox.bottom <= top + PADDING and t is not made], default=0.0)
    floor = min([t.bbox.top for t in others if t.bbox.top >= bottom - PADDING and t is not made], default=page.height)
    sides = BBox(x0 - PADDING, ceiling, x1 + PADDING, top), BBox(x0 - PADDING, bottom, x1 + PADDING, floor)
    beyond = [[page.words[n] for n in np.flatnonzero(_in_box(seen.centres, side))] for side in sides]
    if not any(fills(words, made.xs) for words in beyond):
        return made
    inside = lines_in(page, made.bbox)
    above, below = (lines(word for word in words if not word.angle) for words in beyond)
    return open_ended(made, inside, above, below) if inside else made


def _without_frames(found: list[Lattice], page: Page) -> list[Lattice]:
    """Frames around the page or other tables go, and so do tables inside a cell: their words belong to the cell."""
    if len(found) == 1 and len(found[0].cells) > 1:
        return found
    kept = []
    for made in found:
        others = [other for other in found if other is not made]
        if len(made.cells) == 1:
            if made.bbox.height > 0.5 * page.height or any(within(other.bbox, made.bbox) for other in others):
                continue
        elif any(within(made.bbox, box.bbox) for other in others if len(other.cells) > 1 for box in other.cells):
            continue
        kept.append(made)
    return [
        made for made in kept
        if len(made.cells) > 1
        or not any(within(made.bbox, box.bbox) for other in kept if other is not made for box in other.cells)
    ]  # fmt: skip


def within(inner: BBox, outer: BBox) -> bool:
    """Is ``inner`` inside ``outer``, give or take the padding?"""
    return (
        inner.x0 >= outer.x0 - PADDING and inner.top >= outer.top - PADDING
        and inner.x1 <= outer.x1 + PADDING and inner.bottom <= outer.bottom + PADDING
    )  # fmt: skip
