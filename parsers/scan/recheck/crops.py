"""Pieces of a page picture: cut with a white rim, enlarged or turned, and the way back to the page. Boxes and lengths are
in pixels of the page picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.raster import PixelBox, Pixels

RIM = 12
"""White pixels around a crop: Tesseract loses letters that touch the border."""

INK = 170
SMALLEST = 14
"""Pixels of the smallest piece of ink that is looked at: less than a full stop of 8-point print at 300 dpi."""


@dataclass(frozen=True, slots=True)
class Crop:
    """``pixels`` of the piece; a point (x, y) of it stands at ``origin`` + (x, y) / ``scale`` on the page, after turning
    back by ``angle`` (90: it read upwards, 270: downwards) inside ``size`` (width and height before turning)."""

    pixels: Pixels
    origin: tuple[float, float]
    scale: float = 1.0
    angle: int = 0
    size: tuple[int, int] = (0, 0)

    def on_page(self, box: PixelBox) -> PixelBox:
        """A box of the crop as a box of the page."""
        x0, top, x1, bottom = (side / self.scale for side in box)
        wide, high = self.size
        if self.angle == 90:
            x0, top, x1, bottom = top, high - x1, bottom, high - x0
        elif self.angle == 270:
            x0, top, x1, bottom = wide - bottom, x0, wide - top, x1
        dx, dy = self.origin
        return PixelBox(round(x0 + dx), round(top + dy), round(x1 + dx), round(bottom + dy))


def cut(page: Pixels, box: PixelBox, pad: int = 4) -> Crop:
    """The box, ``pad`` pixels larger on each side, inside a white rim."""
    x0, top, x1, bottom = box
    x0, top = max(x0 - pad, 0), max(top - pad, 0)
    piece = page[top : max(bottom + pad, 0), x0 : max(x1 + pad, 0)]
    rimmed = np.pad(piece, RIM, constant_values=255)
    return Crop(rimmed, (x0 - RIM, top - RIM), size=(rimmed.shape[1], rimmed.shape[0]))


def scaled(crop: Crop, by: float) -> Crop:
    """The same piece ``by`` times as large."""
    how = cv2.INTER_CUBIC if by > 1 else cv2.INTER_AREA
    pixels = cv2.resize(crop.pixels, None, fx=by, fy=by, interpolation=how)
    return Crop(np.asarray(pixels, dtype=np.uint8), crop.origin, crop.scale * by, crop.angle, crop.size)


def turned(page: Pixels, box: PixelBox, angle: int) -> Crop:
    """The box turned so that text reading upwards (90) or downwards (270) is level."""
    crop = cut(page, box)
    pixels = np.ascontiguousarray(np.rot90(crop.pixels, -1 if angle == 90 else 1))
    return Crop(pixels, crop.origin, crop.scale, angle, crop.size)


def ink_pieces(page: Pixels, box: PixelBox) -> NDArray[np.int32]:
    """The connected pieces of ink inside ``box``, a row each: x, y (from its corner), width, height, pixels. None in a
    box without pixels: OpenCV knows no empty picture."""
    x0, top, x1, bottom = box
    mask = (page[max(top, 0) : max(bottom, 0), max(x0, 0) : max(x1, 0)] < INK).astype(np.uint8)
    if not mask.size:
        return np.zeros((0, 5), np.int32)
    return np.asarray(cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:], np.int32)


def ink_box(page: Pixels, box: PixelBox) -> PixelBox | None:
    """The smallest box around the ink inside ``box``, specks left out; None where there is none."""
    x0, top = max(box.x0, 0), max(box.top, 0)
    pieces = ink_pieces(page, box)
    pieces = pieces[pieces[:, 4] >= SMALLEST]
    if not len(pieces):
        return None
    left, upper = pieces[:, 0].min(), pieces[:, 1].min()
    right, lower = (pieces[:, 0] + pieces[:, 2]).max(), (pieces[:, 1] + pieces[:, 3]).max()
    return PixelBox(x0 + int(left), top + int(upper), x0 + int(right), top + int(lower))


def dash(page: Pixels, ink: PixelBox, size: float) -> str | None:
    """``-`` if the ink is one flat bar as wide as a dash of this font size (pixels), else None."""
    x0, top, x1, bottom = ink
    wide, high = x1 - x0, bottom - top
    if not (0.12 * size < wide < 1.2 * size and high < 0.22 * size and wide > 1.5 * high):
        return None
    return "-" if float((page[top:bottom, x0:x1] < INK).mean()) > 0.6 else None
