"""The documents of the raw folder as the review page shows them: rows, leftovers, pages and files not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from normalizers.report import Finding, Report
from parsers.document import PageSummary
from pipeline.review.desk import Desk
from pipeline.workers.outcome import Outcome

PAGES_MOST = 60
"""Pages shown of a file that could not be read."""
SIGNS = {"auto": "✓", "confirmed": "✓✓", "reassigned": "✓✓", "review": "?", "unmatched": "–", "rejected": "––"}
"""The state of a row beside its number, for those who do not see the colours."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list of documents; ``reason`` and ``hint`` (English, Mongolian) are those of a rejected file."""

    name: str
    id: str
    agency: str = ""
    year: int | None = None
    period: str = ""
    rows: int = 0
    waiting: int = 0
    reason: str = ""
    hint: tuple[str, str] = ("", "")


def documents(desk: Desk) -> list[Listed]:
    """All submissions by name, those that could not be read too."""
    waiting = Counter(question.report.submission_id for question in desk.waiting())
    read = [
        Listed(r.name, r.submission_id, r.agency, r.plan_year, r.period, len(r.records), waiting[r.submission_id])
        for r in desk.reports
    ]
    refused = [
        Listed(o.file, o.submission_id, reason=o.reason, hint=(o.hint, o.hint_mn or o.hint)) for o in desk.rejected
    ]
    return sorted([*read, *refused], key=lambda listed: listed.name)


def content(desk: Desk, submission_id: str) -> str:
    """The sha256 behind a submission id; empty when there is no such submission."""
    known: list[Report | Outcome] = [*desk.reports, *desk.rejected]
    return next((one.sha256 for one in known if one.sha256 and one.submission_id == submission_id), "")


def document(desk: Desk, submission_id: str, page: int = 0) -> dict[str, Any] | None:
    """The pages of a submission (only ``page``, large, when given) with a box for each row; None when there is none."""
    report = next((r for r in desk.reports if r.submission_id == submission_id), None)
    if report is not None:
        pages = [_page(report, summary) for summary in report.pages if page in (0, summary.number)]
        return {
            "report": report,
            "outcome": None,
            "pages": pages,
            "large": page,
            "signs": SIGNS,
            "count": len(report.pages),
        }
    outcome = next((o for o in desk.rejected if o.sha256 and o.submission_id == submission_id), None)
    if outcome is None:
        return None
    return {
        "report": None,
        "outcome": outcome,
        "pages": _numbers(outcome, page),
        "large": page,
        "signs": SIGNS,
        "count": outcome.pages or 0,
    }


def _numbers(outcome: Outcome, page: int) -> list[int]:
    return [number for number in range(1, min(outcome.pages or 0, PAGES_MOST) + 1) if page in (0, number)]


def _page(report: Report, page: PageSummary) -> dict[str, Any]:
    boxes = [
        {
            "key": record.text_key,
            "row": record.row,
            "status": record.match.status,
            "x": place.bbox.x0,
            "y": place.bbox.top,
            "width": place.bbox.width,
            "height": place.bbox.height,
        }
        for record in report.records
        for place in record.places
        if place.page == page.number and place.bbox
    ]
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "boxes": boxes,
        "notes": _notes(report.findings, page.number),
        "leftovers": [left for left in report.leftovers if left.page == page.number],
    }


def _notes(findings: Sequence[Finding], number: int) -> list[Finding]:
    """What was said of the page as a whole, once each."""
    return list(
        {
            finding.message or finding.code: finding
            for finding in findings
            if finding.page == number and finding.row is None
        }.values()
    )
