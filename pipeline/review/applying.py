"""Decisions change reports: match status, corrected values, removed and merged rows. Pure; nothing is asked twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from normalizers.catalogue.model import Catalogue, Catalogues, Measure
from normalizers.report import PRINTED, Finding, MeasureRecord, Report
from normalizers.rows.checks import check_report
from parsers.report import Leftover
from pipeline.review.decisions import (
    Action,
    Decision,
    Standing,
    digest,
    mapping_source,
    standing,
    text_digest,
    together,
    value_source,
)
from pipeline.review.rows import corrected, merged, settled_match, value_of

SETTLED = frozenset({"confirmed", "reassigned", "rejected"})
"""Match status of rows that a person decided."""


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

    def add(self, other: _Trace) -> None:
        self.held |= other.held
        self.stale |= other.stale
        self.conflicts |= other.conflicts


Memory = dict[int, tuple[tuple[Standing | None, ...], Report, "_Trace"]]
"""What became of each report (by its place) under which standings, so that one more decision changes one report."""


def apply(
    reports: Sequence[Report], decisions: Sequence[Decision], catalogues: Catalogues, memory: Memory | None = None
) -> Applied:
    """Apply what stands. A decision whose source words or catalogue entry changed is left out and said in a finding.
    ``memory`` belongs to a caller who applies growing decisions to the same reports and catalogues again and again."""
    if not decisions:
        return Applied(tuple(reports))
    standings = standing(decisions)
    memory = {} if memory is None else memory
    done: list[Report] = []
    trace = _Trace()
    for place, report in enumerate(reports):
        stands = tuple(_standing_of(record, report, standings) for record in report.records)
        if not any(stands):
            done.append(report)
            continue
        if place not in memory or memory[place][0] != stands:
            own = _Trace()
            memory[place] = stands, _apply_report(report, stands, catalogues, own), own
        _, changed, own = memory[place]
        done.append(changed)
        trace.add(own)
    return Applied(tuple(done), frozenset(trace.held), frozenset(trace.stale), frozenset(trace.conflicts))


def decide(report: Report, standings: Mapping[str, Standing], catalogues: Catalogues) -> Report:
    """One report with what stands."""
    stands = tuple(_standing_of(record, report, standings) for record in report.records) if standings else ()
    return _apply_report(report, stands, catalogues, _Trace()) if any(stands) else report


def entry_digest(catalogues: Catalogues, catalogue_id: str, code: str) -> str:
    """Digest of the catalogue entry a decision chose; empty when the catalogue no longer has it."""
    measure = measure_of(catalogues, catalogue_id, code)
    return digest(measure.text) if measure else ""


def measure_of(catalogues: Catalogues, catalogue_id: str, code: str) -> Measure | None:
    """The catalogue entry, or None when the catalogue or the entry is gone."""
    return next((item.by_key.get(code) for item in catalogues.items if item.id == catalogue_id), None)


def _checked_again(report: Report, catalogue: Catalogue | None) -> Report:
    """The checks inside the report speak of the rows as they now are: a measure is no longer missing, or no longer
    reported twice. Settled rows ask for nobody any more: their errors become warnings."""
    settled = {record.row for record in report.records if record.match.status in SETTLED}
    return replace(
        report,
        findings=tuple(
            replace(finding, severity="warning") if finding.row in settled and finding.severity == "error" else finding
            for finding in (*report.findings, *check_report(report, catalogue))
        ),
    )


def _apply_report(
    report: Report, standings: Sequence[Standing | None], catalogues: Catalogues, trace: _Trace
) -> Report:
    kept: list[MeasureRecord] = []
    findings = list(report.findings)
    leftovers = list(report.leftovers)
    renumbered: dict[int, int] = {}
    for record, stands in zip(report.records, standings, strict=True):
        settled = stands.settled if stands else None
        if stands is None:
            kept.append(record)
        else:
            changed, said = _decide(record, report, stands, settled, catalogues, trace)
            answered = {finding.column for finding in said if finding.code == "value_corrected"}
            findings = [f for f in findings if f.row != record.row or f.column not in answered] + said
            if settled and settled.action is Action.NOT_A_ROW and settled.id in trace.held:
                leftovers.append(
                    Leftover(_page(record), "not_a_row", _words(record), "a reviewer said that it is no measure row")
                )
                findings = [finding for finding in findings if finding.row != record.row]
                continue
            if settled and settled.action is Action.MERGE and settled.id in trace.held and kept:
                kept[-1] = merged(kept[-1], changed)
                renumbered[record.row] = len(kept)
                continue
            kept.append(changed)
        renumbered[record.row] = len(kept)
    catalogue = next((item for item in catalogues.items if item.id == report.catalogue_id), None)
    old = set(check_report(report, catalogue))
    done = replace(
        report,
        records=tuple(replace(record, row=number) for number, record in enumerate(kept, 1)),
        findings=tuple(
            replace(finding, row=renumbered.get(finding.row, finding.row)) if finding.row else finding
            for finding in findings
            if finding not in old
        ),
        leftovers=tuple(leftovers),
    )
    return _checked_again(done, catalogue)


def _standing_of(record: MeasureRecord, report: Report, standings: Mapping[str, Standing]) -> Standing | None:
    return together(
        standings.get(record.text_key), standings.get(text_digest(report.catalogue_id, record.measure_reported))
    )


def _decide(
    record: MeasureRecord,
    report: Report,
    stands: Standing,
    settled: Decision | None,
    catalogues: Catalogues,
    trace: _Trace,
) -> tuple[MeasureRecord, list[Finding]]:
    said: list[Finding] = []
    for correction in stands.corrections:
        if correction.source == value_source(record, correction.field):
            trace.held.add(correction.id)
            said.append(
                _finding("value_corrected", "note", record, correction.field, value_of(record, correction.field))
            )
            record = corrected(record, correction)
        else:
            trace.stale.add(correction.id)
            said.append(_finding("decision_reopened", "note", record, correction.field, correction.value))
    said += _disputes(record, stands, trace)
    if stands.conflict:
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
    return replace(record, match=settled_match(record, settled)), said


def _disputes(record: MeasureRecord, stands: Standing, trace: _Trace) -> Iterator[Finding]:
    """One finding for each value that people corrected differently; the value stays as it was read."""
    for column in dict.fromkeys(rival.field for rival in stands.disputed):
        trace.conflicts.add(record.text_key)
        rivals = (f"{rival.by}: {rival.value or '–'}" for rival in stands.disputed if rival.field == column)
        yield _finding("decision_conflict", "warning", record, column, " / ".join(rivals))


def _holds(decision: Decision, record: MeasureRecord, report: Report, catalogues: Catalogues) -> bool:
    if decision.scope == "row" and decision.source != mapping_source(record):
        return False
    if decision.action in (Action.ACCEPT, Action.REASSIGN):
        return decision.catalogue_id == report.catalogue_id and decision.entry == entry_digest(
            catalogues, decision.catalogue_id, decision.code
        )
    return True


def _words(record: MeasureRecord) -> str:
    """Every word of the row but its goal, whose heading stays with the rows around."""
    parts = (getattr(record, name) for name in PRINTED if name != "goal_reported")
    return " ".join(part for part in parts if part)


def _page(record: MeasureRecord) -> int | None:
    return record.places[0].page if record.places else None


def _finding(code: str, severity: str, record: MeasureRecord, column: str, value: str) -> Finding:
    return Finding(code, severity, record.row, column, value, _page(record))
