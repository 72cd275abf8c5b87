"""Rows that join into one measure: their texts stand whole, once, and cost what they are long."""

from __future__ import annotations

import time

import pytest

from parsers.document import Cell, Document, Paragraph, Table
from parsers.extraction import extract
from parsers.measures.assembly import (
    OPEN_END,
    _covers,
    _homes,
    _repeats,
    _take_code,
    with_goal_column,
    with_single_codes,
)
from parsers.measures.table_grid import COVERS, Span
from parsers.report import Column, RawCell, RawReport, RawRow, Role

HEAD = ("№", "Хэрэгжүүлэх арга хэмжээ", "Хэрэгжилтийн явц", "Хүрсэн түвшин", "Хариуцах нэгж")
FIRST = ("1", "Ёс зүйн дүрмийн сургалтыг зохион байгуулах", "Сургалт", "100%", "Захиргаа")


def joined(*more: str) -> RawReport:
    """A measure and rows with nothing but progress below it."""
    rows = (HEAD, FIRST, *(("", "", text, "", "") for text in more))
    cells = tuple(Cell(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts))
    blocks = (Paragraph("ТЭС СУМЫН ТАЙЛАН"), Table(len(rows), len(HEAD), cells))
    (report,) = extract(Document("тайлан.docx", "0" * 64, 1, "", "docx", blocks))
    return report


def seconds(rows: int) -> float:
    texts = [f"үргэлжлүүлж хийв {number}," for number in range(rows)]
    begun = time.process_time()
    report = joined(*texts)
    spent = time.process_time() - begun
    assert report.rows[0].text(Role.PROGRESS) == " ".join(("Сургалт", *texts))
    return spent


def test_a_long_text_of_many_pieces_is_whole() -> None:
    pieces = [f"хэсэг {number}," for number in range(OPEN_END)]
    (row,) = joined(*pieces, "ажил-", "лагаа").rows
    assert row.text(Role.PROGRESS) == " ".join(("Сургалт", *pieces, "ажиллагаа"))


def test_a_piece_that_repeats_all_above_is_a_leftover() -> None:
    again = joined("сургалт")
    assert again.rows[0].text(Role.PROGRESS) == "Сургалт"
    assert [one.text for one in again.leftovers if one.kind == "repeated"] == ["сургалт"]


@pytest.mark.slow
def test_thirty_thousand_rows_of_one_measure() -> None:
    assert seconds(30_000) < 6 * max(seconds(7_500), 1)


# the pieces of a row one by one

MEASURE_COLUMN, PROGRESS_COLUMN = Column(Role.MEASURE, "а"), Column(Role.PROGRESS, "б")
CODE_COLUMN, GOAL_COLUMN = Column(Role.CODE, "в"), Column(Role.GOAL, "г")


def measure(*cells: tuple[Column, str], code: str = "", goal: str = "", sure: float | None = None) -> RawRow:
    made = tuple(RawCell(column, text, confidence=sure) for column, text in cells)
    return RawRow(0, made, goal=goal, code=code)


COLUMNS = (CODE_COLUMN, MEASURE_COLUMN, PROGRESS_COLUMN, Column(Role.COMPLETION, "д"), Column(Role.SPENT, "е"))


@pytest.mark.parametrize(
    ("text", "over", "homes"),
    [
        ("-", (2, 3, 3, 4), [2, 3, 4]),
        ("100%", (2, 3, 4), [3]),
        ("85.5 хувь", (3, 4), [3]),
        ("100%", (2, 4), [2]),
        ("Хийв", (2, 3, 4), [2]),
        ("Хийв", (1, 2), [1]),
        ("Хийв", (3, 4), [3]),
        ("1200%", (2, 3), [2]),
    ],
)
def test_where_the_text_of_a_cell_over_several_columns_counts(
    text: str, over: tuple[int, ...], homes: list[int]
) -> None:
    assert _homes(text, over, COLUMNS) == homes


def taken(*cells: tuple[Column, str], sure: float | None = None) -> tuple[str, list[str]]:
    code, left = _take_code([RawCell(column, text, confidence=sure) for column, text in cells])
    return code, [cell.text for cell in left]


