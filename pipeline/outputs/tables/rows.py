"""Rows of the published tables from one understood report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from normalizers.report import PRINTED, Finding, MeasureRecord, Report
from pipeline.outputs.tables import cells
from pipeline.outputs.tables.cells import Cell, Row
from pipeline.outputs.tables.dimensions import Dimensions
from pipeline.schema.loading import schema

NO_CODE = ("unmatched", "rejected")


def ordered(table: str, values: Mapping[str, Cell]) -> Row:
    """The values in the order of the table's columns; KeyError when one is missing."""
    return tuple([values[name] for name in columns(table)])


@cache
def columns(table: str) -> tuple[str, ...]:
    """The names of the table's columns."""
    return schema().table(table).names


def flags(findings: Iterable[Finding]) -> dict[int, str]:
    """Codes of the findings by row, each once, in the order of the findings."""
    codes: dict[int, dict[str, None]] = {}
    for finding in findings:
        if finding.row is not None:
            codes.setdefault(finding.row, {})[finding.code] = None
    return {row: "; ".join(found) for row, found in codes.items()}


def measure_code(record: MeasureRecord) -> str:
    """The catalogue code that is published for a row: none for rows that are not in the catalogue."""
    return "" if record.match.status in NO_CODE else record.match.code


def measures(report: Report, submission: str, findings: Iterable[Finding], dimensions: Dimensions) -> Iterator[Row]:
    """Rows of ``measures``."""
    flagged = flags(findings)
    agency = cells.text(report.agency)
    for record in report.records:
        entry = dimensions.entry(report.catalogue_id, measure_code(record))
        match = record.match
        pages = [place.page for place in record.places if place.page is not None]
        yield ordered(
            "measures",
            {
                "submission_id": submission,
                "row": record.row,
                "part": record.part,
                "agency": agency,
                "plan_year": report.plan_year,
                "period": report.period or None,
                "measure_id": entry.measure_id,
                "goal_code": entry.goal_code or cells.text(record.goal_code),
                "goal": entry.goal or dimensions.goal(report.catalogue_id, record.goal_code),
                "measure_code": entry.measure_code,
                "measure": entry.measure,
                **{name: cells.text(getattr(record, name)) for name in PRINTED},
                "spent_mnt": cells.whole(record.spent_mnt),
                "completion_pct": cells.number(record.completion_pct),
                "completion_state": record.completion_state,
                "extra": extra(record.extra),
                "match_status": match.status,
                "match_score": cells.score(match.score, 4),
                "match_reason": cells.text(match.reason),
                "runner_up_code": cells.text(match.runner_up),
                "runner_up_score": cells.score(match.runner_up_score, 4) if match.runner_up else None,
                "text_checked": record.text_checked,
                "table": record.table,
                "page": min(pages, default=None),
                "page_end": max(pages, default=None),
                "bbox": cells.boxes(record.places),
                "flags": flagged.get(record.row),
            },
        )


def extra(pairs: Iterable[tuple[str, str]]) -> str:
    """A JSON object, header to text, keys sorted; texts under one header are joined by ``; ``.

    >>> extra([("Огноо", "2023"), ("Дүн", "5"), ("Огноо", "2024")])
    '{"Дүн": "5", "Огноо": "2023; 2024"}'
    """
    joined: dict[str, list[str]] = {}
    for header, text in pairs:
        if (words := cells.text(text)) is not None:
            joined.setdefault(cells.text(header) or "", []).append(words)
    return json.dumps({key: "; ".join(texts) for key, texts in joined.items()}, ensure_ascii=False, sort_keys=True)


def indicators(report: Report, submission: str) -> Iterator[Row]:
    """Rows of ``indicators``."""
    for record in report.records:
        for part in record.indicators:
            name, unit, words = cells.text(part.name), cells.text(part.unit), cells.text(part.text)
            yield (submission, record.row, part.item, name, cells.number(part.quantity), unit, words)


def mentions(report: Report, submission: str) -> Iterator[Row]:
    """Rows of ``mentions``, in the order of the text."""
    for record in report.records:
        for fact in sorted(record.mentions, key=lambda fact: (fact.start, fact.kind, fact.value)):
            words, value, end = cells.text(fact.text), cells.text(fact.value), cells.text(fact.value_end)
            yield (submission, record.row, fact.kind, words, value, end, cells.text(fact.unit), fact.start)


def leftovers(report: Report, submission: str) -> Iterator[Row]:
    """Rows of ``leftovers``, in reading order."""
    for part in report.leftovers:
        yield (submission, part.page, part.kind, cells.text(part.text), cells.text(part.reason))


def findings(found: Iterable[Finding], submission: str) -> Iterator[Row]:
    """Rows of ``findings``: those about the whole submission first, then by row; each once."""
    order = sorted(dict.fromkeys(found), key=lambda finding: (finding.row or 0,))
    for finding in order:
        message = cells.text(finding.message) or finding.code.replace("_", " ")
        message_mn, value = cells.text(finding.message_mn) or message, cells.text(finding.value)
        column, code, severity = cells.text(finding.column), finding.code, finding.severity
        yield (submission, finding.row, column, code, severity, message, message_mn, value, finding.page)
