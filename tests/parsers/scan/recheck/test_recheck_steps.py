"""The second looks one by one: which cell gets which, and when what they read is believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from parsers.document import BBox, Word
from parsers.layout.lattice import LatticeCell
from parsers.scan.ocr.tessdata import LanguageData
from parsers.scan.ocr.tesseract import Grey, Reading, Segmentation
from parsers.scan.raster import PixelBox
from parsers.scan.recheck.budget import Looker
from parsers.scan.recheck.figure_forms import AGREED
from parsers.scan.recheck.recheck import (
    _alone,
    _beside,
    _cell,
    _doubts,
    _inside,
    _is_dirt,
    _is_line,
    _is_patchy,
    _left_out,
    _not_read,
    _open_cell,
    _sideways,
    _unread,
    _unread_share,
)

SCALE = 0.5
USUAL = 40.0


@dataclass
class Answers:
    """An engine that gives these answers (text, confidence), one a look, the last one again and again."""

    answers: list[tuple[str, float]]
    asked: list[tuple[Segmentation, tuple[int, ...]]] = field(default_factory=list)
    name: str = "answers"

    def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
        text, sure = self.answers[min(len(self.asked), len(self.answers) - 1)]
        self.asked.append((segmentation, picture.shape))
        words = text.split()
        return [Reading(word, PixelBox(20 + 60 * n, 20, 60 + 60 * n, 50), sure) for n, word in enumerate(words)]


def looker(*answers: tuple[str, float], ink: tuple[tuple[int, int, int, int], ...] = ()) -> Looker:
    """A white page of 600 x 800 pixels with stripes of ink in these boxes (x0, top, x1, bottom)."""
    page = np.full((600, 800), 255, np.uint8)
    for x0, top, x1, bottom in ink:
        page[top:bottom, x0:x1:4] = page[top:bottom, x0 + 1 : x1 : 4] = 0
        page[top : top + 2, x0:x1] = 0
    return Looker(page, Answers(list(answers) or [("", 0.0)]), LanguageData(Path(), "Cyrillic+eng", ""), USUAL, SCALE)


def asked(one: Looker) -> list[Segmentation]:
    assert isinstance(one.reader, Answers)
    return [segmentation for segmentation, _ in one.reader.asked]


def word(text: str, sure: float | None = 0.9, box: tuple[float, ...] = (20, 20, 60, 35), angle: int = 0) -> Word:
    return Word(text, BBox(*box), sure, 11.0, angle=angle)


def texts(found: list[Word] | None) -> list[str] | None:
    return None if found is None else [one.text for one in found]


def test_a_line_is_as_high_as_small_letters_and_as_wide_as_a_word() -> None:
    assert _is_line(PixelBox(0, 0, 80, 16), 40) and not _is_line(PixelBox(0, 0, 79, 16), 40)
    assert not _is_line(PixelBox(0, 0, 80, 15), 40) and _is_line(PixelBox(10, 10, 90, 26), 40)


def test_a_box_is_inside_by_its_middle() -> None:
    table = PixelBox(100, 200, 300, 400)
    for x, y, told in (
        (100, 200, True),
        (300, 400, True),
        (99, 300, False),
        (301, 300, False),
        (200, 199, False),
        (200, 401, False),
    ):
        assert _inside(PixelBox(x - 10, y - 20, x + 10, y + 20), table) is told


def test_dirt_is_unsure_and_has_no_letters() -> None:
    assert _is_dirt(word("|", 0.1)) and _is_dirt(word("|", None)) and not _is_dirt(word("|", 0.99))
    assert not _is_dirt(word("а", 0.1))


def test_unsure_words_among_others_are_patchy() -> None:
    assert _is_patchy([word("а", 0.9), word("б", 0.59)]) and not _is_patchy([word("а", 0.9), word("б", 0.6)])
    assert not _is_patchy([word("а", 0.1)]) and not _is_patchy([]) and _is_patchy([word("а", None), word("б")])
    assert not _is_patchy([word("а", 0.1, angle=90), word("б", 0.1)])


def test_doubts_are_unsure_and_unknown_words() -> None:
    assert _doubts([("сургалт", 0.6), ("хяналт", 0.9)]) == (0, pytest.approx(-(0.6 * 7 + 0.9 * 6) / 13))
    assert _doubts([("сургалт", 0.59), ("хщзкт", 0.9), ("100%", 0.9)])[0] == 2 and _doubts([]) == (0, 0.0)


CELL = LatticeCell(0, 0, 1, 1, BBox(10.0, 10.0, 210.0, 60.0))
PLACE = PixelBox(20, 20, 420, 120)
INK = (40, 40, 240, 70)
"""Ink of one line in pixels; a word over it stands at (20, 20, 120, 35) points."""

OVER = (20.0, 20.0, 120.0, 35.0)


def test_the_share_of_ink_that_no_word_covers() -> None:
    one = looker(ink=(INK,))
    assert _unread_share(one, PLACE, []) == 1.0 and _unread_share(one, PLACE, [word("а", box=OVER)]) == 0.0
    assert _unread_share(one, PLACE, [word("а", box=(20, 20, 70, 35))]) == pytest.approx(0.5, abs=0.06)
    assert _unread_share(looker(), PLACE, []) == 0.0
    assert _unread_share(looker(ink=((40, 40, 56, 50),)), PLACE, []) == 0.0  # a speck
    rest = _unread_share(one, PLACE, [word("а", box=(20, 20, 115, 35))])
    assert rest == 0.0  # what is left is little
    assert _unread_share(one, PixelBox(0, 0, 800, 600), [word("а", box=OVER)]) == 0.0
    below = _unread_share(one, PLACE, [word("а", box=(20, 36, 120, 50))])
    assert below == 1.0 and _unread_share(one, PLACE, [word("а", box=(130, 20, 200, 35))]) == 1.0


def test_a_cell_with_ink_of_which_nothing_was_read_is_a_word_without_letters() -> None:
    blob = looker()
    blob.bare[40:68, 100:116] = 0
    (found,) = _not_read(blob, CELL)
    assert (found.text, found.confidence, found.size) == ("", 0.0, 20.0)
    assert found.bbox == (50, 20, 58, 34) and _not_read(looker(), CELL) == []


def test_an_empty_cell_without_ink_stays_empty_and_a_good_one_as_it_is() -> None:
    assert _cell(looker(("Хувь", 0.9)), CELL, []) == []
    assert _cell(looker(("Хувь", 0.9)), CELL, [word("|", 0.1)]) == []
    good = looker(("өөр", 0.99), ink=(INK,))
    assert _cell(good, CELL, [word("сургалт", 0.9, OVER)]) is None and asked(good) == []
    slim = LatticeCell(0, 0, 1, 1, BBox(10.0, 10.0, 17.0, 60.0))
    assert _cell(looker(("Хувь", 0.9)), slim, []) is None


def test_a_poor_cell_is_read_again_and_the_surer_reading_stays() -> None:
    poor = [word("сурзалт", 0.3, OVER)]
    assert texts(_cell(looker(("сургалт", 0.9), ink=(INK,)), CELL, poor)) == ["сургалт"]
    assert _cell(looker(("сургалт", 0.2), ink=(INK,)), CELL, poor) is None
    better = looker(("сургалт", 0.9), ink=(INK,))
    assert _cell(better, CELL, [word("сургалт", 0.56, OVER)]) is None and asked(better) == []
    assert texts(_cell(better, CELL, [word("сурзалт", 0.54, OVER)])) == ["сургалт"]


def test_a_patchy_cell_is_read_by_itself_where_that_leaves_fewer_doubts() -> None:
    patchy = [word("сургалт", 0.95, (20, 20, 70, 35)), word("хщзкт", 0.5, (75, 20, 120, 35))]
    clean = looker(("сургалт хяналт", 0.9), ink=(INK,))
    assert texts(_cell(clean, CELL, patchy)) == ["сургалт", "хяналт"] and asked(clean) == [Segmentation.BLOCK]
    assert _cell(looker(("сургалт хщзкт", 0.4), ink=(INK,)), CELL, patchy) is None
    assert _alone(looker(("| |", 0.1)), PLACE, patchy) is None and _alone(looker(("", 0.9)), PLACE, patchy) is None


def test_sure_words_stay_beside_what_was_not_read() -> None:
    both = ((40, 40, 140, 70), (250, 40, 400, 70))
    sure = [word("сургалт", 0.9, (20, 20, 70, 35))]
    assert texts(_cell(looker(("хяналт", 0.9), ink=both), CELL, sure)) == ["сургалт", "хяналт"]
    assert texts(_cell(looker(("хяналт", 0.7), ink=both), CELL, sure)) == ["сургалт"]
    assert texts(_cell(looker(("хщзкт", 0.9), ink=both), CELL, sure)) == ["сургалт"]
    assert texts(_beside(looker(("хяналт", 0.9)), PLACE, sure)) == ["сургалт"]  # no other ink
    unknown = [word("хщзкт", 0.9, (20, 20, 70, 35))]
    assert texts(_cell(looker(("хяналт", 0.95), ink=both), CELL, unknown)) == ["хяналт"]


def test_a_cell_of_one_line_is_read_as_a_line() -> None:
    box = PixelBox(*INK)
    line, block = looker(("сургалт", 0.9), ink=(INK,)), looker(("сургалт", 0.9), ink=(INK,))
    assert texts(_unread(line, PLACE, box, [], 0.0)) == ["сургалт"] and asked(line) == [Segmentation.LINE]
    tall = PixelBox(40, 40, 240, 116)
    assert texts(_unread(block, PLACE, tall, [], 0.0)) == ["сургалт"] and asked(block) == [Segmentation.BLOCK]
    assert _unread(line, PLACE, box, [], 0.9) is None and texts(_unread(line, PLACE, box, [], 0.89)) == ["сургалт"]
    assert _unread(looker(("|", 0.2)), PLACE, box, [], 0.0) is None
    speck = PixelBox(40, 40, 47, 47)
    assert _unread(looker(("сургалт", 0.9)), PLACE, speck, [], 0.0) is None
    assert _unread(looker(("сургалт", 0.9)), PLACE, PixelBox(40, 40, 47, 48), [], 0.0) is not None


def test_a_flat_bar_is_a_dash() -> None:
    bar = looker(("9", 0.9))
    bar.bare[50:54, 100:120] = 0
    (found,) = _unread(bar, PLACE, PixelBox(100, 50, 120, 54), [], 0.0) or []
    assert (found.text, found.confidence) == ("-", AGREED) and asked(bar) == []


def test_high_ink_may_be_read_sideways_in_a_high_cell() -> None:
    high, narrow = PixelBox(40, 40, 80, 240), PixelBox(30, 30, 130, 260)
    upwards = looker(("сургалт", 0.9))
    (found,) = _unread(upwards, narrow, high, [], 0.0) or []
    assert (found.text, found.angle) == ("сургалт", 90) and asked(upwards) == [Segmentation.BLOCK]
    wide = looker(("сургалт", 0.9))
    (level,) = _unread(wide, PixelBox(30, 30, 290, 260), high, [], 0.0) or []
    assert level.angle == 0
    low = looker(("сургалт", 0.9))
    (short,) = _unread(low, narrow, PixelBox(40, 40, 80, 128), [], 0.0) or []
    assert short.angle == 0


def test_text_that_reads_downwards_is_looked_for_second() -> None:
    box = PixelBox(40, 40, 80, 240)
    (found,) = _sideways(looker(("хщзкт", 0.3), ("сургалт", 0.9)), box, 0.0) or []
    assert (found.text, found.angle) == ("сургалт", 270)
    (first,) = _sideways(looker(("сургалт", 0.9), ("хяналт", 0.95)), box, 0.0) or []
    assert (first.text, first.angle) == ("сургалт", 90)  # sure enough
    (better,) = _sideways(looker(("сургалт", 0.7), ("хяналт", 0.75)), box, 0.0) or []
    assert better.angle == 270
    assert _sideways(looker(("сургалт", 0.5)), box, 0.38) is None and _sideways(looker(("сургалт", 0.51)), box, 0.38)


def test_a_cell_with_guessed_sides_is_read_again_only_where_it_is_patchy() -> None:
    patchy = [word("сургалт", 0.95, (20, 20, 70, 35)), word("хщзкт", 0.5, (75, 20, 120, 35))]
    assert texts(_open_cell(looker(("сургалт хяналт", 0.9), ink=(INK,)), CELL, patchy)) == ["сургалт", "хяналт"]
    assert _open_cell(looker(("сургалт хяналт", 0.9), ink=(INK,)), CELL, [word("хщзкт", 0.2, OVER)]) is None
    assert _open_cell(looker(("хувь", 0.9), ink=(INK,)), CELL, []) is None
    assert _open_cell(looker(("хувь", 0.9), ink=(INK,)), CELL, [*patchy, word("а", 0.5, angle=90)]) is None
    assert _open_cell(looker(("сургалт хяналт", 0.9)), CELL, patchy) is None  # no ink


def left_out(*answers: tuple[str, float], ink: tuple[int, int, int, int], table: BBox | None = None) -> list[str]:
    one = looker(*answers)
    x0, top, x1, bottom = ink
    for x in range(x0, x1, 14):  # as far apart as letters are
        one.bare[top:bottom, x : x + 4] = 0
    return [found.text for found in _left_out(one, [], [table] if table else [])]


def test_what_the_page_pass_left_out_is_read_where_it_is_surely_text() -> None:
    assert left_out(("сургалт", 0.9), ink=INK) == ["сургалт"] and left_out(("сургалт", 0.79), ink=INK) == []
    assert left_out(("хщзкт", 0.9), ink=INK) == []
    name, other = ("/М.ШИНЭХҮҮ/", 0.6), ("/М.ШИНЭХУУ/", 0.6)
    assert left_out(name, name, name, ink=INK) == ["/М.ШИНЭХҮҮ/"]  # three readings say the same
    assert left_out(name, other, ("7", 0.9), ink=INK) == []
    small = (40, 40, 76, 60)
    assert left_out(("сургалт", 0.9), ink=small) == ["сургалт"]
    around = BBox(0.0, 0.0, 400.0, 300.0)
    assert left_out(("сургалт", 0.9), ink=small, table=around) == []  # a cell looks for itself
    assert left_out(("сургалт", 0.9), ink=INK, table=around) == ["сургалт"]  # a whole line
