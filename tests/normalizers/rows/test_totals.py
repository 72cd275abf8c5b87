"""Sums that are off by a thousand beside the total of their report."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from normalizers.normalize import normalize
from normalizers.report import Report
from normalizers.rows.columns import Context
from normalizers.rows.totals import contradicting, stated_totals
from parsers.document import Document, Page
from parsers.docx import reader
from parsers.extraction import extract
from parsers.limits import DEFAULT_LIMITS
from parsers.report import Column, Leftover, RawReport, Role
from tests.builders.docx import drawn, package, source
from tests.builders.pages import page, page_blocks
from tests.normalizers.reports import CATALOGUES
from tests.pipeline.outputs.making import record

SUMS = (350_000, 1_200_000, 48_500, 2_750_000)


def wrong(sums: Sequence[int | None], *totals: int) -> set[int]:
    records = [record(n, spent_mnt=None if value is None else Decimal(value)) for n, value in enumerate(sums, 1)]
    found = contradicting(records, [Decimal(total) for total in totals])
    assert set(found.values()) <= {Decimal(total) for total in totals}
    return set(found)


@pytest.mark.parametrize(
    ("changed", "rows"),
    [
        ({}, set()),
        ({1: 350}, {1}),
        ({2: 1_200_000_000}, {2}),
        ({4: 2_750_000_000_000}, {4}),
        ({1: 350, 3: 48}, {1, 3}),  # rounded to thousands
        ({1: 350, 2: 1_205_000}, set()),  # another mistake beside it: nothing adds up
        ({1: 350, 2: 1_200}, {1, 2}),
        ({1: 350_000_000, 4: 2_750_000_000}, {1, 4}),
        ({1: 350, 2: 1_200, 4: 2_750}, set()),  # three of four: nobody tells which
        ({3: None}, set()),  # the total says more than the rows
        ({1: 3_500_000}, set()),  # tenfold is no unit
        ({1: 350_001}, set()),
    ],
)
def test_sums_beside_a_total(changed: dict[int, int | None], rows: set[int]) -> None:
    assert wrong([changed.get(n, value) for n, value in enumerate(SUMS, 1)], sum(SUMS)) == rows


def test_a_whole_column_in_another_unit() -> None:
    for factor in (1_000, 1_000_000):
        assert wrong(SUMS, sum(SUMS) * factor) == wrong([value * factor for value in SUMS], sum(SUMS)) == {1, 2, 3, 4}


def test_rows_that_explain_it_alike_are_all_doubted() -> None:
    assert wrong((5_000, 5_000, 700_000), 5_705_000) == {1, 2}


def test_a_total_that_forgot_a_row_or_is_one_of_several_contradicts_nobody() -> None:
    assert wrong(SUMS, sum(SUMS) - 2_750_000) == set()
    assert wrong((5_000, *SUMS), sum(SUMS) + 5_000_000, sum(SUMS) + 5_000) == set()  # planned, spent
    assert wrong((5_000, *SUMS), sum(SUMS) + 5_000_000, 9_000_000) == {1}
    assert wrong((5_000, *SUMS)) == wrong((), 5) == wrong((0, 0), 5) == set()


def test_totals_are_read_as_the_column_counts() -> None:
    raw = RawReport("a.docx", "0" * 64, "docx", (), (Column(Role.SPENT, "Зарцуулсан /мян.төг/"),))
    context = Context.of(raw, 2024)
    left = [Leftover(1, kind, "НИЙТ | 1,250.5 | 2.5 сая төг | 75% | -", "") for kind in ("total_row", "header")]
    assert stated_totals(left, context) == {Decimal("1250500"), Decimal("2500000")}
    assert stated_totals(left[1:], context) == set()


NEXT = "| 3 | 1.3. Сар бүр мэдээлэл бэлтгэж нийтлэх | Нийтэлсэн. | 7,000 | 90% |"
TOTAL = "|  | НИЙТ ДҮН |  | 1,557,000 | 95% |"


def understood(kind: str, first: str, second: str, *more: str) -> Report:
    """A report of two rows and more, as Word has it, or as drawn on a page."""
    rows = (
        "| Д/д | Арга хэмжээ | Хэрэгжилт | Зарцуулсан хөрөнгө /төгрөг/ | Хувь |",
        f"| 1 | 1.1. Албан хаагчдад сургалт зохион байгуулах | Хоёр удаа сургав. | {first} | 100% |",
        f"| 2 | 1.2. Иргэдийн саналын хайрцаг ажиллуулах | Хайрцаг тавьсан. | {second} | 50% |",
        *more,
    )
    if kind == "docx":
        made = reader.read(source(package(drawn("\n".join(rows)))), DEFAULT_LIMITS)
    else:
        made = Document("a", "0" * 64, 0, "", kind, page_blocks(ruled(rows, 0.99 if kind == "scan" else None)))
    return normalize(extract(made)[0], CATALOGUES)


def ruled(rows: Sequence[str], confidence: float | None) -> Page:
    """The rows as a ruled page; no rule stands above a cell that is merged with the one above."""
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    widths = [max(map(len, column)) + 2 for column in zip(*cells, strict=True)]
    lines = []
    for row in cells:
        rules = [("-" if cell != "^" else " ") * width for cell, width in zip(row, widths, strict=True)]
        words = [f" {cell if cell != '^' else ''}".ljust(width) for cell, width in zip(row, widths, strict=True)]
        lines += [f"+{'+'.join(rules)}+", f"|{'|'.join(words)}|"]
    return page("\n".join([*lines, f"+{'+'.join('-' * width for width in widths)}+"]), confidence=confidence)


@pytest.mark.parametrize(("sum_of_first", "is_wrong"), [("350,000", False), ("350", True), ("350,000,000", True)])
@pytest.mark.parametrize("kind", ["docx", "pdf", "scan"])
def test_a_report_with_a_total_row(sum_of_first: str, is_wrong: bool, kind: str) -> None:
    found = understood(kind, sum_of_first, "1,200,000", NEXT, TOTAL)
    errors = [(one.row, one.value) for one in found.findings if one.code == "money_contradicts_total"]
    assert errors == ([(1, sum_of_first)] if is_wrong else [])
    assert [one.spent_mnt for one in found.records] == [None if is_wrong else 350_000, 1_200_000, 7_000]
    assert found.records[0].spent_reported == sum_of_first


@pytest.mark.parametrize("kind", ["docx", "pdf", "scan"])
def test_a_sum_that_is_merged_over_rows_stands_once_in_any_kind_of_document(kind: str) -> None:
    found = understood(kind, "350,000", "^", NEXT)
    assert [one.spent_mnt for one in found.records] == [350_000, None, 7_000]
    assert [one.row for one in found.findings if one.code == "sum_shared"] == [2]
