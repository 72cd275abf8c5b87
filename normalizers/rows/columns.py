"""What the columns of a report count, seen over whole columns and the lines around the tables.

Takes a raw report; gives the context in which each of its cells is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from normalizers.values.amount import DecimalMark
from normalizers.values.money import OWN_UNIT, column_mark, read_money
from normalizers.values.money_words import header_unit, is_planned_head, stated_units
from normalizers.values.percent_scale import column_full
from parsers.report import AROUND, RawReport, Role

_PLAUSIBLE = Decimal(100_000)  # tögrög: some measure of a report costs this much, or all its sums are round ones …
_ROUND = 1_000  # … to the thousand, which sums counted in thousands are not
_MONEY = (Role.BUDGET, Role.FUNDING)


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """Tögrög per unit of the sums of a column, None where nothing says it. ``problem``: the finding on sums without a
    unit of their own, which are then no values; ``detail``: what it says of them. ``assumed``: nothing names a unit of
    such sums, and they look like tögrög."""

    togrog: int | None = None
    problem: str = ""
    detail: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What the cells of a report are read with: the year for dates without one, how its columns are written."""

    year: int | None
    full: Decimal | None
    mark: DecimalMark
    has_completion: bool
    unit: MoneyUnit

    @classmethod
    def of(cls, raw: RawReport, year: int | None) -> Context:
        """The context of a report's rows."""
        completions = [row.text(Role.COMPLETION) for row in raw.rows]
        head = next((column.header for column in raw.columns if column.role is Role.COMPLETION), "")
        mark = column_mark(row.text(Role.SPENT) for row in raw.rows)
        has_completion = any(row.cell(Role.COMPLETION) for row in raw.rows)
        return cls(year, column_full(head, completions), mark, has_completion, _money_unit(raw, mark))


def _money_unit(raw: RawReport, mark: DecimalMark) -> MoneyUnit:
    """The unit that the head of the column names; else that of the lines around the tables and of other money columns.
    Two that differ are none; without any, sums are tögrög if they look it."""
    head = " ".join(dict.fromkeys(column.header for column in raw.columns if column.role is Role.SPENT))
    if is_planned_head(head):
        return MoneyUnit(header_unit(head), "money_planned")
    around = stated_units(_lines(raw))
    named = header_unit(head)
    if named is None:
        others = (header_unit(column.header) for column in raw.columns if column.role in _MONEY)
        around |= frozenset(unit for unit in others if unit is not None)
    units = around | ({named} if named else set())
    if len(units) > 1:
        return MoneyUnit(named, "money_unit_conflict", ", ".join(f"{unit:,}" for unit in sorted(units)))
    if units:
        return MoneyUnit(min(units))
    sums = _sums_without_unit(raw, mark)
    plausible = not sums or max(sums) >= _PLAUSIBLE or all(value % _ROUND == 0 for value in sums)
    return MoneyUnit(None, "" if plausible else "money_unit_unknown", assumed=plausible and bool(sums))


def _lines(raw: RawReport) -> Iterator[str]:
    """The lines above, below and between the tables, and those of the tables that are in no row."""
    for paragraph in (*raw.before, *raw.after):
        yield from paragraph.text.split("\n")
    for leftover in raw.leftovers:
        if leftover.kind not in AROUND | {"repeated"}:
            yield from leftover.text.split(" | ")


def _sums_without_unit(raw: RawReport, mark: DecimalMark) -> list[Decimal]:
    """The sums whose cells name no unit, but for zeros."""
    sums = (read_money(row.text(Role.SPENT), None, mark) for row in raw.rows)
    return [one.value for one in sums if one.value and OWN_UNIT not in one.steps]
