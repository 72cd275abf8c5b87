"""A real Dask cluster on the loopback for the time of a test: a scheduler and workers, each a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.pipeline.processes import VARIABLE

ROOT = Path(__file__).parents[3]
START_SECONDS = 60


@dataclass(slots=True)
class Cluster:
    """``address`` as ``--engine`` wants it; ``workers`` can be killed one by one."""

    folder: Path
    address: str = ""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_worker(self, **environment: str) -> None:
        """One more worker with one thread and no nanny, so that a killed one stays dead."""
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        self.workers.append(self._start("worker", self.address.replace("dask", "tcp"), *options, **environment))

    def start_scheduler(self) -> None:
        """At a free port of the loopback. AssertionError when it does not come up."""
        file = self.folder / "scheduler.json"
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
        self.scheduler = self._start("scheduler", *options)
        until = time.monotonic() + START_SECONDS
        while not self.address:
            assert time.monotonic() < until and self.scheduler.poll() is None, self.words("scheduler")
            time.sleep(0.05)
            self.address = _address_in(file)

    @property
    def scheduler_number(self) -> int:
        """Its process number; 0 when there is none."""
        return self.scheduler.pid if self.scheduler else 0

    def words(self, what: str) -> str:
        """What a program of the cluster wrote."""
        return (self.folder / f"{what}.log").read_text(encoding="utf-8", errors="replace")

    def _start(self, what: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        settings = {**os.environ, "PYTHONPATH": str(ROOT), VARIABLE: str(self.folder), **environment}
        with (self.folder / f"{what}.log").open("ab") as log:
            command = [sys.executable, "-m", "distributed.cli.dask_" + what, *arguments]
            return subprocess.Popen(command, cwd=self.folder, env=settings, stdout=log, stderr=log)


def _address_in(file: Path) -> str:
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["address"]).replace("tcp", "dask")
    except (OSError, ValueError):
        return ""


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A scheduler with workers, ended and reaped afterwards."""
    folder.mkdir(parents=True)
    made = Cluster(folder)
    try:
        made.start_scheduler()
        for _ in range(workers):
            made.start_worker()
        yield made
    finally:
        for process in filter(None, [*made.workers, made.scheduler]):
            process.kill()
            process.wait()
