"""Texts against a catalogue: the candidates of each and how it compares with them, found once a text and kept.

Takes texts of rows; gives a :class:`TextScore` each. All comparisons of texts, aligned words and rows as a whole are made
here; printed code and goal heading are added a report (``sequence``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

import numpy as np

from normalizers.linkage.alignment import align
from normalizers.linkage.candidates import TINY, CatalogueIndex, best_measures, letter_overlap
from normalizers.linkage.comparisons import PAIR, PAIR_AT, PAIRS, ROW, ROWS, of_evidence
from normalizers.linkage.evidence import AlignedEvidence, RowEvidence, TextEvidence, harmonic_mean
from normalizers.linkage.records import Alignment, Cut, Floats, Ints, MatchRow, Segment, TextScore, Weights
from normalizers.linkage.wording import Wording, wording

_OF_TEXT: Final = of_evidence(TextEvidence, PAIRS)
_OF_ALIGNED: Final = of_evidence(AlignedEvidence, PAIRS)
_OF_ROW: Final = of_evidence(RowEvidence, ROWS)
_ALIGNED: Final = 3  # so many leading candidates are compared word by word
_WORTH_ALIGNING: Final = 0.25  # cosine of letters below which no further candidate is compared word by word
_KEPT_TEXTS: Final = 20_000
_AT_ONCE: Final = 256  # texts scored together


class TextScorer:
    """Scores texts against one catalogue and keeps what it found, and what others find out about them: ``cuts``, and the
    segments of the report that was asked about last."""

    def __init__(self, index: CatalogueIndex) -> None:
        self.index = index
        self._kept: dict[str, TextScore] = {}
        self.cuts: dict[str, Cut | None] = {}
        self.last: tuple[tuple[MatchRow, ...], Weights, list[Segment]] | None = None

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
    letters = letter_overlap(index, [one.letters for one in worded])
    ids = index.word_rows(worded)
    columns, measures = best_measures(index, letters.cosine)
    of_row, of_measure, unknown, foreign = _words(index, ids, columns)
    cosine = np.take_along_axis(letters.cosine, columns, axis=1)
    order = np.argsort(-(cosine + harmonic_mean(of_row, of_measure)), axis=1, kind="stable")
    columns, measures = np.take_along_axis(columns, order, axis=1), np.take_along_axis(measures, order, axis=1)
    evidence = TextEvidence(
        np.take_along_axis(letters.cosine, columns, axis=1),
        np.take_along_axis(letters.of_row, columns, axis=1),
        np.take_along_axis(letters.of_measure, columns, axis=1),
        np.take_along_axis(of_row, order, axis=1),
        np.take_along_axis(of_measure, order, axis=1),
        np.array([one.members for one in worded])[:, None, :],
        index.members[columns],
        np.array([[index.topics_named(*one)] for one in zip(worded, ids, strict=True)]),
        index.topics[columns],
        np.take_along_axis(foreign, order, axis=1),
    )
    pair = np.zeros((*columns.shape, len(PAIR)), dtype=np.float32)
    for place, one in _OF_TEXT:
        pair[:, :, place] = one.function(evidence)
    aligned = _aligned(index, texts, worded, ids, columns, pair)
    row = np.zeros((len(texts), len(ROW)), dtype=np.float32)
    named = {name: pair[:, :, place] for name, place in PAIR_AT.items()}
    whole = RowEvidence(index, named, unknown, texts, worded)
    for place, comparison in _OF_ROW:
        row[:, place] = comparison.function(whole)
    return [
        TextScore(
            measures[n], columns[n], pair[n], row[n],
            letters.dots[n], letters.of_row[n], float(letters.norm[n]), aligned[n],
        )
        for n in range(len(texts))
    ]  # fmt: skip


def _words(index: CatalogueIndex, ids: Sequence[Sequence[int]], columns: Ints) -> tuple[Floats, ...]:
    """Soft IDF alignment of words: the share of the row's and of the measure's weight that finds a like word (texts x
    columns), each row's share of weight that no catalogue word is like, and how many of its real words are foreign to
    the measure (texts x columns)."""
    of_row, of_measure = np.zeros((2, *columns.shape), dtype=np.float32)
    foreign = np.zeros_like(of_row)
    unknown = np.zeros(len(ids), dtype=np.float32)
    sizes = np.array([len(one) for one in ids])
    filled = np.flatnonzero(sizes)
    if not len(filled):
        return of_row, of_measure, unknown, foreign
    tokens = np.fromiter(chain.from_iterable(ids), dtype=np.int64)
    starts = (np.cumsum(sizes) - sizes)[filled]
    weights = index.weights[tokens]
    alike = index.alike[tokens]
    total = np.maximum(np.add.reduceat(weights, starts), TINY)
    unknown[filled] = np.add.reduceat(weights * (1 - alike.max(axis=1)), starts) / total
    wanted = columns[filled]
    foreign[filled] = np.take_along_axis(np.add.reduceat(index.foreign[tokens], starts, axis=0), wanted, axis=1)
    nearest = np.add.reduceat(index.nearest[tokens] * weights[:, None], starts, axis=0) / total[:, None]
    of_row[filled] = np.take_along_axis(nearest, wanted, axis=1)
    found = np.maximum.reduceat(alike, starts, axis=0)
    found = found[np.arange(len(filled))[:, None, None], index.padded[wanted]] * index.padded_weight[wanted]
    of_measure[filled] = found.sum(axis=2) / np.maximum(index.column_weight[wanted], TINY)
    return of_row, of_measure, unknown, foreign


def _aligned(
    index: CatalogueIndex,
    texts: list[str],
    worded: list[Wording],
    ids: Sequence[Sequence[int]],
    columns: Ints,
    pair: Floats,
) -> list[dict[int, Alignment]]:
    """The leading candidates word by word, their comparisons put into ``pair``; the alignments of every text, by
    column."""
    worth = pair[:, :_ALIGNED, PAIR_AT["letters"]] >= _WORTH_ALIGNING
    worth[:, 0] = True
    rows, places = np.nonzero(worth)
    chosen = list(zip(rows.tolist(), places.tolist(), columns[rows, places].tolist(), strict=True))
    beside = align(index, [worded[n] for n, _, _ in chosen], [ids[n] for n, _, _ in chosen], [c for _, _, c in chosen])
    found: list[dict[int, Alignment]] = [{} for _ in texts]
    for (row, place, column), alignment in zip(chosen, beside, strict=True):
        found[row][column] = alignment
        evidence = AlignedEvidence.of(index, texts[row], worded[row], column, alignment)
        for number, one in _OF_ALIGNED:
            pair[row, place, number] = one.function(evidence)
    return found
