"""Candidate generation (blocking): the measures of a catalogue that a row may be, by letter n-grams (TF-IDF).

Takes a catalogue once, then the letters of rows; gives the twelve likeliest measures of each. Every text of a measure
(its own and its aliases) is one column; rows of reports are compared with all columns at once. Words and their weights
(IDF), contrast words and goals are prepared here too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler
from scipy.sparse import csr_matrix

from normalizers.catalogue.model import Catalogue
from normalizers.linkage.records import Booleans, Floats, Ints
from normalizers.linkage.wording import Wording, concept, numbers, topics_of, wording
from parsers.language.codes import bare
from parsers.language.keys import squashed
from parsers.language.words import is_word

TINY: Final = 1e-9  # keeps quotients of nothing finite
WHOLE: Final = 100  # rapidfuzz gives likeness in percent
CANDIDATES: Final = 12  # measures that a row is compared with more closely
SIZES: Final = (3, 4)  # letters of an n-gram
_SLOTS: Final = 1 << 20
_ALIKE: Final = 0.8  # Jaro-Winkler from which two words count as one, damaged or inflected
_NEARLY: Final = 0.9  # … and from which a real word is another one inflected
_DAMAGED_TOPIC: Final = 75  # letters alike (0-100) from which damaged words hold a word that names a topic
_SYNONYM: Final = 0.85  # what a word of the same synonym group counts
_SHORT: Final = 3  # words of so few letters must be equal
_BEGINNING: Final = 2  # letters that two inflections of one word share at least
_KEPT_WORDS: Final = 20_000
_WORDS_AT_ONCE: Final = 1024
_FIRST_WORDS: Final = 256  # words that there is room for before the first is seen


@dataclass(frozen=True, slots=True)
class Grams:
    """Letter 3- and 4-grams of many texts: unique (text, slot) pairs with their counts, sorted by text."""

    text: Ints
    slot: Ints
    count: Floats
    texts: int


def grams(letters: Sequence[str]) -> Grams:
    """The 3- and 4-grams of de-spaced skeletons, hashed into a fixed number of slots."""
    codes = _codes("\0".join(letters) + "\0\0\0\0")
    owner = np.cumsum(codes == 0) - (codes == 0)
    found = []
    for size in SIZES:
        slots = _slots(codes, size)
        whole = np.lib.stride_tricks.sliding_window_view(codes != 0, size).all(axis=1)
        found.append(owner[: len(slots)][whole] * _SLOTS + slots[whole])
    keys, count = np.unique(np.concatenate(found), return_counts=True)
    return Grams(keys // _SLOTS, keys % _SLOTS, count.astype(np.float32), len(letters))


def grams_of(letters: str) -> list[Ints]:
    """The slots of the n-grams of one text, for every size, in the order of the letters that they begin with."""
    codes = _codes(letters)
    return [_slots(codes, size) if len(codes) >= size else codes[:0] for size in SIZES]


def _codes(letters: str) -> Ints:
    return np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)


def _slots(codes: Ints, size: int) -> Ints:
    slots = np.full(len(codes) - size + 1, size, dtype=np.int64)
    for offset in range(size):
        slots = (slots * 1_000_003 + codes[offset : offset + len(slots)]) & 0x7FFFFFFFFFFF
    return (slots ^ (slots >> 20)) % _SLOTS


class CatalogueIndex:
    """What of one catalogue does not depend on a report. Words seen in reports are scored once and kept."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        measures = catalogue.measures
        listed = [(number, text) for number, one in enumerate(measures) for text in (one.text, *one.aliases)]
        self.owner: Ints = np.array([number for number, _ in listed])
        self.texts = [text for _, text in listed]
        self.first_column: Ints = np.searchsorted(self.owner, np.arange(len(measures)))
        self.wordings = [wording(text) for text in self.texts]
        self.letter_counts: Ints = np.array([len(text.letters) for text in self.wordings])
        self._index_letters()
        self._index_words()
        self.members = np.array([text.members for text in self.wordings])
        self.numbers = [numbers(text) for text in self.texts]
        codes = [plain_code(one.code) for one in measures]
        self.codes = np.array(codes)
        self.known_codes = frozenset(codes) - {""}
        self.code_goals = np.array([code.partition(".")[0] for code in codes])
        plans = list(dict.fromkeys(one.plan for one in measures))
        self.plan: Ints = np.array([plans.index(one.plan) for one in measures])
        goals = list(dict.fromkeys((one.plan, one.goal) for one in measures))
        self.goal: Ints = np.array([goals.index((one.plan, one.goal)) for one in measures])
        self.goal_letters = [squashed(goal.text) for _, goal in goals]

    def _index_letters(self) -> None:
        found = grams([text.letters for text in self.wordings])
        used, column = np.unique(found.slot, return_inverse=True)
        frequency = np.bincount(column, minlength=len(used))
        total = len(self.wordings)
        self.column_of = np.full(_SLOTS, -1, dtype=np.int32)
        self.column_of[used] = np.arange(len(used))
        self.gram_weight: Floats = (np.log((total + 1) / (frequency + 1)) + 1).astype(np.float32)
        self.new_gram_weight = float(np.log(total + 1) + 1)
        weighted = csr_matrix((found.count * self.gram_weight[column], (found.text, column)), (total, len(used)))
        norm = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
        vectors = (weighted.toarray() / np.maximum(norm, TINY)[:, None]).T
        self.gram_vectors: Floats = np.ascontiguousarray(vectors, dtype=np.float32)  # products would copy it otherwise
        self.gram_present: Floats = (self.gram_vectors > 0).astype(np.float32)
        self.gram_total: Floats = self.gram_weight @ self.gram_present

    def _index_words(self) -> None:
        stems = [stem for text in self.wordings for stem in text.stems]
        self.vocabulary = list(dict.fromkeys(stems)) or [""]  # no word is like the empty one
        self._place = place = {stem: number for number, stem in enumerate(self.vocabulary)}
        total = len(self.wordings)
        frequency = np.zeros(len(self.vocabulary))
        self.word_ids: list[Ints] = []
        for text in self.wordings:
            ids = np.array([place[stem] for stem in dict.fromkeys(text.stems)], dtype=np.int64)
            frequency[ids] += 1
            self.word_ids.append(ids)
        named = np.array([topics_of(stem) for stem in self.vocabulary], dtype=np.int64)
        self.topics: Ints = np.array([np.bitwise_or.reduce(named[ids]) for ids in self.word_ids], dtype=np.int64)
        self._topic_words = np.flatnonzero(named)
        self._topic_bits = named[self._topic_words]
        self.word_weight: Floats = (np.log((total + 1) / (frequency + 1)) + 1).astype(np.float32)
        self.new_word_weight = float(np.log(total + 1) + 1)
        self.concepts = np.array([concept(stem) for stem in self.vocabulary], dtype=np.int64)
        self._index_columns()
        self._known: dict[str, int] = {}
        self.alike: Floats = np.zeros((_FIRST_WORDS, len(self.vocabulary)), dtype=np.float32)
        self.nearest: Floats = np.zeros((_FIRST_WORDS, total), dtype=np.float32)
        self.weights: Floats = np.zeros(_FIRST_WORDS, dtype=np.float32)
        self.foreign: Floats = np.zeros((_FIRST_WORDS, total), dtype=np.float32)
        self.named: Ints = np.zeros(_FIRST_WORDS, dtype=np.int64)

    def _index_columns(self) -> None:
        """The words of every column: one after another, as a rectangle filled up with nothing, and in reading order."""
        sizes = np.array([len(ids) for ids in self.word_ids])
        self._worded = np.flatnonzero(sizes)
        self._flat = np.concatenate([*self.word_ids, np.zeros(0, dtype=np.int64)])
        self._starts = (np.cumsum(sizes) - sizes)[self._worded]
        self.padded: Ints = np.zeros((len(sizes), max(int(sizes.max(initial=0)), 1)), dtype=np.int64)
        self.padded_weight: Floats = np.zeros(self.padded.shape, dtype=np.float32)
        self.sequences: list[list[int]] = []
        for column, ids in enumerate(self.word_ids):
            self.padded[column, : len(ids)] = ids
            self.padded_weight[column, : len(ids)] = self.word_weight[ids]
            position = {self.vocabulary[word]: number for number, word in enumerate(ids)}
            self.sequences.append([position[stem] for stem in self.wordings[column].stems])
        self.column_weight: Floats = self.padded_weight.sum(axis=1)

    def word_rows(self, texts: Sequence[Wording]) -> list[list[int]]:
        """Row numbers into ``alike``, ``nearest``, ``weights``, ``foreign`` (1 for a real word that none of a measure text is
        nearly like) and ``named`` (the topics that it names, a bit mask) for the distinct words of each text, in order of
        their first appearance; new words are scored now."""
        if len(self._known) > _KEPT_WORDS:
            self._known.clear()
        known = self._known
        new = {
            stem: word for text in texts for word, stem in zip(text.words, text.stems, strict=True) if stem not in known
        }
        stems = list(new)
        for start in range(0, len(stems), _WORDS_AT_ONCE):
            some = stems[start : start + _WORDS_AT_ONCE]
            self._score_words(some, np.array([is_word(new[stem]) for stem in some]))
        return [[known[stem] for stem in dict.fromkeys(text.stems)] for text in texts]

    def topics_named(self, text: Wording, ids: Sequence[int]) -> int:
        """The topics that a text names (a bit mask), also by words that are torn, run together or damaged."""
        named = int(np.bitwise_or.reduce(self.named[ids], initial=0))
        damaged = "".join(stem for word, stem in zip(text.words, text.stems, strict=True) if not is_word(word))
        for place, bit in zip(self._topic_words, self._topic_bits, strict=True):
            stem = self.vocabulary[place]
            if not named & bit and _SHORT < len(stem) <= len(damaged):
                named |= int(bit) * (fuzz.partial_ratio(stem, damaged) >= _DAMAGED_TOPIC)
        return named

    def is_listed(self, stem: str) -> bool:
        """Whether the catalogue itself uses the word."""
        return stem in self._place

    def weight_of(self, stem: str) -> float:
        """The IDF weight of a word that :meth:`word_rows` has seen."""
        return float(self.weights[self._known[stem]])

    def _score_words(self, new: list[str], real: Booleans) -> None:
        scorer = JaroWinkler.similarity
        alike = process.cdist(new, self.vocabulary, scorer=scorer, score_cutoff=_ALIKE, dtype=np.float32)
        short = np.array([len(stem) <= _SHORT for stem in new])
        brief = np.array([len(stem) <= _SHORT for stem in self.vocabulary])
        alike[(short[:, None] | brief[None, :]) & (alike < 1)] = 0
        # A real word is no damaged one: it is like another only if they begin alike.
        starts = np.array([stem[:_BEGINNING] for stem in new])
        begins = starts[:, None] == np.array([stem[:_BEGINNING] for stem in self.vocabulary])[None, :]
        alike[real[:, None] & ~begins & (alike < 1)] = 0
        meant = np.array([concept(stem) for stem in new])
        same = (meant[:, None] == self.concepts[None, :]) & (meant >= 0)[:, None]
        alike[same] = np.maximum(alike[same], _SYNONYM)
        best = alike.argmax(axis=1)
        known = alike[np.arange(len(new)), best] > 0
        weights = np.where(known, self.word_weight[best], self.new_word_weight).astype(np.float32)
        start = len(self._known)
        end = start + len(new)
        if end > len(self.weights):
            self.alike, self.nearest, self.weights, self.foreign, self.named = (
                np.concatenate([table, np.zeros((end, *table.shape[1:]), dtype=table.dtype)])
                for table in (self.alike, self.nearest, self.weights, self.foreign, self.named)
            )
        self.alike[start:end], self.weights[start:end] = alike, weights
        nearly = alike >= np.where(real, _NEARLY, _ALIKE)[:, None]
        self.foreign[start:end] = real[:, None]
        there = np.logical_or.reduceat((nearly | same)[:, self._flat], self._starts, axis=1)
        self.foreign[start:end, self._worded] *= ~there
        self.named[start:end] = [
            np.bitwise_or.reduce(self._topic_bits[like], initial=topics_of(stem))
            for like, stem in zip(nearly[:, self._topic_words], new, strict=True)
        ]
        self.nearest[start:end] = 0
        self.nearest[start:end, self._worded] = np.maximum.reduceat(alike[:, self._flat], self._starts, axis=1)
        self._known |= {stem: start + number for number, stem in enumerate(new)}


