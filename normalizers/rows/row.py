"""One measure row: published texts and typed values, with what is doubtful about them.

Takes a raw row and what is known of its columns; gives the record without its match, and its findings.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from normalizers.report import PRINTED, Finding, Match, MeasureRecord
from normalizers.rows.columns import Context
from normalizers.rows.findings import make
from normalizers.rows.scan_doubts import FLAGS
from normalizers.rows.scan_text import scan_repaired
from normalizers.values.amount import groups_repaired, sign_repaired
from normalizers.values.completion_words import completion_word, status_in_progress
from normalizers.values.indicator import read_indicators
from normalizers.values.mention import damaged_dates, find_mentions
from normalizers.values.money import OWN_UNIT, Money, named_sums, read_money
from normalizers.values.percent import percent_in_progress, read_percent
from normalizers.values.text import folded
from normalizers.values.value import Value
from parsers.language.keys import bare
from parsers.language.letters import kinds
from parsers.report import RawCell, RawRow, Role

_WORDS = re.compile(r"[\w¿¯¸¨×÷-]+")
_CHANGES_SHOWN = 3  # repaired words that a finding names
# Roles with a column of their own in measures.csv; a second column of the role, and every other role, goes to extra.
# Goal and code are no cells of the row: they are told from headings and from the measure's own words.
_FIELDS = {
    Role(name.removesuffix("_reported")): name for name in PRINTED if name not in ("goal_reported", "code_reported")
}


NO_MATCH = Match()
_TICK = re.compile(r"[+✓✔√vVхХxX*●■☑]")
_FACTORS = (1_000, 1_000_000)  # what sums are off by whose unit was mistaken
_MEASURE_GRACE = 0.1  # a measure with one word this much less sure is as good: matching looks at all of its words


@dataclass(slots=True)
class _Texts:
    """Published texts by field, other columns, and the repairs made."""

    by_field: dict[str, str] = field(default_factory=dict)
    extra: list[tuple[str, str]] = field(default_factory=list)
    repairs: dict[str, None] = field(default_factory=dict)
    changes: dict[str, str] = field(default_factory=dict)


def read_row(
    row: RawRow, context: Context, review_confidence: float, match: Match = NO_MATCH, goal_code: str = ""
) -> tuple[MeasureRecord, tuple[Finding, ...]]:
    """The record of a row, mapped as ``match`` and ``goal_code`` say, and the findings on its cells."""
    texts = _texts(row)
    spent_cell, percent_cell = row.cell(Role.SPENT), row.cell(Role.COMPLETION)
    progress = row.text(Role.PROGRESS)
    spent = _spent(spent_cell, progress, context)
    percent = _ticked(row) or _percent(percent_cell, progress, context)
    told_beside = percent_cell is None and percent.steps == ("from_progress",)
    reported = texts.by_field.get("completion_reported", "") or (percent.raw if told_beside else "")
    words: dict[str, Any] = {name: texts.by_field.get(name, "") for name in _FIELDS.values()}
    record = MeasureRecord(
        row=row.row,
        **words | {"completion_reported": reported},
        goal_reported=folded(row.goal),
        code_reported=folded(row.code),
        spent_mnt=None if spent.value is None else spent.value.quantize(Decimal(1), ROUND_HALF_UP),
        completion_pct=None if percent.problem == "percent_out_of_range" else percent.value,
        completion_state="unreadable" if percent.problem == "percent_out_of_range" else percent.state or "absent",
        extra=tuple(texts.extra),
        places=row.places,
        confidence=row.confidence,
        table=row.table,
        part=row.part,
        indicators=read_indicators(row.text(Role.INDICATOR)),
        mentions=find_mentions(texts.by_field.get("progress", ""), context.year),
        match=match,
        goal_code=goal_code,
    )
    page = row.places[0].page if row.places else None
    found = [*_findings(row, texts, spent, percent, page, review_confidence, context.unit.detail)]
    damaged = damaged_dates(record.progress, context.year)
    found += [make("date_damaged", row.row, column="progress", value=words, page=page) for words in damaged]
    return record, tuple(found)


def with_keys(records: Sequence[MeasureRecord], agency: str, year: int | None, period: str) -> tuple[str, ...]:
    """Content keys for decisions: agency, plan year, period and the measure's folded words; equal rows are counted."""
    seen: dict[str, int] = {}
    keys = []
    for record in records:
        words = bare(record.measure_reported) or bare(record.progress)
        source = "\x1f".join((bare(agency), str(year or ""), period, words))
        seen[source] = seen.get(source, 0) + 1
        number = f"\x1f{seen[source]}" if seen[source] > 1 else ""
        keys.append(hashlib.sha256((source + number).encode()).hexdigest()[:32])
    return tuple(keys)


