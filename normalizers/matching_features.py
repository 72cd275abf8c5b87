"""Clues: how a reported text compares with the measures of a catalogue.

Each (row, measure) pair gets a vector of named figures (``PAIR``), each row another for "none of them" (``ROW``). What
depends on the text alone is computed once a text and kept; printed code and goal heading are added per row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process
from scipy.sparse import csr_matrix

from normalizers.matching_index import CatalogueIndex, Floats, Ints, grams
from normalizers.matching_swaps import MOST_ABSENT, absent, numbered, swaps
from normalizers.wording import Wording, numbers, wording
from parsers import headings
from parsers.rows import is_signature
from parsers.vocabulary import is_word

PAIR: Final = (
    "letters", "letters_row", "letters_measure", "words", "words_row", "words_measure", "lead_letters", "lead_words",
    "contrast", "contrast_extra", "contrast_missing", "replaced", "replaced_verb", "replaced_known", "replaced_weight",
    "gone", "gone_real", "gone_verb", "absent", "absent_words", "inserted", "dropped", "lonely", "verbatim", "number", "undecided",
    "code_same", "code_goal", "code_other", "code_same_trusted", "code_other_trusted", "goal",
    "goal_other", "goal_none",
)  # fmt: skip
ROW: Final = (
    "best_letters", "best_words", "best_covered", "unknown_words", "length", "structure", "code_none", "like_goal",
    "noise", "best_contrast", "best_replaced", "best_number", "goal_none",
)  # fmt: skip
_P: Final = {name: number for number, name in enumerate(PAIR)}
CANDIDATES: Final = 12
_CLOSELY: Final = 3  # so many leading candidates are compared word by word
_WORTH_COMPARING: Final = 0.25  # cosine of letters below which no further candidate is compared word by word
_KEPT_TEXTS: Final = 20_000
_LONGEST_HEADER: Final = 6  # words
_A_HEADER: Final = 0.85  # how well a text names a column to be taken for its header
_STRUCTURE: Final = re.compile(
    r"^(?:зорилг?о|зорилт|ниит|дун$|бугд|танилцсан|батлав|хянасан|боловсрулсан|бел[дт]гесен|таилан |д д|арга хемже$"
    r"|херегжулех арга хемже|гуицетгелин шалгур|херегжилтин|хариуц|хугаца|\d+( \d+)*$)"
)


@dataclass(frozen=True, slots=True)
class TextScore:
    """One text against a catalogue: ``measures`` (indices, best first), the best text of each (``columns``), their
    clues (measures x PAIR; code and goal still zero), the row's clues; of the letters, by text of the catalogue,
    ``dots`` with ``norm`` and the share that is ``inside`` it, for joining and splitting."""

    measures: Ints
    columns: Ints
    pair: Floats
    row: Floats
    dots: Floats
    inside: Floats
    norm: float


class TextScorer:
    """Scores texts against one catalogue; repeated texts cost nothing."""

    def __init__(self, index: CatalogueIndex) -> None:
        self.index = index
        self._kept: dict[str, TextScore] = {}

    def scores(self, texts: Sequence[str]) -> list[TextScore]:
        """The score of every text, computed together for the texts not seen before."""
        if len(self._kept) > _KEPT_TEXTS:
            self._kept.clear()
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if new:
            self._kept |= dict(zip(new, _score(self.index, new), strict=True))
        return [self._kept[text] for text in texts]

    def cosines(self, letters: Sequence[str]) -> Floats:
        """Cosine of texts given by their letters with every text of the catalogue; not kept."""
        return _letters(self.index, letters)[0]


def _score(index: CatalogueIndex, texts: list[str]) -> list[TextScore]:
    worded = [wording(text) for text in texts]
    cosine, covered_row, covered_measure, dots, norm = _letters(index, [one.letters for one in worded])
    columns, measures = _candidates(index, cosine)
    rows = np.repeat(np.arange(len(texts)), columns.shape[1])
    flat = columns.ravel()
    pair = np.zeros((len(flat), len(PAIR)), dtype=np.float32)
    pair[:, _P["letters"]] = cosine[rows, flat]
    pair[:, _P["letters_row"]] = covered_row[rows, flat]
    pair[:, _P["letters_measure"]] = covered_measure[rows, flat]
    unknown = _words(index, worded, rows, flat, pair)
    _contrasts(index, worded, rows, flat, pair)
    shaped = pair.reshape(len(texts), -1, len(PAIR))
    order = np.argsort(-(shaped[:, :, _P["letters"]] + shaped[:, :, _P["words"]]), axis=1, kind="stable")
    shaped = np.take_along_axis(shaped, order[:, :, None], axis=1)
    columns, measures = np.take_along_axis(columns, order, axis=1), np.take_along_axis(measures, order, axis=1)
    _leads(shaped)
    own_numbers = [numbers(text) for text in texts]
    for number, one in enumerate(worded):
        for place in range(min(_CLOSELY, columns.shape[1])):
            if place and shaped[number, place, _P["letters"]] < _WORTH_COMPARING:
                continue
            _compare_closely(index, one, own_numbers[number], int(columns[number, place]), shaped[number, place])
    row = _row_clues(index, texts, worded, shaped, unknown)
    return [
        TextScore(measures[n], columns[n], shaped[n], row[n], dots[n], covered_row[n], float(norm[n]))
        for n in range(len(texts))
    ]


def _letters(index: CatalogueIndex, letters: Sequence[str]) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Cosine of TF-IDF n-grams, share of the row's and of the measure's n-grams found in the other, dots, norms."""
    found = grams(letters)
    column = index.column_of[found.slot]
    weight = np.where(column >= 0, index.gram_weight[column], index.new_gram_weight).astype(np.float32)
    weighted = found.count * weight
    norm: Floats = np.sqrt(np.bincount(found.text, weighted**2, found.texts)).astype(np.float32)
    total: Floats = np.bincount(found.text, weight, found.texts).astype(np.float32)
    known = column >= 0
    shape = (found.texts, len(index.gram_weight))
    place = (found.text[known], column[known])
    dots: Floats = np.asarray(csr_matrix((weighted[known], place), shape) @ index.gram_vectors, dtype=np.float32)
    shared: Floats = np.asarray(csr_matrix((weight[known], place), shape) @ index.gram_present, dtype=np.float32)
    cosine: Floats = dots / np.maximum(norm, 1e-9)[:, None]
    of_row: Floats = shared / np.maximum(total, 1e-9)[:, None]
    return cosine, of_row, shared / np.maximum(index.gram_total, 1e-9), dots, norm


