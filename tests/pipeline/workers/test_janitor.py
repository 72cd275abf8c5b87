"""Who cleans up after a killed run: what carries its mark is ended, however it got away, and its folder goes."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.workers import janitor
from pipeline.workers.leftovers import MARK, kill_marked

Start = Callable[[str], subprocess.Popen[bytes]]


@pytest.fixture
def start() -> Iterator[Start]:
    """A process in a session of its own that carries a mark."""
    started: list[subprocess.Popen[bytes]] = []

    def process(mark: str) -> subprocess.Popen[bytes]:
        began = subprocess.Popen(["sleep", "60"], env={"PATH": os.environ["PATH"], MARK: mark}, start_new_session=True)
        started.append(began)
        return began

    yield process
    for one in started:
        one.kill()
        one.wait()


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_only_what_carries_the_mark_is_killed(start: Start) -> None:
    token = f"{os.getpid()}.{time.monotonic_ns()}"
    mine, longer, other = start(f"{token}.1"), start(f"{token}.12"), start("other")
    assert janitor.kill(f"{MARK}={token}.1".encode()) == 2, "the beginning of a mark is enough"
    assert (mine.wait(20), longer.wait(20), other.poll()) == (-signal.SIGKILL, -signal.SIGKILL, None)
    assert janitor.kill(f"{MARK}={token}.1".encode()) == 0


def test_the_mark_of_one_child_is_not_that_of_another(start: Start) -> None:
    token = f"{os.getpid()}.{time.monotonic_ns()}"
    mine, longer = start(f"{token}.1"), start(f"{token}.12")
    kill_marked(f"{token}.1")
    assert mine.wait(20) == -signal.SIGKILL and longer.poll() is None
    kill_marked(f"{token}.12")
    assert longer.wait(20) == -signal.SIGKILL


def test_the_janitor_waits_for_the_end_of_the_run(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ignored: list[int] = []
    monkeypatch.setattr(signal, "signal", lambda number, how: ignored.append(number))
    token = f"{os.getpid()}.{time.monotonic_ns()}"
    orphan = start(f"{token}.1")
    folder = tmp_path / "tailan-run"
    (folder / "child").mkdir(parents=True)
    theirs, leash = os.pipe()
    cleaning = threading.Thread(target=janitor.main, args=(theirs, f"{MARK}={token}.".encode(), str(folder)))
    cleaning.start()
    wait_until(lambda: len(ignored) == 3)
    assert orphan.poll() is None and folder.is_dir()
    os.close(leash)
    assert orphan.wait(20) == -signal.SIGKILL
    cleaning.join(20)
    os.close(theirs)
    assert not folder.exists() and set(ignored) == {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


def test_a_process_that_is_gone_or_of_somebody_else_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "listdir", lambda path: ["self", "999999999", str(os.getpid())])
    assert janitor.kill(b"PATH=") == 0, "least of all this one"
