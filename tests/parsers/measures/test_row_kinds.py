"""Rows below a header: measures, headings, totals, sign-offs and the rest."""

from __future__ import annotations

import pytest

from parsers.document import Table
from parsers.measures.column_roles import name_columns
from parsers.measures.header import find_header
from parsers.measures.row_kinds import REASONS, RowKind, is_cut_heading, kind, table_row
from parsers.measures.table_grid import table_grid
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
