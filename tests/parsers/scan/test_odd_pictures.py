"""No picture is too odd for its reader: pages of a pixel, white, black, of one line; crops without pixels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.document import BBox
from parsers.limits import DEFAULT_LIMITS
from parsers.scan import page
from parsers.scan.ocr import memory
from parsers.scan.ocr.tessdata import LanguageData
from parsers.scan.ocr.tesseract import Grey, Reading, Segmentation
from parsers.scan.page import read_band, read_picture, right_way_up
from parsers.scan.raster import Picture, PixelBox, Pixels
from parsers.scan.recheck.budget import Looker
from parsers.scan.recheck.crops import cut, dash, ink_box, ink_pieces, scaled, turned
from parsers.scan.recheck.figure_ink import spaced
from parsers.scan.recheck.unread_ink import unread_boxes, unread_print

LANGUAGES = LanguageData(Path(), "Cyrillic+eng", "eng")
DRAWINGS = ("white", "black", "noise", "line", "border")


@dataclass(frozen=True, slots=True)
class Anywhere:
    """An engine that reads words at, beyond and beside the edges of what it is shown, unsurely."""

    name: str = "anywhere"

    def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
        height, width = picture.shape
        assert height > 0 and width > 0, "Tesseract knows no empty picture"
        boxes = [(0, 0, width, height), (width - 1, 0, width + 9, 3), (width, height, width, height), (-5, -5, 2, 2)]
        texts = ["12,500", "н", "Авлигын", "IV"]
        return [Reading(text, PixelBox(*box), 0.3) for text, box in zip(texts, boxes, strict=True)]


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "engine", Anywhere)
    monkeypatch.setattr(page, "language_data", lambda: LANGUAGES)


def picture_of(height: int, width: int, what: str) -> Pixels:
    pixels = np.full((height, width), 0 if what == "black" else 255, np.uint8)
    if what == "noise":
        pixels[:] = np.random.default_rng(height * width).integers(0, 255, pixels.shape)
    elif what == "line":
        pixels[height // 2] = 0
    elif what == "border":
        pixels[[0, -1]] = 0
        pixels[:, [0, -1]] = 0
    return pixels


@pytest.mark.parametrize("what", DRAWINGS)
@pytest.mark.parametrize("size", [(1, 1), (1, 2), (2, 1), (3, 3), (1, 300), (300, 1), (5, 90), (90, 5), (24, 60)])
def test_every_picture_can_be_read(size: tuple[int, int], what: str) -> None:
    for dpi in (300.0, 900.0):
        for pixels in (picture_of(*size, what), np.dstack([picture_of(*size, what)] * 3)):
            picture = Picture(pixels, dpi)
            found = read_picture(picture, 1, DEFAULT_LIMITS)
            assert found.width > 0 and found.height > 0
            read_band(picture, DEFAULT_LIMITS)
            right_way_up(picture)


side = st.integers(-20, 40)
boxes = st.builds(PixelBox, side, side, side, side)
sizes = st.integers(1, 30)


@settings(max_examples=300, deadline=None)
@given(sizes, sizes, st.sampled_from(DRAWINGS), boxes)
def test_every_box_can_be_cut(height: int, width: int, what: str, box: PixelBox) -> None:
    pixels = picture_of(height, width, what)
    ink_pieces(pixels, box)
    if (ink := ink_box(pixels, box)) is not None:
        assert 0 <= ink[0] < ink[2] <= width and 0 <= ink[1] < ink[3] <= height
        dash(pixels, ink, 20.0)
    for crop in (cut(pixels, box), scaled(cut(pixels, box), 0.5), turned(pixels, box, 90)):
        assert min(crop.pixels.shape) > 0
    spaced(pixels, box, "12,500")
    unread_print(pixels, box, 20.0)
    unread_boxes(pixels, [box], 20.0)


@settings(max_examples=200, deadline=None)
@given(sizes, sizes, st.builds(BBox, *[st.floats(-50, 50)] * 4), st.floats(0, 60))
def test_boxes_of_a_page_lie_in_its_picture(height: int, width: int, box: BBox, inset: float) -> None:
    x0, top, x1, bottom = Looker(picture_of(height, width, "white"), Anywhere(), LANGUAGES, 40.0, 0.24).pixels(
        box, inset
    )
    assert 0 <= x0 <= x1 <= width and 0 <= top <= bottom <= height
