"""Match weights and their file."""

from __future__ import annotations

import json
from importlib import resources

import numpy as np
import pytest

from normalizers.linkage.model import PAIR_TERMS, from_json, pair_terms, probabilities, shipped_weights, to_json

SHIPPED = (resources.files("normalizers.linkage") / "weights.json").read_text("utf-8")


def test_the_shipped_file_survives_reading_and_writing_byte_for_byte() -> None:
    assert to_json(shipped_weights()) == SHIPPED


@pytest.mark.parametrize("part", ["pair", "row", "context", "verdict", "joiner", "splitter"])
def test_a_file_of_other_terms_is_refused(part: str) -> None:
    strange, short = json.loads(SHIPPED), json.loads(SHIPPED)
    strange[part]["colour"] = 1.0
    short[part].popitem()
    for tree in (strange, short):
        with pytest.raises(ValueError, match=f"{part}: other terms"):
            from_json(json.dumps(tree))


def test_the_order_of_a_file_means_nothing() -> None:
    tree = json.loads(SHIPPED)
    turned = tree | {"pair": dict(reversed(tree["pair"].items()))}
    assert to_json(from_json(json.dumps(turned))) == SHIPPED


def test_terms_are_the_comparisons_what_exceeds_their_levels_and_how_close_the_words_are() -> None:
    vector = np.zeros(PAIR_TERMS.index("goal_none") + 1)
    vector[PAIR_TERMS.index("words")] = 0.8
    vector[PAIR_TERMS.index("replaced")] = 2.0
    terms = dict(zip(PAIR_TERMS, pair_terms(vector).tolist(), strict=True))
    assert terms["words"] == 0.8 and terms["words>0.3"] == pytest.approx(0.5) and terms["words>0.85"] == 0
    assert terms["replaced*close"] == pytest.approx(2 * (0.8 - 0.6) * 2.5) and terms["gone*close"] == 0


def test_candidates_and_none_share_one_whole() -> None:
    p = probabilities(np.array([[1.0, 0.0]]), np.array([0.0]))
    assert p.sum() == pytest.approx(1) and p[0, 0] / p[0, 2] == pytest.approx(np.e) and p[0, 1] == p[0, 2]
