"""From what became of every file to tables."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from normalizers.report import Facts, Match
from parsers.document import BBox, Place
from pipeline.outputs.tables.dataset import Dataset
from pipeline.register.bodies import load_register
from pipeline.workers.outcome import CONTAINER, PAGE, Outcome
from tests.pipeline.outputs.making import CATALOGUES, built, copy_of, finding, outcome, record, rejected


def table(dataset: Dataset, name: str) -> list[dict[str, Any]]:
    """The rows as dictionaries."""
    return [dict(zip(dataset.schema.table(name).names, row, strict=True)) for row in dataset.rows(name)]


def test_every_file_has_one_row_and_a_status() -> None:
    good, waiting = outcome("b.docx"), outcome("c.docx", record(match=Match("1.1", 0.7, "review")))
    doubtful = outcome("d.docx", agency="Өөр сургууль", findings=(finding(), finding("later", "error", 2)))
    dataset = built([rejected(), copy_of("a.docx", good), good, waiting, doubtful], CATALOGUES)
    rows = table(dataset, "submissions")
    assert [(row["file"], row["status"], row["reason"]) for row in rows] == [
        ("a.docx", "duplicate", "duplicate"),
        ("b.docx", "ok", None),
        ("c.docx", "review", "measures_to_review"),
        ("d.docx", "review", "percent_unreadable"),
        ("z.pdf", "rejected", "damaged"),
    ]
    assert all(row["hint"] for row in rows if row["status"] != "ok")
    assert dataset.statuses == {"ok": 1, "review": 2, "rejected": 1, "duplicate": 1, "container": 0, "page": 0}
    assert rows[0]["duplicate_of"] == "b.docx"
    assert rows[0]["submission_id"] == rows[1]["submission_id"]
    assert all(row["hint_mn"] for row in rows if row["status"] != "ok")


@pytest.mark.parametrize(("year", "published"), [(1989, None), (1990, 1990), (2100, 2100), (2101, None), (9023, None)])
def test_a_year_that_the_schema_forbids_needs_a_person(year: int, published: int | None) -> None:
    dataset = built([outcome("a.docx", plan_year=year)], CATALOGUES)
    (row,) = table(dataset, "submissions")
    assert row["plan_year"] == table(dataset, "measures")[0]["plan_year"] == published
    if published is None:
        assert (row["status"], row["reason"], row["period_start"]) == ("review", "plan_year_impossible", None)
        (found,) = [item for item in table(dataset, "findings") if item["code"] == "plan_year_impossible"]
        assert (found["severity"], found["value"]) == ("error", str(year)) and "1990-2100" in found["message_mn"]
    else:
        assert row["status"] == "ok"


def test_nothing_is_published_from_copies_and_rejected_files() -> None:
    good = outcome("b.docx")
    dataset = built([replace(copy_of("c.docx", good), report=good.report), good, rejected()], CATALOGUES)
    assert dataset.counts["measures"] == 1
    assert dataset.counts["findings"] == 0


def test_the_order_of_files_changes_nothing() -> None:
    made = [outcome(f"{name}.docx", agency=f"Сургууль {name}") for name in "abcdef"] + [rejected()]
    shuffled = random.Random(5).sample(made, len(made))
    one, other = built(made, CATALOGUES), built(shuffled, CATALOGUES)
    assert all(list(one.rows(name)) == list(other.rows(name)) for name in one.tables)


def test_a_measure_row() -> None:
    places = (Place(2, BBox(10, 20, 30, 40)), Place(2, BBox(5, 60, 50, 80)), Place(3, BBox(5, 10, 50, 30.25)))
    made = record(
        spent_mnt=Decimal("1500.50"),
        percent="70.50",
        progress=" Хийсэн\n\n ажил ",
        extra=(("Тоо", "3"), ("Огноо", "2023 он")),
        places=places,
    )
    (row,) = table(
        built([outcome("a.docx", made, findings=(finding(), finding("x_y"), finding()))], CATALOGUES), "measures"
    )
    assert row["measure_id"] == "ub-2023/1.1"
    assert (row["goal_code"], row["goal"]) == ("1", "Мэдлэг дээшлүүлэх")
    assert row["progress"] == "Хийсэн ажил"
    assert row["spent_mnt"] == 1501
    assert str(row["completion_pct"]) == "70.5"
    assert row["extra"] == '{"Огноо": "2023 он", "Тоо": "3"}'
    assert (row["page"], row["page_end"]) == (2, 3)
    assert row["bbox"] == "2:5.0,20.0,50.0,80.0; 3:5.0,10.0,50.0,30.2"
    assert row["flags"] == "percent_unreadable; x_y"
    assert str(row["match_score"]) == "0.9900"
    assert row["runner_up_score"] is None
    assert row["responsible"] is None


def test_rows_outside_the_catalogue_have_no_code() -> None:
    own = record(1, "")
    refused = record(2, match=Match("1.1", 0.2, "rejected"))
    rows = table(built([outcome("a.docx", own, refused)], CATALOGUES), "measures")
    assert [(row["measure_id"], row["measure_code"], row["goal"]) for row in rows] == [(None, None, None)] * 2


def test_the_later_report_counts() -> None:
    first = outcome("b.docx", record(1, "1.1", "50"), report_date=date(2023, 6, 1))
    later = outcome("a.docx", record(1, "1.1", "80"), report_date=date(2023, 6, 20))
    other = outcome("c.docx", period="FY")
    dataset = built([first, later, other], CATALOGUES)
    assert [row["superseded_by"] for row in table(dataset, "submissions")] == [None, "a.docx", None]
    assert dataset.counts["measures"] == 3
    half = [row for row in table(dataset, "coverage") if row["period"] == "H1"]
    assert [(row["measure_code"], row["completion_pct"], row["status"]) for row in half] == [
        ("1.1", 80, "partial"),
        ("1.2", None, "missing"),
        ("2.1", None, "missing"),
    ]


def test_coverage_compares_with_the_earlier_period() -> None:
    half = outcome("a.docx", record(1, "1.1", "40"), record(2, "1.2", "100"))
    year = outcome("b.docx", record(1, "1.1", "90.5"), record(2, "2.1", None), period="FY")
    rows = [row for row in table(built([half, year], CATALOGUES), "coverage") if row["period"] == "FY"]
    assert [(row["measure_code"], row["completion_change"], row["status"]) for row in rows] == [
        ("1.1", Decimal("50.5"), "partial"),
        ("1.2", None, "missing"),
        ("2.1", None, "no_figure"),
    ]


def test_of_two_rows_for_one_measure_the_accepted_one_counts() -> None:
    waiting = record(1, match=Match("1.1", 0.6, "review"), percent="10")
    accepted = record(2, "1.1", "60")
    rows = table(built([outcome("a.docx", waiting, accepted)], CATALOGUES), "coverage")
    assert (rows[0]["row"], rows[0]["completion_pct"]) == (2, 60)


def test_figures_of_a_submission() -> None:
    rows = (record(1, "1.1", "100"), record(2, "1.2", "33.33"), record(3, "", None, spent_mnt=None))
    (row,) = table(built([outcome("a.docx", *rows)], CATALOGUES), "submissions")
    assert (row["measures_reported"], row["measures_matched"], row["measures_unmatched"]) == (3, 2, 1)
    assert row["measures_missing"] == 1
    assert str(row["completion_mean"]) == "66.66"
    assert row["spent_mnt"] == 2000
    (empty,) = table(built([outcome("a.docx", record(percent=None, spent_mnt=None))], CATALOGUES), "submissions")
    assert (empty["completion_mean"], empty["spent_mnt"]) == (None, None)


def test_an_amount_beyond_belief_is_unknown_and_not_a_crash() -> None:
    made = record(spent_mnt=Decimal(10) ** 40)
    (row,) = table(built([outcome("a.docx", made)], CATALOGUES), "measures")
    assert row["spent_mnt"] is None


def test_agencies_are_those_listed_and_those_seen(tmp_path: Any) -> None:
    listed = tmp_path / "agencies.csv"
    listed.write_text("agency_id,agency,aliases\nA1,Номгон сум,НС; Номгон\n", encoding="utf-8")
    made = [outcome("a.docx"), outcome("b.docx", agency="Номгон сум", agency_id="A1")]
    rows = table(built(made, CATALOGUES, register=load_register(str(listed))), "agencies")[31:]
    assert [(row["agency_id"], row["agency"], row["aliases"]) for row in rows] == [
        ("A1", "Номгон сум", "НС; Номгон"),
        (None, "Хангай сумын сургууль", None),
    ]


def test_the_report_that_counts() -> None:
    """A person's word, then the word corrected in print, then the day it was received, its own date, its path."""
    plain = outcome("z.docx", report_date=date(2023, 6, 30))
    received = replace(outcome("d.docx", report_date=date(2023, 6, 1)), received_at=date(2023, 7, 2))
    corrected = outcome("c.docx", report_date=date(2023, 5, 1), corrected=True)
    said = replace(outcome("b.docx", report_date=date(2023, 4, 1)), said_to_count=True)
    unknown = outcome("a.docx", period="")
    for made, winner in (
        ([plain, unknown], "z.docx"),
        ([plain, received], "d.docx"),
        ([plain, received, corrected], "c.docx"),
        ([plain, received, corrected, said], "b.docx"),
    ):
        rows = {row["file"]: row for row in table(built(made, CATALOGUES), "submissions")}
        assert [file for file, row in rows.items() if row["counts"]] == [winner]
        assert all(row["superseded_by"] == winner for file, row in rows.items() if file not in (winner, "a.docx"))
    (alone,) = table(built([unknown], CATALOGUES), "submissions")
    assert (alone["counts"], alone["superseded_by"]) == (False, None)


