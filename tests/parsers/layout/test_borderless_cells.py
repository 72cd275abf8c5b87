"""The cells of a table whose columns are known: from drawn row edges, shades, and text."""

from __future__ import annotations

import pytest

from parsers.document import BBox, Word
from parsers.layout.borderless_cells import _inside, borderless_lattice
from parsers.layout.lattice import Lattice
from parsers.layout.shading import Band
from parsers.layout.table_areas import RowRule

EDGES = [100.0, 200.0]
WIDE = (0.0, 300.0)


def word(text: str, x0: float, top: float, angle: int = 0) -> Word:
    """Five points a letter."""
    return Word(text, BBox(x0, top, x0 + 5 * len(text), top + 10), None, 10.0, angle=angle)


def row(number: str, top: float, value: str = "5%") -> list[Word]:
    """A number, a text of two lines and a value in the three columns."""
    return [word(number, 5, top), word("Аян", 105, top), word(value, 205, top), word("ба", 105, top + 12)]


def made(
    words: list[Word],
    *drawn: float | tuple[float, float],
    bands: tuple[Band, ...] = (),
    tall: tuple[BBox, ...] = (),
    edges: list[float] = EDGES,
    seen: bool = False,
) -> Lattice:
    """The table between 0 and 300 with row edges at these heights (with where they begin, if not at 0)."""
    rules = [RowRule(*each) if isinstance(each, tuple) else RowRule(each, 0.0) for each in drawn]
    found = borderless_lattice(words, 0.0, 100.0 * (len(edges) + 1), rules, edges, bands, tall, seen)
    assert found is not None
    return found


def cells(found: Lattice) -> list[list[tuple[int, int]]]:
    """(first column, column after) of every cell, row by row."""
    return [
        [(cell.column, cell.column + cell.column_span) for cell in found.cells if cell.row == number]
        for number in range(len(found.ys) - 1)
    ]


ALL = [(0, 1), (1, 2), (2, 3)]
THREE = [*row("1", 2), *row("2", 26), *row("3", 50)]


def test_nothing_to_tell_apart_is_no_table() -> None:
    rules = [RowRule(0.0, 0.0), RowRule(72.0, 0.0)]
    assert borderless_lattice(THREE, 0, 300, rules[:1], EDGES) is None
    assert borderless_lattice(THREE, 0, 300, rules, []) is None
    assert borderless_lattice([], 0, 300, rules, EDGES) is None
    assert borderless_lattice([word("Аян", 5, 2, angle=90)], 0, 300, rules, EDGES) is None
    assert borderless_lattice(THREE, 0, 300, rules, EDGES) is not None


def test_ruled_rows_are_the_rows_however_many_lines_they_have() -> None:
    found = made(THREE, 0, 24, 48, 72)
    assert (found.xs, found.ys, found.ruled) == ((0, 100, 200, 300), (0, 24, 48, 72), False)
    assert cells(found) == [ALL] * 3
    assert [cell.bbox for cell in found.cells][:2] == [(0, 0, 100, 24), (100, 0, 200, 24)]
    assert [(cell.row, cell.column, cell.row_span) for cell in found.cells][3:5] == [(1, 0, 1), (1, 1, 1)]


def test_rules_around_several_numbers_leave_the_rows_to_the_text() -> None:
    assert made(THREE, 0, 72).ys == (0, 25, 49, 72)
    four = [*THREE, *row("4", 74)]
    assert made(four, 0, 24, 48, 96).ys == (0, 24, 48, 73, 96)  # one of two
    five = [*four, *row("5", 98)]
    assert made(five, 0, 24, 48, 72, 120).ys == (0, 24, 48, 72, 120)  # one of three


def test_a_head_above_the_only_inner_rule_is_one_row() -> None:
    head = [word("Дугаар", 5, 2), word("Ажил", 105, 14), word("Хувь", 205, 2)]
    below = [*row("1", 26), *row("2", 50)]
    assert made([*head, *below], 0, 24, 72).ys == (0, 24, 49, 72)
    assert made([*row("1", 2), *row("2", 26), *row("3", 50)], 0, 48, 72).ys[:3] == (0, 25, 48)


