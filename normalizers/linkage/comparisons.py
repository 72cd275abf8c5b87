"""Clues: how a reported text compares with the measures of a catalogue.

Each (row, measure) pair gets a vector of named figures (``PAIR``), each row another for "none of them" (``ROW``). What
depends on the text alone is computed once a text and kept; printed code and goal heading are added per row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process
from scipy.sparse import csr_matrix

from normalizers.linkage.alignment import CLOSE, align, close_clues
from normalizers.linkage.candidates import CatalogueIndex, grams
from normalizers.linkage.records import Alignment, Cut, Floats, Ints, TextScore
from normalizers.linkage.wording import Wording, numbers, wording
from parsers.language import labels
from parsers.language.row_words import is_signature
from parsers.language.words import is_word

PAIR: Final = (
    "letters", "letters_row", "letters_measure", "words", "words_row", "words_measure", "lead_letters", "lead_words",
    "contrast", "contrast_extra", "contrast_missing", "replaced", "replaced_verb", "replaced_known", "replaced_weight",
    "gone", "gone_real", "gone_verb", "absent", "absent_words", "inserted", "intruder", "dropped", "lonely", "verbatim",
    "number", "undecided",
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
_AT_ONCE: Final = 256  # texts scored together
_LONGEST_HEADER: Final = 6  # words
_LONGEST_SIGNATURE: Final = 12
_A_HEADER: Final = 0.85  # how well a text names a column to be taken for its header
_STRUCTURE: Final = re.compile(
    r"^(?:зорилг?о|зорилт|ниит|дун$|бугд|танилцсан|батлав|хянасан|боловсрулсан|бел[дт]гесен|таилан |д д|арга хемже$"
    r"|херегжулех арга хемже|гуицетгелин шалгур|херегжилтин|хариуц|хугаца|\d+( \d+)*$)"
)


class TextScorer:
    """Scores texts against one catalogue and keeps what it found, and what others find out about them (``cuts``)."""

    def __init__(self, index: CatalogueIndex) -> None:
        self.index = index
        self._kept: dict[str, TextScore] = {}
        self.cuts: dict[str, Cut | None] = {}

    def scores(self, texts: Sequence[str]) -> list[TextScore]:
        """The score of every text, computed together for the texts not seen before."""
        if len(self._kept) > _KEPT_TEXTS:
            self._kept.clear()
            self.cuts.clear()
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            self._kept |= zip(some, _score(self.index, some), strict=True)
        return [self._kept[text] for text in texts]


def _score(index: CatalogueIndex, texts: list[str]) -> list[TextScore]:
    worded = [wording(text) for text in texts]
    cosine, covered_row, covered_measure, dots, norm = _letters(index, [one.letters for one in worded])
    columns, measures = _candidates(index, cosine)
    pair = np.zeros((*columns.shape, len(PAIR)), dtype=np.float32)
    pair[:, :, _P["letters"]] = np.take_along_axis(cosine, columns, axis=1)
    pair[:, :, _P["letters_row"]] = np.take_along_axis(covered_row, columns, axis=1)
    pair[:, :, _P["letters_measure"]] = np.take_along_axis(covered_measure, columns, axis=1)
    ids = index.word_rows(worded)
    unknown = _words(index, ids, columns, pair)
    _contrasts(index, worded, columns, pair)
    order = np.argsort(-(pair[:, :, _P["letters"]] + pair[:, :, _P["words"]]), axis=1, kind="stable")
    pair = np.take_along_axis(pair, order[:, :, None], axis=1)
    columns, measures = np.take_along_axis(columns, order, axis=1), np.take_along_axis(measures, order, axis=1)
    _leads(pair)
    aligned = _compare_closely(index, texts, worded, ids, columns, pair)
    row = _row_clues(index, texts, worded, pair, unknown)
    return [
        TextScore(measures[n], columns[n], pair[n], row[n], dots[n], covered_row[n], float(norm[n]), aligned[n])
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
    ends = np.concatenate([[0], np.cumsum(np.bincount(found.text[known], minlength=found.texts))])
    table = csr_matrix((weighted[known], column[known], ends), (found.texts, len(index.gram_weight)))
    dots: Floats = table @ index.gram_vectors
    table.data = weight[known]
    shared: Floats = table @ index.gram_present
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


def _words(index: CatalogueIndex, ids: Sequence[Sequence[int]], columns: Ints, pair: Floats) -> Floats:
    """Soft IDF alignment of words: share of the row's and of the measure's weight that finds a like word, and F1.
    Returns each row's share of weight that no catalogue word is like."""
    unknown = np.zeros(len(ids), dtype=np.float32)
    sizes = np.array([len(one) for one in ids])
    filled = np.flatnonzero(sizes)
    if not len(filled):
        return unknown
    tokens = np.fromiter(chain.from_iterable(ids), dtype=np.int64)
    starts = (np.cumsum(sizes) - sizes)[filled]
    weights = index.weights[tokens]
    alike = index.alike[tokens]
    total = np.maximum(np.add.reduceat(weights, starts), 1e-9)
    unknown[filled] = np.add.reduceat(weights * (1 - alike.max(axis=1)), starts) / total
    wanted = columns[filled]
    of_row = np.add.reduceat(index.nearest[tokens] * weights[:, None], starts, axis=0) / total[:, None]
    of_row = np.take_along_axis(of_row, wanted, axis=1)
    found = np.maximum.reduceat(alike, starts, axis=0)
    found = found[np.arange(len(filled))[:, None, None], index.padded[wanted]] * index.padded_weight[wanted]
    of_measure = found.sum(axis=2) / np.maximum(index.column_weight[wanted], 1e-9)
    pair[filled, :, _P["words_row"]] = of_row
    pair[filled, :, _P["words_measure"]] = of_measure
    pair[filled, :, _P["words"]] = 2 * of_row * of_measure / np.maximum(of_row + of_measure, 1e-9)
    return unknown


