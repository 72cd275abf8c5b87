"""Table areas: stretches of a page that may be tables although their cells are not all ruled, bounded by level rules, by
upright rules, by shaded rows, or by nothing but white space. Page + ruled tables -> areas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from parsers.document import BBox, Page, Points, Ruling, Word
from parsers.layout.column_separators import column_edges, runs
from parsers.layout.lattice import Lattice, RulingGroup
from parsers.layout.shading import Band, Shaded, shaded_tables
from parsers.layout.text_lines import TextLine, lines

PADDING = 2.0
SAME_END = 14.0
"""Points by which the ends of level rules of one table may differ."""

PIECES = 12.0
"""Points between level pieces of one rule that is interrupted at every column."""

LONG_RULE = 0.3
"""Share of the page width that a rule must have to bound a table without upright rules."""

PARTIAL_RULE = 0.3
"""Share of the table that a rule must have which passes by cells merged over several rows."""

SHARED = 0.5
"""Share of its level rules at which an inner column edge of a table must end pieces of them: goals have none."""

MOST_COLUMNS = 30
"""More piece ends above each other are dashes."""

TABULAR_RUNS = 3
TABULAR_LINES = 4
"""White space makes a table only where at least so many lines stand in at least so many columns."""


HEAD_LINES = 6
"""Lines of a head at most: labels of two levels over three lines each."""

BODY_GAP = 2.5
"""Font sizes of white below which lines follow each other: blank lines between rows, no sign-off."""


class RowRule(NamedTuple):
    """A drawn row edge: how far down the page it lies and where it begins on the left (points)."""

    y: Points
    left: Points


class _LevelRule(NamedTuple):
    """A level rule: how far down the page it lies, and its ends (points)."""

    y: Points
    x0: Points
    x1: Points


@dataclass(frozen=True, slots=True)
class TableArea:
    """A stretch of page between ``left`` and ``right`` whose columns (``edges``, if drawn) or rows are not ruled;
    ``level`` are the row edges that are, ``bands`` the rows that a shade shows whole, ``tall`` shaded cells over several
    rows. ``white``: nothing is ruled at all; ``open``: the last of ``level`` is no rule but where its text ends; ``closed``:
    upright rules say where the table ends."""

    left: Points
    right: Points
    level: tuple[RowRule, ...]
    rows: tuple[TextLine, ...]
    edges: tuple[Points, ...] = ()
    white: bool = False
    bands: tuple[Band, ...] = ()
    tall: tuple[BBox, ...] = ()
    closed: bool = False
    open: bool = False

    @property
    def bbox(self) -> BBox:
        return BBox(self.left, self.level[0].y, self.right, self.level[-1].y)


def unruled(connected: Sequence[RulingGroup], found: Sequence[Lattice], page: Page) -> list[TableArea]:
    """Stretches whose rules do not enclose cells: level rules only, or upright rules only."""
    level = [group.flat for group in connected if not len(group.upright)]
    areas = []
    for left, right, levels in _ladders(np.concatenate(level) if level else np.empty((0, 3)), page.width):
        box = BBox(left - PADDING, levels[0].y, right + PADDING, levels[-1].y)
        rows = lines_in(page, box)
        if rows and not any(box.overlaps(other.bbox) for other in found):
            areas.append(TableArea(left, right, tuple(levels), tuple(rows), _joints(page.rulings, left, right, levels)))
    upright = np.concatenate([g.upright for g in connected if not len(g.flat)] or [np.empty((0, 3))])
    xs = sorted(set(upright[:, 0].tolist()))
    if len(xs) > 2:
        top, bottom = float(upright[:, 1].min()), float(upright[:, 2].max())
        box = BBox(xs[0], top, xs[-1], bottom)
        rows = lines_in(page, box)
        if rows and not any(
            box.overlaps(bbox) for bbox in [*(made.bbox for made in found), *(area.bbox for area in areas)]
        ):
            areas.append(
                TableArea(
                    xs[0],
                    xs[-1],
                    (RowRule(top, xs[0]), RowRule(bottom, xs[0])),
                    tuple(rows),
                    tuple(xs[1:-1]),
                    closed=True,
                )
            )
    return areas


def white_area(words: Sequence[Word], found: Sequence[Lattice]) -> TableArea | None:
    """A stretch that only white space can make a table: from the first to the last line in several columns. ``words``
    stand outside of the page's tables ``found``."""
    rows = lines(word for word in words if not word.angle)
    tabular = [n for n, line in enumerate(rows) if len(runs(line)) >= TABULAR_RUNS]
    if len(tabular) < TABULAR_LINES:
        return None
    block = rows[tabular[0] : tabular[-1] + 1]
    left, right = min(line.x0 for line in block) - 1, max(line.x1 for line in block) + 1
    top, bottom = block[0].top - 1, block[-1].bottom + 1
    if any(BBox(left, top, right, bottom).overlaps(made.bbox) for made in found):
        return None
    return TableArea(left, right, (RowRule(top, left), RowRule(bottom, left)), tuple(block), white=True)


