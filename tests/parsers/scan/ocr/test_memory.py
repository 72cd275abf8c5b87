"""The recogniser is shown a picture once: whatever else changes in reading, its answers stand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from parsers.limits import Limits
from parsers.scan import page as scan_page
from parsers.scan.ocr import memory
from parsers.scan.ocr.memory import Memory, remembered
from parsers.scan.ocr.tessdata import LanguageData
from parsers.scan.ocr.tesseract import Grey, Reading, Segmentation
from parsers.scan.page import read_picture
from parsers.scan.raster import Picture, PixelBox
from tests.builders.pictures import printed

LANGUAGES = LanguageData(Path(), "Cyrillic+eng", "eng")


@dataclass
class Counting:
    """An engine that says the same of equal pictures and counts how often it is shown one."""

    shown: int = 0
    name: str = "counting"

    def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
        self.shown += 1
        high, wide = picture.shape
        return [
            Reading("ажил", PixelBox(10, 10, wide // 2, high // 2), 0.4),
            Reading("12", PixelBox(wide // 2, 10, wide - 9, 40), 0.5),
        ]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Counting:
    made = Counting()
    monkeypatch.setattr(memory, "engine", lambda: made)
    monkeypatch.setattr(scan_page, "language_data", lambda: LANGUAGES)
    return made


def sheet() -> Picture:
    page = np.full((1650, 1200), 255, np.uint8)
    for row in range(5):
        line = printed("10 000 work", 40)
        page[100 + row * 200 : 100 + row * 200 + line.shape[0], 60 : 60 + line.shape[1]] = line
    return Picture(page, 150.0)


def test_a_page_read_again_shows_nothing_again(engine: Counting) -> None:
    first = Memory()
    with remembered(first):
        page = read_picture(sheet(), 1, Limits())
    assert engine.shown == first.asked == len(first.used) > 1
    again = Memory(first.used)
    with remembered(again):
        assert read_picture(sheet(), 1, Limits()) == page
    assert engine.shown == first.asked and again.asked == 0 and again.used == first.used


def test_only_what_is_new_is_asked_and_what_is_not_used_any_more_goes(engine: Counting) -> None:
    one, other = np.full((20, 30), 255, np.uint8), np.full((30, 20), 255, np.uint8)
    first = Memory()
    with remembered(first):
        memory.recogniser().read(one, Segmentation.LINE, "eng")
    second = Memory(dict(first.used))
    with remembered(second):
        memory.recogniser().read(other, Segmentation.LINE, "eng")
    assert (engine.shown, second.asked, len(second.used)) == (2, 1, 1)


@pytest.mark.parametrize(
    "asked", [((30, 20), Segmentation.LINE, "eng"), ((20, 30), Segmentation.BLOCK, "eng"), ((20, 30), 7, "mon")]
)
def test_other_pixels_or_another_way_of_asking_is_another_question(
    engine: Counting, asked: tuple[tuple[int, int], Segmentation, str]
) -> None:
    shape, segmentation, languages = asked
    with remembered(Memory()):
        recogniser = memory.recogniser()
        recogniser.read(np.full((20, 30), 255, np.uint8), Segmentation.LINE, "eng")
        recogniser.read(np.full(shape, 255, np.uint8), segmentation, languages)
    assert engine.shown == 2


def test_nothing_is_said_twice_and_an_empty_answer_is_one(engine: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "read", lambda *asked: setattr(engine, "shown", engine.shown + 1) or [])
    picture = np.full((20, 30), 255, np.uint8)
    with remembered(Memory()):
        for _ in range(3):
            assert memory.recogniser().read(picture, Segmentation.LINE, "eng") == []
    assert engine.shown == 1


def test_outside_of_a_memory_the_engine_itself_answers(engine: Counting) -> None:
    assert memory.recogniser() is engine
