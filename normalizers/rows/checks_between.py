"""Checks between reports: falling completion, and texts that were copied.

Takes all reports of an edition; gives findings by submission.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from normalizers.report import Finding, MeasureRecord, Report, completion_of
from normalizers.rows.checks import MAPPED
from normalizers.rows.findings import make
from normalizers.values.period import CUMULATIVE
from normalizers.values.text import bare

LONG_TEXT = 80  # folded letters from which two equal progress texts are no coincidence of phrase


def check_dataset(reports: Iterable[Report]) -> Mapping[str, tuple[Finding, ...]]:
    """Findings between reports, by the submission id of the report they are about; reports without any are left out.

    Completion must not fall over the cumulative periods of one agency and plan year; a progress text should be neither
    that of an earlier period nor that of another agency. The order of ``reports`` does not matter.
    """
    ordered = sorted(
        reports, key=lambda r: (r.plan_year or 0, r.period_end is None, str(r.period_end), r.name, r.submission_id)
    )
    found: dict[str, list[Finding]] = {}
    for key, finding in (*_falls(ordered), *_repeats(ordered)):
        found.setdefault(key, []).append(finding)
    return {key: tuple(findings) for key, findings in found.items()}


def _falls(reports: list[Report]) -> Iterator[tuple[str, Finding]]:
    by_plan: dict[tuple[str, int], list[Report]] = {}
    for report in reports:
        if report.agency and report.plan_year and report.period in CUMULATIVE:
            by_plan.setdefault((bare(report.agency), report.plan_year), []).append(report)
    for series in by_plan.values():
        for earlier, later in pairwise(series):
            if earlier.period == later.period:
                continue
            before = _completions(earlier)
            for parts in later.measures:
                record, now = parts[0], completion_of(parts)
                was = before.get(record.match.code) if record.match.status in MAPPED else None
                if was is not None and now is not None and now < was:
                    yield (
                        later.submission_id,
                        make(
                            "progress_falls",
                            record.row,
                            column="completion_pct",
                            value=f"{now:f}",
                            detail=f"{was:f}",
                            page=_page(record),
                        ),
                    )


def _completions(report: Report) -> dict[str, Decimal | None]:
    """Completion by measure, of measures that are reported once."""
    seen: dict[str, Decimal | None] = {}
    for parts in report.measures:
        match = parts[0].match
        if match.status in MAPPED and match.code:
            seen[match.code] = None if match.code in seen else completion_of(parts)
    return seen


def _repeats(reports: list[Report]) -> Iterator[tuple[str, Finding]]:
    """The later of two reports is told of the first one with the same text; copies of one report do not count."""
    first: dict[str, Report] = {}
    for report in reports:
        for record in report.records:
            words = bare(record.progress)
            if len(words) < LONG_TEXT:
                continue
            source = first.setdefault(words, report)
            if source is report or _same_occasion(source, report):
                continue
            detail = f"{source.agency or source.name}, {source.plan_year} {source.period}".strip()
            said = make("repeated_text", record.row, column="progress", detail=detail, page=_page(record))
            yield report.submission_id, said


def _same_occasion(one: Report, other: Report) -> bool:
    """Two reports of one agency for the same plan year and period."""
    same = (one.plan_year, one.period) == (other.plan_year, other.period)
    return same and bare(one.agency) == bare(other.agency)


def _page(record: MeasureRecord) -> int | None:
    return record.places[0].page if record.places else None
