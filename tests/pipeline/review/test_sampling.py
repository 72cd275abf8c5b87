"""The sample of accepted rows, and the precision that people measure on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.decisions import Action, Decision, Shown
from pipeline.review.sampling import Precision, precision, sampled, wilson


def decision(key: str, action: Action, code: str = "1.1", shown: str = "1.1", is_sample: bool = True) -> Decision:
    return Decision(f"{key}{action}{code}", "", "а", action, key, code=code, shown=Shown(code=shown, sampled=is_sample))


def test_a_share_of_the_keys_is_the_sample() -> None:
    keys = [str(n) for n in range(4000)]
    share = sum(sampled(key, 0.1) for key in keys) / len(keys)
    assert share == pytest.approx(0.1, abs=0.02)
    assert all(sampled(key, 0.3) for key in keys if sampled(key, 0.1))


@given(st.integers(1, 500), st.integers(0, 500))
def test_the_interval_holds_the_share_and_lies_in_0_to_1(checked: int, right: int) -> None:
    right = min(right, checked)
    low, high = wilson(right, checked)
    assert 0 <= low <= right / checked + 1e-9 and right / checked - 1e-9 <= high <= 1
    assert wilson(checked - right, checked) == pytest.approx((1 - high, 1 - low))


def test_more_checks_narrow_the_interval() -> None:
    widths = [high - low for low, high in (wilson(9, 10), wilson(90, 100), wilson(900, 1000))]
    assert widths == sorted(widths, reverse=True) and wilson(0, 0) == (0.0, 1.0)


def test_the_last_word_on_a_sampled_row_counts() -> None:
    made = [
        decision("а", Action.ACCEPT),
        decision("б", Action.REASSIGN, "1.2"),
        decision("в", Action.ACCEPT, is_sample=False),
        decision("г", Action.REASSIGN, "1.2"),
        decision("г", Action.ACCEPT),
    ]
    found = precision(made)
    assert (found.checked, found.right, found.share) == (3, 2, pytest.approx(2 / 3))
    assert (found.low, found.high) == wilson(2, 3)
    assert precision([]) == Precision(0, 0, 0.0, 1.0) and precision([]).share is None
