"""The comparison keys: ONE ladder of what two texts may differ in and still be the same. Keys are compared, searched and
counted; none is ever published (what is published goes through ``letters.repair``).

=====================  ================================================  ==================================================
key                    texts are the same although they differ in        what it is for
=====================  ================================================  ==================================================
:func:`plain`          case, kinds of blank, dash and quote, look-alikes  values: every letter keeps its place
:func:`fold`           also punctuation, blanks, broken words, spelling  words that are read on: abbreviations, stems
:func:`skeleton`       also ө/о, ү/у, э ё/е, й ы/и, ь ъ, double letters  whole texts of measures and goals
:func:`squashed`       also blanks                                       the same where words are torn or run together
=====================  ================================================  ==================================================

Each is made of the one before, so that a coarser key never splits what a finer one joins. Three more stand on ``plain``,
beside the others:

=====================  ================================================  ==================================================
:func:`bare`           punctuation, ө/о, ү/у, э ё/е, й ы/и, ъ/ь          phrases and names, word by word
:func:`one_alphabet`   ө/о, ү/у, ё/е, й/и, any Latin look-alike          patterns on words of a form; punctuation stays
:func:`letters_key`    the same, punctuation and blanks                  labels of headers, cells that are repeated
=====================  ================================================  ==================================================

``bare`` keeps words as they are printed, and ``one_alphabet`` takes every Latin look-alike for Cyrillic, Roman numerals too
(``III`` becomes ``иии``): neither is a rung of the ladder.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import resources
from operator import itemgetter
from typing import Final

from parsers.language.confusions import (
    ALIKE,
    CYRILLIC,
    FORMS,
    INVISIBLE,
    LETTERS_OF_DIGITS,
    OLD_FONTS,
    PLAIN_SIGNS,
    TEXTS,
    TYPED,
    WORDS,
)
from parsers.language.letters import FOREIGN, LATIN, ROMAN, latin1_read
from parsers.language.remembered import remembered
from parsers.language.words import CYRILLIC_LETTER

_GLYPHS: Final = PLAIN_SIGNS | OLD_FONTS | {sign: CYRILLIC[sign] for sign in map(ord, TYPED) if chr(sign) not in "іІ"}
# Latin letters count only inside a word that has a Cyrillic letter; I may be a numeral that an ending is glued to.
_IN_WORDS: Final = {sign: letter for sign, letter in CYRILLIC.items() if chr(sign) not in "Ii"}
_MIXED: Final = re.compile(r"(?<![A-Za-zЀ-ӿ])(?=[A-Za-z]++[Ѐ-ӿ]|[Ѐ-ӿ]++[A-Za-z])[A-Za-zЀ-ӿ]++")
_LATIN: Final = re.compile("[A-Za-z]")
_UNPRINTED: Final = {**INVISIBLE, ord("№"): " "}
_ALIKE: Final = frozenset("".join(ALIKE).lower())
_ROMAN: Final = re.compile(ROMAN.pattern.lower())
# A word with one such letter at least.
_FOREIGN_TOKEN: Final = re.compile(
    r"(?<![^\W\d_])(?<![¿¯¸¨×÷])(?=(?:[^\W\d_]|[¿¯¸¨×÷])*?[A-Za-zı{}])(?:[^\W\d_]|[¿¯¸¨×÷])+".format("".join(TYPED))
)
# Most texts have no other signs; nothing in them is invisible, of another script or broken off at the end of a line.
_ORDINARY: Final = re.compile(r"{0}(?:-(?=[а-яёөү]){0})*".format(r"[а-яёөүa-z0-9 .,;:()\"'/|%!?]*"))
_CONFUSED_DIGIT: Final = re.compile("[0346]")
_DIGIT_INSIDE: Final = re.compile(r"(?<=[^\W\d_])[0346](?=[^\W\d_])")
_BROKEN_WORD: Final = re.compile(r"(?<=[^\W\d_])[-\u00ad] ++(?=[^\W\d_])")
_WORD: Final = re.compile(r"[^\W_]+")
_MONGOLIAN: Final = re.compile(r"[а-яёөү0-9\s!-/:-@\[-`{-~]*+")
_NO_WORD: Final = re.compile(r"[\W_]+")
# Searching is quick; ``translate`` looks up every letter.
_ANY_GLYPH, _ANY_INVISIBLE, _ANY_UNPRINTED, _ANY_OLD = (
    re.compile(f"[{re.escape(''.join(map(chr, table)))}]+") for table in (_GLYPHS, INVISIBLE, _UNPRINTED, OLD_FONTS)
)


@remembered
def plain(text: str) -> str:
    """Lower case, one kind of blank, dash and quote, look-alikes inside Cyrillic words undone. Keeps every position.

    >>> plain("2024 ОНЫ “HAPИЙН” – 5")
    '2024 оны "нарийн" - 5'
    """
    text = _ANY_GLYPH.sub(lambda found: found[0].translate(_GLYPHS), text)
    if _LATIN.search(text):
        text = _MIXED.sub(lambda found: found[0].translate(_IN_WORDS), text)
    whole = text.lower()
    if len(whole) == len(text):
        return whole
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _settled(step: Callable[[str], str], text: str) -> str:
    """The key that one more step leaves as it is: what takes the place of a foreign sign can make the next one readable."""
    key = step(text)
    while (again := step(key)) != key:
        key = again
    return key


def _read(step: Callable[[str], str], text: str) -> str:
    """The settled key; where only Mongolian letters are left, further steps have nothing to read."""
    key = step(text)
    return key if _MONGOLIAN.fullmatch(key) else _settled(step, key)


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
    return _read(_fold, text)


def _fold(text: str) -> str:
    text = plain(text)
    if not _ORDINARY.fullmatch(text):
        text = _BROKEN_WORD.sub("", text)
        text = latin1_read(text.translate(_UNPRINTED) if _ANY_UNPRINTED.search(text) else text)
        text = unicodedata.normalize("NFKC", text).lower()
        text = text.translate(OLD_FONTS) if _ANY_OLD.search(text) else text
    if _CONFUSED_DIGIT.search(text):
        text = _DIGIT_INSIDE.sub(_digit_as_letter, text)
    if FOREIGN.search(text):
        text = _FOREIGN_TOKEN.sub(_compare_word, text)
    return " ".join(map(_spelled, _WORD.findall(text)))


def _digit_as_letter(found: re.Match[str]) -> str:
    return found.group().translate(LETTERS_OF_DIGITS)


def _compare_word(found: re.Match[str]) -> str:
    word = found.group()
    if _ROMAN.fullmatch(word):
        return word
    if not CYRILLIC_LETTER.search(word):
        return word.translate(CYRILLIC) if len(word) > 1 and _ALIKE.issuperset(word) else word
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
    return _settled(_skeleton, text)


def _skeleton(text: str) -> str:
    return " ".join(bared(fold(text)).split())


def bared(folded: str) -> str:
    """The skeleton of a text that is folded already."""
    return _REPEATED.sub(_ONCE, folded.translate(TEXTS))


def squashed(text: str) -> str:
    """:func:`skeleton` without blanks: letters spaced out or words run together compare equal."""
    return skeleton(skeleton(text).replace(" ", ""))


@remembered
def bare(text: str) -> str:
    """Words for comparison: plain letters and digits only, similar letters made one, single blanks.

    >>> bare("Хэрэгжээгүй!") == bare("хэрэгжээгуй")
    True
    """
    return _read(_bare, text)


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFC", _ANY_INVISIBLE.sub("", plain(text)))
    return _NO_WORD.sub(" ", _swapped(letters, WORDS)).strip()


# Patterns of forms are written in this alphabet: ө as о, ү as у; Roman I, V, X as и, у, х.
_OF_FORMS: Final = {sign: letter.lower().translate(FORMS) for sign, letter in CYRILLIC.items()}
_ANY_FOREIGN: Final = re.compile(f"[{''.join(map(chr, _OF_FORMS))}]")


@remembered
def one_alphabet(text: str) -> str:
    """Lower case in one alphabet (ө as о, ү as у, legacy and Latin look-alikes as Cyrillic), punctuation kept.

    >>> one_alphabet("Зоpилгo 2. Тєрийн"), one_alphabet("ХӨТӨЛБӨР")
    ('зорилго 2. ториин', 'хотолбор')
    """
    return _read(_one_alphabet, text)


def _one_alphabet(text: str) -> str:
    return _of_forms(plain(text).replace("№", " "))


def _of_forms(text: str) -> str:
    text = _swapped(unicodedata.normalize("NFKC", text).casefold(), FORMS)
    return text.translate(_OF_FORMS) if _ANY_FOREIGN.search(text) else text


def _swapped(text: str, letters: Mapping[int, str]) -> str:
    """The text with a few letters made others: a tenth of the time of ``translate``, which looks up every letter."""
    for letter, other in letters.items():
        text = text.replace(chr(letter), other)
    return text


@lru_cache(maxsize=8192)
def letters_key(text: str) -> str:
    """Letters and digits only, in one skeleton alphabet: for comparison, never for publication.

    >>> letters_key("Хүрсэн түв-\\nшин") == letters_key("ХYРСЭН ТҮВШИН")
    True
    """
    letters = _of_forms(plain(text).replace("№", "дд").replace("#", "дд").replace("%", "хувь"))
    return "".join(filter(str.isalnum, letters))
