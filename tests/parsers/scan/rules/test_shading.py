"""Shaded rows found in pictures: by their edges, whatever the light, the noise and the print in them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from parsers.scan.rules.shading import (
    Edge,
    _alike,
    _boxes,
    _edges,
    _in_a_row,
    _joined,
    _pieces,
    _Shade,
    _side,
    _tight,
    _without_ink,
    shades,
)
from tests.builders.pictures import ruled

DPI = 300.0
HIGH, WIDE = 1500, 2000
LEFT, RIGHT = 200, 1800
POINTS = 72 / DPI

Pixels = NDArray[np.uint8]


def page(bands: list[tuple[int, int]], grey: int, paper: int = 255) -> Pixels:
    made = np.full((HIGH, WIDE), paper, np.uint8)
    for top, bottom in bands:
        made[top:bottom, LEFT:RIGHT] = grey
    return made


def found(picture: Pixels) -> list[tuple[int, int, int, int]]:
    """The boxes in pixels, to the nearest five points."""
    return [tuple(round(side / POINTS / 20) * 20 for side in box) for box in shades(picture, DPI)]  # type: ignore[misc]


ZEBRA = [(200, 300), (500, 640), (900, 1000)]
BOXES = [(LEFT, top, RIGHT, bottom) for top, bottom in ZEBRA]


@pytest.mark.parametrize("grey", [180, 225, 240, 250])
def test_every_other_row_dark_or_faint(grey: int) -> None:
    assert found(page(ZEBRA, grey)) == BOXES


def test_a_shadow_across_the_page_is_no_shade_and_hides_none() -> None:
    light = 1 - 0.4 * np.abs(np.linspace(-1, 1, HIGH))[:, None] * np.linspace(0.5, 1, WIDE)[None, :]
    assert found((page(ZEBRA, 230) * light).astype(np.uint8)) == BOXES
    assert found((page([], 230) * light).astype(np.uint8)) == []


def test_noise_is_no_shade_and_hides_none() -> None:
    grain = np.random.default_rng(5).normal(0, 8, (HIGH, WIDE))
    noisy = np.clip(page(ZEBRA, 215, 240) + grain, 0, 255).astype(np.uint8)
    assert found(noisy) == BOXES


def test_rows_of_different_shades_that_touch_are_rows_of_their_own() -> None:
    picture = page([(200, 300)], 200)
    picture[300:420, LEFT:RIGHT] = 232
    assert found(picture) == [(LEFT, 200, RIGHT, 300), (LEFT, 300, RIGHT, 420)]


def test_print_neither_makes_nor_hides_a_shade() -> None:
    print_ = ruled("xxxxxxx xxxxxxxxxx xxxxx xxxxxxxx xxxxxxxxxxx")
    high, wide = print_.shape
    picture = page([(500, 640)], 225)
    for top in (300, 400, 500, 700, 800):
        part = picture[top : top + high, 300 : 300 + wide]
        picture[top : top + high, 300 : 300 + wide] = np.minimum(part, print_[:, : part.shape[1]])
    assert found(picture) == [(LEFT, 500, RIGHT, 640)]


@given(st.integers(0, 255))
def test_an_empty_page_has_no_shades(grey: int) -> None:
    assert shades(np.full((300, 400), grey, np.uint8), DPI) == ()


def test_a_picture_smaller_than_a_row_has_no_shades() -> None:
    assert shades(np.full((3, 5), 255, np.uint8), DPI) == ()


# step by step, in pixels of the thumbnail


def test_shaded_cells_stand_level_with_each_other() -> None:
    one = _Shade(0, 10, 20, 30)
    assert not _in_a_row(one, [one]) and _in_a_row(one, [one, _Shade(30, 13, 50, 33)])
    assert not _in_a_row(one, [one, _Shade(30, 13.1, 50, 30)]) and not _in_a_row(one, [one, _Shade(30, 10, 50, 33.1)])
    assert _in_a_row(one, [one, _Shade(30, 7, 50, 27)]) and not _in_a_row(one, [one, _Shade(30, 6.9, 50, 30)])


def test_print_that_fills_its_box_is_tight() -> None:
    def tight(first: int, last: int, share: float = 0.3) -> bool:
        ink = np.zeros((20, 100), np.bool_)
        ink[first : last + 1, : int(100 * share)] = True
        return _tight(ink)

    assert tight(2, 17) and not tight(3, 17) and not tight(2, 16) and tight(0, 19)
    assert not tight(0, 19, share=0.04) and tight(0, 19, share=0.05)  # specks
    assert tight(0, 19, share=0.59) and not tight(0, 19, share=0.6)  # a rule
    assert not _tight(np.zeros((20, 100), np.bool_))


def test_edges_that_begin_and_end_alike_belong_together() -> None:
    edges = [
        Edge(n, x0, x1, 0.1) for n, (x0, x1) in enumerate([(100, 300), (112, 312), (113, 300), (100, 313), (88, 288)])
    ]
    assert [[int(edge.y) for edge in group] for group in _alike(edges)] == [[0, 1, 4], [2], [3]]


def test_pieces_of_an_edge_are_one_where_they_cover_half_of_it() -> None:
    def joined(*pieces: Edge) -> list[tuple[float, int, int]]:
        return [(edge.y, edge.x0, edge.x1) for edge in _joined(pieces)]

    first = Edge(10, 0, 100, 0.1)
    assert joined(first, Edge(11.5, 300, 400, 0.1)) == [(10.75, 0, 400)]
    assert joined(first, Edge(11.6, 300, 400, 0.1)) == [(10, 0, 100), (11.6, 300, 400)]
    assert joined(first, Edge(10, 301, 400, 0.1)) == []  # less than half
    assert joined(first, Edge(10, 100, 400, -0.1)) == [(10, 0, 100), (10, 100, 400)]  # darker and lighter
    (edge,) = _joined([first, Edge(11, 100, 400, 0.3)])
    assert (edge.y, edge.step) == (pytest.approx(10.75), pytest.approx(0.25))


def paper(x0: int = 50, x1: int = 150, top: int = 20, bottom: int = 40, by: float = 0.9) -> NDArray[np.float32]:
    made = np.full((80, 200), 200, np.float32)
    made[top:bottom, x0:x1] *= by
    return np.asarray(cv2.blur(made, (5, 1)), dtype=np.float32)  # as sharp as a scanner sees it


def test_a_side_is_where_most_rows_become_darker() -> None:
    rows = paper()[22:38]
    assert _side(rows, 52, 0.05) == pytest.approx(50, abs=0.6) and _side(rows, 70, 0.05) == pytest.approx(50, abs=0.6)
    assert _side(rows, 80, 0.05) is None and _side(rows, 52, 0.11) is None and _side(rows, 20, 0.05) is None
    some = paper()[22:42]
    assert _side(some[:20], 50, 0.05) is not None and _side(paper()[22:44], 50, 0.05) is None  # 18 of 20 rows, of 22
    assert _side(paper(x0=3)[22:38], 0, 0.05) == pytest.approx(3, abs=0.6)


def boxes(upper: Edge, lower: Edge, made: NDArray[np.float32]) -> list[tuple[int, ...]]:
    return [tuple(round(side) for side in box) for box in _boxes([upper, lower], made)]


def test_a_box_lies_between_edges_with_lighter_paper_at_both_ends() -> None:
    upper, lower = Edge(20, 48, 152, 0.1), Edge(40, 52, 148, -0.1)
    assert boxes(upper, lower, paper()) == [(50, 20, 150, 40)]
    assert boxes(upper, lower, paper(x1=200)) == [] == boxes(upper, lower, paper(x0=0))
    assert boxes(Edge(20, 48, 152, 0.3), Edge(40, 52, 148, -0.3), paper()) == []  # fainter at its sides
    assert boxes(Edge(20, 48, 152, 0.3), lower, paper()) == [(50, 20, 150, 40)]
    low = paper(top=20, bottom=28)
    assert boxes(upper, Edge(28, 52, 148, -0.1), low) == []
    assert len(boxes(Edge(20, 48, 75, 0.1), Edge(40, 48, 75, -0.1), paper(x1=75))) == 1
    assert boxes(Edge(20, 48, 71, 0.1), Edge(40, 48, 71, -0.1), paper(x1=71)) == []  # too narrow


def test_level_stretches_of_a_step() -> None:
    steps = np.zeros((40, 200), np.float32)
    steps[20:22, 40:120] = 0.2
    (edge,) = _pieces(steps, 0.05, -1.0)
    assert (edge.y, edge.x0, edge.x1, edge.step) == (pytest.approx(21), 40, 120, pytest.approx(-0.2))
    assert list(_pieces(steps, 0.2, 1.0)) == []
    short, high = np.zeros((40, 200), np.float32), np.zeros((40, 200), np.float32)
    short[20:22, 40:64] = 0.2
    high[10:17, 40:120] = 0.2
    assert list(_pieces(short, 0.05, 1.0)) == [] == list(_pieces(high, 0.05, 1.0))
    high[16] = 0
    assert len(list(_pieces(high, 0.05, 1.0))) == 1


def test_paper_shows_through_print_and_rules() -> None:
    twice = np.full((200, 300), 220, np.uint8)
    twice[100:108, 100:140] = 10
    twice[150:152] = 10
    found = _without_ink(twice)
    assert found.shape == (100, 150) and found.min() == found.max() == 220
    assert _without_ink(np.zeros((21, 31), np.uint8)).tolist() == [[16.0] * 15] * 10


def test_edges_of_a_band_are_its_upper_and_lower_end() -> None:
    upper, lower = _edges(paper(x0=30, x1=170))
    assert (upper.y, lower.y) == (pytest.approx(20, abs=0.6), pytest.approx(40, abs=0.6))
    assert upper.step == pytest.approx(0.1, abs=0.02) and lower.step == pytest.approx(-0.1, abs=0.02)
    assert _edges(np.full((80, 200), 200, np.float32)) == []
