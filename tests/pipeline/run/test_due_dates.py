"""The day of an edition: time alone changes what is published once a due date has passed, and then only."""

from __future__ import annotations

import csv
import json
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline.register.calendar import Calendar
from pipeline.run.collect import Options
from pipeline.run.ledger import Ledger
from pipeline.run.survey import Paths, survey
from pipeline.settings import Settings
from tests.pipeline import plans
from tests.pipeline.run.running_plans import LIMITS, run
from tests.pipeline.run.test_whole_runs import account_of

SETTINGS = Settings(workers=1, settle_seconds=0, limits=LIMITS, calendar=Calendar(h1="07-15", first_year=2023))


def fingerprint(raw: Path, settings: Settings, day: date) -> str:
    raw.mkdir(exist_ok=True)
    noon = int(datetime(day.year, day.month, day.day, 12).timestamp() * 1e9)
    return survey(Paths.of(raw, raw.parent / "clean", settings), settings, Ledger(), noon).fingerprint


def test_a_due_date_that_has_passed_is_a_changed_input(tmp_path: Path) -> None:
    on_the_day, later, much_later = (
        fingerprint(tmp_path / "raw", SETTINGS, day)
        for day in (date(2024, 7, 15), date(2024, 7, 16), date(2025, 7, 15))
    )
    assert on_the_day != later == much_later
    without = replace(SETTINGS, calendar=Calendar())
    first, second = (fingerprint(tmp_path / "raw", without, day) for day in (date(2024, 7, 15), date(2024, 7, 16)))
    assert first == second


def test_the_day_of_the_run_or_the_day_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plans.write(tmp_path / "raw", a="good")
    listed = tmp_path / "agencies.csv"
    listed.write_text("agency_id,agency\nx1,Анхилуун төв\n", encoding="utf-8")
    settings = replace(SETTINGS, agencies=str(listed))
    run(tmp_path, settings, Options(as_of=date(2023, 7, 20)))
    assert account_of(tmp_path)["as_of"] == "2023-07-20"
    package = json.loads((tmp_path / "clean" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["as_of"] == "2023-07-20"
    with (tmp_path / "clean" / "expected.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(row["agency_id"], row["plan_year"], row["status"], row["days_late"]) for row in csv.DictReader(lines)]
    assert rows == [("x1", "2023", "missing", "5")]
    for day, unchanged in ((date(2023, 9, 1), True), (date(2024, 7, 15), True), (date(2024, 7, 16), False)):
        noon = int(datetime(day.year, day.month, day.day, 12).timestamp() * 1e9)
        monkeypatch.setattr(time, "time_ns", lambda noon=noon: noon)
        assert run(tmp_path, settings).unchanged is unchanged
    assert account_of(tmp_path)["as_of"] == "2024-07-16"
    with (tmp_path / "clean" / "expected.csv").open(encoding="utf-8", newline="") as lines:
        assert [row["plan_year"] for row in csv.DictReader(lines)] == ["2023", "2024"]
