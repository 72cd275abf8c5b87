"""JPEG, PNG and TIFF (several pages) -> Document: every frame is a page picture."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

from parsers.document import Document, Page, PageSummary, SourceFile
from parsers.errors import DamagedFile, LimitExceeded, NoPages
from parsers.language.words import standing
from parsers.layout.cells import document_blocks
from parsers.limits import Limits
from parsers.scan.page import read_picture
from parsers.scan.raster import frame

FORMATS = {
    b"\xff\xd8\xff": ("JPEG", "image/jpeg"),
    b"\x89PNG\r\n\x1a\n": ("PNG", "image/png"),
    b"II*\x00": ("TIFF", "image/tiff"),
    b"MM\x00*": ("TIFF", "image/tiff"),
    b"II+\x00": ("TIFF", "image/tiff"),
    b"MM\x00+": ("TIFF", "image/tiff"),
}
"""First bytes -> Pillow's name of the format and the media type."""

Image.MAX_IMAGE_PIXELS = None  # _check_pixels decides before anything is unpacked, by the settings
MOST_PIXELS = 8
"""A frame of more than so many times the limit of page pixels is refused unread; smaller ones are scaled down."""


def claims(head: bytes, name: str) -> bool:
    """A picture by its first bytes."""
    return any(head.startswith(magic) for magic in FORMATS)


def read(source: SourceFile, limits: Limits) -> Document:
    """The document in reading order. Raises a ParseError when it cannot be used."""
    if len(source.data) > limits.file_bytes:
        raise LimitExceeded("file_bytes", limits.file_bytes, len(source.data))
    name, media_type = next(known for magic, known in FORMATS.items() if source.data.startswith(magic))
    pages = _pages(source, name, limits)
    blocks = tuple(block for found in document_blocks(pages, standing) for block in found)
    notes = tuple(note for page in pages for note in page.notes)
    summaries = tuple(PageSummary(page.number, page.width, page.height, page.origin, page.confidence) for page in pages)
    return Document(
        source.name, source.sha256, len(source.data), media_type, "image", blocks, summaries, notes
    )  # fmt: skip


def _pages(source: SourceFile, name: str, limits: Limits) -> list[Page]:
    pages = []
    try:
        with Image.open(io.BytesIO(source.data), formats=[name]) as image:
            count = getattr(image, "n_frames", 1)
            if count > limits.pages:
                raise LimitExceeded("pages", limits.pages, count)
            for index in range(count):
                image.seek(index)
                _check_pixels(image, limits)
                pages.append(read_picture(frame(image, index + 1, limits), index + 1, limits))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DamagedFile(f"{name}: {error}", f"{name} зургийг нээж чадсангүй: {error}") from error
    if not pages:
        raise NoPages(f"{name} without pictures", f"{name} файлд зураг алга")
    return pages


def _check_pixels(image: Image.Image, limits: Limits) -> None:
    pixels = image.size[0] * image.size[1]
    if pixels > MOST_PIXELS * limits.page_pixels:
        raise LimitExceeded("page_pixels", MOST_PIXELS * limits.page_pixels, pixels)
