"""Everything that draws a line is a rule, every filled box a shade, and what nobody sees is nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from parsers.errors import LimitExceeded
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import pdfium
from parsers.pdf.rulings import Drawn, drawn
from tests.parsers.pdf.drawing import page


def found(draw: Callable[[Any], None]) -> Drawn:
    with page(draw) as pdf_page:
        return drawn(pdfium.pointer(pdf_page), DEFAULT_LIMITS, 1)


def rounded(boxes: list[tuple[float, float, float, float]]) -> list[tuple[int, ...]]:
    return sorted(tuple(round(edge) for edge in box) for box in boxes)


def box(x: float, y: float, wide: float, high: float, grey: float = 0.0) -> Callable[[Any], None]:
    def draw(canvas: Any) -> None:
        canvas.setFillGray(grey)
        canvas.rect(x, y, wide, high, stroke=0, fill=1)

    return draw


def line(canvas: Any) -> None:
    canvas.line(20, 50, 120, 50)


def test_a_stroke_is_a_rule() -> None:
    seen = found(line)
    assert (len(seen.rules), seen.shades, seen.pictures) == (1, [], [])
    left, bottom, right, top = seen.rules[0]
    assert (left, right) == (pytest.approx(20, abs=1), pytest.approx(120, abs=1))
    assert bottom <= 50 <= top < bottom + 3


@pytest.mark.parametrize("wide_and_high", [(100, 2), (2, 100)])
def test_a_thin_filled_box_is_a_rule_and_a_thick_one_a_shade(wide_and_high: tuple[float, float]) -> None:
    thin = found(box(20, 50, *wide_and_high))
    assert (len(thin.rules), thin.shades) == (1, [])
    thick = found(box(20, 50, 100, 3.5))
    assert (thick.rules, rounded(thick.shades)) == ([], [(20, 50, 120, 54)])


def test_an_outlined_box_is_four_rules() -> None:
    seen = found(lambda canvas: canvas.rect(20, 50, 100, 40))
    assert rounded(seen.rules) == [(20, 50, 20, 90), (20, 50, 120, 50), (20, 90, 120, 90), (120, 50, 120, 90)]
    assert seen.shades == []


def test_a_filled_and_outlined_box_is_both() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFillGray(0.8)
        canvas.rect(20, 50, 100, 40, stroke=1, fill=1)

    seen = found(draw)
    assert (len(seen.rules), rounded(seen.shades)) == (4, [(20, 50, 120, 90)])


def test_white_and_transparent_things_are_not_there() -> None:
    def white(canvas: Any) -> None:
        canvas.setStrokeGray(1)
        canvas.line(20, 50, 120, 50)
        canvas.rect(20, 80, 100, 40)
        canvas.setFillGray(1)
        canvas.rect(20, 150, 100, 40, stroke=0, fill=1)
        canvas.setFillAlpha(0)
        canvas.setFillGray(0)
        canvas.rect(20, 200, 100, 40, stroke=0, fill=1)

    seen = found(white)
    assert (seen.rules, seen.shades) == ([], [])
    assert len(found(box(20, 50, 100, 40, grey=0.9)).shades) == 1


def test_slanting_strokes_are_no_rules() -> None:
    assert found(lambda canvas: canvas.line(20, 50, 120, 90)).rules == []

    def steps(canvas: Any) -> None:
        path = canvas.beginPath()
        for x, y in ((20, 50), (60, 50), (90, 80), (90, 120)):
            (path.lineTo if x > 20 else path.moveTo)(x, y)
        canvas.drawPath(path)

    assert rounded(found(steps).rules) == [(20, 50, 60, 50), (90, 80, 90, 120)]


def test_a_rounded_box_has_the_sides_of_a_box() -> None:
    seen = found(lambda canvas: canvas.roundRect(20, 50, 100, 40, 5))
    assert rounded(seen.rules) == [(20, 55, 20, 85), (25, 50, 115, 50), (25, 90, 115, 90), (120, 55, 120, 85)]


def test_one_filled_path_may_be_a_whole_grid() -> None:
    def grid(canvas: Any) -> None:
        path = canvas.beginPath()
        path.rect(20, 50, 100, 1)
        path.rect(20, 90, 100, 1)
        path.rect(20, 100, 100, 30)
        canvas.drawPath(path, stroke=0, fill=1)

    seen = found(grid)
    assert rounded(seen.rules) == [(20, 50, 120, 51), (20, 90, 120, 91)]
    assert rounded(seen.shades) == [(20, 100, 120, 130)]


def test_a_filled_shape_of_many_corners_is_no_shade() -> None:
    def star(canvas: Any) -> None:
        path = canvas.beginPath()
        path.moveTo(20, 20)
        for x, y in ((60, 30), (90, 20), (80, 60), (90, 90), (50, 80), (20, 90)):
            path.lineTo(x, y)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)

    assert found(star).shades == []


def test_what_a_form_object_draws_stands_where_the_form_is_put() -> None:
    def nested(canvas: Any) -> None:
        canvas.beginForm("inner")
        canvas.line(0, 0, 50, 0)
        canvas.endForm()
        canvas.beginForm("outer")
        canvas.translate(10, 20)
        canvas.scale(2, 1)
        canvas.doForm("inner")
        canvas.endForm()
        canvas.translate(100, 200)
        canvas.doForm("outer")

    (left, bottom, right, top) = found(nested).rules[0]
    assert (left, right) == (pytest.approx(110, abs=2.1), pytest.approx(210, abs=2.1))  # the stroke is scaled too
    assert bottom <= 220 <= top


def test_a_turned_form_turns_its_rules() -> None:
    def turned(canvas: Any) -> None:
        canvas.beginForm("upright")
        canvas.rect(0, 0, 60, 30)
        canvas.endForm()
        canvas.translate(100, 100)
        canvas.rotate(90)
        canvas.doForm("upright")

    assert rounded(found(turned).rules) == [
        (70, 100, 70, 160),
        (70, 100, 100, 100),
        (70, 160, 100, 160),
        (100, 100, 100, 160),
    ]


def test_a_thin_picture_is_a_rule_and_another_a_picture() -> None:
    image_module = pytest.importorskip("PIL.Image")
    utils = pytest.importorskip("reportlab.lib.utils")
    buffer = io.BytesIO()
    image_module.new("L", (8, 8), 40).save(buffer, "PNG")

    def draw(canvas: Any) -> None:
        canvas.drawImage(utils.ImageReader(buffer), 20, 50, 100, 2)
        canvas.drawImage(utils.ImageReader(buffer), 20, 80, 100, 60)

    seen = found(draw)
    assert rounded(seen.rules) == [(20, 50, 120, 52)]
    assert rounded(seen.pictures) == [(20, 80, 120, 140)]
    assert seen.shades == []


def test_as_many_rules_as_allowed_and_not_one_more() -> None:
    def three(canvas: Any) -> None:
        for y in (20, 40, 60):
            canvas.line(20, y, 120, y)

    with page(three) as pdf_page:
        pointer = pdfium.pointer(pdf_page)
        assert len(drawn(pointer, replace(DEFAULT_LIMITS, page_rulings=3), 1).rules) == 3
        with pytest.raises(LimitExceeded, match="page 7"):
            drawn(pointer, replace(DEFAULT_LIMITS, page_rulings=2), 7)
