"""Files that hold several reports, from the worker to the tables: names, ids, copies, the cache, decisions."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from pipeline.review import documents
from pipeline.review.decisions import Action
from pipeline.review.desk import Desk, Wish
from pipeline.run.collect import Options
from pipeline.settings import Settings
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
