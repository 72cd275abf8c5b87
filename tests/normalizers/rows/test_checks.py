"""Cross-checks: seeded faults are found, a clean report gives nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from normalizers.normalize import normalize
from normalizers.report import Report
from normalizers.rows.checks_between import check_dataset
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
    found = check_dataset([later, half])
    assert {f.code for f in found[later.submission_id]} >= {"progress_falls"} and half.submission_id not in found
    assert check_dataset([half, later]) == found


def test_a_text_copied_from_another_agency() -> None:
    long = "Иргэдийн санал хүсэлтийг долоо хоног бүр нээж, шийдвэрлэлтийн явцыг цахим самбарт ил тод мэдээлж хэвшсэн."
    table = CLEAN.replace("3 хайрцаг байрлуулж 14 санал хүсэлтийг шийдвэрлэсэн.", long)
    mine = understood(table)
    other = replace(mine, agency="Увс аймгийн Сагил сумын Соёлын төв", sha256="f" * 64, name="other.docx")
    same = replace(mine, sha256="e" * 64, name="again.docx")
    assert {f.code for found in check_dataset([mine, other]).values() for f in found} == {"repeated_text"}
    assert check_dataset([mine, same]) == {}


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
