"""Ruling lines in a picture: long thin dark runs, accepted only where they agree with each other.

A false line that is then erased wrecks a line of text, so a candidate must be thin, and must meet lines of the other
direction or repeat the ends of others. Only accepted lines are erased. Places and lengths are in pixels of the
picture that is given, ``dpi`` is its resolution; ``find_rules`` works at half of the page's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.document import Ruling
from parsers.scan.binarize import background
from parsers.scan.raster import POINTS, PixelBox, Pixels
from parsers.scan.rules.candidates import candidates, thin_dark
from parsers.scan.rules.gaps import completed
from parsers.scan.rules.rule_lines import PixelRuling

HALF = 2
"""Lines are looked for in half the resolution: rules stay, letters merge less often into lines than they seem."""

SHORT_INCHES = 0.32
COVERED_SHORT, COVERED = 0.8, 0.5
"""Share of a stretch between two crossing lines that must be inked: more in a stretch as short as a row of one line of
text, whose letters alone cover half of it."""

FAINT = 26
"""Darkness (0-255) of the faintest line."""

REACH_INCHES = 0.07
"""By how much a line may miss the line that it meets."""

TOUCH_INCHES, DOUBLE_INCHES = 0.02, 0.04
WIDE = 0.3
"""Share of the page width from which a lone level line is a rule all the same (rows without upright lines)."""

OPEN_ENDED = 2
"""Lines with the same ends that short ones must have beside them to count when they meet only one other: a row that a
page break cut has no rule at that end."""

IN_WORD = 8
"""Pixels of a word on either side of a line that stands inside it."""

HOLE_INCHES = 0.3
"""Breaks in a line up to this are closed where both sides are accepted and some ink is left between them."""


@dataclass(frozen=True, slots=True)
class PixelRulings:
    """Accepted level and upright lines of a page."""

    level: tuple[PixelRuling, ...]
    upright: tuple[PixelRuling, ...]


def find_rules(plain: Pixels, dpi: float) -> PixelRulings:
    """The ruling lines of a page in grey, before it is made even and specks are taken away: dotted rules are specks."""
    size = (max(plain.shape[1] // HALF, 1), max(plain.shape[0] // HALF, 1))
    paper = np.asarray(cv2.resize(plain, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    ground = background(paper, dpi / HALF)
    small = np.asarray(255 - cv2.divide(paper, np.maximum(ground, 16), scale=255.0), dtype=np.uint8)
    turned = np.ascontiguousarray(small.T)
    level = candidates(thin_dark(paper, ground, dpi / HALF), dpi / HALF)
    lying, lying_ground = np.ascontiguousarray(paper.T), np.ascontiguousarray(ground.T)
    upright = candidates(thin_dark(lying, lying_ground, dpi / HALF), dpi / HALF)
    level, upright = _accepted(level, upright, dpi / HALF, small.shape)
    whole, standing = _whole(level, upright, small, dpi / HALF), _whole(upright, level, turned, dpi / HALF)
    proven = [part for line in whole for part in _proven(line, standing, small, dpi / HALF)]
    upstanding = [part for line in standing for part in _proven(line, whole, turned, dpi / HALF)]
    flat = completed(proven, completed(upstanding, proven, turned, dpi / HALF), small, dpi / HALF)
    plumb = completed(upstanding, flat, turned, dpi / HALF)
    return PixelRulings(tuple(map(_enlarged, flat)), tuple(map(_enlarged, plumb)))


def rulings(rules: PixelRulings, dpi: float) -> tuple[Ruling, ...]:
    """The lines in points of the page."""
    scale = POINTS / dpi
    return (
        *(Ruling(f.start * scale, f.at * scale, f.end * scale, f.at * scale) for f in rules.level),
        *(Ruling(f.at * scale, f.start * scale, f.at * scale, f.end * scale) for f in rules.upright),
    )


def off_edge(rules: PixelRulings, shape: tuple[int, ...], margin: float) -> PixelRulings:
    """The rules further than ``margin`` pixels from the border of the picture: nearer ones are the edge of the sheet."""
    return PixelRulings(
        tuple(line for line in rules.level if margin <= line.at <= shape[0] - margin),
        tuple(line for line in rules.upright if margin <= line.at <= shape[1] - margin),
    )


def uncrossed(rules: PixelRulings, words: Sequence[PixelBox]) -> PixelRulings:
    """The rules without the stretches of guessed upright ones that stand inside a word: the letters of a merged cell
    were the trace."""
    standing = (part for line in rules.upright for part in _without_words(line, rules.level, words))
    return replace(rules, upright=tuple(standing))


def _without_words(line: PixelRuling, level: Sequence[PixelRuling], words: Sequence[PixelBox]) -> list[PixelRuling]:
    over = [box for box in words if box.x0 + IN_WORD < line.at < box.x1 - IN_WORD]
    if not line.guessed or not over:
        return [line]
    stops = [f.at for f in level if f.start <= line.at <= f.end and line.start + IN_WORD < f.at < line.end - IN_WORD]
    parts = pairwise([line.start, *sorted(stops), line.end])
    return [
        replace(line, start=start, end=end)
        for start, end in parts if not any(start < (top + bottom) / 2 < end for _, top, _, bottom in over)
    ]  # fmt: skip


def erased(even: Pixels, rules: PixelRulings) -> Pixels:
    """The page without its accepted lines."""
    bare = even.copy()
    _erase(bare, rules.level)
    _erase(bare.T, rules.upright)
    return bare


def _erase(bare: Pixels, lines: tuple[PixelRuling, ...]) -> None:
    """Whiten along each line the dark run across it, as thick as the line and no thicker: letters that touch it keep
    what sticks out."""
    for line in lines:
        half = int(np.ceil(line.thick / 2)) + 2
        first, last = max(int(line.at) - half, 0), min(int(line.at) + half + 1, bare.shape[0])
        start, end = max(int(line.start) - 2, 0), min(int(line.end) + 3, bare.shape[1])
        bare[first:last, start:end] = 255


def _accepted(
    level: list[PixelRuling], upright: list[PixelRuling], dpi: float, shape: tuple[int, ...]
) -> tuple[list[PixelRuling], list[PixelRuling]]:
    """Drop lines until every one left meets two others, or shares its ends with another, or is as wide as a table."""
    reach, touch = REACH_INCHES * dpi, TOUCH_INCHES * dpi
    height, width = shape[:2]
    all_level, all_upright = level, upright
    while True:
        kept_level = [f for f in level if _agrees(f, level, upright, reach, touch, WIDE * width)]
        kept_upright = [f for f in upright if _agrees(f, upright, kept_level, reach, touch, WIDE * height)]
        if len(kept_level) == len(level) and len(kept_upright) == len(upright):
            near = DOUBLE_INCHES * dpi
            return _with_doubles(level, all_level, near), _with_doubles(upright, all_upright, near)
        level, upright = kept_level, kept_upright


def _with_doubles(kept: list[PixelRuling], lines: list[PixelRuling], near: float) -> list[PixelRuling]:
    """The accepted lines and those that run close beside one of them: double rules."""
    return [
        line for line in lines
        if line in kept or any(
            abs(other.at - line.at) <= near and min(other.end, line.end) - max(other.start, line.start) > 0.8 * line.length
            for other in kept
        )
    ]  # fmt: skip


def _agrees(
    line: PixelRuling, same: list[PixelRuling], crossing: list[PixelRuling], reach: float, touch: float, long: float
) -> bool:
    """``reach``: how far it may miss a crossing line to count as meeting it; ``touch``: how near at least one end of a
    short line must come, because a line of text stops well before the border of its cell."""
    places = sorted(
        other.at for other in crossing
        if other.start - reach <= line.at <= other.end + reach and line.start - reach <= other.at <= line.end + reach
    )  # fmt: skip
    met = bool(places) + sum(b - a > reach for a, b in pairwise(places))
    if met >= 2:
        return line.length >= long or any(
            other.start - touch <= line.at <= other.end + touch and line.start - touch <= other.at <= line.end + touch
            for other in crossing
        )
    alike = (
        sum(abs(other.start - line.start) < 2 * reach and abs(other.end - line.end) < 2 * reach for other in same) - 1
    )
    if line.length < long:
        return met == 1 and alike >= OPEN_ENDED
    return met == 1 or alike > 0


def _whole(
    lines: list[PixelRuling], crossing: list[PixelRuling], dark: NDArray[np.uint8], dpi: float
) -> list[PixelRuling]:
    """Close breaks between accepted pieces of one line where some ink is left between them. A break that begins and
    ends at crossing lines is meant: a row of merged cells."""
    hole, across, reach = HOLE_INCHES * dpi, 0.025 * dpi, 0.02 * dpi
    whole: list[PixelRuling] = []
    for line in sorted(lines, key=lambda f: f.start):
        for n, other in enumerate(whole):
            gap = line.start - other.end
            if abs(other.at - line.at) > across or not 0 < gap <= hole:
                continue
            meant = _touches(other.end, other.at, crossing, reach) and _touches(line.start, line.at, crossing, reach)
            if not meant and _some_ink(dark, other, line):
                total = other.length + line.length
                at = (other.at * other.length + line.at * line.length) / total
                whole[n] = PixelRuling(at, other.start, line.end, max(other.thick, line.thick))
                break
        else:
            whole.append(line)
    return whole


def _touches(end: float, at: float, crossing: list[PixelRuling], touch: float) -> bool:
    """Does a line that stands at ``at`` end on one of the crossing lines?"""
    return any(
        other.start - touch <= at <= other.end + touch and abs(other.at - end) <= touch + other.thick / 2
        for other in crossing
    )


def _some_ink(dark: NDArray[np.uint8], left: PixelRuling, right: PixelRuling) -> bool:
    """Are there remains of the line between its pieces, and not letters of a row that it does not cross?"""
    y, beside = round((left.at + right.at) / 2), 4
    start, end = int(left.end), max(int(right.start), int(left.end) + 1)
    own = dark[max(y - 1, 0) : y + 2, start:end].max(axis=0)
    around = np.maximum(dark[max(y - beside, 0), start:end], dark[min(y + beside, len(dark) - 1), start:end])
    return float((own > FAINT).mean()) > 0.6 and float((around > FAINT).mean()) < 0.15


def _proven(line: PixelRuling, crossing: list[PixelRuling], dark: NDArray[np.uint8], dpi: float) -> list[PixelRuling]:
    """The line without the stretches between two crossings where it is not really drawn: it ran on over the letters of
    a merged cell that happened to stand in its way."""
    y, half = round(line.at), max(round(line.thick / 2), 1)
    own = dark[max(y - half, 0) : y + half + 1].max(axis=0)
    level = 0.5 * float(np.median(own[int(line.start) : int(line.end)]))
    stops = [
        other.at for other in crossing
        if other.start - 2 <= line.at <= other.end + 2 and line.start + 3 < other.at < line.end - 3
    ]  # fmt: skip
    kept: list[PixelRuling] = []
    for start, end in pairwise([line.start, *sorted(stops), line.end]):
        inner = own[int(start) + 3 : int(end) - 2]
        needed = COVERED_SHORT if end - start < SHORT_INCHES * dpi else COVERED
        if len(inner) and float((inner >= level).mean()) < needed:
            continue
        if kept and kept[-1].end == start:
            kept[-1] = PixelRuling(line.at, kept[-1].start, end, line.thick)
        else:
            kept.append(PixelRuling(line.at, start, end, line.thick))
    return kept


def _enlarged(line: PixelRuling) -> PixelRuling:
    """From half to full resolution; the middle of half pixel n is between full pixels 2n and 2n + 1."""
    return PixelRuling(HALF * line.at + 0.5, HALF * line.start, HALF * line.end, HALF * line.thick, line.guessed)
