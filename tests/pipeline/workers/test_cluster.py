"""The same documents on a real Dask cluster on the loopback: the same bytes, whatever happens to its machines."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.exits import Exit, Stop
from pipeline.run.editions import digests
from pipeline.workers import cluster as module
from pipeline.workers.cluster import Answer, ClusterEngine, _Sent, batches
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.packing import pack
from tests.builders.submissions import fill
from tests.pipeline.processes import left_behind
from tests.pipeline.run.running_plans import LIMITS
from tests.pipeline.workers.clusters import Cluster, cluster

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
ROOT = Path(__file__).parents[3]


def start(base: Path, clean: str, *options: str) -> subprocess.Popen[str]:
    """A run over ``base/raw`` as a person starts it, with a state folder of its own."""
    command = [sys.executable, "-m", "pipeline", "run", str(base / "raw"), str(base / clean), *options]
    environment = {**os.environ, "TAILAN_STATE": str(base / f"state-{clean}"), "TAILAN_SETTLE_SECONDS": "0"}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=-1, stderr=-1, text=True)


def finished(process: subprocess.Popen[str], seconds: float = 180) -> tuple[int, str]:
    """Exit code and what was said."""
    said, trouble = process.communicate(timeout=seconds)
    return process.returncode, said + trouble


def wait_until(happened: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def wait_until_kept(run: subprocess.Popen[str], base: Path, clean: str, count: int) -> None:
    """Until a run that is still at work has so many reports in its cache."""
    wait_until(lambda: kept(base, clean) >= count or run.poll() is not None)
    assert run.poll() is None, "it ended too early to mean anything: " + "".join(run.communicate())


def kept(base: Path, clean: str) -> int:
    """Reports that a run has put into its cache so far."""
    return sum(path.is_file() for path in (base / f"state-{clean}").rglob("cache/values/*/*"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Good submissions, a copy, damaged and empty ones, and the edition that this machine makes of them alone."""
    folder = tmp_path_factory.mktemp("cluster")
    fill(folder / "raw", 60)
    whole = (folder / "raw" / "0003.docx").read_bytes()
    (folder / "raw" / "copy of 0003.docx").write_bytes(whole)
    (folder / "raw" / "cut.docx").write_bytes(whole[:700])
    (folder / "raw" / "empty.pdf").write_bytes(b"")
    assert finished(start(folder, "local"))[0] == Exit.REJECTED
    return folder


@pytest.fixture
def two_workers(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path / "dask") as made:
        yield made


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_changes_no_byte(base: Path, two_workers: Cluster) -> None:
    run = start(base, "killed", "--engine", two_workers.address)
    wait_until_kept(run, base, "killed", 8)
    two_workers.workers[0].send_signal(signal.SIGKILL)
    code, said = finished(run)
    assert code == Exit.REJECTED, said
    assert digests((base / "killed" / "current").resolve()) == digests((base / "local" / "current").resolve())
    two_workers.workers[1].kill()
    two_workers.workers[1].wait()
    wait_until(lambda: all(number == two_workers.scheduler_number for number in left_behind(two_workers.folder)), 10)


@pytest.mark.slow
def test_an_interrupted_run_leaves_the_cluster_usable(base: Path, two_workers: Cluster) -> None:
    run = start(base, "stopped", "--engine", two_workers.address)
    wait_until_kept(run, base, "stopped", 4)
    begun = time.monotonic()
    run.send_signal(signal.SIGTERM)
    assert finished(run)[0] == Exit.INTERRUPTED
    assert time.monotonic() - begun < 10
    code, said = finished(start(base, "stopped", "--engine", two_workers.address))
    assert code == Exit.REJECTED, said
    assert digests((base / "stopped" / "current").resolve()) == digests((base / "local" / "current").resolve())


