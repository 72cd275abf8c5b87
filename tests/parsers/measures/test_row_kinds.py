"""Rows below a header: measures, headings, totals, sign-offs and the rest."""

from __future__ import annotations

import pytest

from parsers.document import Cell, Place, Table
from parsers.measures.column_roles import name_columns
from parsers.measures.header import find_header
from parsers.measures.row_kinds import REASONS, RowKind, _is_small, _is_total, is_cut_heading, kind, table_row
from parsers.measures.table_grid import Leaf, table_grid
from tests.builders.drawing import tables

HEAD = "| № | Арга хэмжээ | Шалгуур үзүүлэлт | Хэрэгжилт | Биелэлтийн хувь |"
DATA = "| 1 | 1.1. Сургалт зохион байгуулах ажил | Сургалтын тоо | Хоёр удаа сургалт зохион байгуулав. | 100% |"


def kinds(*rows: str, shouting: bool = False) -> list[RowKind]:
    table = next(block for block in tables("\n".join((HEAD, DATA, DATA, *rows))).blocks if isinstance(block, Table))
    page = table_grid(0, table)
    header = find_header(page)
    assert header is not None
    lines = [table_row(0, page, row, header.leaves) for row in range(table.rows)]
    contents = [[one.text(leaf) for one in lines[1:]] for leaf in range(len(header.leaves))]
    naming = name_columns(header.leaves, contents)
    return [kind(one, naming, header.leaves, shouting) for one in lines[3:]]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (DATA, RowKind.DATA),
        ("|  |  |  |  |  |", RowKind.BLANK),
        ("| 1 | 2 | 3 | 4 | 5 |", RowKind.NUMBERS),
        (HEAD, RowKind.HEADER),
        ("| Зорилго 1. Соён гэгээрүүлэх | < | < | < | < |", RowKind.HEADING),
        ("| Соён гэгээрүүлэх | < | < | < | < |", RowKind.HEADING),
        ("| 2 | Зорилго 2. Ил тод байдал |  |  |  |", RowKind.HEADING),
        ("|  | **Ил тод байдал** |  |  |  |", RowKind.HEADING),
        ("| 3 | **Ил тод байдал** |  |  |  |", RowKind.DATA),
        ("|  | Ил тод байдал |  |  |  |", RowKind.DATA),
        ("|  |  |  | Зорилго 2. Ил тод байдал |  |", RowKind.DATA),
        ("|  | Зорилго 2. Ил тод байдал |  |  | 85% |", RowKind.HEADING),
        ("|  | Зорилго 2. Ил тод байдал | Тоо | Хийв | 85% |", RowKind.DATA),
        ("|  | НИЙТ ДУНДАЖ |  |  | 88% |", RowKind.TOTAL),
        ("|  | Нийт дундаж |  | Сургалт хийв | 88% |", RowKind.DATA),
        ("| Эрх зүйн үндэслэл: хуулийн 6 дугаар зүйл | < | < | < | < |", RowKind.PREFACE),
        ("|  | ХЯНАСАН: |  |  |  |", RowKind.SIGNATURE),
        ("|  | Хянасан: Дарга Б.Номин |  |  |  |", RowKind.DATA),
        ("| 4 |  |  |  |  |", RowKind.DATA),
    ],
)
def test_what_a_row_is(row: str, what: RowKind) -> None:
    found = kinds(row)[0]
    assert found is what or (what is RowKind.DATA and row.startswith("|  | Хянасан") and found is RowKind.SIGNATURE)


def test_capitals_alone_are_a_heading_only_where_measures_have_codes_of_their_own_column() -> None:
    assert kinds("|  | ИЛ ТОД БАЙДАЛ |  |  |  |") == [RowKind.DATA]


def test_every_kind_but_data_says_why_it_is_left_over() -> None:
    assert set(REASONS) == set(RowKind) - {RowKind.DATA} and all(REASONS.values())


@pytest.mark.parametrize(
    ("row", "cut"),
    [
        ("| Зорилт | 2: Авлигын эсрэг | сургалтад хамруулах |  |  |", True),
        ("| Зорилт | 2: Авлигын эсрэг | Сургалтад хамруулах |  |  |", False),
        ("| Зорилт 2: Авлигын эсрэг |  |  |  |  |", False),
        ("|  | Зорилт | 2: Авлигын эсрэг |  |  |", False),
        ("| Сургалт | 2: Авлигын эсрэг | хамруулах |  |  |", False),
    ],
)
def test_a_heading_that_the_columns_cut(row: str, cut: bool) -> None:
    table = next(block for block in tables(f"{HEAD}\n{row}").blocks if isinstance(block, Table))
    page = table_grid(0, table)
    header = find_header(page)
    assert header is not None
    assert is_cut_heading(table_row(0, page, 1, header.leaves)) is cut


