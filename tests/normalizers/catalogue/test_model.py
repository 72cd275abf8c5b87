"""Goals, measures and catalogues as records."""

from __future__ import annotations

import pytest

from normalizers.catalogue.model import Catalogue, CatalogueError, Catalogues, Goal, Measure, keyed


def measure(code: str, plan: str = "", key: str = "") -> Measure:
    return Measure(key, code, "Сургалт хийх", Goal("1", "Ил тод"), plan)


def one(identity: str, year: int | None = None, issuer: str = "") -> Catalogue:
    return Catalogue(identity, (measure("1.1", key="1.1"),), year, issuer)


def test_a_code_names_one_measure() -> None:
    with pytest.raises(CatalogueError, match=r"x: code used twice: 1\.1 /"):
        Catalogue("x", (measure("1.1", key="1.1"), measure("1.2", key="1.2"), measure("1.1", key="1.1")))
    with pytest.raises(CatalogueError, match="no measures"):
        Catalogue("x", ())


def test_catalogues_are_told_apart() -> None:
    with pytest.raises(CatalogueError, match="id used twice: a /"):
        Catalogues((one("a", 2023), one("b", 2024), one("a", 2025)))
    with pytest.raises(CatalogueError, match="there is no catalogue"):
        Catalogues(())
    with pytest.raises(CatalogueError, match="a and b are both for 2024 and everybody") as error:
        Catalogues((one("a", 2024), one("b", 2024)))
    assert "(бүгдэд)" in str(error.value)
    with pytest.raises(CatalogueError, match="a and b are both for 2024 and Увс аймаг"):
        Catalogues((one("a", 2024, "Увс аймаг"), one("b", 2024, "Увс аймаг")))
    assert len(Catalogues((one("a"), one("b"))).items) == 2  # without a year none is another's rival
    assert len(Catalogues((one("a", 2024), one("b", 2025), one("c", 2024, "Увс аймаг"))).items) == 3


def test_a_catalogue_by_its_id() -> None:
    both = Catalogues((one("a", 2023), one("b", 2024)))
    assert both.get("b") is both.items[1]
    with pytest.raises(CatalogueError, match="no catalogue 'c'; known: a, b"):
        both.get("c")


def test_what_a_catalogue_derives_from_its_measures() -> None:
    goals = (Goal("1", ""), Goal("", "Ил тод"), Goal("", ""))
    made = Catalogue("x", tuple(Measure(f"1.{n}", f"1.{n}", "А", goal) for n, goal in enumerate((*goals, goals[0]))))
    assert made.goals == goals[:2]
    assert made.by_key["1.1"] is made.measures[1]
    assert (made.measure_id("1.1"), made.measure_id("")) == ("x/1.1", "")


def test_keys_name_the_plan_where_codes_collide() -> None:
    assert [m.key for m in keyed([measure("1.1", "A"), measure("1.2", "B")])] == ["1.1", "1.2"]
    assert [m.key for m in keyed([measure("1.1", "A"), measure("1.1", "B"), measure("1.2")])] == [
        "A:1.1",
        "B:1.1",
        "1.2",
    ]
    assert [m.key for m in keyed([measure("1.1", "A", key="k"), measure("1.1", "B")])] == ["k", "B:1.1"]
    assert keyed([]) == ()
