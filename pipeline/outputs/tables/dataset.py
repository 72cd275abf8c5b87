"""The published tables as rows: built from what became of every file, in an order that depends on nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from normalizers.catalogue.model import Catalogues
from normalizers.report import Finding, Report
from normalizers.rows.checks_between import check_dataset
from normalizers.rows.findings import make
from pipeline.outputs.tables import review, rows, submissions, superseding
from pipeline.outputs.tables.cells import Row
from pipeline.outputs.tables.coverage import coverage, silences
from pipeline.outputs.tables.dimensions import Dimensions, agencies
from pipeline.outputs.tables.expected import expectations
from pipeline.register.bodies import Body
from pipeline.register.calendar import Calendar
from pipeline.review.sampling import Precision
from pipeline.schema.loading import Schema, schema
from pipeline.workers.outcome import OK, Outcome

NOTHING_DUE = Calendar()


@dataclass(frozen=True, slots=True)
class Dataset:
    """All tables of one edition. ``tables`` hold rows in schema column order. ``previous`` is the folder of the edition
    before, None for the first one.
    ``precision`` is how often people agreed with the program on a random sample of accepted rows. ``as_of`` is the day that
    due dates are compared with."""

    tables: Mapping[str, Sequence[Row]]
    schema: Schema = field(default_factory=schema)
    previous: Path | None = None
    precision: Precision | None = None
    as_of: date | None = None

    def rows(self, table: str) -> Sequence[Row]:
        """The rows of a table; KeyError when the schema has no such table."""
        return self.tables[table]

    def select(self, table: str, *names: str) -> Iterator[tuple[Any, ...]]:
        """The cells of some columns, row by row; their types are those of the schema."""
        order = self.schema.table(table).names
        places = [order.index(name) for name in names]
        return (tuple([row[place] for place in places]) for row in self.tables[table])

    @property
    def counts(self) -> dict[str, int]:
        """Rows by table, in schema order."""
        return {table.name: len(self.tables[table.name]) for table in self.schema.tables}

    @property
    def statuses(self) -> dict[str, int]:
        """Files by published status; every status of the schema is there."""
        count = dict.fromkeys(self.schema.table("submissions").column("status").enum, 0)
        for (status,) in self.select("submissions", "status"):
            count[status] += 1
        return count


def build(
    outcomes: Iterable[Outcome],
    catalogues: Catalogues,
    *,
    register: Sequence[Body] = (),
    calendar: Calendar = NOTHING_DUE,
    as_of: date | None = None,
    previous: Path | None = None,
    precision: Precision | None = None,
) -> Dataset:
    """The dataset of one edition from the outcome of every file found, in any order.

    Reports are as people decided already. ``register`` are the known bodies, of which ``calendar`` says
    what was due on the day ``as_of`` (nothing without a day). ``previous`` is the folder of the
    current edition, for what changed since; ``precision`` is shown in the report.
    """
    ordered = [_usable(outcome) for outcome in sorted(outcomes, key=lambda outcome: outcome.file)]
    published = [outcome for outcome in ordered if outcome.report is not None]
    reports = [outcome.report for outcome in published if outcome.report is not None]
    found = _findings(published)
    counted = superseding.counting(published)
    counting = {outcome.file for outcome in counted.values()}
    standings = {
        outcome.file: submissions.standing(outcome, found.get(outcome.submission_id, ())) for outcome in ordered
    }
    expected = expectations(register, calendar, as_of, ordered, counted)
    silent = silences((one.due for one in expected if one.outcome is None), register, catalogues)
    dimensions = Dimensions.of(reports, catalogues, (one.catalogue_id for one in silent))
    tables: dict[str, list[Row]] = {table.name: [] for table in schema().tables}
    for outcome in ordered:
        later = superseding.superseded_by(outcome, counted)
        state, counts = standings[outcome.file], outcome.file in counting
        tables["submissions"].append(submissions.row(outcome, state, counts, later, dimensions))
    for outcome, report in zip(published, reports, strict=True):
        key = outcome.submission_id
        tables["measures"] += rows.measures(report, key, found[key], dimensions)
        tables["indicators"] += rows.indicators(report, key)
        tables["mentions"] += rows.mentions(report, key)
        tables["leftovers"] += rows.leftovers(report, key)
        tables["findings"] += rows.findings(found[key], key)
        tables["review"] += review.rows(outcome.file, key, report, found[key])
    tables["coverage"] += coverage(counted, dimensions, silent)
    states = {file: state.status for file, state in standings.items()}
    tables["expected"] += (one.row(states) for one in expected)
    tables["catalogue"] += dimensions.rows()
    tables["agencies"] += agencies(reports, register)
    return Dataset(tables, previous=previous, precision=precision, as_of=as_of)


def _usable(outcome: Outcome) -> Outcome:
    """Only a file that can be used keeps its report: nothing is published from copies and rejected files."""
    if outcome.status != OK or outcome.report is None:
        return replace(outcome, report=None)
    return replace(outcome, report=_possible(outcome.report))


def _possible(report: Report) -> Report:
    """A plan year that the schema forbids is not published, nor the dates that follow from it: it becomes an error, so
    that a person looks."""
    column = schema().table("submissions").column("plan_year")
    least, most = column.minimum or 0, column.maximum or 0
    if report.plan_year is None or least <= report.plan_year <= most:
        return report
    said = make(
        "plan_year_impossible", column="plan_year", value=str(report.plan_year), detail=f"{least:.0f}-{most:.0f}"
    )
    return replace(report, plan_year=None, period_start=None, period_end=None, findings=(said, *report.findings))


def _findings(published: Iterable[Outcome]) -> dict[str, list[Finding]]:
    """All findings by submission: those of the report itself, then those against the other reports."""
    reports = {outcome.submission_id: outcome.report for outcome in published if outcome.report is not None}
    compared = check_dataset(reports.values())
    return {key: [*report.findings, *compared.get(report.submission_id, ())] for key, report in reports.items()}
