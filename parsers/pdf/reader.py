"""PDF -> Document: every page as positioned words and rules, every page's words and rules as blocks."""

from __future__ import annotations

from parsers.document import Block, Document, Note, Page, PageSummary, SourceFile
from parsers.errors import OcrUnavailable
from parsers.language.words import standing
from parsers.layout.cells import document_blocks
from parsers.limits import Limits
from parsers.pdf import pdfium
from parsers.pdf.choice import page_of

MEDIA_TYPE = "application/pdf"

HEADER = b"%PDF-"


def claims(head: bytes, name: str) -> bool:
    """A PDF by its header, which may stand behind up to 1,024 bytes of something else (ISO 32000, annex H)."""
    return HEADER in head[:1024]


def read(source: SourceFile, limits: Limits) -> Document:
    """The document in reading order. Raises a ParseError when it cannot be used."""
    pages = _pages(source, limits)
    blocks: list[Block] = []
    notes: list[Note] = []
    for page, found in zip(pages, document_blocks(pages, standing), strict=True):
        blocks.extend(found)
        notes.extend(page.notes)
    if not any(page.words for page in pages):
        unread = next((note for note in notes if note.code == "page_unread"), None)
        if unread:
            raise OcrUnavailable(unread.text, f"{unread.page}-р хуудас уншигдсангүй: {unread.text}")
    summaries = tuple(PageSummary(page.number, page.width, page.height, page.origin, page.confidence) for page in pages)
    return Document(
        source.name, source.sha256, len(source.data), MEDIA_TYPE, _kind(pages), tuple(blocks), summaries, tuple(notes)
    )


def _pages(source: SourceFile, limits: Limits) -> list[Page]:
    pages = []
    with pdfium.opened(source, limits) as document:
        for number in range(1, len(document) + 1):
            with pdfium.opened_page(document, number) as pdf_page:
                pages.append(page_of(pdf_page, number, limits))
    return pages


def _kind(pages: list[Page]) -> str:
    origins = {page.origin for page in pages if page.words}
    return "mixed" if len(origins) > 1 else "scan" if origins == {"ocr"} else "pdf"
