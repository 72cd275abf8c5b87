"""A cleaned page keeps its letters and loses stamps, noise, fading and specks."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.scan.raster import Pixels
from parsers.scan.raster_cleaning import (
    NOISY,
    _specks,
    _stamp_areas,
    clean,
    noise,
    stretched,
    without_specks,
    without_stamps,
)
from tests.builders.pictures import printed

DPI = 300.0


def page(high: int = 900, wide: int = 1400, ground: int = 255) -> Pixels:
    """White paper with a few lines of print."""
    made = np.full((high, wide), ground, np.uint8)
    line = printed("Report 2024 of the library, 15 measures", 40, 20)
    for top in range(60, high - 100, 100):
        part = made[top : top + line.shape[0], 60 : 60 + line.shape[1]]
        part[...] = np.minimum(part, line[: part.shape[0], : part.shape[1]])
    return made


def coloured(grey: Pixels) -> Pixels:
    return np.repeat(grey[:, :, None], 3, axis=2)


def ring(picture: Pixels, colour: tuple[int, int, int], radius: int = 160) -> Pixels:
    """The round stamp of an office over the print, as ink that darkens what is below."""
    rows, columns = np.ogrid[: picture.shape[0], : picture.shape[1]]
    far = np.hypot(rows - 400, columns - 600)
    stamped = picture.copy()
    on = (far > radius - 12) & (far < radius)
    stamped[on] = np.minimum(stamped[on], np.array(colour, np.uint8))
    return stamped


def test_a_stamp_goes_and_the_letters_below_it_stay() -> None:
    plain = page()
    bare = without_stamps(ring(coloured(plain), (220, 60, 60)), DPI)
    assert bare.shape == plain.shape
    assert (bare[plain > 200] > 200).mean() > 0.999
    assert (bare[plain < 60] < 130).mean() > 0.9


def test_coloured_words_and_shaded_cells_are_no_stamps() -> None:
    shaded = coloured(page())
    shaded[500:700, 200:900] = np.minimum(shaded[500:700, 200:900], np.array([255, 210, 190], np.uint8))
    assert without_stamps(shaded, DPI)[600, 880] < 235
    words = coloured(page())
    blue = words[:, :, 0] < 128
    words[blue] = (200, 40, 40)
    assert (without_stamps(words, DPI)[blue] < 128).all()


def test_a_small_ring_is_a_letter_and_a_large_one_a_stamp() -> None:
    small = ring(coloured(np.full((900, 1400), 255, np.uint8)), (220, 60, 60), radius=40)
    large = ring(coloured(np.full((900, 1400), 255, np.uint8)), (220, 60, 60), radius=120)
    assert without_stamps(small, DPI).min() < 150
    assert without_stamps(large, DPI).min() > 200


def test_grey_pictures_have_no_stamps() -> None:
    grey = page()
    assert without_stamps(grey, DPI) is grey


def test_noise_is_the_step_between_neighbours_on_the_paper() -> None:
    even = np.full((300, 400), 240, np.uint8)
    assert noise(even) == 0.0
    even[:, ::2] = 246
    assert noise(even) == pytest.approx(6.0)
    even[:, 200:] = 20  # print is not looked at
    assert noise(even) == pytest.approx(6.0, abs=0.1)
    assert noise(np.full((300, 400), 90, np.uint8)) == 0.0


def test_a_noisy_page_is_calmed_and_a_calm_one_is_not_blurred() -> None:
    calm = page()
    assert (np.abs(clean(calm, DPI).astype(int) - calm) > 60).mean() < 0.01
    grain = np.random.default_rng(2).normal(0, 14, calm.shape)
    noisy = np.clip(calm.astype(float) * 0.9 + grain, 0, 255).astype(np.uint8)
    assert noise(noisy) > NOISY and noise(clean(noisy, DPI)) < noise(noisy) / 2


def test_faded_print_becomes_black_and_black_print_stays() -> None:
    faded = np.asarray(255 - (255 - page().astype(int)) * 0.5, np.uint8)
    assert faded.min() > 120 and stretched(faded).min() < 20
    assert (stretched(faded)[faded > 250] > 250).all()
    assert np.array_equal(stretched(page()), page())
    nearly_empty = np.full((400, 400), 255, np.uint8)
    nearly_empty[:20, :20] = 150  # too little ink to tell
    assert np.array_equal(stretched(nearly_empty), nearly_empty)


def specked(count: int, side: int = 2) -> Pixels:
    dirty = page()
    chance = np.random.default_rng(3)
    for top, left in zip(
        chance.integers(0, 890, count).tolist(), chance.integers(1100, 1390, count).tolist(), strict=True
    ):
        dirty[top : top + side, left : left + side] = 0
    return dirty


def test_many_lone_specks_go_and_the_print_stays() -> None:
    dirty = specked(1500)
    bare = without_specks(dirty)
    assert (bare[:, 1110:] < 128).sum() < 0.1 * (dirty[:, 1110:] < 128).sum()
    assert np.array_equal(bare[:, :1000], page()[:, :1000])


def test_a_few_specks_may_be_full_stops_and_larger_ones_are_print() -> None:
    assert np.array_equal(without_specks(specked(100)), specked(100))
    assert np.array_equal(without_specks(specked(1500, side=6)), specked(1500, side=6))


def test_paper_of_any_grey_becomes_white() -> None:
    for ground in (255, 180, 120):
        bare = clean(np.asarray(page().astype(int) * ground // 255, np.uint8), DPI)
        assert np.median(bare) > 250 and bare.min() < 40


# the bounds of each step

WHITE = np.full((900, 1400), 255, np.uint8)


def test_ink_of_a_stamp_is_lifted_by_its_colour() -> None:
    red, brown = (ring(coloured(WHITE), colour, radius=120) for colour in ((129, 100, 100), (128, 100, 100)))
    assert without_stamps(red, DPI).min() == 129 + 2 * 29 and without_stamps(brown, DPI).min() < 115
    red[395:405, 595:600] = (115, 100, 100)  # letters below the stamp, that its ink has coloured a little
    red[395:405, 600:605] = (114, 100, 100)
    bare = without_stamps(red, DPI)
    assert bare[400, 597] == 115 + 2 * 15 and bare[400, 602] < 115


@pytest.mark.parametrize(("side", "stroke", "stamp"), [(60, 3, True), (59, 3, False), (60, 20, False)])
def test_a_stamp_is_four_tenths_of_an_inch_wide_and_not_filled(side: int, stroke: int, stamp: bool) -> None:
    square = np.zeros((100, 120), np.uint8)
    square[20 : 20 + side, 30 : 30 + side] = 1
    square[20 + stroke : 20 + side - stroke, 30 + stroke : 30 + side - stroke] = 0
    around = np.zeros_like(square)
    around[16 : 24 + side, 26 : 34 + side] = stamp
    assert np.array_equal(_stamp_areas(square, DPI / 2), around)


def test_from_45_hundredths_of_its_box_on_a_coloured_shape_is_filled() -> None:
    angle = np.zeros((100, 120), np.uint8)
    angle[20:35, 30:90] = angle[35:80, 30:46] = 1
    assert angle.sum() == 0.45 * 60 * 60 and not _stamp_areas(angle, DPI / 2).any()
    angle[20, 60] = 0
    assert not _stamp_areas(angle, DPI / 2).any()  # a hole of one pixel is closed
    angle[34, 89] = angle[33, 89] = angle[34, 88] = 0
    assert _stamp_areas(angle, DPI / 2).any()


def test_paper_is_lighter_than_200() -> None:
    even = np.full((30, 40), 210, np.uint8)
    even[:, ::2] = 200
    assert noise(even) == 0.0 == noise(np.roll(even, 1, axis=1))
    even[:, ::2] = 201
    assert noise(even) == 9.0 == noise(np.roll(even, 1, axis=1))


@pytest.mark.parametrize(
    ("shape", "level", "after"),
    [((100, 80), 199, 0), ((100, 80), 200, 200), ((100, 80), 60, 0), ((100, 80), 59, 59), ((100, 76), 199, 199)],
)
def test_ink_between_60_and_200_is_faded_where_there_is_enough_of_it(
    shape: tuple[int, int], level: int, after: int
) -> None:
    assert np.unique(stretched(np.full(shape, level, np.uint8))).tolist() == [after]


def test_greys_keep_their_places_between_black_and_white() -> None:
    faded = np.full((100, 80), 100, np.uint8)
    faded[1, :5] = (80, 150, 200, 235, 240)
    assert stretched(faded)[1, :6].tolist() == [0, 87, 174, 235, 240, 0]


def test_a_speck_has_less_than_twelve_pixels() -> None:
    mask = np.zeros((40, 40), np.uint8)
    mask[5:8, 5:9] = 1
    assert _specks(mask) == 0
    mask[5, 5] = 0
    assert _specks(mask) == 1 and _specks(np.zeros((40, 40), np.uint8)) == 0


def dotted(looked_at: int, elsewhere: int) -> Pixels:
    """So many specks in the strip of a page that is looked at first, so many in the next three."""
    sheet = np.full((256, 1200), 255, np.uint8)
    for begin, count in ((4, looked_at), (76, elsewhere)):
        for n in range(count):
            top, left = begin + 10 * (n // 100), 4 + 12 * (n % 100)
            sheet[top : top + 2, left : left + 2] = 0
    return sheet


@pytest.mark.parametrize(("looked_at", "elsewhere", "gone"), [(50, 350, True), (50, 349, False), (49, 800, False)])
def test_four_hundred_specks_are_many(looked_at: int, elsewhere: int, gone: bool) -> None:
    dirty = dotted(looked_at, elsewhere)
    assert np.array_equal(without_specks(dirty), np.full_like(dirty, 255) if gone else dirty)


def test_what_has_twelve_pixels_stays_among_many_specks_and_so_do_specks_beside_it() -> None:
    dirty = dotted(100, 400)
    dirty[200:203, 600:604] = 0
    dirty[200:202, 607:609] = 0
    bare = np.full_like(dirty, 255)
    bare[196:206, 596:612] = dirty[196:206, 596:612]
    assert np.array_equal(without_specks(dirty), bare)
