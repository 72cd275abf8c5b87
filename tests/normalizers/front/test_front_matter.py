"""Fronts of reports: whose, of which year and period, dated when."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from normalizers.front.front_matter import Front, read_front
from parsers.document import Paragraph

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "fronts.toml").read_text("utf-8"))["front"]


def paragraphs(texts: list[str]) -> list[Paragraph]:
    return [Paragraph(text) for text in texts]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["agency"])
def test_front(case: dict[str, Any]) -> None:
    front = read_front(paragraphs(case["before"]), paragraphs(case.get("after", [])), (), case.get("name", ""))
    read = (front.agency.value or "", front.plan_year.value, front.period.value, str(front.report_date.value or ""))
    assert read == (case["agency"], case["year"], case["period"] or None, case["date"])


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


def typed(*before: str, after: tuple[str, ...] = ()) -> Front:
    return read_front(paragraphs(list(before)), paragraphs(list(after)))


PLAIN = TITLE.format("САНГИЙН ЯАМНЫ")
UNDATED = "САНГИЙН ЯАМНЫ АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ ХЭРЭГЖИЛТ"


def test_nothing_is_known_of_nothing() -> None:
    front = typed()
    assert (front.title, front.agency.problem, front.plan_year.problem) == ("", "agency_unknown", "plan_year_unknown")
    assert (front.period.problem, front.report_date.problem) == ("period_unknown", "report_date_missing")
    assert front.last_day is None and front.facts_from == () and not front.corrected


def test_the_last_day_is_that_of_the_period_or_else_of_the_year() -> None:
    assert typed(PLAIN).last_day == date(2023, 6, 30)
    assert typed("САНГИЙН ЯАМНЫ 2023 ОНЫ АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨ").last_day == date(2023, 12, 31)


def test_year_and_period_that_only_the_date_tells_are_said_to_be() -> None:
    front = typed(UNDATED, "2023 оны 06 дугаар сарын 26-ны өдөр")
    assert (front.plan_year.value, front.plan_year.problem) == (2023, "plan_year_inferred")
    assert (front.period.value, front.period.problem) == ("H1", "period_inferred")
    assert front.facts_from == (("plan_year", "calendar"), ("period", "calendar"))
    assert typed(PLAIN, "2023 оны 06 дугаар сарын 26-ны өдөр").facts_from == ()


@pytest.mark.parametrize(("month", "year"), [(1, 2022), (2, 2022), (3, 2023), (12, 2023)])
def test_a_report_of_the_first_two_months_is_about_the_year_before(month: int, year: int) -> None:
    assert typed(UNDATED, f"2023 оны {month:02} дугаар сарын 20-ны өдөр").plan_year.value == year


def test_of_two_years_in_a_title_that_of_the_plan_counts_then_the_first() -> None:
    both = typed("САНГИЙН ЯАМНЫ 2022-2026 ОНЫ ХӨТӨЛБӨР, 2023 ОНЫ АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ ТАЙЛАН")
    assert both.plan_year.value == 2023
    first = typed("САНГИЙН ЯАМНЫ 2022 ОНЫ ХӨТӨЛБӨРИЙН АВЛИГЫН ЭСРЭГ АЖЛЫН 2023 ОНЫ ТАЙЛАН")
    assert first.plan_year.steps == ("several_years",)
    again = typed("САНГИЙН ЯАМНЫ 2023 ОНЫ АВЛИГЫН ЭСРЭГ 2023 ОНЫ ТАЙЛАН")
    assert (again.plan_year.value, again.plan_year.steps) == (2023, ())


def test_a_year_under_its_key_or_in_the_period_or_in_another_line() -> None:
    assert typed(UNDATED, "Төлөвлөгөөний он: 2021").plan_year.value == 2021
    assert typed(UNDATED, "Тайлант хугацаа: 2022.01.01-2022.06.30").plan_year.value == 2022
    assert typed(UNDATED, "Төлөвлөгөөний он: 2021", "Тайлант хугацаа: 2022 он").plan_year.value == 2021
    assert typed("2024 оны төлөвлөгөөний хэрэгжилт.", UNDATED).plan_year.value == 2024
    assert typed("2024 оны А/12 тушаалаар баталсан төлөвлөгөө", UNDATED).plan_year.value is None


def test_a_line_below_the_title_tells_the_period_unless_it_is_a_goal_or_long() -> None:
    title = "САНГИЙН ЯАМНЫ 2023 ОНЫ АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨ"
    assert typed(title, "Эхний хагас жил").period.value == "H1"
    assert typed(title, "1. Эхний хагас жил").period.value is None
    assert typed(title, f"Эхний хагас жил {'а ' * 60}").period.value is None
    assert typed(title, "а", "б", "в", "Эхний хагас жил").period.value == "H1"
    assert typed(title, "а", "б", "в", "г", "Эхний хагас жил").period.value is None
    assert typed(PLAIN, "Тайлант хугацаа: III улирал").period.value == "Q3"


def test_a_corrected_report_says_so_near_its_title() -> None:
    assert typed("ЗАЛРУУЛСАН", PLAIN).corrected and typed(PLAIN, "а", "б", "в", "/залруулсан/").corrected
    assert not typed(PLAIN, "а", "б", "в", "г", "залруулсан").corrected
    assert not typed(PLAIN, "залруулсангүй").corrected


JUNE, JULY, MAY = (f"2023 оны {month} дугаар сарын 16-ны өдөр" for month in ("06", "07", "05"))


def test_the_date_of_the_report_by_where_it_stands() -> None:
    assert typed(MAY, PLAIN, JUNE, after=(JULY,)).report_date.value == date(2023, 6, 16)
    assert typed(MAY, PLAIN, after=(JULY,)).report_date.value == date(2023, 7, 16)
    assert typed(MAY, PLAIN).report_date.value == date(2023, 5, 16)
    assert typed(PLAIN, "Огноо: 2023.07.01", JUNE).report_date.value == date(2023, 7, 1)
    assert typed(PLAIN, after=(JUNE, JULY)).report_date.value == date(2023, 7, 16)  # the last one
    assert typed("А/12 тушаал", MAY, PLAIN).report_date.value is None  # of what was ordered
    assert typed(PLAIN, "2023 оны 02 дугаар сарын 31-ний өдөр").report_date.problem in (
        "date_impossible",
        "report_date_missing",
    )


def test_a_name_under_its_key_counts_before_the_title_and_stays_as_printed_where_unknown() -> None:
    assert typed(PLAIN, "Байгууллагын нэр: Соёлын яам").agency.value == "Соёлын яам"
    strange = typed(PLAIN, "Байгууллагын нэр: цэнхэр анхилуун").agency
    assert (strange.value, strange.steps) == ("Цэнхэр анхилуун", ("as_printed",))


def test_a_name_whose_head_is_unknown_is_doubtful_and_a_single_word_is_none() -> None:
    two = typed(TITLE.format("ЦЭНХЭР ЗААЛНЫ")).agency
    assert (two.value, two.problem, two.steps) == ("Цэнхэр заал", "agency_doubtful", ("vocabulary",))
    assert typed(TITLE.format("АНХИЛУУН")).agency.problem == "agency_unknown"


def test_a_letterhead_names_the_body_where_the_title_does_not_the_nearest_first() -> None:
    assert typed("СОЁЛЫН ЯАМ", "Улаанбаатар хот", "2023 ОНЫ АВЛИГЫН ЭСРЭГ ТАЙЛАН").agency.value == "Соёлын яам"
    assert typed("2023 ОНЫ АВЛИГЫН ЭСРЭГ ТАЙЛАН", "а", "б", "Сангийн яам").agency.value == "Сангийн яам"
    assert typed("2023 ОНЫ АВЛИГЫН ЭСРЭГ ТАЙЛАН", "а", "б", "в", "Сангийн яам").agency.value is None
    assert typed("2023 ОНЫ АВЛИГЫН ЭСРЭГ ТАЙЛАН /СОЁЛЫН ЯАМ/", "Сангийн яам").agency.value == "Соёлын яам"


def test_a_scanned_name_may_be_read_best_below_the_table_but_not_under_a_key() -> None:
    title = scanned(TITLE.format("БАГАНУУР ДҮҮРГИЙН ХӨДӨЛМӨР, ХАЛЯЖЖИЙН ХЭЛТСИЙН"))
    best = "Багануур дүүргийн Хөдөлмөр, халамжийн хэлтэс"
    assert read_front(title, scanned(best)).agency.value == best
    assert read_front(title, scanned(f"Огноо: {best}")).agency.problem == "agency_misread"
