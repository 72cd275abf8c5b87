"""A table as spans on one scale: its columns, and the rows of another table laid over them."""

from __future__ import annotations

import pytest

from parsers.document import BBox, Cell, Place, Table
from parsers.measures.table_grid import (
    Leaf,
    TableGrid,
    align,
    body_leaves,
    edges_met,
    extent,
    leaves_under,
    merged_edges,
    rescaled,
    split_by_body,
    table_grid,
    union,
)
from tests.builders.drawing import tables


def drawn(drawing: str) -> TableGrid:
    return table_grid(4, next(block for block in tables(drawing).blocks if isinstance(block, Table)))


def boxed(*rows: list[tuple[float, float]], page: int = 1) -> TableGrid:
    """A table of cells from x0 to x1, each ten points high."""
    cells = [
        Cell(r, c, f"{r}.{c}", places=(Place(page, BBox(x0, 10.0 * r, x1, 10.0 * r + 10)),))
        for r, row in enumerate(rows)
        for c, (x0, x1) in enumerate(row)
    ]
    return table_grid(0, Table(len(rows), max(map(len, rows)), tuple(cells)))


HEAD = """
| № | Төлөвлөгөө | < | Тайлан |
| ^ | Арга хэмжээ | Хугацаа | ^ |
| 1 | Сургалт | II улирал | Хийв |
"""


def test_rows_hold_their_cells_from_left_to_right_and_those_merged_down() -> None:
    page = drawn(HEAD)
    assert [[(span.text, span.inherited) for span in row] for row in page.rows[:2]] == [
        [("№", False), ("Төлөвлөгөө", False), ("Тайлан", False)],
        [("№", True), ("Арга хэмжээ", False), ("Хугацаа", False), ("Тайлан", True)],
    ]
    assert [span.text for span in page.own(1)] == ["Арга хэмжээ", "Хугацаа"]
    assert (page.block, page.x0, page.x1, page.boxed, page.page) == (4, 0.0, 4.0, False, None)
    assert (page.rows[0][1].x0, page.rows[0][1].x1) == (1.0, 3.0)


def test_places_count_where_every_cell_has_one() -> None:
    page = boxed([(10, 50), (50, 90)], page=3)
    assert (page.boxed, page.x0, page.x1, page.page) == (True, 10, 90, 3)
    bare = Cell(0, 2, "", 1, 2)
    assert extent(bare, True) == extent(bare, False) == (2.0, 4.0)
    mixed = Table(1, 2, (Cell(0, 0, "а", places=(Place(1, BBox(5, 0, 9, 9)),)), Cell(0, 1, "б")))
    assert not table_grid(0, mixed).boxed and table_grid(0, mixed).x1 == 2.0


def test_the_columns_of_a_header_of_levels() -> None:
    assert [(leaf.x0, leaf.x1, leaf.path) for leaf in leaves_under(drawn(HEAD), 0, 2)] == [
        (0.0, 1.0, ("№",)),
        (1.0, 2.0, ("Төлөвлөгөө", "Арга хэмжээ")),
        (2.0, 3.0, ("Төлөвлөгөө", "Хугацаа")),
        (3.0, 4.0, ("Тайлан",)),
    ]


def test_a_title_over_the_whole_table_is_no_level() -> None:
    titled = drawn("| Тайлан | < |\n| Арга хэмжээ | Явц |")
    assert [leaf.path for leaf in leaves_under(titled, 0, 2)] == [("Арга хэмжээ",), ("Явц",)]


def test_room_that_no_label_covers_is_a_column() -> None:
    page = boxed([(0, 40), (60, 90)], [(0, 40), (40, 60), (60, 90), (90, 100)])
    assert [(leaf.x0, leaf.x1, bool(leaf.path)) for leaf in leaves_under(page, 0, 1)] == [
        *[(0, 40, True), (40, 60, False), (60, 90, True), (90, 100, False)],
    ]
    assert len(leaves_under(boxed([(0, 40), (40.3, 100)]), 0, 1)) == 2  # a hair between two cells is no column


def test_edges_a_hair_apart_are_one() -> None:
    assert merged_edges([10, 0, 10.3, 50], boxed([(0, 100)])) == [0, 10, 50]
    assert merged_edges([1.0, 1.005, 2.0], drawn("| а | б |")) == [1.0, 2.0]


