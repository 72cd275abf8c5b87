"""The whole of understanding: typed rows, keys, pieces, texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from normalizers.front.agency_list import Agency
from normalizers.linkage.matcher import match_report
from normalizers.linkage.records import MatchRow
from normalizers.normalize import _strange_rows, normalize
from normalizers.report import Match, MeasureRecord, Report
from normalizers.rows.row_joining import joined_rows, per_measure
from normalizers.settings import MatchSettings, NormalizerSettings
from parsers.document import Paragraph
from parsers.report import Column, RawCell, Role
from tests.normalizers.reports import CATALOGUES, MEASURES, raw_report

TABLE = f"""
| measure            | indicator | progress | spent      | percent         | other  |
| {MEASURES[0].text} | Аян-1     | Явц.     | 12.5 сая   | Бүрэн хэрэгжсэн | а      |
| {MEASURES[1].text} |           | Явц.     | -          | ХБ              |        |
"""


def test_rows_are_typed_and_keep_their_words() -> None:
    first, second = normalize(raw_report(TABLE), CATALOGUES).records
    assert (first.spent_reported, first.spent_mnt) == ("12.5 сая", Decimal(12_500_000))
    assert (first.completion_reported, first.completion_pct) == ("Бүрэн хэрэгжсэн", Decimal(100))
    assert (second.completion_pct, second.completion_state, second.spent_mnt) == (None, "not_due", None)
    assert first.extra == (("Бусад", "а"),) and second.extra == ()
    assert [(i.name, i.quantity) for i in first.indicators] == [("Аян", Decimal(1))]


def test_a_report_travels_as_msgpack() -> None:
    report = normalize(raw_report(TABLE), CATALOGUES)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(report), type=Report) == report


def test_keys_follow_the_content_not_the_row() -> None:
    once = normalize(raw_report(TABLE), CATALOGUES)
    lines = TABLE.strip().splitlines()
    turned = normalize(raw_report("\n".join([lines[0], lines[2], lines[1]])), CATALOGUES)
    assert {r.text_key for r in once.records} == {r.text_key for r in turned.records}
    other = normalize(raw_report(TABLE, year=2025, day="2025.06.20"), CATALOGUES)
    assert not {r.text_key for r in once.records} & {r.text_key for r in other.records}
    doubled = normalize(raw_report(TABLE + lines[1]), CATALOGUES)
    assert len({r.text_key for r in doubled.records}) == 3


def test_percent_from_the_progress_text_only_without_a_column() -> None:
    table = f"| measure | progress |\n| {MEASURES[0].text} | Бэлтгэсэн /хэрэгжиж байгаа-30%/ |"
    record = normalize(raw_report(table), CATALOGUES).records[0]
    assert (record.completion_pct, record.completion_state) == (Decimal(30), "stated")
    with_column = table.replace("progress |", "progress | percent |", 1) + " - |"
    assert normalize(raw_report(with_column), CATALOGUES).records[0].completion_pct is None


def test_the_configured_agency_is_taken_by_alias() -> None:
    known = Agency("MN-UVS-7", "Тэс сумын Соёлын төв", ("Увс аймгийн Тэс сумын Соёлын төв",))
    report = normalize(raw_report(TABLE), CATALOGUES, NormalizerSettings(agencies=(known,)))
    assert (report.agency, report.agency_id) == ("Тэс сумын Соёлын төв", "MN-UVS-7")
    assert report.agency_reported == "УВС АЙМГИЙН ТЭС СУМЫН СОЁЛЫН ТӨВИЙН"


def test_low_confidence_is_said() -> None:
    report = normalize(raw_report(TABLE, confidence=0.2), CATALOGUES)
    assert {f.row for f in report.findings if f.code == "low_ocr_confidence"} == {1, 2}
    assert report.ocr_confidence == 0.2


def test_halves_of_a_row_are_joined_unless_both_state_a_figure() -> None:
    table = "| measure | progress | spent | percent |\n| Эхний | нэг | 5000 | 100% |\n| хагас | хоёр | - | |"
    raw = raw_report(table)
    joined = joined_rows(raw, (False, True))
    assert len(joined.rows) == 1 and joined.tally.balanced
    assert [cell.text for cell in joined.rows[0].cells] == ["Эхний хагас", "нэг хоёр", "5000", "100%"]
    stated = raw_report(table.replace("| хоёр | - | |", "| хоёр | - | 50% |"))
    assert joined_rows(stated, (False, True)) is stated
    coded = replace(raw, rows=(raw.rows[0], replace(raw.rows[1], code="1.2")))
    assert len(joined_rows(coded, (False, True)).rows) == 2


def test_the_matcher_is_asked_once_a_report_about_the_joined_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def spy(rows: list[MatchRow], *rest: Any) -> tuple[Match, ...]:
        asked.append([row.text for row in rows])
        return match_report(rows, *rest)

    monkeypatch.setattr("normalizers.normalize.match_report", spy)
    text = MEASURES[2].text
    table = f"| measure | progress |\n| {text[:45]} | Явц. |\n| {text[45:]} | |\n| {MEASURES[0].text} | Явц. |"
    report = normalize(raw_report(table), CATALOGUES)
    assert asked == [[f"{text[:45].strip()} {text[45:].strip()}", MEASURES[0].text]]
    assert [record.match.code for record in report.records] == ["2.1", "1.1"]


def test_parts_of_a_measure_have_its_match_and_are_asked_about_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def spy(rows: list[MatchRow], *rest: Any) -> tuple[Match, ...]:
        asked.append(len(rows))
        return match_report(rows, *rest)

    monkeypatch.setattr("normalizers.normalize.match_report", spy)
    lines = [(MEASURES[0], 1, "100%"), (MEASURES[0], 2, "50%"), (MEASURES[1], None, "80%")]
    raw = raw_report(
        "| measure | progress | percent |\n" + "\n".join(f"| {one.text} | Явц. | {done} |" for one, _, done in lines)
    )
    raw = replace(raw, rows=tuple(replace(row, part=part) for row, (_, part, _) in zip(raw.rows, lines, strict=True)))
    report = normalize(raw, CATALOGUES)
    assert asked == [2]
    assert [(record.match.code, record.match.status, record.part) for record in report.records] == [
        (MEASURES[0].code, "auto", 1), (MEASURES[0].code, "auto", 2), (MEASURES[1].code, "auto", None),
    ]  # fmt: skip
    assert "duplicate_measure" not in {finding.code for finding in report.findings}


@pytest.mark.parametrize(
    ("header", "text", "told"), [("", "500 000", True), ("", "-", False), ("Зэрэг", "500 000", False)]
)
def test_figures_in_a_column_without_a_name_are_told(header: str, text: str, told: bool) -> None:
    raw = raw_report("| measure | progress |\n" + "\n".join(f"| {one.text} | Явц. |" for one in MEASURES[:2]))
    column = Column(Role.UNKNOWN, header)
    rows = tuple(replace(row, cells=(*row.cells, RawCell(column, text))) for row in raw.rows)
    report = normalize(replace(raw, rows=rows, columns=(*raw.columns, column)), CATALOGUES)
    assert [f.severity for f in report.findings if f.code == "figures_unnamed"] == (["error"] if told else [])


def test_two_measures_in_one_row_stand_twice() -> None:
    both = Match("1.1", 0.99, "auto", also=(("1.2", 0.97),))
    assert [(index, m.code, m.score) for index, m in per_measure((both, Match("2.1")))] == [
        (0, "1.1", 0.99), (0, "1.2", 0.97), (1, "2.1", 0.0),
    ]  # fmt: skip


def test_who_approved_the_plan_does_not_acknowledge_the_report() -> None:
    raw = raw_report(TABLE, after=("БОЛОВСРУУЛСАН: МЭРГЭЖИЛТЭН Г.НАРАН",))
    above = tuple(Paragraph(text) for text in ("БАТЛАВ", "ДАРГА", "Х.ОДОН"))
    report = normalize(replace(raw, before=(*above, *raw.before)), CATALOGUES)
    assert (report.acknowledged_by, report.prepared_by) == ("", "Г.НАРАН")
    closing = normalize(replace(raw, after=(*raw.after, *above)), CATALOGUES)
    assert closing.acknowledged_by == "Х.ОДОН"


def test_a_row_with_two_measures_is_published_for_both_with_a_finding() -> None:
    table = f"| measure | spent |\n| {MEASURES[0].text}; 1.2. {MEASURES[1].text} | 5000 |\n| {MEASURES[2].text} | - |"
    report = normalize(raw_report(table), CATALOGUES)
    assert [record.match.code for record in report.records] == ["1.1", "1.2", "2.1"]
    assert report.records[0].measure_reported == report.records[1].measure_reported
    assert report.records[1].match.candidates[0][0] == "1.2"
    assert [(f.row, f.value) for f in report.findings if f.code == "merged_measures"] == [(1, "1.1; 1.2")]
    assert [(r.spent_mnt, r.spent_reported) for r in report.records] == [(5000, "5000"), (None, ""), (None, "-")]
    assert [f.row for f in report.findings if f.code == "sum_shared"] == [2]


def test_a_plan_year_without_a_catalogue_takes_the_nearest_earlier_one_and_says_so() -> None:
    report = normalize(raw_report(TABLE, year=2025, day="2025.06.20"), CATALOGUES)
    assert report.catalogue_id == CATALOGUES.items[0].id and report.records[0].match.code == "1.1"
    assert [(f.value, f.column) for f in report.findings if f.code == "catalogue_of_other_year"] == [
        (CATALOGUES.items[0].id, "catalogue_id")
    ]


def test_thresholds_decide_what_is_accepted() -> None:
    strict = NormalizerSettings(matching=MatchSettings(accept=1.0))
    assert {record.match.status for record in normalize(raw_report(TABLE), CATALOGUES, strict).records} == {"review"}


def test_a_report_under_the_name_of_a_body_that_was_merged_is_its_successors() -> None:
    old = Agency("old", "Увс аймгийн Тэс сумын Соёлын төв", valid_to=date(2023, 12, 31), successor_id="new")
    new = Agency("new", "Увс аймгийн Тэс сумын Хүүхэд, соёлын төв", valid_from=date(2024, 1, 1))
    settings = NormalizerSettings(agencies=(old, new))
    later = normalize(raw_report(TABLE), CATALOGUES, settings)
    assert (later.agency_id, later.agency) == ("new", new.name)
    assert later.agency_reported == "УВС АЙМГИЙН ТЭС СУМЫН СОЁЛЫН ТӨВИЙН"
    before = normalize(raw_report(TABLE, year=2023, day="2023.12.20"), CATALOGUES, settings)
    assert (before.agency_id, before.agency) == ("old", old.name)


def test_a_period_that_only_the_date_tells_is_a_fact_from_the_calendar() -> None:
    report = normalize(raw_report(TABLE, period=""), CATALOGUES)
    assert (report.period, report.facts_from) == ("H1", (("period", "calendar"),))
    assert normalize(raw_report(TABLE), CATALOGUES).facts_from == ()


def test_a_report_that_calls_itself_corrected() -> None:
    raw = raw_report(TABLE)
    above = replace(raw, before=(Paragraph("/ЗАЛРУУЛСАН/"), *raw.before))
    assert normalize(above, CATALOGUES).corrected and not normalize(raw, CATALOGUES).corrected


def strange(known: int, unknown: int, confidence: float | None = 0.9) -> int:
    record = MeasureRecord(1, "", "", "Ажил", "", "", "", None, "", None, "absent", confidence=confidence)
    mapped = replace(record, match=Match("1.1", 0.99, "auto"))
    return len(list(_strange_rows([mapped] * known + [record] * unknown)))


def test_a_scan_of_four_rows_is_doubted_where_less_than_three_tenths_are_known() -> None:
    assert strange(0, 4) == 4 and strange(0, 3) == 0 == strange(0, 0)
    assert strange(1, 3) == 3  # a quarter; the known row is not asked for
    assert strange(3, 7) == 0 and strange(2, 8) == 8  # three tenths are enough
    assert strange(0, 9, None) == 0  # a text layer
