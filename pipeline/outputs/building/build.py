"""The tables of an edition from what became of every file, in an order that depends on nothing else.

Reports are looked at one at a time, twice at most: for their outlines, and for their rows once it is known what other
reports say of them. Neither look is needed where both were made before from the very same: what was made is read once,
and its rows lie aside on the disk until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from normalizers.catalogue.model import Catalogues
from normalizers.report import Finding, Report
from normalizers.rows.checks_between import Compared, Comparison, compare, emptied, told
from normalizers.rows.findings import severity
from pipeline.outputs.building.parts import Context, Made, Outline, outline, pieces, pieces_of, usable
from pipeline.outputs.building.spool import Aside, Spool, nameless
from pipeline.outputs.tables.cells import Row
from pipeline.outputs.tables.coverage import Silence, earlier, in_order, not_received, silences
from pipeline.outputs.tables.csv_files import Piece, TableFile
from pipeline.outputs.tables.dataset import Dataset, files
from pipeline.outputs.tables.dimensions import Dimensions, agencies
from pipeline.outputs.tables.expected import expectations
from pipeline.outputs.tables.submissions import Figures, row, standing, without
from pipeline.outputs.tables.superseding import Group, counting, superseded_by
from pipeline.register.bodies import Body
from pipeline.register.calendar import Calendar
from pipeline.review.sampling import Precision
from pipeline.schema.loading import schema
from pipeline.workers.outcome import OK, Outcome
from pipeline.workers.packing import pack, unpack

NOTHING_DUE = Calendar()


class Reports(Protocol):
    """Where the reports of the outcomes are, as people decided, and what was made of them before."""

    def report(self, outcome: Outcome) -> Report:
        """The report of an outcome that is ``ok``."""
        ...

    def made(self, outcome: Outcome) -> Made | None:
        """What was made of it by this program and stands for the report as it is now."""
        ...

    def keep(self, outcome: Outcome, made: Made) -> None:
        """Remember what was made."""
        ...


class Given:
    """Reports that the outcomes hold themselves."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self._reports = {outcome.file: outcome.report for outcome in outcomes if outcome.report is not None}

    def report(self, outcome: Outcome) -> Report:
        return self._reports[outcome.file]

    def made(self, outcome: Outcome) -> Made | None:
        return None

    def keep(self, outcome: Outcome, made: Made) -> None:
        return


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What stays at hand of a report: a few hundred bytes. Aside lie its rows (of ``length`` bytes) as they were made in
    ``context``; its packed Outline where there are none yet (None)."""

    figures: Figures
    missing: int | None
    covered: bytes
    aside: Aside
    context: Context | None = None
    length: int = 0


@dataclass(slots=True)
class _Building:
    """All reports while the tables are built: read one after the other, then made into rows in the same order."""

    reports: Reports
    catalogues: Catalogues
    rows: Spool
    coverage_rows: Spool
    outcomes: list[Outcome] = field(default_factory=list)
    sketches: dict[str, _Sketch] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    covered: dict[str, tuple[Aside, int, int]] = field(default_factory=dict)

    def read(self, outcomes: Iterable[Outcome]) -> Iterator[Compared]:
        """What every report is compared by; fills ``outcomes``, in the order of files and with the heads of reports in place
        of reports, and ``sketches``."""
        for outcome in sorted(outcomes, key=lambda outcome: outcome.file):
            if outcome.status != OK:
                self.outcomes.append(replace(outcome, report=None))
                continue
            made = self.reports.made(outcome)
            packed = made.outline if made else pack(outline(usable(self.reports.report(outcome)), self.catalogues))
            found = unpack(packed, Outline)
            lies = (self.rows.keep(made.rows), made.context, made.length) if made else (self.rows.keep(packed),)
            self.outcomes.append(replace(outcome, report=found.head))
            self.sketches[outcome.file] = _Sketch(found.figures, found.missing, found.covered, *lies)
            yield found.compared

    @property
    def published(self) -> Iterator[Outcome]:
        """Those with a report; nothing is published from copies and rejected files."""
        return (outcome for outcome in self.outcomes if outcome.report is not None)

    @property
    def heads(self) -> Iterator[Report]:
        return (outcome.report for outcome in self.outcomes if outcome.report is not None)

    def submissions(
        self,
        compared: Comparison,
        counted: Mapping[Group, Outcome],
        dimensions: Dimensions,
        tables: Mapping[str, TableFile],
    ) -> Iterator[Row]:
        """Rows of ``submissions``; beside each, the report's rows go to their ``tables`` and those of coverage aside."""
        counting = {outcome.file for outcome in counted.values()}
        for outcome in self.outcomes:
            sketch = self.sketches.get(outcome.file)
            figures = sketch.figures if sketch else None
            between: tuple[Finding, ...] = ()
            if outcome.report is not None:
                said = compared.said(outcome.report.submission_id)
                between = told(one for one in said if severity(one.code) == "error")
                context = Context(
                    pack(said), self._earlier(outcome.report, counted) if outcome.file in counting else None
                )
                for name, piece in self._pieces(outcome, context, dimensions).items():
                    if name in tables:
                        tables[name].add(piece)
                    else:
                        self.covered[outcome.file] = self.coverage_rows.keep(piece.text), piece.rows, piece.longest
                figures = without(figures, emptied(said).values()) if figures else None
            state = standing(outcome, figures, between)
            self.states[outcome.file] = state.status
            yield row(
                outcome,
                state,
                outcome.file in counting,
                superseded_by(outcome, counted),
                figures,
                sketch.missing if sketch else None,
            )

    def _earlier(self, report: Report, counted: Mapping[Group, Outcome]) -> bytes:
        """What the report is compared with in coverage."""
        before = earlier(report, counted)
        return self.sketches[before.file].covered if before else b""

    def _pieces(self, outcome: Outcome, context: Context, dimensions: Dimensions) -> Mapping[str, Piece]:
        """The rows of a report: as they were made before, where the other reports say the same of it."""
        sketch = self.sketches[outcome.file]
        if sketch.context == context:
            return pieces_of(self.rows.get(sketch.aside), sketch.length)
        report = usable(self.reports.report(outcome))
        rows = pieces(outcome, report, sketch.covered, context, dimensions)
        packed = pack(outline(report, self.catalogues)) if sketch.context else self.rows.get(sketch.aside)
        self.reports.keep(outcome, Made.of(packed, context, rows))
        return rows

    def coverage(self, one: Outcome | Silence, dimensions: Dimensions) -> Piece:
        """Rows of ``coverage`` of a report that counts, or of one that never came."""
        if isinstance(one, Silence):
            return Piece.of(schema().table("coverage"), not_received(one, dimensions))
        place, rows, longest = self.covered[one.file]
        return Piece(self.coverage_rows.get(place), rows, longest)


