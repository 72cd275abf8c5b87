"""From submissions to outcomes: what the cache has is taken from it, the rest goes through the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Final

from normalizers.report import Supplied
from pipeline.exits import Exit, Stop
from pipeline.run.sources import changed
from pipeline.run.survey import Source, first_of_each, selected
from pipeline.workers.cache import Cache, Known
from pipeline.workers.engine import Engine, as_it_is
from pipeline.workers.failures import PASSING, Failure, failure
from pipeline.workers.messages import Done, Job
from pipeline.workers.outcome import DUPLICATE, OK, PENDING, REJECTED, Cost, Outcome

NO_FACTS_SUPPLIED: Final[Mapping[str, Supplied]] = {}


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asked for beside the folders."""

    only: tuple[str, ...] = ()
    force: bool = False
    retry_failed: bool = False
    accept: bool = False
    as_of: date | None = None
    """The day of the edition; None is the day of the run."""


@dataclass(slots=True)
class Plan:
    """What is known already and what must be found out; ``fresh`` if nothing that is known of a file may help."""

    entries: dict[str, Known] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    fresh: bool = False
    facts: Mapping[str, Supplied] = field(default_factory=dict)


@dataclass(slots=True)
class Collected:
    """Every submission's outcome in the order of names, and what it cost in this run. Reports are kept in the cache
    (pipeline.outputs.building.kept)."""

    outcomes: list[Outcome] = field(default_factory=list)
    costs: dict[str, Cost] = field(default_factory=dict)
    passing: bool = False


def plan(
    sources: tuple[Source, ...], cache: Cache, options: Options, facts: Mapping[str, Supplied] = NO_FACTS_SUPPLIED
) -> Plan:
    """Look every content up in the cache. ``force`` reads selected files anew, ``retry_failed`` those that failed;
    files that ``only`` does not select are taken from the cache or left out. Raises Stop(NO_INPUT) when it selects
    none. ``facts`` are those supplied beside the submissions, by name."""
    if options.only and not any(selected(source.found.name, options.only) for source in sources):
        asked = ", ".join(options.only)
        raise Stop(
            Exit.NO_INPUT,
            f"--only {asked}: none of the {len(sources)} submissions is called so",
            f"--only {asked}: {len(sources)} ирүүлсэн материалын нэг нь ч ийм нэртэй биш",
        )
    result = Plan(fresh=options.force, facts=facts)
    for source in first_of_each(sources):
        name, wanted = source.found.name, selected(source.found.name, options.only)
        entry = None if options.force and wanted else cache.known(source.sha256, name, facts.get(name))
        if entry and entry.failure and options.retry_failed and wanted:
            entry = None
        if entry:
            result.entries[source.sha256] = entry
        elif not wanted:
            result.left_out.add(source.sha256)
        else:
            result.jobs.append(Job(name, source.found.path, source.sha256, source.found.size, supplied=facts.get(name)))
    return result


def collect(
    sources: tuple[Source, ...],
    planned: Plan,
    cache: Cache,
    engine: Engine,
    seen: Callable[[Job, Done], None],
) -> Collected:
    """Run the jobs and put everything together. ``seen`` hears of every finished job."""
    entries = dict(planned.entries)
    costs: dict[str, Cost] = {}
    try:
        for job, done in engine.run(planned.jobs, as_it_is if planned.fresh else cache.supplied):
            entries[job.sha256] = cache.keep(job, done)
            cached = "rows" if done.made_from and not done.rows else ""
            costs[job.file] = Cost(done.cpu_seconds, done.wall_seconds, done.memory_bytes, cached)
            seen(job, done)
    finally:
        cache.settle()
    result = Collected(costs=costs)
    first: dict[str, list[Outcome]] = {}
    for source in sources:
        told = planned.facts.get(source.found.name)
        outcomes = [_with_facts(one, told) for one in _outcomes(source, entries, first, planned.left_out)]
        if outcomes[0].sha256:
            first.setdefault(outcomes[0].sha256, outcomes)
        for outcome in outcomes:
            costs.setdefault(outcome.file, Cost(cached="values" if outcome.status == OK else ""))
        result.outcomes += outcomes
    result.passing = any(not _stays(outcome, entries) for outcome in result.outcomes)
    return result


def _outcomes(
    source: Source, entries: dict[str, Known], first: dict[str, list[Outcome]], left_out: set[str]
) -> list[Outcome]:
    """One outcome for each report of a file; one that says why there is none."""
    name, size = source.found.name, source.found.size
    problem = source.problem or changed(source.found)
    if problem:
        return [_without_report(Outcome(name, "", size, REJECTED), failure(problem, source.detail))]
    if source.sha256 in left_out:
        return [_without_report(Outcome(name, source.sha256, size, REJECTED), failure("not_selected"))]
    entry, originals = entries[source.sha256], first.get(source.sha256, [])
    known = partial(
        Outcome,
        sha256=source.sha256,
        bytes=size,
        media_type=entry.media_type,
        kind=entry.kind,
        pages=entry.pages,
        facts=entry.facts,
    )
    if entry.failure:
        original = originals[0].file if originals else ""
        return [_without_report(known(file=name, status=REJECTED, duplicate_of=original), entry.failure)]
    found = []
    for place, number in enumerate(entry.numbers):
        own = f"{name}#{number}" if number > 1 else name  # no file is published under such a name
        if originals:
            found.append(known(file=own, number=number, status=DUPLICATE, duplicate_of=originals[place].file))
        else:
            found.append(known(file=own, number=number, status=OK, kept=entry.kept))
    return found


def _with_facts(outcome: Outcome, supplied: Supplied | None) -> Outcome:
    """The outcome with what was supplied of the file itself; of a file without a report also whose it is."""
    if supplied is None:
        return outcome
    facts = outcome.facts
    if outcome.status != OK:
        named = {name: getattr(supplied, name) for name in ("agency", "plan_year", "period") if getattr(supplied, name)}
        told = tuple((name, supplied.source) for name in named)
        facts = replace(facts, **named, facts_from=told)
    return replace(
        outcome,
        facts=facts,
        received_at=supplied.received_at,
        said_to_count=supplied.counts,
        supplied_from=supplied.source,
    )


def _without_report(known: Outcome, why: Failure) -> Outcome:
    """The outcome of a file without a report: it waits when the reason passes by itself, else it is rejected."""
    status = PENDING if why.code in PASSING else REJECTED
    said = {name: getattr(why, name) for name in ("hint", "hint_mn", "detail", "detail_mn")}
    return replace(known, status=status, reason=why.code, **said)


def _stays(outcome: Outcome, entries: dict[str, Known]) -> bool:
    """Whether the outcome would be the same in a run without changes."""
    entry = entries.get(outcome.sha256)
    return outcome.status != PENDING and not (entry and entry.failure and not entry.failure.lasting)
