"""The letters of Mongolian Cyrillic: what was typed, what was meant, and what is alike for comparison.

Three strengths, never mixed:

- :func:`repair` puts right what is published: only letters whose meaning is certain or that make a Mongolian word;
- :func:`fold` makes texts comparable (lower case, no punctuation, one spelling);
- :func:`skeleton` also drops what typing and scanning confuse (ө/о, ү/у, doubled vowels).

Repairs are made word by word, because one line can hold old-font letters, Latin-1 runs and sound words side by side.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import product
from operator import itemgetter
from typing import Final

from parsers.language.words import CYRILLIC_LETTER, cyrillic_share, is_word, mongolian_share, word_share

__all__ = [
    "Repaired", "bared", "cyrillic_share", "fold", "is_word", "mongolian_share", "repair", "skeleton", "squashed", "word_share",
]  # fmt: skip

# Old 8-bit Mongolian fonts put ө ү where CP1251 has є ї; the other signs are what scanners and typists put.
_LEGACY: Final = str.maketrans("єЄїЇθΘϴѳѲɵƟұҰўЎҮү", "өӨүҮөӨӨөӨөӨүҮүҮҮү")
# The same CP1251 bytes shown as Latin-1: À-ÿ, and º ¿ ª ¯ for ө ү Ө Ү, ¸ ¨ for ё Ё.
_LATIN1: Final = re.compile(r"[À-ÿºª¿¯¸¨]+")
_TOKEN: Final = re.compile(r"(?:[^\W\d_]|[¿¯¸¨×÷])+")
# A word with a letter that is none of Mongolian Cyrillic: no other word is ever changed.
_STRANGE_TOKEN: Final = re.compile(
    r"(?<![^\W\d_])(?<![¿¯¸¨×÷])[А-Яа-яЁёӨөҮү]*+(?:[^\W\d_]|[¿¯¸¨×÷])(?:[^\W\d_]|[¿¯¸¨×÷])*"
)
_LATIN: Final = re.compile(r"[A-Za-zıі]")
_FOREIGN: Final = re.compile(r"[A-Za-zıіІѐЀѝЍ]")
# Latin letters that look like a Cyrillic one in print, the likely reading first; ө ү because they are typed so too.
_TWINS: Final[dict[str, str]] = {
    "a": "а", "e": "е", "o": "оө", "p": "р", "c": "с", "y": "уү", "x": "х", "v": "ү", "i": "и", "і": "и", "ı": "и",
    "A": "А", "B": "В", "E": "Е", "K": "К", "M": "М", "H": "Н", "O": "ОӨ", "P": "Р", "C": "С", "T": "Т", "X": "Х",
    "Y": "ҮУ", "V": "Ү", "I": "И", "І": "И", "ѐ": "ёе", "Ѐ": "ЁЕ", "ѝ": "йи", "Ѝ": "ЙИ",
}  # fmt: skip
# Alike only in some typefaces or to a scanner: read so only where a word results.
_COUSINS: Final[dict[str, str]] = {
    "k": "к", "m": "тм", "t": "т", "n": "пн", "u": "иц", "r": "г", "b": "вь", "h": "нһ", "s": "с", "w": "ш", "g": "д",
    "d": "д", "z": "з", "l": "л", "N": "И", "U": "И", "R": "Я", "W": "Ш", "D": "Д", "G": "Г", "F": "Ф", "L": "Л",
    "S": "С",
}  # fmt: skip
# Roman numerals, also with the letter of a building or class behind them (Va, Vбв): never "repaired".
_ROMAN: Final = re.compile(r"[IVXІ]+(?:[а-д]{0,3}|[a-e]{0,3})")
_MOST_READINGS: Final = 64
# Letters of a word whose look-alikes are told apart; no word, and no two that ran together, has so many.
_LONGEST_WORD: Final = 100

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")) | {ord("№"): " "}


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text fit to publish. ``steps`` name the kinds of repair, ``changes`` the words: (as typed, as repaired)."""

    text: str
    steps: tuple[str, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()


def repair(text: str) -> Repaired:
    """Put right the letters of ``text`` where their meaning is certain; white space and punctuation stay.

    >>> repair("тєрийн їйл àæèëëàãàà")
    Repaired(text='төрийн үйл ажиллагаа', steps=('legacy_letters', 'latin1_letters'), changes=(('тєрийн', 'төрийн'), \
('їйл', 'үйл'), ('àæèëëàãàà', 'ажиллагаа')))
    >>> repair("cүлжээ, Hүний, ЗАPДЛЫГ, дvрэм").text
    'сүлжээ, Хүний, ЗАРДЛЫГ, дүрэм'
    >>> repair("I, II, IV, Va, Vбв байр, Youtube, Müller, ISO 37001").steps
    ()
    """
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii():
        return Repaired(composed)
    evident = any(len(run) >= 3 for run in _LATIN1.findall(composed))
    steps: dict[str, None] = {}
    changes: dict[tuple[str, str], None] = {}

    def word(found: re.Match[str]) -> str:
        typed = found.group()
        meant, names = _repair_word(typed, evident)
        if meant != typed:
            steps.update(dict.fromkeys(names))
            changes[typed, meant] = None
        return meant

    repaired = _STRANGE_TOKEN.sub(word, composed)
    return Repaired(repaired, tuple(steps), tuple(changes))


@lru_cache(maxsize=100_000)
def _repair_word(typed: str, evident: bool) -> tuple[str, tuple[str, ...]]:
    """The word that was meant and the steps taken. ``evident``: the text around it holds a long Latin-1 run."""
    word, steps = _repair_once(typed, evident)
    while steps and (further := _repair_once(word, evident))[1]:
        word, steps = further[0], tuple(dict.fromkeys(steps + further[1]))
    return word, steps


def _repair_once(typed: str, evident: bool) -> tuple[str, tuple[str, ...]]:
    word, steps = typed, []
    decoded = _from_latin1(word, evident)
    if decoded != word:
        word, steps = decoded, ["latin1_letters"]
    if CYRILLIC_LETTER.search(word) or len(word) > 3:
        plain = word.translate(_LEGACY)
        if plain != word and CYRILLIC_LETTER.search(plain):
            word = plain
            steps += ["legacy_letters"] if not steps else []
    twin = _from_twins(word)
    if twin != word:
        word = twin
        steps.append("look_alikes")
    return word, tuple(steps)


def _from_latin1(word: str, evident: bool) -> str:
    """CP1251 bytes that were shown as Latin-1, read as CP1251; the word itself when it is something else."""
    runs = _LATIN1.findall(word)
    if not runs or re.search(r"[A-Za-z]", word):
        return word
    decoded = _LATIN1.sub(_cp1251, word)
    glued = bool(CYRILLIC_LETTER.search(word))
    sure = glued or any(len(run) >= 3 for run in runs) or (evident and any(map(str.isalpha, runs)))
    return decoded if sure or (len(word) > 1 and is_word(decoded)) else word


def _cp1251(run: re.Match[str]) -> str:
    return run.group().encode("latin-1").decode("cp1251").translate(_LEGACY)


def _from_twins(word: str) -> str:
    """Latin look-alikes inside a Cyrillic word (or spelling a whole one of four letters) as Cyrillic."""
    strange = [letter for letter in word if letter in _TWINS or letter in _COUSINS]
    if not strange or len(word) > _LONGEST_WORD:
        return word
    mixed = bool(CYRILLIC_LETTER.search(word.translate(dict.fromkeys(map(ord, "іІѐЀѝЍ")))))
    if not mixed and (len(word) < 4 or any(letter not in _TWINS for letter in word)):
        return word if not set(word) & set("ѐЀѝЍ") else word.translate(_FIRST)
    readings = sorted(_readings(word), key=_breaks_harmony)
    meant = next((reading for reading in readings if is_word(reading)), None)
    if meant is not None and (len(word) > 2 or not _ROMAN.fullmatch(word)):
        return meant
    if not mixed or _ROMAN.fullmatch(word) or any(letter not in _TWINS for letter in strange):
        return word
    return readings[0]


_FIRST: Final = str.maketrans({letter: twins[0] for letter, twins in _TWINS.items()})


def _readings(word: str) -> list[str]:
    """Every Cyrillic reading of the Latin letters, likelier first; a capital H is also tried as Х ("Hүний")."""
    choices = [_TWINS.get(letter) or _COUSINS.get(letter) or letter for letter in word]
    if word[0] == "H":
        choices[0] = "НХ"
    count = 1
    for index, options in enumerate(choices):
        count *= len(options)
        if count > _MOST_READINGS:
            choices[index:] = [options[0] for options in choices[index:]]
            break
    return ["".join(letters) for letters in product(*choices)]


def _breaks_harmony(word: str) -> bool:
    """Front ө ү э and back а о у do not meet in one Mongolian word (loan words excepted)."""
    low = set(word.lower())
    return bool(low & set("өүэ") and low & set("аоуяё"))


# For comparison every look-alike becomes Cyrillic, without asking the word list.
_COMPARED: Final = str.maketrans(
    {letter: twins[0] for letter, twins in (_COUSINS | _TWINS).items()} | {"0": "о", "3": "з", "6": "б", "4": "ч"}
)
# A word of these Latin letters alone (XOM, ATC) is compared as a Cyrillic one.
_WHOLLY_ALIKE: Final = frozenset("ABEKMHOPCTXaeopcxy")
# A word with one such letter at least.
_FOREIGN_TOKEN: Final = re.compile(
    r"(?<![^\W\d_])(?<![¿¯¸¨×÷])(?=(?:[^\W\d_]|[¿¯¸¨×÷])*?[A-Za-zıіІѐЀѝЍ])(?:[^\W\d_]|[¿¯¸¨×÷])+"
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
_ANY_INVISIBLE, _ANY_LEGACY = (re.compile(f"[{''.join(map(chr, table))}]") for table in (_INVISIBLE, _LEGACY))


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
        text = _latin1_runs(text.translate(_INVISIBLE) if _ANY_INVISIBLE.search(text) else text)
        text = unicodedata.normalize("NFKC", text)
        text = text.translate(_LEGACY) if _ANY_LEGACY.search(text) else text
    if _CONFUSED_DIGIT.search(text):
        text = _DIGIT_INSIDE.sub(_digit_as_letter, text)
    if _FOREIGN.search(text):
        text = _FOREIGN_TOKEN.sub(_compare_word, text)
    return " ".join(map(_spelled, _WORD.findall(text.lower())))


def _latin1_runs(text: str) -> str:
    if text.isascii() or not _LATIN1.search(text):
        return text
    evident = any(len(run) >= 3 for run in _LATIN1.findall(text))
    return _TOKEN.sub(lambda found: _from_latin1(found.group(), evident), text)


def _digit_as_letter(found: re.Match[str]) -> str:
    return found.group().translate(_COMPARED)


def _compare_word(found: re.Match[str]) -> str:
    word = found.group()
    if _ROMAN.fullmatch(word):
        return word
    if not CYRILLIC_LETTER.search(word):
        return word.translate(_COMPARED) if len(word) > 1 and set(word) <= _WHOLLY_ALIKE else word
    return word.translate(_COMPARED) if _LATIN.search(word) or set(word) & set("ѐЀѝЍ") else word


_SKELETON: Final = str.maketrans("өүёэйыщюяі", "оуееиишуаи", "ъь")
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
    return _REPEATED.sub(_ONCE, folded.translate(_SKELETON))


def squashed(text: str) -> str:
    """:func:`skeleton` without blanks: letters spaced out or words run together compare equal."""
    return _REPEATED.sub(_ONCE, skeleton(text).replace(" ", ""))
