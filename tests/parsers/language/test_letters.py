"""Letters: repaired only where certain, alike for comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language.letters import cyrillic_share, fold, is_word, mongolian_share, repair, skeleton, squashed

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


def test_words_and_shares() -> None:
    assert is_word("Хэрэгжилтийнхээ") and is_word("авлига") and not is_word("бвгджк")
    assert cyrillic_share("") == 0.0 and cyrillic_share("abгд") == 0.5
    good = mongolian_share("Төрийн байгууллагын үйл ажиллагааны төлөвлөгөөний хүрээнд бүх нөхцөлийг бүрдүүлсэн")
    assert good is not None and good > 0.8
    assert mongolian_share("ажил") is None
