"""One written amount: marks of thousands told from decimal marks, or an honest "ambiguous"."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.amount import MILLION, decimal_mark, groups_repaired, read_number, rejoined, sign_repaired

NO = None


@pytest.mark.parametrize(
    ("text", "unit", "mark", "number"),
    [
        ("1500", 1, "", "1500"),
        ("0", 1, "", "0"),
        ("00", 1, "", "0"),
        ("012", 1, "", NO),
        ("0.5", 1000, "", "0.5"),
        ("1.5", 1, "", "1.5"),
        ("1.55", 1, "", "1.55"),
        ("1.5555", 1, "", NO),
        ("1.5555", 1000, "", "1.5555"),
        ("1234,5555", 1000, "", NO),
        ("1234.5555", 1000, "", "1234.5555"),
        ("0.125", MILLION, "", "0.125"),
        ("0.125", 1, "", NO),
        ("02.5", 1000, "", NO),
        ("12.500", 1, "", "12500"),
        ("12,500", 1, "", "12500"),
        ("12.500", 1000, "", NO),
        ("12,500", 1000, "", "12500"),
        ("12.500", 1000, ".", "12.500"),
        ("12.500", 1000, ",", "12500"),
        ("12.500", MILLION, "", "12.500"),
        ("12,500", MILLION, "", "12.500"),
        ("012.500", 1, "", NO),
        ("1234.500", 1000, "", "1234.500"),
        ("1234,500", 1000, "", NO),
        ("1234.500", 1, "", NO),
        ("1 500 000", 1, "", "1500000"),
        ("1,500,000.25", 1, "", "1500000.25"),
        ("1.500.000,25", 1, "", "1500000.25"),
        ("2.500.000.00", 1, "", "2500000.00"),
        ("1,500.000", 1, "", "1500000"),
        ("1,500.000", 1000, "", "1500.000"),
        ("1.500,000", 1000, "", NO),
        ("1.500.00", 1, "", NO),
        ("012 500", 1, "", NO),
        ("150 00", 1, "", NO),
        ("1 2,735,063,300.00", 1, "", "12735063300.00"),
        ("1, 500, 000", 1, "", "1500000"),
        ("450. 0", 1, "", "450.0"),
        ("1'500'000", 1, "", "1500000"),
        ("1`500", 1, "", "1500"),
    ],
)
def test_what_a_number_means_for_its_unit_and_column(text: str, unit: int, mark: str, number: str | None) -> None:
    read = read_number(text, unit, mark)  # type: ignore[arg-type]
    assert read.value == (Decimal(number) if number else None)
    assert (read.problem == "money_ambiguous") is (number is None) and read.raw == text


def test_doubtful_marks_are_told() -> None:
    assert read_number("12,500", MILLION).problem == "money_doubtful_mark"
    assert read_number("12.500", MILLION).problem == "" and read_number("12,500", MILLION, ",").problem == ""
    assert read_number("1,500.000", 1).problem == "money_doubtful_mark"
    assert read_number("1,500.000", 1000).problem == ""
    assert read_number("1 2,735,063").problem == "money_detached_digit"


@given(st.integers(0, 10**13), st.sampled_from(" ,.'"))
def test_groups_of_three_come_back(number: int, mark: str) -> None:
    assert read_number(f"{number:,}".replace(",", mark)).value == number


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("3,200,00-0₮", "3,200,000₮"),
        ("116500-00", "11650000"),
        ("12.500.-000", "12.500.000"),
        ("500-600", "500-600"),
        ("1,500,000-2,000,000", "1,500,000-2,000,000"),
        ("1,500-0", "1,500-0"),
        ("1165-0000", "1165-0000"),
        ("116500-05", "116500-05"),
        ("350-00", "350-00"),
        ("1,500,0-00", "1,500,000"),
    ],
)
def test_a_number_broken_at_a_hyphen_is_whole_again_and_a_range_stays(broken: str, whole: str) -> None:
    assert rejoined(broken) == whole


@pytest.mark.parametrize("sign", "F¥ҒTТŦ₸€£#Ӯ")
def test_what_a_scan_makes_of_the_sign_of_the_togrog(sign: str) -> None:
    assert sign_repaired(f"11,550,000{sign}") == "11,550,000₮"
    assert sign_repaired(f"11,550,000 {sign} ") == "11,550,000 ₮ "
    assert sign_repaired(f"1550000{sign}") == f"1550000{sign}"


def test_a_blank_that_a_scan_lost_between_groups() -> None:
    assert groups_repaired("15400 000") == "15 400 000" and groups_repaired("2023 100") == "2023 100"


@pytest.mark.parametrize(
    ("numbers", "mark"),
    [
        (["13,850.0"], "."),
        (["13.850,0"], ","),
        (["1,000,000"], "."),
        (["1.000.000"], ","),
        (["1.5"], "."),
        (["1,25"], ","),
        (["1,500"], ""),
        ([], ""),
        (["-"], ""),
        (["1.5", "2,5"], ""),
        (["1.5", "3.25", "1,000"], "."),
    ],
)
def test_the_decimal_mark_of_a_column(numbers: list[str], mark: str) -> None:
    assert decimal_mark(numbers) == mark
