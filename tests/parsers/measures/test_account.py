"""What became of each row and of every other word: counted, kept, and told where rows may be hidden."""

from __future__ import annotations

import re

import pytest

from parsers.document import BBox, Block, Cell, Document, Note, Paragraph, Place, Table
from parsers.measures.account import RowAccount, lines_left_out, tables_left_out, text_between, words_around
from parsers.measures.parts import Part
from parsers.measures.table_grid import body_leaves, table_grid
from parsers.report import Leftover, Tally


def test_every_row_is_counted_once_under_what_became_of_it() -> None:
    account = RowAccount()
    for _ in range(6):
        account.see()
    account.join()
    account.join()
    account.skip(3, "total_row", "Нийт 88%", "total")
    account.skip(None, "blank_row", " ", "no words")
    account.keep(4, "text", "Танилцсан", "outside")
    assert account.tally(2) == Tally(6, 2, 2, 2)
    assert account.leftovers == [
        Leftover(3, "total_row", "Нийт 88%", "total"),
        Leftover(4, "text", "Танилцсан", "outside"),
    ]


def test_rows_put_aside_become_paragraphs_above_or_below() -> None:
    account, place = RowAccount(), (Place(2),)
    account.aside(True, [Cell(0, 0, "Тайлан", places=place, bold=True)])
    account.aside(False, [Cell(8, 0, "Дарга"), Cell(8, 1, "Б.Номин")])
    assert account.before == [Paragraph("Тайлан", place, "", True)]
    assert [paragraph.text for paragraph in account.after] == ["Дарга", "Б.Номин"]


def test_a_cell_without_a_place_is_found() -> None:
    account, cells = RowAccount(), tuple(Cell(0, n, text) for n, text in enumerate(("ажил", "100%", " ", "нэр")))
    account.place(cells[:1])
    account.place(cells[3:])
    assert account.unplaced(Table(1, 4, cells)) == [cells[1]]


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


def kept(*blocks: Block, inside: tuple[int, ...], used: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    return [(left.kind, left.text) for left in words_around(document(*blocks), inside, used)]


def test_every_word_around_the_tables_is_kept_and_said_what_it_is() -> None:
    head = Table(1, 2, (Cell(0, 0, "МОНГОЛ УЛС"), Cell(0, 1, "Дорнод")))
    blocks = (
        Paragraph("Соёлын төв"), head, Paragraph("- 1 -"), table("а"), Paragraph("Зорилго 2. Ёс зүй"), table("б"),
        Paragraph("Б" * 120), Paragraph("Танилцсан: Дарга Б.Болд"), Paragraph(""), Paragraph("Тайлангийн хавсралт 1"),
        Table(2, 1, (Cell(0, 0, "Нэр"), Cell(1, 0, ""))),
    )  # fmt: skip
    assert kept(*blocks, inside=(3, 5), used=(4,)) == [
        ("front_matter", "Соёлын төв"), ("front_matter", "МОНГОЛ УЛС | Дорнод"), ("furniture", "- 1 -"), ("prose", "Б" * 120),
        ("sign_off", "Танилцсан: Дарга Б.Болд"), ("annex", "Тайлангийн хавсралт 1"), ("annex", "Нэр"),
    ]  # fmt: skip


def test_a_line_of_a_table_that_was_not_read_is_kept_with_its_page() -> None:
    (left,) = words_around(document(table("а"), Table(1, 1, (Cell(0, 0, "үг", places=(Place(7),)),))), (0,), ())
    assert (left.page, left.text) == (7, "үг")


def other(*rows: tuple[str, ...]) -> Table:
    width = max(map(len, rows))
    cells = (Cell(n, m, text, places=(Place(3),)) for n, row in enumerate(rows) for m, text in enumerate(row))
    return Table(len(rows), width, tuple(cells))


DONE = ("Сургалт, сурталчилгаа зохион байгуулах", "100%")


def test_a_table_of_measures_that_was_not_read_is_told_wherever_it_stands() -> None:
    lost = other(DONE, DONE, DONE)
    assert [note.page for note in left_out(lost, table("а"), parts=(1,))] == [3]
    assert [note.page for note in left_out(table("а"), Paragraph("Хавсралт хоёр"), lost)] == [3]
    assert left_out(table("а"), Paragraph("Хавсралт хоёр"), other(DONE, DONE)) == []


def test_tables_of_names_and_figures_are_no_measures() -> None:
    people = other(
        ("1", "Албан хаагчдын нэр", "Б.Болд"), ("2", "Албан хаагчдын нэр", "Ц.Номин"), ("3", "Нэр", "Д.Анар")
    )
    means = other(("Зорилго 1", "5", "95%"), ("Зорилго 2", "3", "90%"), ("Зорилго 3", "4", "100%"))
    assert left_out(table("а"), Paragraph("Хавсралт хоёр"), people, means) == []


def test_a_column_of_nothing_but_completions_is_told() -> None:
    def column(*texts: str) -> list[Note]:
        return left_out(table("а"), Paragraph("Хавсралт хоёр"), other(*((text,) for text in texts)))

    assert len(column("Үнэлгээ", "100%", "Бүрэн хэрэгжсэн", "85.5 хувь")) == 1
    assert column("Үнэлгээ", "100%", "Бүрэн хэрэгжсэн") == []
    assert column("Нэр", "Б.Болд", "Ц.Номин", "Д.Анар") == []


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("1.1 Сургалт зохион байгуулах 100%", True), ("1.1 Сургалт зохион байгуулах", False),
        ("Сургалт\tзохион\t100 хувь", True), ("Дарга\tБ.Болд\t99112233", False),
        ("ДАРГА\t100%", False), ("1.1 Хувь хэмжээ 100% болсон тул цаашид үргэлжлүүлэн зохион байгуулна", False),
        ("2.3 Зардал 1.5 сая төг", True),
    ],
)  # fmt: skip
def test_lines_outside_of_tables_that_look_like_rows_are_told(line: str, row: bool) -> None:
    names = ("Аймгийн", "Хотын захиргааны", "Цэцэрлэг, сургуулийн")
    lines = [Paragraph(re.sub(r"\s", rf"\g<0>{name} ", line, count=1), (Place(2),)) for name in names]
    three = document(table("а"), *lines)
    assert [note.page for note in lines_left_out(three, (0,), ())] == ([2] if row else [])
    assert lines_left_out(document(table("а"), *lines[:2]), (0,), ()) == []
    assert lines_left_out(three, (0,), (1,)) == []
