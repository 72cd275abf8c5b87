"""Row edges that are not drawn: by white strips, by numbers, by new beginnings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.document import BBox, Word
from parsers.layout.line_columns import ColumnedLine
from parsers.layout.row_separators import (
    anchors,
    marked,
    numbered_rows,
    row_edges,
    usual_white,
    white_parts_rows,
)
from parsers.layout.text_lines import lines


def row(top: float, wide: bool = False, **texts: str) -> ColumnedLine:
    """A line ten points high; ``a``, ``b``, ``c`` are the texts of its columns."""
    by_column = {"abcd".index(name): text for name, text in texts.items()}
    words = [
        Word(text, BBox(100.0 * column, top, 100.0 * column + 40, top + 10), None, 10.0)
        for column, text in by_column.items()
    ]
    places = tuple((word, int(word.bbox.x0 // 100)) for word in words)
    return ColumnedLine(lines(words)[0], frozenset(by_column), wide, by_column, False, places)


def test_the_usual_white_is_a_narrow_one_of_those_inside_cells() -> None:
    tops = (0, 11, 23, 36, 50, 90)  # white of 1, 2, 3, 4 points, and 30 that parts rows
    assert usual_white([row(top, a="аян") for top in tops]) == 2
    assert usual_white([row(0, a="аян")]) == pytest.approx(2.8) and usual_white([]) == 0.0
    assert usual_white([row(0, a="аян"), row(19, a="ба")]) == pytest.approx(2.8)
    assert usual_white([row(0, a="аян"), row(18.9, a="ба")]) == pytest.approx(8.9)
    assert usual_white([row(0, a="аян"), row(8, a="ба")]) == 0.0
    assert usual_white([row(0, a="аян"), row(5, b="ба"), row(12, a="аян")]) == 2


def test_rows_are_numbered_in_the_column_with_most_numbers() -> None:
    assert anchors([row(0, a="1"), row(12, b="аян"), row(24, a="2.")]) == [True, False, True]
    assert anchors([row(0, b="1.1 Аян"), row(12, b="ба"), row(24, b="1.2 Аян")]) == [True, False, True]
    assert anchors([row(0, a="1", wide=True), row(12, a="2")]) == [False, True]
    assert anchors([row(0, a="аян"), row(12, a="ба")]) == [False, False]
    assert anchors([row(0, d="1.1 Аян"), row(12, d="ба")]) == [False, False]  # codes stand further left


def test_a_number_right_below_another_is_its_rest() -> None:
    assert marked([row(0, a="1"), row(12, a="2"), row(24, a="3")], 2.0) == [0]
    assert marked([row(0, a="1"), row(15.5, a="2")], 2.0) == [0]
    assert marked([row(0, a="1"), row(15.6, a="2")], 2.0) == [0, 1]
    assert marked([row(0, a="1"), row(12, b="аян"), row(24, a="2")], 2.0) == [0, 2]
    assert marked([row(0, b="аян"), row(12, a="2")], 2.0) == [1]


NUMBERED = [row(0, a="1", b="аян"), row(12, b="ба"), row(40, a="2", b="аян"), row(52, b="ба"), row(80, a="3", b="аян")]
CLOSE = [row(12.0 * n, a=str(n // 2 + 1), b="аян") if n % 2 == 0 else row(12.0 * n, b="ба") for n in range(5)]


def test_white_parts_rows_where_it_stands_between_most_numbers() -> None:
    assert white_parts_rows(NUMBERED, 2.0) and not white_parts_rows(NUMBERED[:1], 2.0)
    assert not white_parts_rows(CLOSE, 2.0)
    half = [*NUMBERED[:4], row(64, a="3", b="аян")]
    assert not white_parts_rows(half, 2.0)  # one of two
    four = [*NUMBERED, row(92, b="ба"), row(120, a="4", b="аян"), row(132, b="ба"), row(144, a="5", b="аян")]
    assert white_parts_rows(four, 2.0)  # three of four


def edges(rows: list[ColumnedLine], white: bool = False) -> list[float]:
    return [edge.y for edge in row_edges(rows, 2.0, white)]


def test_an_edge_lies_in_the_middle_of_the_white() -> None:
    assert edges(NUMBERED) == [31.0, 71.0] and edges(CLOSE) == [23.0, 47.0]
    assert edges(NUMBERED, white=True) == [31.0, 71.0]
    assert edges(NUMBERED[:1]) == [] == edges([])


def test_without_numbers_white_goals_and_new_columns_begin_rows() -> None:
    assert edges([row(0, a="аян", b="ба"), row(12, b="ба"), row(24, b="ба")]) == []
    assert edges([row(0, a="аян"), row(12, b="ба")]) == [11.0]
    assert edges([row(0, a="аян", b="ба"), row(15.6, a="аян", b="ба")]) == [12.8]
    assert edges([row(0, a="аян", b="ба"), row(15.5, a="аян", b="ба")]) == []
    assert edges([row(0, a="аян", b="ба", wide=True), row(12, a="аян", b="ба")]) == [11.0]
    assert edges([row(0, a="аян", b="ба", wide=True), row(12, a="аян", b="ба", wide=True)]) == []
    assert edges([row(0, a="аян", b="ба", wide=True), row(16, a="аян", b="ба", wide=True)]) == [13.0]


# where a cell on the left is merged over several rows: white parts only what stands beside it


def beside(*tops: float, merged: tuple[float, ...] = (2, 14, 26, 38, 50), high: float = 0.5) -> list[ColumnedLine]:
    """Rows in the columns b, c and d at these heights, a text in column a at others, from top to bottom."""
    made = [row(top, b="аян", c="ба", d="өөр") for top in tops] + [row(top + high, a="аян") for top in merged]
    return sorted(made, key=lambda one: one.line.top)


def through(rows: list[ColumnedLine], white: bool = True) -> list[tuple[float, set[int]]]:
    return [(edge.y, set(edge.through)) for edge in row_edges(rows, 2.0, white)]


def test_white_beside_a_merged_cell_parts_the_columns_beside_it() -> None:
    assert through(beside(0, 22, 44)) == [(16.0, {0}), (38.0, {0})]
    assert through(beside(0, 15.5, 31)) == []  # no wider than usual
    assert through(beside(0, 22, 44, merged=(2,))) == [(17.25, set()), (38.0, set())]  # the cell ends above


def test_a_column_that_is_level_with_the_others_is_no_merged_cell() -> None:
    rows = [
        row(0, a="аян", b="а", c="б", d="в"),
        row(11, a="ба"),
        row(22, a="ба", b="а", c="б", d="в"),
        row(33, a="ба"),
    ]
    assert through(rows) == []
    lower = beside(0, 22, 44, merged=(2, 14, 26, 38, 50), high=0.0)
    assert [edge for edge, _ in through(lower)] == [16.0, 38.0]


def test_white_beside_a_cell_counts_where_most_columns_are_filled() -> None:
    few = [row(0, b="а", c="б", d="в"), row(22, b="а"), row(44, b="а", c="б", d="в")]
    text = [row(top, a="аян") for top in (2.5, 14.5, 26.5, 38.5, 50.5)]
    rows = sorted([*few, *text], key=lambda one: one.line.top)
    assert [edge for edge, _ in through(rows)] == [38.0]  # one filled column of three is too few
    two = [row(0, b="а", c="б", d="в"), row(22, b="а", c="б"), row(44, b="а", c="б", d="в")]
    rows = sorted([*two, *text], key=lambda one: one.line.top)
    assert [edge for edge, _ in through(rows)] == [16.0, 38.0]


# paragraphs of one long cell


def rowed(*parts: dict[str, str], wide: tuple[int, ...] = ()) -> list[ColumnedLine]:
    """Lines with 20 points of white between them."""
    return [row(30.0 * n, wide=n in wide, **texts) for n, texts in enumerate(parts)]


ROW = {"a": "1", "b": "аян", "c": "ба", "d": "өөр"}


def parted(*parts: dict[str, str], wide: tuple[int, ...] = ()) -> list[int]:
    """The parts that begin rows of their own."""
    return [round((edge + 10) / 30) for edge, _ in through(rowed(*parts, wide=wide))]


def test_a_part_in_one_column_is_a_further_paragraph_of_the_cell_above() -> None:
    assert parted(ROW, ROW, ROW) == [1, 2]
    assert parted(ROW, {"c": "мөн"}, ROW) == [2] and parted(ROW, {"b": "мөн", "c": "мөн"}, ROW) == [1, 2]
    assert parted(ROW, {"a": "мөн"}, ROW) == [1, 2]  # the first column begins rows
    assert parted(ROW, {"b": "мөн", "c": "ба"}, {"d": "мөн"}, ROW) == [1, 2, 3]  # nothing of it stands above


def test_codes_goals_and_rows_of_numbers_begin_rows_also_in_one_column() -> None:
    assert parted(ROW, {"b": "1.2 мөн"}, ROW) == [1, 2] and parted(ROW, {"c": "1.2 мөн"}, ROW) == [1, 2]
    assert parted(ROW, {"d": "1.2 мөн"}, ROW) == [2]  # codes stand further left
    assert parted(ROW, {"c": "мөн"}, ROW, wide=(1,)) == [1, 2] and parted(ROW, {"c": "мөн"}, ROW, wide=(0,)) == [1, 2]
    numbers = {"a": "1", "b": "2", "c": "3", "d": "4"}
    assert parted(numbers, {"c": "мөн"}, ROW) == [1, 2] and parted(ROW, {"d": "5"}, ROW) == [2]


def test_a_paragraph_of_another_weight_begins_a_row() -> None:
    def bold(one: ColumnedLine, column: int) -> ColumnedLine:
        places = tuple((replace(word, bold=at == column), at) for word, at in one.places)
        return replace(one, places=places)

    first, second, third = rowed(ROW, {"c": "мөн"}, ROW)
    assert len(through([first, bold(second, 2), third])) == 2
    assert len(through([bold(first, 2), bold(second, 2), third])) == 1
    assert len(through([bold(first, 1), second, third])) == 1


def test_without_three_columns_in_most_rows_every_paragraph_is_a_row() -> None:
    two = {"a": "1", "b": "аян"}
    assert parted(two, {"b": "мөн"}, two) == [1, 2]
    some = {"a": "1", "b": "аян", "c": "ба"}
    assert parted(some, {"b": "мөн"}, some) == [2]  # three columns in two of three parts
    assert parted(some, {"b": "мөн"}, {"a": "2", "b": "аян"}) == [1, 2]  # in one of three


# numbers, where no white tells


@pytest.mark.parametrize(
    ("numbered", "white", "turned", "starts"),
    [
        ("1..1..", "", "", {3}),  # at its number
        ("1..1..", "3", "", {3}),
        ("1..1..", "2", "", {2}),  # at the white before it
        ("1..1..", "24", "", {2}),  # white below it is inside its row
        ("11....", "", "", {1}),
        ("1..1..", "", "1", {1}),  # in the middle of what begins there
        ("1..1..", "", "3", {3}),
        (".1..1.", "", "", {1, 4}),
        (".1...1", "3", "", {3}),
        (".....1", "15", "", {5}),
        ("1.....", "3", "", set()),
    ],
)
def test_every_number_has_a_row(numbered: str, white: str, turned: str, starts: set[int]) -> None:
    band = [row(12.0 * n, a="аян").line for n in range(len(numbered))]

    def flags(marked: str) -> list[bool]:
        return [str(n) in marked for n in range(len(band))]

    assert numbered_rows(band, [mark == "1" for mark in numbered], flags(white), flags(turned)) == starts


def test_numbers_in_the_middle_of_their_rows_tell_how_far_these_reach() -> None:
    def starts(numbered: str, white: str, tops: tuple[float, ...] = ()) -> set[int]:
        band = [row(top, a="аян").line for top in tops or [12.0 * n for n in range(len(numbered))]]
        marks = [mark == "1" for mark in numbered]
        return numbered_rows(band, marks, [str(n) in white for n in range(len(band))], [False] * len(band))

    assert starts("...1..1..", "2") == {2, 5}  # a line above the first number, so one below it
    assert starts("....1..1.", "2") == {2, 7}
    assert starts("...1..1..", "2", (0, 12, 24, 36, 48, 61, 73, 85, 97)) == {2, 5}
    assert starts("....1....1", "2") == {2, 7}
    assert starts("...1.....1", "29") == {2, 9}  # white before the next


def test_single_values_number_rows_in_a_column_of_such() -> None:
    values = [row(0, b="аян", c="5%"), row(12, b="ба"), row(24, b="аян", c="10 хувь"), row(36, b="ба")]
    assert anchors(values) == [True, False, True, False]
    words = [row(12.0 * n, b="аян", c=text) for n, text in enumerate(("5%", "7", "8", "9", "мөн"))]
    assert (
        anchors([row(24.0 * n, b="аян", c=text) for n, text in enumerate(("5%", "7", "8", "9", "мөн"))])[:4]
        == [True] * 4
    )  # four of five
    assert not any(anchors([row(24.0 * n, b="аян", c=text) for n, text in enumerate(("5%", "7", "8", "мөн"))]))
    assert anchors(words)[:2] == [True, False]  # right below another: the rest of a number
    near = [row(0, b="аян", c="5"), row(16.2, b="ба", c="5"), row(32.6, b="ба", c="5")]
    assert anchors(near) == [True, False, True]
    assert anchors([row(0, a="(1)"), row(24, a="№2"), row(48, a="1.2.3)"), row(72, a="2024")]) == [True] * 3 + [False]


def test_a_cell_of_the_row_above_is_read_to_its_end() -> None:
    tall = [row(0, a="1", b="аян"), row(12, b="ба"), row(30, a="2", b="аян")]
    tall[0] = replace(tall[0], line=replace(tall[0].line, bottom=26.0))
    assert [edge.y for edge in row_edges(tall, 2.0, False)] == [28.0]
