"""The log of a run: a line of JSON for each thing that is worth its level, and never a reason to stop."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.run.log import LEVELS, Log


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("level", LEVELS)
def test_only_what_is_worth_its_level_is_written(tmp_path: Path, level: str) -> None:
    log = Log("r1", tmp_path / "runs" / "r1.jsonl", level)
    for one in LEVELS:
        log.say(one, "read", file=f"тайлан {one}", place=Path("a"))
    log.close()
    found = lines(tmp_path / "runs" / "r1.jsonl")
    assert [line["level"] for line in found] == list(LEVELS[LEVELS.index(level) :])
    known = {"level": level, "run": "r1", "event": "read", "file": f"тайлан {level}", "place": "a"}
    assert {name: found[0][name] for name in known} == known
    assert set(found[0]) - set(known) == {"time", "seconds", "cpu_seconds"}
    assert len(found[0]["time"]) == 20


def test_a_log_goes_on_where_it_ended(tmp_path: Path) -> None:
    for event in ("started", "ended"):
        log = Log("r1", tmp_path / "r1.jsonl")
        log.say("info", event)
        log.close()
        log.close()
    assert [line["event"] for line in lines(tmp_path / "r1.jsonl")] == ["started", "ended"]


def test_a_line_can_be_read_before_the_run_has_ended(tmp_path: Path) -> None:
    log = Log("r1", tmp_path / "r1.jsonl")
    log.say("info", "one")
    log.say("info", "two")
    assert [line["event"] for line in lines(tmp_path / "r1.jsonl")] == ["one", "two"]
    log.close()


def test_a_log_that_cannot_be_written_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    log = Log("r1", tmp_path / "file" / "r1.jsonl")
    log.say("error", "started")
    assert log.path is None
    log.say("error", "ended")
    log.close()
    Log("r1").say("error", "started")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_line_says_the_seconds_since_the_run_began(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log("r1", tmp_path / "r1.jsonl", _begun=100.0)
    monkeypatch.setattr(time, "monotonic", lambda: 102.5)
    monkeypatch.setattr(time, "process_time", lambda: 1.25)
    log.say("info", "one")
    log.close()
    (line,) = lines(tmp_path / "r1.jsonl")
    assert (line["seconds"], line["cpu_seconds"]) == (2.5, 1.25)
