"""A file is read by its content: exactly one reader must claim it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parsers import reading
from parsers.document import Cell, Document, Paragraph, SourceFile, Table
from parsers.errors import AmbiguousFile, EmptyFile, UnsupportedFile
from parsers.extraction import extract
from parsers.reading import contrasted, read
from parsers.report import Role
from tests.builders.docx import p, package, tbl, tr
from tests.builders.pdf import Style, draw


def source(data: bytes, name: str = "а.docx") -> SourceFile:
    return SourceFile(name, data, "0" * 64)


def test_the_name_does_not_matter() -> None:
    assert read(source(package(p("а")), "а.pdf")).kind == "docx"


@pytest.mark.parametrize("data", [b"", b"\x00" * 50, b" \n\r\t"])
def test_a_file_without_content_says_so(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        read(source(data))


def test_a_file_that_no_reader_knows_or_that_several_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnsupportedFile, match="no reader knows this content"):
        read(source(b"hello"))
    monkeypatch.setattr(reading, "READERS", (reading.docx, reading.docx))
    with pytest.raises(AmbiguousFile, match=r"claimed by .*, "):
        read(source(package(p("а"))))


HEAD = ("№", "Арга хэмжээ", "Хэрэгжилтийн явц", "Биелэлтийн хувь")
ROWS = (
    ("1", "Төрийн албан хаагчдад ёс зүйн сургалт зохион байгуулах", "Сургалтыг 2 удаа зохион байгуулсан.", "100%"),
    ("2", "Үйл ажиллагаагаа иргэдэд нээлттэй мэдээлэх", "Цахим хуудсанд мэдээлэл байршуулсан.", "80%"),
    ("3", "Өргөдөл, гомдлыг хугацаанд нь шийдвэрлэх", "Өргөдлийг хугацаанд нь шийдвэрлэсэн.", "90%"),
)
SUMMARY = (("Зорилго", "Арга хэмжээний тоо", "Хэрэгжилтийн дундаж хувь"), ("Зорилго 1", "3", "90%"))


def in_latin1(text: str) -> str:
    """As a text of an old font is shown where the bytes of CP1251 are taken for Latin-1."""
    return text.translate(str.maketrans("өүӨҮ", "єїЄЇ")).encode("cp1251").decode("latin-1")


def with_look_alikes(text: str) -> str:
    return text.translate(str.maketrans("аеорсхАВЕКМНОРСТХ", "aeopcxABEKMHOPCTX"))


def in_an_old_font(text: str) -> str:
    return text.translate(str.maketrans("өүӨҮ", "єїЄЇ"))


Damage = Callable[[str], str]


def as_word(damage: Damage) -> bytes:
    """A report whose table is cut in two, the header repeated, with a summary table behind it."""

    def table(*rows: tuple[str, ...]) -> str:
        return tbl(*(tr(*(damage(text) for text in row)) for row in rows))

    title = p(damage("АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ ХЭРЭГЖИЛТИЙН ТАЙЛАН"))
    return package(title + table(HEAD, *ROWS[:2]) + p() + table(HEAD, *ROWS[2:]) + p() + table(*SUMMARY))


def as_pdf(damage: Damage) -> bytes:
    """The same rows on two pages of a PDF with a text layer."""
    return draw(
        [tuple(map(damage, row)) for row in (HEAD, *ROWS[:2], HEAD, *ROWS[2:])], Style(widths=(0.05, 0.4, 0.4, 0.15))
    ).data


@pytest.mark.parametrize("damage", [in_latin1, with_look_alikes, in_an_old_font])
@pytest.mark.parametrize("make", [as_word, as_pdf])
def test_headers_and_summaries_in_damaged_letters_are_read_as_sound_ones(
    make: Callable[[Damage], bytes], damage: Damage
) -> None:
    (sound,) = extract(read(source(make(str))))
    (report,) = extract(read(source(make(damage))))
    assert [row.text(Role.MEASURE) for row in sound.rows] == [row[1] for row in ROWS]
    assert [[cell.text for cell in row.cells] for row in report.rows] == [
        [cell.text for cell in row.cells] for row in sound.rows
    ]
    assert report.columns == sound.columns
    assert [one.kind for one in report.leftovers] == [one.kind for one in sound.leftovers]
    printed = {repair.printed for row in report.rows for cell in row.cells for repair in cell.repairs}
    assert damage("Төрийн") in printed and all(not word.isascii() or damage is with_look_alikes for word in printed)


def test_what_is_meant_as_it_stands_stays() -> None:
    told = "news.mn, www.example.mn, KPI 5, ISO 37001, IV улирал, Va бүлэг, Müller, Қ.Серікжан, 50%, 1 500 000"
    table = tbl(tr(*HEAD), tr("1", ROWS[0][1], told, "100%"))
    (report,) = extract(read(source(package(p("ТАЙЛАН") + table))))
    assert report.rows[0].text(Role.PROGRESS) == told
    assert not any(cell.repairs for cell in report.rows[0].cells)


@pytest.mark.parametrize(("plain", "bold"), [("аб", True), ("а", False), ("", False)])
def test_letters_are_bold_where_they_stand_out(plain: str, bold: bool) -> None:
    cells = (Cell(0, 0, "абвгдежзик", bold=True), Cell(0, 1, plain), Cell(0, 2, ""))
    document = Document("а", "0" * 64, 0, "", "docx", (Paragraph("ТАЙЛАН", bold=True), Table(1, 3, cells)))
    title, table = contrasted(document).blocks
    assert isinstance(title, Paragraph) and isinstance(table, Table)
    assert [title.bold, *(cell.bold for cell in table.cells)] == [bold, bold, False, False]
