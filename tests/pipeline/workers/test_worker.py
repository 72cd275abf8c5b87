"""What a worker process does, one step at a time and in this process: whatever happens to a document becomes an answer."""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from parsers.errors import DamagedFile, LimitExceeded
from parsers.limits import Limits
from pipeline.workers import worker
from pipeline.workers.failures import Failure
from pipeline.workers.messages import Done, Job, Ready, Setup, read_frame, write_frame
from pipeline.workers.packing import pack, unpack
from pipeline.workers.worker import Keep, Work, answer, classify

LIMITS = Limits()
JOB = Job("a.docx", b"/nowhere/a.docx", "0" * 64, 1)


@pytest.fixture(autouse=True)
def harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a worker does to its own process: nothing of it to this one."""
    monkeypatch.setattr(worker, "begin_document", lambda limits: None)
    monkeypatch.setattr(faulthandler, "enable", lambda: None)
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: None)


def answered(work: Work) -> tuple[Done, list[Done]]:
    """The answer to JOB, and what was told before it."""
    told: list[Done] = []
    return unpack(answer(work, JOB, LIMITS, told.append), Done), told


def test_the_answer_is_the_work_with_what_it_cost() -> None:
    def work(job: Job, keep: Keep) -> Done:
        keep(Done(words=job.sha256.encode()))
        end = time.process_time() + 0.02
        while time.process_time() < end:
            pass
        return Done(rows=b"rows")

    done, told = answered(work)
    assert (done.rows, done.more, done.failure) == (b"rows", False, None)
    assert 0.01 <= done.cpu_seconds < 10 and 0.01 <= done.wall_seconds < 60
    assert told == [Done(words=JOB.sha256.encode(), more=True)]


def test_an_error_stands_beside_what_was_kept_last() -> None:
    def work(job: Job, keep: Keep) -> Done:
        keep(Done(words=b"words", stage="extract"))
        keep(Done(rows=b"rows", stage="normalize"))
        raise KeyboardInterrupt

    done, told = answered(work)
    assert (done.rows, done.stage, done.more) == (b"rows", "normalize", False)
    assert done.failure and done.failure.code == "program_error" and [known.more for known in told] == [True, True]
    assert done.memory_bytes > 0


def test_an_error_before_anything_was_kept_happened_while_reading() -> None:
    def work(job: Job, keep: Keep) -> Done:
        raise DamagedFile("cut short")

    done, told = answered(work)
    assert (done.stage, told) == ("read", []) and done.failure and done.failure.code == DamagedFile.code


def caught(error: BaseException, cause: BaseException | None = None) -> BaseException:
    """The error as it is after it was raised."""
    try:
        raise error from cause
    except BaseException as raised:
        return raised


class OpenCvError(Exception):
    """As OpenCV's own, which has a code."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code


OpenCvError.__module__ = "cv2"


def while_handling(first: BaseException, second: BaseException) -> BaseException:
    """An error that was raised while another one was handled."""
    try:
        try:
            raise first
        except BaseException:
            raise second  # noqa: B904 - the context is what is asked for
    except BaseException as raised:
        return raised


@pytest.mark.parametrize(
    ("error", "limit"),
    [
        (MemoryError(), "memory_bytes"),
        (caught(ValueError("no"), caught(KeyError("no"), MemoryError())), "memory_bytes"),
        (while_handling(MemoryError(), ValueError("no")), "memory_bytes"),
        (OpenCvError(-4), "memory_bytes"),
        (RecursionError(), "nesting"),
        (LimitExceeded("pages", 500, 501), "pages"),
        (OpenCvError(-5), ""),
        (caught(ValueError("no"), KeyError("no")), ""),
    ],
)
def test_limits_are_told_whatever_they_are_wrapped_in(error: BaseException, limit: str) -> None:
    assert classify(error, LIMITS).limit == limit


def test_a_disk_that_cannot_be_read_is_tried_again() -> None:
    found = classify(OSError(5, "Input/output error"), LIMITS)
    assert (found.code, found.detail, found.lasting) == ("read_error", "Input/output error", False)
    assert classify(TimeoutError(), LIMITS).detail == "TimeoutError"


def failed(act: Any) -> Failure:
    try:
        act()
    except Exception as error:
        return classify(error, LIMITS)
    raise AssertionError("it did not fail")


