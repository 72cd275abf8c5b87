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


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("upperRoman", 1994, "MCMXCIV"), ("lowerRoman", 3999, "mmmcmxcix"), ("upperRoman", 4000, "4000"), ("lowerRoman", 0, "0"),
        ("upperLetter", 1, "A"), ("lowerLetter", 26, "z"), ("lowerLetter", 27, "aa"), ("upperLetter", 53, "AAA"),
        ("lowerLetter", 0, "0"), ("lowerLetter", 26 * 30, "z" * 30), ("lowerLetter", 26 * 30 + 1, "781"),
        ("russianUpper", 1, "А"), ("russianLower", 29, "я"), ("russianLower", 30, "аа"), ("russianUpper", 0, "0"),
        ("decimalZero", 7, "07"), ("decimalZero", 12, "12"), ("numberInDash", 3, "- 3 -"), ("001", 7, "007"), ("01", 123, "123"),
        ("ordinal", 4, "4"), ("none", 4, ""),
    ],
)  # fmt: skip
def test_numbers_as_word_writes_them(kind: str, value: int, text: str) -> None:
    assert written(kind, value) == text


def test_deeper_levels_begin_anew_only_below_the_level_that_restarts_them() -> None:
    def counted(restart: int) -> list[str]:
        third = level(2, "%3)", more=f'<w:lvlRestart w:val="{restart}"/>')
        numbering = abstract(1, level(0, "%1."), level(1, "%2."), third) + num(1, 1)
        return [text.split()[0] for text in texts(listed(0, 1, 2, 2, 1, 2, 0, 2), numbering)]

    assert counted(1) == ["1.", "1.", "1)", "2)", "2.", "3)", "2.", "1)"]  # only by the first level
    assert counted(2) == ["1.", "1.", "1)", "2)", "2.", "1)", "2.", "1)"]
    assert counted(0) == ["1.", "1.", "1)", "2)", "2.", "3)", "2.", "4)"]


def test_levels_above_that_no_paragraph_has_count_from_their_start() -> None:
    numbering = abstract(1, level(0, "%1.", start=3), level(1, "%1.%2.")) + num(1, 1)
    assert texts(listed(1, 1, 0, 1), numbering) == ["3.1. а", "3.2. а", "4. а", "4.1. а"]
    given = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    assert texts(listed(1), abstract(1, level(0, "%1."), level(1, "%1.%2.")) + num(1, 1, given)) == ["7.1. а"]
    gap = abstract(1, level(0, "%1."), level(2, "%1.%2.%3.")) + num(1, 1)
    assert texts(listed(0, 2), gap) == ["1. а", "1.1.1. а"]


def test_a_number_names_no_level_below_its_own() -> None:
    assert texts(listed(0, 1), abstract(1, level(0, "%1.%2"), level(1, "%2")) + num(1, 1)) == ["1. а", "1 а"]


def test_levels_that_are_not_there_have_no_number() -> None:
    numbering = abstract(1, level(0, "%1."), level(9, "%1!")) + num(1, 1)
    assert texts(listed(0, 5, 9, 0), numbering) == ["1. а", "а", "а", "2. а"]
    beyond = f'<w:lvlOverride w:ilvl="9">{level(0, "!%1")}</w:lvlOverride><w:lvlOverride><w:startOverride w:val="5"/></w:lvlOverride>'
    assert texts(listed(0), abstract(1, level(0, "%1.")) + num(1, 1, beyond)) == ["1. а"]
    assert texts(p("а", num=0) + p("б", num=9), numbering) == ["а", "б"]


def test_legal_numbers_are_digits_but_keep_their_noughts() -> None:
    numbering = abstract(1, level(0, "%1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")) + num(1, 1)
    assert texts(listed(0, 1), numbering) == ["I а", "1.1 а"]
    off = numbering.replace("<w:isLgl/>", '<w:isLgl w:val="0"/>')
    assert texts(listed(0, 1), off) == ["I а", "I.1 а"]
    zero = numbering.replace("upperRoman", "decimalZero")
    assert texts(listed(0, 1), zero) == ["01 а", "01.1 а"]


def test_a_level_that_begins_with_nothing_begins_with_nought() -> None:
    bare = level(0, "%1.").replace('<w:start w:val="1"/>', "")
    assert texts(listed(0, 0), abstract(1, bare) + num(1, 1)) == ["0. а", "1. а"]
    started = '<w:lvlOverride w:ilvl="0"><w:startOverride/></w:lvlOverride>'
    assert texts(listed(0, 0), abstract(1, level(0, "%1.")) + num(1, 1, started)) == ["0. а", "1. а"]


def test_custom_formats_are_as_wide_as_their_first_item() -> None:
    custom = level(0, "%1").replace('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="custom" w:format="001, 002, …"/>')
    assert texts(listed(0), abstract(1, custom) + num(1, 1)) == ["001 а"]
    empty = custom.replace("001, 002, …", "")
    assert texts(listed(0), abstract(1, empty) + num(1, 1)) == ["1 а"]
