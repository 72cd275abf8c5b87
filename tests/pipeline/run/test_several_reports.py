"""Files that hold several reports, from the worker to the tables: names, ids, copies, the cache, decisions."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from normalizers.report import Facts, Supplied
from pipeline.review import documents
from pipeline.review.decisions import Action
from pipeline.review.desk import Desk, Wish
from pipeline.run.collect import Options, _outcomes, _stays, _with_facts
from pipeline.run.sources import Found
from pipeline.run.survey import Source, first_of_each, selected
from pipeline.settings import Settings
from pipeline.workers.cache import Known
from pipeline.workers.failures import failure
from pipeline.workers.outcome import Kept, Outcome
from tests.pipeline import plans
from tests.pipeline.run.running_plans import LIMITS, run

SETTINGS = Settings(workers=1, settle_seconds=0, limits=LIMITS)


def table(base: Path, name: str) -> list[dict[str, str]]:
    with (base / "clean" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_report_has_its_name_its_id_and_its_rows(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="two", c="good")
    (tmp_path / "raw" / "b.txt").write_bytes((tmp_path / "raw" / "a.txt").read_bytes())
    account = run(tmp_path, SETTINGS)
    rows = {row["file"]: row for row in table(tmp_path, "submissions")}
    assert list(rows) == ["a.txt", "a.txt#2", "b.txt", "b.txt#2", "c.txt"]
    first, second = rows["a.txt"], rows["a.txt#2"]
    assert second["submission_id"] == first["submission_id"] + "-2"
    assert (second["sha256"], second["bytes"]) == (first["sha256"], first["bytes"])
    assert first["agency"] != second["agency"] == "Хоёр дахь агентлаг"
    assert [rows[name]["duplicate_of"] for name in ("b.txt", "b.txt#2")] == ["a.txt", "a.txt#2"]
    assert rows["b.txt#2"]["submission_id"] == second["submission_id"]
    measures = [(row["submission_id"], row["agency"]) for row in table(tmp_path, "measures")]
    assert measures[:2] == [(row["submission_id"], row["agency"]) for row in (first, second)]
    assert account.read == 2 and account.statuses["duplicate"] == 2
    assert [item["file"] for item in account.files] == list(rows)


def test_the_cache_speaks_of_files_and_only_asks_for_the_file(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="two")
    run(tmp_path, SETTINGS)
    before = table(tmp_path, "submissions")
    plans.write(tmp_path / "raw", b="good")
    account = run(tmp_path, SETTINGS, Options(only=("a.txt#2",)))
    assert account.read == 0
    assert table(tmp_path, "submissions")[:2] == before
    assert table(tmp_path, "submissions")[2]["reason"] == "not_selected"


def test_a_file_that_is_called_like_a_second_report_is_none(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="two")
    (tmp_path / "raw" / "a.txt#2").write_text("good other", encoding="utf-8")
    run(tmp_path, SETTINGS)
    rows = {row["file"]: row["submission_id"] for row in table(tmp_path, "submissions")}
    assert sorted(rows) == ["a.txt", "a.txt#2", "a.txt%232"]
    assert rows["a.txt#2"] == rows["a.txt"] + "-2" and not rows["a.txt%232"].startswith(rows["a.txt"])


def test_reviewers_see_and_decide_the_reports_apart(tmp_path: Path) -> None:
    from tests.pipeline.outputs.making import CATALOGUES, outcome, record

    first = outcome("report.docx", record(1, text_key="k1")).report
    assert first is not None
    second = replace(first, name="report.docx#2", number=2, records=(record(1, text_key="k2"),))
    desk = Desk([first, second], CATALOGUES, tmp_path / "decisions.jsonl", 0.0, "test")
    listed = documents.documents(desk)
    assert [(one.name, one.id) for one in listed] == [
        ("report.docx", first.submission_id),
        ("report.docx#2", f"{first.submission_id}-2"),
    ]
    shown = documents.document(desk, f"{first.submission_id}-2")
    assert shown is not None and shown["report"].name == "report.docx#2"
    assert documents.content(desk, f"{first.submission_id}-2") == first.sha256
    desk.decide(Wish("k2", Action.REASSIGN, "Д.ДОРЖ", code="2.1"))
    assert [report.records[0].match.code for report in desk.reports] == ["1.1", "2.1"]


def source(name: str, sha256: str = "a" * 64, problem: str = "") -> Source:
    return Source(Found(name, b"/none", (5, 0, 0, 0)), sha256, problem)


def told(outcome: Outcome) -> tuple[str, str, str, str]:
    return outcome.file, outcome.status, outcome.reason, outcome.duplicate_of


def test_what_becomes_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.run.collect.changed", lambda found: "vanished" if found.name == "gone" else "")
    both = Known("docx", "m", 2, None, (1, 2), kept=Kept("key", "digest"))
    entries = {"a" * 64: both, "b" * 64: Known(failure=failure("crashed", "why"))}
    original = _outcomes(source("a"), entries, {}, set())
    assert [told(one) for one in original] == [("a", "ok", "", ""), ("a#2", "ok", "", "")]
    assert [(one.number, one.kept) for one in original] == [(1, both.kept), (2, both.kept)]
    copies = _outcomes(source("b"), entries, {"a" * 64: original}, set())
    assert [told(one) for one in copies] == [("b", "duplicate", "", "a"), ("b#2", "duplicate", "", "a#2")]
    assert [one.kept for one in copies] == [None, None]
    (bad,) = _outcomes(source("c", "b" * 64), entries, {}, set())
    assert (told(bad), bad.detail) == (("c", "rejected", "crashed", ""), "why")
    (again,) = _outcomes(source("d", "b" * 64), entries, {"b" * 64: [bad]}, set())
    assert told(again) == ("d", "rejected", "crashed", "c")
    (left,) = _outcomes(source("e"), entries, {}, {"a" * 64})
    assert (told(left), left.sha256) == (("e", "pending", "not_selected", ""), "a" * 64)
    for name, problem, reason, status in (
        ("gone", "", "vanished", "pending"),
        ("f", "outside_link", "outside_link", "rejected"),
    ):
        (one,) = _outcomes(source(name, "", problem), entries, {}, set())
        assert (told(one), one.sha256, one.bytes) == ((name, status, reason, ""), "", 5)


def test_what_was_supplied_of_a_file() -> None:
    supplied = Supplied("Сан яам", 2023, "", date(2023, 7, 1), False, "mail")
    unread = Outcome("a", "a" * 64, 1, "rejected", facts=Facts("", "x1", period="H1"))
    assert _with_facts(unread, None) is unread
    known = _with_facts(unread, supplied)
    assert (known.facts.agency, known.facts.agency_id, known.facts.plan_year, known.facts.period) == (
        "Сан яам",
        "x1",
        2023,
        "H1",
    )
    assert known.facts.facts_from == (("agency", "mail"), ("plan_year", "mail"))
    assert (known.received_at, known.said_to_count, known.supplied_from) == (date(2023, 7, 1), False, "mail")
    read = replace(unread, status="ok", kept=Kept("key", "digest"))
    assert _with_facts(read, supplied).facts == read.facts


def test_what_may_be_different_next_time() -> None:
    made = Outcome("a", "a" * 64, 1, "ok")
    lasting, passing = Known(failure=failure("crashed")), Known(failure=failure("killed", lasting=False))
    assert _stays(made, {}) and _stays(made, {"a" * 64: lasting}) and _stays(made, {"a" * 64: Known()})
    assert not _stays(made, {"a" * 64: passing}) and not _stays(replace(made, status="pending"), {})


def test_the_first_path_of_each_content_is_read() -> None:
    made = (source("a"), source("b"), source("c", ""), source("d", "b" * 64))
    assert [one.found.name for one in first_of_each(made)] == ["a", "d"]


@pytest.mark.parametrize(
    ("name", "pattern", "asked"),
    [
        ("2023/a.docx", "a.docx", True),
        ("2023/a.docx", "2023/a.docx", True),
        ("2023/a.docx", "2023/?.docx", True),
        ("2023/a.docx", "b.docx", False),
        ("a[1].docx", "a[1].docx", True),
        ("a.docx", "a.docx#2", True),
        ("й.docx", "и\u0306.docx", True),
    ],
)
def test_which_files_are_asked_for(name: str, pattern: str, asked: bool) -> None:
    assert selected(name, (pattern,)) is asked and selected(name, ())
    assert selected(name, ("none", pattern)) is asked
