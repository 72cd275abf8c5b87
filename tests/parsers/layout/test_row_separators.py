"""Row edges that are not drawn: by white strips, by numbers, by new beginnings."""

from __future__ import annotations

import pytest

from parsers.document import BBox, Word
from parsers.layout.line_columns import ColumnedLine
from parsers.layout.row_separators import anchors, marked, row_edges, usual_white, white_parts_rows
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
