"""Which catalogue a report is mapped to."""

from __future__ import annotations

import pytest

from normalizers.catalogue.choice import _distance, belongs, choose
from normalizers.catalogue.model import Catalogue, Catalogues, Measure


def catalogue(name: str, year: int | None, issuer: str = "") -> Catalogue:
    return Catalogue(name, (Measure("1.1", "1.1", "Сургалт зохион байгуулах"),), year, issuer)


ALL = Catalogues(
    (
        catalogue("g23", 2023),
        catalogue("g25", 2025),
        catalogue("u24", 2024, "Увс аймаг"),
        catalogue("n24", 2024, "Нийслэл"),
    )
)


@pytest.mark.parametrize(
    ("year", "agency", "chosen", "exact", "own"),
    [
        (2023, "Сангийн яам", "g23", True, True),
        (2024, "Сангийн яам", "g23", False, True),
        (2022, "Сангийн яам", "g23", False, True),
        (2026, "Сангийн яам", "g25", False, True),
        (None, "Сангийн яам", "g25", False, True),
        (2024, "Увс аймгийн Музей", "u24", True, True),
        (2023, "Увс аймгийн Музей", "u24", False, True),
        (2024, "Багануур дүүргийн Архив", "n24", True, True),
    ],
)
def test_the_year_among_those_of_the_nearest_body(
    year: int | None, agency: str, chosen: str, exact: bool, own: bool
) -> None:
    found = choose(ALL, year, agency)
    assert (found.catalogue.id, found.exact, found.own) == (chosen, exact, own)
    assert found.reason.startswith(f"{chosen}: ") and found.reason_mn.startswith(f"{chosen}: ")


def test_the_printed_name_may_say_whose_the_agency_is() -> None:
    assert choose(ALL, 2024, "Музей", "Увс аймгийн Музей").catalogue.id == "u24"


def test_a_body_belongs_where_those_above_it_belong() -> None:
    found = choose(ALL, 2024, "Анхилуун ХХК", "АНХИЛУУН ХХК-ИЙН", "Улаанбаатар", "Нийслэл")
    assert (found.catalogue.id, found.own) == ("n24", True)


def test_where_only_others_issued_one_it_is_used_and_said() -> None:
    found = choose(Catalogues((ALL.items[2],)), 2024, "Төв аймгийн Музей")
    assert (found.catalogue.id, found.exact, found.own) == ("u24", True, False) and "another body" in found.reason


@pytest.mark.parametrize(
    ("agency", "issuer", "told"),
    [
        ("Увс аймгийн Музей", "Увс аймаг", True),
        ("Увс аймаг", "Увс аймаг", True),
        ("Төв аймгийн Музей", "Увс аймаг", False),
        ("", "Увс аймаг", False),
        ("Увс аймгийн Музей", "", False),
        ("Увс аймгийн Музей", "Төв аймаг;Увс аймаг", True),
        ("Багануур дүүргийн Архив", "Нийслэл", True),
    ],
)
def test_an_agency_belongs_to_the_body_whose_name_it_carries(agency: str, issuer: str, told: bool) -> None:
    assert belongs(agency, issuer) is told


def test_years_in_order_of_preference() -> None:
    def ordered(wanted: int | None) -> list[int | None]:
        return sorted((None, 2022, 2023, 2024, 2025, 2026), key=lambda year: _distance(year, wanted))

    assert ordered(2024) == [2024, 2023, 2022, 2025, 2026, None]
    assert ordered(None) == [2026, 2025, 2024, 2023, 2022, None]


def test_a_catalogue_without_a_year_is_the_last_resort_and_never_exact() -> None:
    both = Catalogues((catalogue("any", None), catalogue("g23", 2023)))
    assert choose(both, 2029).catalogue.id == "g23"
    alone = choose(Catalogues((catalogue("any", None),)), None)
    assert (alone.catalogue.id, alone.exact) == ("any", False)


def test_the_nearest_body_is_the_one_with_the_longer_name() -> None:
    both = Catalogues((catalogue("a", 2024, "Увс аймаг"), catalogue("b", 2024, "Увс аймгийн Сагил сум")))
    assert choose(both, 2024, "Увс аймгийн Сагил сумын Соёлын төв").catalogue.id == "b"
    assert choose(both, 2024, "Увс аймгийн Тэс сумын Соёлын төв").catalogue.id == "a"


@pytest.mark.parametrize(
    ("year", "agency", "reason", "reason_mn"),
    [
        (
            None,
            "Сангийн яам",
            "g25: plan year unknown, for everybody",
            "төлөвлөгөөний он тодорхойгүй, бүх байгууллагад",
        ),
        (2023, "Сангийн яам", "g23: plan year 2023, for everybody", "2023 оны төлөвлөгөө"),
        (2024, "Сангийн яам", "g23: no catalogue for 2024, for everybody", "2024 оны лавлах алга"),
        (2024, "Увс аймгийн Музей", "u24: plan year 2024, issued by Увс аймаг", "гаргасан: Увс аймаг"),
    ],
)
def test_the_reason_in_words(year: int | None, agency: str, reason: str, reason_mn: str) -> None:
    found = choose(ALL, year, agency)
    assert found.reason == reason and reason_mn in found.reason_mn


@pytest.mark.parametrize(
    ("agency", "issuer", "told"),
    [
        ("Музей Увс аймгийн", "Увс аймаг", True),  # anywhere in the name
        ("аймгийн Увс", "Увс аймаг", False),
        ("Увс", "Увс аймаг", False),
        ("Увс айл", "Увс аймаг", False),
        ("Баян Увс аймгийн Музей", "Увс аймаг", True),
        ("Багануур аймгийн Архив", "Нийслэл", False),  # no district
        ("Увс аймгийн Музей", "; ", False),
    ],
)
def test_a_name_is_carried_word_for_word_but_for_the_ending(agency: str, issuer: str, told: bool) -> None:
    assert belongs(agency, issuer) is told
