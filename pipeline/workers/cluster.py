"""The same documents on an existing Dask cluster: ``--engine dask://host:port``.

Batches of documents travel with their bytes, so workers need no shared folder; inside a worker every document still
runs in a killable process. Tasks are keyed by content: when a worker dies, Dask runs its batches elsewhere and the
results are the same. Publication stays with the program that was started.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.exits import Exit, Stop
from pipeline.workers import versions
from pipeline.workers.children import OtherVersion
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


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker of the cluster says to a batch: who it is, its own version, and what it found out; nothing if its
    version is not the one expected."""

    worker: str
    version: dict[str, str]
    done: tuple[Done, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sent:
    """A batch under way, and the workers that may do it."""

    batch: list[Job]
    workers: frozenset[str]


@dataclass(slots=True)
class ClusterEngine:
    """A client of the scheduler at ``address`` (host:port).

    Only workers of this very version are given documents: everyone is asked before its first batch, says its version
    with every answer, and is refused from then on when it is another one, whenever it joined or changed.
    """

    setup: Setup
    address: str
    _client: Any = None
    _sent: dict[Any, _Sent] = field(default_factory=dict)
    _threads: dict[str, int] = field(default_factory=dict)
    _refused: dict[str, str] = field(default_factory=dict)
    _attempts: int = 0
    _looked: float = 0.0
    _alone_since: float = 0.0

    def run(self, jobs: Iterable[Job], supply: Supply = as_it_is) -> Iterator[tuple[Job, Done]]:
        """Large files first. Raises Stop when the cluster cannot be reached or runs another version."""
        ordered = sorted(jobs, key=lambda job: -job.size)
        if not ordered:
            return
        self._connect()
        share = -(-len(ordered) // (sum(self._threads.values()) * ROUNDS))
        waiting = list(batches(ordered, min(share, BATCH_DOCUMENTS)))[::-1]
        while waiting or self._sent:
            if time.monotonic() - self._looked > POLL_SECONDS:
                self._look()
                waiting += self._recalled()
            while waiting and len(self._sent) < sum(self._threads.values()) * WAITING_PER_THREAD:
                self._submit(waiting.pop(), supply)
            for future in self._finished():
                batch = self._sent.pop(future).batch
                found = self._result(future, batch)
                if found is None:
                    waiting.append(batch)
                else:
                    yield from zip(batch, found, strict=True)

    def _submit(self, batch: list[Job], supply: Supply) -> None:
        """Send a batch with the bytes of its files to the workers that are trusted now."""
        loaded = [job if job.rows else replace(job, data=_bytes(job)) for job in map(supply, batch)]
        said = pack(self.setup)
        self._attempts += 1
        names = f"{self._attempts}\0" + "".join(f"{job.file}\0{job.sha256}\0" for job in batch)
        key = "tailan-" + hashlib.sha256(said + names.encode()).hexdigest()
        workers = frozenset(self._threads)
        with self._answering():
            future = self._client.submit(
                work_batch, said, [pack(job) for job in loaded], key=key, workers=sorted(workers)
            )
        self._sent[future] = _Sent(batch, workers)

    def _finished(self) -> set[Any]:
        """Futures that are done, none when nothing happens for a while. Raises Stop when the scheduler is gone."""
        from distributed import wait

        if not self._sent:
            time.sleep(POLL_SECONDS)
            return set()
        with self._answering(), contextlib.suppress(TimeoutError), self._client.as_current():
            waited: Any = wait(set(self._sent), POLL_SECONDS, "FIRST_COMPLETED")  # type: ignore[no-untyped-call]
            return set(waited.done)
        return set()

    def _look(self) -> None:
        """Who is there, and of which version those are that nobody has asked yet. Raises Stop when the scheduler is gone,
        or all workers that may be used for long."""
        self._looked = time.monotonic()
        if self._client.status == "running":
            self._ask_newcomers()
        else:  # it may come back
            self._threads = {}
        self._alone_since = 0.0 if self._threads else self._alone_since or self._looked
        if self._alone_since and time.monotonic() - self._alone_since > WITHOUT_WORKERS_SECONDS:
            raise self._gone("has no worker left" + self._others())

    def _ask_newcomers(self) -> None:
        with self._answering():
            threads = self._client.nthreads()
            unknown = sorted(threads.keys() - self._threads.keys() - self._refused.keys())
            said = self._client.run(versions.of_work, self.setup, workers=unknown, on_error="return") if unknown else {}
        self._refused = {worker: why for worker, why in self._refused.items() if worker in threads}
        for worker, version in said.items():
            if isinstance(version, dict) and (why := versions.differing(self.setup.expected, version)):
                self._refused[worker] = why
            elif not isinstance(version, dict):
                self._refused[worker] = "program, which cannot tell its version"
        asked = (self._threads.keys() | said.keys()) - self._refused.keys()
        self._threads = {worker: count for worker, count in threads.items() if worker in asked}

    def _recalled(self) -> list[list[Job]]:
        """Batches all of whose workers have left, taken back: nobody else was allowed to do them."""
        if not self._threads:
            return []  # whoever comes first decides
        left = [future for future, sent in self._sent.items() if not sent.workers & self._threads.keys()]
        with self._answering():
            self._client.cancel(left)
        return [self._sent.pop(future).batch for future in left]

    def _result(self, future: Any, batch: list[Job]) -> tuple[Done, ...] | None:
        """What was found out; when the batch died with several workers, all its documents are tried again next time. None
        when its worker has another version. Raises Stop when the cluster is gone or its workers cannot work."""
        from distributed import KilledWorker

        trouble = future.exception() if future.status == "error" else None
        if isinstance(trouble, KilledWorker):
            lost = failure(
                "killed",
                "the cluster gave up on it: several workers died with it",
                "кластер орхисон: хэд хэдэн ажлын процесс үүн дээр зогссон",
                lasting=False,
            )
            return (Done(failure=lost, stage="read"),) * len(batch)
        if trouble is not None:
            raise trouble if isinstance(trouble, Stop) else self._gone(f"a worker failed with {trouble!r}")
        with self._answering():
            answer = unpack(future.result(), Answer)
        if why := versions.differing(self.setup.expected, answer.version):
            self._refused[answer.worker] = why
            self._threads.pop(answer.worker, None)
            return None
        return answer.done

    def _others(self) -> str:
        return "".join(f"; its worker {worker} has another {why}" for worker, why in sorted(self._refused.items()))

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        """Errors of the connection to the cluster as Stop."""
        try:
            yield
        except (OSError, CancelledError) as error:
            raise self._gone() from error

    def _gone(self, what: str = "does not answer any more") -> Stop:
        return Stop(
            Exit.MISSING_DEPENDENCY,
            f"dask://{self.address}: {what}; what was read is kept for the next run",
            f"dask://{self.address}: кластер хариу өгөхгүй байна; уншсан нь дараагийн ажиллагаанд хадгалагдана",
        )

    def _connect(self) -> None:
        """Raises Stop when nobody answers, or when a worker that is there already has another version."""
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
            raise Stop(
                Exit.MISSING_DEPENDENCY,
                message,
                f"dask://{self.address}: ажилчинтай хуваарилагч хариу өгөхгүй байна ({error})",
            ) from error
        self._look()
        if self._refused:
            message = f"dask://{self.address}{self._others()}; install the same everywhere"
            raise Stop(
                Exit.MISSING_DEPENDENCY,
                message,
                f"dask://{self.address}: ажилчдын програмын хувилбар өөр; бүгдэд ижлийг суулгана уу",
            )

    def close(self) -> None:
        """Cancel what is under way and leave the cluster."""
        if self._client is not None:
            self._client.cancel(list(self._sent))
            self._client.close()
            self._client = None
            self._sent = {}


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


def work_batch(setup: bytes, jobs: list[bytes]) -> bytes:
    """Runs inside a worker of the cluster: every document in a killable process, results in the order of the jobs."""
    from distributed import get_worker

    worker = str(get_worker().address)
    listed = [unpack(job, Job) for job in jobs]
    engine = LocalEngine(unpack(setup, Setup), workers=1, documents_per_worker=BATCH_DOCUMENTS)
    try:
        results = {job.file: done for job, done in engine.run(listed)}
    except OtherVersion as other:
        return pack(Answer(worker, other.version))
    finally:
        engine.close()
    return pack(Answer(worker, engine.version, tuple(results[job.file] for job in listed)))
