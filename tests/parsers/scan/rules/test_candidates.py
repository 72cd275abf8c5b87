"""Thin level runs with paper on both sides may be rules; print, shades and thick bars are none."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.scan.binarize import background
from parsers.scan.raster import Pixels
from parsers.scan.rules.candidates import candidates, thin_dark
from parsers.scan.rules.rule_lines import PixelRuling

DPI = 150.0


def found(page: Pixels) -> list[PixelRuling]:
    return candidates(thin_dark(page, background(page, DPI), DPI), DPI)


def paper() -> Pixels:
    return np.full((300, 800), 255, np.uint8)


def lined(thick: int = 2, start: int = 100, end: int = 700, grey: int = 30) -> Pixels:
    page = paper()
    page[150 : 150 + thick, start:end] = grey
    return page


@pytest.mark.parametrize(("thick", "grey"), [(1, 30), (2, 30), (6, 30), (2, 180), (2, 235)])
def test_a_line_is_found_where_it_is_thin_or_thick_dark_or_faint(thick: int, grey: int) -> None:
    (line,) = found(lined(thick, grey=grey))
    assert line.at == pytest.approx(150 + (thick - 1) / 2, abs=0.6)
    assert (line.start, line.end) == (pytest.approx(100, abs=5), pytest.approx(700, abs=5))
    assert line.thick == pytest.approx(thick, abs=2) and not line.guessed
    assert line.length == line.end - line.start


def test_bars_too_thick_and_strokes_too_short_are_none() -> None:
    assert found(lined(thick=14)) == []
    assert found(lined(end=125)) == []
    assert len(found(lined(end=180))) == 1


def test_the_edge_of_a_shade_and_a_slow_shadow_are_none() -> None:
    shaded = paper()
    shaded[100:200] = 200
    assert found(shaded) == []
    assert found(np.linspace(250, 120, 300).astype(np.uint8)[:, None].repeat(800, axis=1)) == []


def letters(page: Pixels, top: int, left: int = 100, right: int = 700) -> Pixels:
    chance = np.random.default_rng(8)
    for x in range(left, right, 9):
        page[top : top + 12, x : x + 2] = 30
        page[top + int(chance.integers(0, 10)) :, x : x + 6][:2] = 30
    return page


def test_a_row_of_letters_is_none_and_a_line_beside_it_is_one() -> None:
    assert found(letters(paper(), 150)) == []
    assert len(found(letters(lined(), 165))) == 1


def test_dots_in_a_row_are_a_line_and_words_are_none() -> None:
    dotted = lined()
    dotted[:, ::4] = dotted[:, 1::4] = 255
    assert len(found(dotted)) == 1
    words = lined(thick=2)
    for x in range(100, 700, 60):
        words[:, x : x + 30] = 255
    assert all(line.length < 60 for line in found(words))


def test_pieces_that_nearly_touch_are_one_line_and_others_two() -> None:
    broken = lined()
    broken[:, 300:305] = 255
    assert [(round(line.start, -1), round(line.end, -1)) for line in found(broken)] == [(100, 700)]
    apart = lined()
    apart[:, 300:330] = 255
    assert len(found(apart)) == 2
    stepped = lined(end=400)
    stepped[170:172, 402:700] = 30
    assert len(found(stepped)) == 2


def test_a_double_line_is_two_lines() -> None:
    double = lined()
    double[158:160, 100:700] = 30
    assert [round(line.at) for line in sorted(found(double), key=lambda line: line.at)] == [150, 158]


def test_noise_is_no_line() -> None:
    grain = np.random.default_rng(6).normal(225, 12, (300, 800))
    assert found(np.clip(grain, 0, 255).astype(np.uint8)) == []
