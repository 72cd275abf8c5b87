"""Deciding words: what the author of a catalogue says must stand in a row before its code is accepted unseen."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from normalizers.catalogue.model import Measure
from normalizers.linkage.wording import Wording, wording

_ALIKE: Final = 0.85  # Jaro-Winkler from which a word of the row is the deciding word, inflected or damaged
_BEGINNING: Final = 2  # letters that inflections of one word share at least
_PHRASE: Final = 80  # letters alike (0-100) from which several words stand in the row, damaged or run together


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
