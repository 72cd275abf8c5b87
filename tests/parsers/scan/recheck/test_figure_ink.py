"""Figures by their ink."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.scan.raster import PixelBox
from parsers.scan.recheck.crops import ink_box
from parsers.scan.recheck.figure_ink import spaced, unbroken
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
