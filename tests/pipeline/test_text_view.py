"""The words of a row are declared once: whatever field of type ``Printed`` a record has is shown, published and kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from normalizers.report import PRINTED, Finding, Match
from parsers.document import Cell, Document, Note, PageSummary, Paragraph, Place, Table
from parsers.report import Column, Leftover, RawCell, RawReport, RawRow, Role, Tally
from pipeline.review import applying, decisions, rows
from pipeline.schema.loading import schema
from pipeline.text_view import tell
from tests.pipeline.outputs.making import CATALOGUES, built, finding, outcome, record


@pytest.mark.parametrize("name", PRINTED)
def test_every_printed_field_is_shown_published_and_kept(name: str) -> None:
    whole = replace(record(1), **{name: "тэмдэгт үг"})
    made = outcome("a.docx", whole)
    assert made.report is not None
    assert "тэмдэгт үг" in tell(made.report)
    assert ("тэмдэгт үг",) in built([made], CATALOGUES).select("measures", name)
    assert schema().table("measures").column(name).type == "text"
    assert name == "goal_reported" or "тэмдэгт үг" in applying._words(whole)


def test_what_is_corrected_and_joined_are_printed_fields() -> None:
    below = record(2, **dict.fromkeys(rows.MERGED, "доод"))
    joined = rows.merged(record(1, **dict.fromkeys(rows.MERGED, "дээд")), below)
    assert {getattr(joined, name) for name in rows.MERGED} == {"дээд доод"}
    assert set(rows.MERGED) < set(decisions.TEXTS) < set(PRINTED)


def test_a_document_as_text() -> None:
    cells = (
        Cell(0, 1, "б", column_span=2, confidence=0.5),
        Cell(0, 0, "а\nв"),
        Cell(1, 0, "г", row_span=2),
    )
    blocks = (
        Paragraph("Гарчиг", (Place(2), Place(1), Place(None)), "center", True),
        Paragraph("Зүгээр", (Place(3),)),
        Table(2, 2, cells),
    )
    pages = (PageSummary(1, 600.0, 800.0),)
    made = Document(
        "a.pdf", "0", 1234, "application/pdf", "pdf", blocks, pages, (Note("a_b", "said", 2), Note("c_d", "all"))
    )
    assert tell(made).split("\n") == [
        "a.pdf: pdf, 1 pages, 1,234 bytes, application/pdf",
        "  note a_b on page 2: said",
        "  note c_d: all",
        "",
        "paragraph on page 1-2 [center bold]",
        "  Гарчиг",
        "",
        "paragraph on page 3",
        "  Зүгээр",
        "",
        "table: 2 rows x 2 columns",
        "    1.1  | а",
        "           в",
        "    1.2  spans 1x2 sure 0.50 | б",
        "    2.1  spans 2x1 | г",
    ]
    assert tell(replace(made, pages=(), notes=(), blocks=())) == "a.pdf: pdf, 1,234 bytes, application/pdf"


def test_a_report_as_text() -> None:
    match = Match("", 0.5, "unmatched", "no measure is near", runner_up="1.2", runner_up_score=0.25)
    row = record(2, "", None, spent_mnt=None, match=match, extra=(("Тоо", "3"),), indicators=(), code_reported="")
    found = (finding(row=1), Finding("a_b", "note", None, "period", "H1"))
    made = outcome(
        "a.docx", record(1), row, findings=found, report_date=None, acknowledged_by="", plan_year=None, period=""
    )
    assert made.report is not None
    lines = tell(made.report).split("\n")
    assert lines[0] == "a.docx: docx, 2 measures"
    assert "  period: ? ? (2023-01-01 – 2023-06-30)" in lines and "  report date: -" in lines
    assert "  acknowledged: - (Захирал)" in lines and "  prepared: Д.ДОРЖ (Мэргэжилтэн)" in lines
    assert "row 1 on page 1: 1.1 (auto, 0.990) code and words agree" in lines
    assert "  completion: 100 stated (printed '100%')" in lines and "  spent: 1,000 MNT (printed '1.000')" in lines
    assert "  item 1: Сургалт = 2" in lines and "  error percent_unreadable completion_pct x%: Cannot be read." in lines
    assert "row 2 on page 1: not in the catalogue (unmatched, 0.500) no measure is near" in lines
    assert "  runner-up 1.2 (0.250)" in lines and "  [Тоо]: 3" in lines and "  measure: Сургалт хийх" in lines
    assert "  completion: unknown absent (printed '')" in lines and "  spent: unknown MNT (printed '1.000')" in lines
    assert lines[-2:] == ["  note a_b period H1", "left over on page 1 header (header row): Арга хэмжээ"]
    assert sum("percent_unreadable" in line for line in lines) == sum("runner-up" in line for line in lines) == 1


def test_what_is_no_record_of_a_stage_is_refused() -> None:
    with pytest.raises(TypeError, match="int"):
        tell(7)


def test_rows_as_printed_as_text() -> None:
    column = Column(Role.MEASURE, "Арга хэмжээ", "")
    row = RawRow(1, (RawCell(column, "Сургалт"),), "Зорилго 1", "1.1", (Place(2),), ("a_b", "c_d"))
    made = RawReport(
        *("a.docx", "0", "docx", (row, RawRow(2, ()))),
        (column,),
        (Paragraph("Толгой"),),
        (Paragraph("Гарын үсэг"),),
        (Leftover(None, "header", "Дугаар", "header row"),),
        Tally(4, 2, 1, 1),
        notes=(Note("e_f", "said", 3),),
    )
    assert tell(made).split("\n") == [
        "a.docx: docx, 2 measure rows",
        "  rows seen 4 = emitted 2 + merged 1 + skipped 1",
        f"  column {Role.MEASURE}: 'Арга хэмжээ'",
        *("", "before the table:", "  Толгой"),
        *("", "row 1 on page 2 code 1.1  [a_b, c_d]", "  goal: Зорилго 1", f"  {Role.MEASURE}: Сургалт"),
        *("", "row 2 code -"),
        *("", "after the table:", "  Гарын үсэг"),
        *("", "left over header (header row): Дугаар", "note e_f on page 3: said"),
    ]
