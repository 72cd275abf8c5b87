"""Rows that join into one measure: their texts stand whole, once, and cost what they are long."""

from __future__ import annotations

import time

import pytest

from parsers.document import Cell, Document, Paragraph, Table
from parsers.extraction import extract
from parsers.measures.assembly import OPEN_END
from parsers.report import RawReport, Role

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
