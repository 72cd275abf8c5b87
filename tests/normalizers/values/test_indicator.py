"""Indicator cells: items with their name, quantity and unit, against labelled invented cells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.indicator import read_indicators
from tests.normalizers.labelled import indicator_cells

TEXT = st.text(alphabet="абөү АТГ-/.,;:%()“”0123456789\n\u00a0он сарын өдөр хувь хүн", max_size=80)
KNOWN_WRONG = {
    "5 удаагийн мэдээлэл",
    "4 удаагийн сургалт",
    "Сургалт-2 (онлайн-1)",
    "Тендер 12, хэмнэлт 4.5 сая төгрөг",
}
CELLS = [cell for part in ("dev", "held", "second", "third") for cell in indicator_cells(f"indicators_{part}")]


def items(text: str) -> list[tuple[str, str, str]]:
    return [(i.name, "" if i.quantity is None else f"{i.quantity:f}", i.unit) for i in read_indicators(text)]


@pytest.mark.parametrize(("text", "expected"), CELLS)
def test_labelled_cells(text: str, expected: tuple[tuple[str, str, str], ...]) -> None:
    assert (items(text) == list(expected)) is (text not in KNOWN_WRONG)


@given(TEXT)
def test_items_are_numbered_and_named(text: str) -> None:
    found = read_indicators(text)
    assert [item.item for item in found] == list(range(1, len(found) + 1))
    assert all(item.name and item.text for item in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сургалт-3", [("Сургалт", "3", "")]),
        ("Сургалт: 3 удаа", [("Сургалт", "3", "удаа")]),
        ("Сургалт (3 удаа)", [("Сургалт", "3", "удаа")]),
        ("Сургалт 3 удаа", [("Сургалт", "3", "удаа")]),
        ("Сургалт 3", [("Сургалт", "3", "")]),
        ("3 удаа сургалт", [("сургалт", "3", "удаа")]),
        ("12 сургалт", [("сургалт", "12", "")]),
        ("а; б", [("а", "", ""), ("б", "", "")]),
        ("Аян-6, хүн-85", [("Аян", "6", ""), ("хүн", "85", "")]),
        ("Аян, хүн", [("Аян, хүн", "", "")]),
        ("Аян-6, хүн", [("Аян-6, хүн", "", "")]),
        ("- Аян-1\n- Хүрээ", [("Аян", "1", ""), ("Хүрээ", "", "")]),
        ("1. Аян\n2. Хүрээ", [("Аян", "", ""), ("Хүрээ", "", "")]),
        ("Утас 110", [("Утас 110", "", "")]),
        ("2023 он", [("2023 он", "", "")]),
        ("Сургалт 5-10 хүн", [("Сургалт 5-10 хүн", "", "")]),
        ("Хүн-1,250", [("Хүн", "1250", "")]),
        ("Дүн-1.5", [("Дүн", "1.5", "")]),
        ("...", []),
    ],
)
def test_where_a_quantity_is_plainly_one(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert items(text) == expected


def test_the_words_of_an_item_are_kept() -> None:
    (item,) = read_indicators("- Нөлөөллийн аян - 2 удаа;")
    assert (item.text, item.quantity, item.unit) == ("Нөлөөллийн аян - 2 удаа", Decimal(2), "удаа")
