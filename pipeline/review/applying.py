"""Decisions change reports: match status, corrected values, removed and merged rows. Pure; nothing is asked twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from normalizers.catalogue import Catalogues, Measure
from normalizers.record import Finding, Match, MeasureRecord, Report
from parsers.report import Leftover
from pipeline.review.decisions import (
    NUMBERS,
    TEXTS,
    Action,
    Decision,
    Standing,
    digest,
    mapping_source,
    standing,
    text_digest,
    value_source,
)

MERGED = (
    "measure_reported",
    "indicator",
    "progress",
    "responsible",
    "deadline",
    "baseline",
    "target",
    "evidence",
    "note",
)


@dataclass(frozen=True, slots=True)
class Applied:
    """Reports after the decisions; ids of decisions that hold, that were reopened, and keys in conflict."""

    reports: tuple[Report, ...]
    held: frozenset[str] = frozenset()
    stale: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Trace:
    held: set[str] = field(default_factory=set)
    stale: set[str] = field(default_factory=set)
    conflicts: set[str] = field(default_factory=set)


def apply(reports: Sequence[Report], decisions: Sequence[Decision], catalogues: Catalogues) -> Applied:
    """Apply what stands. A decision whose source words or catalogue entry changed is left out and said in a finding."""
    if not decisions:
        return Applied(tuple(reports))
    standings = standing(decisions)
    trace = _Trace()
    done = tuple(_apply_report(report, standings, catalogues, trace) for report in reports)
    return Applied(done, frozenset(trace.held), frozenset(trace.stale), frozenset(trace.conflicts))


def entry_digest(catalogues: Catalogues, catalogue_id: str, code: str) -> str:
    """Digest of the catalogue entry a decision chose; empty when the catalogue no longer has it."""
    measure = measure_of(catalogues, catalogue_id, code)
    return digest(measure.text) if measure else ""


def measure_of(catalogues: Catalogues, catalogue_id: str, code: str) -> Measure | None:
    """The catalogue entry, or None when the catalogue or the entry is gone."""
    return next((item.by_key.get(code) for item in catalogues.items if item.id == catalogue_id), None)


def _apply_report(report: Report, standings: Mapping[str, Standing], catalogues: Catalogues, trace: _Trace) -> Report:
    kept: list[MeasureRecord] = []
    findings = list(report.findings)
    leftovers = list(report.leftovers)
    renumbered: dict[int, int] = {}
    for record in report.records:
        stands, settled = _standing_of(record, report, standings)
        if stands is None and settled is None:
            kept.append(record)
        else:
            changed, said = _decide(record, report, stands, settled, catalogues, trace)
            findings += said
            if settled and settled.action is Action.NOT_A_ROW and settled.id in trace.held:
                leftovers.append(
                    Leftover(_page(record), "not_a_row", _words(record), "a reviewer said that it is no measure row")
                )
                findings = [finding for finding in findings if finding.row != record.row]
                continue
            if settled and settled.action is Action.MERGE and settled.id in trace.held and kept:
                kept[-1] = _merge(kept[-1], changed)
                renumbered[record.row] = len(kept)
                continue
            kept.append(changed)
        renumbered[record.row] = len(kept)
    return replace(
        report,
        records=tuple(replace(record, row=number) for number, record in enumerate(kept, 1)),
        findings=tuple(
            replace(finding, row=renumbered.get(finding.row, finding.row)) if finding.row else finding
            for finding in findings
        ),
        leftovers=tuple(leftovers),
    )


def _standing_of(
    record: MeasureRecord, report: Report, standings: Mapping[str, Standing]
) -> tuple[Standing | None, Decision | None]:
    """What was said of this row; a decision on the row itself goes before one on all rows with the same text."""
    own = standings.get(record.text_key)
    shared = standings.get(text_digest(report.catalogue_id, record.measure_reported))
    settled = own.settled if own and own.settled else shared.settled if shared else None
    return own or shared, settled


def _decide(
    record: MeasureRecord,
    report: Report,
    stands: Standing | None,
    settled: Decision | None,
    catalogues: Catalogues,
    trace: _Trace,
) -> tuple[MeasureRecord, list[Finding]]:
    said: list[Finding] = []
    for correction in stands.corrections if stands else ():
        if correction.source == value_source(record, correction.field):
            trace.held.add(correction.id)
            said.append(
                _finding("value_corrected", "note", record, correction.field, _value_of(record, correction.field))
            )
            record = _correct(record, correction)
        else:
            trace.stale.add(correction.id)
            said.append(_finding("decision_reopened", "note", record, correction.field, correction.value))
    if stands and stands.conflict:
        trace.conflicts.add(record.text_key)
        said.append(
            _finding("decision_conflict", "warning", record, "measure_code", " / ".join(d.by for d in stands.conflict))
        )
        return replace(record, match=replace(record.match, status="review")), said
    if settled is None:
        return record, said
    if not _holds(settled, record, report, catalogues):
        trace.stale.add(settled.id)
        said.append(_finding("decision_reopened", "note", record, "measure_code", settled.code))
        return replace(record, match=replace(record.match, status="review")), said
    trace.held.add(settled.id)
    return replace(record, match=_settle(record.match, settled)), said


def _holds(decision: Decision, record: MeasureRecord, report: Report, catalogues: Catalogues) -> bool:
    if decision.scope == "row" and decision.source != mapping_source(record):
        return False
    if decision.action in (Action.ACCEPT, Action.REASSIGN):
        return decision.catalogue_id == report.catalogue_id and decision.entry == entry_digest(
            catalogues, decision.catalogue_id, decision.code
        )
    return True


def _settle(match: Match, decision: Decision) -> Match:
    """The match after a person decided: certain, so its score is 1."""
    by, by_mn = f"decided by {decision.by}", f"{decision.by} шийдвэрлэсэн"
    if decision.action is Action.NOT_IN_CATALOGUE:
        return replace(match, code="", score=1.0, status="rejected", reason=by, reason_mn=by_mn)
    if decision.action in (Action.ACCEPT, Action.REASSIGN):
        same = decision.code == decision.shown.code
        status = "confirmed" if same else "reassigned"
        return replace(match, code=decision.code, score=1.0, status=status, reason=by, reason_mn=by_mn)
    return match


def _correct(record: MeasureRecord, decision: Decision) -> MeasureRecord:
    if decision.field in TEXTS:
        changes: dict[str, Any] = {decision.field: decision.value}
        return replace(record, **changes)
    number = parse_number(decision.value)
    if decision.field == "completion_pct":
        return replace(record, completion_pct=number, completion_state="absent" if number is None else "stated")
    return replace(record, spent_mnt=number)


def parse_number(text: str) -> Decimal | None:
    """A corrected number as people type it. Raises ValueError when it is none; empty means that none is stated.

    >>> parse_number("1 500,5"), parse_number(" ")
    (Decimal('1500.5'), None)
    """
    plain = text.replace(" ", "").replace("\u00a0", "").replace(",", ".")
    if not plain:
        return None
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if not number.is_finite():
        raise ValueError(f"{text!r} is not a number")
    return number


def _value_of(record: MeasureRecord, name: str) -> str:
    value = getattr(record, name) if name in (*NUMBERS, *TEXTS) else ""
    return "" if value is None else str(value)


def _merge(above: MeasureRecord, below: MeasureRecord) -> MeasureRecord:
    """One row from two: texts follow each other, numbers of the upper row win where it has any."""

    def both(first: str, second: str) -> str:
        return f"{first} {second}".strip() if second not in ("", "-") and second != first else first

    texts: dict[str, Any] = {name: both(getattr(above, name), getattr(below, name)) for name in MERGED}
    spent = above if above.spent_mnt is not None or below.spent_mnt is None else below
    done = above if above.completion_pct is not None or below.completion_pct is None else below
    return replace(
        above,
        **texts,
        spent_reported=spent.spent_reported,
        spent_mnt=spent.spent_mnt,
        completion_reported=done.completion_reported,
        completion_pct=done.completion_pct,
        completion_state=done.completion_state,
        places=(*above.places, *below.places),
    )


def _words(record: MeasureRecord) -> str:
    parts = (
        record.code_reported,
        record.measure_reported,
        record.indicator,
        record.progress,
        record.spent_reported,
        record.completion_reported,
    )
    return " ".join(part for part in parts if part)


def _page(record: MeasureRecord) -> int | None:
    return record.places[0].page if record.places else None


def _finding(code: str, severity: str, record: MeasureRecord, column: str, value: str) -> Finding:
    return Finding(code, severity, record.row, column, value, _page(record))
