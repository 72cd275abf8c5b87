"""The sheet in a photo: its corners, however it lies, and its proportions."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers.scan.raster import Pixels
from parsers.scan.upright.sheet import sheet_corners, sheet_size

HEIGHT, WIDTH = 1000, 900
Corners = list[tuple[float, float]]
FLAT: Corners = [(150, 100), (750, 100), (750, 900), (150, 900)]


def photo(corners: Corners, desk: int = 60, sheet: int = 230) -> Pixels:
    made = np.full((HEIGHT, WIDTH), desk, np.uint8)
    cv2.fillPoly(made, [np.array(corners, np.int32)], sheet)
    x0, y0 = (int(min(point[n] for point in corners)) + 80 for n in (0, 1))
    for top in range(y0, y0 + 500, 24):
        for left in range(x0, x0 + 400, 9):
            made[top : top + 8, left : left + 2] = made[top : top + 8, left : left + 2] * 0.3
    return np.clip(made + np.random.default_rng(1).normal(0, 2, made.shape), 0, 255).astype(np.uint8)


def miss(found: np.ndarray | None, corners: Corners) -> float:
    assert found is not None
    return float(np.abs(found - np.array(corners)).max())


@pytest.mark.parametrize(
    "corners",
    [
        FLAT,
        [(190, 80), (800, 140), (740, 940), (130, 880)],
        [(200, 120), (700, 120), (780, 900), (120, 900)],
        [(90, 200), (860, 160), (870, 740), (80, 700)],
    ],
    ids=["straight", "turned", "seen from below", "landscape"],
)
def test_the_corners_are_found_from_the_upper_left_clockwise(corners: Corners) -> None:
    assert miss(sheet_corners(photo(corners)), corners) < 6


def test_a_folded_corner_does_not_move_the_corner() -> None:
    folded = photo(FLAT)
    cv2.fillPoly(folded, [np.array([(710, 100), (750, 100), (750, 140)], np.int32)], 60)
    assert miss(sheet_corners(folded), FLAT) < 8


def test_a_scan_is_all_sheet() -> None:
    assert sheet_corners(photo([(0, 0), (900, 0), (900, 1000), (0, 1000)])) is None
    assert sheet_corners(np.full((HEIGHT, WIDTH), 230, np.uint8)) is None


def test_a_desk_nearly_as_bright_as_the_sheet_is_no_desk() -> None:
    assert sheet_corners(photo(FLAT, desk=200)) is None
    assert sheet_corners(photo(FLAT, desk=150)) is not None


def test_what_is_no_sheet_by_size_or_shape_is_none() -> None:
    assert sheet_corners(photo([(300, 300), (600, 300), (600, 700), (300, 700)])) is None  # 13 % of the picture
    assert (
        sheet_corners(photo([(40, 250), (860, 250), (860, 650), (40, 650)])) is None
    )  # more than twice as wide as high
    assert sheet_corners(photo([(100, 100), (800, 100), (800, 790), (100, 790)])) is None  # square


@pytest.mark.parametrize(
    ("wide", "high", "size"),
    [(600, 848, (600, 848)), (848, 600, (848, 600)), (620, 820, (599, 848)), (500, 850, (500, 850))],
)
def test_proportions_near_those_of_a4_are_a4(wide: int, high: int, size: tuple[int, int]) -> None:
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    found, dpi = sheet_size(corners)
    assert found == pytest.approx(size, abs=2)
    assert dpi == pytest.approx(max(found) / 11.69, rel=0.01)
