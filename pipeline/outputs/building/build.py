"""The tables of an edition from what became of every file, in an order that depends on nothing else.

Reports are looked at one at a time, twice at most: for their outlines, and for their rows once it is known what other
reports say of them. Neither look is needed where both were made before from the very same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from normalizers.catalogue.model import Catalogues
from normalizers.report import Finding, Report
from normalizers.rows.checks_between import compare
from pipeline.outputs.building.parts import Made, Outline, outline, pieces, usable
from pipeline.outputs.tables import submissions, superseding
from pipeline.outputs.tables.coverage import coverage, silences
from pipeline.outputs.tables.csv_files import Piece
from pipeline.outputs.tables.dataset import Dataset, files
from pipeline.outputs.tables.dimensions import Dimensions, agencies
from pipeline.outputs.tables.expected import expectations
from pipeline.register.bodies import Body
from pipeline.register.calendar import Calendar
from pipeline.review.sampling import Precision
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
class _Outlined:
    """All outcomes in the order of files, with the heads of reports in place of reports; packed outlines by file."""

    outcomes: Sequence[Outcome]
    packed: Mapping[str, bytes]

    @classmethod
    def of(cls, outcomes: Iterable[Outcome], reports: Reports) -> _Outlined:
        light, packed = [], {}
        for outcome in sorted(outcomes, key=lambda outcome: outcome.file):
            head = None
            if outcome.status == OK:
                made = reports.made(outcome)
                known = made.outline if made else pack(outline(usable(reports.report(outcome))))
                head, packed[outcome.file] = unpack(known, Outline).head, known
            light.append(replace(outcome, report=head))
        return cls(light, packed)

    def __getitem__(self, outcome: Outcome) -> Outline:
        return unpack(self.packed[outcome.file], Outline)

    @property
    def published(self) -> Iterator[Outcome]:
        """Those with a report; nothing is published from copies and rejected files."""
        return (outcome for outcome in self.outcomes if outcome.report is not None)

    @property
    def heads(self) -> Iterator[Report]:
        return (outcome.report for outcome in self.outcomes if outcome.report is not None)


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
    reports = reports or Given(outcomes)
    known = _Outlined.of(outcomes, reports)
    compared = compare(known[outcome].compared for outcome in known.published)
    counted = superseding.counting(known.published)
    expected = expectations(register, calendar, as_of, known.outcomes, counted)
    silent = silences((one.due for one in expected if one.outcome is None), register, catalogues)
    dimensions = Dimensions.of(known.heads, catalogues, (one.catalogue_id for one in silent))
    counting = {outcome.file for outcome in counted.values()}
    states: dict[str, str] = {}
    dataset = Dataset(files(folder), previous=previous, precision=precision, as_of=as_of)
    with ExitStack() as opened:
        tables = {name: opened.enter_context(table) for name, table in dataset.tables.items()}
        for outcome in known.outcomes:
            between: tuple[Finding, ...] = ()
            counts, missing = None, None
            if outcome.report is not None:
                between = compared.findings(outcome.report.submission_id)
                for name, piece in _pieces(outcome, known, between, dimensions, reports).items():
                    tables[name].add(piece)
                told = known[outcome]
                said = {one.code for one in told.covered}
                catalogue = dimensions.measures(outcome.report.catalogue_id)
                missing = sum(code not in said for code in catalogue) if outcome.report.catalogue_id else None
                counts = told.figures
            state = submissions.standing(outcome, counts, between)
            states[outcome.file] = state.status
            later = superseding.superseded_by(outcome, counted)
            row = submissions.row(outcome, state, outcome.file in counting, later, counts, missing)
            tables["submissions"].extend([row])
        tables["coverage"].extend(coverage(counted, lambda outcome: known[outcome].covered, dimensions, silent))
        tables["expected"].extend(one.row(states) for one in expected)
        tables["catalogue"].extend(dimensions.rows())
        tables["agencies"].extend(agencies(known.heads, register))
    return dataset


def _pieces(
    outcome: Outcome,
    known: _Outlined,
    between: tuple[Finding, ...],
    dimensions: Dimensions,
    reports: Reports,
) -> Mapping[str, Piece]:
    """The rows of a report: as they were made before, where the other reports say the same of it."""
    made = reports.made(outcome)
    if made is None or made.between != between:
        rows = pieces(outcome, usable(reports.report(outcome)), between, dimensions)
        reports.keep(outcome, Made.of(known.packed[outcome.file], between, rows))
        return rows
    return made.pieces
