"""Ruling lines in a picture: long thin dark runs, accepted only where they agree with each other.

A false line that is then erased wrecks a line of text, so a candidate must be thin, and must meet lines of the other
direction or repeat the ends of others. Only accepted lines are erased.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.document import Ruling
from parsers.pages.picture import POINTS, Pixels

HALF = 2
"""Lines are looked for in half the resolution: rules stay, letters merge less often into lines than they seem."""

SHORTEST_INCHES = 0.25
"""Longer than any upright stroke of a letter (24-point capitals)."""

THICKEST_INCHES = 0.04
"""Table frames are up to 3 points thick."""

FAINT = 26
"""Darkness (0-255) of the faintest line."""

REACH_INCHES = 0.07
"""By how much a line may miss the line that it meets."""

WIDE = 0.3
"""Share of the page width from which a lone level line is a rule all the same (rows without upright lines)."""

HOLE_INCHES = 0.3
"""Breaks in a line up to this are closed where both sides are accepted and some ink is left between them."""


@dataclass(frozen=True, slots=True)
class Found:
    """A line in pixels of the full resolution: ``at`` across, ``start`` and ``end`` along, ``thick`` across."""

    at: float
    start: float
    end: float
    thick: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Rules:
    """Accepted level and upright lines of a page."""

    level: tuple[Found, ...]
    upright: tuple[Found, ...]


def find_rules(even: Pixels, dpi: float) -> Rules:
    """The ruling lines of a cleaned page."""
    size = (max(even.shape[1] // HALF, 1), max(even.shape[0] // HALF, 1))
    small = np.asarray(255 - cv2.resize(even, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    level = _candidates(small, dpi / HALF)
    upright = _candidates(np.ascontiguousarray(small.T), dpi / HALF)
    level, upright = _accepted(level, upright, dpi / HALF, small.shape)
    level = _whole(level, small, dpi / HALF)
    upright = _whole(upright, np.ascontiguousarray(small.T), dpi / HALF)
    return Rules(tuple(map(_enlarged, level)), tuple(map(_enlarged, upright)))


def rulings(rules: Rules, dpi: float) -> tuple[Ruling, ...]:
    """The lines in points of the page."""
    scale = POINTS / dpi
    return (
        *(Ruling(f.start * scale, f.at * scale, f.end * scale, f.at * scale) for f in rules.level),
        *(Ruling(f.at * scale, f.start * scale, f.at * scale, f.end * scale) for f in rules.upright),
    )


def erased(even: Pixels, rules: Rules) -> Pixels:
    """The page without its accepted lines."""
    bare = even.copy()
    _erase(bare, rules.level)
    _erase(bare.T, rules.upright)
    return bare


def _erase(bare: Pixels, lines: tuple[Found, ...]) -> None:
    """Whiten along each line the dark run across it, as thick as the line and no thicker: letters that touch it keep
    what sticks out."""
    for line in lines:
        half = int(np.ceil(line.thick / 2)) + 2
        first, last = max(int(line.at) - half, 0), min(int(line.at) + half + 1, bare.shape[0])
        start, end = max(int(line.start) - 2, 0), min(int(line.end) + 3, bare.shape[1])
        bare[first:last, start:end] = 255


def _candidates(dark: NDArray[np.uint8], dpi: float) -> list[Found]:
    """Thin level runs."""
    length = round(SHORTEST_INCHES * dpi)
    smooth = cv2.blur(dark, (7, 1))
    runs = cv2.morphologyEx(smooth, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    mask = np.asarray(runs > FAINT, dtype=np.uint8)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for label in range(1, count):
        x, y, wide, high, area = boxes[label, :5].tolist()
        if wide < length or high > wide / 3:
            continue
        thick = area / wide
        if thick > THICKEST_INCHES * dpi + 1 or not _thin(dark, x, y, wide, high):
            continue
        part = np.where(labels[y : y + high, x : x + wide] == label, runs[y : y + high, x : x + wide], 0)
        weight = part.sum(axis=1, dtype=np.float64)
        centre = y + float((weight * np.arange(high)).sum() / weight.sum())
        found.append(Found(centre, float(x), float(x + wide), thick))
    return _collinear(found, dpi)


def _thin(dark: NDArray[np.uint8], x: int, y: int, wide: int, high: int) -> bool:
    """Is it paper on both sides of most of the run? A row of letters seen as a line has ink above or below it."""
    gap = 3
    own = dark[y : y + high, x : x + wide].max(axis=0).astype(np.int16)
    above = dark[max(y - gap - 1, 0) : max(y - gap + 1, 1), x : x + wide].max(axis=0)
    below = dark[y + high + gap - 1 : y + high + gap + 1, x : x + wide]
    under = below.max(axis=0) if below.size else np.zeros(wide, dtype=np.uint8)
    return float((above < own * 0.5).mean()) > 0.6 and float((under < own * 0.5).mean()) > 0.6


def _collinear(found: list[Found], dpi: float) -> list[Found]:
    """Pieces of one line that nearly touch, as one."""
    joined: list[Found] = []
    near, across = 0.05 * dpi, 0.02 * dpi
    for line in sorted(found, key=lambda f: f.start):
        for n, other in enumerate(joined):
            if abs(other.at - line.at) <= across and line.start - other.end <= near:
                total = other.length + line.length
                at = (other.at * other.length + line.at * line.length) / max(total, 1.0)
                joined[n] = Found(at, other.start, max(other.end, line.end), max(other.thick, line.thick))
                break
        else:
            joined.append(line)
    return joined


def _accepted(
    level: list[Found], upright: list[Found], dpi: float, shape: tuple[int, ...]
) -> tuple[list[Found], list[Found]]:
    """Drop lines until every one left meets two others, or shares its ends with another, or is as wide as a table."""
    reach = REACH_INCHES * dpi
    height, width = shape[:2]
    while True:
        kept_level = [f for f in level if _agrees(f, level, upright, reach, WIDE * width)]
        kept_upright = [f for f in upright if _agrees(f, upright, kept_level, reach, WIDE * height)]
        if len(kept_level) == len(level) and len(kept_upright) == len(upright):
            return level, upright
        level, upright = kept_level, kept_upright


def _agrees(line: Found, same: list[Found], crossing: list[Found], reach: float, long: float) -> bool:
    met = sum(
        other.start - reach <= line.at <= other.end + reach and line.start - reach <= other.at <= line.end + reach
        for other in crossing
    )
    if met >= 2:
        return True
    if line.length < long:
        return False
    if met == 1:
        return True
    return any(
        other is not line and abs(other.start - line.start) < 2 * reach and abs(other.end - line.end) < 2 * reach
        for other in same
    )


def _whole(lines: list[Found], dark: NDArray[np.uint8], dpi: float) -> list[Found]:
    """Close breaks between accepted pieces of one line where some ink is left between them or others bridge it."""
    hole, across = HOLE_INCHES * dpi, 0.025 * dpi
    whole: list[Found] = []
    for line in sorted(lines, key=lambda f: f.start):
        for n, other in enumerate(whole):
            gap = line.start - other.end
            if abs(other.at - line.at) <= across and 0 < gap <= hole and _some_ink(dark, other, line):
                total = other.length + line.length
                at = (other.at * other.length + line.at * line.length) / total
                whole[n] = Found(at, other.start, line.end, max(other.thick, line.thick))
                break
        else:
            whole.append(line)
    return whole


def _some_ink(dark: NDArray[np.uint8], left: Found, right: Found) -> bool:
    """Are there remains of the line between its pieces, and not letters of a row that it does not cross?"""
    y, beside = round((left.at + right.at) / 2), 4
    start, end = int(left.end), max(int(right.start), int(left.end) + 1)
    own = dark[max(y - 1, 0) : y + 2, start:end].max(axis=0)
    around = np.maximum(dark[max(y - beside, 0), start:end], dark[min(y + beside, len(dark) - 1), start:end])
    return float((own > FAINT).mean()) > 0.3 and float((around > FAINT).mean()) < 0.15


def _enlarged(line: Found) -> Found:
    """From half to full resolution; the middle of half pixel n is between full pixels 2n and 2n + 1."""
    return Found(HALF * line.at + 0.5, HALF * line.start, HALF * line.end, HALF * line.thick)
