"""Runs of words, left edges that come again, and the white rivers between columns."""

from __future__ import annotations

import pytest

from parsers.document import BBox, Word
from parsers.layout.column_separators import _believable, _in_columns, column_edges, common_lefts, repeated, runs
from parsers.layout.text_lines import TextLine, lines


def line(*extents: tuple[float, float], top: float = 0.0, text: str = "") -> TextLine:
    """A line of words ten points high with these ends, each named by its place."""
    return lines(
        Word(f"{text}{top:.0f}-{n}", BBox(x0, top, x1, top + 10), None, 10.0) for n, (x0, x1) in enumerate(extents)
    )[0]


def cut(*extents: tuple[float, float], lefts: tuple[float, ...] = ()) -> list[tuple[float, float]]:
    return [(run.x0, run.x1) for run in runs(line(*extents), lefts)]


def test_a_line_is_cut_at_gaps_wider_than_a_sentence_has() -> None:
    assert cut((0, 20), (25.5, 40)) == [(0, 40)]
    assert cut((0, 20), (25.6, 40)) == [(0, 20), (25.6, 40)]
    assert cut((0, 20)) == [(0, 20)]


def test_before_a_common_left_edge_a_gap_a_little_wider_than_a_blank_is_enough() -> None:
    assert cut((0, 20), (24, 40), lefts=(24.5,)) == [(0, 20), (24, 40)]
    assert cut((0, 20), (24, 40), lefts=(24.8,)) == [(0, 40)]
    assert cut((0, 20), (23.5, 40), lefts=(23.5,)) == [(0, 40)]  # no wider than blanks are
    assert cut((-20, -4), (0.7, 16), lefts=(0,)) == [(-20, -4), (0.7, 16)]
    assert cut((-20, -4), (0.8, 16), lefts=(0,)) == [(-20, 16)]


def test_the_usual_blank_is_that_of_the_line_where_it_has_several() -> None:
    wide = ((0, 20), (24, 40), (44, 60), (64.5, 80))
    assert cut(*wide, lefts=(64.5,)) == [(0, 80)]
    narrow = ((0, 20), (22, 40), (42, 60), (63, 80))
    assert cut(*narrow, lefts=(63,)) == [(0, 60), (63, 80)]
    assert cut((0, 20), (22, 40), (43, 60), lefts=(43,)) == [(0, 60)]  # two gaps say nothing yet
    assert cut((0, 20), (25, 40), (43.6, 60), lefts=(43.6,)) == [(0, 40), (43.6, 60)]
    even = ((0, 20), (24, 40), (44, 60), (64, 80))
    assert cut(*even, (85, 100), lefts=(85,)) == [(0, 100)]  # just a quarter wider than the others
    assert cut(*even, (85.1, 100), lefts=(85.1,)) == [(0, 80), (85.1, 100)]


def test_the_widest_gap_of_a_sentence_counts_among_its_blanks() -> None:
    assert cut((0, 20), (24, 40), (45.5, 60), (65.5, 80), lefts=(24,)) == [(0, 80)]
    assert cut((0, 20), (24, 40), (45.6, 60), (65.6, 80), lefts=(24,)) == [(0, 20), (24, 40), (45.6, 60), (65.6, 80)]


def test_left_edges_are_common_where_four_lines_begin() -> None:
    rows = [line((50, 60), top=12.0 * n) for n in range(4)]
    assert common_lefts(rows) == (50.0,) and common_lefts(rows[:3]) == () == common_lefts([])
    beside = [line((50 + 0.2 * n, 60), top=12.0 * n) for n in range(4)]
    assert common_lefts(beside) == pytest.approx((50.3,))
    assert common_lefts([*rows[:3], line((50.9, 60), top=48)]) == ()
    at_the_border = [line((0, 10), top=12.0 * n) for n in range(3)]
    assert common_lefts([*at_the_border, line((0.8, 10), top=48)]) == ()
    assert common_lefts([*at_the_border, line((0.7, 10), top=48)]) == pytest.approx((0.175,))
    assert common_lefts([*rows, *(line((90, 99), top=12.0 * n) for n in range(4))]) == (50.0, 90.0)


