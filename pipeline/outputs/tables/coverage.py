"""Coverage: every agency against every measure of its catalogue, with the change since the earlier period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from normalizers.report import MeasureRecord, Report
from pipeline.outputs.tables import cells
from pipeline.outputs.tables.cells import Row
from pipeline.outputs.tables.dimensions import Dimensions
from pipeline.outputs.tables.rows import measure_code
from pipeline.outputs.tables.superseding import Group
from pipeline.workers.outcome import Outcome

# Periods that can be compared, earliest first: sums from January with each other, single quarters with each other.
CUMULATIVE = ("Q1", "H1", "M9", "FY")
QUARTERS = ("Q1", "Q2", "Q3", "Q4")


def coverage(counted: Mapping[Group, Outcome], dimensions: Dimensions) -> Iterator[Row]:
    """Rows of ``coverage`` by plan year, period, agency and catalogue order."""
    reports = {key: outcome.report for key, outcome in counted.items() if outcome.report is not None}
    best = {key: _by_code(report) for key, report in reports.items()}
    for key in sorted(best, key=lambda key: (key[1], _order(key[2]), reports[key].agency, key[0])):
        outcome, report = counted[key], reports[key]
        earlier = next((best[before] for before in _earlier(key) if before in best), {})
        for code, entry in dimensions.measures(report.catalogue_id).items():
            record = best[key].get(code)
            percent = cells.number(record.completion_pct) if record else None
            yield (
                cells.text(report.agency),
                report.plan_year,
                report.period,
                entry.measure_id,
                entry.goal_code,
                entry.measure_code,
                record is not None,
                outcome.submission_id,
                record.row if record else None,
                percent,
                _change(percent, earlier.get(code)),
                status(record),
            )


def status(record: MeasureRecord | None) -> str:
    """What the coverage map shows for a measure; ``missing`` when no row reports on it."""
    if record is None:
        return "missing"
    if record.match.status == "review":
        return "review"
    if record.completion_pct is None:
        return "not_due" if record.completion_state == "not_due" else "no_figure"
    return "complete" if record.completion_pct >= 100 else "partial" if record.completion_pct > 0 else "not_started"


def _by_code(report: Report) -> dict[str, MeasureRecord]:
    """The row that counts for each code: one that was accepted before one that waits, then the first."""
    rows: dict[str, MeasureRecord] = {}
    for record in sorted(report.records, key=lambda record: (record.match.status == "review", record.row)):
        if code := measure_code(record):
            rows.setdefault(code, record)
    return rows


def _order(period: str) -> int:
    return (*CUMULATIVE, *QUARTERS).index(period)


def _earlier(key: Group) -> Iterator[Group]:
    agency, year, period = key
    line = CUMULATIVE if period in CUMULATIVE else QUARTERS
    return ((agency, year, before) for before in reversed(line[: line.index(period)]))


def _change(percent: Decimal | None, before: MeasureRecord | None) -> Decimal | None:
    if percent is None or before is None or before.completion_pct is None:
        return None
    return cells.number(percent - before.completion_pct)
