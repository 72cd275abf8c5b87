"""Figures read again: which cells hold any, and what their ink is grown over."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from parsers.document import BBox, Word
from parsers.scan.ocr.tessdata import LanguageData
from parsers.scan.ocr.tesseract import Grey, Reading, Segmentation
from parsers.scan.raster import PixelBox
from parsers.scan.recheck.budget import Looker
from parsers.scan.recheck.figures import (
    _grown,
    _is_odd,
    _restated,
    figure_again,
    figures_again,
    is_figure,
    whole_figure,
)


def words(*texts: str, confidence: float | None = 0.5, top: float = 0.0) -> list[Word]:
    return [Word(text, BBox(50.0 * n, top, 50.0 * n + 40, top + 10), confidence, 10.0) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "told"),
    [(("100%",), True), (("5", "сая"), False), (("5", "хх"), True), (("хх",), False), (("5", "хувь"), False)],
)
def test_a_figure_has_a_digit_and_hardly_a_letter(texts: tuple[str, ...], told: bool) -> None:
    assert is_figure(words(*texts)) is told


def test_a_figure_is_short_and_stands_on_one_line() -> None:
    assert not is_figure([*words("100"), *words("000", top=30)])
    assert is_figure(words("1,000", "000")) and not is_figure(words("1" * 60))


def test_ink_beside_a_stretch_belongs_to_it_as_far_as_it_is_near() -> None:
    inked = np.array([2, 8, 9, 10, 11, 20, 21, 24, 30])
    assert _grown(inked, 10, 20, 1.0) == (8, 22)
    assert _grown(inked, 10, 20, 2.0) == (8, 25)
    assert _grown(inked, 10, 20, 5.0) == (8, 31)
    assert _grown(inked, 10, 20, 6.0) == (2, 31)
    assert _grown(np.array([], dtype=np.intp), 10, 20, 6.0) == (10, 20)


def test_odd_marks_are_few_unsure_and_no_word() -> None:
    assert _is_odd(words("ІЛ", confidence=0.1)) and _is_odd(words("ФЫ", confidence=None))
    assert not _is_odd(words("ІЛ", confidence=1.0)) and not _is_odd(words(""))
    assert not _is_odd(words("ІЛЛЛЛЛЛЛ", confidence=0.1)) and not _is_odd(words("ба", confidence=0.1))


# with an engine that gives these answers


def looker(
    *answers: str, sure: float = 0.9, latin: str = "eng", ink: tuple[tuple[int, int, int, int], ...] = ()
) -> Looker:
    """A white page of 300 x 600 pixels at half a point a pixel, with this ink; the usual font has 40 pixels."""

    class Says:
        name = "says"
        asked = 0

        def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
            text = answers[min(self.asked, len(answers) - 1)] if answers else ""
            self.asked += 1
            return [Reading(text, PixelBox(20, 20, 60, 50), sure)] if text else []

    page = np.full((300, 600), 255, np.uint8)
    for x0, top, x1, bottom in ink:
        page[top:bottom, x0:x1] = 0
    return Looker(page, Says(), LanguageData(Path(), "Cyrillic+eng", latin), 40.0, 0.5)


def word(text: str, sure: float = 0.5, x0: float = 20.0, top: float = 20.0, angle: int = 0) -> Word:
    return Word(text, BBox(x0, top, x0 + 30, top + 12), sure, 10.0, angle=angle)


INK = ((42, 42, 60, 62), (70, 42, 96, 62))
PLACE = PixelBox(10, 10, 300, 120)


def again(*held: Word, answers: tuple[str, ...] = ("7",), place: PixelBox = PLACE, **how: object) -> list[str] | None:
    found = figures_again(looker(*answers, ink=INK, **how), place, list(held))  # type: ignore[arg-type]
    return None if found is None else [one.text for one in found]


def test_only_cells_of_figures_are_read_again() -> None:
    assert again(word("100"), answers=("100",)) == ["100"] and again() is None and again(word("100", angle=90)) is None
    assert again(word("сургалт")) is None and again(word("100"), latin="") is None
    assert again(word("ІЛ"), answers=("11",)) == ["11"]  # marks that are no word may be a figure
    assert again(word("ІЛ"), answers=("11", "77", "99")) is None and again(word("ІЛ"), answers=("хх",)) is None


def test_lines_of_figures_are_read_one_by_one_up_to_three() -> None:
    def rows(count: int, text: str = "100") -> list[Word]:
        return [word(text, top=20.0 + 20 * n) for n in range(count)]

    assert again(*rows(3), answers=("100",)) == ["100"] * 3 and again(*rows(4), answers=("100",)) is None
    assert again(*rows(2), word("ажил", top=60.0)) is None


def test_a_line_of_print_higher_than_one_line_is_no_figure() -> None:
    one = looker("100")
    assert figure_again(one, PixelBox(40, 40, 100, 116), [word("100")]) is not None
    assert figure_again(one, PixelBox(40, 40, 100, 117), [word("100")]) is None


def test_words_are_restated_or_put_together() -> None:
    held = [word("16"), word("600", x0=60.0)]
    same, whole = _restated(held, "16 600", 0.8), _restated(held, "16600", 0.8)
    assert [(one.text, one.confidence, one.bbox) for one in same] == [
        ("16", 0.8, held[0].bbox),
        ("600", 0.8, held[1].bbox),
    ]
    assert [(one.text, one.confidence, one.bbox) for one in whole] == [("16600", 0.8, (20, 20, 90, 32))]


def test_a_figure_broken_over_lines_is_put_together_with_its_least_sureness() -> None:
    rows = [word("12,700,00", 0.95), word("0", 0.4, top=36.0)]
    narrow = PixelBox(30, 30, 110, 120)
    (whole,) = whole_figure(looker(), narrow, rows) or []
    assert (whole.text, whole.confidence) == ("12,700,000", 0.4)
    (sure,) = whole_figure(looker(), narrow, [word("12,700,00", 0.95), word("0", 0.9, top=36.0)]) or []
    assert sure.confidence == 0.75
    assert whole_figure(looker(), narrow, rows[:1]) is None
    assert whole_figure(looker(), narrow, [word("а12"), rows[1]]) is None
    assert whole_figure(looker(), narrow, [word("1" * 20), rows[1]]) is None
