"""The understood report: typed values, catalogue codes and findings. Column meanings: docs/datasets.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from parsers.document import PageSummary, Place
from parsers.report import Leftover, Tally

ID_DIGITS = 16  # of the SHA-256, enough that no two files share an id


def submission_id(sha256: str, number: int = 1) -> str:
    """The id of a report: 16 hex digits of its file, and its number in the file from the second on.

    >>> submission_id("0123456789abcdef" * 4), submission_id("0123456789abcdef" * 4, 2)
    ('0123456789abcdef', '0123456789abcdef-2')
    """
    return f"{sha256[:ID_DIGITS]}-{number}" if number > 1 else sha256[:ID_DIGITS]


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read of a document from which nothing is published: whose it is, of which plan year and period."""

    agency: str = ""
    agency_id: str = ""
    agency_reported: str = ""
    plan_year: int | None = None
    period: str = ""
    facts_from: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something doubtful. ``row`` is None for the whole submission; ``severity`` is error, warning or note.
    The sentences in English and Mongolian come from ``findings.toml`` by ``code``, filled with ``value``/``detail``."""

    code: str
    severity: str
    row: int | None = None
    column: str = ""
    value: str = ""
    page: int | None = None
    message: str = ""
    message_mn: str = ""


@dataclass(frozen=True, slots=True)
class Clue:
    """One thing that speaks for (``side`` 1), against (-1) or neither way (0) a candidate, in both languages."""

    text: str
    text_mn: str
    side: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """The catalogue measure a row was mapped to. ``status`` is auto, review or unmatched (decisions add confirmed,
    reassigned, rejected). ``code`` is empty when not in the catalogue. ``score`` is the calibrated probability (0-1)
    that ``code`` (or its absence) is right; ``candidates`` are (code, probability, clues), best first.
    ``continues``: by its text the row is the continuation of the row before; ``also``: further measures that the same
    row holds, as (code, probability)."""

    code: str = ""
    score: float = 0.0
    status: str = "unmatched"
    reason: str = ""
    reason_mn: str = ""
    runner_up: str = ""
    runner_up_score: float = 0.0
    candidates: tuple[tuple[str, float, tuple[Clue, ...]], ...] = ()
    continues: bool = False
    also: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorItem:
    """One item of an indicator cell."""

    item: int
    name: str
    quantity: Decimal | None
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A fact named in the progress text: kind is date, date_range, document, people, count, url or percent."""

    kind: str
    text: str
    value: str
    value_end: str
    unit: str
    start: int


Printed = str
"""The type of a field that holds words of the document. It is published under its name, shown, merged and corrected with
no further line: ``PRINTED`` names them all."""


@dataclass(frozen=True, slots=True)
class MeasureRecord:
    """One published measure row. ``Printed`` fields are as printed, white space folded (NFC). ``part`` counts the lines of
    one measure that have completions of their own; ``table`` is the number of the document's table; ``text_checked``: a person
    confirmed the words."""

    row: int
    goal_reported: Printed
    code_reported: Printed
    measure_reported: Printed
    indicator: Printed
    progress: Printed
    spent_reported: Printed
    spent_mnt: Decimal | None
    completion_reported: Printed
    completion_pct: Decimal | None
    completion_state: str
    responsible: Printed = ""
    deadline: Printed = ""
    baseline: Printed = ""
    target: Printed = ""
    evidence: Printed = ""
    note: Printed = ""
    extra: tuple[tuple[str, str], ...] = ()
    match: Match = field(default_factory=Match)
    places: tuple[Place, ...] = ()
    confidence: float | None = None
    indicators: tuple[IndicatorItem, ...] = ()
    mentions: tuple[Mention, ...] = ()
    text_key: str = ""
    part: int | None = None
    table: int | None = None
    text_checked: bool = False
    goal_code: str = ""
    """The catalogue goal that the printed heading names; also known for an agency's own measure."""


PRINTED = tuple(item.name for item in fields(MeasureRecord) if item.type == "Printed")
"""The fields of a row that hold words of the document, in the order of the published columns."""


def measures_of(records: Sequence[MeasureRecord]) -> tuple[tuple[MeasureRecord, ...], ...]:
    """Records in reading order as measures: a record without part, or with part 1, begins one."""
    groups: list[list[MeasureRecord]] = []
    for record in records:
        if groups and (record.part or 1) > 1:
            groups[-1].append(record)
        else:
            groups.append([record])
    return tuple(map(tuple, groups))


def completion_of(parts: Sequence[MeasureRecord]) -> Decimal | None:
    """Completion of one measure: the mean of its parts that have a figure; None when none has."""
    known = [record.completion_pct for record in parts if record.completion_pct is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


@dataclass(frozen=True, slots=True)
class Supplied:
    """What is known of a submission from elsewhere; what is None or empty was not given.

    ``agency``: a name or an id of the configured list. ``period``: a code such as H1. ``received_at``: the day it
    arrived. ``counts``: whether it is the one that counts among the reports of its agency, year and period.
    ``source``: who says so, one of the sources of ``facts_from``.
    """

    agency: str = ""
    plan_year: int | None = None
    period: str = ""
    received_at: date | None = None
    counts: bool | None = None
    source: str = "sidecar"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything understood about one submission. Files and statuses belong to the pipeline.

    ``number`` counts the reports of one file from 1. ``corrected``: the print calls itself corrected. ``facts_from`` are
    (fact, source) of what was not read from print in the title or sign-off, in the order of the columns."""

    name: str
    sha256: str
    kind: str
    agency: str
    agency_id: str
    agency_reported: str
    plan_year: int | None
    period: str
    period_start: date | None
    period_end: date | None
    report_date: date | None
    acknowledged_by: str
    acknowledged_title: str
    prepared_by: str
    prepared_title: str
    catalogue_id: str
    records: tuple[MeasureRecord, ...]
    findings: tuple[Finding, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    tally: Tally = field(default_factory=Tally)
    pages: tuple[PageSummary, ...] = ()
    ocr_confidence: float | None = None
    number: int = 1
    corrected: bool = False
    facts_from: tuple[tuple[str, str], ...] = ()

    @property
    def submission_id(self) -> str:
        """Key of the submission in every table."""
        return submission_id(self.sha256, self.number)

    @property
    def measures(self) -> tuple[tuple[MeasureRecord, ...], ...]:
        """The records by measure: parts of one measure together."""
        return measures_of(self.records)
