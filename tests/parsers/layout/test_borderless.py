"""Tables whose rows or columns are not ruled, drawn as text."""

from __future__ import annotations

from dataclasses import replace

from parsers.document import BBox, Page, Ruling, Table, Word
from parsers.language.words import standing
from parsers.layout.cells import document_blocks
from parsers.layout.column_separators import column_edges
from parsers.layout.text_lines import lines
from tests.builders.pages import HIGH, WIDE, page, page_blocks

GOALS = """
Зорилго      Арга хэмжээ        Хийсэн               Хувь

Авлигын      Сургалт хийх       Гучин хүн            100%
эсрэг                           хамрагдав
мэдлэгийг
олгох        Самбар             Шинэчилсэн           70%
бүх                             байна
хүнд
хүргэх ба    Уулзалт            Болсон               90%
тарааж
байна
"""


def rows_of(block: object) -> list[list[str]]:
    assert isinstance(block, Table)
    return [[cell.text.replace("\n", " ") for cell in block.cells if cell.row == row] for row in range(block.rows)]


def lowered(drawn: Page, column: float, by: float) -> Page:
    """The words left of ``column`` some points lower: cells set apart do not stand level with a merged one."""
    words = [
        replace(word, bbox=BBox(word.bbox.x0, word.bbox.top + by, word.bbox.x1, word.bbox.bottom + by))
        if word.bbox.x1 < column and word.bbox.top > 12 else word
        for word in drawn.words
    ]  # fmt: skip
    return replace(drawn, words=tuple(words))


def test_white_parts_the_rows_beside_a_cell_merged_over_them() -> None:
    table = next(block for block in page_blocks(lowered(page(GOALS, ruled=False), 11 * WIDE, 2), standing))
    assert rows_of(table) == [
        ["Зорилго", "Арга хэмжээ", "Хийсэн", "Хувь"],
        [
            "Авлигын эсрэг мэдлэгийг олгох бүх хүнд хүргэх ба тарааж байна",
            "Сургалт хийх",
            "Гучин хүн хамрагдав",
            "100%",
        ],
        ["Самбар", "Шинэчилсэн байна", "70%"],
        ["Уулзалт", "Болсон", "90%"],
    ]
    assert isinstance(table, Table)
    assert next(cell for cell in table.cells if cell.text.startswith("Авлигын")).row_span == 3


CODED = """
№     Арга хэмжээ               Хийсэн                 Хувь
1     1.1. Сургалтыг бүх        Гучин хүн              100%
      хүнд зохион байгуулж
      дуусгах
2     1.2. Самбарт мэдээ        Сар бүр                70%
      байршуулах                шинэчилсэн
                                байна
3     1.3. Гомдол шийдэх        Бүгдийг                90%
"""


def test_where_rows_are_not_set_apart_they_begin_at_their_numbers() -> None:
    assert rows_of(page_blocks(page(CODED, ruled=False), standing)[0])[1:] == [
        ["1", "1.1. Сургалтыг бүх хүнд зохион байгуулж дуусгах", "Гучин хүн", "100%"],
        ["2", "1.2. Самбарт мэдээ байршуулах", "Сар бүр шинэчилсэн байна", "70%"],
        ["3", "1.3. Гомдол шийдэх", "Бүгдийг", "90%"],
    ]


def framed(drawn: Page, *columns: int) -> Page:
    """With a frame and upright rules before these letters."""
    right, bottom = drawn.width, drawn.height + 6
    frame = [Ruling(-6, y, right, y) for y in (-6.0, bottom)]
    return replace(
        drawn, rulings=(*frame, *(Ruling(x, -6, x, bottom) for x in (-6.0, *(c * WIDE - 4 for c in columns), right)))
    )


def test_a_frame_with_upright_rules_has_its_rows_from_the_text() -> None:
    for columns in ((6, 32, 55), ()):
        table = next(
            block for block in page_blocks(framed(page(CODED, ruled=False), *columns)) if isinstance(block, Table)
        )
        assert [row[0] for row in rows_of(table)] == ["№", "1", "2", "3"]


