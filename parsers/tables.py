"""Where the tables of a page are and what cells they have: full lattices first, then level rules alone, upright rules
alone, shaded bands, and last white space alone. Every kind ends as a Lattice.

Columns that are not drawn are looked for in all pages of a document together: a page with two rows knows little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parsers.bands import white_rows
from parsers.document import BBox, Page, Ruling, Word
from parsers.lattice import Group, Lattice, groups, lattice
from parsers.lines import Line, lines
from parsers.open_ends import beyond, crossing, fills, open_ended
from parsers.open_tables import column_edges, open_lattice, runs

PADDING = 2.0
SAME_END = 14.0
"""Points by which the ends of level rules of one table may differ."""

PIECES = 12.0
"""Points between level pieces of one rule that is interrupted at every column."""

LONG_RULE = 0.3
"""Share of the page width that a rule must have to bound a table without upright rules."""

TABULAR_RUNS = 3
TABULAR_LINES = 4
"""White space makes a table only where at least so many lines stand in at least so many columns."""

SHARED = 0.8
"""Share of its level rules at which an inner column edge of a table must end pieces of them."""


@dataclass(frozen=True, slots=True)
class OpenArea:
    """A stretch of page between ``left`` and ``right`` whose columns (``edges``, if drawn) or rows are not ruled;
    ``level`` are the row edges that are. ``white``: nothing is ruled at all; ``closed``: upright rules say where the
    table ends."""

    left: float
    right: float
    level: tuple[float, ...]
    rows: tuple[Line, ...]
    edges: tuple[float, ...] = ()
    white: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """The lattices of a page and its areas that may be open tables."""

    page: Page
    centres: NDArray[np.float64]
    lattices: tuple[Lattice, ...]
    areas: tuple[OpenArea, ...]


def survey(page: Page) -> Survey:
    """Look once at a page: what is ruled, what may be a table without rules."""
    centres = np.array([((w.bbox[0] + w.bbox[2]) / 2, (w.bbox[1] + w.bbox[3]) / 2) for w in page.words]).reshape(-1, 2)
    connected = groups(page.rulings)
    found = _without_frames([made for group in connected if (made := lattice(group, centres)) is not None], page)
    full = [made for made in found if len(made.xs) > 2 or len(made.ys) < 3]
    areas = [
        OpenArea(made.xs[0], made.xs[-1], made.ys, tuple(_lines_in(page, made.bbox)))
        for made in found
        if made not in full
    ]
    areas += _unruled(connected, full, page)
    free = [shade for shade in page.shades if not any(overlap(shade, made.bbox) for made in found)]
    if free:
        shaded = groups(_shade_rules([*free, *white_rows(free, page)]))
        full += [made for group in shaded if (made := lattice(group, centres)) is not None and len(made.xs) > 2]
        areas += [area for area in _unruled(shaded, full, page) if not any(_same_place(area, other) for other in areas)]
    if not full and not areas and (white := _white_area(page)):
        areas.append(white)
    return Survey(page, centres, tuple(full), tuple(areas))


def tables_of(seen: Sequence[Survey]) -> list[list[Lattice]]:
    """The tables of every page, from top to bottom. Open areas of like width on all pages share their columns."""
    found = [list(one.lattices) for one in seen]
    areas = [(number, area) for number, one in enumerate(seen) for area in one.areas]
    while areas:
        alike = [item for item in areas if _alike(item[1], areas[0][1])]
        areas = [item for item in areas if item not in alike]
        left, right = min(area.left for _, area in alike), max(area.right for _, area in alike)
        edges = list(alike[0][1].edges) or column_edges([row for _, area in alike for row in area.rows], left, right)
        for number, area in alike:
            if made := _open_table(seen[number].page, area, edges, found[number]):
                found[number].append(made)
    for number in range(1, len(seen)):
        if not found[number] and found[number - 1] and (rest := _rest(seen[number].page, found[number - 1][-1])):
            found[number].append(rest)
    return [
        [_open_ended(table, one.page, made) for table in _ordered(made)] for one, made in zip(seen, found, strict=True)
    ]


def _ordered(made: list[Lattice]) -> list[Lattice]:
    return sorted(made, key=lambda table: (table.bbox[1], table.bbox[0]))


def _rest(page: Page, before: Lattice) -> Lattice | None:
    """What goes on on this page, too little to be known as a table by itself, of an open table on the page before."""
    if before.ruled:
        return None
    rows = lines(word for word in page.words if not word.angle)
    standing = [n for n, line in enumerate(rows) if fills(line.words, before.xs) and not crossing([line], before.xs)]
    if not standing:
        return None
    block = rows[standing[0] : standing[-1] + 1]
    area = OpenArea(before.xs[0], before.xs[-1], (block[0].top - 1, block[-1].bottom + 1), tuple(block), white=True)
    return _open_table(page, area, list(before.xs[1:-1]), [])


def _open_ended(made: Lattice, page: Page, others: list[Lattice]) -> Lattice:
    """A ruled table with the row that stands open above its first rule, and the one below its last."""
    if not made.ruled:
        return made
    x0, top, x1, bottom = made.bbox
    ceiling = max([t.bbox[3] for t in others if t.bbox[3] <= top + PADDING and t is not made], default=0.0)
    floor = min([t.bbox[1] for t in others if t.bbox[1] >= bottom - PADDING and t is not made], default=page.height)
    inside = _lines_in(page, made.bbox)
    above = _lines_in(page, (x0 - PADDING, ceiling, x1 + PADDING, top))
    below = _lines_in(page, (x0 - PADDING, bottom, x1 + PADDING, floor))
    return open_ended(made, inside, above, below) if inside else made


def _alike(one: OpenArea, other: OpenArea) -> bool:
    return (
        abs(one.left - other.left) < SAME_END and abs(one.right - other.right) < SAME_END
        and len(one.edges) == len(other.edges)
    )  # fmt: skip


def _open_table(page: Page, area: OpenArea, edges: list[float], taken: list[Lattice]) -> Lattice | None:
    """The area as a table, with the rows before its first and after its last rule: page breaks leave them unruled."""
    if not edges or any(overlap((area.left, area.level[0], area.right, area.level[-1]), t.bbox) for t in taken):
        return None
    level, xs = list(area.level), [area.left, *edges, area.right]
    ceiling = max([t.bbox[3] for t in taken if t.bbox[3] <= level[0]], default=0.0)
    floor = min([t.bbox[1] for t in taken if t.bbox[1] >= level[-1]], default=page.height)
    sides = (area.left - PADDING, area.right + PADDING)
    if not area.closed:
        below = _lines_in(page, (sides[0], level[-1], sides[1], floor))
        above = _lines_in(page, (sides[0], ceiling, sides[1], level[0]))
        head_only = len(level) == 2 and not area.white
        tail = beyond(area.rows, below, xs, level[-1], 1, head_only)
        head = beyond(area.rows, above[::-1], xs, level[0], -1)
        if area.white:
            level = [head[-1].top - 1 if head else level[0], tail[-1].bottom + 1 if tail else level[-1]]
        else:
            level = [*([head[-1].top - 1] if head else []), *level, *([tail[-1].bottom + 1] if tail else [])]
    words = _inside(page.words, (sides[0], level[0], sides[1], level[-1]))
    return open_lattice(words, area.left, area.right, level, edges, drawn=bool(area.edges))


def _without_frames(found: list[Lattice], page: Page) -> list[Lattice]:
    """Frames around the page or other tables go, and so do tables inside a cell: their words belong to the cell."""
    if len(found) == 1 and len(found[0].boxes) > 1:
        return found
    kept = []
    for made in found:
        others = [other for other in found if other is not made]
        if len(made.boxes) == 1:
            high = made.bbox[3] - made.bbox[1]
            if high > 0.5 * page.height or any(within(other.bbox, made.bbox) for other in others):
                continue
        elif any(within(made.bbox, box.bbox) for other in others if len(other.boxes) > 1 for box in other.boxes):
            continue
        kept.append(made)
    return [
        made for made in kept
        if len(made.boxes) > 1
        or not any(within(made.bbox, box.bbox) for other in kept if other is not made for box in other.boxes)
    ]  # fmt: skip


def _unruled(connected: list[Group], found: list[Lattice], page: Page) -> list[OpenArea]:
    """Stretches whose rules do not enclose cells: level rules only, or upright rules only."""
    level = [group.flat for group in connected if not len(group.upright)]
    areas = []
    for left, right, ys in _ladders(np.concatenate(level) if level else np.empty((0, 3)), page.width):
        box = (left - PADDING, ys[0], right + PADDING, ys[-1])
        rows = _lines_in(page, box)
        if rows and not any(overlap(box, other.bbox) for other in found):
            areas.append(OpenArea(left, right, tuple(ys), tuple(rows), _joints(page.rulings, left, right, ys)))
    upright = np.concatenate([g.upright for g in connected if not len(g.flat)] or [np.empty((0, 3))])
    xs = sorted(set(upright[:, 0].tolist()))
    if len(xs) > 2:
        box = (xs[0], float(upright[:, 1].min()), xs[-1], float(upright[:, 2].max()))
        rows = _lines_in(page, box)
        if rows and not any(overlap(box, other.bbox) for other in found):
            areas.append(OpenArea(xs[0], xs[-1], (box[1], box[3]), tuple(rows), tuple(xs[1:-1]), closed=True))
    return areas


def _ladders(flat: NDArray[np.float64], width: float) -> list[tuple[float, float, list[float]]]:
    """Level rules with like ends: (left, right, row edges from top to bottom)."""
    whole: list[list[float]] = []
    for y, x0, x1 in flat[np.lexsort((flat[:, 1], flat[:, 0]))].tolist():
        if whole and abs(whole[-1][0] - y) < PADDING and x0 - whole[-1][2] < PIECES:
            whole[-1][2] = max(whole[-1][2], x1)
        else:
            whole.append([y, x0, x1])
    ladders: list[list[list[float]]] = []
    for rule in whole:
        if rule[2] - rule[1] < LONG_RULE * width:
            continue
        for ladder in ladders:
            if abs(ladder[-1][1] - rule[1]) < SAME_END and abs(ladder[-1][2] - rule[2]) < SAME_END:
                ladder.append(rule)
                break
        else:
            ladders.append([rule])
    return [
        (min(rule[1] for rule in ladder), max(rule[2] for rule in ladder), [rule[0] for rule in ladder])
        for ladder in ladders if len(ladder) > 1
    ]  # fmt: skip


def _joints(rulings: Sequence[Ruling], left: float, right: float, ys: Sequence[float]) -> tuple[float, ...]:
    """Inner column edges that the level rules give away because they are drawn cell by cell: piece ends that most of
    them share. Empty where they run through."""
    ends = [
        (round(x), number)
        for number, y in enumerate(ys)
        for rule in rulings if abs(rule.top - y) < PADDING and rule.bottom - rule.top < PADDING
        for x in (rule.x0, rule.x1) if left + PADDING < x < right - PADDING
    ]  # fmt: skip
    counts = Counter(x for x, _ in set(ends))
    shared = sorted(x for x in counts if counts[x] >= SHARED * len(ys))
    return tuple(float(x) for n, x in enumerate(shared) if n == 0 or x - shared[n - 1] > PADDING)


def _white_area(page: Page) -> OpenArea | None:
    """A stretch that only white space can make a table: from the first to the last line in several columns."""
    rows = lines(word for word in page.words if not word.angle)
    tabular = [n for n, line in enumerate(rows) if len(runs(line)) >= TABULAR_RUNS]
    if len(tabular) < TABULAR_LINES:
        return None
    block = rows[tabular[0] : tabular[-1] + 1]
    left, right = min(line.x0 for line in block) - 1, max(line.x1 for line in block) + 1
    if len(column_edges(block, left, right)) < TABULAR_RUNS - 1:
        return None
    return OpenArea(left, right, (block[0].top - 1, block[-1].bottom + 1), tuple(block), white=True)


def _shade_rules(shades: Sequence[BBox]) -> tuple[Ruling, ...]:
    """The edges of shaded boxes as rules; bands that are all as wide as the table have no upright edges."""
    rules = []
    wide = max(box[2] for box in shades) - min(box[0] for box in shades)
    cells = any(x1 - x0 < 0.9 * wide for x0, _, x1, _ in shades)
    for x0, top, x1, bottom in shades:
        rules += [Ruling(x0, top, x1, top), Ruling(x0, bottom, x1, bottom)]
        if cells:
            rules += [Ruling(x0, top, x0, bottom), Ruling(x1, top, x1, bottom)]
    return tuple(rules)


def _lines_in(page: Page, box: BBox) -> list[Line]:
    return lines(word for word in _inside(page.words, box) if not word.angle)


def _inside(words: Sequence[Word], box: BBox) -> list[Word]:
    x0, top, x1, bottom = box
    return [
        word for word in words
        if x0 <= (word.bbox[0] + word.bbox[2]) / 2 <= x1 and top <= (word.bbox[1] + word.bbox[3]) / 2 <= bottom
    ]  # fmt: skip


def _same_place(one: OpenArea, other: OpenArea) -> bool:
    return overlap(
        (one.left, one.level[0], one.right, one.level[-1]), (other.left, other.level[0], other.right, other.level[-1])
    )


def within(inner: BBox, outer: BBox) -> bool:
    """Is ``inner`` inside ``outer``, give or take the padding?"""
    return (
        inner[0] >= outer[0] - PADDING and inner[1] >= outer[1] - PADDING
        and inner[2] <= outer[2] + PADDING and inner[3] <= outer[3] + PADDING
    )  # fmt: skip


def overlap(one: BBox, other: BBox) -> bool:
    """Do the boxes share more than a border?"""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
