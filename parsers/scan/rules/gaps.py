"""Rules where a table expects them: the stretches between two crossing rules that a line found elsewhere leaves open.

What is too faint, too short, broken or overstamped to be a rule by itself is one where the table has a column or row
edge and a dark ridge leads from one crossing rule to the other. Letters of a merged cell do not reach both of them.
Places and lengths are in pixels of the picture ``dark``, ``dpi`` is its resolution, ``level`` a darkness (0-255).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parsers.scan.rules.rule_lines import PixelRuling

SAME_INCHES = 0.03
"""Lines that differ by less across are pieces of one edge."""

SHORTEST_INCHES = 0.1
LEAN = 2
"""Pixels by which a stretch may lie beside the place of its line."""

RIDGE, RIDGE_SHORT = 0.6, 0.85
SHORT_INCHES = 0.32
"""Share of a stretch that must be a ridge; more where the letters of one line of text could make one."""

BLUR_INCHES, END_INCHES = 0.025, 0.035
"""From the crossing rules, beyond their own blur, a rule goes on for so long where text would keep its distance."""

TIP = 0.6
"""Share of these ends that is inked."""

DARKEST = 0.2
"""Share of the line's own darkness that its faint stretches have at least."""

BESIDE = 0.6
"""Share of a ridge's darkness that the paper on one of its sides may have."""


def completed(
    lines: Sequence[PixelRuling], crossing: Sequence[PixelRuling], dark: NDArray[np.uint8], dpi: float
) -> list[PixelRuling]:
    """``lines`` (level in ``dark``) and the stretches that the picture shows between ``crossing`` lines."""
    added: list[PixelRuling] = []
    for edge in _edges(lines, SAME_INCHES * dpi):
        at = float(np.average([line.at for line in edge], weights=[line.length for line in edge]))
        thick = float(np.median([line.thick for line in edge]))
        level = DARKEST * _darkness(edge, dark)
        drawn = _drawn(edge, dark, level)
        stops = sorted(line.at for line in crossing if line.start - dpi * 0.05 <= at <= line.end + dpi * 0.05)
        for start, end in pairwise(stops):
            if end - start < SHORTEST_INCHES * dpi or _covered(edge, start, end) > 0.5:
                continue
            if (found := _ridge(dark, at, start, end, thick, level, drawn, dpi)) is not None:
                added.append(PixelRuling(found, start, end, thick, guessed=True))
    return [*lines, *added]


def _drawn(edge: Sequence[PixelRuling], dark: NDArray[np.uint8], level: float) -> float:
    """The share of its known pieces at which the edge is inked: less than all of a dotted or broken one."""
    inked = [dark[_around(dark, line.at, 1), int(line.start) : int(line.end)].max(axis=0) >= level for line in edge]
    return float(np.concatenate(inked).mean())


def _reaches(own: NDArray[Any], level: float, start: float, end: float, drawn: float, dpi: float) -> bool:
    """Is the row ``own`` of the picture inked at both ends of a stretch between two crossing rules, beyond their blur?
    Letters of a merged cell keep their distance there."""
    blur, tip = round(BLUR_INCHES * dpi), max(round(END_INCHES * dpi), 3)
    first, last = int(start) + blur, int(end) - blur + 1
    ends = own[first : first + tip], own[last - tip : last]
    return last - first >= 2 * tip and min(float((part >= level).mean()) for part in ends) >= TIP * drawn


def _edges(lines: Sequence[PixelRuling], same: float) -> list[list[PixelRuling]]:
    """Lines that lie in one another's course."""
    edges: list[list[PixelRuling]] = []
    for line in sorted(lines, key=lambda found: found.at):
        if edges and line.at - edges[-1][0].at <= same:
            edges[-1].append(line)
        else:
            edges.append([line])
    return edges


def _darkness(edge: Sequence[PixelRuling], dark: NDArray[np.uint8]) -> float:
    """The usual darkness (0-255) along the edge."""
    values = [dark[_around(dark, line.at, 1), int(line.start) : int(line.end)].max(axis=0) for line in edge]
    return float(np.median(np.concatenate(values)))


def _around(dark: NDArray[np.uint8], at: float, reach: int) -> slice:
    """The rows of the picture no farther than ``reach`` pixels from ``at``."""
    return slice(max(round(at) - reach, 0), min(round(at) + reach + 1, len(dark)))


def _covered(edge: Sequence[PixelRuling], start: float, end: float) -> float:
    """The share of the stretch that the edge's lines cover."""
    return sum(max(min(line.end, end) - max(line.start, start), 0.0) for line in edge) / (end - start)


def _ridge(
    dark: NDArray[np.uint8],
    at: float,
    start: float,
    end: float,
    thick: float,
    level: float,
    drawn: float,
    dpi: float,
) -> float | None:
    """Where across the stretch shows a rule, inked to the same share as what is known of its edge, or None."""
    beside = round(thick / 2) + 3
    blur = round(BLUR_INCHES * dpi)
    first, last = int(start) + blur, int(end) - blur + 1
    best = (0.0, 0.0, at)
    for shift in range(-LEAN, LEAN + 1):
        y = round(at) + shift
        if y - beside < 0 or y + beside >= len(dark):
            continue
        whole = dark[y - 1 : y + 2].max(axis=0).astype(np.float32)
        if not _reaches(whole, level, start, end, drawn, dpi):
            continue
        own = whole[first:last]
        sides = np.minimum(dark[y - beside, first:last], dark[y + beside, first:last])
        ridge = (own >= level) & (sides < BESIDE * own)
        share = float(ridge.mean())
        best = max(best, (share, float(dark[y, first:last].mean()), float(y)))
    needed = RIDGE_SHORT if end - start < SHORT_INCHES * dpi else RIDGE
    return best[2] if best[0] >= needed * drawn else None
