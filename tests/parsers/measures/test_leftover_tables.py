"""Text and tables that were passed over between the measure tables are told."""

from __future__ import annotations

from parsers.document import BBox, Block, Cell, Document, Note, Paragraph, Place, Table
from parsers.measures.leftover_tables import tables_left_out, text_between
from parsers.measures.parts import Part
from parsers.measures.table_grid import body_leaves, table_grid


def table(text: str, columns: int = 3, left: float = 60.0, page: int = 1) -> Table:
    cells = tuple(
        Cell(
            row, n, text, places=(Place(page, BBox(left + 100 * n, 20.0 * row, left + 100 * n + 100, 20.0 * row + 20)),)
        )
        for row in range(2)
        for n in range(columns)
    )
    return Table(2, columns, cells, (Place(page),))


def document(*blocks: Block) -> Document:
    return Document("drawn", "0" * 64, 0, "", "pdf", blocks, ())


def said(letters: int, page: int | None = 1) -> Paragraph:
    return Paragraph("аб" * (letters // 2) + " 12", (Place(page),) if page else ())


def between(*blocks: Block, used: tuple[int, ...] = ()) -> list[tuple[str, int | None]]:
    return [(note.text.split()[0], note.page) for note in text_between(document(*blocks), (0, len(blocks) - 1), used)]


def test_much_text_between_two_tables_is_told_by_page() -> None:
    one = table("а")
    assert between(one, said(120), one) == [("120", 1)]
    assert between(one, said(118), one) == []
    assert between(one, said(80), Paragraph("вг" * 30, (Place(1),)), said(122, 2), one) == [("140", 1), ("122", 2)]
    assert between(one, said(120, None), one) == [("120", None)]
    assert between(one, said(120), one, used=(1,)) == []


def test_text_outside_the_tables_is_none_between() -> None:
    blocks = (said(130), table("а"), table("а"), said(140))
    assert text_between(document(*blocks), (1, 2), ()) == []


def left_out(*blocks: Block, parts: tuple[int, ...] = (0,)) -> list[Note]:
    grids = [table_grid(n, block) for n, block in enumerate(blocks) if n in parts and isinstance(block, Table)]
    return tables_left_out(document(*blocks), [Part(grid, None, tuple(body_leaves(grid))) for grid in grids])


LONG = "абвгд" * 4  # 20 letters in each of six cells: just enough


def test_a_wide_table_behind_the_last_part_is_told() -> None:
    assert left_out(table("а"), table(LONG, page=2)) == [Note("table_left_out", "120 letters in 2 rows", 2)]
    assert left_out(table("а"), table(LONG[1:], page=2)) == []
    assert left_out(table("а"), table(LONG * 2, columns=2)) == []
    assert left_out(table("а"), table(LONG, left=90)) == []


def test_words_behind_the_last_part_end_the_search() -> None:
    assert left_out(table("а"), Paragraph("Хавсралт хоёр"), table(LONG)) == []
    assert len(left_out(table("а"), Paragraph("- 2 -"), table(LONG))) == 1


def test_between_two_parts_words_end_nothing() -> None:
    blocks = (table("а"), Paragraph("Хавсралт хоёр"), table(LONG), table("а"))
    assert len(left_out(*blocks, parts=(0, 3))) == 1
    assert len(left_out(blocks[0], blocks[1], table(LONG, left=90), blocks[3], parts=(0, 3))) == 1
    assert left_out(*blocks, parts=(0, 2, 3)) == []
    assert left_out(table(LONG), table("а"), parts=(1,)) == []
