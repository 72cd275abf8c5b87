"""Words of a region as visual lines, in the direction in which they are read."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from parsers.document import BBox, Word
from parsers.layout.text_lines import lines


def word(text: str, x0: float, top: float, x1: float | None = None, size: float = 10.0, **more: object) -> Word:
    right = x0 + 5 * len(text) if x1 is None else x1
    return Word(text, BBox(x0, top, right, top + size), None, size, **more)  # type: ignore[arg-type]


def texts(*words: Word, jump: str = " ") -> list[str]:
    return [line.text(jump) for line in lines(words)]


def test_lines_from_top_to_bottom_and_words_from_left_to_right() -> None:
    words = [word("а", 0, 0), word("б", 20, 1), word("в", 0, 14), word("г", 20, 13), word("д", 0, 28)]
    for seed in range(5):
        assert texts(*Random(seed).sample(words, len(words))) == ["а б", "в г", "д"]


@pytest.mark.parametrize(("lower", "count"), [(4.9, 1), (5.1, 2)])
def test_half_a_line_lower_is_another_line(lower: float, count: int) -> None:
    assert len(texts(word("а", 0, 0), word("б", 20, lower))) == count


def test_a_small_word_beside_a_large_one_needs_to_be_nearer() -> None:
    assert len(texts(word("А", 0, 0, size=20), word("б", 30, 7, size=6))) == 1
    assert len(texts(word("А", 0, 0, size=20), word("б", 30, 11, size=6))) == 2


def test_words_that_touch_adhere_unless_a_blank_was_typed_or_they_were_scanned() -> None:
    assert texts(word("м", 0, 0, 5), word("2", 5.5, 0)) == ["м2"]
    assert texts(word("м", 0, 0, 5), word("2", 6, 0)) == ["м 2"]
    assert texts(word("м", 0, 0, 5, blank_after=True), word("2", 5.5, 0)) == ["м 2"]
    scanned = [Word(text, BBox(x0, 0, x0 + 5, 10), 0.9, 10.0) for text, x0 in (("м", 0.0), ("2", 5.5))]
    assert texts(*scanned) == ["м 2"]


def test_a_wide_gap_is_a_jump() -> None:
    assert texts(word("а", 0, 0, 5), word("б", 29, 0), jump="\t") == ["а б"]
    assert texts(word("а", 0, 0, 5), word("б", 31, 0), jump="\t") == ["а\tб"]


def test_the_extent_of_a_line() -> None:
    (line,) = lines([word("а", 3, 1, 8, size=10), word("б", 12, 0, 20, size=12), word("в", 22, 1, 25, size=11)])
    assert (line.x0, line.x1, line.top, line.bottom, line.size, line.middle_y) == (3, 25, 0, 12, 11, 6)
    assert line.starts == (3, 12, 22) and line.ends == (8, 20, 25)
    (alone,) = lines([Word("а", BBox(0, 0, 5, 8))])
    assert alone.size == 8


@pytest.mark.parametrize(
    ("angle", "boxes"),
    [
        (90, [(0, 50, 10, 90), (0, 0, 10, 40), (14, 50, 24, 90)]),
        (270, [(14, 0, 24, 40), (14, 50, 24, 90), (0, 0, 10, 40)]),
        (180, [(50, 14, 90, 24), (0, 14, 40, 24), (50, 0, 90, 10)]),
    ],
)
def test_sideways_words_are_read_in_their_own_direction(angle: int, boxes: list[tuple[float, ...]]) -> None:
    words = [Word(text, BBox(*box), None, 10.0, angle=angle) for text, box in zip("абв", boxes, strict=True)]
    assert texts(*words) == ["а б", "в"]
    assert texts(*reversed(words), word("г", 200, 200)) == ["г", "а б", "в"]


def test_nothing_has_no_lines() -> None:
    assert lines([]) == []


def at(top: float, x0: float, bottom: float | None = None, **how: object) -> Word:
    made = Word(f"ү{x0:.0f}", BBox(x0, top, x0 + 20, top + 10 if bottom is None else bottom), None, 10.0)
    return replace(made, **how)  # type: ignore[arg-type]


def grouped(*found: Word) -> list[list[str]]:
    return [[word.text for word in line.words] for line in lines(found)]


def test_words_whose_middles_lie_within_half_a_line_stand_in_one() -> None:
    assert grouped(at(0, 0), at(5, 30)) == [["ү0", "ү30"]] and grouped(at(0, 0), at(5.1, 30)) == [["ү0"], ["ү30"]]
    assert grouped(at(0, 0), at(2.2, 30, bottom=8)) == [["ү0", "ү30"]]
    assert grouped(at(0, 0), at(6.1, 30, bottom=10.1)) == [["ү0"], ["ү30"]]  # half of the lower word
    assert grouped(at(0, 0), at(4, 30), at(7, 60)) == [["ү0", "ү30", "ү60"]]  # as far as their mean
    assert grouped(at(0, 0), at(4, 30), at(7.1, 60)) == [["ү0", "ү30"], ["ү60"]]
    assert grouped(at(0, 0), at(0, 30), at(0, 60), at(5.1, 90)) == [["ү0", "ү30", "ү60"], ["ү90"]]


def test_a_line_reaches_as_far_as_its_words() -> None:
    (line,) = lines([at(0, 30), at(2, 0, bottom=14), replace(at(0, 60), size=0.0)])
    assert (line.x0, line.x1, line.top, line.bottom, line.size) == (0, 80, 0, 14, 10)
    assert line.middle_y == 7 and line.starts == (0, 30, 60) and line.ends == (20, 50, 80)
    (lone,) = lines([replace(at(3, 5), size=0.0)])
    assert (lone.size, lone.x0, lone.x1, lone.top, lone.bottom) == (10, 5, 25, 3, 13)
    (mixed,) = lines([at(0, 0, size=8.0), at(0, 30, size=12.0)])
    assert mixed.size == 12


def test_sideways_words_have_lines_of_their_own_in_their_direction() -> None:
    up = [
        Word(text, BBox(x, y, x + 10, y + 20), None, 10.0, angle=90)
        for text, x, y in (("б", 50, 40), ("а", 50, 70), ("в", 70, 60))
    ]
    found = lines([*up, at(0, 0)])
    assert [[word.text for word in line.words] for line in found] == [["ү0"], ["а", "б"], ["в"]]
    assert (found[1].starts, found[1].ends, found[1].top, found[1].bottom) == ((-90, -60), (-70, -40), 50, 60)
    down = [replace(word, angle=270) for word in up]
    found = lines(down)
    assert [[word.text for word in line.words] for line in found] == [["в"], ["б", "а"]]
    assert (found[1].starts, found[1].ends, found[1].top, found[1].bottom) == ((40, 70), (60, 90), -60, -50)
    over = [
        Word(text, BBox(x, y, x + 20, y + 10), None, 10.0, angle=180)
        for text, x, y in (("б", 0, 50), ("а", 30, 50), ("в", 0, 30))
    ]
    found = lines(over)
    assert [[word.text for word in line.words] for line in found] == [["а", "б"], ["в"]]
    assert (found[0].starts, found[0].ends, found[0].top, found[0].bottom) == ((-50, -20), (-30, 0), -60, -50)


def test_blanks_jumps_and_words_that_adhere() -> None:
    def text(gap: float, **how: object) -> str:
        return lines([at(0, 0, **how), at(0, 20 + gap)])[0].text("\t")

    assert text(0.7) == f"ү0ү{20.7:.0f}" and text(0.8) == f"ү0 ү{20.8:.0f}" and text(25) == "ү0 ү45"
    assert text(25.1) == "ү0\tү45" and text(0.7, blank_after=True) == f"ү0 ү{20.7:.0f}"
    read = replace(at(0, 20.5), confidence=0.9)
    assert lines([at(0, 0), read])[0].text() == f"ү0 {read.text}"
