"""Rows that are not one measure: a measure cut over two or more rows is joined, a row that holds two is split.

Cut rows are recognised by the scores that matching uses anyway: pieces that fit a measure better together than apart.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from rapidfuzz import fuzz

from normalizers.matching_features import TextScore, TextScorer
from normalizers.matching_halves import Halves, halves
from normalizers.matching_index import CatalogueIndex
from normalizers.matching_model import Reals
from normalizers.wording import wording

JOINER: Final = (
    "bias", "gain", "joined", "first", "second", "first_code", "second_code", "first_ends", "second_starts",
    "capitals", "length", "same_best", "first_misses", "first_inside", "second_inside", "too_long",
    "second_follows", "second_follows>0.6", "second_within", "second_within>0.6",
)  # fmt: skip
_CLOSELY: Final = ("second_follows", "second_within")  # clues of the joiner that compare letter by letter
_FIT: Final = 0.6  # they count differently from here on
_ROUNDING: Final = 0.01


@dataclass(frozen=True, slots=True)
class Piece:
    """A text to be matched, the rows it came from (several: joined, with probability ``sure``), and its part of a row
    (0 unless it was split)."""

    rows: tuple[int, ...]
    text: str
    code: str
    goal: str
    part: int = 0
    sure: float = 1.0


Row = tuple[str, str, str]  # (goal, code, text)


def pieces(scorer: TextScorer, reports: Sequence[Sequence[Row]], weights: Mapping[str, float]) -> list[list[Piece]]:
    """The rows of each report, in reading order, as the texts to match: cut rows joined, double rows split."""
    rows = [row for report in reports for row in report]
    ends = accumulate(map(len, reports))
    reaches = [range(end - len(report), end) for end, report in zip(ends, reports, strict=True)]
    scores = scorer.scores([text for _, _, text in rows])
    may = _may_continue(scorer.index, rows, scores, reaches, weights)
    grouped = [list(_groups(scorer.index, rows, scores, may, reach, weights)) for reach in reaches]
    single = [group[0] for groups in grouped for group, _ in groups if len(group) == 1]
    parts = dict(zip(single, halves(scorer, [rows[number][2] for number in single]), strict=True))
    return [
        [piece for group, sure in groups for piece in _as_pieces(rows, group, sure, parts, reach.start)]
        for groups, reach in zip(grouped, reaches, strict=True)
    ]


def _may_continue(
    index: CatalogueIndex,
    rows: Sequence[Row],
    scores: Sequence[TextScore],
    reaches: Sequence[range],
    weights: Mapping[str, float],
) -> set[int]:
    """The rows that could continue the one before if the clues that take longest to find were all in favour of it: few
    rows need them."""
    after = [number for reach in reaches for number in reach[1:]]
    if not after:
        return set()
    clues = joiner_clues(index, rows, scores, [([number - 1], number) for number in after], closely=False)
    most = sum(
        max(
            weights.get(name, 0.0) * fit + weights.get(f"{name}>{_FIT:g}", 0.0) * max(fit - _FIT, 0)
            for fit in (0, _FIT, 1)
        )
        for name in _CLOSELY
    )
    odds = clues @ _joiner_weights(weights) + most
    return {number for number, possible in zip(after, (odds > -_ROUNDING).tolist(), strict=True) if possible}


def _groups(
    index: CatalogueIndex,
    rows: Sequence[Row],
    scores: Sequence[TextScore],
    may: Container[int],
    reach: range,
    weights: Mapping[str, float],
) -> Iterator[tuple[list[int], float]]:
    """The rows of one report that belong together, and how sure that is."""
    group: list[int] = []
    sure = 1.0
    for number in reach:
        p = continues(index, rows, scores, group, number, weights) if len(group) > 1 or number in may else 0.0
        if p >= 0.5:
            group.append(number)
            sure = min(sure, p)
            continue
        if group:
            yield group, sure
        group, sure = [number], 1.0
    if group:
        yield group, sure


def _as_pieces(
    rows: Sequence[Row], group: Sequence[int], sure: float, parts: Mapping[int, Halves], start: int
) -> Iterator[Piece]:
    goal, code, _ = rows[group[0]]
    places = tuple(number - start for number in group)
    if len(group) > 1:
        yield Piece(places, " ".join(rows[number][2] for number in group), code, goal, sure=sure)
        return
    for part, (own_code, text) in enumerate(parts[group[0]]):
        yield Piece(places, text, own_code or (code if part == 0 else ""), goal, part)


def continues(
    index: CatalogueIndex,
    rows: Sequence[Row],
    scores: Sequence[TextScore],
    group: Sequence[int],
    number: int,
    weights: Mapping[str, float],
) -> float:
    """Probability that row ``number`` is the continuation of the rows in ``group`` just before it."""
    (odds,) = joiner_clues(index, rows, scores, [(group, number)]) @ _joiner_weights(weights)
    return float(1 / (1 + np.exp(-odds)))


def _joiner_weights(weights: Mapping[str, float]) -> Reals:
    return np.array([weights.get(name, 0.0) for name in JOINER])


def joiner_clues(
    index: CatalogueIndex,
    rows: Sequence[Row],
    scores: Sequence[TextScore],
    pairs: Sequence[tuple[Sequence[int], int]],
    closely: bool = True,
) -> Reals:
    """The clues for and against joining a row (its number) to the rows before it (pairs x ``JOINER``); the ones that
    compare letter by letter are zero unless ``closely``."""
    dots = np.array([sum((scores[member].dots for member in group[1:]), scores[group[0]].dots) for group, _ in pairs])
    square = np.array([sum(scores[member].norm ** 2 for member in group) for group, _ in pairs])
    below = [scores[number] for _, number in pairs]
    own, norm = np.array([one.dots for one in below]), np.array([one.norm for one in below])
    first = dots / np.maximum(np.sqrt(square), 1e-9)[:, None]
    second = own / np.maximum(norm, 1e-9)[:, None]
    both = (dots + own) / np.maximum(np.sqrt(square + norm**2), 1e-9)[:, None]
    best, lines = both.argmax(axis=1), np.arange(len(pairs))
    joined, most_first, most_second = both[lines, best], first.max(axis=1), second.max(axis=1)
    letters = [wording(rows[number][2]).letters for _, number in pairs]
    have = np.array([sum(len(wording(rows[member][2]).letters) for member in group) for group, _ in pairs])
    ideal = np.maximum(index.letter_counts[best], 1)
    length = np.array([len(one) for one in letters])
    clues = np.zeros((len(pairs), len(JOINER)))
    clues[:, : len(JOINER) - 2 * len(_CLOSELY)] = np.stack([
        np.ones(len(pairs)),
        joined - np.maximum(most_first, most_second),
        joined,
        most_first,
        most_second,
        *np.array([_look(rows[group[-1]], rows[number]) for group, number in pairs]).T,
        first.argmax(axis=1) == second.argmax(axis=1),
        np.clip(1 - have / ideal, 0, 1),
        [scores[group[-1]].inside[column] for (group, _), column in zip(pairs, best, strict=True)],
        [one.inside[column] for one, column in zip(below, best, strict=True)],
        np.clip((have + length) / ideal - 1, 0, 1),
    ], axis=1)  # fmt: skip
    if closely:
        fits = [
            _fits_behind(one, index.wordings[column].letters, int(above))
            for one, column, above in zip(letters, best, have, strict=True)
        ]
        clues[:, -4], clues[:, -2] = np.array(fits).T
        clues[:, -3], clues[:, -1] = np.maximum(clues[:, -4] - _FIT, 0), np.maximum(clues[:, -2] - _FIT, 0)
    return clues


def _look(above: Row, below: Row) -> tuple[float, ...]:
    """What can be seen of two rows without the catalogue."""
    above_text, text = above[2].strip(), below[2].strip()
    return (
        float(bool(above[1])),
        float(bool(below[1])),
        float(above_text.endswith((";", "."))),
        float(bool(text) and (text[0].islower() or text[0] in ",;)")),
        float(text.isupper()),
        float(np.log1p(len(text))) / 5,
    )


def _fits_behind(letters: str, measure: str, have: int) -> tuple[float, float]:
    """How well letters continue a measure of which ``have`` letters stand above, and how well they fit anywhere in it."""
    if not letters:
        return 0.0, 0.0
    behind = (measure[have : have + len(letters)], measure[-len(letters) :])
    within = fuzz.partial_ratio(letters, measure) if len(letters) <= len(measure) else fuzz.ratio(letters, measure)
    return max(fuzz.ratio(letters, part) for part in behind) / 100, within / 100
