"""Spent, or only planned; in all, or for each; exact, or about."""

from __future__ import annotations

import pytest

from normalizers.values.money import read_money
from normalizers.values.spending import is_about, is_each, is_planned, is_planned_head


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("төсөвт өртөг 5 сая", True), ("шаардагдах зардал 5 сая төгрөг", True), ("5 сая төгрөг төсөвлөсөн", True),
        ("5 сая зарцуулсан", False), ("төлөвлөсөн 9 сая; зарцуулсан 5 сая", False), ("5 сая", False),
        ("төсөвлөсөн 5 сая, зарцуулаагүй", True),
    ],
)  # fmt: skip
def test_the_clause_around_a_sum(text: str, planned: bool) -> None:
    start = text.index("5 сая")
    assert is_planned(text, start, start + 5) is planned


def test_of_several_sums_the_one_spent_counts() -> None:
    assert read_money("батлагдсан 10 сая, зарцуулсан 8 сая").value == 8_000_000
    assert read_money("10/8 сая").problem == "money_several"
    assert read_money("сар бүр 150,000₮").problem == "money_several" and is_each("нэг хүнд 25 000 төгрөг")
    assert read_money("ойролцоогоор 1.5 сая").problem == "money_about" and not is_about("1.5 сая")


def test_heads() -> None:
    assert is_planned_head("Шаардагдах хөрөнгө") and is_planned_head("Төсөвт өртөг /сая төг/")
    assert not is_planned_head("Төсөвт өртөг / зарцуулсан") and not is_planned_head("Хөрөнгө")
