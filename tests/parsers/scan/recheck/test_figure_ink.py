"""Figures by their ink."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.scan.raster import PixelBox
from parsers.scan.recheck.crops import ink_box
from parsers.scan.recheck.figure_ink import _between, _is_stop, spaced, unbroken
from tests.builders.pictures import printed


def seen(drawn: str, text: str) -> str:
    page = printed(drawn)
    box = ink_box(page, PixelBox(0, 0, page.shape[1], page.shape[0]))
    assert box is not None
    return spaced(page, box, text)


@pytest.mark.parametrize(
    ("drawn", "text", "expected"),
    [
        ("4.1", "41", "4.1"),
        ("1.5.3", "153", "1.5.3"),
        ("13,100,000", "13,1 00,0 00", "13,100,000"),
        ("16 750 000", "16 750000", "16 750 000"),
        ("17500000", "1750 0000", "17500000"),
        ("88.5", "88,5", "88,5"),
        ("2023", "2023", "2023"),
        ("11", "11", "11"),
    ],
)
def test_stops_and_blanks_are_those_of_the_ink(drawn: str, text: str, expected: str) -> None:
    assert seen(drawn, text) == expected


@pytest.mark.parametrize(("drawn", "text"), [("4.12", "41"), ("41", "4112"), ("100%", "100%"), ("x", "x")])
def test_where_ink_and_digits_differ_the_text_stays(drawn: str, text: str) -> None:
    assert seen(drawn, text) == text


@pytest.mark.parametrize(
    ("lines", "full", "expected"),
    [
        (["12,700,00", "0₮"], [True, False], "12,700,000₮"),
        (["12,7", "34"], [True, False], "12,734"),
        (["12,7", "3"], [True, False], None),
        (["2023", "2024"], [False, False], None),
        (["3.", "2"], [False, False], "3.2"),
        (["3", "2"], [False, False], None),
    ],
)
def test_figures_broken_by_a_narrow_column(lines: list[str], full: list[bool], expected: str | None) -> None:
    assert unbroken(lines, full) == expected


def test_widely_set_digits_are_not_parted() -> None:
    page = np.full((120, 400), 255, np.uint8)
    for x in (40, 110, 180):
        page[30:70, x : x + 24] = 0
    assert spaced(page, PixelBox(40, 30, 204, 70), "100") == "100"


# stops and blanks by their place; digits are 100 pixels high and stand on the line 200


def piece(wide: int, high: int, bottom: int, x0: int = 0) -> PixelBox:
    return PixelBox(x0, bottom - high, x0 + wide, bottom)


@pytest.mark.parametrize(
    ("stop", "told"),
    [
        (piece(10, 10, 200), True),
        (piece(8, 10, 200), True),
        (piece(6, 10, 200), False),
        (piece(10, 8, 200), True),
        (piece(10, 6, 200), False),
        (piece(36, 10, 200), True),
        (piece(37, 10, 200), False),
        (piece(10, 36, 200), True),
        (piece(10, 37, 200), False),
        (piece(10, 10, 190), True),
        (piece(10, 10, 189), False),
        (piece(10, 20, 230), True),
        (piece(10, 20, 231), False),
    ],
)
def test_a_stop_is_small_and_stands_on_the_line(stop: PixelBox, told: bool) -> None:
    assert _is_stop(stop, 100, 200) is told


def beside(gap: int, printed: str = "", *stops: PixelBox) -> str:
    """What stands between two digits 60 pixels wide with so many pixels between them."""
    left = PixelBox(0, 100, 60, 200)
    return _between(left, PixelBox(60 + gap, 100, 120 + gap, 200), printed, stops, 100, 200)


def test_between_two_digits_stands_what_was_printed_or_what_the_ink_shows() -> None:
    assert beside(20) == "" and beside(42) == "" and beside(43) == " "
    assert beside(60, ".") == "." and beside(20, " ,") == "," and beside(60, " ") == " " and beside(20, "x") == ""
    assert beside(20, "", piece(10, 10, 210, 65)) == "." and beside(20, "", piece(10, 20, 211, 65)) == ","
    assert beside(20, "", piece(10, 10, 200, 50)) == "." and beside(20, "", piece(10, 10, 200, 49)) == ""
    assert beside(20, "", piece(10, 10, 200, 80)) == "." and beside(20, "", piece(10, 10, 200, 81)) == ""
