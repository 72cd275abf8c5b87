"""Shapes of texts: classes of tokens, and sequences of them that are declared as data."""

from __future__ import annotations

import pytest

from parsers.language.shapes import Sequences, shape_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024 оны 06 дугаар сарын 14-ний өдөр", "year year_word small nth month small hyphen end day"),
        ("2024.06.14, 14.06.2024; 06.14", "full comma full_last semicolon day_month"),
        ("1,250 хүн… 1.5 99112233 274", "thousands word mark pair digits hundreds"),
        ("12'000 94 хувиар 5%, 10 ₮", "number small per_cents small per_cent comma small currency"),
        ("49 дүгээр албан тоот тушаалаар", "small nth official numbered act"),
        ("хорин таван хүн", "numeral numeral word"),
        ("арван хоёрдугаар сард", "ten month_name month"),
        ("еарын дугвар едөр оиы", "month_like nth_like day_like year_like"),
        ("самбар ъ ъщз ъщзкгм", "word letter short strange"),
        ("202.03.05 2024.0,3.05", "torn_date torn_date"),
    ],
)
def test_every_token_has_one_class(text: str, expected: str) -> None:
    shape = shape_of(text)
    assert [shape.has((name,), n, n + 1) for n, name in enumerate(expected.split())] == [True] * len(shape.letters)


def test_a_word_of_the_vocabulary_is_no_damaged_one() -> None:
    shape = shape_of("сайд өндөр")  # a letter from сард and өдөр
    assert shape.has(("word",), 0, 1) and shape.has(("word",), 1, 2)


def test_a_sequence_keeps_what_its_names_cover_and_others_stand_in_it() -> None:
    rules = Sequences({"whole": "stated? month=(small | roman) nth? month day=small", "stated": "year=year year_word?"})
    shape = shape_of("хурал 2024 оны 6 дугаар сарын 14-нд")
    found = rules["whole"].search(shape.letters)
    assert found is not None and rules["whole"] is rules["whole"]
    assert [shape.tokens[found.start(name)].text for name in ("year", "month", "day")] == ["2024", "6", "14"]
    assert rules["stated"].fullmatch(shape_of("2024").letters)


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        Sequences({"one": "small nothing"})["one"]
    with pytest.raises(KeyError):
        Sequences({})["one"]
