"""The letters and signs that stand for others: ``confusions.toml``, checked, and the maps that are made of it.

Whoever takes one letter for another asks here, so that no two places disagree. A map of one letter is the likeliest
reading; where a word decides, all readings are asked (``TWINS``, ``COUSINS``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from itertools import chain
from typing import Any, Final

Letters = Mapping[str, str]
"""One sign -> the letters that may be meant, the likeliest first."""

MONGOLIAN: Final = frozenset("абвгдеёжзийклмноөпрстуүфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯ")


def check(table: Mapping[str, Any]) -> None:
    """Raise ValueError where the table contradicts itself: a sign in two sections of one alphabet, a reading that is no
    letter of Mongolian (other than І, which is read on), a sign for two digits."""
    for alphabet in ("latin", "cyrillic"):
        signs = [sign for section in table[alphabet].values() for sign in section]
        if len(signs) != len(set(signs)) or any(len(sign) != 1 for sign in signs):
            raise ValueError(f"{alphabet}: a sign twice, or no single sign")
    sections = [*table["latin"].values(), *table["cyrillic"].values(), table["code_page"], table["digits"]["letters"]]
    strange = set("".join(readings for section in sections for readings in section.values())) - MONGOLIAN
    if not strange <= set(table["cyrillic"]["typed"]) or not all(chain(*(section.values() for section in sections))):
        raise ValueError(f"no readings in Mongolian: {sorted(strange)}")
    for name in ("digits.signs", "roman.strokes", "roman.cyrillic"):
        room, section = name.split(".")
        told = "".join(table[room][section].values())
        if len(told) != len(set(told)):
            raise ValueError(f"{name}: a sign for two")
    letters = [letter for section in table["alike"].values() for letter in section]
    if len(letters) != len(set(letters)):
        raise ValueError("alike: a letter is another one in two comparisons")


def _table() -> dict[str, Any]:
    found = tomllib.loads((resources.files("parsers.language") / "confusions.toml").read_text("utf-8"))
    check(found)
    return found


_TABLE: Final = _table()
_LATIN: Final = _TABLE["latin"]
_CYRILLIC: Final = _TABLE["cyrillic"]
_SIGNS: Final = _TABLE["signs"]


def _first(*sections: Letters) -> dict[int, str]:
    """For ``str.translate``: every sign as its likeliest letter."""
    return str.maketrans({sign: readings[0] for section in sections for sign, readings in section.items()})


def _read_on(section: Letters) -> dict[str, str]:
    """Readings that are no Mongolian letters (І) as what those stand for."""
    return {sign: "".join(_CYRILLIC["typed"].get(one, one) for one in readings) for sign, readings in section.items()}


def _turned(section: Letters) -> dict[int, str]:
    """For ``str.translate``: what stands right of the "=", each sign of it, as what stands left."""
    return str.maketrans({sign: meant for meant, signs in section.items() for sign in signs})


def _as_first(groups: Iterable[str]) -> dict[int, str]:
    return str.maketrans({sign: group[0] for group in groups for sign in group[1:]})


TWINS: Final[Letters] = _read_on(_LATIN["same"] | _LATIN["typed"] | _CYRILLIC["typed"])
"""Letters read as Mongolian ones even where no word results: most are drawn alike in every typeface."""
COUSINS: Final[Letters] = _LATIN["near"]
"""Latin letters read so only where a word results."""

SAME: Final = _first(_LATIN["same"])
"""Latin letters as the Cyrillic ones of exactly that shape."""
ALIKE: Final = frozenset(map(chr, SAME)) - {"I"}
"""Latin letters that a word may wholly consist of and still be Cyrillic; I is a numeral."""
TYPED: Final = frozenset(_CYRILLIC["typed"])
"""Letters of other Cyrillic alphabets that make no Cyrillic word of a Latin one."""

OLD_FONTS: Final = _first(_CYRILLIC["old_fonts"], _CYRILLIC["vowels"])
"""What old fonts, typists and scanners have for ө and ү."""
SCANNED: Final = _first(_CYRILLIC["scanned"], _CYRILLIC["vowels"], {one: _CYRILLIC["typed"][one] for one in "ЍѝЀѐ"})
"""What a recogniser prints for the Mongolian letter of that shape; і is left, it may be a stroke or a numeral."""
UNDECIDED: Final[Letters] = _CYRILLIC["old_fonts"]
"""Signs that a recogniser prints for one of two letters: a word decides."""

CYRILLIC: Final = _first(COUSINS, TWINS, _CYRILLIC["old_fonts"], _CYRILLIC["vowels"])
"""For comparison every look-alike is the Cyrillic letter, without asking for a word."""

CP1251: Final = {byte: bytes([byte]).decode("cp1251") for byte in range(0xC0, 0x100)} | str.maketrans(
    _TABLE["code_page"]
)
"""Letters that Latin-1 shows for bytes of CP1251, as those meant."""

LETTERS_OF_DIGITS: Final = _first(_TABLE["digits"]["letters"])
"""Digits inside a word as the letters that they were read for."""
DIGIT_SIGNS: Final[Letters] = _TABLE["digits"]["signs"]
"""A digit and the signs that are read for it inside a number."""
DIGITS: Final = _turned(DIGIT_SIGNS)
"""Signs inside a number as the digits that they were read for."""
ROMAN_STROKES: Final = _turned(_TABLE["roman"]["strokes"])
"""What the Latin model reads in the place of a Roman numeral, as the numeral."""
ROMAN_LETTERS: Final = _turned(_TABLE["roman"]["cyrillic"])
"""Small letters of Cyrillic as those of a Roman numeral."""

SHAPES_OF_NAMES: Final = _as_first(_TABLE["scanned_names"]["groups"])
"""Capitals that scanners take for one another, as one of each group."""

FORMS: Final = _first(_TABLE["alike"]["forms"])
"""What forms are told by: ө as о, ү as у, й as и, ё as е."""
WORDS: Final = FORMS | _first(_TABLE["alike"]["words"])
"""The same and ы as и, э as е, ъ as ь."""
TEXTS: Final = {letter: other.translate({0x44C: ""}) for letter, other in WORDS.items()} | str.maketrans(
    _TABLE["alike"]["texts"]
)
"""The same and щ as ш, ю as у, я as а, no ь."""

INVISIBLE: Final = dict.fromkeys(map(ord, _SIGNS["invisible"]))
PLAIN_SIGNS: Final = _as_first(
    _SIGNS[name] for name in ("blanks", "dashes", "double_quotes", "single_quotes", "percents")
)
"""One kind of blank, dash, quote and sign of per cent."""
TOGROG: Final[str] = _SIGNS["togrog"]
"""The sign of the tögrög, and what a recogniser prints for it behind a sum."""
SCANNED_SIGNS: Final = str.maketrans(_SIGNS["scanned"])
"""What a recogniser prints for a sign that it does not know."""
