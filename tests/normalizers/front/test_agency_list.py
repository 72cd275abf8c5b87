"""The user's own list of bodies beside the gazetteer. All bodies are invented."""

from __future__ import annotations

from datetime import date

import pytest

from normalizers.front.agency import read_agency
from normalizers.front.agency_list import Agency, known_on, listed_as, nearly_listed

KNOWN = (
    Agency("a1", "Цэнгэлдэх номын сан", ("Хотын номын сан",)),
    Agency("a2", "Баянгол дүүргийн 135 дугаар цэцэрлэг"),
    Agency("a3", "Өвөрхангай аймгийн Тансаг зүйлийн сан"),
    Agency("a4", "Цэнхэр анхилуун"),
)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("ЦЭНГЭЛДЭХ НОМЫН САНГИЙН", "Цэнгэлдэх номын сан"),
        ("ЦЭНГЗЛДЭХ НОМЫН САНГИИН", "Цэнгэлдэх номын сан"),
        ("ХОТЫН HОМЫН САНГИЙН", "Цэнгэлдэх номын сан"),
        ("ЦЭНХЭР АНХИЛУУНЫ", "Цэнхэр анхилуун"),
        ("БАЯНГОЛ ДҮҮРГИЙН 136 ДУГААР ЦЭЦЭРЛЭГИЙН", "Баянгол дүүргийн 136 дугаар цэцэрлэг"),
        ("АРХАНГАЙ АЙМГИЙН ТАНСАГ ЗҮЙЛИЙН САНГИЙН", "Архангай аймгийн Тансаг зүйлийн сан"),
    ],
)
def test_a_listed_name_is_found_inflected_and_damaged_and_no_other_is_taken_for_it(printed: str, name: str) -> None:
    assert read_agency(printed, KNOWN).value == name


def test_a_listed_name_needs_no_head_noun_that_the_program_knows() -> None:
    assert read_agency("ЦЭНХЭР АНХИЛУУНЫ").problem == "agency_unknown"
    assert read_agency("ЦЭНХЭР АНХИЛУУНЫ", KNOWN).steps == ("agency_list",)


FIRST, LAST = date(2022, 7, 1), date(2023, 6, 30)
BEFORE, AFTER = date(2022, 6, 30), date(2023, 7, 1)


def test_a_body_stands_from_its_first_to_its_last_day() -> None:
    body = Agency("a", "Анхилуун төв", valid_from=FIRST, valid_to=LAST)
    assert [body.stands_on(day) for day in (BEFORE, FIRST, LAST, AFTER)] == [False, True, True, False]
    assert Agency("a", "Анхилуун төв").stands_on(FIRST)
    assert not Agency("a", "Анхилуун төв", valid_from=FIRST).stands_on(BEFORE)
    assert not Agency("a", "Анхилуун төв", valid_to=LAST).stands_on(AFTER)


def test_a_body_that_is_gone_leads_to_the_last_of_its_successors() -> None:
    one = Agency("a", "Анхилуун төв", valid_to=BEFORE, successor_id="b")
    two = Agency("b", "Цэнгэлдэх төв", valid_from=FIRST, valid_to=LAST, successor_id="c")
    three = Agency("c", "Дэнжийн төв", valid_from=AFTER)
    everyone = (one, two, three)

    def read(name: str, day: date | None) -> str:
        found = listed_as(name, known_on(everyone, day))
        return found.id if found else ""

    assert [read("Анхилуун төв", day) for day in (BEFORE, FIRST, LAST, AFTER)] == ["a", "b", "b", "c"]
    assert [read("Дэнжийн төв", day) for day in (BEFORE, AFTER)] == ["c", "c"]
    assert read("Анхилуун төв", None) == "a" and known_on(everyone, None) is everyone


def test_a_body_without_a_known_successor_and_a_circle_lead_to_themselves() -> None:
    alone = Agency("a", "Анхилуун төв", valid_to=BEFORE, successor_id="x")
    assert [one.id for one in known_on((alone,), AFTER)] == ["a"]
    circle = (replace_successor("a", "b"), replace_successor("b", "a"))
    assert {one.id for one in known_on(circle, AFTER)} == {"a", "b"}


def replace_successor(identity: str, successor: str) -> Agency:
    return Agency(identity, f"Төв {identity}", valid_to=BEFORE, successor_id=successor)


def test_a_former_name_counts_as_borne_up_to_its_last_day() -> None:
    body = Agency("a", "Цэнгэлдэх төв", ("Төв",), (("Анхилуун төв", LAST),))
    (then,) = known_on((body,), LAST)
    assert (then.name, then.aliases, then.former) == ("Цэнгэлдэх төв", ("Төв", "Анхилуун төв"), ())
    now, old = known_on((body,), AFTER)
    assert (now.aliases, old.aliases, old.id) == (("Төв",), ("Анхилуун төв",), "a")


def test_a_name_that_two_bodies_nearly_have_is_neither() -> None:
    two = (Agency("a", "Цэнгэлдэх төв"), Agency("b", "Цэнгэлдэг төв"))
    assert nearly_listed("Цэнгэлдэз төв", two) is None
    assert nearly_listed("Цэнгэлдэз төв", two[:1]) is two[0]
    assert nearly_listed("Цэнгэлдэз", two[:1]) is None and nearly_listed("Цэнгэлдэх төв 2", two[:1]) is None
    assert nearly_listed("Цэнгэлдэх төв", ()) is None
