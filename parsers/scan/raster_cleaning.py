"""An upright page picture -> even white paper with dark letters and rules: stamps, signatures, light, watermarks, page
edges, punch holes and specks taken away. ``dpi`` is the resolution of the picture that is given, lengths are pixels of it.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.binarize import flattened, ink_mask
from parsers.scan.raster import CHROMA, Pixels, grey

HALF = 2
"""Colour is looked at in half the resolution."""

STAMP_INCHES = 0.4
"""A coloured shape of this width and height is a stamp or a signature; coloured words are flatter."""

STAMP_FILLED = 0.45
"""Share of its box from which a coloured shape is a coloured area (shaded cells), not strokes."""

BLUR = 1.2
"""Sigma in pixels at 300 dpi, measured: noise halves the accuracy without it, letters suffer from more."""

NOISY = 2.0
"""Mean step between neighbouring paper pixels (grey levels) from which a page is noisy."""

SPECK_AREA = 12
"""Pixels at 300 dpi: a full stop of 6-point print has 16."""

MANY_SPECKS = 400
SAMPLE = 4
"""One in so many strips of the page is looked at first: most pages have few specks."""

STRIP = 64


def clean(pixels: Pixels, dpi: float) -> Pixels:
    """The page in grey on even white paper."""
    even = flattened(without_stamps(pixels, dpi), dpi)
    if noise(even) > NOISY:
        even = np.asarray(cv2.GaussianBlur(even, (0, 0), BLUR * dpi / 300), dtype=np.uint8)
    return without_specks(stretched(even))


def without_stamps(pixels: Pixels, dpi: float) -> Pixels:
    """Grey, with the ink of stamps and signatures lifted to paper. Coloured words, links and shades stay.

    The lightest channel of coloured ink is nearly paper while black letters under it are dark in all channels, so what
    a stamp covers can be read again.
    """
    plain = grey(pixels)
    if pixels.ndim == 2:
        return plain
    small = pixels[::HALF, ::HALF]
    high, low = small.max(axis=2), small.min(axis=2)
    stamped = _stamp_areas(np.asarray(high - low > CHROMA, dtype=np.uint8), dpi / HALF)
    if not stamped.any():
        return plain
    area = cv2.resize(stamped, (plain.shape[1], plain.shape[0]), interpolation=cv2.INTER_NEAREST).astype(np.bool_)
    inside = pixels[area].astype(np.int16)
    lightest, chroma = inside.max(axis=1), inside.max(axis=1) - inside.min(axis=1)
    lifted = plain.copy()
    lifted[area] = np.clip(np.where(chroma > CHROMA // 2, lightest + 2 * chroma, plain[area]), 0, 255)
    return lifted


def _stamp_areas(coloured: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """1 in the boxes of coloured shapes that are too large and too thin for words and for shades."""
    joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    boxes = cv2.connectedComponentsWithStats(joined, connectivity=8)[2]
    areas = np.zeros_like(coloured)
    least = STAMP_INCHES * dpi
    for x, y, wide, high, area in boxes[1:].tolist():
        if min(wide, high) >= least and area < STAMP_FILLED * wide * high:
            areas[max(y - 4, 0) : y + high + 4, max(x - 4, 0) : x + wide + 4] = 1
    return areas


def noise(even: Pixels) -> float:
    """Mean step between neighbouring pixels of the paper, in grey levels."""
    sample = even[::3].astype(np.int16)
    left, right = sample[:, :-1:4], sample[:, 1::4]
    wide = min(left.shape[1], right.shape[1])
    left, right = left[:, :wide], right[:, :wide]
    paper = (left > 200) & (right > 200)
    return float(np.abs(left - right)[paper].mean()) if paper.any() else 0.0


def stretched(even: Pixels) -> Pixels:
    """Ink as dark as black ink: faded pages get the contrast of good ones."""
    dark = even[::4, ::4]
    ink = dark[dark < 200]
    if len(ink) < 500:
        return even
    black = float(np.percentile(ink, 20))
    if black < 60:
        return even
    table = np.clip((np.arange(256) - black) * (235.0 / (235.0 - black)), 0, 255)
    table[235:] = np.arange(235, 256)
    return np.asarray(cv2.LUT(even, table.astype(np.uint8)), dtype=np.uint8)


def _specks(mask: NDArray[np.uint8]) -> int:
    """How many pieces of ink are specks."""
    return int((cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:, 4] < SPECK_AREA).sum())


def without_specks(even: Pixels) -> Pixels:
    """Lone specks as paper, where there are many of them: a few may be full stops."""
    mask = ink_mask(even)
    strips = [mask[top : top + STRIP] for top in range(0, len(mask), SAMPLE * STRIP)]
    if strips and SAMPLE * _specks(np.concatenate(strips)) < MANY_SPECKS / 2:
        return even
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    small = boxes[:, 4] < SPECK_AREA
    if small.sum() < MANY_SPECKS:
        return even
    small[0] = False
    near = cv2.dilate((~small[labels] & (mask > 0)).astype(np.uint8), np.ones((9, 9), np.uint8))
    lone = small.copy()
    lone[np.unique(labels[(near > 0) & small[labels]])] = False
    return np.where(cv2.dilate(lone[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, np.uint8(255), even)