def _candidates(index: CatalogueIndex, cosine: Floats) -> tuple[Ints, Ints]:
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


def _words(index: CatalogueIndex, worded: list[Wording], rows: Ints, columns: Ints, pair: Floats) -> Floats:
    """Soft IDF alignment of words: share of the row's and of the measure's weight that finds a like word, and F1.
    Returns each row's share of weight that no catalogue word is like."""
    ids = index.word_rows(worded)
    sizes = np.array([len(one) for one in ids])
    tokens = np.concatenate(ids) if len(ids) else np.zeros(0, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weights = index.weights[tokens]
    owner = np.repeat(np.arange(len(ids)), sizes)
    total = np.bincount(owner, weights, len(ids))
    unlike = 1 - index.alike[tokens].max(axis=1) if len(tokens) else np.zeros(0)
    unknown = np.bincount(owner, weights * unlike, len(ids)) / np.maximum(total, 1e-9)
    filled = sizes[rows] > 0
    for column in np.unique(columns[filled]):
        chosen = np.flatnonzero((columns == column) & filled)
        wanted = index.word_ids[column]
        if not len(wanted):
            continue
        own = rows[chosen]
        length = sizes[own]
        offsets = np.concatenate([[0], np.cumsum(length)[:-1]])
        position = np.arange(length.sum()) - np.repeat(offsets, length) + np.repeat(starts[own], length)
        alike = index.alike[tokens[position]][:, wanted]
        of_row = np.add.reduceat(alike.max(axis=1) * weights[position], offsets) / np.maximum(total[own], 1e-9)
        ideal = index.word_weight[wanted]
        of_measure = np.maximum.reduceat(alike, offsets, axis=0) @ ideal / ideal.sum()
        pair[chosen, _P["words_row"]] = of_row
        pair[chosen, _P["words_measure"]] = of_measure
        pair[chosen, _P["words"]] = 2 * of_row * of_measure / np.maximum(of_row + of_measure, 1e-9)
    return unknown.astype(np.float32)


def _contrasts(index: CatalogueIndex, worded: list[Wording], rows: Ints, columns: Ints, pair: Floats) -> None:
    """Groups of contrast words where row and measure disagree, where the row has more, where it has less."""
    own, wanted = np.array([one.members for one in worded])[rows], index.members[columns]
    both = (own != 0) & (wanted != 0)
    pair[:, _P["contrast"]] = np.minimum((both & ((own & wanted) == 0)).sum(axis=1), 2)
    pair[:, _P["contrast_extra"]] = np.minimum((both & ((own & wanted) != 0) & ((own & ~wanted) != 0)).sum(axis=1), 3)
    pair[:, _P["contrast_missing"]] = np.minimum(((own == 0) & (wanted != 0)).sum(axis=1), 4) / 4


def _leads(shaped: Floats) -> None:
    """How far each candidate is ahead of (or behind) its best rival."""
    for of, to in (("letters", "lead_letters"), ("words", "lead_words")):
        values = shaped[:, :, _P[of]]
        if values.shape[1] == 1:
            shaped[:, :, _P[to]] = values
            continue
        top = np.sort(values, axis=1)[:, ::-1]
        rival = np.where(values == top[:, :1], top[:, 1:2], top[:, :1])
        shaped[:, :, _P[to]] = values - rival


def _compare_closely(index: CatalogueIndex, row: Wording, own: frozenset[str], column: int, clues: Floats) -> None:
    """Words put in place of others: the clue that tells a near-duplicate from the measure itself."""
    beside = numbered(index, row, column)
    replaced, inserted, dropped = swaps(index, row, column, beside)
    absence, absent_words = absent(index, row, column, beside)
    clues[_P["absent"]] = absence
    clues[_P["absent_words"]] = absent_words / MOST_ABSENT
    weight = sum(index.weight_of(swap.stem) for swap in replaced if not swap.verb)
    ideal = float(index.word_weight[index.word_ids[column]].sum()) or 1.0
    clues[_P["replaced"]] = min(len({swap.block for swap in replaced if not swap.verb}), 3)
    clues[_P["replaced_verb"]] = min(len({swap.block for swap in replaced if swap.verb}), 2)
    clues[_P["replaced_known"]] = float(any(index.is_listed(swap.stem) for swap in replaced))
    clues[_P["replaced_weight"]] = min(weight / ideal, 0.5)
    clues[_P["gone"]] = max((swap.gone for swap in replaced if not swap.verb), default=0.0)
    clues[_P["gone_real"]] = max((swap.gone for swap in replaced if not swap.verb and is_word(swap.word)), default=0.0)
    clues[_P["gone_verb"]] = max((swap.gone for swap in replaced if swap.verb), default=0.0)
    clues[_P["inserted"]] = min(inserted, 4) / 4
    clues[_P["dropped"]] = min(dropped, 4) / 4
    untouched = not inserted and not dropped
    clues[_P["lonely"]] = float(untouched and 0 < len({swap.block for swap in replaced}) <= 2)
    clues[_P["verbatim"]] = float(untouched and not replaced and not absent_words)
    theirs = index.numbers[column]
    clues[_P["number"]] = float(bool(own - theirs) and bool(theirs - own))
    deciding = index.deciding[index.owner[column]]
    missing = [word for word in deciding if fuzz.partial_ratio(word, row.letters) < 75]
    clues[_P["undecided"]] = len(missing) / len(deciding) if deciding else 0.0


def _is_structure(text: str, one: Wording) -> bool:
    """Whether this is a heading, a header cell, a total or a sign-off rather than a measure."""
    if _STRUCTURE.match(" ".join(one.stems)) or is_signature(text):
        return True
    short = len(one.stems) <= _LONGEST_HEADER
    return short and (max(headings.scores(text).values(), default=0.0) >= _A_HEADER or headings.names_count(text))


def _row_clues(
    index: CatalogueIndex, texts: list[str], worded: list[Wording], shaped: Floats, unknown: Floats
) -> Floats:
    clues = np.zeros((len(worded), len(ROW)), dtype=np.float32)
    best = shaped[:, 0]
    clues[:, 0] = shaped[:, :, _P["letters"]].max(axis=1)
    clues[:, 1] = shaped[:, :, _P["words"]].max(axis=1)
    clues[:, 2] = np.maximum(shaped[:, :, _P["words_row"]], shaped[:, :, _P["words_measure"]]).max(axis=1)
    clues[:, 3] = unknown
    clues[:, 4] = [np.log1p(len(one.stems)) for one in worded]
    clues[:, 5] = [float(_is_structure(text, one)) for text, one in zip(texts, worded, strict=True)]
    letters = [one.letters for one in worded]
    goals = [letters for letters in index.goal_letters if letters]
    if goals:
        clues[:, 7] = process.cdist(letters, goals, scorer=fuzz.ratio, dtype=np.float32).max(axis=1) / 100
    clues[:, 8] = [_noise(one) for one in worded]
    clues[:, 9] = best[:, _P["contrast"]]
    clues[:, 10] = best[:, _P["replaced"]]
    clues[:, 11] = best[:, _P["number"]]
    return clues


def _noise(one: Wording) -> float:
    """Share of the words that are no Mongolian words: a measure of damage."""
    words = [word for word in one.words if len(word) > 2 and not word.isdigit()]
    return sum(not is_word(word) for word in words) / len(words) if words else 0.0
