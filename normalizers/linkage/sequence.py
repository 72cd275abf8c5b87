"""The report as a whole: printed codes and headings, reading order, and at most one row a measure.

Takes text scores and match weights; gives comparison vectors, probabilities in context, and the assignment. Two hidden
Markov models run over the rows, one that expects plan order and one that does not; how well each explains the report
decides their share, so a shuffled report is not punished. Then one assignment gives every measure to one row at most,
without forcing: a row may always stay without measure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, starmap
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from normalizers.catalogue.goals import heading_letters
from normalizers.linkage.candidates import WHOLE, CatalogueIndex, plain_code
from normalizers.linkage.comparisons import PAIRS, ROWS, of_evidence
from normalizers.linkage.evidence import PrintedEvidence
from normalizers.linkage.records import Booleans, ComparisonVectors, Floats, Ints, Reals, TextScore

_OF_PAIR: Final = of_evidence(PrintedEvidence, PAIRS)
_OF_ROW: Final = of_evidence(PrintedEvidence, ROWS)
CONTEXT: Final = ("same", "next", "skip", "decay", "back", "other_plan", "ordered", "spread")
"""The figures of the context model, in the order of the weights file."""
_HEADING: Final = 0.6  # similarity from which a printed heading names a goal of the catalogue
_PRODUCT: Final = 1 << 18  # multiplications: larger products are spread over threads, which wait for each other
_FLOOR: Final = -4.0  # log-odds of measures that are no candidates, below the worst candidate


def comparison_vectors(
    index: CatalogueIndex,
    scores: Sequence[TextScore],
    codes: Sequence[str],
    goals: Sequence[str],
    reports: Ints | None = None,
) -> ComparisonVectors:
    """Adds to the comparisons of each text what was printed around it: its code and the goal heading in force. ``reports``:
    the number of each row's report; without it all are of one."""
    report = np.zeros(len(scores), dtype=np.int64) if reports is None else reports
    measures = np.array([score.measures for score in scores])
    pair = np.array([score.pair for score in scores])
    row = np.array([score.row for score in scores])
    plain = [plain_code(code) for code in codes]
    known = index.codes
    printed = np.array(plain)
    given = (printed != "")[:, None]
    same = given & (known[measures] == printed[:, None])
    parts = index.code_goals
    own = np.array([code.partition(".")[0] for code in plain])
    alike = _goal_likeness(index, goals)
    named = (alike.max(axis=1) >= _HEADING)[:, None]
    own_goal = np.take_along_axis(alike, index.goal[measures], axis=1)
    evidence = PrintedEvidence(
        given, same, parts[measures] == own[:, None], _trust(same[:, 0], given[:, 0], report)[:, None],
        named, own_goal, named & (own_goal >= _HEADING),
    )  # fmt: skip
    for place, comparison in _OF_PAIR:
        pair[:, :, place] = comparison.function(evidence)
    for place, comparison in _OF_ROW:
        row[:, place] = comparison.function(evidence)
    return ComparisonVectors(measures, pair, row, report)


def _trust(right: Booleans, given: Booleans, report: Ints) -> Reals:
    """For each row, how often (0-1) the codes of the OTHER rows of its report agree with their texts, by Laplace smoothing:
    one half when none is known."""
    agree = np.bincount(report, right & given)[report] - (right & given)
    others = np.bincount(report, given)[report] - given
    trust: Reals = (agree + 1.0) / (others + 2.0)
    return trust


def _goal_likeness(index: CatalogueIndex, goals: Sequence[str]) -> Floats:
    """Likeness of each printed heading (its innermost level counts too) to each goal of the catalogue, 0-1."""
    distinct = list(dict.fromkeys(goals))
    table = np.array([_heading_likeness(index, goal) for goal in distinct])
    place = {goal: number for number, goal in enumerate(distinct)}
    return table[[place[goal] for goal in goals]]


