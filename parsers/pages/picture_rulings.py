"""Ruling lines in a picture: long thin dark runs, accepted only where they agree with each other.

A false line that is then erased wrecks a line of text, so a candidate must be thin, and must meet lines of the other
direction or repeat the ends of others. Only accepted lines are erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.document import Ruling
from parsers.pages.picture import POINTS, Pixels
from parsers.pages.rule_gaps import completed
from parsers.pages.rule_lines import Found

HALF = 2
"""Lines are looked for in half the resolution: rules stay, letters merge less often into lines than they seem."""

SHORTEST_INCHES = 0.25
"""Longer than any upright stroke of a letter (24-point capitals)."""

THICKEST_INCHES = 0.065
"""Table frames are up to 3 points thick, double ones that ran together up to 4.5."""

CLEAR_INCHES = 0.047
"""Within this distance there is a strip of paper along both sides of a rule; beside a row of letters there is none on
the letters' side (half the height of 9-point small letters)."""

CLEAR_SHARE = 0.8
THIN_INCHES = 0.02
UNEVEN, UNEVEN_BAR = 0.55, 0.35
"""Unevenness of a long thin line (broken and dotted ones reach 0.5, rows of letters 0.6 and more), and of short or
thick ones, where a few letters of bold print come near to that."""

PIECE = 64
SHORT_INCHES = 0.32
COVERED_SHORT, COVERED = 0.8, 0.5
"""Share of a stretch between two crossing lines that must be inked: more in a stretch as short as a row of one line of
text, whose letters alone cover half of it."""

FAINT = 26
"""Darkness (0-255) of the faintest line."""

REACH_INCHES = 0.07
"""By how much a line may miss the line that it meets."""

TOUCH_INCHES = 0.02
WIDE = 0.3
"""Share of the page width from which a lone level line is a rule all the same (rows without upright lines)."""

IN_WORD = 8
"""Pixels of a word on either side of a line that stands inside it."""

Box = tuple[int, int, int, int]

HOLE_INCHES = 0.3
"""Breaks in a line up to this are closed where both sides are accepted and some ink is left between them."""


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
    turned = np.ascontiguousarray(small.T)
    whole, standing = _whole(level, upright, small, dpi / HALF), _whole(upright, level, turned, dpi / HALF)
    proven = [part for line in whole for part in _proven(line, standing, small, dpi / HALF)]
    upstanding = [part for line in standing for part in _proven(line, whole, turned, dpi / HALF)]
    flat = completed(proven, completed(upstanding, proven, turned, dpi / HALF), small, dpi / HALF)
    plumb = completed(upstanding, flat, turned, dpi / HALF)
    return Rules(tuple(map(_enlarged, flat)), tuple(map(_enlarged, plumb)))


def rulings(rules: Rules, dpi: float) -> tuple[Ruling, ...]:
    """The lines in points of the page."""
    scale = POINTS / dpi
    return (
        *(Ruling(f.start * scale, f.at * scale, f.end * scale, f.at * scale) for f in rules.level),
        *(Ruling(f.at * scale, f.start * scale, f.at * scale, f.end * scale) for f in rules.upright),
    )


def uncrossed(rules: Rules, words: Sequence[Box]) -> Rules:
    """The rules without the stretches of guessed upright ones that stand inside a word: the letters of a merged cell
    were the trace."""
    standing = (part for line in rules.upright for part in _without_words(line, rules.level, words))
    return replace(rules, upright=tuple(standing))


def _without_words(line: Found, level: Sequence[Found], words: Sequence[Box]) -> list[Found]:
    over = [box for box in words if box[0] + IN_WORD < line.at < box[2] - IN_WORD]
    if not line.guessed or not over:
        return [line]
    stops = [f.at for f in level if f.start <= line.at <= f.end and line.start + IN_WORD < f.at < line.end - IN_WORD]
    parts = pairwise([line.start, *sorted(stops), line.end])
    return [
        replace(line, start=start, end=end)
        for start, end in parts if not any(start < (top + bottom) / 2 < end for _, top, _, bottom in over)
    ]  # fmt: skip


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
        if thick > THICKEST_INCHES * dpi or not _clear(dark, x, y, wide, high, round(CLEAR_INCHES * dpi)):
            continue
        broken = thick <= THIN_INCHES * dpi and wide >= 2 * length
        if _unevenness(dark[y : y + high, x : x + wide]) > (UNEVEN if broken else UNEVEN_BAR):
            continue
        part = np.where(labels[y : y + high, x : x + wide] == label, runs[y : y + high, x : x + wide], 0)
        weight = part.sum(axis=1, dtype=np.float64)
        centre = y + float((weight * np.arange(high)).sum() / weight.sum())
        found.append(Found(centre, float(x), float(x + wide), thick))
    return _collinear(found, dpi)