def test_a_rule_that_begins_further_right_passes_by_the_cells_beside_it() -> None:
    merged = made(THREE, 0, (24, 100), 48, 72)
    assert cells(merged) == [ALL, ALL[1:], ALL]
    assert (merged.cells[0].row_span, merged.cells[0].bbox) == (2, (0, 0, 100, 48))
    assert cells(made(THREE, 0, (24, 50.1), 48, 72))[1] == ALL[1:] and cells(made(THREE, 0, (24, 50), 48, 72))[1] == ALL
    lower = made(THREE, 0, 24, (48, 100), 72)
    assert [(cell.row, cell.row_span, cell.bbox) for cell in lower.cells if cell.row_span > 1] == [
        (1, 2, (0, 24, 100, 72))
    ]
    twice = made(THREE, 0, (24, 200), (48, 100), 72)
    assert cells(twice) == [ALL, ALL[2:], ALL[1:]]
    assert [(cell.row_span, cell.bbox.bottom) for cell in twice.cells[:3]] == [(3, 72), (2, 48), (1, 24)]


def test_what_stands_in_a_merged_cell_merges_no_others() -> None:
    goal = [word("Зорилго", 5, 26), word("хэрэгжүүлэх", 43, 26), word("5%", 205, 26)]
    words = [*row("1", 2), *goal, *row("3", 50)]
    assert cells(made(words, 0, 24, 48, 72))[1] == [(0, 1), (1, 2), (2, 3)]
    assert cells(made([*words, word("ажлыг", 101, 26)], 0, 24, 48, 72))[1] == [(0, 2), (2, 3)]
    assert cells(made([*words, word("ажлыг", 101, 26)], 0, (24, 100), 48, 72))[1] == ALL[1:]


SENTENCE = [word("Иргэний", 55, 0), word("хяналт", 93, 0), word("байна", 126, 0)]


def test_columns_are_one_where_a_sentence_runs_over_their_edge() -> None:
    def lower(*words: Word) -> list[tuple[int, int]]:
        return cells(made([*row("1", 2), *words, *row("3", 50)], 0, 24, 48, 72))[1]

    sentence = [word(one.text, one.bbox.x0, 26) for one in SENTENCE]
    assert lower(*sentence, word("5%", 205, 26)) == [(0, 2), (2, 3)]
    assert lower(*sentence, word("5%", 205, 26), word("Аян", 15, 37), word("ба", 105, 37)) == ALL  # a line keeps clear
    assert lower(*sentence, word("5%", 205, 26), word("Аян", 15, 37)) == [(0, 2), (2, 3)]
    assert lower(*sentence) == [(0, 3)]  # nothing behind it


def test_a_sentence_with_nothing_behind_goes_on_to_the_last_column() -> None:
    four = [100.0, 200.0, 300.0]
    top = [*row("1", 2), word("10", 305, 2)]
    sentence = [word(one.text, one.bbox.x0, 26) for one in SENTENCE]
    last = [*row("3", 50), word("30", 305, 50)]
    assert cells(made([*top, *sentence, *last], 0, 24, 48, 72, edges=four))[1] == [(0, 4)]
    value = word("20", 305, 26)
    assert cells(made([*top, *sentence, value, *last], 0, 24, 48, 72, edges=four))[1] == [(0, 2), (2, 3), (3, 4)]
    inner = [word(one.text, one.bbox.x0 + 100, 26) for one in SENTENCE]
    assert cells(made([*top, *inner, *last], 0, 24, 48, 72, edges=four))[1] == [(0, 1), (1, 4)]


def test_words_between_two_rules_belong_to_the_row_in_which_their_middle_is() -> None:
    at_the_rule = [word(one.text, one.bbox.x0, 19) for one in SENTENCE]
    assert cells(made([*row("1", 2)[:3], *at_the_rule, *row("3", 50)], 0, 24, 48, 72))[:2] == [ALL, [(0, 3)]]
    assert cells(made([word("1", 5, 2), *at_the_rule, *row("3", 50)], 0, 24, 48, 72))[:2] == [ALL, [(0, 3)]]
    above = [word(one.text, one.bbox.x0, 18.9) for one in SENTENCE]
    assert cells(made([*above, *row("2", 26), *row("3", 50)], 0, 24, 48, 72))[:2] == [[(0, 3)], ALL]


