"""One row: texts, values, what is doubtful about them, and the key that decisions hold on to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from normalizers.report import Finding, MeasureRecord
from normalizers.rows.columns import Context, MoneyUnit
from normalizers.rows.row import read_row, with_keys
from normalizers.values.percent_scale import FULL
from parsers.document import BBox, Place
from parsers.language.letters import repair
from parsers.report import Column, RawCell, RawReport, RawRow, Role

CONTEXT = Context(2024, FULL, "", True, MoneyUnit(1))
MEASURE, PROGRESS = Column(Role.MEASURE, "Арга хэмжээ"), Column(Role.PROGRESS, "Хэрэгжилт")
SPENT, DONE = Column(Role.SPENT, "Зарцуулсан хөрөнгө /төгрөгөөр/"), Column(Role.COMPLETION, "Хувь")


def row(*cells: tuple[Column, str], confidence: float | None = None, page: int | None = None) -> RawRow:
    places = () if page is None else (Place(page, BBox(0.0, 0.0, 1.0, 1.0)), Place(page + 1, BBox(0.0, 0.0, 1.0, 1.0)))
    return RawRow(7, tuple(RawCell(column, text, (), confidence) for column, text in cells), places=places)


def raw(*rows: RawRow) -> RawReport:
    return RawReport("a.docx", "0" * 64, "docx", rows)


def found(given: RawRow, context: Context = CONTEXT, threshold: float = 0.8) -> dict[str, Finding]:
    return {finding.code: finding for finding in read_row(given, context, threshold)[1]}


def test_the_context_is_seen_over_whole_columns() -> None:
    context = Context.of(raw(row((DONE, "0.5")), row((DONE, "1")), row((DONE, "0.75"))), 2024)
    assert (context.year, context.full, context.has_completion) == (2024, 1, True)
    assert not Context.of(raw(row((SPENT, "5"))), None).has_completion


def test_a_row_becomes_texts_and_values() -> None:
    record, findings = read_row(
        row((MEASURE, "Сургалт  хийх"), (PROGRESS, "Хоёр хийв."), (SPENT, "5,000"), (DONE, "50%"), page=3), CONTEXT, 0.8
    )
    assert (record.row, record.measure_reported, record.progress) == (7, "Сургалт хийх", "Хоёр хийв.")
    assert (record.spent_mnt, record.completion_pct, record.completion_state) == (Decimal(5000), Decimal(50), "stated")
    assert (record.spent_reported, record.completion_reported, record.extra, findings) == ("5,000", "50%", (), ())


def test_a_second_column_of_a_role_and_an_unknown_one_are_extra_where_they_say_something() -> None:
    other = Column(Role.UNKNOWN, "Бусад")
    given = row((MEASURE, "Сургалт хийх"), (MEASURE, "Аян хийх"), (other, "хоёр"), (other, ""))
    record = read_row(given, CONTEXT, 0.8)[0]
    assert record.measure_reported == "Сургалт хийх"
    assert record.extra == (("Арга хэмжээ", "Аян хийх"), ("Бусад", "хоёр"))


def test_without_a_money_or_completion_cell_nothing_is_stated() -> None:
    record = read_row(row((PROGRESS, "Хэрэгжилт 40%")), CONTEXT, 0.8)[0]
    assert (record.spent_mnt, record.completion_pct, record.completion_state) == (None, None, "absent")
    assert record.completion_reported == ""


def test_a_completion_in_the_progress_counts_only_where_the_report_has_no_column() -> None:
    given = row((PROGRESS, "Сургалт хийв. /хэрэгжиж байгаа-40%/"))
    record = read_row(given, replace(CONTEXT, has_completion=False), 0.8)[0]
    assert record.completion_pct == 40 and "40%" in record.completion_reported


def test_money_is_rounded_half_up_and_a_percent_out_of_range_is_unreadable() -> None:
    record = read_row(row((SPENT, "1000.50"), (DONE, "120%")), replace(CONTEXT, mark="."), 0.8)[0]
    assert record.spent_mnt == 1001
    assert (record.completion_pct, record.completion_state) == (None, "unreadable")
    assert found(row((DONE, "120%")))["percent_out_of_range"].value == "120"
    assert found(row((DONE, "нэлээд")))["percent_unreadable"].value == "нэлээд"


def test_findings_stand_on_the_first_page_of_the_row() -> None:
    assert found(row((DONE, "нэлээд"), page=3))["percent_unreadable"].page == 3
    assert found(row((DONE, "нэлээд")))["percent_unreadable"].page is None
    flagged = found(replace(row((DONE, "5%"), page=2), flags=("spent_not_seen", "row_joined_by_author")))
    assert (flagged["spent_not_seen"].column, flagged["row_joined_by_author"].column) == ("spent_mnt", "")
    assert flagged["spent_not_seen"].page == 2


@pytest.mark.parametrize(
    ("role", "confidence", "doubted"),
    [
        (Role.SPENT, 0.79, True),
        (Role.SPENT, 0.8, False),  # the threshold itself is sure enough
        (Role.MEASURE, 0.75, False),  # its other words tell the measure
        (Role.MEASURE, 0.69, True),
        (Role.PROGRESS, 0.1, False),  # changes no value
        (Role.SPENT, None, False),  # a text layer
    ],
)
def test_a_scan_is_doubted_where_it_counts(role: Role, confidence: float | None, doubted: bool) -> None:
    given = RawRow(1, (RawCell(Column(role, "Багана"), "5000", (), confidence),))
    assert ("low_ocr_confidence" in found(given)) is doubted


def test_repairs_are_told_with_the_words_three_at_most() -> None:
    def found(text: str) -> dict[str, Finding]:
        read = repair(text)
        cell = RawCell(MEASURE, read.text, repairs=read.repairs)
        return {finding.code: finding for finding in read_row(RawRow(1, (cell,)), CONTEXT, 0.8)[1]}

    one = found("Єргєдлийн тухай")["text_repaired"]
    assert one.message.count("→") == 1 and "…" not in one.message and "Єргєдлийн → Өргөдлийн" in one.message
    three = found("єдєр єргєдєл єрєє")["text_repaired"]
    assert three.message.count("→") == 3 and "…" not in three.message
    four = found("єдєр єргєдєл єрєє хєдєє")["text_repaired"]
    assert four.message.count("→") == 3 and "…" in four.message
    assert "text_repaired" not in found("Өргөдлийн тухай")


def test_only_a_scanned_cell_is_read_as_a_scan() -> None:
    assert read_row(row((PROGRESS, "З дугаар")), CONTEXT, 0.0)[0].progress == "З дугаар"
    assert read_row(row((PROGRESS, "З дугаар"), confidence=0.9), CONTEXT, 0.0)[0].progress == "3 дугаар"


def record(measure: str, progress: str = "") -> MeasureRecord:
    return read_row(row((MEASURE, measure), (PROGRESS, progress)), CONTEXT, 0.8)[0]


def test_keys_hang_on_words_and_equal_rows_are_counted() -> None:
    same = record("Сургалт хийх")
    first, again, third, other = with_keys([same, same, same, record("Аян хийх")], "Сангийн яам", 2024, "H1")
    assert len({first, again, third, other}) == 4 and {len(key) for key in (first, other)} == {32}
    assert with_keys([record("СУРГАЛТ ХИЙХ.")], "САНГИЙН ЯАМ", 2024, "H1") == (first,)
    assert with_keys([same, same], "Сангийн яам", 2024, "H1") == (first, again)
    for agency, year, period in (("Соёлын яам", 2024, "H1"), ("Сангийн яам", 2023, "H1"), ("Сангийн яам", 2024, "FY")):
        assert with_keys([same], agency, year, period) != (first,)


def test_a_row_without_a_measure_is_known_by_its_progress() -> None:
    one, other = with_keys([record("", "Хоёр хийв"), record("", "Гурав хийв")], "", None, "")
    assert one != other and with_keys([record("Хоёр хийв", "Өөр")], "", None, "") == (one,)