def test_a_rule_that_passes_by_a_merged_cell_parts_the_rest() -> None:
    drawn = page("""
Зорилго      Арга хэмжээ        Хийсэн               Хувь

Авлигыг      Сургалт хийх       Гучин хүн            100%
таслах       нь                 хамрагдав
             Самбар             Шинэчилсэн           70%
             хийх               байна
""", ruled=False)  # fmt: skip
    whole = [Ruling(-4, y * HIGH, drawn.width, y * HIGH) for y in (-0.2, 1.5, 6.2)]
    ruled = replace(drawn, rulings=(*whole, Ruling(12 * WIDE, 4.05 * HIGH, drawn.width, 4.05 * HIGH)))
    table = page_blocks(ruled, standing)[0]
    assert rows_of(table)[1:] == [
        ["Авлигыг таслах", "Сургалт хийх нь", "Гучин хүн хамрагдав", "100%"], ["Самбар хийх", "Шинэчилсэн байна", "70%"]
    ]  # fmt: skip


def test_rules_of_dots_are_rules_in_both_directions() -> None:
    solid = page("""
+----+----------+------+
| 1  | Сургалт  | 100% |
+----+----------+------+
| 2  | Самбар   | 70%  |
+----+----------+------+
""")
    dots = [
        Ruling(x - 0.5, y, x + 0.5, y)
        for rule in solid.rulings
        for n in range(int(max(rule.x1 - rule.x0, rule.bottom - rule.top) / 2) + 1)
        for x, y in [(rule.x0 + 2 * n, rule.top) if rule.x1 > rule.x0 else (rule.x0, rule.top + 2 * n)]
    ]
    dotted = replace(solid, rulings=tuple(dots))
    assert rows_of(page_blocks(dotted)[0]) == [["1", "Сургалт", "100%"], ["2", "Самбар", "70%"]]


SUMMARY = """
Зорилго нэгдүгээр хэсэг байна    дөрвөн ажил             50.0
Зорилго хоёрдугаар хэсэг байна   гурван ажил             70.0
Зорилго гуравдугаар хэсэг байна  гурван ажил             80.0
Зорилго дөрөвдүгээр хэсэг байна  хоёр ажил               90.0
"""


def test_another_table_above_has_its_own_columns() -> None:
    above, below = page(SUMMARY, ruled=False), page(GOALS, ruled=False)
    shift = above.height + 40
    moved = [
        replace(word, bbox=BBox(word.bbox.x0, word.bbox.top + shift, word.bbox.x1, word.bbox.bottom + shift)) for word in below.words
    ]  # fmt: skip
    both = Page(1, 400, shift + below.height, (*above.words, *moved))
    tables = [block for block in page_blocks(both, standing) if isinstance(block, Table)]
    assert [(table.columns, rows_of(table)[0][0]) for table in tables][-1] == (4, "Зорилго")


def test_the_rest_of_a_row_on_the_next_page_after_a_row_of_numbers_is_a_row() -> None:
    head = """
Д/д   Арга хэмжээ               Хийсэн                 Хувь

1     2                         3                      4

1     Сургалтыг бүх             Гучин хүн              100%
      хүнд хийх                 хамрагдав

2     Самбарт мэдээ             Сар бүр                70%
      байршуулах ба             шинэчилсэн
"""
    second = """
1     2                         3                      4

      бүх хүнд хүргэх

3     Гомдол шийдэх             Бүгдийг                90%
      ажил                      шийдсэн

4     Аян өрнүүлэх              Болсон                 80%
"""
    blocks = document_blocks([page(head, ruled=False), replace(page(second, ruled=False), number=2)])
    assert [row for row in rows_of(blocks[1][0]) if "бүх хүнд хүргэх" in row and "2" not in row]


def test_values_of_one_column_that_stand_beside_each_other_in_no_line_make_no_columns() -> None:
    rows = []
    for number, (x0, x1) in enumerate([(300, 318), (324, 327), (333, 346), (324, 327), (301, 317), (334, 345)]):
        y = 20.0 * number
        cells = ((50, 60), (80, 160), (180, 270), (x0, x1), (400, 430))
        rows += lines(Word(f"ү{number}", BBox(a, y, b, y + 10), None, 10.0) for a, b in cells)
    assert len(column_edges(rows, 49, 431)) == 4


