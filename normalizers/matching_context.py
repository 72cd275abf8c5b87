"""The report as a whole: printed codes and headings, reading order, and at most one row a measure.

Two hidden Markov models run over the rows, one that expects plan order and one that does not; how well each explains
the report decides their share, so a shuffled report is not punished. Then one assignment gives every measure to one row
at most, without forcing: a row may always stay without measure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment

from normalizers.goals import heading_letters
from normalizers.matching_features import PAIR, ROW, TextScore
from normalizers.matching_index import CatalogueIndex, Floats, Ints
from normalizers.matching_model import Reals
from parsers.codes import bare

Booleans = npt.NDArray[np.bool_]

_P: Final = {name: number for number, name in enumerate(PAIR)}
_R: Final = {name: number for number, name in enumerate(ROW)}
_HEADING: Final = 0.6  # similarity from which a printed heading names a goal of the catalogue
_FLOOR: Final = -4.0  # log-odds of measures that are no candidates, below the worst candidate
_NUMERAL: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows of one report against the catalogue: candidates (rows x K), their clues and the row clues, all complete."""

    measures: Ints
    pair: Floats
    row: Floats


def read_together(
    index: CatalogueIndex, scores: Sequence[TextScore], codes: Sequence[str], goals: Sequence[str]
) -> Reading:
    """Adds to the clues of each text what was printed around it: its code and the goal heading in force."""
    measures = np.array([score.measures for score in scores])
    pair = np.array([score.pair for score in scores])
    row = np.array([score.row for score in scores])
    plain = [plain_code(code) for code in codes]
    known = np.array([plain_code(code) for code in index.codes])
    printed = np.array(plain)
    given = (printed != "")[:, None]
    same = given & (known[measures] == printed[:, None])
    parts = np.array([code.partition(".")[0] for code in known])
    own = np.array([code.partition(".")[0] for code in plain])
    pair[:, :, _P["code_same"]] = same
    pair[:, :, _P["code_goal"]] = given & ~same & (parts[measures] == own[:, None])
    pair[:, :, _P["code_other"]] = given & ~same
    trust = _trust(same[:, 0], given[:, 0])[:, None]
    pair[:, :, _P["code_same_trusted"]] = same * trust
    pair[:, :, _P["code_other_trusted"]] = (given & ~same) * trust
    row[:, _R["code_none"]] = ~given[:, 0]
    alike = _goal_likeness(index, goals)
    named = alike.max(axis=1) >= _HEADING
    own_goal = np.take_along_axis(alike, index.goal[measures], axis=1)
    fits = named[:, None] & (own_goal >= _HEADING)
    pair[:, :, _P["goal"]] = np.where(fits, own_goal, 0)
    pair[:, :, _P["goal_other"]] = named[:, None] & ~fits
    pair[:, :, _P["goal_none"]] = ~named[:, None]
    row[:, _R["goal_none"]] = ~named
    return Reading(measures, pair, row)


def plain_code(code: str) -> str:
    """A code as its numbers: ``1.1.``, ``1 , 1`` and ``l.1`` are ``1.1``."""
    return ".".join(_NUMERAL.findall(bare(code.rpartition(":")[2], read_by_ocr=True)))


def _trust(right: Booleans, given: Booleans) -> Reals:
    """For each row, how often the codes of the OTHER rows agree with their texts; one half when none is known."""
    agree = (right & given).sum() - (right & given)
    trust: Reals = (agree + 1.0) / (given.sum() - given + 2.0)
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
    return tuple(float(value) / 100 for value in ratios.max(axis=0))


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
        self.ordered = _sums_to_one(np.vstack([np.where(same_plan, ordered, elsewhere) + 1e-6, start]))
        self.free = _sums_to_one(np.vstack([np.where(same_plan, 1.0, context["other_plan"]), np.ones(count)]))


def _sums_to_one(table: Reals) -> Reals:
    normal: Reals = table / table.sum(axis=1, keepdims=True)
    return normal


def in_context(
    reading: Reading, score: Reals, null: Reals, order: Order, context: Mapping[str, float]
) -> tuple[Reals, Reals]:
    """Probability of every candidate (rows x K) and of none (rows) when the whole report is considered.

    ``score`` and ``null`` are the log-odds of the row alone; ``context["spread"]`` says how far a measure that was to
    be expected here gains against none (0: not at all, 1: as much as against its fellows)."""
    top = np.maximum(score.max(axis=1), null)
    floor = np.minimum(score.min(axis=1), null) + _FLOOR - top
    emission = np.repeat(np.exp(np.maximum(floor, -40.0))[:, None], order.count, axis=1)
    np.put_along_axis(emission, reading.measures, np.exp(np.maximum(score - top[:, None], -40.0)), axis=1)
    emission *= order.count ** context["spread"]
    nothing = np.exp(np.maximum(null - top, -40.0))
    models = [_forward_backward(emission, nothing, table) for table in (order.ordered, order.free)]
    evidence = np.array([model[2] for model in models]) + np.log([context["ordered"], 1 - context["ordered"]])
    share = np.exp(evidence - evidence.max())
    share /= share.sum()
    match = share[0] * models[0][0] + share[1] * models[1][0]
    return np.take_along_axis(match, reading.measures, axis=1), share[0] * models[0][1] + share[1] * models[1][1]


def _forward_backward(emission: Reals, nothing: Reals, table: Reals) -> tuple[Reals, Reals, float]:
    """Posterior of each measure and of none per row, and the log-likelihood. The state is the last measure matched, or
    the start (last); a row without measure leaves it as it is."""
    rows, count = emission.shape
    arrive, stay = np.empty((rows, count)), np.empty((rows, count + 1))
    state = np.zeros(count + 1)
    state[-1] = 1.0
    likelihood = 0.0
    for row in range(rows):
        arrive[row], stay[row] = (state @ table) * emission[row], state * nothing[row]
        total = arrive[row].sum() + stay[row].sum()
        arrive[row] /= total
        stay[row] /= total
        likelihood += float(np.log(total))
        state = stay[row].copy()
        state[:-1] += arrive[row]
    match, none = np.empty((rows, count)), np.empty(rows)
    after = np.ones(count + 1)
    for row in range(rows - 1, -1, -1):
        match[row], none[row] = arrive[row] * after[:-1], stay[row] @ after
        after = table @ (emission[row] * after[:-1]) + nothing[row] * after
        after /= after.max()
    whole = match.sum(axis=1) + none
    return match / whole[:, None], none / whole, likelihood


def one_to_one(reading: Reading, probability: Reals, none: Reals) -> Ints:
    """The candidate of each row (its place among them), -1 for none, so that no two rows hold one measure and the
    product of the odds is largest."""
    rows, width = probability.shape
    columns, place = np.unique(reading.measures, return_inverse=True)
    gain = np.full((rows, len(columns) + rows), -1e6)
    odds = np.log(np.maximum(probability, 1e-12)) - np.log(np.maximum(none, 1e-12))[:, None]
    np.put_along_axis(gain, place.reshape(rows, width), odds, axis=1)
    gain[np.arange(rows), len(columns) + np.arange(rows)] = 0.0
    row, column = linear_sum_assignment(-gain)
    chosen = np.full(rows, -1)
    for one, to in zip(row, column, strict=True):
        if to < len(columns):
            chosen[one] = int(np.flatnonzero(reading.measures[one] == columns[to])[0])
    return chosen
