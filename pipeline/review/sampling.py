"""The precision of ``auto``, measured for ever: a fixed random share of accepted rows also goes to a person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from pipeline.review.decisions import SETTLING, Decision

#: 97.5 % quantile of the normal distribution: a two-sided 95 % interval.
Z95 = 1.959964


def sampled(key: str, share: float) -> bool:
    """Whether the row with this content key belongs to the sample: the same rows in every run, independent of order.

    >>> sampled("any", 0.0), sampled("any", 1.0)
    (False, True)
    """
    draw = int.from_bytes(hashlib.sha256(f"sample:{key}".encode()).digest()[:8], "big") / 2**64
    return draw < share


@dataclass(frozen=True, slots=True)
class Precision:
    """Share of sampled ``auto`` rows that people confirmed, with its Wilson 95 % interval. ``checked`` may be 0."""

    checked: int
    right: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        return self.right / self.checked if self.checked else None


def wilson(right: int, checked: int) -> tuple[float, float]:
    """Wilson score interval (E. B. Wilson, 1927) at 95 %.

    >>> [round(bound, 3) for bound in wilson(98, 100)]
    [0.93, 0.994]
    """
    if not checked:
        return 0.0, 1.0
    share, square = right / checked, Z95**2
    centre = share + square / (2 * checked)
    spread = Z95 * sqrt(share * (1 - share) / checked + square / (4 * checked**2))
    scale = 1 + square / checked
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def precision(decisions: Iterable[Decision]) -> Precision:
    """Measured over the last settling decision of every sampled row."""
    last = {decision.key: decision for decision in decisions if decision.shown.sampled and decision.action in SETTLING}
    right = sum(decision.outcome == ("code", decision.shown.code) for decision in last.values())
    return Precision(len(last), right, *wilson(right, len(last)))
