"""Stretches of a page that may be tables: which rules, shades or lines bound them, and how far they may differ."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from parsers.document import BBox, Page, Ruling, Word
from parsers.layout.lattice import Lattice, RulingGroup
from parsers.layout.shading import Band, Shaded
from parsers.layout.table_areas import (
    RowRule,
    TableArea,
    inside,
    lines_in,
    shaded,
    tabular,
    unruled,
    white_area,
    with_body,
    with_shades,
)
from parsers.layout.text_lines import lines

NOTHING = np.empty((0, 3))
FULL = ((10.0, 0.0, 300.0), (100.0, 0.0, 300.0))
"""Two level rules (y, x0, x1) of 300 points, which is long on a page of 1000."""


def word(x0: float, top: float, x1: float, angle: int = 0) -> Word:
    return Word(f"ажил{top}", BBox(x0, top, x1, top + 10), None, 10.0, angle=angle)


TEXT = (word(20, 40, 60),)


def ladders(
    *rules: tuple[float, float, float],
    words: tuple[Word, ...] = TEXT,
    pieces: tuple[tuple[float, float, float], ...] = (),
) -> list[TableArea]:
    """What level rules (y, x0, x1) alone bound on a page of 1000 points; ``pieces`` are how they are drawn."""
    drawn = tuple(Ruling(x0, y, x1, y) for y, x0, x1 in pieces)
    groups = [RulingGroup(np.array([rule]), NOTHING) for rule in rules]
    return unruled(groups, [], Page(1, 1000.0, 1000.0, words, drawn))


def levels(*rules: tuple[float, float, float]) -> list[tuple[float, float]]:
    """Height and beginning of each row edge of the only area; none where there is no area."""
    areas = ladders(*rules, words=(*TEXT, word(700, 40, 740)))
    assert len(areas) < 2
    return [tuple(level) for area in areas for level in area.level]


def test_two_long_level_rules_bound_a_table() -> None:
    (area,) = ladders(*FULL)
    assert (area.left, area.right, area.level) == (0, 300, (RowRule(10, 0), RowRule(100, 0)))
    assert area.bbox == (0, 10, 300, 100) and (area.edges, area.white, area.closed) == ((), False, False)
    assert [line.words for line in area.rows] == [TEXT]
    assert ladders(FULL[0], words=(word(20, 5, 60),)) == [] == ladders(*((y, x0, 299.9) for y, x0, _ in FULL))


def test_a_level_rule_may_be_drawn_in_pieces() -> None:
    first, (y, x0, x1) = FULL
    assert levels(first, (y, x0, 150), (y, 161.9, x1)) == [(10, 0), (100, 0)]
    assert levels(first, (y, x0, 150), (y, 162, x1)) == []
    assert levels(first, (y, x0, 150), (y + 1.9, 150, x1)) == [(10, 0), (100, 0)]
    assert levels(first, (y, x0, 150), (y + 2, 150, x1)) == []
    assert [area.right for area in ladders(first, (y, x0, x1), (y, 50, 90))] == [300]  # a piece inside another


def test_rules_of_one_table_end_alike_on_the_right() -> None:
    assert levels(FULL[0], (100, 0, 313.9)) == [(10, 0), (100, 0)]
    assert levels(FULL[0], (100, 0, 314)) == []
    assert levels((10, 0, 400), (100, -13.9, 387)) == [(10, -13.9), (100, -13.9)]
    assert levels((10, 0, 400), (100, -14, 387)) == []
    assert levels((10, 0, 400), (50, 13.9, 400), (70, 14, 400), (100, 0, 400)) == [(10, 0), (50, 0), (70, 14), (100, 0)]


def test_short_rules_that_pass_by_merged_cells_are_row_edges_too() -> None:
    def between(*rule: float) -> bool:
        found = levels((10, 0, 400), (100, 0, 400), (rule[0], rule[1], rule[2]))
        return bool(found) and (rule[0], rule[1]) in found

    assert between(50, 200, 400) and not between(5, 200, 400) and not between(105, 200, 400)
    assert between(50, 279, 400) and not between(50, 280, 400)  # over 0.3 of the table
    assert levels((10, 500, 900), (50, 779, 900), (100, 500, 900)) == [(10, 500), (50, 779), (100, 500)]
    assert between(50, 200, 386.1) and not between(50, 200, 386) and not between(50, 20, 200)
    assert between(50, 200, 413.9) and not between(50, 200, 414)
    assert levels(*FULL, (50, 14.1, 300)) == [(10, 0), (50, 14.1), (100, 0)]
    assert levels(*FULL, (50, 14, 300)) == [(10, 0), (100, 0)]


def test_without_text_or_over_a_ruled_table_there_is_no_area() -> None:
    assert ladders(*FULL, words=()) == [] == ladders(*FULL, words=(word(20, 200, 60),))
    sides = [bool(ladders(*FULL, words=(word(x - 10, 40, x + 10),))) for x in (-2, -2.1, 302, 302.1)]
    assert sides == [True, False, True, False]
    groups = [RulingGroup(np.array([rule]), NOTHING) for rule in FULL]
    page = Page(1, 1000.0, 1000.0, TEXT)
    for top, is_free in ((50.0, False), (100.0, True)):
        assert bool(unruled(groups, [Lattice((0.0, 300.0), (top, 200.0), ())], page)) is is_free


def joints(*inner: tuple[float, ...], at: float = 0.0) -> tuple[float, ...]:
    """Column edges of a table of three level rules, drawn in pieces that end at these places, rule by rule."""
    pieces = []
    for (y, *_), ends in zip((*FULL, (150.0,)), inner, strict=True):
        xs = [0.0, *ends, 300.0]
        pieces += [(y + at, a, b) for a, b in pairwise(xs)]
    (area,) = ladders(*FULL, (150, 0, 300), pieces=tuple(pieces))
    return area.edges


def test_pieces_that_end_above_each_other_give_the_columns_away() -> None:
    assert joints((100, 200), (100, 200), (100, 200)) == (100, 200)
    assert joints((100, 200), (100,), ()) == (100,)  # two of three
    both = [area.edges for area in ladders(*FULL, pieces=((10, 0, 100), (10, 100, 300), (100, 0, 300)))]
    assert both == [(100,)]  # half of the rules is enough
    assert joints((1.9, 100), (1.9, 100), ()) == (100,) == joints((100, 298.1), (100, 298.1), ())
    assert joints((2, 100, 298), (2, 100, 298), ()) == (100,) and joints((3, 297), (3, 297), ()) == (3, 297)
    assert joints((100, 103), (100, 103), ()) == (100, 103) and joints((100, 102), (100, 102), ()) == (100,)
    assert joints((100,), (100,), (), at=1.9) == (100,) and joints((100,), (100,), (), at=2) == ()
    dashes = tuple(5.0 * n for n in range(1, 31))
    assert len(joints(dashes[:29], dashes[:29], ())) == 29 and joints(dashes, dashes, ()) == ()


def test_where_no_piece_ends_none_that_begins_is_a_joint() -> None:
    def begun(gap: float) -> tuple[float, ...]:
        pieces = [(y, x0, x1) for y, *_ in FULL for x0, x1 in ((0.0, 100 - gap), (100.0, 300.0))]
        (area,) = ladders(*FULL, pieces=tuple(pieces))
        return area.edges

    assert begun(1.9) == (100,) and begun(2) == ()
    stood = tuple(Ruling(100, y, 100, y + 30) for y, *_ in FULL)
    groups = [RulingGroup(np.array([rule]), NOTHING) for rule in FULL]
    assert unruled(groups, [], Page(1, 1000.0, 1000.0, TEXT, stood))[0].edges == ()


def uprights(*xs: float, words: tuple[Word, ...] = TEXT, found: tuple[BBox, ...] = ()) -> list[TableArea]:
    groups = [RulingGroup(NOTHING, np.array([(x, 10.0 + x / 100, 100.0 + x / 100)])) for x in xs]
    others = [Lattice((box.x0, box.x1), (box.top, box.bottom), ()) for box in found]
    return unruled(groups, others, Page(1, 1000.0, 1000.0, words))


def test_three_upright_rules_bound_a_table_of_two_columns() -> None:
    (area,) = uprights(0, 100, 300)
    assert (area.left, area.right, area.edges, area.closed) == (0, 300, (100,), True)
    assert area.level == (RowRule(10, 0), RowRule(103, 0)) and [line.words for line in area.rows] == [TEXT]
    assert uprights(0, 300) == [] == uprights(0, 100, 300, words=())
    assert uprights(0, 100, 300, found=(BBox(50, 50, 80, 80),)) == []
    assert len(uprights(0, 100, 300, found=(BBox(300, 50, 400, 80),))) == 1


def test_upright_rules_over_an_area_of_level_rules_are_none_of_their_own() -> None:
    level = [RulingGroup(np.array([rule]), NOTHING) for rule in FULL]
    stood = [RulingGroup(NOTHING, np.array([(x, 20.0, 90.0)])) for x in (50.0, 100.0, 200.0)]
    words = (*TEXT, word(60, 60, 90))
    assert [area.closed for area in unruled([*level, *stood], [], Page(1, 1000.0, 1000.0, words))] == [False]


COLUMNS = ((10.0, 50.0), (110.0, 150.0), (210.0, 250.0))


def rows(count: int, columns: int = 3, top: float = 100.0) -> list[Word]:
    return [word(x0, top + 20 * n, x1) for n in range(count) for x0, x1 in COLUMNS[:columns]]


def test_white_space_makes_a_table_of_four_lines_in_three_columns() -> None:
    around = [word(0, 20, 300), word(0, 300, 300)]
    area = white_area([*around, *rows(4), word(400, 100, 410, angle=90)], ())
    assert area is not None and area.bbox == (9, 99, 251, 171)
    assert (len(area.rows), area.white, area.level[0].left) == (4, True, 9)
    assert white_area(rows(3), ()) is None and white_area(rows(4, columns=2), ()) is None
    inner = [*rows(2), word(10, 150, 50), *rows(2, top=170)]
    between = white_area(inner, ())
    assert between is not None and len(between.rows) == 5
    for left, is_free in ((250.9, False), (251.0, True)):
        assert (white_area(rows(4), (Lattice((left, 400.0), (90.0, 200.0), ()),)) is not None) is is_free


def test_lines_of_a_stretch_are_those_with_their_middle_inside() -> None:
    words = (word(0, 0, 20), word(0, 30, 20), word(0, 10, 20, angle=90))
    box = BBox(10, 5, 50, 30)
    assert inside(words, box) == [words[0], words[2]]
    assert [line.words for line in lines_in(Page(1, 100.0, 100.0, words), box)] == [words[:1]]


def test_lines_are_tabular_where_two_stand_in_the_same_three_columns() -> None:
    assert tabular(lines(rows(2))) and not tabular(lines(rows(1))) and not tabular(lines(rows(4, columns=2)))
    apart = [*rows(1), *(word(x0, 120, x1) for x0, x1 in ((30, 130), (140, 220), (230, 300)))]
    assert not tabular(lines(apart))


# shaded rows

BOX = BBox(0.0, 100.0, 300.0, 120.0)
CELLS = Shaded((0.0, 100.0, 300.0), (Band(100.0, 120.0, (0.0, 100.0, 300.0)),))
WHOLE = Shaded((0.0, 300.0), (Band(100.0, 120.0, (0.0, 300.0)),))
ROW = (word(20, 105, 60), word(120, 105, 160))
PAGE = Page(1, 1000.0, 1000.0, ROW)


def test_shades_over_a_ruled_table_are_part_of_it() -> None:
    page = replace(PAGE, shades=(BOX,))
    assert [table.xs for table in shaded(page, ())] == [(0, 300)]
    assert shaded(page, (Lattice((0.0, 300.0), (90.0, 110.0), ()),)) == []
    assert len(shaded(page, (Lattice((0.0, 300.0), (120.0, 140.0), ()),))) == 1


def test_a_shaded_row_of_cells_is_an_area_of_its_own() -> None:
    (area,) = with_shades([], CELLS, PAGE)
    assert (area.left, area.right, area.edges, area.bands) == (0, 300, (100,), CELLS.bands)
    assert area.level == (RowRule(100, 0), RowRule(120, 0)) and area.rows[0].words == ROW
    assert (area.white, area.closed, area.tall) == (False, False, ())
    assert with_shades([], CELLS, replace(PAGE, words=())) == []
    for x, is_in in ((-2.0, True), (-2.1, False), (302.0, True), (302.1, False)):
        assert bool(with_shades([], CELLS, replace(PAGE, words=(word(x - 10, 105, x + 10),)))) is is_in


def test_one_shade_without_cells_is_no_area_but_two_are() -> None:
    assert with_shades([], WHOLE, PAGE) == []
    two = replace(WHOLE, bands=(*WHOLE.bands, Band(140.0, 160.0, (0.0, 300.0))))
    (area,) = with_shades([], two, PAGE)
    assert [level.y for level in area.level] == [100, 120, 140, 160]
    flat = replace(CELLS, bands=(Band(100.0, 102.0, CELLS.xs),))
    assert with_shades([], flat, replace(PAGE, words=(word(20, 96, 60),))) == []  # lower than a row edge is wide
    near = replace(WHOLE, bands=(*WHOLE.bands, Band(122.0, 140.0, (0.0, 300.0))))
    assert [level.y for level in with_shades([], near, PAGE)[0].level] == [100, 120, 140]


def area(x0: float, top: float, x1: float, bottom: float, **how: object) -> TableArea:
    made = TableArea(x0, x1, (RowRule(top, x0), RowRule(bottom, x0)), tuple(lines(ROW)))
    return replace(made, **how)  # type: ignore[arg-type]


def joined(other: TableArea, table: Shaded = CELLS) -> bool:
    """Do a shaded row and an area become one?"""
    found = with_shades([other], table, PAGE)
    assert found[0] == other or len(found) == 1
    return found[0] != other


def test_a_shade_near_an_area_between_the_same_sides_belongs_to_it() -> None:
    assert joined(area(0, 126, 300, 200)) and joined(area(0, 20, 300, 94))
    for x0, x1, is_same in ((13.9, 300, True), (14, 300, False), (0, 313.9, True), (0, 314, False)):
        assert joined(area(x0, 120, x1, 200)) is is_same
    further = Shaded((500.0, 800.0), (Band(100.0, 120.0, (500.0, 800.0)),))
    assert joined(area(500, 120, 800, 200), further) and joined(area(500, 200, 800, 400), further)


def test_a_shade_far_above_an_area_must_have_just_its_sides() -> None:
    assert joined(area(5.9, 239.9, 305.9, 400)) and not joined(area(0, 240, 300, 400))
    assert not joined(area(6, 200, 300, 400)) and not joined(area(0, 200, 306, 400))
    assert joined(area(0, -80, 300, -19.9)) and not joined(area(0, -80, 300, -20))
    assert not joined(area(0, 200, 300, 400, white=True))
    assert not joined(area(13, 126.1, 300, 200)) and joined(area(13, 126, 300, 200))


def test_a_shade_covers_nearly_the_whole_width_of_an_area_that_is_as_wide_as_its_text() -> None:
    assert joined(area(20, 90, 290, 200, white=True)) and joined(area(30, 90, 330, 200, white=True))
    assert not joined(area(30.1, 90, 330.1, 200, white=True)) and not joined(area(-31, 90, 270, 200, white=True))


def test_an_area_that_has_shades_takes_no_others_with_cells() -> None:
    known = (Band(150.0, 170.0, (0.0, 300.0)),)
    ruled = area(0, 120, 300, 200, bands=known)
    assert not joined(ruled, CELLS) and joined(ruled, WHOLE)
    assert not joined(replace(ruled, white=True), WHOLE)


def test_a_shade_over_an_area_of_other_sides_is_left_out() -> None:
    other = area(50, 90, 400, 200)
    assert with_shades([other], CELLS, PAGE) == [other]
    assert len(with_shades([area(50, 200, 400, 300)], CELLS, PAGE)) == 2


def test_merged_areas_have_the_edges_of_both() -> None:
    below = area(0, 121.9, 300, 200)
    (made,) = with_shades([below], CELLS, PAGE)
    assert [level.y for level in made.level] == [100, 120, 200] and made.edges == (100,) and made.bands == CELLS.bands
    assert made.rows[0].words == ROW
    (apart,) = with_shades([replace(below, level=(RowRule(122.1, 0), RowRule(200, 0)))], CELLS, PAGE)
    assert [level.y for level in apart.level] == [100, 120, 122.1, 200]
    (near,) = with_shades([replace(below, level=(RowRule(118, 0), RowRule(200, 0)))], CELLS, PAGE)
    assert [level.y for level in near.level] == [100, 120, 200]  # where a shade ends, its end is the edge
    (kept,) = with_shades([replace(below, edges=(150.0,), tall=(BOX,))], replace(CELLS, tall=(BOX,)), PAGE)
    assert kept.edges == (150,) and kept.tall == (BOX, BOX)
    (white,) = with_shades([area(0, 110, 300, 200, white=True)], CELLS, PAGE)
    assert [level.y for level in white.level] == [100, 200]
    other = area(600, 100, 900, 200)
    assert with_shades([other, below], CELLS, PAGE) == [other, made]


@pytest.mark.parametrize(("x", "is_in"), [(-2.0, True), (-2.1, False), (302.0, True), (302.1, False)])
def test_lines_of_a_merged_area_may_stand_over_its_sides_a_little(x: float, is_in: bool) -> None:
    page = replace(PAGE, words=(word(x - 10, 105, x + 10),))
    (made,) = with_shades([area(0, 121, 300, 200)], CELLS, page)
    assert bool(made.rows) is is_in


HEAD = [word(x, 22, x + 40) for x in (0, 100, 200)]


def with_lines(*tops: float, columns: int = 3, edges: tuple[float, ...] = ()) -> TableArea:
    below = [word(100 * n, top, 100 * n + 40) for top in tops for n in range(columns)]
    page = Page(1, 300, 400, (*HEAD, *below))
    area = TableArea(0, 300, (RowRule(20, 0), RowRule(36, 0)), tuple(lines(HEAD)), edges)
    return with_body(area, page, [BBox(0, 20, 300, 36), BBox(0, 300, 300, 320)])


def test_rules_around_a_head_only_enclose_the_rows_below_it_too() -> None:
    found = with_lines(40, 55, 70, 85)
    assert [level.y for level in found.level] == [20, 36, 96] and found.open and len(found.rows) == 5


def test_rows_below_a_head_follow_each_other_in_several_columns() -> None:
    assert len(with_lines(40, 55, 70, 85, 122).rows) == 5  # white as of a sign-off
    assert len(with_lines(40, 55, 70, 85, 119).rows) == 6
    assert not with_lines(40, 55, 70).open  # too few lines
    assert not with_lines(40, 55, 70, 85, columns=2).open
    assert not with_lines(40, 55, 70, 85, edges=(100.0,)).open
    assert not with_lines(62, 77, 92, 107).open


def test_another_table_ends_the_rows_below_a_head() -> None:
    tops = range(40, 390, 15)
    assert 290 < max(line.bottom for line in with_lines(*tops).rows) < 310
