"""What of a report needs a person."""

from __future__ import annotations

from normalizers.findings import ERROR
from normalizers.record import Report


def needs_review(report: Report) -> tuple[str, ...]:
    """Machine-readable reasons why a person should look at the report before it is used, most important first; empty
    when it needs nobody: rows waiting for a decision, errors (unreadable values, missing metadata), rows
    read poorly from a scan."""
    reasons = ["measures_to_review"] if any(r.match.status == "review" for r in report.records) else []
    reasons += sorted({f.code for f in report.findings if f.severity == ERROR})
    reasons += ["low_ocr_confidence"] if any(f.code == "low_ocr_confidence" for f in report.findings) else []
    return tuple(reasons)
