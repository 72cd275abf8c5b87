"""Rows of ``expected``: every report that is due, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.outputs.tables import cells
from pipeline.outputs.tables.cells import Row
from pipeline.outputs.tables.superseding import Group
from pipeline.register.bodies import Body
from pipeline.register.calendar import Calendar, Due, owed
from pipeline.workers.outcome import REJECTED, Outcome


@dataclass(frozen=True, slots=True)
class Expectation:
    """A report that a body owes and the submission for it: the one that counts, else the newest one that was rejected;
    None when nothing came until ``as_of``."""

    due: Due
    outcome: Outcome | None
    as_of: date

    def row(self, states: Mapping[str, str]) -> Row:
        """Row of ``expected``; ``states`` are the published statuses by file."""
        due, received = self.due, self.outcome.received_at if self.outcome else None
        until = received if self.outcome else self.as_of
        late = (until - due.day).days if until else 0
        return (
            cells.text(due.body.id),
            due.plan_year,
            due.period,
            cells.text(due.body.name),
            due.day,
            received,
            late if late > 0 else None,
            self._status(states, late),
            self.outcome.submission_id or None if self.outcome else None,
        )

    def _status(self, states: Mapping[str, str], late: int) -> str:
        if self.outcome is None:
            return "missing"
        state = states[self.outcome.file]
        return state if state in ("review", "rejected") else "late" if late > 0 else "received"


def expectations(
    register: Sequence[Body],
    calendar: Calendar,
    as_of: date | None,
    outcomes: Sequence[Outcome],
    counted: Mapping[Group, Outcome],
) -> list[Expectation]:
    """What is due before ``as_of``, and what came before its day, by plan year, due date and register; nothing without a
    day or a calendar."""
    if as_of is None or not calendar:
        return []
    refused = _refused(outcomes)
    years = [key[1] for key in (*counted, *refused)]
    first = calendar.first_year or min(years, default=as_of.year)
    found = []
    for due in sorted(owed(register, calendar, first, as_of), key=lambda due: (due.plan_year, due.day)):
        key = (due.body.id, due.plan_year, due.period)
        outcome = counted.get(key) or refused.get(key)
        if outcome is not None or due.day < as_of:
            found.append(Expectation(due, outcome, as_of))
    return found


def _refused(outcomes: Sequence[Outcome]) -> dict[Group, Outcome]:
    """The newest rejected submission of each body, plan year and period, as far as they were read."""
    found: dict[Group, Outcome] = {}
    for outcome in sorted(outcomes, key=lambda outcome: (outcome.received_at or date.min, outcome.file)):
        facts = outcome.facts
        if outcome.status == REJECTED and facts.agency_id and facts.plan_year and facts.period:
            found[facts.agency_id, facts.plan_year, facts.period] = outcome
    return found
