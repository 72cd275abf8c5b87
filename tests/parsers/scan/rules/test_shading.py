"""Shaded rows found in pictures: by their edges, whatever the light, the noise and the print in them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from parsers.scan.rules.shading import shades
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
