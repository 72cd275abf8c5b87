"""The head that stands without a rule above the first rule or row of an open table."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.document import BBox, Page
from parsers.layout.areas import PADDING, TABULAR_RUNS, OpenArea, lines_in
from parsers.layout.column_separators import runs
from parsers.layout.line_columns import ROW_GAP
from parsers.layout.text_lines import Line

CLOSE = 1.3
"""Line heights of white between the table and its head at most; before a title or a date there is as much or more."""

SENTENCE = 0.45
"""Share of the table's width from which a run is a title or a goal rather than a label."""

MOST_LINES = 6
"""Visual lines of a head: labels of several lines, set in the middle of their cells, stand between each other."""


def head_above(page: Page, area: OpenArea, taken: Sequence[BBox] = ()) -> list[Line]:
    """The lines right above an area that follow each other like the lines of cells and hold labels of several columns;
    empty where there are none."""
    top = area.level[0].y
    ceiling = max([box.bottom for box in taken if box.bottom <= top + PADDING], default=0.0)
    above = lines_in(page, BBox(area.left - PADDING, ceiling, area.right + PADDING, top))
    if not above or top - max(line.bottom for line in above) > CLOSE * above[-1].size:
        return []
    return head_of(above, area.right - area.left)


def head_of(rows: Sequence[Line], width: float) -> list[Line]:
    """The last of these lines that follow each other like the lines of cells and hold labels of several columns of a
    table of this width in points; empty where there are none."""
    kept: list[Line] = []
    for line in reversed(rows):
        apart = bool(kept) and min(other.top for other in kept) - line.bottom > ROW_GAP * line.size
        if apart or len(kept) == MOST_LINES or any(run.x1 - run.x0 > SENTENCE * width for run in runs(line)):
            break
        kept.append(line)
    return kept[::-1] if any(len(runs(line)) >= TABULAR_RUNS for line in kept) else []
