"""Rules found in pictures, with tables drawn as text."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.document import Ruling
from parsers.scan.raster import PixelBox, Pixels
from parsers.scan.rules.detect import (
    PixelRulings,
    _accepted,
    _agrees,
    _proven,
    _some_ink,
    _whole,
    erased,
    find_rules,
    off_edge,
    rulings,
    uncrossed,
)
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


# what is accepted, line by line: places across and along in pixels


def at(across: float, start: float, end: float, thick: float = 2) -> PixelRuling:
    return PixelRuling(across, start, end, thick)


def agrees(line: PixelRuling, *crossing: PixelRuling, alike: tuple[PixelRuling, ...] = ()) -> bool:
    """Lines may miss each other by 10 pixels, the end of a short one by 3; 300 is long."""
    return _agrees(line, [line, *alike], list(crossing), 10, 3, 300)


SHORT = at(100, 0, 200)


def pair(left: float = 0, right: float = 200, start: float = 50, end: float = 150) -> tuple[PixelRuling, PixelRuling]:
    return at(left, start, end), at(right, start, end)


def test_a_short_line_meets_two_others() -> None:
    assert agrees(SHORT, *pair()) and not agrees(SHORT, pair()[0]) and not agrees(SHORT)
    assert agrees(SHORT, *pair(right=210)) and not agrees(SHORT, *pair(right=210.1))
    assert agrees(SHORT, *pair(left=-10)) and not agrees(SHORT, *pair(left=-10.1))
    for start, end, meets in ((110, 150, False), (103, 150, True), (50, 97, True), (50, 90, False)):
        assert agrees(SHORT, *pair(start=start, end=end)) is meets
    assert agrees(SHORT, at(0, 50, 150), at(200, 110, 150)) and not agrees(SHORT, at(0, 50, 150), at(200, 110.1, 150))
    assert agrees(SHORT, at(0, 50, 150), at(200, 50, 90)) and not agrees(SHORT, at(0, 50, 150), at(200, 50, 89.9))
    assert agrees(SHORT, *pair(left=189.9)) and not agrees(SHORT, *pair(left=190))  # a double line is one


def test_one_end_of_a_short_line_comes_nearer() -> None:
    assert agrees(SHORT, *pair(left=-3, right=210)) and not agrees(SHORT, *pair(left=-3.1, right=210))
    assert agrees(SHORT, *pair(left=-10, right=203)) and not agrees(SHORT, *pair(left=-10, right=203.1))
    assert not agrees(SHORT, *pair(start=103.1)) and not agrees(SHORT, *pair(end=96.9))
    assert agrees(at(100, 0, 300), *pair(left=-10, right=310)) and not agrees(at(100, 0, 299), *pair(-10, 309))


def test_a_line_that_meets_one_other_repeats_the_ends_of_two_or_is_long() -> None:
    (one, _), near, far = pair(), at(300, 19.9, 180.1), at(400, 20, 200)
    assert agrees(SHORT, one, alike=(near, near)) and not agrees(SHORT, one, alike=(near,))
    assert not agrees(SHORT, one, alike=(near, far)) and not agrees(SHORT, one, alike=(near, at(400, 0, 180)))
    assert not agrees(SHORT, alike=(near, near, near))
    assert agrees(at(100, 0, 300), one) and not agrees(at(100, 0, 300)) and not agrees(at(100, 0, 299), one)
    assert agrees(at(100, 0, 300), alike=(at(200, 0, 300),)) and not agrees(at(100, 0, 299), alike=(at(200, 0, 299),))


BOX = [at(100, 100, 300), at(300, 100, 300)]


def test_lines_that_meet_only_dropped_ones_are_dropped() -> None:
    assert _accepted(BOX, BOX, 100, (1000, 1000)) == (BOX, BOX)
    chain = [at(450, 200, 260), at(600, 200, 260)]
    assert _accepted([*BOX, *chain], [*BOX, at(230, 450, 640)], 100, (1000, 1000)) == (BOX, BOX)
    lone = at(310, 700, 1000)
    assert _accepted([*BOX, lone], [*BOX, at(800, 200, 400)], 100, (500, 1000))[0] == [*BOX, lone]
    assert _accepted([*BOX, lone], [*BOX, at(800, 200, 400)], 100, (500, 1001))[0] == BOX
    assert _accepted([*BOX, at(800, 200, 400)], [*BOX, lone], 100, (1000, 500))[1] == [*BOX, lone]
    assert _accepted([*BOX, at(800, 200, 400)], [*BOX, lone], 100, (1001, 500))[1] == BOX


@pytest.mark.parametrize(
    ("line", "is_double"),
    [
        (at(104, 100, 190), True),
        (at(104.1, 100, 190), False),
        (at(96, 100, 190), True),
        (at(103, 200, 325), False),
        (at(103, 201, 326), False),
        (at(103, 200, 324), True),
        (at(103, 76, 200), True),
        (at(103, 75, 200), False),
    ],
)
def test_a_line_close_beside_an_accepted_one_is_its_double(line: PixelRuling, is_double: bool) -> None:
    assert (line in _accepted([*BOX, line], BOX, 100, (1000, 1000))[0]) is is_double


def inked(*parts: tuple[int, int, int, int, int]) -> Pixels:
    """Darkness of a part of a page: (first row, row after, from, to, darkness)."""
    dark = np.zeros((100, 400), np.uint8)
    for top, bottom, start, end, value in parts:
        dark[top:bottom, start:end] = value
    return dark


INK = inked((50, 51, 0, 400, 200))


def closed(*lines: PixelRuling, crossing: tuple[PixelRuling, ...] = (), dark: Pixels = INK) -> list[PixelRuling]:
    return _whole(list(lines), list(crossing), dark, 100)


def test_breaks_are_closed_where_some_ink_is_left() -> None:
    first, second = at(50, 0, 100), at(50, 130, 200, thick=3)
    assert closed(second, first) == [at(50, 0, 200, thick=3)] and closed(first, second, dark=inked()) == [first, second]
    assert len(closed(first, at(50, 130.1, 200))) == 2 and len(closed(first, at(50, 100, 200))) == 2
    assert closed(first, at(52.5, 120, 170)) == [at((5000 + 2625) / 150, 0, 170)]
    assert len(closed(first, at(52.6, 120, 170))) == 2 and len(closed(at(52.6, 120, 170), first)) == 2
    assert len(closed(first, at(50, 120, 170), at(50, 190, 260))) == 1


def test_a_break_that_ends_at_crossing_lines_is_meant() -> None:
    first, second = at(50, 0, 100), at(50, 120, 200)

    def is_open(left: PixelRuling, right: PixelRuling) -> bool:
        return len(closed(first, second, crossing=(left, right))) == 2

    left, right = at(100, 0, 90, thick=4), at(120, 0, 90, thick=4)
    assert is_open(left, right) and not is_open(left, left) and not is_open(right, right)
    assert is_open(at(96, 0, 90, thick=4), right) and not is_open(at(95.9, 0, 90, thick=4), right)
    assert is_open(left, at(124, 0, 90, thick=4)) and not is_open(left, at(124.1, 0, 90, thick=4))
    for start, end, meets in ((52, 90, True), (52.1, 90, False), (0, 48, True), (0, 47.9, False)):
        assert is_open(left, at(120, start, end, thick=4)) is meets


def ink_left(dark: Pixels, across: float = 50, end: float = 100, start: float = 200) -> bool:
    return _some_ink(dark, at(across, 0, end), at(across, start, 400))


def test_remains_of_a_line_are_dark_along_it_and_bare_beside() -> None:
    assert ink_left(inked((50, 51, 100, 161, 27))) and not ink_left(inked((50, 51, 100, 160, 200)))
    assert not ink_left(inked((50, 51, 100, 200, 26)))
    assert all(ink_left(inked((row, row + 1, 100, 200, 200))) for row in (49, 50, 51))
    assert not any(ink_left(inked((row, row + 1, 100, 200, 200))) for row in (48, 52))
    line = (50, 51, 100, 200, 200)
    for row in (46, 54):
        assert ink_left(inked(line, (row, row + 1, 100, 114, 200)))
        assert not ink_left(inked(line, (row, row + 1, 100, 115, 27)))
        assert ink_left(inked(line, (row, row + 1, 100, 200, 26)))
    assert ink_left(inked((0, 1, 100, 200, 200)), across=1) is False is not ink_left(inked((98, 99, 100, 200, 200)), 98)
    assert ink_left(INK, end=100, start=100)


def proven(dark: Pixels, *stops: float, line: PixelRuling | None = None) -> list[tuple[float, float]]:
    crossing = [at(stop, 0, 90) for stop in stops]
    return [(part.start, part.end) for part in _proven(line or at(50, 0, 300), crossing, dark, 100)]


ENDS = ((50, 51, 0, 100, 200), (50, 51, 200, 300, 200))


def test_a_line_is_none_between_crossings_where_it_is_not_drawn() -> None:
    assert proven(inked(*ENDS), 100, 200) == [(0, 100), (200, 300)] and proven(inked(*ENDS)) == [(0, 300)]
    assert proven(inked(*ENDS, (50, 51, 103, 151, 100)), 200, 100) == [(0, 300)]  # 48 of 95 pixels, half as dark
    assert proven(inked(*ENDS, (50, 51, 103, 150, 200)), 100, 200) == [(0, 100), (200, 300)]
    assert proven(inked(*ENDS, (50, 51, 103, 198, 99)), 100, 200) == [(0, 100), (200, 300)]
    assert proven(inked(*ENDS, (49, 50, 103, 198, 200)), 100, 200) == [(0, 300)]
    assert proven(inked(*ENDS, (48, 49, 103, 198, 200)), 100, 200) == [(0, 100), (200, 300)]
    thick = at(50, 0, 300, thick=4)
    assert proven(inked(*ENDS, (48, 49, 103, 198, 200), (53, 54, 0, 300, 200)), 100, 200, line=thick) == [(0, 300)]


def test_a_stretch_as_short_as_a_row_of_print_must_be_inked_nearly_whole() -> None:
    def short(stop: int, inked_to: int) -> list[tuple[float, float]]:
        parts = ((50, 51, 0, 100, 200), (50, 51, stop, 300, 200), (50, 51, 103, inked_to, 200))
        return proven(inked(*parts), 100, stop)

    assert short(130, 123) == [(0, 300)] and short(130, 122) == [(0, 100), (130, 300)]  # 20 of 25
    assert short(132, 117) == [(0, 300)] and short(132, 116) == [(0, 100), (132, 300)]  # 14 of 27


def test_only_lines_that_cross_part_a_line() -> None:
    def parted(stop: PixelRuling, other: float = 200) -> bool:
        made = _proven(at(50, 0, 300), [stop, at(other, 0, 90)], inked(*ENDS), 100)
        return [(part.start, part.end) for part in made] == [(0, 100), (200, 300)]

    assert parted(at(100, 52, 90)) and not parted(at(100, 52.1, 90))
    assert parted(at(100, 0, 48)) and not parted(at(100, 0, 47.9))
    empty = inked((50, 51, 10, 290, 200))
    assert proven(empty, 3) == [(0, 300)] == proven(empty, 297)  # at its very end
    assert proven(inked((50, 51, 13, 300, 200)), 13) == [(13, 300)]


def test_rules_are_erased_as_thick_as_they_are_and_a_little_longer() -> None:
    page = np.zeros((60, 80), np.uint8)
    bare = erased(page, PixelRulings((at(20, 10, 50, thick=3),), ()))
    ys, xs = np.nonzero(bare)
    assert (ys.min(), ys.max(), xs.min(), xs.max()) == (16, 24, 8, 52) and (bare[16:25, 8:53] == 255).all()
    assert np.array_equal(erased(page.T, PixelRulings((), (at(20, 10, 50, thick=3),))), bare.T)
    edges = erased(page, PixelRulings((at(1, 0, 79), at(59, 0, 79)), ()))
    assert np.nonzero(edges[:, 0])[0].tolist() == [0, 1, 2, 3, 4, 56, 57, 58, 59]


def test_points_and_margins_are_measured_from_the_corner() -> None:
    rules = PixelRulings((at(100, 50, 200),), (at(300, 25, 75),))
    assert rulings(rules, 144) == (Ruling(25, 50, 100, 50), Ruling(150, 12.5, 150, 37.5))
    standing = PixelRulings((at(90, 0, 9), at(91, 0, 9)), (at(10, 0, 9), at(190, 0, 9), at(9, 0, 9), at(191, 0, 9)))
    kept = off_edge(standing, (100, 200), 10)
    assert ([line.at for line in kept.level], [line.at for line in kept.upright]) == ([90], [10, 190])


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ((141, 140, 159, 160), 2),
        ((142, 140, 159, 160), 1),
        ((141, 140, 158, 160), 1),
        ((141, 280, 159, 300), 1),  # in the last row
        ((141, 60, 159, 140), 0),  # its middle lies on the end: it stands in no row of the line
    ],
)
def test_a_word_stands_well_around_the_guessed_rule(word: tuple[int, int, int, int], parts: int) -> None:
    level = (at(200, 0, 400), at(250, 150, 400), at(270, 0, 149), at(107, 0, 400), at(293, 0, 400))
    left = uncrossed(PixelRulings(level, (GUESSED,)), [PixelBox(*word)]).upright
    stretches = [(line.start, line.end) for line in left]
    whole = [(100, 200), (200, 250), (250, 300)]
    expected = {2: whole[1:], 1: [(100, 300)], 0: whole}[parts]
    if word[1] == 280:
        expected = whole[:2]
    assert stretches == expected
