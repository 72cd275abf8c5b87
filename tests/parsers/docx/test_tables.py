"""Merged, irregular, nested and hidden cells; tables drawn as text."""

from __future__ import annotations

import pytest

from parsers.document import Paragraph, Table
from parsers.docx import reader
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
