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


# by size and place; the usual font size is 40 pixels


def drawn(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    """A page of 300 x 400 pixels with these boxes of ink."""
    page = np.full((300, 400), 255, np.uint8)
    for x0, top, x1, bottom in boxes:
        page[top:bottom, x0:x1] = 0
    return page


def letters(x0: int, top: int, high: int = 24, count: int = 5) -> list[tuple[int, int, int, int]]:
    return [(x0 + 12 * n, top, x0 + 12 * n + 4, top + high) for n in range(count)]


def boxes(*ink: tuple[int, int, int, int], words: tuple[PixelBox, ...] = ()) -> list[tuple[int, ...]]:
    return [tuple(box) for box in unread_boxes(drawn(*ink), list(words), 40.0)]


def test_letters_near_each_other_are_one_text() -> None:
    (one,) = boxes(*letters(40, 40))
    assert one == (40, 40, 92, 64)
    assert len(boxes(*letters(40, 40), *letters(120, 40))) == 1 and len(boxes(*letters(40, 40), *letters(140, 40))) == 2
    assert boxes(*letters(40, 40), *letters(40, 200, count=8))[0][1] == 200  # the larger first


def test_a_word_covers_its_ink_and_a_little_around_it() -> None:
    ink = letters(40, 40)
    assert boxes(*ink, words=(PixelBox(40, 40, 92, 64),)) == [] == boxes(*ink, words=(PixelBox(44, 44, 84, 60),))
    assert (
        boxes(*ink, words=(PixelBox(200, 40, 252, 64),))
        == boxes(*ink)
        == boxes(*ink, words=(PixelBox(40, 80, 92, 99),))
    )
    assert boxes(*ink, words=(PixelBox(40, 40, 62, 64),))[0][0] > 60  # the rest of a text


def test_marks_lower_than_text_are_specks() -> None:
    assert boxes((40, 40, 52, 52), (60, 40, 64, 52)) != [] and boxes((40, 40, 48, 48)) == []
    assert unread_boxes(np.zeros((3, 3), np.uint8), [], 40.0) == []


def seen(*ink: tuple[int, int, int, int]) -> tuple[int, ...] | None:
    """In a cell from (20, 20) to (220, 120)."""
    found = unread_print(drawn(*ink), PixelBox(20, 20, 220, 120), 40.0)
    return None if found is None else tuple(found)


def test_print_in_a_cell_is_as_high_as_letters_and_touches_no_side() -> None:
    assert seen((60, 60, 70, 74)) == (60, 60, 70, 74) and seen((60, 60, 70, 73)) is None
    assert seen((60, 40, 90, 92)) == (60, 40, 90, 92) and seen((60, 40, 90, 93)) is None
    assert seen((60, 60, 88, 74)) == (60, 60, 88, 74) and seen((60, 60, 89, 74)) is None  # a bar
    for touching in ((20, 60, 30, 80), (210, 60, 220, 80), (60, 20, 70, 40), (60, 100, 70, 120)):
        assert seen(touching) is None
    for inside in ((21, 60, 31, 80), (209, 60, 219, 80), (60, 21, 70, 41), (60, 99, 70, 119)):
        assert seen(inside) == inside
    assert seen((60, 60, 70, 80), (100, 70, 110, 90), (150, 60, 152, 62)) == (60, 60, 110, 90)
