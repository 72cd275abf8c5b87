"""Ruling lines make a lattice of cells, however they are cut into pieces."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.document import Ruling
from parsers.layout.lattice import Lattice, clustered, groups, lattice, merged

NO_WORDS = np.empty((0, 2))


def level(y: float, x0: float, x1: float) -> Ruling:
    return Ruling(x0, y, x1, y)


def plumb(x: float, top: float, bottom: float) -> Ruling:
    return Ruling(x, top, x, bottom)


def grid(xs: list[float], ys: list[float]) -> list[Ruling]:
    return [*(level(y, xs[0], xs[-1]) for y in ys), *(plumb(x, ys[0], ys[-1]) for x in xs)]


def made(rules: list[Ruling], words: list[tuple[float, float]] | None = None) -> Lattice:
    (group,) = groups(tuple(rules))
    found = lattice(group, np.array(words).reshape(-1, 2) if words else NO_WORDS)
    assert found is not None
    return found


def spans(found: Lattice) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in found.cells]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(20, 80), min_size=1, max_size=4),
    st.lists(st.floats(20, 80), min_size=1, max_size=4),
    st.booleans(),
)
def test_a_full_grid_has_a_cell_between_all_of_its_lines(wide: list[float], high: list[float], pieces: bool) -> None:
    xs, ys = np.cumsum([0.0, *wide]).tolist(), np.cumsum([0.0, *high]).tolist()
    rules = grid(xs, ys)
    if pieces:  # each border drawn for each cell, as short lines
        rules = [level(y, a, b) for y in ys for a, b in pairwise(xs)]
        rules += [plumb(x, a, b) for x in xs for a, b in pairwise(ys)]
    found = made(rules)
    assert spans(found) == [(r, c, 1, 1) for r in range(len(high)) for c in range(len(wide))]
    assert found.xs == pytest.approx(xs) and found.ys == pytest.approx(ys) and found.ruled
    assert (found.bbox.x0, found.bbox.top) == (0, 0)
    assert found.cells[-1].bbox == pytest.approx((xs[-2], ys[-2], xs[-1], ys[-1]))


def test_a_missing_stretch_merges_the_cells_beside_it() -> None:
    rules = [
        level(0, 0, 100),
        level(20, 0, 100),
        level(40, 0, 100),
        plumb(0, 0, 40),
        plumb(100, 0, 40),
        plumb(50, 20, 40),
    ]
    assert spans(made(rules)) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]
    down = [
        level(0, 0, 100),
        level(20, 50, 100),
        level(40, 0, 100),
        plumb(0, 0, 40),
        plumb(50, 0, 40),
        plumb(100, 0, 40),
    ]
    assert spans(made(down)) == [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]


@pytest.mark.parametrize(("share", "parted"), [(0.5, False), (0.6, True)])
def test_a_side_is_drawn_where_most_of_it_is(share: float, parted: bool) -> None:
    rules = [*grid([0, 100], [0, 40]), plumb(50, 0, 40 * share)]
    assert len(made(rules).cells) == (2 if parted else 1)


def test_double_borders_and_slivers_without_a_word_are_one_border() -> None:
    double = [*grid([0, 50, 100], [0, 20, 40]), plumb(51.5, 0, 40), level(21.8, 0, 100)]
    assert spans(made(double)) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
    sliver = [*grid([0, 50, 100], [0, 20]), plumb(56, 0, 20)]
    assert len(made(sliver).cells) == 2 and len(made(sliver, [(53, 10)]).cells) == 3
    assert made(sliver).xs == pytest.approx((0, 53, 100))
    assert len(made([*grid([0, 50, 100], [0, 20]), plumb(57, 0, 20)]).cells) == 3


@pytest.mark.parametrize(("by", "open_row"), [(4.0, False), (8.0, True)])
def test_lines_that_stick_out_make_an_open_row(by: float, open_row: bool) -> None:
    rules = [level(0, 0, 100), level(20, 0, 100), *(plumb(x, 0, 20 + by) for x in (0, 50, 100))]
    assert len(made(rules).ys) == (3 if open_row else 2)
    above = [level(0, 0, 100), level(20, 0, 100), *(plumb(x, -by, 20) for x in (0, 50, 100))]
    assert len(made(above).ys) == (3 if open_row else 2)


def test_lines_that_do_not_touch_are_groups_of_their_own() -> None:
    one, other = grid([0, 50], [0, 20]), grid([0, 50], [60, 80])
    found = groups((*other, *one))
    assert [group.bbox.top for group in found] == [0, 60]
    near = [level(0, 3.4, 46.6), level(20, 3.4, 46.6), plumb(0, 0, 20), plumb(50, 0, 20)]
    assert len(groups(tuple(near))) == 1 and len(groups((level(0, 4, 46), plumb(0, 0, 20)))) == 2
    assert groups(()) == []
    lone = groups((plumb(5, 0, 10),))
    assert (
        len(lone) == 1
        and lattice(lone[0], NO_WORDS) is None
        and lattice(groups((level(5, 0, 9),))[0], NO_WORDS) is None
    )


def test_dots_in_a_row_are_a_line_of_either_direction() -> None:
    dots = [Ruling(x, 20, x + 1, 20) for x in range(0, 100, 3)] + [Ruling(50, y, 51, y) for y in range(0, 40, 3)]
    assert len(made([*grid([0, 100], [0, 40]), *dots]).cells) == 4


def test_pieces_of_a_line_are_one_and_gaps_part_them() -> None:
    assert merged(np.array([[5.0, 0, 10], [5.5, 12, 20], [5.0, 24, 30]])).tolist() == [
        *[[pytest.approx(5.17, abs=0.01), 0, 20], [pytest.approx(5.17, abs=0.01), 24, 30]],
    ]
    assert merged(np.array([[5.0, 0, 30], [5.0, 5, 10]])).tolist() == [[5, 0, 30]]
    assert merged(np.empty((0, 3))).shape == (0, 3)


def test_positions_within_a_hair_are_their_mean() -> None:
    assert clustered(np.array([1.0, 10.0, 2.0, 30.0])).tolist() == [1.5, 10, 1.5, 30]
    assert (
        len(set(clustered(np.array([0.0, 2.5])).tolist())) == 1
        and len(set(clustered(np.array([0.0, 2.6])).tolist())) == 2
    )
    wide = clustered(np.array([0.0, 2.0, 4.0, 6.0]))  # a chain is not one line
    assert len(set(wide.tolist())) == 2
