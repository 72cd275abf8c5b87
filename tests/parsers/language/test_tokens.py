"""Tokens: a number is never cut, letters that touch it are a token of their own, and nothing is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language.tokens import Kind, scan


def kinds(text: str) -> str:
    """The tokens as ``text:kind`` with blanks between."""
    return " ".join(f"{token.text}:{token.kind.name.lower()}" for token in scan(text))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("биелэлт100%", "биелэлт:word 100:number %:percent"),
        ("85хувь", "85:number хувь:percent"),
        ("1.500.000₮", "1.500.000:number ₮:currency"),
        ("2сая 500мянган төгрөгийн", "2:number сая:scale 500:number мянган:scale төгрөгийн:currency"),
        ("2024 оны 6-р сарын 15", "2024:number оны:year 6:number -:mark р:ordinal сарын:month 15:number"),
        ("iii улирлын", "iii:word улирлын:quarter"),
        ("саяхан төгссөн хувцас", "саяхан:word төгссөн:word хувцас:word"),
        ("5 оноо, 20 доллар", "5:number оноо:points ,:mark 20:number доллар:foreign"),
        ("1,5. 2", "1,5:number .:mark 2:number"),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    assert kinds(text) == tokens


def test_a_scale_has_its_factor() -> None:
    assert [token.value for token in scan("мян сая тэрбум ₮")] == [10**3, 10**6, 10**9, 0]


@given(st.text(alphabet="0123456789.,' -%₮абвгөүсаятөгхувьон\n", max_size=60))
def test_every_letter_and_figure_is_in_one_token_and_no_number_touches_another(text: str) -> None:
    tokens = scan(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert "".join(token.text for token in tokens) == "".join(text.split()).replace("_", "")
    for one, other in pairwise(tokens):
        assert one.end <= other.start
        assert not (one.kind is other.kind is Kind.NUMBER and one.end == other.start)
