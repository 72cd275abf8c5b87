"""The understood report: typed values, catalogue codes and findings. Column meanings: docs/datasets.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from parsers.document import PageSummary, Place
from parsers.report import Leftover, Tally


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


@dataclass(frozen=True, slots=True)
class MeasureRecord:
    """One published measure row. Text fields are as printed, white space folded (NFC)."""

    row: int
    goal_reported: str
    code_reported: str
    measure_reported: str
    indicator: str
    progress: str
    spent_reported: str
    spent_mnt: Decimal | None
    completion_reported: str
    completion_pct: Decimal | None
    completion_state: str
    responsible: str = ""
    deadline: str = ""
    baseline: str = ""
    target: str = ""
    evidence: str = ""
    note: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    match: Match = field(default_factory=Match)
    places: tuple[Place, ...] = ()
    confidence: float | None = None
    indicators: tuple[IndicatorItem, ...] = ()
    mentions: tuple[Mention, ...] = ()
    text_key: str = ""
    goal_code: str = ""
    """The catalogue goal that the printed heading names; also known for an agency's own measure."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything understood about one submission. Files and statuses belong to the pipeline."""

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
