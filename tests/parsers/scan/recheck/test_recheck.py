"""What is looked at again, and what that does to a word: with an engine that says what the test wants."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from parsers.document import BBox, Page, Ruling, Word
from parsers.layout.lattice import LatticeCell
from parsers.scan.ocr.tessdata import LanguageData
from parsers.scan.ocr.tesseract import Grey, Reading, Segmentation
from parsers.scan.raster import PixelBox
from parsers.scan.recheck import recheck
from parsers.scan.recheck.budget import Looker
from parsers.scan.recheck.figure_forms import AGREED, SPLIT
from parsers.scan.recheck.figures import figure_again, figures_again, is_figure, whole_figure
from parsers.scan.recheck.recheck import _open_cell, looked_again
from parsers.scan.recheck.words import word_again
from tests.builders.pictures import printed

SCALE = 72 / 300
USUAL = 46.0


@dataclass
class Says:
    """An engine that reads what it is told, one text a look; the last one again and again."""

    texts: list[str]
    confidence: float = 0.9
    asked: list[str] = field(default_factory=list)
    name: str = "says"

    def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
        text = self.texts[min(len(self.asked), len(self.texts) - 1)]
        self.asked.append(languages)
        return [Reading(text, PixelBox(20, 20, 60, 50), self.confidence)] if text else []


def looker(engine: Says, drawn: str = "100") -> Looker:
    return Looker(printed(drawn), engine, LanguageData(Path(), "Cyrillic+eng", "eng"), USUAL, SCALE)


def word(text: str, confidence: float = 0.9, box: tuple[float, float, float, float] = (14, 14, 34, 26)) -> Word:
    return Word(text, BBox(*box), confidence, 11.0)


INK = PixelBox(55, 55, 145, 100)


def test_two_models_that_agree_make_a_figure_sure() -> None:
    found = figure_again(looker(Says(["100"])), INK, [word("100", 0.5)])
    assert found is not None
    assert [(one.text, one.confidence) for one in found] == [("100", AGREED)]


def test_three_readings_that_differ_make_it_doubtful() -> None:
    found = figure_again(looker(Says(["700", "190"])), INK, [word("100", 0.9)])
    assert found is not None
    assert [(one.text, one.confidence) for one in found] == [("100", SPLIT)]


def test_the_third_reading_decides_and_is_less_sure() -> None:
    found = figure_again(looker(Says(["700", "700"])), INK, [word("100", 0.9)])
    assert found is not None
    assert found[0].text == "700"
    assert SPLIT < (found[0].confidence or 0) < AGREED


def test_a_sum_broken_over_two_lines_is_one_doubtful_word() -> None:
    rows = [word("12,700,00", 0.95, (14, 14, 60, 26)), word("OF", 0.4, (14, 28, 26, 40))]
    found = whole_figure(looker(Says([""])), PixelBox(40, 40, 260, 200), rows)
    assert found is not None
    assert [one.text for one in found] == ["12,700,000₮"]
    assert (found[0].confidence or 1) <= 0.4
    assert whole_figure(looker(Says([""])), PixelBox(40, 40, 260, 200), rows[:1]) is None


@pytest.mark.parametrize(("text", "expected"), [("100%", True), ("-", False), ("5 удаа", False), ("1.5", True)])
def test_what_is_a_figure(text: str, expected: bool) -> None:
    assert is_figure([word(text)]) is expected


def test_a_name_in_latin_letters_is_read_with_cyrillic_alone() -> None:
    engine = Says(["/[Х.ИХБАЯР/"], 0.34)
    assert word_again(looker(engine), word("/X.UXBAAP/", 0.79)).text == "/Х.ИХБАЯР/"
    assert set(engine.asked) == {"Cyrillic"}


@pytest.mark.parametrize("text", ["www.sanaa.mn", "IV", "хэрэгжилт", "ISO9001"])
def test_words_that_need_no_look(text: str) -> None:
    engine = Says(["өөр"])
    assert word_again(looker(engine), word(text, 0.95)).text == text
    assert not engine.asked


def table(words: tuple[Word, ...], high: float = 30.0) -> Page:
    """One ruled row of two cells, 100 points wide each."""
    level = tuple(Ruling(10, y, 210, y) for y in (10, 10 + high))
    upright = tuple(Ruling(x, 10, x, 10 + high) for x in (10, 110, 210))
    return Page(1, 220, 60, words, (*level, *upright), origin="ocr")


def picture(*boxes: tuple[int, int, int, int]) -> Grey:
    page = np.full((250, 920), 255, np.uint8)
    for x0, top, x1, bottom in boxes:
        page[top:bottom, x0:x1:6] = 0
        page[top:bottom, x0 + 1 : x1 : 6] = 0
    return page


def test_a_cell_with_ink_and_no_word_is_read() -> None:
    engine = Says(["Хувь"])
    one = Looker(
        picture((500, 80, 700, 112)), engine, LanguageData(Path(), "Cyrillic+eng", "eng"), USUAL, SCALE
    )  # fmt: skip
    words = looked_again(one, table((word("Арга", 0.95, (20, 20, 60, 32)),)))
    assert {found.text for found in words} == {"Арга", "Хувь"}


def test_a_line_that_the_page_pass_left_out_of_a_sure_cell_is_read() -> None:
    engine = Says(["төлөвлөгөө"], 0.95)
    lines = [(60, 90), (110, 140), (160, 190), (210, 240)]
    drawn = np.full((250, 920), 255, np.uint8)
    for top, bottom in lines:
        for left in range(500, 800, 14):
            drawn[top:bottom, left : left + 4] = 0
    one = Looker(drawn, engine, LanguageData(Path(), "Cyrillic+eng", "eng"), USUAL, SCALE)
    rows = [word("хэрэгжилт", 0.96, (118, top * SCALE - 1, 194, bottom * SCALE + 1)) for top, bottom in lines]
    words = looked_again(one, table((rows[0], rows[1], rows[3]), high=50.0))
    assert sorted(found.text for found in words) == ["төлөвлөгөө", *["хэрэгжилт"] * 3]


def test_words_that_were_read_are_not_read_again_with_the_ink_around_them(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Grey] = []

    class Looks(Says):
        def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
            seen.append(picture)
            return super().read(picture, segmentation, languages)

    drawn = picture((500, 70, 560, 100), (500, 110, 780, 140), (720, 160, 780, 190))
    monkeypatch.setattr(recheck, "unread_boxes", lambda *_: [PixelBox(490, 60, 790, 200)])
    one = Looker(drawn, Looks(["хэрэгжилт"], 0.95), LanguageData(Path(), "Cyrillic+eng", "eng"), USUAL, SCALE)
    looked_again(one, table((word("хэрэгжилт", 0.96, (119, 110 * SCALE - 1, 189, 140 * SCALE + 1)),), high=50.0))
    covered = seen[-1][len(seen[-1]) // 2]
    assert covered.min() == 255


def test_a_word_over_a_corner_of_the_ink_does_not_vouch_for_the_rest() -> None:
    engine = Says(["Зарцуулсан"])
    one = Looker(
        picture((500, 80, 800, 112)), engine, LanguageData(Path(), "Cyrillic+eng", "eng"), USUAL, SCALE
    )  # fmt: skip
    covered = word("x", 0.88, (118, 18, 124, 30))
    assert [found.text for found in looked_again(one, table((covered,)))] == ["Зарцуулсан"]


def test_figures_on_two_lines_are_read_line_by_line_and_keep_their_order() -> None:
    rows = [
        word("16", 0.96, (62, 14, 72, 24)),
        word("600", 0.96, (76, 14, 92, 24)),
        word("000", 0.96, (68, 25, 84, 35)),
    ]
    one = Looker(picture((250, 60, 380, 90)), Says([""]), LanguageData(Path(), "Cyrillic+eng", "eng"), USUAL, SCALE)
    found = figures_again(one, PixelBox(40, 40, 440, 200), rows) or rows
    assert [each.text for each in found] == ["16", "600", "000"]


@pytest.mark.parametrize("read_as", ["=", "2", "н", "-"])
def test_a_lone_dash_is_one_whatever_it_was_read_as(read_as: str) -> None:
    drawn = np.full((250, 920), 255, np.uint8)
    drawn[80:84, 500:513] = 0
    one = Looker(drawn, Says(["9"]), LanguageData(Path(), "Cyrillic+eng", "eng"), USUAL, SCALE)
    found = figures_again(one, PixelBox(450, 50, 800, 150), [word(read_as, 0.9, (118, 14, 124, 26))])
    assert found is not None
    assert [(each.text, each.confidence) for each in found] == [("-", AGREED)]


def test_a_stamp_beside_a_sure_word_does_not_replace_it() -> None:
    engine = Says(["(("], 0.3)
    one = Looker(
        picture((470, 60, 800, 120)), engine, LanguageData(Path(), "Cyrillic+eng", "eng"), USUAL, SCALE
    )  # fmt: skip
    sure = word("Хэрэгжсэн", 0.95, (114, 18, 130, 30))
    assert [found.text for found in looked_again(one, table((sure,)))] == ["Хэрэгжсэн"]


def test_a_page_has_so_many_looks_and_no_more() -> None:
    engine = Says(["өөр"])
    one = looker(engine)
    one.looks = one.most
    assert word_again(one, word("ABC", 0.2)).text == "ABC"
    assert not engine.asked


def test_poor_words_of_a_tall_open_cell_are_read_sideways() -> None:
    page = Page(1, 220, 200, tuple(
        word(text, 0.2, (x, y, x + 8, y + 10)) for x in (120, 132) for y, text in ((20, "z"), (60, "8"), (100, "т"))
    ), origin="ocr")  # fmt: skip
    drawn = np.full((840, 920), 255, np.uint8)
    for x in (500, 550):
        drawn[80:460:6, x : x + 34] = 0
        drawn[81:460:6, x : x + 34] = 0
    one = Looker(drawn, Says(["Зарцуулсан"]), LanguageData(Path(), "Cyrillic+eng", "eng"), USUAL, SCALE)
    box = LatticeCell(0, 0, 1, 1, (110.0, 10.0, 160.0, 115.0))
    found = _open_cell(one, box, page.words)
    assert found is not None
    assert [(each.text, each.angle) for each in found] == [("Зарцуулсан", 90)]


def test_a_figure_read_surely_needs_no_second_reading() -> None:
    engine = Says(["700"])
    found = figure_again(looker(engine), INK, [word("100", 0.96)])
    assert found is not None
    assert [(one.text, one.confidence) for one in found] == [("100", 0.96)]
    assert not engine.asked
