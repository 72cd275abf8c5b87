"""More hostile files: rare packers and encodings, fonts, functions and pictures that grow when they are used."""

from __future__ import annotations

import bz2
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from random import Random

from benchmarks.hostile.pictures import UNUSABLE, png
from benchmarks.hostile.portable import PLAIN, pages, pdf, stream, text
from benchmarks.hostile.records import Hostile
from benchmarks.hostile.word import BROKEN, W, body, cell, docx, table
from benchmarks.hostile.word import PLAIN as READ


def make(random: Random, canary: str) -> Iterator[Hostile]:
    yield from _archives(random)
    yield from _documents(random, canary)
    yield from _fonts(random)
    yield from _drawings(random)
    yield from _structures(random)
    yield from _pictures(random)


def _archives(random: Random) -> Iterator[Hostile]:
    """Packers that a Word file never uses, one part under two names, entries that share their bytes."""
    content = body(table(cell("a") + cell("b"))).encode()
    for name, method in (("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA)):
        big = content.replace(b"</w:body>", b" " * random.randint(350, 500) * 1_000_000 + b"</w:body>")
        yield Hostile(f"odd/zip-{name}-bomb.docx", _repacked(docx(body("")), big, method), BROKEN)
    twice = io.BytesIO(docx(body("")))
    with zipfile.ZipFile(twice, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there are two is the point
        archive.writestr(zipfile.ZipInfo("word/document.xml"), content)
    yield Hostile("odd/part-twice.docx", twice.getvalue(), READ)
    whole = docx(content)
    at = whole.rfind(b"PK\x05\x06")
    lying = bytearray(whole)
    lying[at + 8 : at + 12] = struct.pack("<HH", 0xFFFF, 0xFFFF)
    yield Hostile("odd/zip-lying-count.docx", bytes(lying), BROKEN + READ)
    yield Hostile("odd/zip-comment-bomb.docx", whole + b"PK\x05\x06" * 200_000, BROKEN + READ)
    upper = docx(content, more={"WORD/DOCUMENT.XML": b"<a/>", "word//document.xml": b"<a/>", "": b"x"})
    yield Hostile("odd/part-names-differ-in-case.docx", upper, READ)


def _repacked(data: bytes, document: bytes, method: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            own = item.filename == "word/document.xml"
            new.writestr(zipfile.ZipInfo(item.filename), document if own else old.read(item), method if own else 0)
    return made.getvalue()


def _documents(random: Random, canary: str) -> Iterator[Hostile]:
    words = table(cell("1") + cell("Ажил"))
    for name in ("utf-16", "utf-32", "utf-7", "cp037"):
        heading = f'<?xml version="1.0" encoding="{name}"?>'
        yield Hostile(f"odd/xml-{name}.docx", docx((heading + body(words)).encode(name, "replace")), BROKEN + READ)
    yield Hostile("odd/many-paragraphs.docx", docx(body("<w:p/>" * random.randint(800_000, 1_500_000))), READ)
    small = table(*[cell("1") + cell("a")] * 3)
    yield Hostile("odd/many-tables.docx", docx(body(small * random.randint(8_000, 15_000))), READ)
    depth = random.randint(300, 3_000)
    boxes = "<w:p><w:r><w:pict><w:txbxContent>" * depth + "</w:txbxContent></w:pict></w:r></w:p>" * depth
    yield Hostile("odd/boxes-in-boxes.docx", docx(body(boxes)), BROKEN + READ)
    runs = "<w:ins>" * depth + "<w:r><w:t>a</w:t></w:r>" + "</w:ins>" * depth
    yield Hostile("odd/changes-in-changes.docx", docx(body(f"<w:p>{runs}</w:p>")), BROKEN + READ)
    field = f'INCLUDETEXT "{canary}/text" INCLUDEPICTURE "{canary}/p" DDEAUTO c:\\\\cmd.exe "/k calc"'
    instruction = f"<w:p><w:r><w:instrText>{field.replace(chr(34), '&quot;')}</w:instrText></w:r></w:p>"
    yield Hostile("odd/fields-outward.docx", docx(body(instruction)), READ)
    numbers = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:numStyleLink w:val="s"/></w:abstractNum>'
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in range(2_000)
    )
    relation = (
        '<Relationship Id="n" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" '
        'Target="numbering.xml"/>'
    )
    listed = '<w:p><w:pPr><w:numPr><w:ilvl w:val="99999999"/><w:numId w:val="7"/></w:numPr></w:pPr></w:p>' * 50
    part = {"word/numbering.xml": f"<w:numbering {W}>{numbers}</w:numbering>".encode()}
    yield Hostile("odd/numbering-cycle.docx", docx(body(listed), relation, part), READ + BROKEN)


def _fonts(random: Random) -> Iterator[Hostile]:
    """Character maps that name every code there is, widths for billions of letters, glyphs that draw themselves."""
    last = random.choice(("FFFFFFFF", "7FFFFFFF", "00FFFFFF"))
    maps = f"begincmap 1 begincodespacerange <00000000> <{last}> endcodespacerange "
    maps += f"1 beginbfrange <00000000> <{last}> <0041> endbfrange endcmap"
    whole: dict[int, str | bytes] = {
        6: stream(maps.encode()),
        5: "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R "
        "/DescendantFonts [7 0 R] >>",
        7: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (A) /Ordering (I) "
        "/Supplement 0 >> /W [0 4000000000 500] >>",
    }
    shown = "BT /F 10 Tf 50 700 Td <00410042> Tj ET"
    yield Hostile("odd/character-map-bomb.pdf", pages(shown, extra=whole), PLAIN)
    usecmap = {**whole, 6: stream(b"/X usecmap begincmap endcmap", "/UseCMap 6 0 R /CMapName /X")}
    yield Hostile("odd/character-map-uses-itself.pdf", pages(shown, extra={**usecmap}), PLAIN)
    drawn: dict[int, str | bytes] = {
        5: "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 6 0 R >> "
        "/Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [9] /Resources "
        "<< /Font << /F 5 0 R >> >> >>",
        6: stream(b"9 0 0 0 9 9 d1 BT /F 1 Tf (aaaa) Tj ET"),
    }
    yield Hostile("odd/glyph-draws-itself.pdf", pages(text("aaaa"), extra=drawn), PLAIN)
    for name, matrix in (("huge", "1e30 0 0 1e30 0 0"), ("flat", "0 0 0 0 0 0"), ("nan", "nan inf 0 1e999 0 0")):
        yield Hostile(f"odd/text-matrix-{name}.pdf", pages(f"BT /F 1e9 Tf {matrix} Tm (abc) Tj ET"), PLAIN)


def _drawings(random: Random) -> Iterator[Hostile]:
    tile = "<< /Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 0.001 /YStep 0.001 "
    pattern = stream(b"/Pattern cs /P scn 0 0 9 9 re f", tile[2:] + "/Resources << /Pattern << /P 6 0 R >> >>")
    paint = "/Pattern cs /P scn 0 0 595 842 re f"
    yield Hostile("odd/tiles-without-end.pdf", pages(paint, more="/Pattern << /P 6 0 R >>", extra={6: pattern}), PLAIN)
    size = random.randint(200, 400) * 1_000_000
    runs = b"\x81 " * (size // 128)
    packed = stream(zlib.compress(runs, 9), "/Filter [/FlateDecode /RunLengthDecode]", packed=False)
    yield Hostile("odd/run-length-bomb.pdf", pages(packed), PLAIN)
    inline = "BI /W 100000 /H 100000 /BPC 8 /CS /RGB ID " + "x" * 100 + " EI"
    yield Hostile("odd/inline-picture-claims.pdf", pages(inline), PLAIN)
    for name, filter_ in (("jpx", "/JPXDecode"), ("jbig2", "/JBIG2Decode"), ("ccitt", "/CCITTFaxDecode")):
        entries = f"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 1 /Filter {filter_}"
        noise = stream(random.randbytes(3_000), entries + " /ColorSpace /DeviceGray", packed=False)
        shown = pages("500 0 0 700 0 0 cm /I Do", more="/XObject << /I 6 0 R >>", extra={6: noise})
        yield Hostile(f"odd/picture-{name}.pdf", shown, PLAIN)
    dashes = "[0.00001] 0 d 0 0 m 500 700 l S " * random.randint(50, 200)
    yield Hostile("odd/endless-dashes.pdf", pages(text("a") + dashes), PLAIN)


def _structures(random: Random) -> Iterator[Hostile]:
    root = {1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"}
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /UserUnit {unit} /Rotate {turn} >>"
    odd = page.format(unit=10**9, turn=random.choice((45, -90, 10**12)))
    yield Hostile("odd/unit-and-turn.pdf", pdf({**root, 3: odd}), PLAIN)
    boxed = "<< /Type /Page /Parent 2 0 R /MediaBox 3 0 R /CropBox [9 0 R] /Contents [3 0 R 3 0 R] >>"
    yield Hostile("odd/page-is-its-own-box.pdf", pdf({**root, 3: boxed}), PLAIN)
    notes = "".join(f"{n} 0 R " for n in range(10, 10 + random.randint(20_000, 60_000)))
    annotated = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [{notes}] >>"
    yield Hostile("odd/many-annotations.pdf", pdf({**root, 3: annotated}), PLAIN)
    outlines = {4: "<< /First 5 0 R /Last 5 0 R >>", 5: "<< /Title (a) /Parent 4 0 R /Next 5 0 R /First 4 0 R >>"}
    looped = {1: "<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R /Names 4 0 R /AcroForm 4 0 R >>"}
    yield Hostile("odd/outline-cycle.pdf", pdf({**root, **outlines, **looped, 3: page.format(unit=1, turn=0)}), PLAIN)
    nested = "<< /A " * 100_000 + ">>" * 100_000
    yield Hostile("odd/nested-dictionaries.pdf", pdf({**root, 3: page.format(unit=1, turn=0), 4: nested}), PLAIN)
    yield Hostile(
        "odd/trailer-cycle.pdf", pdf({**root, 3: page.format(unit=1, turn=0)}, "/Root 9 0 R /Info 9 0 R"), PLAIN
    )


def _pictures(random: Random) -> Iterator[Hostile]:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    plain = png(300, 300, 300)
    bomb = zlib.compress(b"a" * random.randint(300, 600) * 1_000_000, 9)
    for kind, head in ((b"zTXt", b"a\0\0"), (b"iCCP", b"a\0\0"), (b"iTXt", b"a\0\1\0\0\0")):
        yield Hostile(f"odd/png-{kind.decode()}-bomb.png", plain[:33] + chunk(kind, head + bomb) + plain[33:], (
            "", *UNUSABLE
        ))  # fmt: skip
    frame = b"\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\x0a\0\x0a\0\0\x02\x02\x44\x01\0"
    gif = b"GIF89a" + struct.pack("<HHBBB", 60_000, 60_000, 0x80, 0, 0) + bytes(6) + frame * 20_000 + b";"
    yield Hostile("odd/many-frames.gif", gif, ("", *UNUSABLE))
    yield Hostile("odd/bzip2-named.pdf", bz2.compress(pages(text("a"))), UNUSABLE)
    yield Hostile("odd/pdf-and-zip.docx", pages(text("a")) + docx(body("")), (*UNUSABLE, *BROKEN, ""))
    yield Hostile("odd/blank.tif", b"II*\0\x08\0\0\0\xff\xff" + bytes(100), UNUSABLE)