@dataclass(frozen=True, slots=True)
class LetterOverlap:
    """Texts beside all texts of the catalogue (texts x columns): cosine of their TF-IDF n-grams, the share (0-1) of the
    row's and of the measure's n-grams that the other has, dots; and the texts' norms."""

    cosine: Floats
    of_row: Floats
    of_measure: Floats
    dots: Floats
    norm: Floats


def letter_overlap(index: CatalogueIndex, letters: Sequence[str]) -> LetterOverlap:
    """Compares texts, given by their letters, with every text of the catalogue."""
    found = grams(letters)
    column = index.column_of[found.slot]
    weight = np.where(column >= 0, index.gram_weight[column], index.new_gram_weight).astype(np.float32)
    weighted = found.count * weight
    norm: Floats = np.sqrt(np.bincount(found.text, weighted**2, found.texts)).astype(np.float32)
    total: Floats = np.bincount(found.text, weight, found.texts).astype(np.float32)
    known = column >= 0
    ends = np.concatenate([[0], np.cumsum(np.bincount(found.text[known], minlength=found.texts))])
    table = csr_matrix((weighted[known], column[known], ends), (found.texts, len(index.gram_weight)))
    dots: Floats = table @ index.gram_vectors
    table.data = weight[known]
    shared: Floats = table @ index.gram_present
    cosine: Floats = dots / np.maximum(norm, TINY)[:, None]
    of_row: Floats = shared / np.maximum(total, TINY)[:, None]
    of_measure: Floats = shared / np.maximum(index.gram_total, TINY)
    return LetterOverlap(cosine, of_row, of_measure, dots, norm)