# shaded cells over several rows


@pytest.mark.parametrize(
    ("box", "passed"),
    [
        ((0, 0, 100, 72), {1, 2}),
        ((0, 20.9, 100, 72), {1, 2}),
        ((0, 21, 100, 72), {2}),
        ((0, 0, 100, 51.1), {1, 2}),
        ((0, 0, 100, 51), {1}),
        ((2.9, 0, 100, 72), {1, 2}),
        ((3, 0, 100, 72), set()),
        ((0, 0, 97.1, 72), {1, 2}),
        ((0, 0, 97, 72), set()),
    ],
)
def test_row_edges_pass_by_a_shaded_cell_over_several_rows(box: tuple[float, ...], passed: set[int]) -> None:
    found = cells(made(THREE, 0, 24, 48, 72, tall=(BBox(*box),)))
    assert {number for number, mine in enumerate(found) if mine == ALL[1:]} == passed


def test_text_in_a_shaded_cell_over_several_rows_makes_no_rows() -> None:
    numbers = [word(text, 5, top) for text, top in (("7", 2), ("8", 26), ("9", 50))]
    rest = [word(text, x, top) for top in (2, 14, 50) for text, x in (("Аян", 105), ("ба", 205))]
    assert len(made([*numbers, *rest], 0, 72).ys) == 4
    assert len(made([*numbers, *rest], 0, 72, tall=(BBox(0.0, 0.0, 100.0, 72.0),)).ys) == 3
    assert len(made([*numbers, *rest], 0, 72, tall=(BBox(7.5, 0.0, 100.0, 72.0),)).ys) == 4  # beside the numbers


@pytest.mark.parametrize(
    ("box", "inside"),
    [
        ((0, 0, 20, 20), True),
        ((7.5, 0, 20, 20), False),
        ((0, 7, 20, 20), False),
        ((0, 0, 7.5, 20), False),
        ((0, 0, 20, 7), False),
        ((7.4, 6.9, 7.6, 7.1), True),
    ],
)
def test_a_word_is_inside_a_cell_with_its_middle(box: tuple[float, float, float, float], inside: bool) -> None:
    assert _inside(word("1", 5, 2), BBox(*box)) is inside


def test_a_line_on_a_rule_belongs_to_the_rows_below_it() -> None:
    numbers = [word(text, 5, top) for text, top in (("1", 2), ("2", 19), ("3", 50), ("4", 74))]
    texts = [word("Аян", 105, top) for top in (2, 19, 50, 74)]
    assert made([*numbers, *texts], 0, 24, 96).ys == (0, 24, 39.5, 67, 96)


# shaded rows

CELLS = Band(24.0, 48.0, (0.0, 100.0, 300.0))
PLAIN = Band(24.0, 48.0, (0.0, 300.0))
HEAD = Band(0.0, 24.0, (0.0, 100.0, 200.0, 300.0))


def shaded(*bands: Band, second: list[Word] | None = None) -> list[tuple[int, int]]:
    """The cells of the second of three rows."""
    words = [*row("1", 2), *(row("2", 26) if second is None else second), *row("3", 50)]
    return cells(made(words, 0, 24, 48, 72, bands=bands))[1]


def test_a_row_shaded_cell_by_cell_has_these_cells() -> None:
    assert shaded(CELLS) == [(0, 1), (1, 3)] and shaded() == ALL
    assert shaded(Band(25.9, 49.9, CELLS.xs)) == [(0, 1), (1, 3)] == shaded(Band(22.1, 46.1, CELLS.xs))
    assert shaded(Band(26.0, 48.0, CELLS.xs)) == ALL == shaded(Band(24.0, 50.0, CELLS.xs))
    assert shaded(Band(24.0, 48.0, (0.0, 102.9, 300.0))) == [(0, 1), (1, 3)]
    assert shaded(Band(24.0, 48.0, (0.0, 103.0, 300.0))) == [(0, 3)]


