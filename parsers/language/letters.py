"""The letters of Mongolian Cyrillic: what was typed and what was meant.

:func:`repair` puts right what is published: only letters whose meaning is certain or that make a Mongolian word. Texts
that are only compared go through ``keys``, never the other way round. Repairs are made word by word, because one line
can hold old-font letters, Latin-1 runs and sound words side by side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from parsers.document import Repair
from parsers.language.confusions import COUSINS, CP1251, CYRILLIC, OLD_FONTS, TWINS, TYPED
from parsers.language.words import CYRILLIC_LETTER, is_word

# CP1251 bytes shown as Latin-1.
_LATIN1: Final = re.compile(f"[{''.join(map(chr, CP1251))}]+")
_TOKEN: Final = re.compile(r"(?:[^\W\d_]|[¿¯¸¨×÷])+")
# A word with a letter that is none of Mongolian Cyrillic: no other word is ever changed.
_STRANGE_TOKEN: Final = re.compile(
    r"(?<![^\W\d_])(?<![¿¯¸¨×÷])[А-Яа-яЁёӨөҮү]*+(?:[^\W\d_]|[¿¯¸¨×÷])(?:[^\W\d_]|[¿¯¸¨×÷])*"
)
# Letters and signs of Mongolian texts: nothing in them is to be repaired, and most texts have no others.
_SOUND: Final = re.compile(r"[А-Яа-яЁёӨөҮү\d\s!-/:-@\[-`{-~«»“”„…–—№₮•-]*+")
_NUMBER_SIGN: Final = "¹"  # as Latin-1 shows № of CP1251; behind a figure it is a note
_AFTER_DIGIT: Final = re.compile(r"(?<=\d)")
LATIN: Final = re.compile(r"[A-Za-zıі]")
FOREIGN: Final = re.compile(rf"[A-Za-zı{''.join(TYPED)}]")
# Roman numerals, also with the letter of a building or class behind them (Va, Vбв): never "repaired".
ROMAN: Final = re.compile(r"[IVXІ]+(?:[а-д]{0,3}|[a-e]{0,3})")
_WITH_GRAVE: Final = TYPED - set("іІ")
"""Letters that are always another: і may be a numeral, and Kazakh."""
_MOST_READINGS: Final = 64
# Letters of a word whose look-alikes are told apart; no word, and no two that ran together, has so many.
_LONGEST_WORD: Final = 100
_KAZAKH: Final = frozenset("ӘәҒғҚқҢңҰұҺһІі")
"""Letters of the Kazakhs of Баян-Өлгий, whose names stand in Mongolian texts."""
_LONG_RUN: Final = 3
"""Letters of a Latin-1 run that is no accident, as é in a name is."""
_FEWEST_RUNS: Final = 3
"""Such runs of a document whose every letter of Latin-1 is one of CP1251."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text fit to be read and published, and the words that were printed otherwise."""

    text: str
    repairs: tuple[Repair, ...] = ()


def repair(text: str, evident: bool = False, scanned: bool = False) -> Repaired:
    """Put right the letters of ``text`` where their meaning is certain; white space and punctuation stay.

    ``evident``: what stands around it was shown in the wrong code page (:func:`is_latin1`); so does any long run of its
    own say. ``scanned``: its letters were read from a picture, and none of them is Kazakh.

    >>> repair("тєрийн àæèëëàãàà")
    Repaired(text='төрийн ажиллагаа', repairs=(Repair(printed='тєрийн', meant='төрийн', kinds=('legacy_letters',)), \
Repair(printed='àæèëëàãàà', meant='ажиллагаа', kinds=('latin1_letters',))))
    >>> repair("cүлжээ, Hүний, ЗАPДЛЫГ, dvрэм").text
    'сүлжээ, Хүний, ЗАРДЛЫГ, дүрэм'
    >>> repair("I, II, IV, Va, Vбв байр, Youtube, Müller, ISO 37001, Қ.Серікжан").repairs
    ()
    >>> repair("¹ Àðãà õýìæýý").text, repair("¹", evident=True).text, repair("ажил¹").text
    ('№ Арга хэмжээ', '№', 'ажил¹')
    """
    if text.isascii() or _SOUND.fullmatch(text):
        return Repaired(text)
    composed = unicodedata.normalize("NFC", text)
    evident = evident or any(len(run) >= _LONG_RUN for run in _LATIN1.findall(composed))
    repairs: dict[Repair, None] = {}

    def word(found: re.Match[str]) -> str:
        printed = found.group()
        if printed == _NUMBER_SIGN and evident and not _AFTER_DIGIT.match(composed, found.start()):
            repairs[Repair(printed, "№", ("latin1_letters",))] = None
            return "№"
        meant, damage = _repair_word(printed, evident, scanned)
        if meant != printed:
            repairs[Repair(printed, meant, damage)] = None
        return meant

    repaired = _STRANGE_TOKEN.sub(word, composed)
    return Repaired(repaired, tuple(repairs))


