"""Many documents through few processes: every job comes back exactly once, whatever a document does.

An engine is anything with ``run(jobs) -> iterator of (job, done)`` and ``close()``; the order of results is free,
because whoever consumes them puts them in the order of names.
"""

from __future__ import annotations

import os
import secrets
import selectors
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from pipeline.exits import Stop
from pipeline.owner import owner
from pipeline.workers import failures
from pipeline.workers.children import Child, name_ending, usable_processors
from pipeline.workers.leftovers import MARK, new_folder, sweep
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.packing import unpack

RETRIED = {"crashed", "killed", "limit:memory_bytes"}
"""Endings that an earlier document of the same process, or chance, may have caused: tried once more, alone in a fresh
process and closely watched."""
SECOND_LOOK = os.path.join("parsers", "scan", "recheck")  # noqa: PTH118 - a part of paths in traces, not a path
"""Where a document is looked at again: one that fails there is read once more without."""
POLL_SECONDS = 0.5
WATCH_SECONDS = 0.01


Supply = Callable[[Job], Job]


def as_it_is(job: Job) -> Job:
    """For jobs of which nothing is known."""
    return job


class Engine(Protocol):
    """Local processes or a cluster."""

    def run(self, jobs: Iterable[Job], supply: Supply = as_it_is) -> Iterator[tuple[Job, Done]]:
        """Yield every job with what became of it, in any order. ``supply`` gives a job what is known of its file when its
        turn comes, so that not all of it is in memory at once."""

    def close(self) -> None:
        """End every process at once; safe at any moment and more than once."""


@dataclass(slots=True)
class _Seat:
    """A place for one worker process, what it is doing and what it has told of it so far."""

    child: Child | None = None
    job: Job | None = None
    told: Done = field(default_factory=Done)
    started: float = 0.0
    alone: bool = False


