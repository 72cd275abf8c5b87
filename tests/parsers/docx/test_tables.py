"""Merged, irregular, nested and hidden cells; tables drawn as text."""

from __future__ import annotations

import pytest

from parsers.document import Paragraph, Table
from parsers.docx import reader
from parsers.docx.tables import (
    WordCell,
    WordRow,
    align_rows,
    compact,
    even,
    grid_positions,
    merge_slivers,
    rows_to_edges,
    table,
)
from parsers.errors import LimitExceeded
from parsers.limits import DEFAULT_LIMITS
from tests.builders.docx import abstract, drawn, level, lines, num, p, package, picture, source, tbl, tc, tr


def tables(body: str, numbering: str = "") -> list[str]:
    document = reader.read(source(package(body, numbering=numbering)), DEFAULT_LIMITS)
    return [picture(table) for table in document.tables()]


DRAWN = {
    "plain": "| а | б |\n| в | г |",
    "goal row": "| Зорилго 1 | < | < |\n| 1 | а | 100% |",
    "goal column": "| Зорилго 1 | а |\n| ^ | б |\n| ^ | в |\n| Зорилго 2 | г |",
    "both ways": "| а | < | б |\n| ^ | < | в |\n| г | д | е |",
}


@pytest.mark.parametrize("drawing", DRAWN.values(), ids=DRAWN)
def test_drawn(drawing: str) -> None:
    assert tables(drawn(drawing)) == [drawing]


def test_gaps_at_the_ends_of_a_row() -> None:
    body = tbl(tr("а", "б", "в"), tr("г", props='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'))
    assert tables(body) == ["| а | б | в |\n| ~ | г | ~ |"]


def test_widths_place_a_row_whose_spans_do_not_fill_the_grid() -> None:
    body = tbl(
        tr(tc("1", width=500), tc("2", width=3000), tc("3", width=1500)),
        tr(tc("Зорилго", width=5000)),
        tr(tc("4", width=3500), tc("5", width=1500)),
        grid=(500, 3000, 1500),
    )
    assert tables(body) == ["| 1 | 2 | 3 |\n| Зорилго | < | < |\n| 4 | < | 5 |"]


def test_dragged_borders_are_one_border() -> None:
    grid = (500, 30, 2970, 200, 1300)
    body = tbl(
        tr("1", tc("2", span=2), tc("3", span=2)),
        tr(tc("а", span=2), "б", tc("в", span=2)),
        tr("г", tc("д", span=3), "е"),
        tr(tc("Зорилго", span=5)),
        grid=grid,
    )
    assert tables(body) == ["| 1 | 2 | 3 |\n| а | б | в |\n| г | д | е |\n| Зорилго | < | < |"]


def test_two_level_header_keeps_its_columns() -> None:
    drawing = lines("""
        | № | Арга хэмжээ | Биелэлт | < |
        | ^ | ^           | Явц     | Хувь |
        | 1 | Сургалт     | Болсон  | 100 |
    """)
    assert [lines(found) for found in tables(drawn(drawing))] == [drawing]


def test_merge_without_a_beginning_stands_for_itself() -> None:
    assert tables(tbl(tr("1", "2"), tr(tc("үлдсэн", merge="continue"), "3"))) == ["| 1 | 2 |\n| үлдсэн | 3 |"]


def test_old_horizontal_merge() -> None:
    body = tbl(tr(tc("Зорилго", props='<w:hMerge w:val="restart"/>'), tc("", props="<w:hMerge/>")), tr("а", "б"))
    assert tables(body) == ["| Зорилго | < |\n| а | б |"]


def test_deleted_and_hidden_rows_are_not_there() -> None:
    body = tbl(
        tr("а"), tr("б", props='<w:del w:id="1"/>'), tr("в", props='<w:ins w:id="2"/>'), tr("г", props="<w:hidden/>")
    )
    assert tables(body) == ["| а |\n| в |"]


def test_content_controls_around_rows_and_cells() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = tbl(control.format(tr("а", control.format(tc("б")))), tr("в", tc(control.format(p("г")))))
    assert tables(body) == ["| а | б |\n| в | г |"]


def test_nested_table_in_place() -> None:
    inner = tbl(tr("Сургалт", "2"), tr("Аян", "1"))
    assert tables(tbl(tr("1", tc(p("Дараах:") + inner + p()), "100%"))) == [
        "| 1 | Дараах: / Сургалт 2 / Аян 1 | 100% |"
    ]


def test_layout_table_is_seen_through() -> None:
    inner = tbl(tr("№", "Арга хэмжээ", "Биелэлт"), tr("1", "Сургалт", "100%"))
    document = reader.read(source(package(tbl(tr(tc(p("Тайлан") + inner + p()))))), DEFAULT_LIMITS)
    first, second = document.blocks
    assert isinstance(first, Paragraph) and first.text == "Тайлан"
    assert isinstance(second, Table) and second.columns == 3


