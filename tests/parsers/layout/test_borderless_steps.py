"""Borderless tables step by step: which areas are alike, and how far each goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.document import BBox, Page, Word
from parsers.layout.borderless import _alike, _as_wide, _below_header, _moved, _rest, _widened, borderless_tables
from parsers.layout.column_separators import repeated
from parsers.layout.lattice import Lattice
from parsers.layout.shading import Band
from parsers.layout.shared_columns import PlacedArea
from parsers.layout.table_areas import RowRule, TableArea
from parsers.layout.text_lines import TextLine, lines

WIDTH = 300.0


def words(top: float, *extents: tuple[float, float]) -> tuple[Word, ...]:
    return tuple(Word(f"ү{top:.0f}", BBox(x0, top, x1, top + 10), None, 10.0) for x0, x1 in extents)


def line(top: float, *extents: tuple[float, float]) -> TextLine:
    return lines(words(top, *extents))[0]


def area(
    x0: float = 0.0, x1: float = WIDTH, *edges: float, white: bool = False, rows: tuple[TextLine, ...] = ()
) -> TableArea:
    return TableArea(x0, x1, (RowRule(0.0, x0), RowRule(50.0, x0)), rows or (line(5, (5, 60)),), edges, white)


def alike(one: TableArea, other: TableArea) -> bool:
    assert _alike(one, other) is _alike(other, one)
    return _alike(one, other)


def test_ruled_areas_are_alike_between_the_same_sides() -> None:
    assert alike(area(), area()) and alike(area(), area(14, 286))
    assert alike(area(100, 400), area(110, 390))
    assert not alike(area(), area(14.1, 300)) and not alike(area(), area(0, 314.1))


def test_areas_without_rules_are_alike_where_they_stand_over_each_other() -> None:
    assert alike(area(0, 300, white=True), area(30, 300, white=True))
    assert not alike(area(0, 300, white=True), area(30.1, 300, white=True))
    assert alike(area(0, 300, white=True), area(0, 270, white=True))
    assert not alike(area(100, 400, white=True), area(130.1, 400, white=True))
    assert not alike(area(100, 400, white=True), area(69, 369, white=True))


def test_an_area_without_rules_lies_between_the_sides_of_a_ruled_one() -> None:
    assert alike(area(100, 400), area(86, 400, white=True)) and not alike(area(100, 400), area(85.9, 400, white=True))
    assert alike(area(100, 400), area(100, 414, white=True)) and not alike(area(100, 400), area(100, 414.1, white=True))
    assert alike(area(100, 400), area(115, 385, white=True)) and not alike(area(100, 400), area(115, 384, white=True))


def test_areas_with_drawn_columns_are_alike_where_the_finer_has_all_edges_of_the_coarser() -> None:
    assert alike(area(0, 300, 100, 200), area(0, 300, 100)) and alike(area(0, 300, 100, 200), area(0, 300, 101.9))
    assert not alike(area(0, 300, 100, 200), area(0, 300, 102)) and not alike(area(0, 300, 100), area(0, 300, 200))
    over = line(5, (5, 90), (93, 150), (205, 250))
    assert alike(area(0, 300, 100), area()) and not alike(area(0, 300, 100), area(rows=(over,)))
    assert alike(area(rows=(over,)), area())


def test_an_area_that_begins_at_a_column_of_another_lacks_its_merged_columns() -> None:
    whole = PlacedArea(0, area(0, 300, 100, 200))
    wider = _widened(area(101.9, 286.1), [whole])
    assert (wider.left, wider.right, wider.edges) == (0, 286.1, (100, 200))
    for part in (area(102, 300), area(100, 286), area(50, 300), area(98, 300)):
        assert _widened(part, [whole]) is part


def test_areas_of_white_space_become_as_wide_as_the_text_of_all_pages() -> None:
    white, ruled = PlacedArea(0, area(20, 280, white=True)), PlacedArea(0, area(20, 280))
    assert _as_wide(white, 0, 300) == PlacedArea(0, replace(white.area, left=0, right=300))
    assert _as_wide(ruled, 0, 300) == ruled


def sheet(*rows: tuple[Word, ...], origin: str = "text", high: float = 400.0) -> Page:
    return Page(1, 320.0, high, tuple(word for row in rows for word in row), origin=origin)


XS = (0.0, 100.0, 200.0, 300.0)


@pytest.mark.parametrize(("shift", "found"), [(0, 0), (5, 0), (6, 3), (-6, -3), (12, 9), (-12, -9), (14, 9), (17, 12)])
def test_the_columns_of_a_picture_are_looked_for_beside_where_they_were(shift: float, found: float) -> None:
    rows = [
        words(20.0 * n, (4 + shift, 97 + shift), (103 + shift, 197 + shift), (203 + shift, 297 + shift))
        for n in range(3)
    ]
    assert _moved(sheet(*rows, origin="ocr"), XS) == tuple(x + found for x in XS)
    assert _moved(sheet(*rows), XS) == XS


def test_of_two_ways_that_are_as_good_columns_are_moved_to_the_right() -> None:
    assert _moved(sheet(words(20, (97.5, 102.5)), origin="ocr"), XS) == tuple(x + 3 for x in XS)


ROW = ((5, 60), (105, 160), (205, 260))
TITLE = ((5, 90), (93, 250))


def test_the_rest_of_a_table_begins_at_the_first_line_in_three_columns() -> None:
    found = _rest(sheet(words(20, (5, 60)), words(40, *ROW)), XS)
    assert found is not None and found.white and (found.left, found.right) == (0, 300)
    assert found.level == (RowRule(39, 0), RowRule(51, 0)) and found.rows[0].top == 40
    assert _rest(sheet(words(40, *ROW[:2])), XS) is None and _rest(sheet(), XS) is None
    few = [words(10.0 * n, *TITLE) for n in range(2)]
    assert _rest(sheet(*few, words(40, *ROW)), XS) is not None
    assert _rest(sheet(*few, words(25, *TITLE), words(40, *ROW)), XS) is None  # text above it
    assert _rest(sheet(words(40, (-30, 26), *ROW[1:])), XS) is not None
    assert _rest(sheet(words(40, (-30, 25), *ROW[1:])), XS) is None  # outside of the table
    assert _rest(sheet(words(40, *ROW[:2], (275, 327))), XS) is not None
    assert _rest(sheet(words(40, *ROW[:2], (275, 330))), XS) is None


def test_below_a_header_that_comes_again_a_row_begins() -> None:
    head, row = line(0, *ROW), line(20, *ROW)
    again = {repeated(head)}
    assert _below_header([head, row], again) == [15.0] and _below_header([row, head], again) == []
    assert _below_header([head], again) == [] == _below_header([head, row], ())
    tall = replace(head, bottom=14.0)
    assert _below_header([tall, line(3, (205, 260)), row], {repeated(tall), repeated(line(3, (205, 260)))}) == [17.0]


# areas -> tables


def made(page: Page, *areas: TableArea, found: tuple[Lattice, ...] = ()) -> list[list[float]]:
    """The row edges of the tables that areas of one page become, those ``found`` before them first."""
    tables = [list(found)]
    borderless_tables([page], tables, [PlacedArea(0, each) for each in areas])
    return [list(table.ys) for table in tables[0]]


def three(*tops: float) -> list[tuple[Word, ...]]:
    return [words(top, *ROW) for top in tops]


def open_area(page: Page, top: float, bottom: float, *edges: float, **how: object) -> TableArea:
    rows = tuple(each for each in lines(page.words) if top <= each.middle_y <= bottom)
    made = TableArea(0.0, WIDTH, (RowRule(top, 0.0), RowRule(bottom, 0.0)), rows, edges)
    return replace(made, **how)  # type: ignore[arg-type]


def test_a_table_goes_on_below_and_above_its_rules() -> None:
    page = sheet(*three(20, 50, 80, 110))
    ruled = open_area(page, 45, 95, 100, 200)
    (ys,) = made(page, ruled)
    assert ys[0] == 19 and ys[-1] == 121
    assert made(page, replace(ruled, closed=True))[0][-1] == 95
    far = sheet(*three(50, 80, 200))
    assert made(far, open_area(far, 45, 95, 100, 200))[0][-1] == 95


def test_a_table_does_not_grow_into_another() -> None:
    page = sheet(*three(20, 50, 80, 110))
    ruled = open_area(page, 45, 95, 100, 200)
    other = Lattice((0.0, 300.0), (105.0, 140.0), ())
    assert made(page, ruled, found=(other,))[1][-1] == 95
    assert made(page, ruled, found=(replace(other, ys=(124.0, 140.0)),))[1][-1] == 121
    assert made(page, ruled, found=(replace(other, ys=(94.9, 140.0)),)) == [[94.9, 140.0]]
    assert len(made(page, ruled, found=(replace(other, ys=(95.0, 140.0)),))) == 2


def test_two_areas_of_one_page_stay_apart() -> None:
    page = sheet(*three(20, 50, 80, 110))
    tables = made(page, open_area(page, 15, 65, 100, 200), open_area(page, 75, 125, 100, 200))
    assert [(ys[0], ys[-1]) for ys in tables] == [(15, 65), (75, 125)]


@pytest.mark.parametrize(("top", "last"), [(64, 65), (63.9, 121)])
def test_an_area_that_begins_a_point_above_the_end_of_another_is_below_it(top: float, last: float) -> None:
    page = sheet(*three(20, 50, 80, 110))
    assert made(page, open_area(page, 15, 65, 100, 200), open_area(page, top, 125, 100, 200))[0][-1] == last


@pytest.mark.parametrize(("bottom", "first"), [(46, 45), (46.1, 19)])
def test_an_area_that_ends_a_point_below_the_begin_of_another_is_above_it(bottom: float, first: float) -> None:
    page = sheet(*three(20, 50, 80, 110))
    assert made(page, open_area(page, 45, 125, 100, 200), open_area(page, 15, bottom, 100, 200))[0][0] == first


def test_only_above_the_first_area_of_a_table_must_a_line_be_a_whole_head() -> None:
    two = [words(top, *ROW[:2]) for top in (20, 110)]
    page = sheet(*two, *three(50, 80, 140, 170))
    tables = made(page, open_area(page, 45, 95, 100, 200), open_area(page, 135, 185, 100, 200))
    assert [ys[0] for ys in tables] == [45, 135] and tables[0][-1] == 121  # the line between belongs to the rows above
    apart = sheet(words(20, *ROW[:2]), *three(50, 80))
    later = replace(sheet(words(20, *ROW[:2]), *three(50, 80)), number=2)
    found: list[list[Lattice]] = [[], []]
    borderless_tables(
        [apart, later],
        found,
        [PlacedArea(n, open_area(page, 45, 95, 100, 200)) for n, page in enumerate((apart, later))],
    )
    assert [tables[0].ys[0] for tables in found] == [45, 19]


def test_areas_of_other_pages_do_not_stand_in_the_way() -> None:
    first, second = sheet(*three(20, 50, 80, 110)), replace(sheet(*three(120, 150)), number=2)
    found: list[list[Lattice]] = [[], []]
    areas = [
        PlacedArea(0, open_area(first, 15, 95, 100, 200)),
        PlacedArea(1, open_area(second, 100, 165, 100, 200)),
    ]
    borderless_tables([first, second], found, areas)
    assert found[0][0].ys[-1] == 121


@pytest.mark.parametrize("row", [((-20, 18), (105, 160)), ((105, 160), (284, 318))])
def test_words_that_stand_out_by_two_points_belong_to_the_table(row: tuple[tuple[float, float], ...]) -> None:
    page = sheet(*three(20, 50, 80), words(120, *row))
    assert made(page, open_area(page, 15, 95, 100, 200))[0][-1] == 131


def test_shades_are_rows_of_an_area_of_white_space() -> None:
    page = sheet(*three(20, 50, 80, 110))
    bands = (Band(45.0, 65.0, (0.0, 300.0)), Band(105.0, 125.0, (0.0, 300.0)))
    (ys,) = made(page, open_area(page, 19, 91, 100, 200, white=True, bands=bands))
    assert [y for y in (45, 65, 105) if y in ys] == [45, 65, 105] and (ys[0], ys[-1]) == (19, 121)
    assert made(page, open_area(page, 49, 91, 100, 200, white=True))[0][0] == 19


@pytest.mark.parametrize(
    ("top", "bottom", "inner"), [(21, 119, 0), (21.1, 119, 1), (21, 118.9, 1), (17, 124, 0), (45, 65, 2)]
)
def test_shades_that_end_within_two_points_of_the_table_make_no_row(top: float, bottom: float, inner: int) -> None:
    page = sheet(*three(20), words(50, (105, 160)), words(80, (105, 160)), *three(110))
    whole = open_area(page, 19, 121, 100, 200, white=True, closed=True)
    (plain,) = made(page, whole)
    (ys,) = made(page, replace(whole, bands=(Band(top, bottom, (0.0, 300.0)),)))
    assert len([y for y in ys if y in (top, bottom)]) == inner and plain[0] == ys[0] and plain[-1] == ys[-1]


def test_an_open_table_goes_on_on_the_next_page() -> None:
    first, second = sheet(*three(20, 50, 80)), replace(sheet(*three(20, 50)), number=2)
    tables: list[list[Lattice]] = [[], []]
    borderless_tables([first, second], tables, [PlacedArea(0, open_area(first, 15, 95, white=True))])
    assert [len(each) for each in tables] == [1, 1] and tables[1][0].xs == tables[0][0].xs
    assert tables[1][0].ys[0] == 19 and tables[1][0].ys[-1] == 61
    ruled = [[replace(tables[0][0], ruled=True)], list[Lattice]()]
    borderless_tables([first, second], ruled, [])
    assert ruled[1] == []
    empty: list[list[Lattice]] = [[], []]
    borderless_tables([first, second], empty, [])
    assert empty == [[], []]


def test_a_line_of_the_header_that_comes_again_belongs_to_the_table_where_it_runs_over_an_edge() -> None:
    head = words(32, (5, 60), (90, 120), (205, 260))
    first, second = sheet(*three(20), head, *three(50, 80)), replace(sheet(*three(20), head, *three(50)), number=2)
    for page, last in ((second, 61), (replace(sheet(*three(20), words(33, (5, 60), (90, 120)), *three(50))), 31)):
        tables: list[list[Lattice]] = [[], []]
        borderless_tables([first, page], tables, [PlacedArea(0, open_area(first, 15, 95, 100, 200))])
        assert tables[1][0].ys[-1] == last
