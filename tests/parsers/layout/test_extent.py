"""Rows beyond the first and the last rule of a table, and tables that go on without rules."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from parsers.document import Page, Paragraph, Ruling, Table
from parsers.layout.cells import document_blocks
from tests.builders.pages import HIGH, page, page_blocks

OPEN_HEAD_AND_FOOT = """
             Биелэлтийн тайлан, хоёрдугаар хагас жил
  №    Арга хэмжээ   Биелэлт      Хувь
+----+-------------+------------+------+
| 1  | Сургалт     | Хийсэн     | 100% |
+----+-------------+------------+------+
| 2  | Самбар      | Шинэчилсэн | 70%  |
+----+-------------+------------+------+
  3    Уулзалт хийх  Болсон       90%
       ажил

Танилцсан захирал: Б.Номин
"""

WHITE = """
№     Арга хэмжээ              Биелэлт                     Хувь

1     Албан хаагчдын дунд      Сургалтад гучин хүн         100%
      сургалт хийх             хамрагдав

2     Самбарт мэдээлэл         Самбарыг сар бүр            70%
      байршуулах               шинэчилсэн
"""


def rows_of(block: object) -> list[list[str]]:
    assert isinstance(block, Table)
    return [[cell.text for cell in block.cells if cell.row == row] for row in range(block.rows)]


def test_an_unruled_header_and_a_last_row_without_a_bottom_line_belong_to_the_table() -> None:
    blocks = page_blocks(page(OPEN_HEAD_AND_FOOT))
    assert [type(block) for block in blocks] == [Paragraph, Table, Paragraph]
    assert rows_of(blocks[1]) == [
        ["№", "Арга хэмжээ", "Биелэлт", "Хувь"],
        ["1", "Сургалт", "Хийсэн", "100%"],
        ["2", "Самбар", "Шинэчилсэн", "70%"],
        ["3", "Уулзалт хийх ажил", "Болсон", "90%"],
    ]


def test_text_that_fills_few_columns_or_stands_far_away_stays_outside() -> None:
    far = OPEN_HEAD_AND_FOOT.replace("  3    Уулзалт", "\n\n\n  3    Уулзалт")
    few = OPEN_HEAD_AND_FOOT.replace("Болсон       90%", "").replace("  3    Уулзалт хийх", "       Уулзалт хийх")
    for drawing in (far, few):
        assert rows_of(page_blocks(page(drawing))[1])[-1][0] == "2"


def drawn_cell_by_cell(drawing: str, at: tuple[float, ...]) -> Page:
    """Level rules where the drawing has empty lines, in one piece for each column, as browsers draw bottom borders."""
    bare = page(drawing, ruled=False)
    levels = [(n + 0.5) * HIGH for n, line in enumerate(drawing.strip("\n").split("\n")) if not line]
    rules = [Ruling(a, y, b, y) for y in [*levels, bare.height] for a, b in pairwise(at)]
    return replace(bare, rulings=tuple(rules))


def test_level_rules_drawn_cell_by_cell_tell_the_columns() -> None:
    crowded = """
№     Арга хэмжээ нь ямар байх Биелэлт                     Хувь

1     Албан хаагчдын дунд олон Сургалтад гучин хүн         100%
      сургалт хийх, танилцуулж хамрагдав

2     Самбарт мэдээлэл байнгын Самбарыг сар бүр            70%
      байршуулах, сэргээн тавь шинэчилсэн
"""
    found = page_blocks(drawn_cell_by_cell(crowded, (0.0, 33.0, 184.0, 355.0, 395.0)))
    assert rows_of(found[0])[1] == [
        "1",
        "Албан хаагчдын дунд олон сургалт хийх, танилцуулж",
        "Сургалтад гучин хүн хамрагдав",
        "100%",
    ]


def test_a_white_table_goes_on_in_one_row_of_the_next_page() -> None:
    rest = """
3     Гомдлыг хугацаанд        Бүгдийг шийдсэн             90%
      нь шийдэх
"""
    more = replace(page(rest, ruled=False, number=2), width=page(WHITE, ruled=False).width)
    white = WHITE + "\n" + rest.replace("3 ", "9 ").replace("Гомдлыг", "Санал")
    blocks = document_blocks([page(white, ruled=False), more])
    assert rows_of(blocks[1][0]) == [["3", "Гомдлыг хугацаанд нь шийдэх", "Бүгдийг шийдсэн", "90%"]]


def test_rules_that_begin_beside_merged_cells_give_no_column_edge_away() -> None:
    partial = drawn_cell_by_cell(WHITE, (33.0, 395.0))
    whole = [Ruling(0.0, y, 395.0, y) for y in (-3.0, partial.height + 3)]
    found = page_blocks(replace(partial, rulings=(*whole, *partial.rulings)))
    assert len(rows_of(found[0])[0]) == 4