def test_parts_of_a_measure_count_once() -> None:
    parts = [record(1, "1.1", "40", part=1), record(2, "1.1", None, part=2), record(3, "1.1", "80", part=3)]
    dataset = built([outcome("a.docx", *parts, record(4, "1.2", "30"))], CATALOGUES)
    (row,) = table(dataset, "submissions")
    assert (row["measures_reported"], row["measures_matched"], str(row["completion_mean"])) == (2, 2, "45.00")
    assert [row["part"] for row in table(dataset, "measures")] == [1, 2, 3, None]
    first = table(dataset, "coverage")[0]
    assert (first["row"], first["completion_pct"], first["status"]) == (1, 60, "partial")


def test_in_progress_without_a_figure_is_a_status_of_its_own() -> None:
    ongoing = record(1, "1.1", None, completion_state="ongoing")
    rows = table(built([outcome("a.docx", ongoing)], CATALOGUES), "coverage")
    assert rows[0]["status"] == "ongoing"


def test_containers_and_pages_have_rows_and_nothing_else() -> None:
    box = Outcome("bundle.zip", "b" * 64, 9, CONTAINER, "application/zip")
    member = replace(outcome("bundle.zip/report.docx"), container="bundle.zip")
    first = replace(outcome("page1.jpg"), identity="c" * 64)
    first = replace(
        first, report=replace(first.report, sha256="c" * 64, agency="Өөр сургууль") if first.report else None
    )
    second = Outcome("page2.jpg", "d" * 64, 9, PAGE, part_of="page1.jpg")
    dataset = built([box, member, first, second], CATALOGUES)
    rows = {row["file"]: row for row in table(dataset, "submissions")}
    assert (rows["bundle.zip"]["status"], rows["bundle.zip"]["reason"]) == ("container", "container")
    assert rows["bundle.zip/report.docx"]["container"] == "bundle.zip"
    assert rows["page1.jpg"]["submission_id"] == "c" * 16
    assert (rows["page2.jpg"]["status"], rows["page2.jpg"]["part_of"]) == ("page", "page1.jpg")
    assert {row["submission_id"] for row in table(dataset, "measures")} == {member.submission_id, "c" * 16}
    assert dataset.statuses["container"] == dataset.statuses["page"] == 1


