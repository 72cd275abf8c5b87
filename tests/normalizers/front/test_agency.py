"""Names of public bodies: from capitals and genitives to the name as it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.front.agency import (
    agency_of,
    by_vocabulary,
    ends_in_genitive,
    is_known,
    names_a_body,
    proper_case,
    read_agency,
)
from normalizers.front.agency_list import Agency
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


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("Сангийн яам", ()),
        ("Сангийн яамны", ("genitive_undone",)),
        ("САНГИЙН ЯАМ", ()),
        ("СОЁЛЫН ТӨВИЙН", ("genitive_undone",)),
    ],
)
def test_the_steps_tell_whether_a_genitive_was_undone(text: str, steps: tuple[str, ...]) -> None:
    assert read_agency(text).steps == steps


def test_words_are_mended_only_where_it_is_asked_for() -> None:
    damaged = "6АЯНГОЛ ДҮҮРГЙЙН СОЁЛЫН ТӨВ"
    assert read_agency(damaged).value == "Баянгол дүүргийн Соёлын төв" and read_agency(damaged).steps == ("gazetteer",)
    assert "gazetteer" not in read_agency(damaged, mend=False).steps
    assert read_agency("").problem == read_agency("  ").problem == "agency_unknown"


@pytest.mark.parametrize(
    ("name", "cased"),
    [
        ("БАЯНГОЛ ДҮҮРГИЙН 135 ДУГААР ЦЭЦЭРЛЭГ", "Баянгол дүүргийн 135 дугаар цэцэрлэг"),
        ("БАЯНГОЛ ДҮҮРГИЙН 5 ДУГААР ХОРООНЫ СОЁЛЫН ТӨВ", "Баянгол дүүргийн 5 дугаар хорооны Соёлын төв"),
        ("УВС АЙМГИЙН ТЭС СУМЫН СОЁЛЫН ТӨВ", "Увс аймгийн Тэс сумын Соёлын төв"),
        ("УВС АЙМАГ ДАХЬ СОЁЛЫН ТӨВ", "Увс аймаг дахь Соёлын төв"),
        ("СОЁЛЫН III ТӨВ", "Соёлын III төв"),
        ("УВС АЙМГИЙН ЗДТГ", "Увс аймгийн ЗДТГ"),
        ("СОЁЛЫН ТӨВ ХК-ИЙН САЛБАР", "Соёлын төв ХК-ийн салбар"),
        ("соёлын төв", "Соёлын төв"),
        ("СОЁЛЫН «ЦЭНГЭЛДЭХ» ТӨВ", "Соёлын «Цэнгэлдэх» төв"),
        ("СОЁЛЫН «ЦЭНГЭЛДЭХ ХҮРЭЭ» ТӨВ", "Соёлын «Цэнгэлдэх Хүрээ» төв"),
        ("УВС АЙМГИЙН ЕРӨНХИЙ БОЛОВСРОЛЫН СУРГУУЛЬ", "Увс аймгийн ерөнхий боловсролын сургууль"),
        ("ХАН-УУЛ ДҮҮРГИЙН СОЁЛЫН ТӨВ", "Хан-Уул дүүргийн Соёлын төв"),
    ],
)
def test_capitals(name: str, cased: str) -> None:
    assert proper_case(name) == cased


@pytest.mark.parametrize(
    ("name", "nominative"),
    [
        ("СПОРТЫН ЗААЛНЫ", "СПОРТЫН ЗААЛ"),
        ("Спортын заалны", "Спортын заал"),
        ("БВГДЫН", "БВГДЫН"),
        ("", ""),
        ("ЗААЛ", "ЗААЛ"),
    ],
)
def test_a_genitive_by_the_vocabulary(name: str, nominative: str) -> None:
    assert by_vocabulary(name) == nominative


def test_known_words_are_those_of_the_vocabulary_the_places_and_the_short_forms() -> None:
    assert is_known("сургалт") and is_known("Сүхбаатар") and is_known("здтг") and is_known("ХХК")
    assert not is_known("халяжжийн")


def test_a_listed_body_by_name_or_alias() -> None:
    known = (Agency("a1", "Цэнгэлдэх номын сан", ("Хотын номын сан",)),)
    assert agency_of("ХОТЫН НОМЫН САН", known) is known[0] is agency_of("Цэнгэлдэх номын сан", known)
    assert agency_of("Соёлын төв", known) is None is agency_of("Соёлын төв", ())
