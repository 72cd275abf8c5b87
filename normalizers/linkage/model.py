"""Match weights: one conditional logit over the candidates and "not in the catalogue" (Fellegi-Sunter, fitted).

Takes comparison vectors; gives each candidate's match weight (log-odds) and probability. The weights are data
(``weights.json``), fitted by ``python -m benchmarks.matching.fit``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from normalizers.linkage import calibration
from normalizers.linkage.comparisons import PAIR_AT, PAIRS, ROW_AT, ROWS, Comparison
from normalizers.linkage.records import ComparisonVectors, Reals, Weights
from normalizers.linkage.segmentation import JOINER
from normalizers.linkage.sequence import CONTEXT
from normalizers.linkage.splitting import SPLITTER

_CLOSE_FROM: Final = 0.6  # agreement of words (0-1) from which a row is close to a measure
_CLOSENESS: Final = 2.5  # makes full agreement 1
_FIGURES: Final = 4  # decimals of a weights file
_CONTEXT_FIGURES: Final = 5


def _terms(table: Sequence[Comparison[Any]]) -> tuple[str, ...]:
    """Comparisons as they are, what they exceed each of their levels by, and with how close the words are otherwise."""
    return (
        *(one.name for one in table),
        *(f"{one.name}>{step}" for one in table for step in one.steps),
        *(f"{one.name}*close" for one in table if one.close),
    )


PAIR_TERMS: Final = _terms(PAIRS)
ROW_TERMS: Final = ("bias", *_terms(ROWS))


def pair_terms(vectors: npt.NDArray[Any]) -> Reals:
    """Comparison vectors of pairs (… x PAIR) as terms of the model (… x PAIR_TERMS)."""
    return _as_terms(vectors, PAIRS, PAIR_AT["words"])


def row_terms(vectors: npt.NDArray[Any]) -> Reals:
    """Comparison vectors of rows (… x ROW) as terms of the model for "not in the catalogue" (… x ROW_TERMS)."""
    terms = _as_terms(vectors, ROWS, ROW_AT["best_words"])
    return np.concatenate([np.ones((*terms.shape[:-1], 1)), terms], axis=-1)


def _as_terms(vectors: npt.NDArray[Any], table: Sequence[Comparison[Any]], words: int) -> Reals:
    values = vectors.astype(np.float64)
    stepped = [place for place, one in enumerate(table) for _ in one.steps]
    over = np.maximum(values[..., stepped] - np.array([step for one in table for step in one.steps]), 0)
    close = np.maximum(values[..., [words]] - _CLOSE_FROM, 0) * _CLOSENESS
    beside = values[..., [place for place, one in enumerate(table) if one.close]] * close
    return np.concatenate([values, over, beside], axis=-1)


def match_weights(weights: Weights, vectors: ComparisonVectors) -> tuple[Reals, Reals]:
    """Log-odds of every candidate (rows x K) and of "not in the catalogue" (rows), on one scale."""
    return pair_terms(vectors.pair) @ weights.pair, row_terms(vectors.row) @ weights.row


def probabilities(score: Reals, null: Reals) -> Reals:
    """Probability of each candidate, and in the last column of none, from the row by itself (softmax of log-odds)."""
    both = np.concatenate([score, null[:, None]], axis=1)
    odds = np.exp(both - both.max(axis=1, keepdims=True))
    share: Reals = odds / odds.sum(axis=1, keepdims=True)
    return share


def to_json(weights: Weights) -> str:
    """The weights as the text of a weights file, figures rounded to what matters."""
    tree = {
        "fitted_on": weights.fitted_on,
        "pair": _rounded(dict(zip(PAIR_TERMS, weights.pair, strict=True))),
        "row": _rounded(dict(zip(ROW_TERMS, weights.row, strict=True))),
        "context": _rounded(weights.context, _CONTEXT_FIGURES),
        "verdict": _rounded(weights.verdict),
        "joiner": _rounded(weights.joiner),
        "splitter": _rounded(weights.splitter),
    }
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def _rounded(figures: Mapping[str, float], decimals: int = _FIGURES) -> dict[str, float]:
    return {name: round(float(value), decimals) for name, value in figures.items()}


@lru_cache(maxsize=4)
def from_json(text: str) -> Weights:
    """Weights from the text of a weights file. Raises ValueError when it names others than the terms of the models."""
    tree = json.loads(text)
    names = {
        "pair": PAIR_TERMS, "row": ROW_TERMS, "context": CONTEXT,
        "verdict": calibration.TERMS, "joiner": JOINER, "splitter": SPLITTER,
    }  # fmt: skip
    for part, wanted in names.items():
        if other := sorted(set(tree[part]) ^ set(wanted)):
            raise ValueError(f"{part}: other terms than this program's: {', '.join(other)}")
    return Weights(
        np.array([tree["pair"][name] for name in PAIR_TERMS]),
        np.array([tree["row"][name] for name in ROW_TERMS]),
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
