"""Hostile DOCX files: archives, XML, tables, relations."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from random import Random

from benchmarks.hostile.records import Hostile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
LIMIT = ("limit",)
BROKEN = ("damaged", "unsupported_format", "limit", "no_measure_table")
PLAIN = ("", "no_measure_table", "damaged", "limit")


def docx(document: bytes | str, relations: str = "", more: dict[str, bytes] | None = None, kind: str = TYPE) -> bytes:
    """A package around ``word/document.xml``; ``relations`` are the document's own, ``more`` are further parts."""
    types = f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    types += '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    types += f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    top = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{top}</Relationships>',
        "word/document.xml": document,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        **(more or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2023, 6, 1, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def body(inside: str) -> str:
    return f"<w:document {W}><w:body>{inside}</w:body></w:document>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def make(random: Random, canary: str) -> Iterator[Hostile]:
    yield from _archives(random)
    yield from _markup(random, canary)
    yield from _tables(random)
    yield from _relations(random, canary)


def _archives(random: Random) -> Iterator[Hostile]:
    size = random.randint(350, 600) * 1_000_000
    yield Hostile("word/zip-bomb.docx", docx(_zeros(size)), LIMIT)
    parts = {f"word/media/p{number}.xml": b"<a/>" for number in range(random.randint(5_100, 8_000))}
    yield Hostile("word/too-many-parts.docx", docx(body(""), more=parts), LIMIT)
    escape = random.choice(("../../../tmp/tailan-escaped", "/tmp/tailan-escaped", "..\\..\\tailan-escaped"))
    yield Hostile("word/traversal-names.docx", docx(body(""), more={escape: b"escaped"}), BROKEN)
    whole = docx(body(table(cell("a") + cell("b"))))
    yield Hostile("word/cut-short.docx", whole[: random.randint(40, len(whole) - 60)], BROKEN)
    flags = bytearray(whole)
    for at in _positions(whole, b"PK\x01\x02"):
        flags[at + 8] |= 1
    yield Hostile("word/encrypted-flag.docx", bytes(flags), (*BROKEN, "encrypted"))
    yield Hostile("word/lying-size.docx", _with_lying_size(whole), BROKEN)
    yield Hostile("word/no-document.docx", _without(whole, "word/document.xml"), BROKEN)
    yield Hostile("word/ole.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), (*BROKEN, "encrypted"))
    yield Hostile("word/not-a-report.docx", b"<html><script>alert(1)</script></html>", ("unsupported_format",))
    yield Hostile("word/zeros.docx", bytes(random.randint(1, 5000)), ("empty_file",))


def _markup(random: Random, canary: str) -> Iterator[Hostile]:
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    laughs = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{levels}]>'
    yield Hostile("word/billion-laughs.docx", docx(laughs + body("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>")), BROKEN)
    for kind, target in (("file", "file:///etc/passwd"), ("http", canary)):
        outside = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{target}">]>'
        inside = table(cell("&x;") + cell("2"))
        yield Hostile(f"word/external-entity-{kind}.docx", docx(outside + body(inside)), PLAIN)
    dtd = f'<?xml version="1.0"?><!DOCTYPE w:document SYSTEM "{canary}/x.dtd">'
    yield Hostile("word/external-dtd.docx", docx(dtd + body("")), PLAIN)
    depth = random.randint(20_000, 200_000)
    yield Hostile("word/deep-elements.docx", docx(body("<w:sdt>" * depth + "</w:sdt>" * depth)), BROKEN)
    attributes = " ".join(f'a{number}="x"' for number in range(100_000))
    yield Hostile("word/many-attributes.docx", docx(body(f"<w:p {attributes}/>")), PLAIN)
    text = "үг " * random.randint(3_000_000, 5_000_000)
    yield Hostile("word/long-text.docx", docx(body(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")), PLAIN)
    yield Hostile("word/broken-utf8.docx", docx(body("").encode().replace(b"<w:body>", b"<w:body>\xff\xfe")), BROKEN)


def _tables(random: Random) -> Iterator[Hostile]:
    for span in (2**31 - 1, 10**12, -5, random.randint(10_000, 900_000)):
        inside = table(cell("a", f'<w:gridSpan w:val="{span}"/>') + cell("b"))
        yield Hostile(f"word/grid-span-{span}.docx", docx(body(inside)), PLAIN)
    row = cell("x") * 600
    yield Hostile("word/many-cells.docx", docx(body(table(*[row] * random.randint(400, 700)))), LIMIT)
    depth = random.randint(60, 400)
    nested = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
    yield Hostile("word/nested-tables.docx", docx(body(nested)), BROKEN)
    merged = [cell("a", '<w:vMerge w:val="continue"/>') + cell("b") for _ in range(20_000)]
    yield Hostile("word/merged-down.docx", docx(body(table(*merged))), PLAIN)
    before = '<w:trPr><w:gridBefore w:val="2000000000"/></w:trPr>' + cell("a")
    yield Hostile("word/grid-before.docx", docx(body(table(before))), PLAIN)


def _relations(random: Random, canary: str) -> Iterator[Hostile]:
    kinds = ("attachedTemplate", "image", "hyperlink", "aFChunk", "oleObject", "subDocument", "frame")
    outward = "".join(
        f'<Relationship Id="x{number}" Type="{OFFICE}/{kind}" Target="{canary}/{kind}" TargetMode="External"/>'
        for number, kind in enumerate(kinds)
    )
    inside = '<w:altChunk xmlns:r="' + OFFICE + '" r:id="x3"/><w:subDoc xmlns:r="' + OFFICE + '" r:id="x5"/>'
    yield Hostile("word/external-relations.docx", docx(body(inside), outward), PLAIN)
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 50}"/></w:style>'
        for n in range(50)
    )
    relation = f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
    part = {"word/styles.xml": f"<w:styles {W}>{styles}</w:styles>".encode()}
    paragraph = '<w:p><w:pPr><w:pStyle w:val="s3"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    yield Hostile("word/style-cycle.docx", docx(body(paragraph), relation, part), PLAIN)
    self_relation = f'<Relationship Id="me" Type="{OFFICE}/header" Target="document.xml"/>' * random.randint(2, 9)
    yield Hostile("word/relation-cycle.docx", docx(body(""), self_relation), BROKEN)
    far = f'<Relationship Id="up" Type="{OFFICE}/image" Target="../../../../etc/passwd"/>'
    yield Hostile("word/relation-upward.docx", docx(body(""), far), BROKEN)
    macro = {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(2000)}
    enabled = "application/vnd.ms-word.document.macroEnabled.main+xml"
    yield Hostile("word/macros.docm", docx(body(""), "", macro, enabled), BROKEN)


def _zeros(size: int) -> bytes:
    """Blanks in a document: nothing for the packer, much for whoever unpacks."""
    return f"<w:document {W}><w:body>".encode() + b" " * size + b"</w:body></w:document>"


def _positions(data: bytes, mark: bytes) -> Iterator[int]:
    at = data.find(mark)
    while at >= 0:
        yield at
        at = data.find(mark, at + 1)


def _with_lying_size(data: bytes) -> bytes:
    """The directory says that every part is empty."""
    changed = bytearray(data)
    for at in _positions(data, b"PK\x01\x02"):
        changed[at + 24 : at + 28] = bytes(4)
    return bytes(changed)


def _without(data: bytes, name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for item in old.infolist():
            if item.filename != name:
                new.writestr(item, old.read(item))
    return stream.getvalue()
