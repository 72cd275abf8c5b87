"""Columns printed on pages of their own come back to the rows that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.document import BBox, Block, Cell, Document, Paragraph, Place, Table
from parsers.reshaping.pages_beside import with_pages_beside

LEVELS = (75.0, 95.0, 160.0, 200.0, 225.0, 300.0)


def tile(page: int, levels: Sequence[float], lefts: Sequence[float], name: str, lower: float = 0.0) -> Table:
    """A table with one cell for each pair of levels and lefts, the texts ``name`` with row and column."""
    cells = tuple(
        Cell(row, n, f"{name}{row}.{n} үг", places=(Place(page, BBox(x0, top + lower, x1, bottom + lower)),))
        for row, (top, bottom) in enumerate(pairwise(levels))
        for n, (x0, x1) in enumerate(pairwise(lefts))
    )
    return Table(len(levels) - 1, len(lefts) - 1, cells, (Place(page),))


def document(*blocks: Block) -> Document:
    return Document("drawn", "0" * 64, 0, "", "pdf", blocks)


def drawn(table: Table) -> list[str]:
    return [" ".join(cell.text.removesuffix(" үг") if cell else "." for cell in row) for row in table.grid()]


HOME = tile(1, LEVELS, (30, 60, 200, 400), "a")


def test_a_last_column_on_a_page_of_its_own_is_the_last_column() -> None:
    (joined,) = with_pages_beside(document(HOME, tile(2, LEVELS, (30, 90), "b"))).blocks
    assert isinstance(joined, Table)
    assert drawn(joined) == [f"a{n}.0 a{n}.1 a{n}.2 b{n}.0" for n in range(5)]
    assert [place.page for place in joined.places] == [1, 2]


def test_pages_down_come_before_pages_beside() -> None:
    below = (40.0, 90.0, 100.0, 180.0, 210.0, 290.0)
    lower = tile(2, below, (30, 60, 200, 400), "c")
    made = with_pages_beside(document(HOME, lower, tile(3, LEVELS, (30, 90), "b"), tile(4, below, (30, 90), "d")))
    assert [drawn(table)[0] for table in made.tables()] == ["a0.0 a0.1 a0.2 b0.0", "c0.0 c0.1 c0.2 d0.0"]


def test_few_rows_go_with_pages_as_far_apart_as_those_before() -> None:
    foot = (40.0, 96.0)
    last, rest = tile(2, foot, (30, 60, 200, 400), "c"), tile(4, foot, (30, 90, 160, 230), "d")
    first, more = HOME, tile(3, LEVELS, (30, 90, 160, 230), "b")
    made = list(with_pages_beside(document(first, last, more, rest)).tables())
    assert [drawn(table)[0] for table in made] == [
        "a0.0 a0.1 a0.2 b0.0 b0.1 b0.2", "c0.0 c0.1 c0.2 d0.0 d0.1 d0.2",
    ]  # fmt: skip
    assert len(list(with_pages_beside(document(last, rest)).tables())) == 2


def test_a_cell_merged_down_on_one_page_covers_the_rows_of_the_other() -> None:
    (joined,) = with_pages_beside(document(HOME, tile(2, (75, 95, 200, 225, 300), (30, 90), "b"))).blocks
    assert isinstance(joined, Table)
    assert [line.split()[-1] for line in drawn(joined)] == ["b0.0", "b1.0", "b1.0", "b2.0", "b3.0"]


@pytest.mark.parametrize(
    ("beside", "why"),
    [
        (tile(1, LEVELS, (410, 500), "b"), "it stands on the same page"),
        (tile(2, LEVELS, (30, 60, 200, 400), "b"), "it has the columns of the first: it goes on below"),
        (tile(2, (75, 95, 160, 200), (30, 90), "b"), "too few rows"),
        (tile(2, LEVELS, (30, 90), "a"), "it repeats the head of the first"),
        (tile(2, (*LEVELS[:-1], 304.0), (30, 90), "b"), "it ends elsewhere"),
        (tile(2, (75, 110, 130, 180, 250, 300), (30, 90), "b"), "its rows are not as high"),
        (tile(2, (75, 120, 165, 210, 255, 300), (30, 90), "b"), "rows all as high as each other"),
    ],
)
def test_what_only_looks_so_stays_a_table_of_its_own(beside: Table, why: str) -> None:
    whole = document(HOME, Paragraph("Хоёрдугаар хуудас"), beside)
    assert with_pages_beside(whole) == whole, why


def test_tables_without_boxes_are_left_alone() -> None:
    plain = Table(5, 1, tuple(Cell(row, 0, "б") for row in range(5)))
    whole = document(plain, Table(0, 0, ()), HOME, plain)
    assert with_pages_beside(whole) == whole


heights = st.lists(st.floats(12, 90), min_size=4, max_size=12)


@given(heights, st.integers(1, 4), st.floats(-30, 30), st.data())
def test_no_cell_is_lost_and_each_stands_beside_its_row(
    high: list[float], columns: int, lower: float, data: st.DataObject
) -> None:
    levels = [50.0]
    for one in high:
        levels.append(levels[-1] + one)
    jitter = [data.draw(st.floats(-0.6, 0.6)) for _ in levels]
    home = tile(1, levels, (30, 60, 200), "a")
    beside = tile(
        2, [a + b for a, b in zip(levels, jitter, strict=True)], [30 + 45.0 * n for n in range(columns + 1)], "b", lower
    )
    made = list(with_pages_beside(document(home, beside)).tables())
    assert sorted(cell.text for table in made for cell in table.cells) == sorted(
        cell.text for table in (home, beside) for cell in table.cells
    )
    for row, line in enumerate(made[0].grid()):
        assert {cell.text.split(".")[0][1:] for cell in line if cell} == {str(row)}
