"""Measures about something else in the words of a plan against corruption are never accepted unseen."""

from __future__ import annotations

import pytest

from normalizers.catalogue.files import shipped
from normalizers.linkage.matcher import match_report
from normalizers.linkage.records import MatchRow

PLAN = shipped().get("ub-2023")
ELSEWHERE = [
    ("1.2", "Авлигын эсрэг", "Галын аюулгүй байдлын"),
    ("1.2", "Авлигын эсрэг", "Биеийн тамир, спортын"),
    ("1.3", "Авлигын эсрэг үйл ажиллагааг мэдээлэн сурталчлах “Шударга ёс, хөгжил дэвшилд 110”", "Анхны тусламжийн"),
    ("2.1", "авлигын эсрэг", "гадаад хэлний"),
    ("2.1", "авлигын эсрэг", "галын аюулгүй байдлын"),
    ("2.1", "авлигын эсрэг", "мэдээллийн технологийн"),
    ("3.1", "авлигаас урьдчилан сэргийлэх", "хөдөлмөрийн аюулгүй байдлыг хангах"),
    ("3.1", "авлигаас урьдчилан сэргийлэх", "байгаль орчныг хамгаалах"),
    ("5.1", "авлигын эсрэг үйл ажиллагааны", "хөдөлмөрийн аюулгүй байдлын"),
    ("5.3", "авлигаас урьдчилан сэргийлэх, соён гэгээрүүлэх", "спорт, биеийн тамирын"),
    ("5.3", "авлигаас", "гамшгаас"),
]


def about_something_else(code: str, topic: str, other: str) -> str:
    text = PLAN.by_key[code].text
    assert topic in text
    return text.replace(topic, other)


@pytest.mark.parametrize("coded", [True, False])
@pytest.mark.parametrize(("code", "topic", "other"), ELSEWHERE)
def test_in_the_place_of_its_measure(code: str, topic: str, other: str, coded: bool) -> None:
    text = about_something_else(code, topic, other)
    rows = [MatchRow(m.goal.text, m.code if coded else "", text if m.code == code else m.text) for m in PLAN.measures]
    found = dict(zip(PLAN.by_key, match_report(rows, PLAN), strict=True))
    assert found.pop(code).status != "auto"
    assert {match.status for match in found.values()} == {"auto"}


@pytest.mark.parametrize(("code", "topic", "other"), ELSEWHERE)
def test_beside_its_measure(code: str, topic: str, other: str) -> None:
    rows = [MatchRow(m.goal.text, m.code, m.text) for m in PLAN.measures]
    own = MatchRow(rows[-1].goal, "5.4", about_something_else(code, topic, other))
    *found, last = match_report([*rows, own], PLAN)
    assert last.status != "auto" and {match.status for match in found} == {"auto"}
