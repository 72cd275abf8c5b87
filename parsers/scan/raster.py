"""The picture of a page at its own resolution: a PDF page drawn by PDFium, or a frame of a picture file.

Drawing the page (instead of taking embedded pictures out of the file) gets masks, layers, clipping, page rotation and
annotations right for every producer; drawn at the resolution of the picture that covers the page, its pixels come out
as they were scanned.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray
from PIL import Image, ImageOps

from parsers.document import BBox, Note
from parsers.errors import DamagedFile, LimitExceeded
from parsers.limits import Limits

Pixels = NDArray[np.uint8]
"""Height x width (grey) or height x width x 3 (blue, green, red)."""

POINTS = 72.0
WORKING_DPI = 300.0
HIGHEST_DPI = 450.0
"""Finer pictures (600 dpi) are drawn at a half or a third of their resolution: OCR gains nothing from them."""

MOST_PIXELS_LONG, MOST_AREAS = 32_000, 4
"""Pixels at the working resolution: of the longest side that Tesseract can be shown (a page of 2.7 metres), and times the
limit of page pixels that a page may have there (A0 has three)."""

COVERS = 0.85
"""Share of the page from which one picture is the page."""

PART = 0.2
"""Share of the page from which a picture counts among those that make it (bands, layers)."""

A4_LONG_INCHES = 11.69
PLAUSIBLE_INCHES = (6.0, 20.0)
"""Long side of a sheet: other statements of a picture file about its resolution (72, 96, 1 dpi) are not believed."""

CHROMA = 28
"""Difference between the colour channels from which a pixel is coloured; JPEG and warm light stay below."""

COLOURED_SHARE = 0.0004


class PixelBox(NamedTuple):
    """A box in a picture, in pixels from its top left corner; ``x1`` and ``bottom`` are the first ones outside."""

    x0: int
    top: int
    x1: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    def in_points(self, scale: float) -> BBox:
        """The box on the page; ``scale`` is points a pixel."""
        return BBox(*(side * scale for side in self))


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels and their resolution in dots per inch."""

    pixels: Pixels
    dpi: float
    notes: tuple[Note, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])


def drawn(page: pypdfium2.PdfPage, number: int, limits: Limits) -> Picture:
    """The PDF page as it looks. Scaled down, with a note, where it would have more pixels than the limit allows.

    Raises DamagedFile for a page without any area, LimitExceeded for one that is too large to be read at any scale."""
    width, height = page.get_size()
    _check_size(width, height, number, limits)
    own = _own_dpi(page, width * height)
    dpi = own / math.ceil(own / HIGHEST_DPI)
    fitting = math.sqrt(limits.page_pixels / max(width * height, 1.0)) * POINTS
    notes: tuple[Note, ...] = ()
    if dpi > fitting:
        words = f"{dpi:.0f} dpi would pass the limit of pixels; read at {fitting:.0f}"
        notes = (Note("picture_scaled_down", words, number),)
        dpi = fitting
    bitmap = page.render(scale=dpi / POINTS, fill_color=(255, 255, 255, 255), rev_byteorder=False)
    try:
        pixels = bitmap.to_numpy()[:, :, :3].copy()
    finally:
        bitmap.close()
    return Picture(_grey_if_colourless(pixels), dpi, notes)


def _check_size(width: float, height: float, number: int, limits: Limits) -> None:
    """A page is read at the working resolution however it is drawn, by a recogniser that counts pixels in 16 bits."""
    if not (width > 0 and height > 0):
        raise DamagedFile(
            f"page {number} has no area ({width:g} x {height:g} points)",
            f"{number}-р хуудас талбайгүй ({width:g} x {height:g} цэг)",
        )
    wide, high = (side / POINTS * WORKING_DPI for side in (width, height))
    if max(wide, high) > MOST_PIXELS_LONG:
        raise LimitExceeded("page_points", MOST_PIXELS_LONG / WORKING_DPI * POINTS, max(width, height))
    if wide * high > MOST_AREAS * limits.page_pixels:
        raise LimitExceeded("page_pixels", MOST_AREAS * limits.page_pixels, wide * high)


def _own_dpi(page: Any, area: float) -> float:
    """Resolution of the picture that covers the page; the working resolution where several or none do."""
    found = []
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        covered = max(right - left, 0.0) * max(top - bottom, 0.0)
        wide, high = item.get_px_size()
        if covered > PART * area and wide * high:
            found.append((covered / area, math.sqrt(wide * high / covered) * POINTS))
    if len(found) == 1 and found[0][0] >= COVERS:
        return max(found[0][1], 60.0)
    return max([WORKING_DPI, *(dpi for _, dpi in found)])


def frame(image: Image.Image, number: int, limits: Limits) -> Picture:
    """One frame of a picture file, turned as its EXIF data say. ``number`` is its page number."""
    stated = image.info.get("dpi")
    image = ImageOps.exif_transpose(image)
    pixels = _pixels(image)
    dpi = _believed(stated, max(image.size))
    picture = Picture(_grey_if_colourless(pixels), dpi)
    if image.size[0] * image.size[1] > limits.page_pixels:
        shrink = math.sqrt(limits.page_pixels / (image.size[0] * image.size[1]))
        note = Note("picture_scaled_down", f"{image.size[0]} x {image.size[1]} pixels; read at {shrink:.0%}", number)
        picture = replace(resized(picture, dpi * shrink), notes=(note,))
    return picture


def _pixels(image: Image.Image) -> Pixels:
    """Any mode of Pillow as grey or blue-green-red; what is transparent is paper."""
    if image.mode.startswith(("I", "F")):
        deep = np.asarray(image, dtype=np.float64)
        scale = 255.0 / max(float(deep.max()), 1.0)
        return np.asarray(deep * scale, dtype=np.uint8)
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return np.asarray(np.asarray(image.convert("RGB"))[:, :, ::-1])


def _believed(stated: Any, longest: int) -> float:
    """The stated resolution if it makes a sheet of paper, else the one that makes the longer side that of A4."""
    try:
        dpi = float(stated[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = 0.0
    low, high = PLAUSIBLE_INCHES
    return dpi if dpi > 0 and low <= longest / dpi <= high else longest / A4_LONG_INCHES


def resized(picture: Picture, dpi: float) -> Picture:
    """The same picture at another resolution: averaged when it shrinks, cubic when it grows."""
    scale = dpi / picture.dpi
    width, height = picture.size
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    if size == picture.size:
        return picture
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return replace(picture, pixels=_bytes(cv2.resize(picture.pixels, size, interpolation=how)), dpi=dpi)


def _bytes(array: Any) -> Pixels:
    return np.asarray(array, dtype=np.uint8)


def _grey_if_colourless(pixels: Pixels) -> Pixels:
    if pixels.ndim == 2:
        return pixels
    sample = pixels[::4, ::4]
    chroma = sample.max(axis=2) - sample.min(axis=2)
    if float((chroma > CHROMA).mean()) > COLOURED_SHARE:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def grey(pixels: Pixels) -> Pixels:
    """The picture without colour."""
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
