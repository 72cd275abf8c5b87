"""What an edition holds of one report: the outline that the other reports and tables need, and its rows as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from normalizers.catalogue.model import Catalogues
from normalizers.report import Report
from normalizers.rows.checks_between import Compared, Said, compared, emptied, told, without_sums
from normalizers.rows.findings import make
from parsers.report import Tally
from pipeline.outputs.tables import review, rows
from pipeline.outputs.tables.cells import Row
from pipeline.outputs.tables.coverage import Covered, coverage, covered
from pipeline.outputs.tables.csv_files import Piece
from pipeline.outputs.tables.dimensions import Dimensions
from pipeline.outputs.tables.submissions import Figures, figures
from pipeline.schema.loading import schema
from pipeline.workers.outcome import Outcome
from pipeline.workers.packing import pack, unpack


@dataclass(frozen=True, slots=True)
class Outline:
    """A report without its rows (``head``), and what is counted, compared and shown of them; one or two kB. ``missing`` are
    the measures of its catalogue that it does not speak of (None without a catalogue); ``covered`` is packed (Covered), for it is
    only looked at where coverage is made anew."""

    head: Report
    figures: Figures
    missing: int | None
    compared: Compared
    covered: bytes


@dataclass(frozen=True, slots=True)
class Context:
    """What the rows of a report show beside the report itself: what other reports say of it (packed Said), and of the earlier
    period that its coverage is compared with (packed Covered; empty without one, None where the report does not count)."""

    said: bytes
    earlier: bytes | None


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a report: its packed Outline, and its ``rows`` by table in a ``context``, packed and compressed from
    ``length`` bytes."""

    outline: bytes
    context: Context
    rows: bytes
    length: int

    @classmethod
    def of(cls, outline: bytes, context: Context, pieces: Mapping[str, Piece]) -> Made:
        import pyarrow as pa

        packed = pack(pieces)
        return cls(outline, context, pa.compress(packed, "lz4", asbytes=True), len(packed))


def pieces_of(rows: bytes, length: int) -> Mapping[str, Piece]:
    """The rows by table as they were compressed."""
    import pyarrow as pa

    return unpack(pa.decompress(rows, length, "lz4", asbytes=True), dict[str, Piece])


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


def outline(report: Report, catalogues: Catalogues) -> Outline:
    """The outline of a usable report."""
    head = replace(report, records=(), findings=(), leftovers=(), tally=Tally(), pages=())
    said = covered(report)
    return Outline(head, figures(report), _missing(report, said, catalogues), compared(report), pack(said))


def _missing(report: Report, said: Iterable[Covered], catalogues: Catalogues) -> int | None:
    if not report.catalogue_id:
        return None
    codes = {one.code for one in said}
    return sum(code not in codes for code in catalogues.get(report.catalogue_id).by_key)


def pieces(
    outcome: Outcome, report: Report, known: bytes, context: Context, dimensions: Dimensions
) -> dict[str, Piece]:
    """The rows of a usable report, of which ``known`` is covered, in every table that has some of it."""
    said = unpack(context.said, tuple[Said, ...])
    key, found = outcome.submission_id, [*report.findings, *told(said)]
    report = without_sums(report, emptied(said))
    made: dict[str, Iterable[Row]] = {
        "measures": rows.measures(report, key, found, dimensions),
        "indicators": rows.indicators(report, key),
        "mentions": rows.mentions(report, key),
        "leftovers": rows.leftovers(report, key),
        "findings": rows.findings(found, key),
        "review": review.rows(outcome.file, key, report, found),
    }
    if context.earlier is not None:
        before = unpack(context.earlier, tuple[Covered, ...]) if context.earlier else ()
        made["coverage"] = coverage(key, report, unpack(known, tuple[Covered, ...]), before, dimensions)
    return {name: Piece.of(schema().table(name), lines) for name, lines in made.items()}
