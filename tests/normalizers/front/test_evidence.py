"""Of the candidates for a fact the one for which most speaks is taken; another one as likely leaves it open."""

from __future__ import annotations

import pytest

from normalizers.front.evidence import WEIGHTS, Candidate, Chosen, choose, known
from normalizers.values.value import Value


def told(*places: tuple[int, str]) -> Chosen[int] | None:
    return choose(Candidate(year, Value("", year), (place,)) for year, place in places)


def test_of_nothing_nothing_is_chosen() -> None:
    assert choose([]) is None
    assert list(known(Value("", None), "title")) == []
    assert [one.fact for one in known(Value("", 2023), "title")] == [2023]


def test_the_place_that_is_right_more_often_counts() -> None:
    chosen = told((2024, "folder"), (2023, "title"))
    assert chosen and (chosen.best.fact, chosen.rival, chosen.clear) == (2023, None, True)


def test_what_print_says_otherwise_is_told_though_the_best_is_clear() -> None:
    chosen = told((2023, "title"), (2024, "closing_title"))
    assert chosen and chosen.clear and chosen.rival and chosen.rival.fact == 2024


def test_two_that_are_as_likely_leave_the_fact_open() -> None:
    chosen = told((2023, "title"), (2024, "title"))
    assert chosen and not chosen.clear and chosen.rival


def test_places_that_agree_strengthen_each_other_but_one_place_counts_once() -> None:
    alone = told((2023, "file_name"), (2024, "folder"))
    assert alone and not alone.clear
    agreed = told((2023, "file_name"), (2024, "folder"), (2023, "calendar"), (2023, "signoff"))
    assert agreed and agreed.clear and agreed.best.fact == 2023 and agreed.best.clues == ("file_name",)
    twice = told((2023, "file_name"), (2023, "file_name"), (2024, "folder"))
    assert twice and not twice.clear


def test_related_values_contradict_nothing_and_alike_ones_are_the_same() -> None:
    pairs = [Candidate(name, Value("", name), ("title",)) for name in ("АБ", "А", "аб")]
    chosen = choose(pairs, lambda one, other: one.lower() == other.lower(), lambda one, other: other in one)
    assert chosen and chosen.best.fact == "АБ" and chosen.rival is None


@pytest.mark.parametrize(("better", "worse"), [("key", "title"), ("title", "letterhead"), ("about_report", "calendar")])
def test_forms_before_titles_before_other_print_before_the_calendar(better: str, worse: str) -> None:
    assert WEIGHTS[better] > WEIGHTS[worse]
