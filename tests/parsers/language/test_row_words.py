"""Words that tell totals, sign-offs and prefaces from measures."""

from __future__ import annotations

import pytest

from parsers.language.keys import one_alphabet
from parsers.language.row_words import is_preface, is_signature, patterns


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ТАНИЛЦСАН:", True), ("Тайлан боловсруулсан:", True), ("Хянасан", True), ("Хянасан:\nДарга Б.Номин", True),
        ("Танилцсан байна", False), ("Сургалтад хамрагдсан", False), ("", False),
    ],
)  # fmt: skip
def test_sign_offs_begin_with_their_word(text: str, told: bool) -> None:
    assert is_signature(text) is told


def test_prefaces_begin_with_their_word() -> None:
    assert is_preface("Эрх зүйн үндэслэл: хуулийн 6 дугаар зүйл")
    assert not is_preface("Хуулийн эрх зүйн үндэслэл") and not is_preface("Сургалт")


def test_totals_stand_alone_or_with_a_few_words() -> None:
    total, alone = patterns().total, patterns().total_alone
    assert total.match(one_alphabet("Нийт дундаж")) and alone.match(one_alphabet("НИЙТ ДҮН: 88"))
    assert not alone.match(one_alphabet("Нийт албан хаагчид"))
    assert all(len(word) > 4 for word in patterns().totals)
