"""What Tesseract prints and Mongolian does not have."""

from __future__ import annotations

import pytest

from parsers.scan.ocr.letters import (
    between_slashes,
    both_alike,
    digits_in_place,
    is_junk,
    known,
    lettered,
    part_of_sum,
)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("хұний", "хүний"), ("єдєр", "өдөр"), ("Єнєєдєр", "Өнөөдөр"), ("эдїн", "эдүн"), ("бїє", "бүө"),
        ("5,000¥", "5,000₮"), ("БайхгүЙ", "Байхгүй"), ("Зөвлөмж-З", "Зөвлөмж-3"), ("Зөвлөмж-О", "Зөвлөмж-0"),
        ("МУИС-ийн", "МУИС-ийн"), ("Www.sanaa.mn", "www.sanaa.mn"), ("сургалт", "сургалт"),
    ],
)  # fmt: skip
def test_letters_of_other_alphabets(read: str, meant: str) -> None:
    assert lettered(read) == meant


def test_a_sign_of_two_letters_is_the_second_only_where_that_alone_is_a_word() -> None:
    assert lettered("єхєнд") == "эхэнд" and not known("өхөнд")
    assert lettered("єнє") == "өнө" and known("энэ")  # both are words
    assert lettered("вїв") == "вүв"  # neither is


@pytest.mark.parametrize(
    ("other", "text", "meant"),
    [
        ("/а/", "Іб!", "/б/"), ("/а", "Іб!", "/б!"), ("а/", "Іб!", "Іб/"), ("а", "Іб!", "Іб!"), ("/", "/І", "/І"),
        ("/а/", "І!", "І!"), ("/а/", "б", "/б/"),
    ],
)  # fmt: skip
def test_slashes_of_another_reading(other: str, text: str, meant: str) -> None:
    assert between_slashes(other, text) == meant


def test_readings_that_look_alike() -> None:
    assert both_alike("A/65", "А/65") and not both_alike("А/65", "А/65") and not both_alike("PDF", "РОҒ")


def test_junk_has_no_letter() -> None:
    assert all(map(is_junk, ("|", "..", "_'"))) and not any(map(is_junk, ("-", "а", "|а", "", "№1")))


def test_known_texts_are_words_throughout() -> None:
    assert known("авлига") and known("авлига, сургалт 5")
    assert not known("авлига бвгдж") and not known("5") and not known("")


@pytest.mark.parametrize(
    ("read", "meant"),
    [("1О", "10"), ("1ОО", "1ОО"), ("О5%", "05%"), ("5х", "5х"), ("", ""), ("З.5₮", "3.5₮"), ("12 З4", "12 34")],
)
def test_digits_where_half_the_signs_are_digits(read: str, meant: str) -> None:
    assert digits_in_place(read) == meant


@pytest.mark.parametrize(("read", "meant"), [("OF", "0₮"), ("0+", "0₮"), ("00", "00"), ("ЗО", "30"), ("төг", "төг")])
def test_the_end_of_a_broken_sum(read: str, meant: str) -> None:
    assert part_of_sum(read) == meant
