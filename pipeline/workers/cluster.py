"""The same documents on an existing Dask cluster: ``--engine dask://host:port``.

Batches of documents travel with their bytes, so workers need no shared folder; inside a worker every document still
runs in a killable process. Tasks are keyed by content: when a worker dies, Dask runs its batches elsewhere and the
results are the same. Publication stays with the program that was started.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.exits import Exit, Stop
from pipeline.workers import versions
from pipeline.workers.engine import LocalEngine, Supply, as_it_is
from pipeline.workers.failures import failure
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.packing import pack, unpack

BATCH_DOCUMENTS = 16
BATCH_BYTES = 20_000_000
WAITING_PER_THREAD = 2
"""Batches under way or waiting for each thread of the cluster: enough to keep it busy, few enough to keep memory
flat."""
ROUNDS = 4
"""Batches a thread should get at least, so that all end at about the same time."""
ANSWER_SECONDS = 30
POLL_SECONDS = 2.0
WITHOUT_WORKERS_SECONDS = 300.0
"""How long a run waits for a worker when all of them are gone; nobody is there at night to stop it."""


@dataclass(slots=True)
class ClusterEngine:
    """A client of the scheduler at ``address`` (host:port)."""

    setup: Setup
    address: str
    _client: Any = None
    _futures: set[Any] = field(default_factory=set)

    def run(self, jobs: Iterable[Job], supply: Supply = as_it_is) -> Iterator[tuple[Job, Done]]:
        """Large files first. Raises Stop when the cluster cannot be reached or runs another version."""
        ordered = sorted(jobs, key=lambda job: -job.size)
        if not ordered:
            return
        self._connect()
        threads = sum(self._client.nthreads().values())
        share = -(-len(ordered) // (threads * ROUNDS))
        waiting = list(batches(ordered, min(share, BATCH_DOCUMENTS)))[::-1]
        listed: dict[Any, list[Job]] = {}
        while waiting or listed:
            while waiting and len(listed) < threads * WAITING_PER_THREAD:
                batch = waiting.pop()
                future = self._submit([supply(job) for job in batch])
                listed[future] = batch
                self._futures.add(future)
            for future in self._finished():
                self._futures.discard(future)
                yield from zip(listed.pop(future), self._results(future), strict=False)

    def _submit(self, batch: list[Job]) -> Any:
        """Send a batch with the bytes of its files."""
        loaded = [job if job.rows else replace(job, data=_bytes(job)) for job in batch]
        said = pack(self.setup)
        key = hashlib.sha256(said + "".join(f"{job.file}\0{job.sha256}\0" for job in batch).encode()).hexdigest()
        return self._client.submit(work_batch, said, [pack(job) for job in loaded], key=f"tailan-{key}", pure=True)

    def _finished(self) -> set[Any]:
        """Futures that are done, at least one. Raises Stop when the scheduler is gone, or all workers for long."""
        from distributed import wait

        alone_since = 0.0
        while True:
            with contextlib.suppress(TimeoutError), self._answering(), self._client.as_current():
                waited: Any = wait(self._futures, POLL_SECONDS, "FIRST_COMPLETED")  # type: ignore[no-untyped-call]
                return set(waited.done)
            with self._answering():
                working = self._client.status == "running" and len(self._client.nthreads())
            now = time.monotonic()
            alone_since = 0.0 if working else alone_since or now
            if alone_since and now - alone_since > WITHOUT_WORKERS_SECONDS:
                raise self._gone("has no worker left")

    def _results(self, future: Any) -> Iterator[Done]:
        """The results of a batch; when it died with several workers, all its documents are tried again next time.
        Raises Stop when the cluster is gone or its workers cannot work."""
        from distributed import KilledWorker

        trouble = future.exception() if future.status == "error" else None
        if isinstance(trouble, KilledWorker):
            detail = "the cluster gave up on it: several workers died with it"
            while True:
                yield Done(failure=failure("killed", detail, lasting=False), stage="read")
        if trouble is not None:
            raise trouble if isinstance(trouble, Stop) else self._gone(f"a worker failed with {trouble!r}")
        with self._answering():
            answer = future.result()
        yield from (unpack(item, Done) for item in answer)

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        """Errors of the connection to the cluster as Stop."""
        try:
            yield
        except TimeoutError:
            raise
        except (OSError, CancelledError) as error:
            raise self._gone() from error

    def _gone(self, what: str = "does not answer any more") -> Stop:
        return Stop(Exit.MISSING_DEPENDENCY, f"dask://{self.address}: {what}; what was read is kept for the next run")

    def _connect(self) -> None:
        from distributed import Client

        for name in logging.root.manager.loggerDict:
            if name.startswith("distributed"):
                logging.getLogger(name).disabled = True  # what matters is said by Stop, once
        try:
            self._client = Client(  # type: ignore[no-untyped-call]
                f"tcp://{self.address}", timeout=ANSWER_SECONDS, set_as_default=False
            )
            self._client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        except (OSError, TimeoutError, ValueError) as error:
            message = f"dask://{self.address}: no scheduler with workers answers ({error})"
            raise Stop(Exit.MISSING_DEPENDENCY, message) from error
        ours = version_of(self.setup)
        for worker, theirs in self._client.run(version_of, self.setup).items():
            differing = [name for name, value in ours.items() if theirs.get(name) != value]
            if differing:
                what = f"the cluster's worker {worker} has another {', '.join(differing)}"
                raise Stop(Exit.MISSING_DEPENDENCY, f"{what}; install the same everywhere")

    def close(self) -> None:
        """Cancel what is under way and leave the cluster."""
        if self._client is not None:
            self._client.cancel(list(self._futures))
            self._client.close()
            self._client = None


def batches(jobs: Iterable[Job], documents: int) -> Iterator[list[Job]]:
    """Jobs in batches of at most so many documents and BATCH_BYTES, in the same order."""
    batch: list[Job] = []
    size = 0
    for job in jobs:
        if batch and (len(batch) >= documents or size + job.size > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(job)
        size += job.size
    if batch:
        yield batch


def _bytes(job: Job) -> bytes:
    """The file as it is now; the worker notices when it is no longer the one listed."""
    try:
        return job.load().data
    except OSError:
        return b""


def version_of(setup: Setup) -> dict[str, str]:
    """What must be equal on every machine: program and libraries, Tesseract and its data, reference data."""
    return {
        "version of tailan or its libraries": versions.digest_of([versions.rows(), versions.values()]),
        "Tesseract": versions.ocr(),
        "reference data": versions.reference(os.fsdecode(setup.catalogues), os.fsdecode(setup.agencies)),
    }


def work_batch(setup: bytes, jobs: list[bytes]) -> list[bytes]:
    """Runs inside a worker of the cluster: every document in a killable process, results in the order of the jobs."""
    listed = [unpack(job, Job) for job in jobs]
    engine = LocalEngine(unpack(setup, Setup), workers=1, documents_per_worker=BATCH_DOCUMENTS)
    try:
        results = {job.file: pack(done) for job, done in engine.run(listed)}
    finally:
        engine.close()
    return [results[job.file] for job in listed]
