"""Whose catalogue it is: what becomes of codes where a report hardly speaks of a catalogue that another body issued.

Takes the choice of the catalogue, how surely the agency is known, and the matches; says whether they stand, are proposals
or fall away. A catalogue without issuer, or of a body that the agency belongs to, is never in question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from typing import Final

from normalizers.catalogue.choice import Choice
from normalizers.report import Match

LEAST_FOUND: Final = 0.5
"""Share of the legible rows below which the catalogue of another body is not the one that is reported on."""


class Standing(Enum):
    """Whether the codes of a report stand, wait for a person, or there is no catalogue for it."""

    STANDS = "stands"
    PROPOSED = "proposed"
    NO_CATALOGUE = "no_catalogue"


def standing(choice: Choice, agency_is_sure: bool, legible: Sequence[bool], matches: Sequence[Match]) -> Standing:
    """``legible``: of each row, whether its words can be compared at all. A row is found when a measure is at least
    proposed for it."""
    found = sum(can and match.code != "" for can, match in zip(legible, matches, strict=True))
    if choice.own or found >= LEAST_FOUND * sum(legible):
        return Standing.STANDS
    return Standing.NO_CATALOGUE if agency_is_sure else Standing.PROPOSED


def settled(matches: Sequence[Match], verdict: Standing) -> tuple[Match, ...]:
    """The matches as they are published."""
    if verdict is Standing.STANDS:
        return tuple(matches)
    return tuple(map(_proposed if verdict is Standing.PROPOSED else _without_catalogue, matches))


def _proposed(match: Match) -> Match:
    if match.status != "auto":
        return match
    return replace(
        match, status="review",
        reason=f"{match.reason}; the catalogue may be another body's",
        reason_mn=f"{match.reason_mn}; лавлах нь өөр байгууллагынх байж магадгүй",
    )  # fmt: skip


def _without_catalogue(match: Match) -> Match:
    return Match(
        score=1.0,
        reason="there is no catalogue of this agency",
        reason_mn="энэ байгууллагын лавлах алга",
        continues=match.continues,
    )