def _texts(row: RawRow) -> _Texts:
    texts = _Texts()
    for cell in row.cells:
        words = _as_printed(cell)
        text = Value(words, folded(words))
        if cell.confidence is not None:
            text = scan_repaired(text)
        texts.repairs.update(dict.fromkeys((*kinds(cell.repairs), *text.steps)))
        texts.changes.update((repair.printed, repair.meant) for repair in cell.repairs)
        if text.steps:
            texts.changes.update(_changes(text))
        name = _FIELDS.get(cell.column.role)
        if name and name not in texts.by_field:
            texts.by_field[name] = text.value or ""
        elif text.value:
            texts.extra.append((folded(cell.column.header), text.value))
    return texts


def _spent(cell: RawCell | None, progress: str, context: Context) -> Money:
    """The sum of a cell; none where its unit is in doubt, or the progress text names a thousand times as much or as
    little."""
    if cell is None:
        return Value("", state="absent")
    unit = context.unit
    spent = read_money(_as_printed(cell), unit.togrog, context.mark)
    if unit.problem == "money_planned" and spent.value is not None:
        return replace(spent, value=None, problem=unit.problem, state="absent")
    if not spent.value or OWN_UNIT in spent.steps:
        return spent
    if unit.problem:
        return replace(spent, value=None, problem=unit.problem, state="unreadable")
    named = named_sums(progress)
    if any(spent.value * factor in named or spent.value / factor in named for factor in _FACTORS):
        return replace(spent, value=None, problem="money_unit_conflict", state="unreadable")
    return spent


def _as_printed(cell: RawCell) -> str:
    """The cell's words; in a scanned amount with the currency sign that OCR cannot print."""
    scanned_amount = cell.column.role is Role.SPENT and cell.confidence is not None
    return groups_repaired(sign_repaired(cell.text)) if scanned_amount else cell.text


def _ticked(row: RawRow) -> Value[Decimal] | None:
    """The completion of a form with a column for each word (done, going on, not done) and a tick in one of them."""
    words = [(cell, completion_word(cell.column.header.rpartition(" / ")[2])) for cell in row.cells]
    ticked = [said for cell, said in words if said and _TICK.fullmatch(cell.text.strip())]
    if sum(said is not None for _, said in words) <= 1 or len(ticked) != 1:
        return None
    return replace(ticked[0], problem=ticked[0].problem or "completion_ticked")


def _percent(cell: RawCell | None, progress: str, context: Context) -> Value[Decimal]:
    """The completion of a cell; where there is no such column, or the cell is blank, what the progress text says."""
    if cell is not None and cell.text.strip():
        return read_percent(cell.text, context.full, scanned=cell.confidence is not None)
    named = None if context.has_completion else percent_in_progress(progress)
    return named if named and named.value is not None else status_in_progress(progress)


def _decisive(row: RawRow) -> float | None:
    """How surely a scan was read where it counts: its figures, and (words that are alike still name one measure) most of
    its measure. Doubtful words of a report text change no value."""
    known = [
        cell.confidence + (_MEASURE_GRACE if role is Role.MEASURE else 0.0)
        for role in (Role.MEASURE, Role.SPENT, Role.COMPLETION)
        if (cell := row.cell(role)) is not None and cell.confidence is not None
    ]
    return min(known, default=None)


def _findings(
    row: RawRow,
    texts: _Texts,
    spent: Value[Decimal],
    percent: Value[Decimal],
    page: int | None,
    threshold: float,
    unit_told: str,
) -> Iterator[Finding]:
    for code in row.flags:
        yield make(code, row.row, column=FLAGS.get(code, ""), page=page)
    if percent.problem:
        value = str(percent.value) if percent.problem == "percent_out_of_range" else percent.raw
        yield make(percent.problem, row.row, column="completion_pct", value=value, page=page)
    if spent.problem:
        cell = row.cell(Role.SPENT)
        detail = unit_told or (cell.column.header if cell else "")
        yield make(spent.problem, row.row, column="spent_mnt", value=spent.raw, detail=detail, page=page)
    if texts.repairs:
        value = ", ".join(sorted(texts.repairs))
        yield make("text_repaired", row.row, value=value, detail=_listed(texts.changes) or value, page=page)
    sure = _decisive(row)
    if sure is not None and sure < threshold:
        yield make("low_ocr_confidence", row.row, value=f"{sure:.2f}", page=page)


def _changes(text: Value[str]) -> dict[str, str]:
    """The words of a repaired text that differ from those printed; none where words were joined or parted."""
    typed, meant = (_WORDS.findall(words) for words in (folded(text.raw), text.value or ""))
    if len(typed) != len(meant):
        return {}
    return {one: other for one, other in zip(typed, meant, strict=True) if one != other}


def _listed(changes: Mapping[str, str]) -> str:
    listed = [f"{typed} → {meant}" for typed, meant in list(changes.items())[:_CHANGES_SHOWN]]
    return ", ".join(listed) + (" …" if len(changes) > _CHANGES_SHOWN else "")
