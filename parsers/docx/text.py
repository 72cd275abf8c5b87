"""The visible text of one paragraph: runs, fields, tracked changes as accepted, symbols, equations, text boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from parsers.docx.package import MATH_NS
from parsers.docx.styles import BOLD, RPR, VAL, VANISH, Styles, switched, w, whole
from parsers.language.symbol_fonts import symbol

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

RUN, TEXT, SDT, FIELD = w("r"), w("t"), w("sdt"), w("fldSimple")
SDT_CONTENT, SDT_PROPERTIES = w("sdtContent"), w("sdtPr")
CHOICE, FALLBACK, ALTERNATE = f"{MC}Choice", f"{MC}Fallback", f"{MC}AlternateContent"
TEXT_BOX, TEXT_BOX_HOLDERS = w("txbxContent"), frozenset((w("drawing"), w("pict"), w("object")))
FIELD_CHAR, FIELD_CODE, RUN_STYLE = w("fldChar"), w("instrText"), w("rStyle")

# Wrappers whose content is simply there: accepted insertions, links, tags, text direction.
TRANSPARENT = frozenset(
    [w(name) for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo", "rubyBase")]
    + [f"{{{MATH_NS}}}{name}" for name in ("oMath", "oMathPara", "r", "e", "num", "den", "sub", "sup", "deg", "fName")]
    + [f"{{{MATH_NS}}}{name}" for name in ("d", "rad", "sSub", "sSup", "sSubSup", "nary", "func", "acc", "bar", "box")]
    + [f"{{{MATH_NS}}}{name}" for name in ("m", "mr", "eqArr", "limLow", "limUpp", "lim", "groupChr", "borderBox")]
)
FRACTION, MATH_TEXT = f"{{{MATH_NS}}}f", f"{{{MATH_NS}}}t"

# Fixed signs inside runs. Soft and optional hyphens are not visible.
SIGNS = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}

# Fields that stand for the page they are printed on: furniture, not text.
FURNITURE_FIELDS = frozenset(("PAGE",))

_ODD = re.compile("[\u00ad\x00-\x08\x0b-\x1f\x7f\uf000-\uf0ff]")


@dataclass(slots=True)
class ParagraphDraft:
    """One paragraph in the making. ``boxes`` are text boxes: (stands before any text, element)."""

    parts: list[str] = field(default_factory=list)
    bold: int = 0
    plain: int = 0
    boxes: list[tuple[bool, etree._Element]] = field(default_factory=list)

    def add(self, text: str, bold: bool) -> None:
        self.parts.append(text)
        letters = len(text) - text.count(" ")
        if bold:
            self.bold += letters
        else:
            self.plain += letters

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(slots=True)
class _Field:
    """A complex field that is open: its code so far, and whether the present part (code, then result) is hidden."""

    code: list[str] = field(default_factory=list)
    hides: bool = True


class Inline:
    """Reads the content of paragraphs, in document order (a field may span several of them)."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[_Field] = []
        self._hiding = 0  # open fields whose present part is not shown
        self.hidden = False
        self.objects = 0

    def read(self, parent: etree._Element, line: ParagraphDraft, bold: bool, hidden: bool) -> None:
        """Add everything visible below ``parent`` to ``line``; ``bold`` and ``hidden`` come from the style."""
        for child in parent:
            tag = child.tag
            if tag == RUN:
                self._run(child, line, bold, hidden)
            elif tag in TRANSPARENT:
                self.read(child, line, bold, hidden)
            elif tag == SDT:
                for content in shown_control(child):
                    self.read(content, line, bold, hidden)
            elif tag == FIELD:
                if not _is_furniture(child.get(w("instr"), "")):
                    self.read(child, line, bold, hidden)
            elif tag == ALTERNATE:
                self.read(alternative(child), line, bold, hidden)
            elif tag == MATH_TEXT:
                self._text(child.text or "", line, bold)
            elif tag == FRACTION:
                self._fraction(child, line, bold, hidden)

    def _run(self, run: etree._Element, line: ParagraphDraft, bold: bool, hidden: bool) -> None:
        for child in run:
            tag = child.tag
            if (printed := _printed(child)) is not None:
                if not hidden:
                    self._text(printed, line, bold)
            elif tag == RPR:
                bold, hidden = self._properties(child, bold, hidden)
                self.hidden = self.hidden or hidden
            elif tag == FIELD_CHAR:
                self._field(child, line, bold)
            elif tag == FIELD_CODE:
                if self._fields:
                    self._fields[-1].code.append(child.text or "")
            elif tag in TEXT_BOX_HOLDERS or tag == ALTERNATE:
                self._drawing(child, line)
            elif tag == w("ruby"):
                for base in child.iterchildren(w("rubyBase")):
                    self.read(base, line, bold, hidden)

    def _properties(self, properties: etree._Element, bold: bool, hidden: bool) -> tuple[bool, bool]:
        named = properties.find(RUN_STYLE)
        style = self._styles.get(named.get(VAL)) if named is not None else None
        own_bold, own_hidden = switched(properties, BOLD), switched(properties, VANISH)
        if own_bold is None and style is not None:
            own_bold = style.bold
        if own_hidden is None and style is not None:
            own_hidden = style.hidden
        return bold if own_bold is None else own_bold, hidden if own_hidden is None else own_hidden

    def _text(self, text: str, line: ParagraphDraft, bold: bool) -> None:
        if text and not self._hiding:
            line.add(visible(text), bold)

    def _field(self, mark: etree._Element, line: ParagraphDraft, bold: bool) -> None:
        match mark.get(w("fldCharType")):
            case "begin":
                self._text(_form_value(mark), line, bold)
                self._fields.append(_Field())
                self._hiding += 1
            case "separate" if self._fields:
                last = self._fields[-1]
                if last.hides and not _is_furniture("".join(last.code)):
                    last.hides = False
                    self._hiding -= 1
            case "end" if self._fields:
                self._hiding -= self._fields.pop().hides

    def _fraction(self, fraction: etree._Element, line: ParagraphDraft, bold: bool, hidden: bool) -> None:
        for index, part in enumerate(fraction.iterchildren(f"{{{MATH_NS}}}num", f"{{{MATH_NS}}}den")):
            if index:
                self._text("/", line, bold)
            self.read(part, line, bold, hidden)

    def _drawing(self, drawing: etree._Element, line: ParagraphDraft) -> None:
        """Note the outermost text boxes; a box inside a box is read with it. Objects without text are counted."""
        if drawing.tag == w("object"):
            self.objects += 1
        source = alternative(drawing) if drawing.tag == ALTERNATE else drawing
        leading = not (line.bold or line.plain)
        for box in source.iter(TEXT_BOX):
            if next(box.iterancestors(TEXT_BOX, w("p"))).tag != TEXT_BOX and not _nested(box, source):
                line.boxes.append((leading, box))


