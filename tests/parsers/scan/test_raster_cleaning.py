"""A cleaned page keeps its letters and loses stamps, noise, fading and specks."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.scan.raster import Pixels
from parsers.scan.raster_cleaning import NOISY, clean, noise, stretched, without_specks, without_stamps
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
