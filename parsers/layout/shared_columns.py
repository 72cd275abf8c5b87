"""The columns that the pages of a borderless table share: its table areas -> column edges, with the areas that are its parts
and those cut off as other tables; and the header that stands unruled above an area.

A page with two rows knows little, so columns are looked for in all pages together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.document import BBox, Page, Points
from parsers.layout.column_separators import column_edges, runs
from parsers.layout.extent import APART
from parsers.layout.line_columns import ROW_GAP, ColumnedLine, held
from parsers.layout.table_areas import PADDING, TABULAR_RUNS, RowRule, TableArea, lines_in, tabular
from parsers.layout.text_lines import TextLine

LONG_RUN = 0.45
"""Share of the width from which a line of one run is a goal or a paragraph rather than a cell."""

CONFLICTS = 0.5
"""Share of its lines that run over the columns of a table, from which a stretch is none of it."""

MOST_PARTS = 8
"""Stretches at the beginning and at the end that are tried as parts of other tables."""


@dataclass(frozen=True, slots=True)
class PlacedArea:
    """An open area on its page (an index)."""

    page: int
    area: TableArea


def of_one_scale(pages: Sequence[Page], alike: list[PlacedArea]) -> list[PlacedArea]:
    """The areas, or the first alone where they are pictures of different scale: then every one has more columns by itself
    than all have together."""
    if len(alike) < 2 or pages[alike[0].page].origin != "ocr" or any(item.area.edges for item in alike):
        return alike
    sides = min(item.area.left for item in alike), max(item.area.right for item in alike)
    together = len(columns_of(pages, alike, *sides)[0])
    apart = [len(columns_of(pages, [item], item.area.left, item.area.right)[0]) for item in alike]
    return alike if min(apart) <= together else alike[:1]


def columns_of(
    pages: Sequence[Page], alike: list[PlacedArea], left: Points, right: Points
) -> tuple[list[Points], list[PlacedArea], list[PlacedArea]]:
    """Column edges of the table, the areas that are its parts, and those cut off as parts of other tables."""
    parts = [(item, part) for item in alike for part in _parts(item.area, header_above(pages[item.page], item.area))]
    first = sum(item is alike[0] for item, _ in parts)
    last = sum(item is alike[-1] for item, _ in parts)
    whole = column_edges([line for _, part in parts for line in part], left, right)
    best, begin, end = whole, 0, len(parts)
    for skipped in range(1, min(first, MOST_PARTS + 1)):
        edges = column_edges([line for _, part in parts[skipped:] for line in part], left, right)
        if (
            len(edges) > len(best)
            and conflict(parts[skipped - 1][1], left, right, edges)
            and not _same_table(parts[:skipped], parts[skipped:], left, right, whole)
        ):
            best, begin = edges, skipped
    if begin:
        parts, best, begin = _with_head(parts, best, begin, left, right)
    for skipped in range(1, min(last, MOST_PARTS + 1)):
        edges = column_edges([line for _, part in parts[begin:-skipped] for line in part], left, right)
        if (
            len(edges) > len(best)
            and conflict(parts[-skipped][1], left, right, edges)
            and not _same_table(parts[-skipped:], parts[begin:-skipped], left, right, whole)
        ):
            best, end = edges, len(parts) - skipped
    kept: list[PlacedArea] = []
    others: list[PlacedArea] = []
    for item in alike:
        mine = [n for n, (owner, _) in enumerate(parts) if owner is item]
        inner = [n for n in mine if begin <= n < end]
        if len(inner) == len(mine):
            kept.append(item)
            continue
        for numbers, target in (
            (inner, kept),
            ([n for n in mine if n < begin], others),
            ([n for n in mine if n >= end], others),
        ):
            rows = [line for n in numbers for line in parts[n][1]]
            if rows and (target is kept or tabular(rows)):
                target.append(replace(item, area=_narrowed(item.area, rows)))
    return best, kept, others


def _with_head(
    parts: list[tuple[PlacedArea, list[TextLine]]], edges: list[Points], begin: int, left: Points, right: Points
) -> tuple[list[tuple[PlacedArea, list[TextLine]]], list[Points], int]:
    """The parts, their column edges and the number of the first that belongs to the table, with the head at the foot of
    the part before cut off from it: it keeps to the columns, while the title above it runs over them."""
    item, above = parts[begin - 1]
    head = header_of(above, right - left)
    wider = column_edges([*head, *(line for _, part in parts[begin:] for line in part)], left, right) if head else []
    if len(wider) < len(edges) or conflict(head, left, right, wider):
        return parts, edges, begin
    rest = above[: len(above) - len(head)]
    cut = [(item, rest)] if rest else []
    return [*parts[: begin - 1], *cut, (item, head), *parts[begin:]], wider, begin - 1 + len(cut)


def _same_table(
    cut: Sequence[tuple[PlacedArea, list[TextLine]]],
    rest: Sequence[tuple[PlacedArea, list[TextLine]]],
    left: Points,
    right: Points,
    whole: Sequence[Points],
) -> bool:
    """Are two groups of stretches one table? The larger part, ``cut``, has just the columns of the whole: then the finer
    ones of the few lines of the ``rest`` are the wide blanks of justified text."""
    lines_cut = [line for _, part in cut for line in part]
    if len(lines_cut) <= sum(len(part) for _, part in rest):
        return False
    return 0 < len(column_edges(lines_cut, left, right)) == len(whole)


def _parts(area: TableArea, head: Sequence[TextLine]) -> list[list[TextLine]]:
    """The lines of an area in stretches: cut at wide white and at long lines of one run (goals, titles, text). The
    ``head`` above it belongs to the first."""
    gaps = sorted(b.top - a.bottom for a, b in pairwise(area.rows))
    pitch = max(gaps[len(gaps) // 2], 0.0) + area.rows[0].size if gaps else area.rows[0].size
    parts: list[list[TextLine]] = [[]]
    lowest = area.rows[0].bottom
    for line in area.rows:
        pieces = runs(line)
        if line.top - lowest > APART * pitch and parts[-1]:
            parts.append([])
        lowest = max(lowest, line.bottom)
        if len(pieces) == 1 and pieces[0].x1 - pieces[0].x0 > LONG_RUN * (area.right - area.left):
            if parts[-1]:
                parts.append([])
            continue
        parts[-1].append(line)
    found = [part for part in parts if part] or [list(area.rows)]
    return [[*head, *found[0]], *found[1:]]


def conflict(part: Sequence[TextLine], left: Points, right: Points, edges: list[Points]) -> bool:
    """Do many lines of a stretch run over these columns?"""
    xs = [left, *edges, right]
    wrong = sum(runs_over(row) for row in held(part, xs, ()))
    return wrong >= CONFLICTS * len(part)


def runs_over(row: ColumnedLine) -> bool:
    return row.wide or row.crossing


def _narrowed(area: TableArea, rows: Sequence[TextLine]) -> TableArea:
    """The area cut down to these lines, with the row edges between and right beside them."""
    top, bottom = min(line.top for line in rows), max(line.bottom for line in rows)
    if area.white:
        return replace(area, level=(RowRule(top - 1, area.left), RowRule(bottom + 1, area.left)), rows=tuple(rows))
    above = [n for n, (y, _) in enumerate(area.level) if y <= top + 1]
    below = [n for n, (y, _) in enumerate(area.level) if y >= bottom - 1]
    level = area.level[above[-1] if above else 0 : below[0] + 1 if below else len(area.level)]
    return replace(area, level=level, rows=tuple(rows))


# the header above an area

CLOSE = 1.3
"""Line heights of white between the table and its head at most; before a title or a date there is as much or more."""

SENTENCE = 0.45
"""Share of the table's width from which a run is a title or a goal rather than a label."""