JUSTIFIED = """
№     Арга хэмжээ                     Хийсэн                         Хувь
1     Сургалтыг бүх хүнд хийх         Гучин хүн хамрагдсан           100%
      ажлыг зохион явуулах            гэж тайланд бичсэн
2     Самбарт мэдээг байршуулж        Сар бүр шинэчилсэн             70%
      иргэнд түгээж хүргэх            гэж тайланд бичсэн
3     Гомдол хүсэлтийг шийдэх         Бүгдийг шийдсэн                90%
      хугацааг тогтоож өгөх           гэж тайланд бичсэн
4     Уулзалтыг сумдад хийх           Дөрвөн удаа болсон             80%
      хуваарийг гаргаж өгөх           гэж тайланд бичсэн
Зорилго хоёрдугаар иргэдийн оролцоог нэмэгдүүлж хяналтыг сайжруулах ажил
5     Ил       тод        байх        Ил       тод       байв        50%
      журмыг   бүгд       мөрдөх      журам    бүрэн     гарсан
"""


def test_wide_blanks_in_the_last_row_are_no_columns_of_another_table() -> None:
    tables = [block for block in page_blocks(page(JUSTIFIED, ruled=False), standing) if isinstance(block, Table)]
    assert len(tables) == 1
    assert rows_of(tables[0])[-1] == ["5", "Ил тод байх журмыг бүгд мөрдөх", "Ил тод байв журам бүрэн гарсан", "50%"]


def test_a_header_that_comes_again_over_an_edge_is_above_the_rest_of_the_row() -> None:
    head = """
№     Арга хэмжээ               Хийсэн                 Явцын
                                ба дууссан ажил бүгдээ хувь

1     Сургалтыг бүх             Гучин хүн                 100%
      хүнд хийх                 хамрагдав

2     Самбарт мэдээ             Сар бүр                    70%
      байршуулах ба             шинэчилсэн

3     Гомдол шийдэх             Бүгдийг                    90%
      ажлыг бүх                 шийдсэн
"""
    second = """
№     Арга хэмжээ               Хийсэн                 Явцын
                                ба дууссан ажил бүгдээ хувь
      хүнд хүргэх

4     Аян өрнүүлэх              Болсон                     80%
"""
    blocks = document_blocks([page(head, ruled=False), replace(page(second, ruled=False), number=2)])
    assert rows_of(blocks[1][0])[1:] == [["", "хүнд хүргэх", "", ""], ["4", "Аян өрнүүлэх", "Болсон", "80%"]]


HEADED = """
№     Арга хэмжээ               Хийсэн            Зарцуулсан     Хувь

1     Сургалтыг бүх             Гучин хүн         хамрагдав 50   100%
      хүнд хийх                 ирсэн байна

2     Самбарт мэдээ             Сар бүр                     70    70%
      байршуулах ба             шинэчилсэн

3     Гомдол шийдэх             Бүгдийг                      9    90%
      ажил                      шийдсэн
"""


def level_rules(drawn: Page, *rows: float) -> Page:
    return replace(drawn, rulings=tuple(Ruling(-4, y * HIGH, drawn.width + 4, y * HIGH) for y in rows))


def test_a_head_above_the_first_rule_tells_where_the_columns_are() -> None:
    drawn = page(HEADED.replace("хамрагдав 50", "          50"), ruled=False)
    table = page_blocks(level_rules(drawn, 1.5, 4.5, 7.5, 10.5), standing)[0]
    assert rows_of(table)[0] == ["№", "Арга хэмжээ", "Хийсэн", "Зарцуулсан", "Хувь"]
    assert rows_of(table)[2] == ["2", "Самбарт мэдээ байршуулах ба", "Сар бүр шинэчилсэн", "70", "70%"]


def test_a_shaded_head_belongs_to_the_rows_with_level_rules_below() -> None:
    drawn = level_rules(page(HEADED, ruled=False), 4.5, 7.5, 10.5)
    shaded = replace(drawn, shades=(BBox(-4.0, -4.0, drawn.width + 4, 1.5 * HIGH),))
    tables = [block for block in page_blocks(shaded, standing) if isinstance(block, Table)]
    assert len(tables) == 1
    assert rows_of(tables[0])[0] == ["№", "Арга хэмжээ", "Хийсэн", "Зарцуулсан", "Хувь"]
    assert [row[0] for row in rows_of(tables[0])[1:]] == ["1", "2", "3"]


