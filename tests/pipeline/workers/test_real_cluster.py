"""The same documents on a real Dask cluster on the loopback: the same bytes, whatever happens to its machines."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.exits import Exit
from pipeline.run.editions import digests
from tests.builders.submissions import fill
from tests.pipeline.processes import left_behind
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