MOST_LINES = 6
"""Visual lines of a head: labels of several lines, set in the middle of their cells, stand between each other."""


def header_above(page: Page, area: TableArea, taken: Sequence[BBox] = ()) -> list[TextLine]:
    """The lines right above an area that follow each other like the lines of cells and hold labels of several columns;
    empty where there are none."""
    top = area.level[0].y
    ceiling = max([box.bottom for box in taken if box.bottom <= top + PADDING], default=0.0)
    above = lines_in(page, BBox(area.left - PADDING, ceiling, area.right + PADDING, top))
    if not above or top - max(line.bottom for line in above) > CLOSE * above[-1].size:
        return []
    return header_of(above, area.right - area.left)


def header_of(rows: Sequence[TextLine], width: Points) -> list[TextLine]:
    """The last of these lines that follow each other like the lines of cells and hold labels of several columns of a
    table of this width in points; empty where there are none."""
    kept: list[TextLine] = []
    for line in reversed(rows):
        apart = bool(kept) and min(other.top for other in kept) - line.bottom > ROW_GAP * line.size
        if apart or len(kept) == MOST_LINES or any(run.x1 - run.x0 > SENTENCE * width for run in runs(line)):
            break
        kept.append(line)
    return kept[::-1] if any(len(runs(line)) >= TABULAR_RUNS for line in kept) else []
