"""Whatever way a producer draws a table, the reader gives back the cells that were drawn."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from parsers.document import Document, Paragraph, SourceFile
from parsers.errors import DamagedFile, EncryptedFile, LimitExceeded, NoPages
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf.reader import claims, read
from tests.builders.pdf import Made, Row, Style, draw, variants

HEAD = ("№", "Арга хэмжээ", "Шалгуур үзүүлэлт", "Хэрэгжилт", "Зардал", "Хувь")
GOAL = "Зорилго 1. Соён гэгээрүүлэх сургалт"
ROWS: list[Row] = [
    HEAD,
    GOAL,
    (
        *("1", "Авлигын эсрэг сургалт зохион байгуулах", "Сургалтын тоо"),
        *("Албан хаагчдад хоёр удаа сургалт зохион байгуулж, нийт дөчин хүнийг хамруулсан.", "1,500,000", "100%"),
    ),
    (
        *("2", "Төрийн үйлчилгээний талаар мэдээлэл түгээх", "Мэдээллийн тоо"),
        *("Цахим хуудсанд дөрвөн мэдээлэл байршуулсан.", "0", "75%"),
    ),
]
MANY: list[Row] = [HEAD, *[(str(n), f"Арга хэмжээ {n}", "Тоо", f"Ажил {n} хийв.", str(n), "5%") for n in range(1, 60)]]
PLAIN = Style()
STYLES = {
    **variants(PLAIN),
    "shaded bands": replace(PLAIN, rules="bands"),
    "three rules only": replace(PLAIN, rules="booktabs"),
    "turned by the file": replace(PLAIN, rotate=90),
    "turned thrice": replace(PLAIN, rotate=270),
    "upside down": replace(PLAIN, rotate=180),
    "letters run sideways": replace(PLAIN, sideways=True),
    "ө and ү from another font": replace(PLAIN, second_font="serif"),
    "bold by printing twice": replace(PLAIN, fake_bold=True),
    "cropped page": replace(PLAIN, crop=20),
    "inside a form object": replace(PLAIN, form_object=True),
    "frame around the page": replace(PLAIN, page_frame=True),
    "watermark": replace(PLAIN, watermark="НООРОГ"),
    "cut words": replace(PLAIN, cut_words="-"),
    "centred over the height": replace(PLAIN, valign="middle"),
    "blanks typed at line ends": replace(PLAIN, typed_blanks=True),
    "small print": replace(PLAIN, size=6.0, padding=1.0),
    "large print": replace(PLAIN, size=13.0),
}


def document(made: Made) -> Document:
    return read(SourceFile("тайлан.pdf", made.data, "0" * 64), DEFAULT_LIMITS)


def cells(found: Document) -> list[list[str]]:
    """The rows of all tables as texts; a merged cell once."""
    return [[cell.text for cell in table.cells if cell.row == r] for table in found.tables() for r in range(table.rows)]


def drawn(rows: list[Row]) -> list[list[str]]:
    return [[row] if isinstance(row, str) else list(row) for row in rows]


@pytest.mark.parametrize("name", STYLES)
def test_every_way_of_drawing_gives_the_same_cells(name: str) -> None:
    found = document(draw(ROWS, STYLES[name]))
    assert cells(found) == drawn(ROWS)
    goal = next(cell for table in found.tables() for cell in table.cells if cell.text == GOAL)
    assert (goal.column, goal.column_span) == (0, len(HEAD))
    assert found.kind == "pdf" and [block for block in found.blocks if isinstance(block, Paragraph)] == []


def test_words_around_the_table_are_paragraphs_in_reading_order() -> None:
    style = Style(
        title=("НОМЫН САНГИЙН ТАЙЛАН", "2024 он"), sign_off=("Хянасан: Б.Номин",), header="Толгой", footer="- # -"
    )
    found = document(draw(ROWS, style))
    texts = [block.text if isinstance(block, Paragraph) else "ХҮСНЭГТ" for block in found.blocks]
    assert texts == ["Толгой", "НОМЫН САНГИЙН ТАЙЛАН", "2024 он", "ХҮСНЭГТ", "Хянасан: Б.Номин", "- 1 -"]


def test_letter_spaced_titles_are_words() -> None:
    found = document(draw(ROWS, Style(title=("НОМЫН САНГИЙН ТАЙЛАН",), tracking=3.0)))
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["НОМЫН САНГИЙН ТАЙЛАН"]


def test_a_table_over_several_pages_keeps_all_rows_and_their_pages() -> None:
    found = document(draw(MANY, replace(PLAIN, repeat_header=False)))
    assert cells(found) == drawn(MANY)
    assert len(found.pages) > 1
    assert [(page.number, page.width, page.height) for page in found.pages] == [
        (n + 1, 842.0, 595.0) for n in range(len(found.pages))
    ]
    for table in found.tables():
        pages = {place.page for cell in table.cells for place in cell.places}
        assert len(pages) == 1 and pages <= {page.number for page in found.pages}


def test_a_cell_stands_where_it_was_drawn() -> None:
    found = document(draw(ROWS))
    table = next(found.tables())
    number = next(cell for cell in table.cells if cell.text == "1")
    measure = next(cell for cell in table.cells if cell.text.startswith("Авлигын"))
    assert number.places[0].bbox is not None and measure.places[0].bbox is not None
    left, top, right, bottom = number.places[0].bbox
    assert 39 <= left <= 41 and 77 <= right <= 79.5  # the first column: 0.05 of 762 points behind a margin of 40
    assert measure.places[0].bbox.x0 == pytest.approx(right, abs=1) and measure.places[0].bbox.top == pytest.approx(top)
    assert bottom - top == pytest.approx(2 * 9 * 1.25 + 6, abs=0.5)  # two lines of progress text and the padding


def test_heads_are_bold_and_values_are_not() -> None:
    table = next(document(draw(ROWS)).tables())
    assert {cell.bold for cell in table.cells if cell.row in (0, 1)} == {True}
    assert {cell.bold for cell in table.cells if cell.row > 1} == {False}


@pytest.mark.parametrize(
    ("head", "is_pdf"), [(b"%PDF-1.7", True), (b"\n" * 900 + b"%PDF-", True), (b"PK\x03\x04", False)]
)
def test_a_pdf_is_known_by_its_header(head: bytes, is_pdf: bool) -> None:
    assert claims(head, "x.docx") is is_pdf
    assert not claims(b" " * 1024 + b"%PDF-", "x.pdf")


def test_files_that_cannot_be_used_say_why() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    made = draw(ROWS).data
    locked, empty = io.BytesIO(), io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as file:
        del file.pages[0]
        file.save(empty)
    with pikepdf.open(io.BytesIO(made)) as file:
        file.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises((NoPages, DamagedFile)):
        read(SourceFile("x.pdf", empty.getvalue(), ""), DEFAULT_LIMITS)
    with pytest.raises(DamagedFile):
        read(SourceFile("x.pdf", b"%PDF-1.4 nothing", ""), DEFAULT_LIMITS)
    with pytest.raises(EncryptedFile):
        read(SourceFile("x.pdf", locked.getvalue(), ""), DEFAULT_LIMITS)


def test_limits_hold_to_the_number() -> None:
    made = draw(MANY).data
    pages = len(document(Made(made)).pages)
    source = SourceFile("x.pdf", made, "")
    read(source, replace(DEFAULT_LIMITS, pages=pages, file_bytes=len(made)))
    with pytest.raises(LimitExceeded):
        read(source, replace(DEFAULT_LIMITS, pages=pages - 1))
    with pytest.raises(LimitExceeded):
        read(source, replace(DEFAULT_LIMITS, file_bytes=len(made) - 1))
    with pytest.raises(LimitExceeded):
        read(source, replace(DEFAULT_LIMITS, page_characters=50))
    with pytest.raises(LimitExceeded):
        read(source, replace(DEFAULT_LIMITS, page_rulings=10))
