"""Pages as pictures, bare and with what was found drawn over them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsers import drawing
from parsers.document import BBox, Cell, Document, Page, PageSummary, Paragraph, Place, SourceFile, Table, Word
from parsers.drawing import CELL, DOUBTFUL, PARAGRAPH, ROW, SURE, UNSURE, page_drawing, page_picture
from parsers.errors import NoFixedPages, NoSuchPage
from parsers.language.roles import Role
from parsers.limits import DEFAULT_LIMITS
from parsers.report import Column, RawCell, RawReport, RawRow
from tests.builders.docx import p, package
from tests.builders.pdf import Made, Row, draw

Colour = tuple[int, ...]
WHITE = (255, 255, 255)
ROWS: list[Row] = [("№", "Арга хэмжээ", "Хэрэгжилт", "Хувь"), ("1", "Сургалт хийх", "Хоёр удаа хийв.", "100%")]


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def source(data: bytes, name: str = "тайлан.pdf") -> SourceFile:
    return SourceFile(name, data, "0" * 64)


def frames(count: int) -> SourceFile:
    """A picture file of 1100 x 550 pixels a page at 100 dots per inch; the first column of each is dark."""
    pages = [Image.new("L", (1100, 550), 255) for _ in range(count)]
    for number, page in enumerate(pages):
        page.paste(0, (0, 0, 100 * (number + 1), 550))
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(100, 100))
    return source(out.getvalue(), "тайлан.tif")


def test_a_page_is_as_large_as_it_is_at_110_dots_an_inch(monkeypatch: pytest.MonkeyPatch) -> None:
    made: Made = draw(ROWS)
    assert opened(page_picture(source(made.data), 1, DEFAULT_LIMITS)).size == (1287, 910)  # 842 x 595 points
    monkeypatch.setattr(drawing, "right_way_up", lambda picture: (picture.pixels, picture.dpi))
    first, second = (opened(page_picture(frames(2), number, DEFAULT_LIMITS)) for number in (1, 2))
    assert first.size == second.size == (1210, 605)
    assert [page.getpixel((165, 300)) for page in (first, second)] == [WHITE, (0, 0, 0)]


@pytest.mark.parametrize("number", [0, 3])
def test_pages_that_are_not_there(number: int) -> None:
    for file in (source(draw(ROWS).data), frames(2)):
        with pytest.raises(NoSuchPage):
            page_picture(file, number, DEFAULT_LIMITS)
    with pytest.raises(NoFixedPages):
        page_picture(source(package(p("а")), "а.docx"), 1, DEFAULT_LIMITS)


def test_what_was_found_is_drawn_over_the_page() -> None:
    data = source(draw(ROWS).data)
    bare, told = (opened(each(data, 1, DEFAULT_LIMITS)) for each in (page_picture, page_drawing))
    assert told.size == bare.size
    colours = [{colour for _, colour in page.getcolors(10**6) or ()} for page in (bare, told)]
    assert not {CELL, ROW} & colours[0] and {CELL, ROW} <= colours[1]
    lone = source(draw([]).data)
    assert ROW in {colour for _, colour in opened(page_drawing(lone, 1, DEFAULT_LIMITS)).getcolors(10**6) or ()}


class Sheet:
    """A white page of 300 x 200 pixels on which things are drawn twice as large as points."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (300, 200), "white")
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def at(self, x: float, y: float) -> Colour:
        found = self.image.getpixel((int(2 * x), int(2 * y)))
        assert isinstance(found, tuple)
        return found

    def drawn(self, colour: Colour) -> set[tuple[int, int]]:
        """The pixels of this colour."""
        ys, xs = np.nonzero((np.asarray(self.image) == colour).all(axis=2))
        return set(zip(xs.tolist(), ys.tolist(), strict=True))


def frame(box: BBox) -> set[tuple[int, int]]:
    """The pixels of a thin frame."""
    x0, top, x1, bottom = (int(2 * side) for side in box)
    level = {(x, y) for x in range(x0, x1 + 1) for y in (top, bottom)}
    return level | {(x, y) for x in (x0, x1) for y in range(top, bottom + 1)}


