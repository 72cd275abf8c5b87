"""Calibration: the last word on the best candidate."""

from __future__ import annotations

import numpy as np
import pytest

from normalizers.linkage.calibration import INPUTS, MOST_IF_DOUBTFUL, TERMS, calibrated, calibration_inputs, terms
from normalizers.linkage.comparisons import PAIR, PAIR_AT, ROW
from normalizers.linkage.records import ComparisonVectors

SURE = dict.fromkeys(TERMS, 0.0) | {"bias": 9.0}


def two_rows() -> ComparisonVectors:
    """Two rows of one report with the same two candidates, in words alike."""
    pair = np.zeros((2, 2, len(PAIR)), dtype=np.float32)
    pair[:, 0, PAIR_AT["words"]] = 0.75
    pair[:, 0, PAIR_AT["words_row"]], pair[:, 0, PAIR_AT["words_measure"]] = 0.25, 0.375
    pair[:, 0, PAIR_AT["replaced"]] = 2
    row = np.zeros((2, len(ROW)), dtype=np.float32)
    return ComparisonVectors(np.array([[3, 4], [3, 4]]), pair, row, np.zeros(2, dtype=np.int64))


PROBABILITIES = np.array([[0.9, 0.05], [0.8, 0.1]])
NONE = 1 - PROBABILITIES.sum(axis=1)


def test_a_row_whose_measure_fits_another_row_better_is_never_accepted() -> None:
    best, p = calibrated(two_rows(), PROBABILITIES, PROBABILITIES, NONE, np.array([0, -1]), SURE)
    assert best.tolist() == [0, 0] and p[0] > 0.99 and p[1] == MOST_IF_DOUBTFUL


def test_a_row_whose_own_words_speak_against_its_measure_is_never_accepted() -> None:
    alone = np.array([[0.2, 0.05], [0.3, 0.1]])  # log-odds -1.4 and -0.8
    _, p = calibrated(two_rows(), alone, PROBABILITIES, NONE, np.array([0, 1]), SURE)
    assert p[0] == MOST_IF_DOUBTFUL and alone[1, 1] == 0.1


def test_what_the_calibration_is_told() -> None:
    _, inputs = calibration_inputs(two_rows(), PROBABILITIES, PROBABILITIES, NONE, np.array([0, -1]))
    told = dict(zip(INPUTS, inputs[1].tolist(), strict=True))
    assert told["bias"] == told["lost"] == 1
    assert told["context"] == told["alone"] == pytest.approx(np.log(4))
    assert told["lead"] == pytest.approx(np.log(8))
    assert told["weak"] == pytest.approx((0.5 - 0.375) * 2)
    assert told["replaced"] == pytest.approx(2 * (0.75 - 0.5) * 2), "counts the more the closer the words are"
    assert told["words"] == 0.75 and told["noise"] == told["unknown"] == 0
    whole = dict(zip(TERMS, terms(inputs)[1].tolist(), strict=True))
    assert whole["words>0.6"] == pytest.approx(0.15) and whole["words>0.8"] == 0
    assert whole["lost*words"] == 0.75 and whole["replaced*context"] == pytest.approx(np.log(4))
