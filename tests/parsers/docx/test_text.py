"""The text of a paragraph: what a run prints, what fields show, which branch of a drawing counts."""

from __future__ import annotations

import pytest
from lxml import etree

from parsers.docx.styles import Styles
from parsers.docx.text import (
    Inline,
    ParagraphDraft,
    alternative,
    drop_open_fields,
    shown_control,
    typed,
    visible,
)
from tests.builders.docx import NAMESPACES, r


def element(xml: str) -> etree._Element:
    return etree.fromstring(f"<w:p {NAMESPACES}>{xml}</w:p>")


def read(*content: str, styles: str = "", bold: bool = False, hidden: bool = False) -> tuple[str, int, int, Inline]:
    """Text, letters in bold and plain, and the reader afterwards."""
    known = Styles(etree.fromstring(f"<w:styles {NAMESPACES}>{styles}</w:styles>"))
    inline, line = Inline(known), ParagraphDraft()
    for one in content:
        inline.read(element(one), line, bold, hidden)
    return line.text, line.bold, line.plain, inline


def text(*content: str, **how: object) -> str:
    return read(*content, **how)[0]  # type: ignore[arg-type]


BOLD, PLAIN = "<w:b/>", '<w:b w:val="0"/>'
STYLES = (
    '<w:style w:type="character" w:styleId="B"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
)


def styled(content: str, name: str, more: str = "") -> str:
    return r(content, f'<w:rStyle w:val="{name}"/>{more}')


def test_letters_are_bold_or_plain_by_run_style_and_paragraph() -> None:
    assert read(r("аб вг", BOLD), r("д"))[1:3] == (4, 1) and read(r("аб"), bold=True)[1:3] == (2, 0)
    assert read(r("аб", PLAIN), bold=True)[1:3] == (0, 2)
    assert read(styled("аб", "B"), r("в"), styles=STYLES)[1:3] == (2, 1)
    assert read(styled("аб", "B", PLAIN), styles=STYLES)[1:3] == (0, 2)
    assert read(styled("аб", "?"), styles=STYLES, bold=True)[1:3] == (2, 0)
    assert read(r("аб", BOLD) + r("в"))[1:3] == (2, 1)  # a run's look ends with it


def test_hidden_text_is_left_out_and_told() -> None:
    for content, styles in ((r("далд", "<w:vanish/>"), ""), (styled("далд", "H"), STYLES)):
        found, _, _, inline = read(content, r("ил"), styles=styles)
        assert found == "ил" and inline.hidden
    found, _, _, inline = read(r("ил"))
    assert found == "ил" and not inline.hidden
    assert text(r("ил", '<w:vanish w:val="0"/>'), hidden=True) == "ил" and text(r("далд"), hidden=True) == ""
    assert text(styled("ил", "H", '<w:vanish w:val="0"/>'), styles=STYLES) == "ил"


def mark(kind: str, inside: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def code(said: str) -> str:
    return f"<w:r><w:instrText>{said}</w:instrText></w:r>"


def test_fields_show_their_result_over_paragraphs_too() -> None:
    whole = mark("begin") + code("REF a") + r("код") + mark("separate") + r("дүн") + mark("end") + r("!")
    assert text(whole) == "дүн!"
    assert (
        text(mark("begin") + code("REF a") + mark("separate") + r("нэг"), r("хоёр") + mark("end") + r("!"))
        == "нэгхоёр!"
    )
    assert text(mark("begin") + code("PAGE") + mark("separate") + r("3") + mark("end") + r("!")) == "!"
    assert text(mark("begin") + code("PA") + code("GE") + mark("separate") + r("3") + mark("end")) == ""
    assert text(mark("begin") + code("REF a") + mark("end") + r("!")) == "!"  # a field without a result
    assert text(mark("end") + mark("separate") + code("x") + r("!")) == "!"  # ends of no field
    twice = mark("begin") + code("REF a") + mark("separate") + r("а") + mark("separate") + r("б") + mark("end") + r("в")
    assert text(twice) == "абв"
    inner = mark("begin") + code("PAGE") + mark("separate") + whole + mark("end") + r("?")
    assert text(inner) == "?"


@pytest.mark.parametrize(
    ("said", "shown"), [("PAGE", ""), ("page \\* x", ""), ("PAGES", "5"), ("", "5"), ("DATE", "5")]
)
def test_page_numbers_are_furniture(said: str, shown: str) -> None:
    assert text(f'<w:fldSimple w:instr="{said}">{r("5")}</w:fldSimple>') == shown


FORM = "<w:ffData>{}</w:ffData>"
LIST = '<w:ddList>{}<w:listEntry w:val="нэг"/><w:listEntry w:val="хоёр"/></w:ddList>'


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<w:checkBox><w:checked/></w:checkBox>", "☒"),
        ('<w:checkBox><w:checked w:val="0"/></w:checkBox>', "☐"),
        ("<w:checkBox><w:default/></w:checkBox>", "☒"),
        ('<w:checkBox><w:default/><w:checked w:val="false"/></w:checkBox>', "☐"),
        ("<w:checkBox/>", "☐"),
        (LIST.format(""), "нэг"),
        (LIST.format('<w:result w:val="1"/>'), "хоёр"),
        (LIST.format('<w:result w:val="2"/>'), ""),
        (LIST.format('<w:result w:val="-1"/>'), ""),
        ("<w:textInput/>", ""),
    ],
)
def test_old_form_fields_show_their_choice(inside: str, shown: str) -> None:
    assert text(mark("begin", FORM.format(inside)) + mark("end")) == shown