@pytest.mark.slow
def test_a_cluster_that_is_gone_ends_the_run(base: Path, two_workers: Cluster) -> None:
    run = start(base, "gone", "--engine", two_workers.address)
    wait_until_kept(run, base, "gone", 4)
    assert two_workers.scheduler is not None
    two_workers.scheduler.kill()
    code, said = finished(run)
    assert code == Exit.MISSING_DEPENDENCY and "Traceback" not in said, said
    assert not (base / "gone" / "current").exists()


def copy_of_the_program(folder: Path) -> Path:
    """A copy that tells when one of its processes works on documents, in the file ``worked``."""
    for room in ("parsers", "normalizers", "pipeline"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def change(program: Path) -> None:
    """Another version: it would publish another text, and leaves a mark whenever it makes a report."""
    stages = program / "pipeline" / "workers" / "stages.py"
    line = "        reports = tuple(\n            normalize(replace(raw, name=job.file),"
    text = stages.read_text(encoding="utf-8")
    assert text.count(line) == 1
    mark = f"        Path({str(program / 'worked')!r}).touch()\n" + line.replace("job.file", "'another'")
    stages.write_text(text.replace(line, mark), encoding="utf-8")


@pytest.mark.slow
def test_another_version_that_is_there_before_the_run_ends_it_with_one_sentence(base: Path, tmp_path: Path) -> None:
    other = copy_of_the_program(tmp_path / "other")
    change(other)
    with cluster(tmp_path / "dask", workers=0) as made:
        made.start_worker(PYTHONPATH=str(other))
        code, said = finished(start(base, "other", "--engine", made.address))
    assert code == Exit.MISSING_DEPENDENCY and "has another version of tailan" in said, said
    assert kept(base, "other") == 0 and not (other / "worked").exists()


@pytest.mark.slow
def test_a_late_joiner_of_another_version_is_given_nothing(base: Path, tmp_path: Path) -> None:
    other = copy_of_the_program(tmp_path / "other")
    change(other)
    with cluster(tmp_path / "dask", workers=1) as made:
        wait_until(lambda: made.words("worker").count("Starting established connection") == 1)
        run = start(base, "late", "--engine", made.address)
        wait_until_kept(run, base, "late", 4)
        made.start_worker(PYTHONPATH=str(other))
        wait_until(lambda: made.words("worker").count("Starting established connection") == 2)
        assert run.poll() is None, "it ended before anybody joined"
        code, said = finished(run)
        assert made.workers[1].poll() is None
    assert code == Exit.REJECTED, said
    assert digests((base / "late" / "current").resolve()) == digests((base / "local" / "current").resolve())
    assert not (other / "worked").exists()


@pytest.mark.slow
def test_a_worker_whose_program_is_changed_meanwhile_is_refused_and_the_others_do_its_work(
    base: Path, tmp_path: Path
) -> None:
    other = copy_of_the_program(tmp_path / "other")
    with cluster(tmp_path / "dask", workers=1) as made:
        made.start_worker(PYTHONPATH=str(other))
        wait_until(lambda: made.words("worker").count("Starting established connection") == 2)
        run = start(base, "changed", "--engine", made.address)
        wait_until_kept(run, base, "changed", 4)
        change(other)
        code, said = finished(run)
    assert code == Exit.REJECTED, said
    assert digests((base / "changed" / "current").resolve()) == digests((base / "local" / "current").resolve())
    assert not (other / "worked").exists()


OURS = {"version of tailan": "1", "Tesseract": "5"}


@dataclass
class Scheduler:
    """A client of a cluster whose workers say the given versions."""

    versions: dict[str, object]
    status: str = "running"
    cancelled: list[object] = field(default_factory=list)

    def nthreads(self) -> dict[str, int]:
        return dict.fromkeys(self.versions, 1)

    def run(self, asked: object, setup: Setup, workers: list[str], on_error: str) -> dict[str, object]:
        return {worker: self.versions[worker] for worker in workers}

    def cancel(self, futures: list[object]) -> None:
        self.cancelled += futures


@dataclass(frozen=True)
class Future:
    """A batch that came back."""

    answer: Answer
    status: str = "finished"

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
