"""Texts: what is published of a cell, and the plain form for the readers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.text import bare, folded, is_capitals, plain, says_nothing
from tests.normalizers.forms import ANYTHING


@given(ANYTHING)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=30))
def test_the_plain_form_keeps_every_position_and_stays(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text) and bare(bare(text)) == bare(text)


def test_what_is_invisible_goes_and_blanks_are_one() -> None:
    assert folded(" а\u00ad\u200bб\n\n в\xa0г ") == "аб в г"
    assert folded("и\u0306") == "й"


def test_look_alikes_count_only_inside_cyrillic_words() -> None:
    assert plain("HAPИЙН") == "нарийн" and plain("PDF") == "pdf" and plain("А1B") == "а1b"
    assert plain("“а” – ‘б’") == "\"а\" - 'б'" and plain("50％\t1") == "50% 1"
    assert plain("ЄЇ") == "өү"
    assert plain("İ") == "İ".lower() or len(plain("İ")) == 1


def test_similar_letters_compare_alike_and_marks_do_not_count() -> None:
    assert bare("Хэрэгжээ-гүй!") == bare("хэрэгжээ гуй") == "хэрэгжээ гуи".replace("э", "е")


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
