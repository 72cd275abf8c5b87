"""Texts: what is published of a cell, and what kind of text it is."""

from __future__ import annotations

import pytest
from hypothesis import given

from normalizers.values.text import folded, is_capitals, says_nothing
from tests.normalizers.forms import ANYTHING


@given(ANYTHING)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_what_is_invisible_goes_and_blanks_are_one() -> None:
    assert folded(" а\u00ad\u200bб\n\n в\xa0г ") == "аб в г"
    assert folded("и\u0306") == "й"


@pytest.mark.parametrize("cell", ["", " - ", "–", "...", "_", "/", "•", "* *", "\\"])
def test_ways_to_leave_a_cell_empty(cell: str) -> None:
    assert says_nothing(cell)
    assert not says_nothing(f"{cell}0") and not says_nothing(f"{cell}а")


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("САНГИЙН ЯАМ", True),
        ("САНГИЙН ЯАМ-ны", True),
        ("Сангийн яам", False),
        ("С", False),
        ("", False),
        ("12", False),
        ("АБВГд", True),
        ("АБВгд", False),
    ],
)
def test_capitals_are_four_of_five_letters_or_more(text: str, capitals: bool) -> None:
    assert is_capitals(text) is capitals
