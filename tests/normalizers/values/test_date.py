"""Dates and ranges in running text, each with its place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.date import DateSpan, find_dates, loose_date
from tests.normalizers.forms import ANYTHING, table

KNOWN_WRONG = {"03.15-ны өдөр"}
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def told(spans: tuple[DateSpan, ...]) -> str:
    return " ; ".join(f"{s.first or ''}|{s.last or ''}|{s.precision}" for s in spans)


@pytest.mark.parametrize(("text", "expected"), table("dates", "dates_second", "dates_third"))
def test_dates(text: str, expected: list[str]) -> None:
    assert (told(find_dates(text, 2024)) == "|".join(expected)) is (text not in KNOWN_WRONG)


@given(ANYTHING)
def test_every_date_stands_where_it_says_and_ends_after_it_begins(text: str) -> None:
    for span in find_dates(text, 2024):
        assert 0 <= span.start < span.end <= len(text)
        assert span.first is None or span.last is None or span.first <= span.last


@given(
    DAYS,
    st.sampled_from(["{0} оны {1} дугаар сарын {2}-ны өдөр", "{0}.{1:02}.{2:02}", "{2:02}.{1:02}.{0}", "{0}/{1}/{2}"]),
)
def test_a_written_day_is_that_day(day: date, form: str) -> None:
    text = form.format(day.year, day.month, day.day)
    (span,) = find_dates(f"Хурал {text} болов")
    assert (span.first, span.last, span.precision, span.implied, span.problem) == (day, day, "day", False, "")
    assert span.start == 6 and not span.is_range


@given(DAYS, st.integers(1, 300))
def test_from_one_day_to_another_is_a_range(first: date, days: int) -> None:
    last = first + timedelta(days)
    text = "{0.year} оны {0.month} сарын {0.day}-ны өдрөөс {1.year} оны {1.month} сарын {1.day}-ны өдөр хүртэл"
    (span,) = find_dates(text.format(first, last))
    assert (span.first, span.last, span.is_range) == (first, last, True)
    assert span.end == len(text.format(first, last))
    assert len(find_dates(text.format(last, first))) == 2  # backwards it is none


def test_a_missing_year_is_the_one_before_or_the_one_given() -> None:
    spans = find_dates("2022.03.05 ба 4 дүгээр сарын 6-ны өдөр", 2024)
    assert [(s.first, s.implied) for s in spans] == [(date(2022, 3, 5), False), (date(2022, 4, 6), True)]
    assert find_dates("4 дүгээр сарын 6-ны өдөр", 2024)[0].first == date(2024, 4, 6)
    (lost,) = find_dates("4 дүгээр сарын 6-ны өдөр")
    assert (lost.first, lost.last, lost.implied, lost.problem) == (None, None, True, "date_without_year")
    (unread,) = find_dates("20 24 оиы 06 сарын 14-нд", 2024)
    assert (unread.first, unread.problem) == (None, "date_without_year")
    (unread,) = find_dates("025 оны 4 дүгээр сарын 6-ны өдөр", 2024)
    assert (unread.first, unread.problem) == (None, "date_without_year")


def test_a_month_counts_only_with_its_year() -> None:
    (month,) = find_dates("2023 оны 2 сард")
    assert (month.first, month.last, month.precision, month.is_range) == (
        date(2023, 2, 1),
        date(2023, 2, 28),
        "month",
        False,
    )
    (both,) = find_dates("2023 оны 4-6 сард")
    assert (both.first, both.last) == (date(2023, 4, 1), date(2023, 6, 30))
    assert find_dates("2 сарын хугацаатай", 2024) == ()
    assert find_dates("2023 оны 6-4 сард") == () and find_dates("2023 оны 4, 9 сард") == ()
    assert len(find_dates("2023 оны 12 сард")) == 1 and find_dates("2023 оны 13 сард") == ()


@pytest.mark.parametrize("text", ["2023.02.30", "2023 оны 2 сарын 30-ны өдөр", "31.04.2023", "2023.06.14-10-ны"])
def test_a_day_that_does_not_exist_is_said_so(text: str) -> None:
    (span,) = find_dates(text)
    assert (span.first, span.last, span.problem) == (None, None, "date_impossible")


def test_several_days_of_a_month() -> None:
    days = [(s.first.day, s.last.day) for s in find_dates("2023 оны 5 сарын 3, 4, 5, 9-ний өдөр") if s.first and s.last]
    assert days == [(3, 5), (9, 9)]
    (span,) = find_dates("2023 оны 5 сарын 3-5-ны өдөр")
    assert (span.first, span.last) == (date(2023, 5, 3), date(2023, 5, 5))
    (backwards,) = find_dates("2023 оны 5 сарын 5-3-ны өдөр")
    assert backwards.problem == "date_impossible"


def test_two_days_joined_by_a_dash_are_a_range_and_by_a_word_are_two() -> None:
    assert [s.is_range for s in find_dates("2023.05.03-2023.05.08")] == [True]
    assert [s.is_range for s in find_dates("2023.05.03 болон 2023.05.08")] == [False, False]
    (span,) = find_dates("2023.05.03-05-ны өдөр")
    assert (span.first, span.last) == (date(2023, 5, 3), date(2023, 5, 5))


@pytest.mark.parametrize("text", ["А/31", "03/2996", "12.03.4.5", "1.2.3", "5 сая", "12023.05.06", "2023.05.061"])
def test_numbers_of_documents_are_no_dates(text: str) -> None:
    assert find_dates(text, 2024) == ()


@pytest.mark.parametrize(
    ("line", "day", "problem"),
    [
        ("2024 оиы 06 лугвар еарын 22-иы едор", date(2024, 6, 22), "date_damaged"),
        ("2025 оны 09 дугаар сарын 14 Улаанбаатар хот", date(2025, 9, 14), ""),
        ("2025 оны 02 дугаар сарын 30 Улаанбаатар хот", None, "date_impossible"),
        ("2024 оны 4 сургалт, 22 хүн", None, "date_missing"),
        ("2024 оиы 06 лугвар еарын 32-иы едор", None, "date_impossible"),
        ("", None, "date_missing"),
    ],
)
def test_a_damaged_line_that_is_nothing_but_a_date(line: str, day: date | None, problem: str) -> None:
    read = loose_date(line)
    assert (read.value, read.problem, read.raw) == (day, problem, line)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2О24.06.14-ний өдөр", date(2024, 6, 14)),  # a letter among its digits
        ("2024 оны О6 дугаар сарын 14", date(2024, 6, 14)),
        ("2024 опы 06 дугаар сарын 14-нд", date(2024, 6, 14)),
        ("2024 0ны 06 дугаар сарын 14-нд", date(2024, 6, 14)),
        ("2024 оны 06 дугвар сарын 14-нд", date(2024, 6, 14)),
        ("2024 оны 06-г сарын 14-нд", date(2024, 6, 14)),
        ("2024 оны 06 еарып 14-нд", date(2024, 6, 14)),
        ("2024 оны 06 сарын 14-пд", date(2024, 6, 14)),
        ("2024 оны 06 сарын 14-ний едөр", date(2024, 6, 14)),
        ("2024.06.14-а ас", date(2024, 6, 14)),
        ("1 4.06.2024", date(2024, 6, 4)),
        ("0 6 сарын 14-нд", date(2022, 6, 14)),
    ],
)
def test_a_damaged_date_is_kept_and_doubted(text: str, first: date) -> None:
    (span,) = find_dates(text, 2022)
    assert (span.first, span.problem) == (first, "date_damaged")


@pytest.mark.parametrize(
    "text",
    [
        "2024.0,6.14", "202.06.14", "2024. 06.14", "2024.0 6.14", "2024.06.- 14", "6 дуг- ар сарын 14-нд",
        "2024 оны 06 сары н 14-нд", "2024 оны 06 сар- ын 14-нд", "2024 оны 06 сарын 1 4-нд",
        "2024 оны 06 сарын 14-ныөлөр", "2024 оны 06 сарын 7- ", "2024 он ы ареан хоёрдугаар сарын 20-нд", "6 еарын",
    ],
)  # fmt: skip
def test_a_date_that_is_seen_and_cannot_be_read_has_no_value(text: str) -> None:
    assert [(span.first, span.last, span.problem) for span in find_dates(text, 2022)] == [(None, None, "date_damaged")]


@pytest.mark.parametrize(
    "text",
    [
        "өнгөрсөн сарын 5-нд", "энэ сарын 10-ны дотор", "3 сайд", "2024 онд 3 сайд", "2024.05", "2024.05-2024.08",
        "2 сарын хугацаатай", "4 сарын 3 сургалт", "2024.123", "2,000.50 төгрөг", "1999,500",
    ],
)  # fmt: skip
def test_intact_words_that_are_no_date_are_not_doubted(text: str) -> None:
    assert find_dates(text, 2024) == ()


def test_a_range_with_a_damaged_end_is_doubted() -> None:
    (span,) = find_dates("2024.03.05-2О24.03.20")
    assert (span.first, span.last, span.problem) == (date(2024, 3, 5), date(2024, 3, 20), "date_damaged")


def test_a_form_that_is_not_filled_in_is_no_date() -> None:
    assert loose_date("2024 оны 06 сарын 2…-ны 11").problem == "date_missing"
    assert loose_date("2024 оны …06… дугаар сарын …20…-ны өдөр").value == date(2024, 6, 20)
