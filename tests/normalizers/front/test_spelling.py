"""Damaged words of titles and sign-offs, read with a closed list."""

from __future__ import annotations

import pytest

from normalizers.front.spelling import mended


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
