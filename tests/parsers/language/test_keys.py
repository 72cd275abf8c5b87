"""Comparison keys: what two texts may differ in and still be the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language.keys import bare, fold, letters_key, one_alphabet, plain, skeleton, squashed
from parsers.language.words import words

TYPED = (
    st.text(alphabet="абвгэөүёйыъьщюяіІҮӨАВVIX ABEOoyxvimhnuk01346 -.,\u00ad\n№%#–“º¿ÄäèªєїЇҰ¹ﬁ\u0306", max_size=40)
    | st.text(max_size=30)
    | st.sampled_from(sorted(words())[::97])
    | st.sampled_from(["авылга", "а 3 б", "ъ 0", "A0Ä", "A\u00adІ", "V\u0306"])
)
KEYS = (plain, fold, skeleton, squashed, bare, one_alphabet, letters_key)
RUNGS = ((plain, fold), (fold, skeleton), (skeleton, squashed))
BESIDE = ((plain, bare), (plain, one_alphabet), (plain, letters_key))
Key = Callable[[str], str]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.__name__)
@given(text=TYPED)
def test_a_key_is_its_own_key(key: Key, text: str) -> None:
    assert key(key(text)) == key(text)


@pytest.mark.parametrize(("finer", "coarser"), (*RUNGS, *BESIDE), ids=lambda key: key.__name__)
@given(text=TYPED)
def test_a_coarser_key_never_splits_what_a_finer_one_joins(finer: Key, coarser: Key, text: str) -> None:
    """A text and its finer key are joined by the finer one, and so are any two of one key."""
    assert coarser(finer(text)) == coarser(text)


@given(st.text(max_size=30))
def test_the_plain_form_keeps_every_position(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_look_alikes_count_only_inside_cyrillic_words() -> None:
    assert plain("HAPИЙН") == "нарийн" and plain("PDF") == "pdf" and plain("А1B") == "а1b"
    assert plain("“а” – ‘б’") == "\"а\" - 'б'" and plain("50％\t1") == "50% 1"
    assert plain("ЄЇ") == "өү"
    assert plain("İ") == "İ".lower() or len(plain("İ")) == 1


def test_similar_letters_compare_alike_and_marks_do_not_count() -> None:
    assert bare("Хэрэгжээ-гүй!") == bare("хэрэгжээ гуй") == "хэрэгжээ гуи".replace("э", "е")


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
    assert squashed("Э хн и й") == squashed("Эхний") and squashed("а вилга") == squashed("авлига")
    assert "110" in skeleton("утас 110")


@given(TYPED)
def test_the_key_of_labels_has_letters_and_digits_only(text: str) -> None:
    assert letters_key(text).isalnum() or not letters_key(text)


def test_labels_compare_by_their_letters_signs_spelled_out() -> None:
    assert letters_key("№") == letters_key("д/д") and letters_key("Гүйцэтгэл %") == letters_key("гуйцэтгэл хувь")
    assert one_alphabet("Зоpилгo 2.") == "зорилго 2."


def test_the_two_ladders_are_not_the_same() -> None:
    assert skeleton("ёс III") == "ес i"
    assert one_alphabet("ёс III") == "ес иии"