def _contrasts(index: CatalogueIndex, worded: list[Wording], columns: Ints, pair: Floats) -> None:
    """Groups of contrast words where row and measure disagree, where the row has more, where it has less."""
    own, wanted = np.array([one.members for one in worded])[:, None, :], index.members[columns]
    both = (own != 0) & (wanted != 0)
    pair[:, :, _P["contrast"]] = np.minimum((both & ((own & wanted) == 0)).sum(axis=2), 2)
    pair[:, :, _P["contrast_extra"]] = np.minimum(
        (both & ((own & wanted) != 0) & ((own & ~wanted) != 0)).sum(axis=2), 3
    )
    pair[:, :, _P["contrast_missing"]] = np.minimum(((own == 0) & (wanted != 0)).sum(axis=2), 4) / 4


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


def _compare_closely(
    index: CatalogueIndex,
    texts: list[str],
    worded: list[Wording],
    ids: Sequence[Sequence[int]],
    columns: Ints,
    pair: Floats,
) -> list[dict[int, Alignment]]:
    """The leading candidates word by word; what came of it, by column, for every text."""
    worth = pair[:, :_CLOSELY, _P["letters"]] >= _WORTH_COMPARING
    worth[:, 0] = True
    rows, places = np.nonzero(worth)
    chosen = list(zip(rows.tolist(), places.tolist(), columns[rows, places].tolist(), strict=True))
    beside = align(index, [worded[n] for n, _, _ in chosen], [ids[n] for n, _, _ in chosen], [c for _, _, c in chosen])
    own = [numbers(text) for text in texts]
    found: list[dict[int, Alignment]] = [{} for _ in texts]
    clues = np.zeros((len(chosen), len(CLOSE)), dtype=np.float32)
    for line, ((row, _, column), one) in enumerate(zip(chosen, beside, strict=True)):
        found[row][column] = one
        clues[line] = close_clues(index, worded[row], own[row], column, one)
    pair[rows[:, None], places[:, None], [_P[name] for name in CLOSE]] = clues
    return found


def _is_structure(text: str, one: Wording) -> bool:
    """Whether this is a heading, a header cell, a total or a sign-off rather than a measure."""
    if _STRUCTURE.match(" ".join(one.stems)) or (len(one.stems) <= _LONGEST_SIGNATURE and is_signature(text)):
        return True
    short = len(one.stems) <= _LONGEST_HEADER
    return short and (max(labels.scores(text).values(), default=0.0) >= _A_HEADER or labels.names_count(text))


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
