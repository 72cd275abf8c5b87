"""A text layer is read unless it is none, is hidden, or is no language."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from parsers.limits import DEFAULT_LIMITS
from parsers.pdf.choice import is_read_from_picture, page_of
from parsers.pdf.text_layer import read_text_page
from tests.parsers.pdf.drawing import page, write

SOUND = "Төрийн байгууллагын албан хаагчдад авлигын эсрэг сургалт зохион байгуулсан"


def from_picture(draw: Callable[[Any], None]) -> bool:
    with page(draw) as pdf_page:
        return is_read_from_picture(pdf_page, read_text_page(pdf_page, 1, DEFAULT_LIMITS), DEFAULT_LIMITS)


def lines(*texts: str, mode: int = 0) -> Callable[[Any], None]:
    def draw(canvas: Any) -> None:
        for number, text in enumerate(texts):
            write(canvas, 20, 270 - 14 * number, text, size=7, mode=mode)

    return draw


def test_a_layer_of_mongolian_is_kept() -> None:
    assert not from_picture(lines(SOUND))
    with page(lines(SOUND)) as pdf_page:
        kept = page_of(pdf_page, 1, DEFAULT_LIMITS)
    assert (kept.origin, " ".join(word.text for word in kept.words)) == ("text", SOUND)


def test_old_letters_are_language_too() -> None:
    assert not from_picture(lines(SOUND.replace("ө", "є").replace("ү", "ї")))


def test_few_letters_do_not_tell() -> None:
    assert not from_picture(lines("Шкзд бвгр 12"))


def test_a_page_without_text_is_read_from_its_picture_unless_nothing_is_drawn() -> None:
    assert from_picture(lambda canvas: canvas.rect(20, 20, 100, 100))
    assert not from_picture(lambda canvas: None)


def test_a_hidden_layer_is_not_trusted() -> None:
    assert from_picture(lines(SOUND, mode=3))


def test_letters_of_no_code_are_not_language() -> None:
    strange = "".join(chr(0xE000 + ord(letter) % 200) for letter in SOUND)
    assert from_picture(lines(strange))
    assert not from_picture(lines(SOUND, SOUND, "\ue001\ue002"))


def test_single_letters_in_place_of_words_are_not_language() -> None:
    spaced = "     ".join(SOUND[:60])
    assert from_picture(lines(spaced[:150], spaced[150:]))
    assert not from_picture(lines(SOUND, "а б в г д е ж з и к"))


def test_a_page_picture_with_a_line_of_text_is_read_whole() -> None:
    image_module = pytest.importorskip("PIL.Image")
    utils = pytest.importorskip("reportlab.lib.utils")
    buffer = io.BytesIO()
    image_module.new("L", (8, 8), 200).save(buffer, "PNG")

    def pictured(*texts: str) -> Callable[[Any], None]:
        def draw(canvas: Any) -> None:
            canvas.drawImage(utils.ImageReader(buffer), 0, 0, 400, 300)
            lines(*texts)(canvas)

        return draw

    assert from_picture(pictured("Хуудас 1"))
    assert not from_picture(pictured(SOUND, SOUND))
