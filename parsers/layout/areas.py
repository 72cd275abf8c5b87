"""Stretches of a page that may be tables although their cells are not all ruled: level rules, upright rules, shades,
or nothing but white space."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from parsers.document import BBox, Page, Ruling, Word
from parsers.layout.column_separators import column_edges, runs
from parsers.layout.lattice import Group, Lattice
from parsers.layout.shading import Band
from parsers.layout.text_lines import Line, lines

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


class Level(NamedTuple):
    """A drawn row edge: how far down the page it lies and where it begins on the left (points)."""

    y: float
    left: float


class _LevelRule(NamedTuple):
    """A level rule: how far down the page it lies, and its ends (points)."""

    y: float
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class OpenArea:
    """A stretch of page between ``left`` and ``right`` whose columns (``edges``, if drawn) or rows are not ruled;
    ``level`` are the row edges that are, ``bands`` the rows that a shade shows whole, ``tall`` shaded cells over several
    rows. ``white``: nothing is ruled at all; ``closed``: upright rules say where the table ends."""

    left: float
    right: float
    level: tuple[Level, ...]
    rows: tuple[Line, ...]
    edges: tuple[float, ...] = ()
    white: bool = False
    bands: tuple[Band, ...] = ()
    tall: tuple[BBox, ...] = ()
    closed: bool = False

    @property
    def bbox(self) -> BBox:
        return BBox(self.left, self.level[0].y, self.right, self.level[-1].y)


def unruled(connected: Sequence[Group], found: Sequence[Lattice], page: Page) -> list[OpenArea]:
    """Stretches whose rules do not enclose cells: level rules only, or upright rules only."""
    level = [group.flat for group in connected if not len(group.upright)]
    areas = []
    for left, right, levels in _ladders(np.concatenate(level) if level else np.empty((0, 3)), page.width):
        box = BBox(left - PADDING, levels[0].y, right + PADDING, levels[-1].y)
        rows = lines_in(page, box)
        if rows and not any(box.overlaps(other.bbox) for other in found):
            areas.append(OpenArea(left, right, tuple(levels), tuple(rows), _joints(page.rulings, left, right, levels)))
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
                OpenArea(
                    xs[0], xs[-1], (Level(top, xs[0]), Level(bottom, xs[0])), tuple(rows), tuple(xs[1:-1]), closed=True
                )
            )
    return areas


def white_area(words: Sequence[Word], found: Sequence[Lattice]) -> OpenArea | None:
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
    return OpenArea(left, right, (Level(top, left), Level(bottom, left)), tuple(block), white=True)


def _ladders(flat: NDArray[np.float64], width: float) -> list[tuple[float, float, list[Level]]]:
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


def _with_partial(ladder: list[_LevelRule], whole: list[_LevelRule]) -> tuple[float, float, list[Level]]:
    left, right = min(rule.x0 for rule in ladder), max(rule.x1 for rule in ladder)
    levels = {Level(rule.y, left if rule.x0 < left + SAME_END else rule.x0) for rule in ladder}
    levels |= {
        Level(y, x0) for y, x0, x1 in whole
        if ladder[0].y < y < ladder[-1].y and x0 > left + SAME_END and abs(x1 - right) < SAME_END
        and x1 - x0 > PARTIAL_RULE * (right - left)
    }  # fmt: skip
    return left, right, sorted(levels)


def _joints(rulings: Sequence[Ruling], left: float, right: float, levels: Sequence[Level]) -> tuple[float, ...]:
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


def lines_in(page: Page, box: BBox) -> list[Line]:
    """The upright lines of a stretch of page."""
    return lines(word for word in inside(page.words, box) if not word.angle)


def inside(words: Sequence[Word], box: BBox) -> list[Word]:
    """The words whose middle is in the box."""
    return [word for word in words if box.holds(word.bbox)]


def tabular(rows: Sequence[Line]) -> bool:
    """Do these lines stand in enough columns to be a table of their own?"""
    if sum(len(runs(line)) >= TABULAR_RUNS for line in rows) < 2:
        return False
    return len(column_edges(list(rows), min(r.x0 for r in rows) - 1, max(r.x1 for r in rows) + 1)) >= TABULAR_RUNS - 1
