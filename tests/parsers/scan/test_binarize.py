"""Ink is what is darker than the paper around it, however bright that is."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.scan.binarize import background, flattened, ink_mask

DPI = 300.0


def sheet(light: float = 1.0) -> np.ndarray:
    """Paper that darkens to the right, a thin stroke and a wide dark area on it."""
    paper = np.linspace(250, 150, 900)[None, :].repeat(400, axis=0) * light
    paper[100:104, 50:850] *= 0.2
    paper[200:320, 300:600] *= 0.7
    return paper.astype(np.uint8)


def test_strokes_are_filled_and_wide_dark_areas_are_ground() -> None:
    ground = background(sheet(), DPI)
    bare = sheet()
    bare[100:104] = bare[90:94]
    assert np.abs(ground[95:110].astype(int) - bare[95:110]).max() < 12
    assert np.abs(ground[250, 330:570].astype(int) - bare[250, 330:570]).max() < 12


@pytest.mark.parametrize("light", [1.0, 0.6])
def test_the_flattened_page_is_white_but_for_its_ink(light: float) -> None:
    flat = flattened(sheet(light), DPI)
    assert flat[20:80].min() > 240 and flat[101:103, 100:800].max() < 80 and flat[250, 330:570].min() > 240
    ink = ink_mask(flat)
    assert ink[101:103, 100:800].all() and not ink[20:80].any() and not ink[230:290, 330:570].any()


def test_the_level_of_ink_is_a_limit() -> None:
    assert ink_mask(np.array([[99, 100, 101]], np.uint8), 100).tolist() == [[1, 0, 0]]
