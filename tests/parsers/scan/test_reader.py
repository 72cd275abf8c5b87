"""Picture files: known by their first bytes, every frame a page, limits to the number, damage said."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from parsers.document import SourceFile
from parsers.errors import DamagedFile, LimitExceeded, OcrUnavailable
from parsers.limits import DEFAULT_LIMITS
from parsers.scan.ocr.tessdata import language_data
from parsers.scan.reader import FORMATS, claims, read


def picture(kind: str, frames: int = 1, size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    pages = [Image.new("L", size, 255) for _ in range(frames)]
    more = {"save_all": True, "append_images": pages[1:]} if frames > 1 else {}
    pages[0].save(out, kind, **more)
    return out.getvalue()


def source(data: bytes) -> SourceFile:
    return SourceFile("тайлан.jpg", data, "0" * 64)


def readable() -> None:
    try:
        language_data()
    except OcrUnavailable as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_picture_is_known_by_its_first_bytes(kind: str) -> None:
    assert claims(picture(kind)[:16], "x.docx")


def test_other_files_are_no_pictures() -> None:
    assert not claims(b"%PDF-1.7", "x.jpg") and not claims(b"", "x.png")
    assert all(claims(magic + b"\x00" * 8, "") for magic in FORMATS)


def test_every_frame_is_a_page() -> None:
    readable()
    data = picture("TIFF", frames=2)
    document = read(source(data), replace(DEFAULT_LIMITS, pages=2, file_bytes=len(data)))
    assert [page.number for page in document.pages] == [1, 2]
    assert (document.kind, document.media_type, document.blocks) == ("image", "image/tiff", ())
    assert {page.origin for page in document.pages} == {"ocr"}


def test_limits_hold_to_the_number() -> None:
    three = source(picture("TIFF", frames=3))
    with pytest.raises(LimitExceeded, match="pages"):
        read(three, replace(DEFAULT_LIMITS, pages=2))
    with pytest.raises(LimitExceeded):
        read(three, replace(DEFAULT_LIMITS, file_bytes=len(three.data) - 1))
    with pytest.raises(LimitExceeded, match="page_pixels"):
        read(source(picture("PNG", size=(100, 81))), replace(DEFAULT_LIMITS, page_pixels=1000))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_damaged_picture_says_so(kind: str) -> None:
    with pytest.raises(DamagedFile):
        read(source(picture(kind, size=(600, 400))[:20]), DEFAULT_LIMITS)
