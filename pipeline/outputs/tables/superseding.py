"""Which report counts when an agency sends several for one plan year and period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from normalizers.report import Report
from pipeline.workers.outcome import Outcome

Group = tuple[str, int, str]


def group(report: Report) -> Group | None:
    """Agency, plan year and period of a report; None when one of them is unknown."""
    agency = report.agency_id or " ".join(report.agency.casefold().split())
    return (agency, report.plan_year, report.period) if agency and report.plan_year and report.period else None


def counting(outcomes: Iterable[Outcome]) -> dict[Group, Outcome]:
    """The report that counts in each group: a person's word, then the word "corrected" in print, then the day it was
    received, then its own date, then the last path."""
    counted: dict[Group, Outcome] = {}
    for outcome in sorted(outcomes, key=_weight):
        if outcome.report is not None and outcome.said_to_count is not False and (key := group(outcome.report)):
            counted[key] = outcome
    return counted


def superseded_by(outcome: Outcome, counted: Mapping[Group, Outcome]) -> str:
    """File of the report that counts instead; empty when this one counts (or cannot be compared)."""
    if outcome.report is None or (key := group(outcome.report)) is None:
        return ""
    return counted[key].file if key in counted and counted[key] is not outcome else ""


def _weight(outcome: Outcome) -> tuple[bool, bool, date, date, str]:
    report = outcome.report
    corrected, stated = (report.corrected, report.report_date) if report else (False, None)
    return (
        bool(outcome.said_to_count),
        corrected,
        outcome.received_at or date.min,
        stated or date.min,
        outcome.file,
    )
