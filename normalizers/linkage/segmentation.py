"""Rows that are not one measure: a measure cut over two or more rows is joined, a row that holds two is split.

Cut rows are recognised by the scores that matching uses anyway: texts that fit a measure better together than apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final

import numpy as np
from rapidfuzz import fuzz

from normalizers.linkage.candidates import CatalogueIndex
from normalizers.linkage.comparisons import ROW_AT
from normalizers.linkage.records import Cut, MatchRow, Reals, ScoredRows, Segment, Weights
from normalizers.linkage.scoring import TextScorer
from normalizers.linkage.splitting import cuts, is_double
from normalizers.linkage.wording import Wording, wording

JOINER: Final = (
    "bias", "gain", "joined", "first", "second", "first_code", "second_code", "first_ends", "second_starts",
    "capitals", "length", "same_best", "first_misses", "first_inside", "second_inside", "too_long", "first_structure",
    "structure", "uncoded",
    "second_follows", "second_follows>0.6", "second_within", "second_within>0.6", "fills", "repeats", "strange",
)  # fmt: skip
_CLOSELY: Final = JOINER.index("second_follows")  # from here on: clues that compare letter by letter, word by word
_FIT: Final = 0.6  # they count differently from here on
_ROUNDING: Final = 0.01


Junction = tuple[Sequence[int], int]  # rows that belong together, and the row after them


def scored_rows(scorer: TextScorer, reports: Sequence[Sequence[MatchRow]]) -> ScoredRows:
    """The rows of reports, scored together."""
    rows = [row for report in reports for row in report]
    share = [sum(bool(row.code) for row in report) / max(len(report), 1) for report in reports for _ in report]
    return ScoredRows(rows, scorer.scores([row.text for row in rows]), share)


def segments(scorer: TextScorer, reports: Sequence[Sequence[MatchRow]], weights: Weights) -> list[list[Segment]]:
    """The rows of each report, in reading order, as the texts to match: cut rows joined, double rows split."""
    lines, index = scored_rows(scorer, reports), scorer.index
    rows = lines.rows
    ends = accumulate(map(len, reports))
    reaches = [range(end - len(report), end) for end, report in zip(ends, reports, strict=True)]
    likely = _continuing(index, lines, reaches, weights.joiner)
    grouped = [list(_groups(index, lines, likely, reach, weights.joiner)) for reach in reaches]
    single = [group[0] for groups in grouped for group, _ in groups if len(group) == 1]
    cut = dict(zip(single, cuts(scorer, [rows[number].text for number in single]), strict=True))
    return [
        [
            segment
            for group, sure in groups
            for segment in _as_segments(index, rows, group, reach.start, sure, cut.get(group[0]), weights)
        ]
        for groups, reach in zip(grouped, reaches, strict=True)
    ]


def _continuing(
    index: CatalogueIndex, lines: ScoredRows, reaches: Sequence[range], weights: Mapping[str, float]
) -> dict[int, float]:
    """The rows that may continue the one before, with the probability that they do. The clues that take longest to find
    are looked for only where, were all of them in favour, it would be likely: for few rows."""
    pairs = [([number - 1], number) for reach in reaches for number in reach[1:]]
    if not pairs:
        return {}
    clues = joiner_clues(index, lines, pairs, closely=False)
    most = sum(
        max(
            weights.get(name, 0.0) * fit + weights.get(f"{name}>{_FIT:g}", 0.0) * max(fit - _FIT, 0)
            for fit in (0, _FIT, 1)
        )
        for name in JOINER[_CLOSELY:]
        if ">" not in name
    )
    odds = clues @ _joiner_weights(weights) + most
    possible = [pair for pair, likely in zip(pairs, (odds > -_ROUNDING).tolist(), strict=True) if likely]
    return dict(zip([number for _, number in possible], continues(index, lines, possible, weights), strict=True))


def _groups(
    index: CatalogueIndex, lines: ScoredRows, likely: Mapping[int, float], reach: range, weights: Mapping[str, float]
) -> Iterator[tuple[list[int], float]]:
    """The rows of one report that belong together, and how sure that is."""
    group: list[int] = []
    sure = 1.0
    for number in reach:
        p = likely.get(number, 0.0) if len(group) < 2 else continues(index, lines, [(group, number)], weights)[0]
        if p >= 0.5:
            group.append(number)
            sure = min(sure, p)
            continue
        if group:
            yield group, sure
        group, sure = [number], 1.0
    if group:
        yield group, sure


def _as_segments(
    index: CatalogueIndex,
    rows: Sequence[MatchRow],
    group: Sequence[int],
    start: int,
    sure: float,
    cut: Cut | None,
    weights: Weights,
) -> Iterator[Segment]:
    """The segment or segments of rows that belong together; ``start``: the first row of their report."""
    first = rows[group[0]]
    places = tuple(number - start for number in group)
    double = is_double(index, cut, first.code, weights.splitter) if cut else 0.0
    if cut and double:
        yield Segment(places, cut.left, first.code, first.goal, sure=double)
        yield Segment(places, cut.right, cut.code, first.goal, 1, double)
    else:
        yield Segment(places, " ".join(rows[number].text for number in group), first.code, first.goal, sure=sure)


def continues(
    index: CatalogueIndex, lines: ScoredRows, pairs: Sequence[Junction], weights: Mapping[str, float]
) -> list[float]:
    """For each pair the probability that the row is the continuation of the rows just before it."""
    if not pairs:
        return []
    odds = joiner_clues(index, lines, pairs) @ _joiner_weights(weights)
    chances: list[float] = (1 / (1 + np.exp(-odds))).tolist()
    return chances


def _joiner_weights(weights: Mapping[str, float]) -> Reals:
    return np.array([weights.get(name, 0.0) for name in JOINER])


def joiner_clues(index: CatalogueIndex, lines: ScoredRows, pairs: Sequence[Junction], closely: bool = True) -> Reals:
    """The clues for and against joining a row (its number) to the rows before it (pairs x ``JOINER``); the ones that
    compare letter by letter and word by word are zero unless ``closely``."""
    rows, scores = lines.rows, lines.scores
    dots = np.array([sum((scores[member].dots for member in group[1:]), scores[group[0]].dots) for group, _ in pairs])
    square = np.array([sum(scores[member].norm ** 2 for member in group) for group, _ in pairs])
    below = [scores[number] for _, number in pairs]
    own, norm = np.array([one.dots for one in below]), np.array([one.norm for one in below])
    first = dots / np.maximum(np.sqrt(square), 1e-9)[:, None]
    second = own / np.maximum(norm, 1e-9)[:, None]
    both = (dots + own) / np.maximum(np.sqrt(square + norm**2), 1e-9)[:, None]
    best, each = both.argmax(axis=1), np.arange(len(pairs))
    joined, most_first, most_second = both[each, best], first.max(axis=1), second.max(axis=1)
    letters = [wording(rows[number].text).letters for _, number in pairs]
    have = np.array([sum(len(wording(rows[member].text).letters) for member in group) for group, _ in pairs])
    ideal = np.maximum(index.letter_counts[best], 1)
    length = np.array([len(one) for one in letters])
    clues = np.zeros((len(pairs), len(JOINER)))
    clues[:, :_CLOSELY] = np.stack([
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
        [scores[group[-1]].row[ROW_AT["structure"]] for group, _ in pairs],
        [one.row[ROW_AT["structure"]] for one in below],
        [lines.coded[number] * (not rows[number].code) for _, number in pairs],
    ], axis=1)  # fmt: skip
    if closely:
        texts = [([wording(rows[n].text) for n in group], wording(rows[number].text)) for group, number in pairs]
        clues[:, _CLOSELY:] = [
            (
                *_behind(below.letters, index.wordings[column].letters, int(above)),
                *_beside(index, before, below, column),
            )
            for (before, below), column, above in zip(texts, best.tolist(), have, strict=True)
        ]
    return clues


def _look(above: MatchRow, below: MatchRow) -> tuple[float, ...]:
    """What can be seen of two rows without the catalogue."""
    above_text, text = above.text.strip(), below.text.strip()
    return (
        float(bool(above.code)),
        float(bool(below.code)),
        float(above_text.endswith((";", "."))),
        float(bool(text) and (text[0].islower() or text[0] in ",;)")),
        float(text.isupper()),
        float(np.log1p(len(text))) / 5,
    )


def _behind(letters: str, measure: str, have: int) -> tuple[float, float, float, float]:
    """How well letters continue a measure of which ``have`` letters stand above, and how well they fit anywhere in it;
    each also as what exceeds ``_FIT``."""
    if not letters:
        return 0.0, 0.0, 0.0, 0.0
    behind = (measure[have : have + len(letters)], measure[-len(letters) :])
    follows = max(fuzz.ratio(letters, part) for part in behind) / 100
    within = fuzz.partial_ratio if len(letters) <= len(measure) else fuzz.ratio
    fit = within(letters, measure) / 100
    return follows, max(follows - _FIT, 0.0), fit, max(fit - _FIT, 0.0)


def _beside(
    index: CatalogueIndex, before: Sequence[Wording], below: Wording, column: int
) -> tuple[float, float, float]:
    """Of a measure's words, by weight: the share that the row below has of those missing above (it fills), and of those
    that it has the share that stands above already (it repeats); of its own words the share that is like none."""
    wanted, (own, *above) = index.word_ids[column], index.word_rows([below, *before])
    there = [number for ids in above for number in ids]
    if not own or not there or not len(wanted):
        return 0.0, 0.0, 0.0
    have, more = (index.alike[ids][:, wanted].max(axis=0) for ids in (there, own))
    weight, own_weight = index.word_weight[wanted], index.weights[own]
    fills = weight @ np.maximum(more - have, 0) / max(weight @ (1 - have), 1e-9)
    repeats = weight @ np.minimum(more, have) / max(weight @ more, 1e-9)
    return float(min(fills, 1)), float(repeats), float(1 - own_weight @ index.nearest[own, column] / own_weight.sum())
