"""The wording of a measure as the matcher sees it: abbreviations written out, spelling and inflection bridged.

Takes a text as printed; gives its telling words, their skeletons, its contrast words and numbers, and tells whether it
is a measure at all and whether the words that decide stand in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from normalizers.catalogue.model import Measure
from normalizers.lookups import lookup
from parsers.language import labels
from parsers.language.keys import bared, fold
from parsers.language.row_words import is_signature
from parsers.language.words import endings, is_word

_WORDS: Final = "matching_words"  # the authored word tables
_ENDING_LETTERS: Final = 5
_GLUED_FROM: Final = 4  # letters of an abbreviation that may have an ending glued on (shorter ones begin real words)


# Deciding words: what the author of a catalogue says must stand in a row before its code is accepted unseen.
_ALIKE: Final = 0.85  # Jaro-Winkler from which a word of the row is the deciding word, inflected or damaged
_BEGINNING: Final = 2  # letters that inflections of one word share at least
_PHRASE: Final = 80  # letters alike (0-100) from which several words stand in the row, damaged or run together
_ILLEGIBLE: Final = 0.3  # share of words that are no words from which a row is not legible
# Rows that are no measures.
_LONGEST_HEADER: Final = 6  # words
_LONGEST_SIGNATURE: Final = 12
_A_HEADER: Final = 0.85  # how well a text names a column to be taken for its header
_STRUCTURE: Final = re.compile(
    r"^(?:зорилг?о|зорилт|ниит|дун$|бугд|танилцсан|батлав|хянасан|боловсрулсан|бел[дт]гесен|таилан |д д|арга хемже$"
    r"|херегжулех арга хемже|гуицетгелин шалгур|херегжилтин|хариуц|хугаца|\d+( \d+)*$)"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """``words``: the telling words in order (folded, abbreviations written out); ``stems``: their skeletons;
    ``letters``: the skeleton of everything without blanks; ``members``: one bit mask a contrast group."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    letters: str
    members: npt.NDArray[np.int32]
    expanded: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def wording(text: str) -> Wording:
    """The wording of a text; a measure code in front must be gone already.

    >>> wording("АТГ-аас өгсөн зөвлөмж, санал").words
    ('авлигатай', 'тэмцэх', 'газар', 'өгсөн', 'зөвлөмж', 'санал')
    """
    read, expanded = _words(text)
    skeleton = " ".join([stem for _, stem, _ in read])
    return Wording(
        tuple([word for word, _, telling in read if telling]),
        tuple([stem for _, stem, telling in read if telling]),
        skeleton.replace(" ", ""),
        _members(f" {skeleton} "),
        tuple(expanded),
    )


_Word = tuple[str, str, bool]  # a word, its skeleton, whether it tells anything


def _words(text: str) -> tuple[list[_Word], list[str]]:
    """The words of a text, and its abbreviations, which are written out."""
    read: list[_Word] = []
    expanded: list[str] = []
    for token in fold(text).split():
        words = _read(token)
        if len(words) > 1 or words[0][0] != token:
            expanded.append(token)
            read += words
        elif not (len(token) < _ENDING_LETTERS and read and token in _glued_endings()):
            read += words
    return read, expanded


@lru_cache(maxsize=50_000)
def _read(token: str) -> tuple[_Word, ...]:
    """The words that a folded token stands for: itself, or an abbreviation written out."""
    pairs = [(word, bared(word)) for word in _written_out(token) or (token,)]
    return tuple((word, stem, bool(stem) and stem not in _stop()) for word, stem in pairs)


