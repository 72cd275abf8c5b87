"""The measure code before a text, and what looks like one and is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language.codes import bare, is_code, split_code, split_single

CASES = Path(__file__).parents[2] / "normalizers" / "cases" / "codes_third.txt"
KNOWN_WRONG = {"1.2.3 дугаар сарын 15-ны дотор тайлан"}


def labelled() -> list[tuple[str, str]]:
    lines = [line for line in CASES.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    return [(form.replace("⏎", "\n"), told.strip()) for form, _, told in (line.partition(" =>") for line in lines)]


@pytest.mark.parametrize(("form", "told"), labelled())
def test_labelled_forms(form: str, told: str) -> None:
    code, rest = split_code(form)
    wanted = "" if told.startswith("|") else told
    assert ((f"{code}|{rest}" if code else "") == wanted) is (form not in KNOWN_WRONG)


@given(
    st.integers(1, 99),
    st.integers(1, 99),
    st.sampled_from(["{0}.{1}. Сургалт", "{0}.{1}.Сургалт", "{0}. {1}. Сургалт"]),
)
def test_two_levels_before_a_sentence_are_a_code(one: int, two: int, form: str) -> None:
    assert split_code(form.format(one, two)) == (f"{one}.{two}", "Сургалт")


@given(st.text(alphabet="0123456789.,-() IVXабвСургалт\n", max_size=25))
def test_no_letter_is_lost(text: str) -> None:
    code, rest = split_code(text)
    kept = [letter for letter in f"{code}{rest}" if letter.isalnum()]
    assert kept == [letter for letter in text if letter.isalnum()]
    assert code or rest == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.1.1 Сургалт", "1.1.1"),
        ("(2.3) Сургалт", "2.3"),
        ("№2.3 Сургалт", "2.3"),
        ("II.3 Сургалт", "II.3"),
        ("1-2. Сургалт", "1-2"),
        ("1-2 сургалт", ""),
        ("1-2", "1-2"),
        ("1,2. сургалт", "1,2"),
        ("1.2 сургалт", "1.2"),
        ("1.2 бвгдж", ""),
        ("1.2) бвгдж", "1.2"),
        ("1.5 сая", ""),
        ("1.5. Сая төгрөг", "1.5"),
        ("09.30-10.30", ""),
        ("1.1.2024 оны", "1.1"),
        ("1.1 2024 оны", "1.1"),
        ("1.1 2024 хүн", ""),
        ("123.4 Сургалт", ""),
        ("3.2 - Тайлан", "3.2"),
        ("6.1.9-д заасан", ""),
        ("Сургалт 1.1", ""),
    ],
)
def test_only_the_start_of_a_text_holds_a_code(text: str, code: str) -> None:
    assert split_code(text)[0] == code


def test_ocr_confuses_letters_and_digits_in_codes_only() -> None:
    assert split_code("1.З. Сургалт", read_by_ocr=True) == ("1.3", "Сургалт")
    assert split_code("1.З. Сургалт")[0] == ""
    assert split_code("І.б Сургалт", read_by_ocr=True)[0] == ""  # no digit among them: a Roman numeral or letters
    assert bare("2,З", read_by_ocr=True) == "2.3" and bare("2,З") == "2,З"
    assert bare("б", read_by_ocr=True) == "б" and bare(" (1. 10.) ") == "1.10"


def test_one_level_needs_its_point_and_a_text() -> None:
    assert split_single("3) Сургалт") == ("3", "Сургалт") and split_single("3, Сургалт") == ("3", "Сургалт")
    assert split_single("3. ") == ("", "3. ") and split_single("3.1 Сургалт") == ("", "3.1 Сургалт")


def test_a_cell_that_is_a_code() -> None:
    assert is_code("1.1") and is_code("1-2.") and not is_code("1") and not is_code("1.1 Сургалт") and not is_code("")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1.2", ("1.2", "")), ("1.2.", ("1.2", "")), ("1.2 ", ("1.2", "")), ("1 . 2 Сургалт", ("1.2", "Сургалт")),
        ("1.2: - Сургалт", ("1.2", "Сургалт")), ("1.2 -Сургалт", ("1.2", "-Сургалт")),
        ("1-2  Сургалт", ("1-2", "Сургалт")), ("1-2Сургалт", ("", "1-2Сургалт")), ("1-2-3", ("1-2-3", "")),
        ("1,2  сургалт", ("", "1,2  сургалт")), ("1,2 Сургалт", ("1,2", "Сургалт")), ("1,2сургалт", ("1,2", "сургалт")),
        ("1.2бвгдж", ("", "1.2бвгдж")), ("1.2 Бвгдж", ("1.2", "Бвгдж")), ("1.2.бвгдж", ("1.2", "бвгдж")),
        ("1.5 хувь", ("", "1.5 хувь")), ("1.5 Хувь нэмэр", ("1.5", "Хувь нэмэр")), ("1.5. ХУВЬ", ("1.5", "ХУВЬ")),
        ("1.5 ХУВЬ", ("", "1.5 ХУВЬ")), ("1.5. хувь", ("", "1.5. хувь")), ("1.5. 2024 он", ("1.5", "2024 он")),
        ("1.5 - 7", ("", "1.5 - 7")), ("1.5. 30 хүн", ("", "1.5. 30 хүн")),
    ],
)  # fmt: skip
def test_what_follows_decides_whether_it_is_a_code(text: str, parts: tuple[str, str]) -> None:
    assert split_code(text) == parts


def test_a_code_read_from_a_picture_has_a_digit_and_points() -> None:
    assert split_code("1,З Сургалт", read_by_ocr=True) == ("1.3", "Сургалт")
    assert split_code("l.l Сургалт", read_by_ocr=True) == ("", "l.l Сургалт")
    assert bare("l,2", read_by_ocr=True) == "1.2" and bare("l,l", read_by_ocr=True) == "l,l" == bare("l,l")
    assert is_code("1.2 ") and not is_code("1.2 а")