def scaled(drawn: Page, by: float, shift: float, number: int) -> Page:
    words = tuple(
        replace(word, bbox=BBox(shift + word.bbox.x0 * by, word.bbox.top * by, shift + word.bbox.x1 * by, word.bbox.bottom * by))
        for word in drawn.words
    )  # fmt: skip
    return replace(drawn, words=words, number=number, origin="ocr", width=500.0)


def test_photos_of_different_scale_have_columns_of_their_own() -> None:
    drawn = page(HEADED.replace("хамрагдав 50", "          50"), ruled=False)
    blocks = document_blocks([scaled(drawn, 1.0, 0.0, 1), scaled(drawn, 0.93, 18.0, 2)], standing)
    heads = [rows_of(block)[0] for page_ in blocks for block in page_ if isinstance(block, Table)]
    assert heads == [["№", "Арга хэмжээ", "Хийсэн", "Зарцуулсан", "Хувь"]] * 2


def test_level_rules_part_the_rows_between_shaded_ones() -> None:
    drawn = page("""
Зорилго нэг дэх иргэдийн мэдлэгийг нэмэгдүүлэх ажил
      Сургалтыг бүх             Гучин хүн
1     хүнд хийх                 ирсэн байна       50   100%
      ажил                      гэнэ
      Самбарт мэдээ             Сар бүр
2     байршуулах ба             шинэчилсэн        70    70%
      Гомдол шийдэх             Бүгдийг
3     ажил                      шийдсэн            9    90%
""", ruled=False)  # fmt: skip
    shaded = replace(level_rules(drawn, 1.0, 4.0, 6.0, 8.0), shades=(BBox(-4.0, -2.0, drawn.width + 4, HIGH),))
    assert [row[0] for row in rows_of(page_blocks(shaded, standing)[0])[1:]] == ["1", "2", "3"]


def test_rows_that_share_one_shade_are_parted_by_their_goal() -> None:
    drawn = page("""
№     Арга хэмжээ               Хийсэн            Зарц  Хувь

Зорилго нэг дэх иргэдийн мэдлэгийг нэмэгдүүлэх ажил

1     Сургалтыг бүх             Гучин хүн         50    100%
      хүнд хийх                 ирсэн байна

2     Самбарт мэдээ             Сар бүр           70     70%
      байршуулах ба             шинэчилсэн

Зорилго хоёр дахь хяналтыг сайжруулах ажил

3     Гомдол шийдэх             Бүгдийг            9     90%
      ажил                      шийдсэн
""", ruled=False)  # fmt: skip
    right = drawn.width + 4
    shades = tuple(
        BBox(-4.0, top * HIGH, right, bottom * HIGH) for top, bottom in ((-0.2, 1.5), (1.6, 6.5), (9.5, 14.2))
    )
    rows = rows_of(page_blocks(replace(drawn, shades=shades), standing)[0])
    assert [row[0] for row in rows if len(row) > 1] == ["№", "1", "2", "3"]


def test_a_head_between_rules_has_its_rows_below_and_on_the_next_page() -> None:
    drawing = """
№      Арга хэмжээ        Хийсэн               Хувь
1.1    Сургалт хийх       Гучин хүн            100%
       дотооддоо          хамрагдав

1.2    Самбар             Шинэчилсэн           70%
                          байна

1.3    Уулзалт            Болсон               90%
                          сайхан

1.4    Судалгаа           Авсан                80%
                          ба одоо
"""
    next_page = """
                          цааш
                          явна
1.5    Аян                Өрнөв                50%
                          сайн
"""
    first = page(drawing)
    rules = tuple(Ruling(0, y, first.width, y) for y in (0.0, HIGH))
    (table,), (more,) = document_blocks([replace(first, rulings=rules), page(next_page, number=2)], standing)
    assert [row[0] for row in rows_of(table)] == ["№", "1.1", "1.2", "1.3", "1.4"]
    assert [row[2] for row in rows_of(more)] == ["цааш явна", "Өрнөв сайн"]
