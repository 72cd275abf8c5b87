"""DOCX as Word shows it: text, fields, changes, boxes, and files that are no Word documents."""

from __future__ import annotations

import contextlib
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.document import Paragraph, Table
from parsers.docx import reader
from parsers.errors import DamagedFile, EncryptedFile, LimitExceeded, ParseError, UnsupportedFile
from parsers.limits import DEFAULT_LIMITS
from tests.builders.docx import archive, p, package, picture, r, source, tbl, tc, tr


def read(body: str, styles: str = "", numbering: str = "") -> tuple[Paragraph | Table, ...]:
    return reader.read(source(package(body, styles, numbering)), DEFAULT_LIMITS).blocks


def texts(body: str, styles: str = "") -> list[str]:
    return [block.text if isinstance(block, Paragraph) else picture(block) for block in read(body, styles)]


def field(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


DELETED = '<w:del w:id="1"><w:r><w:delText>хуучин</w:delText></w:r></w:del>'
BOX = f"<w:txbxContent>{p('БАТЛАВ')}{p('Дарга Б.ХАНГАЙ')}</w:txbxContent>"

MATH = "<m:r><m:t>%d</m:t></m:r>"
CHECKED = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)

INLINE = {
    "runs are put together": (p("Ил ", "тод"), "Ил тод"),
    "blanks that are not preserved vanish": (p("<w:r><w:t> Ил </w:t></w:r>", "тод"), "Илтод"),
    "tab, break, hyphens": (
        p("<w:r><w:t>а</w:t><w:tab/><w:t>б</w:t><w:br/><w:t>в</w:t><w:noBreakHyphen/><w:t>г</w:t><w:softHyphen/></w:r>"),
        "а\tб\nв-г",
    ),
    "soft hyphen as a character": (p("сурта\u00adлчилгаа"), "сурталчилгаа"),
    "accepted insertion": (p(f"<w:ins>{r('шинэ')}</w:ins>", DELETED), "шинэ"),
    "moved text": (p(f"<w:moveTo>{r('энд')}</w:moveTo>", f"<w:moveFrom>{r('тэнд')}</w:moveFrom>"), "энд"),
    "hyperlink": (p(f"<w:hyperlink>{r('цахим')}</w:hyperlink>"), "цахим"),
    "smart tag": (p(f"<w:smartTag>{r('!')}</w:smartTag>"), "!"),
    "run-level content control": (p(f"<w:sdt><w:sdtPr/><w:sdtContent>{r('утга')}</w:sdtContent></w:sdt>"), "утга"),
    "simple field": (p(f'<w:fldSimple w:instr="DATE">{r("2023")}</w:fldSimple>'), "2023"),
    "complex field": (p(field("REF x", r("дүн"))), "дүн"),
    "field in the code of a field": (p(field("IF " + field("REF y", r("1")), r("тийм"))), "тийм"),
    "page number": (p("Хуудас ", field("PAGE \\* MERGEFORMAT", r("3"))), "Хуудас"),
    "hidden text": (p("ил", r("далд", "<w:vanish/>"), r("2", '<w:vanish w:val="0"/>')), "ил2"),
    "capitals stay as typed": (p(r("Дарга", "<w:caps/>")), "Дарга"),
    "check mark": (p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', " тийм"), "✓ тийм"),
    "typed private bullet": (p("\uf0b7 Сургалт"), "• Сургалт"),
    "equation": (p(f"<m:oMath><m:f><m:num>{MATH % 1}</m:num><m:den>{MATH % 2}</m:den></m:f></m:oMath>"), "1/2"),
    "footnotes leave no mark": (p("дүн", '<w:r><w:footnoteReference w:id="2"/></w:r>'), "дүн"),
    "comments leave no mark": (p("дүн", '<w:r><w:commentReference w:id="1"/></w:r>'), "дүн"),
    "ruby": (p(f"<w:r><w:ruby><w:rt>{r('дээр')}</w:rt><w:rubyBase>{r('суурь')}</w:rubyBase></w:ruby></w:r>"), "суурь"),
    "old check box": (p(CHECKED, " тийм"), "☒ тийм"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), INLINE.values(), ids=INLINE)
def test_text_of_a_paragraph(body: str, text: str) -> None:
    assert texts(body) == [text]


def test_a_field_that_never_ends_hides_nothing() -> None:
    assert texts(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "Тайлан") + p("Дараах")) == ["Тайлан", "Дараах"]


