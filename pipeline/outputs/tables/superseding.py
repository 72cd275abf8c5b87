"""Which report counts when an agency sends several for one plan year and period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from normalizers.report import Report
from pipeline.workers.outcome import Outcome

Group = tuple[str, int, str]


def group(report: Report) -> Group | None:
    """Agency, plan year and period of a report; None when one of them is unknown."""
    agency = report.agency_id or " ".join(report.agency.casefold().split())
    return (agency, report.plan_year, report.period) if agency and report.plan_year and report.period else None


def latest(outcomes: Iterable[Outcome]) -> dict[Group, Outcome]:
    """The report that counts in each group: the latest date; of equal or unknown dates the last path."""
    counted: dict[Group, Outcome] = {}
    for outcome in sorted(outcomes, key=_age):
        if outcome.report is not None and (key := group(outcome.report)):
            counted[key] = outcome
    return counted


def superseded_by(outcome: Outcome, counted: dict[Group, Outcome]) -> str:
    """File of the later report; empty when this one counts (or cannot be compared)."""
    if outcome.report is None or (key := group(outcome.report)) is None:
        return ""
    return counted[key].file if counted[key] is not outcome else ""


def _age(outcome: Outcome) -> tuple[date, str]:
    stated = outcome.report.report_date if outcome.report else None
    return stated or date.min, outcome.file
