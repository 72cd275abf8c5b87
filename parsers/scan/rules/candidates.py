"""What may be a ruling line in a picture: long thin level runs, darker than the paper on both of their sides.

Places and lengths are in pixels of the picture that is given, ``dpi`` its resolution, darkness 0-255 (``floor``: the
least that counts).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.raster import Pixels
from parsers.scan.rules.rule_lines import PixelRuling

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
"""Unevenness of a long thin line (broken ones reach 0.5, rows of letters 0.6 and more), and of short or thick ones,
where a few letters of bold print come near to that."""

DOTTED, DOT_INCHES = 0.17, 0.075
"""Unevenness of a dotted or dashed line seen through a blur as wide as its dots with their gaps; rows of letters keep
0.2 and more, because words end."""

LONG_INCHES, DOTTED_LONG = 2.0, 0.3

BESIDE_INCHES = 0.027
"""So near there is paper beside a row of dots; stems stand on the feet of letters."""

PIECE, NEAR = 64, 31
FAINTEST, NOISE = 8.0, 4.0
"""Darkness (0-255) of the faintest line on even paper; how many times darker than the runs of the paper's own noise."""


def thin_dark(small: Pixels, ground: Pixels, dpi: float) -> NDArray[np.uint8]:
    """Darkness (0-255, in shares of the paper) of what is thin down the page. The edge of a shade or shadow, lighter on
    one side and darker on the other, is nothing thin and leaves no trace; so the picture must not be flattened before."""
    side = round((THICKEST_INCHES + CLEAR_INCHES / 2) * dpi) | 1
    dips = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, np.ones((side, 1), np.uint8), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.divide(dips, np.maximum(ground, 16), scale=255.0), dtype=np.uint8)


def candidates(dark: NDArray[np.uint8], dpi: float) -> list[PixelRuling]:
    """Thin level runs in what ``thin_dark`` left."""
    length = round(SHORTEST_INCHES * dpi)
    smooth = cv2.blur(dark, (7, 1))
    runs = np.asarray(cv2.morphologyEx(smooth, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), dtype=np.uint8)
    floor = FAINTEST + NOISE * float(np.median(runs))
    mask = _ridges(runs, floor, dpi)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for label in range(1, count):
        x, y, wide, high, area = boxes[label, :5].tolist()
        if wide < length or high > wide / 3:
            continue
        thick = area / wide
        if thick > THICKEST_INCHES * dpi or not _clear(dark, x, y, wide, high, round(CLEAR_INCHES * dpi), floor):
            continue
        long = thick <= THIN_INCHES * dpi and wide >= 2 * length
        run = dark[y : y + high, x : x + wide]
        if _unevenness(run) > (UNEVEN if long else UNEVEN_BAR) and not (
            long and _dotted(run, dpi) and _clear(dark, x, y, wide, high, round(BESIDE_INCHES * dpi), floor)
        ):
            continue
        part = np.where(labels[y : y + high, x : x + wide] == label, runs[y : y + high, x : x + wide], 0)
        weight = part.sum(axis=1, dtype=np.float64)
        centre = y + float((weight * np.arange(high)).sum() / weight.sum())
        found.append(PixelRuling(centre, float(x), float(x + wide), thick))
    return _collinear(found, dpi)


def _ridges(runs: NDArray[np.uint8], floor: float, dpi: float) -> NDArray[np.uint8]:
    """1 where a run is darker than noise and at least half as dark as what is near across: so a rule does not grow
    together with the fainter letters beside it."""
    reach = 2 * round(CLEAR_INCHES * dpi) + 1
    near = cv2.dilate(runs, np.ones((reach, 1), np.uint8))
    return np.asarray((runs > floor) & (runs >= near // 2), dtype=np.uint8)


def _clear(dark: NDArray[np.uint8], x: int, y: int, wide: int, high: int, reach: int, floor: float) -> bool:
    """Is there a strip of paper along either side of the run? A row of letters seen as a line has ink on one side."""
    own = dark[y : y + high, x : x + wide].max(axis=0)
    paper = dark[max(y - reach, 0) : y + high + reach, x : x + wide] < np.maximum(own // 2, floor / 2)
    shares = paper.mean(axis=1)
    above, below = shares[: max(y - max(y - reach, 0) - 1, 0)], shares[min(y, reach) + high + 1 :]
    return all(not len(side) or float(side.max()) >= CLEAR_SHARE for side in (above, below))


def _dotted(run: NDArray[np.uint8], dpi: float) -> bool:
    """Is the run even to an eye that does not see its dots? No row of letters without a wide blank is as long as a line
    that needs to be less even."""
    allowed = DOTTED_LONG if run.shape[1] >= LONG_INCHES * dpi else DOTTED
    return _unevenness(np.asarray(cv2.blur(run, (round(DOT_INCHES * dpi), 1)), dtype=np.uint8)) <= allowed


def _unevenness(run: NDArray[np.uint8]) -> float:
    """Spread of the darkness along the darkest row, in shares of what is usual near by; piece by piece, because lines
    lean a little and are faint in part."""
    spreads = []
    for start in range(0, run.shape[1], PIECE):
        piece = run[:, start : start + PIECE].astype(np.float32)
        row = piece[[int(piece.mean(axis=1).argmax())]]
        usual = cv2.blur(row, (NEAR, 1))
        spreads.append(float((row / np.maximum(usual, 1.0)).std()))
    return float(np.mean(spreads))


def _collinear(found: list[PixelRuling], dpi: float) -> list[PixelRuling]:
    """Pieces of one line that nearly touch, as one."""
    joined: list[PixelRuling] = []
    near, across = 0.05 * dpi, 0.02 * dpi
    for line in sorted(found, key=lambda f: f.start):
        for n, other in enumerate(joined):
            if abs(other.at - line.at) <= across and line.start - other.end <= near:
                total = other.length + line.length
                at = (other.at * other.length + line.at * line.length) / max(total, 1.0)
                joined[n] = PixelRuling(at, other.start, max(other.end, line.end), max(other.thick, line.thick))
                break
        else:
            joined.append(line)
    return joined
