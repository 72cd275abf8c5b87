"""Roman numerals that the Cyrillic model printed as its own letters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from parsers.document import BBox, Word
from parsers.scan.ocr.tessdata import LanguageData
from parsers.scan.raster import PixelBox
from parsers.scan.recheck.budget import Looker
from parsers.scan.recheck.roman import numerals, romans
from tests.parsers.scan.recheck.test_recheck import SCALE, USUAL, Says

CELL = PixelBox(40, 40, 440, 120)


def row(*texts: str) -> list[Word]:
    return [Word(text, BBox(14 + 30 * n, 14, 40 + 30 * n, 26), 0.8, 11.0) for n, text in enumerate(texts)]


def read(engine: Says, *texts: str) -> list[str] | None:
    page = np.full((250, 920), 255, np.uint8)
    page[60:100, 60:400:6] = 0
    page[60:100, 61:400:6] = 0
    found = romans(Looker(page, engine, LanguageData(Path(), "Cyrillic+eng", "eng"), USUAL, SCALE), CELL, row(*texts))
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
