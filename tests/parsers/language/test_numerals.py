"""Digits as scans read them, and numbers in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language.numerals import NUMBER_WORDS, digits_repaired, words_to_number


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("з0%", "30%"), ("1оо", "100"), ("о", "о"), ("зоо", "зоо"), ("о,45", "0,45"), ("l.2", "1.2"), ("l2сая", "12сая"),
        ("1,5оо,ооо", "1,500,000"), ("1 ооо", "1 000"), ("1 оо", "1 оо"), ("5бб", "566"), ("а1о", "а1о"), ("б,5", "б,5"),
        ("1.ооо.ооо", "1.000.000"), ("i0", "10"), ("|5", "15"),
    ],
)  # fmt: skip
def test_letters_are_digits_only_beside_digits(read: str, meant: str) -> None:
    assert digits_repaired(read) == meant


@given(st.text(alphabet="0123456789оoзiіl|бº .,'%абв", max_size=30))
def test_places_are_kept_and_a_second_look_changes_nothing(text: str) -> None:
    once = digits_repaired(text)
    assert len(once) == len(text)
    assert all(a == b or b.isdigit() for a, b in zip(text, once, strict=True))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("нэг", 1), ("арван таван", 15), ("зуу", 100), ("зуун", 100), ("гурван зуун хорин", 320), ("мянга", 1000),
        ("хоёр мянга таван зуу", 2500), ("сая", 10**6), ("нэг тэрбум хоёр сая", 1_002_000_000), ("тэг", 0), ("нэг хүн", None), ("", None),
    ],
)  # fmt: skip
def test_numbers_in_words(words: str, number: int | None) -> None:
    assert words_to_number(words.split()) == number


def test_every_number_word_is_a_number() -> None:
    assert all(words_to_number([word]) is not None for word in NUMBER_WORDS)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("зуун тав", 105), ("хоёр зуун тав", 205), ("мянга тав", 1005), ("хоёр мянга", 2000), ("тэг мянга", 1000),
        ("гурван сая хоёр мянга нэг", 3_002_001), ("тав хүн", None),
    ],
)  # fmt: skip
def test_hundreds_and_scales_multiply_what_stands_before_them(words: str, number: int | None) -> None:
    assert words_to_number(words.split()) == number


def test_numbers_beyond_all_numbers_are_none() -> None:
    assert words_to_number(["арав", *["зуун"] * 7]) == 10**15
    assert words_to_number(["нэг", *["зуун"] * 8]) is None


@pytest.mark.parametrize(
    ("read", "meant"),
    [("5о", "50"), ("а5о", "а5о"), ("5ов", "5ов"), ("ао5о", "ао5о"), ("5о6ов", "506ов"), ("о5", "05"), ("55", "55")],
)
def test_what_touches_a_word_stays(read: str, meant: str) -> None:
    assert digits_repaired(read) == meant
