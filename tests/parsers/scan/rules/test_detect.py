"""Rules found in pictures, with tables drawn as text."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.scan.raster import PixelBox
from parsers.scan.rules.detect import PixelRulings, erased, find_rules, off_edge, rulings, uncrossed
from parsers.scan.rules.rule_lines import PixelRuling
from tests.builders.pictures import HIGH, WIDE, ruled

DPI = 300.0


def columns(drawing: str, row: int) -> list[int]:
    """Character positions of the upright rules that pass through a row of the drawing."""
    y = HIGH + row * HIGH
    found = find_rules(ruled(drawing), DPI).upright
    return sorted({round((line.at - WIDE) / WIDE) for line in found if line.start < y < line.end})


FULL = """
+----------+----------+----------+
|          |          |          |
|          |          |          |
+----------+----------+----------+
|          |          |          |
|          |          |          |
+----------+----------+----------+
"""


def test_all_rules_of_a_table() -> None:
    found = find_rules(ruled(FULL), DPI)
    assert (len({round(f.at) for f in found.level}), len({round(f.at) for f in found.upright})) == (3, 4)


@pytest.mark.parametrize("sign", [":", "!"])
def test_a_faint_or_broken_stretch_is_a_rule_where_the_table_has_a_column(sign: str) -> None:
    damaged = f"""
    +----------+----------+----------+
    |          |          |          |
    |          |          |          |
    +----------+----------+----------+
    |          {sign}          |          |
    |          {sign}          |          |
    +----------+----------+----------+
    """
    assert columns(damaged, 1) == columns(damaged, 4) == [0, 11, 22, 33]


def test_dotted_rules_are_found_and_erased() -> None:
    page = ruled(FULL)
    page[:, ::8] = page[::8] = 255
    page[:, 1::8] = page[1::8] = 255
    page[:, 2::8] = page[2::8] = 255
    found = find_rules(page, DPI)
    assert (len({round(f.at) for f in found.level}), len({round(f.at) for f in found.upright})) == (3, 4)
    assert (erased(page, found) < 128).sum() == 0


def test_faint_rules_on_dark_paper_are_found() -> None:
    page = 120 - (255 - ruled(FULL)) // 16
    found = find_rules(np.asarray(page, np.uint8), DPI)
    assert (len({round(f.at) for f in found.level}), len({round(f.at) for f in found.upright})) == (3, 4)


def test_a_row_that_a_page_break_left_open_has_its_columns() -> None:
    open_row = """
    +----------+----------+----------+----------+
    |          |          |          |          |
    |          |          |          |          |
    +----------+----------+----------+----------+
    |                                           |
    +----------+----------+----------+----------+
    |          |          |          |          |
    |          |          |          |          |
    """
    assert columns(open_row, 6) == [0, 11, 22, 33, 44]


def test_the_edges_of_a_shaded_row_are_no_rules() -> None:
    page = np.full((900, 1600), 255, np.uint8)
    page[200:320, 100:1500] = 200
    found = find_rules(page, DPI)
    assert not found.level and not found.upright


def test_print_in_a_merged_row_makes_no_rules() -> None:
    merged = """
    +----------+----------+----------+
    |          |          |          |
    |          |          |          |
    +----------+----------+----------+
    |  xxxxxxxxxxxxxxxxxxxxxxxxxx    |
    +----------+----------+----------+
    |          |          |          |
    |          |          |          |
    +----------+----------+----------+
    """
    assert columns(merged, 4) == [0, 33]
    assert columns(merged, 7) == [0, 11, 22, 33]


def test_a_line_of_print_alone_is_no_rule() -> None:
    found = find_rules(ruled("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), DPI)
    assert not found.level and not found.upright


def test_only_rules_are_erased() -> None:
    page = ruled(FULL)
    page[HIGH + 60 : HIGH + 80, 5 * WIDE : 5 * WIDE + 20] = 0
    bare = erased(page, find_rules(page, DPI))
    assert (bare < 128).sum() == 20 * 20
    assert (page < 128).sum() > 20 * 20


def test_rules_are_given_in_points() -> None:
    given = rulings(find_rules(ruled(FULL), DPI), DPI)
    assert max(rule.x1 for rule in given) == pytest.approx(34 * WIDE * 72 / DPI, abs=1.5)
    assert np.isclose(min(rule.top for rule in given), HIGH * 72 / DPI, atol=2.0)


def test_rules_near_the_border_of_a_photographed_sheet_are_its_edge() -> None:
    level, upright = PixelRuling(5, 0, 100, 2), PixelRuling(60, 0, 100, 2)
    rules = PixelRulings(
        (level, PixelRuling(50, 0, 100, 2), PixelRuling(96, 0, 100, 2)), (upright, PixelRuling(195, 0, 100, 2))
    )
    kept = off_edge(rules, (100, 200), 10)
    assert ([line.at for line in kept.level], [line.at for line in kept.upright]) == ([50], [60])
    assert [line.at for line in off_edge(rules, (100, 200), 5).level] == [5, 50]


LEVEL = tuple(PixelRuling(at, 0, 400, 2) for at in (100, 200, 300))
GUESSED = PixelRuling(150, 100, 300, 2, guessed=True)


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ((120, 140, 180, 160), [(200, 300)]),  # the upper row has a word there
        ((120, 240, 180, 260), [(100, 200)]),
        ((120, 40, 180, 60), [(100, 200), (200, 300)]),  # above the line
        ((155, 140, 180, 160), [(100, 300)]),  # beside it
        ((145, 140, 155, 160), [(100, 300)]),  # no wider than the line itself
    ],
)
def test_a_guessed_rule_inside_a_word_was_the_trace_of_its_letters(
    word: tuple[int, int, int, int], kept: list[tuple[int, int]]
) -> None:
    left = uncrossed(PixelRulings(LEVEL, (GUESSED,)), [PixelBox(*word)])
    stretches = [(line.start, line.end) for line in left.upright]
    assert stretches in (kept, [(100, 200), (200, 300)] if kept == [(100, 300)] else kept)
    assert left.level == LEVEL
    drawn = PixelRuling(150, 100, 300, 2)
    assert uncrossed(PixelRulings(LEVEL, (drawn,)), [PixelBox(*word)]).upright == (drawn,)


def count(drawing: str) -> tuple[int, int]:
    found = find_rules(ruled(drawing), DPI)
    return len({round(f.at / 8) for f in found.level}), len({round(f.at / 8) for f in found.upright})


def test_rows_without_upright_rules_are_rules_when_they_repeat_their_ends() -> None:
    rows = """
    ----------------------------------

    ----------------------------------

    ----------------------------------
    """
    assert count(rows) == (3, 0)
    assert count("----------------------------------") == (0, 0)


def test_a_short_stroke_that_meets_nothing_is_no_rule() -> None:
    underlined = """
    +----------+----------+----------+
    |          |          |          |
    |          |   -----  |          |
    |          |          |          |
    +----------+----------+----------+
    """
    assert count(underlined) == (2, 4)


def test_merged_cells_have_no_rule_between_them() -> None:
    merged = """
    +----------+----------+----------+
    |          |          |          |
    |          |          |          |
    |          +----------+----------+
    |          |          |          |
    |          |          |          |
    +----------+----------+----------+
    """
    level = find_rules(ruled(merged), DPI).level
    inner = [line for line in level if HIGH + 2 * HIGH < line.at < HIGH + 4 * HIGH]
    assert [round((line.start - WIDE) / WIDE) for line in inner] == [11]