@dataclass(slots=True)
class LocalEngine:
    """``workers`` processes on this machine (0: one for each processor), each used for many documents and replaced
    when it misbehaved, grew old or grew large. ``version`` is what the latest of them said of itself."""

    setup: Setup
    workers: int = 0
    documents_per_worker: int = 100
    version: dict[str, str] = field(default_factory=dict)
    _run: str = field(default_factory=lambda: f"{owner()}.{secrets.token_hex(8)}")
    _seats: list[_Seat] = field(default_factory=list)
    _waiting: deque[tuple[Job, bool]] = field(default_factory=deque)
    _supply: Supply = as_it_is
    _started: int = 0
    _janitor: subprocess.Popen[bytes] | None = None
    _leash: int = -1
    _folder: str = ""

    def run(self, jobs: Iterable[Job], supply: Supply = as_it_is) -> Iterator[tuple[Job, Done]]:
        """Large files first, so that none is left for the end; may be called again, the processes stay until ``close``.
        Raises Stop when no worker can start."""
        self._supply = supply
        self._waiting = deque((job, False) for job in sorted(jobs, key=lambda job: -job.size))
        if not self._waiting:
            return
        self._hire_janitor()
        wanted = min(self.workers or usable_processors(), len(self._waiting))
        self._seats += [_Seat() for _ in range(wanted - len(self._seats))]
        with selectors.DefaultSelector() as selector:
            for seat in self._seats:
                if seat.child:
                    selector.register(seat.child, selectors.EVENT_READ, seat)
            while self._waiting or any(seat.job for seat in self._seats):
                for seat in self._seats:
                    if seat.job is None and self._waiting:
                        self._give(seat, selector)
                yield from self._collect(selector)

    def close(self) -> None:
        """Kill all workers with everything they started."""
        for seat in self._seats:
            if seat.child:
                seat.child.end()
        self._seats = []
        if self._janitor:
            os.close(self._leash)
            self._janitor.wait()
            self._janitor = None
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)  # a janitor that was killed has not
            self._folder = ""

    def _hire_janitor(self) -> None:
        if self._janitor:
            return
        self._folder = new_folder()
        theirs, self._leash = os.pipe()
        script = str(Path(__file__).with_name("janitor.py"))
        self._janitor = subprocess.Popen(
            [sys.executable, "-I", "-S", script, str(theirs), f"{MARK}={self._run}.", self._folder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(theirs,),
            start_new_session=True,
        )
        os.close(theirs)

    def _give(self, seat: _Seat, selector: selectors.BaseSelector) -> None:
        """Seat the next job; a job that must be alone gets a fresh process."""
        job, alone = self._waiting.popleft()
        if seat.child and (alone or seat.child.handled >= self.documents_per_worker):
            self._dismiss(seat, selector)
        if seat.child is None:
            self._started += 1
            seat.child = Child(self.setup, f"{self._run}.{self._started}", self._folder)
            try:
                self.version = seat.child.wait_until_ready()
            except Stop:
                seat.child = None
                raise
            selector.register(seat.child, selectors.EVENT_READ, seat)
        seat.job, seat.started, seat.alone, seat.told = job, time.monotonic(), alone, Done(stage="read")
        seat.child.send(self._supply(job))

    def _dismiss(self, seat: _Seat, selector: selectors.BaseSelector) -> failures.Failure:
        """End the seat's process; name its end as if a document had caused it."""
        assert seat.child
        selector.unregister(seat.child)
        child, seat.child = seat.child, None
        return name_ending(child.end(), self.setup.limits)

    def _collect(self, selector: selectors.BaseSelector) -> Iterator[tuple[Job, Done]]:
        """Wait until something happens; yield finished jobs, requeue those that deserve a second look."""
        ready = selector.select(self._patience())
        for busy in self._seats:
            if busy.alone and busy.job and busy.child:
                busy.child.watch()
        for key, _ in ready:
            seat: _Seat = key.data
            done, open_ = self._heard(seat)
            if done is not None:
                yield from self._finish(seat, done, selector)
            elif not open_:
                yield from self._settle(seat, _ended(seat, self._dismiss(seat, selector)), fresh=False)
        now = time.monotonic()
        for seat in self._seats:
            if seat.job and seat.child and now - seat.started > self.setup.limits.wall_seconds:
                self._dismiss(seat, selector)
                failure = failures.limit_reached("wall_seconds", self.setup.limits.wall_seconds)
                yield from self._settle(seat, _ended(seat, failure), fresh=True)

    def _heard(self, seat: _Seat) -> tuple[Done | None, bool]:
        """The answer to the seat's job, None as long as there is more to come; and whether the process can still talk."""
        assert seat.child
        while True:
            frame, open_ = seat.child.take()
            if frame is None:
                return None, open_
            done = unpack(frame, Done)
            if not done.more:
                return done, open_
            seat.told = replace(done, more=False)

    def _patience(self) -> float:
        """Seconds until the next deadline."""
        ends = [seat.started + self.setup.limits.wall_seconds for seat in self._seats if seat.job]
        poll = WATCH_SECONDS if any(seat.alone and seat.job for seat in self._seats) else POLL_SECONDS
        return max(0.0, min([poll, *(end - time.monotonic() + 0.001 for end in ends)]))

    def _finish(self, seat: _Seat, done: Done, selector: selectors.BaseSelector) -> Iterator[tuple[Job, Done]]:
        """A regular answer. A process that ran into its memory limit or holds much memory is not used again."""
        assert seat.child
        first = seat.child.handled == 1
        out_of_memory = done.failure is not None and done.failure.limit == "memory_bytes"
        if out_of_memory or done.memory_bytes > self.setup.limits.memory_bytes / 2:
            self._dismiss(seat, selector)
        yield from self._settle(seat, done, fresh=first)

    def _settle(self, seat: _Seat, done: Done, fresh: bool) -> Iterator[tuple[Job, Done]]:
        """Free the seat: hand out the result, or put the job back to be tried alone."""
        job, seat.job = seat.job, None
        assert job
        failure = done.failure
        code = f"{failure.code}:{failure.limit}".rstrip(":") if failure else ""
        if code in RETRIED and not fresh and not seat.alone:
            self._waiting.appendleft((job, True))
        elif failure and SECOND_LOOK in failure.trace and not job.once:
            self._waiting.appendleft((replace(job, once=True), True))
        else:
            yield job, done


def _ended(seat: _Seat, failure: failures.Failure) -> Done:
    """A job whose process did not live to its end: what it told until then, and why it is no more."""
    return replace(seat.told, failure=failure, wall_seconds=time.monotonic() - seat.started)


def in_one_process(setup: Setup, job: Job) -> Done:
    """One job in a process of its own, as ``tailan read`` does it."""
    sweep()
    engine = LocalEngine(setup, workers=1)
    try:
        return next(iter(engine.run([job])))[1]
    finally:
        engine.close()
