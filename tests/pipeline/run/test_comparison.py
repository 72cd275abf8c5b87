"""Why something differs between two editions: what the change itself shows, else the inputs that differ."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from pipeline.run.comparison import compare
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
