"""What the rules of a table say about how the page leans."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from parsers.scan.raster import Pixels
from parsers.scan.upright.rectify import skew_angle
from parsers.scan.upright.skew import frame_corners

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
