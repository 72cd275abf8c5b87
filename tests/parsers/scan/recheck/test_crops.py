"""Pieces of a page picture and the way back to the page."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.scan.raster import PixelBox, Pixels
from parsers.scan.recheck.crops import RIM, cut, dash, ink_box, ink_pieces, scaled, turned

BOX = PixelBox(100, 60, 180, 100)


def page() -> Pixels:
    """White, with a bar of 40 x 10 at (120, 70) that is black at its left end."""
    made = np.full((200, 300), 255, np.uint8)
    made[70:80, 120:160] = 100
    made[70:80, 120:124] = 0
    return made


def dark(pixels: Pixels, level: int = 150) -> PixelBox:
    rows, columns = np.flatnonzero((pixels < level).any(axis=1)), np.flatnonzero((pixels < level).any(axis=0))
    return PixelBox(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


@pytest.mark.parametrize("by", [1.0, 0.5, 2.0])
def test_what_is_found_in_a_crop_stands_there_on_the_page(by: float) -> None:
    crop = scaled(cut(page(), BOX), by)
    back = crop.on_page(dark(crop.pixels))
    assert back == pytest.approx((120, 70, 160, 80), abs=1.5)


@pytest.mark.parametrize(("angle", "side"), [(90, "bottom"), (270, "top")])
def test_a_turned_crop_is_level_and_leads_back(angle: int, side: str) -> None:
    upright = np.ascontiguousarray(np.rot90(page()[60:100, 100:180], 1 if angle == 90 else -1))
    sheet = np.full((300, 300), 255, np.uint8)
    sheet[100 : 100 + upright.shape[0], 50 : 50 + upright.shape[1]] = upright
    crop = turned(sheet, PixelBox(50, 100, 50 + upright.shape[1], 100 + upright.shape[0]), angle)
    found = dark(crop.pixels)
    assert found.width == 40 and found.height == 10
    assert crop.on_page(found) == dark(sheet)
    start = dark(crop.pixels, 50)  # the black end is where the text begins
    assert start.x0 == found.x0 and crop.on_page(start).height == 4


def test_a_crop_has_a_white_rim_also_at_the_border_of_the_page() -> None:
    crop = cut(page(), PixelBox(0, 0, 20, 10), pad=4)
    assert crop.pixels.shape == (10 + 4 + 2 * RIM, 20 + 4 + 2 * RIM) and crop.origin == (-RIM, -RIM)
    assert cut(page(), BOX, pad=0).pixels[:RIM].min() == 255


def test_the_box_around_ink_leaves_specks_out() -> None:
    speckled = page()
    speckled[62:65, 102:106] = 0  # twelve pixels
    assert ink_box(speckled, BOX) == PixelBox(120, 70, 160, 80)
    speckled[62:65, 102:107] = 0  # fifteen are a full stop
    assert ink_box(speckled, BOX) == PixelBox(102, 62, 160, 80)
    assert ink_box(np.full((50, 50), 255, np.uint8), PixelBox(0, 0, 50, 50)) is None
    assert ink_box(page(), PixelBox(-10, -10, 170, 90)) == PixelBox(120, 70, 160, 80)


def test_a_box_without_pixels_has_no_ink() -> None:
    assert len(ink_pieces(page(), PixelBox(300, 0, 320, 10))) == 0 and ink_box(page(), PixelBox(5, 5, 5, 9)) is None
    assert ink_pieces(page(), BOX).tolist() == [[20, 10, 40, 10, 400]]


@pytest.mark.parametrize(
    ("wide", "high", "size", "is_dash"),
    [
        (20, 4, 40, True),
        (20, 10, 40, False),
        (4, 2, 40, False),
        (60, 4, 40, False),
        (10, 7, 40, False),
        (6, 3, 40, True),
    ],
)
def test_a_dash_is_one_flat_bar(wide: int, high: int, size: float, is_dash: bool) -> None:
    made = np.full((50, 100), 255, np.uint8)
    made[10 : 10 + high, 10 : 10 + wide] = 0
    assert dash(made, PixelBox(10, 10, 10 + wide, 10 + high), size) == ("-" if is_dash else None)


def test_two_specks_far_apart_are_no_dash() -> None:
    made = np.full((50, 100), 255, np.uint8)
    made[10:14, 10:15] = made[10:14, 25:30] = 0
    assert dash(made, PixelBox(10, 10, 30, 14), 40) is None
