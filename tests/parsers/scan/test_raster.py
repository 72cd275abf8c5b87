"""Pictures at the resolution they were scanned in, grey unless they are coloured, within the limit of pixels."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from parsers.errors import DamagedFile, LimitExceeded
from parsers.limits import DEFAULT_LIMITS
from parsers.scan.raster import (
    Picture,
    PixelBox,
    _believed,
    _check_size,
    _grey_if_colourless,
    _own_dpi,
    drawn,
    frame,
    grey,
    resized,
)
from tests.parsers.pdf.drawing import page


def pixels(wide: int, high: int, level: int = 200) -> Image.Image:
    return Image.new("L", (wide, high), level)


def picture(draw: Callable[[Any], None], **limits: int) -> Picture:
    with page(draw) as pdf_page:
        return drawn(pdf_page, 4, replace(DEFAULT_LIMITS, **limits))


def placed(*pictures: tuple[Image.Image, float, float, float, float]) -> Callable[[Any], None]:
    utils = pytest.importorskip("reportlab.lib.utils")

    def draw(canvas: Any) -> None:
        for image, x, y, wide, high in pictures:
            buffer = io.BytesIO()
            image.save(buffer, "PNG")
            canvas.drawImage(utils.ImageReader(buffer), x, y, wide, high)

    return draw


def test_a_page_is_drawn_in_the_resolution_of_the_picture_that_covers_it() -> None:
    assert picture(placed((pixels(800, 600), 0, 0, 400, 300))).dpi == pytest.approx(144)
    seen = picture(placed((pixels(1111, 833), 0, 0, 400, 300)))
    assert seen.dpi == pytest.approx(200, abs=0.5) and seen.size == (1111, 834)


def test_finer_pictures_are_drawn_at_a_whole_part_of_theirs() -> None:
    assert picture(placed((pixels(3334, 2500), 0, 0, 400, 300))).dpi == pytest.approx(300, abs=0.5)  # of 600


def test_pages_that_no_single_picture_covers_are_drawn_at_the_working_resolution() -> None:
    assert picture(lambda canvas: None).dpi == 300
    assert picture(placed((pixels(100, 75), 0, 0, 200, 150))).dpi == 300  # a quarter of the page
    halves = placed((pixels(400, 300), 0, 0, 400, 150), (pixels(400, 300), 0, 150, 400, 150))
    assert picture(halves).dpi == 300
    fine = placed((pixels(2223, 833), 0, 0, 400, 150), (pixels(2223, 833), 0, 150, 400, 150))
    assert picture(fine).dpi == pytest.approx(400, abs=1)
    logo = placed((pixels(800, 600), 0, 0, 400, 300), (pixels(600, 600), 0, 0, 40, 40))
    assert picture(logo).dpi == pytest.approx(144)


def test_a_page_beyond_the_limit_of_pixels_is_scaled_down_with_a_note() -> None:
    seen = picture(lambda canvas: None, page_pixels=1_080_000)
    assert seen.dpi == pytest.approx(216) and seen.size == (1200, 900)
    assert [(note.code, note.page) for note in seen.notes] == [("picture_scaled_down", 4)]
    assert picture(lambda canvas: None, page_pixels=2_090_000).notes == ()


def test_only_coloured_pages_keep_their_colours() -> None:
    def red(canvas: Any) -> None:
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(100, 100, 30, 30, stroke=0, fill=1)

    assert picture(lambda canvas: canvas.rect(10, 10, 50, 50)).pixels.ndim == 2
    seen = picture(red).pixels
    assert seen.ndim == 3 and grey(seen).ndim == 2
    assert seen[800, 480].tolist() == [0, 0, 255]  # blue, green, red; 115 points from the lower edge


@pytest.mark.parametrize(
    ("stated", "longest", "believed"),
    [
        ((300, 300), 3508, 300),
        ((72, 72), 3508, 3508 / 11.69),
        (None, 1169, 100),
        ((150, 150), 1000, 150),
        ((1, 1), 900, 900 / 11.69),
    ],
)
def test_a_resolution_is_believed_where_it_makes_a_sheet_of_paper(
    stated: tuple[int, int] | None, longest: int, believed: float
) -> None:
    image = pixels(longest, 500)
    if stated:
        image.info["dpi"] = stated
    assert frame(image, 1, DEFAULT_LIMITS).dpi == pytest.approx(believed)


def test_a_frame_is_turned_as_the_camera_says() -> None:
    image = Image.new("RGB", (40, 20), "white")
    image.paste((0, 0, 0), (0, 0, 10, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn clockwise
    buffer = io.BytesIO()
    image.save(buffer, "TIFF", exif=exif)
    seen = frame(Image.open(buffer), 1, DEFAULT_LIMITS).pixels
    assert seen.shape == (40, 20) and seen[:10].max() < 60 and seen[12:].min() > 200


def test_a_frame_beyond_the_limit_is_scaled_down_with_a_note() -> None:
    seen = frame(pixels(400, 200), 2, replace(DEFAULT_LIMITS, page_pixels=20_000))
    assert seen.size == (200, 100) and seen.dpi == pytest.approx(400 / 11.69 / 2)
    assert [(note.code, note.page) for note in seen.notes] == [("picture_scaled_down", 2)]
    assert frame(pixels(400, 200), 2, replace(DEFAULT_LIMITS, page_pixels=80_000)).notes == ()


def test_every_mode_of_pixels_becomes_grey_or_colour() -> None:
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    assert frame(clear, 1, DEFAULT_LIMITS).pixels.min() == 255  # what is transparent is paper
    assert frame(Image.new("1", (8, 8), 1), 1, DEFAULT_LIMITS).pixels.min() == 255
    deep = Image.fromarray(np.linspace(0, 60_000, 64).reshape(8, 8).astype(np.int32), "I")
    seen = frame(deep, 1, DEFAULT_LIMITS).pixels
    assert (seen.min(), seen.max()) == (0, 255) and seen.dtype == np.uint8
    blue = frame(Image.new("RGB", (8, 8), (0, 0, 250)), 1, DEFAULT_LIMITS).pixels
    assert blue[0, 0].tolist() == [250, 0, 0]


def test_another_resolution_is_the_same_picture() -> None:
    half = np.full((100, 60), 255, np.uint8)
    half[:, :30] = 0
    for dpi, size in ((150.0, (30, 50)), (600.0, (120, 200)), (300.0, (60, 100))):
        seen = resized(Picture(half, 300.0), dpi)
        assert (seen.size, seen.dpi) == (size, dpi)
        assert seen.pixels[:, : size[0] // 2 - 3].max() < 10 and seen.pixels[:, size[0] // 2 + 3 :].min() > 245


# sizes and resolutions to the number


def refused(width: float, height: float, page_pixels: int = 40_000_000) -> str:
    try:
        _check_size(width, height, 7, replace(DEFAULT_LIMITS, page_pixels=page_pixels))
    except (DamagedFile, LimitExceeded) as error:
        return str(error)
    return ""


def test_a_page_has_an_area_and_may_be_so_large_and_no_larger() -> None:
    assert refused(7680, 100) == refused(100, 7680) == "" and "page_points" in refused(7680.1, 100)
    assert "page_points" in refused(100, 7680.1)
    assert refused(240, 240, 250_000) == "" and "page_pixels" in refused(240, 240.1, 250_000)
    assert all("page 7 has no area" in refused(*size) for size in ((0, 10), (10, 0), (-5, 10), (10, -5)))


class Item:
    """A picture on a page of 100 x 100 points: its box in points and its size in pixels."""

    def __init__(self, left: float, bottom: float, right: float, top: float, wide: int, high: int) -> None:
        self.bounds, self.size = (left, bottom, right, top), (wide, high)

    def get_bounds(self) -> tuple[float, ...]:
        return self.bounds

    def get_px_size(self) -> tuple[int, int]:
        return self.size


def own(*items: Item) -> float:
    class Sheet:
        def get_objects(self, **_: object) -> list[Item]:
            return list(items)

    return _own_dpi(Sheet(), 10_000.0)


def test_a_page_that_is_one_picture_has_its_resolution() -> None:
    assert own(Item(0, 0, 100, 100, 200, 200)) == pytest.approx(144) and own() == 300
    assert own(Item(0, 0, 85, 100, 170, 200)) == pytest.approx(144) and own(Item(0, 0, 84, 100, 168, 200)) == 300
    assert own(Item(0, 0, 100, 100, 20, 20)) == 60  # coarser is no resolution
    fine = Item(0, 0, 50, 100, 500, 1000)
    assert own(Item(0, 0, 100, 100, 200, 200), fine) == pytest.approx(720)  # of several pictures the finest
    assert own(Item(0, 0, 20, 100, 200, 1000)) == 300 and own(Item(0, 0, 21, 100, 210, 1000)) == pytest.approx(720)
    assert own(Item(0, 0, 100, 100, 0, 200)) == 300 and own(Item(50, 0, 10, 100, 200, 200)) == 300


@pytest.mark.parametrize(
    ("dpi", "longest", "believed"),
    [(100, 600, True), (100, 599, False), (100, 2000, True), (100, 2001, False), (0, 600, False), (-100, 600, False)],
)
def test_a_sheet_is_between_six_and_twenty_inches_long(dpi: int, longest: int, believed: bool) -> None:
    assert (_believed((dpi, dpi), longest) == dpi) is believed
    assert believed or _believed((dpi, dpi), longest) == pytest.approx(longest / 11.69)
    assert _believed((), 1169) == _believed(("x",), 1169) == pytest.approx(100)


def test_a_picture_is_coloured_from_some_pixels_on() -> None:
    made = np.full((400, 400, 3), 255, np.uint8)
    made[:16:4, ::40] = (200, 255, 255)  # 40 of 10,000 that are looked at
    assert _grey_if_colourless(made).ndim == 3
    few = np.full((400, 400, 3), 255, np.uint8)
    few[0, :16:4] = (200, 255, 255)
    assert _grey_if_colourless(few).ndim == 2  # four are the share that may be
    pale = np.full((400, 400, 3), 255, np.uint8)
    pale[:, :, 0] = 255 - 28
    assert _grey_if_colourless(pale).ndim == 2
    pale[:, :, 0] = 255 - 29
    assert _grey_if_colourless(pale).ndim == 3 and grey(pale).ndim == 2


def test_pictures_are_averaged_when_they_shrink_and_smooth_when_they_grow() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (60, 80)).astype(np.uint8)
    for dpi, how in ((50.0, cv2.INTER_AREA), (200.0, cv2.INTER_CUBIC)):
        seen = resized(Picture(noise, 100.0), dpi)
        assert np.array_equal(seen.pixels, cv2.resize(noise, seen.size, interpolation=how)) and seen.dpi == dpi
    same = Picture(noise, 100.0)
    assert resized(same, 100.2) is same and resized(same, 0.1).size == (1, 1)


def test_boxes_have_sides_in_pixels_and_points() -> None:
    box = PixelBox(10, 20, 40, 60)
    assert (box.width, box.height, box.in_points(0.5)) == (30, 40, (5, 10, 20, 30))