def build(
    outcomes: Sequence[Outcome],
    catalogues: Catalogues,
    folder: Path,
    reports: Reports | None = None,
    *,
    register: Sequence[Body] = (),
    calendar: Calendar = NOTHING_DUE,
    as_of: date | None = None,
    previous: Path | None = None,
    precision: Precision | None = None,
) -> Dataset:
    """The dataset of one edition in ``folder``, from the outcome of every file found, in any order.

    ``reports`` are those of the outcomes that are ``ok``; None: the outcomes hold them. ``register`` are the known bodies, of
    which ``calendar`` says what was due on the day ``as_of`` (nothing without a day). ``previous`` is the folder of the
    current edition, for what changed since; ``precision`` is shown in the report. Raises OSError.
    """
    dataset = Dataset(files(folder), previous=previous, precision=precision, as_of=as_of)
    with ExitStack() as opened:
        rows, covered = (Spool(opened.enter_context(nameless(folder))) for _ in range(2))
        building = _Building(reports or Given(outcomes), catalogues, rows, covered)
        compared = compare(building.read(outcomes))
        counted = counting(building.published)
        expected = expectations(register, calendar, as_of, building.outcomes, counted)
        silent = silences((one.due for one in expected if one.outcome is None), register, catalogues)
        dimensions = Dimensions.of(building.heads, catalogues, (one.catalogue_id for one in silent))
        tables = {name: opened.enter_context(table) for name, table in dataset.tables.items()}
        late = tables.pop("coverage")
        tables["submissions"].extend(building.submissions(compared, counted, dimensions, tables))
        for one in in_order(counted, silent):
            late.add(building.coverage(one, dimensions))
        tables["expected"].extend(one.row(building.states) for one in expected)
        tables["catalogue"].extend(dimensions.rows())
        tables["agencies"].extend(agencies(building.heads, register))
    return dataset