def test_signs_of_symbol_fonts_and_fixed_signs() -> None:
    assert text('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>') == "✓"
    assert text('<w:r><w:sym w:font="Wingdings" w:char="?"/></w:r>') == "" == text("<w:r><w:sym/></w:r>")
    assert text("<w:r><w:t>а</w:t><w:ptab/><w:t>б</w:t><w:cr/><w:t>в</w:t></w:r>") == "а\tб\nв"
    assert visible("а\u00adб\x07в\uf0fcг") == "абв✓г" and visible("а\tб\nв") == "а\tб\nв"


def test_blanks_count_where_it_says_so() -> None:
    def told(content: str, keep: bool = False) -> str:
        space = ' xml:space="preserve"' if keep else ""
        return typed(etree.fromstring(f"<t{space}>{content}</t>"))

    assert told(" а б ") == "а б" and told(" а б ", keep=True) == " а б " and told("а\nб") == "а б"
    assert told("\nа\n") == "а" and told("\nа", keep=True) == " а" and told("") == "" and told("а&#13;б") == "аб"


def test_fractions_are_read_with_a_stroke() -> None:
    def part(name: str, value: str) -> str:
        return f"<m:{name}><m:r><m:t>{value}</m:t></m:r></m:{name}>"

    assert text(f"<m:f>{part('num', '1')}{part('den', '2')}</m:f>") == "1/2"
    assert text(f"<m:oMath><m:f>{part('num', '1')}</m:f></m:oMath>") == "1"


def drawing(box: str = "бичиг") -> str:
    return f"<w:pict><v:textbox><w:txbxContent><w:p>{r(box)}</w:p></w:txbxContent></v:textbox></w:pict>"


def test_text_boxes_stand_before_or_behind_the_text() -> None:
    def boxes(content: str) -> list[tuple[bool, str]]:
        line = ParagraphDraft()
        Inline(Styles(None)).read(element(content), line, False, False)
        return [(leading, "".join(box.itertext())) for leading, box in line.boxes]

    assert boxes(f"<w:r>{drawing('а')}</w:r>{r('текст')}<w:r>{drawing('б')}</w:r>") == [(True, "а"), (False, "б")]
    nested = drawing().replace("<w:p>", f"<w:p><w:r>{drawing('дотор')}</w:r>")
    assert [leading for leading, _ in boxes(f"<w:r>{nested}</w:r>")] == [True]
    choice = f"<mc:AlternateContent><mc:Choice>{drawing('а')}</mc:Choice><mc:Fallback>{drawing('б')}</mc:Fallback></mc:AlternateContent>"
    assert boxes(f"<w:r>{choice}</w:r>") == [(True, "а")]


def test_objects_are_counted() -> None:
    assert read("<w:r><w:object/><w:pict/></w:r>")[3].objects == 1 and read("<w:r><w:pict/></w:r>")[3].objects == 0


def branches(*inside: str) -> str:
    """The text of the branch that counts; ``-`` is the element itself."""
    names = ("Choice", "Fallback")
    parts = "".join(
        f"<mc:{name}>{part}</mc:{name}>" for name, part in zip(names, inside, strict=False) if part != "none"
    )
    whole = element(f"<mc:AlternateContent>{parts}</mc:AlternateContent>")[0]
    found = alternative(whole)
    return "-" if found is whole else "".join(found.itertext())


def test_the_first_choice_counts_unless_only_the_fallback_holds_text() -> None:
    said = "<w:t>{}</w:t>"
    assert branches(said.format("а"), said.format("б")) == "а" and branches("", said.format("б")) == "б"
    assert branches("", "") == "" and branches(said.format("а")) == "а" and branches("none", said.format("б")) == "б"
    assert branches() == "-"


def test_a_prompt_of_a_content_control_is_no_text() -> None:
    def shown(properties: str, style: str) -> int:
        run = r("Текст оруулна уу", f'<w:rStyle w:val="{style}"/>')
        return len(shown_control(element(f"<w:sdt>{properties}<w:sdtContent>{run}</w:sdtContent></w:sdt>")[0]))

    prompt = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    assert shown(prompt, "PlaceholderText") == 0 and shown(prompt, "Emphasis") == 1
    assert shown("<w:sdtPr/>", "PlaceholderText") == 1 and shown("", "PlaceholderText") == 1


def test_fields_that_never_end_are_taken_out() -> None:
    def left(xml: str) -> list[str]:
        body = element(xml)
        drop_open_fields(body)
        return [found.get(found.keys()[0]) for found in body.iter("{*}fldChar")]

    assert left(mark("begin") + mark("separate") + mark("end")) == ["begin", "separate", "end"]
    assert left(mark("begin") + mark("begin") + mark("end")) == ["begin", "end"]
    assert left(mark("end") + mark("begin")) == ["end"]
    assert left(f"<w:del>{mark('begin')}</w:del>") == ["begin"]  # deleted text shows nothing anyway
    assert left(f"{mark('begin')}<w:del>{mark('end')}</w:del>") == ["end"]
