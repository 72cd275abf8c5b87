"""Which tables are parts of one form, and what is said of those that are taken for others."""

from __future__ import annotations

from parsers.extraction import extract
from parsers.report import Role
from tests.builders.drawing import tables
from tests.parsers.test_extraction import ASKED, BOARD, DONE, SHOWN, SURVEY, TRAINING, measures, read

WIDE_HEAD = (
    "| Д/д | Хэрэгжүүлэх арга хэмжээ | Шалгуур үзүүлэлт "
    "| Хэрэгжилтийн явц, үр дүн | < | < | < | Зарцуулсан хөрөнгө | Хүрсэн түвшин |"
)


def test_tables_inside_the_cells_of_a_further_page_do_not_make_it_another_form() -> None:
    raw = read(f"""
        {WIDE_HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | < | < | < | 150,000 | 100% |
        | 2 | 1.2. {BOARD} | Самбар-1 | Самбарыг сар бүр шинэчилж, | < | < | < | - | 90% |
        ---- page break
        | ~ | ~ | ~ | 14 мэдээлэл байршуулсан. | < | < | < | ~ | ~ |
        |   |   |   | Самбар  | Тоо | Хүн | Сар |   |   |
        | ^ | ^ | ^ | Цахим   | 8   | 197 | 5   | ^ | ^ |
        | ^ | ^ | ^ | Танхим  | 6   | 229 | 6   | ^ | ^ |
        | 3 | 1.3. {SURVEY} | Судалгаа-1 | {ASKED} | < | < | < | - | 80% |
    """)
    assert measures(raw) == [("1.1", TRAINING), ("1.2", BOARD), ("1.3", SURVEY)]
    assert raw.rows[1].text(Role.PROGRESS).endswith("Цахим 8 197 5 Танхим 6 229 6")
    assert not raw.notes


def test_head_of_a_table_above_repeated_on_a_further_page_belongs_to_no_measure() -> None:
    raw = read(f"""
        | Зорилго   | < | Арга хэмжээний тоо | < | Дундаж хувь | < |
        | Зорилго 1 | < | 3                  | < | 87.5        | < |
        | Д/д | Хэрэгжүүлэх арга хэмжээ | Шалгуур үзүүлэлт | Хэрэгжилтийн явц | Зарцуулсан хөрөнгө | Хүрсэн түвшин |
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | 150,000 | 100% |
        | 2 | 1.2. {BOARD} | Самбар-1 | Самбарыг сар бүр | - | 90% |
        ---- page break
        | Зорилго   | < | Арга хэмжээний тоо | < | Дундаж хувь | < |
        |   |   |   | шинэчилж, 14 мэдээлэл байршуулсан. |   |   |
        | 3 | 1.3. {SURVEY} | Судалгаа-1 | {ASKED} | - | 80% |
    """)
    assert measures(raw) == [("1.1", TRAINING), ("1.2", BOARD), ("1.3", SURVEY)]
    assert raw.rows[1].text(Role.SPENT) == "-" and raw.rows[1].text(Role.PROGRESS).endswith("мэдээлэл байршуулсан.")


def test_wide_table_behind_the_measures_that_was_not_read_is_noted() -> None:
    unread = f"| 4 {SURVEY} {SHOWN} | {ASKED} | {DONE} {ASKED} | {BOARD} |"
    document = tables(f"""
        {WIDE_HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | < | < | < | 150,000 | 100% |
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | < | < | < | - | 90% |
        ---- page break
        {unread}
        {unread}
    """)
    assert [(note.code, note.page) for note in extract(document)[0].notes] == [("table_left_out", 2)]


def test_other_tables_behind_a_heading_are_no_part_and_not_noted() -> None:
    document = tables(f"""
        {WIDE_HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | < | < | < | 150,000 | 100% |
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | < | < | < | - | 90% |
        ---- page break
        Хавсралт 2. Сургалтад хамрагдсан албан хаагчид
        | Нэр {SURVEY} | {ASKED} | {DONE} {ASKED} | {BOARD} |
    """)
    assert not extract(document)[0].notes
