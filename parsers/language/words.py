"""Is this a Mongolian word? A list of word forms shipped with the package, and the endings the language adds to them.

The list serves two judgements: may a letter be repaired in a text that is published (only when a word results), and
does a text layer hold language at all (:func:`word_share`). It is read once, on first use (about 30 ms).
"""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from importlib import resources
from typing import Final

CYRILLIC_LETTER: Final = re.compile(r"[Ѐ-ԯ]")
LETTER: Final = re.compile(r"[^\W\d_]")
WORD: Final = re.compile(r"[^\W\d_]+")

_STEM_LETTERS: Final = 4
_LONGEST_ENDING: Final = 6


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """Every listed word form, lower case."""
    packed = (resources.files("parsers.language") / "lists" / "mongolian.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("utf-8").split()) | frozenset(_file("reports.txt").split())


@lru_cache(maxsize=1)
def endings() -> tuple[str, ...]:
    """Case, number, reflexive and verbal endings, longest first, for word forms that the list does not hold."""
    return tuple(sorted(_file("endings.txt").split(), key=len, reverse=True))


def _file(name: str) -> str:
    return (resources.files("parsers.language") / "lists" / name).read_text("utf-8")


@lru_cache(maxsize=50_000)
def is_word(text: str) -> bool:
    """True for a listed word form, or a listed word of at least four letters with up to two endings.

    >>> is_word("Хэрэгжилтийн"), is_word("сургалтуудаас"), is_word("хэрэгжил7"), is_word("фывапр")
    (True, True, False, False)
    """
    word = text.lower()
    if "-" in word:
        return all(_known(part, 2) for part in word.split("-"))
    return bool(word) and _known(word, 2)


def standing(text: str) -> int:
    """2 for a listed word form, 1 for one with endings (``is_word``), 0 for none.

    >>> standing("хэрэгжилтийн"), standing("сургалтуудаас"), standing("фывапр")
    (2, 1, 0)
    """
    return 2 if text in words() else int(is_word(text))


def _known(word: str, more: int) -> bool:
    if word in words():
        return True
    if more == 0:
        return False
    listed = _ending_set()
    for cut in range(max(_STEM_LETTERS, len(word) - _LONGEST_ENDING), len(word)):
        if word[cut:] in listed and _known(word[:cut], more - 1):
            return True
    return False


@lru_cache(maxsize=1)
def _ending_set() -> frozenset[str]:
    return frozenset(endings())


def cyrillic_share(text: str) -> float:
    """Share of Cyrillic letters among the letters of ``text``; 0.0 when it has no letters.

    >>> cyrillic_share("авлига ABC 12")
    0.6666666666666666
    """
    letters = LETTER.findall(text)
    return len(CYRILLIC_LETTER.findall(text)) / len(letters) if letters else 0.0


def word_share(text: str) -> float | None:
    """Share of the words of three letters and more that are Mongolian words; None when there are none."""
    return _share([word for word in WORD.findall(text) if len(word) > 2])


def _share(found: list[str]) -> float | None:
    return sum(map(is_word, found)) / len(found) if found else None