def test_a_label_over_two_columns_of_the_body_is_cut_where_the_rows_agree() -> None:
    body = [(0, 20), (20, 60), (60, 100)]
    page = boxed([(0, 60), (60, 100)], body, body, [(0, 60), (60, 100)])
    leaves = leaves_under(page, 0, 1)
    assert [(leaf.x0, leaf.x1) for leaf in split_by_body(page, leaves, [1, 2])] == body
    assert {leaf.path for leaf in split_by_body(page, leaves, [1, 2])[:2]} == {("0.0",)}
    assert split_by_body(page, leaves, [3]) == leaves and split_by_body(page, leaves, []) == leaves
    odd = boxed([(0, 60), (60, 100)], body, [(0, 30), (30, 60), (60, 100)])
    assert split_by_body(odd, leaves, [1, 2]) == leaves  # the rows do not agree


def test_the_columns_of_a_table_without_labels_are_those_of_its_usual_rows() -> None:
    usual = [(0.0, 20.0), (20.0, 60.0), (60.0, 100.0)]
    page = boxed(usual, [(0, 100)], usual, [(0, 50), (50, 100)])
    assert [(leaf.x0, leaf.x1) for leaf in body_leaves(page)] == usual
    assert body_leaves(boxed([(0, 100)])) == []


LEAVES = [Leaf(0, 20), Leaf(20, 60), Leaf(60, 100)]


def test_columns_of_another_page_stay_where_an_edge_agrees_and_stretch_where_none_does() -> None:
    home = boxed([(0, 20), (20, 60), (60, 100)])
    assert rescaled(LEAVES, home, boxed([(0, 20), (20, 60), (60, 90)])) == LEAVES
    wider = boxed([(50, 90), (90, 170), (170, 250)])
    assert [(leaf.x0, leaf.x1) for leaf in rescaled(LEAVES, home, wider)] == [(50, 90), (90, 170), (170, 250)]
    photo = boxed([(5, 27), (27, 71), (71, 115)])  # the left edge agrees, the inner ones when stretched
    assert [round(leaf.x0) for leaf in rescaled(LEAVES, home, photo)] == [5, 27, 71]
    assert rescaled([Leaf(0, 50), Leaf(50, 100)], home, drawn("| а | б |")) == [Leaf(0, 1), Leaf(1, 2)]


def test_edges_that_meet_are_counted_but_for_the_outer_ones() -> None:
    other = boxed([(0, 20), (20, 61), (61, 100)])
    assert edges_met(LEAVES, other) == 2 and edges_met([Leaf(0, 40), Leaf(40, 100)], other) == 0


def test_cells_go_to_the_column_they_lie_under() -> None:
    page = boxed([(0, 20), (20, 100)], [(0, 22), (22, 58), (58, 100)], [(0, 100)])
    placed, wide = align(page.rows[0], LEAVES)
    assert [[span.text for span in spans] for spans in placed] == [["0.0"], ["0.1"], []]
    assert list(wide.values()) == [2]
    assert [len(spans) for spans in align(page.rows[1], LEAVES)[0]] == [1, 1, 1]
    assert list(align(page.rows[2], LEAVES)[1].values()) == [3]


def test_as_many_cells_as_columns_are_taken_in_order() -> None:
    dragged = boxed([(0, 10), (10, 15), (15, 100)])
    placed, wide = align(dragged.rows[0], LEAVES)
    assert [[span.text for span in spans] for spans in placed] == [["0.0"], ["0.1"], ["0.2"]] and wide == {}


@pytest.mark.parametrize("order", [1, -1])
def test_one_place_a_page_around_all_of_its_boxes(order: int) -> None:
    places = [Place(2, BBox(0, 0, 5, 5)), Place(1, BBox(10, 10, 20, 20)), Place(1, BBox(5, 15, 12, 40)), Place(1)][
        ::order
    ]
    assert union(places) == (Place(1, BBox(5, 10, 20, 40)), Place(2, BBox(0, 0, 5, 5)))
    assert union([]) == () and union([Place(None)]) == (Place(None),)
