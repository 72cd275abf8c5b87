"""Evidence: what comparisons look at, found out about many texts at once.

Takes texts, their alignments and what was printed around them; gives it in the shapes that each comparison needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from normalizers.linkage.candidates import TINY, WHOLE, CatalogueIndex
from normalizers.linkage.records import Alignment, Booleans, Floats, Ints, Reals, Substitution
from normalizers.linkage.wording import Wording, numbers, undecided

_CLOSE: Final = 0.85  # agreement of words (0-1) from which one other word counts


def harmonic_mean(one: Floats, other: Floats) -> Floats:
    """Of two shares; 0 where both are."""
    mean: Floats = 2 * one * other / np.maximum(one + other, TINY)
    return mean


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """Texts beside their candidates (texts x K): cosine of their letter n-grams (``letters``), the share of the row's
    and of the measure's n-grams and words that the other has (0-1), the contrast words of both as bit masks
    (texts x 1 x groups, texts x K x groups), the topics of both (texts x 1, texts x K), and how many of the row's
    words are real and foreign to the measure (texts x K)."""

    letters: Floats
    letters_row: Floats
    letters_measure: Floats
    words_row: Floats
    words_measure: Floats
    members: Ints
    wanted: Ints
    topics: Ints
    wanted_topics: Ints
    foreign: Floats

    @property
    def off_topic(self) -> Floats:
        """How many foreign words the row has where it names none of the topics that the measure has; a single one may be
        there by chance unless all else is close."""
        missing = (self.wanted_topics != 0) & (self.topics & self.wanted_topics == 0)
        count: Floats = np.where(missing & ((self.foreign > 1) | (self.words > _CLOSE)), self.foreign, 0)
        return count

    @property
    def words(self) -> Floats:
        """Harmonic mean of both shares of words."""
        return harmonic_mean(self.words_row, self.words_measure)

    @property
    def shared_groups(self) -> Booleans:
        """Contrast groups of which both have a word."""
        both: Booleans = (self.members != 0) & (self.wanted != 0)
        return both


@dataclass(frozen=True, slots=True)
class AlignedEvidence:
    """A row aligned with a measure text (a column of the index): the row's text, wording and numbers, and of the words
    that it has in place of others the verbs apart."""

    index: CatalogueIndex
    text: str
    row: Wording
    numbers: frozenset[str]
    column: int
    alignment: Alignment
    plain: tuple[Substitution, ...]
    verbs: tuple[Substitution, ...]

    @classmethod
    def of(cls, index: CatalogueIndex, text: str, row: Wording, column: int, alignment: Alignment) -> AlignedEvidence:
        plain = tuple(one for one in alignment.substitutions if not one.verb)
        verbs = tuple(one for one in alignment.substitutions if one.verb)
        return cls(index, text, row, numbers(text), column, alignment, plain, verbs)

    @property
    def untouched(self) -> bool:
        """No word too many and none too few."""
        return not self.alignment.inserted and not self.alignment.dropped

    @property
    def other_numbers(self) -> bool:
        """Row and measure each have a number that the other lacks."""
        theirs = self.index.numbers[self.column]
        return bool(self.numbers - theirs) and bool(theirs - self.numbers)

    def share_undecided(self) -> float:
        """The share of the measure's deciding words that the row lacks."""
        measure = self.index.catalogue.measures[self.index.owner[self.column]]
        lacking = undecided(measure, self.text, self.index.texts[self.column])
        return len(lacking) / max(len(measure.deciding), 1)

    def weight_replaced(self) -> float:
        """IDF weight of the words put in place of others, as a share of the measure's."""
        weight = sum(self.index.weight_of(one.stem) for one in self.plain)
        return weight / (float(self.index.column_weight[self.column]) or 1.0)


@dataclass(frozen=True, slots=True)
class PrintedEvidence:
    """What was printed around segments: whether a code is there (``given``, rows x 1), is the candidate's or of its goal
    (rows x K), how far the report's codes are to be trusted (0-1, rows x 1); whether a heading names a goal (``named``,
    rows x 1), how like the candidate's goal it is (0-1) and whether it fits (rows x K)."""

    given: Booleans
    same: Booleans
    same_goal: Booleans
    trust: Reals
    named: Booleans
    own_goal: Floats
    fits: Booleans


@dataclass(frozen=True, slots=True)
class RowEvidence:
    """Texts as a whole: the comparisons with their candidates by name (texts x K, best first), the share of their words'
    weight that no catalogue word is like, texts and wordings."""

    index: CatalogueIndex
    pair: Mapping[str, Floats]
    unknown: Floats
    texts: Sequence[str]
    worded: Sequence[Wording]

    def most(self, *names: str) -> Floats:
        """The most that any candidate has of these comparisons."""
        return reduce(np.maximum, [self.pair[name].max(axis=1) for name in names])

    def first(self, name: str) -> Floats:
        """What the first candidate has."""
        return self.pair[name][:, 0]

    def like_goal(self) -> Floats:
        """Likeness (0-1) to the goal of the catalogue that is most alike."""
        goals = [letters for letters in self.index.goal_letters if letters]
        if not goals:
            return np.zeros(len(self.texts), dtype=np.float32)
        letters = [one.letters for one in self.worded]
        ratios: Floats = process.cdist(letters, goals, scorer=fuzz.ratio, dtype=np.float32).max(axis=1)
        return ratios / WHOLE
