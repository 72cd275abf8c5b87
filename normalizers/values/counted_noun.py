"""What a number in a text counts: the noun behind it, in the nominative.

Takes a text and the place behind a number; gives the noun, or none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from normalizers.lookups import lookup
from parsers.language.keys import plain
from parsers.language.words import words as vocabulary

PEOPLE, COUNT = "people", "count"
_WORD = re.compile(r"\s*([^\W\d_]+(?:-[^\W\d_]+)*)")
_WORDS = re.compile(r"\s*+[^\W\d_]++(?:-[^\W\d_]++)*+(?: \s*+[^\W\d_]++(?:-[^\W\d_]++)*+){0,3}+")
"""All words that can belong to a number: what is counted depends on nothing behind them."""
_GENITIVE = ("ын", "ийн", "ны", "ний")
_MOST_WORDS = 4
_PHRASES = 20_000  # kept; reports name the same things
_BEGINNING = 2  # letters; the shortest stem has more
_LONGEST_WORD = 60  # letters; anything longer is no noun
_LONGEST_KEPT = 200  # letters of words whose answer is kept


@dataclass(frozen=True, slots=True)
class Counted:
    """``kind`` people or count; ``unit`` the noun with its adjectives, nominative; ``end``: offset behind it."""

    kind: str
    unit: str
    end: int


def counted_noun(text: str, start: int, listed: bool = False) -> Counted | None:
    """What is counted by a number that ends at ``start`` of ``plain`` text; None when the number counts nothing.
    ``listed``: only nouns that are often counted, not any word of the vocabulary.

    >>> counted_noun("5 видео контентыг", 1), counted_noun("274 албан хаагчдад", 3).kind
    (Counted(kind='count', unit='видео контент', end=17), 'people')
    >>> counted_noun("3 дугаар сарын", 1), counted_noun("14 хоногоос", 2)
    (None, None)
    """
    if (behind := _WORDS.match(text, start)) is None:
        return None
    words = behind.group()
    found = (_counted if len(words) < _LONGEST_KEPT else _counted.__wrapped__)(words, listed)
    return Counted(found.kind, found.unit, start + found.end) if found else None


@lru_cache(maxsize=_PHRASES)
def _counted(text: str, listed: bool) -> Counted | None:
    """The same for the words behind a number alone; ``end`` counts from their beginning."""
    following = _classified(_following(text, 0))
    if not following or following[0][0] in _listed("no_count"):
        return None
    if len(following) == 1:
        return _known(following) or (None if listed else _unknown(following[0]))
    sizes = range(1, len(following) + 1)
    if phrase := next((known for size in sizes[1:3] if (known := _known(following[:size], whole=True))), None):
        return phrase
    for size in sizes:
        if known := _known(following[:size]):
            return _compound(following, size, known) or known
    return None if listed else _unknown(following[0])


def _classified(following: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The words without classifiers in front (``3 удаагийн сургалт``, ``9 нэр төрлийн мэдээлэл``)."""
    while len(following) > 1:
        if following[0][0] in _listed("classifiers"):
            following = following[1:]
        elif len(following) > 2 and f"{following[0][0]} {following[1][0]}" in _listed("classifiers"):
            following = following[2:]
        else:
            break
    return following


def _following(text: str, start: int) -> list[tuple[str, int]]:
    """Up to four words behind the number, with where they end; punctuation or a digit stops."""
    found: list[tuple[str, int]] = []
    while len(found) < _MOST_WORDS and (match := _WORD.match(text, start)):
        if (found and match.group()[0] != " ") or len(match[1]) > _LONGEST_WORD:
            break
        found.append((match[1], match.end()))
        start = match.end()
    return found


def _known(words: list[tuple[str, int]], whole: bool = False) -> Counted | None:
    """A listed noun at the end of the words, with its adjectives; ``whole``: a noun of several words, nothing else."""
    found = _noun_of(" ".join([word for word, _ in words]), whole)
    return Counted(found[0], found[1], words[-1][1]) if found else None