BOX, OTHER = BBox(10.0, 20.0, 60.0, 40.0), BBox(70.0, 50.0, 120.0, 80.0)


def test_words_of_recognition_have_the_colour_of_their_sureness() -> None:
    confidences = (1.0, 0.9, 0.89, 0.7, 0.69, 0.0, None)
    words = tuple(Word("а", BBox(20.0 * n, 10.0, 20.0 * n + 10, 20.0), sure) for n, sure in enumerate(confidences))
    sheet = Sheet()
    drawing._draw_words(sheet.pen, Page(1, 150.0, 100.0, words), 2.0)
    light = {kind: tuple(round(255 + (part - 255) * 40 / 255) for part in kind) for kind in (SURE, DOUBTFUL, UNSURE)}
    seen = [sheet.at(20 * n + 5, 15) for n in range(len(words))]
    expected = [light[kind] for kind in (SURE, SURE, DOUBTFUL, DOUBTFUL, UNSURE, UNSURE)]
    assert all(
        max(abs(a - b) for a, b in zip(one, two, strict=True)) < 3 for one, two in zip(seen, expected, strict=False)
    )
    assert seen[-1] == WHITE and sheet.at(15, 15) == WHITE


def test_cells_and_paragraphs_have_a_frame_on_their_own_page() -> None:
    cells = (Cell(0, 0, "а", places=(Place(1, BOX),)), Cell(0, 1, "б", places=(Place(2, OTHER), Place(1))))
    blocks = (Table(1, 2, cells), Paragraph("в", (Place(1, OTHER),)), Paragraph("г", (Place(2, BOX),)))
    document = Document("а", "", 0, "", "pdf", blocks, (PageSummary(1, 150, 100), PageSummary(2, 160, 100)))
    assert drawing._page_width(document, 2) == 160
    for number, of_cells, of_text in ((1, BOX, OTHER), (2, OTHER, BOX)):
        sheet = Sheet()
        drawing._draw_blocks(sheet.pen, document, number, 2.0)
        assert sheet.drawn(CELL) == frame(of_cells) and sheet.drawn(PARAGRAPH) == frame(of_text)


def test_rows_have_a_frame_with_their_number_and_columns_their_role_once(monkeypatch: pytest.MonkeyPatch) -> None:
    column = Column(Role.PROGRESS, "Хэрэгжилт")
    rows = tuple(
        RawRow(number, (RawCell(column, "а", (Place(1, box),)),), places=(Place(1, box),))
        for number, box in ((1, BOX), (2, OTHER))
    )
    labels: list[tuple[tuple[float, float], str, Colour]] = []
    monkeypatch.setattr(drawing, "_label", lambda pen, at, text, colour: labels.append((at, text, colour)))
    sheet = Sheet()
    for number in (1, 2):
        drawing._draw_rows(sheet.pen, RawReport("а", "", "pdf", rows), number, 2.0)
    assert frame(BOX) | frame(OTHER) <= sheet.drawn(ROW)
    assert labels == [
        ((22.0, 42.0), "1", ROW),
        ((42.0, 22.0), Role.PROGRESS.value, CELL),
        ((142.0, 102.0), "2", ROW),
    ]


def test_a_label_is_text_on_a_light_ground() -> None:
    sheet = Sheet()
    sheet.image.paste((0, 0, 0), (0, 0, 300, 200))
    drawing._label(sheet.pen, (20, 20), "12", ROW)
    assert sheet.drawn(ROW) and max(x for x, _ in sheet.drawn((0, 0, 0))) == 299
    assert all(18 <= x <= 60 and 18 <= y <= 45 for x, y in sheet.drawn(ROW))
    assert len(sheet.drawn((220, 220, 220))) > 50


def test_a_box_is_drawn_whichever_corner_comes_first() -> None:
    assert drawing._scaled(BBox(10, 20, 30, 40), 2) == (20, 40, 60, 80) == drawing._scaled(BBox(30, 40, 10, 20), 2)
