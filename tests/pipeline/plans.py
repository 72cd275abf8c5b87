"""Submissions that are plans: a text file whose first word tells the worker how to behave while it is read."""

from __future__ import annotations

import ctypes
import math
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from normalizers.report import Match, MeasureRecord, Report
from parsers.errors import DamagedFile, LimitExceeded
from parsers.limits import grant_cpu
from parsers.report import Tally
from pipeline.workers.cache import Values, digest
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.packing import pack
from pipeline.workers.worker import Keep, Work

FIRST_MEASURE = "Авлигын эсрэг сургалт"


class Unpicklable(Exception):
    """An error that no pickle can carry: its arguments hold an open lambda."""

    def __init__(self) -> None:
        super().__init__(lambda: None)


def _loop() -> None:
    while True:
        pass


def _pages() -> None:
    """Pages without end, each with a budget of its own."""
    while True:
        grant_cpu(1)
        end = time.process_time() + 0.2
        while time.process_time() < end:
            pass


def _tesseract() -> None:
    """Programs that are started take of the same budget."""
    while True:
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run([sys.executable, "-c", "sum(range(20_000_000))"], check=False)
        grant_cpu(-math.ceil(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before))


def _loop_in_c() -> None:
    sum(iter(int, 1))


def _memory() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(50_000_000))


def _memory_in_c() -> None:
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    libc.malloc.argtypes = [ctypes.c_size_t]
    libc.memset.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]
    while True:
        libc.memset(libc.malloc(50_000_000), 1, 50_000_000)


def _memory_in_opencv() -> None:
    import cv2
    import numpy

    while True:
        cv2.resize(numpy.zeros((9_000, 9_000), numpy.uint8), (90_000, 90_000))


def _child() -> None:
    subprocess.run([sys.executable, "-c", "import time; time.sleep(600)"], check=False)


def _runaway_child() -> None:
    """A grandchild that leaves session and process group, with its parent gone at once."""
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    os._exit(3)


def _recursion() -> None:
    _recursion()


def _error(error: BaseException) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


ACTIONS: dict[str, Callable[[], None]] = {
    "good": lambda: None,
    "two": lambda: None,
    "slow": lambda: time.sleep(0.2),
    "segfault": lambda: ctypes.memmove(0, 1, 1) and None,
    "abort": os.abort,
    "exit": lambda: os._exit(0),
    "quit": _error(SystemExit(0)),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "loop": _loop,
    "loop_in_c": _loop_in_c,
    "pages": _pages,
    "tesseract": _tesseract,
    "memory": _memory,
    "memory_in_c": _memory_in_c,
    "memory_in_opencv": _memory_in_opencv,
    "sleep": lambda: time.sleep(600),
    "child": _child,
    "runaway_child": _runaway_child,
    "recursion": _recursion,
    "unpicklable": _error(Unpicklable()),
    "damaged": _error(DamagedFile("cut short")),
    "limit": _error(LimitExceeded("pages", 500, 501)),
}


def work(setup: Setup) -> Work:
    """A worker that does what the plan says and then understands a report of one measure."""

    def do(job: Job, keep: Keep) -> Done:
        words = job.load().data.decode().split()
        if words[0] == "late":
            keep(Done(words=b"words", stage="extract"))
            keep(Done(words=b"words", rows=b"rows", made_from=digest(b"rows"), stage="normalize"))
            os.abort()
        ACTIONS[words[0]]()
        made = pack(Values(reports(job, words)))
        return Done(rows=b"rows", made_from=digest(b"rows"), values=made, kind="docx", media_type="text/plain")

    return do


def reports(job: Job, words: list[str]) -> tuple[Report, ...]:
    """The reports of a plan: two for ``two``, of different agencies, else one."""
    progress = " ".join(words[1:])
    first = report(job, progress)
    if words[0] != "two":
        return (first,)
    record = replace(first.records[0], text_key=f"{job.sha256}-2")
    return first, replace(first, number=2, agency="Хоёр дахь агентлаг", records=(record,))


def report(job: Job, progress: str = "") -> Report:
    """The report of a plan: one measure, whose progress is the rest of the plan."""
    match = Match("1.1", 0.5, "review") if "doubtful" in progress else Match()
    record = MeasureRecord(
        1, "", "1.1", FIRST_MEASURE, "", progress, "", None, "", None, "absent", match=match, text_key=job.sha256
    )
    name = f"Агентлаг {job.file.partition('.')[0]}"
    period = (2023, "H1", date(2023, 1, 1), date(2023, 6, 30), None)
    return Report(
        job.file, job.sha256, "docx", name, "", name, *period, "", "", "", "", "ub-2023", (record,), tally=Tally(1, 1)
    )


def write(folder: Path, **plans: str) -> None:
    """Plans as files: ``write(raw, a="good", b="loop")``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, plan in plans.items():
        (folder / f"{name}.txt").write_text(f"{plan} {name}", encoding="utf-8")
