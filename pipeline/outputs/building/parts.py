"""What an edition holds of one report: the outline that the other reports and tables need, and its rows as text."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from normalizers.report import Finding, Report
from normalizers.rows.checks_between import Compared, compared
from normalizers.rows.findings import make
from parsers.report import Tally
from pipeline.outputs.tables import review, rows
from pipeline.outputs.tables.cells import Row
from pipeline.outputs.tables.coverage import Covered, covered
from pipeline.outputs.tables.csv_files import Piece
from pipeline.outputs.tables.dimensions import Dimensions
from pipeline.outputs.tables.submissions import Figures, figures
from pipeline.schema.loading import schema
from pipeline.workers.outcome import Outcome
from pipeline.workers.packing import pack, unpack


@dataclass(frozen=True, slots=True)
class Outline:
    """A report without its rows (``head``), and what is counted, shown and compared of them; one or two kB."""

    head: Report
    figures: Figures
    covered: tuple[Covered, ...]
    compared: Compared


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a report: its packed Outline, the ``rows`` of each table, packed and compressed, and the findings
    against other reports (``between``) that these rows show."""

    outline: bytes
    between: tuple[Finding, ...]
    rows: bytes

    @classmethod
    def of(cls, known: bytes, between: tuple[Finding, ...], pieces: dict[str, Piece]) -> Made:
        return cls(known, between, zlib.compress(pack(pieces), 1))

    @property
    def pieces(self) -> dict[str, Piece]:
        """The rows by table."""
        return unpack(zlib.decompress(self.rows), dict[str, Piece])


def usable(report: Report) -> Report:
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


def outline(report: Report) -> Outline:
    """The outline of a usable report."""
    head = replace(report, records=(), findings=(), leftovers=(), tally=Tally(), pages=())
    return Outline(head, figures(report), covered(report), compared(report))


def pieces(outcome: Outcome, report: Report, between: Sequence[Finding], dimensions: Dimensions) -> dict[str, Piece]:
    """The rows of a usable report in every table that has some of it, with the findings against other reports."""
    key, found = outcome.submission_id, [*report.findings, *between]
    made: dict[str, Iterable[Row]] = {
        "measures": rows.measures(report, key, found, dimensions),
        "indicators": rows.indicators(report, key),
        "mentions": rows.mentions(report, key),
        "leftovers": rows.leftovers(report, key),
        "findings": rows.findings(found, key),
        "review": review.rows(outcome.file, key, report, found),
    }
    return {name: Piece.of(schema().table(name), lines) for name, lines in made.items()}
