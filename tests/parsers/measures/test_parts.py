"""Which tables are parts of one form, and what is said of those that are taken for others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.document import BBox, Cell, Place, Table
from parsers.extraction import extract
from parsers.measures.header import Header
from parsers.measures.parts import (
    Part,
    _same_contents,
    begins_with_signatures,
    body,
    continuation,
    header_rest,
    renamed,
    same_columns,
    same_extent,
)
from parsers.measures.table_grid import Leaf, TableGrid, body_leaves, table_grid
from parsers.report import Role
from tests.builders.drawing import tables
from tests.parsers.test_extraction import ASKED, BOARD, DONE, SHOWN, SURVEY, TRAINING, measures, read

WIDE_HEAD = (
    "| Д/д | Хэрэгжүүлэх арга хэмжээ | Шалгуур үзүүлэлт "
    "| Хэрэгжилтийн явц, үр дүн | < | < | < | Зарцуулсан хөрөнгө | Хүрсэн түвшин |"
)


def test_tables_inside_the_cells_of_a_further_page_do_not_make_it_another_form() -> None:
    raw = read(f"""
        {WIDE_HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | < | < | < | 150,000 | 100% |
        | 2 | 1.2. {BOARD} | Самбар-1 | Самбарыг сар бүр шинэчилж, | < | < | < | - | 90% |
        ---- page break
        | ~ | ~ | ~ | 14 мэдээлэл байршуулсан. | < | < | < | ~ | ~ |
        |   |   |   | Самбар  | Тоо | Хүн | Сар |   |   |
        | ^ | ^ | ^ | Цахим   | 8   | 197 | 5   | ^ | ^ |
        | ^ | ^ | ^ | Танхим  | 6   | 229 | 6   | ^ | ^ |
        | 3 | 1.3. {SURVEY} | Судалгаа-1 | {ASKED} | < | < | < | - | 80% |
    """)
    assert measures(raw) == [("1.1", TRAINING), ("1.2", BOARD), ("1.3", SURVEY)]
    assert raw.rows[1].text(Role.PROGRESS).endswith("Цахим 8 197 5 Танхим 6 229 6")
    assert not raw.notes


def test_head_of_a_table_above_repeated_on_a_further_page_belongs_to_no_measure() -> None:
    raw = read(f"""
        | Зорилго   | < | Арга хэмжээний тоо | < | Дундаж хувь | < |
        | Зорилго 1 | < | 3                  | < | 87.5        | < |
        | Д/д | Хэрэгжүүлэх арга хэмжээ | Шалгуур үзүүлэлт | Хэрэгжилтийн явц | Зарцуулсан хөрөнгө | Хүрсэн түвшин |
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | 150,000 | 100% |
        | 2 | 1.2. {BOARD} | Самбар-1 | Самбарыг сар бүр | - | 90% |
        ---- page break
        | Зорилго   | < | Арга хэмжээний тоо | < | Дундаж хувь | < |
        |   |   |   | шинэчилж, 14 мэдээлэл байршуулсан. |   |   |
        | 3 | 1.3. {SURVEY} | Судалгаа-1 | {ASKED} | - | 80% |
    """)
    assert measures(raw) == [("1.1", TRAINING), ("1.2", BOARD), ("1.3", SURVEY)]
    assert raw.rows[1].text(Role.SPENT) == "-" and raw.rows[1].text(Role.PROGRESS).endswith("мэдээлэл байршуулсан.")


def test_wide_table_behind_the_measures_that_was_not_read_is_noted() -> None:
    unread = f"| 4 {SURVEY} {SHOWN} | {ASKED} | {DONE} {ASKED} | {BOARD} |"
    document = tables(f"""
        {WIDE_HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | < | < | < | 150,000 | 100% |
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | < | < | < | - | 90% |
        ---- page break
        {unread}
        {unread}
    """)
    assert [(note.code, note.page) for note in extract(document)[0].notes] == [("table_left_out", 2)]


def test_other_tables_behind_a_heading_are_no_part_and_not_noted() -> None:
    document = tables(f"""
        {WIDE_HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | < | < | < | 150,000 | 100% |
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | < | < | < | - | 90% |
        ---- page break
        Хавсралт 2. Сургалтад хамрагдсан албан хаагчид
        | Нэр {SURVEY} | {ASKED} | {DONE} {ASKED} | {BOARD} |
    """)
    assert not extract(document)[0].notes


# a further table, clue by clue


def grid(*rows: list[str], xs: tuple[float, ...] = (), page: int = 1) -> TableGrid:
    """A table of these texts; with boxes between ``xs`` if given."""
    cells = tuple(
        Cell(
            r, c, text, places=(Place(page, BBox(xs[c], 10.0 * r, xs[c + 1], 10.0 * r + 10)),) if xs else ()
        )
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )  # fmt: skip
    return table_grid(0, Table(len(rows), max(map(len, rows), default=0), cells))


def part(page: TableGrid, *labels: str, header: bool = False) -> Part:
    leaves = tuple(
        replace(leaf, path=(label,) if label else ()) for leaf, label in zip(body_leaves(page), labels, strict=True)
    )
    return Part(page, Header(0, 1, leaves, 1.0) if header else None, leaves)


XS = (0.0, 100.0, 200.0, 300.0, 1000.0)
FOUR = ["а", "б", "в", "г"]


@pytest.mark.parametrize(
    ("xs", "same"),
    [
        ((0, 1000), True), ((19, 1000), True), ((21, 1000), False), ((0, 981), True), ((0, 979), False),
        ((-20, 1000), True), ((0, 1021), False),
    ],
)  # fmt: skip
def test_outer_edges_stand_where_those_above_stand(xs: tuple[float, float], same: bool) -> None:
    above = grid(FOUR, xs=XS)
    assert same_extent(above, grid(FOUR, xs=(xs[0], 100, 200, 300, xs[1]))) is same
    assert not same_extent(above, grid(FOUR)) and same_extent(grid(FOUR), grid(FOUR))


def columns(*xs: float, above: tuple[float, ...] = XS) -> bool:
    """Has a table with these edges the columns of the one above?"""
    upper = grid(["а"] * (len(above) - 1), ["а"] * (len(above) - 1), xs=above)
    lower = grid(["а"] * (len(xs) - 1), xs=xs)
    return same_columns(part(upper, *[""] * (len(above) - 1)), lower)


def test_columns_are_the_same_where_their_edges_meet() -> None:
    assert columns(*XS) and columns(0, 114, 186, 300, 1000) and not columns(0, 150, 250, 420, 1000)
    assert columns(0, 100, 200, 500, 1000)  # one edge lies anywhere in a wide white
    assert not columns(0, 100, 450, 600, 1000) and not columns(0, 400, 1000)
    assert columns(0, 100, 200, 1000) and not columns(0, 100, 1000)  # half of the edges are there
    assert columns(0, 50, 100, 150, 200, 250, 300, 500, 1000)  # all of them, and those of tables in its cells
    assert not columns(0, 50, 100, 150, 250, 300, 500, 1000)


def test_without_boxes_as_many_columns_are_the_same() -> None:
    above = part(grid(FOUR, FOUR), *FOUR)
    assert same_columns(above, grid(FOUR)) and not same_columns(above, grid(FOUR[:3]))
    assert not same_columns(above, grid()) and not same_columns(above, grid(["а"]))
    boxes = part(grid(FOUR, xs=XS), *FOUR)
    assert same_columns(boxes, grid(["а"], xs=(0.0, 1000.0))) and not same_columns(boxes, grid(["а"], xs=(0.0, 500.0)))


WORDS, LONG = "Хэрэгжүүлэх байгууллага", "Албан хаагчдад хоёр удаа сургалт зохион байгуулж хамруулсан."


def test_columns_hold_the_like_where_most_agree() -> None:
    home = [part(grid(["1", WORDS, LONG, "100%"], ["2", WORDS, LONG, "90%"]), *FOUR)]

    def alike(*row: str) -> bool:
        below = grid(list(row), list(row))
        return _same_contents(home, below, body_leaves(below))

    assert alike("3", WORDS, LONG, "80%") and not alike(WORDS, "3", "4", LONG)
    assert alike("3", WORDS, LONG, WORDS) and not alike("3", WORDS, "4", WORDS)  # three of four, two of four
    assert alike("", WORDS, LONG, "") and not alike("", "", LONG, "")  # one column says nothing
    assert alike("", WORDS, LONG, WORDS) is False


def test_a_further_table_without_a_header_has_the_labels_of_the_form() -> None:
    upper = grid(["№", "Арга хэмжээ", "Явц", "Хувь"], ["1", WORDS, LONG, "100%"], ["2", WORDS, LONG, "90%"], xs=XS)
    home = [part(upper, "№", "Арга хэмжээ", "Явц", "Хувь", header=True)]
    same = continuation(home, grid(["3", WORDS, LONG, "80%"], xs=XS, page=2), None)
    assert (
        same is not None
        and same.header is None
        and [leaf.path for leaf in same.leaves] == [leaf.path for leaf in home[0].leaves]
    )
    moved = (0.0, 150.0, 420.0, 640.0, 1000.0)
    other = continuation(home, grid(["3", WORDS, LONG, "80%"], ["4", WORDS, LONG, "70%"], xs=moved, page=2), None)
    assert other is not None and [leaf.x0 for leaf in other.leaves] == [0, 150, 420, 640]
    assert other.leaves[1].path == ("Арга хэмжээ",)
    strange = grid([WORDS, "3", "80%", LONG], [WORDS, "4", "70%", LONG], xs=moved, page=2)
    assert continuation(home, strange, None) is None
    signed = grid(["Хянасан:", "", "", ""], ["3", WORDS, LONG, "80%"], xs=XS, page=2)
    assert continuation(home, signed, None) is None


def test_a_sign_off_stands_in_the_first_row_or_below_the_rest_of_a_cut_one() -> None:
    rest = "үргэлжлүүлэн зохион байгуулж, хамруулсан"
    assert begins_with_signatures(grid(["Хянасан:", ""])) and not begins_with_signatures(grid(FOUR, FOUR))
    assert begins_with_signatures(grid(FOUR, ["Хянасан:", ""])) and not begins_with_signatures(
        grid(FOUR, FOUR, ["Хянасан:", ""])
    )
    assert not begins_with_signatures(grid(["", rest], ["Хянасан:", ""])) and not begins_with_signatures(grid())
    assert begins_with_signatures(grid(["", rest[:20]], ["Хянасан:", ""]))


def test_a_page_break_may_cut_the_labels() -> None:
    foot = grid(["№", "Хэрэгжүүлэх арга", "Хэрэгжилтийн", "Хүрсэн"], xs=XS)
    home = [part(foot, "№", "Хэрэгжүүлэх арга", "Хэрэгжилтийн", "Хүрсэн", header=True)]

    def rest(*row: str, at: list[Part] = home) -> list[tuple[str, ...]]:
        page = grid(list(row), ["1", WORDS, LONG, "80%"], xs=XS, page=2)
        return [leaf.path for leaf in header_rest(at, page, home[0].leaves)]

    assert rest("", "хэмжээ", "явц", "түвшин") == [
        ("№",),
        ("Хэрэгжүүлэх арга хэмжээ",),
        ("Хэрэгжилтийн явц",),
        ("Хүрсэн түвшин",),
    ]
    assert rest("", "хэмжээ 5", "", "") == [] == rest("", "х" * 41, "", "") == rest("", "", "", "")
    filled = grid(["№", "Арга хэмжээ", "Явц", "Хувь"], ["1", WORDS, LONG, "100%"], xs=XS)
    body = part(filled, "№", "Арга хэмжээ", "Явц", "Хувь", header=True)
    assert rest("", "хэмжээ", "", "", at=[body]) == []  # rows stand below the labels there
    assert rest("", "хэмжээ", "", "", at=[replace(home[0], header=None)]) == []
    assert rest("", "хэмжээ", "явц", "", at=[home[0], home[0]]) == [leaf.path for leaf in home[0].leaves]


def test_rows_of_a_body_hold_two_texts_below_the_header() -> None:
    page = grid(FOUR, ["1", "", "", ""], FOUR, ["", "", "", ""], ["1", "2", "", ""])
    assert body(page, None) == [0, 2, 4] and body(page, Header(0, 1, (), 0.0)) == [2, 4]
    assert body(page, Header(1, 3, (), 0.0)) == [4]
    assert [leaf.path for leaf in renamed([Leaf(0, 1), Leaf(1, 2)], [Leaf(5, 6, ("а",)), Leaf(6, 7, ("б",))])] == [
        ("а",),
        ("б",),
    ]
