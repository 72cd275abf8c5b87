"""Shaded boxes: rows of one table, cells over several rows, other tables."""

from __future__ import annotations

from itertools import pairwise

import pytest

from parsers.document import BBox, Page, Table, Word
from parsers.layout.shading import Band, _alike, _beside, _over_rows, _whole, shaded_tables
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


# to the point


def test_a_shade_is_as_high_as_a_line_of_text() -> None:
    assert len(shaded_tables(band(100, 106, *COLUMNS))) == 1 and shaded_tables(band(100, 105.9, *COLUMNS)) == []


@pytest.mark.parametrize(
    ("second", "bands"),
    [
        ((102.9, 130, 100), [(50, 100, 200)]), ((103, 130, 100), [(50, 100), (100, 200)]),
        ((100, 132.9, 100), [(50, 100, 200)]), ((100, 133, 100), [(50, 100), (100, 200)]),
        ((100, 130, 102.9), [(50, 102.9, 200)]), ((100, 130, 103), []), ((100, 130, 97), []),
    ],
)  # fmt: skip
def test_boxes_side_by_side_are_a_row(second: tuple[float, float, float], bands: list[tuple[float, ...]]) -> None:
    top, bottom, left = second
    found = shaded_tables([BBox(50, 100, 100, 130), BBox(left, top, 200, bottom)])
    assert [one.xs for table in found for one in table.bands] == bands


@pytest.mark.parametrize(
    ("beside", "tall"),
    [
        ((100, 170, 300, 200), True), ((0, 170, 50, 200), True), ((60, 170, 90, 200), False),
        ((100, 127.1, 300, 200), True), ((100, 127, 300, 200), False),
        ((100, 170, 300, 242.9), True), ((100, 170, 300, 243), False),
        ((100, 130, 300, 228.9), True), ((100, 130, 300, 229), False),
        ((97.1, 170, 300, 200), True), ((97, 170, 300, 200), False),
        ((0, 170, 52.9, 200), True), ((0, 170, 53, 200), False),
    ],
)  # fmt: skip
def test_a_cell_over_several_rows_has_a_lower_one_beside_it(
    beside: tuple[float, float, float, float], tall: bool
) -> None:
    box = BBox(50, 130, 100, 240)
    assert _over_rows([box, BBox(*beside)]) == ([box] if tall else [])


def test_a_tall_cell_belongs_to_the_table_beside_which_it_stands() -> None:
    table = [Band(100, 130, (50, 500)), Band(130, 160, (50, 500))]
    assert _beside(table, [BBox(0, 90, 50, 100), BBox(0, 160, 50, 190)]) == []
    near = [BBox(0, 90, 50, 100.1), BBox(0, 159.9, 50, 190)]
    assert _beside(table, near) == near


@pytest.mark.parametrize(
    ("row", "edges"),
    [
        ((50, 500), (50, 100, 300, 500)), ((97, 500), (97, 100, 300, 500)), ((97.1, 500), (100, 300, 500)),
        ((100, 560), (100, 300, 500, 560)), ((100, 502.9), (100, 300, 500)),
    ],
)  # fmt: skip
def test_the_columns_of_a_table_reach_as_far_as_its_widest_row(
    row: tuple[float, float], edges: tuple[float, ...]
) -> None:
    assert _whole(COLUMNS[1:], [Band(100, 130, COLUMNS[1:]), Band(130, 160, row)], []) == edges


def test_the_columns_of_a_table_reach_as_far_as_its_tall_cells() -> None:
    rows = [Band(100, 130, COLUMNS[1:]), Band(130, 160, COLUMNS[1:])]
    assert _whole(COLUMNS[1:], rows, [BBox(30, 100, 60, 160)]) == (30, 60, 100, 300, 500)
    assert _whole(COLUMNS[1:], rows, [BBox(30, 100, 60, 160), BBox(32, 100, 60, 130)]) == (30, 60, 100, 300, 500)


def test_rows_are_alike_where_the_coarser_has_the_edges_of_the_finer() -> None:
    fine = Band(0, 10, (50, 100, 300, 500))
    assert _alike((50, 102.9, 500), fine, []) and not _alike((50, 103, 500), fine, [])
    assert _alike((50, 200, 500), fine, [BBox(200, 0, 210, 90)])
    left, right = BBox(0, 0, 20, 90), BBox(520, 0, 550, 90)
    assert not _alike((0, 50), fine, [left]) and not _alike((500, 550), fine, [right])  # only side by side
    assert _alike((0, 52), fine, [left]) and _alike((498, 550), fine, [right])
