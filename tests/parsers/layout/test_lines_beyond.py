"""Lines beyond the rules of a table, one by one: how far it reaches, and what it takes in."""

from __future__ import annotations

import pytest

from parsers.document import BBox, Word
from parsers.layout.extent import columns, crossing, fills, grown, grown_up, open_ended, reach_of, rows_beyond
from parsers.layout.lattice import Lattice, LatticeCell
from parsers.layout.line_columns import ColumnedLine
from parsers.layout.text_lines import TextLine, lines

XS = (0.0, 100.0, 200.0, 300.0)


def line(top: float, *starts: float, width: float = 30.0) -> TextLine:
    return lines(Word("Аян", BBox(x, top, x + width, top + 10), None, 10.0) for x in starts)[0]


def row(top: float, *starts: float, wide: bool = False, cross: bool = False) -> ColumnedLine:
    return ColumnedLine(line(top, *starts), frozenset(int(x // 100) for x in starts), wide, {}, cross)


KNOWN = [row(0, 5, 105, 205), row(12, 5, 105, 205)]  # white of 2 points between them


def test_a_table_reaches_over_two_lines_and_a_bit_or_the_white_that_it_has() -> None:
    assert reach_of(KNOWN, 2.0) == pytest.approx(26.4)
    loose = [row(25.0 * n, 5, 105) for n in range(7)]
    assert reach_of(loose, 2.0) == pytest.approx(26.4) and reach_of(loose[:6], 2.0) == pytest.approx(26.4)
    looser = [row(30.0 * n, 5, 105) for n in range(7)]
    assert reach_of(looser, 2.0) == pytest.approx(30.0) and reach_of(looser[:6], 2.0) == pytest.approx(26.4)
    loosest = [row(50.0 * n, 5, 105) for n in range(7)]
    assert reach_of(loosest, 2.0) == 40.0
    once = [row(top, 5, 105) for top in (0, 12, 24, 36, 48, 60, 90)]
    assert reach_of(once, 2.0) == pytest.approx(30.0)  # the widest but for one in ten


def tops(found: list[TextLine]) -> list[float]:
    return [one.top for one in found]


def below(*band: ColumnedLine, bottom: float = 22.0) -> list[float]:
    return tops(grown(band, bottom, KNOWN, 2.0))


def test_rows_follow_as_far_as_the_table_reaches() -> None:
    assert below() == []
    assert below(row(48.4, 5, 105)) == [48.4] and below(row(48.5, 5, 105)) == []
    assert below(row(24, 5, 105), row(36, 5, 105), row(80, 5, 105)) == [24, 36]
    assert below(row(24, 5, 105), row(36, 5, 105, cross=True), row(48, 5, 105)) == [24]
    assert below(row(60, 5, 105), bottom=40.0) == [60] and below(row(80, 5, 105), bottom=60.0) == []


def test_a_lone_line_follows_close_below_only() -> None:
    assert below(row(27.5, 5)) == [27.5] and below(row(27.6, 5)) == []
    assert below(row(40, 5), row(52, 5, 105)) == [40, 52]
    assert below(row(40, 5), row(52, 5)) == []


def test_goals_belong_to_the_table_only_where_rows_follow() -> None:
    goal = row(40, 5, 105, wide=True)
    assert below(goal) == [] == below(goal, row(52, 5))
    assert below(goal, row(52, 5, 105, 205)) == [40, 52]
    assert below(goal, row(52, 105, 205)) == []
    assert below(row(24, 5, 105, wide=True), row(36, 105, 205)) == [24, 36]


def test_what_stands_just_at_the_reach_belongs_to_the_table() -> None:
    # lines without white between them: a reach of 22 points
    assert tops(grown([row(44, 5, 105)], 22.0, KNOWN, 0.0)) == [44]
    assert tops(grown([row(45, 5, 105)], 44.0, KNOWN, 0.0)) == []  # a rule that far below ends another table
    assert tops(grown([row(45, 5, 105)], 43.9, KNOWN, 0.0)) == [45]
    assert above(row(68, 5, 105), usual=0.0) == [68] and above(row(67.9, 5, 105), usual=0.0) == []
    assert above(row(69, 5, 105), usual=0.0, top=80.0) == [] and above(row(69, 5, 105), usual=0.0, top=80.1) == [69]
    head = row(88, 5, 105, 205)
    assert above(row(74.5, 105), head, usual=0.0, first=True) == [74.5, 88]
    assert above(row(74.4, 105), head, usual=0.0, first=True) == [88]


def above(*band: ColumnedLine, first: bool = False, top: float = 100.0, usual: float = 2.0) -> list[float]:
    known = [row(102, 5), row(114, 105, 205)]
    return tops(grown_up(band, top, known, usual, first))


def test_rows_stand_above_as_far_as_the_table_reaches() -> None:
    assert above(row(70, 5, 105), row(88, 5, 105)) == [70, 88]
    assert above(row(63.7, 5, 105)) == [63.7] and above(row(63.5, 5, 105)) == []
    assert above(row(70, 5, 105, cross=True), row(88, 5, 105)) == [88]
    assert above(row(88, 5, 105, wide=True)) == []
    assert above(row(76, 5, 105), row(88, 5, 105, wide=True)) == [76, 88]


def test_a_lone_line_above_begins_where_its_column_does() -> None:
    assert above(row(88, 5)) == [88] and above(row(88, 5.9)) == [88]
    assert above(row(88, 6)) == [] and above(row(88, 105)) == []
    assert above(row(76, 5), row(88, 30)) == []


def test_where_the_table_begins_only_its_head_stands_above() -> None:
    assert above(row(88, 5, 105), first=True) == [] and above(row(88, 5, 105, 205), first=True) == [88]
    assert above(row(76, 105), row(88, 5, 105, 205), first=True) == [76, 88]
    assert above(row(70, 105), row(88, 5, 105, 205), first=True) == [88]
    assert above(row(76, 5, 105, 205, wide=True), row(88, 5, 105, 205), first=True) == [88]
    assert above(row(88, 5), first=True) == []


def test_words_over_an_edge_and_columns_that_are_filled() -> None:
    assert crossing([line(0, 97)], XS) and not crossing([line(0, 98)], XS) and not crossing([line(0, -10)], XS)
    assert crossing([line(0, 73, width=29.1)], XS) and not crossing([line(0, 73, width=29)], XS)
    assert columns(line(0, 5, 10, 205).words, XS) == {1, 3}
    assert fills(line(0, 5, 105, 205).words, XS) and not fills(line(0, 5, 105).words, XS)
    many = tuple(100.0 * n for n in range(9))
    assert fills(line(0, 5, 105, 205, 305).words, many) and not fills(line(0, 5, 105, 205).words, many)


def beyond(*outside: TextLine, way: int = 1) -> list[float]:
    rows = [line(0, 5, 105, 205), line(20, 5, 105, 205)]
    return tops(rows_beyond(rows, outside, XS, 30.0 if way > 0 else 0.0, way))


def test_an_open_row_follows_within_its_reach() -> None:
    assert beyond(line(34, 5, 105, 205)) == [34] and beyond() == []
    assert beyond(line(34, 5, 105, 205), line(78, 5, 105)) == [34, 78]
    assert beyond(line(34, 5, 105, 205), line(78.1, 5, 105)) == [34]
    assert beyond(line(34, 5, 105, 205), line(64, 5)) == [34, 64]
    assert beyond(line(34, 5, 105, 205), line(64.1, 5)) == [34]
    assert beyond(line(34, 5, 105, 205), line(46, 97, 205)) == [34]
    assert beyond(line(-14, 5, 105, 205), way=-1) == [-14] and beyond(line(-14, 105), way=-1) == []


@pytest.mark.parametrize(
    ("rows", "first", "last"),
    [
        ((0,), 44, 44.1),  # of one row twice its size counts
        ((0, 30), 96, 96.1),
        ((0, 20, 40), 84, 84.1),
        ((0, 8), 34.4, 34.5),  # of rows that overlap 1.2 times the size
    ],
)
def test_the_reach_of_an_open_row_is_measured_in_rows(rows: tuple[float, ...], first: float, last: float) -> None:
    inside = [line(top, 5, 105, 205) for top in rows]
    for top, found in ((first, [first]), (last, [])):
        assert tops(rows_beyond(inside, [line(top, 5, 105, 205)], XS, inside[-1].bottom, 1)) == found


def test_the_first_open_row_may_stand_near_the_rule_instead() -> None:
    rows = [line(0, 5, 105, 205), line(20, 5, 105, 205)]
    for top, found in ((76, [76]), (76.1, [])):
        assert tops(rows_beyond(rows, [line(top, 5, 105, 205)], XS, 60.0, 1)) == found
    two = [line(70, 5, 105, 205), line(130, 5, 105, 205)]
    assert tops(rows_beyond(rows, two, XS, 120.0, 1)) == [70]  # the second must be near the first


def test_lone_lines_below_are_the_rest_of_a_cell() -> None:
    lone = [line(0, 5, 105, 205), line(20, 105)]
    assert tops(rows_beyond(lone, [line(32, 105)], XS, 30.0, 1)) == [32]
    assert tops(rows_beyond(lone, [line(32, 205)], XS, 30.0, 1)) == []
    assert beyond(line(32, 105)) == [32] and beyond(line(32, 5)) == []
    assert beyond(line(32, 105), line(44, 105), line(56, 5)) == [32, 44]


def test_open_rows_are_a_point_larger_than_their_text() -> None:
    made = Lattice(XS, (0.0, 30.0), (LatticeCell(0, 0, 1, 3, BBox(0.0, 0.0, 300.0, 30.0)),))
    rows = [line(0, 5, 105, 205), line(20, 5, 105, 205)]
    found = open_ended(made, rows, [line(-14, 5, 105, 205)], [line(34, 5, 105, 205)])
    assert found.ys == (-15.0, 0.0, 30.0, 45.0)
    assert [(cell.row, cell.column) for cell in found.cells] == [(0, 0), (0, 1), (0, 2), (1, 0), (2, 0), (2, 1), (2, 2)]
    assert found.cells[0].bbox == (0.0, -15.0, 100.0, 0.0) and found.cells[-1].bbox == (200.0, 30.0, 300.0, 45.0)
    assert open_ended(made, rows, [], []) == made == open_ended(made, rows, [], [line(46.1, 5, 105, 205)])
    assert open_ended(made, rows, [], [line(46, 5, 105, 205)]).ys == (0.0, 30.0, 57.0)
    assert open_ended(made, rows, [], [line(34, 5, 105)]) == made
