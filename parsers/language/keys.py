"""The comparison keys: ONE ladder of what two texts may differ in and still be the same. Keys are compared, searched and
counted; none is ever published (what is published goes through ``letters.repair``).

=====================  ================================================  ==================================================
key                    texts are the same although they differ in        what it is for
=====================  ================================================  ==================================================
:func:`fold`           case, punctuation, blanks, broken letters         words that are read on: abbreviations, stems
:func:`skeleton`       also ө/о, ү/у, э ё/е, й ы/и, ь ъ, double letters  whole texts of measures and goals
:func:`squashed`       also blanks                                       the same where words are torn or run together
:func:`one_alphabet`   case, look-alikes, ө/о, ү/у                       patterns on words of a form; punctuation stays
:func:`letters_key`    also punctuation and blanks                       labels of headers, cells that are repeated
=====================  ================================================  ==================================================

The first three stand on one another, and so do the last two. ``one_alphabet`` is no weaker ``skeleton``: it takes every
Latin look-alike for Cyrillic, Roman numerals too (``III`` becomes ``иии``), and keeps letters that stand twice.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources
from operator import itemgetter
from typing import Final

from parsers.language.confusions import ALIKE, CYRILLIC, FORMS, INVISIBLE, LETTERS_OF_DIGITS, OLD_FONTS, TEXTS, TYPED
from parsers.language.letters import FOREIGN, LATIN, ROMAN, latin1_read
from parsers.language.words import CYRILLIC_LETTER

_UNPRINTED: Final = {**INVISIBLE, ord("№"): " "}
# A word with one such letter at least.
_FOREIGN_TOKEN: Final = re.compile(
    r"(?<![^\W\d_])(?<![¿¯¸¨×÷])(?=(?:[^\W\d_]|[¿¯¸¨×÷])*?[A-Za-zı{}])(?:[^\W\d_]|[¿¯¸¨×÷])+".format("".join(TYPED))
)
# Most texts have no other signs; nothing in them is invisible, of an old font or broken off at the end of a line.
_ORDINARY: Final = re.compile(
    r"{0}(?:-(?=[А-Яа-яЁёӨөҮү]){0})*".format(r"[А-Яа-яЁёӨөҮүA-Za-z0-9 .,;:()\"'«»“”/|%!?\n]*")
)
_CONFUSED_DIGIT: Final = re.compile("[0346]")
_DIGIT_INSIDE: Final = re.compile(r"(?<=[^\W\d_])[0346](?=[^\W\d_])")
_BROKEN_WORD: Final = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011\u00ad](?:(?=[^\S\n]*\n)\s*+(?=[^\W\d_])| +(?=[а-яөүё]))")
_WORD: Final = re.compile(r"[^\W_]+")
# Searching is quick; ``translate`` looks up every letter.
_ANY_INVISIBLE, _ANY_LEGACY = (re.compile(f"[{''.join(map(chr, table))}]") for table in (_UNPRINTED, OLD_FONTS))


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Spellings that live side by side in reports: (pattern on a folded word, the spelling we compare by)."""
    table = tomllib.loads((resources.files("parsers.language") / "lists" / "spellings.toml").read_text("utf-8"))
    return tuple((re.compile(pattern), instead) for pattern, instead in table["spellings"].items())


@lru_cache(maxsize=50_000)
def _spelled(word: str) -> str:
    """A folded word in the spelling we compare by."""
    if _any_spelling().search(word):
        for pattern, instead in _spellings():
            word = pattern.sub(instead, word)
    return word


@lru_cache(maxsize=1)
def _any_spelling() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _spellings()))


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """``text`` for comparison: letters repaired without asking for words, lower case, no punctuation, one spelling.

    >>> fold("1.1. АТГ-аас бэлтгэсэн «ШТОРК»,  авилгын эсрэг їйл")
    '1 1 атг аас бэлтгэсэн шторк авлигын эсрэг үйл'
    """
    if not _ORDINARY.fullmatch(text):
        text = _BROKEN_WORD.sub("", text)
        text = latin1_read(text.translate(_UNPRINTED) if _ANY_INVISIBLE.search(text) else text)
        text = unicodedata.normalize("NFKC", text)
        text = text.translate(OLD_FONTS) if _ANY_LEGACY.search(text) else text
    if _CONFUSED_DIGIT.search(text):
        text = _DIGIT_INSIDE.sub(_digit_as_letter, text)
    if FOREIGN.search(text):
        text = _FOREIGN_TOKEN.sub(_compare_word, text)
    return " ".join(map(_spelled, _WORD.findall(text.lower())))


def _digit_as_letter(found: re.Match[str]) -> str:
    return found.group().translate(LETTERS_OF_DIGITS)


def _compare_word(found: re.Match[str]) -> str:
    word = found.group()
    if ROMAN.fullmatch(word):
        return word
    if not CYRILLIC_LETTER.search(word):
        return word.translate(CYRILLIC) if len(word) > 1 and set(word) <= ALIKE else word
    return word.translate(CYRILLIC) if LATIN.search(word) or not TYPED.isdisjoint(word) else word


_REPEATED: Final = re.compile(r"([^\W\d_])\1+")
_ONCE: Final = itemgetter(1)  # as r"\1", without a call of Python for every letter found


@lru_cache(maxsize=50_000)
def skeleton(text: str) -> str:
    """``fold(text)`` without what typing and scanning confuse: ө as о, ү as у, э ё as е, й ы as и, no ь ъ, no doubles.
    Words stay apart by one blank. For comparison only: never shown, never used on units (``сая`` becomes ``са``).

    >>> skeleton("Төрийн үйл ажиллагааны явц")
    'торин уил ажилагани авц'
    """
    return bared(fold(text))


def bared(folded: str) -> str:
    """The skeleton of a text that is folded already."""
    return _REPEATED.sub(_ONCE, folded.translate(TEXTS))


def squashed(text: str) -> str:
    """:func:`skeleton` without blanks: letters spaced out or words run together compare equal."""
    return _REPEATED.sub(_ONCE, skeleton(text).replace(" ", ""))


# Patterns of forms are written in this alphabet: ө as о, ү as у; Roman I, V, X as и, у, х.
_OF_FORMS: Final = FORMS | {sign: letter.lower().translate(FORMS) for sign, letter in CYRILLIC.items()}


def one_alphabet(text: str) -> str:
    """Lower case in one alphabet (ө as о, ү as у, legacy and Latin look-alikes as Cyrillic), punctuation kept.

    >>> one_alphabet("Зоpилгo 2. Тєрийн"), one_alphabet("ХӨТӨЛБӨР")
    ('зорилго 2. ториин', 'хотолбор')
    """
    return unicodedata.normalize("NFKC", text.replace("№", " ")).translate(_OF_FORMS).casefold().translate(_OF_FORMS)


@lru_cache(maxsize=8192)
def letters_key(text: str) -> str:
    """Letters and digits only, in one skeleton alphabet: for comparison, never for publication.

    >>> letters_key("Хүрсэн түв-\\nшин") == letters_key("ХYРСЭН ТҮВШИН")
    True
    """
    folded = one_alphabet(text.replace("№", "дд").replace("#", "дд").replace("%", "хувь"))
    return "".join(letter for letter in folded if letter.isalnum())
