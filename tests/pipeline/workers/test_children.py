"""A worker process seen from the engine. The processes here are small scripts that stand in for a worker: they are
started, listened to and ended like one."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from parsers.limits import Limits
from pipeline.exits import Exit, Stop
from pipeline.workers import children
from pipeline.workers.children import Child, Ending, OtherVersion, name_ending
from pipeline.workers.messages import HEADER, Job, Ready, Setup, read_frame
from pipeline.workers.packing import pack

LIMITS = Limits(memory_bytes=1_000, cpu_seconds=1200, plain_cpu_seconds=120, ocr_page_cpu_seconds=300)
JOB = Job("a.docx", b"/nowhere/a.docx", "0" * 64, 1)
Start = Callable[..., Child]


def frame(payload: bytes) -> bytes:
    return HEADER.pack(len(payload)) + payload


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Start a child that first says ``said`` and then does what the ``script`` says, or waits."""
    made: list[Child] = []

    def child(script: str = "exec sleep 60", said: bytes = b"", expected: dict[str, str] | None = None) -> Child:
        (tmp_path / "said").write_bytes(said)
        program = tmp_path / f"program{len(made)}"
        program.write_text(f"#!/bin/sh\ncat {tmp_path}/said > /proc/self/fd/$4\n{script}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(sys, "executable", str(program))
        made.append(Child(Setup("", LIMITS, expected=expected or {}), f"mark.{os.getpid()}.{len(made)}", str(tmp_path)))
        return made[-1]

    monkeypatch.setattr(children, "kill_marked", lambda mark: None)  # it reads every process of this machine
    yield child  # type: ignore[misc]
    for one in made:
        one.end()


def test_a_worker_that_is_ready_says_its_version(start: Start) -> None:
    child = start(said=frame(pack(Ready(version={"Tesseract": "5"}))), expected={"Tesseract": "5"})
    assert child.wait_until_ready() == {"Tesseract": "5"}
    assert child._present > 0


def test_a_worker_that_cannot_start_says_its_last_line(start: Start) -> None:
    child = start("echo first >&2; echo 'the last line' >&2; exit 3")
    with pytest.raises(Stop, match="could not start: the last line") as stop:
        child.wait_until_ready()
    assert stop.value.code is Exit.PROGRAM_ERROR and not Path(child.folder).exists()
    with pytest.raises(Stop, match="could not start: exit code 3"):
        start("exit 3").wait_until_ready()


def test_a_worker_without_a_module_or_of_another_version_is_ended(start: Start) -> None:
    without = start(said=frame(pack(Ready(missing="cv2"))))
    with pytest.raises(Stop, match="cv2 cannot be imported") as stop:
        without.wait_until_ready()
    assert stop.value.code is Exit.MISSING_DEPENDENCY and not Path(without.folder).exists()
    older = start(said=frame(pack(Ready(version={"Tesseract": "4"}))), expected={"Tesseract": "5"})
    with pytest.raises(OtherVersion, match="another Tesseract") as other:
        older.wait_until_ready()
    assert other.value.version == {"Tesseract": "4"} and not Path(older.folder).exists()


def test_nobody_waits_longer_than_asked(start: Start) -> None:
    child = start()
    begun = time.monotonic()
    assert child.wait(begun + 0.05) is None
    assert 0.05 <= time.monotonic() - begun < 30
    assert child.wait(begun) is None


def taken(child: Child) -> list[tuple[bytes | None, bool]]:
    """All that can be taken of a child that ended."""
    child._process.wait()
    found = [child.take()]
    while found[-1][0] is not None:
        found.append(child.take())
    return found


def test_whole_frames_are_taken_one_by_one(start: Start) -> None:
    whole = frame(b"one") + frame(b"") + frame(b"three")
    assert taken(start("exit 0", said=whole)) == [(b"one", False), (b"", False), (b"three", False), (None, False)]
    assert taken(start("exit 0", said=whole + frame(b"cut")[:-1]))[-1] == (None, False)
    assert taken(start("exit 0", said=frame(b"")[:-1])) == [(None, False)]
    assert taken(start("exit 0")) == [(None, False)]


def test_a_living_child_has_an_open_pipe(start: Start) -> None:
    child = start(said=frame(b"one"))
    assert child.wait(time.monotonic() + 30) == b"one"
    assert child.take() == (None, True)


def test_a_child_hears_the_setup_and_its_jobs(start: Start, tmp_path: Path) -> None:
    child = start(f"cat /proc/self/fd/$3 > {tmp_path}/heard")
    child.send(JOB)
    child.send(JOB)
    assert child.handled == 2
    os.close(child._to)
    child._process.wait()
    with (tmp_path / "heard").open("rb") as heard:
        frames = [read_frame(heard.fileno()) for _ in range(4)]
    assert frames == [pack(child.setup), pack(JOB), pack(JOB), None]


def test_what_is_said_to_a_dead_child_is_lost_and_nothing_else(start: Start) -> None:
    child = start("exit 5")
    child._process.wait()
    child.send(JOB)
    ending = child.end()
    assert (ending.code, ending.memory_bytes, ending.cpu_seconds) == (5, 0, 0.0)  # somebody else saw its end


def test_a_child_is_ended_with_what_it_started_and_its_folder(start: Start, tmp_path: Path) -> None:
    child = start(f"sleep 60 & echo $! > {tmp_path}/number; echo out of paper >&2; echo > {tmp_path}/done; wait")
    while not (tmp_path / "done").exists():
        time.sleep(0.005)
    ending = child.end()
    assert (ending.code, ending.words) == (-signal.SIGKILL, "out of paper\n")
    assert child.end() is ending and not Path(child.folder).exists()
    with pytest.raises(OSError):
        os.fstat(child.fileno())
    grandchild = Path(f"/proc/{(tmp_path / 'number').read_text().strip()}/stat")
    deadline = time.monotonic() + 10
    while grandchild.exists() and b") Z" not in grandchild.read_bytes():
        assert time.monotonic() < deadline


def test_what_runs_away_with_the_mark_of_a_child_is_ended_too(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[str] = []
    monkeypatch.setattr(children, "kill_marked", killed.append)
    child = start()
    child.end()
    assert killed == [child.mark]


def test_a_child_lives_in_its_own_folder_with_its_mark_and_finds_this_program(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", ["", "/somewhere"])
    child = start(f"env > {tmp_path}/environment; pwd > {tmp_path}/place")
    child._process.wait()
    said = dict(line.split("=", 1) for line in (tmp_path / "environment").read_text().splitlines() if "=" in line)
    assert said[children.MARK] == child.mark and said["TMPDIR"] == child.folder
    assert said["PYTHONPATH"] == f"{Path.cwd()}:/somewhere" and said["OMP_NUM_THREADS"] == "1"
    assert (tmp_path / "place").read_text().strip() == child.folder
    assert "HOME" not in os.environ or said["HOME"] == os.environ["HOME"]


@pytest.mark.parametrize(("peak", "own"), [(30_000, 0), (30_001, 30_001 * 1024)])
def test_the_memory_of_a_child_is_what_it_did_not_inherit(
    start: Start, monkeypatch: pytest.MonkeyPatch, peak: int, own: int
) -> None:
    child = start("exit 0")
    usage = SimpleNamespace(ru_maxrss=peak, ru_utime=3.0, ru_stime=2.0)
    monkeypatch.setattr(os, "wait4", lambda pid, options: (pid, 7 << 8, usage))
    child._inherited, child._cpu_before = 30_000 * 1024 - children.INHERITED_SLACK, 1.5
    ending = child.end()
    assert (ending.code, ending.memory_bytes, ending.cpu_seconds) == (7, own, 3.5)
    os.waitpid(child._process.pid, 0)


def test_what_the_starting_process_took_is_known_in_bytes(start: Start) -> None:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    now = int(status.partition("VmRSS:")[2].split()[0]) * 1024
    assert start()._inherited > now / 2


def test_a_watched_child_remembers_how_far_it_had_grown(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    child = start()
    child._present = 100
    for peak in (250, 400, 0):
        monkeypatch.setattr(children, "_peak_of", lambda pid, peak=peak: peak)
        child.watch()
    assert child.end().grown_bytes == 300


@pytest.mark.parametrize(
    ("ending", "code", "limit", "detail"),
    [
        (
            Ending(-signal.SIGXCPU, 0, "", 0, 1199.1),
            "limit",
            "cpu_seconds",
            "cpu_seconds: stopped at the limit of 1,200",
        ),
        (Ending(-signal.SIGXCPU, 0, "", 0, 1199.0), "limit", "ocr_page_cpu_seconds", None),
        (Ending(-signal.SIGXCPU, 0, "", 0, 122.0), "limit", "ocr_page_cpu_seconds", None),
        (Ending(-signal.SIGXCPU, 0, "", 0, 121.9), "limit", "plain_cpu_seconds", None),
        (Ending(-signal.SIGABRT, 801, ""), "limit", "memory_bytes", None),
        (Ending(-signal.SIGABRT, 800, ""), "crashed", "", "SIGABRT"),
        (Ending(-signal.SIGKILL, 0, "", 401), "limit", "memory_bytes", None),
        (Ending(-signal.SIGKILL, 0, "", 400), "killed", "", ""),
        (Ending(3, 0, "frames"), "crashed", "", "exit code 3"),
        (Ending(0, 0, "frames"), "crashed", "", "exit code 0"),
        (Ending(-signal.SIGSEGV, 0, "frames"), "crashed", "", "SIGSEGV"),
    ],
)
def test_every_end_has_its_name(ending: Ending, code: str, limit: str, detail: str | None) -> None:
    found = name_ending(ending, LIMITS)
    assert (found.code, found.limit) == (code, limit)
    assert detail is None or found.detail == detail
    assert found.trace == (ending.words if code == "crashed" else "") and found.lasting == (code != "killed")


def test_cpu_and_memory_of_a_process_are_those_that_the_kernel_tells() -> None:
    used = os.times()
    told = children._cpu_of(os.getpid())
    assert told == pytest.approx(used.user + used.system + used.children_user + used.children_system, abs=0.2)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    assert children._peak_of(os.getpid()) == int(status.partition("VmPeak:")[2].split()[0]) * 1024


def test_a_process_that_is_gone_uses_nothing() -> None:
    with subprocess.Popen(["true"]) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert children._peak_of(process.pid) == 0  # a dead one that nobody collected
    assert (children._peak_of(process.pid), children._cpu_of(process.pid)) == (0, 0.0)


def test_processors_are_those_that_this_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 3, 5})
    assert children.usable_processors() == 3
