"""Letters: repaired only where certain, alike for comparison."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.document import Repair
from parsers.language.letters import _breaks_harmony, _readings, is_latin1, kinds, latin1_read, repair

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
    assert repair(typed).repairs


@pytest.mark.parametrize(
    "sound",
    ["I, II, III, IV, Va, Vбв байр", "IV-р улирал", "ІІ улирал", "Müller café", "ISO 37001, QR",
     "№ 5 × 4, www.example.mn",
     "COM TAX SEX",
     "30º", "авлигын эсрэг үйл", "о/о"],
)  # fmt: skip
def test_leaves_alone(sound: str) -> None:
    assert repair(sound).text == sound
    assert repair(sound).repairs == ()


@given(TYPED)
def test_laws(text: str) -> None:
    once = repair(text)
    assert bool(once.repairs) == (once.text != unicodedata.normalize("NFC", text))
    assert all(one.kinds and one.printed != one.meant for one in once.repairs)
    assert repair(once.text).text == once.text
    assert len(once.text) <= len(text)


def test_a_long_run_vouches_for_short_ones_beside_it() -> None:
    assert repair("æèë íü").text == "жил нь" and repair("æèë é").text == "жил й"
    assert repair("íü").text == "нь" and repair("éé").text == "éé" and repair("é").text == "é"  # only a word
    assert latin1_read("æèë é") == "жил й" and latin1_read("é") == "é" and latin1_read("abc") == "abc"
    assert latin1_read("caféà") == "caféà"  # with plain Latin letters it is another language


def test_kinds_are_named_once_in_their_order() -> None:
    assert repair("їйл їйл").repairs == (Repair("їйл", "үйл", ("legacy_letters",)),)
    assert kinds(repair("Aвлигa їйл їндэс").repairs) == ("look_alikes", "legacy_letters")
    assert repair("abc").repairs == () and repair("е\u0308с").text == "ёс"


@pytest.mark.parametrize("name", ["Серікжан", "ӘЙГЕРІМ", "Нұрғали", "Жәнібек", "Ұлан"])
def test_kazakh_words_stay_as_printed_but_for_scans(name: str) -> None:
    assert repair(f"Б.{name} үйл").text == f"Б.{name} үйл"
    assert repair("Тұвшин, үндэсній").text == "Түвшин, үндэсний"
    assert repair("Серікжан", scanned=True).text == "Серикжан"


def test_a_document_in_the_wrong_code_page_vouches_for_its_short_words_and_its_sign_of_number() -> None:
    assert is_latin1(["¹", "Àðãà õýìæýý", "Áèåëýëò"]) and not is_latin1(["Àðãà õýìæýý", "Müller"])
    assert not is_latin1(["éàèù", "ôîñáð", "ÿþûý"])
    assert repair("¹", evident=True).text == "№" and repair("¹").text == "¹"
    assert repair("íü é", evident=True).text == "нь й"
    assert repair("5¹", evident=True).text == "5¹"


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
