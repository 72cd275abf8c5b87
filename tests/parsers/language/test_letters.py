"""Letters: repaired only where certain, alike for comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language.letters import _breaks_harmony, _readings, latin1_read, repair

TYPED = st.text(alphabet="абвгэөүёйіЇєABEoyxvVIX01346 -.,éºª¿äèÿ\u00ad\n№", max_size=40)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ýäèéí çàñãèéí áîäëîãî", "эдийн засгийн бодлого"),
        ("тºрийн ¿йл àæèë íü", "төрийн үйл ажил нь"),
        ("хэрэгжїїлэх, Єнєєдєр", "хэрэгжүүлэх, Өнөөдөр"),
        ("зypaг дypэм дvрэм", "зураг дүрэм дүрэм"),
        ("Yйл Hүний Xүн cүлжээ ХАСХOM-ийн", "Үйл Хүний Хүн сүлжээ ХАСХОМ-ийн"),
        ("ѐс зүй, θмнөх", "ёс зүй, өмнөх"),
        ("Aвлигa kомпани", "Авлига компани"),
    ],
)
def test_repairs(typed: str, meant: str) -> None:
    assert repair(typed).text == meant
    assert repair(typed).steps


@pytest.mark.parametrize(
    "sound",
    ["I, II, III, IV, Va, Vбв байр", "IV-р улирал", "ІІ улирал", "Müller café", "ISO 37001, QR",
     "№ 5 × 4, www.example.mn",
     "COM TAX SEX",
     "30º", "авлигын эсрэг үйл", "о/о"],
)  # fmt: skip
def test_leaves_alone(sound: str) -> None:
    assert repair(sound).text == sound
    assert repair(sound).steps == ()


@given(TYPED)
def test_laws(text: str) -> None:
    once = repair(text)
    assert bool(once.steps) == bool(once.changes)
    assert repair(once.text).text == once.text
    assert len(once.text) <= len(text)


def test_a_long_run_vouches_for_short_ones_beside_it() -> None:
    assert repair("æèë íü").text == "жил нь" and repair("æèë é").text == "жил й"
    assert repair("íü").text == "нь" and repair("éé").text == "éé" and repair("é").text == "é"  # only a word
    assert latin1_read("æèë é") == "жил й" and latin1_read("é") == "é" and latin1_read("abc") == "abc"
    assert latin1_read("caféà") == "caféà"  # with plain Latin letters it is another language


def test_steps_are_named_once_in_their_order() -> None:
    assert repair("їйл їйл").steps == ("legacy_letters",) and len(repair("їйл їйл").changes) == 1
    assert repair("Aвлигa їйл").steps == ("look_alikes", "legacy_letters")
    assert repair("abc").steps == () and repair("е\u0308с").text == "ёс"


@pytest.mark.parametrize(
    ("word", "breaks"), [("үйл", False), ("авлига", False), ("үа", True), ("эя", True), ("и", False), ("ӨО", True)]
)
def test_front_and_back_vowels_do_not_meet(word: str, breaks: bool) -> None:
    assert _breaks_harmony(word) is breaks


def test_a_word_is_read_in_so_many_ways_at_most() -> None:
    assert _readings("oй") == ["ой", "өй"] and _readings("Hа") == ["На", "Ха"] and _readings("вH") == ["вН"]
    assert len(_readings("o" * 6)) == 64 and len(_readings("o" * 7)) == 64
    assert all(reading.endswith("о") for reading in _readings("o" * 7))
    assert repair("а" + "a" * 100).text == "а" + "a" * 100 and repair("а" + "a" * 99).text == "а" * 100


def test_a_word_of_latin_letters_alone_has_four_and_makes_a_word() -> None:
    assert repair("ө apxi").text == "ө архи" and repair("ө aap").text == "ө aap"
    assert repair("ө caca").text == "ө caca"
