"""What belongs to nobody is removed at the next start, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pipeline.durable import sweep_beside, write_whole
from pipeline.owner import is_alive, owner
from pipeline.workers.leftovers import MARK, new_folder, sweep, temporary_folder


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def dead_owner() -> str:
    code = "from pipeline.owner import owner; print(owner())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_this_process_lives_and_one_that_ended_does_not() -> None:
    assert is_alive(owner())
    gone = dead_owner()
    assert not is_alive(gone)
    pid, started, namespace = owner().split(".")
    assert not is_alive(f"{pid}.{int(started) + 1}.{namespace}")  # another process had this number before
    assert is_alive(f"{gone.rpartition('.')[0]}.1")  # nothing is known of other namespaces


def test_a_killed_process_that_nobody_collected_is_dead() -> None:
    code = "from pipeline.owner import owner; print(owner(), flush=True); import time; time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        name = process.stdout.readline().strip()
        assert is_alive(name)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert not is_alive(name)


def test_folders_of_the_dead_go_and_those_of_the_living_stay(temporary: Path) -> None:
    mine = new_folder()
    theirs = temporary / f"tailan-{dead_owner()}-abc"
    (theirs / "inner").mkdir(parents=True)
    (temporary / "tailan-notes").mkdir()
    sweep()
    assert sorted(path.name for path in temporary.iterdir()) == sorted([Path(mine).name, "tailan-notes"])
    with temporary_folder() as folder:
        assert Path(folder).is_dir()
    assert not Path(folder).exists()


def test_processes_of_the_dead_are_ended_and_those_of_the_living_are_not() -> None:
    sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
    orphan = subprocess.Popen(sleeping, env={**os.environ, MARK: f"{dead_owner()}.token.1"}, start_new_session=True)
    mine = subprocess.Popen(sleeping, env={**os.environ, MARK: f"{owner()}.token.1"})
    time.sleep(0.1)  # a process has its environment when it has replaced its parent's image
    sweep()
    assert orphan.wait(5) == -9
    assert mine.poll() is None
    mine.kill()
    mine.wait()


def test_half_written_files_of_the_dead_go(tmp_path: Path) -> None:
    write_whole(tmp_path / "ledger.msgpack", b"whole")
    (tmp_path / f".ledger.msgpack.{dead_owner()}.77").write_bytes(b"ha")
    (tmp_path / f".ledger.msgpack.{owner()}.77").write_bytes(b"mine")
    (tmp_path / ".hidden").write_bytes(b"")
    sweep_beside(tmp_path, tmp_path / "none")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [".hidden", f".ledger.msgpack.{owner()}.77", "ledger.msgpack"]
    )
