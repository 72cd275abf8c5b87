"""Why something differs between two editions: what the change itself shows, else the inputs that differ."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from pipeline.run.comparison import _Inputs, _key, _likely, _of_file, _of_row, _said, compare
from pipeline.run.editions import Edition

FILE = {"file": "a.docx", "submission_id": "1", "sha256": "aa", "status": "ok", "reason": "", "source_kind": "docx"}
ROW = {
    "submission_id": "1",
    "row": "1",
    "measure_id": "ub/1.1",
    "measure_code": "1.1",
    "measure": "Сургалт",
    "match_status": "auto",
    "flags": "",
    "progress": "Хийсэн",
    "completion_pct": "80",
    "agency": "Хангай сум",
}
ENTRY = {"measure_id": "ub/1.1", "measure": "Сургалт"}
Tables = dict[str, list[dict[str, str]]]


def edition(folder: Path, **changes: dict[str, str]) -> Path:
    """An edition of one file, row and catalogue entry; ``changes`` by table."""
    folder.mkdir()
    for table, row in (("submissions", FILE), ("measures", ROW), ("catalogue", ENTRY)):
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as target:
            lines = csv.DictWriter(target, {**row, "superseded_by": ""} if table == "submissions" else row)
            lines.writeheader()
            lines.writerow({**row, **changes.get(table, {})})
    return folder


def causes(tmp_path: Path, differing: str, before: Any = None, **after: dict[str, str]) -> set[str]:
    """The causes of all changes when these inputs differ."""
    names = differing.split()
    one, two = edition(tmp_path / "one", **(before or {})), edition(tmp_path / "two", **after)
    old = Edition("1", "", "", "", dict.fromkeys(names, "1"))
    new = Edition("2", "", "", "", dict.fromkeys(names, "2"))
    return {change.reason for change in compare(one, two, old, new).changes}


CHANGED = {"progress": "Хийсэн."}
CASES: dict[str, tuple[str, str, Tables | dict[str, dict[str, str]]]] = {
    "the bytes are others": ("file", "program settings", {"submissions": {"sha256": "bb"}, "measures": CHANGED}),
    "superseded by another file": ("other file", "program", {"submissions": {"superseded_by": "b.docx"}}),
    "a decision": ("decision", "decisions program", {"measures": {"match_status": "confirmed"}}),
    "a correction": (
        "decision",
        "decisions program",
        {"measures": {"flags": "value_corrected", "completion_pct": "90"}},
    ),
    "the catalogue's words": (
        "catalogue",
        "program catalogues",
        {"measures": {"measure": "Сургалтууд"}, "catalogue": {"measure": "Сургалтууд"}},
    ),
    "one input": ("settings", "settings", {"measures": CHANGED}),
    "the agency list": ("reference data", "agencies program", {"measures": {"agency": "Хангай сумын ЗДТГ"}}),
    "the program": ("program version", "program", {"measures": CHANGED}),
    "the program, for no catalogue changes the words": ("program version", "program catalogues", {"measures": CHANGED}),
    "not to be told": ("settings or program version", "program settings", {"measures": CHANGED}),
    "a Word file knows no OCR": ("program version", "program ocr", {"submissions": {"status": "review"}}),
}


@pytest.mark.parametrize("case", CASES)
def test_the_cause(tmp_path: Path, case: str) -> None:
    cause, differing, after = CASES[case]
    assert causes(tmp_path, differing, **after) == {cause}  # type: ignore[arg-type]


def test_a_file_that_waited_and_is_read_now(tmp_path: Path) -> None:
    before = {"submissions": {"status": "review", "reason": "not_selected", "submission_id": "2"}}
    assert causes(tmp_path, "program", before) == {"waited"}


def test_equal_editions_differ_in_nothing(tmp_path: Path) -> None:
    assert causes(tmp_path, "program settings") == set()


def around(names: str = "", measures: frozenset[str] = frozenset(), files: bool = False) -> _Inputs:
    return _Inputs(frozenset(names.split()), measures, files)


@pytest.mark.parametrize(
    ("columns", "row", "inputs", "cause"),
    [
        ((), {}, around(), "program version"),
        ((), {}, around(files=True), "other file"),
        ((), {}, around("settings", files=True), "settings"),
        ((), {}, around("program decisions"), "decision or program version"),
        ((), {"source_kind": "scan"}, around("ocr program"), "OCR or program version"),
        ((), {"source_kind": "pdf"}, around("ocr program"), "program version"),
        (("agency",), {}, around("agencies program"), "reference data"),
        (("plan_year", "facts_from"), {}, around("facts program"), "supplied facts"),
        (("received_at",), {}, around("facts agencies"), "supplied facts"),
        (("plan_year",), {}, around("facts program"), "supplied facts or program version"),
        (("agency", "progress"), {}, around("agencies program"), "reference data or program version"),
        (("agency",), {}, around("program"), "program version"),
        (("measure",), {"match_status": "auto"}, around("catalogues program"), "catalogue or program version"),
        (("progress",), {"match_status": "auto"}, around("catalogues program"), "program version"),
        (("progress",), {}, around("catalogues program"), "catalogue or program version"),
        ((), {"match_status": "auto"}, around("catalogues program"), "catalogue or program version"),
    ],
)
def test_the_inputs_that_can_have_done_it(
    columns: tuple[str, ...], row: dict[str, str], inputs: _Inputs, cause: str
) -> None:
    assert _likely(columns, row, inputs) == cause


def test_what_the_file_itself_shows() -> None:
    waited, other = {**FILE, "reason": "vanished"}, {**FILE, "sha256": "bb"}
    assert _of_file(FILE, FILE) == _of_file({**FILE, "reason": "damaged"}, FILE) == ""
    assert _of_file(FILE, other) == _of_file(None, waited) == _of_file(FILE, None) == "file"
    assert _of_file(waited, other) == _of_file(FILE, waited) == "waited"


def test_what_a_row_itself_shows() -> None:
    renamed = {**ROW, "measure": "Сургалтууд"}
    known = around("catalogues decisions", frozenset({"ub/1.1"}))
    assert _of_row(ROW, renamed, known) == "catalogue"
    assert _of_row(ROW, renamed, around("catalogues", frozenset({"ub/1.2"}))) == ""
    assert _of_row(ROW, {**renamed, "progress": "Х"}, known) == _of_row(None, ROW, known) == ""
    confirmed = {**ROW, "match_status": "confirmed"}
    assert _of_row(ROW, confirmed, known) == "decision" == _of_row(None, confirmed, known)
    assert _of_row(ROW, confirmed, around()) == ""
    assert _of_row(confirmed, {**confirmed, "measure_id": "ub/1.2"}, known) == "decision"


def test_what_a_decision_left_on_a_row() -> None:
    assert _said({**ROW, "flags": "a_b; value_corrected"}) == ("value_corrected",)
    assert _said({"match_status": "rejected", "measure_id": ""}) == ("rejected", "")
    assert _said(ROW) == _said({}) == ()


def test_rows_belong_to_the_file_that_was_read() -> None:
    keys = [_key(None), *(_key({**FILE, "status": status}) for status in ("ok", "review", "duplicate", "rejected"))]
    assert keys == ["", "1", "1", "", ""]


def test_all_changes_of_a_file_in_the_order_of_rows(tmp_path: Path) -> None:
    one = edition(tmp_path / "one")
    two = edition(tmp_path / "two", measures={"row": "2"})
    found = compare(one, two, Edition("1", "", "", "", {"program": "1"}), Edition("2", "", "", "", {"program": "2"}))
    assert [(change.file, change.row, change.what, change.columns) for change in found.changes] == [
        ("a.docx", 1, "removed", ()),
        ("a.docx", 2, "added", ()),
    ]
    assert found.inputs == ("program",) and found.by_reason() == {"program version": 2}


def test_what_stood_before_and_stands_now(tmp_path: Path) -> None:
    one, two = edition(tmp_path / "one"), edition(tmp_path / "two", measures={"progress": "", "completion_pct": "90"})
    (change,) = compare(one, two, Edition("1", "", "", ""), Edition("2", "", "", "")).changes
    assert (change.row, change.what, change.columns) == (1, "changed", ("progress", "completion_pct"))
    assert (change.before, change.after) == (("Хийсэн", "80"), ("", "90"))
