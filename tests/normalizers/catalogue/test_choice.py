"""Which catalogue a report is mapped to."""

from __future__ import annotations

import pytest

from normalizers.catalogue.choice import belongs, choose
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
    assert choose(ALL, 2024, "Музей", printed="Увс аймгийн Музей").catalogue.id == "u24"


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
