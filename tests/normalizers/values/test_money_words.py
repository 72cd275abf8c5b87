"""What words say of sums: their unit, spent or planned, in all or for each."""

from __future__ import annotations

import pytest

from normalizers.values.money import read_money
from normalizers.values.money_words import damaged_scale, is_about, is_each, is_planned, is_planned_head, stated_units


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("/мянган төгрөгөөр/", {1_000}), ("(сая.төг)", {10**6}), ("Хэмжих нэгж: мян.төг", {1_000}), ("Мөнгөн дүн: төгрөгөөр", {1}),
        ("Тайлбар: бүх дүнг сая төгрөгөөр илэрхийлэв.", {10**6}), ("ЗАРЦУУЛАЛТ (мян. төгрөг)", {1_000}), ("₮", {1}),
        ("Сургалтад 5 сая төгрөгөөр гэрээ байгуулав", set()), ("Төсөв 12,5 сая төгрөг", set()), ("төгрөг зарцуулсан", set()),
        ("", set()), ("а" * 200 + " /мян.төг/", set()),
    ],
)  # fmt: skip
def test_lines_that_say_what_sums_count(line: str, units: set[int]) -> None:
    assert stated_units([line]) == units


def test_a_scale_but_for_one_letter() -> None:
    assert (damaged_scale("мяп"), damaged_scale("сал"), damaged_scale("мян"), damaged_scale("хэл")) == (
        10**3,
        10**6,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("төсөвт өртөг 5 сая", True), ("5 сая төгрөг шаардлагатай", True),
        ("шаардагдах зардал 5 сая төгрөг", True), ("5 сая төгрөг төсөвлөсөн", True),
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
