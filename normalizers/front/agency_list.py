"""The user's own list of bodies: a name found there is taken as it is there, also inflected or a little damaged.

Takes a name as read and the list; gives the listed body, or none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import fuzz

from normalizers.lookups import lookup
from parsers.language.keys import bare, plain
from parsers.language.words import is_word

# Genitive endings as ``bare`` leaves them; a list may hold names without any head noun that the program knows.
_GENITIVE: Final = re.compile(r" ?(?:г?иин|ин|н?ии|н?и|н)")
_ALIKE: Final = 75.0  # letters of a damaged word that are those of the listed one (0-100)
_REGISTERS: Final = 16  # the register itself, and as it is to be read on the days that the last reports speak of


@dataclass(frozen=True, slots=True)
class Agency:
    """A body of the agency register. ``aliases`` are other ways in which reports name it, ``former`` its names of old with
    the last day of each; it stands from ``valid_from`` to ``valid_to``, then ``successor_id`` took over; ``above`` are the
    names of the bodies that it belongs to."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    former: tuple[tuple[str, date], ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: str = ""
    above: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases, *(name for name, _ in self.former))

    def stands_on(self, day: date) -> bool:
        """Whether the body is there on that day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


def known_on(agencies: tuple[Agency, ...], day: date | None) -> tuple[Agency, ...]:
    """The register as names of that day are to be read: bodies that stand under the names that they bear come first; a
    name out of use, and that of a body that is gone, leads to who bears its duties now.

    >>> old = Agency("a", "Анхилуун төв", (), (), None, date(2022, 6, 30), "b")
    >>> both = (old, Agency("b", "Цэнгэлдэх төв", valid_from=date(2022, 7, 1)))
    >>> [listed_as("Анхилуун төв", known_on(both, day)).id for day in (date(2022, 6, 30), date(2023, 6, 30))]
    ['a', 'b']
    """
    if day is None:
        return agencies
    by_id = {agency.id: agency for agency in agencies if agency.id}
    first: list[Agency] = []
    then: list[Agency] = []
    for agency in agencies:
        heir = _heir(agency, by_id, day)
        if heir is agency and agency.stands_on(day):
            used = tuple(name for name, until in agency.former if until >= day)
            first.append(replace(agency, aliases=(*agency.aliases, *used), former=()))
            gone = tuple(name for name, until in agency.former if until < day)
        else:
            gone = agency.names
        if gone:
            then.append(replace(heir, aliases=gone, former=()))
    return (*first, *then)


def _heir(agency: Agency, by_id: Mapping[str, Agency], day: date) -> Agency:
    """Who bears the duties of a body on that day: itself, or the last of its successors that is known."""
    seen = {agency.id}
    while agency.valid_to and agency.valid_to < day and agency.successor_id in by_id.keys() - seen:
        agency = by_id[agency.successor_id]
        seen.add(agency.id)
    return agency


def listed_as(name: str, agencies: tuple[Agency, ...]) -> Agency | None:
    """The listed body of that name or alias, in the nominative or with a genitive ending; compared without case and
    punctuation.

    >>> known = (Agency("a1", "Анхилуун төв", ("Анхилуун",)),)
    >>> listed_as("АНХИЛУУН ТӨВ", known).id, listed_as("АНХИЛУУНЫ", known).id, listed_as("АНХИЛУУНЫГ", known)
    ('a1', 'a1', None)
    """
    wanted = bare(name) if agencies else ""
    for known, _, agency in _known_names(agencies):
        if wanted == known or (known and wanted.startswith(known) and _GENITIVE.fullmatch(wanted[len(known) :])):
            return agency
    return None


@lru_cache(maxsize=_REGISTERS)
def _known_names(agencies: tuple[Agency, ...]) -> tuple[tuple[str, tuple[str, ...], Agency], ...]:
    """Every name of every body, in order: without case and punctuation, and its words."""
    return tuple((bare(name), tuple(plain(name).split()), agency) for agency in agencies for name in agency.names)


def nearly_listed(name: str, agencies: tuple[Agency, ...]) -> Agency | None:
    """The one listed body that a damaged name can only be: word for word alike, figures equal, and no word that differs
    is a word of its own (Архангай is no damaged Өвөрхангай).

    >>> known = (Agency("a1", "Цэнгэлдэх номын сан"), Agency("a2", "Цэнгэлдэх музей"))
    >>> nearly_listed("Цэнгзлдэх номын сан", known).id, nearly_listed("Дэнжийн номын сан", known)
    ('a1', None)
    """
    words = plain(name).split()
    found = list(dict.fromkeys(agency for _, known, agency in _known_names(agencies) if _nearly(words, known)))
    return found[0] if len(found) == 1 else None


def _nearly(words: Sequence[str], known: Sequence[str]) -> bool:
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
