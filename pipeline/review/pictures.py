"""Page pictures, painted by a worker process that may be killed: the browser never gets the raw file.

One thread owns the worker and serves requests in order, those a person waits for before those prepared ahead.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from queue import PriorityQueue

from parsers.limits import Limits
from pipeline.names import printable, reach
from pipeline.owner import owner
from pipeline.workers.children import Child
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.packing import unpack

ENTRY = "pipeline.review.painting:painter"
KEPT = 200
"""Pictures kept in memory: about 40 MB."""
NOW, SOON, LATER, STOP = 0, 1, 2, -1
"""Urgency: a person waits for it; the next rows; the rest of the queue."""


@dataclass(order=True, slots=True)
class _Wanted:
    urgency: int
    turn: int
    sha256: str = field(compare=False)
    page: int = field(compare=False)
    ready: threading.Event = field(compare=False, default_factory=threading.Event)


class Pictures:
    """PNG pictures of pages by (sha256, page). ``paths`` tells where the files are; ``close`` ends the worker."""

    def __init__(self, paths: Mapping[str, bytes], limits: Limits) -> None:
        self._paths, self._limits = paths, limits
        self._done: OrderedDict[tuple[str, int], bytes | None] = OrderedDict()
        self._wanted: PriorityQueue[_Wanted] = PriorityQueue()
        self._lock = threading.Lock()
        self._turn = 0
        self._thread = threading.Thread(target=self._serve, name="pictures", daemon=True)
        self._thread.start()

    def get(self, sha256: str, page: int) -> bytes | None:
        """The picture, painted now if need be; None when the page cannot be shown."""
        if sha256 not in self._paths:
            return None
        with self._lock:
            if (sha256, page) in self._done:
                return self._done[sha256, page]
        wanted = self._ask(NOW, sha256, page)
        wanted.ready.wait(self._limits.wall_seconds)
        with self._lock:
            return self._done.get((sha256, page))

    def prepare(self, sha256: str, pages: Iterable[int], soon: bool = True) -> None:
        """Paint ahead what will be looked at: next (``soon``), or some time later."""
        for page in pages:
            with self._lock:
                known = (sha256, page) in self._done
            if not known:
                self._ask(SOON if soon else LATER, sha256, page)

    def close(self) -> None:
        self._ask(STOP, "", 0)
        self._thread.join(10)

    def _ask(self, urgency: int, sha256: str, page: int) -> _Wanted:
        with self._lock:
            self._turn += 1
            wanted = _Wanted(urgency, self._turn, sha256, page)
        self._wanted.put(wanted)
        return wanted

    def _serve(self) -> None:
        child: Child | None = None
        while (wanted := self._wanted.get()).urgency != STOP:
            key = (wanted.sha256, wanted.page)
            if key not in self._done and (size := self._size(wanted.sha256)) is not None:
                if child is None:
                    child = Child(Setup(ENTRY, self._limits), f"{owner()}.{secrets.token_hex(8)}")
                    child.wait_until_ready()
                done = self._paint(child, *key, size)
                if done is None:
                    child.end()
                    child = None
                self._keep(key, done.document or None if done else None)
            wanted.ready.set()
        if child is not None:
            child.end()

    def _size(self, sha256: str) -> int | None:
        """Bytes of the file; None for contents not known, and while the file is away (moved, renamed)."""
        try:
            with reach(self._paths[sha256]) as path:
                return os.stat(path).st_size  # noqa: PTH116 - paths are bytes here
        except (KeyError, OSError):
            return None

    def _paint(self, child: Child, sha256: str, page: int, size: int) -> Done | None:
        """None when the worker did not survive the page."""
        path = self._paths[sha256]
        child.send(Job(printable(os.path.basename(path)), path, sha256, size, page=page))  # noqa: PTH119 - bytes
        frame = child.wait(time.monotonic() + self._limits.wall_seconds)
        return None if frame is None else unpack(frame, Done)

    def _keep(self, key: tuple[str, int], picture: bytes | None) -> None:
        with self._lock:
            self._done[key] = picture
            while len(self._done) > KEPT:
                self._done.popitem(last=False)
