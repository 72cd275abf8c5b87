"""Words and rules -> blocks, with pages drawn as text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parsers.document import BBox, Page, Paragraph, Ruling, Table, Word
from parsers.layout.cells import (
    _align,
    _padding,
    _wraps,
    document_blocks,
    least_sure,
    mostly_bold,
    regions_of,
)
from parsers.layout.lattice import Lattice, LatticeCell
from parsers.layout.regions import survey
from parsers.layout.text_lines import TextLine, lines
from tests.builders.pages import page, page_blocks

GRID = """
   Тайлан
+----+----------+------+
| №  | Арга     | Хувь |
|    | хэмжээ   |      |
+----+----------+------+
| Зорилго 1             |
+----+----------+------+
| 1  | Сургалт  | 100% |
+----+----------+------+
   Захирал
"""


def cells(blocks: tuple[object, ...]) -> list[list[tuple[int, int, str]]]:
    """(column, columns, text) of every cell, row by row, of the first table."""
    table = next(block for block in blocks if isinstance(block, Table))
    return [
        [(cell.column, cell.column_span, cell.text) for cell in table.cells if cell.row == row]
        for row in range(table.rows)
    ]


def texts(blocks: tuple[object, ...]) -> list[list[str]]:
    return [[text for _, _, text in row] for row in cells(blocks)]


EXPECTED = [
    [(0, 1, "№"), (1, 1, "Арга хэмжээ"), (2, 1, "Хувь")],
    [(0, 3, "Зорилго 1")],
    [(0, 1, "1"), (1, 1, "Сургалт"), (2, 1, "100%")],
]


def test_a_grid_with_a_goal_row_between_paragraphs() -> None:
    blocks = page_blocks(page(GRID.replace("| Зорилго 1             |", "| Зорилго 1            |")))
    assert [type(block) for block in blocks] == [Paragraph, Table, Paragraph]
    assert cells(blocks) == EXPECTED


def test_short_segments_double_lines_and_lines_off_by_a_point_are_the_same_table() -> None:
    drawn = page(GRID.replace("| Зорилго 1             |", "| Зорилго 1            |"))
    broken = [piece for rule in drawn.rulings for piece in _pieces(rule)]
    doubled = [*drawn.rulings, *(_moved(rule, 1.8) for rule in drawn.rulings)]
    crooked = [_moved(rule, 1.2 if n % 2 else -0.9) for n, rule in enumerate(drawn.rulings)]
    for rules in (broken, doubled, crooked):
        assert cells(page_blocks(replace(drawn, rulings=tuple(rules)))) == EXPECTED


def test_a_cell_merged_down_spans_its_rows() -> None:
    blocks = page_blocks(
        page("""
+----+------+
| 1  | Нэг  |
|    +------+
|    | Хоёр |
+----+------+
""")
    )
    table = next(block for block in blocks if isinstance(block, Table))
    assert [(cell.text, cell.row_span) for cell in table.cells] == [("1", 2), ("Нэг", 1), ("Хоёр", 1)]


def test_a_page_frame_is_no_table() -> None:
    drawn = page(GRID.replace("| Зорилго 1             |", "| Зорилго 1            |"))
    wide, high = drawn.width + 40, drawn.height + 40
    frame = [Ruling(-20, y, wide, y) for y in (-20, high)] + [Ruling(x, -20, x, high) for x in (-20, wide)]
    assert cells(page_blocks(replace(drawn, rulings=(*drawn.rulings, *frame)))) == EXPECTED


OPEN = """
№     Арга хэмжээ              Биелэлт                     Хувь

1     Албан хаагчдын дунд      Сургалтад гучин хүн         100%
      сургалт хийх             хамрагдав

Зорилго 2. Хяналтыг сайжруулах ажлыг өргөжүүлэх нь

2     Самбарт мэдээлэл         Самбарыг сар бүр            70%
      байршуулах               шинэчилсэн

3     Гомдлыг хугацаанд        Бүгдийг шийдсэн             90%
      нь шийдэх
