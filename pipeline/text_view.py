"""Documents, raw reports and reports as text for a person: every row, where it stands, what is doubtful."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import singledispatch

from normalizers.report import PRINTED, Finding, MeasureRecord, Report
from parsers.document import Document, Paragraph, Place, Table
from parsers.report import AROUND, Leftover, RawReport, RawRow

WIDTH = 110
TOLD_OTHERWISE = ("code_reported", "measure_reported", "spent_reported", "completion_reported")


@singledispatch
def tell(record: object) -> str:
    """The record as text. TypeError for what is no record of a stage."""
    raise TypeError(type(record).__name__)


@tell.register
def _document(document: Document) -> str:
    pages = f", {len(document.pages)} pages" if document.pages else ""
    lines = [f"{document.name}: {document.kind}{pages}, {document.bytes:,} bytes, {document.media_type}"]
    lines += [f"  note {note.code}{_on(note.page)}: {note.text}" for note in document.notes]
    for block in document.blocks:
        lines += ["", *(_table(block) if isinstance(block, Table) else _paragraph(block))]
    return "\n".join(lines)


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    marks = " ".join(filter(None, [paragraph.align, "bold" if paragraph.bold else ""]))
    yield f"paragraph{_where(paragraph.places)}{' [' + marks + ']' if marks else ''}"
    yield from _wrapped(paragraph.text, "  ")


def _table(table: Table) -> Iterator[str]:
    yield f"table{_where(table.places)}: {table.rows} rows x {table.columns} columns"
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        span = f" spans {cell.row_span}x{cell.column_span}" if cell.row_span > 1 or cell.column_span > 1 else ""
        sure = f" sure {cell.confidence:.2f}" if cell.confidence is not None else ""
        yield from _wrapped(cell.text, f"  {cell.row + 1:>3}.{cell.column + 1:<2}{span}{sure} | ")


@tell.register
def _raw_report(raw: RawReport) -> str:
    tally = raw.tally
    lines = [
        f"{raw.name}: {raw.kind}, {len(raw.rows)} measure rows",
        f"  rows seen {tally.seen} = emitted {tally.emitted} + merged {tally.merged} + skipped {tally.skipped}",
    ]
    lines += [f"  column {column.role}: {_one_line(column.header)!r} {column.doubt}".rstrip() for column in raw.columns]
    lines += ["", "before the table:", *(f"  {_one_line(item.text)}" for item in raw.before)]
    for row in raw.rows:
        lines += ["", *_raw_row(row)]
    lines += [
        "",
        "after the table:",
        *(f"  {_one_line(item.text)}" for item in raw.after),
        "",
        *_leftovers(left for left in raw.leftovers if left.kind not in AROUND),
    ]
    lines += [f"note {note.code}{_on(note.page)}: {note.text}" for note in raw.notes]
    return "\n".join(lines)


def _raw_row(row: RawRow) -> Iterator[str]:
    flags = f"  [{', '.join(row.flags)}]" if row.flags else ""
    yield f"row {row.row}{_where(row.places)} code {row.code or '-'}{flags}"
    if row.goal:
        yield from _wrapped(row.goal, "  goal: ")
    for cell in row.cells:
        yield from _wrapped(cell.text, f"  {cell.column.role}: ")


@tell.register
def _report(report: Report) -> str:
    facts = {
        "agency": f"{report.agency} (printed: {_one_line(report.agency_reported)})",
        "period": f"{report.plan_year or '?'} {report.period or '?'} ({report.period_start} – {report.period_end})",
        "report date": str(report.report_date or "-"),
        "acknowledged": f"{report.acknowledged_by or '-'} ({report.acknowledged_title or '-'})",
        "prepared": f"{report.prepared_by or '-'} ({report.prepared_title or '-'})",
        "catalogue": report.catalogue_id,
    }
    lines = [f"{report.name}: {report.kind}, {len(report.records)} measures"]
    lines += [f"  {name}: {value}" for name, value in facts.items()]
    for record in report.records:
        lines += ["", *_measure(record), *_findings(report.findings, record.row)]
    return "\n".join([*lines, "", *_findings(report.findings, None), *_leftovers(report.leftovers)])


def _measure(record: MeasureRecord) -> Iterator[str]:
    match = record.match
    code = match.code or "not in the catalogue"
    yield f"row {record.row}{_where(record.places)}: {code} ({match.status}, {match.score:.3f}) {match.reason}"
    if match.runner_up:
        yield f"  runner-up {match.runner_up} ({match.runner_up_score:.3f})"
    yield from _wrapped(f"{record.code_reported} {record.measure_reported}".strip(), "  measure: ")
    for name in PRINTED:
        if name not in TOLD_OTHERWISE and (text := getattr(record, name)):
            yield from _wrapped(text, f"  {name.removesuffix('_reported')}: ")
    for header, text in record.extra:
        yield from _wrapped(text, f"  [{_one_line(header)}]: ")
    percent = _number(record.completion_pct)
    yield f"  completion: {percent} {record.completion_state} (printed {record.completion_reported!r})"
    yield f"  spent: {_number(record.spent_mnt)} MNT (printed {record.spent_reported!r})"
    yield from (
        f"  item {item.item}: {item.name} = {_number(item.quantity)} {item.unit}".rstrip() for item in record.indicators
    )


def _findings(findings: Iterable[Finding], row: int | None) -> Iterator[str]:
    for finding in findings:
        if finding.row == row:
            words = f": {finding.message}" if finding.message else ""
            yield f"  {finding.severity} {finding.code} {finding.column} {_one_line(finding.value)}".rstrip() + words


def _leftovers(leftovers: Iterable[Leftover]) -> Iterator[str]:
    for item in leftovers:
        yield f"left over{_on(item.page)} {item.kind} ({item.reason}): {_one_line(item.text)}"


def _number(value: Decimal | None) -> str:
    return "unknown" if value is None else f"{value:,f}"


def _on(page: int | None) -> str:
    return f" on page {page}" if page else ""


def _where(places: tuple[Place, ...]) -> str:
    pages = sorted({place.page for place in places if place.page})
    return f" on page {'-'.join(str(page) for page in dict.fromkeys((pages[0], pages[-1])))}" if pages else ""


def _one_line(text: str) -> str:
    return textwrap.shorten(text, WIDTH, placeholder=" …")


def _wrapped(text: str, first: str) -> list[str]:
    lines = text.split("\n") or [""]
    wrapped = textwrap.wrap(lines[0], WIDTH, initial_indent=first, subsequent_indent=" " * min(len(first), 12)) or [
        first
    ]
    for line in lines[1:]:
        wrapped += textwrap.wrap(
            line, WIDTH, initial_indent=" " * min(len(first), 12), subsequent_indent=" " * min(len(first), 12)
        )
    return wrapped
