"""What stands around measure tables: headings, furniture, and the text before and after."""

from __future__ import annotations

import pytest

from parsers.document import Cell, Document, Paragraph, Place, Table
from parsers.measures.surroundings import (
    LONGEST_GOAL,
    Gap,
    before_and_after,
    furniture,
    gaps,
    goal_paragraphs,
    headings_of,
    text_of,
)

TABLE = Table(1, 2, (Cell(0, 0, "Сургалт"), Cell(0, 1, " ")))
ON_PAGE = (Place(1),)


def drawn(*blocks: str | Paragraph) -> Document:
    """A document of paragraphs; ``#`` is a table."""
    made = [
        block if isinstance(block, Paragraph) else TABLE if block == "#" else Paragraph(block, ON_PAGE)
        for block in blocks
    ]
    return Document("drawn", "0" * 64, 0, "", "pdf", tuple(made), ())


def goals(*blocks: str | Paragraph, headed: bool = True) -> dict[int, tuple[int, ...]]:
    document = drawn(*blocks)
    inside = [n for n, block in enumerate(document.blocks) if isinstance(block, Table)]
    return goal_paragraphs(document, inside, inside if headed else ())


def test_only_paragraphs_have_a_text_of_their_own() -> None:
    assert text_of(Paragraph("Тайлан")) == "Тайлан" and text_of(TABLE) == ""


def test_what_hardly_has_letters_or_is_said_again_is_furniture() -> None:
    assert furniture(drawn("абв", "абвг", "#", "12", "Хуудас 1", "Хуудас 2")) == {0, 3, 4, 5}
    assert furniture(drawn("Зорилго 1. Соён", "#", "Зорилго 1. Соён", "#")) == frozenset()


def test_running_heads_read_with_errors_are_furniture() -> None:
    assert furniture(drawn("Авлигатай тэмцэх тайлан", "Ил тод байдал", "Авлигатай тэмцэж тайлан")) == {0, 2}
    assert furniture(drawn("абвгдеж", "абвгдеи")) == frozenset()  # seven letters are too few to be nearly the same
    assert furniture(drawn("абвгдежз", "абвгдежи")) == {0, 1}


def test_a_label_makes_a_heading_anywhere() -> None:
    assert goals("Тайлан", "Зорилго 1. Соён", "Гэгээрүүлэх ажил", "#") == {3: (1, 2)}
    assert goals("#", "Тайлбар үг", "Зорилго 2. Ил", "Тод байдал", "#") == {4: (2, 3)}


def test_above_the_first_table_only_the_last_run_of_labels_counts() -> None:
    assert goals("Зорилго 1. Соён", "Тайлбар үг", "Зорилго 2. Ил", "#") == {3: (2,)}
    assert goals("Зорилго 2. Ил", "Зорилт 2.1. Тод", "Ажлууд нь", "#") == {3: (0, 1, 2)}
    assert goals("#", "Зорилго 1. Соён", "Тайлбар үг", "Зорилго 2. Ил", "#") == {4: (1, 2, 3)}


def test_without_a_label_a_paragraph_between_tables_is_one_where_the_lower_has_a_header() -> None:
    assert goals("Тайлан бичив", "#", "Соён гэгээрүүлэх", "#") == {1: (0,), 3: (2,)}
    assert goals("#", "#") == {}
    assert goals("#", "Соён", "Гэгээрүүлэх", "#") == {3: (1, 2)}
    assert goals("#", "Ажил хийв. Дараа нь үргэлжлэв", "#") == {}
    assert goals("#", "Танилцсан:", "#") == {} == goals("#", "Эрх зүйн үндэслэл хууль", "#")


def test_a_goal_has_an_end() -> None:
    assert goals("#", "а" * (LONGEST_GOAL - 1), "#") == {2: (1,)}
    assert goals("#", "а" * LONGEST_GOAL, "#") == {}


@pytest.mark.parametrize(
    ("paragraph", "stands_out"),
    [
        (Paragraph("Соён гэгээрүүлэх", ON_PAGE), False),
        (Paragraph("1. Соён гэгээрүүлэх", ON_PAGE), True),
        (Paragraph("СОЁН ГЭГЭЭРҮҮЛЭХ", ON_PAGE), True),
        (Paragraph("Соён гэгээрүүлэх", ON_PAGE, bold=True), True),
        (Paragraph("Соён гэгээрүүлэх"), True),
        (Paragraph("соён гэгээрүүлэх", ON_PAGE, bold=True), False),
        (Paragraph("ХҮСНЭГТ 2", ON_PAGE, bold=True), False),
        (Paragraph("Үргэлжлэл нь", ON_PAGE, bold=True), False),
    ],
)
def test_above_a_table_without_header_a_heading_must_stand_out(paragraph: Paragraph, stands_out: bool) -> None:
    assert goals("#", paragraph, "#", headed=False) == ({2: (1,)} if stands_out else {})
    assert goals("#", paragraph, Paragraph("Ил тод байдал"), "#", headed=False) == {}


@pytest.mark.parametrize(
    ("above", "alike"),
    [
        (Paragraph("Ил тод байдал", ON_PAGE), True),
        (Paragraph("1. Ил тод байдал", ON_PAGE), False),
        (Paragraph("ИЛ ТОД БАЙДАЛ", ON_PAGE), False),
        (Paragraph("Ил тод байдал", ON_PAGE, bold=True), False),
        (Paragraph("Тайлан 2024 он", ON_PAGE), False),
        (Paragraph("Тайлан 2024 он" + "а" * 45, ON_PAGE), False),
        (Paragraph("Тайлан 2024 он" + "а" * 46, ON_PAGE), True),
    ],
)
def test_above_the_first_table_a_heading_looks_like_the_others(above: Paragraph, alike: bool) -> None:
    found = goals("Эхний үг", above, "#", "Соён гэгээрүүлэх", "#")
    assert found == ({2: (1,), 4: (3,)} if alike else {4: (3,)})


def test_the_gap_above_a_table_tells_headings_and_other_words() -> None:
    document = drawn("#", "Тайлбар үг", "#", "Зорилго 1. Соён", "гэгээрүүлэх", "#", "12", "#")
    found = gaps(document, [0, 2, 5, 7], {5: (3, 4)})
    assert found[0] == Gap() == found[7] and found[2] == Gap((), True)
    assert [heading.text for heading in found[5].headings] == ["Зорилго 1. Соён гэгээрүүлэх"] and found[5].words


def test_every_label_begins_a_heading_of_its_own() -> None:
    document = drawn("Тайлбар", "Зорилго 1. Соён", "ажил", "Зорилт 1.1. Ил")
    assert [heading.text for heading in headings_of(document, range(4))] == [
        "Тайлбар",
        "Зорилго 1. Соён ажил",
        "Зорилт 1.1. Ил",
    ]
    assert headings_of(document, ()) == []


def test_what_is_used_stands_neither_before_nor_after() -> None:
    document = drawn("Тайлан", "#", "Зорилго", "#", "Үлдсэн үг", "#", "Дарга")
    before, after = before_and_after(document, [3], [2])
    assert [paragraph.text for paragraph in before] == ["Тайлан", "Сургалт"]
    assert [paragraph.text for paragraph in after] == ["Үлдсэн үг", "Сургалт", "Дарга"]