def columned(count: int, *extents: tuple[float, float]) -> list[TextLine]:
    return [line(*((x0, x1 - n % 3) for x0, x1 in extents), top=12.0 * n) for n in range(count)]


def test_rivers_between_columns_become_edges() -> None:
    edges = column_edges(columned(6, (5, 60), (105, 160), (205, 280)), 0, 300)
    assert len(edges) == 2 and 60 < edges[0] < 105 and 160 < edges[1] < 205
    assert edges == [104.0, 204.0]  # just left of the words behind
    assert column_edges(columned(6, (5, 60)), 0, 300) == [] == column_edges([], 0, 300)
    assert column_edges(columned(1, (5, 60), (105, 160), (205, 280)), 0, 300) == []
    assert column_edges(columned(2, (5, 60), (105, 160), (205, 280)), 0, 300) == [104.0, 204.0]


@pytest.mark.parametrize("shift", [-100, 100])
def test_edges_move_with_their_table(shift: float) -> None:
    rows = columned(6, *((x0 + shift, x1 + shift) for x0, x1 in ((5, 60), (105, 160), (205, 280))))
    assert column_edges(rows, shift, 300 + shift) == [104.0 + shift, 204.0 + shift]


def test_words_may_stand_out_over_the_border() -> None:
    assert column_edges(columned(6, (-5, 60), (105, 160), (205, 310)), 0, 300) == [104.0, 204.0]


def test_a_column_is_more_than_a_point_wide() -> None:
    assert column_edges(columned(6, (-4, 1), (105, 160), (205, 280)), 0, 300) == [104.0, 204.0]
    assert column_edges([line((-4, 0.5), (105, 160 - n), (205, 280), top=12.0 * n) for n in range(6)], 0, 300) == [204]
    last = [(5, 60), (105, 160), (299, 300.2)]
    assert column_edges([line(*last, top=12.0 * n, text=str(n)) for n in range(6)], 0, 300) == [104.0, 298.0]
    last = [(5, 60), (105, 160), (299.5, 300.2)]
    assert column_edges([line(*last, top=12.0 * n, text=str(n)) for n in range(6)], 0, 300) == [104.0]


def test_a_river_is_a_point_and_a_half_wide() -> None:
    def jagged(bank: float) -> list[float]:
        return column_edges([line((5, bank), (115, 160)), line((5, 90), (105, 160), top=12)], 0, 200)

    assert jagged(103.5) == [104.25] and jagged(104.0) == []  # the edge of a narrow one goes into its middle


def test_the_edge_goes_where_lines_that_stand_in_no_column_leave_room() -> None:
    rows = columned(6, (5, 60), (105, 160), (205, 280))
    assert column_edges([*rows, line((80, 95), top=100)], 0, 300) == [79.0, 204.0]  # before the note: most room
    assert column_edges([*rows, line((64, 95), top=100)], 0, 300) == [104.0, 204.0]  # behind it
    assert column_edges([*rows, line((40, 104), top=100)], 0, 300) == [104.5, 204.0]


def test_room_between_two_rivers_without_a_word_in_it_is_no_column() -> None:
    rows = columned(12, (5, 60), (165, 220), (265, 330))
    over = [line((5, 92), (165, 220), (265, 330), top=200), line((5, 60), (90, 245), (265, 330), top=212)]
    assert column_edges([*rows, *over], 0, 340) == [164.0, 264.0]


def test_lines_that_are_repeated_count_once() -> None:
    head = line((5, 60), (105, 160))
    assert repeated(head) == repeated(line((5.3, 70), (105, 160))) and repeated(head) != repeated(
        line((5, 60), (105, 160), text="а")
    )
    assert repeated(head) != repeated(line((6, 60), (105, 160)))
    assert column_edges([head] * 6, 0, 200) == []


