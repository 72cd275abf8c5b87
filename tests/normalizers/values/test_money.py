"""Money cells: exact tögrög by the unit in the cell, else in the header, or an honest doubt."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.money import OWN_UNIT, column_mark, read_money
from normalizers.values.money_words import header_unit
from tests.normalizers.forms import ANYTHING, table

KNOWN_WRONG = {" | Санхүүжилтгүй"}


@pytest.mark.parametrize(("left", "expected"), table("money"))
def test_money(left: str, expected: list[str]) -> None:
    header, cell = left.split("|", 1)
    value = read_money(cell.strip(), header_unit(header.strip()))
    wanted = Decimal(expected[0]) if expected[0] else None
    assert (value.value, value.state, value.problem) == (wanted, expected[1], expected[2])


@pytest.mark.parametrize(("left", "expected"), table("money_second", "money_third"))
def test_forms_of_other_writers_to_the_whole_togrog(left: str, expected: list[str]) -> None:
    header, cell = left.split("|", 1)
    value = read_money(cell.strip(), header_unit(header.strip()))
    whole = "" if value.value is None else f"{value.value.quantize(Decimal(1), ROUND_HALF_UP):f}"
    assert ([whole, value.state] == expected[:2]) is (left not in KNOWN_WRONG)


@given(ANYTHING)
def test_an_amount_is_stated_or_the_reader_says_why_not(text: str) -> None:
    money = read_money(text)
    assert money.raw == text
    assert money.value is not None or money.state in ("absent", "unreadable")
    assert money.state != "unreadable" or money.problem


@given(st.integers(min_value=1000, max_value=10**12 - 1), st.sampled_from([" ", ",", ".", "'", "\u00a0"]))
def test_grouped_amounts_come_back(number: int, separator: str) -> None:
    assert read_money(f"{number:,}".replace(",", separator) + "₮").value == number


@given(st.integers(1, 999), st.sampled_from([("сая", 10**6), ("мянган", 10**3), ("тэрбум", 10**9)]))
def test_words_of_scale_multiply(number: int, scale: tuple[str, int]) -> None:
    assert read_money(f"{number} {scale[0]} төгрөг").value == number * scale[1]


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Зардал", None), ("Зардал /төгрөг/", 1), ("Зардал ₮", 1), ("Зардал MNT", 1), ("Дүн (мян.төг)", 1000),
        ("Дүн, сая төгрөг", 10**6), ("Дүн тэрбум төгрөг", 10**9), ("Дүн /мяп.төг/", 1000), ("Дүн /сал төгрөг/", 10**6),
        ("мянга н төг рөг", 1000), ("Дүн /төг", 1),
    ],
)  # fmt: skip
def test_the_unit_of_a_header(header: str, unit: int | None) -> None:
    assert header_unit(header) == unit


@pytest.mark.parametrize(
    ("cell", "header", "number", "problem"),
    [
        ("999₮", "", "999", "money_implausible"), ("1000", "", "1000", ""), ("1000₮", "", "1000", ""),
        ("500", "төг", "500", "money_implausible"), ("500", "мян.төг", "500000", ""),
        ("5,000,000₮", "мян.төг", "5000000", "money_unit_differs"), ("5 сая", "мян.төг", "5000000", "money_unit_differs"),
        ("5 мян", "мян.төг", "5000", ""), ("5,000₮", "төг", "5000", ""),
        ("-5,000,000", "", "-5000000", "money_negative"), ("(5,000,000)", "", "-5000000", "money_negative"),
        ("0", "", "0", ""), ("0₮", "мян.төг", "0", ""), ("о", "", "0", ""), ("0,0", "", "0", ""),
        ("99 тэрбум", "", "99000000000", ""), ("200 тэрбум", "", "200000000000", ""),
        ("3 сая 500 мянган төгрөг", "", "3500000", ""), ("1,000; 2,000; нийт 3,000", "", "3000", ""),
        ("сургалт 1 сая, самбар 2 сая, нийт 3 сая", "", "3000000", ""), ("50,000 х 3 = 150,000₮", "", "150000", ""),
        ("l,500,000", "", "1500000", ""), ("350,000-00", "", "350000", ""), ("3,200,00-0₮", "", "3200000", ""),
        ("1. 500,000", "", "500000", ""), ("- 500,000", "", "500000", ""), ("500,000 (таван зуун мянга)", "", "500000", ""),
        ("2024 онд 500,000", "", "500000", ""), ("3 дугаар сард 500,000₮", "", "500000", ""), ("таван мянга", "", "5000", ""),
        ("хоёр зуун төгрөг", "", "200", ""),
    ],
)  # fmt: skip
def test_amounts_and_what_is_doubtful_about_them(cell: str, header: str, number: str, problem: str) -> None:
    value = read_money(cell, header_unit(header))
    assert (value.value, value.state, value.problem) == (Decimal(number), "stated", problem)


@pytest.mark.parametrize(
    ("cell", "header", "problem"),
    [
        ("999", "", "money_ambiguous"), ("999.5", "төг", "money_ambiguous"), ("999₮", "мян.төг", "money_ambiguous"),
        ("200,000,000,000", "", "money_ambiguous"), ("150,000,000", "мян.төг", "money_ambiguous"),
        ("$500", "", "money_foreign"), ("500 евро", "", "money_foreign"), ("1,000₮ 2,000₮", "", "money_several"),
        ("1-2 сая", "", "money_several"), ("10 х 5,000", "", "money_unreadable"), ("1 сая 20 мянта", "", "money_ambiguous"),
        ("гурав", "", "money_ambiguous"), ("1,000; 2,000; нийт 4,000", "", "money_unreadable"), ("12.500", "мян.төг", "money_ambiguous"),
        ("3 сургалт 20 хүн", "", "money_unreadable"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_not_guessed(cell: str, header: str, problem: str) -> None:
    value = read_money(cell, header_unit(header))
    assert (value.value, value.state, value.problem) == (None, "unreadable", problem)


@pytest.mark.parametrize("cell", ["", "-", "₮", "- ₮", "байхгүй"])
def test_nothing_stated_is_absent(cell: str) -> None:
    assert (read_money(cell).value, read_money(cell).state) == (None, "absent")


def test_words_without_an_amount_are_said_to_be_none() -> None:
    assert read_money("Зардал гарсан").problem == "spending_without_amount"
    assert (read_money("зардалгүй").value, read_money("зардалгүй").state) == (Decimal(0), "stated")


def test_the_sign_of_the_currency_behind_groups_of_thousands_may_be_misread() -> None:
    assert read_money("5,000,000 Г").value == 5_000_000
    assert read_money("150 Г").problem == "money_unreadable"


def test_the_step_names_the_unit() -> None:
    assert read_money("5 сая").steps == ("unit 1000000", OWN_UNIT)
    assert read_money("5,000₮", 1000).steps == ("unit 1", OWN_UNIT)
    assert read_money("500", 1000).steps == ("unit 1000",)


def test_a_column_has_one_decimal_mark_or_none() -> None:
    assert column_mark(["13,850.0", "-"]) == "." and column_mark(["12,5", "1.000.000,5"]) == ","
    assert column_mark(["12.5", "12,5"]) == "" and column_mark([]) == ""
    assert read_money("12.500", 1000, ".").value == 12_500
    assert read_money("12.500", 1000, ",").value == 12_500_000


def test_a_figure_too_large_for_its_unit_is_doubted_unless_it_is_written_with_decimals_as_thousands_are() -> None:
    assert read_money("1,500,000", 1000).problem == "money_unit_doubtful"
    assert read_money("1,284,500.0", 1000).value == 1_284_500_000


@pytest.mark.parametrize(
    ("cell", "unit", "number"),
    [
        ("№12, 450,000₮", None, "450000"), ("Зарцуулсан12500000төг", None, "12500000"), ("мян.төг 500", None, "500000"),
        ("12,500,\n000", 1, "12500000"), ("3 тэр бум төгрөг", None, "3000000000"), ("45.0 саятөгрөг", None, "45000000.0"),
        (".5 сая төг", None, "500000.0"), ("l 200 000₮", None, "1200000"), ("2,735,063,300.00 %", None, None),
        ("1 100 000 (нэг сая хоёр зуун мянга) төгрөг", None, None), ("мянган төгрөг", None, None), ("3 сая вон", None, None),
        ("20 000₮ х 15 хүн", None, None),
    ],
)  # fmt: skip
def test_a_number_is_never_cut_and_a_unit_alone_is_no_sum(cell: str, unit: int | None, number: str | None) -> None:
    assert read_money(cell, unit).value == (None if number is None else Decimal(number))
