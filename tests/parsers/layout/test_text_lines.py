"""Words of a region as visual lines, in the direction in which they are read."""

from __future__ import annotations

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
