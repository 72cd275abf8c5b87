"""The decisions file of a run: torn, marked or impossible lines never end it, and the operator hears of each."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from pipeline.commands.run import run as run_command
from pipeline.exits import Exit, Stop
from pipeline.review.decisions import Action, BadLine, Decision, append, read, repair
from pipeline.run.facts import Trouble
from pipeline.run.ledger import RACY_NS, Ledger, load_ledger, save_ledger, save_run
from pipeline.run.notices import mended, set_aside, unusable
from pipeline.run.sources import Found
from tests.pipeline import plans
from tests.pipeline.run import running_plans
from tests.pipeline.run.running_plans import run

WHOLE = Decision("1", "2024-07-01T10:00:00+00:00", "Болд", Action.ACCEPT, "key", code="1.1")
LINE = msgspec.json.encode(WHOLE) + b"\n"
NESTED = b"[" * 100_000


def account_of(base: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((base / ".tailan" / "clean" / "run.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("before", [b"", LINE, LINE * 3])
@pytest.mark.parametrize("cut", [1, 20, len(LINE) - 2])
def test_a_torn_last_line_is_cut_off_and_kept_beside(tmp_path: Path, before: bytes, cut: int) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(before + LINE[:cut])
    torn = repair(path)
    assert torn is not None and torn.number == before.count(b"\n") + 1
    assert path.read_bytes() == before
    assert path.with_name("decisions.jsonl.torn").read_bytes() == LINE[:cut] + b"\n"
    assert repair(path) is None


def test_a_whole_last_line_that_lacks_its_end_counts(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(LINE + LINE[:-1])
    assert repair(path) is None
    append(path, [WHOLE])
    assert path.read_bytes() == LINE * 3


def test_what_is_appended_after_a_crash_stands_on_a_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(LINE + LINE[:30])
    append(path, [WHOLE])
    assert read(path) == ((WHOLE, WHOLE), ())


def test_byte_order_marks_are_no_part_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_bytes((b"\xef\xbb\xbf" + LINE) * 2)
    assert read(path) == ((WHOLE, WHOLE), ())


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        NESTED,
        b'{"id": "1", "at": "", "by": "", "action": "accept", "key": "k", "note": ' + NESTED,
        b"[]",
        b"\xff\xfe\x00",
        b'{"id": 1, "at": "", "by": "", "action": "accept", "key": "k"}',
        b'{"id": "1", "at": "", "by": "", "action": "frobnicate", "key": "k"}',
        b'{"id": "1", "at": "", "by": "", "action": "accept"}',
        b'{"id": "1", "at": "", "by": "", "action": "accept", "key": "k", "scope": "world"}',
        b'{"id": "1", "at": "", "by": "", "action": "correct", "key": "k", "field": "places"}',
        b'{"id": "1", "at": "", "by": "", "action": "correct", "key": "k", "field": "spent_mnt", "value": "NaN"}',
        b'{"id": "1", "at": "", "by": "", "action": "correct", "key": "k", "field": "completion_pct", "value": "x"}',
    ],
)
def test_an_impossible_line_is_set_aside(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(LINE + line + b"\n" + LINE)
    decisions, bad = read(path)
    assert decisions == (WHOLE, WHOLE)
    assert [one.number for one in bad] == [2] and bad[0].problem


@pytest.mark.slow
def test_the_run_publishes_and_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plans.write(tmp_path / "raw", a="good", b="good")
    (tmp_path / "decisions.jsonl").write_bytes(b"\xef\xbb\xbf" + LINE + b"nonsense\n" + LINE[:40])
    monkeypatch.setattr("pipeline.run.assembly.open_engine", running_plans.engine)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(run_command, ["raw", "clean", "--quiet"], standalone_mode=False)
    assert result.return_value == Exit.OK
    account = account_of(tmp_path)
    assert [(told["code"]) for told in account["findings"]] == ["decision_torn", "decision_set_aside"]  # type: ignore[attr-defined]
    assert "set aside" in str(account["message"])
    assert "line 2 is no decision" in result.stderr and "line 3) was torn" in result.stderr
    assert (tmp_path / "clean" / "measures.csv").exists()
    again = CliRunner().invoke(run_command, ["raw", "clean"], standalone_mode=False)
    assert "nothing changed" in again.stdout and "set aside" in again.stdout and not again.stderr


def test_very_many_impossible_lines_are_told_in_few(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good")
    (tmp_path / "decisions.jsonl").write_bytes(b"nonsense\n" * 500)
    account = run(tmp_path)
    assert len(account.findings) == 21 and "480 more" in account.findings[-1]["message"]


def test_decisions_that_cannot_be_read_end_the_run(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good")
    (tmp_path / "decisions.jsonl").mkdir()
    with pytest.raises(Stop) as stop:
        run(tmp_path)
    assert stop.value.code is Exit.BAD_SETTINGS
    assert not (tmp_path / "clean" / "measures.csv").exists()


def test_decisions_are_on_the_disk_when_they_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[Path] = []
    original = os.fsync

    def flush(number: int) -> None:
        flushed.append(Path(f"/proc/self/fd/{number}").readlink())
        original(number)

    monkeypatch.setattr(os, "fsync", flush)
    append(tmp_path / "decisions.jsonl", [WHOLE])
    assert flushed == [tmp_path / "decisions.jsonl", tmp_path]


def test_a_whole_file_needs_no_mending(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    assert list(mended(path)) == []
    for whole in (b"", b"\n", LINE, LINE + LINE[:-1]):
        path.write_bytes(whole)
        assert list(mended(path)) == []
    path.write_bytes(LINE + b"{")
    assert [(told.code, "line 2" in told.message) for told in mended(path)] == [("decision_torn", True)]
    assert path.read_bytes() == LINE


@pytest.mark.parametrize(("lines", "notices"), [(0, 0), (1, 1), (20, 20), (21, 21), (22, 21)])
def test_of_very_many_lines_the_rest_is_one_notice(lines: int, notices: int) -> None:
    told = list(set_aside(Path("decisions.jsonl"), [BadLine(number, "x", "why") for number in range(1, lines + 1)]))
    assert len(told) == notices and [one.value for one in told[:20]] == ["why"] * min(lines, 20)
    assert lines <= 20 or f": {lines - 20} more lines" in told[-1].message


def test_every_fact_that_cannot_be_used_is_a_notice() -> None:
    (told,) = unusable([Trouble("facts.csv", 3, "a.docx", "is wrong", "буруу")])
    assert (told.code, told.value) == ("facts_unusable", "a.docx")
    assert told.message == "facts.csv, line 3: is wrong; nothing of it is used"
    assert told.message_mn == "facts.csv, 3-р мөр: буруу; үүнээс юуг ч ашиглаагүй"


def test_a_file_that_looks_as_it_did_is_not_hashed_again(tmp_path: Path) -> None:
    item = Found("a.docx", b"/a.docx", (1, 100, 200, 3))
    quiet = Ledger({"a.docx": (item.look, "digest")}, 201 + RACY_NS)
    assert quiet.known_digest(item) == "digest"
    assert replace(quiet, written_ns=200 + RACY_NS).known_digest(item) == ""
    assert quiet.known_digest(replace(item, look=(2, 100, 200, 3))) == quiet.known_digest(replace(item, name="b")) == ""
    save_ledger(tmp_path, quiet)
    assert load_ledger(tmp_path) == quiet
    (tmp_path / "ledger.msgpack").write_bytes(b"x")
    assert load_ledger(tmp_path) == load_ledger(tmp_path / "none") == Ledger()


def test_the_accounts_of_the_last_runs_are_kept(tmp_path: Path) -> None:
    for number in range(1, 5):
        path = save_run(tmp_path, f"run{number}", {"number": number}, 2)
        (tmp_path / "runs" / f"run{number}.jsonl").write_text("x")
    assert path == tmp_path / "run.json" and json.loads(path.read_text(encoding="utf-8")) == {"number": 4}
    assert sorted(one.name for one in (tmp_path / "runs").iterdir()) == [
        *("run2.jsonl", "run3.json", "run3.jsonl", "run4.json", "run4.jsonl")
    ]
