"""Files made to cost much or to reach outside: each is read or refused in a few CPU seconds."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile

import pytest

from parsers.document import Paragraph
from parsers.docx import reader
from parsers.errors import DamagedFile, ParseError
from parsers.limits import DEFAULT_LIMITS
from tests.builders.docx import abstract, archive, level, num, p, package, r, source, tbl, tc, tr

MANY = 10_000


def fields() -> bytes:
    """A field in a field in a field …, all shown, with text at the bottom."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    return package(
        p(begin * MANY, *(r("а") for _ in range(MANY)), '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * MANY)
    )


def styles() -> bytes:
    """A chain of styles, each based on the one before."""
    chain = "".join(f'<w:style w:styleId="s{at}"><w:basedOn w:val="s{at - 1}"/></w:style>' for at in range(1, MANY))
    return package("".join(p("а", style=f"s{at}") for at in range(0, MANY, 3)), chain)


def lists() -> bytes:
    """Lists that link to list styles that link to lists …"""
    linked = "".join(
        f'<w:style w:styleId="s{at}"><w:pPr><w:numPr><w:numId w:val="{at + 1}"/></w:numPr></w:pPr></w:style>'
        for at in range(1, 2000)
    )
    chain = "".join(abstract(at, level(0, "%1."), more=f'<w:numStyleLink w:val="s{at}"/>') for at in range(1, 2000))
    return package(p("а", num=1), linked, chain + "".join(num(at, at) for at in range(1, 2000)))


def grid() -> bytes:
    """Rows whose spans do not fill a grid of very many columns."""
    rows = "".join(tr(*(tc("а", width=100 + at % 7) for at in range(40))) for _ in range(200))
    return package(tbl(rows, grid=(7,) * 50_000))


def ragged() -> bytes:
    """Every row with borders of its own."""
    rows = "".join(tr(*(tc("а", span=1 + (at * row) % 5) for at in range(30))) for row in range(1500))
    return package(tbl(rows, grid=tuple(100 + at % 3 for at in range(150))))


def merged() -> bytes:
    """One cell merged down over all rows."""
    rows = "".join(tr(tc("а", merge="continue" if row else "restart"), "б", "в") for row in range(5000))
    return package(tbl(rows))


def drawings() -> bytes:
    """Very many text boxes in one paragraph."""
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('а')}</w:txbxContent></v:textbox></w:pict></w:r>"
    return package(p(r("б" * 1000), box * 5000))


def members() -> bytes:
    """A ZIP directory with very many entries."""
    return archive({str(at): b"" for at in range(20_000)})


def long_numbers() -> bytes:
    """Numbers that would be written with millions of letters."""
    kinds = "".join(level(at, "%1%2%3" * 200, kind, 10**9) for at, kind in enumerate(("upperRoman", "lowerLetter")))
    return package("".join(p("а", num=(1, at % 2)) for at in range(3000)), numbering=abstract(1, kinds) + num(1, 1))


@pytest.mark.parametrize(
    "made",
    [fields, styles, lists, grid, ragged, merged, drawings, members, long_numbers],
    ids=lambda made: made.__name__,
)
def test_costs_little(made: object) -> None:
    data = made()  # type: ignore[operator]
    start = time.process_time()
    with contextlib.suppress(ParseError):
        reader.read(source(data), DEFAULT_LIMITS)
    assert time.process_time() - start < 4


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


PARTS = members_of(package(p("а", num=1), styles="<w:style/>", numbering=abstract(1, level(0, "%1.")) + num(1, 1)))
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7")
DOCUMENT_TYPES = {
    "entity": '<!DOCTYPE a [<!ENTITY b "text">]>',
    "file": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    "outside": '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("part", PARTS)
def test_document_types_are_refused_in_every_part_and_encoding(part: str, encoding: str) -> None:
    said = "well-formed" if encoding == "utf-32" else "document type"  # its byte order mark begins as that of UTF-16
    named = encoding[:6] if encoding.startswith(("utf-16", "utf-32")) else encoding
    for document_type in DOCUMENT_TYPES.values():
        text = f'<?xml version="1.0" encoding="{named}"?>{document_type}{PARTS[part].decode()}'
        with pytest.raises(DamagedFile, match=said):
            reader.read(source(archive(PARTS | {part: text.encode(encoding)})), DEFAULT_LIMITS)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_entities_are_never_multiplied(encoding: str) -> None:
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    text = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{levels}]><a b="&l12;">&l12;</a>'
    start = time.process_time()
    with pytest.raises(DamagedFile):
        reader.read(source(archive(PARTS | {"word/document.xml": text.encode(encoding)})), DEFAULT_LIMITS)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_parts_in_the_encodings_of_office_files(encoding: str) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' if encoding != "utf-8" else ""
    parts = PARTS | {part: (text + content.decode()).encode(encoding) for part, content in PARTS.items()}
    assert reader.read(source(archive(parts)), DEFAULT_LIMITS).blocks == (Paragraph("1. а", align="left"),)
