"""Nothing that happens to the machine loses data, publishes half an edition or leaves a process behind."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from parsers.errors import OcrUnavailable
from parsers.scan.ocr.tessdata import language_data
from pipeline.exits import Exit
from pipeline.run.editions import Shelf, digests
from tests.pipeline import plans
from tests.pipeline.processes import VARIABLE, left_behind, wait_until_gone
from tests.pipeline.run.running_plans import run

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow


def language_data_is_here() -> bool:
    try:
        return bool(language_data().languages)
    except OcrUnavailable:
        return False


def start(base: Path, *more: str, **variables: str) -> subprocess.Popen[bytes]:
    """A run as a program of its own."""
    command = [sys.executable, "-m", "tests.pipeline.run.running_plans", str(base), *more]
    environment = {**os.environ, VARIABLE: str(base), **variables}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def wait_until(happened: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def versions(folder: Path) -> set[str]:
    """The versions of the plans that the tables of one edition show; exactly one, or the edition is a mixture."""
    found: set[str] = set()
    for table, column in (("measures.csv", "progress"), ("submissions.csv", "file")):
        with (folder / table).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        if table == "measures.csv":
            found |= {row[column].split()[0] for row in rows}
        else:
            found.add("v" + str(max(int(row[column].partition("-")[2].partition(".")[0] or 0) for row in rows)))
    return found


def raw_of_version(base: Path, number: int) -> None:
    """Three plans of version ``number``, and one more whose name tells the version."""
    raw = base / "raw"
    for old in raw.glob("n-*"):
        old.unlink()
    plans.write(raw, **{f"a{index}": f"good v{number}" for index in range(3)}, **{f"n-{number}": f"good v{number}"})


@pytest.mark.parametrize("seed", [20250701])
def test_kill_9_at_random_moments(tmp_path: Path, seed: int) -> None:
    choose = random.Random(seed)
    raw_of_version(tmp_path, 1)
    begun = time.monotonic()
    assert start(tmp_path).wait() == Exit.OK
    whole = time.monotonic() - begun
    shelf, killed = Shelf(tmp_path / "clean"), 0
    for number in range(2, 32):
        raw_of_version(tmp_path, number)
        process = start(tmp_path)
        time.sleep(choose.uniform(0.3, 1.05) * whole)
        killed += process.poll() is None
        process.kill()
        process.wait()
        shown = shelf.current()
        assert shown is not None
        assert len(versions(shelf.home / shown)) == 1
        record = json.loads((shelf.home / f"{shown}.json").read_text(encoding="utf-8"))
        assert record["counts"]["submissions"] == 4
        assert wait_until_gone(tmp_path) == []
    assert killed > 12
    assert start(tmp_path).wait() == Exit.OK
    assert versions((tmp_path / "clean" / "current").resolve()) == {"v31"}
    assert list(shelf.home.glob(".building-*")) == []


def listing(base: Path) -> set[str]:
    """Everything below the folder by name; editions and runs, whose names hold the time, by their kind."""
    names = (str(path.relative_to(base)) for path in base.rglob("*"))
    return {re.sub(r"\d{8}T\d{6}Z-[0-9a-f]+", "ID", name) for name in names if "/cache/" not in name}


@pytest.mark.parametrize("seed", [20250702])
def test_nothing_stays_of_killed_runs_after_the_next_start(tmp_path: Path, seed: int) -> None:
    """The run is killed together with its janitor and workers, as a power cut or the kernel's group kill does it."""
    choose = random.Random(seed)
    base, clean = tmp_path / "killed", tmp_path / "clean"
    for folder in (base, clean):
        raw_of_version(folder, 1)
        (folder / "tmp").mkdir()
        assert start(folder, TMPDIR=str(folder / "tmp")).wait() == Exit.OK
    begun = time.monotonic()
    raw_of_version(clean, 2)
    assert start(clean, TMPDIR=str(clean / "tmp")).wait() == Exit.OK
    whole, litter = time.monotonic() - begun, 0
    for number in range(2, 14):
        raw_of_version(base, number)
        process = start(base, TMPDIR=str(base / "tmp"))
        time.sleep(choose.uniform(0.2, 1.0) * whole)
        end_all(base)
        process.wait()
        litter += listing(base) - listing(clean) != set()
        if number % 4 == 0:
            assert start(base, TMPDIR=str(base / "tmp")).wait() == Exit.OK
            assert list((base / "tmp").iterdir()) == []
            left = {name for name in listing(base) - listing(clean) if not name.startswith("raw/")}
            assert left == set()
            cached = list((base / ".tailan" / "cache").rglob(".*"))
            assert cached == [] and wait_until_gone(base) == []
            records = {path.name for path in (base / "clean" / ".editions").glob("*.json")}
            assert records == {f"{identity}.json" for identity in Shelf(base / "clean").ids()}
    assert litter > 2


