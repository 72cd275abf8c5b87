"""Value readers against tables of forms, and the laws that hold for any text."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.front.agency import proper_case, read_agency
from normalizers.values.date import find_dates
from normalizers.values.money import read_money
from normalizers.values.percent import is_fraction_column, percent_in_progress, read_percent
from normalizers.values.period import PERIODS, read_period
from normalizers.values.text import folded, plain, published

CASES = Path(__file__).parents[1] / "cases"
ANYTHING = st.text(
    alphabet="0123456789 .,'-–%/()оОоЗзlІ₮абгдзмнрсяөүхувьсаятөгмян\n\u00a0\u00adоны сарын өдөр улирал IVX газрын",
    max_size=40,
)


def table(name: str) -> list[tuple[str, list[str]]]:
    lines = (CASES / f"{name}.txt").read_text("utf-8").splitlines()
    pairs = [line.partition(" =>") for line in lines if line.strip() and not line.startswith("#")]
    return [(left.replace("⏎", "\n"), [part.strip() for part in right.strip().split("|")]) for left, _, right in pairs]


@pytest.mark.parametrize(("cell", "expected"), table("percents"))
def test_completion(cell: str, expected: list[str]) -> None:
    fraction, scanned = cell.startswith("fraction:"), cell.startswith("scan:")
    value = read_percent(cell.removeprefix("fraction:").removeprefix("scan:"), fraction=fraction, scanned=scanned)
    wanted = Decimal(expected[0]) if expected[0] else None
    assert (value.value, value.state, value.problem) == (wanted, expected[1], expected[2])


@pytest.mark.parametrize(("left", "expected"), table("money"))
def test_money(left: str, expected: list[str]) -> None:
    header, cell = left.split("|", 1)
    value = read_money(cell.strip(), header.strip())
    wanted = Decimal(expected[0]) if expected[0] else None
    assert (value.value, value.state, value.problem) == (wanted, expected[1], expected[2])


@pytest.mark.parametrize(("text", "expected"), table("dates"))
def test_dates(text: str, expected: list[str]) -> None:
    found = [f"{s.first or ''}|{s.last or ''}|{s.precision}" for s in find_dates(text, 2024)]
    assert " ; ".join(found) == "|".join(expected)


@pytest.mark.parametrize(("text", "expected"), table("periods"))
def test_periods(text: str, expected: list[str]) -> None:
    assert (read_period(text).value or "") == expected[0]


@pytest.mark.parametrize(("text", "expected"), table("agencies"))
def test_agencies(text: str, expected: list[str]) -> None:
    assert (read_agency(text).value or "") == expected[0]


@given(ANYTHING)
def test_no_text_breaks_a_reader_and_raw_is_kept(text: str) -> None:
    for value in (read_percent(text), read_percent(text, scanned=True), read_money(text), read_period(text)):
        assert value.raw == text
    assert read_percent(text).state in {"stated", "not_due", "not_assessed", "absent", "unreadable"}
    assert read_period(text).value in (None, *PERIODS)
    assert read_agency(text).raw == text
    for span in find_dates(text, 2024):
        assert 0 <= span.start < span.end <= len(text)
        assert span.first is None or span.last is None or span.first <= span.last


@given(ANYTHING)
def test_a_number_is_stated_or_the_reader_says_why_not(text: str) -> None:
    percent, money = read_percent(text), read_money(text)
    assert percent.value is not None or percent.state != "stated"
    assert money.value is not None or money.state in ("absent", "unreadable")
    assert percent.state != "unreadable" or percent.problem
    assert money.state != "unreadable" or money.problem


@given(ANYTHING)
def test_publishing_and_plain_form(text: str) -> None:
    once = published(text).value or ""
    assert published(once).value == once == folded(once)
    assert len(plain(text)) == len(text)


@given(st.decimals(min_value=0, max_value=100, places=2), st.sampled_from(["%", " %", " хувь", ""]))
def test_written_percentages_come_back(number: Decimal, sign: str) -> None:
    assert read_percent(f"{number}{sign}").value == number
    assert read_percent(f"{number}{sign}".replace(".", ",")).value == number


@given(st.integers(min_value=1000, max_value=10**12), st.sampled_from([" ", ",", ".", "'", "\u00a0"]))
def test_grouped_amounts_come_back(number: int, separator: str) -> None:
    assert read_money(f"{number:,}".replace(",", separator) + "₮").value == number


@given(st.sampled_from(table("agencies")))
def test_a_name_in_the_nominative_stays(case: tuple[str, list[str]]) -> None:
    name = case[1][0]
    if name:
        assert read_agency(name).value == name == proper_case(name)


def test_fraction_columns() -> None:
    assert is_fraction_column(["1.0", "0.75", "-", ""])
    assert not is_fraction_column(["1", "1", "0"])
    assert not is_fraction_column(["0.5", "100%"])
    assert not is_fraction_column(["0.5"])


def test_percent_inside_the_progress_text() -> None:
    assert percent_in_progress("Сургалт хийв /хэрэгжиж байгаа-30%/").value == Decimal(30)
    assert percent_in_progress("Ажил дууссан. Биелэлт: 100%").value == Decimal(100)
    assert percent_in_progress("Иргэдийн 30 хувь нь хариулсан.").value is None
    assert percent_in_progress("Хэрэгжилт 50%, биелэлт: 60%, хэрэгжилт: 70%").value is None
