"""The parts of a run one by one: how it ends, what it says, what it remembers."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.exits import MEANING, Exit, Stop
from pipeline.run import run as module
from pipeline.run.collect import Collected, Options
from pipeline.run.editions import Shelf
from pipeline.run.ledger import Ledger, load_ledger
from pipeline.run.log import Log
from pipeline.run.run import Account, _close, _ended, _named, _nothing_changed, _sentence, _verdict
from pipeline.run.sources import list_folder
from pipeline.run.survey import Paths, Source, Survey
from pipeline.settings import Notify, Settings
from pipeline.workers.outcome import OK, PENDING, REJECTED, Outcome
from tests.pipeline.run.test_editions import publish

SETTINGS = Settings(settle_seconds=0)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    (tmp_path / "raw").mkdir()
    return Paths.of(tmp_path / "raw", tmp_path / "clean", SETTINGS)


def account(**more: Any) -> Account:
    made = Account("r1", "", "raw", "clean", 7)
    for name, value in more.items():
        setattr(made, name, value)
    return made


@pytest.mark.parametrize(
    ("error", "shown", "code", "words"),
    [
        (KeyboardInterrupt(), "e1", Exit.INTERRUPTED, "interrupted; the current edition is untouched"),
        (KeyboardInterrupt(), "e2", Exit.INTERRUPTED, "interrupted; the current edition is already the new one, e2"),
        (OSError(errno.ENOSPC, "full", "/tmp"), "e1", Exit.OUTPUT_NOT_WRITABLE, "/tmp: full; the edition is untouched"),
        (
            OSError(errno.EROFS, "read-only"),
            "e1",
            Exit.OUTPUT_NOT_WRITABLE,
            "a disk: read-only; the edition is untouched",
        ),
        (Stop(Exit.LOCKED, "busy", "завгүй"), "e1", Exit.LOCKED, "busy"),
    ],
)
def test_how_a_run_ends_is_said_in_both_languages(error: BaseException, shown: str, code: Exit, words: str) -> None:
    stop = _named(error, "e1", shown)
    assert stop is not None and (stop.code, stop.message) == (code, words)
    assert ("хэвээр" in stop.message_mn) is (shown == "e1" and code is not Exit.LOCKED)
    assert ("аль хэдийн шинэ нь: e2" in stop.message_mn) is (shown == "e2")


def test_other_errors_are_errors_of_the_program() -> None:
    assert _named(OSError(errno.EACCES, "not yours"), None, None) is None and _named(KeyError("a"), None, None) is None


@contextmanager
def ending(told: Account, log: Log, shelf: Shelf) -> Iterator[pytest.ExceptionInfo[BaseException]]:
    with pytest.raises(BaseException) as caught, _ended(told, log, shelf):
        yield caught


def test_an_error_goes_on_and_stands_in_the_account(tmp_path: Path) -> None:
    told, log, shelf = account(), Log("r1", tmp_path / "log.jsonl"), Shelf(tmp_path / "clean")
    with ending(told, log, shelf) as caught:
        raise KeyError(f"сек{'рет'}")
    assert caught.type is KeyError and told.exit_meaning == MEANING[Exit.PROGRAM_ERROR]
    assert (told.exit_code, told.message) == (Exit.PROGRAM_ERROR, "error of the program: KeyError")
    (line,) = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert "test_run.py" in line and "секрет" not in line and json.loads(line)["trace"].endswith("KeyError")
    with ending(told, log, shelf) as caught:
        publish(shelf, "e1", submissions="1")
        raise KeyboardInterrupt
    assert isinstance(caught.value, Stop) and isinstance(caught.value.__cause__, KeyboardInterrupt)
    assert (told.exit_code, told.exit_meaning) == (Exit.INTERRUPTED, MEANING[Exit.INTERRUPTED])
    assert told.message.endswith("already the new one, e1")
    refused = Stop(Exit.NO_INPUT, "nothing", "юу ч алга")
    with ending(told, log, shelf) as caught:
        raise refused
    assert caught.value is refused and refused.__cause__ is None and told.message == "nothing"
    log.close()


def outcomes(*statuses: str) -> Collected:
    return Collected([Outcome(f"f{number}", "", 1, status) for number, status in enumerate(statuses)])


@pytest.mark.parametrize(
    ("statuses", "review", "threshold", "code"),
    [
        ((OK,), 0, 0, Exit.OK),
        ((OK, REJECTED), 5, 0, Exit.REJECTED),
        ((OK,), 1, 0, Exit.REVIEW),
        ((OK,), 1, 1, Exit.OK),
        ((OK,), 9, -1, Exit.OK),
        ((OK, PENDING), 1, 0, Exit.OK),  # it waits for a reason that passes by itself
        ((OK, PENDING), 2, 0, Exit.REVIEW),
    ],
)
def test_the_verdict(statuses: tuple[str, ...], review: int, threshold: int, code: Exit) -> None:
    told = account(statuses={"review": review} if review else {})
    assert _verdict(told, outcomes(*statuses), replace(SETTINGS, review_threshold=threshold)) is code


def test_a_run_in_one_sentence() -> None:
    told = account(statuses={"ok": 2, "review": 0, "rejected": 1}, counts={"measures": 9})
    english, mongolian = _sentence(told)
    assert english == "3 submissions (2 ok, 1 rejected), 9 measure rows"
    assert mongolian == "3 ирүүлсэн материал (2 хэвийн, 1 боловсруулах боломжгүй), арга хэмжээний 9 мөр"
    told.findings = [{"code": "other"}, {"code": "decision_set_aside"}]
    more = tuple(
        after.removeprefix(before) for before, after in zip((english, mongolian), _sentence(told), strict=True)
    )
    assert more[0] == "; lines of the decisions file were set aside (findings in run.json)" and more[1].startswith(";")
    assert _sentence(account())[0] == "0 submissions (), 0 measure rows"


def seen(paths: Paths, fingerprint: str = "f") -> Survey:
    sources = tuple(Source(item, "d" * 64) for item in list_folder(paths.raw).found)
    return Survey(sources, (), {}, fingerprint, 1, date(2024, 1, 1))


@pytest.fixture
def left(paths: Paths) -> Ledger:
    """What a finished run left behind it."""
    publish(Shelf(paths.clean), "e1", submissions="1")
    return Ledger(fingerprint="f", shown="e1", edition_looks=Shelf(paths.clean).looks())


def test_nothing_changed_while_inputs_and_edition_are_the_same(paths: Paths, left: Ledger) -> None:
    shelf, same = Shelf(paths.clean), seen(paths)
    assert _nothing_changed(same, left, Options(), shelf)
    assert not _nothing_changed(seen(paths, "g"), left, Options(), shelf)
    assert not _nothing_changed(seen(paths, ""), replace(left, fingerprint=""), Options(), shelf)
    assert not _nothing_changed(same, replace(left, shown="e2"), Options(), shelf)
    assert not _nothing_changed(same, replace(left, edition_looks={}), Options(), shelf)


@pytest.mark.parametrize(
    "asked",
    [
        {"force": True},
        {"retry_failed": True},
        {"only": ("a",)},
        {"accept": True},
        {"as_of": date(2024, 1, 1)},
    ],
)
def test_who_asks_for_something_gets_a_run(paths: Paths, left: Ledger, asked: dict[str, Any]) -> None:
    assert not _nothing_changed(seen(paths), left, Options(**asked), Shelf(paths.clean))


def closed(told: Account, paths: Paths, settings: Settings = SETTINGS) -> bool:
    """Whether the account is on the disk afterwards."""
    _close(told, paths, settings, Log(told.run, paths.state / "runs" / "r1.jsonl"))
    return (paths.state / "run.json").is_file()


def test_the_account_of_a_run_that_is_still_at_work_is_not_touched(paths: Paths) -> None:
    assert not closed(account(exit_code=int(Exit.LOCKED)), paths) and not paths.state.exists()


@pytest.mark.parametrize("code", [Exit.NO_INPUT, Exit.USAGE, Exit.GATE_REFUSED])
def test_folders_that_cannot_be_meant_leave_nothing_unless_there_is_something(paths: Paths, code: Exit) -> None:
    assert not closed(account(exit_code=int(code)), paths) and not paths.state.exists()
    assert closed(account(exit_code=int(code), inputs={"program": "1"}), paths)
    (paths.state / "run.json").unlink()
    assert closed(account(exit_code=int(code)), paths)


def test_every_other_end_is_in_account_and_log(paths: Paths) -> None:
    assert closed(account(exit_code=int(Exit.PROGRAM_ERROR), message="error", seconds=2.5), paths)
    (line,) = (paths.state / "runs" / "r1.jsonl").read_text(encoding="utf-8").splitlines()
    said = json.loads(line)
    assert (said["event"], said["exit_code"], said["message"], said["seconds"]) == ("ended", 1, "error", 2.5)


def test_others_are_told_and_who_cannot_be_told_is_in_the_log(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[Any, ...]] = []

    def notify(*said: Any) -> list[str]:
        told.append(said)
        return ["no route to host"]

    monkeypatch.setattr("pipeline.run.notify.notify", notify)
    assert closed(account(exit_code=0, message="fine"), paths) and told == []
    for number, how in enumerate((Notify(ping_url="http://192.0.2.1"), Notify(mail_to="a@example.org")), start=1):
        closed(account(exit_code=0, message="fine", message_mn="зүгээр"), paths, replace(SETTINGS, notify=how))
        assert told[-1] == (how, 0, ("fine", "зүгээр"), "clean") and len(told) == number
    assert (paths.state / "runs" / "r1.jsonl").read_text(encoding="utf-8").count("no route to host") == 2


def test_what_is_left_of_killed_runs_is_removed_first(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[Any] = []
    monkeypatch.setattr(module, "sweep", lambda: swept.append("processes"))
    monkeypatch.setattr(module, "sweep_beside", lambda *folders: swept.append(folders))
    (paths.cache / "rows" / "1").mkdir(parents=True)
    (Shelf(paths.clean).home / ".building-77").mkdir(parents=True)
    module._clear_away(Shelf(paths.clean), paths)
    assert swept == ["processes", (paths.state, paths.state / "runs", paths.cache / "rows" / "1")]
    assert list(Shelf(paths.clean).home.iterdir()) == []


@pytest.mark.parametrize(("name", "words"), [("/full", "/full: Permission denied"), (None, "clean: Permission denied")])
def test_what_cannot_be_removed_ends_the_run(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, name: str | None, words: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), name)

    monkeypatch.setattr(module, "sweep", lambda: None)
    monkeypatch.setattr(module, "sweep_beside", refuse)
    with pytest.raises(Stop, match=words) as stop:
        module._clear_away(Shelf(paths.clean), paths)
    assert stop.value.code is Exit.OUTPUT_NOT_WRITABLE


def test_what_is_remembered_of_a_run(paths: Paths, left: Ledger) -> None:
    (paths.raw / "a").write_text("1")
    (paths.raw / "out").symlink_to("/etc/hostname")
    listed = tuple(Source(item, "" if item.problem else "d" * 64) for item in list_folder(paths.raw).found)
    survey = replace(seen(paths), sources=listed)
    told = account(edition="e1", exit_code=10, message="2 submissions")
    module._remember(paths, survey, told, Collected(), Shelf(paths.clean))
    kept = load_ledger(paths.state)
    assert kept == replace(
        left,
        files={"a": (listed[0].found.look, "d" * 64)},
        written_ns=1,
        exit_code=10,
        summary="2 submissions",
        run="r1",
    )
    module._remember(paths, survey, told, Collected(passing=True), Shelf(paths.clean))
    assert load_ledger(paths.state) == replace(kept, fingerprint="")
    blocked = replace(paths, state=paths.raw / "a" / "state")
    with pytest.raises(Stop, match="Not a directory; the new edition is published") as stop:
        module._remember(blocked, survey, told, Collected(), Shelf(paths.clean))
    assert stop.value.code is Exit.OUTPUT_NOT_WRITABLE