def end_all(base: Path) -> None:
    for victim in left_behind(base):
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)


@pytest.mark.parametrize("first", [True, False], ids=["first run", "later run"])
def test_killed_before_any_change_of_the_disk_nothing_stays(tmp_path: Path, first: bool) -> None:
    """Every thirty-seventh change: what the run began is done by the next start, and the folders look as after a clean run."""
    clean = tmp_path / "clean"
    raw_of_version(clean, 1)
    (clean / "tmp").mkdir()
    assert start(clean, TMPDIR=str(clean / "tmp")).wait() == Exit.OK
    if not first:
        raw_of_version(clean, 2)
        assert start(clean, TMPDIR=str(clean / "tmp")).wait() == Exit.OK
    killed, number = 0, 3
    while True:
        base = tmp_path / f"k{number}"
        raw_of_version(base, 1)
        (base / "tmp").mkdir()
        if not first:
            assert start(base, TMPDIR=str(base / "tmp")).wait() == Exit.OK
            raw_of_version(base, 2)
        code = start(base, str(number), TMPDIR=str(base / "tmp")).wait()
        end_all(base)
        if code == Exit.OK:
            break
        assert code == -signal.SIGKILL
        killed += 1
        assert start(base, TMPDIR=str(base / "tmp")).wait() == Exit.OK
        assert list((base / "tmp").iterdir()) == []
        assert listing(base) == listing(clean), number
        assert len(Shelf(base / "clean").ids()) == (1 if first else 2), number
        assert list((base / ".tailan" / "cache").rglob(".*")) == [], number
        number += 37
    assert killed > 4


def recognising(base: Path) -> list[int]:
    """Processes of the run that have the OCR engine loaded and work."""
    found = []
    for number in left_behind(base):
        with contextlib.suppress(OSError):
            if b"libtesseract" in Path(f"/proc/{number}/maps").read_bytes():
                found.append(number)
    return found


