"""Signs of symbol fonts as plain signs; what is not known stays."""

from __future__ import annotations

import pytest

from parsers.language.symbol_fonts import FONTS, bullet, symbol


def test_the_chart_of_a_font_decides_by_the_low_byte() -> None:
    for font, chart in FONTS.items():
        for byte, sign in chart.items():
            assert symbol(byte, font.upper()) == symbol(0xF000 + byte, font) == sign
    assert symbol(0xF001, "Wingdings") == "\uf001"


def test_without_a_font_private_signs_are_guessed_and_others_stay() -> None:
    assert symbol(0xF0B7) == "•" and symbol(0xF0FC) == "✓" and symbol(0xF001) == "\uf001"
    assert symbol(0x4E9) == "ө" and symbol(0xEFFF) == "\uefff" and symbol(0xF100) == "\uf100"


@pytest.mark.parametrize(
    ("text", "sign"),
    [("\uf0b7", "•"), (" o ", "•"), ("–", "-"), ("\uf02d", "-"), ("✓", "✓"), ("", ""), ("1.", "1."), ("oo", "oo")],
)
def test_bullets(text: str, sign: str) -> None:
    assert bullet(text) == sign
