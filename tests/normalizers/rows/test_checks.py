"""Cross-checks: seeded faults are found, a clean report gives nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from normalizers.normalize import normalize
from normalizers.report import Finding, IndicatorItem, Match, MeasureRecord, Mention, Report
from normalizers.rows.checks import check_report, unfinished_words
from normalizers.rows.checks_between import compare, compared, told
from normalizers.rows.findings import known_findings, make
from tests.normalizers.reports import CATALOGUES, MEASURES, raw_report

CLEAN = f"""
| measure            | indicator      | progress                                             | spent   | percent |
| {MEASURES[0].text} | Сургалтын тоо-2 | 2024.03.05-ны өдөр 2 сургалт зохион байгуулсан.      | 350,000 | 100%    |
| {MEASURES[1].text} | Хайрцаг-3       | 3 хайрцаг байрлуулж 14 санал хүсэлтийг шийдвэрлэсэн. | -       | 90%     |
| {MEASURES[2].text} | Байршуулсан эсэх | Төлөвлөгөөг www.tes-soyol.mn хуудсанд байршуулсан.  | 0       | 100%    |
"""
SIGNED = ("ТАНИЛЦСАН: ДАРГА Б.ТОД", "ТАЙЛАН БЭЛТГЭСЭН: МЭРГЭЖИЛТЭН Г.САР")


def understood(table: str = CLEAN, **front: object) -> Report:
    return normalize(raw_report(table, after=SIGNED, **front), CATALOGUES)  # type: ignore[arg-type]


def codes(report: Report, row: int | None = None) -> set[str]:
    return {finding.code for finding in report.findings if row is None or finding.row == row}


def test_a_clean_report_gives_no_finding() -> None:
    report = understood()
    assert [record.match.code for record in report.records] == ["1.1", "1.2", "2.1"]
    assert report.findings == ()


def test_complete_but_in_preparation() -> None:
    table = CLEAN.replace("2 сургалт зохион байгуулсан.", "сургалт зохион байгуулах бэлтгэл ажлыг хангаж байна.")
    assert "complete_but_in_preparation" in codes(understood(table), 1)


def test_a_missing_and_a_repeated_measure() -> None:
    table = CLEAN.replace(MEASURES[1].text, MEASURES[0].text)
    report = understood(table)
    assert "duplicate_measure" in codes(report, 2)
    assert [f.value for f in report.findings if f.code == "measure_missing"] == ["1.2"]


def test_dates_outside_the_period() -> None:
    assert "date_outside_period" in codes(understood(CLEAN.replace("2024.03.05", "2024.11.05")), 1)
    assert "date_outside_period" in codes(understood(CLEAN.replace("2024.03.05", "2022.03.05")), 1)
    plan = CLEAN.replace("2024.03.05-ны өдөр", "2022.03.05-ны өдрийн А/12 дугаар тушаалын дагуу")
    assert "date_outside_period" not in codes(understood(plan))


def test_money_and_text_that_contradict() -> None:
    unspent = CLEAN.replace("2 сургалт зохион байгуулсан.", "2 сургалт хийсэн, зардал гараагүй.")
    assert "amount_without_spending" in codes(understood(unspent), 1)
    spent = CLEAN.replace("14 санал", "150,000 төгрөг зарцуулж 14 санал")
    assert "spending_without_amount" in codes(understood(spent), 2)


def test_values_that_cannot_be_read_go_to_review() -> None:
    report = understood(CLEAN.replace("90%", "нэлээд").replace("350,000", "150 00"))
    assert {"percent_unreadable", "money_ambiguous"} <= codes(report)
    assert {"percent_unreadable", "money_ambiguous"} <= {
        finding.code for finding in report.findings if finding.severity == "error"
    }
    assert report.records[1].completion_pct is None and report.records[0].spent_mnt is None


def test_percent_over_a_hundred_is_no_value() -> None:
    report = understood(CLEAN.replace("90%", "190%"))
    assert report.records[1].completion_pct is None and "percent_out_of_range" in codes(report, 2)


def test_an_unmet_promise() -> None:
    assert "indicator_promise_unmet" in codes(understood(CLEAN.replace("Сургалтын тоо-2", "Сургалтын тоо-6")), 1)


def test_missing_metadata() -> None:
    report = normalize(raw_report(CLEAN, title="АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ ХЭРЭГЖИЛТ", day=""), CATALOGUES)
    assert {"agency_unknown", "plan_year_unknown", "period_unknown", "report_date_missing"} <= codes(report)
    assert report.agency == "" and report.plan_year is None and report.period == ""


def test_another_years_catalogue() -> None:
    report = understood(year=2025, day="2025.06.20")
    assert report.catalogue_id == "test-2024" and "catalogue_of_other_year" in codes(report)


def test_falling_completion_between_periods() -> None:
    half = understood()
    later = understood(CLEAN.replace("90%", "60%"), period="ЖИЛИЙН ЭЦСИЙН", day="2024.12.20")
    found = compare(map(compared, [later, half]))
    assert {one.code for one in found.said(later.submission_id)} >= {"progress_falls"}
    assert not found.said(half.submission_id)


def test_a_text_copied_from_another_agency() -> None:
    long = "Иргэдийн санал хүсэлтийг долоо хоног бүр нээж, шийдвэрлэлтийн явцыг цахим самбарт ил тод мэдээлж хэвшсэн."
    table = CLEAN.replace("3 хайрцаг байрлуулж 14 санал хүсэлтийг шийдвэрлэсэн.", long)
    mine = understood(table)
    other = replace(mine, agency="Увс аймгийн Сагил сумын Соёлын төв", sha256="f" * 64, name="other.docx")
    same = replace(mine, sha256="e" * 64, name="again.docx")
    assert [f.code for f in between(mine, other)] == ["repeated_text"]
    assert not between(mine, same)


def between(*reports: Report) -> list[Finding]:
    found = compare(map(compared, reports))
    return [finding for report in reports for finding in told(found.said(report.submission_id))]


def test_every_finding_has_both_languages() -> None:
    for code, known in known_findings().items():
        assert known["severity"] in ("error", "warning", "note")
        finding = make(code, 1, value="{detail}", detail="12")
        assert finding.message and finding.message_mn
        assert "{value}" not in finding.message + finding.message_mn


def test_every_note_of_a_reader_has_its_sentences() -> None:
    parsers = Path(__file__).parents[3] / "parsers"
    noted = {
        code for path in parsers.rglob("*.py") for code in re.findall(r'\bNote\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    assert len(noted) > 10 and noted <= set(known_findings())


RECORD = MeasureRecord(1, "", "", "Сургалт", "", "", "", None, "", None, "absent")
REPORT = Report(
    "a.docx", "0" * 64, "docx", "", "", "", 2024, "H1", date(2024, 1, 1), date(2024, 6, 30), None,
    "", "", "", "", "test", (),
)  # fmt: skip


def row_codes(record: MeasureRecord, report: Report = REPORT) -> list[str]:
    return [finding.code for finding in check_report(replace(report, records=(record,)))]


def test_without_a_record_there_is_nothing_to_say() -> None:
    assert check_report(REPORT) == () == check_report(REPORT, CATALOGUES.items[0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Судалгаа эхлээгүй. Дараа хийхээр төлөвлөж байна.", "Судалгаа эхлээгүй"),  # the first one
        ("Сургалт хийсэн. Судалгаа эхлээгүй.", ""),
        ("Судалгаа эхлээгүй; Сургалт хийсэн.", ""),
        ("Судалгаа эхлээгүй\nБусад", "Судалгаа эхлээгүй"),
        ("Сургалт", ""),
        (" . ", ""),
        ("", ""),
    ],
)
def test_the_sentence_that_says_nothing_is_done_yet(text: str, words: str) -> None:
    assert unfinished_words(text) == words


@pytest.mark.parametrize(("done", "told"), [(100, True), (99, False), (120, True), (None, False)])
def test_work_that_is_not_begun_contradicts_only_a_full_completion(done: int | None, told: bool) -> None:
    pct = None if done is None else Decimal(done)
    record = replace(RECORD, completion_pct=pct, progress="Судалгаа эхлээгүй.")
    assert ("complete_but_in_preparation" in row_codes(record)) is told


@pytest.mark.parametrize(("spent", "told"), [(1, True), (0, False), (None, False)])
def test_an_amount_contradicts_words_that_nothing_was_spent(spent: int | None, told: bool) -> None:
    amount = None if spent is None else Decimal(spent)
    assert (
        "amount_without_spending" in row_codes(replace(RECORD, spent_mnt=amount, progress="Зардал гараагүй"))
    ) is told
    assert row_codes(replace(RECORD, spent_mnt=amount, progress="Сургалт хийв")) == []


@pytest.mark.parametrize(("spent", "told"), [(None, True), (0, False), (5, False)])
def test_an_amount_in_the_text_alone_is_told(spent: int | None, told: bool) -> None:
    amount = None if spent is None else Decimal(spent)
    progress = "Нийт 150,000 төгрөг зарцуулсан."
    assert ("spending_without_amount" in row_codes(replace(RECORD, spent_mnt=amount, progress=progress))) is told


def dated(
    day: str, behind: str = " сургалт хийв", kind: str = "date", end: date | None = REPORT.period_end,
    signed: date | None = None, year: int | None = 2024,
) -> bool:  # fmt: skip
    mention = Mention(kind, day, day, "", "", 0)
    report = replace(REPORT, period_end=end, report_date=signed, plan_year=year)
    return row_codes(replace(RECORD, progress=day + behind, mentions=(mention,)), report) == ["date_outside_period"]


def test_a_date_up_to_a_month_behind_the_period_is_in_order_where_the_report_has_none() -> None:
    assert not dated("2024-07-31") and dated("2024-08-01")
    assert not dated("2024-07-10", signed=date(2024, 7, 10)) and dated("2024-07-11", signed=date(2024, 7, 10))
    assert not dated("2024-06-30", signed=date(2024, 6, 20)) and dated("2024-07-01", signed=date(2024, 6, 20))


def test_a_date_of_the_year_before_last_is_strange_unless_a_document_is_dated() -> None:
    assert not dated("2023-01-01") and dated("2022-12-31")
    assert not dated("2022-12-31", " өдрийн тушаал") and dated("2024-08-01", " өдрийн тушаал")
    assert not dated("2024-08-01", " өдөр хийхээр төлөвлөж байна") and dated("2022-12-31", " хийхээр төлөвлөж байна")


def test_only_dates_are_compared_and_only_with_a_known_period() -> None:
    assert dated("2022-12-31", kind="date_range") and not dated("2022-12-31", kind="document")
    assert not dated("2022-12-31", end=None) and not dated("2022-12-31", year=None)


def promised(
    done: int | None, counted: str, name: str, quantity: int | None, *more: Mention, kind: str = "count"
) -> bool:
    mentions = (Mention(kind, "", counted, "", "сургалт", 0), *more)
    item = IndicatorItem(1, name, None if quantity is None else Decimal(quantity), "", f"{name}-{quantity}")
    pct = None if done is None else Decimal(done)
    return "indicator_promise_unmet" in row_codes(
        replace(RECORD, completion_pct=pct, mentions=mentions, indicators=(item,))
    )


def test_a_promise_is_unmet_where_the_text_counts_fewer_of_the_same_things() -> None:
    assert promised(100, "2", "Сургалтын тоо", 3) and promised(100, "2", "Зохион байгуулсан сургалт", 3)
    assert promised(100, "2", "Сургалтын тоо", 3, kind="people")
    assert not promised(100, "3", "Сургалтын тоо", 3) and not promised(100, "4", "Сургалтын тоо", 3)
    assert not promised(100, "2", "Сургалтын тоо", None)
    assert not promised(90, "2", "Сургалтын тоо", 3) and not promised(None, "2", "Сургалтын тоо", 3)
    assert not promised(100, "2", "Хэвлэмэл хуудасны тоо", 3) and not promised(100, "2", "Цахимсургалтын тоо", 3)
    assert not promised(100, "2", "Сургалтын тоо", 3, kind="percent")
    assert not promised(100, "2", "Сургалтын тоо", 3, Mention("count", "", "1", "", "сургалт", 9))  # which of them?


def waiting(probability: float, score: float) -> MeasureRecord:
    return replace(RECORD, row=2, match=Match("1.2", score, "review", candidates=(("1.2", probability, ()),)))


def test_a_measure_that_a_waiting_row_may_be_is_not_missing() -> None:
    sure = replace(RECORD, match=Match("1.1", 0.99, "auto"))

    def missing(*records: MeasureRecord) -> list[str]:
        found = check_report(replace(REPORT, records=records), CATALOGUES.items[0])
        return [finding.value for finding in found if finding.code == "measure_missing"]

    assert missing(sure) == ["1.2", "2.1"]
    assert missing(sure, waiting(0.2, 0.2)) == ["2.1"] and missing(sure, waiting(0.19, 0.19)) == ["1.2", "2.1"]
    assert missing(waiting(0.3, 0.3)) == ["1.1", "2.1"]
    assert missing(sure, waiting(0.1, 0.5)) == ["2.1"]


def test_a_row_that_most_likely_is_a_reported_measure_repeats_it() -> None:
    def repeated(*records: MeasureRecord) -> list[tuple[int | None, str]]:
        found = check_report(replace(REPORT, records=records))
        return [(f.row, f.value) for f in found if f.code == "duplicate_measure"]

    first = replace(RECORD, match=Match("1.2", 0.99, "confirmed"))
    assert repeated(first, waiting(0.5, 0.5)) == [(2, "1.2")] and repeated(first, waiting(0.5, 0.49)) == []
    assert repeated(first, replace(first, row=3, match=Match("1.2", 0.99, "unmatched"))) == []
    assert repeated(first) == []


def test_a_report_without_one_measure_says_so_once() -> None:
    found = check_report(replace(REPORT, records=(RECORD,)), CATALOGUES.items[0])
    assert [finding.code for finding in found] == ["no_measures"]