def test_a_word_over_a_river_dries_it_up_in_a_short_table_only() -> None:
    short = [*columned(8, (5, 60), (105, 160), (205, 280)), line((5, 30), (50, 150), (205, 280), top=200)]
    assert column_edges(short, 0, 300) == [204.0]
    long = [*columned(12, (5, 60), (105, 160), (205, 280)), line((5, 30), (50, 150), (205, 280), top=200)]
    assert column_edges(long, 0, 300) == [104.0, 204.0]
    assert column_edges(long[1:], 0, 300) == [104.0, 204.0] and column_edges(long[2:], 0, 300) == [204.0]


def test_the_share_of_words_over_a_river_counts() -> None:
    over = [line((5, 30), (50, 150), (205, 280), top=800 + 12 * n) for n in range(2)]
    rows = columned(48, (5, 60), (105, 160), (205, 280))
    assert column_edges([*rows[1:], *over], 0, 300) == [204.0]  # two of 49 lines
    assert column_edges([*rows, *over], 0, 300) == [104.0, 204.0]


def test_blanks_of_sentences_are_no_edges() -> None:
    sentences = [line(*((5 + 30 * k, 32 + 30 * k) for k in range(6)), (250, 290), top=12.0 * n) for n in range(6)]
    assert column_edges(sentences, 0, 300) == [249.0]


# which edges are believed: words of ten points, so that a slim column is narrower than forty


def believed(edges: list[float], *rows: TextLine) -> list[float]:
    return _believable([line((-900, -890)), *rows], edges, ())


def test_an_edge_without_a_word_beside_it_stays_unless_its_column_is_slim() -> None:
    assert believed([100, 200, 300]) == [100, 200, 300] and believed([100, 140]) == [100, 140]
    assert believed([100, 139]) == [139]


def test_a_slim_column_with_words_on_both_sides_of_its_edge_stays() -> None:
    left, right = line((40, 60), (110, 130)), line((110, 130), (240, 260))
    assert believed([100, 139], left) == [100]  # the slim column is left of the second edge
    assert believed([100, 139], right) == [139]  # and right of the first
    assert believed([100, 139], left, right) == [100, 139]


def test_an_edge_that_a_sentence_runs_over_goes() -> None:
    assert believed([100, 200, 300], line((240, 260), (262, 438))) == [100, 200]
    assert believed([100], line((40, 60), (62, 138))) == []  # up to a word that has its middle on the edge
    kept = [line((40, 60), (110, 130), top=12.0 * n) for n in range(3)]
    assert believed([100], line((40, 60), (62, 150)), *kept[:2]) == []
    assert believed([100], line((40, 60), (62, 150)), *kept) == [100]  # three lines keep clear of it


def test_only_words_in_the_columns_beside_an_edge_tell_of_it() -> None:
    assert believed([100, 200], line((90, 110), (112, 388))) == [100]  # the first stands behind the first edge
    assert believed([100, 200], line((40, 60), (62, 338))) == [100, 200]  # the second stands behind both


# which lines stand in columns


def in_columns(count: int, *others: TextLine) -> list[bool]:
    """Whether the ``others`` are kept among that many lines of three columns."""
    kept = _in_columns([*columned(count, (5, 90), (105, 160), (205, 280)), *others], ())
    return [other in kept for other in others]


def test_a_lone_run_stands_in_columns_where_it_keeps_to_one() -> None:
    runs_alone = line((110, 150), top=99), line((150, 200), top=120), line((5, 105), top=140), line((5, 106), top=160)
    assert in_columns(4, *runs_alone) == [True, False, True, False]  # 85 of 100 points are enough


def test_where_four_lines_have_three_columns_two_runs_are_few() -> None:
    two = line((5, 90), (120, 250), top=99)
    assert in_columns(4, two) == [False] and in_columns(3, two) == [True]
