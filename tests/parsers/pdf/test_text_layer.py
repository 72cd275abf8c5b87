"""The text layer as a page: upright, inside the visible box, with what is doubtful about it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from parsers.document import Page
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf.characters import TextPieces
from parsers.pdf.coordinates import PdfBox
from parsers.pdf.text_layer import _directions, _share, _turns, read_text_page
from tests.parsers.pdf.drawing import page, write


def found(draw: Callable[[Any], None]) -> Page:
    with page(draw) as pdf_page:
        return read_text_page(pdf_page, 3, DEFAULT_LIMITS)


def notes(seen: Page) -> list[str]:
    return [note.code for note in seen.notes]


def texts(seen: Page) -> list[str]:
    return [word.text for word in seen.words]


def turned(canvas: Any, degrees: float, text: str, x: float = 200, y: float = 150) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(degrees)
    write(canvas, 0, 0, text)
    canvas.restoreState()


def test_words_stand_where_they_are_printed() -> None:
    seen = found(lambda canvas: write(canvas, 50, 200, "Төрийн үйлчилгээ", size=10))
    first, second = seen.words
    assert (first.text, second.text, first.size, first.angle) == ("Төрийн", "үйлчилгээ", pytest.approx(10), 0)
    assert first.bbox.x0 == pytest.approx(50, abs=1) and second.bbox.x0 > first.bbox.x1
    assert first.bbox.top == pytest.approx(100 - 7.8) and first.bbox.bottom == pytest.approx(100 + 2.2)
    assert (seen.number, seen.width, seen.height, seen.origin, seen.turned, notes(seen)) == (3, 400, 300, "text", 0, [])
    assert first.blank_after and not second.blank_after


@pytest.mark.parametrize(("degrees", "size"), [(90, (300, 400)), (180, (400, 300)), (270, (300, 400))])
def test_a_page_whose_letters_run_sideways_is_turned_for_them(degrees: int, size: tuple[float, float]) -> None:
    seen = found(lambda canvas: turned(canvas, degrees, "Төрийн үйл"))
    assert (seen.width, seen.height) == size
    first, second = seen.words
    assert (first.text, second.text, first.angle) == ("Төрийн", "үйл", 0)
    assert first.bbox.x1 < second.bbox.x0 and first.bbox.top == pytest.approx(second.bbox.top)
    assert seen.turned == degrees // 90


def test_few_sideways_words_stay_sideways_on_their_page() -> None:
    def draw(canvas: Any) -> None:
        write(canvas, 50, 200, "Хэрэгжүүлэх арга хэмжээний нэр")
        turned(canvas, 90, "Хувь", x=300, y=100)

    seen = found(draw)
    sideways = next(word for word in seen.words if word.text == "Хувь")
    assert (seen.width, seen.turned, sideways.angle) == (400, 0, 90)
    x0, top, x1, bottom = sideways.bbox
    assert x0 < 300 < x1 and bottom == pytest.approx(200, abs=1) and bottom - top > x1 - x0


def test_rules_turn_with_the_page() -> None:
    def draw(canvas: Any) -> None:
        canvas.line(20, 40, 320, 40)
        turned(canvas, 90, "Төрийн үйл")

    (rule,) = found(draw).rulings
    assert rule.x0 == rule.x1 == pytest.approx(260, abs=1) or rule.x0 == rule.x1 == pytest.approx(40, abs=1)
    assert (rule.top, rule.bottom) == (pytest.approx(20, abs=1), pytest.approx(320, abs=1))


def test_rules_are_centre_lines_and_shades_are_boxes() -> None:
    def draw(canvas: Any) -> None:
        write(canvas, 50, 200, "Нийт")
        canvas.rect(20, 50, 100, 2, stroke=0, fill=1)
        canvas.rect(20, 60, 2, 100, stroke=0, fill=1)
        canvas.setFillGray(0.8)
        canvas.rect(200, 50, 80, 40, stroke=0, fill=1)

    seen = found(draw)
    level, plumb = seen.rulings
    assert (level.x0, level.top, level.x1, level.bottom) == pytest.approx((20, 249, 120, 249), abs=0.1)
    assert (plumb.x0, plumb.top, plumb.x1, plumb.bottom) == pytest.approx((21, 140, 21, 240), abs=0.1)
    assert seen.shades[0] == pytest.approx((200, 210, 280, 250), abs=0.1)


def test_a_watermark_is_noted_and_is_no_word() -> None:
    def draw(canvas: Any) -> None:
        write(canvas, 50, 200, "Төрийн үйл")
        turned(canvas, 35, "НООРОГ")

    seen = found(draw)
    assert (texts(seen), notes(seen)) == (["Төрийн", "үйл"], ["watermark"])
    assert seen.notes[0].text == "НООРОГ" and seen.notes[0].page == 3


@pytest.mark.parametrize("degrees", [-8, 8])
def test_text_that_leans_a_little_is_text(degrees: int) -> None:
    seen = found(lambda canvas: turned(canvas, degrees, "Төрийн"))
    assert (texts(seen), notes(seen)) == (["Төрийн"], [])


def test_letters_outside_the_visible_box_are_not_there() -> None:
    def draw(canvas: Any) -> None:
        canvas.setCropBox((100, 100, 300, 250))
        for x, y, text in (
            (120, 200, "дотор"),
            (20, 200, "зүүн"),
            (340, 200, "баруун"),
            (150, 50, "доор"),
            (150, 280, "дээр"),
        ):
            write(canvas, x, y, text)

    seen = found(draw)
    assert (texts(seen), seen.width, seen.height) == (["дотор"], 200, 150)
    assert seen.words[0].bbox.x0 == pytest.approx(20, abs=1)


def test_stray_invisible_letters_go_and_a_whole_invisible_layer_is_noted() -> None:
    def stray(canvas: Any) -> None:
        write(canvas, 50, 200, "Төрийн үйл ажиллагаа")
        write(canvas, 50, 100, "далд", mode=3)

    def layer(canvas: Any) -> None:
        write(canvas, 50, 200, "Төрийн үйл ажиллагаа", mode=3)
        write(canvas, 50, 100, "ил")

    assert (texts(found(stray)), notes(found(stray))) == (["Төрийн", "үйл", "ажиллагаа"], [])
    assert (texts(found(layer)), notes(found(layer))) == (["Төрийн", "үйл", "ажиллагаа", "ил"], ["hidden_text"])


@pytest.mark.parametrize(("share", "is_noted"), [(0.5, False), (0.7, True)])
def test_a_picture_over_most_of_the_page_is_noted(share: float, is_noted: bool) -> None:
    image_module = pytest.importorskip("PIL.Image")
    utils = pytest.importorskip("reportlab.lib.utils")
    buffer = io.BytesIO()
    image_module.new("L", (8, 8), 40).save(buffer, "PNG")

    def draw(canvas: Any) -> None:
        canvas.drawImage(utils.ImageReader(buffer), 0, 0, 400 * share, 300)
        write(canvas, 50, 200, "Төрийн үйл")

    assert notes(found(draw)) == (["page_picture"] if is_noted else [])


def test_bold_by_font_and_by_outline() -> None:
    def draw(canvas: Any) -> None:
        write(canvas, 50, 200, "энгийн")
        write(canvas, 50, 150, "зурсан", mode=2)
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(50, 100, "bold")

    assert [(word.text, word.bold) for word in found(draw).words] == [
        ("энгийн", False),
        ("зурсан", True),
        ("bold", True),
    ]


def test_an_empty_page_has_nothing() -> None:
    seen = found(lambda canvas: None)
    assert (seen.words, seen.rulings, seen.shades, seen.notes) == ((), (), (), ())


def test_the_share_of_a_page_that_a_picture_covers() -> None:
    whole = PdfBox(100, 200, 200, 300)
    assert _share(PdfBox(150, 260, 400, 500), whole) == pytest.approx(0.2) and _share(whole, whole) == 1.0
    assert _share(PdfBox(0, 0, 120, 210), whole) == pytest.approx(0.02) and _share(PdfBox(0, 0, 50, 50), whole) == 0.0
    assert _share(PdfBox(0, 250, 99, 260), whole) == 0.0 and _share(whole, PdfBox(0, 0, 0, 0)) == 0.0


def test_a_page_is_turned_as_most_of_its_letters_run() -> None:
    def turns(*letters: int, rotation: int = 3) -> int:
        return _turns(np.repeat(np.arange(len(letters)), 1), np.array(letters), rotation)

    assert turns(60, 40) == 0 and turns(59, 41) == 3 and turns(10, 0, 90) == 2 and turns(0, 0, 0, 5) == 3
    assert _turns(np.array([], dtype=np.int64), np.array([]), 1) == 1


def test_a_run_leans_by_ten_degrees_at_most() -> None:
    pieces = TextPieces(*(np.array([0.0, 10, 10.1, 80, 79.9, 180, -90, 350]) for _ in TextPieces.__slots__))
    straight, quarter = _directions(pieces)
    assert straight.tolist() == [True, True, False, True, False, True, True, True]
    assert quarter.tolist() == [0, 0, 0, 1, 1, 2, 3, 0]
