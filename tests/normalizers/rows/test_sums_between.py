"""Sums that are off by a thousand beside those of other reports, as bare columns."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest

from normalizers.rows.sums_between import FEWEST, Doubt, Usual, doubted

USUAL = [1_000_000, 1_200_000, 900_000, 2_000_000, 1_500_000, 800_000, 1_100_000]


def judged(
    amounts: Sequence[int],
    owners: Sequence[int] | None = None,
    series: Sequence[Sequence[int]] = (),
    settled: frozenset[int] = frozenset(),
    measures: Sequence[int] | None = None,
) -> dict[int, Doubt]:
    columns = (measures or [0] * len(amounts), owners or range(len(amounts)), amounts)
    of, by, spent = (np.array(column, np.int64) for column in columns)
    return dict(doubted(of, by, spent, series, settled))


@pytest.mark.parametrize(
    ("amount", "is_doubted"),
    [
        (1_000, True), (900, True), (1_500_000_000, True), (1, True), (100_000_000_000_000, False),
        (20_000, False), (1_000_000, False), (80_000_000, False), (0, False),
    ],
)  # fmt: skip
def test_a_sum_in_another_unit_than_that_of_seven_others(amount: int, is_doubted: bool) -> None:
    expected = {7: Doubt("money_contradicts_others", 1_100_000)} if is_doubted else {}
    assert judged([*USUAL, amount]) == expected


def test_fewer_than_seven_others_tell_nothing_and_an_agency_has_one_voice() -> None:
    assert len(USUAL) == FEWEST and judged([*USUAL[1:], 1_000]) == {}
    assert judged([*USUAL, 1_000], owners=[0, 0, 2, 3, 4, 5, 6, 7]) == {}
    assert set(judged([*USUAL, 1_000, 1_000, 1_000], owners=[*range(8), 7, 7])) == {7, 8, 9}


def test_other_measures_and_measures_without_a_usual_cost_tell_nothing() -> None:
    assert judged([*USUAL, 1_000], measures=[*[1] * 7, 0]) == {}
    wide = [10**n for n in (4, 5, 6, 7, 8, 9)] * 2
    assert judged([*wide, 1_000]) == {}


def test_quartiles_and_what_they_exclude() -> None:
    assert not Usual(5.0, 5.6, 6.1).excludes(1.0)  # too wide
    assert Usual(5.0, 5.4, 5.9).excludes(2.7) and not Usual(5.0, 5.4, 5.9).excludes(2.9)  # 2.5 times the spread


@pytest.mark.parametrize("order", range(3))
def test_the_order_does_not_matter(order: int) -> None:
    amounts = [*USUAL, 1_000, 3_000_000_000]
    places = list(range(len(amounts)))
    Random(order).shuffle(places)
    found = judged([amounts[place] for place in places], owners=places)
    assert {amounts[places[at]] for at in found} == {1_000, 3_000_000_000}


@pytest.mark.parametrize(
    ("amounts", "wrong"),
    [
        ((5_000_000, 6_000), {0, 1}),  # it cannot fall; nobody tells which one is wrong
        ((5_000_000, 50_001), set()),  # less than a hundredfold
        ((5_000_000, 50_000), {0, 1}),
        ((5_000, 5_000_000), {0, 1}),  # the same figure in two units
        ((5, 5_000_000), {0, 1}),
        ((5_000, 6_000_000), set()),  # it may grow
        ((5_000_000, 6_000, 7_000_000), {1}),
        ((5_000, 5_000_000, 5_100), {1}),
        ((5_000_000, 5_500_000, 6_000), {2}),
        ((5_000_000_000, 5_500_000, 6_000_000), {0}),
    ],
)
def test_sums_of_the_periods_of_a_year(amounts: tuple[int, ...], wrong: set[int]) -> None:
    places = range(len(amounts))
    found = judged(amounts, owners=[0] * len(amounts), series=[places])
    assert set(found) == wrong and all(doubt.code == "money_contradicts_period" for doubt in found.values())
    assert all(doubt.of is not None and doubt.against == amounts[doubt.of] for doubt in found.values())


@pytest.mark.parametrize(("amounts", "wrong"), [((1_300_000, 11_000), 1), ((130_000_000, 1_200_000), 0)])
def test_what_others_spend_tells_which_of_two_is_wrong(amounts: tuple[int, int], wrong: int) -> None:
    found = judged([*amounts, *USUAL], owners=[0, 0, *range(1, 8)], series=[(0, 1)])
    assert found == {wrong: Doubt("money_contradicts_period", amounts[1 - wrong], 1 - wrong)}


def test_what_a_person_gave_is_never_doubted_but_a_witness() -> None:
    assert judged([*USUAL, 1_000], settled=frozenset({7})) == {}
    for settled in (0, 1):
        found = judged((5_000_000, 6_000), owners=(0, 0), series=[(0, 1)], settled=frozenset({settled}))
        assert set(found) == {1 - settled}
    assert judged((5_000_000, 6_000), owners=(0, 0), series=[(0, 1)], settled=frozenset({0, 1})) == {}
    assert judged((5_000_000, 6_000, 7_000_000), owners=(0,) * 3, series=[(0, 1, 2)], settled=frozenset({1})) == {}


def test_of_four_hundred_sums_of_forty_agencies_fifteen_are_in_another_unit() -> None:
    random = Random(11)
    usual = [random.uniform(5.5, 7.0) for _ in range(11)]
    amounts = [round(10 ** random.gauss(usual[n % 11], 0.25), -3) // 1 for n in range(440)]
    whole = [int(amount) for amount in amounts]
    measures, owners = [n % 11 for n in range(440)], [n // 11 for n in range(440)]
    assert judged(whole, owners, measures=measures) == {}
    wrong = random.sample(range(440), 15)
    for n, place in enumerate(wrong):
        whole[place] = whole[place] * 1_000 if n % 2 else whole[place] // 1_000
    assert set(judged(whole, owners, measures=measures)) == set(wrong)
