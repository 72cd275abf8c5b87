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