"""


def test_columns_from_white_space_alone_and_rows_from_numbers() -> None:
    rows = texts(page_blocks(page(OPEN, ruled=False)))
    assert rows[1] == ["1", "Албан хаагчдын дунд сургалт хийх", "Сургалтад гучин хүн хамрагдав", "100%"]
    assert rows[2] == ["Зорилго 2. Хяналтыг сайжруулах ажлыг өргөжүүлэх нь"]
    assert rows[4] == ["3", "Гомдлыг хугацаанд нь шийдэх", "Бүгдийг шийдсэн", "90%"]


def test_a_scan_without_rules_gives_the_same_rows() -> None:
    assert texts(page_blocks(page(OPEN, ruled=False, confidence=0.9))) == texts(page_blocks(page(OPEN, ruled=False)))


def test_pages_without_column_rules_share_their_columns() -> None:
    first = page(OPEN, ruled=False)
    rows = [index * 12 + 6.0 for index, line in enumerate(OPEN.strip("\n").split("\n")) if not line]
    rules = tuple(Ruling(0, y, first.width, y) for y in (-3.0, *rows, first.height))
    little = page("""
4     Тайлан гаргах            Гаргасан                    -
""", ruled=False)  # fmt: skip
    second = replace(
        little, number=2, width=first.width, rulings=(Ruling(0, -3, first.width, -3), Ruling(0, 14, first.width, 14))
    )
    blocks = document_blocks([replace(first, rulings=rules), second])
    assert texts(blocks[1]) == [["4", "Тайлан гаргах", "Гаргасан", "-"]]


def word(text: str, x0: float, x1: float, top: float, blank: bool = False) -> Word:
    return Word(text, BBox(x0, top, x1, top + 10), None, 10.0, blank_after=blank)


def boxed(width: float, *words: Word) -> Page:
    """One cell ``width`` wide beside another, so that the two make a table."""
    xs, ys = (0.0, width, width + 50), (0.0, 60.0)
    rules = [Ruling(0, y, xs[-1], y) for y in ys] + [Ruling(x, 0, x, 60) for x in xs]
    return Page(1, 300, 100, words, tuple(rules))


def test_a_word_that_the_column_cut_is_whole_again() -> None:
    cut = boxed(64, word("Хэрэгжилти", 2, 62, 2), word("йн", 2, 14, 14), word("хувь", 2, 26, 26))
    assert texts(page_blocks(cut))[0][0].replace("\n", " ") == "Хэрэгжилтийн хувь"


def test_words_that_merely_fill_their_lines_stay_apart() -> None:
    whole = boxed(64, word("Хэрэгжилт", 2, 58, 2), word("үргэлжилж", 2, 58, 14), word("байна", 2, 32, 26))
    known = {"хэрэгжилт", "үргэлжилж", "байна"}.__contains__
    assert texts(page_blocks(whole, known))[0][0] == "Хэрэгжилт үргэлжилж байна"


def test_hyphens_at_line_ends_go_or_stay() -> None:
    cases = (("хэрэг-", "жилт", "хэрэгжилт"), ("2-", "дугаар", "2-дугаар"), ("АТГ-", "аас", "АТГ-аас"))
    for first, second, expected in cases:
        text = boxed(64, word(first, 2, 62, 2), word(second, 2, 40, 14))
        assert texts(page_blocks(text))[0][0] == expected


def test_a_line_that_the_writer_ended_is_a_paragraph_and_a_dash_before_a_figure_is_not() -> None:
    text = boxed(
        104, word("-", 2, 6, 2), word("Сургалт", 9, 60, 2), word("-", 2, 6, 14), word("Албан", 9, 50, 14),
        word("хаагчид", 53, 101, 14), word("–", 2, 8, 26), word("31", 11, 23, 26), word("хүн", 26, 44, 26),
    )  # fmt: skip
    assert texts(page_blocks(text))[0][0] == "- Сургалт\n- Албан хаагчид – 31 хүн"


def test_a_labelled_line_of_a_form_does_not_go_on_from_the_title() -> None:
    words = [
        word("ТӨЛӨВЛӨГӨӨНИЙ", 2, 90, 2), word("ХЭРЭГЖИЛТ", 93, 150, 2), word("Байгууллагын", 2, 60, 14),
        word("нэр:", 63, 80, 14), word("Соёлын", 83, 110, 14), word("төв", 113, 130, 14),
    ]  # fmt: skip
    page = Page(number=1, width=160, height=200, words=tuple(words), rulings=())
    assert [b.text for b in page_blocks(page) if isinstance(b, Paragraph)] == [
        "ТӨЛӨВЛӨГӨӨНИЙ ХЭРЭГЖИЛТ", "Байгууллагын нэр: Соёлын төв",
    ]  # fmt: skip


def test_a_sideways_heading_is_read_in_its_own_direction() -> None:
    heading = (
        Word("Хугацаа", BBox(10, 20, 20, 55), None, 10.0, angle=90), Word("хэтэрсэн", BBox(24, 15, 34, 55), None, 10.0, angle=90)
    )  # fmt: skip
    assert texts(page_blocks(boxed(64, *heading)))[0][0].replace("\n", " ") == "Хугацаа хэтэрсэн"


def test_a_sign_off_line_keeps_its_two_places_apart() -> None:
    blocks = page_blocks(Page(1, 600, 800, (word("ЗАХИРАЛ", 40, 90, 10), word("Б.Болд", 400, 440, 10))))
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["ЗАХИРАЛ\tБ.Болд"]


def _moved(rule: Ruling, by: float) -> Ruling:
    if rule.x0 == rule.x1:
        return Ruling(rule.x0 + by, rule.top, rule.x1 + by, rule.bottom)
    return Ruling(rule.x0, rule.top + by, rule.x1, rule.bottom + by)


def _pieces(rule: Ruling) -> list[Ruling]:
    count = 9
    at = [(n / count, (n + 0.9) / count) for n in range(count)]
    wide, high = rule.x1 - rule.x0, rule.bottom - rule.top
    return [Ruling(rule.x0 + wide * a, rule.top + high * a, rule.x0 + wide * b, rule.top + high * b) for a, b in at]


numbers = st.floats(0, 600, allow_nan=False)
words = st.builds(
    lambda text, x, y, wide, angle: Word(text, BBox(x, y, x + wide, y + 10), None, 10.0, angle=angle),
    st.text("абвөү1-", min_size=1, max_size=6), numbers, numbers, st.floats(1, 90), st.sampled_from((0, 0, 0, 90, 270)),
)  # fmt: skip
rules = st.builds(
    lambda x, y, long, flat: Ruling(x, y, x + long, y) if flat else Ruling(x, y, x, y + long),
    numbers, numbers, st.floats(0, 500), st.booleans(),
)  # fmt: skip


def _printed(x0: float, x1: float, top: float) -> Word:
    return Word("1", BBox(x0, top, x1, top + 10), None, 10.0)


@given(st.lists(words, max_size=25), st.lists(rules, max_size=25))
@example(
    [_printed(0, 1, 0) for _ in range(15)] + [_printed(0, 63, 95), _printed(1, 2, 96)],
    [Ruling(0, 0, 30, 0), Ruling(6, 0, 6, 105)],
)  # a narrow word printed over a wide one, whose middle stands further right
def test_no_word_is_lost_or_told_twice_whatever_the_rules(found: list[Word], drawn: list[Ruling]) -> None:
    blocks = page_blocks(Page(1, 700, 700, tuple(found), tuple(drawn)))
    told = "".join(
        "".join(cell.text for cell in block.cells) if isinstance(block, Table) else block.text for block in blocks
    )
    kept = [letter for letter in told if letter not in " \n\t-"]
    assert sorted(kept) == sorted(letter for word in found for letter in word.text if letter != "-")


# paragraphs line by line; the text stands between 100 and 500


def at(x0: float, x1: float, top: float = 0.0, text: str = "ажил", **how: object) -> TextLine:
    made = Word(text, BBox(x0, top, x1, top + 10), None, 10.0)
    return lines([replace(made, **how)])[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("x0", "x1", "align"),
    [
        (100, 460, "left"), (100, 461, ""), (100, 200, "left"), (121, 479, "center"), (120, 480, "left"), (200, 400, "center"),
        (200, 431, "center"), (200, 433, "left"), (200, 369, "center"), (200, 367, "left"), (241, 481, "right"), (239, 481, "left"),
        (300, 480, "left"), (300, 500, "right"),
    ],
)  # fmt: skip
def test_lines_are_aligned_as_they_stand_between_the_margins(x0: float, x1: float, align: str) -> None:
    assert _align([at(x0, x1)], 100, 500) == align


FULL = at(100, 490)


def wraps(before: TextLine, line: TextLine, *tables: BBox) -> bool:
    return _wraps(before, line, 100, 500, list(tables))


def test_a_full_line_goes_on_in_the_next() -> None:
    assert wraps(FULL, at(100, 200, 12)) and not wraps(at(100, 300), at(100, 200, 12))  # the word would have fitted
    assert wraps(FULL, at(100, 200, 18)) and not wraps(FULL, at(100, 200, 18.1))
    assert wraps(FULL, at(100, 200, 12, size=11.7)) and not wraps(FULL, at(100, 200, 12, size=11.8))
    assert not wraps(FULL, at(100, 200, 12, angle=90)) and not wraps(at(100, 490, angle=90), at(100, 200, 12))
    assert not wraps(FULL, at(100, 200, 12, bold=True)) and wraps(at(100, 490, bold=True), at(100, 200, 12, bold=True))
    assert not wraps(FULL, at(100, 200, 12, text="Нэр: Номин")) and wraps(FULL, at(100, 200, 12, text="Нэр:"))
    jump = lines([Word("а", BBox(100, 0, 120, 10), None, 10.0), Word("б", BBox(400, 0, 490, 10), None, 10.0)])[0]
    assert not wraps(jump, at(100, 200, 12))


def test_a_table_between_two_lines_parts_them() -> None:
    assert not wraps(FULL, at(100, 200, 12), BBox(100, 10, 500, 12)) and not wraps(
        FULL, at(100, 200, 12), BBox(100, 8, 500, 14)
    )
    assert wraps(FULL, at(100, 200, 12), BBox(100, 7.9, 500, 12)) and wraps(
        FULL, at(100, 200, 12), BBox(100, 10, 500, 14.1)
    )


def test_most_letters_say_whether_words_are_bold() -> None:
    def told(*words: tuple[str, bool]) -> bool:
        return mostly_bold([Word(text, BBox(0, 0, 1, 1), None, 10.0, bold) for text, bold in words])

    assert (
        told(("абв", True), ("аб", False))
        and not told(("аб", True), ("аб", False))
        and not told()
        and told(("а", True))
    )


def test_the_least_sure_word_counts() -> None:
    words = [Word("а", BBox(0, 0, 1, 1), sure) for sure in (0.9, None, 0.4)]
    assert least_sure(words) == 0.4 and least_sure(words[1:2]) is None


def padding(*cells: tuple[float, float]) -> float:
    """Of cells of 100 points, each with two lines that reach from here to there."""
    boxes = tuple(LatticeCell(0, n, 1, 1, BBox(100.0 * n, 0, 100.0 * n + 100, 30)) for n in range(len(cells)))
    held = [
        [at(100.0 * n + a, 100.0 * n + b), at(100.0 * n + a, 100.0 * n + b - 9, 12)] for n, (a, b) in enumerate(cells)
    ]
    return _padding(Lattice(tuple(100.0 * n for n in range(len(cells) + 1)), (0, 30), boxes), held)


def test_cells_keep_free_what_most_of_them_do() -> None:
    assert padding((5, 90), (5, 80), (5, 95)) == 5 and padding((5, 90), (5.6, 80), (5.3, 95)) == pytest.approx(5.3)
    assert padding((5, 90), (5, 80), (30, 97)) == 5  # by the median of their nearer sides
    assert padding((12, 60), (12, 60), (12, 60)) == 8 and padding((-3, 60), (-3, 60), (-3, 60)) == 0
    assert padding((20, 93), (30, 95), (40, 98)) == 5 and padding() == 2


def test_words_at_the_sides_of_a_table_are_its_own() -> None:
    made = Lattice((100.0, 200.0, 300.0), (100.0, 130.0), (
        LatticeCell(0, 0, 1, 1, BBox(100, 100, 200, 130)), LatticeCell(0, 1, 1, 1, BBox(200, 100, 300, 130)),
    ))  # fmt: skip

    def owned(x: float, y: float) -> int | None:
        drawn = Page(1, 600, 800, (Word("а", BBox(x - 5, y - 5, x + 5, y + 5), None, 10.0),))
        regions, loose = regions_of(survey(drawn), [made])
        return None if loose else next(n for n, part in enumerate(regions[0].words) if part)

    assert [owned(x, 110) for x in (98.1, 98, 150, 200.1, 301.9, 302)] == [0, None, 0, 1, 1, None]
    assert [owned(150, y) for y in (98.1, 98, 131.9, 132)] == [0, None, 0, None]
