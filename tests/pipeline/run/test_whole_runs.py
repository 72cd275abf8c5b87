"""Whole runs over plans: what is read, what is published, what is remembered, how it ends."""

from __future__ import annotations

import csv
import errno
import json
import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import group
from pipeline.exits import Exit, Stop
from pipeline.run.collect import Options
from pipeline.run.editions import Shelf, digests
from pipeline.run.lock import locked
from pipeline.settings import Gates, Settings
from pipeline.workers.engine import Engine
from tests.pipeline import plans
from tests.pipeline.run import running_plans
from tests.pipeline.run.running_plans import LIMITS, run

SETTINGS = Settings(workers=2, settle_seconds=0, limits=LIMITS)


def submissions(base: Path) -> dict[str, dict[str, str]]:
    with (base / "clean" / "submissions.csv").open(encoding="utf-8", newline="") as stream:
        return {row["file"]: row for row in csv.DictReader(stream)}


def account_of(base: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((base / ".tailan" / "clean" / "run.json").read_text(encoding="utf-8"))
    return content


def test_every_file_has_its_row_and_reason(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good", b="segfault", c="damaged", d="limit")
    (tmp_path / "raw" / "copy.txt").write_bytes((tmp_path / "raw" / "a.txt").read_bytes())
    (tmp_path / "raw" / "~$a.txt").write_text("lock")
    account = run(tmp_path)
    rows = submissions(tmp_path)
    assert {name: (row["status"], row["reason"]) for name, row in rows.items()} == {
        "a.txt": (rows["a.txt"]["status"], rows["a.txt"]["reason"]),
        "b.txt": ("rejected", "crashed"),
        "c.txt": ("rejected", "damaged"),
        "copy.txt": ("duplicate", rows["copy.txt"]["reason"]),
        "d.txt": ("rejected", "limit"),
    }
    assert rows["a.txt"]["status"] in ("ok", "review") and rows["copy.txt"]["duplicate_of"] == "a.txt"
    assert account.exit_code == Exit.REJECTED
    written = account_of(tmp_path)
    assert [item["file"] for item in written["files"]] == sorted(rows)
    assert written["ignored"] == [{"name": "~$a.txt", "reason": "lock file of Word"}]
    assert "pages: 501 is over the limit of 500" in {item["detail"] for item in written["files"]}


def test_nothing_changed_reads_nothing_and_says_so(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good", b="damaged")
    first = run(tmp_path)
    second = run(tmp_path)
    assert (first.unchanged, second.unchanged, second.edition) == (False, True, first.edition)
    assert second.exit_code == first.exit_code == Exit.REJECTED
    assert account_of(tmp_path)["outcomes_of"] == first.run


def test_only_what_is_new_is_read(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good", b="good")
    run(tmp_path)
    plans.write(tmp_path / "raw", c="good", b="good again")
    assert run(tmp_path).read == 2
    assert set(submissions(tmp_path)) == {"a.txt", "b.txt", "c.txt"}


@pytest.mark.slow
def test_deleting_the_cache_changes_nothing_but_time(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good", b="limit", c="good")
    first = run(tmp_path)
    for path in (tmp_path / ".tailan" / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"rubbish")
    (tmp_path / ".tailan" / "clean" / "ledger.msgpack").write_bytes(b"rubbish")
    second = run(tmp_path)
    assert (second.read, second.new_edition, second.edition) == (3, False, first.edition)


@pytest.mark.slow
def test_force_retry_failed_and_only(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good", b="damaged", c="good")
    run(tmp_path)
    assert run(tmp_path, options=Options(force=True)).read == 3
    assert run(tmp_path, options=Options(retry_failed=True)).read == 1
    assert run(tmp_path, options=Options(force=True, only=("a*",))).read == 1
    plans.write(tmp_path / "raw", d="good", e="good")
    account = run(tmp_path, options=Options(only=("d.txt",)))
    assert account.read == 1
    assert account.exit_code == Exit.REJECTED  # b is damaged; e only waits
    assert (submissions(tmp_path)["e.txt"]["status"], submissions(tmp_path)["e.txt"]["reason"]) == (
        "review",
        "not_selected",
    )
    assert run(tmp_path).read == 1
    assert submissions(tmp_path)["e.txt"]["status"] in ("ok", "review")


@pytest.mark.slow
def test_passing_failures_are_tried_again(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good", b="killed")
    run(tmp_path)
    again = run(tmp_path)
    assert (again.unchanged, again.read) == (False, 1)


def test_a_file_that_grows_waits_for_the_next_run(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good", growing="good")
    stop = threading.Event()

    def grow() -> None:
        while not stop.is_set():
            with (tmp_path / "raw" / "growing.txt").open("a") as stream:
                stream.write(" more")
            time.sleep(0.01)

    writer = threading.Thread(target=grow)
    writer.start()
    account = run(tmp_path, replace(SETTINGS, settle_seconds=0.1))
    stop.set()
    writer.join()
    assert submissions(tmp_path)["growing.txt"]["reason"] == "still_being_written"
    assert account.exit_code == Exit.OK
    run(tmp_path)
    assert submissions(tmp_path)["growing.txt"]["status"] in ("ok", "review")


@pytest.mark.slow
def test_the_same_bytes_for_any_number_of_workers_and_any_order(tmp_path: Path) -> None:
    found = []
    names = [f"f{number}" for number in range(12)]
    for workers, seed in ((1, 1), (2, 2), (4, 3)):
        base = tmp_path / str(workers)
        random.Random(seed).shuffle(names)
        for name in names:
            plans.write(base / "raw", **{name: "damaged" if name == "f3" else "good"})
        run(base, replace(SETTINGS, workers=workers))
        found.append(digests((base / "clean" / "current").resolve()))
    assert found[0] == found[1] == found[2]


def test_gates_refuse_and_accept_overrules(tmp_path: Path) -> None:
    settings = replace(SETTINGS, gates=Gates(from_submissions=4))
    plans.write(tmp_path / "raw", a="good", b="good", c="good", d="good")
    first = run(tmp_path, settings)
    (tmp_path / "raw" / "a.txt").unlink()
    (tmp_path / "raw" / "b.txt").unlink()
    with pytest.raises(Stop) as stop:
        run(tmp_path, settings)
    assert stop.value.code is Exit.GATE_REFUSED and "measure rows fall from 4 to 2" in stop.value.message
    assert Shelf(tmp_path / "clean").current() == first.edition
    assert account_of(tmp_path)["exit_code"] == Exit.GATE_REFUSED
    assert run(tmp_path, settings, Options(accept=True)).new_edition
    assert run(tmp_path, settings).unchanged


@pytest.mark.parametrize("count", [1, 25])
def test_a_raw_folder_that_is_suddenly_empty_publishes_nothing(tmp_path: Path, count: int) -> None:
    """An unmounted share is an empty folder."""
    plans.write(tmp_path / "raw", **{f"f{number}": "good" for number in range(count)})
    first = run(tmp_path)
    (tmp_path / "raw").rename(tmp_path / "share")
    (tmp_path / "raw").mkdir()
    with pytest.raises(Stop) as stop:
        run(tmp_path)
    assert (
        stop.value.code is Exit.GATE_REFUSED
        and "submissions are gone (is the raw folder mounted?)" in stop.value.message
    )
    assert Shelf(tmp_path / "clean").current() == first.edition
    assert run(tmp_path, options=Options(accept=True)).counts["submissions"] == 0
    assert run(tmp_path).exit_code == Exit.OK


@pytest.mark.parametrize("left", [18, 19])
def test_a_fall_in_submissions_is_refused(tmp_path: Path, left: int) -> None:
    """Rejected files hold no rows and no agency, so that no other gate sees them go."""
    plans.write(tmp_path / "raw", **{f"f{number:02d}": "damaged" for number in range(20)})
    run(tmp_path)
    for path in sorted((tmp_path / "raw").iterdir())[left:]:
        path.unlink()
    if left == 19:
        assert run(tmp_path).counts["submissions"] == 19
        return
    with pytest.raises(Stop) as stop:
        run(tmp_path)
    assert stop.value.code is Exit.GATE_REFUSED and "submissions fall from 20 to 18" in stop.value.message


def test_a_first_run_on_an_empty_folder_publishes_nothing(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    with pytest.raises(Stop) as stop:
        run(tmp_path)
    assert stop.value.code is Exit.NO_INPUT and "holds no submissions" in stop.value.message
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]
    assert run(tmp_path, options=Options(accept=True)).exit_code == Exit.OK


def test_only_on_a_first_run_publishes_the_others_as_waiting(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good", b="good", c="good")
    account = run(tmp_path, options=Options(only=("a.txt",)))
    assert account.exit_code == Exit.OK
    found = submissions(tmp_path)
    assert {file: (row["status"], row["reason"]) for file, row in found.items() if file != "a.txt"} == {
        "b.txt": ("review", "not_selected"),
        "c.txt": ("review", "not_selected"),
    }
    assert "next full run" in found["b.txt"]["hint"]
    assert run(tmp_path).read == 2


@pytest.mark.parametrize("dry", [False, True])
def test_only_that_selects_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dry: bool) -> None:
    plans.write(tmp_path / "raw", a="good")
    monkeypatch.chdir(tmp_path)
    arguments = ["run", "raw", "clean", "--only", "*.pdf", *(["--dry-run"] if dry else [])]
    result = CliRunner().invoke(group, arguments, standalone_mode=False)
    assert isinstance(result.exception, Stop) and result.exception.code is Exit.NO_INPUT
    assert result.exception.message == "--only *.pdf: none of the 1 submissions is called so"
    assert not (tmp_path / "clean" / "current").exists()


def test_a_file_that_vanishes_before_it_is_read_waits(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good", b="good")
    original = running_plans.engine

    def engine(settings: Settings, documents: int) -> Engine:
        (tmp_path / "raw" / "b.txt").unlink()
        return original(settings, documents)

    running_plans.engine = engine
    try:
        account = run(tmp_path)
    finally:
        running_plans.engine = original
    assert account.exit_code == Exit.OK
    row = submissions(tmp_path)["b.txt"]
    assert (row["status"], row["reason"]) == ("review", "vanished")
    assert list(submissions(tmp_path)) == ["a.txt", "b.txt"]
    run(tmp_path)
    assert list(submissions(tmp_path)) == ["a.txt"]


def refusing(number: int, *parts: bytes) -> Callable[..., Any]:
    """``os.scandir`` or ``os.lstat`` that refuses paths ending with one of ``parts``."""

    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any, *more: Any, **named: Any) -> Any:
            if isinstance(path, bytes) and path.endswith(parts):
                raise OSError(number, os.strerror(number), path)
            return original(path, *more, **named)

        return call

    return wrap


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.EACCES, "folder_unreadable"), (errno.EIO, "folder_unreadable"), (errno.ENOENT, "vanished")],
)
def test_a_folder_that_cannot_be_listed_is_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    plans.write(tmp_path / "raw", a="good")
    plans.write(tmp_path / "raw" / "locked", b="good")
    monkeypatch.setattr(os, "scandir", refusing(number, b"/locked")(os.scandir))
    account = run(tmp_path)
    row = submissions(tmp_path)["locked"]
    assert (row["reason"], row["submission_id"], row["bytes"]) == (reason, "", "0") and row["hint"]
    assert account.exit_code == (Exit.OK if reason == "vanished" else Exit.REJECTED)
    assert submissions(tmp_path)["a.txt"]["status"] == "ok"


def test_a_file_that_cannot_be_looked_at_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plans.write(tmp_path / "raw", a="good", b="good", c="good")
    monkeypatch.setattr(os, "lstat", refusing(errno.EIO, b"/b.txt")(refusing(errno.ENOENT, b"/c.txt")(os.lstat)))
    run(tmp_path)
    assert {file: row["reason"] for file, row in submissions(tmp_path).items()} == {
        "a.txt": "",
        "b.txt": "read_error",
        "c.txt": "vanished",
    }


def test_a_second_run_is_told_who_is_at_work(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good")
    with locked(Shelf(tmp_path / "clean").home, "tailan run here"), pytest.raises(Stop) as stop:
        run(tmp_path)
    assert stop.value.code is Exit.LOCKED
    assert "tailan run here" in stop.value.message and str(os.getpid()) in stop.value.message
    assert run(tmp_path).exit_code == Exit.OK


def test_a_long_review_queue_has_its_own_exit_code(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good doubtful", b="good doubtful", c="good")
    assert run(tmp_path).exit_code == Exit.OK
    for threshold, code in ((1, Exit.REVIEW), (2, Exit.OK), (0, Exit.REVIEW)):
        account = run(tmp_path, replace(SETTINGS, review_threshold=threshold))
        assert (account.exit_code, account.statuses["review"], account.new_edition) == (code, 2, False)
    assert run(tmp_path, replace(SETTINGS, review_threshold=0)).unchanged


def test_an_edited_edition_is_made_again(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good")
    first = run(tmp_path)
    (tmp_path / "clean" / "measures.csv").write_text("edited by hand")
    second = run(tmp_path, options=Options(accept=True))
    assert not second.unchanged and second.new_edition and second.edition != first.edition
    assert "edited" not in (tmp_path / "clean" / "measures.csv").read_text(encoding="utf-8")


def test_the_log_names_run_and_file_and_no_words_of_a_report(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good НУУЦ-ҮГ", b="quit НУУЦ-ҮГ")
    account = run(tmp_path)
    text = (tmp_path / ".tailan" / "clean" / "runs" / f"{account.run}.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert {line["run"] for line in lines} == {account.run}
    assert {line.get("file") for line in lines if line["event"] == "read"} == {"a.txt", "b.txt"}
    assert "НУУЦ-ҮГ" not in text


def test_a_raw_folder_that_vanished_is_in_the_account(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good")
    first = run(tmp_path)
    (tmp_path / "raw").rename(tmp_path / "elsewhere")
    with pytest.raises(Stop):
        run(tmp_path)
    assert (account_of(tmp_path)["exit_code"], account_of(tmp_path)["edition"]) == (Exit.NO_INPUT, "")
    assert Shelf(tmp_path / "clean").current() == first.edition


def test_a_mistyped_raw_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Stop):
        run(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_output_folder_among_the_input_is_refused(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good")
    (tmp_path / "clean").symlink_to(tmp_path / "raw" / "b")
    with pytest.raises(Stop) as stop:
        run(tmp_path)
    assert stop.value.code is Exit.USAGE
    assert {path.name for path in tmp_path.rglob("*")} == {"raw", "a.txt", "clean"}


def test_a_folder_with_other_things_asks_for_accept(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good")
    (tmp_path / "clean").mkdir()
    (tmp_path / "clean" / "letter.txt").write_text("kept")
    with pytest.raises(Stop) as stop:
        run(tmp_path)
    assert stop.value.code is Exit.GATE_REFUSED
    assert {path.name for path in tmp_path.rglob("*")} == {"raw", "a.txt", "clean", "letter.txt"}
    run(tmp_path, options=Options(accept=True))
    assert set(submissions(tmp_path)) == {"a.txt"} and (tmp_path / "clean" / "letter.txt").read_text() == "kept"
    run(tmp_path)


def test_the_root_of_the_file_system_is_no_output_folder(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good")
    for root in ("/", "/usr/.."):
        told = CliRunner().invoke(group, ["run", str(tmp_path / "raw"), root, "--accept"], standalone_mode=False)
        assert isinstance(told.exception, Stop) and told.exception.code is Exit.USAGE
    assert {path.name for path in tmp_path.rglob("*")} == {"raw", "a.txt"}


def test_an_error_of_the_program_is_in_account_and_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "НУУЦ-ҮГ"

    def broken(*_: object, **__: object) -> None:
        raise LookupError(secret)

    monkeypatch.setattr("pipeline.run.publish.publish", broken)
    plans.write(tmp_path / "raw", a="good")
    with pytest.raises(LookupError):
        run(tmp_path)
    account = account_of(tmp_path)
    assert (account["exit_code"], account["message"]) == (Exit.PROGRAM_ERROR, "error of the program: LookupError")
    log = (tmp_path / ".tailan" / "clean" / "runs" / f"{account['run']}.jsonl").read_text(encoding="utf-8")
    assert "in broken" in log and "НУУЦ-ҮГ" not in log


def test_no_room_for_temporary_files_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/somewhere/full")

    plans.write(tmp_path / "raw", a="exit")
    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(Stop) as stop:
        run(tmp_path)
    assert stop.value.code is Exit.OUTPUT_NOT_WRITABLE and "/somewhere/full: No space" in stop.value.message
    assert account_of(tmp_path)["exit_code"] == Exit.OUTPUT_NOT_WRITABLE


def test_an_interruption_says_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plans.write(tmp_path / "raw", a="good")
    run(tmp_path)

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for name, words in (("publish.publish", "untouched"), ("editions.Shelf.prune", "already the new one")):
        plans.write(tmp_path / "raw", a=f"good {name}")
        with monkeypatch.context() as patch, pytest.raises(Stop) as stop:
            patch.setattr(f"pipeline.run.{name}", interrupted)
            run(tmp_path)
        assert stop.value.code is Exit.INTERRUPTED and words in stop.value.message
        assert account_of(tmp_path)["exit_code"] == Exit.INTERRUPTED