@lru_cache(maxsize=_PHRASES)
def _noun_of(phrase: str, whole: bool) -> tuple[str, str] | None:
    """Kind and unit of a phrase. Only the stems that begin as one of its words does are tried."""
    begun = _stems_by_beginning()
    starts = {phrase[at : at + _BEGINNING] for at in (0, *(n + 1 for n, sign in enumerate(phrase) if sign == " "))}
    for _, stem, noun, kind in sorted(entry for start in starts for entry in begun.get(start, ())):
        at = phrase.rfind(stem)
        if at < 0 or (at and phrase[at - 1] != " ") or (whole and (at or " " not in stem)):
            continue
        ending = phrase[at + len(stem) :]
        if " " not in ending and _is_ending(ending):
            return kind, (phrase[:at] + noun).strip()
    return None


def _compound(words: list[tuple[str, int]], size: int, first: Counted) -> Counted | None:
    """``видео контент``, ``сургалтын хөтөлбөр``: a bare or attributive noun belongs to the noun behind it."""
    head = _known(words[size : size + 1]) if size < len(words) else None
    if head is None or first.kind == PEOPLE:
        return None
    last = words[size - 1][0]
    attributive = last.endswith(_GENITIVE) and first.unit in _listed("attributive")
    if not attributive and not (first.unit.split()[-1] == last and last not in _listed("alone")):
        return None
    return Counted(head.kind, " ".join([*(word for word, _ in words[:size]), head.unit]), head.end)


def _unknown(word: tuple[str, int]) -> Counted | None:
    """A noun that is not listed: a word of the vocabulary, brought to the nominative."""
    stem = nominative(word[0])
    return Counted(COUNT, stem, word[1]) if stem and len(stem) > 2 else None


def nominative(word: str) -> str:
    """A noun without its case ending, when that is a listed word; empty when the word is none or looks like a verb.

    >>> nominative("киноны"), nominative("үзэсгэлэнд"), nominative("хийсэн")
    ('кино', 'үзэсгэлэн', '')
    """
    if re.search(
        r"(?:сан|сэн|сон|сөн|даг|дэг|дог|дөг|лаа|лээ|лоо|лөө|жээ|чээ|вал|вэл|аад|ээд|оод|өөд|гүй|х|ж|ч|в)$", word
    ):
        return ""
    listed = vocabulary()
    for ending in _cases():
        if word.endswith(ending) and len(word) - len(ending) > 2 and word[: -len(ending)] in listed:
            return word[: -len(ending)]
    return word if word in listed else ""


def _is_ending(ending: str) -> bool:
    return not ending or any(
        ending == case or (ending.startswith(case) and _is_ending(ending[len(case) :])) for case in _cases()
    )


@cache
def _stems() -> tuple[tuple[str, str, str], ...]:
    """(stem, nominative, kind), longest stem first."""
    data = lookup("counted")
    stems = [
        (plain(stem), plain(noun), kind)
        for kind, table in ((PEOPLE, data["people"]), (COUNT, data["things"]))
        for noun, others in table.items()
        for stem in (noun, *others, *_elided(noun))
    ]
    return tuple(sorted(stems, key=lambda item: -len(item[0])))


@cache
def _stems_by_beginning() -> dict[str, list[tuple[int, str, str, str]]]:
    """First letters: (place among all stems, stem, nominative, kind)."""
    begun: dict[str, list[tuple[int, str, str, str]]] = {}
    for place, (stem, noun, kind) in enumerate(_stems()):
        begun.setdefault(stem[:_BEGINNING], []).append((place, stem, noun, kind))
    return begun


def _elided(noun: str) -> tuple[str, ...]:
    """A short final vowel falls before case endings: ``санаачилга`` → ``санаачилгыг``."""
    return (noun[:-1],) if len(noun) > 4 and noun[-1] in "аэоө" and noun[-2] not in "аэоөуүи" else ()


@cache
def _cases() -> tuple[str, ...]:
    """Case, number and reflexive endings, longest first."""
    return tuple(sorted(lookup("counted")["words"]["cases"], key=len, reverse=True))


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(lookup("counted")["words"][name])
