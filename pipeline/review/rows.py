"""What one decision changes in one row: its match, a corrected value, or a row joined to the one above."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from normalizers.report import Match, MeasureRecord
from pipeline.review.decisions import NUMBERS, TEXTS, Action, Decision

# Digits as people write them: no exponent, at most as many as any figure of a report has.
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")

MERGED = tuple(name for name in TEXTS if name != "code_reported")


def settled_match(record: MeasureRecord, decision: Decision) -> Match:
    """The match after a person decided: certain, so its score is 1."""
    match = record.match
    by, by_mn = f"decided by {decision.by}", f"{decision.by} шийдвэрлэсэн"
    if decision.action is Action.NOT_IN_CATALOGUE:
        return replace(match, code="", score=1.0, status="rejected", reason=by, reason_mn=by_mn)
    if decision.action in (Action.ACCEPT, Action.REASSIGN):
        same = decision.code == (decision.shown.code if decision.key == record.text_key else match.code)
        status = "confirmed" if same else "reassigned"
        return replace(match, code=decision.code, score=1.0, status=status, reason=by, reason_mn=by_mn)
    return match


def corrected(record: MeasureRecord, decision: Decision) -> MeasureRecord:
    if decision.field in TEXTS:
        changes: dict[str, Any] = {decision.field: decision.value}
        return replace(record, **changes)
    number = Decimal(decision.value) if decision.value else None
    if decision.field == "completion_pct":
        return replace(record, completion_pct=number, completion_state="absent" if number is None else "stated")
    return replace(record, spent_mnt=number)


def parse_number(text: str, money: bool = False) -> Decimal | None:
    """A corrected number as people type it. Raises ValueError when it is none; empty means that none is stated.
    In ``money`` points and commas before three digits part thousands.

    >>> parse_number("66,5 %"), parse_number(" "), parse_number("1,500,000.50", money=True)
    (Decimal('66.5'), None, Decimal('1500000.50'))
    >>> parse_number("62 350", money=True), parse_number("62.350₮", money=True)
    (Decimal('62350'), Decimal('62350'))
    """
    plain = "".join(text.split()).removesuffix("%" if not money else "₮")
    if money:
        plain = _THOUSANDS.sub("", plain)
    plain = plain.replace(",", ".")
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        raise ValueError(f"{text!r} is not a number")
    return Decimal(plain)


def value_of(record: MeasureRecord, name: str) -> str:
    value = getattr(record, name) if name in (*NUMBERS, *TEXTS) else ""
    return "" if value is None else str(value)


def merged(above: MeasureRecord, below: MeasureRecord) -> MeasureRecord:
    """One row from two: texts follow each other, numbers of the upper row win where it has any."""

    def both(first: str, second: str) -> str:
        return f"{first} {second}".strip() if second not in ("", "-") and second != first else first

    texts: dict[str, Any] = {name: both(getattr(above, name), getattr(below, name)) for name in MERGED}
    spent = above if above.spent_mnt is not None or below.spent_mnt is None else below
    done = above if above.completion_pct is not None or below.completion_pct is None else below
    return replace(
        above,
        **texts,
        spent_reported=spent.spent_reported,
        spent_mnt=spent.spent_mnt,
        completion_reported=done.completion_reported,
        completion_pct=done.completion_pct,
        completion_state=done.completion_state,
        places=(*above.places, *below.places),
    )
