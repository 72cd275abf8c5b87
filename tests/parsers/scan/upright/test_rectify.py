"""Which way a page lies."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers.scan.raster import Picture, Pixels
from parsers.scan.upright.rectify import (
    _applied,
    _onto,
    _rectified,
    _rotation,
    _runs_down,
    _scaled,
    _sharpness,
    _text_ink,
    _turn,
    quarter_turned,
    skew_angle,
    straightened,
    warped,
)

DPI = 110.0


def faint_last_page() -> Pixels:
    """Three lines of letters that do not hold together, under the ends of the upright rules of a table."""
    page = np.full((900, 1280), 255, np.uint8)
    for x in range(100, 1200, 120):
        page[60:200, x : x + 2] = 90
    for y in (260, 300, 420):
        for x in range(110, 620, 12):
            page[y : y + 8, x : x + 6] = 120
    return page


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_nearly_empty_page_is_turned_by_its_lines_and_not_by_its_rules(turns: int) -> None:
    page = np.ascontiguousarray(np.rot90(faint_last_page(), turns))
    assert quarter_turned(page, DPI) is bool(turns % 2)


def text_page() -> Pixels:
    """A page of 200 dpi: lines of words from the upper left, a level rule under the first."""
    page = np.full((1400, 1000), 255, np.uint8)
    page[160:164, 100:900] = 20
    for top in range(200, 1000, 45):
        for left in range(100, 860, 90):
            for letter in range(5):
                page[top : top + 18, left + 14 * letter : left + 14 * letter + 12] = 30
    return page


def marked(picture: Pixels) -> tuple[int, int]:
    """Where the ink begins, as shares of the picture in per cent: down and across."""
    rows, columns = np.flatnonzero((picture < 128).sum(axis=1) > 20), np.flatnonzero((picture < 128).sum(axis=0) > 20)
    return round(100 * rows[0] / picture.shape[0]), round(100 * columns[0] / picture.shape[1])


def test_an_upright_page_only_changes_its_resolution() -> None:
    upright = straightened(Picture(text_page(), 200.0))
    assert upright.pixels.shape == (2100, 1500)
    assert (upright.turned, upright.photo, upright.turn_guessed) == (0, False, False)
    assert marked(upright.pixels) == marked(text_page()) == (11, 10)
    at_working = np.ascontiguousarray(text_page())
    assert straightened(Picture(at_working, 300.0)).pixels.shape == at_working.shape


@pytest.mark.parametrize("degrees", [-4.0, 2.5])
def test_a_crooked_page_is_levelled_and_nothing_is_cut_off(degrees: float) -> None:
    matrix = cv2.getRotationMatrix2D((500, 700), -degrees, 1.0)
    crooked = np.asarray(cv2.warpAffine(text_page(), matrix, (1000, 1400), borderValue=255), np.uint8)
    upright = straightened(Picture(crooked, 200.0))
    assert upright.skew == pytest.approx(degrees, abs=0.1)
    dark = (upright.pixels < 128).sum(axis=1)
    assert dark.max() > 1.45 * 700  # the rule is one row of pixels again
    ink = (upright.pixels < 128).sum() / (1.5 * 1.5)
    assert ink == pytest.approx((crooked < 128).sum(), rel=0.05)


def test_a_page_on_its_side_is_turned_and_which_way_is_a_guess() -> None:
    upright = straightened(Picture(np.ascontiguousarray(np.rot90(text_page())), 200.0))
    assert (upright.turned, upright.turn_guessed) == (3, True)
    assert upright.pixels.shape == pytest.approx((2100, 1500), abs=12)
    other = straightened(Picture(np.ascontiguousarray(np.rot90(text_page())), 200.0), half_turn=True)
    assert other.turned == 1


def test_the_sheet_of_a_photo_fills_the_page() -> None:
    desk = np.full((1700, 1300), 50, np.uint8)
    desk[150:1550, 150:1150] = text_page()
    upright = straightened(Picture(desk, 200.0))
    assert upright.photo
    assert upright.pixels.shape[0] / upright.pixels.shape[1] == pytest.approx(2**0.5, rel=0.02)
    assert marked(upright.pixels)[0] == pytest.approx(11, abs=1) and marked(upright.pixels)[1] == pytest.approx(
        10, abs=1
    )
    assert np.median(upright.pixels[-20:, :]) > 200  # no desk is left


def test_a_warp_averages_what_it_shrinks() -> None:
    stripes = np.full((400, 400), 255, np.uint8)
    stripes[::2] = 0
    quarter = warped(stripes, np.diag([0.25, 0.25, 1.0]), (100, 100))
    assert quarter.shape == (100, 100) and abs(int(np.median(quarter)) - 127) < 12
    same = warped(stripes, np.eye(3), (400, 400))
    assert np.array_equal(same, stripes)
    assert warped(stripes, np.eye(3), (500, 400))[:, 450].min() == 255  # beyond the picture is paper


# the steps of the one warp


def through(matrix: np.ndarray, *points: tuple[float, float]) -> list[tuple[float, float]]:
    """Where points of the original come to lie."""
    mapped = [matrix @ np.array([x, y, 1.0]) for x, y in points]
    return [(float(x / w), float(y / w)) for x, y, w in mapped]


CORNERS = ((0.0, 0.0), (40.0, 0.0), (40.0, 30.0), (0.0, 30.0))


@pytest.mark.parametrize(
    ("turns", "size", "corners"),
    [
        (0, (40, 30), CORNERS),
        (1, (30, 40), ((30, 0), (30, 40), (0, 40), (0, 0))),
        (2, (40, 30), ((40, 30), (0, 30), (0, 0), (40, 0))),
        (5, (30, 40), ((30, 0), (30, 40), (0, 40), (0, 0))),
        (3, (30, 40), ((0, 40), (0, 0), (30, 0), (30, 40))),
    ],
)
def test_quarter_turns_run_clockwise(
    turns: int, size: tuple[int, int], corners: tuple[tuple[float, float], ...]
) -> None:
    matrix, turned = _turn(np.eye(3), (40, 30), turns)
    assert turned == size and through(matrix, *CORNERS) == list(corners)


@pytest.mark.parametrize("angle", [-10.0, 0.0, 4.0])
def test_a_levelled_page_is_as_large_as_its_corners_reach(angle: float) -> None:
    matrix, (wide, high) = _rotation((400, 300), angle)
    corners = through(matrix, (0, 0), (400, 0), (400, 300), (0, 300))
    xs, ys = zip(*corners, strict=True)
    assert min(xs) == pytest.approx(wide - max(xs)) and min(ys) == pytest.approx(high - max(ys))
    assert 0 <= min(xs) < 0.6 and 0 <= min(ys) < 0.6
    (ax, ay), (bx, by) = corners[:2]
    assert np.degrees(np.arctan2(by - ay, bx - ax)) == pytest.approx(-angle)


def test_corners_of_a_sheet_become_those_of_the_page() -> None:
    sheet = np.array([(12, 9), (80, 14), (77, 95), (8, 90)], np.float32)
    found = through(_onto(sheet, (60, 85)), *map(tuple, sheet.tolist()))
    assert np.array(found) == pytest.approx(np.array([(0, 0), (60, 0), (60, 85), (0, 85)]), abs=1e-3)


def test_a_picture_is_scaled_down_and_never_up() -> None:
    page = np.full((30, 50), 9, np.uint8)
    assert _scaled(page, 1.0) is page and _scaled(page, 1.5) is page
    assert _scaled(page, 0.5).shape == (15, 25) and _scaled(page, 0.001).shape == (1, 1)


def test_a_page_that_needs_no_warp_gets_none() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (60, 80)).astype(np.uint8)
    assert _applied(noise, np.eye(3), (80, 60)) is noise and _applied(noise, np.eye(3), (81, 61)) is noise
    for scale in (0.5, 2.0):
        size = (int(80 * scale), int(60 * scale))
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        assert np.array_equal(
            _applied(noise, np.diag([scale, scale, 1.0]), size), cv2.resize(noise, size, interpolation=how)
        )
    moved = np.array([[1.0, 0, 5], [0, 1, 0], [0, 0, 1]])
    assert np.array_equal(_applied(noise, moved, (80, 60))[:, 5:], noise[:, :-5])
    assert _applied(noise, np.eye(3), (90, 60))[:, 82:].min() == 255  # wider than the picture: paper


def test_few_pieces_of_text_are_told_by_their_sharpness() -> None:
    mask = np.zeros((200, 300), np.uint8)
    for top in (40, 80, 120):
        for left in range(30, 270, 9):
            mask[top : top + 5, left : left + 4] = 1
    assert not _runs_down(mask) and _runs_down(np.ascontiguousarray(mask.T))
    ruled = mask.copy()
    ruled[:, 100:103] = ruled[:, 200:203] = 1
    assert not _runs_down(ruled)  # rules are no letters
    assert not _runs_down(np.zeros((50, 50), np.uint8))


def test_text_is_in_pieces_as_large_as_letters() -> None:
    page = np.full((600, 600), 255, np.uint8)
    page[100:110, 100:108] = 20  # a letter
    page[200:202, 100:101] = 20  # a speck
    page[300:303, 50:550] = 20  # a rule
    page[350:590, 300:590] = 20  # a picture
    kept = [_text_ink(page, DPI, rules=rules) for rules in (False, True)]
    assert [(bool(ink[105, 104]), bool(ink[200, 100]), bool(ink[301, 200])) for ink in kept] == [
        (True, False, False),
        (True, True, True),  # a rule may be in pieces as small as specks
    ]
    assert not kept[0][450, 450] and not kept[1][450, 450]


def words(turned: bool, count: int) -> Pixels:
    """So many words of 60 x 14 pixels, level or upright."""
    page = np.full((900, 900), 255, np.uint8)
    for number in range(count):
        top, left = 40 + 40 * (number // 8), 40 + 100 * (number % 8)
        page[top : top + 14, left : left + 60] = 30
        page[top : top + 14, left + 20 : left + 22] = page[top : top + 14, left + 40 : left + 42] = 255
    return np.ascontiguousarray(page.T) if turned else page


@pytest.mark.parametrize("count", [12, 40])
def test_words_lie_along_their_lines(count: int) -> None:
    assert not quarter_turned(words(False, count), DPI) and quarter_turned(words(True, count), DPI)
    mixed = np.minimum(words(False, 40), np.roll(words(True, 40), 450, axis=0))
    assert not quarter_turned(mixed, DPI)


# the bounds of each step


def stack(count: int, high: int = 10, wide: int = 40, gap: int = 0) -> Pixels:
    """Level words below each other, so that columns are sharper than rows: only the shape of the words tells that they
    lie. Each is a row of bars of at most 40 pixels with gaps between."""
    page = np.full((20 + count * (high + 12), 60 + 2 * wide), 255, np.uint8)
    for number in range(count):
        top = 14 + number * (high + 12)
        page[top : top + high, 30 : 30 + wide] = 30
        for left in range(30 + min(wide // 2, 20), 30 + wide, 43):
            page[top : top + high, left : left + gap] = 255
    return page


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (stack(16), True), (stack(15), False),  # enough words
        (stack(20, high=4, wide=14), True), (stack(20, high=3, wide=14), False),  # as high as letters
        (stack(20, high=5, wide=8), False), (stack(20, high=5, wide=9), True),  # longer than high
        (stack(20, high=7, wide=20, gap=4), True), (stack(20, high=7, wide=20, gap=6), False),  # letters close together
        (stack(64, 8, 300, gap=3), False), (stack(64, 8, 299, gap=3), True),  # no longer than three inches
    ],
)  # fmt: skip
def test_the_shape_of_words_tells_how_they_lie(page: Pixels, told: bool) -> None:
    assert quarter_turned(page, 100.0) is not told
    assert quarter_turned(np.ascontiguousarray(page.T), 100.0) is told


@pytest.mark.parametrize(("standing", "down"), [(13, False), (14, True)])
def test_standing_words_need_three_tenths_more_ink_than_lying_ones(standing: int, down: bool) -> None:
    page = np.full((400, 800), 255, np.uint8)
    for number in range(10):
        page[10 + 20 * number : 20 + 20 * number, 20:60] = 30
    for number in range(standing):
        page[300:340, 20 + 30 * number : 30 + 30 * number] = 30
    assert quarter_turned(page, 100.0) is down


def test_letters_are_up_to_five_times_as_long_as_wide() -> None:
    for long, down in ((20, True), (21, False)):
        mask = np.zeros((300, 200), np.uint8)
        for left in (40, 80, 120):
            for top in range(30, 270, 25):
                mask[top : top + long, left : left + 4] = 1
        assert _runs_down(mask) is down


def kept(piece: np.ndarray, rules: bool) -> bool:
    """Whether a piece of ink counts as text, on a page of 100 dpi."""
    page = np.full((400, 600), 255, np.uint8)
    page[50 : 50 + piece.shape[0], 50 : 50 + piece.shape[1]] = np.where(piece, 20, 255)
    return bool(_text_ink(page, 100.0, rules)[50 : 50 + piece.shape[0], 50 : 50 + piece.shape[1]].any())


def test_pieces_of_text_are_no_specks_and_shorter_than_two_inches() -> None:
    assert kept(np.ones((2, 2)), False) and not kept(np.ones((1, 3)), False)
    assert kept(np.ones((3, 199)), False) and not kept(np.ones((3, 200)), False)
    assert kept(np.ones((12, 12)), True)


def test_rules_are_thin_or_a_frame() -> None:
    frame = np.ones((250, 300))
    frame[2:-2, 2:-2] = 0
    assert kept(frame, True) and not kept(frame, False)
    comb = np.ones((250, 300))
    comb[2:, 4::8] = comb[2:, 5::8] = comb[2:, 6::8] = comb[2:, 7::8] = 0
    assert not kept(comb, True)  # half of it is ink
    assert kept(np.ones((3, 300)), True)


def test_the_sharpness_of_ink_is_its_mean_square_a_row_and_a_little_a_column() -> None:
    ys, xs = (each.ravel().astype(np.float64) for each in np.mgrid[:3, :4])
    assert _sharpness(xs, ys, 0.0) == pytest.approx(4**2 + 0.3 * 3**2)
    falling = np.arange(4.0)
    assert _sharpness(falling, falling, 45.0) == pytest.approx(4**2 + 0.3 * 4 / 7)


def slanted(degrees: float, upright: bool = False) -> Pixels:
    """Rules that fall to the right; ``upright``: those across them."""
    page = np.full((300, 300), 255, np.uint8)
    slope = np.tan(np.radians(degrees))
    along = np.arange(20, 280)
    for start in (60, 120, 180):
        for thick in (0, 1):
            rows = np.round(start + (-slope if upright else slope) * along).astype(int) + thick
            page[(along, rows) if upright else (rows, along)] = 20
    return page


def test_upright_rules_tell_of_skew_too_and_no_more_than_twelve_degrees_are_looked_for() -> None:
    assert skew_angle(slanted(3.0), 100.0) == pytest.approx(3.0, abs=0.25)
    assert skew_angle(slanted(3.0, upright=True), 100.0) == pytest.approx(3.0, abs=0.25)
    assert skew_angle(slanted(13.2), 100.0) < 12.7


def test_a_scale_within_a_pixel_and_a_half_of_the_size_needs_no_warp() -> None:
    lying = np.random.default_rng(4).integers(0, 200, (48, 64)).astype(np.uint8)
    for turned, page in ((False, lying), (True, np.ascontiguousarray(lying.T))):

        def made(scale: float, long: int, short: int = 48, turned: bool = turned, page: Pixels = page) -> Pixels:
            matrix = np.diag([1.0, scale, 1.0] if turned else [scale, 1.0, 1.0])
            return _applied(page, matrix, (short, long) if turned else (long, short))

        assert made(64.5 / 64, 65) is page
        warped_ = made(64.5 / 64, 66)  # beyond the picture is paper
        assert (warped_[-1:] if turned else warped_[:, -1:]).min() == 255
        assert made(62 / 64, 62) is page and max(made(61 / 64, 61).shape) == 61
        assert max(made(0.5, 32).shape) == 48
    small = _applied(lying, np.diag([1.0, 0.5, 1.0]), (64, 24))
    assert np.array_equal(small, cv2.resize(lying, (64, 24), interpolation=cv2.INTER_CUBIC))


def test_outer_rules_that_lean_are_made_true() -> None:
    page = np.full((900, 700), 255, np.uint8)
    for y in (150, 400, 700):
        page[y : y + 3, 100:603] = 20
    for x in (100, 300, 600):
        page[150:703, x : x + 3] = 20
    sheared = np.array([[1.0, 0.0, 0.0], [0.01, 1.0, 0.0], [0.0, 0.0, 1.0]])
    leaning = warped(page, sheared, (700, 900))
    matrix = _rectified(Picture(leaning, DPI), np.eye(3), (700, 900))
    (ax, ay), (bx, by), (cx, _) = through(matrix @ sheared, (100, 150), (600, 150), (100, 700))
    assert ay == pytest.approx(by, abs=0.6) and ax == pytest.approx(cx, abs=0.6)
    assert (ax, bx) == (pytest.approx(100, abs=4), pytest.approx(600, abs=4)) and ay == pytest.approx(153, abs=4)
    straight = _rectified(Picture(page, DPI), np.eye(3), (700, 900))
    assert np.array_equal(straight, np.eye(3))
