"""How a page lies in its picture, and the one warp that makes it upright at the working resolution.

Looked for on a thumbnail: the sheet in a photo, quarter turns, skew, and last what is left between the outer rules of
the tables and true verticals and horizontals. All of it becomes one 3 x 3 matrix, applied once to the original pixels:
every further resampling would blur the letters. A ``size`` is (width, height) in pixels of the picture that is made,
``dpi`` the resolution of the picture that is given.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.binarize import flattened, ink_mask
from parsers.scan.raster import WORKING_DPI, Picture, Pixels, grey
from parsers.scan.upright.margins import without_edges
from parsers.scan.upright.sheet import sheet_corners, sheet_size
from parsers.scan.upright.skew import frame_corners

Matrix = NDArray[np.float64]

THUMB_DPI = 110.0
STEEPEST = 12.0
"""Degrees of skew that are looked for; scanners stay below 5."""

FEW_WORDS = 16
"""Pieces of text below which their shapes prove nothing about the way the lines run."""

LEVEL = 0.03
"""Degrees below which a page is taken for straight: half a pixel over the width of a table."""

PAPER = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Upright:
    """The page at the working resolution, what was done to it, and whether its upper side is still a guess. ``turned``
    counts quarter turns clockwise, ``skew`` is in degrees (see ``skew_angle``)."""

    pixels: Pixels
    turned: int
    skew: float
    photo: bool
    turn_guessed: bool


def straightened(picture: Picture, half_turn: bool = False) -> Upright:
    """The page upright at 300 dpi. ``half_turn`` turns the result of the search by another 180 degrees."""
    scale = min(THUMB_DPI / picture.dpi, 1.0)
    matrix = np.diag([scale, scale, 1.0])
    corners = sheet_corners(_scaled(grey(picture.pixels), scale))
    if corners is None:
        picture = replace(picture, pixels=without_edges(picture.pixels, picture.dpi))
    thumb = _scaled(grey(picture.pixels), scale)
    size = (thumb.shape[1], thumb.shape[0])
    dpi = picture.dpi * scale
    if corners is not None:
        size, dpi = sheet_size(corners)
        matrix = _onto(corners, size) @ matrix
        thumb = warped(grey(picture.pixels), matrix, size)
    turned = quarter_turned(thumb, dpi)
    turns = (3 if turned else 0) + (2 if half_turn else 0)
    matrix, size = _turn(matrix, size, turns)
    thumb = np.ascontiguousarray(np.rot90(thumb, -turns))
    skew = skew_angle(thumb, dpi)
    if abs(skew) > LEVEL:
        rotation, size = _rotation(size, skew)
        matrix = rotation @ matrix
    grow = WORKING_DPI / dpi
    matrix = _rectified(picture, matrix, size)
    target = (round(size[0] * grow), round(size[1] * grow))
    matrix = np.diag([target[0] / size[0], target[1] / size[1], 1.0]) @ matrix
    return Upright(_applied(picture.pixels, matrix, target), turns % 4, skew, corners is not None, turned)


def quarter_turned(thumb: Pixels, dpi: float) -> bool:
    """Do the lines of text run up and down? Letters closed into words are longer than high along their line."""
    mask = _text_ink(thumb, dpi)
    reach = max(round(0.02 * dpi), 1) * 2 + 1
    words = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    boxes = cv2.connectedComponentsWithStats(words, connectivity=8)[2][1:]
    wide, high, area = boxes[:, 2], boxes[:, 3], boxes[:, 4].astype(np.float64)
    texty = (np.minimum(wide, high) >= 0.04 * dpi) & (np.maximum(wide, high) < 3 * dpi)
    lying, standing = texty & (wide > 1.6 * high), texty & (high > 1.6 * wide)
    if lying.sum() + standing.sum() < FEW_WORDS:
        return _runs_down(mask)
    return float(area[standing].sum()) > 1.3 * float(area[lying].sum())


def _runs_down(mask: NDArray[np.uint8]) -> bool:
    """The same where few letters hold together (faint print, a nearly empty page): is the ink sharper in columns than
    in rows? Tall thin pieces are rules, not letters."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    long, short = np.maximum(boxes[:, 2], boxes[:, 3]), np.minimum(boxes[:, 2], boxes[:, 3])
    letters = long <= 5 * short
    letters[0] = False
    ink = letters[labels]
    rows, columns = ink.sum(axis=1, dtype=np.float64), ink.sum(axis=0, dtype=np.float64)
    return float((columns**2).mean()) > 1.3 * float((rows**2).mean())