def test_two_reports_of_a_file_share_its_bytes_and_not_their_rows() -> None:
    first = outcome("report.docx")
    assert first.report is not None
    report = replace(first.report, name="report.docx#2", period="FY", number=2)
    second = replace(first, file="report.docx#2", number=2, report=report)
    copies = [copy_of("copy.docx", first), replace(copy_of("copy.docx#2", second), number=2)]
    dataset = built([first, second, *copies], CATALOGUES)
    rows = {row["file"]: row for row in table(dataset, "submissions")}
    assert rows["report.docx#2"]["submission_id"] == rows["report.docx"]["submission_id"] + "-2"
    assert rows["report.docx#2"]["sha256"] == rows["report.docx"]["sha256"]
    assert rows["copy.docx#2"]["duplicate_of"] == "report.docx#2"
    assert rows["copy.docx#2"]["submission_id"] == rows["report.docx#2"]["submission_id"]
    measures = [(row["submission_id"], row["period"]) for row in table(dataset, "measures")]
    assert sorted(measures) == [(first.submission_id, "H1"), (f"{first.submission_id}-2", "FY")]


def test_a_rejected_submission_keeps_what_was_read_of_it() -> None:
    facts = Facts("Хангай сумын сургууль", "A1", "ХАНГАЙ СУМЫН СУРГУУЛИЙН", 2023, "H1")
    (row,) = table(built([replace(rejected(), facts=facts)], CATALOGUES), "submissions")
    assert (row["agency"], row["agency_id"], row["plan_year"], row["period"]) == (facts.agency, "A1", 2023, "H1")
    assert (row["counts"], row["measures_reported"]) == (False, None)


def test_what_waits_and_why() -> None:
    waiting = record(2, match=Match("1.2", 0.7, "review", "words differ", "үг өөр"))
    dataset = built([outcome("a.docx", record(1), waiting, findings=(finding(), finding("note", "note")))], CATALOGUES)
    rows = [(row["row"], row["question"], row["message_mn"]) for row in table(dataset, "review")]
    assert rows == [(2, "match", "үг өөр"), (1, "percent_unreadable", "Уншигдсангүй.")]
    assert table(dataset, "review")[0]["measure_code"] == "1.2"


def test_facts_from_elsewhere_are_named_in_the_order_of_the_columns() -> None:
    told = (("plan_year", "calendar"), ("period", "calendar"))
    (row,) = table(built([outcome("a.docx", facts_from=told)], CATALOGUES), "submissions")
    assert row["facts_from"] == "plan_year: calendar; period: calendar"