def _clear(dark: NDArray[np.uint8], x: int, y: int, wide: int, high: int, reach: int) -> bool:
    """Is there a strip of paper along either side of the run? A row of letters seen as a line has ink on one side."""
    own = dark[y : y + high, x : x + wide].max(axis=0)
    paper = dark[max(y - reach, 0) : y + high + reach, x : x + wide] < np.maximum(own // 2, FAINT // 2)
    shares = paper.mean(axis=1)
    above, below = shares[: max(y - max(y - reach, 0) - 1, 0)], shares[min(y, reach) + high + 1 :]
    return all(not len(side) or float(side.max()) >= CLEAR_SHARE for side in (above, below))


def _unevenness(run: NDArray[np.uint8]) -> float:
    """Spread of the darkness along the darkest row, in shares of its mean; piece by piece, because lines lean a little.
    Letters alternate with paper even where they stand close."""
    spreads = []
    for start in range(0, run.shape[1], PIECE):
        piece = run[:, start : start + PIECE].astype(np.float64)
        row = piece[int(piece.mean(axis=1).argmax())]
        spreads.append(float(row.std() / max(row.mean(), 1.0)))
    return float(np.mean(spreads))


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
    reach, touch = REACH_INCHES * dpi, TOUCH_INCHES * dpi
    height, width = shape[:2]
    while True:
        kept_level = [f for f in level if _agrees(f, level, upright, reach, touch, WIDE * width)]
        kept_upright = [f for f in upright if _agrees(f, upright, kept_level, reach, touch, WIDE * height)]
        if len(kept_level) == len(level) and len(kept_upright) == len(upright):
            return level, upright
        level, upright = kept_level, kept_upright


def _agrees(line: Found, same: list[Found], crossing: list[Found], reach: float, touch: float, long: float) -> bool:
    """``reach``: how far it may miss a crossing line to count as meeting it; ``touch``: how near at least one end of a
    short line must come, because a line of text stops well before the border of its cell."""
    met = sum(
        other.start - reach <= line.at <= other.end + reach and line.start - reach <= other.at <= line.end + reach
        for other in crossing
    )
    if met >= 2:
        return line.length >= long or any(
            other.start - touch <= line.at <= other.end + touch and line.start - touch <= other.at <= line.end + touch
            for other in crossing
        )
    if line.length < long:
        return False
    if met == 1:
        return True
    return any(
        other is not line and abs(other.start - line.start) < 2 * reach and abs(other.end - line.end) < 2 * reach
        for other in same
    )


def _whole(lines: list[Found], crossing: list[Found], dark: NDArray[np.uint8], dpi: float) -> list[Found]:
    """Close breaks between accepted pieces of one line where some ink is left between them. A break that begins and
    ends at crossing lines is meant: a row of merged cells."""
    hole, across, reach = HOLE_INCHES * dpi, 0.025 * dpi, 0.02 * dpi
    whole: list[Found] = []
    for line in sorted(lines, key=lambda f: f.start):
        for n, other in enumerate(whole):
            gap = line.start - other.end
            if abs(other.at - line.at) > across or not 0 < gap <= hole:
                continue
            meant = _touches(other.end, other.at, crossing, reach) and _touches(line.start, line.at, crossing, reach)
            if not meant and _some_ink(dark, other, line):
                total = other.length + line.length
                at = (other.at * other.length + line.at * line.length) / total
                whole[n] = Found(at, other.start, line.end, max(other.thick, line.thick))
                break
        else:
            whole.append(line)
    return whole


def _touches(end: float, at: float, crossing: list[Found], touch: float) -> bool:
    """Does a line that stands at ``at`` end on one of the crossing lines?"""
    return any(
        other.start - touch <= at <= other.end + touch and abs(other.at - end) <= touch + other.thick / 2
        for other in crossing
    )


def _some_ink(dark: NDArray[np.uint8], left: Found, right: Found) -> bool:
    """Are there remains of the line between its pieces, and not letters of a row that it does not cross?"""
    y, beside = round((left.at + right.at) / 2), 4
    start, end = int(left.end), max(int(right.start), int(left.end) + 1)
    own = dark[max(y - 1, 0) : y + 2, start:end].max(axis=0)
    around = np.maximum(dark[max(y - beside, 0), start:end], dark[min(y + beside, len(dark) - 1), start:end])
    return float((own > FAINT).mean()) > 0.6 and float((around > FAINT).mean()) < 0.15


def _proven(line: Found, crossing: list[Found], dark: NDArray[np.uint8], dpi: float) -> list[Found]:
    """The line without the stretches between two crossings where it is not really drawn: it ran on over the letters of
    a merged cell that happened to stand in its way."""
    y, half = round(line.at), max(round(line.thick / 2), 1)
    own = dark[max(y - half, 0) : y + half + 1].max(axis=0)
    level = 0.5 * float(np.median(own[int(line.start) : int(line.end)]))
    stops = [
        other.at for other in crossing
        if other.start - 2 <= line.at <= other.end + 2 and line.start + 3 < other.at < line.end - 3
    ]  # fmt: skip
    kept: list[Found] = []
    for start, end in pairwise([line.start, *sorted(stops), line.end]):
        inner = own[int(start) + 3 : int(end) - 2]
        needed = COVERED_SHORT if end - start < SHORT_INCHES * dpi else COVERED
        if len(inner) and float((inner >= level).mean()) < needed:
            continue
        if kept and kept[-1].end == start:
            kept[-1] = Found(line.at, kept[-1].start, end, line.thick)
        else:
            kept.append(Found(line.at, start, end, line.thick))
    return kept


def _enlarged(line: Found) -> Found:
    """From half to full resolution; the middle of half pixel n is between full pixels 2n and 2n + 1."""
    return Found(HALF * line.at + 0.5, HALF * line.start, HALF * line.end, HALF * line.thick, line.guessed)
