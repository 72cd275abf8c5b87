"""Sums of a report beside the total that it states: which of them must be in another unit for the total to be right.

Takes the records of a report, its leftovers and how its money column counts; gives the records without sums that contradict a
total. A total that is wrong in any other way, or covers other rows, contradicts nobody: people add up wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain, combinations
from typing import Final

from normalizers.report import Finding, MeasureRecord
from normalizers.rows.columns import Context
from normalizers.rows.findings import make
from normalizers.values.money import read_money
from parsers.report import Leftover

FACTORS: Final = (Decimal(1_000), Decimal(1_000_000))
"""What sums are off by whose unit was mistaken."""

_TOTAL_ROW = "total_row"
_ROUNDED = Decimal(5_000)  # a total and what it adds up differ by less than this part of it
_MISTAKEN = 2  # sums that are in another unit at once, unless all are
_MOST_ROWS = 100  # of a report in which pairs are tried


def stated_totals(leftovers: Iterable[Leftover], context: Context) -> frozenset[Decimal]:
    """All sums in the total rows of a report, in tögrög: that of planned money may be among them."""
    cells = (cell for left in leftovers if left.kind == _TOTAL_ROW for cell in left.text.split(" | "))
    read = (read_money(cell, context.unit.togrog, context.mark).value for cell in cells)
    return frozenset(value for value in read if value)


def beside_totals(
    records: Sequence[MeasureRecord], totals: Iterable[Decimal]
) -> tuple[list[MeasureRecord], list[Finding]]:
    """The records without the sums that contradict a total, and the errors that say so."""
    kept, findings, wrong = [], [], contradicting(records, totals)
    for record in records:
        if (total := wrong.get(record.row)) is not None:
            page = record.places[0].page if record.places else None
            said, code = record.spent_reported, "money_contradicts_total"
            findings.append(make(code, record.row, column="spent_mnt", value=said, detail=f"{total:,.0f}", page=page))
            record = replace(record, spent_mnt=None)
        kept.append(record)
    return kept, findings


def contradicting(records: Sequence[MeasureRecord], totals: Iterable[Decimal]) -> Mapping[int, Decimal]:
    """The rows whose sums contradict a total, with that total. Where several rows alike would explain it, all of them do.

    Nothing is said where any total is right, or none becomes right by the unit of one or two sums, or of all.
    """
    sums = {record.row: record.spent_mnt for record in records if record.spent_mnt and record.spent_mnt > 0}
    stated = sorted(totals)
    whole = sum(sums.values(), Decimal(0))
    if not sums or any(_agree(whole, total) for total in stated):
        return {}
    for explain in (_single, _all, _pairs):
        found = {row: total for total in stated for row in explain(sums, whole, total)}
        if found:
            return found
    return {}


def _single(sums: Mapping[int, Decimal], whole: Decimal, total: Decimal) -> Iterable[int]:
    return chain.from_iterable(_explained(sums, whole, total, 1))


def _pairs(sums: Mapping[int, Decimal], whole: Decimal, total: Decimal) -> Iterable[int]:
    return chain.from_iterable(_explained(sums, whole, total, _MISTAKEN)) if len(sums) <= _MOST_ROWS else ()


def _all(sums: Mapping[int, Decimal], whole: Decimal, total: Decimal) -> Iterable[int]:
    off = any(_agree(whole * factor, total) or _agree(whole, total * factor) for factor in FACTORS)
    return sums if off else ()


def _explained(sums: Mapping[int, Decimal], whole: Decimal, total: Decimal, count: int) -> Iterator[tuple[int, ...]]:
    """Sets of rows that, all of them too small or all too large by one factor, make the total wrong."""
    for factor in FACTORS:
        small = [row for row, value in sums.items() if value * factor <= total + total / _ROUNDED]
        large = [row for row, value in sums.items() if value > total]  # no part is more than the whole
        for rows, times in ((small, factor), (large, 1 / factor)):
            for chosen in combinations(rows, count):
                moved = sum((sums[row] for row in chosen), Decimal(0))
                forgotten = whole - moved - total  # what the total is off by if it left them out
                if _agree(whole - moved + moved * times, total) and abs(forgotten + moved * times) < abs(forgotten):
                    yield chosen


def _agree(whole: Decimal, total: Decimal) -> bool:
    return abs(whole - total) * _ROUNDED <= total
