"""From listed files to outcomes: what is read, what is known already, and what each file is told to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from normalizers.report import Facts, Supplied
from pipeline.exits import Exit, Stop
from pipeline.run.collect import Collected, Options, Plan, collect, plan
from pipeline.run.sources import list_folder
from pipeline.run.survey import Source
from pipeline.workers.cache import Known
from pipeline.workers.failures import failure
from pipeline.workers.messages import Done, Job
from pipeline.workers.outcome import Kept

BAD = failure("program_error", "KeyError in a.py:1")
KEPT = Kept("key", "digest")
LATER = failure("killed", lasting=False)


@dataclass
class Played:
    """A cache and an engine in one: ``knows`` by content, ``finds`` what reading brings."""

    knows: dict[str, Known] = field(default_factory=dict)
    finds: dict[str, Known] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def known(self, sha256: str, name: str, supplied: Supplied | None = None) -> Known | None:
        return self.knows.get(sha256)

    def supplied(self, job: Job) -> Job:
        return replace(job, rows=b"rows")

    def keep(self, job: Job, done: Done) -> Known:
        self.said.append(f"keep {job.file}")
        return self.finds[job.sha256]

    def settle(self) -> None:
        self.said.append("settle")

    def run(self, jobs: list[Job], supply: Any) -> Iterator[tuple[Job, Done]]:
        for job in jobs:
            rows = supply(job).rows
            yield job, Done(rows=rows, made_from="digest", cpu_seconds=2.0, wall_seconds=3.0, memory_bytes=4)

    def close(self) -> None:
        return


def known(*numbers: int, **more: Any) -> Known:
    return Known("docx", "text/plain", 3, numbers=numbers, kept=KEPT if numbers else None, **more)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(name)
    return tmp_path


def sources(raw: Path, **contents: str) -> tuple[Source, ...]:
    """The files of the folder with contents by name (``a``: "aaaa…")."""
    found = [item for item in list_folder(raw).found if item.name in contents]
    return tuple(Source(item, contents[item.name] * 64) for item in found)


def collected(
    played: Played, listed: tuple[Source, ...], options: Options | None = None, **facts: Supplied
) -> Collected:
    cache: Any = played
    planned = plan(listed, cache, options or Options(), facts)
    return collect(listed, planned, cache, cache, lambda job, done: played.said.append(f"seen {job.file}"))


def states(found: Collected) -> list[tuple[str, str, str]]:
    return [(one.file, one.status, one.reason) for one in found.outcomes]


def planned(options: Options, raw: Path, knows: dict[str, Known]) -> Plan:
    return plan(sources(raw, a="a", b="b", c="a"), Played(knows), options)  # type: ignore[arg-type]


def test_what_is_read_and_what_is_known(raw: Path) -> None:
    good = {"a" * 64: known(1), "b" * 64: replace(known(), failure=BAD)}
    everything = planned(Options(), raw, good)
    assert (everything.jobs, set(everything.entries), everything.fresh) == ([], {"a" * 64, "b" * 64}, False)
    assert [job.file for job in planned(Options(), raw, {}).jobs] == ["a", "b"], "a copy is read once"
    forced = planned(Options(force=True), raw, good)
    assert [job.file for job in forced.jobs] == ["a", "b"] and forced.fresh
    assert [job.file for job in planned(Options(retry_failed=True), raw, good).jobs] == ["b"]


def test_what_is_not_selected_comes_from_the_cache_or_waits(raw: Path) -> None:
    failed = {"b" * 64: replace(known(), failure=BAD)}
    some = planned(Options(only=("b",), force=True), raw, {"a" * 64: known(1), **failed})
    assert [job.file for job in some.jobs] == ["b"] and set(some.entries) == {"a" * 64}
    assert planned(Options(only=("a",), retry_failed=True), raw, failed).entries.keys() == failed.keys()
    assert planned(Options(only=("b",)), raw, failed).left_out == {"a" * 64}
    with pytest.raises(Stop, match="--only z: none of the 3 submissions is called so") as stop:
        planned(Options(only=("z",)), raw, {})
    assert stop.value.code is Exit.NO_INPUT


def test_every_file_has_its_outcome_in_the_order_of_names(raw: Path) -> None:
    played = Played(finds={"a" * 64: known(1), "b" * 64: replace(known(), failure=BAD, facts=Facts(agency="Сан"))})
    found = collected(played, sources(raw, a="a", b="b", c="a"))
    assert states(found) == [("a", "ok", ""), ("b", "rejected", "program_error"), ("c", "duplicate", "")]
    first, second, third = found.outcomes
    assert (first.kept, third.kept, third.duplicate_of) == (KEPT, None, "a")
    assert (first.media_type, first.kind, first.pages, first.bytes) == ("text/plain", "docx", 3, 1)
    assert (second.detail, second.hint, second.facts.agency) == (BAD.detail, BAD.hint, "Сан")
    assert played.said == ["keep a", "seen a", "keep b", "seen b", "settle"] and not found.passing


def test_copies_of_a_rejected_file_are_rejected_for_the_same_reason(raw: Path) -> None:
    found = collected(Played(finds={"a" * 64: replace(known(), failure=BAD)}), sources(raw, a="a", b="a"))
    assert states(found) == [("a", "rejected", "program_error"), ("b", "rejected", "program_error")]
    assert [one.duplicate_of for one in found.outcomes] == ["", "a"]


def test_a_file_of_two_reports_has_two_outcomes_and_so_has_its_copy(raw: Path) -> None:
    found = collected(Played(finds={"a" * 64: known(1, 2)}), sources(raw, a="a", b="a"))
    assert [(one.file, one.number, one.duplicate_of) for one in found.outcomes] == [
        ("a", 1, ""),
        ("a#2", 2, ""),
        ("b", 1, "a"),
        ("b#2", 2, "a#2"),
    ]
    assert [one.file for one in found.outcomes if one.kept] == ["a", "a#2"]


def test_files_without_bytes_are_no_copies_of_each_other(raw: Path) -> None:
    listed = [Source(item, "", "no_permission", "not yours") for item in list_folder(raw).found]
    found = collected(Played(), tuple(listed))
    assert {(one.status, one.reason, one.detail, one.sha256) for one in found.outcomes} == {
        ("rejected", "no_permission", "not yours", "")
    }
    assert not found.passing


def test_a_file_that_changed_meanwhile_waits(raw: Path) -> None:
    listed = sources(raw, a="a")
    (raw / "a").write_text("another")
    found = collected(Played(knows={"a" * 64: known(1)}), listed)
    assert states(found) == [("a", "pending", "still_being_written")] and found.passing


def test_only_what_would_be_the_same_again_lets_the_next_run_rest(raw: Path) -> None:
    assert not collected(Played(knows={"a" * 64: known(1)}), sources(raw, a="a")).passing
    assert not collected(Played(knows={"a" * 64: replace(known(), failure=BAD)}), sources(raw, a="a")).passing
    assert collected(Played(finds={"a" * 64: replace(known(), failure=LATER)}), sources(raw, a="a")).passing
    left = collected(Played(knows={"a" * 64: known(1)}), sources(raw, a="a", b="b"), Options(only=("a",)))
    assert states(left)[1] == ("b", "pending", "not_selected") and left.passing


def test_what_a_file_cost(raw: Path) -> None:
    played = Played(knows={"b" * 64: known(1), "c" * 64: replace(known(), failure=BAD)}, finds={"a" * 64: known(1, 2)})
    listed = sources(raw, a="a", b="b", c="c")
    costs = collected(played, listed).costs
    assert (costs["a"].cpu_seconds, costs["a"].wall_seconds, costs["a"].memory_bytes) == (2.0, 3.0, 4)
    assert {name: cost.cached for name, cost in costs.items()} == {"a": "", "a#2": "values", "b": "values", "c": ""}
    fresh = collected(replace(played, finds={"a" * 64: known(1), "b" * 64: known(1)}), listed[:2], Options(force=True))
    assert {cost.cached for cost in fresh.costs.values()} == {"rows"}, "nothing that was known helped"


TOLD = Supplied(agency="Сангийн яам", plan_year=2024, received_at=date(2024, 7, 5), counts=False, source="sidecar")


def test_facts_that_were_supplied_stand_beside_what_was_read(raw: Path) -> None:
    read = Facts(agency="Сан", period="H1")
    played = Played(knows={"a" * 64: known(1), "b" * 64: replace(known(), failure=BAD, facts=read), "c" * 64: known(1)})
    good, bad, plain = collected(played, sources(raw, a="a", b="b", c="c"), a=TOLD, b=TOLD).outcomes
    for one in (good, bad):
        assert (one.received_at, one.said_to_count, one.supplied_from) == (date(2024, 7, 5), False, "sidecar")
    assert good.facts == Facts() and (plain.received_at, plain.said_to_count, plain.supplied_from) == (None, None, "")
    assert (bad.facts.agency, bad.facts.plan_year, bad.facts.period) == ("Сангийн яам", 2024, "H1")
    assert bad.facts.facts_from == (("agency", "sidecar"), ("plan_year", "sidecar"))


def test_the_cache_is_settled_whatever_happens(raw: Path) -> None:
    played = Played()
    with pytest.raises(KeyError):
        collected(played, sources(raw, a="a"))
    assert played.said == ["keep a", "settle"]
