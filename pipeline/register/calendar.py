"""What is due when: the calendar of the settings against the bodies of the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

if TYPE_CHECKING:
    from pipeline.register.bodies import Body

_DAY = r"(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|[12]\d)"
MonthDay = Annotated[str, Meta(pattern=f"^(|{_DAY})$", description="a day such as 07-15 (month-day), or empty")]
Year = Annotated[int, Meta(ge=0, description="a year, or 0")]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The last day, as month-day, on which the report of a period is in time: the first such day after the period ends.
    An empty one is not asked for; ``first_year`` is the first plan year that is (0: the first that any report speaks of)."""

    q1: MonthDay = ""
    h1: MonthDay = ""
    m9: MonthDay = ""
    fy: MonthDay = ""
    q2: MonthDay = ""
    q3: MonthDay = ""
    q4: MonthDay = ""
    first_year: Year = 0

    @property
    def days(self) -> dict[str, str]:
        """Month-day by period, of the periods that are asked for."""
        named = {item.name.upper(): getattr(self, item.name) for item in fields(self) if item.name != "first_year"}
        return {period: day for period, day in named.items() if day}

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.days)


@dataclass(frozen=True, slots=True)
class Due:
    """One report that a body owes: plan year, period and last day on which it is in time."""

    body: Body
    plan_year: int
    period: str
    day: date


def due_dates(calendar: Calendar, plan_year: int) -> dict[str, date]:
    """The due date of every period of a plan year that is asked for.

    >>> due_dates(Calendar(h1="07-15", fy="01-20"), 2023)
    {'H1': datetime.date(2023, 7, 15), 'FY': datetime.date(2024, 1, 20)}
    """
    from normalizers.values.period import period_days

    return {period: _after(period_days(period, plan_year)[1], day) for period, day in calendar.days.items()}


def _after(last: date, month_day: str) -> date:
    """The first such day after ``last``; the end of February in a year that has no 29th."""
    for year in (last.year, last.year + 1):
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        day = date.fromisoformat(f"{year}-{month_day if leap or month_day != '02-29' else '02-28'}")
        if day > last:
            break
    return day


def last_due(calendar: Calendar, as_of: date) -> str:
    """The latest due date that has passed on ``as_of``; empty without a calendar. While it stays the same, time alone
    changes nothing that is published."""
    if not calendar:
        return ""
    days = (day for year in range(as_of.year - 2, as_of.year + 1) for day in due_dates(calendar, year).values())
    return max(day for day in days if day < as_of).isoformat()


def owed(bodies: Iterable[Body], calendar: Calendar, first_year: int, as_of: date) -> Iterator[Due]:
    """Every report that the bodies of the user's list owe for plan years from ``first_year`` on, whether its day has come
    or not: for periods whose last day lies between ``due_from`` and ``due_to`` while the body stands."""
    from normalizers.values.period import period_days

    if not calendar:
        return
    listed = [body for body in bodies if body.of_user and body.id]
    for year in range(first_year, as_of.year + 1):
        for period, day in due_dates(calendar, year).items():
            last = period_days(period, year)[1]
            yield from (Due(body, year, period, day) for body in listed if body.owes(last))