def kinds(repairs: Iterable[Repair]) -> tuple[str, ...]:
    """The kinds of damage, each once.

    >>> kinds(repair("Aвлигa тєрийн їйл").repairs)
    ('look_alikes', 'legacy_letters')
    """
    return tuple(dict.fromkeys(kind for one in repairs for kind in one.kinds))


def is_latin1(texts: Iterable[str]) -> bool:
    """Whether the texts of a document are shown in the wrong code page: long runs of them are words in the right one.

    >>> is_latin1(["Àðãà õýìæýý", "Áèåëýëò", "90%"]), is_latin1(["Müller", "Арга хэмжээ", "éàà"])
    (True, False)
    """
    runs = [run for text in texts if not text.isascii() for run in _LATIN1.findall(text) if len(run) >= _LONG_RUN]
    return len(runs) >= _FEWEST_RUNS and 2 * sum(is_word(run.translate(CP1251)) for run in runs) > len(runs)


@lru_cache(maxsize=100_000)
def _repair_word(typed: str, evident: bool, scanned: bool) -> tuple[str, tuple[str, ...]]:
    """The word that was meant and the steps taken. ``evident``: the text around it holds a long Latin-1 run. A word with
    a letter that Kazakh has too stays where no Mongolian word results."""
    word, steps = _repair_once(typed, evident)
    while steps and (further := _repair_once(word, evident))[1]:
        word, steps = further[0], tuple(dict.fromkeys(steps + further[1]))
    if steps and not scanned and not _KAZAKH.isdisjoint(typed) and not is_word(word):
        return typed, ()
    return word, steps


def _repair_once(typed: str, evident: bool) -> tuple[str, tuple[str, ...]]:
    word, steps = typed, []
    decoded = _from_latin1(word, evident)
    if decoded != word:
        word, steps = decoded, ["latin1_letters"]
    if CYRILLIC_LETTER.search(word) or len(word) > 3:
        plain = word.translate(OLD_FONTS)
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
    return run.group().translate(CP1251)


def _from_twins(word: str) -> str:
    """Latin look-alikes inside a Cyrillic word (or spelling a whole one of four letters) as Cyrillic."""
    strange = [letter for letter in word if letter in TWINS or letter in COUSINS]
    if not strange or len(word) > _LONGEST_WORD:
        return word
    mixed = any(map(CYRILLIC_LETTER.match, set(word) - TYPED))
    if not mixed and (len(word) < 4 or any(letter not in TWINS for letter in word)):
        return word if not set(word) & _WITH_GRAVE else word.translate(CYRILLIC)
    readings = sorted(_readings(word), key=_breaks_harmony)
    meant = next((reading for reading in readings if is_word(reading)), None)
    if meant is not None and (len(word) > 2 or not ROMAN.fullmatch(word)):
        return meant
    if not mixed or ROMAN.fullmatch(word) or any(letter not in TWINS for letter in strange):
        return word
    return readings[0]


def _readings(word: str) -> list[str]:
    """Every Cyrillic reading of the Latin letters, likelier first; a capital H is also tried as Х ("Hүний")."""
    choices = [TWINS.get(letter) or COUSINS.get(letter) or letter for letter in word]
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


def latin1_read(text: str) -> str:
    """The text with its runs of CP1251 bytes that were shown as Latin-1 read as CP1251."""
    if text.isascii() or not _LATIN1.search(text):
        return text
    evident = any(len(run) >= 3 for run in _LATIN1.findall(text))
    return _TOKEN.sub(lambda found: _from_latin1(found.group(), evident), text)
