"""One bad document harms nobody: a plan of misbehaving documents among good ones."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from parsers.limits import Limits
from pipeline.exits import Exit, Stop
from pipeline.workers import versions
from pipeline.workers.cache import Values
from pipeline.workers.children import Ending, name_ending
from pipeline.workers.engine import LocalEngine, in_one_process
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.packing import unpack
from tests.pipeline import plans
from tests.pipeline.processes import VARIABLE, wait_until_gone

LIMITS = Limits(cpu_seconds=1, wall_seconds=60, memory_bytes=600_000_000)
GROUPS = {
    "idle": (("sleep", "child"), replace(LIMITS, wall_seconds=3)),
    "large": (("memory", "memory_in_c", "memory_in_opencv"), replace(LIMITS, cpu_seconds=60)),
}
"""What only one limit ends. All others are wide: on a busy machine a second of CPU takes long, and memory takes CPU."""
SETUP = Setup("tests.pipeline.plans:work", LIMITS)
EXPECTED = {
    "segfault": ("crashed", "SIGSEGV"),
    "abort": ("crashed", "SIGABRT"),
    "exit": ("crashed", "exit code 0"),
    "quit": ("program_error", "SystemExit: plans.py"),
    "killed": ("killed", ""),
    "loop": ("limit", "cpu_seconds: stopped at the limit of 1"),
    "loop_in_c": ("limit", "cpu_seconds: stopped at the limit of 1"),
    "memory": ("limit", "memory_bytes: stopped at the limit of 600,000,000"),
    "memory_in_c": ("", ""),
    "memory_in_opencv": ("limit", "memory_bytes: stopped at the limit of 600,000,000"),
    "sleep": ("limit", "wall_seconds: stopped at the limit of 3"),
    "child": ("limit", "wall_seconds: stopped at the limit of 3"),
    "runaway_child": ("crashed", "exit code 3"),
    "recursion": ("limit", "nesting: stopped at the limit of 1,000"),
    "unpicklable": ("program_error", "Unpicklable: plans.py"),
    "damaged": ("damaged", "cut short"),
    "limit": ("limit", "pages: 501 is over the limit of 500"),
}


def jobs(folder: Path, plan: list[str]) -> list[Job]:
    listed = []
    for number, word in enumerate(plan):
        path = folder / f"{number:03d}-{word}.txt"
        path.write_text(word, encoding="utf-8")
        listed.append(Job(path.name, bytes(path), f"{number:064d}", 1))
    return listed


@pytest.mark.slow
@pytest.mark.parametrize("workers", [3, 1])
@pytest.mark.parametrize("group", ["busy", *GROUPS])
def test_all_good_ones_come_through_and_all_bad_ones_are_named(
    tmp_path: Path, workers: int, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    others = [word for words, _ in GROUPS.values() for word in words]
    bad, limits = GROUPS.get(group, ([word for word in EXPECTED if word not in others], LIMITS))
    plan = [word for pair in zip(bad, ["good"] * len(bad), strict=True) for word in pair]
    engine = LocalEngine(Setup(SETUP.entry, limits), workers)
    results: dict[str, Done] = {}
    for job, done in engine.run(jobs(tmp_path, plan)):
        assert job.file not in results
        results[job.file] = done
    engine.close()
    assert len(results) == len(plan)
    for name, done in results.items():
        word = name.partition("-")[2].removesuffix(".txt")
        if word == "good":
            assert unpack(done.values, Values).reports[0].records[0].measure_reported == plans.FIRST_MEASURE
        elif word != "memory_in_c":
            assert done.failure is not None, name
            code, detail = EXPECTED[word]
            assert (done.failure.code, done.failure.detail[: len(detail)]) == (code, detail)
        else:
            assert done.failure is not None and done.failure.code in ("crashed", "limit")
    assert wait_until_gone(tmp_path) == []


def test_a_process_is_used_again_and_replaced_when_old(tmp_path: Path) -> None:
    engine = LocalEngine(SETUP, 1, documents_per_worker=4)
    assert len(list(engine.run(jobs(tmp_path, ["good"] * 10)))) == 10
    assert engine._started == 3
    engine.close()


def test_closing_in_the_middle_ends_everything_quickly(tmp_path: Path) -> None:
    engine = LocalEngine(SETUP, 2)
    running = engine.run(jobs(tmp_path, ["good", "child", "child", "child"]))
    next(running)
    begun = time.monotonic()
    engine.close()
    assert time.monotonic() - begun < 2
    engine.close()


def test_what_was_told_before_a_late_death_is_not_lost(tmp_path: Path) -> None:
    done = in_one_process(SETUP, jobs(tmp_path, ["late"])[0])
    assert done.failure and done.failure.code == "crashed"
    assert (done.words, done.rows, done.stage, done.more) == (b"words", b"rows", "normalize", False)


def test_a_job_is_supplied_when_its_turn_comes_and_comes_back_as_it_was(tmp_path: Path) -> None:
    engine = LocalEngine(SETUP, 1)
    listed = jobs(tmp_path, ["segfault", "segfault"])
    good = jobs(tmp_path, ["good"])[0]
    found = list(engine.run(listed, lambda job: replace(job, path=good.path)))
    engine.close()
    assert [(job, done.failure) for job, done in found] == [(job, None) for job in listed]


def test_lasting_failures_are_told_from_passing_ones(tmp_path: Path) -> None:
    crashed = in_one_process(SETUP, jobs(tmp_path, ["segfault"])[0]).failure
    killed = in_one_process(SETUP, jobs(tmp_path, ["killed"])[0]).failure
    assert crashed and crashed.lasting
    assert killed and not killed.lasting


@pytest.mark.slow
@pytest.mark.parametrize(
    ("word", "limits", "reached"),
    [
        ("pages", Limits(cpu_seconds=2, plain_cpu_seconds=1), "cpu_seconds: stopped at the limit of 2"),
        ("loop", Limits(cpu_seconds=60, plain_cpu_seconds=1), "plain_cpu_seconds: stopped at the limit of 1"),
        ("tesseract", Limits(cpu_seconds=2, plain_cpu_seconds=2), "cpu_seconds: stopped at the limit of 2"),
    ],
    ids=["all pages together", "no page", "programs started"],
)
def test_cpu_is_counted_for_the_whole_document(tmp_path: Path, word: str, limits: Limits, reached: str) -> None:
    begun = os.times()
    engine = LocalEngine(Setup(SETUP.entry, limits), 1)
    try:
        results = {job.file: done for job, done in engine.run(jobs(tmp_path, ["good", word, "good"]))}
    finally:
        engine.close()
    found = [done.failure.detail for done in results.values() if done.failure]
    assert found == [reached]
    ended = os.times()
    assert ended.children_user + ended.children_system - begun.children_user - begun.children_system < 15


@pytest.mark.parametrize(
    ("used", "limit"), [(1200.3, "cpu_seconds"), (120.4, "plain_cpu_seconds"), (300.0, "ocr_page_cpu_seconds")]
)
def test_the_limit_that_was_reached_is_named(used: float, limit: str) -> None:
    assert name_ending(Ending(-signal.SIGXCPU, 0, "", 0, used), Limits()).limit == limit


@pytest.mark.slow
def test_a_large_starting_process_is_not_taken_for_a_large_worker(tmp_path: Path) -> None:
    """Linux hands the peak memory of the process that starts another on to it."""
    small = Setup(SETUP.entry, replace(LIMITS, memory_bytes=300_000_000))
    hoard = b"x" * 320_000_000
    good, crashed, hungry = (in_one_process(small, job) for job in jobs(tmp_path, ["good", "segfault", "memory_in_c"]))
    assert len(hoard) > small.limits.memory_bytes > good.memory_bytes > 0
    assert crashed.failure and crashed.failure.detail == "SIGSEGV"
    assert hungry.failure and hungry.failure.code in ("limit", "crashed")


def test_a_worker_that_cannot_start_is_no_documents_fault(tmp_path: Path) -> None:
    engine = LocalEngine(Setup("tests.pipeline.no_such_module:work", LIMITS), 1)
    with pytest.raises(Stop) as stop:
        list(engine.run(jobs(tmp_path, ["good"])))
    engine.close()
    assert stop.value.code is Exit.MISSING_DEPENDENCY
    assert "no_such_module" in stop.value.message


def test_a_program_that_was_changed_during_the_run_reads_nothing(tmp_path: Path) -> None:
    setup = replace(SETUP, expected=versions.of_work(SETUP))
    assert in_one_process(setup, jobs(tmp_path, ["good"])[0]).failure is None
    changed = replace(SETUP, expected={**setup.expected, "Tesseract": "of yesterday"})
    with pytest.raises(Stop, match="another Tesseract: it was changed during the run") as stop:
        in_one_process(changed, jobs(tmp_path, ["good"])[0])
    assert stop.value.code is Exit.MISSING_DEPENDENCY


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    engine = LocalEngine(SETUP, 2)
    list(engine.run(jobs(tmp_path, ["good", "segfault", "good"])))
    engine.close()
    assert list(place.iterdir()) == []
