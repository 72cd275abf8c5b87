"""From clues to probabilities: one conditional logit over the candidates and "not in the catalogue".

The weights are data (``weights.json``), fitted by ``python -m benchmarks.matching.fit``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from normalizers.linkage.comparisons import PAIR, ROW
from normalizers.linkage.records import Reals

# Similarities count differently at different heights: each also enters as what exceeds these steps.
_STEPS: Final = (0.3, 0.5, 0.7, 0.85)
_STEPPED: Final = ("letters", "letters_row", "letters_measure", "words", "words_row", "words_measure")
# A replaced word speaks loudest where everything else agrees.
_CLOSE: Final = (
    "contrast", "contrast_extra", "replaced", "replaced_verb", "replaced_known", "replaced_weight", "gone", "gone_real",
    "gone_verb", "absent", "absent_words", "inserted", "intruder", "dropped", "lonely", "number", "undecided",
)  # fmt: skip
_ROW_STEPPED: Final = ("best_letters", "best_words", "best_covered")
_ROW_CLOSE: Final = ("best_contrast", "best_replaced", "best_number")

PAIR_TERMS: Final = (
    *PAIR,
    *(f"{name}>{step}" for name, step in product(_STEPPED, _STEPS)),
    *(f"{name}*close" for name in _CLOSE),
)
ROW_TERMS: Final = (
    "bias",
    *ROW,
    *(f"{name}>{step}" for name, step in product(_ROW_STEPPED, _STEPS)),
    *(f"{name}*close" for name in _ROW_CLOSE),
)

_PAIR_STEPPED: Final = [PAIR.index(name) for name in _STEPPED]
_PAIR_CLOSE: Final = [PAIR.index(name) for name in _CLOSE]
_ROW_AT: Final = [ROW.index(name) for name in _ROW_STEPPED]
_ROW_CLOSE_AT: Final = [ROW.index(name) for name in _ROW_CLOSE]


def pair_terms(clues: npt.NDArray[Any]) -> Reals:
    """Clues of pairs (… x PAIR) as terms of the model (… x PAIR_TERMS)."""
    values = clues.astype(np.float64)
    close = np.maximum(values[..., [PAIR.index("words")]] - 0.6, 0) * 2.5
    return np.concatenate([values, _beyond(values, _PAIR_STEPPED), values[..., _PAIR_CLOSE] * close], axis=-1)


def row_terms(clues: npt.NDArray[Any]) -> Reals:
    """Clues of rows (… x ROW) as terms of the model for "not in the catalogue" (… x ROW_TERMS)."""
    values = clues.astype(np.float64)
    close = np.maximum(values[..., [ROW.index("best_words")]] - 0.6, 0) * 2.5
    extra = _beyond(values, _ROW_AT), values[..., _ROW_CLOSE_AT] * close
    return np.concatenate([np.ones((*values.shape[:-1], 1)), values, *extra], axis=-1)


def _beyond(values: Reals, columns: Sequence[int]) -> Reals:
    """What the values of some columns exceed each of the steps by."""
    over: Reals = np.maximum(values[..., columns, None] - np.array(_STEPS), 0)
    return over.reshape(*values.shape[:-1], -1)


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that was fitted. ``pair``/``row`` follow PAIR_TERMS/ROW_TERMS; the others are named figures."""

    pair: Reals
    row: Reals
    context: Mapping[str, float] = field(default_factory=dict)
    verdict: Mapping[str, float] = field(default_factory=dict)
    joiner: Mapping[str, float] = field(default_factory=dict)
    splitter: Mapping[str, float] = field(default_factory=dict)
    fitted_on: str = ""

    def scores(self, pair: npt.NDArray[Any], row: npt.NDArray[Any]) -> tuple[Reals, Reals]:
        """Log-odds of every candidate and of "not in the catalogue", on one scale."""
        return pair_terms(pair) @ self.pair, row_terms(row) @ self.row


def alone(score: Reals, null: Reals) -> Reals:
    """Probability of each candidate, and in the last column of none, from the row by itself."""
    both = np.concatenate([score, null[:, None]], axis=1)
    odds = np.exp(both - both.max(axis=1, keepdims=True))
    share: Reals = odds / odds.sum(axis=1, keepdims=True)
    return share


def to_json(weights: Weights) -> str:
    """The weights as the text of a weights file, figures rounded to what matters."""
    tree = {
        "fitted_on": weights.fitted_on,
        "pair": {name: round(float(value), 4) for name, value in zip(PAIR_TERMS, weights.pair, strict=True)},
        "row": {name: round(float(value), 4) for name, value in zip(ROW_TERMS, weights.row, strict=True)},
        "context": {name: round(value, 5) for name, value in weights.context.items()},
        "verdict": {name: round(value, 4) for name, value in weights.verdict.items()},
        "joiner": {name: round(value, 4) for name, value in weights.joiner.items()},
        "splitter": {name: round(value, 4) for name, value in weights.splitter.items()},
    }
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


@lru_cache(maxsize=4)
def from_json(text: str) -> Weights:
    """Weights from the text of a weights file; a term that the file does not name weighs nothing."""
    tree = json.loads(text)
    return Weights(
        np.array([tree["pair"].get(name, 0.0) for name in PAIR_TERMS]),
        np.array([tree["row"].get(name, 0.0) for name in ROW_TERMS]),
        tree["context"],
        tree["verdict"],
        tree["joiner"],
        tree["splitter"],
        tree["fitted_on"],
    )


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """The weights that come with the package."""
    return from_json((resources.files("normalizers.linkage") / "weights.json").read_text("utf-8"))