def with_body(area: TableArea, page: Page, others: Sequence[BBox]) -> TableArea:
    """An area whose rules enclose nothing but its head, with the lines below as far as they follow each other and stand
    between its ends: a form with rules around the head only. ``others``: what else is on the page."""
    if area.edges or area.closed or area.bands or len(area.rows) > HEAD_LINES:
        return area
    top, bottom = area.level[0].y, area.level[-1].y
    floor = min([box.top for box in others if box.top >= bottom - 1], default=page.height)
    below = lines_in(page, BBox(area.left - PADDING, bottom, area.right + PADDING, floor))
    body: list[TextLine] = []
    for line in below:
        if line.top - (body[-1].bottom if body else bottom) > BODY_GAP * line.size:
            break
        body.append(line)
    tabular = [n for n, line in enumerate(body) if len(runs(line)) >= TABULAR_RUNS]
    if len(tabular) < TABULAR_LINES:
        return area
    body = body[: tabular[-1] + 1]
    level = (*area.level, RowRule(body[-1].bottom + 1, area.left))
    rows = lines_in(page, BBox(area.left, top, area.right, level[-1].y))
    return replace(area, level=level, rows=tuple(rows), open=True)


def _ladders(flat: NDArray[np.float64], width: Points) -> list[tuple[Points, Points, list[RowRule]]]:
    """Level rules with like ends: (left, right, row edges from top to bottom), with the rules between them that end
    where the others end but begin further right."""
    whole: list[_LevelRule] = []
    for y, x0, x1 in flat[np.lexsort((flat[:, 1], flat[:, 0]))].tolist():
        if whole and abs(whole[-1].y - y) < PADDING and x0 - whole[-1].x1 < PIECES:
            whole[-1] = whole[-1]._replace(x1=max(whole[-1].x1, x1))
        else:
            whole.append(_LevelRule(y, x0, x1))
    long = [rule for rule in whole if rule.x1 - rule.x0 >= LONG_RULE * width]
    ladders: list[list[_LevelRule]] = []
    for rule in sorted(long, key=lambda rule: (round((rule.x0 - rule.x1) / SAME_END), rule.y)):
        ladder = next((ladder for ladder in ladders if _same_ladder(ladder[0], rule)), None)
        if ladder is None:
            ladders.append([rule])
        else:
            ladder.append(rule)
    return [_with_partial(sorted(ladder), whole) for ladder in ladders if len(ladder) > 1]


def _same_ladder(widest: _LevelRule, rule: _LevelRule) -> bool:
    """Do the rules end alike, and does this one begin like the widest or pass by cells merged over several rows?"""
    return abs(widest.x1 - rule.x1) < SAME_END and rule.x0 > widest.x0 - SAME_END


def _with_partial(ladder: list[_LevelRule], whole: list[_LevelRule]) -> tuple[Points, Points, list[RowRule]]:
    left, right = min(rule.x0 for rule in ladder), max(rule.x1 for rule in ladder)
    levels = {RowRule(rule.y, left if rule.x0 < left + SAME_END else rule.x0) for rule in ladder}
    levels |= {
        RowRule(y, x0) for y, x0, x1 in whole
        if ladder[0].y < y < ladder[-1].y and x0 > left + SAME_END and abs(x1 - right) < SAME_END
        and x1 - x0 > PARTIAL_RULE * (right - left)
    }  # fmt: skip
    return left, right, sorted(levels)


