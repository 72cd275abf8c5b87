"""The user's own list of bodies beside the gazetteer. All bodies are invented."""

from __future__ import annotations

import pytest

from normalizers.front.agency import read_agency
from normalizers.front.agency_list import Agency

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
