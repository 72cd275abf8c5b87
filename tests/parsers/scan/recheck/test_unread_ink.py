"""Ink that no word covers."""

from __future__ import annotations

import numpy as np

from parsers.document import BBox
from parsers.scan.raster import PixelBox
from parsers.scan.recheck.unread_ink import in_pixels, unread_boxes, unread_print
from tests.builders.pictures import printed

USUAL = 46.0


def test_only_what_is_not_covered_and_larger_first() -> None:
    line, figure = printed("Progress of measures"), printed("0")
    page = np.full((400, line.shape[1]), 255, np.uint8)
    page[: line.shape[0]] = line
    page[200 : 200 + figure.shape[0], : figure.shape[1]] = figure
    both = unread_boxes(page, [], USUAL)
    assert [box.top > 200 for box in both] == [False, True]
    assert [box.top > 200 for box in unread_boxes(page, [both[0]], USUAL)] == [True]


def test_bars_and_specks_are_no_text() -> None:
    page = np.full((300, 600), 255, np.uint8)
    page[100:160, 50:550] = 0
    page[250:253, 20:23] = 0
    assert unread_boxes(page, [], USUAL) == []


def test_points_to_pixels() -> None:
    assert in_pixels(BBox(10.0, 20.0, 30.0, 40.0), 0.24) == (42, 83, 125, 167)


def test_print_in_a_cell_is_told_from_rests_of_rules_and_specks() -> None:
    page = np.full((200, 400), 255, np.uint8)
    page[10:150, 0:3] = 0
    page[60:64, 200:204] = 0
    assert unread_print(page, PixelBox(0, 0, 400, 200), 46.0) is None
    page[80:112, 100:118] = 0
    assert unread_print(page, PixelBox(0, 0, 400, 200), 46.0) == (100, 80, 118, 112)
