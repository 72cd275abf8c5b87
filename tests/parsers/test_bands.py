"""Every other row shaded: the white rows between are rows too."""

from __future__ import annotations

from itertools import pairwise

from parsers.bands import white_rows
from parsers.document import BBox, Page, Word


def band(top: float, bottom: float, *xs: float) -> list[BBox]:
    return [(left, top, right, bottom) for left, right in pairwise(xs)]


def page(*words: tuple[float, float, str]) -> Page:
    return Page(1, 600, 800, tuple(Word(text, (x, top, x + 30, top + 10), size=10) for x, top, text in words))


COLUMNS = (50, 100, 300, 500)
WHITE = ((60, 145, "2"), (110, 145, "Сургалт"), (310, 145, "100%"))


def test_the_white_row_has_the_columns_of_its_neighbours() -> None:
    shades = [*band(100, 130, *COLUMNS), *band(170, 200, *COLUMNS)]
    assert white_rows(shades, page(*WHITE)) == tuple(band(130, 170, *COLUMNS))


def test_a_merged_cell_beside_the_rows_cuts_its_column_off() -> None:
    shades = [*band(100, 130, *COLUMNS), (50, 130, 100, 240), *band(170, 200, *COLUMNS[1:])]
    assert white_rows(shades, page(*WHITE[1:])) == tuple(band(130, 170, *COLUMNS[1:]))


def test_a_goal_across_the_columns_is_one_cell() -> None:
    shades = [*band(100, 130, *COLUMNS), *band(170, 200, *COLUMNS)]
    goal = page((80, 145, "Зорилго"), (285, 145, "1."))
    assert white_rows(shades, goal) == ((50, 130, 500, 170),)


def test_a_white_row_before_the_page_break_and_after_it() -> None:
    shades = [*band(100, 130, *COLUMNS), *band(170, 200, *COLUMNS)]
    rows = white_rows(shades, page(*WHITE, (110, 205, "Аян"), (110, 85, "Уулзалт")))
    assert [(box[1], box[3]) for box in rows if box[0] == 50] == [(130, 170), (200, 216), (84, 100)]


def test_no_white_row_between_different_tables_or_where_nothing_stands() -> None:
    assert white_rows([*band(100, 130, *COLUMNS), *band(170, 200, 520, 560, 590)], page(*WHITE)) == ()
    assert white_rows([*band(100, 130, *COLUMNS), *band(170, 200, *COLUMNS)], page()) == ()
    assert white_rows([(50, 100, 500, 130), (50, 170, 500, 200)], page(*WHITE)) == ()
