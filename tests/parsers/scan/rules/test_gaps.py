"""A stretch between two crossing rules is a rule where a ridge leads from one to the other."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.scan.rules.gaps import completed
from parsers.scan.rules.rule_lines import PixelRuling

DPI = 150.0
CROSSING = [PixelRuling(at, 0, 200, 3) for at in (50, 250, 450)]
KNOWN = PixelRuling(100, 50, 250, 3)
DARK = 200


def picture(ink: list[tuple[int, int, int]], dark: int = DARK) -> np.ndarray:
    """Darkness of a part of a page: crossing rules, the known line from 50 to 250, and ``ink`` (row, from, to)."""
    made = np.zeros((200, 500), np.uint8)
    for line in CROSSING:
        made[:, int(line.at) - 1 : int(line.at) + 2] = DARK
    made[99:102, 50:250] = DARK
    for row, start, end in ink:
        made[row - 1 : row + 2, start:end] = dark
    return made


def guessed(ink: list[tuple[int, int, int]], dark: int = DARK) -> list[tuple[float, float, float]]:
    lines = completed([KNOWN], CROSSING, picture(ink, dark), DPI)
    assert lines[0] == KNOWN and all(line.guessed for line in lines[1:])
    return [(line.at, line.start, line.end) for line in lines[1:]]


def test_no_ink_no_rule() -> None:
    assert guessed([]) == []


@pytest.mark.parametrize("dark", [DARK, 60])
def test_a_ridge_from_rule_to_rule_is_a_rule_dark_or_faint(dark: int) -> None:
    assert guessed([(100, 250, 450)], dark) == [(pytest.approx(100, abs=1), 250, 450)]


def test_a_ridge_far_fainter_than_the_line_is_none() -> None:
    assert guessed([(100, 250, 450)], dark=30) == []


def test_the_rule_may_lie_a_little_beside_its_place_but_not_more() -> None:
    assert guessed([(102, 250, 450)])[0][0] in (101, 102, 103)
    assert guessed([(107, 250, 450)]) == []


def test_letters_that_stop_before_the_rules_are_none() -> None:
    assert guessed([(100, 262, 438)]) == []
    assert guessed([(100, 262, 450)]) == [] and guessed([(100, 250, 438)]) == []


def test_a_broken_ridge_counts_from_six_tenths_on() -> None:
    assert len(guessed([(100, 250, 320), (100, 375, 450)])) == 1
    assert guessed([(100, 250, 290), (100, 410, 450)]) == []


def test_an_area_that_is_dark_on_both_sides_is_no_ridge() -> None:
    assert guessed([(row, 250, 450) for row in range(90, 112)]) == []


def test_what_the_line_covers_itself_is_not_guessed_again() -> None:
    assert all(start >= 250 for _, start, _ in guessed([(100, 250, 450)]))
    near = [*CROSSING, PixelRuling(460, 0, 200, 3)]
    lines = completed([KNOWN], near, picture([(100, 250, 460)]), DPI)
    assert [(line.start, line.end) for line in lines[1:]] == [(250, 450)]  # ten pixels are no stretch


def test_crossing_rules_that_do_not_reach_the_line_bound_nothing() -> None:
    far = [CROSSING[0], CROSSING[1], PixelRuling(450, 130, 200, 3)]
    assert completed([KNOWN], far, picture([(100, 250, 450)]), DPI) == [KNOWN]
