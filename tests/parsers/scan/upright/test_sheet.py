"""The sheet in a photo: its corners, however it lies, and its proportions."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers.scan.raster import Pixels
from parsers.scan.upright.sheet import (
    _along,
    _clockwise,
    _dark_around,
    _dense,
    _fitted,
    _four,
    _meeting,
    _scaled_corners,
    _surrounded,
    sheet_corners,
    sheet_size,
)

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


# step by step


def test_lines_meet_in_a_point_unless_they_run_alike() -> None:
    assert _meeting((1, 0, 30), (0, 1, 40)) == (30, 40)
    assert _meeting((1, 1, 70), (1, -1, -10)) == pytest.approx((30, 40))
    assert _meeting((1, 2, 5), (2, 4, 7)) is None


def test_corners_come_from_the_upper_left_clockwise() -> None:
    ordered = [(10, 20), (110, 15), (120, 215), (5, 210)]
    for shift in range(4):
        for corners in (ordered[shift:] + ordered[:shift], (ordered[shift:] + ordered[:shift])[::-1]):
            assert _clockwise(np.array(corners, np.float32)).tolist() == [
                list(map(float, corner)) for corner in ordered
            ]


def test_a_sheet_grows_around_its_centre() -> None:
    corners = np.array([(0, 0), (100, 0), (100, 200), (0, 200)], np.float32)
    assert (
        _scaled_corners(corners, 1.1).tolist()
        == pytest.approx(np.array([(-5, -10), (105, -10), (105, 210), (-5, 210)]))
        and _scaled_corners(corners, 1.0).tolist() == corners.tolist()
    )


def test_points_along_an_outline_are_a_pixel_apart() -> None:
    dense = _dense(np.array([(0, 0), (10, 0), (10, 5), (0, 5)], np.float32))
    assert len(dense) == 30 and np.linalg.norm(np.roll(dense, -1, axis=0) - dense, axis=1).max() == pytest.approx(1)
    assert _dense(np.array([(3, 3), (3, 3)], np.float32)).tolist() == [[3, 3], [3, 3]]


def test_grey_along_a_side_as_far_as_it_lies_in_the_picture() -> None:
    picture = np.arange(100, dtype=np.uint8)[None, :].repeat(50, axis=0)
    corners = np.array([(0, 10), (99, 10), (99, 40), (0, 40)], np.float32)
    top, right = _along(picture, corners, 0), _along(picture, corners, 1)
    assert (top[0], top[-1], len(top)) == (5, 94, 60) and set(right.tolist()) == {99}
    assert _along(picture, corners, 3).tolist() == [0] * 60
    assert (
        len(_along(picture, corners - np.float32([50, 0]), 0)) < 40
        and len(_along(picture, corners + np.float32([0, 60]), 0)) == 0
    )


def test_it_is_dark_around_a_sheet() -> None:
    def dark(level: int, share: float) -> bool:
        made = np.full((100, 100), 200, np.uint8)
        made[:3] = made[-3:] = level
        made[: int(100 * share), :3] = made[: int(100 * share), -3:] = level
        return _dark_around(made)

    assert dark(150, 1) and not dark(156, 1) and not dark(200, 1)
    lone = np.full((100, 100), 200, np.uint8)
    lone[:3] = 100
    assert not _dark_around(lone)  # a quarter of the rim
    assert not _dark_around(np.zeros((3, 100), np.uint8))


@pytest.mark.parametrize(("darker", "told"), [(4, True), (3, True), (2, False)])
def test_a_sheet_is_brighter_than_what_lies_around_on_three_sides(darker: int, told: bool) -> None:
    made = np.full((500, 400), 60, np.uint8)
    made[100:400, 100:300] = 220
    for part in ((slice(400, None), slice(None)), (slice(None), slice(0, 100)), (slice(None), slice(300, None)))[
        : 4 - darker
    ]:
        made[part] = 220
    corners = np.array([(100, 100), (300, 100), (300, 400), (100, 400)], np.float32)
    assert _surrounded(made, corners) is told


def test_the_outline_of_a_sheet_has_four_corners_and_its_proportions() -> None:
    def four(wide: int, high: int) -> bool:
        made = np.zeros((600, 600), np.uint8)
        made[50 : 50 + high, 50 : 50 + wide] = 255
        outline = cv2.convexHull(cv2.findContours(made, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0][0])
        found = _four(np.asarray(outline, np.int32))
        assert (
            found is None
            or np.abs(found - [(50, 50), (49 + wide, 50), (49 + wide, 49 + high), (50, 49 + high)]).max() < 2
        )
        return found is not None

    assert four(300, 424) and four(424, 300) and four(300, 350) and not four(300, 340)
    assert four(300, 520) and not four(300, 535)
    triangle = np.array([[[0, 0]], [[300, 0]], [[0, 400]]], np.int32)
    assert _four(triangle) is None


def test_rounded_corners_do_not_move_the_corners() -> None:
    made = np.zeros((600, 600), np.uint8)
    made[50:500, 50:350] = 255
    for x, y in ((50, 50), (349, 50), (50, 499), (349, 499)):
        cv2.circle(made, (x, y), 20, 0, -1)
    outline = cv2.findContours(made, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0][0]
    rough = np.array([(55, 55), (344, 55), (344, 494), (55, 494)], np.float32)
    found = _fitted(np.asarray(outline, np.int32), rough)
    assert found.tolist() == pytest.approx(np.array([(50, 50), (349, 50), (349, 499), (50, 499)]), abs=0.7)
    few = np.array([[[0, 0]], [[1, 0]], [[1, 1]]], np.int32)
    assert _fitted(few, rough) is rough