def test_an_error_of_the_program_names_our_own_line_and_no_word_of_the_report() -> None:
    inside = failed(lambda: unpack(b"a secret", 5))  # type: ignore[arg-type]
    assert inside.code == "program_error" and inside.detail.startswith("TypeError: packing.py:")
    assert "packing.py" in inside.trace and inside.trace.endswith("TypeError")
    outside = classify(ValueError("a secret"), LIMITS)
    assert outside.detail == "ValueError: unknown place" and "secret" not in outside.trace


def test_an_error_outside_our_rooms_names_the_library(tmp_path: Path) -> None:
    module = tmp_path / "site-packages" / "library.py"
    code = compile("\n\nint('a secret')", str(module), "exec")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "__file__", str(tmp_path / "pipeline" / "workers" / "worker.py"))
        assert failed(lambda: exec(code, {})).detail == "ValueError: library.py:3"
        own = compile("\nint('a secret')", str(tmp_path / "parsers" / "own.py"), "exec")
        assert failed(lambda: exec(own, {"inner": code})).detail == "ValueError: own.py:2"
        calling = compile("exec(inner)", str(tmp_path / "parsers" / "own.py"), "exec")
        assert failed(lambda: exec(calling, {"inner": code})).detail == "ValueError: own.py:1"


def test_costs_are_counted_from_the_start_of_the_job_with_the_programs_it_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used = {resource.RUSAGE_SELF: (16.0, 8.0), resource.RUSAGE_CHILDREN: (4.0, 2.0)}
    monkeypatch.setattr(
        resource, "getrusage", lambda who: SimpleNamespace(ru_utime=used[who][0], ru_stime=used[who][1])
    )
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    done = worker._with_costs(Done(), 20.0, 70.0)
    assert (done.cpu_seconds, done.wall_seconds) == (10.0, 30.0)


def resident() -> int:
    """Bytes that this process has in memory now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def test_peak_memory_is_in_bytes() -> None:
    assert resident() * 0.9 < worker._peak_memory() < resident() * 20


def test_a_document_may_use_so_much_beyond_what_the_program_itself_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    said: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", said.__setitem__)
    present = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    worker._limit_memory(Limits(memory_bytes=3 * present, unpacked_bytes=5))
    assert said[resource.RLIMIT_AS][0] == pytest.approx(4 * present, rel=0.1)
    assert (said[resource.RLIMIT_FSIZE][0], said[resource.RLIMIT_CORE]) == (5, (0, 0))


def test_a_worker_whose_parent_is_gone_already_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr(worker.ctypes, "CDLL", lambda *_, **__: SimpleNamespace(prctl=lambda *_: 0))
    worker._die_with(os.getppid())
    assert ended == []
    worker._die_with(os.getppid() + 1)
    assert ended == [1]


def make(setup: Setup) -> Work:
    """The entry of ``served``: rows are the name of the file in the stage of the setup."""
    return lambda job, keep: Done(rows=f"{job.file} {setup.stage}".encode())


def served(setup: Setup | None, *jobs: Job) -> list[bytes]:
    """The frames that a worker writes for these jobs."""
    ours, theirs = os.pipe(), os.pipe()
    for said in (*([setup] if setup else []), *jobs):
        write_frame(ours[1], pack(said))
    os.close(ours[1])
    worker.main([str(ours[0]), str(theirs[1]), str(os.getppid())])
    os.close(theirs[1])
    frames = []
    while (frame := read_frame(theirs[0])) is not None:
        frames.append(frame)
    os.close(ours[0])
    os.close(theirs[0])
    return frames


def test_jobs_are_served_until_the_pipe_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_die_with", lambda parent: None)
    setup = Setup("tests.pipeline.workers.test_worker:make", LIMITS, stage="extract")
    ready, *done = served(setup, JOB, JOB)
    assert unpack(ready, Ready) == Ready()
    assert [unpack(frame, Done).rows for frame in done] == [b"a.docx extract"] * 2
    assert served(None) == []


def test_a_worker_tells_its_version_where_one_is_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_die_with", lambda parent: None)
    monkeypatch.setattr(worker.versions, "of_work", lambda setup: {"Tesseract": "5"})
    setup = Setup("tests.pipeline.workers.test_worker:make", LIMITS, expected={"Tesseract": "4"})
    assert [unpack(frame, Ready).version for frame in served(setup)] == [{"Tesseract": "5"}]


def test_a_module_that_is_missing_is_named_and_nothing_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_die_with", lambda parent: None)
    (only,) = served(Setup("no_such_module.at_all:make", LIMITS), JOB)
    assert unpack(only, Ready).missing == "no_such_module"
