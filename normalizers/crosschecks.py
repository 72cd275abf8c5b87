"""Checks that an auditor would make, inside one report and between reports."""

from __future__ import annotations

from collections.abc import Iterator

from normalizers.catalogue import Catalogue
from normalizers.findings import make
from normalizers.record import Finding, Report

_MAPPED = ("auto", "confirmed", "reassigned")


def check_report(report: Report, catalogue: Catalogue | None = None) -> tuple[Finding, ...]:
    """Findings of one report against itself and its catalogue."""
    return (*_coverage(report, catalogue),)


def _coverage(report: Report, catalogue: Catalogue | None) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for record in report.records:
        code = record.match.code if record.match.status in _MAPPED else ""
        if code and code in first:
            yield make("duplicate_measure", record.row, column="measure_code", value=code, detail=str(first[code]))
        elif code:
            first[code] = record.row
    if catalogue is not None and first:
        for measure in catalogue.measures:
            if measure.key not in first:
                yield make("measure_missing", column="measure_code", value=measure.code)