def test_numbers_count_through_cells_but_not_in_covered_ones() -> None:
    numbering = abstract(1, level(0, "1.%1.")) + num(1, 1)
    body = tbl(
        tr(tc(p("а", num=1)), tc("x", merge="restart")),
        tr(tc(p("б", num=1)), tc(p(num=1), merge="continue")),
        tr(tc(p("в", num=1)), "y"),
    )
    assert tables(body, numbering) == ["| 1.1. а | x |\n| 1.2. б | ^ |\n| 1.3. в | y |"]


def test_a_number_is_seen_in_an_empty_paragraph() -> None:
    numbering = abstract(1, level(0, "%1")) + num(1, 1)
    body = tbl(tr(tc(p(num=1)), "а"), tr(tc(p(num=1)), "б"))
    assert tables(body, numbering) == ["| 1 | а |\n| 2 | б |"]


# the grid step by step; widths in twips


def row(*widths: int, before: int = 0, after: int = 0, spans: tuple[int, ...] = (), before_width: int = 0) -> WordRow:
    """A row of cells of these widths, each over one grid column unless ``spans`` say otherwise."""
    each = spans or (1,) * len(widths)
    cells = [WordCell("а", span, width=width) for width, span in zip(widths, each, strict=True)]
    return WordRow(cells, before, after, before_width)


def test_borders_stand_where_the_grid_or_a_row_without_merges_says() -> None:
    rows = [row(100, 200), row(300, spans=(2,))]
    assert grid_positions(rows, [500, 700]) == [0, 500, 1200] == grid_positions([rows[0]], [500, 700])
    assert grid_positions(rows, [500, 700, 100]) == [0, 500, 1200, 1300]
    assert grid_positions(rows, [500]) == [0, 100, 300] == grid_positions(rows, [])  # too few
    assert grid_positions(rows, [500, 0]) == [0, 100, 300] == grid_positions(rows, [500, -5])
    assert grid_positions(rows, [500, 500]) == [0, 100, 300]  # what a program writes that measured nothing
    bare = [row(0, 200), row(300, spans=(2,))]
    assert grid_positions(bare, [500, 500]) == [0, 500, 1000] == grid_positions(rows[1:], [500, 500])
    assert grid_positions(bare, [500]) == [] == grid_positions(bare, [500, 0]) == grid_positions(bare, [])
    assert grid_positions([], []) == []
    gaps = [row(100, 200, before=1, after=1)]
    assert grid_positions(gaps, [7, 8, 9, 10]) == [0, 7, 15, 24, 34] and grid_positions(gaps, [7, 8, 9]) == []


def test_widths_place_a_row_only_where_its_spans_do_not_fill_the_grid() -> None:
    grid = [1000, 2000, 3000]
    whole = row(1000, 2000, 3000)
    assert rows_to_edges([whole, row(6000, 100, 100)], grid)[1] == [0, 1, 2, 3]
    assert rows_to_edges([whole, row(3000, 3000)], grid)[1] == [0, 2, 3]
    assert rows_to_edges([whole, row(3000, 3000, after=1)], grid)[1] == [0, 1, 2]
    assert rows_to_edges([whole, row(3180, 3179)], grid)[1] == [0, 2, 3]  # within six per cent
    assert rows_to_edges([whole, row(3181, 3180)], grid)[1] == [0, 1, 2]
    assert rows_to_edges([whole, row(2820, 2820)], grid)[1] == [0, 2, 3]
    assert rows_to_edges([whole, row(2820, 2819)], grid)[1] == [0, 1, 2]
    assert rows_to_edges([whole, row(6000, 0)], grid)[1] == [0, 1, 2] == rows_to_edges([whole, row(5990, 10)], grid)[1]
    placed = row(2000, 3000, before_width=1000)
    assert rows_to_edges([whole, placed], grid)[1] == [1, 2, 3]
    assert rows_to_edges([row(0, 0, 0), row(0)], [])[1] == [0, 1] and rows_to_edges([whole, WordRow(())], grid)[1] == [
        0
    ]
    wide = [1000, 2000, 3000, 4000]
    assert rows_to_edges([whole, row(6000)], wide)[1] == [0, 1]  # the stated grid is wider than any row


def test_rows_are_even_where_one_has_all_borders_of_the_others() -> None:
    assert even([row(1, 1, 1), row(1, 1, spans=(2, 1)), row(1, spans=(3,))]) and even([])
    assert not even([row(1, 1, spans=(1, 2)), row(1, 1, spans=(2, 1))])
    assert not even([row(1, 1), row(1)]) and even([row(1, 1), WordRow(())])
    assert not even([row(1, 1), row(1, before=1), row(1)]) and even([row(1, 1), row(1, before=1)])


