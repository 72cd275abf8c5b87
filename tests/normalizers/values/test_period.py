"""Reporting periods: what a title names, their days, and the period that a date closes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from normalizers.values.period import CUMULATIVE, PERIODS, period_days, period_of_date, read_period
from tests.normalizers.forms import ANYTHING, table


@pytest.mark.parametrize(("text", "expected"), table("periods", "periods_second", "periods_third"))
def test_periods(text: str, expected: list[str]) -> None:
    assert (read_period(text).value or "") == expected[0]


@given(ANYTHING)
def test_any_text_names_a_period_or_none(text: str) -> None:
    read = read_period(text)
    assert read.raw == text and read.value in (None, *PERIODS)
    assert (read.value is None) == (read.problem == "period_unknown")


@pytest.mark.parametrize("period", PERIODS)
def test_the_days_of_a_period_name_it(period: str) -> None:
    first, last = period_days(period, 2024)
    assert read_period(f"{first:%Y.%m.%d}-{last:%Y.%m.%d}").value == period
    assert read_period(f"{first:%Y.%m.%d}-{last - timedelta(1):%Y.%m.%d}").value is None
    assert (last + timedelta(1)).day == 1 and first.day == 1
    assert (first.month == 1) == (period in CUMULATIVE)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("I улирал", "Q1"), ("II улирал", "Q2"), ("III улирал", "Q3"), ("IV улирал", "Q4"), ("II улирлын байдлаар", "H1"),
        ("эхний III улирал", "M9"), ("IV улирлын байдлаар", "FY"), ("эхний 3 сар", "Q1"), ("6 сарын байдлаар", "H1"),
        ("эхний 7 сар", ""), ("1-9 сар", "M9"), ("1-8 сар", ""), ("2-6 сар", ""), ("эхний улирал", "Q1"), ("хагас жил", "H1"),
        ("сүүлийн хагас жил", ""), ("II хагас жил", ""), ("хагас, бүтэн жил", ""), ("бүтэн жилийн эхний хагасын", ""),
        ("бүтэн жилийн", "FY"), ("жилийн эцэс", "FY"),
        ("улирал бүр", ""), ("хагас жил тутам", ""), ("сар бүрийн 5", ""), ("эхний арван хоёр сар", "FY"), ("есөн сарын тайлан", "M9"),
        ("хагвс жилийн", "H1"), ("жилийи эцсийи", "FY"), ("2024 оны тайлан", ""),
    ],
)  # fmt: skip
def test_what_titles_name(text: str, period: str) -> None:
    assert (read_period(text).value or "") == period


def test_steps_say_what_was_weak() -> None:
    assert read_period("хагас жилийн тайлан").steps == ("bare_half",)
    assert read_period("эхний хагас жил").steps == ()
    assert read_period("2024.01.01-2024.06.30").steps == ("dates",)
    assert read_period("хагас, бүтэн жил").steps == ("half_and_whole",)


@pytest.mark.parametrize(
    ("month", "period"),
    [
        (1, ""),
        (2, ""),
        (3, "Q1"),
        (4, "Q1"),
        (5, ""),
        (6, "H1"),
        (7, "H1"),
        (8, ""),
        (9, "M9"),
        (10, "M9"),
        (11, ""),
        (12, "FY"),
    ],
)
def test_a_date_closes_the_period_that_just_ended(month: int, period: str) -> None:
    assert period_of_date(date(2024, month, 15), 2024) == period


def test_a_date_of_the_next_winter_closes_the_year() -> None:
    assert period_of_date(date(2025, 1, 15), 2024) == period_of_date(date(2025, 2, 15), 2024) == "FY"
    assert period_of_date(date(2025, 3, 1), 2024) == period_of_date(date(2023, 12, 1), 2024) == ""


@pytest.mark.parametrize(
    ("text", "period", "steps"),
    [
        ("I-II улирал", "H1", ()), ("1-3 дугаар улирал", "M9", ()), ("I–IV улирал", "FY", ()), ("1, 2 дугаар улирал", "H1", ()),
        ("III, IV улирал", None, ("span",)), ("2-3 дугаар улирал", None, ("span",)), ("1, 3 дугаар улирал", None, ("span",)),
        ("III улирал /өссөн дүн/", "M9", ()), ("IV улирал, жилийн эцэс", "FY", ()), ("IV улирал", "Q4", ()),
        ("1-р сараас 6-р сар", "H1", ()), ("1-р сараас 8-р сар", None, ("span",)), ("есөн сарын", "M9", ()),
        ("10 сарын тайлан", None, ("span",)), ("2025 оны 10 дугаар сар", None, ("span",)), ("эхний арван сарын", None, ("span",)),
        ("I-VI сар", "H1", ()), ("I-XII сарын биелэлт", "FY", ()), ("7, 8, 9 сарын тайлан", "Q3", ()), ("4-6 дугаар сарын", "Q2", ()),
        ("10-12 сарын тайлан", "Q4", ()), ("7-12 дугаар сарын тайлан", None, ("span",)), ("9 сарын тайлан", "M9", ()),
        ("9 дүгээр сарын тайлан", None, ("span",)), ("9 дүгээр сарын байдлаар", "M9", ()), ("2024 H1", "H1", ()), ("Q3 2024", "Q3", ()),
        ("□ хагас жил ☑ жилийн эцэс", "FY", ()), ("☑ хагас жил □ бүтэн жил", "H1", ("bare_half",)), ("/I-IV улирал/", "FY", ()),
        ("□ хагас жил □ бүтэн жил", None, ("half_and_whole",)), ("ЭХНИЙ ХАГАС ЖИЛ / ЖИЛИЙН ЭЦСИЙН", None, ("half_and_whole",)),
        ("10 сарын тайлан, жилийн эцсийн", "FY", ()), ("2024 он", None, ()),
    ],
)  # fmt: skip
def test_quarters_and_months_that_run_from_january_are_a_period_others_are_none(
    text: str, period: str | None, steps: tuple[str, ...]
) -> None:
    read = read_period(text)
    assert (read.value, read.steps) == (period, steps)


@pytest.mark.parametrize(
    "text",
    [
        "э хни- й 3 улирлын", "эхн'ий II улирлын", "сүүлий- н хагас жил", "Сү-үлийн хагас жил", "Il l улирал", "2-рхагас жил",
        "хаг ас жилийн тайлан",
    ],
)  # fmt: skip
def test_pieces_of_a_word_in_front_leave_the_period_open(text: str) -> None:
    read = read_period(text)
    assert (read.value, read.problem) == (None, "period_unknown")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Баян-Өндөр сумын хагас жилийн тайлан", "H1"), ("Хангал сумын II улирлын тайлан", "Q2"), ("ЗДТГ-ын жилийн тайлан", "FY"),
        ("Хавсралт 1 жилийн тайлан", "FY"),
        ("тайлан - 7, 8, 9 сарын", "Q3"), ("улирлын тайлан жил бүр, эхний хагас жил", "H1"),
    ],
)  # fmt: skip
def test_names_in_front_of_a_period_are_no_pieces_of_it(text: str, period: str) -> None:
    assert read_period(text).value == period
