"""Who sent what was due, who was late, who was silent: in every table that speaks of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from normalizers.catalogue.model import Catalogues
from normalizers.report import Facts, Match
from pipeline.outputs.databases.querying import ask
from pipeline.outputs.tables.dataset import Dataset
from pipeline.outputs.tables.expected import Expectation, _refused, expectations
from pipeline.outputs.tables.superseding import counting
from pipeline.register.bodies import Body
from pipeline.register.calendar import Calendar, Due
from pipeline.workers.outcome import Outcome
from tests.pipeline.outputs.making import CATALOGUES, built, outcome, record, rejected, written

NAMES = ("Анхилуун төв", "Дэнжийн музей", "Цэнгэлдэх номын сан", "Номгон сум", "Мандал сум")
REGISTER = tuple(Body(f"x{number}", name, of_user=True) for number, name in enumerate(NAMES, 1))
CALENDAR = Calendar(h1="07-15")
AS_OF = date(2023, 8, 1)


def sent(number: int, **changes: Any) -> Outcome:
    return outcome(f"{number}.docx", agency=NAMES[number - 1], agency_id=f"x{number}", **changes)


def table(dataset: Dataset, name: str) -> list[dict[str, Any]]:
    return [dict(zip(dataset.schema.table(name).names, row, strict=True)) for row in dataset.rows(name)]


def made(**changes: Any) -> Dataset:
    late = replace(sent(2), received_at=date(2023, 7, 20))
    waiting = replace(sent(3), report=replace(_report(sent(3)), records=(record(match=Match("1.1", 0.6, "review")),)))
    refused = replace(rejected("4.pdf"), facts=Facts(NAMES[3], "x4", NAMES[3], 2023, "H1"))
    given = {"register": REGISTER, "calendar": CALENDAR, "as_of": AS_OF} | changes
    return built([sent(1), late, waiting, refused], CATALOGUES, **given)


def _report(one: Outcome) -> Any:
    assert one.report is not None
    return one.report


def test_every_body_has_its_row_and_its_status() -> None:
    rows = table(made(), "expected")
    assert [(row["agency_id"], row["status"], row["days_late"]) for row in rows] == [
        ("x1", "received", None),
        ("x2", "late", 5),
        ("x3", "review", None),
        ("x4", "rejected", None),
        ("x5", "missing", 17),
    ]
    assert [row["submission_id"] is None for row in rows] == [False, False, False, False, True]
    assert {row["due"] for row in rows} == {date(2023, 7, 15)}


def test_a_silent_body_is_seen_in_every_output(tmp_path: Path) -> None:
    folder = written(made(), tmp_path / "edition")
    silent = "SELECT agency_id, missing, not_received FROM agency_progress WHERE not_received > 0"
    for engine in ("duckdb", "sqlite"):
        assert ask(folder, silent, engine).rows == [("x5", 0, 3)]
    sheet = openpyxl.load_workbook(folder / "tailan.xlsx", read_only=True)["expected"]
    assert [cell.value for cell in list(sheet.rows)[5]][:4] == ["x5", 2023, "H1", "Мандал сум"]
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert '["Мандал сум",null,"s s s"]' in page and "Мандал сум</span>, 2023 H1" in page
    assert json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["as_of"] == "2023-08-01"


def test_a_silent_body_is_told_from_a_measure_left_out() -> None:
    rows = [row for row in table(made(), "coverage") if row["agency_id"] == "x5"]
    assert [(row["status"], row["reported"], row["submission_id"]) for row in rows] == [
        ("not_received", False, None)
    ] * 3
    heard = [row["status"] for row in table(made(), "coverage") if row["agency_id"] == "x1"]
    assert heard == ["complete", "missing", "missing"]


def test_a_silent_body_has_no_measures_of_a_catalogue_that_is_not_its_own() -> None:
    issued = Catalogues((replace(CATALOGUES.items[0], issuer="Увс аймаг"),))
    child = Body("x6", "Тэс сум", of_user=True, parent_id="mn")
    register = (Body("mn", "Увс аймаг"), *REGISTER, child)
    dataset = built([], issued, register=register, calendar=replace(CALENDAR, first_year=2023), as_of=AS_OF)
    assert {row["agency_id"] for row in table(dataset, "coverage")} == {"x6"}
    assert len(table(dataset, "expected")) == 6


def test_before_its_day_a_report_is_expected_only_when_it_is_there() -> None:
    assert [row["agency_id"] for row in table(made(as_of=date(2023, 7, 15)), "expected")] == ["x1", "x2", "x3", "x4"]
    assert table(made(calendar=Calendar()), "expected") == []
    assert table(made(as_of=None), "expected") == []


DUE = Due(Body("x1", "Анхилуун төв"), 2023, "H1", date(2023, 7, 15))


@pytest.mark.parametrize(
    ("received", "days", "status"),
    [
        (None, None, "received"),
        (date(2023, 7, 15), None, "received"),
        (date(2023, 7, 16), 1, "late"),
        (date(2023, 7, 1), None, "received"),
    ],
)
def test_a_report_is_late_from_the_day_after(received: date | None, days: int | None, status: str) -> None:
    came = replace(outcome("a.docx"), received_at=received)
    row = Expectation(DUE, came, AS_OF).row({"a.docx": "ok"})
    assert (row[5], row[6], row[7], row[8]) == (received, days, status, came.submission_id)


def test_a_late_report_that_waits_or_was_rejected_says_so() -> None:
    came = replace(outcome("a.docx"), received_at=date(2023, 7, 20))
    assert [Expectation(DUE, came, AS_OF).row({"a.docx": state})[6:8] for state in ("review", "rejected")] == [
        (5, "review"),
        (5, "rejected"),
    ]
    unread = Expectation(DUE, replace(rejected("a.docx"), sha256=""), AS_OF).row({"a.docx": "rejected"})
    assert unread[5:] == (None, None, "rejected", None)
    missing = Expectation(DUE, None, date(2023, 7, 16)).row({})
    assert missing == ("x1", 2023, "H1", "Анхилуун төв", date(2023, 7, 15), None, 1, "missing", None)


def test_the_newest_of_the_rejected_is_told() -> None:
    facts = Facts("Анхилуун төв", "x1", "", 2023, "H1")
    made = [
        replace(rejected("b.pdf"), facts=facts, received_at=date(2023, 7, 2)),
        replace(rejected("a.pdf"), facts=facts, received_at=date(2023, 7, 3)),
        replace(rejected("c.pdf"), facts=facts),
        *(
            replace(rejected("d.pdf"), facts=replace(facts, **{name: value}))
            for name, value in (("agency_id", ""), ("plan_year", None), ("period", ""))
        ),
        replace(outcome("e.docx"), facts=facts, received_at=date(2023, 7, 9)),
    ]
    assert {key: one.file for key, one in _refused(made).items()} == {("x1", 2023, "H1"): "a.pdf"}


def test_the_first_year_is_that_of_the_calendar_else_of_the_reports() -> None:
    body = Body("x1", "Анхилуун төв", of_user=True)

    def years(calendar: Calendar, *files: Outcome, as_of: date = AS_OF) -> list[int]:
        found = expectations([body], calendar, as_of, files, counting(files))
        return [one.due.plan_year for one in found]

    old = outcome("a.docx", agency_id="x1", plan_year=2021)
    refused = replace(rejected("b.pdf"), facts=Facts("Анхилуун төв", "x1", "", 2022, "H1"))
    assert (
        years(CALENDAR) == [2023]
        and years(CALENDAR, old) == [2021, 2022, 2023]
        and years(CALENDAR, refused) == [2022, 2023]
    )
    assert years(replace(CALENDAR, first_year=2022), old) == [2022, 2023]
    assert years(CALENDAR, as_of=date(2023, 7, 15)) == [] and years(CALENDAR, as_of=date(2023, 7, 16)) == [2023]
