"""Whose catalogue it is: when codes stand, are proposals or fall away."""

from __future__ import annotations

import pytest

from normalizers.catalogue.choice import Choice
from normalizers.catalogue.ownership import Standing, settled, standing
from normalizers.report import Match
from tests.normalizers.reports import CATALOGUES

FOREIGN = Choice(CATALOGUES.items[0], True, False, "", "")
OWN = Choice(CATALOGUES.items[0], True, True, "", "")
FOUND, WAITING, NOT = Match("1.1", 0.99, "auto", "matches"), Match("1.2", 0.2, "review"), Match("", 0.9, "unmatched")


@pytest.mark.parametrize(
    ("matches", "legible", "told"),
    [
        ((FOUND, NOT, NOT), (True, True, True), Standing.NO_CATALOGUE),
        ((FOUND, NOT), (True, True), Standing.STANDS),
        ((WAITING, NOT), (True, True), Standing.STANDS),
        ((FOUND, NOT, NOT), (True, True, False), Standing.STANDS),
        ((FOUND, NOT, FOUND), (False, True, True), Standing.STANDS),
        ((FOUND, NOT), (False, True), Standing.NO_CATALOGUE),
        ((NOT, Match("", 0.86, "review")), (True, True), Standing.NO_CATALOGUE),
        ((NOT, NOT), (False, False), Standing.STANDS),
        ((), (), Standing.STANDS),
    ],
)
def test_fewer_than_half_of_the_legible_rows(
    matches: tuple[Match, ...], legible: tuple[bool, ...], told: Standing
) -> None:
    assert standing(FOREIGN, True, legible, matches) is told
    assert standing(OWN, True, legible, matches) is Standing.STANDS


def test_where_the_agency_is_not_sure_codes_are_proposals() -> None:
    assert standing(FOREIGN, False, (True,) * 3, (FOUND, NOT, NOT)) is Standing.PROPOSED
    assert standing(OWN, False, (True,) * 3, (FOUND, NOT, NOT)) is Standing.STANDS
    first, *others = settled((FOUND, WAITING, NOT), Standing.PROPOSED)
    assert (first.status, first.code, first.score) == ("review", "1.1", 0.99)
    assert first.reason == "matches; the catalogue may be another body's" and "лавлах" in first.reason_mn
    assert others == [WAITING, NOT]


def test_without_a_catalogue_nothing_is_left_of_a_match() -> None:
    two = Match("1.1", 0.97, "auto", "r", "r", "1.2", 0.02, (("1.1", 0.97, ()),), True, (("1.2", 0.9),))
    (left,) = settled((two,), Standing.NO_CATALOGUE)
    assert (left.code, left.status, left.runner_up, left.candidates, left.also) == ("", "unmatched", "", (), ())
    assert left.continues and left.reason and left.reason_mn
    assert settled((two,), Standing.STANDS) == (two,)
