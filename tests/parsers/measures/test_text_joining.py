"""The two halves of a cut cell, and how texts begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.measures.text_joining import is_finished, is_unfinished, join_text, starts_inside

SENTENCE = "Албан хаагчдад авлигын эсрэг сургалт зохион байгуулж, мэдээлэл хүргүүлэв"


@given(st.integers(1, len(SENTENCE.split()) - 1))
def test_halves_cut_between_words_are_the_text_again(cut: int) -> None:
    words = SENTENCE.split()
    assert join_text(" ".join(words[:cut]), " ".join(words[cut:])) == SENTENCE


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("ажил-", "лагаа", "ажиллагаа"),
        ("АТГ-", "аас", "АТГ-аас"),
        ("а-", "б", "а-б"),
        ("ажил-", "Лагаа", "ажил- Лагаа"),
        ("5-", "аас", "5- аас"),
        ("Үүнд:", "- Аян", "Үүнд:\n- Аян"),
        ("Үүнд:", "1. Аян", "Үүнд:\n1. Аян"),
        ("Үүнд:", "II. Аян", "Үүнд:\nII. Аян"),
        ("нийт", "1.5 сая", "нийт 1.5 сая"),
        ("8,450,0", "00", "8,450,000"),
        ("8,450,0", "0", "8,450,0 0"),
        ("12.500", "000", "12.500 000"),
        ("8,450,0", "00₮", "8,450,000₮"),
        ("5,0", "00 хүн", "5,0 00 хүн"),
        ("цахим кон", "тент", "цахим контент"),
        ("нийт", "эд", "нийт эд"),
        ("кон", "Тент", "кон Тент"),
        ("", "а", "а"),
        ("а ", "", "а"),
        ("хий", "в", "хий в"),
    ],
)
def test_halves(first: str, second: str, joined: str) -> None:
    assert join_text(first, second) == joined


@pytest.mark.parametrize(
    ("text", "unfinished"),
    [
        ("журам болон", True),
        ("журам,", True),
        ("(шторк", True),
        ("“шторк", True),
        ("(шторк)", False),
        ("байгуулах;", False),
        ("", False),
        ("журам", False),
        ("журам (", True),
        ("тухай", True),
        ("Тухай", True),
        ("-", True),
    ],
)
def test_texts_that_cannot_end_here(text: str, unfinished: bool) -> None:
    assert is_unfinished(text) is unfinished


def test_ends_and_beginnings() -> None:
    assert all(is_finished(f"хийв{mark} ") for mark in ".;!?…") and not is_finished("хийв,") and not is_finished("")
    assert all(starts_inside(f" {mark}хийв") for mark in ",.;):”»%") and starts_inside("хийв")
    assert not starts_inside("Хийв") and not starts_inside("- Аян") and not starts_inside("")