def test_a_row_shaded_as_one_box_is_one_cell_where_others_are_shaded_by_cells() -> None:
    goal = [word("2", 5, 26), word("Аян", 105, 26)]
    assert shaded(PLAIN, HEAD, second=goal) == [(0, 3)] and shaded(PLAIN, second=goal) == ALL
    assert shaded(PLAIN, HEAD) == ALL  # text in three cells
    right_of_it = [word("Аян", 105, 26), word("5%", 205, 26)]
    assert shaded(PLAIN, HEAD, second=right_of_it) == [(0, 3)]
    # shades that begin at no row edge tell nothing
    assert shaded(PLAIN, Band(26.0, 50.0, HEAD.xs), second=goal) == ALL
    assert shaded(PLAIN, Band(25.9, 50.0, HEAD.xs), second=goal) == [(0, 3)]
    right = Band(24.0, 48.0, (100.0, 300.0))
    assert shaded(right, HEAD, second=goal) == [(0, 1), (1, 3)]


def test_a_shade_passes_by_a_cell_that_goes_on_from_above() -> None:
    goal = [word("Аян", 105, 26)]
    words = [*row("1", 2), *goal, *row("3", 50)]
    for bands, expected in (((PLAIN, HEAD), [(1, 3)]), ((Band(24.0, 48.0, (0.0, 200.0, 300.0)),), [(1, 2), (2, 3)])):
        assert cells(made(words, 0, (24, 100), 48, 72, bands=bands))[1] == expected
    middle = made(words, 0, 24, 48, 72, bands=(PLAIN, HEAD), tall=(BBox(100.0, 0.0, 200.0, 48.0),))
    assert cells(middle)[1] == [(0, 1), (2, 3)]


def test_between_shades_text_parts_what_no_rule_does() -> None:
    two = (Band(0.0, 24.0, WIDE), Band(72.0, 96.0, WIDE))
    words = [*row("1", 2), *row("2", 26), *row("3", 50), *row("4", 74)]
    assert made(words, 0, 24, 72, 96, bands=two).ys == (0, 24, 49, 72, 96)
    assert made(words, 0, 24, 48, 72, 96, bands=two).ys == (0, 24, 48, 72, 96)
    more = [*words, *row("5", 98), *row("6", 122)]
    ruled = made(more, 0, 24, 72, 96, 120, 144, bands=two)  # a rule that ends no shade: rows are ruled
    assert ruled.ys == (0, 24, 72, 96, 120, 144)
    for bottom, parted in ((122.0, True), (122.1, False)):  # where one ends within two points of it, rows are shaded
        third = made(more, 0, 24, 72, 96, 120, 144, bands=(*two, Band(97.0, bottom, WIDE)))
        assert (49 in third.ys) is parted


def test_a_shade_with_a_goal_and_rows_is_several_rows() -> None:
    goal = [word(one.text, one.bbox.x0, 2) for one in SENTENCE]
    below = [*row("1", 26), *row("2", 74)]
    assert made([*goal, *below], 0, 48, 96, bands=(Band(0.0, 48.0, WIDE),)).ys == (0, 19, 48, 96)
    assert made([*goal, *below], 0, 48, 96, bands=(Band(0.0, 48.0, (0.0, 100.0, 300.0)),)).ys == (0, 48, 96)
    assert made([*row("1", 2), *row("2", 26), *row("3", 74)], 0, 48, 96, bands=(Band(0.0, 48.0, WIDE),)).ys == (
        *(0, 25, 48),
        96,
    )
    one = [word("1", 5, 2), word("Аян", 105, 2), word("ба", 105, 14), word("ба", 205, 30)]
    assert made([*one, *row("3", 74)], 0, 48, 96, bands=(Band(0.0, 48.0, WIDE),)).ys == (0, 48, 96)
    lower = [*row("1", 2), *(word(each.text, each.bbox.x0, each.bbox.top + 24) for each in one), *row("3", 74)]
    assert made(lower, 0, 24, 72, 96, bands=(Band(24.0, 72.0, WIDE),)).ys == (0, 24, 72, 96)
    assert len(made(lower, 0, 24, 72, 96, bands=(Band(24.0, 70.0, WIDE),)).ys) == 5  # it ends before the row does
    goals = [*goal, *(word(each.text, each.bbox.x0, 32) for each in goal)]
    assert made([*goals, *row("1", 74)], 0, 48, 96, bands=(Band(0.0, 48.0, WIDE),)).ys == (0, 48, 96)
