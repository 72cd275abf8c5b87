"""What speaks for each candidate of a fact, and which one is taken: one scoring for agency, plan year and period.

Takes candidates with their clues; gives the best one, the strongest that says otherwise, and whether the best is clear.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Generic

from normalizers.values.value import T, Value

WEIGHTS: Final = MappingProxyType(
    {
        # where it stands
        "key": 8.0,  # behind a key: "Байгууллагын нэр: …"
        "title": 6.4,
        "rest_of_title": 5.3,  # from a further line of it on
        "key_period": 5.0,  # a year in the words behind the key of the period
        "bracket": 5.0,  # in brackets or behind a dash of the title
        "closing_title": 4.4,  # in a title below the table: another report of the same file
        "letterhead": 4.2,  # the nearest body above the title
        "beside_title": 4.0,  # in the lines right below the title
        "below": 3.5,  # a body among the lines below the title
        "about_report": 3.6,  # in another line that speaks of the report
        "foreword": 3.0,  # in a sentence
        "file_name": 2.6,
        "folder": 2.4,
        "signoff": 2.2,  # in the position of who signed
        "approval": 2.0,  # in the position of who approved the plan: often the body above
        "far_letterhead": 2.0,
        "calendar": 1.5,  # the date of the report tells it
        # what it is
        "of_plan": 1.0,  # a year right before the words of the plan
        "listed": 1.0,  # a body of the register
        "complete": 0.5,  # a body of the gazetteer, or one with its place
        "doubtful": -0.5,
        "place_alone": -2.5,  # an aimag, district or sum in a letterhead: where the body is
        "headless": -2.0,  # ends in no head noun of a body
    }
)
"""Named clues, on the scale of log-odds that a candidate with the clue is the fact. Set by hand, not fitted: what a form asks for
counts before the title, the title before other print, print before what stands outside the document; the labelled fronts
hold them to it."""

_AGREES: Final = 0.5
"""Another place that says the same."""

_MOST_AGREEING: Final = 2
_CLEAR: Final = 0.9
"""The best must lead one that says otherwise by so much, or nothing is taken."""

_SPEAKS: Final = 4.0
"""What says otherwise with such strength is told even where the best leads clearly."""


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """A fact as one place gives it, how it was read there, and the names of its clues (keys of ``WEIGHTS``), the place
    first."""

    fact: T
    read: Value[T]
    clues: tuple[str, ...]

    @property
    def score(self) -> float:
        return sum(WEIGHTS[clue] for clue in self.clues)


@dataclass(frozen=True, slots=True)
class Chosen(Generic[T]):
    """The best candidate, the strongest one with another value (None where none is worth a word), and whether the best
    is clearly better."""

    best: Candidate[T]
    rival: Candidate[T] | None = None
    clear: bool = True


def choose(
    candidates: Iterable[Candidate[T]],
    alike: Callable[[T, T], bool] = lambda one, other: one == other,
    related: Callable[[T, T], bool] = lambda one, other: False,
) -> Chosen[T] | None:
    """The candidate with the best score, places that agree counted; None where there is none. ``alike``: two values are
    the same; ``related``: they do not contradict each other (a body and the one above it).

    >>> told = [Candidate(year, Value("", year), (place,)) for year, place in ((2023, "title"), (2024, "file_name"))]
    >>> choose(told).best.fact, choose(told).rival
    (2023, None)
    """
    groups: list[list[Candidate[T]]] = []
    for candidate in candidates:
        own = next((group for group in groups if alike(group[0].fact, candidate.fact)), None)
        if own is None:
            groups.append([candidate])
        else:
            own.append(candidate)
    if not groups:
        return None
    first, *others = sorted(groups, key=_strength, reverse=True)
    best = max(first, key=lambda candidate: candidate.score)
    strange = next((group for group in others if not related(best.fact, group[0].fact)), None)
    if strange is None:
        return Chosen(best)
    lead = _strength(first) - _strength(strange)
    told = lead < _CLEAR or _strength(strange) >= _SPEAKS
    return Chosen(best, strange[0] if told else None, lead >= _CLEAR)


def known(read: Value[T], *clues: str) -> Iterator[Candidate[T]]:
    """The candidate that a reading is; none where nothing was read."""
    if read.value is not None:
        yield Candidate(read.value, read, clues)


def _strength(group: list[Candidate[T]]) -> float:
    """The best score of the places that agree, and a little for each further place."""
    places = {candidate.clues[0] for candidate in group}
    return max(candidate.score for candidate in group) + _AGREES * min(len(places) - 1, _MOST_AGREEING)
