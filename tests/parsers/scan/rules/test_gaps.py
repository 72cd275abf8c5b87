"""A stretch between two crossing rules is a rule where a ridge leads from one to the other."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.scan.rules.gaps import _around, _covered, _darkness, _drawn, _edges, _reaches, completed
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


# step by step


def test_lines_in_one_course_are_one_edge() -> None:
    lines = [PixelRuling(at, 0, 10, 2) for at in (14, 10, 13, 30)]
    assert [[line.at for line in edge] for edge in _edges(lines, 3)] == [[10, 13], [14], [30]]
    assert _edges([], 3) == []


def test_the_share_of_a_stretch_that_lines_cover() -> None:
    edge = [PixelRuling(10, 0, 120, 2), PixelRuling(10, 180, 300, 2), PixelRuling(10, 400, 500, 2)]
    assert _covered(edge, 100, 200) == pytest.approx(0.4) and _covered(edge, 120, 180) == 0.0
    assert _covered(edge, 0, 100) == 1.0


def test_rows_around_a_place_lie_in_the_picture() -> None:
    dark = np.zeros((50, 5), np.uint8)
    assert [_around(dark, at, 1) for at in (0, 10.4, 10.6, 49)] == [
        slice(0, 2),
        slice(9, 12),
        slice(10, 13),
        slice(48, 50),
    ]


def test_darkness_along_an_edge() -> None:
    dark = picture([])
    assert _darkness([KNOWN], dark) == DARK and _darkness([PixelRuling(101.4, 60, 240, 3)], dark) == DARK
    assert _darkness([PixelRuling(105, 60, 240, 3)], dark) == 0
    assert _drawn([KNOWN], dark, DARK) == 1.0 and _drawn([KNOWN], dark, DARK + 1) == 0.0
    assert _drawn([KNOWN, PixelRuling(105, 60, 240, 3)], dark, DARK) == pytest.approx(200 / 380)


@pytest.mark.parametrize(
    ("ink", "reaches"),
    [
        ((54, 147), True), ((54, 56), False), ((56, 147), True), ((57, 147), False), ((54, 145), True), ((54, 144), False),
    ],
)  # fmt: skip
def test_ink_reaches_both_ends_beyond_the_blur_of_the_crossing_rules(ink: tuple[int, int], reaches: bool) -> None:
    own = np.zeros(300)
    own[ink[0] : ink[1]] = 100
    assert _reaches(own, 100, 50, 150, 1.0, DPI) is reaches
    assert not _reaches(own, 101, 50, 150, 1.0, DPI)


def test_a_stretch_shorter_than_two_tips_reaches_nothing() -> None:
    own = np.full(300, 100)
    assert _reaches(own, 100, 50, 67, 1.0, DPI) and not _reaches(own, 100, 50, 66, 1.0, DPI)
    assert _reaches(np.where(np.arange(300) % 2, 100, 0), 100, 50, 150, 0.6, DPI)  # of a dotted line half is enough
    assert not _reaches(np.where(np.arange(300) % 2, 100, 0), 100, 50, 150, 1.0, DPI)


def test_a_short_stretch_must_be_inked_nearly_whole() -> None:
    crossing = [CROSSING[0], CROSSING[1], PixelRuling(295, 0, 200, 3)]

    def found(stop: int, begin: int) -> bool:
        made = picture([])
        made[:, 294:297] = DARK
        made[99:102, 250:stop] = made[99:102, begin:295] = DARK
        return len(completed([KNOWN], crossing, made, DPI)) == 2

    assert found(270, 272) and not found(264, 282)


def test_rules_near_the_border_of_the_picture_are_found_too() -> None:
    for at in (5, 194):
        dark = np.zeros((200, 500), np.uint8)
        for line in CROSSING:
            dark[:, int(line.at) - 1 : int(line.at) + 2] = DARK
        dark[at - 1 : at + 2, 50:450] = DARK
        (_, added) = completed([PixelRuling(at, 50, 250, 3)], CROSSING, dark, DPI)
        assert (added.at, added.start, added.end, added.thick) == (pytest.approx(at, abs=1), 250, 450, 3)
