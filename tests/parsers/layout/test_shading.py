"""Shaded boxes: rows of one table, cells over several rows, other tables."""

from __future__ import annotations

from itertools import pairwise

from parsers.document import BBox, Page, Table, Word
from parsers.layout.shading import shaded_tables
from tests.builders.pages import page_blocks

COLUMNS = (50, 100, 300, 500)
WHITE = ((60, 145, "2"), (110, 145, "Сургалт"), (310, 145, "100%"))
GREY = ((60, 110, "1"), (110, 110, "Аян"), (310, 110, "90%"), (60, 180, "3"), (110, 180, "Тайлан"), (310, 180, "80%"))


def band(top: float, bottom: float, *xs: float) -> list[BBox]:
    return [BBox(left, top, right, bottom) for left, right in pairwise(xs)]


def rows(shades: list[BBox], *words: tuple[float, float, str]) -> list[list[str]]:
    made = Page(
        1, 600, 800, tuple(Word(text, BBox(x, top, x + 30, top + 10), size=10) for x, top, text in words), (), tuple(shades)
    )  # fmt: skip
    table = next(block for block in page_blocks(made) if isinstance(block, Table))
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)]


TWO = [*band(100, 130, *COLUMNS), *band(170, 200, *COLUMNS)]


def test_the_white_row_has_the_columns_of_its_neighbours() -> None:
    assert rows(TWO, *GREY, *WHITE) == [["1", "Аян", "90%"], ["2", "Сургалт", "100%"], ["3", "Тайлан", "80%"]]


def test_a_cell_over_several_rows_is_one() -> None:
    shades = [*band(100, 130, *COLUMNS), BBox(50, 130, 100, 240), *band(170, 200, *COLUMNS[1:])]
    found = rows(shades, *GREY[:3], (60, 145, "Зорилго"), *WHITE[1:], *GREY[4:])
    assert found == [["1", "Аян", "90%"], ["Зорилго", "Сургалт", "100%"], ["Тайлан", "80%"]]


def test_a_goal_across_the_columns_is_one_cell() -> None:
    assert rows(TWO, *GREY, (80, 145, "Зорилгоо"), (112, 145, "1.")) == [
        ["1", "Аян", "90%"], ["Зорилгоо 1."], ["3", "Тайлан", "80%"]
    ]  # fmt: skip


def test_white_rows_after_the_last_shade_and_a_goal_between_them() -> None:
    after = ((60, 215, "4"), (110, 215, "Уулзалт"), (310, 215, "-"), (80, 235, "Зорилго"), (112, 235, "2."))
    last = ((60, 255, "5"), (110, 255, "Самбар"), (310, 255, "0"))
    found = rows(TWO, *GREY, *WHITE, *after, *last)
    assert found[3:] == [["4", "Уулзалт", "-"], ["Зорилго 2."], ["5", "Самбар", "0"]]


def test_a_header_alone_is_shaded() -> None:
    assert rows(band(100, 130, *COLUMNS), *GREY[:3], *WHITE)[1:] == [["2", "Сургалт", "100%"]]


def test_bands_of_other_columns_are_another_table() -> None:
    tables = shaded_tables([*TWO, *band(230, 250, 50, 200, 500), *band(270, 290, 50, 200, 500)])
    assert [(table.xs, len(table.bands)) for table in tables] == [((50, 100, 300, 500), 2), ((50, 200, 500), 2)]


def test_a_shaded_table_does_not_grow_into_the_one_below() -> None:
    narrow = (50, 200, 350, 500)
    summary = (
        (60, 110, "Зорилго"),
        (220, 110, "2"),
        (370, 110, "75.0"),
        (60, 145, "Зорилт"),
        (220, 145, "2"),
        (370, 145, "7"),
    )
    last = ((60, 180, "Дүн"), (220, 180, "4"), (370, 180, "8"))
    head = ((52, 215, "№"), (110, 215, "Ажил"), (310, 215, "Хувь"), (52, 240, "1"), (110, 240, "Аян"), (310, 240, "9%"))
    shades = [*band(100, 130, *narrow), *band(170, 200, *narrow), *band(205, 230, *COLUMNS), *band(260, 280, *COLUMNS)]
    words = (*summary, *last, *head, (52, 265, "2"), (110, 265, "Тайлан"), (310, 265, "8%"))
    made = Page(
        1, 600, 800, tuple(Word(text, BBox(x, top, x + 30, top + 10), size=10) for x, top, text in words), (), tuple(shades)
    )  # fmt: skip
    tables = [block for block in page_blocks(made) if isinstance(block, Table)]
    assert [(table.rows, table.columns) for table in tables] == [(3, 3), (3, 3)]
    assert tables[1].cells[1].text == "Ажил"


def test_a_row_shaded_as_one_box_has_the_cells_of_its_text() -> None:
    one_box = [BBox(50.0, 100.0, 500.0, 130.0), BBox(50.0, 170.0, 500.0, 200.0)]
    assert rows(one_box, *GREY, *WHITE) == [["1", "Аян", "90%"], ["2", "Сургалт", "100%"], ["3", "Тайлан", "80%"]]


def test_a_row_shaded_as_one_box_below_a_header_shaded_by_cells() -> None:
    shades = [*band(100, 130, *COLUMNS), BBox(50, 170, 500, 200)]
    assert rows(shades, *GREY, *WHITE)[2] == ["3", "Тайлан", "80%"]


def test_a_goal_in_one_box_below_a_header_shaded_by_cells_is_one_cell() -> None:
    shades = [*band(100, 130, *COLUMNS), BBox(50, 170, 500, 200)]
    assert rows(shades, *GREY[:3], (110, 180, "Бусад"), *WHITE)[2] == ["Бусад"]
