"""Checks between reports, on reports made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

from normalizers.report import Finding, Match, MeasureRecord, Report
from normalizers.rows import checks_between
from normalizers.rows.checks_between import LONG_TEXT, compare, compared
from parsers.document import BBox, Place

AGENCY = "Уулын номын сан"
HALF, YEAR = ("H1", date(2024, 6, 30)), ("FY", date(2024, 12, 31))


def record(done: int | None, code: str = "1.1", status: str = "auto", **more: object) -> MeasureRecord:
    pct = None if done is None else Decimal(done)
    made = MeasureRecord(1, "", "", "Сургалт", "", "", "", None, "", pct, "stated", match=Match(code, 1.0, status))
    return replace(made, **more)  # type: ignore[arg-type]


def report(when: tuple[str, date | None], *records: MeasureRecord, agency: str = AGENCY) -> Report:
    year = 2024
    name = f"{agency}-{year}-{when[0]}"
    return Report(
        name, sha256(name.encode()).hexdigest(), "docx", agency, "", agency, year, when[0], None, when[1], None,
        "", "", "", "", "test", records,
    )  # fmt: skip


def told(*reports: Report) -> list[Finding]:
    forth, back = (compare(map(compared, order)) for order in (reports, reversed(reports)))
    found = [forth.said(one.submission_id) for one in reports]
    assert found == [back.said(one.submission_id) for one in reports]
    return [finding for said in found for finding in checks_between.told(said)]


def test_a_completion_that_falls_is_told_with_both_figures() -> None:
    place = Place(4, BBox(0.0, 0.0, 1.0, 1.0))
    (fall,) = told(report(HALF, record(90)), report(YEAR, record(60, places=(place,))))
    assert (fall.code, fall.value, fall.row, fall.page) == ("progress_falls", "60", 1, 4)
    assert "90" in fall.message
    (nowhere,) = told(report(HALF, record(90)), report(YEAR, record(60)))
    assert nowhere.page is None


def test_an_equal_or_rising_or_unknown_completion_is_none() -> None:
    for before, after in ((60, 60), (60, 61), (None, 60), (60, None)):
        assert not told(report(HALF, record(before)), report(YEAR, record(after)))
    assert told(report(HALF, record(1)), report(YEAR, record(0)))


def test_only_mapped_measures_that_are_reported_once_are_compared() -> None:
    fall = report(YEAR, record(60))
    assert not told(report(HALF, record(90), record(95)), fall)
    assert not told(report(HALF, record(90, status="review")), fall)
    assert not told(report(HALF, record(90)), report(YEAR, record(60, status="review")))
    assert not told(report(HALF, record(90, code="")), report(YEAR, record(60, code="")))
    assert not told(report(HALF, record(90, code="1.2")), fall)


def test_only_reports_of_one_agency_and_year_and_of_other_periods_are_compared() -> None:
    before, after = report(HALF, record(90)), report(YEAR, record(60))
    assert not told(before, replace(after, agency="Талын номын сан"))
    assert not told(before, replace(after, plan_year=2025))
    assert not told(before, replace(after, period="H1"))
    assert not told(replace(before, plan_year=None), replace(after, plan_year=None))
    assert not told(replace(before, agency=""), replace(after, agency=""))
    assert told(before, replace(after, agency=AGENCY.upper()))


def test_only_cumulative_periods_are_compared() -> None:
    assert not told(report(HALF, record(90)), report(("H2", date(2024, 12, 31)), record(60)))


def test_a_report_without_an_end_comes_last() -> None:
    (fall,) = told(report(HALF, record(90)), report(("FY", None), record(60)))
    assert fall.value == "60"


def copied(letters: int, agency: str) -> Report:
    return report(HALF, record(None, progress="а" * letters), agency=agency)


def test_a_text_of_eighty_letters_is_no_coincidence() -> None:
    (same,) = told(copied(LONG_TEXT, AGENCY), copied(LONG_TEXT, "Талын номын сан"))
    assert same.code == "repeated_text" and "in Талын номын сан, 2024 H1" in same.message  # the first by name
    assert not told(copied(LONG_TEXT - 1, AGENCY), copied(LONG_TEXT - 1, "Талын номын сан"))


def test_a_text_repeated_in_one_report_or_in_a_copy_of_it_is_none() -> None:
    one = report(HALF, record(None, progress="а" * 100), record(None, progress="а" * 100))
    assert not told(one)
    assert not told(one, replace(one, sha256="f" * 64, name="again"))
    assert told(one, replace(one, sha256="f" * 64, name="later", period="FY", period_end=YEAR[1]))
    assert told(one, replace(one, sha256="f" * 64, name="later", plan_year=2025))