STANDARD = [0, 2, 4, 6]
AT = [0, 100, 200, 300, 400, 500, 600]


def aligned(*rows: list[int], at: list[int] | None = None) -> list[list[int]]:
    """The last row beside two that have the standard borders."""
    return align_rows([STANDARD, STANDARD, *rows], AT if at is None else at)[2:]


def test_a_row_of_as_many_cells_as_most_takes_their_borders() -> None:
    assert aligned([0, 1, 4, 6]) == [STANDARD] and aligned([0, 2, 5, 6]) == [STANDARD]
    assert aligned([0, 4, 5, 6]) == [[0, 4, 5, 6]]  # its second cell lies beside the standard one
    narrow = [0, 100, 200, 299, 400, 500, 600]
    assert aligned([0, 1, 3, 6], at=narrow) == [[0, 1, 3, 6]] and aligned([0, 1, 3, 6]) == [STANDARD]  # half over it
    assert aligned([1, 2, 4]) == [[1, 2, 4]] and aligned([2, 4, 6]) == [[2, 4, 6]]
    assert aligned([2, 5, 6]) == [[2, 4, 6]] and aligned([0, 1, 4]) == [[0, 2, 4]]  # a gap at an end is a cell
    assert aligned([]) == [[]]


def test_a_row_of_other_cells_takes_borders_near_its_own() -> None:
    assert aligned([0, 5, 6]) == [[0, 4, 6]]
    at = [0, 100, 200, 300, 400, 499, 600]
    assert aligned([0, 5, 6], at=at) == [[0, 4, 6]]
    assert aligned([0, 1, 2, 4, 6]) == [[0, 1, 2, 4, 6]]  # two borders would fall together
    assert aligned([0, 6]) == [[0, 6]]


def test_few_columns_and_unknown_places() -> None:
    assert align_rows([[0, 1, 3], [0, 2, 3], [0, 1, 3]], [0, 100, 200, 300]) == [[0, 1, 3], [0, 2, 3], [0, 1, 3]]
    assert align_rows([], []) == [] and align_rows([[0, 1], []], []) == [[0, 1], []]
    assert align_rows([STANDARD, STANDARD, [0, 1, 4, 6]], []) == [STANDARD] * 3
    assert align_rows([STANDARD, STANDARD, [0, 1, 4, 6]], AT[:6]) == [STANDARD] * 3
    more = [[0, 1, 2, 3, 6], [0, 1, 2, 3, 6]]
    assert align_rows([*more, STANDARD, [0, 1, 2, 4, 6]], AT)[3] == [0, 1, 2, 3, 6]  # of two counts the larger


def test_borders_closer_than_a_sliver_are_one() -> None:
    assert merge_slivers([[0, 1, 3], [0, 2, 3]], [0, 100, 219, 500]) == [[0, 1, 3], [0, 1, 3]]
    assert merge_slivers([[0, 1, 3], [0, 2, 3]], [0, 200, 320, 500]) == [[0, 1, 3], [0, 2, 3]]
    assert merge_slivers([[0, 1, 3], [0, 2, 3]], [0, 200, 319, 500]) == [[0, 1, 3], [0, 1, 3]]
    assert merge_slivers([[0, 1, 2, 3]], [0, 200, 210, 500]) == [[0, 1, 2, 3]]  # a cell stands between them
    assert merge_slivers([[0, 1, 3], [0, 2, 3]], []) == [[0, 1, 3], [0, 2, 3]]
    chain = [[0, 1, 4], [0, 2, 4], [0, 3, 4]]
    assert merge_slivers(chain, [0, 200, 290, 380, 900]) == [[0, 1, 4], [0, 1, 4], [0, 3, 4]]  # no wider than a sliver
    assert merge_slivers([[0, 5], [0, 1]], [0, 100]) == [[0, 5], [0, 1]]  # a line beyond the known ones stays


def test_lines_in_use_are_numbered_from_nought() -> None:
    assert compact([[0, 3, 7], [3, 7]]) == ([[0, 1, 2], [1, 2]], 2)
    assert compact([]) == ([], 0) and compact([[]]) == ([[]], 0)


def test_a_table_has_as_many_places_as_allowed_and_not_one_more() -> None:
    rows = [row(1, 1), row(1, 1), row(1, 1)]
    assert (table(rows, [], 6).rows, table(rows, [], 6).columns) == (3, 2)
    with pytest.raises(LimitExceeded):
        table(rows, [], 5)
