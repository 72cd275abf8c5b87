"""What the figures of a completion column count."""

from __future__ import annotations

import pytest

from normalizers.values.percent import read_percent
from normalizers.values.percent_scale import column_full


@pytest.mark.parametrize(
    ("header", "cells", "full"),
    [
        ("", ["1.0", "0.75", "-", ""], 1), ("", ["0,5", "1"], 1), ("Хувь", ["0.5", "0.7"], 1), ("", ["1", "1", "0"], None),
        ("Хувь", ["1", "1", "0"], None), ("Биелэлт", ["4", "5", "3"], None), ("Оноо", ["5"], None), ("Оноо", ["95", "70"], 100),
        ("Биелэлт, %", ["4", "5", "3"], 100), ("Биелэлт", ["5", "4"], 100), ("", ["0.5", "100%"], 100), ("", ["0.5", "1.5"], 100),
        ("", ["0", "0", "0"], 100), ("Үнэлгээ", ["100", "70", "30", "0"], 100), ("", ["бүрэн", "-"], 100),
        ("Үнэлгээ /10 оноогоор/", ["10", "8"], 10), ("Оноо (5)", ["4"], 5), ("Оноо /100/", ["90"], 100), ("10 оноо", ["12"], None),
    ],
)  # fmt: skip
def test_the_full_figure_of_a_column(header: str, cells: list[str], full: int | None) -> None:
    assert column_full(header, cells) == full


def test_points_become_percents_with_a_note() -> None:
    value = read_percent("9.5", column_full("Өөрийн үнэлгээ /10 оноогоор/", ["9.5", "8"]))
    assert (value.value, value.problem) == (95, "percent_of_points")
    assert read_percent("8 оноо", column_full("Үнэлгээ /10 оноо/", ["8"])).value == 80
