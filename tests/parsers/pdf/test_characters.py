"""The letters of a page as pieces: what they spell, what parts them, how they are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from parsers.errors import LimitExceeded
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import characters, pdfium
from parsers.pdf.characters import TextPieces, _Slots, _spelled, _texts, pieces
from tests.parsers.pdf.drawing import page, write


def spelled(text: str, *cuts: int) -> list[str]:
    codes = np.array([ord(letter) for letter in text], dtype=np.int64)
    ends = [*cuts, len(text)]
    firsts, lasts = np.array([0, *cuts]), np.array([end - 1 for end in ends])
    return list(_texts(codes, firsts, lasts))


def test_signs_of_codes_as_letters() -> None:
    assert spelled("ажил", 2) == ["аж", "ил"] and spelled("a\ufb01b", 1) == ["a", "fib"]
    assert spelled("и\u0306х") == ["йх"] and spelled("\ufb00\ufb04") == ["ffffl"]
    assert spelled("аж\ufffe") == ["аж-"] == spelled("аж\x02")
    assert spelled("\uf0fcа") == ["✓а"] and spelled("\uf100") == ["\uf100"] and spelled("\uefff") == ["\uefff"]
    assert _spelled("е\u0308") == "ё" and spelled("\ufb05") == ["\ufb05"]


def found(draw: Callable[[Any], None], limit: int = 1000) -> TextPieces:
    with page(draw) as pdf_page:
        textpage = pdf_page.get_textpage()
        try:
            return pieces(pdfium.pointer(textpage), replace(DEFAULT_LIMITS, page_characters=limit), 7)
        finally:
            textpage.close()


def test_a_piece_is_a_stretch_without_a_blank_inside_one_run() -> None:
    def draw(canvas: Any) -> None:
        write(canvas, 50, 200, "Төрийн үйл", size=10)
        write(canvas, 50, 100, "дүн", size=20)

    seen = found(draw)
    assert seen.texts.tolist() == ["Төрийн", "үйл", "дүн"] and seen.letters.tolist() == [6, 3, 3] and len(seen) == 3
    assert seen.runs.tolist() == [1, 1, 2] and seen.size.tolist() == pytest.approx([10, 10, 20])
    assert seen.base.tolist() == pytest.approx(np.array([(50, 200), (50, 200), (50, 100)]), abs=0.1)
    assert seen.blank_after.tolist() == [True, False, False] and seen.blank_before.tolist() == [False, True, False]
    assert seen.broken.tolist() == [True, True, True] and not seen.hidden.any() and not seen.bold.any()
    left, bottom, right, top = seen.boxes[0]
    assert left == pytest.approx(50, abs=1) and bottom < 200 < top and left < right < seen.boxes[1, 0]


def test_runs_have_a_direction_and_a_mode() -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(200, 100)
        canvas.rotate(90)
        write(canvas, 0, 0, "дээш", mode=3)

    seen = found(draw)
    assert seen.angle.tolist() == pytest.approx([90]) and seen.hidden.tolist() == [True]
    assert found(lambda canvas: write(canvas, 9, 9, "а", mode=2)).bold.tolist() == [True]


def test_as_many_characters_as_allowed_and_not_one_more() -> None:
    assert len(found(lambda canvas: write(canvas, 50, 200, "ажил"), limit=4)) == 1
    with pytest.raises(LimitExceeded, match="page 7"):
        found(lambda canvas: write(canvas, 50, 200, "ажилч"), limit=4)
    assert len(found(lambda canvas: None)) == 0


def test_pieces_are_taken_by_place() -> None:
    seen = found(lambda canvas: write(canvas, 50, 200, "а б в"))
    assert seen.take(np.array([True, False, True])).texts.tolist() == ["а", "в"]


def test_the_room_for_boxes_grows_and_is_kept() -> None:
    slots = _Slots()
    buffer = slots.at_least(10).buffer
    assert slots.room == 4096 and slots.at_least(4096).buffer is buffer and len(slots.pointers) == 4096
    assert slots.at_least(4097).room == 8192 and slots.at_least(20_000).room == 20_000


@pytest.mark.parametrize(
    ("name", "weight", "bold"),
    [
        ("AAAAAA+NotoSans-Regular", 625, False), ("AAAAAA+NotoSerif-Regular", 704, False), ("AAAAAA+NotoSans-Bold", 400, True),
        ("Arial,Bold", 400, True), ("F1", 700, True), ("F1", 599, False), ("F1", 4000, False), ("", 600, True),
    ],
)  # fmt: skip
def test_a_font_is_bold_by_its_name_then_by_its_weight(
    monkeypatch: pytest.MonkeyPatch, name: str, weight: int, bold: bool
) -> None:
    class Library:
        FPDFFont_GetWeight = staticmethod(lambda font: weight)

        @staticmethod
        def FPDFFont_GetBaseFontName(font: object, held: Any, size: int) -> None:
            held[0 : len(name)] = name.encode()

    monkeypatch.setattr(characters, "lib", Library)
    assert characters._is_bold(object()) is bold
