"""Which rows wait for a person, worst first. Pure: reports and decisions in, questions out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from normalizers.report import Finding, MeasureRecord, Report
from pipeline.review.applying import SETTLED
from pipeline.review.decisions import SETTLING, Decision, Standing, standing, text_digest, together
from pipeline.review.sampling import sampled

#: Findings on a row that a person should look at even where the match is accepted.
QUESTIONABLE = frozenset({"error", "warning"})


@dataclass(frozen=True, slots=True)
class Question:
    """A row that waits. ``why`` are finding codes, ``match`` or ``sample``; ``margin`` (0-1) is the distance between
    the best candidate and the next: the smallest is asked first. ``state``: waiting, skipped, conflict or decided."""

    report: Report
    record: MeasureRecord
    why: tuple[str, ...]
    margin: float
    state: str
    standing: Standing

    @property
    def key(self) -> str:
        return self.record.text_key

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages on which the row stands."""
        return tuple(place.page for place in self.record.places if place.page)

    @property
    def sampled(self) -> bool:
        return self.why == ("sample",)


def margin(record: MeasureRecord) -> float:
    """Probability of the best outcome minus that of the next (0-1)."""
    return max(0.0, record.match.score - record.match.runner_up_score)


def questions(
    reports: Sequence[Report],
    decisions: Sequence[Decision],
    share: float,
    removed: Iterable[tuple[Report, MeasureRecord]] = (),
) -> tuple[Question, ...]:
    """Every row of the reports (after the decisions were applied) that waits, was skipped or was decided by a person,
    in the order of asking: conflicts, then the smallest margin, then file and row. ``removed`` are rows that a person
    said are none or belong to the row above: decided, and there to be undone."""
    standings = standing(decisions)
    found = [
        question
        for report in reports
        for findings in [_by_row(report.findings)]
        for record in report.records
        if (question := _question(report, record, findings.get(record.row, ()), standings, share))
    ]
    gone = [
        Question(report, record, (), margin(record), "decided", standings.get(record.text_key) or Standing())
        for report, record in removed
    ]
    return tuple(sorted([*found, *gone], key=_order))


def _order(question: Question) -> tuple[bool, bool, float, str, int]:
    state = question.state
    return state != "conflict", state != "waiting", question.margin, question.report.name, question.record.row


def _by_row(findings: Iterable[Finding]) -> Mapping[int, tuple[Finding, ...]]:
    rows: dict[int, tuple[Finding, ...]] = {}
    for finding in findings:
        if finding.row is not None:
            rows[finding.row] = (*rows.get(finding.row, ()), finding)
    return rows


def _question(
    report: Report,
    record: MeasureRecord,
    findings: tuple[Finding, ...],
    standings: Mapping[str, Standing],
    share: float,
) -> Question | None:
    shared = text_digest(report.catalogue_id, record.measure_reported)
    stands = together(standings.get(record.text_key), standings.get(shared)) or Standing()
    why = ["match"] if record.match.status == "review" else []
    why += sorted({finding.code for finding in findings if finding.severity in QUESTIONABLE})
    if not why and record.match.status == "auto" and sampled(record.text_key, share):
        why = ["sample"]
    touched = stands.settled is not None or bool(stands.corrections or stands.disputed)
    if not why and not touched:
        return None
    return Question(report, record, tuple(why), margin(record), _state(record, stands), stands)


def _state(record: MeasureRecord, stands: Standing) -> str:
    if stands.conflict or stands.disputed:
        return "conflict"
    if record.match.status in SETTLED or (stands.settled and record.match.status != "review"):
        return "decided"
    return "skipped" if stands.skipped and stands.skipped[-1].id == stands.last else "waiting"


def history(decisions: Sequence[Decision], report: Report, record: MeasureRecord) -> tuple[Decision, ...]:
    """Earlier settling decisions on the same measure text anywhere, newest first: what others said of this wording."""
    same = text_digest(report.catalogue_id, record.measure_reported)
    return tuple(
        d for d in reversed(decisions) if d.action in SETTLING and (d.key == record.text_key or d.text == same)
    )
