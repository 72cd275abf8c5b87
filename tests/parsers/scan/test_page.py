"""A picture of a page gives the words, rules and places that a digital page would give."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import pypdfium2
import pytest
from rapidfuzz import fuzz

from parsers.document import Page
from parsers.errors import OcrUnavailable
from parsers.language.words import standing
from parsers.limits import DEFAULT_LIMITS
from parsers.scan.ocr.tessdata import language_data
from parsers.scan.page import read_band, read_picture, right_way_up
from parsers.scan.raster import Picture
from tests.builders.pages import page_blocks
from tests.builders.pdf import Row, Style, draw

ROWS: list[Row] = [
    ("№", "Арга хэмжээ", "Хэрэгжилт", "Хувь"),
    ("1", "Авлигын эсрэг сургалт зохион байгуулах", "Албан хаагчдад хоёр удаа сургалт хийв.", "100%"),
    ("2", "Төрийн үйлчилгээний мэдээлэл түгээх", "Цахим хуудсанд дөрвөн мэдээлэл байршуулсан.", "75%"),
]
STYLE = Style(
    size=11.0, page=(560.0, 240.0), widths=(0.06, 0.36, 0.46, 0.12), centred=(0, 3), title=("НОМЫН САНГИЙН ТАЙЛАН",)
)


@pytest.fixture(scope="module", autouse=True)
def readable() -> Iterator[None]:
    try:
        language_data()
    except OcrUnavailable as missing:
        pytest.skip(str(missing))
    yield


@cache
def scan(turns: int = 0) -> Picture:
    """The table printed and scanned at 300 dpi, turned counter-clockwise."""
    with pypdfium2.PdfDocument(draw(ROWS, STYLE).data) as document:
        pixels = document[0].render(scale=300 / 72).to_numpy()[:, :, 0]
    return Picture(np.ascontiguousarray(np.rot90(pixels, turns)), 300.0)


@cache
def seen(turns: int) -> Page:
    return read_picture(scan(turns), 3, DEFAULT_LIMITS)


def test_the_cells_of_a_scanned_table_are_read() -> None:
    page = seen(0)
    (table,) = [block for block in page_blocks(page, standing) if hasattr(block, "cells")]
    read = [" ".join(cell.text.split()) for cell in table.cells]
    told = [text for row in ROWS for text in row]
    assert len(read) == len(told) and fuzz.ratio(" ".join(read), " ".join(told)) > 95
    assert (page.number, page.origin, page.turned, page.notes) == (3, "ocr", 0, ())
    assert (page.width, page.height) == (pytest.approx(560, abs=1), pytest.approx(240, abs=1))
    assert page.confidence is not None and 0.7 < page.confidence <= 1.0
    assert len({round(rule.top) for rule in page.rulings if rule.top == rule.bottom}) == 4


def test_a_page_on_its_head_is_turned_and_reads_the_same() -> None:
    over = seen(2)
    assert fuzz.ratio(" ".join(word.text for word in over.words), " ".join(word.text for word in seen(0).words)) > 95
    assert fuzz.ratio("НОМЫН САНГИЙН ТАЙЛАН", " ".join(word.text for word in over.words[:3])) > 85


def test_the_fullest_band_is_read_with_its_place() -> None:
    (top, bottom), words = read_band(scan(), DEFAULT_LIMITS)
    assert 0 <= top < bottom <= 1
    assert fuzz.partial_ratio("Авлигын эсрэг сургалт", " ".join(words)) > 85


def test_an_empty_page_has_nothing_and_no_band() -> None:
    blank = Picture(np.full((600, 800), 255, np.uint8), 300.0)
    page = read_picture(blank, 1, DEFAULT_LIMITS)
    assert (page.words, page.rulings, page.shades, page.confidence) == ((), (), (), None)
    assert read_band(blank, DEFAULT_LIMITS)[1] == []


def test_people_see_the_page_upright_as_it_looks() -> None:
    pixels, dpi = right_way_up(scan())
    assert (pixels.shape, dpi) == (scan().pixels.shape, 300.0)
    turned, _ = right_way_up(scan(1))
    assert turned.shape == pytest.approx(pixels.shape, abs=12)
    assert np.median(turned) == 255
