"""What the rules of a table say about how the page leans."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from parsers.scan.raster import Pixels
from parsers.scan.upright.rectify import skew_angle
from parsers.scan.upright.skew import _cross, _rules, _slope_at, frame_corners

DPI = 165.0
HEIGHT, WIDTH = 1200, 1600
LEVEL, UPRIGHT = (200, 400, 600, 1000), (200, 700, 1400)


def table() -> Pixels:
    page = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for y in LEVEL:
        page[y : y + 3, 200:1403] = 20
    for x in UPRIGHT:
        page[200:1003, x : x + 3] = 20
    return page


def moved(matrix: list[list[float]]) -> Pixels:
    return np.asarray(cv2.warpPerspective(table(), np.array(matrix), (WIDTH, HEIGHT), borderValue=255), np.uint8)


def turned(degrees: float) -> Pixels:
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(table(), matrix, (WIDTH, HEIGHT), borderValue=255), np.uint8)


def straightened(page: Pixels) -> Pixels:
    found = frame_corners(page, DPI)
    assert found is not None
    here, true = (part.astype(np.float32) for part in found)
    return np.asarray(
        cv2.warpPerspective(page, cv2.getPerspectiveTransform(here, true), (WIDTH, HEIGHT), borderValue=255)
    )


def darkest(profile: np.ndarray, count: int) -> list[int]:
    """Places of the ``count`` darkest lines of a profile, from low to high."""
    left = profile.copy()
    found = []
    for _ in range(count):
        at = int(left.argmin())
        found.append(at)
        left[max(at - 12, 0) : at + 13] = 255
    return sorted(found)


def is_true(page: Pixels) -> bool:
    """Every rule of the table runs along a row or a column: its profile is dark there."""
    rows, columns = page[:, 300:1300].mean(axis=1), page[300:950].mean(axis=0)
    return bool(np.sort(rows)[:4].max() < 120 and np.sort(columns)[:3].max() < 160)


def test_a_straight_page_needs_no_correction() -> None:
    assert frame_corners(table(), DPI) is None
    assert is_true(table())


def test_a_page_without_rules_says_nothing() -> None:
    assert frame_corners(np.full((HEIGHT, WIDTH), 255, np.uint8), DPI) is None
    lone = np.full((HEIGHT, WIDTH), 255, np.uint8)
    cv2.line(lone, (100, 300), (1500, 320), 20, 3)
    assert frame_corners(lone, DPI) is None


@pytest.mark.parametrize("degrees", [-1.5, -0.3, 0.3, 1.5])
def test_what_is_left_of_a_turn_is_taken_back(degrees: float) -> None:
    page = turned(degrees)
    assert not is_true(page) or abs(degrees) < 0.5
    assert is_true(straightened(page))


@pytest.mark.parametrize("strength", [2e-5, -2e-5])
def test_the_slant_of_a_photo_is_taken_back(strength: float) -> None:
    page = moved([[1 + strength * 600, 0, 0], [0, 1, 0], [strength, strength / 2, 1]])
    assert is_true(straightened(page))


def test_rules_that_do_not_agree_with_the_rest_are_left_out() -> None:
    page = turned(0.8)
    cv2.line(page, (250, 700), (700, 670), 20, 3)  # a stroke of a pen
    assert is_true(straightened(page))


def lines_of_text(degrees: float) -> Pixels:
    page = np.full((900, 1200), 255, np.uint8)
    for top in range(100, 800, 30):
        for left in range(100, 1100, 14):
            page[top : top + 10, left : left + 8] = 30
    matrix = cv2.getRotationMatrix2D((600, 450), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(page, matrix, (1200, 900), borderValue=255), np.uint8)


@pytest.mark.parametrize("degrees", [-7.0, -0.5, 0.0, 0.2, 3.0])
def test_the_skew_of_text_is_measured_to_a_few_hundredths(degrees: float) -> None:
    assert skew_angle(lines_of_text(degrees), 110.0) == pytest.approx(degrees, abs=0.06)


def test_a_nearly_empty_page_is_straight() -> None:
    page = np.full((900, 1200), 255, np.uint8)
    page[100:110, 100:110] = 20
    assert skew_angle(page, 110.0) == 0.0
    assert math.isfinite(skew_angle(np.full((40, 40), 255, np.uint8), 110.0))


# step by step: rules, slopes, corners


def lined(*lines: tuple[int, int, int, int], thick: int = 3) -> Pixels:
    """Darkness of a page with these lines (x0, y0, x1, y1)."""
    dark = np.zeros((600, 1000), np.uint8)
    for x0, y0, x1, y1 in lines:
        cv2.line(dark, (x0, y0), (x1, y1), 200, thick)
    return dark


def test_a_rule_is_told_by_its_place_at_the_middle_of_the_page_its_slope_and_length() -> None:
    (level,) = _rules(lined((100, 300, 500, 300)), 100)
    assert level[:2] == pytest.approx((300, 0), abs=0.6) and level[2] == pytest.approx(405, abs=10)
    (falling,) = _rules(lined((100, 300, 700, 324)), 100)
    assert falling[:2] == pytest.approx((316, 0.04), abs=0.8)  # at x = 500
    assert falling[1] == pytest.approx(0.04, abs=0.002)
    assert len(_rules(lined((100, 300, 700, 324), (50, 100, 900, 100)), 100)) == 2


def test_short_steep_faint_and_bent_lines_say_nothing_about_the_slope() -> None:
    assert len(_rules(lined((100, 300, 700, 330)), 100)) == 1 and len(_rules(lined((100, 300, 500, 336)), 100)) == 0
    assert len(_rules(lined((100, 300, 205, 300)), 100)) == 0 and len(_rules(lined((100, 300, 230, 300)), 100)) == 1
    assert len(_rules(lined((100, 300, 500, 300), thick=60), 100)) == 0
    assert (
        len(_rules(lined((100, 300, 500, 300)) // 8, 100)) == 0
        and len(_rules(lined((100, 300, 500, 300)) // 6, 100)) == 1
    )
    bent = lined((100, 300, 400, 300), (400, 300, 700, 320), (100, 301, 400, 301))
    assert all(abs(rule[1]) < 0.08 for rule in _rules(bent, 100))
    assert _rules(lined(), 100).shape == (0, 3)


def test_slopes_are_weighed_by_length_and_change_evenly_down_the_page() -> None:
    assert _slope_at(np.array([(100, 0.01, 300), (900, 0.03, 100)]), 500) == pytest.approx(0.015)
    even = np.array([(at, at / 10_000, 100.0) for at in (100, 300, 500, 700)])
    assert [_slope_at(even, place) for place in (0, 400, 1000)] == pytest.approx([0, 0.04, 0.1])
    odd = np.append(even, [(600.0, -0.05, 50.0)], axis=0)
    assert _slope_at(odd, 400) == pytest.approx(0.04, abs=0.001)
    same = np.array([(100.0, 0.01, 300.0), (100.5, 0.02, 300.0), (100.2, 0.015, 300.0)])
    assert _slope_at(same, 900) == pytest.approx(0.015)


def test_lines_meet_where_both_run() -> None:
    assert _cross((0.0, 50.0), (0.0, 20.0)) == (20.0, 50.0)
    x, y = _cross((0.1, 50.0), (-0.2, 20.0))
    assert y == pytest.approx(0.1 * x + 50) and x == pytest.approx(-0.2 * y + 20)


def test_corners_are_where_the_outer_rules_meet_and_where_they_should() -> None:
    found = frame_corners(turned(1.0), DPI)
    assert found is not None
    here, true = found
    (left, top), (right, _), (_, bottom), _ = true.tolist()
    assert true.tolist() == [[left, top], [right, top], [right, bottom], [left, bottom]]
    assert right - left == pytest.approx(1200, rel=0.02) and bottom - top == pytest.approx(800, rel=0.02)
    slope = math.tan(math.radians(1.0))
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = here.tolist()
    assert (by - ay) / (bx - ax) == pytest.approx(slope, abs=5e-4) == (cy - dy) / (cx - dx)
    assert (dx - ax) / (dy - ay) == pytest.approx(-slope, abs=5e-4) == (cx - bx) / (cy - by)
    assert ((ax + cx) / 2, (ay + cy) / 2) == pytest.approx(((left + right) / 2, (top + bottom) / 2), abs=6)


def test_without_upright_rules_the_page_is_turned_as_a_whole() -> None:
    page = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for y in (200, 600, 1000):
        cv2.line(page, (200, y - 6), (1400, y + 6), 20, 3)
    found = frame_corners(page, DPI)
    assert found is not None
    here, true = found
    assert true[:, 0].tolist() == pytest.approx([240, 1360, 1360, 240])
    (ax, ay), (bx, by), (_, _), (dx, dy) = here.tolist()
    assert (by - ay) / (bx - ax) == pytest.approx(0.01, abs=5e-4) and (dx - ax) / (dy - ay) == pytest.approx(
        -0.01, abs=5e-4
    )


def test_rules_close_together_say_how_the_page_leans_but_not_how_that_changes() -> None:
    page = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for y in (400, 480):
        cv2.line(page, (200, y - 6), (1400, y + 6), 20, 3)
    found = frame_corners(page, DPI)
    assert found is not None and found[1][:, 1].tolist() == [0, 0, HEIGHT, HEIGHT]
