"""Which goal a printed heading names."""

from __future__ import annotations

import pytest

from normalizers.catalogue.goals import goal_of, heading_letters
from normalizers.catalogue.model import Catalogue, Goal, Measure

OPEN, ETHICS, EMPTY = Goal("1", "Ил тод байдлыг хангах"), Goal("2", "Ёс зүйн соёлыг төлөвшүүлэх"), Goal("3", "")
PLAN = Catalogue("x", tuple(Measure(goal.code, goal.code, "Сургалт", goal) for goal in (OPEN, ETHICS, EMPTY)))


@pytest.mark.parametrize(
    ("heading", "goal"),
    [
        ("Зорилго 2. Ил тод байдлыг хангах", OPEN),  # the text counts, not the number
        ("ЗОРИЛТ 1. ЁС ЗҮЙН СОЁЛЫГ ТӨЛӨВШҮҮЛЭХ", ETHICS),
        ("I чиглэл. Хүний нөөц / 1.2 Ил тод байдлыг хангах", OPEN),  # the inner level alone
        ("Ил тод байдал хангах нь", OPEN),
        ("Хүний нөөцийн бодлого", None),
        ("Зорилго 1.", None),
        ("", None),
    ],
)
def test_a_heading_names_the_goal_whose_text_it_carries(heading: str, goal: Goal | None) -> None:
    assert goal_of(heading, PLAN) == goal


def test_the_nearest_goal_of_all_levels_is_named() -> None:
    assert goal_of("Ил тод байдал / Ёс зүйн соёлыг төлөвшүүлэх", PLAN) == ETHICS
    assert goal_of("Ил тод байдлыг хангах / Ёс зүйн соёл", PLAN) == OPEN


def test_a_catalogue_without_goals_names_none() -> None:
    assert goal_of("Ил тод", Catalogue("y", (Measure("1", "1", "Сургалт"),))) is None


def test_letters_of_the_whole_and_of_every_level_that_has_some() -> None:
    assert heading_letters("II. Хурал / 2. Сурвалж")[1:] == ("хурал", "сурвалж")
    assert len(heading_letters("Аян")) == 2 and heading_letters("2.") == ()
