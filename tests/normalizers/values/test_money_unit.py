"""Units said around a table."""

from __future__ import annotations

import pytest

from normalizers.values.money_unit import damaged_scale, stated_units


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
