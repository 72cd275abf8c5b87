"""The last word on each row: how sure is the best candidate, once everything is known, that a person would agree?

A small calibrated regression over the probability in context, the probability of the text alone, the lead over the next
candidate, a lost place (another row fits the measure better) and the words that were replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from normalizers.linkage.comparisons import PAIR, ROW
from normalizers.linkage.records import ComparisonVectors, Ints, Reals

VERDICT: Final = (
    "bias", "context", "alone", "lead", "lost", "contrast", "contrast_extra", "replaced", "replaced_verb",
    "replaced_known", "replaced_weight", "gone", "gone_real", "gone_verb", "absent", "absent_words",
    "inserted", "intruder", "dropped", "lonely", "verbatim",
    "weak", "number", "undecided",
    "noise", "words", "words_row", "words_measure", "letters", "code_same", "code_other_trusted", "structure",
    "unknown",
)  # fmt: skip
# Clues that count differently at different heights also enter as what exceeds these steps, and what was replaced enters
# together with how sure the rest is.
_STEPS: Final = {
    "context": (-3.0, 0.0, 2.0, 4.0), "alone": (-3.0, 0.0, 2.0, 4.0), "lead": (1.0, 2.5), "words": (0.4, 0.6, 0.8, 0.9),
    "words_row": (0.4, 0.6, 0.8), "words_measure": (0.3, 0.5, 0.7), "letters": (0.4, 0.6, 0.8, 0.9), "noise": (0.2, 0.4),
    "unknown": (0.3, 0.5), "gone": (0.3, 0.45), "gone_real": (0.3, 0.45), "gone_verb": (0.3, 0.45),
    "absent": (0.3, 0.42, 0.5), "absent_words": (0.25, 0.5),
}  # fmt: skip
_TOGETHER: Final = tuple(
    product(
        (
            "replaced",
            "replaced_verb",
            "gone",
            "gone_real",
            "gone_verb",
            "absent",
            "absent_words",
            "lonely",
            "contrast",
            "contrast_extra",
            "inserted",
            "intruder",
            "dropped",
            "lost",
            "code_same",
        ),
        ("context", "alone", "letters", "noise"),
    )
) + tuple(("lost", other) for other in ("verbatim", "words", "gone", "gone_real", "lonely"))
TERMS: Final = (
    *VERDICT,
    *(f"{name}>{step:g}" for name, steps in _STEPS.items() for step in steps),
    *(f"{one}*{other}" for one, other in _TOGETHER),
)
_STEPPED: Final = [VERDICT.index(name) for name, steps in _STEPS.items() for _ in steps]
_STEP: Final = np.array([step for steps in _STEPS.values() for step in steps])
_ONE, _OTHER = ([VERDICT.index(pair[side]) for pair in _TOGETHER] for side in (0, 1))
_P: Final = {name: number for number, name in enumerate(PAIR)}
_R: Final = {name: number for number, name in enumerate(ROW)}
_AT: Final = {name: number for number, name in enumerate(VERDICT)}
_OF_PAIR: Final = [name for name in VERDICT if name in _P]
_OF_ROW: Final = {"noise": "noise", "structure": "structure", "unknown": "unknown_words"}
# What replaced words say counts the more the closer the rest is.
_CLOSE: Final = ("contrast", "contrast_extra", "replaced", "replaced_verb", "replaced_known", "replaced_weight")
_LIMIT: Final = 7.0
_LEAD: Final = 4.0
UNLIKELY: Final = -1.1  # log-odds of a row's own words and code (one to three)
MOST_IF_DOUBTFUL: Final = 0.9  # a row whose words speak against its measure, or whose measure fits another row better


def verdicts(
    vectors: ComparisonVectors, alone: Reals, together: Reals, none: Reals, chosen: Ints, weights: Mapping[str, float]
) -> tuple[Ints, Reals]:
    """The best candidate of each row (its place) and the probability that it is right."""
    best, clues = verdict_clues(vectors, alone, together, none, chosen)
    odds = terms(clues) @ np.array([weights.get(name, 0.0) for name in TERMS])
    p = 1 / (1 + np.exp(-odds))
    doubtful = (clues[:, VERDICT.index("lost")] > 0) | (clues[:, VERDICT.index("alone")] < UNLIKELY)
    return best, np.where(doubtful, np.minimum(p, MOST_IF_DOUBTFUL), p)


def terms(clues: Reals) -> Reals:
    """Clues (rows x VERDICT) as terms of the regression (rows x TERMS)."""
    over = np.maximum(clues[:, _STEPPED] - _STEP, 0)
    return np.concatenate([clues, over, clues[:, _ONE] * clues[:, _OTHER]], axis=1)


def verdict_clues(
    vectors: ComparisonVectors, alone: Reals, together: Reals, none: Reals, chosen: Ints
) -> tuple[Ints, Reals]:
    """The best candidate of each row and its clues (rows x VERDICT)."""
    rows = np.arange(len(chosen))
    best = np.where(chosen >= 0, chosen, together.argmax(axis=1))
    owner = vectors.measures[rows, best]
    wanted = vectors.report * (int(vectors.measures.max(initial=0)) + 1) + owner
    lost = (chosen < 0) & np.isin(wanted, wanted[chosen >= 0])
    p = together[rows, best]
    others = together.copy()
    others[rows, best] = 0
    pair, row = vectors.pair[rows, best].astype(np.float64), vectors.row.astype(np.float64)
    close = np.maximum(pair[:, _P["words"]] - 0.5, 0) * 2
    found = {
        "bias": np.ones(len(rows)),
        "context": _logit(p),
        "alone": _logit(alone[rows, best]),
        "lead": np.clip(np.log(np.maximum(p, 1e-9)) - np.log(np.maximum(others.max(axis=1), 1e-9)), 0, _LEAD),
        "lost": lost,
        "weak": np.maximum(0.5 - np.maximum(pair[:, _P["words_row"]], pair[:, _P["words_measure"]]), 0) * 2,
    }
    clues = np.empty((len(rows), len(VERDICT)))
    clues[:, [_AT[name] for name in found]] = np.stack(list(found.values()), axis=1)
    clues[:, [_AT[name] for name in _OF_PAIR]] = pair[:, [_P[name] for name in _OF_PAIR]]
    clues[:, [_AT[name] for name in _CLOSE]] *= close[:, None]
    clues[:, [_AT[name] for name in _OF_ROW]] = row[:, [_R[of] for of in _OF_ROW.values()]]
    return best, clues


def _logit(p: npt.NDArray[Any]) -> Reals:
    safe = np.clip(p, 1e-9, 1 - 1e-9)
    odds: Reals = np.clip(np.log(safe / (1 - safe)), -_LIMIT, _LIMIT)
    return odds
