"""Rows that are not one measure: a measure cut over two or more rows is joined, a row that holds two is split.

Takes the rows of reports; gives their segments, each one measure's words. Cut rows are recognised by the scores that
matching uses anyway: texts that fit a measure better together than apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from rapidfuzz import fuzz

from normalizers.linkage.candidates import TINY, WHOLE, CatalogueIndex
from normalizers.linkage.comparisons import ROW_AT, Comparison, names_with_levels, with_levels
from normalizers.linkage.records import Cut, Ints, MatchRow, Reals, ScoredRows, Segment, Weights
from normalizers.linkage.scoring import TextScorer
from normalizers.linkage.splitting import cuts, is_double
from normalizers.linkage.wording import Wording, wording

_FIT: Final = 0.6  # letters fit better than by chance from here on (0-1)
_ROUNDING: Final = 0.01
_LIKELY: Final = 0.5  # probability from which a row is joined to the one before
_LONG: Final = 5  # log of the letters of a long row


@dataclass(frozen=True, slots=True)
class JunctionEvidence:
    """Rows that may belong together (arrays: junctions): the last row above and the row below; the best cosine with the
    catalogue of what stands above (``first``), below (``second``) and of both (``joined``), and the measures that fit
    first and second best; the letters above (``have``), below and of the measure that fits both best (``ideal``); the
    share of each side's letters inside that measure and whether it looks like a measure at all; and the share of rows
    with a code in the report."""

    above: Sequence[MatchRow]
    below: Sequence[MatchRow]
    first: Reals
    second: Reals
    joined: Reals
    first_best: Ints
    second_best: Ints
    have: Ints
    length: Ints
    ideal: Ints
    first_inside: Sequence[float]
    second_inside: Sequence[float]
    first_structure: Sequence[float]
    second_structure: Sequence[float]
    coded: Sequence[float]


@dataclass(frozen=True, slots=True)
class FitEvidence:
    """Rows below compared letter by letter and word by word with the measure that fits best (0-1, arrays: junctions): how
    well the letters follow on those above and fit anywhere inside; the weight of the measure's missing words that the
    row fills in, of those that it repeats, and of its own words that are like none."""

    follows: Reals
    within: Reals
    fills: Reals
    repeats: Reals
    strange: Reals


_AT_SIGHT: Final = (
    Comparison(JunctionEvidence, "bias", lambda e: np.ones(len(e.joined))),
    Comparison(JunctionEvidence, "gain", lambda e: e.joined - np.maximum(e.first, e.second)),
    Comparison(JunctionEvidence, "joined", lambda e: e.joined),
    Comparison(JunctionEvidence, "first", lambda e: e.first),
    Comparison(JunctionEvidence, "second", lambda e: e.second),
    Comparison(JunctionEvidence, "first_code", lambda e: [bool(row.code) for row in e.above]),
    Comparison(JunctionEvidence, "second_code", lambda e: [bool(row.code) for row in e.below]),
    Comparison(JunctionEvidence, "first_ends", lambda e: [row.text.strip().endswith((";", ".")) for row in e.above]),
    Comparison(JunctionEvidence, "second_starts", lambda e: [_starts_low(row.text.strip()) for row in e.below]),
    Comparison(JunctionEvidence, "capitals", lambda e: [row.text.strip().isupper() for row in e.below]),
    Comparison(JunctionEvidence, "length", lambda e: [np.log1p(len(row.text.strip())) / _LONG for row in e.below]),
    Comparison(JunctionEvidence, "same_best", lambda e: e.first_best == e.second_best),
    Comparison(JunctionEvidence, "first_misses", lambda e: np.clip(1 - e.have / e.ideal, 0, 1)),
    Comparison(JunctionEvidence, "first_inside", lambda e: e.first_inside),
    Comparison(JunctionEvidence, "second_inside", lambda e: e.second_inside),
    Comparison(JunctionEvidence, "too_long", lambda e: np.clip((e.have + e.length) / e.ideal - 1, 0, 1)),
    Comparison(JunctionEvidence, "first_structure", lambda e: e.first_structure),
    Comparison(JunctionEvidence, "structure", lambda e: e.second_structure),
    Comparison(JunctionEvidence, "uncoded", lambda e: e.coded * np.array([not row.code for row in e.below])),
)  # fmt: skip
_CLOSELY: Final = (
    Comparison(FitEvidence, "second_follows", lambda e: e.follows, (_FIT,)),
    Comparison(FitEvidence, "second_within", lambda e: e.within, (_FIT,)),
    Comparison(FitEvidence, "fills", lambda e: e.fills),
    Comparison(FitEvidence, "repeats", lambda e: e.repeats),
    Comparison(FitEvidence, "strange", lambda e: e.strange),
)
JOINER: Final = names_with_levels(_AT_SIGHT, _CLOSELY)
_SEEN: Final = len(_AT_SIGHT)  # from here on: what takes longer to find

Junction = tuple[Sequence[int], int]  # rows that belong together, and the row after them


def scored_rows(scorer: TextScorer, reports: Sequence[Sequence[MatchRow]]) -> ScoredRows:
    """The rows of reports, scored together."""
    rows = [row for report in reports for row in report]
    coded = [sum(bool(row.code) for row in report) / max(len(report), 1) for report in reports]
    share = [part for part, report in zip(coded, reports, strict=True) for _ in report]
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
    """The rows that may continue the one before, with the probability that they do. The comparisons that take longest
    are looked for only where, were all of them in favour, it would be likely: for few rows."""
    pairs = [([number - 1], number) for reach in reaches for number in reach[1:]]
    if not pairs:
        return {}
    odds = joiner_vectors(index, lines, pairs, closely=False) @ _joiner_weights(weights) + _most_odds(weights)
    possible = [pair for pair, likely in zip(pairs, (odds > -_ROUNDING).tolist(), strict=True) if likely]
    return dict(zip([number for _, number in possible], continues(index, lines, possible, weights), strict=True))


def _most_odds(weights: Mapping[str, float]) -> float:
    """The log-odds that the comparisons which take longest can add at most."""
    return sum(
        max(
            weights[one.name] * fit + sum(weights[f"{one.name}>{step:g}"] * max(fit - step, 0) for step in one.steps)
            for fit in (0, *one.steps, 1)
        )
        for one in _CLOSELY
    )


def _groups(
    index: CatalogueIndex, lines: ScoredRows, likely: Mapping[int, float], reach: range, weights: Mapping[str, float]
) -> Iterator[tuple[list[int], float]]:
    """The rows of one report that belong together, and how sure that is."""
    group: list[int] = []
    sure = 1.0
    for number in reach:
        p = likely.get(number, 0.0) if len(group) < 2 else continues(index, lines, [(group, number)], weights)[0]
        if p >= _LIKELY:
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
    repairs = tuple(dict.fromkeys(kind for number in group for kind in rows[number].repairs))
    double = is_double(index, cut, first.code, weights.splitter) if cut else 0.0
    if cut and double:
        yield Segment(places, cut.left, first.code, first.goal, 0, double, repairs)
        yield Segment(places, cut.right, cut.code, first.goal, 1, double, repairs)
    else:
        text = " ".join(rows[number].text for number in group)
        yield Segment(places, text, first.code, first.goal, 0, sure, repairs)


def continues(
    index: CatalogueIndex, lines: ScoredRows, pairs: Sequence[Junction], weights: Mapping[str, float]
) -> list[float]:
    """For each pair the probability that the row is the continuation of the rows just before it."""
    if not pairs:
        return []
    odds = joiner_vectors(index, lines, pairs) @ _joiner_weights(weights)
    chances: list[float] = (1 / (1 + np.exp(-odds))).tolist()
    return chances


def _joiner_weights(weights: Mapping[str, float]) -> Reals:
    return np.array([weights[name] for name in JOINER])


def joiner_vectors(index: CatalogueIndex, lines: ScoredRows, pairs: Sequence[Junction], closely: bool = True) -> Reals:
    """The comparison vectors for and against joining a row (its number) to the rows before it (pairs x ``JOINER``); what
    compares letter by letter and word by word is zero unless ``closely``."""
    rows, scores = lines.rows, lines.scores
    dots = np.array([sum((scores[member].dots for member in group[1:]), scores[group[0]].dots) for group, _ in pairs])
    square = np.array([sum(scores[member].norm ** 2 for member in group) for group, _ in pairs])
    below = [scores[number] for _, number in pairs]
    own, norm = np.array([one.dots for one in below]), np.array([one.norm for one in below])
    first = dots / np.maximum(np.sqrt(square), TINY)[:, None]
    second = own / np.maximum(norm, TINY)[:, None]
    both = (dots + own) / np.maximum(np.sqrt(square + norm**2), TINY)[:, None]
    best = both.argmax(axis=1)
    have = np.array([sum(len(wording(rows[member].text).letters) for member in group) for group, _ in pairs])
    evidence = JunctionEvidence(
        above=[rows[group[-1]] for group, _ in pairs],
        below=[rows[number] for _, number in pairs],
        first=first.max(axis=1),
        second=second.max(axis=1),
        joined=both[np.arange(len(pairs)), best],
        first_best=first.argmax(axis=1),
        second_best=second.argmax(axis=1),
        have=have,
        length=np.array([len(wording(rows[number].text).letters) for _, number in pairs]),
        ideal=np.maximum(index.letter_counts[best], 1),
        first_inside=[scores[group[-1]].inside[column] for (group, _), column in zip(pairs, best, strict=True)],
        second_inside=[one.inside[column] for one, column in zip(below, best, strict=True)],
        first_structure=[scores[group[-1]].row[ROW_AT["structure"]] for group, _ in pairs],
        second_structure=[one.row[ROW_AT["structure"]] for one in below],
        coded=[lines.coded[number] for _, number in pairs],
    )
    vectors = np.zeros((len(pairs), len(JOINER)))
    vectors[:, :_SEEN] = np.stack(list(with_levels(_AT_SIGHT, evidence)), axis=1)
    if closely:
        fits = _fits(index, rows, pairs, best.tolist(), have.tolist())
        vectors[:, _SEEN:] = np.stack(list(with_levels(_CLOSELY, fits)), axis=1)
    return vectors


def _starts_low(text: str) -> bool:
    """Begins as no measure does: with a small letter, or a mark that closes something."""
    return bool(text) and (text[0].islower() or text[0] in ",;)")


def _fits(
    index: CatalogueIndex, rows: Sequence[MatchRow], pairs: Sequence[Junction], best: Sequence[int], have: Sequence[int]
) -> FitEvidence:
    found = []
    for (group, number), column, above in zip(pairs, best, have, strict=True):
        before, below = [wording(rows[n].text) for n in group], wording(rows[number].text)
        behind = _behind(below.letters, index.wordings[column].letters, above)
        found.append((*behind, *_beside(index, before, below, column)))
    return FitEvidence(*np.array(found).T)


def _behind(letters: str, measure: str, have: int) -> tuple[float, float]:
    """How well (0-1) letters continue a measure of which ``have`` letters stand above, and how well they fit anywhere in
    it."""
    if not letters:
        return 0.0, 0.0
    behind = (measure[have : have + len(letters)], measure[-len(letters) :])
    follows = max(fuzz.ratio(letters, part) for part in behind) / WHOLE
    within = fuzz.partial_ratio if len(letters) <= len(measure) else fuzz.ratio
    return follows, within(letters, measure) / WHOLE


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
    fills = weight @ np.maximum(more - have, 0) / max(weight @ (1 - have), TINY)
    repeats = weight @ np.minimum(more, have) / max(weight @ more, TINY)
    return float(min(fills, 1)), float(repeats), float(1 - own_weight @ index.nearest[own, column] / own_weight.sum())
