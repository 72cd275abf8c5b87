"""Styles: what they add, inherited along basedOn."""

from __future__ import annotations

from lxml import etree

from parsers.docx.package import WORD_NS
from parsers.docx.styles import Style, Styles


def styles(*each: str) -> Styles:
    return Styles(etree.fromstring(f'<w:styles xmlns:w="{WORD_NS}">{"".join(each)}</w:styles>'))


def style(name: str, inside: str = "", parent: str = "", more: str = 'w:type="paragraph"') -> str:
    based = f'<w:basedOn w:val="{parent}"/>' if parent else ""
    return f'<w:style {more} w:styleId="{name}">{based}{inside}</w:style>'


BOLD, THIN = "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:b w:val="0"/></w:rPr>'
LISTED = '<w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="7"/></w:numPr><w:jc w:val="center"/></w:pPr>'


def test_what_a_style_says_and_its_ancestors_say() -> None:
    known = styles(
        style("a", BOLD + LISTED),
        style("b", "<w:rPr><w:vanish/></w:rPr>", "a"),
        style("c", THIN + '<w:pPr><w:numPr><w:numId w:val="8"/></w:numPr><w:jc w:val="left"/></w:pPr>', "b"),
        style("d", '<w:rPr><w:vanish w:val="0"/></w:rPr><w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr>', "c"),
    )
    assert known.get("d") == Style(8, 0, False, False, "left")
    assert known.get("c") == Style(8, 2, False, True, "left")
    assert known.get("b") == Style(7, 2, True, True, "center")
    assert known.get("a") == Style(7, 2, True, None, "center")


def test_unknown_styles_say_nothing_and_cycles_end() -> None:
    known = styles(style("a", BOLD, "b"), style("b", LISTED, "a"), style("c", "", "missing"))
    assert known.get(None) == known.get("x") == known.get("c") == Style() == Styles(None).get("a")
    assert known.get("a") == Style(7, 2, True, None, "center")


def test_a_paragraph_without_a_known_style_has_the_default_one() -> None:
    known = styles(
        style("r", THIN, more='w:type="character" w:default="1"'),
        style("n", BOLD, more='w:type="paragraph" w:default="1"'),
        style("o", LISTED, more='w:type="paragraph" w:default="0"'),
    )
    assert known.paragraph(None) == known.paragraph("x") == Style(bold=True)
    assert known.paragraph("o").num_id == 7 and styles(style("a", BOLD)).paragraph(None) == Style()


def test_of_two_styles_of_one_name_the_first_counts() -> None:
    assert styles(style("a", BOLD), style("a", THIN)).get("a").bold is True
