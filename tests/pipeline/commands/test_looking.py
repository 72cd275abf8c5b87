"""``tailan explain``: which file is meant, and everything that is known of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import group
from pipeline.commands.looking import Explanation, _at, _find, _last_run, _read, _told
from pipeline.exits import Exit, Stop
from tests.pipeline import plans
from tests.pipeline.run.running_plans import run


def call(*arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments), standalone_mode=False)


def submissions(folder: Path, *rows: tuple[str, str]) -> Path:
    text = "".join(f"{file},{identity}\n" for file, identity in rows)
    (folder / "submissions.csv").write_text(f"file,submission_id\n{text}", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("what", "file", "row"),
    [
        ("2023/a.pdf", "2023/a.pdf", 0),
        ("./2023/a.pdf", "2023/a.pdf", 0),
        ("/data/raw/2023/a.pdf", "2023/a.pdf", 0),
        ("b.pdf", "2024/b.pdf", 0),
        ("b.pdf:12", "2024/b.pdf", 12),
        ("id3", "c:7", 0),
        ("c:7", "c:7", 0),
        ("c:7:1", "c:7", 1),
        ("\udcff.pdf", "%FF.pdf", 0),
    ],
)
def test_the_file_that_is_meant(tmp_path: Path, what: str, file: str, row: int) -> None:
    rows = ("2023/a.pdf", "id1"), ("2024/a.pdf", "id2"), ("2024/b.pdf", "id5"), ("c:7", "id3"), ("%FF.pdf", "id4")
    found, number = _find(submissions(tmp_path, *rows), what)
    assert (found["file"], number) == (file, row)


@pytest.mark.parametrize(
    ("what", "words"),
    [("a.pdf", "a.pdf: 2 files are called so"), ("z.pdf:3", "z.pdf: is not in the edition"), ("z:x", "z:x: is not in")],
)
def test_a_file_that_is_none_or_several_is_said(tmp_path: Path, what: str, words: str) -> None:
    folder = submissions(tmp_path, ("2023/a.pdf", "id1"), ("2024/a.pdf", "id2"))
    with pytest.raises(Stop, match=words) as stop:
        _find(folder, what)
    assert stop.value.code is Exit.NO_INPUT


def test_what_the_last_run_says_of_a_file(tmp_path: Path) -> None:
    assert _last_run(tmp_path, "a") == {}
    (tmp_path / "run.json").write_text("{", encoding="utf-8")
    assert _last_run(tmp_path, "a") == {}
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    assert _last_run(tmp_path, "a") == {}
    (tmp_path / "run.json").write_text(json.dumps({"files": [{"file": "b"}, {"file": "a", "cached": "rows"}]}), "utf-8")
    assert _last_run(tmp_path, "a") == {"file": "a", "cached": "rows"} and _last_run(tmp_path, "c") == {}


def test_a_table_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert _read(tmp_path / "none.csv") == []
    assert _read(submissions(tmp_path, ("a", "1")) / "submissions.csv") == [{"file": "a", "submission_id": "1"}]


FINDING = {
    **{
        "severity": "warning",
        "code": "sum_differs",
        "column": "spent_mnt",
        "message": "It differs.",
        "message_mn": "Зөрсөн.",
        "value": "5",
    },
    **{"row": "2", "page": ""},
}
LEFT = {"kind": "text", "reason": "signature", "text": "Г" * 100}


def test_an_explanation_of_a_file_in_lines() -> None:
    submission = {"file": "a.pdf", "status": "review", "reason": "", "agency": "Сан"}
    said = Explanation(
        submission, {"cached": "rows", "cpu_seconds": 0}, ("the year", "он"), {}, (), (FINDING,), (LEFT,)
    )
    assert list(_told(said)) == [
        "file    a.pdf\nstatus  review\nagency  Сан\ncached  rows",
        "  the year",
        "  он",
        "  warning sum_differs row 2 column spent_mnt: It differs. / Зөрсөн. 5",
        f"  left out / орхисон (text, signature): {'Г' * 90}",
    ]
    assert _at({"row": "", "column": "", "page": "3"}) == " page 3"


def test_an_explanation_of_a_row_in_lines() -> None:
    row = {"submission_id": "id", "row": "2", "progress": "", "measure_code": "1.1"}
    said = Explanation({"file": "a.pdf"}, {}, (), row, ("because",), ({**FINDING, "value": ""},), ())
    assert list(_told(said)) == [
        "file  a.pdf",
        "",
        "row           2\nmeasure_code  1.1",
        "  warning sum_differs spent_mnt: It differs. / Зөрсөн.",
        "  because",
    ]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("published")
    plans.write(base / "raw", a="good", b="damaged")
    (base / "raw" / "copy.txt").write_bytes((base / "raw" / "a.txt").read_bytes())
    run(base)
    return base / "clean"


def explained(published: Path, what: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(call("explain", what, "--clean", str(published), "--json").stdout)
    return told


def test_a_file_with_its_findings_and_one_of_its_rows(published: Path) -> None:
    whole, row = explained(published, "a.txt"), explained(published, "a.txt:1")
    assert whole["row"] == {} and whole["matching"] == []
    assert isinstance(row["row"], dict) and row["row"]["row"] == "1" and row["leftovers"] == []
    findings = row["findings"]
    assert isinstance(findings, list) and all(one["row"] == "1" for one in findings)
    assert len(whole["findings"]) >= len(findings)  # type: ignore[arg-type]
    assert whole["run"]["file"] == "a.txt" and explained(published, "b.txt")["catalogue"] == []  # type: ignore[index]


def test_the_rows_of_a_copy_are_those_of_the_original(published: Path) -> None:
    missing = call("explain", "copy.txt:9", "--clean", str(published)).exception
    assert isinstance(missing, Stop) and missing.message.startswith("a.txt: has no measure row 9 (rows 1 to 1)")


def test_a_file_that_cannot_be_shown_is_said(tmp_path: Path) -> None:
    refused = call("show", str(tmp_path / "none.pdf")).exception
    assert isinstance(refused, Stop) and refused.code is Exit.NO_INPUT and "No such file" in refused.message