def skew_angle(thumb: Pixels, dpi: float) -> float:
    """Degrees by which lines of text and level rules fall to the right: the angle whose projection is sharpest."""
    places = np.argwhere(_text_ink(thumb, dpi, rules=True)).astype(np.float64)
    if len(places) < 200:
        return 0.0
    best = 0.0
    for width, pitch, most in ((STEEPEST, 0.5, 15_000), (0.5, 0.1, 60_000), (0.1, 0.02, 60_000)):
        chosen = places[:: max(len(places) // most, 1)]
        ys, xs = np.ascontiguousarray(chosen[:, 0]), np.ascontiguousarray(chosen[:, 1])
        angles = best + np.arange(-width, width + pitch / 2, pitch)
        scores = [_sharpness(xs, ys, angle) for angle in angles.tolist()]
        best = float(angles[int(np.argmax(scores))])
    gain = _sharpness(xs, ys, best) / max(_sharpness(xs, ys, 0.0), 1.0)
    return best if gain > 1.01 else 0.0


def _sharpness(xs: NDArray[np.float64], ys: NDArray[np.float64], angle: float) -> float:
    """How much ink (at ``xs``, ``ys``, in pixels) falls on the same rows and columns after a turn by ``angle`` degrees:
    the mean square of pixels a row, and a little of that a column."""
    slope = math.tan(math.radians(angle))
    rows = np.round(ys - xs * slope).astype(np.int64)
    columns = np.round(xs + ys * slope).astype(np.int64)
    level = np.bincount(rows - rows.min()).astype(np.float64)
    plumb = np.bincount(columns - columns.min()).astype(np.float64)
    return float((level**2).sum() / len(level) + 0.3 * (plumb**2).sum() / len(plumb))


def _text_ink(thumb: Pixels, dpi: float, rules: bool = False) -> NDArray[np.uint8]:
    """Ink in pieces as large as letters and words (and rules, if asked): no edges, stamps, pictures or specks."""
    mask = ink_mask(flattened(thumb, dpi))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    wide, high, area = boxes[:, 2], boxes[:, 3], boxes[:, 4]
    kept = (area >= 4) & (np.maximum(wide, high) < 2 * dpi)
    if rules:
        kept |= area < 0.25 * wide * high
        kept |= np.minimum(wide, high) < 0.08 * dpi
    kept[0] = False
    return np.asarray(kept[labels], dtype=np.uint8)


def _rectified(picture: Picture, matrix: Matrix, size: tuple[int, int]) -> Matrix:
    """The matrix corrected so that the outer rules of the tables run true."""
    twice = np.diag([1.5, 1.5, 1.0])
    large = (round(size[0] * 1.5), round(size[1] * 1.5))
    corners = frame_corners(warped(grey(picture.pixels), twice @ matrix, large), THUMB_DPI * 1.5)
    if corners is None:
        return matrix
    here, true = (part.astype(np.float32) / np.float32(1.5) for part in corners)
    return np.asarray(cv2.getPerspectiveTransform(here, true), dtype=np.float64) @ matrix


def _applied(pixels: Pixels, matrix: Matrix, size: tuple[int, int]) -> Pixels:
    """The only resampling of the original; a mere change of scale needs no warp, and no change needs nothing."""
    height, width = pixels.shape[:2]
    wide, high = matrix[0, 0] * width, matrix[1, 1] * height
    straight = np.allclose(matrix[[0, 0, 1, 1, 2, 2], [1, 2, 0, 2, 0, 1]], 0.0, atol=1e-6)
    if straight and abs(wide - size[0]) < 1.5 and abs(high - size[1]) < 1.5:
        if abs(width - size[0]) < 3 and abs(height - size[1]) < 3:
            return pixels
        how = cv2.INTER_AREA if size[0] < width else cv2.INTER_CUBIC
        return np.asarray(cv2.resize(pixels, size, interpolation=how), dtype=np.uint8)
    return warped(pixels, matrix, size, cv2.INTER_CUBIC)


def warped(pixels: Pixels, matrix: Matrix, size: tuple[int, int], how: int = cv2.INTER_LINEAR) -> Pixels:
    """The picture through the matrix; where it shrinks by more than a third it is averaged first."""
    shrink = math.sqrt(abs(float(np.linalg.det(matrix[:2, :2]))))
    if shrink < 0.67:
        smaller = max(shrink * 1.05, 1e-3)
        pixels = _scaled(pixels, smaller)
        matrix = matrix @ np.diag([1 / smaller, 1 / smaller, 1.0])
    return np.asarray(
        cv2.warpPerspective(pixels, matrix, size, flags=how, borderMode=cv2.BORDER_CONSTANT, borderValue=PAPER),
        dtype=np.uint8,
    )


def _scaled(pixels: Pixels, scale: float) -> Pixels:
    """The picture ``scale`` times as large; never larger than it is."""
    if scale >= 1.0:
        return pixels
    size = (max(round(pixels.shape[1] * scale), 1), max(round(pixels.shape[0] * scale), 1))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _onto(corners: NDArray[np.float32], size: tuple[int, int]) -> Matrix:
    """Matrix that takes four corners (from the upper left, clockwise) to a rectangle."""
    width, height = size
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    return np.asarray(cv2.getPerspectiveTransform(corners, target), dtype=np.float64)


def _turn(matrix: Matrix, size: tuple[int, int], turns: int) -> tuple[Matrix, tuple[int, int]]:
    """Quarter turns clockwise."""
    for _ in range(turns % 4):
        matrix = np.array([[0.0, -1.0, size[1]], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]) @ matrix
        size = (size[1], size[0])
    return matrix, size


def _rotation(size: tuple[int, int], angle: float) -> tuple[Matrix, tuple[int, int]]:
    """Matrix that levels a page whose lines fall by ``angle`` degrees, and the size that holds all of it."""
    turn = math.radians(-angle)
    cos, sin = math.cos(turn), math.sin(turn)
    width, height = size
    wide, high = math.ceil(width * cos + height * abs(sin)), math.ceil(width * abs(sin) + height * cos)
    centre = np.array([[1.0, 0.0, -width / 2], [0.0, 1.0, -height / 2], [0.0, 0.0, 1.0]])
    rotate = np.array([[cos, -sin, wide / 2], [sin, cos, high / 2], [0.0, 0.0, 1.0]])
    return rotate @ centre, (wide, high)
