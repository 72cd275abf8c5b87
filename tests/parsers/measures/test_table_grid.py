"""A table as spans on one scale: its columns, and the rows of another table laid over them."""

from __future__ import annotations

import pytest

from parsers.document import BBox, Cell, Place, Table
from parsers.measures.table_grid import (
    Leaf,
    Span,
    TableGrid,
    _above,
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
    empty = table_grid(0, Table(1, 1, ()))
    assert (empty.boxed, empty.x0, empty.x1, empty.rows) == (False, 0.0, 1.0, ((),))


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


@pytest.mark.parametrize(("end", "path"), [(198, ("1.0",)), (197.9, ("0.0", "1.0"))])
def test_a_title_covers_98_hundredths_of_the_width(end: float, path: tuple[str, ...]) -> None:
    titled = boxed([(100, end), (end, 200)], [(100, 150), (150, 200)])
    assert leaves_under(titled, 0, 2)[0].path == path


def test_a_label_with_none_below_it_is_a_column() -> None:
    page = boxed([(0, 40), (40, 100)], [(40, 70), (70, 100)])
    assert [leaf.path for leaf in leaves_under(page, 0, 2)] == [("0.0",), ("0.1", "1.0"), ("0.1", "1.1")]


@pytest.mark.parametrize(
    ("upper", "lower", "above"),
    [
        ((0, 40), (20, 60), False), ((0, 40), (19, 59), True), ((20, 60), (0, 40), False), ((21, 61), (1, 41), False),
        ((40, 60), (50, 100), False), ((40, 60), (49, 100), True), ((50, 100), (40, 60), False),
        ((50, 100), (41, 61), True), ((0, 40), (30, 70), False), ((0, 40), (50, 90), False),
    ],
)  # fmt: skip
def test_a_label_stands_above_another_by_more_than_half_of_the_narrower(
    upper: tuple[float, float], lower: tuple[float, float], above: bool
) -> None:
    assert _above(Span(Cell(0, 0, "дээр"), *upper), Span(Cell(1, 0, "доор"), *lower)) == above


def test_room_that_no_label_covers_is_a_column() -> None:
    page = boxed([(0, 40), (60, 90)], [(0, 40), (40, 60), (60, 90), (90, 100)])
    assert [(leaf.x0, leaf.x1, bool(leaf.path)) for leaf in leaves_under(page, 0, 1)] == [
        *[(0, 40, True), (40, 60, False), (60, 90, True), (90, 100, False)],
    ]
    assert len(leaves_under(boxed([(0, 40), (40.3, 100)]), 0, 1)) == 2  # a hair between two cells is no column
    assert len(leaves_under(boxed([(0.6, 40), (40, 100)], [(0, 100)]), 0, 1)) == 2  # 0.006 of the width
    assert len(leaves_under(boxed([(0.7, 40), (40, 100)], [(0, 100)]), 0, 1)) == 3
    assert len(leaves_under(boxed([(-100, -40), (-40, -0.6)], [(-100, 0)]), 0, 1)) == 2
    assert len(leaves_under(boxed([(-100, -40), (-40, -0.7)], [(-100, 0)]), 0, 1)) == 3
    assert len(leaves_under(boxed([(100, 150), (151, 200)]), 0, 1)) == 3  # wherever on the page the table stands


def test_edges_a_hair_apart_are_one() -> None:
    assert merged_edges([10, 0, 10.3, 50], boxed([(0, 100)])) == [0, 10, 50]
    assert merged_edges([0, 0.6, 0.7, 50], boxed([(0, 100)])) == [0, 0.7, 50]
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
    near = boxed([(0, 60), (60, 100)], body, [(0, 20.5), (20.5, 60), (60, 100)])
    assert [leaf.x1 for leaf in split_by_body(near, leaves, [1, 2])] == [20, 60, 100]  # half a point apart


def test_six_rows_of_ten_decide_where_a_label_is_cut() -> None:
    page = boxed([(0, 60), (60, 100)], *[[(0, 20), (20, 60), (60, 100)]] * 3, *[[(0, 60), (60, 80), (80, 100)]] * 3)
    leaves = leaves_under(page, 0, 1)
    assert [leaf.x1 for leaf in split_by_body(page, leaves, [1, 2, 3, 4, 5])] == [20, 60, 100]
    assert split_by_body(page, leaves, [1, 2, 3, 4, 5, 6]) == leaves


def test_a_label_is_not_cut_at_its_own_ends_nor_where_rows_have_no_more_cells_than_labels() -> None:
    def cut(left: float, *body: tuple[float, float]) -> list[float]:
        page = boxed([(left, left + 60), (left + 60, left + 100)], body, body)
        return [leaf.x0 for leaf in split_by_body(page, leaves_under(page, 0, 1), [1, 2])]

    assert cut(0, (0, 1.2), (1.2, 60), (60, 100)) == [0, 60]  # 0.012 of the width
    assert cut(0, (0, 1.3), (1.3, 60), (60, 100)) == [0, 1.3, 60]
    assert cut(-60, (-60, -1.2), (-1.2, 0), (0, 40)) == [-60, 0]
    assert cut(-60, (-60, -1.3), (-1.3, 0), (0, 40)) == [-60, -1.3, 0]
    assert cut(100, (100, 102), (102, 160), (160, 200)) == [100, 102, 160]
    assert cut(0, (0, 30), (30, 100)) == [0, 60]


def test_the_columns_of_a_table_without_labels_are_those_of_its_usual_rows() -> None:
    usual = [(0.0, 20.0), (20.0, 60.0), (60.0, 100.0)]
    page = boxed(usual, [(0, 100)], usual, [(0, 50), (50, 100)])
    assert [(leaf.x0, leaf.x1) for leaf in body_leaves(page)] == usual
    assert body_leaves(boxed([(0, 100)])) == []
    fewer = [(0.0, 50.0), (50.0, 100.0)]
    assert len(body_leaves(boxed(fewer, usual, fewer, usual))) == 3  # as many rows of either: the fuller
    assert len(body_leaves(boxed(fewer, usual, fewer, usual, fewer, usual, fewer))) == 2


LEAVES = [Leaf(0, 20), Leaf(20, 60), Leaf(60, 100)]


def test_columns_of_another_page_stay_where_an_edge_agrees_and_stretch_where_none_does() -> None:
    home = boxed([(0, 20), (20, 60), (60, 100)])
    assert rescaled(LEAVES, home, boxed([(0, 20), (20, 60), (60, 90)])) == LEAVES
    wider = boxed([(50, 90), (90, 170), (170, 250)])
    assert [(leaf.x0, leaf.x1) for leaf in rescaled(LEAVES, home, wider)] == [(50, 90), (90, 170), (170, 250)]
    photo = boxed([(5, 27), (27, 71), (71, 115)])  # the left edge agrees, the inner ones when stretched
    assert [round(leaf.x0) for leaf in rescaled(LEAVES, home, photo)] == [5, 27, 71]
    assert rescaled([Leaf(0, 50), Leaf(50, 100)], home, drawn("| а | б |")) == [Leaf(0, 1), Leaf(1, 2)]


@pytest.mark.parametrize(
    ("x0", "x1", "inner"),
    [
        (12, 112, 32), (11.9, 112, 20), (12, 111.9, 20),  # both ends twelve points away, or one nearer
        (-12, 88, 8), (-11.9, 88, 20), (-12, 88.1, 20),
    ],
)  # fmt: skip
def test_a_table_is_elsewhere_on_its_page_where_both_ends_are_twelve_points_away(
    x0: float, x1: float, inner: float
) -> None:
    home, other = boxed([(0, 20), (20, 60), (60, 100)]), boxed([(x0, x1)])
    assert rescaled(LEAVES, home, other)[0].x1 == pytest.approx(inner)


def test_columns_of_a_table_elsewhere_are_stretched_from_its_own_left_end() -> None:
    home = boxed([(100, 120), (120, 160), (160, 200)])
    leaves = [Leaf(100, 120), Leaf(120, 160), Leaf(160, 200)]
    stretched = rescaled(leaves, home, boxed([(0, 50)]))
    assert [(leaf.x0, leaf.x1) for leaf in stretched] == [(0, 10), (10, 30), (30, 50)]
    assert rescaled(leaves, home, boxed([(100, 150)])) == leaves


def test_columns_of_a_grid_stay_where_one_end_is_the_same() -> None:
    home, shorter = drawn("| а | б | в |"), drawn("| а | б |")
    leaves = [Leaf(0, 1), Leaf(1, 2), Leaf(2, 3)]
    assert rescaled(leaves, home, shorter) == leaves


def test_edges_that_meet_are_counted_but_for_the_outer_ones() -> None:
    other = boxed([(0, 20), (20, 61), (61, 100)])
    assert edges_met(LEAVES, other) == 2 and edges_met([Leaf(0, 40), Leaf(40, 100)], other) == 0
    moved = boxed([(100, 120), (120, 160), (160, 200)])
    assert edges_met([Leaf(100, 120), Leaf(118, 163), Leaf(163, 200)], moved) == 0  # two points are too far apart
    assert edges_met([Leaf(-100, -1.5), Leaf(-1.5, 0)], boxed([(-100, 0), (0, 0)])) == 1
    assert edges_met([Leaf(-100, -1.6), Leaf(-1.6, 0)], boxed([(-100, 0), (0, 0)])) == 0


def test_cells_go_to_the_column_they_lie_under() -> None:
    page = boxed([(0, 20), (20, 100)], [(0, 22), (22, 58), (58, 100)], [(0, 100)])
    placed, wide = align(page.rows[0], LEAVES)
    assert [[span.text for span in spans] for spans in placed] == [["0.0"], ["0.1"], []]
    assert list(wide.values()) == [2]
    assert [len(spans) for spans in align(page.rows[1], LEAVES)[0]] == [1, 1, 1]
    assert list(align(page.rows[2], LEAVES)[1].values()) == [3]


@pytest.mark.parametrize(("end", "wide"), [(84, [2]), (83.9, []), (60, [])])
def test_a_cell_covers_a_column_from_six_tenths_of_its_width_on(end: float, wide: list[int]) -> None:
    assert list(align(boxed([(0, 20), (20, end)]).rows[0], LEAVES)[1].values()) == wide


def test_as_many_cells_as_columns_are_taken_in_order() -> None:
    dragged = boxed([(0, 10), (10, 15), (15, 100)])
    placed, wide = align(dragged.rows[0], LEAVES)
    assert [[span.text for span in spans] for spans in placed] == [["0.0"], ["0.1"], ["0.2"]] and wide == {}
    crowded = boxed([(0, 10), (10, 15), (70, 100)])
    assert [len(spans) for spans in align(crowded.rows[0], LEAVES)[0]] == [1, 1, 1]
    clear = boxed([(0, 20), (20, 60), (60, 100)])
    assert [spans[0].text for spans in align(clear.rows[0][::-1], LEAVES)[0]] == ["0.0", "0.1", "0.2"]


@pytest.mark.parametrize("order", [1, -1])
def test_one_place_a_page_around_all_of_its_boxes(order: int) -> None:
    places = [Place(2, BBox(0, 0, 5, 5)), Place(1, BBox(10, 10, 20, 20)), Place(1, BBox(5, 15, 12, 40)), Place(1)][
        ::order
    ]
    assert union(places) == (Place(1, BBox(5, 10, 20, 40)), Place(2, BBox(0, 0, 5, 5)))
    assert union([]) == () and union([Place(None)]) == (Place(None),)
