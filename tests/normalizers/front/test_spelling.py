"""Damaged words of titles and sign-offs, read with a closed list."""

from __future__ import annotations

import pytest

from normalizers.front.spelling import _cased, _near, _parted, mended


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("06 лугаар сарын 22", "06 дугаар сарын 22"),
        ("06дугаар", "06 дугаар"),
        ("6АЯНГОЛ ДҮҮРГЙЙН", "БАЯНГОЛ ДҮҮРГИЙН"),
        ("ТАИЛАНБЭЛТГЭСЭН", "ТАЙЛАН БЭЛТГЭСЭН"),
        ("2О24 оны", "2024 оны"),
        ("l2 ДУГААР", "12 ДУГААР"),
        ("СУРГ УУЛИЙН", "СУРГУУЛИЙН"),
        ("Тайлаи", "Тайлан"),
        ("ТАЙЛАИ", "ТАЙЛАН"),
        ("САРЬIН", "САРЫН"),
    ],
)
def test_damaged_words_are_mended_with_their_capitals(read: str, meant: str) -> None:
    assert mended(read) == meant
    assert mended(meant) == meant


@pytest.mark.parametrize(
    "text", ["Бор-Өндөр сумын Ц.Өлзийбат", "Report 2024", "бвгджзклмн", "аб", "", "12", "Ц. Тайлаи"]
)
def test_names_and_words_that_nothing_listed_resembles_stay(text: str) -> None:
    assert mended(text) == text


def test_typed_words_are_mended_by_one_letter_at_most() -> None:
    assert mended("хэрэгжилтнйн", scanned=False) in ("хэрэгжилтийн", "хэрэгжилтнйн")
    assert mended("СУРГ УУЛИЙН", scanned=False) == "СУРГ УУЛИЙН"
    assert mended("лугаар", scanned=False) == "лугаар"


@pytest.mark.parametrize(
    ("model", "word", "cased"),
    [("ТАЙЛАИ", "тайлан", "ТАЙЛАН"), ("ТАЙЛАи", "тайлан", "ТАЙЛАН"), ("ТАЙЛаи", "тайлан", "Тайлан"),
     ("тАЙЛАИ", "тайлан", "ТАЙЛАН"), ("тайлаи", "тайлан", "тайлан"), ("Т", "тайлан", "Тайлан"), ("т", "тайлан", "тайлан")],
)  # fmt: skip
def test_capitals_are_those_of_the_print_but_for_one_letter(model: str, word: str, cased: str) -> None:
    assert _cased(model, word) == cased


def test_a_word_that_two_listed_ones_resemble_is_neither() -> None:
    assert _near("тайлаи", 80) == "тайлан" and _near("тайлаи", 99) == "" and _near("бвгдж", 80) == ""


def test_two_words_without_their_blank() -> None:
    assert _parted("тайланбэлтгэсэн", 80) == "тайлан бэлтгэсэн"
    assert _parted("тайланбэлтгэсзн", 80) == "тайлан бэлтгэсэн" and _parted("тайлзнбэлтгэсэн", 80) == "тайлан бэлтгэсэн"
    assert _parted("тайлан", 80) == "" and _parted("бвгджзбвгджз", 80) == "" and _parted("тайлан" * 40, 80) == ""


@pytest.mark.parametrize(
    ("read", "meant"),
    [("6дугаар", "6 дугаар"), ("6лугаар", "6лугаар"), ("16лугаар", "16 дугаар"), ("12", "12"), ("А12Б", "А12Б"),
     ("СУРГАЛТ ТАЙЛАН", "СУРГАЛТ ТАЙЛАН"), ("Report", "Report"), ("тайлаи.", "тайлан.")],
)  # fmt: skip
def test_numbers_in_front_of_words(read: str, meant: str) -> None:
    assert mended(read) == meant
