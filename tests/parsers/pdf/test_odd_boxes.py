"""Pages of any size and place: each is read, or refused with a reason, quickly."""

from __future__ import annotations

import contextlib
import time

import pytest

from parsers.document import SourceFile
from parsers.errors import DamagedFile, LimitExceeded, ParseError
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import reader

DRAWN = "10 10 m 200 10 l S"
BOXES = (
    "0 0 0 0", "600 800 0 0", "-100 -100 -10 -10", "0 0 nan nan", "0 0 1e30 1e30", "-3.4e38 -3.4e38 3.4e38 3.4e38",
    "0 0 1 1", "0 0 0.001 0.001", "100000 100000 100600 100800", "0 0 5", "/a /b /c /d", "0 0 2147483648 4294967296",
    "0 0 100000 1", "0 0 1 100000", "0 0 100000 100000",
)  # fmt: skip


def page(entries: str, content: str = DRAWN) -> SourceFile:
    """A PDF of one page with these entries."""
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R {entries}/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, 1))
    return SourceFile("а.pdf", f"%PDF-1.4\n{body}trailer<</Size 6/Root 1 0 R>>\n%%EOF".encode(), "0" * 64)


TEXT = "BT /F1 12 Tf 20 20 Td (1.1 abc 100%) Tj ET"
CONTENTS = [
    TEXT,
    pytest.param(DRAWN, marks=pytest.mark.slow),
    pytest.param("0.5 g 0 0 1e5 1e5 re f", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("content", CONTENTS, ids=["text", "line", "shade"])
@pytest.mark.parametrize("entry", ["/MediaBox[{}]", "/MediaBox[0 0 600 800]/CropBox[{}]"], ids=["media", "crop"])
@pytest.mark.parametrize("box", BOXES)
def test_every_box_is_read_or_refused(box: str, entry: str, content: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(ParseError):
        reader.read(page(entry.format(box), content), DEFAULT_LIMITS)
    assert time.process_time() - begun < 8


@pytest.mark.parametrize("entry", ["/Rotate 45", "/Rotate -90", "/Rotate 1e9", "/UserUnit 0", "/UserUnit 75000"])
def test_every_turn_and_unit_is_read_or_refused(entry: str) -> None:
    with contextlib.suppress(ParseError):
        reader.read(page(f"/MediaBox[0 0 600 800] {entry}", TEXT), DEFAULT_LIMITS)


def test_pages_that_cannot_be_shown_to_a_recogniser_are_refused() -> None:
    for box in ("0 0 100000 1", "0 0 1 100000"):
        with pytest.raises(LimitExceeded, match="page_points: 100000 is over the limit of 7680"):
            reader.read(page(f"/MediaBox[{box}]"), DEFAULT_LIMITS)
    with pytest.raises(LimitExceeded, match="page_pixels"):
        reader.read(page("/MediaBox[0 0 7000 7000]"), DEFAULT_LIMITS)
    with pytest.raises(DamagedFile, match="no area"):
        reader.read(page("/MediaBox[0 0 600 800]/CropBox[-100 -100 -10 -10]"), DEFAULT_LIMITS)
