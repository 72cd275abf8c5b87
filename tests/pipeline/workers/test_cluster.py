"""The engine over a cluster that is played: who is trusted with documents, and what becomes of what was sent."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.exits import Exit, Stop
from pipeline.workers import cluster as module
from pipeline.workers.cluster import Answer, ClusterEngine, _Sent, batches
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.packing import pack, unpack
from tests.pipeline.run.running_plans import LIMITS

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
OURS = {"version of tailan": "1", "Tesseract": "5"}


@dataclass
class Scheduler:
    """A client of a cluster whose workers say the given versions."""

    versions: dict[str, object]
    status: str = "running"
    threads: int = 1
    cancelled: list[object] = field(default_factory=list)
    sent: list[tuple[str, list[str]]] = field(default_factory=list)
    answers: Callable[[list[Job], str], Any] | None = None
    closed: int = 0

    def nthreads(self) -> dict[str, int]:
        return dict.fromkeys(self.versions, self.threads)

    def submit(self, work: object, setup: bytes, jobs: list[bytes], key: str, workers: list[str]) -> Future:
        """The batch, done by the first worker that may."""
        assert work is module.work_batch and unpack(setup, Setup).entry == ""
        listed = [unpack(job, Job) for job in jobs]
        self.sent.append((key, [job.file for job in listed]))
        answer = self.answers(listed, workers[0]) if self.answers else Answer(workers[0], OURS, (Done(),) * len(listed))
        return answer if isinstance(answer, Future) else Future(answer, key=key)

    def as_current(self) -> AbstractContextManager[None]:
        return nullcontext()

    def close(self) -> None:
        self.closed += 1

    def run(self, asked: object, setup: Setup, workers: list[str], on_error: str) -> dict[str, object]:
        return {worker: self.versions[worker] for worker in workers}

    def cancel(self, futures: list[object]) -> None:
        self.cancelled += futures


@dataclass(frozen=True, eq=False)
class Future:
    """A batch that came back."""

    answer: Answer
    status: str = "finished"
    key: str = ""
    error: BaseException | None = None

    def exception(self) -> BaseException | None:
        return self.error

    def result(self) -> bytes:
        return pack(self.answer)


def engine_of(**versions: object) -> ClusterEngine:
    engine = ClusterEngine(Setup("", LIMITS, expected=OURS), "nowhere:1", Scheduler(versions))
    engine._look()
    return engine


def test_only_workers_of_this_version_are_trusted() -> None:
    engine = engine_of(good=OURS, older={**OURS, "version of tailan": "0"}, strange=ImportError("no such module"))
    assert engine._threads == {"good": 1}
    assert engine._refused == {"older": "version of tailan", "strange": "program, which cannot tell its version"}
    engine._client.versions["late"] = {**OURS, "Tesseract": "4"}
    engine._client.versions["later"] = OURS
    engine._look()
    assert engine._threads == {"good": 1, "later": 1} and engine._refused["late"] == "Tesseract"


def test_an_answer_of_another_version_is_not_used_and_its_worker_not_asked_again() -> None:
    engine = engine_of(good=OURS, changed=OURS)
    done = Done(values=b"another")
    assert engine._result(Future(Answer("good", OURS, (done,))), []) == (done,)
    assert engine._result(Future(Answer("changed", {**OURS, "version of tailan": "2"}, (done,))), []) is None
    engine._look()
    assert engine._threads == {"good": 1} and "changed" in engine._refused


def test_batches_of_workers_that_left_are_taken_back() -> None:
    engine = engine_of(good=OURS, gone=OURS)
    job = Job("a", "a", "0" * 64, 1)
    engine._sent = {"one": _Sent([job], frozenset({"gone"})), "two": _Sent([job], frozenset({"gone", "good"}))}
    del engine._client.versions["gone"]
    engine._look()
    assert engine._recalled() == [[job]]
    assert engine._client.cancelled == ["one"] and list(engine._sent) == ["two"]
    engine._client.status = "connecting"
    engine._look()
    assert engine._recalled() == [] and list(engine._sent) == ["two"]


def test_a_run_does_not_wait_for_ever_for_a_worker_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_of(older={**OURS, "version of tailan": "0"})
    monkeypatch.setattr(module, "WITHOUT_WORKERS_SECONDS", 0.0)
    with pytest.raises(Stop, match="no worker left; its worker older has another version of tailan"):
        engine._look()


def test_nobody_at_that_address_is_said_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.5)
    engine = ClusterEngine(Setup("tests.pipeline.plans:work", LIMITS), "127.0.0.1:9")
    with pytest.raises(Stop) as stop:
        list(engine.run([Job("a", bytes(tmp_path / "a"), "0" * 64, 1)]))
    engine.close()
    assert stop.value.code is Exit.MISSING_DEPENDENCY and "no scheduler with workers answers" in stop.value.message


def test_batches_keep_order_and_size() -> None:
    jobs = [Job(str(number), b"", "", size) for number, size in enumerate((30_000_000, 15_000_000, 5, 5, 5, 5))]
    listed = [[job.file for job in batch] for batch in batches(jobs, 3)]
    assert listed == [["0"], ["1", "2", "3"], ["4", "5"]]


def test_a_batch_has_at_most_so_many_documents_and_bytes() -> None:
    jobs = [Job(str(number), b"", "", size) for number, size in enumerate((module.BATCH_BYTES - 1, 1, 1, 1, 1))]
    assert [len(batch) for batch in batches(jobs, 3)] == [2, 3]
    assert [len(batch) for batch in batches(jobs[2:], 1)] == [1, 1, 1] and list(batches([], 3)) == []


def listed(folder: Path, *sizes: int) -> list[Job]:
    """Files of these sizes; their names are the sizes."""
    jobs = []
    for size in sizes:
        path = folder / str(size)
        path.write_bytes(b"x" * size)
        jobs.append(Job(str(size), bytes(path), "0" * 64, size))
    return jobs


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Callable[..., ClusterEngine]:
    """An engine whose scheduler is played; every batch is done as soon as somebody waits for it."""
    monkeypatch.setattr(module, "POLL_SECONDS", 0.0)
    monkeypatch.setattr("distributed.wait", lambda sent, *_: SimpleNamespace(done=set(sent)))
    monkeypatch.setattr(ClusterEngine, "_connect", ClusterEngine._look)

    def made(**played: Any) -> ClusterEngine:
        return ClusterEngine(Setup("", LIMITS, expected=OURS), "h:1", Scheduler({"good": OURS}, **played))

    return made


def test_every_document_comes_back_with_its_own_answer(running: Callable[..., ClusterEngine], tmp_path: Path) -> None:
    def answers(jobs: list[Job], worker: str) -> Answer:
        return Answer(worker, OURS, tuple(Done(rows=job.data[:1] + job.file.encode()) for job in jobs))

    engine = running(answers=answers)
    found = {job.file: done.rows for job, done in engine.run(listed(tmp_path, *range(1, 10)))}
    assert found == {str(size): f"x{size}".encode() for size in range(1, 10)} and engine._sent == {}
    assert [files for _, files in engine._client.sent] == [["9", "8", "7"], ["6", "5", "4"], ["3", "2", "1"]]
    assert list(running().run([])) == []


def test_small_runs_are_spread_and_no_thread_has_more_than_two_batches(
    running: Callable[..., ClusterEngine], tmp_path: Path
) -> None:
    engine = running(threads=2)
    busy = []
    for _ in engine.run(listed(tmp_path, *range(1, 18))):
        busy.append(len(engine._sent))
    assert max(len(files) for _, files in engine._client.sent) == 3 == -(-17 // 8)
    assert len(engine._client.sent) == 6 and max(busy) <= 4


def test_a_job_whose_rows_are_known_travels_without_its_file(
    running: Callable[..., ClusterEngine], tmp_path: Path
) -> None:
    data: list[tuple[bytes, bytes]] = []

    def answers(jobs: list[Job], worker: str) -> Answer:
        data.extend((job.rows, job.data) for job in jobs)
        return Answer(worker, OURS, (Done(),) * len(jobs))

    first, second = listed(tmp_path, 2, 1)
    gone = replace(first, path=first.path + b"gone", file="gone", size=0)
    list(
        running(answers=answers).run(
            [first, second, gone], lambda job: replace(job, rows=b"r") if job is first else job
        )
    )
    assert data == [(b"r", b""), (b"", b"x"), (b"", b"")]


def test_a_batch_of_another_version_is_done_again_under_another_key(
    running: Callable[..., ClusterEngine], tmp_path: Path
) -> None:
    def answers(jobs: list[Job], worker: str) -> Answer:
        other = {**OURS, "Tesseract": "4"} if worker == "changed" else OURS
        return Answer(worker, other, (Done(words=worker.encode()),) * len(jobs))

    engine = running(answers=answers)
    engine._client.versions = {"changed": OURS, "good": OURS}
    assert [done.words for _, done in engine.run(listed(tmp_path, 1))] == [b"good"]
    keys = [key for key, _ in engine._client.sent]
    assert len(keys) == len(set(keys)) == 2 and all(key.startswith("tailan-") for key in keys)


def killed() -> BaseException:
    from distributed import KilledWorker

    return KilledWorker("a", "b", [])


def test_a_batch_that_kills_workers_is_tried_again_in_the_next_run(
    running: Callable[..., ClusterEngine], tmp_path: Path
) -> None:
    engine = running(answers=lambda jobs, worker: Future(Answer("", {}), "error", error=killed()))
    found = [done for _, done in engine.run(listed(tmp_path, 2, 1))]
    assert len(found) == 2
    assert all(done.failure and done.failure.code == "killed" and not done.failure.lasting for done in found)
    assert {done.stage for done in found} == {"read"}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Stop(Exit.PROGRAM_ERROR, "no such module", ""), "no such module"),
        (KeyError("a"), "a worker failed with KeyError"),
    ],
)
def test_a_cluster_whose_workers_cannot_work_ends_the_run(
    running: Callable[..., ClusterEngine], tmp_path: Path, error: Exception, words: str
) -> None:
    engine = running(answers=lambda jobs, worker: Future(Answer("", {}), "error", error=error))
    with pytest.raises(Stop, match=words):
        list(engine.run(listed(tmp_path, 1)))
    client = engine._client
    assert engine._finished() == set(engine._sent) == set()
    engine._sent = {"one": _Sent([], frozenset())}
    engine.close()
    engine.close()
    assert client.cancelled == ["one"] and client.closed == 1 and engine._sent == {}


def test_a_scheduler_that_comes_back_in_time_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_of(good=OURS)
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(time, "monotonic", lambda: clock.now)
    engine._client.status = "connecting"
    engine._look()
    clock.now += module.WITHOUT_WORKERS_SECONDS
    engine._look()
    assert engine._alone_since == 1000.0 and engine._threads == {}
    engine._client.status = "running"
    engine._look()
    assert engine._alone_since == 0.0 and engine._threads == {"good": 1}
    engine._client.status = "connecting"
    engine._look()
    clock.now += module.WITHOUT_WORKERS_SECONDS + 1
    with pytest.raises(Stop, match="has no worker left"):
        engine._look()


def test_a_refused_worker_that_left_is_forgotten() -> None:
    engine = engine_of(good=OURS, older={**OURS, "Tesseract": "4"})
    assert engine._refused == {"older": "Tesseract"} and engine._others() == "; its worker older has another Tesseract"
    del engine._client.versions["older"]
    engine._look()
    assert engine._refused == {} and engine._others() == ""


def test_a_worker_of_the_cluster_does_its_batch_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[int] = []

    class Local:
        version = OURS

        def __init__(self, setup: Setup, workers: int, documents_per_worker: int) -> None:
            assert (setup.entry, workers, documents_per_worker) == ("e", 1, module.BATCH_DOCUMENTS)

        def run(self, jobs: list[Job]) -> Iterator[tuple[Job, Done]]:
            for job in reversed(jobs):
                if job.file == "changed":
                    raise module.OtherVersion(OURS, {"Tesseract": "4"})
                yield job, Done(rows=job.file.encode())

        def close(self) -> None:
            closed.append(1)

    monkeypatch.setattr(module, "LocalEngine", Local)
    monkeypatch.setattr("distributed.get_worker", lambda: SimpleNamespace(address="tcp://w"))
    jobs = [pack(Job(name, b"", "", 1)) for name in ("a", "b")]
    answer = unpack(module.work_batch(pack(Setup("e", LIMITS)), jobs), Answer)
    assert answer == Answer("tcp://w", OURS, (Done(rows=b"a"), Done(rows=b"b")))
    other = unpack(module.work_batch(pack(Setup("e", LIMITS)), [pack(Job("changed", b"", "", 1))]), Answer)
    assert other == Answer("tcp://w", {"Tesseract": "4"}) and closed == [1, 1]


def connecting(monkeypatch: pytest.MonkeyPatch, **versions: object) -> list[object]:
    """What a client is asked for, of a cluster whose workers say these versions."""
    asked: list[object] = []
    scheduler = Scheduler(versions)

    def client(address: str, **options: object) -> Scheduler:
        asked.append(address)
        return scheduler

    monkeypatch.setattr(Scheduler, "wait_for_workers", lambda self, count, timeout: asked.append(count), raising=False)
    monkeypatch.setattr("distributed.Client", client)
    return asked


def test_a_cluster_of_this_version_is_worked_with(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = connecting(monkeypatch, good=OURS)
    engine = ClusterEngine(Setup("", LIMITS, expected=OURS), "h:8786")
    engine._connect()
    assert asked == ["tcp://h:8786", 1] and engine._threads == {"good": 1}


def test_a_cluster_with_a_worker_of_another_version_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    connecting(monkeypatch, good=OURS, older={**OURS, "Tesseract": "4"})
    engine = ClusterEngine(Setup("", LIMITS, expected=OURS), "h:8786")
    with pytest.raises(Stop, match="its worker older has another Tesseract; install the same everywhere") as stop:
        engine._connect()
    assert stop.value.code is Exit.MISSING_DEPENDENCY
