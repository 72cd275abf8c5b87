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

from normalizers.matching_context import Reading
from normalizers.matching_features import PAIR, ROW
from normalizers.matching_index import Ints
from normalizers.matching_model import Reals

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
_P: Final = {name: number for number, name in enumerate(PAIR)}
_R: Final = {name: number for number, name in enumerate(ROW)}
_LIMIT: Final = 7.0
_LEAD: Final = 4.0
UNLIKELY: Final = -1.1  # log-odds of a row's own words and code (one to three)
MOST_IF_DOUBTFUL: Final = 0.9  # a row whose words speak against its measure, or whose measure fits another row better


def verdicts(
    reading: Reading, alone: Reals, together: Reals, none: Reals, chosen: Ints, weights: Mapping[str, float]
) -> tuple[Ints, Reals]:
    """The best candidate of each row (its place) and the probability that it is right."""
    best, clues = verdict_clues(reading, alone, together, none, chosen)
    odds = terms(clues) @ np.array([weights.get(name, 0.0) for name in TERMS])
    p = 1 / (1 + np.exp(-odds))
    doubtful = (clues[:, VERDICT.index("lost")] > 0) | (clues[:, VERDICT.index("alone")] < UNLIKELY)
    return best, np.where(doubtful, np.minimum(p, MOST_IF_DOUBTFUL), p)


def terms(clues: Reals) -> Reals:
    """Clues (rows x VERDICT) as terms of the regression (rows x TERMS)."""
    at = {name: clues[:, number] for number, name in enumerate(VERDICT)}
    extra = [np.maximum(at[name] - step, 0) for name, steps in _STEPS.items() for step in steps]
    extra += [at[one] * at[other] for one, other in _TOGETHER]
    return np.concatenate([clues, np.stack(extra, axis=1)], axis=1)


def verdict_clues(reading: Reading, alone: Reals, together: Reals, none: Reals, chosen: Ints) -> tuple[Ints, Reals]:
    """The best candidate of each row and its clues (rows x VERDICT)."""
    rows = np.arange(len(chosen))
    best = np.where(chosen >= 0, chosen, together.argmax(axis=1))
    owner = reading.measures[rows, best]
    wanted = reading.report * (int(reading.measures.max(initial=0)) + 1) + owner
    lost = (chosen < 0) & np.isin(wanted, wanted[chosen >= 0])
    p = together[rows, best]
    others = together.copy()
    others[rows, best] = 0
    pair, row = reading.pair[rows, best].astype(np.float64), reading.row.astype(np.float64)
    close = np.maximum(pair[:, _P["words"]] - 0.5, 0) * 2
    columns = [
        np.ones(len(rows)),
        _logit(p),
        _logit(alone[rows, best]),
        np.clip(np.log(np.maximum(p, 1e-9)) - np.log(np.maximum(others.max(axis=1), 1e-9)), 0, _LEAD),
        lost,
        pair[:, _P["contrast"]] * close,
        pair[:, _P["contrast_extra"]] * close,
        pair[:, _P["replaced"]] * close,
        pair[:, _P["replaced_verb"]] * close,
        pair[:, _P["replaced_known"]] * close,
        pair[:, _P["replaced_weight"]] * close,
        pair[:, _P["gone"]],
        pair[:, _P["gone_real"]],
        pair[:, _P["gone_verb"]],
        pair[:, _P["absent"]],
        pair[:, _P["absent_words"]],
        pair[:, _P["inserted"]],
        pair[:, _P["intruder"]],
        pair[:, _P["dropped"]],
        pair[:, _P["lonely"]],
        pair[:, _P["verbatim"]],
        np.maximum(0.5 - np.maximum(pair[:, _P["words_row"]], pair[:, _P["words_measure"]]), 0) * 2,
        pair[:, _P["number"]],
        pair[:, _P["undecided"]],
        row[:, _R["noise"]],
        pair[:, _P["words"]],
        pair[:, _P["words_row"]],
        pair[:, _P["words_measure"]],
        pair[:, _P["letters"]],
        pair[:, _P["code_same"]],
        pair[:, _P["code_other_trusted"]],
        row[:, _R["structure"]],
        row[:, _R["unknown_words"]],
    ]
    return best, np.stack(columns, axis=1).astype(np.float64)


def _logit(p: npt.NDArray[Any]) -> Reals:
    safe = np.clip(p, 1e-9, 1 - 1e-9)
    odds: Reals = np.clip(np.log(safe / (1 - safe)), -_LIMIT, _LIMIT)
    return odds
