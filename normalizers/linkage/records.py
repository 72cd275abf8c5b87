"""The records of the linkage, each step's answer and the next step's question.

    MatchRow -> Segment -> TextScore -> ComparisonVectors -> Posterior -> Decision (-> normalizers.report.Match)

A reported row becomes a segment (one measure's words), the segment's text is compared with the catalogue, printed code
and heading are added, every candidate gets a probability, and one decision falls. Nothing here computes anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Reals = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A reported row: the goal heading in force, the printed code and the measure's text without it, as printed but for
    letters; ``repairs``: the kinds of damage to them."""

    goal: str
    code: str
    text: str
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A text to be matched, the rows it came from, its part of a row (0 unless it was split), the probability that it was
    rightly joined of several rows or split (``sure``), and the kinds of damage to its letters."""

    rows: tuple[int, ...]
    text: str
    code: str
    goal: str
    part: int = 0
    sure: float = 1.0
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a text may fall into two measures: the halves, the code printed before the second, the measures they fit and
    what speaks for it of the text alone (in the order of ``splitting.SPLITTER``)."""

    left: str
    right: str
    code: str
    measures: tuple[int, int]
    compared: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Substitution:
    """A word of the row that stands where the measure has clearly another: the word, its skeleton, the place of the
    substitution in the row (words replaced together share it), and whether it is a verb form (verbs are varied freely).
    ``gone`` (0-1): how surely the one word is another and the other nowhere in the row."""

    word: str
    stem: str
    block: int
    verb: bool
    gone: float = 0.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """``row`` and ``measure`` as sequences of numbers, equal where the words are alike (a row word like none is
    negative); the words of the row that replace words of the measure, the number of real words that it has in addition
    and of words that it leaves out. Of the measure's words that stand nowhere in the row, not even damaged: how surely
    the surest of those is ``gone`` that have other words in their place (0-1), and how many there are at all
    (``absent``, counted up to four). ``unmet``: the numbers of the measure's words like no word of the row."""

    row: list[int]
    measure: list[int]
    unmet: frozenset[int] = frozenset()
    substitutions: tuple[Substitution, ...] = ()
    inserted: int = 0
    dropped: int = 0
    gone: float = 0.0
    absent: int = 0


@dataclass(frozen=True, slots=True)
class TextScore:
    """One text against a catalogue: its candidates (``measures``: indices, best first), the best text of each
    (``columns``), their comparisons (measures x PAIR; code and goal still zero), the row's own (ROW); of the letters, by
    text of the catalogue, ``dots`` with ``norm`` and the share that is ``inside`` it, for joining and splitting; and,
    by column, the texts that it was ``aligned`` with word by word."""

    measures: Ints
    columns: Ints
    pair: Floats
    row: Floats
    dots: Floats
    inside: Floats
    norm: float
    aligned: dict[int, Alignment]


@dataclass(frozen=True, slots=True)
class ComparisonVectors:
    """Segments of reports against the catalogue: candidates (segments x K), their comparison vectors
    (segments x K x PAIR) and those of the segments (segments x ROW), all complete, and the number of each one's
    report."""

    measures: Ints
    pair: Floats
    row: Floats
    report: Ints


@dataclass(frozen=True, slots=True)
class Posterior:
    """One segment with all that was found out: its text's score, its comparison vectors (a line, ``number``, of
    ``vectors``), the probabilities of its candidates alone and in context, the assigned candidate (its place, -1 for
    none) and the calibrated probability of the best candidate (``best``) being right."""

    segment: Segment
    score: TextScore
    vectors: ComparisonVectors
    number: int
    alone: Reals
    together: Reals
    none: float
    chosen: int
    best: int
    probability: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one segment, link, possible link or none (Fellegi-Sunter): code (empty: none), status (auto,
    review, unmatched) and score as published; the places of the candidates that are shown, best first."""

    posterior: Posterior
    code: str
    status: str
    score: float
    order: Sequence[int]


@dataclass(frozen=True, slots=True)
class ScoredRows:
    """The rows of reports, one after another, with the scores of their texts and the share of rows with a printed code
    in each one's report."""

    rows: Sequence[MatchRow]
    scores: Sequence[TextScore]
    coded: Sequence[float]


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that was fitted: match weights of pairs and rows, in the order of ``model.PAIR_TERMS`` and
    ``ROW_TERMS``; the figures of context, calibration (``verdict``), joiner and splitter by name."""

    pair: Reals
    row: Reals
    context: Mapping[str, float]
    verdict: Mapping[str, float]
    joiner: Mapping[str, float]
    splitter: Mapping[str, float]
    fitted_on: str
