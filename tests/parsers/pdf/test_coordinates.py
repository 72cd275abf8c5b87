"""Page coordinates: what a person sees, whatever way the file turns its page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.pdf.coordinates import Frame, PdfBox

CROP = PdfBox(10.0, 20.0, 110.0, 220.0)  # 100 wide, 200 high, not at the origin
# The box beside the corner that is seen at the top left, 3 wide and 5 high on the page, by clockwise quarter turns.
TOP_LEFT = {0: (10, 215, 13, 220), 1: (10, 20, 15, 23), 2: (107, 20, 110, 25), 3: (105, 217, 110, 220)}


@pytest.mark.parametrize("turns", range(4))
def test_the_corner_that_is_seen_at_the_top_left_is_the_origin(turns: int) -> None:
    placed = Frame(CROP, turns).place(np.array([TOP_LEFT[turns]], dtype=float))
    assert placed.tolist() == [[0, 0, 3, 5]]


@pytest.mark.parametrize("turns", range(4))
def test_the_whole_page_is_the_whole_page(turns: int) -> None:
    frame = Frame(CROP, turns)
    assert frame.place(np.array([CROP])).tolist() == [[0, 0, *frame.size]]
    assert frame.size == ((200, 100) if turns % 2 else (100, 200))


@given(st.integers(0, 3), *[st.floats(0, 500) for _ in range(4)])
def test_there_and_back(turns: int, x: float, y: float, wide: float, high: float) -> None:
    frame = Frame(CROP, turns)
    box = np.array([[x, y, x + wide, y + high]])
    assert frame.unplace(frame.place(box)) == pytest.approx(box)