def shown_control(control: etree._Element) -> list[etree._Element]:
    """The content of a content control, unless it only shows its own prompt (``Click here to enter text``)."""
    properties = control.find(SDT_PROPERTIES)
    if properties is not None and properties.find(w("showingPlcHdr")) is not None:
        styles = {style.get(VAL) for style in control.iter(RUN_STYLE)}
        if styles == {"PlaceholderText"}:
            return []
    return list(control.iterchildren(SDT_CONTENT))


def alternative(element: etree._Element) -> etree._Element:
    """One branch of mc:AlternateContent: the first choice, unless only the fallback holds text."""
    choices = list(element.iterchildren(CHOICE))
    fallback = element.find(FALLBACK)
    if fallback is None or (choices and (_has_text(choices[0]) or not _has_text(fallback))):
        return choices[0] if choices else element
    return fallback


def drop_open_fields(body: etree._Element) -> None:
    """Take out field starts that never reach their result or end: left in, they would hide the rest of the document."""
    open_fields: list[etree._Element] = []
    for mark in body.iter(FIELD_CHAR):
        if any(above.tag in DROPPED for above in mark.iterancestors()):
            continue
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            open_fields.append(mark)
        elif kind == "end" and open_fields:
            open_fields.pop()
    for mark in open_fields:
        parent = mark.getparent()
        if parent is not None:
            parent.remove(mark)


# Tracked deletions and the places that text was moved from.
DROPPED = frozenset((w("del"), w("moveFrom")))


def _has_text(branch: etree._Element) -> bool:
    return next(branch.iter(TEXT_BOX, TEXT), None) is not None


def _nested(box: etree._Element, source: etree._Element) -> bool:
    """Whether another text box stands between ``box`` and ``source``."""
    for above in box.iterancestors():
        if above is source:
            return False
        if above.tag == TEXT_BOX:
            return True
    return False


def typed(element: etree._Element) -> str:
    """Blanks at the ends of a text count only where it says so (ISO 29500-1, 17.3.3.31)."""
    text: str = element.text or ""
    inner = text.strip(" \t\r\n")
    if len(inner) != len(text) and element.get(XML_SPACE) != "preserve":
        text = inner
    return text.replace("\n", " ").replace("\r", "") if "\n" in text or "\r" in text else text


def visible(text: str) -> str:
    """Soft hyphens and control characters vanish; signs of symbol fonts get their own code points."""
    return _ODD.sub(_odd_character, text)


def _odd_character(match: re.Match[str]) -> str:
    code = ord(match[0])
    return symbol(code) if code >= 0xF000 else ""


def _printed(child: etree._Element) -> str | None:
    """What a child of a run prints by itself: typed text, a break or hyphen, a sign of a symbol font; None for others."""
    if child.tag == TEXT:
        return typed(child)
    if child.tag == w("sym"):
        code = _hexadecimal(child.get(w("char")))
        return None if code is None else symbol(code, child.get(w("font"), ""))
    return SIGNS.get(child.tag)


def _is_furniture(code: str) -> bool:
    return code.split(maxsplit=1)[0].upper() in FURNITURE_FIELDS if code.strip() else False


def _form_value(mark: etree._Element) -> str:
    """What an old form field shows beside its result text: a check mark, or the chosen entry of a list."""
    data = mark.find(w("ffData"))
    if data is None:
        return ""
    box, choices = data.find(w("checkBox")), data.find(w("ddList"))
    if box is not None:
        state = box.find(w("checked"))
        state = box.find(w("default")) if state is None else state
        return "☐" if state is None or state.get(VAL, "1") in ("0", "false", "off") else "☒"
    if choices is not None:
        entries = [entry.get(VAL, "") for entry in choices.iterchildren(w("listEntry"))]
        chosen = choices.find(w("result"))
        index = 0 if chosen is None else whole(chosen.get(VAL)) or 0
        return entries[index] if 0 <= index < len(entries) else ""
    return ""


def _hexadecimal(text: str | None) -> int | None:
    try:
        return int(text or "", 16) & 0xFFFF
    except ValueError:
        return None