def test_the_code_of_a_measure_stands_in_its_column_or_before_the_text() -> None:
    assert taken((MEASURE_COLUMN, "1.2. Сургалт")) == ("1.2", ["Сургалт"])
    assert taken((CODE_COLUMN, "1.2."), (MEASURE_COLUMN, "Сургалт")) == ("1.2", ["1.2.", "Сургалт"])
    assert taken((CODE_COLUMN, "1.2"), (MEASURE_COLUMN, "1.2 Сургалт")) == ("1.2", ["1.2", "Сургалт"])
    assert taken((CODE_COLUMN, "1.3"), (MEASURE_COLUMN, "1.2 Сургалт")) == ("1.3", ["1.3", "1.2 Сургалт"])
    assert taken((CODE_COLUMN, " "), (MEASURE_COLUMN, "1.2 Сургалт"), (PROGRESS_COLUMN, "б")) == (
        "1.2",
        [" ", "Сургалт", "б"],
    )
    assert taken((MEASURE_COLUMN, "1.2.")) == ("", ["1.2."]) and taken((MEASURE_COLUMN, "Сургалт")) == ("", ["Сургалт"])
    assert taken((CODE_COLUMN, "1.2"), (PROGRESS_COLUMN, "б")) == ("1.2", ["1.2", "б"])
    assert taken((PROGRESS_COLUMN, "1.2 Сургалт")) == ("", ["1.2 Сургалт"])


def singles(*texts: str, code: str = "") -> list[tuple[str, str]]:
    rows = [measure((MEASURE_COLUMN, text), (PROGRESS_COLUMN, "1. Хийв"), code=code) for text in texts]
    made = with_single_codes(rows)
    assert all(row.text(Role.PROGRESS) == "1. Хийв" for row in made)
    return [(row.code, row.text(Role.MEASURE)) for row in made]


def test_single_numbers_are_codes_where_nearly_all_measures_have_one() -> None:
    three = ("1. Сургалт", "2. Самбар", "3. Уулзалт")
    assert singles(*three) == [("1", "Сургалт"), ("2", "Самбар"), ("3", "Уулзалт")]
    assert singles(*three[:2]) == [("", "1. Сургалт"), ("", "2. Самбар")]
    assert singles(*three, code="1.1") == [("1.1", text) for text in three]
    assert singles(*three[:2], "Уулзалт") == [("", "1. Сургалт"), ("", "2. Самбар"), ("", "Уулзалт")]
    ten = [f"{n}. Ажил" for n in range(1, 8)] + ["Ажил"] * 3  # seven of ten
    assert [code for code, _ in singles(*ten)] == [*map(str, range(1, 8)), "", "", ""]


def test_a_goal_that_is_filled_on_its_first_measure_counts_below() -> None:
    rows = [
        measure((GOAL_COLUMN, "Зорилго 1"), goal="Зорилго 1"),
        measure((GOAL_COLUMN, " ")),
        measure((GOAL_COLUMN, "Зорилго 2"), goal="Зорилго 2"),
        measure((GOAL_COLUMN, ""), goal="өөр"),
        measure((GOAL_COLUMN, "Зорилго 3")),
    ]
    assert [row.goal for row in with_goal_column(rows)] == ["Зорилго 1", "Зорилго 1", "Зорилго 2", "өөр", ""]
    assert [row.goal for row in with_goal_column(rows[1:2])] == [""]
    bare = [measure((MEASURE_COLUMN, "а"), goal="Зорилго 1"), measure((MEASURE_COLUMN, "б"))]
    assert with_goal_column(bare) == bare


def test_a_piece_that_says_nothing_new_is_repeated() -> None:
    assert _repeats("Сургалт хийв", [], "сургалт: хийв", 11) and not _repeats("Сургалт", [], "сургалт хийв", 11)
    assert _repeats("аб вг", ["аб "], "вг", 4) and not _repeats("аб вг", ["аб "], "вд", 4)
    assert _repeats("-", [], "-", 0) and not _repeats("-", ["-"], "-", 0) and not _repeats("-", [], "–", 0)


def test_a_span_covers_what_it_covers_most_of() -> None:
    span = Span(Cell(0, 0, "а"), 100.0, 200.0)
    assert _covers(span, 100, 200) and _covers(span, 100, 100 + 99.9 / COVERS)
    assert not _covers(span, 100, 100 + 100.1 / COVERS) and not _covers(span, 200, 300)
