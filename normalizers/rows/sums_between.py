"""Sums of an edition that are off by about a factor of 1,000 beside those of other reports: their unit was mistaken.

Takes the sums of mapped measures as columns; gives those that no analyst may add up. A sum is judged by two witnesses:
the same agency's other periods of a plan year, for what is spent from January on only grows, and the same measure in the
reports of other agencies. Which of two sums is wrong is said only where a third one tells; else neither can be trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log10
from typing import Final

import numpy as np
from numpy.typing import NDArray

FALLS: Final = 100
"""Times that a cumulative sum falls by when one of the two is a thousandfold off and grew up to tenfold meanwhile."""

FACTORS: Final = (1_000, 1_000_000)  # what sums are off by whose unit was mistaken …
_DECADES: Final = (3, 6)  # … and their decimal logarithms
FEWEST: Final = 7
"""Other agencies with a sum for the measure from which its usual cost is known."""

_WIDEST: Final = 1.0  # decades between the quartiles, beyond which a measure has no usual cost
_FAR: Final = 2.0  # decades from the nearer quartile at least …
_SPREADS: Final = 2.5  # … and times the distance of the quartiles: four standard deviations from the median
_NEAR: Final = 1.0  # decades from a quartile within which a sum in its right unit lies
_CLEAR: Final = 1.0  # decades by which a third sum is nearer to one of two


@dataclass(frozen=True, slots=True)
class Usual:
    """What other agencies spend on a measure, as decimal logarithms: the quartiles and the median."""

    low: float
    middle: float
    high: float

    def excludes(self, value: float) -> bool:
        """Whether a sum is far from all that is usual, and usual in another unit.

        >>> usual = Usual(6.0, 6.2, 6.4)
        >>> [usual.excludes(value) for value in (3.3, 9.2, 0.2, 6.1, 4.2, 7.9)]
        [True, True, True, False, False, False]
        """
        spread = self.high - self.low
        beyond = max(self.low - value, value - self.high)
        if spread > _WIDEST or beyond < max(_FAR, _SPREADS * spread):
            return False
        side = 1 if value < self.low else -1
        return any(self.low - _NEAR <= value + side * step <= self.high + _NEAR for step in _DECADES)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a sum cannot be trusted: the finding's code, and the sum that speaks against it, in tögrög, with its place among
    all sums (None: the median of other agencies)."""

    code: str
    against: int
    of: int | None = None


def doubted(
    measures: NDArray[np.int64],
    owners: NDArray[np.int64],
    amounts: NDArray[np.int64],
    series: Iterable[Sequence[int]],
    settled: frozenset[int],
) -> Mapping[int, Doubt]:
    """Doubtful sums by their place in the columns. An amount that is not positive is none.

    ``measures`` and ``owners`` are numbers of the measures and agencies; ``series`` are places of one agency's sums for one
    measure in the cumulative periods of a year, in the order of time; ``settled`` those that a person confirmed: never doubted,
    but witnesses. The order of the columns does not matter.
    """
    found: dict[int, Doubt] = {}
    usual: dict[int, Usual] = {}
    paired = [places for places in series if any(_contradict(amounts, *pair) for pair in pairwise(places))]
    asked = {place for places in paired for place in places}
    for place, known in _usual(measures, owners, amounts):
        if known.excludes(log10(amounts[place])) and place not in settled:
            found[place] = Doubt("money_contradicts_others", round(10**known.middle))
        if place in asked and known.high - known.low <= _WIDEST:
            usual[place] = known
    for places in paired:
        for pair in pairwise(places):
            if not _contradict(amounts, *pair):
                continue
            witnesses = [log10(amounts[place]) for place in places if place not in pair]
            witnesses += [usual[place].middle for place in pair[1:] if place in usual]
            for wrong, other in _blamed(amounts, pair, witnesses, settled):
                found.setdefault(wrong, Doubt("money_contradicts_period", int(amounts[other]), other))
    return found


def _contradict(amounts: NDArray[np.int64], before: int, now: int) -> bool:
    was, is_now = int(amounts[before]), int(amounts[now])
    return was >= FALLS * is_now or is_now in (was * factor for factor in FACTORS)


def _blamed(
    amounts: NDArray[np.int64], pair: tuple[int, int], witnesses: Sequence[float], settled: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """Which of two sums are wrong, each with the other one."""
    first, second = pair
    far = [abs(seen - log10(amounts[first])) - abs(seen - log10(amounts[second])) for seen in witnesses]
    for_first, for_second = any(one <= -_CLEAR for one in far), any(one >= _CLEAR for one in far)
    if for_first == for_second:
        for_first, for_second = first in settled, second in settled
    if not for_first and first not in settled:
        yield first, second
    if not for_second and second not in settled:
        yield second, first


def _usual(
    measures: NDArray[np.int64], owners: NDArray[np.int64], amounts: NDArray[np.int64]
) -> Iterator[tuple[int, Usual]]:
    """Each sum with what is usual among the others; an agency has one voice for a measure, the median of its sums."""
    known = np.flatnonzero(amounts > 0)
    known = known[np.lexsort((amounts[known], owners[known], measures[known]))]
    logs = np.log10(amounts[known])
    for begin, end in _runs(measures[known]):
        voices = [(begin + first, begin + last) for first, last in _runs(owners[known[begin:end]])]
        if len(voices) <= FEWEST:
            continue
        medians = np.array([(logs[(first + last - 1) // 2] + logs[(first + last) // 2]) / 2 for first, last in voices])
        order = np.argsort(medians, kind="stable")
        ordered, rank = medians[order], np.argsort(order, kind="stable")
        for (first, last), own in zip(voices, rank.tolist(), strict=True):
            usual = _without(ordered, own)
            yield from ((place, usual) for place in known[first:last].tolist())


def _runs(values: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """[begin, end) of each run of equal values."""
    edges = [0, *(np.flatnonzero(values[1:] != values[:-1]) + 1).tolist(), len(values)]
    return ((begin, end) for begin, end in pairwise(edges) if end > begin)


def _without(ordered: NDArray[np.float64], own: int) -> Usual:
    """Quartiles and median of the voices but for the one at ``own``."""
    count = len(ordered) - 1
    at = (count // 4, (count - 1) // 2, count // 2, count - 1 - count // 4)
    low, below, above, high = (float(ordered[n if n < own else n + 1]) for n in at)
    return Usual(low, (below + above) / 2, high)
