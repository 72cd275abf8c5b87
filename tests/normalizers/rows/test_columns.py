"""What a money column counts: by its head, by the lines around the table, or by how its sums look."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.rows.columns import Context, MoneyUnit
from normalizers.rows.row import read_row
from parsers.document import Paragraph
from parsers.report import Column, Leftover, RawCell, RawReport, RawRow, Role


def raw(head: str, *sums: str, before: tuple[str, ...] = (), left: str = "", budget: str = "") -> RawReport:
    columns = (Column(Role.SPENT, head), *([Column(Role.BUDGET, budget)] if budget else []))
    rows = tuple(RawRow(n, (RawCell(columns[0], text),)) for n, text in enumerate(sums, 1))
    leftovers = (Leftover(None, "preface", left, "note"),) if left else ()
    lines = tuple(Paragraph(line) for line in before)
    return RawReport("a.docx", "0" * 64, "docx", rows, columns, lines, leftovers=leftovers)


def unit(report: RawReport) -> MoneyUnit:
    return Context.of(report, 2024).unit


@pytest.mark.parametrize(
    ("report", "togrog", "problem"),
    [
        (raw("Зарцуулсан /мян.төг/", "18,640.0"), 1_000, ""),
        (raw("Зарцуулсан", "18,640.0", before=("2023 оны тайлан", "Мөнгөн дүн: мянган төгрөгөөр")), 1_000, ""),
        (raw("Зарцуулсан", "2.5", before=("/сая.төг/",)), 10**6, ""),
        (raw("Зарцуулсан", "2.5", left="Тайлбар: дүнг сая төгрөгөөр илэрхийлэв"), 10**6, ""),
        (raw("Зарцуулсан", "250", budget="Төсөв /мян.төг/"), 1_000, ""),
        (raw("Зарцуулсан /төгрөг/", "500", before=("/мянган төгрөгөөр/",)), 1, "money_unit_conflict"),
        (raw("Зарцуулсан", "500", before=("/мян.төг/", "(сая.төг)")), None, "money_unit_conflict"),
        (raw("Зарцуулсан", "12,750", "3,400"), None, "money_unit_unknown"),
        (raw("Зарцуулсан", "12,750", "340,000"), None, ""),
        (raw("Зарцуулсан", "12,000", "5,000"), None, ""),
        (raw("Зарцуулсан", "1.5 сая", "-"), None, ""),
        (raw("Зарцуулсан", "-", before=("Сургалтад 5 сая төгрөгөөр гэрээ байгуулав",)), None, ""),
        (raw("Шаардагдах хөрөнгө /сая төг/", "5"), 10**6, "money_planned"),
    ],
)  # fmt: skip
def test_the_unit_of_a_column(report: RawReport, togrog: int | None, problem: str) -> None:
    found = unit(report)
    assert (found.togrog, found.problem) == (togrog, problem)


def test_that_tögrög_are_assumed_is_said_where_sums_are_bare() -> None:
    assert unit(raw("Зарцуулсан", "340,000")).assumed
    assert not unit(raw("Зарцуулсан", "340,000₮")).assumed and not unit(raw("Зарцуулсан /төг/", "340,000")).assumed


@pytest.mark.parametrize(
    ("cell", "head", "progress", "value", "problem"),
    [
        ("1,500", "Зарцуулсан /төг/", "Сургалтад 1.5 сая төгрөг зарцуулсан.", None, "money_unit_conflict"),
        ("1,500,000", "Зарцуулсан /төг/", "Сургалтад 1.5 сая төгрөг зарцуулсан.", "1500000", ""),
        ("12,750", "Зарцуулсан", "", None, "money_unit_unknown"),
        ("12,750₮", "Зарцуулсан", "", "12750", ""),
        ("5", "Шаардагдах хөрөнгө /сая төг/", "", None, "money_planned"),
        ("0", "Зарцуулсан", "", "0", ""),
    ],
)
def test_a_sum_in_doubt_is_no_value(cell: str, head: str, progress: str, value: str | None, problem: str) -> None:
    column, told = Column(Role.SPENT, head), Column(Role.PROGRESS, "Хэрэгжилт")
    row = RawRow(1, (RawCell(column, cell), RawCell(told, progress)))
    report = RawReport("a.docx", "0" * 64, "docx", (row,), (column, told))
    record, findings = read_row(row, Context.of(report, 2024), 0.8)
    assert record.spent_mnt == (None if value is None else Decimal(value))
    assert [finding.code for finding in findings] == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("progress", "value", "state", "problem"),
    [
        ("Биелүүлсэн. Сургалтад 25 хүн хамрагдав.", "100", "stated", "completion_from_progress"),
        ("Хэрэгжээгүй: төсөв батлагдаагүй.", "0", "stated", "completion_from_progress"),
        ("Хэрэгжиж байна. Гэрээ байгуулав.", None, "ongoing", ""),
        ("Хэсэгчлэн биелсэн. Самбар байрлуулав.", None, "absent", "completion_limited_in_progress"),
        ("Бүрэн биелээгүй. Самбар байрлуулав.", None, "absent", "completion_limited_in_progress"),
        ("Сургалт зохион байгуулсан. Биелсэн.", None, "absent", ""),
        ("Хийсэн ажлын тайланг хүргүүлэв.", None, "absent", ""),
    ],
)  # fmt: skip
def test_a_blank_completion_is_the_status_word_the_progress_begins_with(
    progress: str, value: str | None, state: str, problem: str
) -> None:
    done, told = Column(Role.COMPLETION, "Хувь"), Column(Role.PROGRESS, "Хэрэгжилт")
    row = RawRow(1, (RawCell(done, ""), RawCell(told, progress)))
    report = RawReport("a.docx", "0" * 64, "docx", (row,), (done, told))
    record, findings = read_row(row, Context.of(report, 2024), 0.8)
    assert (record.completion_pct, record.completion_state) == (None if value is None else Decimal(value), state)
    assert record.completion_reported == "" and [finding.code for finding in findings] == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("ticks", "value", "state", "problem"),
    [
        (("+", "", ""), "100", "stated", "completion_ticked"), (("", "✓", ""), None, "ongoing", "completion_ticked"),
        (("", "", "x"), "0", "stated", "completion_ticked"), (("", "", ""), None, "absent", ""),
    ],
)  # fmt: skip
def test_a_tick_in_the_column_of_a_word(ticks: tuple[str, ...], value: str | None, state: str, problem: str) -> None:
    heads = ("Хэрэгжилт / Хэрэгжсэн", "Хэрэгжилт / Хэрэгжиж байгаа", "Хэрэгжилт / Хэрэгжээгүй")
    roles = (Role.UNKNOWN, Role.COMPLETION, Role.UNKNOWN)
    cells = tuple(RawCell(Column(role, head), tick) for role, head, tick in zip(roles, heads, ticks, strict=True))
    row = RawRow(1, cells)
    report = RawReport("a.docx", "0" * 64, "docx", (row,), tuple(cell.column for cell in cells))
    record, findings = read_row(row, Context.of(report, 2024), 0.8)
    assert (record.completion_pct, record.completion_state) == (None if value is None else Decimal(value), state)
    assert [finding.code for finding in findings] == ([problem] if problem else [])
