"""Borderless tables of a document: its table areas -> lattices, page by page.

Says which areas share their columns, what belongs to another table, how far a table goes on beyond its last rule or
shade, and which pages hold nothing but the rest of a row.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from parsers.document import BBox, Page, Points
from parsers.layout.borderless_cells import borderless_lattice
from parsers.layout.column_separators import repeated
from parsers.layout.extent import grown, grown_up
from parsers.layout.lattice import Lattice
from parsers.layout.line_columns import held, lefts_of
from parsers.layout.row_separators import usual_white
from parsers.layout.shared_columns import PlacedArea, columns_of, conflict, of_one_scale, runs_over
from parsers.layout.table_areas import PADDING, SAME_END, RowRule, TableArea, inside, lines_in
from parsers.layout.text_lines import TextLine

SAME_WHITE = 0.9
"""Share of the wider of two stretches without any rules that the other stands over, if they are parts of one table."""

SHIFTS = (0.0, 3.0, 6.0, 9.0, 12.0)
"""Points by which the columns of a scanned page may lie beside those of the page before."""

MOST_ABOVE = 2
"""Lines over several columns (furniture, a goal) that may stand above the rest of a table on a page."""


def borderless_tables(pages: Sequence[Page], found: list[list[Lattice]], areas: list[PlacedArea]) -> None:
    """Make the areas tables and put them to those ``found`` on every page. Areas of like width share their columns."""
    areas = [replace(item, area=_widened(item.area, areas)) for item in areas]
    while areas:
        alike = of_one_scale(pages, [item for item in areas if _alike(item.area, areas[0].area)])
        areas = [item for item in areas if item not in alike]
        left, right = min(item.area.left for item in alike), max(item.area.right for item in alike)
        drawn = max((item.area.edges for item in alike), key=len)
        if drawn:
            edges = list(drawn)
        else:
            edges, alike, others = columns_of(pages, alike, left, right)
            areas += others
            alike = [_as_wide(item, left, right) for item in alike]
        if edges:
            _place(pages, found, alike, edges, areas)
    _place_rests(pages, found)


def _as_wide(item: PlacedArea, left: Points, right: Points) -> PlacedArea:
    """An area that is as wide as its text, as wide as the texts of all pages: its columns are the same."""
    return replace(item, area=replace(item.area, left=left, right=right)) if item.area.white else item


def _widened(area: TableArea, others: Sequence[PlacedArea]) -> TableArea:
    """An area that begins at a column edge of another with the same right end: on its page the first columns are merged
    over all rows, and so have no rules."""
    for item in others:
        wide = item.area
        if abs(wide.right - area.right) < SAME_END and any(abs(x - area.left) < PADDING for x in wide.edges):
            return replace(area, left=wide.left, edges=wide.edges)
    return area


def _alike(one: TableArea, other: TableArea) -> bool:
    if one.white and other.white:  # their ends are those of the longest texts
        shared = min(one.right, other.right) - max(one.left, other.left)
        if shared < SAME_WHITE * max(one.right - one.left, other.right - other.left):
            return False
    elif one.white or other.white:
        bare, wide = (one, other) if one.white else (other, one)
        if bare.left < wide.left - SAME_END or bare.right > wide.right + SAME_END:
            return False
        if bare.right - bare.left < SAME_WHITE * (wide.right - wide.left):
            return False
    elif abs(one.left - other.left) > SAME_END or abs(one.right - other.right) > SAME_END:
        return False
    if not one.edges or not other.edges:
        bare, drawn = sorted((one, other), key=lambda area: len(area.edges))
        return not drawn.edges or not conflict(bare.rows, drawn.left, drawn.right, list(drawn.edges))
    coarse, fine = sorted((one.edges, other.edges), key=len)
    return all(any(abs(x - edge) < PADDING for edge in fine) for x in coarse)


# extent


def _place(
    pages: Sequence[Page],
    found: list[list[Lattice]],
    alike: list[PlacedArea],
    edges: list[Points],
    waiting: list[PlacedArea],
) -> None:
    """Make every area a table, grown as far as its columns go on, but not into the areas that are still ``waiting``."""
    start = min(item.page for item in alike)
    for item in alike:
        first = item.page == start and item is alike[0]
        others = [each.area.bbox for each in (*alike, *waiting) if each.page == item.page and each is not item]
        if made := _table(pages[item.page], item.area, edges, found[item.page], first, others):
            found[item.page].append(made)


def _place_rests(pages: Sequence[Page], found: list[list[Lattice]]) -> None:
    """Pages without tables on which the open table of the page before goes on, too little to be known by itself."""
    for number in range(1, len(pages)):
        before = max(found[number - 1], key=lambda made: made.bbox.bottom, default=None)
        if found[number] or before is None or before.ruled:
            continue
        xs = _moved(pages[number], before.xs)
        area = _rest(pages[number], xs)
        known = [
            line for page, tables in zip(pages[:number], found, strict=False) for table in tables
            if table.xs == before.xs for line in lines_in(page, table.bbox)
        ]  # fmt: skip
        made = _table(pages[number], area, list(xs[1:-1]), [], False, (), known) if area else None
        if made:
            found[number].append(made)


def _moved(page: Page, xs: tuple[Points, ...]) -> tuple[Points, ...]:
    """The column edges where this page has them: sheets do not lie in a scanner alike. As near as possible to where they
    were, with as few lines as possible that run over one."""
    if page.origin != "ocr":
        return xs
    rows = lines_in(page, BBox(xs[0] - SHIFTS[-1], 0.0, xs[-1] + SHIFTS[-1], page.height))
    tried = [tuple(x + way * shift for x in xs) for shift in SHIFTS for way in (1, -1)]
    return min(tried, key=lambda moved: sum(row.crossing for row in held(rows, moved, ())))


def _rest(page: Page, xs: Sequence[Points]) -> TableArea | None:
    """The first line of a page that stands in several of these columns, if no text stands above it."""
    rows = held(lines_in(page, BBox(xs[0] - PADDING, 0.0, xs[-1] + PADDING, page.height)), xs, ())
    seed = next((n for n, row in enumerate(rows) if len(row.columns) > 2 and not runs_over(row)), None)
    if seed is None or sum(runs_over(row) for row in rows[:seed]) > MOST_ABOVE:
        return None
    line = rows[seed].line
    return TableArea(xs[0], xs[-1], (RowRule(line.top - 1, xs[0]), RowRule(line.bottom + 1, xs[0])), (line,), (), True)


def _table(
    page: Page,
    area: TableArea,
    edges: list[Points],
    taken: list[Lattice],
    first: bool,
    others: Sequence[BBox] = (),
    before: Sequence[TextLine] = (),
) -> Lattice | None:
    """The area as a table, with the rows before its first and after its last rule, as far as the ``others`` on the page
    leave room: page breaks leave them unruled. A line of the table on the pages ``before`` that comes again (the header)
    belongs to it even where it runs over an edge."""
    if any(area.bbox.overlaps(made.bbox) for made in taken):
        return None
    xs = [area.left, *edges, area.right]
    top, bottom = area.level[0].y, area.level[-1].y
    walls = [*(made.bbox for made in taken), *others]
    ceiling = max([box.bottom for box in walls if box.bottom <= top + 1], default=0.0)
    floor = min([box.top for box in walls if box.top >= bottom - 1], default=page.height)
    left, right = area.left - PADDING, area.right + PADDING
    seen = bool(area.edges)
    lefts = lefts_of(area.rows, xs, seen)
    known = held(area.rows, xs, lefts, seen)
    below = held(lines_in(page, BBox(left, bottom, right, floor)), xs, lefts, seen)
    again = {repeated(line) for line in before}
    below = [replace(row, crossing=row.crossing and repeated(row.line) not in again) for row in below]
    above = held(lines_in(page, BBox(left, ceiling, right, top)), xs, lefts, seen)
    usual = usual_white(known)
    tail = [] if area.closed else grown(below, bottom, known, usual)
    head = [] if area.closed else grown_up(above, top, [*known, *held(before, xs, lefts, seen)], usual, first)
    level = list(area.level)
    if area.white:
        ends = [head[0].top - 1 if head else top, tail[-1].bottom + 1 if tail else bottom]
        inner = {y for band in area.bands for y in (band.top, band.bottom) if ends[0] + 2 < y < ends[1] - 2}
        inner.update(_below_header([*area.rows, *tail], again))
        level = [RowRule(y, area.left) for y in (ends[0], *sorted(inner), ends[1])]
    else:
        ended = level[:-1] if area.open and tail else level
        level = [
            *([RowRule(head[0].top - 1, area.left)] if head else []), *ended, *([RowRule(tail[-1].bottom + 1, area.left)] if tail else []),
        ]  # fmt: skip
    words = inside(page.words, BBox(left, level[0].y, right, level[-1].y))
    return borderless_lattice(words, area.left, area.right, level, edges, area.bands, area.tall, seen)


def _below_header(rows: Sequence[TextLine], again: Container[tuple[int, tuple[str, ...]]]) -> list[Points]:
    """The edge below the lines that come again at the top of a page: what follows them is the table's next row, or the
    rest of the one that the page break cut."""
    count = next((n for n, line in enumerate(rows) if repeated(line) not in again), 0)
    return [(max(line.bottom for line in rows[:count]) + rows[count].top) / 2] if count else []