def recognise(base: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipeline", "run", str(base / "raw"), str(base / "clean")]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, VARIABLE: str(base)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@pytest.mark.skipif(not language_data_is_here(), reason="no Tesseract with Mongolian on this machine")
@pytest.mark.parametrize("victim", ["the run", "the worker"])
def test_killed_in_the_middle_of_recognition(tmp_path: Path, victim: str) -> None:
    (tmp_path / "raw").mkdir()
    shutil.copy(ROOT / "data" / "raw" / "scan0001.pdf", tmp_path / "raw")
    process = recognise(tmp_path)
    wait_until(lambda: bool(recognising(tmp_path)), 60)
    time.sleep(0.5)
    os.kill(process.pid if victim == "the run" else recognising(tmp_path)[0], signal.SIGKILL)
    process.wait(120)
    assert wait_until_gone(tmp_path) == []
    assert recognise(tmp_path).wait(120) in (Exit.OK, *range(10, 20))
    with (tmp_path / "clean" / "submissions.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["status"] in ("ok", "review") and int(row["measures_reported"]) > 5
    assert wait_until_gone(tmp_path) == []


def test_readers_never_see_a_mixture(tmp_path: Path) -> None:
    raw_of_version(tmp_path, 1)
    run(tmp_path)
    stop, seen, mixed = threading.Event(), set(), []

    def read() -> None:
        while not stop.is_set():
            folder = (tmp_path / "clean" / "current").resolve()
            found = versions(folder)
            seen.update(found)
            if len(found) != 1:
                mixed.append(found)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(2, 9):
        raw_of_version(tmp_path, number)
        run(tmp_path)
    stop.set()
    reader.join()
    assert mixed == [] and len(seen) > 3


@pytest.mark.parametrize("behaviour", ["child", "runaway_child", "loop_in_c", "sleep"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_process_is_left_behind(tmp_path: Path, behaviour: str, number: int) -> None:
    plans.write(tmp_path / "raw", a=behaviour, b=behaviour, c="good")
    process = start(tmp_path)
    wait_until(lambda: len(left_behind(tmp_path)) >= 4)  # the run, its janitor and two workers
    time.sleep(0.5)
    process.send_signal(number)
    begun = time.monotonic()
    code = process.wait()
    assert time.monotonic() - begun < 3
    if number != signal.SIGKILL and behaviour != "runaway_child":
        assert code == Exit.INTERRUPTED
    assert wait_until_gone(tmp_path) == []


def test_an_interrupted_run_keeps_what_it_read(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", **{f"f{number:02d}": "slow" for number in range(40)})
    process = start(tmp_path)
    wait_until(lambda: len(list((tmp_path / ".tailan" / "cache").rglob("*"))) > 8)
    process.send_signal(signal.SIGTERM)
    assert process.wait() == Exit.INTERRUPTED
    account = json.loads((tmp_path / ".tailan" / "clean" / "run.json").read_text(encoding="utf-8"))
    assert account["exit_code"] == Exit.INTERRUPTED
    assert run(tmp_path).read < 40


def mounted(folder: Path, *options: str) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.which("mount") is None:
        return False
    return subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_a_full_disk_leaves_the_old_edition(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    if not mounted(disk, "-t", "tmpfs", "-o", "size=8m", "tmpfs"):
        pytest.skip("this machine mounts nothing")
    try:
        raw_of_version(disk, 1)
        assert start(disk).wait() == Exit.OK
        before = digests((disk / "clean" / "current").resolve())
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
            while True:
                stream.write(b"x" * 4096)
        (disk / "raw" / "a0.txt").write_text("good v2 a0", encoding="utf-8")
        assert start(disk).wait() == Exit.OUTPUT_NOT_WRITABLE
        assert digests((disk / "clean" / "current").resolve()) == before
        filler.unlink()
        assert start(disk).wait() == Exit.OK
        assert digests((disk / "clean" / "current").resolve()) != before
    finally:
        subprocess.run(["umount", str(disk)], check=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_a_read_only_target_is_said_and_left_alone(tmp_path: Path) -> None:
    raw_of_version(tmp_path, 1)
    assert start(tmp_path).wait() == Exit.OK
    clean = tmp_path / "clean"
    before = digests((clean / "current").resolve())
    raw_of_version(tmp_path, 2)
    if not mounted(clean, "--bind", str(clean)):
        pytest.skip("this machine mounts nothing")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(clean)], check=True)
        assert start(tmp_path).wait() == Exit.OUTPUT_NOT_WRITABLE
        account = json.loads((tmp_path / ".tailan" / "clean" / "run.json").read_text(encoding="utf-8"))
        assert account["exit_code"] == Exit.OUTPUT_NOT_WRITABLE
    finally:
        subprocess.run(["umount", str(clean)], check=False)
    assert digests((clean / "current").resolve()) == before
    assert start(tmp_path).wait() == Exit.OK


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_the_output_folder_may_be_a_mount_point(tmp_path: Path) -> None:
    if not mounted(tmp_path / "clean", "-t", "tmpfs", "-o", "size=20m", "tmpfs"):
        pytest.skip("this machine mounts nothing")
    try:
        for number in (1, 2):
            raw_of_version(tmp_path, number)
            assert start(tmp_path).wait() == Exit.OK
        assert versions((tmp_path / "clean" / "current").resolve()) == {"v2"}
    finally:
        subprocess.run(["umount", str(tmp_path / "clean")], check=False)
