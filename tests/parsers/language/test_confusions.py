"""The one table of letters: what it may not say, and that the maps made of it agree."""

from __future__ import annotations

import ast
import copy
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from parsers.language import confusions
from parsers.language.confusions import (
    ALIKE,
    COUSINS,
    CP1251,
    CYRILLIC,
    DIGITS,
    FORMS,
    LETTERS_OF_DIGITS,
    MONGOLIAN,
    OLD_FONTS,
    PLAIN_SIGNS,
    ROMAN_STROKES,
    SAME,
    SCANNED,
    TEXTS,
    TWINS,
    WORDS,
)

TABLE: dict[str, Any] = tomllib.loads((resources.files("parsers.language") / "confusions.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("section", "sign", "meant", "told"),
    [
        ("latin.near", "a", "а", "twice"),
        ("latin.near", "ab", "а", "no single sign"),
        ("latin.near", "q", "к̆", "no readings"),
        ("latin.near", "q", "", "no readings"),
        ("cyrillic.scanned", "є", "э", "twice"),
        ("digits.signs", "8", "Б", "a sign for two"),
        ("roman.strokes", "L", "L1", "a sign for two"),
        ("alike.texts", "ө", "у", "two comparisons"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(section: str, sign: str, meant: str, told: str) -> None:
    table = copy.deepcopy(TABLE)
    room, name = section.split(".")
    table[room][name][sign] = meant
    with pytest.raises(ValueError, match=told):
        confusions.check(table)
    confusions.check(TABLE)


def test_maps_of_one_letter_are_the_likeliest_readings() -> None:
    for sign, readings in (TWINS | COUSINS).items():
        assert CYRILLIC[ord(sign)] == readings[0] and set(readings) <= MONGOLIAN
    assert "I".translate(SAME) == "І" and "I".translate(CYRILLIC) == "И" and "I" not in ALIKE
    assert "єїθЎ".translate(OLD_FONTS) == "өүөҮ" == "єїθЎ".translate(CYRILLIC)
    assert "қңһѝє".translate(SCANNED) == "кннйє"  # a word decides between ө and э
    assert set(map(chr, SCANNED)) & set("іІ") == set()


def test_a_capital_stands_for_the_capital_of_what_the_small_letter_stands_for() -> None:
    for table in (OLD_FONTS, SCANNED):
        for sign, letter in table.items():
            assert letter.isupper() == chr(sign).isupper(), chr(sign)


def test_digits_and_letters_are_read_for_each_other() -> None:
    assert "ОoЗz6lІбº".translate(DIGITS) == "003361160"
    assert "0346".translate(LETTERS_OF_DIGITS) == "озчб"
    assert all(letter.translate(DIGITS) in (chr(digit), letter) for digit, letter in LETTERS_OF_DIGITS.items())
    assert "i|, Hl, Vu".translate(ROMAN_STROKES) == "II, III, VII"


def test_bytes_of_the_code_page() -> None:
    assert "òºðèéí ¿éë ªªð×".translate(CP1251) == "төрийн үйл ӨӨрЧ"


def test_comparisons_stand_on_one_another() -> None:
    assert "өүёй".translate(FORMS) == "оуеи" and "ыэъ".translate(FORMS) == "ыэъ"
    assert "өүёйыэъь".translate(WORDS) == "оуеииеьь"
    assert "өүёйыэъьщюяі".translate(TEXTS) == "оуеииешуаи"
    for finer, coarser in ((FORMS, WORDS), (WORDS, TEXTS)):
        for letter in MONGOLIAN:
            assert letter.translate(finer).translate(coarser) == letter.translate(coarser)


def test_signs_of_one_meaning() -> None:
    assert "“а”—б\u00a0％".translate(PLAIN_SIGNS) == '"а"-б %'


def test_no_module_has_a_table_of_letters_of_its_own() -> None:
    """Maps for ``str.translate`` are made in one place."""
    root = Path(__file__).parents[3]
    found = [
        path.relative_to(root).as_posix()
        for room in ("parsers", "normalizers", "pipeline")
        for path in (root / room).rglob("*.py")
        if any(
            isinstance(node, ast.Attribute) and node.attr == "maketrans"
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
        )
    ]
    assert found == ["parsers/language/confusions.py"]
