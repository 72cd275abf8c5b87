"""Rows of ``review``: every question that keeps a submission in review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from normalizers.report import Finding, Report
from pipeline.outputs.tables import cells
from pipeline.outputs.tables.cells import Row

MATCH = "match"


def rows(file: str, submission: str, report: Report, found: Iterable[Finding]) -> Iterator[Row]:
    """Rows whose measure waits for a decision, in reading order, then the error findings."""
    head = (file, submission)
    for record in report.records:
        match = record.match
        if match.status == "review":
            page = min((place.page for place in record.places if place.page is not None), default=None)
            said, said_mn = cells.text(match.reason), cells.text(match.reason_mn or match.reason)
            words, code = cells.text(record.measure_reported), cells.text(match.code)
            yield (*head, record.row, page, MATCH, said, said_mn, words, code, cells.score(match.score, 4))
    errors = (finding for finding in dict.fromkeys(found) if finding.severity == "error")
    for finding in sorted(errors, key=lambda finding: finding.row or 0):
        message = cells.text(finding.message) or finding.code.replace("_", " ")
        message_mn, value = cells.text(finding.message_mn) or message, cells.text(finding.value)
        yield (*head, finding.row, finding.page, finding.code, message, message_mn, value, None, None)
