"""Letters: repaired only where certain, alike for comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language.letters import repair

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
