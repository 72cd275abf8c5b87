"""Comparison keys: what two texts may differ in and still be the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language.keys import fold, letters_key, one_alphabet, skeleton, squashed


@given(st.text(alphabet="абвгэөүёйABEoyxv01346 -.,\u00ad\n№", max_size=40))
def test_comparison_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert skeleton(skeleton(text)) == skeleton(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("АТГ-аас бэлтгэсэн", "атг аас   БЭЛТГЭСЭН"),
        ("авилгын эсрэг", "Aвлигын эсрэг"),
        ("Урдчилан сэргийлэх", "урьдчилан сэргийлэх"),
        ("байгуул-\nлага", "байгууллага"),
        ("XOM", "ХОМ"),
    ],
)
def test_folds_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_skeleton_bridges_scanner_confusions() -> None:
    assert skeleton("төрийн үйл") == skeleton("торийн уйл")
    assert squashed("Э хн и й") == squashed("Эхний")
    assert "110" in skeleton("утас 110")


@given(st.text(alphabet="абвгэөүёйABEoyxv01346 -.,/()\u00ad\n", max_size=40))
def test_the_alphabet_of_forms_is_stable_and_its_key_has_letters_and_digits_only(text: str) -> None:
    assert one_alphabet(one_alphabet(text)) == one_alphabet(text)
    assert letters_key(letters_key(text)) == letters_key(text)
    assert letters_key(text).isalnum() or not letters_key(text)


def test_labels_compare_by_their_letters_signs_spelled_out() -> None:
    assert letters_key("№") == letters_key("д/д") and letters_key("Гүйцэтгэл %") == letters_key("гуйцэтгэл хувь")
    assert one_alphabet("Зоpилгo 2.") == "зорилго 2."


def test_the_two_ladders_are_not_the_same() -> None:
    assert skeleton("ёс III") == "ес i"
    assert one_alphabet("ёс III") == "ес иии"
