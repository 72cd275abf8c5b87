"""Which way a page lies."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers.scan.raster import Picture, Pixels
from parsers.scan.upright.rectify import quarter_turned, straightened, warped

DPI = 110.0


def faint_last_page() -> Pixels:
    """Three lines of letters that do not hold together, under the ends of the upright rules of a table."""
    page = np.full((900, 1280), 255, np.uint8)
    for x in range(100, 1200, 120):
        page[60:200, x : x + 2] = 90
    for y in (260, 300, 420):
        for x in range(110, 620, 12):
            page[y : y + 8, x : x + 6] = 120
    return page


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_nearly_empty_page_is_turned_by_its_lines_and_not_by_its_rules(turns: int) -> None:
    page = np.ascontiguousarray(np.rot90(faint_last_page(), turns))
    assert quarter_turned(page, DPI) is bool(turns % 2)


def text_page() -> Pixels:
    """A page of 200 dpi: lines of words from the upper left, a level rule under the first."""
    page = np.full((1400, 1000), 255, np.uint8)
    page[160:164, 100:900] = 20
    for top in range(200, 1000, 45):
        for left in range(100, 860, 90):
            for letter in range(5):
                page[top : top + 18, left + 14 * letter : left + 14 * letter + 12] = 30
    return page


def marked(picture: Pixels) -> tuple[int, int]:
    """Where the ink begins, as shares of the picture in per cent: down and across."""
    rows, columns = np.flatnonzero((picture < 128).sum(axis=1) > 20), np.flatnonzero((picture < 128).sum(axis=0) > 20)
    return round(100 * rows[0] / picture.shape[0]), round(100 * columns[0] / picture.shape[1])


def test_an_upright_page_only_changes_its_resolution() -> None:
    upright = straightened(Picture(text_page(), 200.0))
    assert upright.pixels.shape == (2100, 1500)
    assert (upright.turned, upright.photo, upright.turn_guessed) == (0, False, False)
    assert marked(upright.pixels) == marked(text_page()) == (11, 10)
    at_working = np.ascontiguousarray(text_page())
    assert straightened(Picture(at_working, 300.0)).pixels.shape == at_working.shape


@pytest.mark.parametrize("degrees", [-4.0, 2.5])
def test_a_crooked_page_is_levelled_and_nothing_is_cut_off(degrees: float) -> None:
    matrix = cv2.getRotationMatrix2D((500, 700), -degrees, 1.0)
    crooked = np.asarray(cv2.warpAffine(text_page(), matrix, (1000, 1400), borderValue=255), np.uint8)
    upright = straightened(Picture(crooked, 200.0))
    assert upright.skew == pytest.approx(degrees, abs=0.1)
    dark = (upright.pixels < 128).sum(axis=1)
    assert dark.max() > 1.45 * 700  # the rule is one row of pixels again
    ink = (upright.pixels < 128).sum() / (1.5 * 1.5)
    assert ink == pytest.approx((crooked < 128).sum(), rel=0.05)


def test_a_page_on_its_side_is_turned_and_which_way_is_a_guess() -> None:
    upright = straightened(Picture(np.ascontiguousarray(np.rot90(text_page())), 200.0))
    assert (upright.turned, upright.turn_guessed) == (3, True)
    assert upright.pixels.shape == pytest.approx((2100, 1500), abs=12)
    other = straightened(Picture(np.ascontiguousarray(np.rot90(text_page())), 200.0), half_turn=True)
    assert other.turned == 1


def test_the_sheet_of_a_photo_fills_the_page() -> None:
    desk = np.full((1700, 1300), 50, np.uint8)
    desk[150:1550, 150:1150] = text_page()
    upright = straightened(Picture(desk, 200.0))
    assert upright.photo
    assert upright.pixels.shape[0] / upright.pixels.shape[1] == pytest.approx(2**0.5, rel=0.02)
    assert marked(upright.pixels)[0] == pytest.approx(11, abs=1) and marked(upright.pixels)[1] == pytest.approx(
        10, abs=1
    )
    assert np.median(upright.pixels[-20:, :]) > 200  # no desk is left


def test_a_warp_averages_what_it_shrinks() -> None:
    stripes = np.full((400, 400), 255, np.uint8)
    stripes[::2] = 0
    quarter = warped(stripes, np.diag([0.25, 0.25, 1.0]), (100, 100))
    assert quarter.shape == (100, 100) and abs(int(np.median(quarter)) - 127) < 12
    same = warped(stripes, np.eye(3), (400, 400))
    assert np.array_equal(same, stripes)
    assert warped(stripes, np.eye(3), (500, 400))[:, 450].min() == 255  # beyond the picture is paper
