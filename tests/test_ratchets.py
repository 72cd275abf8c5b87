"""What may only fall: the figures of ``ratchets.json``. ``python -m tests.ratchets`` writes today's where they fell."""

from __future__ import annotations

import json

import pytest

from tests import ratchets


@pytest.mark.parametrize("name", sorted(ratchets.MEASURES))
def test_it_has_not_risen(name: str) -> None:
    kept = json.loads(ratchets.KEPT.read_text(encoding="utf-8"))
    for place, figure in ratchets.MEASURES[name]().items():
        assert figure <= kept[name].get(place, ratchets.LIMITS.get(name, 0)), f"{name} of {place}: {figure}"


def test_numbers_are_told_from_constants() -> None:
    code = """
LIMIT = 7
TABLE = {"a": 0.5}
def far(x: float, at: int = 12) -> bool:
    return x > 0.35 + LIMIT and x != 0 and x[1:-1] and f(2.5)
"""
    assert sorted(ratchets.loose_numbers(code)) == [0.35, 2.5, 12]
