"""Single words read again: which, how, and when the new reading is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from parsers.document import BBox, Word
from parsers.scan.ocr.tessdata import LanguageData
from parsers.scan.ocr.tesseract import Grey, Reading, Segmentation
from parsers.scan.raster import PixelBox
from parsers.scan.recheck.budget import Looker
from parsers.scan.recheck.words import SURE_NAME, VOUCHED, word_again


@dataclass
class Says:
    """An engine that reads what it is told, one text with its confidence a look."""

    readings: list[tuple[str, float]]
    asked: int = 0
    name: str = "says"
    languages: set[str] = field(default_factory=set)

    def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
        text, confidence = self.readings[min(self.asked, len(self.readings) - 1)]
        self.asked += 1
        self.languages.add(languages)
        return [Reading(text, PixelBox(20, 20, 60, 50), confidence)] if text else []


def again(
    text: str, confidence: float | None, *readings: tuple[str, float], angle: int = 0
) -> tuple[str, float | None]:
    return looked(text, confidence, *readings, angle=angle)[:2]


def looked(
    text: str, confidence: float | None, *readings: tuple[str, float], angle: int = 0
) -> tuple[str, float | None, int]:
    engine = Says(list(readings) or [("", 0.0)])
    looker = Looker(
        np.full((200, 400), 255, np.uint8), engine, LanguageData(Path(), "Cyrillic+eng", "eng"), 46.0, 0.24
    )  # fmt: skip
    found = word_again(looker, Word(text, BBox(14, 14, 34, 26), confidence, 11.0, angle=angle))
    assert engine.languages <= {"Cyrillic"}
    return found.text, found.confidence, engine.asked


@pytest.mark.parametrize(
    ("text", "confidence", "looks"),
    [
        ("бвгдж", 0.72, 0), ("бвгдж", 0.71, 1), ("бвгдж", None, 1), ("авлига", 0.1, 0), ("12", 0.1, 0), ("IV", 0.1, 0),
        ("www.sanaa.mn", 0.1, 0), ("ABCD", 0.93, 0), ("ABCD", 0.92, 1), ("AB", 0.93, 1), ("ABбв", 0.99, 1),
    ],
)  # fmt: skip
def test_latin_letters_and_unsure_words_that_are_none_are_read_again(
    text: str, confidence: float | None, looks: int
) -> None:
    assert looked(text, confidence)[2] == looks
    assert looked(text, confidence, angle=90)[2] == 0
    assert again(text, confidence) == (text, confidence)  # nothing was read: it stays


@pytest.mark.parametrize(
    ("text", "confidence", "reading", "meant"),
    [
        ("бвгдж", 0.5, ("авлига", 0.1), ("авлига", 0.8)),
        ("бвгджк", 0.5, ("авлига", 0.9), ("авлига", 0.9)),
        ("бвгдж", 0.5, ("бвгдз", 0.66), ("бвгдз", 0.66)),
        ("бвгдж", 0.5, ("бвгдз", 0.64), ("бвгдж", 0.5)),
        ("бвгдж", 0.5, ("бвг", 0.9), ("бвг", 0.9)),
        ("бвгдж", 0.5, ("бв", 0.9), ("бвгдж", 0.5)),
        ("бвгдж", 0.5, ("бвгABC", 0.9), ("бвгдж", 0.5)),
        ("ABбв", 0.9, ("АБбв", 0.51), ("АБбв", 0.51)),
        ("ABбв", 0.9, ("АБбв", 0.5), ("ABбв", 0.9)),
        ("A65", 0.9, ("А65", 0.51), ("А65", 0.51)),
        ("A65", 0.9, ("А65", 0.5), ("A65", 0.9)),
        ("R65", 0.9, ("Я65", 0.6), ("R65", 0.9)),
    ],
)
def test_a_better_reading_is_taken(
    text: str, confidence: float, reading: tuple[str, float], meant: tuple[str, float]
) -> None:
    found, sure = again(text, confidence, reading)
    assert found == meant[0] and sure == pytest.approx(meant[1])


def test_a_name_is_what_two_of_three_readings_say() -> None:
    assert again("Б.Номин", 0.5, ("Б.Номин", 0.6)) == ("Б.Номин", VOUCHED)
    assert again("Б.Номин", 0.5, ("Б.Номин", 0.95)) == ("Б.Номин", 0.95)
    assert again("Б.Номнн", 0.5, ("Б.Номин", 0.6)) == ("Б.Номин", VOUCHED)
    assert looked("Б.Номин", 0.5, ("Б.Номин", 0.6))[2] == 1 and looked("Б.Номнн", 0.5, ("Б.Номин", 0.6))[2] == 2


def test_of_three_names_the_surest_counts() -> None:
    assert again("Б.Номин", 0.5, ("Б.Номан", 0.6), ("Б.Номун", 0.7)) == ("Б.Номун", 0.7)
    assert again("Б.Номин", 0.8, ("Б.Номан", 0.6), ("Б.Номун", 0.7)) == ("Б.Номин", 0.8)
    assert again("Б.Номин", 0.5, ("номин", 0.9)) == ("Б.Номин", 0.5)  # no name
    assert again("Б.Номин", 0.5, ("Б.Номинаан", 0.9)) == ("Б.Номин", 0.5)  # too long
    assert again("Б.Номин", 0.5, ("Б.Номинаа", 0.9)) == ("Б.Номинаа", 0.9)


def test_names_read_surely_or_sideways_are_left() -> None:
    assert looked("Б.Номин", SURE_NAME, ("Б.Номан", 1.0))[:3:2] == ("Б.Номин", 0)
    assert looked("Б.Номин", SURE_NAME - 0.01, ("Б.Номан", 1.0))[:3:2] == ("Б.Номан", 2)
    assert looked("Б.Номин", 0.5, ("Б.Номан", 1.0), angle=90)[2] == 0


def test_a_name_in_latin_capitals_is_no_reading_of_its_own() -> None:
    assert again("X.UXBAAP", 0.9, ("Х.Ихбаяр", 0.3)) == ("Х.Ихбаяр", VOUCHED)
    assert again("X.UXBAAP", 0.9, ("Х.Ихбаяр", 0.3), ("", 0.0)) == ("Х.Ихбаяр", 0.3)
    assert again("X.UXBAAP", 0.9, ("", 0.0)) == ("X.UXBAAP", 0.9)