@lru_cache(maxsize=4096)
def _heading_likeness(index: CatalogueIndex, heading: str) -> tuple[float, ...]:
    parts = heading_letters(heading)
    if not parts:
        return (0.0,) * len(index.goal_letters)
    ratios = process.cdist(parts, index.goal_letters, scorer=fuzz.ratio, dtype=np.float32)
    return tuple(float(value) / WHOLE for value in ratios.max(axis=0))


class Order:
    """Transitions from the last measure matched (last line: from the start) to the next, in plan order and without."""

    def __init__(self, index: CatalogueIndex, context: Mapping[str, float]) -> None:
        plan = index.plan
        count = len(plan)
        ahead = np.arange(count)[None, :] - np.arange(count)[:, None]
        same_plan = plan[:, None] == plan[None, :]
        onward = context["skip"] * (1 - context["decay"]) * context["decay"] ** np.maximum(ahead - 2, 0)
        behind = context["back"] / np.maximum((same_plan & (ahead < 0)).sum(axis=1), 1)[:, None]
        ordered = np.select([ahead == 0, ahead == 1, ahead > 1], [context["same"], context["next"], onward], behind)
        elsewhere = context["other_plan"] / max(count - 1, 1)
        first = np.flatnonzero(np.diff(plan, prepend=-1) != 0)
        start = np.full(count, context["skip"] / count)
        start[first] += context["next"] / len(first)
        self.count = count
        self.tables = np.stack([
            _sums_to_one(np.vstack([np.where(same_plan, ordered, elsewhere) + 1e-6, start])),
            _sums_to_one(np.vstack([np.where(same_plan, 1.0, context["other_plan"]), np.ones(count)])),
        ])  # fmt: skip


def _sums_to_one(table: Reals) -> Reals:
    normal: Reals = table / table.sum(axis=1, keepdims=True)
    return normal


