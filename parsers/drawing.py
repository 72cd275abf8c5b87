"""A page as a picture: as a person sees it, or with everything drawn over it that the program found.

Pixels and boxes share the page's own coordinates (points of the upright page), so that any Place can be drawn.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from parsers.document import BBox, Document, Page, Place, SourceFile
from parsers.errors import NoFixedPages, NoSuchPage, ParseError
from parsers.extraction import extract
from parsers.limits import Limits
from parsers.pdf import pdfium
from parsers.pdf import reader as pdf_reader
from parsers.pdf.choice import is_read_from_picture, page_of
from parsers.pdf.text_layer import read_text_page
from parsers.reading import read
from parsers.report import RawReport
from parsers.scan import reader as image_reader
from parsers.scan.page import read_picture, right_way_up
from parsers.scan.raster import Picture, drawn, frame

POINTS = 72.0
DPI = 110
"""Sharp enough to read 8-point letters on a screen, light enough to send: about 150 kB a page."""

CELL, ROW, PARAGRAPH = (30, 110, 220), (200, 30, 30), (120, 120, 120)
SURE, DOUBTFUL, UNSURE = (20, 140, 60), (220, 140, 0), (210, 0, 0)
SURE_FROM, DOUBTFUL_FROM = 0.9, 0.7


def page_picture(source: SourceFile, number: int, limits: Limits) -> bytes:
    """Page ``number`` (1-based) of a PDF or picture file as PNG, upright. Raises NoFixedPages for formats without pages,
    NoSuchPage for pages that are not there, and ParseErrors as reading does."""
    return _png(_looked_at(source, number, limits))


def page_drawing(source: SourceFile, number: int, limits: Limits) -> bytes:
    """The page with the words' confidence, cells, measure rows (number and roles) and paragraphs drawn over it."""
    picture = _looked_at(source, number, limits).convert("RGB")
    document = read(source, limits)
    pen = ImageDraw.Draw(picture, "RGBA")
    scale = picture.width / _page_width(document, number)
    _draw_words(pen, _page(source, number, limits), scale)
    _draw_blocks(pen, document, number, scale)
    try:
        for report in extract(document):
            _draw_rows(pen, report, number, scale)
    except ParseError as problem:
        _label(pen, (4, 4), f"{problem.code}: {problem.detail}", ROW)
    return _png(picture)


def _looked_at(source: SourceFile, number: int, limits: Limits) -> Image.Image:
    """The upright page at DPI."""
    if image_reader.claims(source.data[:4096], source.name):
        return _shrunk(_frame(source, number, limits))
    if not pdf_reader.claims(source.data[:4096], source.name):
        raise NoFixedPages("this format has no pages", "энэ хэлбэрт хуудас байхгүй")
    with pdfium.opened(source, limits) as document:
        if not 1 <= number <= len(document):
            raise NoSuchPage(f"page {number} of {len(document)}", f"{len(document)} хуудаснаас {number} дэх")
        with pdfium.opened_page(document, number) as pdf_page:
            page = read_text_page(pdf_page, number, limits)
            if is_read_from_picture(pdf_page, page, limits):
                return _shrunk(drawn(pdf_page, number, limits))
            return _rendered(pdf_page, page)


def _rendered(pdf_page: pypdfium2.PdfPage, page: Page) -> Image.Image:
    rendered = pdf_page.render(scale=DPI / POINTS, rotation=page.turned * 90)
    return Image.Image.copy(rendered.to_pil())


def _shrunk(picture: Picture) -> Image.Image:
    pixels, dpi = right_way_up(picture)
    page = Image.fromarray(pixels if pixels.ndim == 2 else pixels[:, :, ::-1])
    return page.resize((round(page.width * DPI / dpi), round(page.height * DPI / dpi)), Image.Resampling.LANCZOS)


def _frame(source: SourceFile, number: int, limits: Limits) -> Picture:
    with Image.open(io.BytesIO(source.data)) as file:
        pages = getattr(file, "n_frames", 1)
        if not 1 <= number <= pages:
            raise NoSuchPage(f"page {number} of {pages}", f"{pages} хуудаснаас {number} дэх")
        file.seek(number - 1)
        return frame(file, number, limits)


def _page(source: SourceFile, number: int, limits: Limits) -> Page:
    """The page as it is read, with its words."""
    if image_reader.claims(source.data[:4096], source.name):
        return read_picture(_frame(source, number, limits), number, limits)
    with pdfium.opened(source, limits) as document, pdfium.opened_page(document, number) as pdf_page:
        return page_of(pdf_page, number, limits)


def _page_width(document: Document, number: int) -> float:
    return next(page.width for page in document.pages if page.number == number)


def _draw_words(pen: ImageDraw.ImageDraw, page: Page, scale: float) -> None:
    """Words of OCR in the colour of their confidence; a text layer is not in doubt and stays bare."""
    for word in page.words:
        if word.confidence is not None:
            sure = SURE if word.confidence >= SURE_FROM else DOUBTFUL if word.confidence >= DOUBTFUL_FROM else UNSURE
            pen.rectangle(_scaled(word.bbox, scale), fill=(*sure, 40))


def _draw_blocks(pen: ImageDraw.ImageDraw, document: Document, number: int, scale: float) -> None:
    for table in document.tables():
        for cell in table.cells:
            for box in _boxes(cell.places, number):
                pen.rectangle(_scaled(box, scale), outline=CELL)
    for block in document.blocks:
        for box in _boxes(block.places, number):
            pen.rectangle(_scaled(box, scale), outline=PARAGRAPH)


def _draw_rows(pen: ImageDraw.ImageDraw, report: RawReport, number: int, scale: float) -> None:
    """A frame and the number for every measure row, and each column's role above its first cell on the page."""
    named: set[str] = set()
    for row in report.rows:
        for box in _boxes(row.places, number):
            pen.rectangle(_scaled(box, scale), outline=ROW, width=2)
            _label(pen, (box.x0 * scale + 2, box.top * scale + 2), f"{row.row}", ROW)
        for cell in row.cells:
            for box in _boxes(cell.places, number):
                if cell.column.header not in named:
                    named.add(cell.column.header)
                    _label(pen, (box.x0 * scale + 22, box.top * scale - LABEL), cell.column.role.value, CELL)


LABEL = 18
"""Pixels of a label: a role stands above its cell, so that it hides no text of the row."""


def _label(pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, colour: tuple[int, int, int]) -> None:
    font = ImageFont.load_default(13)
    pen.rectangle(pen.textbbox(at, text, font=font), fill=(255, 255, 255, 220))
    pen.text(at, text, fill=colour, font=font)


def _boxes(places: Iterable[Place], number: int) -> Iterator[BBox]:
    return (place.bbox for place in places if place.page == number and place.bbox)


def _scaled(box: BBox, scale: float) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = (side * scale for side in box)
    return min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom)


def _png(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=False, compress_level=4)
    return stream.getvalue()