def best_measures(index: CatalogueIndex, cosine: Floats) -> tuple[Ints, Ints]:
    """For each row the best text (column) of each of its likeliest measures, and these measures."""
    total = len(index.catalogue.measures)
    if len(index.owner) == total:
        best, column_of = cosine, np.broadcast_to(np.arange(total), cosine.shape)
    else:
        starts = np.flatnonzero(np.diff(index.owner, prepend=-1))
        best = np.maximum.reduceat(cosine, starts, axis=1)
        is_best = cosine == best[:, index.owner]
        ranked = np.where(is_best, np.arange(len(index.owner)), len(index.owner))
        column_of = np.minimum.reduceat(ranked, starts, axis=1)
    keep = min(CANDIDATES, total)
    measures = np.argpartition(-best, keep - 1, axis=1)[:, :keep]
    order = np.argsort(-np.take_along_axis(best, measures, axis=1), axis=1, kind="stable")
    measures = np.take_along_axis(measures, order, axis=1)
    return np.take_along_axis(column_of, measures, axis=1), measures


_NUMERAL: Final = re.compile(r"\d+")


@lru_cache(maxsize=8192)
def plain_code(code: str) -> str:
    """A code as its numbers: ``1.1.``, ``1 , 1`` and ``l.1`` are ``1.1``."""
    return ".".join(_NUMERAL.findall(bare(code.rpartition(":")[2], read_by_ocr=True)))


@lru_cache(maxsize=8)
def index_of(catalogue: Catalogue) -> CatalogueIndex:
    """The index of a catalogue, made on first use."""
    return CatalogueIndex(catalogue)