@pytest.mark.parametrize(
    ("text", "numbered", "small"),
    [
        ("12", False, True), ("1.", False, True), ("1)", False, True), ("1234", False, False), ("1.2", False, False),
        ("а1", False, False), ("1.2.3", True, True), ("Зорилт", True, True), ("Зорилго", True, False), ("Нийт", True, False),
        ("", False, False),
    ],
)  # fmt: skip
def test_numbers_and_codes_are_small(text: str, numbered: bool, small: bool) -> None:
    assert _is_small(text, numbered) is small


@pytest.mark.parametrize(
    ("text", "others", "total"),
    [
        ("Нийт дундаж", ["88%"], True), ("Нийт дундаж", [], True), ("Нийт дундаж", ["Хийв"], False),
        ("Нийт хүнийг хамруулах", ["88%"], False), ("Нийт зардал", ["500"], True), ("Нийт зардал", ["500", "Хийв"], False),
        ("Сургалт хийх", ["88%"], False),
    ],
)  # fmt: skip
def test_totals_have_figures_beside_them(text: str, others: list[str], total: bool) -> None:
    assert _is_total(text, others) is total


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("|  | Ил тод байдлыг хангах чиглэл | < | < | 85% |", RowKind.HEADING),
        ("|  | Ил тод байдлыг хангах чиглэл | < | < | Хийв |", RowKind.DATA),
        ("|  | 1.2. Ил тод байдлыг хангах | < | < | 85% |", RowKind.DATA),
        ("|  |  |  | Ил тод байдлыг хангах чиглэл | < |", RowKind.DATA),
        ("|  | Ил тод байдал | < |  |  |", RowKind.DATA),
        ("| Ил тод байдлыг хангах | < | < |  |  |", RowKind.HEADING),
        ("|  | **1.3. Ил тод байдал** |  |  |  |", RowKind.DATA),
        ("|  |  |  | **Ил тод байдал** |  |", RowKind.DATA),
        ("| Зорилго 3. Эрх зүйн үндэслэл: хуулийн 6 дугаар зүйл | < | < | < | < |", RowKind.HEADING),
        ("| 5 | Хянасан: Б.Номин | Нягтлан | Хоёр | Гурав |", RowKind.SIGNATURE),
    ],
)
def test_headings_over_columns_and_in_bold(row: str, what: RowKind) -> None:
    assert kinds(row) == [what]


def test_in_capitals_between_coded_measures_stands_a_heading() -> None:
    head = "| № | Код | Арга хэмжээ | Хэрэгжилт | Биелэлтийн хувь |"
    rows = [f"| {n} | 1.{n} | Сургалт зохион байгуулах ажил | Хоёр удаа сургалт хийв. | 100% |" for n in (1, 2)]

    def last(row: str, shouting: bool = False) -> RowKind:
        table = next(block for block in tables("\n".join((head, *rows, row))).blocks if isinstance(block, Table))
        page = table_grid(0, table)
        header = find_header(page)
        assert header is not None
        lines = [table_row(0, page, number, header.leaves) for number in range(table.rows)]
        contents = [[one.text(leaf) for one in lines[1:]] for leaf in range(len(header.leaves))]
        return kind(lines[-1], name_columns(header.leaves, contents), header.leaves, shouting)

    assert (
        last("|  |  | ИЛ ТОД БАЙДАЛ |  |  |") is RowKind.HEADING
        and last("|  |  | Ил тод байдал |  |  |") is RowKind.DATA
    )
    assert last("|  |  | ИЛ ТОД БАЙДАЛ |  |  |", shouting=True) is RowKind.DATA
    assert (
        last("|  |  | 1.3. ИЛ ТОД БАЙДАЛ |  |  |") is RowKind.DATA
        and last("|  |  |  | ИЛ ТОД БАЙДАЛ |  |") is RowKind.DATA
    )


def test_the_page_of_a_row_is_that_of_the_cells_that_begin_in_it() -> None:
    def cell(row: int, column: int, page: int | None, high: int = 1) -> Cell:
        return Cell(row, column, "а", high, places=(Place(page),))

    made = Table(2, 2, (cell(0, 0, 1, high=2), cell(0, 1, 2), cell(1, 1, 3)))
    page = table_grid(0, made)
    leaves = [Leaf(0, 1), Leaf(1, 2)]
    assert [table_row(0, page, row, leaves).page for row in (0, 1)] == [1, 3]
    assert table_row(0, table_grid(0, Table(1, 1, (cell(0, 0, None),))), 0, leaves[:1]).page is None
