"""Facts of progress texts and items of indicator cells, against labelled invented sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.indicator import read_indicators
from normalizers.values.mention import find_mentions
from tests.normalizers.labelled import indicator_precision_recall, precision_recall

TEXT = st.text(alphabet="абөү АТГ-/.,;:%()“”0123456789\n\u00a0он сарын өдөр хувь хүн", max_size=80)


@pytest.mark.parametrize("name", ["mentions_dev", "mentions_held", "mentions_second"])
def test_mentions_precision_and_recall(name: str) -> None:
    precision, recall, errors = precision_recall(name)
    assert precision >= 0.95 and recall >= 0.95, errors


@pytest.mark.parametrize("name", ["indicators_dev", "indicators_held", "indicators_second"])
def test_indicators_precision_and_recall(name: str) -> None:
    precision, recall, errors = indicator_precision_recall(name)
    assert precision >= 0.95 and recall >= 0.95, errors


@given(TEXT)
def test_every_mention_stands_where_it_says(text: str) -> None:
    mentions = find_mentions(text, 2024)
    assert all(text[m.start : m.start + len(m.text)] == m.text and m.text for m in mentions)
    assert all(a.start + len(a.text) <= b.start for a, b in pairwise(mentions))


@given(TEXT)
def test_indicator_items_are_numbered_and_named(text: str) -> None:
    items = read_indicators(text)
    assert [item.item for item in items] == list(range(1, len(items) + 1))
    assert all(item.name and item.text for item in items)
