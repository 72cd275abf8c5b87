"""Files made to cost much or to reach outside: each is read or refused in a few CPU seconds."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
from dataclasses import replace

import pytest

from parsers.document import Paragraph
from parsers.docx import reader
from parsers.docx.package import CFB_HEAD, DOCM_TYPE, DOCX_TYPE, _without_table_styles, open_package
from parsers.errors import DamagedFile, EncryptedFile, LimitExceeded, ParseError, UnsupportedFile
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


@pytest.mark.parametrize(
    ("stream", "kind", "said"),
    [
        ("EncryptedPackage", EncryptedFile, "protected with a password"),
        ("WordDocument", UnsupportedFile, "save it as DOCX"),
        ("Workbook", UnsupportedFile, "Excel 97-2003"),
        ("PowerPoint Document", UnsupportedFile, "PowerPoint 97-2003"),
        ("__properties_version1.0", UnsupportedFile, "Outlook message"),
        ("Нэр", UnsupportedFile, "without a known document"),
    ],
)
def test_old_office_files_say_what_they_are(stream: str, kind: type[ParseError], said: str) -> None:
    with pytest.raises(kind, match=said):
        open_package(CFB_HEAD + b"\0" * 500 + stream.encode("utf-16-le"), DEFAULT_LIMITS)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"mimetype": b"a", "content.xml": b"<a/>"}, "OpenDocument"),
        ({"mimetype": b"a"}, r"archive of 1 files \(0 may be reports\)"),
        ({"content.xml": b"a", "а.PDF": b"a", "б.docx": b"a"}, r"archive of 3 files \(2 may be reports\)"),
    ],
)
def test_other_archives_say_what_they_are(parts: dict[str, bytes], said: str) -> None:
    with pytest.raises(UnsupportedFile, match=said):
        open_package(archive(parts), DEFAULT_LIMITS)


CONTENT = "[Content_Types].xml"
RELATIONS = "_rels/.rels"


def told(parts: dict[str, bytes]) -> str:
    """The media type of a package, or the refusal in words."""
    try:
        return open_package(archive(parts), DEFAULT_LIMITS).media_type
    except ParseError as refused:
        return str(refused)


def typed(kind: str, name: str = "word/document.xml") -> bytes:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    ).encode()


def test_the_package_itself_says_which_part_is_the_document() -> None:
    assert told(PARTS) == DOCX_TYPE
    assert told(PARTS | {CONTENT: typed("application/vnd.ms-word.document.macroEnabled.main+xml")}) == DOCM_TYPE
    for kind in ("a.spreadsheetml.sheet.main+xml", "a.wordprocessingml.document.glossary+xml", "a.ms-word.main+json"):
        assert "an Office file, but no Word document" in told(PARTS | {CONTENT: typed(kind)})
    bare = {name: part for name, part in PARTS.items() if name != RELATIONS}
    assert told(bare | {CONTENT: typed("a.wordprocessingml.document.main+xml")}) == DOCX_TYPE
    assert "names no main document" in told(bare | {CONTENT: typed("a.wordprocessingml.main+xml", "word/other.xml")})
    assert "names no main document" in told(bare | {CONTENT: typed("a.spreadsheetml.main+xml")})
    assert "no Word document" in told(PARTS | {"word/document.xml": b"<a/>"})
    upper = {name.upper() if name.startswith("word/d") else name: part for name, part in PARTS.items()}
    assert told(upper) == DOCX_TYPE


def test_limits_of_a_package_hold_to_the_number() -> None:
    def refused(members: dict[str, bytes], **limits: int) -> str:
        try:
            open_package(archive(members), replace(DEFAULT_LIMITS, **limits))
        except LimitExceeded as error:
            return str(error)
        return ""

    assert refused(PARTS, parts=len(PARTS)) == "" and "parts" in refused(PARTS, parts=len(PARTS) - 1)
    large = members_of(package(p("а" * 5000)))
    whole = 3 * max(map(len, large.values()))
    assert refused(large, unpacked_bytes=whole) == "" and "part_bytes" in refused(large, unpacked_bytes=whole - 1)
    many = PARTS | {f"word/media/{number}.bin": b"0" * 500 for number in range(20)}
    size = sum(map(len, many.values()))
    assert refused(many, unpacked_bytes=size) == "" and "unpacked" in refused(many, unpacked_bytes=size - 1)


def test_table_styles_and_latent_ones_are_left_out_unread() -> None:
    kept = b'<w:style w:type="paragraph" w:styleId="a"><w:name/></w:style>'
    table = b'<w:style w:type="table" w:styleId="b"><w:pPr/></w:style>'
    head, latent = b"<w:styles><w:docDefaults/>", b'<w:latentStyles w:count="2"><w:lsdException/></w:latentStyles>'
    assert _without_table_styles(head + latent + table + kept + table + b"</w:styles>") == head + kept + b"</w:styles>"
    assert _without_table_styles(head + kept + b"</w:styles>") == head + kept + b"</w:styles>"
    empty = b'<w:style w:type="table" w:styleId="b"/>'
    assert _without_table_styles(head + empty + kept) == head + kept
    torn = head + b"</w:latentStyles><w:latentStyles>"
    assert _without_table_styles(torn) == torn
    assert _without_table_styles(latent + kept) == kept


def test_parts_outside_of_the_package_are_never_opened() -> None:
    def main(*relations: str) -> str:
        """What is told of a package with these relations and a document of an unknown type."""
        space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
        inner = "".join(f'<Relationship Type="http://a/officeDocument" {relation}/>' for relation in relations)
        whole = f"<Relationships {space}>{inner}</Relationships>".encode()
        return told(PARTS | {CONTENT: typed("a.b"), RELATIONS: whole})

    named = 'Target="word/document.xml"'
    assert "names no main document" in main(f'{named} TargetMode="External"')
    assert "(word/document.xml: a.b)" in main('Target="../word/./document.xml"')
    assert "(word/document.xml: a.b)" in main(named, 'Target="b.xml"') and "no main" in main('Target="b.xml"', named)
