"""Where the tables of a page are: ruled ones, frames, open areas, and what stands open at the ends of ruled tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.document import BBox, Page, Ruling, Word
from parsers.layout.lattice import Lattice, LatticeCell
from parsers.layout.regions import PageSurvey, _open_ended, _without_frames, survey, tables_of, within
from tests.builders.pages import page

HIGH = 800.0


def table(x0: float, top: float, x1: float, bottom: float, columns: int = 2, rows: int = 1) -> Lattice:
    """A ruled table of equal cells."""
    xs = tuple(x0 + (x1 - x0) * n / columns for n in range(columns + 1))
    ys = tuple(top + (bottom - top) * n / rows for n in range(rows + 1))
    cells = tuple(
        LatticeCell(row, column, 1, 1, BBox(xs[column], ys[row], xs[column + 1], ys[row + 1]))
        for row in range(rows) for column in range(columns)
    )  # fmt: skip
    return Lattice(xs, ys, cells)


def frame(x0: float, top: float, x1: float, bottom: float) -> Lattice:
    return table(x0, top, x1, bottom, 1, 1)


EMPTY = Page(1, 600.0, HIGH, ())


def left_over(*found: Lattice) -> list[int]:
    kept = _without_frames(list(found), EMPTY)
    return [n for n, made in enumerate(found) if any(made is each for each in kept)]


def test_frames_around_the_page_or_a_table_are_none() -> None:
    grid = table(50, 100, 300, 200)
    assert left_over(frame(10, 10, 590, 411)) == [] and left_over(frame(10, 10, 590, 410)) == [0]
    assert left_over(frame(40, 90, 310, 210), grid) == [1] and left_over(frame(40, 290, 310, 400), grid) == [0, 1]
    assert left_over(frame(52, 102, 298, 198), grid) == [1]  # give or take the padding
    assert left_over(grid) == [0] and left_over() == [] and left_over(grid, table(50, 300, 300, 400)) == [0, 1]


def test_a_table_inside_a_cell_belongs_to_the_cell() -> None:
    outer = table(0, 0, 400, 400)
    assert left_over(outer, table(20, 20, 180, 100)) == [0] and left_over(outer, table(20, 20, 280, 100)) == [0, 1]
    assert left_over(outer, frame(20, 20, 180, 100)) == [0] and left_over(outer, frame(20, 420, 180, 500)) == [0, 1]
    assert left_over(frame(20, 420, 180, 500), frame(20, 520, 180, 600)) == [0, 1]


@pytest.mark.parametrize("side", range(4))
def test_inside_means_give_or_take_two_points(side: int) -> None:
    outer = BBox(10.0, 20.0, 110.0, 120.0)
    way = -1 if side < 2 else 1

    def moved(by: float) -> BBox:
        return BBox(*(each + way * by * (n == side) for n, each in enumerate(outer)))

    assert within(outer, outer) and within(moved(2.0), outer) and not within(moved(2.1), outer)


def areas(drawn: Page) -> list[tuple[int, int, bool]]:
    """Row edges, inner column edges and whether it is closed, of every open area of a page."""
    return [(len(each.level), len(each.edges), each.closed) for each in survey(drawn).areas]


LIST = """
1     Сургалт хийх     Гучин хүн
2     Самбар тавих     Сар бүр
3     Уулзалт зохио    Болсон нь
4     Гомдол шийдэх    Бүгдийг нь
5     Аян өрнүүлэх     Болсон
6     Тайлан гаргах    Гарсан
"""

SPACED = LIST.replace("\n", "\n\n")


def framed(drawing: str, *levels: float, uprights: tuple[float, ...] = ()) -> Page:
    """The drawing in a frame, with further level and upright rules."""
    bare = page(drawing, ruled=False)
    right, bottom = bare.width + 10, bare.height + 6
    rules = [Ruling(-6, y, right, y) for y in (-6.0, *levels, bottom)]
    rules += [Ruling(x, -6, x, bottom) for x in (-6.0, *uprights, right)]
    return replace(bare, rulings=tuple(rules), height=HIGH)


def test_a_frame_around_lines_in_columns_is_an_open_table() -> None:
    assert areas(framed(LIST)) == [(2, 0, True)]
    assert areas(framed(SPACED, uprights=(30.0, 130.0))) == [(2, 2, True)]
    text = LIST.replace("     ", " ").replace("    ", " ")
    assert areas(framed(text)) == [] and len(survey(framed(text)).lattices) == 1
    lines = LIST.strip("\n").split("\n")
    assert areas(framed("\n".join(lines[:3]))) == [] and areas(framed("\n".join(lines[:4]))) == [(2, 0, True)]


def test_a_frame_with_several_level_rules_and_one_column_has_its_columns_in_the_text() -> None:
    assert areas(framed(LIST, 24.0, 48.0)) == [(4, 0, False)]
    assert areas(framed(LIST, 12.0, 24.0, 36.0, uprights=(30.0, 130.0))) == []
    assert len(survey(framed(LIST, 12.0, 24.0, 36.0, uprights=(30.0, 130.0))).lattices) == 1


def test_a_frame_whose_rows_are_not_numbered_is_one_row() -> None:
    plain = "\n".join(" " + row[1:] for row in SPACED.strip("\n").split("\n"))
    assert areas(framed(plain, uprights=(30.0, 130.0))) == []


GRID = """
+----+----------+------+
| 1  | Сургалт  | 100% |
+----+----------+------+
| 2  | Самбар   | 70%  |
+----+----------+------+
"""


def test_words_outside_of_ruled_tables_may_be_a_table_of_white_space() -> None:
    assert [each.white for each in survey(page(LIST, ruled=False)).areas] == [True]
    both = page(GRID + "\n\n" + LIST)
    seen = survey(both)
    assert len(seen.lattices) == 1 and [each.white for each in seen.areas] == [True]
    assert seen.areas[0].bbox.top > seen.lattices[0].bbox.bottom
    many = GRID.replace("Сургалт  ", "а б в г д").replace("Самбар   ", "а б в г д")
    assert survey(page(many * 3 + "\n\n" + LIST)).areas == ()  # most words stand in ruled tables


def test_tables_come_from_top_to_bottom() -> None:
    found = tables_of([survey(page(GRID + "\n\n" + LIST))])[0]
    assert [made.ruled for made in found] == [True, False] and found[0].bbox.top < found[1].bbox.top


# rows that stand open


def word(x0: float, top: float) -> Word:
    return Word("ажил", BBox(x0, top, x0 + 30, top + 10), None, 10.0)


def open_rows(*tops: float, others: tuple[Lattice, ...] = (), x0: float = 10.0) -> tuple[float, ...]:
    """Row edges of a table from 100 to 200 with rows of three words at these heights outside of it."""
    made = table(0, 100, 300, 200, columns=3, rows=4)
    words = [word(x, top) for top in (108, 133, 158, 183) for x in (10, 110, 210)]
    words += [word(x, top) for top in tops for x in (x0, 110, 210)]
    drawn = Page(1, 600.0, HIGH, tuple(words))
    seen = PageSurvey(drawn, survey(drawn).centres, (made,), ())
    return _open_ended(made, seen, [made, *others]).ys


INNER = (100, 125, 150, 175, 200)


def test_a_row_above_the_first_rule_and_one_below_the_last_belong_to_the_table() -> None:
    assert open_rows() == INNER and open_rows(86) == (85, *INNER) and open_rows(204) == (*INNER, 215)
    assert open_rows(86, 204) == (85, *INNER, 215) and open_rows(300) == INNER
    assert open_rows(204, x0=-17.0) == (*INNER, 215)  # their middle lies two points outside
    assert open_rows(204, x0=-18.0) == INNER


def test_open_rows_end_where_another_table_begins() -> None:
    below, above = table(0, 208, 300, 300), table(0, 20, 300, 92)
    assert open_rows(204, others=(below,)) == INNER and open_rows(204, others=(table(0, 216, 300, 300),)) == (
        *INNER,
        215,
    )
    assert open_rows(84, others=(above,)) == INNER and open_rows(86, others=(table(0, 20, 300, 90),)) == (85, *INNER)
    assert open_rows(204, others=(table(0, 150, 300, 170),)) == (*INNER, 215)  # inside its height: no wall


def test_tables_whose_columns_are_not_drawn_have_no_open_rows() -> None:
    made = replace(table(0, 100, 300, 200, columns=3), ruled=False)
    drawn = Page(1, 600.0, HIGH, tuple(word(x, top) for top in (120, 204) for x in (10, 110, 210)))
    assert _open_ended(made, survey(drawn), [made]) is made
