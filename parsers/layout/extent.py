"""How far an open table goes on beyond its last rule, shade or sure line, below and above."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.layout.line_columns import ROW_GAP, Held
from parsers.layout.row_separators import anchors
from parsers.layout.text_lines import Line

APART = 2.2
"""Line distances of white that part two stretches of lines, and over which an open table still goes on."""


def reach_of(known: Sequence[Held], usual: float) -> float:
    """White over which rows of this table follow each other at most."""
    size = known[0].line.size
    gaps = sorted(b.line.top - a.line.bottom for a, b in pairwise(known))
    widest = gaps[int(0.9 * len(gaps))] if len(gaps) > 5 else 0.0
    return max(APART * (usual + size), min(1.5 * widest, 4 * size))


def grown(below: Sequence[Held], bottom: float, known: Sequence[Held], usual: float) -> list[Line]:
    """The lines after the last rule that still belong to the table: goals only where rows follow."""
    reach = reach_of(known, usual)
    kept: list[Line] = []
    sure, goals = 0, False
    lowest = max([row.line.bottom for row in known] + ([bottom] if bottom - known[-1].line.bottom < reach else []))
    for row in below:
        white = row.line.top - lowest
        near = white <= usual + ROW_GAP * row.line.size
        if white > reach or row.crossing:
            break
        numbered = any(anchors([row]))
        kept.append(row.line)
        lowest = max(lowest, row.line.bottom)
        if row.wide:
            goals = goals or not near
        elif (len(row.columns) > 1 and (not goals or len(row.columns) > 2 or numbered)) or (
            near and sure == len(kept) - 1
        ):
            sure, goals = len(kept), False
    return kept[:sure]


def grown_up(above: Sequence[Held], top: float, known: Sequence[Held], usual: float, first: bool) -> list[Line]:
    """The same before the first rule. On the page where the table begins only its head can stand there."""
    reach = reach_of(known, usual)
    kept: list[Line] = []
    sure = 0
    highest = top if known[0].line.top - top < reach else known[0].line.top
    lefts = {min(row.columns): row.line.x0 for row in known if len(row.columns) == 1}
    for row in reversed(above):
        white = highest - row.line.bottom
        if white > reach or row.crossing or (first and row.wide):
            break
        kept.append(row.line)
        highest = min(highest, row.line.top)
        near = white <= usual + ROW_GAP * row.line.size
        if (len(row.columns) > (2 if first else 1) and not row.wide) or (
            first and near and 0 < sure == len(kept) - 1 and not row.wide
        ):
            sure = len(kept)
        elif not first and len(row.columns) == 1 and sure == len(kept) - 1:
            left = lefts.get(min(row.columns))
            if left is not None and abs(left - row.line.x0) < 1:
                sure = len(kept)
    return kept[:sure][::-1]
