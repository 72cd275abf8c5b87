"""The quick way through plain cells gives what the full walk gives."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.document import Document
from parsers.docx import reader
from parsers.docx.plain import Special
from parsers.limits import DEFAULT_LIMITS
from tests.builders.docx import p, package, r, source, tbl, tc, tr

TEXTS = st.sampled_from(
    ["", " ", "Аян – 1", "а\u00adб", "\uf0b7 в", " захад ", "мөр\nтасрав", "таб\tаар", "100\u00a0%"]
)
RUNS = st.builds(r, TEXTS, st.sampled_from(["", "<w:b/>", "<w:vanish/>", '<w:sz w:val="20"/>']))
UNPRESERVED = TEXTS.map(lambda text: f"<w:r><w:t>{text}</w:t></w:r>")
PARAGRAPHS = st.lists(st.one_of(RUNS, UNPRESERVED), max_size=3).map(lambda runs: p(*runs))
NESTED = st.just(tbl(tr("дотор", "нүд")) + p())
CELLS = st.builds(
    lambda blocks, span, merge, width, old: tc(*blocks, span=span, merge=merge, width=width, props=old),
    st.lists(st.one_of(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS, NESTED), max_size=3),
    st.integers(1, 3),
    st.sampled_from(["", "", "restart", "continue"]),
    st.integers(0, 3000),
    st.sampled_from(["", "", "", "", "<w:hMerge/>", "<w:cellDel/>"]),
)
ROWS = st.lists(CELLS, max_size=5).map(lambda cells: tr(*cells))


def read(data: bytes) -> Document:
    return reader.read(source(data), DEFAULT_LIMITS)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.lists(ROWS, max_size=4), st.lists(st.integers(0, 2000), max_size=8))
def test_both_ways_agree(rows: list[str], grid: list[int]) -> None:
    data = package(tbl(*rows, grid=tuple(grid)))
    with patch.object(Special, "needs_walk", lambda self, table: True):
        slow = read(data)
    assert read(data) == slow
