"""Rows of ``submissions``: every file found, whatever became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalizers.report import Finding, Report
from pipeline.outputs.tables import cells
from pipeline.outputs.tables.cells import Cell, Row
from pipeline.outputs.tables.dimensions import Dimensions
from pipeline.outputs.tables.rows import NO_CODE, measure_code, ordered
from pipeline.schema.loading import schema
from pipeline.workers.outcome import DUPLICATE, OK, PENDING, Outcome

REVIEW = "review"
WAITING = "measures_to_review"


@dataclass(frozen=True, slots=True)
class Standing:
    """Published status of a file, and for every status but ok: machine code and what to do, in both languages."""

    status: str
    reason: str = ""
    hint: str = ""
    hint_mn: str = ""


def standing(outcome: Outcome, findings: Sequence[Finding]) -> Standing:
    """A readable submission needs a person when rows wait for a decision or a finding is an error."""
    if outcome.status == DUPLICATE:
        return Standing(
            DUPLICATE,
            "duplicate",
            f"Same bytes as {outcome.duplicate_of}; nothing to do, or remove one of the two.",
            f"{outcome.duplicate_of} файлтай яг ижил; хэвээр үлдээж болно, эсвэл аль нэгийг нь хасна уу.",
        )
    if outcome.status != OK or outcome.report is None:
        status = REVIEW if outcome.status == PENDING else outcome.status
        return Standing(status, outcome.reason, outcome.hint, outcome.hint_mn)
    waiting = sum(record.match.status == "review" for record in outcome.report.records)
    if waiting:
        return Standing(
            REVIEW,
            WAITING,
            f"{waiting} of {len(outcome.report.records)} rows wait for a decision; run `tailan review`.",
            f"{len(outcome.report.records)} мөрийн {waiting} нь шийдвэр хүлээж байна; `tailan review` ажиллуулна уу.",
        )
    error = next((finding for finding in findings if finding.severity == "error"), None)
    if error is not None:
        message = error.message or error.code.replace("_", " ")
        return Standing(REVIEW, error.code, message, error.message_mn or message)
    return Standing(OK)


def row(outcome: Outcome, state: Standing, superseded_by: str, dimensions: Dimensions) -> Row:
    """The published row of one file."""
    values: dict[str, Cell] = dict.fromkeys(schema().table("submissions").names)
    values |= {
        "file": outcome.file,
        "submission_id": outcome.submission_id or None,
        "sha256": outcome.sha256 or None,
        "bytes": outcome.bytes,
        "media_type": cells.text(outcome.media_type),
        "source_kind": cells.text(outcome.kind),
        "pages": outcome.pages,
        "status": state.status,
        "reason": cells.text(state.reason),
        "hint": cells.text(state.hint),
        "superseded_by": superseded_by or None,
        "duplicate_of": outcome.duplicate_of or None,
    }
    if outcome.report is not None and state.status != DUPLICATE:
        values |= _head(outcome.report) | _figures(outcome.report, dimensions)
    return ordered("submissions", values)


def _head(report: Report) -> dict[str, Cell]:
    return {
        "source_kind": report.kind,
        "agency": cells.text(report.agency),
        "agency_id": cells.text(report.agency_id),
        "agency_reported": cells.text(report.agency_reported),
        "plan_year": report.plan_year,
        "period": report.period or None,
        "period_start": report.period_start,
        "period_end": report.period_end,
        "report_date": report.report_date,
        "acknowledged_by": cells.text(report.acknowledged_by),
        "acknowledged_title": cells.text(report.acknowledged_title),
        "prepared_by": cells.text(report.prepared_by),
        "prepared_title": cells.text(report.prepared_title),
        "catalogue_id": cells.text(report.catalogue_id),
        "ocr_confidence": cells.score(report.ocr_confidence, 3),
    }


def _figures(report: Report, dimensions: Dimensions) -> dict[str, Cell]:
    count = Counter(record.match.status for record in report.records)
    covered = {measure_code(record) for record in report.records}
    percents = [record.completion_pct for record in report.records if record.completion_pct is not None]
    amounts = [spent for record in report.records if (spent := cells.whole(record.spent_mnt)) is not None]
    return {
        "measures_reported": len(report.records),
        "measures_matched": count["auto"] + count["confirmed"] + count["reassigned"],
        "measures_review": count["review"],
        "measures_unmatched": sum(count[status] for status in NO_CODE),
        "measures_missing": sum(code not in covered for code in dimensions.measures(report.catalogue_id)),
        "completion_mean": cells.score(sum(percents, Decimal(0)) / len(percents), 2) if percents else None,
        "spent_mnt": sum(amounts) if amounts else None,
    }