def test_prompt_of_an_empty_content_control_is_no_text() -> None:
    prompt = r("Энд дарж бичнэ үү", '<w:rStyle w:val="PlaceholderText"/>')
    body = p(f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{prompt}</w:sdtContent></w:sdt>", "А")
    assert texts(body) == ["А"]


def test_deleted_paragraph_mark_joins_paragraphs() -> None:
    mark = "<w:rPr><w:del w:id='1'/></w:rPr>"
    assert texts(p("Эхний ", props=mark) + p("хагас") + p("жил")) == ["Эхний хагас", "жил"]
    assert texts(p(DELETED, props=mark) + p("үлдсэн")) == ["үлдсэн"]
    assert texts(p("сүүлчийн", props=mark)) == ["сүүлчийн"]


def test_one_branch_of_alternate_content() -> None:
    drawing = f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>"
    old = f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback>"
    body = p(f"<w:r><mc:AlternateContent>{drawing}{old}</mc:AlternateContent></w:r>", "Гарчиг")
    assert texts(body) == ["БАТЛАВ", "Дарга Б.ХАНГАЙ", "Гарчиг"]


def test_text_box_behind_text_follows_it() -> None:
    assert texts(p("Гарчиг", f"<w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r>"))[0] == "Гарчиг"


def test_box_in_a_box_is_read_once() -> None:
    inner = f"<w:txbxContent>{p('дотор')}</w:txbxContent>"
    nested = p("гадна", f"<w:r><w:pict><v:textbox>{inner}</v:textbox></w:pict></w:r>")
    outer = f"<w:r><w:pict><v:textbox><w:txbxContent>{nested}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert texts(p(outer)) == ["гадна", "дотор"]


def test_bold_and_alignment_with_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="C"/></w:style>'
        '<w:style w:type="character" w:styleId="D"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    hidden = r("далд", '<w:rStyle w:val="D"/>')
    body = (
        p("Нэг", style="B")
        + p(r("Хоёр", "<w:b w:val='0'/>"), style="B", props='<w:jc w:val="end"/>')
        + p("Г", hidden, style="C")
    )
    blocks = read(body, styles)
    assert [(block.text, block.bold, block.align) for block in blocks if isinstance(block, Paragraph)] == [
        ("Нэг", True, "center"),
        ("Хоёр", False, "right"),
        ("Г", False, "left"),
    ]


def test_block_level_content_controls_and_custom_xml() -> None:
    body = f"<w:sdt><w:sdtContent><w:customXml>{p('а')}</w:customXml>{tbl(tr('б'))}</w:sdtContent></w:sdt>"
    assert texts(body) == ["а", "| б |"]


def test_strict_namespace() -> None:
    data = package(p("Хатуу") + tbl(tr("нүд")))
    strict = {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main"
    }
    document = reader.read(source(_rewritten(data, strict)), DEFAULT_LIMITS)
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Table"]


def test_notes_say_what_was_left_out() -> None:
    body = p("а", DELETED, r("б", "<w:vanish/>")) + '<w:altChunk r:id="x"/>'
    notes = reader.read(source(package(body)), DEFAULT_LIMITS).notes
    assert [note.code for note in notes] == ["tracked_changes", "hidden_text", "embedded_content"]


def test_document_record() -> None:
    document = reader.read(
        source(package(p("а"), main_type="application/vnd.ms-word.document.macroEnabled.main+xml")), DEFAULT_LIMITS
    )
    assert (document.kind, document.pages, document.media_type) == (
        "docx", (), "application/vnd.ms-word.document.macroEnabled.12",
    )  # fmt: skip


CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
REFUSED = {
    "password": (CFB + "EncryptedPackage".encode("utf-16-le"), EncryptedFile, "password"),
    "old Word": (CFB + "WordDocument".encode("utf-16-le"), UnsupportedFile, ".doc"),
    "old Excel": (CFB + "Workbook".encode("utf-16-le"), UnsupportedFile, ".xls"),
    "Excel": (package("", main_type=XLSX), UnsupportedFile, "spreadsheetml"),
    "OpenDocument": (archive({"mimetype": b"x", "content.xml": b"<a/>"}), UnsupportedFile, "OpenDocument"),
    "ZIP of reports": (archive({"а.docx": b"1", "б.txt": b"2"}), UnsupportedFile, "2 files (1 may"),
    "cut short": (package(p("а"))[:-40], DamagedFile, "directory"),
    "broken XML": (package("<w:p>"), DamagedFile, "well-formed"),
    "only the beginning of a ZIP": (b"PK\x03\x04", DamagedFile, "directory"),
}


@pytest.mark.parametrize(("data", "error", "detail"), REFUSED.values(), ids=REFUSED)
def test_refused(data: bytes, error: type[Exception], detail: str) -> None:
    assert reader.claims(data[:4096], "тайлан.pdf")
    with pytest.raises(error, match=detail.replace("(", r"\(")):
        reader.read(source(data), DEFAULT_LIMITS)


SAMPLE = package(
    p("Тайлан", num=1) + tbl(tr(tc("1", merge="restart"), tc("а", span=2)), tr(tc("", merge="continue"), "б", "в")),
    numbering='<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_bytes_never_surprise(data: st.DataObject) -> None:
    """Cut short or with flipped bytes: read, or refused with a ParseError; nothing else."""
    damaged = bytearray(SAMPLE[: data.draw(st.integers(4, len(SAMPLE)))])
    for at in data.draw(st.lists(st.integers(4, len(damaged) - 1), max_size=4)) if len(damaged) > 4 else ():
        damaged[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ParseError):
        reader.read(source(bytes(damaged)), DEFAULT_LIMITS)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_markup_never_surprises(data: st.DataObject) -> None:
    """The same inside the parts, where a checksum does not catch it: values and elements out of place."""
    members = _members(SAMPLE)
    name = data.draw(st.sampled_from(sorted(members)))
    words = members[name].decode().split('"' if data.draw(st.booleans()) else "<w:")
    joint = '"' if '"' in members[name].decode() and len(words) > 1 else "<w:"
    at = data.draw(st.integers(0, len(words) - 1))
    words[at] = data.draw(st.sampled_from(["", "-1", "99999999999999999999", "tc>", "x", "1e999", words[0], words[-1]]))
    with contextlib.suppress(ParseError):
        reader.read(source(archive(members | {name: joint.join(words).encode()})), DEFAULT_LIMITS)


def nested(depth: int) -> str:
    return p("дотор") if depth == 0 else tbl(tr(tc(nested(depth - 1) + p())))


LIMITED = {
    "unpacked_bytes": package(p("а"), extra={"word/media/a.bin": bytes(10_000)}),
    "parts": package(p("а"), extra={f"{index}": b"" for index in range(60)}),
    "cells": package(tbl(*[tr(*"абвгд")] * 50)),
    "column_span": package(tbl(tr(tc("а", span=1_000_000)))),
    "nesting": package(nested(9)),
}


@pytest.mark.parametrize("limit", LIMITED)
def test_limits(limit: str) -> None:
    limits = replace(DEFAULT_LIMITS, unpacked_bytes=9_000, parts=50, cells=200, column_span=63, nesting=8)
    if limit != "unpacked_bytes":
        limits = replace(limits, unpacked_bytes=1_000_000)
    with pytest.raises(LimitExceeded) as caught:
        reader.read(source(LIMITED[limit]), limits)
    assert caught.value.limit == limit


def test_depth_beyond_the_xml_parser() -> None:
    with pytest.raises(LimitExceeded, match="nesting"):
        reader.read(source(package(nested(120))), DEFAULT_LIMITS)


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _rewritten(data: bytes, words: dict[str, str]) -> bytes:
    members = _members(data)
    for old, new in words.items():
        members = {name: blob.replace(old.encode(), new.encode()) for name, blob in members.items()}
    return archive(members)