def _joints(rulings: Sequence[Ruling], left: Points, right: Points, levels: Sequence[RowRule]) -> tuple[Points, ...]:
    """Inner column edges that the level rules give away because they are drawn cell by cell: most of them have a piece
    that ends there and one that begins. Empty where they run through."""
    joints: list[int] = []
    for y, _ in levels:
        pieces = [rule for rule in rulings if abs(rule.top - y) < PADDING and rule.bottom - rule.top < PADDING]
        starts = [rule.x0 for rule in pieces if left + PADDING < rule.x0 < right - PADDING]
        joints += {round(x) for x in starts if any(abs(rule.x1 - x) < PADDING for rule in pieces)}
    counts = Counter(joints)
    shared = sorted(x for x in counts if counts[x] >= SHARED * len(levels))
    edges = tuple(float(x) for n, x in enumerate(shared) if n == 0 or x - shared[n - 1] > PADDING)
    return edges if len(edges) < MOST_COLUMNS else ()


def lines_in(page: Page, box: BBox) -> list[TextLine]:
    """The upright lines of a stretch of page."""
    return lines(word for word in inside(page.words, box) if not word.angle)


def inside(words: Sequence[Word], box: BBox) -> list[Word]:
    """The words whose middle is in the box."""
    return [word for word in words if box.holds(word.bbox)]


def tabular(rows: Sequence[TextLine]) -> bool:
    """Do these lines stand in enough columns to be a table of their own?"""
    if sum(len(runs(line)) >= TABULAR_RUNS for line in rows) < 2:
        return False
    return len(column_edges(list(rows), min(r.x0 for r in rows) - 1, max(r.x1 for r in rows) + 1)) >= TABULAR_RUNS - 1


# shaded rows

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


def with_shades(areas: Sequence[TableArea], table: Shaded, page: Page) -> list[TableArea]:
    """The areas with the shaded rows of one table: as an area of their own, or where an area stands in the same place as
    its rows."""
    box = BBox(table.xs[0], table.bands[0].top, table.xs[-1], table.bands[-1].bottom)
    same = next((area for area in areas if _belongs(area, table, box)), None)
    if same is not None:
        return [_merged(area, table, page) if area is same else area for area in areas]
    if (len(table.xs) < 3 and len(table.bands) < 2) or any(area.bbox.overlaps(box) for area in areas):
        return list(areas)
    rows = tuple(lines_in(page, BBox(box.x0 - PADDING, box.top, box.x1 + PADDING, box.bottom)))
    level = _levels([RowRule(y, box.x0) for band in table.bands for y in (band.top, band.bottom)])
    if not rows or len(level) < 2:
        return list(areas)
    return [*areas, TableArea(box.x0, box.x1, level, rows, table.xs[1:-1], False, table.bands, table.tall)]


def _belongs(area: TableArea, table: Shaded, box: BBox) -> bool:
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


def _merged(area: TableArea, table: Shaded, page: Page) -> TableArea:
    """The area with the shaded rows among its own."""
    bands = [RowRule(y, area.left) for band in table.bands for y in (band.top, band.bottom)]
    known = [level for level in area.level if all(abs(level.y - band.y) > PADDING for band in bands)]
    level = _levels([*known, *bands])
    rows = tuple(lines_in(page, BBox(area.left - PADDING, level[0].y, area.right + PADDING, level[-1].y)))
    edges = area.edges or table.xs[1:-1]
    level = (level[0], level[-1]) if area.white else level
    return replace(
        area, level=level, rows=rows, edges=edges, bands=(*area.bands, *table.bands), tall=(*area.tall, *table.tall)
    )


def _levels(levels: Sequence[RowRule]) -> tuple[RowRule, ...]:
    ordered = sorted(levels)
    return tuple(level for n, level in enumerate(ordered) if n == 0 or level.y - ordered[n - 1].y > PADDING)
