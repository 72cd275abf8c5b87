"""Which way a page lies."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.scan.raster import Pixels
from parsers.scan.upright.rectify import quarter_turned

DPI = 110.0


def faint_last_page() -> Pixels:
    """Three lines of letters that do not hold together, under the ends of the upright rules of a table."""
    page = np.full((900, 1280), 255, np.uint8)
    for x in range(100, 1200, 120):
        page[60:200, x : x + 2] = 90
    for y in (260, 300, 420):
        for x in range(110, 620, 12):
            page[y : y + 8, x : x + 6] = 120
    return page


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_nearly_empty_page_is_turned_by_its_lines_and_not_by_its_rules(turns: int) -> None:
    page = np.ascontiguousarray(np.rot90(faint_last_page(), turns))
    assert quarter_turned(page, DPI) is bool(turns % 2)
