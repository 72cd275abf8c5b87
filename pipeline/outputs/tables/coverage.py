"""Coverage: every agency against every measure of its catalogue, with the change since the earlier period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalizers.catalogue.choice import choose
from normalizers.catalogue.model import Catalogues
from normalizers.report import MeasureRecord, Report, completion_of
from pipeline.outputs.tables import cells
from pipeline.outputs.tables.cells import Row
from pipeline.outputs.tables.dimensions import Dimensions
from pipeline.outputs.tables.rows import measure_code
from pipeline.outputs.tables.superseding import Group, group
from pipeline.register.bodies import Body, above
from pipeline.register.calendar import Due
from pipeline.workers.outcome import Outcome

# Periods that can be compared, earliest first: sums from January with each other, single quarters with each other.
CUMULATIVE = ("Q1", "H1", "M9", "FY")
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
NO_PERCENT = ("not_due", "ongoing")
"""States of a row without a percent that the map tells apart."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A report that never came, and the catalogue whose measures it should have spoken of."""

    due: Due
    catalogue_id: str


def silences(missing: Iterable[Due], register: Iterable[Body], catalogues: Catalogues) -> list[Silence]:
    """The missing reports of bodies that belong to the issuer of a catalogue of that very plan year, themselves or through
    the bodies above them; the others are in ``expected`` alone."""
    by_id = {body.id: body for body in register}
    found = []
    for due in missing:
        names = [body.name for body in (due.body, *above(due.body, by_id))]
        choices = [choose(catalogues, due.plan_year, name) for name in names]
        fitting = [choice.catalogue for choice in choices if choice.exact and choice.own]
        nearest = next((one for one in fitting if one.issuer), next(iter(fitting), None))
        if nearest is not None:
            found.append(Silence(due, nearest.id))
    return found


@dataclass(frozen=True, slots=True)
class Covered:
    """What a report says of one measure of its catalogue: the row, its status on the map, the completion."""

    code: str
    row: int
    status: str
    completion: Decimal | None


def covered(report: Report) -> tuple[Covered, ...]:
    """The measure that counts for each code: one that was accepted before one that waits, then the first."""
    found: dict[str, Covered] = {}
    for parts in sorted(report.measures, key=lambda parts: (parts[0].match.status == "review", parts[0].row)):
        if (code := measure_code(parts[0])) and code not in found:
            found[code] = Covered(code, parts[0].row, status(parts), completion_of(parts))
    return tuple(found.values())


def in_order(counted: Mapping[Group, Outcome], silent: Iterable[Silence] = ()) -> list[Outcome | Silence]:
    """The reports that count and those that never came, as the table holds them: by plan year, period and agency."""
    names = {key: outcome.report.agency for key, outcome in counted.items() if outcome.report is not None}
    found: dict[Group, Outcome | Silence] = {key: counted[key] for key in names}
    for one in silent:
        key = (one.due.body.id, one.due.plan_year, one.due.period)
        names[key], found[key] = one.due.body.name, one
    return [found[key] for key in sorted(names, key=lambda key: (key[1], _order(key[2]), names[key], key[0]))]


def earlier(report: Report, counted: Mapping[Group, Outcome]) -> Outcome | None:
    """The report of the nearest earlier period with which a report that counts is compared."""
    key = group(report)
    return next((counted[before] for before in _earlier(key) if before in counted), None) if key else None


def coverage(
    submission_id: str, report: Report, said: Iterable[Covered], before: Iterable[Covered], dimensions: Dimensions
) -> Iterator[Row]:
    """Rows of ``coverage`` of a report that counts, in catalogue order: what is ``said`` of the measures, and the change
    since ``before``."""
    here = {one.code: one for one in said}
    was = {one.code: one.completion for one in before}
    head = (cells.text(report.agency), cells.text(report.agency_id), report.plan_year, report.period)
    for code, entry in dimensions.measures(report.catalogue_id).items():
        one = here.get(code)
        percent = cells.number(one.completion) if one else None
        yield (
            *head,
            entry.measure_id,
            entry.goal_code,
            entry.measure_code,
            one is not None,
            submission_id,
            one.row if one else None,
            percent,
            _change(percent, was.get(code)),
            one.status if one else "missing",
        )


def not_received(one: Silence, dimensions: Dimensions) -> Iterator[Row]:
    """Rows of ``coverage`` of a report that never came."""
    head = (cells.text(one.due.body.name), cells.text(one.due.body.id), one.due.plan_year, one.due.period)
    for entry in dimensions.measures(one.catalogue_id).values():
        measure = (entry.measure_id, entry.goal_code, entry.measure_code)
        yield (*head, *measure, False, None, None, None, None, "not_received")


def status(parts: Sequence[MeasureRecord]) -> str:
    """What the coverage map shows for a measure and its parts."""
    if parts[0].match.status == "review":
        return "review"
    percent = completion_of(parts)
    if percent is None:
        return parts[0].completion_state if parts[0].completion_state in NO_PERCENT else "no_figure"
    return "complete" if percent >= 100 else "partial" if percent > 0 else "not_started"


def _order(period: str) -> int:
    return (*CUMULATIVE, *QUARTERS).index(period)


def _earlier(key: Group) -> Iterator[Group]:
    agency, year, period = key
    line = CUMULATIVE if period in CUMULATIVE else QUARTERS
    return ((agency, year, before) for before in reversed(line[: line.index(period)]))


def _change(percent: Decimal | None, was: Decimal | None) -> Decimal | None:
    return None if percent is None or was is None else cells.number(percent - was)
