"""Shadows, scanner edges, punched holes and the desk around a photographed sheet: what is page and what is not."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.scan.raster import Pixels
from parsers.scan.upright.margins import (
    _darker_than_around,
    _edges,
    _holes,
    _is_edge,
    _is_hole,
    _slivers,
    _solid,
    print_share,
    without_edges,
)
from parsers.scan.upright.sheet import sheet_corners

DPI = 100.0
HEIGHT, WIDTH = 1100, 800


def printed(ground: Pixels) -> Pixels:
    """The picture with lines of strokes, as text has them, on all of it but a margin."""
    page = ground.copy()
    for top in range(100, page.shape[0] - 100, 24):
        for left in range(80, page.shape[1] - 80, 9):
            page[top : top + 8, left : left + 2] = page[top : top + 8, left : left + 2] * 0.3
    return page


def grainy(page: Pixels, level: float) -> Pixels:
    grain = np.random.default_rng(4).normal(0, level, page.shape)
    return np.clip(page + grain, 0, 255).astype(np.uint8)


def shadowed() -> Pixels:
    """A page whose right part lies in the shadow."""
    light = np.full((HEIGHT, WIDTH), 235.0)
    light[:, 500:] *= 0.5
    return grainy(printed(light.astype(np.uint8)), 3)


def test_a_shadow_on_the_page_is_no_edge_of_the_sheet() -> None:
    page = shadowed()
    assert sheet_corners(page) is None
    assert np.array_equal(without_edges(page, DPI), page)


@pytest.mark.parametrize("grain", [2.0, 14.0])
def test_a_sheet_on_a_dark_desk_is_found_however_coarse_the_desk(grain: float) -> None:
    desk = np.full((HEIGHT + 300, WIDTH + 300), 60, np.uint8)
    desk[150:-150, 150:-150] = printed(np.full((HEIGHT, WIDTH), 235, np.uint8))
    corners = sheet_corners(grainy(desk, grain))
    assert corners is not None
    assert (
        np.abs(corners - [[150, 150], [WIDTH + 150, 150], [WIDTH + 150, HEIGHT + 150], [150, HEIGHT + 150]]).max() < 6
    )


def test_a_scanner_edge_and_a_punched_hole_become_paper_and_a_word_in_the_shadow_does_not() -> None:
    page = shadowed()
    page[:, :30] = 12
    rows, columns = np.ogrid[:HEIGHT, :WIDTH]
    page[(rows - 500) ** 2 + (columns - 60) ** 2 < 12**2] = 20
    page[300:316, 740:770] = 40  # a short word, as dark and as broad as a hole, in the shadow
    bare = without_edges(page, DPI)
    assert bare[200:1000, :25].min() > 200 and bare[495:505, 55:65].min() > 200
    assert np.array_equal(bare[:, 100:], page[:, 100:])


def test_print_is_told_from_grain() -> None:
    page = shadowed()
    everywhere = np.ones(page.shape, dtype=np.bool_)
    assert print_share(page, everywhere) > 0.03
    assert print_share(grainy(np.full((HEIGHT, WIDTH), 60, np.uint8), 14), everywhere) < 0.005
    assert print_share(page, ~everywhere) == 0.0


@pytest.mark.parametrize(
    ("box", "edge"),
    [
        ((0, 100, 10, 300), True), ((1, 100, 10, 300), True), ((2, 100, 10, 300), False), ((589, 100, 10, 300), True),
        ((588, 100, 10, 300), False), ((0, 100, 34, 300), False), ((0, 100, 33, 300), True), ((0, 100, 20, 60), False),
        ((0, 100, 20, 61), True), ((100, 0, 300, 10), True), ((100, 2, 300, 10), False), ((100, 789, 300, 10), True),
        ((100, 788, 300, 10), False), ((100, 0, 300, 34), False), ((100, 0, 60, 20), False), ((100, 0, 61, 20), True),
        ((0, 0, 320, 300), False), ((0, 0, 321, 300), True), ((0, 100, 400, 400), False), ((100, 0, 400, 400), False),
    ],
)  # fmt: skip
def test_what_is_an_edge_of_the_scanner(box: tuple[int, int, int, int], edge: bool) -> None:
    """A strip along a border, or what covers a fifth of the picture from a corner on."""
    assert _is_edge(*box, 600, 800, 33.0) is edge


@pytest.mark.parametrize(
    ("wide", "high", "area", "hole"),
    [
        (15, 15, 225, True), (14, 15, 210, False), (15, 14, 210, False), (40, 40, 1600, True), (41, 40, 1640, False),
        (40, 41, 1640, False), (20, 23, 460, True), (20, 24, 480, False), (24, 20, 480, False), (20, 20, 273, True),
        (20, 20, 272, False),
    ],
)  # fmt: skip
def test_what_is_a_punched_hole(wide: int, high: int, area: int, hole: bool) -> None:
    """At 100 dots an inch: 15 to 40 pixels, as wide as high, filled as a circle is."""
    assert _is_hole(wide, high, area, 100.0) is hole


def marked(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    """1 in these boxes (x, y, width, height) of a picture of 600 x 800 pixels."""
    made = np.zeros((800, 600), np.uint8)
    for x, y, wide, high in boxes:
        made[y : y + high, x : x + wide] = 1
    return made


@pytest.mark.parametrize(
    ("box", "gone"),
    [
        ((119, 300, 20, 20), True), ((120, 300, 20, 20), False), ((461, 300, 20, 20), True), ((460, 300, 20, 20), False),
        ((300, 119, 20, 20), True), ((300, 120, 20, 20), False), ((300, 661, 20, 20), True), ((300, 660, 20, 20), False),
        ((50, 300, 60, 20), False),
    ],
)  # fmt: skip
def test_holes_are_punched_near_the_border(box: tuple[int, int, int, int], gone: bool) -> None:
    found = _holes(marked(box, (250, 350, 100, 100)), 100.0)
    assert found.any() == gone and found.sum() in (0, box[2] * box[3])


@pytest.mark.parametrize(
    ("box", "gone"),
    [
        ((24, 300, 5, 50), True), ((25, 300, 5, 50), False), ((571, 300, 5, 50), True), ((570, 300, 5, 50), False),
        ((10, 300, 11, 50), True), ((10, 300, 12, 50), False), ((10, 300, 5, 41), True), ((10, 300, 5, 40), False),
        ((300, 24, 50, 5), True), ((300, 25, 50, 5), False), ((300, 771, 50, 5), True), ((300, 770, 50, 5), False),
        ((300, 10, 50, 11), True), ((300, 10, 50, 12), False), ((300, 10, 41, 5), True), ((300, 10, 40, 5), False),
        ((10, 300, 50, 5), False), ((300, 10, 5, 50), False),
    ],
)  # fmt: skip
def test_thin_lines_along_the_border_are_slivers(box: tuple[int, int, int, int], gone: bool) -> None:
    found = _slivers(marked(box, (250, 350, 100, 100)), 100.0)
    assert found.any() == gone and found.sum() in (0, box[2] * box[3])


def test_dark_strips_with_print_in_them_are_page() -> None:
    strip = marked((0, 100, 30, 600))
    bare = np.full((800, 600), 40, np.uint8)
    lettered = bare.copy()
    for top in range(120, 680, 12):
        lettered[top : top + 4, 8:20] = 5
    assert _edges(strip, bare, 100.0).sum() == 30 * 600 and not _edges(strip, lettered, 100.0).any()
    short = marked((0, 100, 20, 99))
    assert _edges(short, lettered, 100.0).sum() == 20 * 99  # too short to tell
    assert not _edges(marked((100, 100, 30, 600)), bare, 100.0).any()


def test_small_dark_shapes_are_darker_than_the_paper_around() -> None:
    page = np.full((400, 400), 200, np.uint8)
    page[100:120, 100:120] = 100
    page[250:270, 100:120] = 115
    found = _darker_than_around(page, 100.0)
    assert found[110, 110] and not found[260, 110] and found.sum() == 400
    wide = np.full((400, 400), 200, np.uint8)
    wide[100:200, 100:200] = 100
    assert not _darker_than_around(wide, 100.0)[150, 150]
    speckled = marked((10, 10, 2, 2), (50, 50, 3, 3))
    assert _solid(speckled).sum() == 9
