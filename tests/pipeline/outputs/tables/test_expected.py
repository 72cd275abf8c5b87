"""Who sent what was due, who was late, who was silent: in every table that speaks of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from normalizers.catalogue.model import Catalogues
from normalizers.report import Facts, Match
from pipeline.outputs.databases.querying import ask
from pipeline.outputs.tables.dataset import Dataset, build
from pipeline.register.bodies import Body
from pipeline.register.calendar import Calendar
from pipeline.workers.outcome import Outcome
from tests.pipeline.outputs.making import CATALOGUES, outcome, record, rejected, written

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
    return build([sent(1), late, waiting, refused], CATALOGUES, **given)


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
    dataset = build([], issued, register=register, calendar=replace(CALENDAR, first_year=2023), as_of=AS_OF)
    assert {row["agency_id"] for row in table(dataset, "coverage")} == {"x6"}
    assert len(table(dataset, "expected")) == 6


def test_before_its_day_a_report_is_expected_only_when_it_is_there() -> None:
    assert [row["agency_id"] for row in table(made(as_of=date(2023, 7, 15)), "expected")] == ["x1", "x2", "x3", "x4"]
    assert table(made(calendar=Calendar()), "expected") == []
    assert table(made(as_of=None), "expected") == []