def in_context(
    vectors: ComparisonVectors, score: Reals, null: Reals, order: Order, context: Mapping[str, float]
) -> tuple[Reals, Reals]:
    """Probability of every candidate (rows x K) and of none (rows) when each report is considered as a whole.

    ``score`` and ``null`` are the log-odds of the row alone; ``context["spread"]`` says how far a measure that was to
    be expected here gains against none (0: not at all, 1: as much as against its fellows)."""
    starts = np.flatnonzero(np.diff(vectors.report, prepend=-1))
    width = max(1, _PRODUCT // order.count**2)
    together, none = np.empty_like(score), np.empty_like(null)
    for first in range(0, len(starts), width):
        some = starts[first : first + width]
        end = starts[first + width] if first + width < len(starts) else len(null)
        rows = slice(some[0], end)
        together[rows], none[rows] = _side_by_side(
            vectors.measures[rows], score[rows], null[rows], some - some[0], order, context
        )
    return together, none


def _side_by_side(
    measures: Ints, score: Reals, null: Reals, starts: Ints, order: Order, context: Mapping[str, float]
) -> tuple[Reals, Reals]:
    """Several reports, each considered as a whole; ``starts``: the first row of each."""
    top = np.maximum(score.max(axis=1), null)
    floor = np.exp(np.maximum(np.minimum(score.min(axis=1), null) + _FLOOR - top, -40.0))
    emission = np.repeat(floor[:, None], order.count, axis=1)
    np.put_along_axis(emission, measures, np.exp(np.maximum(score - top[:, None], -40.0)), axis=1)
    emission *= order.count ** context["spread"]
    nothing = np.exp(np.maximum(null - top, -40.0))
    match, none, likelihood = _forward_backward(emission, nothing, starts, order.tables)
    evidence = np.add.reduceat(likelihood, starts, axis=1)
    evidence += np.log([[context["ordered"]], [1 - context["ordered"]]])
    share = np.exp(evidence - evidence.max(axis=0))
    share = np.repeat(share / share.sum(axis=0), np.diff(starts, append=len(null)), axis=1)
    match = np.take_along_axis(match, measures[None], axis=2)
    return (share[:, :, None] * match).sum(axis=0), (share * none).sum(axis=0)


def _forward_backward(emission: Reals, nothing: Reals, starts: Ints, tables: Reals) -> tuple[Reals, Reals, Reals]:
    """For each model (its table of transitions) the posterior of each measure (models x rows x measures) and of none,
    and the log-likelihood of each row after those before it. The state is the last measure matched, or the start
    (last); a row without measure leaves it as it is. The longest report comes first at every step, so that those which
    have ended are left out at the end."""
    (rows, count), models = emission.shape, len(tables)
    length = np.diff(starts, append=rows)
    longest = np.argsort(-length, kind="stable")
    steps = [starts[longest[: int((length > step).sum())]] + step for step in range(int(length.max()))]
    arrive, stay, total = (
        np.empty((models, rows, count)),
        np.empty((models, rows, count + 1)),
        np.empty((models, rows, 1)),
    )
    state = np.zeros((models, len(starts), count + 1))
    state[:, :, -1] = 1.0
    for at in steps:
        state = state[:, : len(at)]
        came, left = (state @ tables) * emission[at], state * nothing[at, None]
        total[:, at] = whole = came.sum(axis=2, keepdims=True) + left.sum(axis=2, keepdims=True)
        arrive[:, at] = came = came / whole
        stay[:, at] = state = left / whole
        state[:, :, :-1] += came
    match, none = np.empty_like(arrive), np.empty((models, rows))
    back, after = np.swapaxes(tables, 1, 2), np.ones((models, 0, count + 1))
    for at in reversed(steps):
        if len(at) > after.shape[1]:
            after = np.concatenate([after, np.ones((models, len(at) - after.shape[1], count + 1))], axis=1)
        match[:, at] = arrive[:, at] * after[:, :, :-1]
        none[:, at] = (stay[:, at] * after).sum(axis=2)
        after = (emission[at] * after[:, :, :-1]) @ back + nothing[at, None] * after
        after /= after.max(axis=2, keepdims=True)
    whole = match.sum(axis=2) + none
    return match / whole[:, :, None], none / whole, np.log(total[:, :, 0])


def one_to_one(vectors: ComparisonVectors, probability: Reals, none: Reals) -> Ints:
    """The candidate of each row (its place among them), -1 for none, so that no two rows of a report hold one measure
    and the product of the odds is largest."""
    odds = np.log(np.maximum(probability, 1e-12)) - np.log(np.maximum(none, 1e-12))[:, None]
    chosen: Ints = odds.argmax(axis=1)
    chosen[odds.max(axis=1) <= 0] = -1
    bounds = [*np.flatnonzero(np.diff(vectors.report, prepend=-1)).tolist(), len(chosen)]
    for rows in starmap(slice, pairwise(bounds)):
        wanted = [
            int(one[place]) for one, place in zip(vectors.measures[rows], chosen[rows], strict=True) if place >= 0
        ]
        if len(set(wanted)) < len(wanted):
            chosen[rows] = _assigned(vectors.measures[rows], odds[rows])
    return chosen


def _assigned(measures: Ints, odds: Reals) -> Ints:
    """The one best assignment of rows to measures they likelier are than none; any number of rows may stay without."""
    rows, places = np.nonzero(odds > 0)
    columns, column = np.unique(measures[rows, places], return_inverse=True)
    every = np.arange(len(odds))
    cost = odds.max() + 1 - np.concatenate([odds[rows, places], np.zeros(len(odds))])
    ends = np.concatenate([rows, every]), np.concatenate([column, len(columns) + every])
    found = min_weight_full_bipartite_matching(csr_matrix((cost, ends)))
    chosen = np.full(len(odds), -1)
    for row, to in zip(*found, strict=True):
        if to < len(columns):
            chosen[row] = int(np.flatnonzero(measures[row] == columns[to])[0])
    return chosen
