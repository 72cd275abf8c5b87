"""Automatic numbers as visible text."""

from __future__ import annotations

import pytest

from parsers.document import Paragraph
from parsers.docx import reader
from parsers.docx.numbering import written
from parsers.limits import DEFAULT_LIMITS
from tests.builders.docx import abstract, level, num, p, package, source

TWO_LEVELS = abstract(1, level(0, "Зорилго %1."), level(1, "%1.%2."), level(2, "%1.%2.%3.")) + num(1, 1)


def texts(body: str, numbering: str, styles: str = "") -> list[str]:
    document = reader.read(source(package(body, styles, numbering)), DEFAULT_LIMITS)
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def listed(*levels: int, num_id: int = 1) -> str:
    return "".join(p("а", num=(num_id, each)) for each in levels)


def test_levels_count_and_begin_anew() -> None:
    assert texts(listed(0, 1, 1, 2, 0, 1, 2), TWO_LEVELS) == [
        "Зорилго 1. а", "1.1. а", "1.2. а", "1.2.1. а", "Зорилго 2. а", "2.1. а", "2.1.1. а",
    ]  # fmt: skip


def test_level_that_never_restarts() -> None:
    numbering = abstract(1, level(0, "%1."), level(1, "%2)", more='<w:lvlRestart w:val="0"/>')) + num(1, 1)
    assert texts(listed(0, 1, 1, 0, 1), numbering) == ["1. а", "1) а", "2) а", "2. а", "3) а"]


def test_two_numbers_of_one_list_go_on_and_an_override_restarts() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = abstract(1, level(0, "%1.")) + num(1, 1) + num(2, 1) + num(3, 1, restart)
    body = listed(0, 0) + listed(0, num_id=2) + listed(0, 0, num_id=3)
    assert texts(body, numbering) == ["1. а", "2. а", "3. а", "5. а", "6. а"]


def test_override_of_a_whole_level() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "(%1)", "upperRoman")}</w:lvlOverride>'
    assert texts(listed(0, 0), abstract(1, level(0, "%1.")) + num(1, 1, own)) == ["(I) а", "(II) а"]


def test_numbers_from_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="G"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="M"><w:basedOn w:val="G"/></w:style>'
    )
    numbering = abstract(
        1, level(0, "%1.", more='<w:pStyle w:val="G"/>'), level(1, "%1.%2", more='<w:pStyle w:val="M"/>')
    ) + num(1, 1)
    body = p("а", style="G") + p("б", style="M") + p("в", style="M", num=0)
    assert texts(body, numbering, styles) == ["1. а", "1.1 б", "в"]


def test_list_style_link() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        abstract(1, level(0, "%1-р"), more='<w:styleLink w:val="L"/>')
        + abstract(2, more='<w:numStyleLink w:val="L"/>')
        + num(1, 1)
        + num(2, 2)
    )
    assert texts(listed(0, num_id=2) + listed(0, num_id=1), numbering, styles) == ["1-р а", "2-р а"]


@pytest.mark.parametrize(
    ("kind", "text", "more", "label"),
    [
        ("bullet", "\uf0b7", "", "• а"),
        ("bullet", "–", "", "- а"),
        ("decimal", "%1.", '<w:suff w:val="nothing"/>', "1.а"),
        ("none", "", "", "а"),
        ("upperRoman", "%1.", "<w:isLgl/>", "1. а"),
        ("russianLower", "%1)", "", "а) а"),
        ("decimalZero", "%1", "", "01 а"),
    ],
)
def test_looks(kind: str, text: str, more: str, label: str) -> None:
    assert texts(listed(0), abstract(1, level(0, text, kind, more=more)) + num(1, 1)) == [label]


def test_unknown_and_cyclic_lists_have_no_number() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    cycle = abstract(1, more='<w:numStyleLink w:val="L"/>') + num(1, 1)
    assert texts(listed(0) + listed(3, num_id=7), cycle, styles) == ["а", "а"]


def test_huge_numbers_stay_short() -> None:
    kinds = ("upperRoman", "lowerLetter", "russianLower", "decimal", "001")
    assert all(len(written(kind, 10**12)) < 40 for kind in kinds)


def test_deleted_paragraphs_do_not_count() -> None:
    gone = p('<w:del w:id="1"><w:r><w:delText>б</w:delText></w:r></w:del>', num=1, props="<w:rPr><w:del/></w:rPr>")
    assert texts(p("а", num=1) + gone + p("в", num=1), abstract(1, level(0, "%1.")) + num(1, 1)) == ["1. а", "2. в"]


def test_table_and_latent_styles_do_not_hide_the_others() -> None:
    styles = (
        '<w:latentStyles><w:lsdException w:name="x"/></w:latentStyles>'
        '<w:style w:type="table" w:styleId="T"><w:name w:val="t"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="G"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="table" w:styleId="U"/>'
    )
    assert texts(p("а", style="G"), abstract(1, level(0, "%1.")) + num(1, 1), styles) == ["1. а"]
