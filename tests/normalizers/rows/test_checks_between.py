"""Checks between reports, on reports made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

from normalizers.report import Finding, Match, MeasureRecord, Report
from normalizers.rows import checks_between
from normalizers.rows.checks_between import LONG_TEXT, compare, compared, emptied, without_sums
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


def spent(amount: int | None, **more: object) -> MeasureRecord:
    return record(None, spent_mnt=None if amount is None else Decimal(amount), **more)


def test_a_sum_that_falls_a_thousandfold_is_told_in_both_reports_with_the_other_one() -> None:
    before, after = report(HALF, spent(5_000_000, row=3)), report(YEAR, spent(6_000))
    found = told(before, after)
    assert [(one.code, one.row, one.value, one.severity) for one in found] == [
        ("money_contradicts_period", 3, "5000000", "error"), ("money_contradicts_period", 1, "6000", "error"),
    ]  # fmt: skip
    assert "(6,000 (FY))" in found[0].message and "(5,000,000 (H1))" in found[1].message_mn
    said = compare(map(compared, (before, after))).said(before.submission_id)
    assert emptied(said) == {3: 5_000_000} and without_sums(before, emptied(said)).records[0].spent_mnt is None
    assert without_sums(after, {3}) == after


def test_only_sums_of_measures_that_are_reported_once_and_in_one_line_are_compared() -> None:
    fall = report(YEAR, spent(6_000))
    assert not told(report(HALF, spent(5_000_000), spent(5_000_000)), fall)
    assert not told(report(HALF, spent(5_000_000, part=1), spent(1_000_000, part=2)), fall)
    assert not told(report(HALF, spent(5_000_000, status="review")), fall)
    assert not told(report(HALF, spent(-5_000_000)), fall) and not told(report(HALF, spent(None)), fall)
    assert told(report(HALF, spent(5_000_000, part=1), spent(None, part=2)), fall)


def test_the_last_report_of_a_period_speaks_for_it() -> None:
    first, again = report(HALF, spent(5_000_000)), report(HALF, spent(5_000))
    assert told(first, report(YEAR, spent(6_000)))
    assert not told(first, replace(again, name="я", sha256="f" * 64), report(YEAR, spent(6_000)))


def test_a_sum_beside_those_of_others_by_catalogue_and_code() -> None:
    others = [report(HALF, spent(1_000_000 + n), agency=f"Номын сан {n}") for n in range(7)]
    (far,) = told(*others, report(HALF, spent(1_000)))
    assert (far.code, far.value) == ("money_contradicts_others", "1000") and "1,000,003" in far.message
    assert not told(*others, replace(report(HALF, spent(1_000)), catalogue_id="another"))
    assert not told(*others, report(HALF, spent(1_000, code="1.2")))


def test_a_sum_that_a_reviewer_gave_is_published() -> None:
    given = Finding("value_corrected", "note", 1, "spent_mnt", "6000")
    after = replace(report(YEAR, spent(6_000)), findings=(given,))
    assert [one.value for one in told(report(HALF, spent(5_000_000)), after)] == ["5000000"]
    of_text = replace(after, findings=(replace(given, column="completion_pct"),))
    assert len(told(report(HALF, spent(5_000_000)), of_text)) == 2
