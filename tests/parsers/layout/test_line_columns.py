"""Lines in known columns: which they cover, what is a goal, and what runs over an edge."""

from __future__ import annotations

import pytest

from parsers.document import BBox, Word
from parsers.layout.line_columns import column_of, held, lefts_of, pieces_of
from parsers.layout.text_lines import TextLine, lines

XS = (0.0, 100.0, 200.0, 300.0)


def line(*words: tuple[str, float, float], top: float = 0.0) -> TextLine:
    """A line of words ten points high, each with its text and its ends."""
    return lines(Word(text, BBox(x0, top, x1, top + 10), None, 10.0) for text, x0, x1 in words)[0]


def told(*band: TextLine, drawn: bool = False) -> list[tuple[list[int], bool, bool]]:
    return [(sorted(one.columns), one.wide, one.crossing) for one in held(band, XS, (), drawn)]


@pytest.mark.parametrize(
    ("x", "column"), [(-5, 0), (0, 0), (50, 0), (100, 0), (100.1, 1), (200, 1), (299, 2), (300, 2), (400, 2)]
)
def test_an_edge_belongs_to_the_column_before_it_and_nothing_lies_outside(x: float, column: int) -> None:
    assert column_of(x, XS) == column


def test_words_apart_stand_in_columns_of_their_own() -> None:
    assert told(line(("Сургалт", 5, 50), ("хийв", 105, 150))) == [([0, 1], False, False)]
    assert held([line(("Аян", 5, 30), ("ба", 33, 45), ("хийв", 105, 150))], XS, ())[0].texts == {0: "Аян ба", 1: "хийв"}


def test_a_sentence_over_columns_is_a_goal_with_its_number_at_most() -> None:
    sentence = (("Соён", 105, 160), ("гэгээрүүлэх", 163, 250))
    assert told(line(*sentence)) == [([1, 2], True, False)]
    assert told(line(("1", 5, 10), *sentence)) == [([0, 1, 2], True, False)]
    assert told(line(("1", 5, 10), ("2", 13, 16), *sentence)) == [([0, 1, 2], True, False)]
    assert told(line(("1", 5, 10), ("2", 13, 16), ("3", 19, 22), *sentence)) == [([0, 1, 2], False, True)]
    assert told(line(("1", 5, 10), ("2", 40, 45), *sentence)) == [([0, 1, 2], False, True)]
    assert told(line(("Соён", 5, 60), ("гэгээрүүлэх", 63, 160), ("5", 280, 285))) == [([0, 1, 2], False, True)]


def test_the_further_lines_of_a_goal_are_as_wide_as_its_first() -> None:
    first = line(("Соён", 105, 160), ("гэгээрүүлэх", 163, 250))
    assert told(first, line(("ажил", 105, 140), top=12))[1] == ([1], True, False)
    assert told(first, line(("ажил", 106.9, 140), top=12))[1] == ([1], True, False)
    assert told(first, line(("ажил", 107, 140), top=12))[1] == ([1], False, False)
    assert told(first, line(("ажил", 103, 140), top=12))[1] == ([1], False, False)
    assert told(first, line(("ажил", 105, 140), top=16.2))[1] == ([1], True, False)
    assert told(first, line(("ажил", 105, 140), top=16.4))[1] == ([1], False, False)
    assert told(first, line(("ажил", 105, 140), ("5", 280, 285), top=12))[1] == ([1, 2], False, False)
    assert told(line(("ажил", 105, 140)), line(("ажил", 105, 140), top=12))[1] == ([1], False, False)


def test_a_word_over_an_edge_crosses() -> None:
    assert told(line(("а", 5, 30), ("сургалтаар", 97, 150))) == [([0, 1], False, True)]
    assert told(line(("а", 5, 30), ("сургалтаар", 98, 150))) == [([0, 1], False, False)]
    assert told(line(("а", 5, 30), ("сургалт", 60, 103))) == [([0], False, True)]
    assert told(line(("а", 5, 30), ("сургалт", 60, 102))) == [([0], False, False)]


def parts(*words: tuple[str, float, float], drawn: bool = True, lefts: tuple[float, ...] = ()) -> list[str]:
    return [" ".join(word.text for word in run.words) for run in pieces_of(line(*words), XS, lefts, drawn)]


def test_drawn_edges_part_words_however_near() -> None:
    near = (("Аян", 60, 96), ("5", 103, 108))
    assert parts(*near, drawn=False) == ["Аян", "5"] and parts(("Аян", 60, 98), ("5", 103, 108), drawn=False) == [
        "Аян 5"
    ]
    assert parts(("Аян", 60, 98), ("хийв", 102, 130)) == ["Аян", "хийв"]


def test_a_sentence_goes_on_over_an_edge_that_happens_to_lie_between_two_words() -> None:
    two = (("Аян", 40, 60), ("ба", 63, 98))
    assert parts(*two, ("хийв", 102, 130)) == ["Аян ба хийв"]
    assert parts(*two, ("хийв", 102.1, 130)) == ["Аян ба", "хийв"]
    assert parts(*two, ("15%", 102, 130)) == ["Аян ба", "15%"] and parts(*two, ("-", 102, 130)) == ["Аян ба", "-"]
    assert parts(*two, ("хийв", 102, 130), lefts=(102.5,)) == ["Аян ба", "хийв"]
    assert parts(*two, ("хийв", 102, 130), lefts=(103.0,)) == ["Аян ба хийв"]


def test_the_extent_of_a_piece_is_that_of_its_words() -> None:
    found = pieces_of(line(("Аян", 40, 60), ("хийв", 120, 150), ("ба", 152, 160)), XS, (), True)
    assert [(run.x0, run.x1) for run in found] == [(40, 60), (120, 160)]


def test_left_edges_of_drawn_columns_are_those_of_most_lines() -> None:
    rows = [line(("а", 105, 120), top=12.0 * n) for n in range(2)]
    other = line(("а", 130, 140), top=36)
    assert lefts_of([*rows, other], XS, True) == (105.0,) and lefts_of([*rows, other], XS, False) == ()
    assert lefts_of(rows, XS, True) == ()  # two are too few
    assert lefts_of([*rows, other, line(("а", 140, 150), top=48)], XS, True) == ()  # half is not most
    assert lefts_of([*rows, line(("а", 106, 120), top=36)], XS, True) == (105.0,)
