"""Worker processes that are none: they do at once what a play says of a document, so that an engine can be watched."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from pipeline.workers.children import Ending
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.packing import pack

CRASH = Ending(-signal.SIGSEGV, 0, "the frames")
Act = Done | Ending | None
"""What becomes of a document: an answer, an end of the process, or nothing at all."""


@dataclass
class Stage:
    """``play`` says for a job and the number of documents that its process was given what becomes of it."""

    play: Callable[[Job, int], list[Act]]
    children: list[Actor] = field(default_factory=list)

    @property
    def given(self) -> list[list[str]]:
        """The documents of each process in order."""
        return [[job.file for job in child.jobs] for child in self.children]


class Actor:
    """In place of pipeline.workers.children.Child."""

    stage: ClassVar[Stage]

    def __init__(self, setup: Setup, mark: str, folder: str | None = None) -> None:
        self.mark, self.jobs, self.watched = mark, list[Job](), 0
        self._says: list[bytes] = []
        self._ending: Ending | None = None
        self._from, self._to = os.pipe()
        self.ended = 0
        self.stage.children.append(self)

    @property
    def handled(self) -> int:
        return len(self.jobs)

    def wait_until_ready(self) -> dict[str, str]:
        return {"number": str(len(self.stage.children))}

    def fileno(self) -> int:
        return self._from

    def send(self, job: Job) -> None:
        self.jobs.append(job)
        for act in self.stage.play(job, self.handled):
            if isinstance(act, Done):
                self._says.append(pack(act))
            self._ending = act if isinstance(act, Ending) else self._ending
            os.write(self._to, b"." if act else b"")

    def take(self) -> tuple[bytes | None, bool]:
        if self._says:
            return self._says.pop(0), True
        if self._ending is None:
            os.set_blocking(self._from, False)
            with contextlib.suppress(BlockingIOError):
                os.read(self._from, 1000)
        return None, self._ending is None

    def watch(self) -> None:
        self.watched += 1

    def end(self) -> Ending:
        if not self.ended:
            os.close(self._from)
            os.close(self._to)
        self.ended += 1
        return self._ending or Ending(-signal.SIGKILL, 0, "")
