"""Names of public bodies: from capitals and genitives to the name as it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.front.agency import ends_in_genitive, names_a_body, proper_case, read_agency
from tests.normalizers.forms import ANYTHING, table

NAMES = [expected[0] for _, expected in table("agencies", "agencies_third") if expected[0]]


@pytest.mark.parametrize(("text", "expected"), table("agencies", "agencies_third"))
def test_agencies(text: str, expected: list[str]) -> None:
    assert (read_agency(text).value or "") == expected[0]


@given(st.sampled_from(NAMES))
def test_a_name_in_the_nominative_stays(name: str) -> None:
    assert read_agency(name).value == name
    assert names_a_body(name) or read_agency(name).problem == ""


@given(st.sampled_from([expected[0] for _, expected in table("agencies") if expected[0]]))
def test_the_usual_case_stays(name: str) -> None:
    assert proper_case(name) == name


@given(ANYTHING)
def test_any_text_is_kept_and_an_unknown_body_is_said(text: str) -> None:
    read = read_agency(text)
    assert read.raw == text
    assert read.value or read.problem


@pytest.mark.parametrize(
    ("name", "genitive"),
    [("САНГИЙН ЯАМНЫ", True), ("Сангийн яамны", True), ("Сангийн яам", False), ("Соёлын төвийн", True), ("", False)],
)
def test_the_genitive_of_a_body(name: str, genitive: bool) -> None:
    assert ends_in_genitive(name) is genitive


@pytest.mark.parametrize(
    ("text", "body"), [("САНГИЙН ЯАМ", True), ("Номын сан", True), ("Сургалт зохион байгуулах", False), ("", False)]
)
def test_what_names_a_body(text: str, body: bool) -> None:
    assert names_a_body(text) is body
