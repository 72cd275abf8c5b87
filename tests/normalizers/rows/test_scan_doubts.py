"""Scans whose column heads or cells were not read: named by contents where clear, and always said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from normalizers.normalize import normalize
from normalizers.report import Report
from parsers.report import Column, RawReport, Role
from tests.normalizers.reports import CATALOGUES, MEASURES, raw_report

UNREAD = Column(Role.UNKNOWN, "ES 2З So т 8 №")
NAMED = Column(Role.UNKNOWN, "Эрсдэлийн зэрэг")


def table(head: str, *cells: str) -> str:
    """A row for each of ``cells``, which are those behind measure and progress."""
    rows = [f"| {MEASURES[n % 3].text} | Явцын мэдээг хүргүүлсэн. | {cell} |" for n, cell in enumerate(cells)]
    return "\n".join([f"| measure | progress | {head} |", *rows])


def headed(raw: RawReport, column: Column) -> RawReport:
    """The report with another head for its column ``other``."""
    rows = tuple(
        replace(
            row, cells=tuple(replace(c, column=column) if c.column.header == "Бусад" else c for c in row.cells)
        )
        for row in raw.rows
    )  # fmt: skip
    columns = tuple(column if c.header == "Бусад" else c for c in raw.columns)
    return replace(raw, rows=rows, columns=columns)


def understood(drawn: str, column: Column = UNREAD, confidence: float | None = 0.95) -> Report:
    return normalize(headed(raw_report(drawn, confidence=confidence), column), CATALOGUES)


def rows_with(report: Report, code: str) -> set[int | None]:
    return {finding.row for finding in report.findings if finding.code == code}


def doubts(report: Report) -> set[str]:
    return {f.code for f in report.findings if f.code.endswith(("_unread", "_by_contents", "_not_seen"))}


def test_amounts_under_an_unread_head_are_the_spending_and_every_row_says_so() -> None:
    report = understood(table("other | percent", "8.800.000 | 100%", "0 | 50%", "6,900,000 | 70%"))
    assert [record.spent_mnt for record in report.records] == [Decimal(8_800_000), Decimal(0), Decimal(6_900_000)]
    assert rows_with(report, "spent_column_by_contents") == {1, 2, 3}
    assert {f.column for f in report.findings if f.code == "spent_column_by_contents"} == {"spent_mnt"}
    assert doubts(report) == {"spent_column_by_contents"} and not rows_with(report, "unknown_column")


def test_percentages_under_an_unread_head_are_the_completion() -> None:
    report = understood(table("spent | other", "8.800.000 | 100%", "- | 50%", "6,900,000 | 46.5%"))
    assert [record.completion_pct for record in report.records] == [Decimal(100), Decimal(50), Decimal("46.5")]
    assert doubts(report) == {"completion_column_by_contents"}


def test_figures_that_may_mean_either_are_not_published_but_asked_for() -> None:
    report = understood(table("spent | other", "8.800.000 | 100", "- | 50", "6,900,000 | 46"))
    assert all(record.completion_pct is None for record in report.records)
    assert rows_with(report, "completion_column_unread") == {1, 2, 3}
    lost = understood(table("other | percent", "а.8 | 100%", "@ | 50%", "~5 | 46%"))
    assert rows_with(lost, "spent_column_unread") == {1, 2, 3}


def test_a_budget_taken_for_the_spending_beside_an_unread_head_is_doubted() -> None:
    raw = headed(raw_report(table("other | spent | percent", *["- | 5,7 | 60%"] * 3), confidence=0.95), UNREAD)
    budget = Column(Role.SPENT, "Төсөв (сая.төг)", "budget_label")
    doubted = tuple(
        replace(
            row, cells=tuple(replace(c, column=budget) if c.column.role is Role.SPENT else c for c in row.cells)
        )
        for row in raw.rows
    )  # fmt: skip
    assert rows_with(normalize(replace(raw, rows=doubted), CATALOGUES), "spent_column_unread") == {1, 2, 3}
    assert not rows_with(normalize(raw, CATALOGUES), "spent_column_unread")


@pytest.mark.parametrize(
    ("column", "confidence", "cells"),
    [
        (UNREAD, None, "8.800.000"),  # a text layer: the head says what it says
        (NAMED, 0.95, "8.800.000"),  # a head that was read
        (UNREAD, 0.95, "Өндөр эрсдэл"),  # words
        (UNREAD, 0.95, ""),
    ],
)
def test_no_doubt_without_figures_under_an_unread_head(column: Column, confidence: float | None, cells: str) -> None:
    report = understood(table("other | percent", *[f"{cells} | 100%"] * 3), column, confidence)
    assert not doubts(report)


def test_a_completion_told_in_the_progress_needs_no_column() -> None:
    drawn = table("spent | other", *["1000000 | 3"] * 3).replace("хүргүүлсэн.", "хүргүүлсэн /хэрэгжиж байгаа-30%/")
    assert not doubts(understood(drawn))


def test_a_completion_without_a_mark_where_others_have_one() -> None:
    drawn = table("spent | percent", "5000000 | 100%", " | 50%", "- | ", "7000000 | 10%", "9000000 | 10%")
    report = understood(drawn)
    assert rows_with(report, "completion_not_seen") == {3}
    assert not rows_with(report, "spent_not_seen")
    assert not doubts(understood(drawn, confidence=None))


def test_a_cell_whose_print_was_not_read_is_no_empty_cell() -> None:
    raw = raw_report(table("spent | percent", "5000000 | 100%", " | 50%", "- | 20%"), confidence=0.95)
    lost = tuple(
        replace(row, cells=tuple(replace(c, confidence=0.0) if not c.text else c for c in row.cells))
        for row in raw.rows
    )
    report = normalize(replace(raw, rows=lost), CATALOGUES)
    assert rows_with(report, "spent_not_seen") == {2}
    assert rows_with(report, "low_ocr_confidence") == {2}


def test_a_scan_with_hardly_a_known_measure_is_doubted() -> None:
    cells = "| Ажил {} | Явцын мэдээг хүргүүлсэн. | 5000000 | 100% |"
    strange = "\n".join(["| measure | progress | spent | percent |", *[cells.format(n) for n in range(4)]])
    assert len(rows_with(understood(strange), "measures_hardly_known")) == 4
    assert not rows_with(understood(strange, confidence=None), "measures_hardly_known")


def test_an_amount_without_separators_between_amounts_that_have_them() -> None:
    drawn = table("spent | percent", "9.650.000 | 1%", "13000050 | 2%", "0 | 3%", *["7.150.000 | 4%"] * 3)
    assert rows_with(understood(drawn), "spent_ungrouped") == {2}
    assert not rows_with(understood(drawn, confidence=None), "spent_ungrouped")
    plain = table("spent | percent", "9650000 | 1%", "13000050 | 2%", "7.150.000 | 4%")
    assert not rows_with(understood(plain), "spent_ungrouped")


def test_a_measure_without_a_word() -> None:
    drawn = table("spent | percent", *["5000000 | 100%"] * 2).replace(MEASURES[1].text, "2 фывапр")
    assert rows_with(understood(drawn), "measure_not_seen") == {2}
    assert not doubts(understood(drawn, confidence=None))


@pytest.mark.parametrize(
    ("head", "asked"),
    [
        ("Зарцуулсан хөрөнгө /MAH.Terper/", {1}),
        ("Зарцуулсан хөрөнгө (иян тсгрсг)", {1}),
        ("Зарцуулсан хөрөнгө /мян.төгрөг/", set()),
        ("Зарцуулсан хөрөнгө", set()),
        ("Зарцуулсан хөрөнгө /жилийн дүн/", set()),
    ],
)
def test_amounts_whose_unit_stands_in_an_unread_head(head: str, asked: set[int]) -> None:
    raw = raw_report(table("spent | percent", "17 100.0 | 1%", "4.800.000₮ | 2%", "- | 3%"), confidence=0.95)
    rows = tuple(
        replace(row, cells=tuple(
            replace(c, column=Column(Role.SPENT, head)) if c.column.role is Role.SPENT else c for c in row.cells
        ))
        for row in raw.rows
    )  # fmt: skip
    assert rows_with(normalize(replace(raw, rows=rows), CATALOGUES), "spent_unit_unread") == asked
