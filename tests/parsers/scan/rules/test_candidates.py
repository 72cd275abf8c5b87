"""Thin level runs with paper on both sides may be rules; print, shades and thick bars are none."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.scan.binarize import background
from parsers.scan.raster import Pixels
from parsers.scan.rules.candidates import _clear, _collinear, _dotted, _unevenness, candidates, thin_dark
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


def piece(at: float, start: float, end: float, thick: float = 2) -> PixelRuling:
    return PixelRuling(at, start, end, thick)


def test_pieces_are_joined_by_how_near_and_how_level_they_are() -> None:
    first = piece(100, 0, 100)
    assert _collinear([piece(102, 105, 205, 3), first], 100) == [piece(101, 0, 205, 3)]
    assert _collinear([first, piece(101, 105, 155)], 100) == [piece((10000 + 5050) / 150, 0, 155)]
    assert (
        len(_collinear([first, piece(102.1, 105, 205)], 100)) == 2
        and len(_collinear([first, piece(100, 105.1, 205)], 100)) == 2
    )
    assert _collinear([first, piece(100, 20, 50)], 100) == [first] and _collinear([], 100) == []
    assert _collinear([first, piece(98, 105, 205)], 100) == [piece(99, 0, 205)]


def strip(*inked: tuple[int, int, int, int]) -> Pixels:
    """Darkness of a part of a page with a run at the rows 20 and 21, and ink (first row, row after, from, to)."""
    dark = np.zeros((60, 100), np.uint8)
    dark[20:22] = 200
    for top, bottom, start, end in inked:
        dark[top:bottom, start:end] = 200
    return dark


def clear(*inked: tuple[int, int, int, int], reach: int = 6) -> bool:
    return _clear(strip(*inked), 0, 20, 100, 2, reach, 8.0)


def test_along_a_rule_there_is_a_strip_of_paper_on_both_sides() -> None:
    assert clear() and clear((14, 15, 0, 100)) and clear((15, 20, 0, 20)) and clear((22, 28, 0, 20))
    assert not clear((14, 20, 0, 100)) and not clear((22, 28, 0, 100)) and not clear((14, 20, 0, 21))
    assert clear((15, 19, 0, 100)) and clear((23, 27, 0, 100))  # one row of paper is enough
    faint = strip()
    faint[14:20] = 99
    assert _clear(faint, 0, 20, 100, 2, 6, 8.0)
    faint[14:20] = 100
    assert not _clear(faint, 0, 20, 100, 2, 6, 8.0)
    border = np.zeros((10, 100), np.uint8)
    border[0:2] = 200
    assert _clear(border, 0, 0, 100, 2, 6, 8.0)  # at the border of the picture


def test_a_run_is_even_or_dotted_or_print() -> None:
    even = np.full((3, 200), 100, np.uint8)
    assert _unevenness(even) == 0.0 and _dotted(even, 150.0)
    dots = even.copy()
    dots[:, ::4] = 0
    assert 0.3 < _unevenness(dots) < 0.6 and _dotted(dots, 150.0)
    words = even.copy()
    for start in range(0, 200, 40):
        words[:, start : start + 20] = 0
    assert not _dotted(words, 150.0)
    half = even.copy()
    half[:, 100:] = 20  # faint in part, but even
    assert _unevenness(half) < 0.5
