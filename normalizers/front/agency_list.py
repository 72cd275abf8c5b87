"""The user's own list of bodies: a name found there is taken as it is there, also inflected or a little damaged.

Takes a name as read and the list; gives the listed body, or none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz import fuzz

from normalizers.lookups import lookup
from normalizers.values.text import bare, plain
from parsers.language.words import is_word

# Genitive endings as ``bare`` leaves them; a list may hold names without any head noun that the program knows.
_GENITIVE: Final = re.compile(r" ?(?:г?иин|ин|н?ии|н?и|н)")
_ALIKE: Final = 75.0  # letters of a damaged word that are those of the listed one (0-100)


@dataclass(frozen=True, slots=True)
class Agency:
    """A body of the configured agency list. ``aliases`` are other ways in which reports name it."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


def listed_as(name: str, agencies: tuple[Agency, ...]) -> Agency | None:
    """The listed body of that name or alias, in the nominative or with a genitive ending; compared without case and
    punctuation.

    >>> known = (Agency("a1", "Анхилуун төв", ("Анхилуун",)),)
    >>> listed_as("АНХИЛУУН ТӨВ", known).id, listed_as("АНХИЛУУНЫ", known).id, listed_as("АНХИЛУУНЫГ", known)
    ('a1', 'a1', None)
    """
    wanted = bare(name) if agencies else ""
    for agency in agencies:
        for known in map(bare, agency.names):
            if wanted == known or (known and wanted.startswith(known) and _GENITIVE.fullmatch(wanted[len(known) :])):
                return agency
    return None


def nearly_listed(name: str, agencies: tuple[Agency, ...]) -> Agency | None:
    """The one listed body that a damaged name can only be: word for word alike, figures equal, and no word that differs
    is a word of its own (Архангай is no damaged Өвөрхангай).

    >>> known = (Agency("a1", "Цэнгэлдэх номын сан"), Agency("a2", "Цэнгэлдэх музей"))
    >>> nearly_listed("Цэнгзлдэх номын сан", known).id, nearly_listed("Дэнжийн номын сан", known)
    ('a1', None)
    """
    words = plain(name).split()
    found = [agency for agency in agencies if any(_nearly(words, plain(known).split()) for known in agency.names)]
    return found[0] if len(found) == 1 else None


def _nearly(words: list[str], known: list[str]) -> bool:
    return len(words) == len(known) and all(map(_same, words, known))


def _same(word: str, known: str) -> bool:
    if bare(word) == bare(known):
        return True
    lone = word.isalpha() and not is_word(word) and word not in _places()
    return lone and fuzz.ratio(word, known) >= _ALIKE


@cache
def _places() -> frozenset[str]:
    data = lookup("agencies")
    return frozenset(plain(name) for name in (*data["districts"], *data["aimags"]))
