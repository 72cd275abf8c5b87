"""Calibration, the last word on each row: how sure is the best candidate that a person would agree?

Takes comparison vectors, probabilities and the assignment; gives the best candidate of each row and the probability that
it is right. A small regression over the probability in context, the probability of the text alone, the lead over the
runner-up, a lost place (another row fits the measure better) and those comparisons that say how they are calibrated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from normalizers.linkage.candidates import TINY
from normalizers.linkage.comparisons import PAIR_AT, PAIRS, ROWS, Calibrated, Comparison
from normalizers.linkage.records import ComparisonVectors, Ints, Reals

_LIMIT: Final = 7.0  # log-odds beyond which nothing more is said
_LEAD: Final = 4.0
_HALF: Final = 0.5  # agreement of words (0-1) that counts as neither close nor weak
_AGAIN: Final = 2  # makes full agreement, and none, 1
UNLIKELY: Final = -1.1  # log-odds of a row's own words and code (one to three)
MOST_IF_DOUBTFUL: Final = 0.9  # a row whose words speak against its measure, or whose measure fits another row better
_ODDS: Final = (-3.0, 0.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class AssignedEvidence:
    """The best candidate of each row (all arrays: rows): its probability in context and alone, that of its best rival in
    context, whether another row took it (``lost``), and the better of the two shares of words in common."""

    together: Reals
    alone: Reals
    rival: Reals
    lost: npt.NDArray[np.bool_]
    words: Reals

    def lead(self) -> Reals:
        """Log of how many times likelier than the runner-up."""
        ahead = np.log(np.maximum(self.together, TINY)) - np.log(np.maximum(self.rival, TINY))
        lead: Reals = np.clip(ahead, 0, _LEAD)
        return lead


_OWN: Final = (
    Comparison(AssignedEvidence, "bias", lambda e: np.ones(len(e.together)), calibrated=Calibrated()),
    Comparison(AssignedEvidence, "context", lambda e: _log_odds(e.together), calibrated=Calibrated(_ODDS)),
    Comparison(AssignedEvidence, "alone", lambda e: _log_odds(e.alone), calibrated=Calibrated(_ODDS)),
    Comparison(AssignedEvidence, "lead", lambda e: e.lead(), calibrated=Calibrated((1.0, 2.5))),
    Comparison(AssignedEvidence, "lost", lambda e: e.lost, calibrated=Calibrated(with_rest=True)),
    Comparison(
        AssignedEvidence, "weak", lambda e: np.maximum(_HALF - e.words, 0) * _AGAIN, calibrated=Calibrated()
    ),
)  # fmt: skip
_REST: Final = ("context", "alone", "letters", "noise")  # how sure the rest is


def _calibrated(table: tuple[Comparison[Any], ...]) -> list[tuple[int, str, Calibrated]]:
    """The comparisons of a table that are calibrated: place in the table, name in the weights file, and how."""
    return [(at, how.name or one.name, how) for at, one in enumerate(table) if (how := one.calibrated) is not None]


_OF_PAIR: Final = _calibrated(PAIRS)
_OF_ROW: Final = _calibrated(ROWS)
_INPUTS: Final = {name: how for _, name, how in (*_calibrated(_OWN), *_OF_PAIR, *_OF_ROW)}
_AT: Final = {name: place for place, name in enumerate(_INPUTS)}
INPUTS: Final = tuple(_INPUTS)
_PRODUCTS: Final = (
    *((name, other) for name, how in _INPUTS.items() if how.with_rest for other in _REST),
    *(("lost", name) for name, how in _INPUTS.items() if how.if_lost),
)
TERMS: Final = (
    *INPUTS,
    *(f"{name}>{step:g}" for name, how in _INPUTS.items() for step in how.steps),
    *(f"{one}*{other}" for one, other in _PRODUCTS),
)
_STEPPED: Final = [_AT[name] for name, how in _INPUTS.items() for _ in how.steps]
_STEP: Final = np.array([step for how in _INPUTS.values() for step in how.steps])
_ONE, _OTHER = ([_AT[product[side]] for product in _PRODUCTS] for side in (0, 1))


def calibrated(
    vectors: ComparisonVectors, alone: Reals, together: Reals, none: Reals, chosen: Ints, weights: Mapping[str, float]
) -> tuple[Ints, Reals]:
    """The best candidate of each row (its place) and the calibrated probability that it is right."""
    best, inputs = calibration_inputs(vectors, alone, together, none, chosen)
    odds = terms(inputs) @ np.array([weights[name] for name in TERMS])
    p = 1 / (1 + np.exp(-odds))
    doubtful = (inputs[:, _AT["lost"]] > 0) | (inputs[:, _AT["alone"]] < UNLIKELY)
    return best, np.where(doubtful, np.minimum(p, MOST_IF_DOUBTFUL), p)


def terms(inputs: Reals) -> Reals:
    """Inputs (rows x INPUTS) as terms of the regression (rows x TERMS)."""
    over = np.maximum(inputs[:, _STEPPED] - _STEP, 0)
    return np.concatenate([inputs, over, inputs[:, _ONE] * inputs[:, _OTHER]], axis=1)


def calibration_inputs(
    vectors: ComparisonVectors, alone: Reals, together: Reals, none: Reals, chosen: Ints
) -> tuple[Ints, Reals]:
    """The best candidate of each row and what the calibration is told of it (rows x INPUTS)."""
    rows = np.arange(len(chosen))
    best = np.where(chosen >= 0, chosen, together.argmax(axis=1))
    owner = vectors.measures[rows, best]
    wanted = vectors.report * (int(vectors.measures.max(initial=0)) + 1) + owner
    others = together.copy()
    others[rows, best] = 0
    pair = vectors.pair[rows, best].astype(np.float64)
    evidence = AssignedEvidence(
        together[rows, best],
        alone[rows, best],
        others.max(axis=1),
        (chosen < 0) & np.isin(wanted, wanted[chosen >= 0]),
        np.maximum(pair[:, PAIR_AT["words_row"]], pair[:, PAIR_AT["words_measure"]]),
    )
    close = np.maximum(pair[:, PAIR_AT["words"]] - _HALF, 0) * _AGAIN
    inputs = np.empty((len(rows), len(INPUTS)))
    for one in _OWN:
        inputs[:, _AT[one.name]] = one.function(evidence)
    for place, name, how in _OF_PAIR:
        inputs[:, _AT[name]] = pair[:, place] * close if how.close else pair[:, place]
    for place, name, _ in _OF_ROW:
        inputs[:, _AT[name]] = vectors.row[:, place]
    return best, inputs


def _log_odds(p: npt.NDArray[Any]) -> Reals:
    safe = np.clip(p, TINY, 1 - TINY)
    odds: Reals = np.clip(np.log(safe / (1 - safe)), -_LIMIT, _LIMIT)
    return odds
