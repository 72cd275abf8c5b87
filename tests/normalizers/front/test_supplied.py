"""Facts that somebody gave stand above print. All bodies are invented."""

from __future__ import annotations

from datetime import date

from normalizers.front.agency_list import Agency
from normalizers.front.front_matter import Front
from normalizers.front.supplied import Contradiction, agency_named, contradictions, with_supplied
from normalizers.report import Supplied
from normalizers.values.value import Value

KNOWN = (Agency("", "Нэргүй төв"), Agency("a1", "Цэнгэлдэх номын сан", ("Хотын номын сан",)))
PRINTED = Front("Т", Value("а", "Соёлын төв"), Value("б", 2023), Value("в", "H1"), Value("г", date(2023, 6, 30)))


def test_what_is_not_given_stays_as_printed() -> None:
    assert with_supplied(PRINTED, Supplied()) == PRINTED
    assert list(contradictions(PRINTED, PRINTED)) == []


def test_what_is_given_takes_its_place_and_names_its_source() -> None:
    front = with_supplied(PRINTED, Supplied("a1", 2024, "FY", source="mail"), KNOWN)
    assert (front.agency, front.plan_year, front.period) == (
        Value("а", "Цэнгэлдэх номын сан", ("mail",)),
        Value("б", 2024, ("mail",)),
        Value("в", "FY", ("mail",)),
    )
    assert front.facts_from == (("agency", "mail"), ("plan_year", "mail"), ("period", "mail"))
    assert list(contradictions(PRINTED, front)) == [
        Contradiction("agency", "Соёлын төв", "Цэнгэлдэх номын сан"),
        Contradiction("plan_year", "2023", "2024"),
        Contradiction("period", "H1", "FY"),
    ]


def test_a_doubtful_or_missing_or_equal_reading_contradicts_nothing() -> None:
    doubtful = Front("Т", Value("", "Соёлын төв", (), "agency_doubtful"), Value("", None), Value("", "h1"), Value(""))
    assert list(contradictions(doubtful, with_supplied(doubtful, Supplied("a1", 2024, "H1"), KNOWN))) == []


def test_a_body_by_its_id_its_name_or_an_alias() -> None:
    assert agency_named("a1", KNOWN) == agency_named("Хотын номын сан", KNOWN) == "Цэнгэлдэх номын сан"
    assert agency_named("", KNOWN) == ""
    assert agency_named("a2", KNOWN) == "a2"