@lru_cache(maxsize=50_000)
def letters_of(word: str) -> str:
    """The letters of one printed word as they stand in ``Wording.letters``, to put together parts of a text quickly."""
    return "".join([stem for _, stem, _ in _words(word)[0]])


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Abbreviation (folded) to the words it stands for (``abbreviations.toml``)."""
    table = lookup("abbreviations")["abbreviations"]
    return {fold(short): tuple(fold(long).split()) for short, long in table.items()}


def _written_out(token: str) -> tuple[str, ...]:
    known = abbreviations()
    if token in known:
        return known[token]
    for length in range(len(token) - 2, max(_GLUED_FROM, len(token) - _longest_case()) - 1, -1):
        if token[:length] in known and token[length:] in _cases():
            return known[token[:length]]
    return ()


@lru_cache(maxsize=1)
def _cases() -> frozenset[str]:
    return frozenset(lookup(_WORDS)["cases"])


@lru_cache(maxsize=1)
def _longest_case() -> int:
    return max(map(len, _cases()))


@lru_cache(maxsize=1)
def _glued_endings() -> frozenset[str]:
    return frozenset(ending for ending in endings() if len(ending) > 1) - {"нар", "хад", "ход", "сан", "вал"}


@lru_cache(maxsize=1)
def _stop() -> frozenset[str]:
    return frozenset(bared(fold(word)) for word in lookup(_WORDS)["stop"])


@lru_cache(maxsize=1)
def contrast_names() -> tuple[str, ...]:
    """The contrast groups, in the order of ``Wording.members``."""
    return tuple(lookup(_WORDS)["contrasts"])


@lru_cache(maxsize=1)
def _contrasts() -> tuple[re.Pattern[str], dict[str, tuple[int, int]]]:
    """One pattern that finds the beginning of every contrast word, and what each means: (group, bit)."""
    meant: dict[str, tuple[int, int]] = {}
    for group, members in enumerate(lookup(_WORDS)["contrasts"].values()):
        for bit, member in enumerate(members):
            for form in member.split("|"):
                meant.setdefault(bared(fold(form)), (group, 1 << bit))
    forms = sorted(meant, key=len, reverse=True)
    return re.compile("(?<= )(?:" + "|".join(map(re.escape, forms)) + ")"), meant


def _members(spaced: str) -> npt.NDArray[np.int32]:
    pattern, meant = _contrasts()
    masks = np.zeros(len(contrast_names()), dtype=np.int32)
    for found in pattern.findall(spaced):
        group, bit = meant[found]
        masks[group] |= bit
    return masks


@lru_cache(maxsize=1024)
def member_names(group: int, mask: int) -> tuple[str, ...]:
    """The members of a contrast group that are set in a mask, as authored."""
    listed = lookup(_WORDS)["contrasts"][contrast_names()[group]]
    return tuple(member.split("|")[0] for bit, member in enumerate(listed) if mask >> bit & 1)


_KEPT_STEMS: Final = 50_000  # words whose topics are kept
_SHORT_TOPIC: Final = 3  # letters up to which a word that names a topic must be equal
_CONCEPT_KEY: Final = 3  # letters that every synonym begins with at least


@lru_cache(maxsize=1)
def _concepts() -> dict[str, list[tuple[str, int]]]:
    """Beginnings of synonyms and their group, by their first letters."""
    listed: dict[str, list[tuple[str, int]]] = {}
    for number, group in enumerate(lookup(_WORDS)["synonyms"]):
        for form in (bared(fold(form)) for form in group if " " not in form):
            if len(form) > _CONCEPT_KEY:
                listed.setdefault(form[:_CONCEPT_KEY], []).append((form[:-1], number))
    return listed


@lru_cache(maxsize=50_000)
def concept(stem: str) -> int:
    """The synonym group of a word by its beginning; -1 when it is in none."""
    near = _concepts().get(stem[:_CONCEPT_KEY], ())
    return next((number for form, number in near if stem.startswith(form)), -1)


@lru_cache(maxsize=1)
def _topics() -> tuple[tuple[str, int], ...]:
    """The beginning of every word that names a topic, and the bit of the topic."""
    listed = enumerate(lookup(_WORDS)["topics"].split())
    return tuple((bared(fold(form)), 1 << bit) for bit, topic in listed for form in topic.split("|"))


@lru_cache(maxsize=_KEPT_STEMS)
def topics_of(stem: str) -> int:
    """The topics that a word names, as a bit mask.

    >>> topics_of("авлигин") == topics_of("авлигатаи") > 0, topics_of("сургалт"), topics_of("ес") > topics_of("есон")
    (True, 0, True)
    """
    named = (bit for form, bit in _topics() if stem.startswith(form) and (len(form) > _SHORT_TOPIC or stem == form))
    return next(named, 0)


def words_only_of(one: Wording, other: Wording) -> dict[str, str]:
    """The words of one wording whose skeleton the other lacks, with their skeletons, in order.

    >>> list(words_only_of(wording("хуулийн сургалт"), wording("дүрмийн сургалт")))
    ['хуулийн']
    """
    lacking = set(other.stems)
    return {word: stem for word, stem in zip(one.words, one.stems, strict=True) if stem not in lacking}


_NUMBER: Final = re.compile(r"\d+")


def numbers(text: str) -> frozenset[str]:
    """The whole numbers in a text, years left out (a plan of another year says the same measure)."""
    return frozenset(number for number in _NUMBER.findall(text) if not (len(number) == 4 and number.startswith("20")))


def undecided(measure: Measure, text: str, read_as: str) -> tuple[str, ...]:
    """The deciding words of a measure that are not in ``text``; ``read_as`` is the measure's wording (its own text or an
    alias) that the row was matched by, and only words that stand there are asked for."""
    return tuple(word for word in measure.deciding if stands_in(word, read_as) and not stands_in(word, text))


@lru_cache(maxsize=20_000)
def stands_in(word: str, text: str) -> bool:
    """Whether a word or phrase stands in a text, inflected or a little damaged.

    >>> stands_in("залуучууд", "Залуучуудын дунд клуб байгуулах"), stands_in("сар", "Зарлагын баримт хадгалах")
    (True, False)
    """
    wanted, row = wording(word), wording(text)
    if not wanted.letters:
        return True
    if len(wanted.stems) <= 1:
        return any(_same(wanted.letters, stem) for stem in row.stems) or _glued(wanted, row)
    return fuzz.partial_ratio(wanted.letters, row.letters) >= _PHRASE


def _same(wanted: str, stem: str) -> bool:
    return stem.startswith(wanted) or (
        stem[:_BEGINNING] == wanted[:_BEGINNING] and JaroWinkler.similarity(wanted, stem) >= _ALIKE
    )


def _glued(wanted: Wording, row: Wording) -> bool:
    """A long word is also found where blanks were lost."""
    return len(wanted.letters) > 2 * _BEGINNING and wanted.letters in row.letters


def is_structure(text: str, one: Wording) -> bool:
    """Whether this is a heading, a header cell, a total or a sign-off rather than a measure."""
    if _STRUCTURE.match(" ".join(one.stems)) or (len(one.stems) <= _LONGEST_SIGNATURE and is_signature(text)):
        return True
    short = len(one.stems) <= _LONGEST_HEADER
    return short and (max(labels.scores(text).values(), default=0.0) >= _A_HEADER or labels.names_count(text))


def noise(one: Wording) -> float:
    """Share of the words that are no Mongolian words: a measure of damage."""
    words = [word for word in one.words if len(word) > 2 and not word.isdigit()]
    return sum(not is_word(word) for word in words) / len(words) if words else 0.0


def is_legible(text: str, confidence: float | None, threshold: float) -> bool:
    """Whether the text of a row (after OCR: read so surely, 0-1) is a measure that can be compared: not damaged, and no
    heading, total or sign-off.

    >>> is_legible("Ёс зүйн сургалт зохион байгуулах", 0.9, 0.7), is_legible("Ёс зүйн сургалт", 0.6, 0.7)
    (True, False)
    >>> is_legible("Дүн", None, 0.7), is_legible("Ёсхкй зүйрп сургалтбв", None, 0.7), is_legible("", None, 0.7)
    (False, False, False)
    """
    worded = wording(text)
    if not worded.stems or (confidence is not None and confidence < threshold):
        return False
    return noise(worded) < _ILLEGIBLE and not is_structure(text, worded)
