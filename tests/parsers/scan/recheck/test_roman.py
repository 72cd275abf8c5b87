"""Roman numerals that the Cyrillic model printed as its own letters."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from parsers.document import BBox, Word
from parsers.scan.ocr.tessdata import LanguageData
from parsers.scan.ocr.tesseract import Grey, Reading, Segmentation
from parsers.scan.raster import PixelBox
from parsers.scan.recheck.budget import Looker
from parsers.scan.recheck.crops import RIM
from parsers.scan.recheck.roman import _runs, _unglued, numerals, romans
from tests.parsers.scan.recheck.test_recheck import SCALE, USUAL, Says

AROUND = 2 * (RIM + 4)
"""White pixels around what is shown to the engine, both sides together."""

CELL = PixelBox(40, 40, 440, 120)


def row(*texts: str) -> list[Word]:
    return [Word(text, BBox(14 + 30 * n, 14, 40 + 30 * n, 26), 0.8, 11.0) for n, text in enumerate(texts)]


def read(engine: Says, *texts: str, latin: str = "eng") -> list[str] | None:
    page = np.full((250, 920), 255, np.uint8)
    page[60:100, 60:400:6] = 0
    page[60:100, 61:400:6] = 0
    found = romans(Looker(page, engine, LanguageData(Path(), "Cyrillic+eng", latin), USUAL, SCALE), CELL, row(*texts))
    return [word.text for word in found] if found else None


@pytest.mark.parametrize(
    ("texts", "latin", "expected"),
    [
        (("І,", "Ш", "улирал"), "|, Ill ynupan", ["I, III", "улирал"]),
        (("П", "хагас", "жил"), "Il xarac KUN", ["II", "хагас", "жил"]),
        (("Пулирал",), "Ilyanpan", ["II", "улирал"]),
        (("ШУМ",), "I-IV", ["III-IV"]),
        (("МІ", "сар"), "Vi cap", ["VI", "сар"]),
    ],
)
def test_numerals_before_a_quarter_or_alone(texts: tuple[str, ...], latin: str, expected: list[str]) -> None:
    assert read(Says([latin]), *texts) == expected


@pytest.mark.parametrize("texts", [("1", "улирал"), ("Жилдээ",), ("5", "удаа"), ("Шинэ", "улирал"), ("12",)])
def test_other_cells_stay(texts: tuple[str, ...]) -> None:
    assert read(Says(["I yaupan"]), *texts) is None


@pytest.mark.parametrize("text", ["IV, I", "IIX", "", "XIV", "III-III"])
def test_what_is_no_list_that_ascends_is_not_taken(text: str) -> None:
    assert numerals(text, "П") == ""


def test_the_longest_list_has_twelve_words_and_a_latin_model_reads_it() -> None:
    assert read(Says(["I, II"]), *["І,"] * 12) == ["I, II"] and read(Says(["I, II"]), *["І,"] * 13) is None
    engine = Says(["Il xarac KUN"])
    assert read(engine, "П", "хагас", "жил", latin="") is None and engine.asked == []


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("П", "улирал"), [(0, 1)]),
        (("Жил", "П", "Ш", "улирал"), [(1, 3)]),
        (("Шинэ", "улирал"), []),
        (("улирал",), []),
        (("І,", "Ш"), [(0, 2)]),
        (("П",), []),  # a letter alone may be anything
        (("ПП",), [(0, 1)]),
        (("1", ","), []),  # no letter
        (("П", "удаа"), []),
    ],
)
def test_numerals_stand_before_a_part_of_a_year_or_fill_their_line(
    texts: tuple[str, ...], found: list[tuple[int, int]]
) -> None:
    assert list(_runs(row(*texts), short=True)) == found


def test_sideways_words_and_long_lines_are_no_numerals() -> None:
    upright, after = row("П", "улирал")
    assert list(_runs([replace(upright, angle=90), after], short=True)) == []
    assert list(_runs(row("І,", "Ш"), short=False)) == []


def test_a_numeral_that_sticks_to_its_word_is_cut_off_in_proportion() -> None:
    glued = Word("ПШулирал", BBox(10, 0, 90, 12), 0.8, 11.0)
    assert [(part.text, part.bbox) for part in _unglued(glued)] == [
        ("ПШ", BBox(10, 0, 30, 12)),
        ("улирал", BBox(30, 0, 90, 12)),
    ]
    assert _unglued(replace(glued, angle=90)) == [replace(glued, angle=90)]


@dataclass
class Seen(Says):
    """An engine that keeps the widths of what it is shown."""

    widths: list[int] = field(default_factory=list)

    def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
        self.widths.append(picture.shape[1])
        return Says.read(self, picture, segmentation, languages)


def test_the_first_look_is_at_the_line_with_the_word_behind_and_the_second_at_the_numerals_alone() -> None:
    # strokes of two pixels at 60, 66, 72 ... 396; the numeral from 184 to 292, the word behind it from 309 to 417
    engine = Seen([""])
    assert read(engine, "Жил", "П", "улирал") is None
    assert engine.widths == [398 - 181 + AROUND, round((302 - 181 + AROUND) * 0.75)]
    engine = Seen([""])
    assert read(engine, "П", "улирал") is None  # the first of its cell: from the left of the cell
    assert engine.widths == [290 - 60 + AROUND, round((181 - 60 + AROUND) * 0.75)]


def test_text_behind_a_numeral_is_no_numeral_in_the_second_look() -> None:
    engine = Says(["ynupan", "I ynupan"])
    assert read(engine, "П", "улирал") is None and len(engine.asked) == 2
    engine = Says(["I ynupan"])
    assert read(engine, "П", "улирал") == ["I", "улирал"] and len(engine.asked) == 1


def test_strokes_that_the_cyrillic_model_counted_mend_the_ends_of_a_list() -> None:
    assert numerals("I, Il", "І,Ш") == "I, III" and numerals("I, V", "І,Ш") == "I, V"
    assert numerals("I, XIV, III", "") == "I, II, III"  # what stands between is counted
    assert numerals("II, XIV, IV", "") == "II, III, IV" and numerals("I, XIV, IV", "") == ""
    assert numerals("I, XIV", "") == "" == numerals("XIV, I, II", "") == numerals("I, II, XIV", "")
