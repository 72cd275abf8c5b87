"""Runs of words, left edges that come again, and the white rivers between columns."""

from __future__ import annotations

import pytest

from parsers.document import BBox, Word
from parsers.layout.column_separators import column_edges, common_lefts, repeated, runs
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


def test_the_usual_blank_is_that_of_the_line_where_it_has_several() -> None:
    wide = ((0, 20), (24, 40), (44, 60), (64.5, 80))
    assert cut(*wide, lefts=(64.5,)) == [(0, 80)]
    narrow = ((0, 20), (22, 40), (42, 60), (63, 80))
    assert cut(*narrow, lefts=(63,)) == [(0, 60), (63, 80)]
    assert cut((0, 20), (22, 40), (43, 60), lefts=(43,)) == [(0, 60)]  # two gaps say nothing yet


def test_left_edges_are_common_where_four_lines_begin() -> None:
    rows = [line((50, 60), top=12.0 * n) for n in range(4)]
    assert common_lefts(rows) == (50.0,) and common_lefts(rows[:3]) == () == common_lefts([])
    beside = [line((50 + 0.2 * n, 60), top=12.0 * n) for n in range(4)]
    assert common_lefts(beside) == pytest.approx((50.3,))
    assert common_lefts([*rows[:3], line((50.9, 60), top=48)]) == ()
    assert common_lefts([*rows, *(line((90, 99), top=12.0 * n) for n in range(4))]) == (50.0, 90.0)


def columned(count: int, *extents: tuple[float, float]) -> list[TextLine]:
    return [line(*((x0, x1 - n % 3) for x0, x1 in extents), top=12.0 * n) for n in range(count)]


def test_rivers_between_columns_become_edges() -> None:
    edges = column_edges(columned(6, (5, 60), (105, 160), (205, 280)), 0, 300)
    assert len(edges) == 2 and 60 < edges[0] < 105 and 160 < edges[1] < 205
    assert edges == [104.0, 204.0]  # just left of the words behind
    assert column_edges(columned(6, (5, 60)), 0, 300) == [] == column_edges([], 0, 300)
    assert column_edges(columned(1, (5, 60), (105, 160), (205, 280)), 0, 300) == []


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


def test_blanks_of_sentences_are_no_edges() -> None:
    sentences = [line(*((5 + 30 * k, 32 + 30 * k) for k in range(6)), (250, 290), top=12.0 * n) for n in range(6)]
    assert column_edges(sentences, 0, 300) == [249.0]
