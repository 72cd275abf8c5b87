"""What is due when."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.register.bodies import Body
from pipeline.register.calendar import Calendar, due_dates, last_due, owed

HALVES = Calendar(h1="07-15", fy="01-20", first_year=2022)


def test_a_due_date_is_the_first_such_day_after_the_period() -> None:
    assert due_dates(Calendar(fy="12-31", q1="02-29"), 2023) == {"FY": date(2024, 12, 31), "Q1": date(2024, 2, 29)}
    assert due_dates(Calendar(q1="02-29"), 2022) == {"Q1": date(2023, 2, 28)}


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2024, 1, 20), "2023-07-15"),
        (date(2024, 1, 21), "2024-01-20"),
        (date(2024, 7, 15), "2024-01-20"),
        (date(2024, 7, 16), "2024-07-15"),
    ],
)
def test_the_last_due_date_passes_with_the_day_behind_it(day: date, last: str) -> None:
    assert last_due(HALVES, day) == last
    assert last_due(Calendar(), day) == ""


def owes(body: Body) -> list[tuple[int, str]]:
    return [(due.plan_year, due.period) for due in owed([body], HALVES, 2022, date(2023, 8, 1))]


def test_a_body_owes_from_and_to_its_dates_and_while_it_stands() -> None:
    whole = Body("a", "Анхилуун төв", of_user=True)
    assert owes(whole) == [(2022, "H1"), (2022, "FY"), (2023, "H1"), (2023, "FY")]
    assert owes(Body("a", "Анхилуун төв", of_user=True, due_from=date(2022, 7, 1), due_to=date(2023, 6, 30))) == [
        (2022, "FY"),
        (2023, "H1"),
    ]
    assert owes(Body("a", "Анхилуун төв", of_user=True, valid_to=date(2022, 12, 30))) == [(2022, "H1")]
    assert owes(Body("a", "Анхилуун төв")) == []
    assert list(owed([whole], Calendar(), 2022, date(2023, 8, 1))) == []


def test_only_periods_with_a_day_are_asked_for() -> None:
    assert HALVES.days == {"H1": "07-15", "FY": "01-20"} and HALVES
    assert not Calendar() and not Calendar(first_year=2022)


@pytest.mark.parametrize(("year", "leap"), [(2023, False), (2024, True), (2100, False), (2000, True)])
def test_the_end_of_february(year: int, leap: bool) -> None:
    assert due_dates(Calendar(fy="02-29"), year - 1) == {"FY": date(year, 2, 29 if leap else 28)}


def test_a_day_on_the_last_day_of_the_period_is_that_of_the_next_year() -> None:
    assert due_dates(Calendar(h1="06-30", q2="07-01"), 2023) == {"H1": date(2024, 6, 30), "Q2": date(2023, 7, 1)}


@pytest.mark.parametrize(
    ("span", "owed_on"),
    [
        ({}, (True, True, True)),
        ({"valid_from": date(2023, 6, 30)}, (False, True, True)),
        ({"valid_to": date(2023, 6, 30)}, (True, True, False)),
        ({"due_from": date(2023, 6, 30)}, (False, True, True)),
        ({"due_to": date(2023, 6, 30), "valid_from": date(2023, 6, 30)}, (False, True, False)),
    ],
)
def test_both_ends_of_a_span_are_in_it(span: dict[str, date], owed_on: tuple[bool, ...]) -> None:
    body = Body("a", "Анхилуун төв", of_user=True, **span)  # type: ignore[arg-type]
    days = (date(2023, 6, 29), date(2023, 6, 30), date(2023, 7, 1))
    assert tuple(map(body.owes, days)) == owed_on


def test_a_body_without_an_id_owes_nothing() -> None:
    assert owes(Body("", "Анхилуун төв", of_user=True)) == []


def test_the_latest_of_several_due_dates() -> None:
    assert last_due(Calendar(q1="04-10", fy="01-20"), date(2024, 5, 1)) == "2024-04-10"
    assert last_due(Calendar(fy="01-20"), date(2024, 1, 10)) == "2023-01-20"
