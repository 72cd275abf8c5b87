"""What ``tailan run`` says on the terminal: a line, a summary, a bar, or what it would do."""

from __future__ import annotations

import io
import re
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import group
from pipeline.commands import run as module
from pipeline.commands.run import Bar, _changes, _lines, _summary
from pipeline.exits import Exit
from pipeline.run.collect import Options
from pipeline.run.run import Account
from tests.pipeline import plans
from tests.pipeline.run.running_plans import run


def account(**more: Any) -> Account:
    made = Account(
        "r1", "", "raw", "clean", 7, message="3 submissions", message_mn="3 материал", edition="e2", new_edition=True
    )
    for name, value in more.items():
        setattr(made, name, value)
    return made


def test_a_line_says_whether_there_is_a_new_edition() -> None:
    assert _lines(account()) == (
        "clean: 3 submissions; published as edition e2",
        "clean: 3 материал; e2 хувилбар болгон нийтэллээ",
    )
    assert _lines(account(new_edition=False))[0] == "clean: 3 submissions; same tables as edition e2"
    assert _lines(account(new_edition=False))[1] == "clean: 3 материал; хүснэгтүүд e2 хувилбарынхтай ижил"
    assert _lines(account(unchanged=True)) == (
        "clean: nothing changed since edition e2: 3 submissions",
        "clean: e2 хувилбараас хойш юу ч өөрчлөгдөөгүй: 3 материал",
    )


def file(name: str, status: str = "rejected", reason: str = "damaged", **more: str) -> dict[str, str]:
    return {"file": name, "status": status, "reason": reason, "detail": "", "detail_mn": "", **more}


def test_a_summary_tells_what_there_is_and_what_it_cost() -> None:
    told = _summary(
        account(
            statuses={"ok": 2, "review": 0, "rejected": 1},
            counts={"submissions": 3, "measures": 40, "mentions": 0},
            read=2,
            seconds=1.25,
            cpu_seconds=3.0,
            changes={"first": True},
            files=[
                file("a", "ok", ""),
                file("b", detail="cut short", detail_mn="дутуу"),
                file("c", reason="crashed"),
            ],
        )
    )
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert lines == [
        "ok хэвийн 2",
        "rejected боловсруулах боломжгүй 1",
        "measures rows Арга хэмжээ: мөр 40",
        "files read now одоо уншсан файл 2",
        "seconds, of CPU секунд, үүнээс CPU 1.2, 3.0",
        "b: damaged (cut short / дутуу)",
        "c: crashed",
    ]
    assert _summary(account(unchanged=True)) == ""


@pytest.mark.parametrize(("count", "more"), [(10, ""), (11, "  … +1: see submissions.csv / submissions.csv-г үзнэ үү")])
def test_ten_rejected_files_are_named(count: int, more: str) -> None:
    lines = _summary(account(changes={"first": True}, files=[file(f"f{n}") for n in range(count)])).splitlines()
    assert sum(line.endswith(": damaged") for line in lines) == 10
    assert (lines[-1] if more else "") == more


def test_what_changed_since_the_edition_before() -> None:
    counts = {"added": {"count": 2, "names": []}, "removed": {"count": 0, "names": []}}
    head, lines = _changes(account(changes={"files": counts, "coverage": {"completion_up": 5}}))
    assert head == "since the edition before / өмнөх хувилбараас хойш (changes.csv):"
    assert [line.split()[-1] for line in lines.splitlines()] == ["2", "5"] and "new files" in lines
    assert _changes(account(changes={})) == [f"{head} no file and no measure changed / өөрчлөлтгүй"]
    assert _changes(account(changes={"first": True})) == [] == _changes(account(new_edition=False, changes={}))


class Clock:
    now = 100.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(time, "monotonic", lambda: made.now)
    return made


def test_the_bar_shows_rate_and_time_left(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(sys, "stderr", terminal)
    bar = Bar(visible=True)
    clock.now = 110.0
    bar.show(20, 240)
    half = terminal.getvalue()
    assert half == f"\r[{'#' * 2}{'.' * 28}] 20/240  2.0/s  -1:50 "
    clock.now = 110.05
    bar.show(21, 240)
    assert terminal.getvalue() == half, "not more often than ten times a second"
    clock.now = 110.125
    bar.show(22, 240)
    bar.show(240, 240)
    assert terminal.getvalue().count("\r") == 3 and f"[{'#' * 30}] 240/240" in terminal.getvalue()
    bar.close()
    assert terminal.getvalue().endswith("\r\033[K")


def test_a_bar_that_nobody_sees_says_nothing(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(sys, "stderr", terminal)
    silent = Bar(visible=False)
    silent.show(1, 1)
    silent.close()
    Bar(visible=True).close()
    assert terminal.getvalue() == ""
    Bar(visible=True).show(0, 5)
    assert "0/5  0.0/s  -0:00 " in terminal.getvalue()


def call(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["run", *arguments], standalone_mode=False)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a run is asked for; it is not carried out."""
    said: list[Any] = []

    def run_once(paths: Any, settings: Any, options: Options, show: Any) -> Account:
        said.extend([paths, settings, options])
        return account(
            exit_code=11,
            changes={"first": True},
            findings=[{"message": "a line is torn", "message_mn": "мөр тасарсан"}],
        )

    monkeypatch.setattr(module, "run_once", run_once)
    return said


def test_the_flags_reach_the_run(asked: list[Any]) -> None:
    done = call("raw", "clean", "--only", "a*", "--retry-failed", "--as-of", "2024-07-16", "--workers", "3")
    assert (asked[0].raw, asked[0].clean, asked[1].workers) == (Path("raw"), Path("clean"), 3)
    assert asked[2] == Options(("a*",), retry_failed=True, as_of=date(2024, 7, 16))
    assert done.return_value == Exit.REVIEW
    assert done.stderr == "tailan: a line is torn\ntailan: мөр тасарсан\n"
    assert call("raw", "clean", "--force", "--accept").return_value == Exit.REVIEW
    assert asked[5] == Options(force=True, accept=True)


def test_a_summary_only_on_a_terminal_or_when_asked_for(asked: list[Any]) -> None:
    lines = "\n".join(_lines(account())) + "\n"
    assert call("raw", "clean").stdout == lines
    assert call("raw", "clean", "--quiet").stdout == ""
    assert call("raw", "clean", "--summary").stdout.startswith(f"{lines}  files read now")


def test_what_a_run_would_do(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good", b="good")
    run(tmp_path)
    plans.write(tmp_path / "raw", c="good")
    (tmp_path / "raw" / "copy.txt").write_bytes((tmp_path / "raw" / "a.txt").read_bytes())
    (tmp_path / "raw" / "out.txt").symlink_to("/etc/hostname")
    (tmp_path / "raw" / "~$a.txt").touch()
    told = call(str(tmp_path / "raw"), str(tmp_path / "clean"), "--dry-run", "--only", "[abc].txt").stdout
    columns = [re.split("  +", line.strip()) for line in told.splitlines() if line.startswith("  ")]
    found = {line[0]: line[-1] for line in columns}
    assert told.startswith("nothing was written\nюу ч бичээгүй\n") and "would read c.txt / c.txt" in told
    assert (found["files found"], found["copies of another file"], found["passed over"]) == ("5", "1", "1")
    assert found["cannot be opened now"] == "1"
    assert int(found["would be read"]) + int(found["from the cache"]) == 3
