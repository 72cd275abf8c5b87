"""Fronts of reports: whose, of which year and period, dated when."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from normalizers.front.front_matter import read_front
from parsers.document import Paragraph

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "fronts.toml").read_text("utf-8"))["front"]


def paragraphs(texts: list[str]) -> list[Paragraph]:
    return [Paragraph(text) for text in texts]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["agency"])
def test_front(case: dict[str, Any]) -> None:
    front = read_front(paragraphs(case["before"]), paragraphs(case.get("after", [])))
    read = (front.agency.value or "", front.plan_year.value, front.period.value, str(front.report_date.value or ""))
    assert read == (case["agency"], case["year"], case["period"], case["date"])


def scanned(*texts: str) -> list[Paragraph]:
    return [Paragraph(text, confidence=0.9) for text in texts]


TITLE = "{} 2023 ОНЫ АВЛИГЫН ЭСРЭГ ҮЙЛ АЖИЛЛАГААНЫ ЭХНИЙ ХАГАС ЖИЛИЙН ТАЙЛАН"


def test_a_scanned_name_is_read_where_it_is_read_best() -> None:
    before = scanned(
        "Багануур дүүргийн Хөдөлмөр, халамжийн хэлтэс", TITLE.format("БАГАНУУР ДҮҮРГИЙН ХӨДӨЛМӨР, ХАЛЯЖЖИЙН ХЭЛТСИЙН")
    )
    agency = read_front(before).agency
    assert (agency.value, agency.problem) == ("Багануур дүүргийн Хөдөлмөр, халамжийн хэлтэс", "")


def test_a_scanned_name_with_an_unknown_word_is_doubted() -> None:
    agency = read_front(scanned(TITLE.format("БАГАНУУР ДҮҮРГИЙН ХӨДӨЛМӨР, ХАЛЯЖЖИЙН ХЭЛТСИЙН"))).agency
    assert agency.value
    assert agency.problem == "agency_misread"


def test_numbers_of_a_scanned_name_that_differ_are_doubted() -> None:
    before = scanned("Багануур дүүргийн 137 дугаар сургууль", TITLE.format("БАГАНУУР ДҮҮРГИЙН 131 ДУГААР СУРГУУЛИЙН"))
    assert read_front(before).agency.problem == "agency_misread"


def test_a_key_behind_the_title_and_a_rule_for_a_separator_are_understood() -> None:
    before = scanned(
        "Авлигын эсрэг үйл ажиллагааны 2023 оны төлөвлөгөөний хагас жилийн хэрэгжилт Байгууллагын нэр: Сангийн яам",
        "Тайлант хугацаа | 2023 оны эхний хагас жил",
    )
    front = read_front(before)
    assert (front.agency.value, front.period.value) == ("Сангийн яам", "H1")
