"""One row a measure, and what codes of other rows say."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.catalogue.files import shipped
from normalizers.linkage.candidates import index_of
from normalizers.linkage.comparisons import PAIR_AT
from normalizers.linkage.matcher import scorer_of
from normalizers.linkage.model import shipped_weights
from normalizers.linkage.records import ComparisonVectors
from normalizers.linkage.sequence import Order, comparison_vectors, in_context, one_to_one


@given(st.lists(st.lists(st.floats(-5, 5), min_size=3, max_size=3), min_size=1, max_size=6), st.randoms())
def test_no_other_assignment_of_rows_to_measures_is_likelier(odds: list[list[float]], chance: random.Random) -> None:
    measures = [chance.sample(range(4), 3) for _ in odds]
    rows = np.array([np.exp([*line, 0.0]) / sum(np.exp([*line, 0.0])) for line in odds])
    vectors = ComparisonVectors(np.array(measures), np.zeros(0), np.zeros(0), np.zeros(len(odds), dtype=np.int64))
    chosen = one_to_one(vectors, rows[:, :3], rows[:, 3]).tolist()
    taken = [measures[n][place] for n, place in enumerate(chosen) if place >= 0]
    assert len(taken) == len(set(taken))
    best = max(
        sum(odds[n][place] for n, place in enumerate(places) if place >= 0)
        for places in product((-1, 0, 1, 2), repeat=len(odds))
        if len(used := [measures[n][place] for n, place in enumerate(places) if place >= 0]) == len(set(used))
    )
    assert sum(odds[n][place] for n, place in enumerate(chosen) if place >= 0) == pytest.approx(best, abs=1e-6)


def vectors_of(codes: list[str]) -> ComparisonVectors:
    plan = shipped().get("ub-2023")
    scorer = scorer_of(plan)
    scores = scorer.scores([measure.text for measure in plan.measures[: len(codes)]])
    return comparison_vectors(scorer.index, scores, codes, [""] * len(codes))


def test_codes_are_trusted_as_far_as_those_of_the_other_rows_agree() -> None:
    known = [measure.code for measure in shipped().get("ub-2023").measures[:4]]
    right, wrong = vectors_of(known), vectors_of([known[0], *reversed(known[1:])])
    trusted = PAIR_AT["code_same_trusted"]
    assert right.pair[:, 0, trusted].tolist() == pytest.approx([4 / 5] * 4), (
        "3 of 3 others agree, one half to begin with"
    )
    assert wrong.pair[0, 0, trusted] == pytest.approx(2 / 5), "the one in the middle of three stays where it was"


@pytest.mark.parametrize(("before", "place"), [(1, 0), (6, 1)])
def test_reading_order_speaks_for_the_measure_that_follows(before: int, place: int) -> None:
    plan = shipped().get("ub-2023")
    context = shipped_weights().context
    empty, report = np.zeros(0), np.zeros(3, dtype=np.int64)
    vectors = ComparisonVectors(np.array([[0, 9], [before, 9], [2, 7]]), empty, empty, report)
    score = np.array([[5.0, 0.0], [5.0, 0.0], [1.0, 1.0]])
    together, none = in_context(vectors, score, np.zeros(3), Order(index_of(plan), context), context)
    assert together.sum(axis=1) + none == pytest.approx(1, abs=0.05), (
        "little is left for measures that are no candidates"
    )
    assert together[2, place] > 3 * together[2, 1 - place]
