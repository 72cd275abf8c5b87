"""Which process is given which document, and what is made of its end: the engine over processes that are played."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from parsers.limits import Limits
from pipeline.exits import Exit, Stop
from pipeline.workers import engine as module
from pipeline.workers.children import Ending
from pipeline.workers.engine import SECOND_LOOK, LocalEngine
from pipeline.workers.failures import Failure, failure, limit_reached
from pipeline.workers.messages import Done, Job, Setup
from tests.pipeline.workers.staged import CRASH, Act, Actor, Stage

LIMITS = Limits(memory_bytes=1_000, wall_seconds=60)
GOOD = Done(rows=b"rows")
Play = Callable[[Job, int], list[Act]]
Open = Callable[..., LocalEngine]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    made = Stage(lambda job, handled: [GOOD])
    monkeypatch.setattr(Actor, "stage", made, raising=False)
    monkeypatch.setattr(module, "Child", Actor)
    monkeypatch.setattr(LocalEngine, "_hire_janitor", lambda self: None)
    yield made
    for child in made.children:
        if not child.ended:
            child.end()


def job(name: str, size: int = 1, once: bool = False) -> Job:
    return Job(name, name.encode(), "0" * 64, size, once=once)


def jobs(*names: str) -> list[Job]:
    return [job(name) for name in names]


def engine(workers: int = 1, documents: int = 100, limits: Limits = LIMITS) -> LocalEngine:
    return LocalEngine(Setup("", limits), workers, documents)


def results(found: Iterator[tuple[Job, Done]]) -> dict[str, Failure | None]:
    """What became of each file; AssertionError when one comes back twice."""
    made: dict[str, Failure | None] = {}
    for one, done in found:
        assert one.file not in made
        made[one.file] = done.failure
    return made


def codes(found: dict[str, Failure | None]) -> dict[str, str]:
    return {name: why.code if why else "" for name, why in found.items()}


def test_large_files_come_first_and_others_in_their_order(stage: Stage) -> None:
    listed = [job("a", 1), job("b", 5), job("c", 1), job("d", 9)]
    assert list(results(engine().run(listed))) == ["d", "b", "a", "c"]
    assert stage.given == [["d", "b", "a", "c"]]


def test_no_more_processes_than_documents_or_processors(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert results(engine(5).run(jobs("a", "b"))) == {"a": None, "b": None}
    assert stage.given == [["a"], ["b"]]
    stage.children.clear()
    monkeypatch.setattr(module, "usable_processors", lambda: 2)
    assert len(results(engine(0).run(jobs("a", "b", "c", "d")))) == 4
    assert len(stage.children) == 2
    stage.children.clear()
    assert results(engine(5).run([])) == {} and stage.children == []


def test_processes_stay_for_the_next_run_and_end_with_the_engine(stage: Stage) -> None:
    made = engine(2)
    assert len(results(made.run(jobs("a", "b")))) == len(results(made.run(jobs("c", "d", "e")))) - 1 == 2
    assert len(stage.children) == 2 and sum(child.handled for child in stage.children) == 5
    assert len({child.mark for child in stage.children}) == 2 and made.version == {"number": "2"}
    made.close()
    made.close()
    assert [child.ended for child in stage.children] == [1, 1]


def test_an_old_process_is_replaced(stage: Stage) -> None:
    assert len(results(engine(1, documents=2).run(jobs(*"abcde")))) == 5
    assert stage.given == [["a", "b"], ["c", "d"], ["e"]] and [child.ended for child in stage.children] == [1, 1, 0]


def dies(*names: str, end: Ending = CRASH, alone: bool = True) -> Play:
    """These documents end a process that was used before, where ``alone`` also a fresh one."""
    return lambda one, handled: [end] if one.file in names and (alone or handled > 1) else [GOOD]


def test_a_crash_in_a_used_process_is_looked_at_again_alone(stage: Stage) -> None:
    stage.play = dies("b", alone=False)
    assert codes(results(engine().run(jobs("a", "b", "c")))) == {"a": "", "b": "", "c": ""}
    assert stage.given == [["a", "b"], ["b", "c"]]
    assert stage.children[1].watched >= 1 and stage.children[0].watched == 0
    stage.children.clear()
    stage.play = dies("b")
    found = results(engine().run(jobs("a", "b", "c")))
    assert codes(found) == {"a": "", "b": "crashed", "c": ""} and stage.given == [["a", "b"], ["b"], ["c"]]
    assert found["b"] and (found["b"].detail, found["b"].trace) == ("SIGSEGV", "the frames")


def test_a_crash_of_the_first_document_is_tried_once_more_because_chance_may_have_caused_it(stage: Stage) -> None:
    stage.play = dies("a")
    assert codes(results(engine().run(jobs("a", "b")))) == {"a": "crashed", "b": ""}
    assert stage.given == [["a"], ["a"], ["b"]]


def test_an_end_by_a_limit_of_cpu_is_believed_at_once(stage: Stage) -> None:
    stage.play = dies("b", end=Ending(-24, 0, "", 0, LIMITS.cpu_seconds))
    found = results(engine().run(jobs("a", "b")))
    assert found["b"] and found["b"].limit == "cpu_seconds" and stage.given == [["a", "b"]]


def answers(name: str, done: Done) -> Play:
    return lambda one, handled: [done] if one.file == name else [GOOD]


OUT_OF_MEMORY = Done(failure=limit_reached("memory_bytes", LIMITS.memory_bytes))


def test_a_process_that_ran_out_of_memory_is_not_used_again(stage: Stage) -> None:
    stage.play = answers("b", OUT_OF_MEMORY)
    found = results(engine().run(jobs("a", "b", "c")))
    assert codes(found) == {"a": "", "b": "limit", "c": ""}
    assert stage.given == [["a", "b"], ["b"], ["c"]]
    stage.children.clear()
    assert codes(results(engine().run(jobs("b", "c")))) == {"b": "limit", "c": ""}
    assert stage.given == [["b"], ["c"]], "in a fresh process it is believed at once"


def test_a_process_that_holds_half_of_what_is_allowed_is_used_again_but_no_larger_one(stage: Stage) -> None:
    stage.play = answers("a", replace(GOOD, memory_bytes=500))
    assert len(results(engine().run(jobs("a", "b")))) == 2 and stage.given == [["a", "b"]]
    stage.children.clear()
    stage.play = answers("a", replace(GOOD, memory_bytes=501))
    assert len(results(engine().run(jobs("a", "b")))) == 2 and stage.given == [["a"], ["b"]]


def test_a_refusal_of_a_reader_keeps_its_process(stage: Stage) -> None:
    stage.play = answers("a", Done(failure=failure("program_error")))
    assert codes(results(engine().run(jobs("a", "b")))) == {"a": "program_error", "b": ""}
    assert stage.given == [["a", "b"]]


def test_a_second_look_that_fails_is_left_out_the_next_time(stage: Stage) -> None:
    def play(one: Job, handled: int) -> list[Act]:
        trace = f"File {SECOND_LOOK}/survey.py"
        return [GOOD if one.once and one.file == "a" else Done(failure=failure("program_error", trace=trace))]

    stage.play = play
    found = results(engine().run(jobs("a", "b")))
    assert codes(found) == {"a": "", "b": "program_error"}
    assert stage.given == [["a"], ["a", "b"], ["b"]]
    assert [[one.once for one in child.jobs] for child in stage.children] == [[False], [True, False], [True]]


def test_what_was_told_before_an_end_is_kept(stage: Stage) -> None:
    told = Done(words=b"words", stage="extract", more=True)
    stage.play = lambda one, handled: [told, replace(told, rows=b"rows", stage="normalize"), CRASH]
    ((_, done),) = engine().run(jobs("a"))
    assert (done.words, done.rows, done.stage, done.more) == (b"words", b"rows", "normalize", False)
    assert done.failure and done.failure.code == "crashed" and 0 <= done.wall_seconds < 60


def test_nothing_told_of_one_document_is_taken_for_another(stage: Stage) -> None:
    told = Done(words=b"words", more=True)
    stage.play = lambda one, handled: [told, GOOD] if one.file == "a" else [CRASH]
    found = {one.file: done for one, done in engine().run(jobs("a", "b"))}
    assert found["a"].words == b"" and (found["b"].words, found["b"].stage) == (b"", "read")


def test_a_document_that_takes_too_long_is_given_up(stage: Stage) -> None:
    stage.play = lambda one, handled: [None] if one.file == "b" else [GOOD]
    found = list(engine(limits=replace(LIMITS, wall_seconds=0.05)).run(jobs("a", "b", "c")))
    assert {one.file: done.failure.limit if done.failure else "" for one, done in found} == {
        "a": "",
        "b": "wall_seconds",
        "c": "",
    }
    assert stage.given == [["a", "b"], ["c"]] and stage.children[0].ended == 1
    assert all(0.05 <= done.wall_seconds < 30 for one, done in found if one.file == "b")


def test_a_busy_process_does_not_keep_the_others_from_working(stage: Stage) -> None:
    stage.play = lambda one, handled: [None] if one.file == "a" else [GOOD]
    running = engine(2).run(jobs("a", "b", "c", "d"))
    assert [next(running)[0].file for _ in range(3)] == ["b", "c", "d"]
    assert stage.given == [["a"], ["b", "c", "d"]]


@pytest.mark.parametrize(("passed", "left"), [(59.9, 0.1), (10.0, module.POLL_SECONDS), (70.0, 0.0)])
def test_the_engine_sleeps_until_the_next_deadline(monkeypatch: pytest.MonkeyPatch, passed: float, left: float) -> None:
    made = engine()
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    made._seats = [module._Seat(None, job("a"), started=1000.0 - passed), module._Seat(None, None, started=0.0)]
    assert made._patience() == pytest.approx(left, abs=0.002)
    made._seats[0].alone = True
    assert made._patience() == pytest.approx(min(left, module.WATCH_SECONDS), abs=0.002)
    made._seats[0].job = None
    assert made._patience() == module.POLL_SECONDS


def test_a_worker_that_cannot_start_leaves_no_seat_behind(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_start(self: Actor) -> dict[str, str]:
        self.end()
        raise Stop(Exit.MISSING_DEPENDENCY, "cv2", "cv2")

    monkeypatch.setattr(Actor, "wait_until_ready", no_start)
    made = engine()
    with pytest.raises(Stop):
        list(made.run(jobs("a")))
    made.close()
    assert [child.ended for child in stage.children] == [1]


def test_one_document_alone_sweeps_before_and_closes_behind(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[int] = []
    monkeypatch.setattr(module, "sweep", lambda: swept.append(len(stage.children)))
    assert module.in_one_process(Setup("", LIMITS), job("a")) == GOOD
    assert swept == [0] and stage.children[0].ended == 1


def test_the_janitor_is_hired_once_and_leaves_with_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = engine()
    made._hire_janitor()
    hired, leash, folder = made._janitor, made._leash, made._folder
    made._hire_janitor()
    assert made._janitor is hired and hired is not None and hired.poll() is None and Path(folder).is_dir()
    made.close()
    assert hired.poll() == 0 and not Path(folder).exists() and made._janitor is None
    with pytest.raises(OSError):
        os.fstat(leash)


def test_what_a_killed_janitor_did_not_remove_goes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = engine()
    made._hire_janitor()
    assert made._janitor
    made._janitor.kill()
    made.close()
    assert list(tmp_path.iterdir()) == []
