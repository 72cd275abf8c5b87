"""A whole run over plans (see plans.py), in this process or as a program that can be killed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parsers.errors import ParseError
from parsers.limits import Limits
from pipeline.exits import Stop
from pipeline.run import assembly
from pipeline.run import run as running
from pipeline.run.collect import Options
from pipeline.run.survey import Paths
from pipeline.settings import Settings
from pipeline.workers.engine import Engine, LocalEngine, Supply, as_it_is
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.worker import classify
from tests.pipeline import plans

ENTRY = "tests.pipeline.plans:work"
LIMITS = Limits(cpu_seconds=1, wall_seconds=5, memory_bytes=600_000_000)
HARMLESS = {"good", "two", "damaged", "limit", "quit"}
"""Plans that may be carried out in this process, which takes no time."""


@dataclass(frozen=True)
class HereOrThere:
    """Documents whose plans are harmless in this process, all of a run in processes of their own where one is not."""

    setup: Setup
    there: LocalEngine

    def run(self, jobs: Iterable[Job], supply: Supply = as_it_is) -> Iterator[tuple[Job, Done]]:
        listed = list(jobs)
        if not {_first_word(job) for job in listed} <= HARMLESS:
            yield from self.there.run(listed, supply)
            return
        work = plans.work(self.setup)
        for job in listed:
            try:
                yield job, work(supply(job), lambda known: None)
            except (ParseError, OSError, SystemExit) as error:
                yield job, Done(failure=classify(error, self.setup.limits), stage="read")

    def close(self) -> None:
        self.there.close()


def _first_word(job: Job) -> str:
    """Of a file that is gone: a harmless one."""
    try:
        return job.load().data.decode().split()[0]
    except OSError:
        return "good"


def in_processes(settings: Settings, documents: int) -> LocalEngine:
    """An engine as a run has it, for plans."""
    return LocalEngine(Setup(ENTRY, settings.limits), settings.workers, settings.documents_per_worker)


def engine(settings: Settings, documents: int) -> Engine:
    return HereOrThere(Setup(ENTRY, settings.limits), in_processes(settings, documents))


def run(base: Path, settings: Settings | None = None, options: Options | None = None) -> running.Account:
    """Run ``base/raw`` to ``base/clean``. Raises what a run raises."""
    chosen = settings or Settings(workers=2, settle_seconds=0, limits=LIMITS)
    original = assembly.open_engine
    assembly.open_engine = engine
    try:
        paths = Paths.of(base / "raw", base / "clean", chosen)
        return running.run(paths, chosen, options or Options(), lambda done, total: None)
    finally:
        assembly.open_engine = original


CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.truncate", "sqlite3.connect"}
"""Audit events (sys.addaudithook) before something on the disk changes; opening for writing is one, too."""


def die_before_change(number: int) -> None:
    """Kill this process with SIGKILL right before the ``number``-th change of the disk."""
    left = number

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if event in CHANGES or writes:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


if __name__ == "__main__":
    from pipeline.signals import listen

    listen()
    engine = in_processes
    if len(sys.argv) > 2:
        die_before_change(int(sys.argv[2]))
    try:
        sys.exit(run(Path(sys.argv[1])).exit_code)
    except Stop as stop:
        sys.exit(stop.code)
