"""What a named style adds to a paragraph or run: list number, bold, hidden, alignment; inherited along basedOn."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from parsers.docx.package import WORD_NS


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{WORD_NS}}}{name}"


VAL = w("val")
RPR, PPR, NUMPR, NUMID, ILVL = w("rPr"), w("pPr"), w("numPr"), w("numId"), w("ilvl")
BOLD, VANISH, JC, BASED_ON, STYLE = w("b"), w("vanish"), w("jc"), w("basedOn"), w("style")
TYPE, DEFAULT, STYLE_ID = w("type"), w("default"), w("styleId")

ALIGNMENTS = {"center": "center", "right": "right", "end": "right"}


def whole(text: str | None) -> int | None:
    """A whole number from an attribute; None where it is missing or none (a broken file must not stop the reader)."""
    if text is not None and text.isdecimal() and len(text) < 10:
        return int(text)
    try:
        return int(float(text)) if text else None
    except (ValueError, OverflowError):
        return None


def switched(properties: etree._Element, tag: str) -> bool | None:
    """An on/off property: None when it is not there, else its value (a bare element means on)."""
    element = properties.find(tag)
    return None if element is None else element.get(VAL, "1") not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """Properties of one style after inheritance; None where neither it nor its ancestors say anything."""

    num_id: int | None = None
    level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    align: str | None = None


class Styles:
    """The styles of a document by id. Unknown ids have no properties."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self._default = ""
        for element in () if root is None else root.iterchildren(STYLE):
            style_id = element.get(STYLE_ID, "")
            self._elements.setdefault(style_id, element)
            if element.get(TYPE) == "paragraph" and element.get(DEFAULT) in ("1", "true", "on"):
                self._default = style_id

    def paragraph(self, style_id: str | None) -> Style:
        """A paragraph style; the document's default one when the paragraph names none or an unknown one."""
        return self.get(style_id if style_id in self._elements else self._default)

    def get(self, style_id: str | None) -> Style:
        """Any style by id, inherited properties included."""
        if style_id is None or style_id not in self._elements:
            return Style()
        if style_id not in self._resolved:
            self._resolve(style_id)
        return self._resolved[style_id]

    def _resolve(self, style_id: str) -> None:
        """Walk up the basedOn chain to a known style (or its end, or round a cycle), then apply it downwards.
        Every style on the way becomes known, so that long chains are walked once."""
        chain: dict[str, etree._Element] = {}
        while style_id in self._elements and style_id not in chain and style_id not in self._resolved:
            element = chain[style_id] = self._elements[style_id]
            parent = element.find(BASED_ON)
            style_id = "" if parent is None else parent.get(VAL, "")
        style = self._resolved.get(style_id, Style())
        for name, element in reversed(chain.items()):
            style = self._resolved[name] = _apply(style, element)


def _apply(style: Style, element: etree._Element) -> Style:
    run, paragraph = element.find(RPR), element.find(PPR)
    if run is not None:
        bold, hidden = switched(run, BOLD), switched(run, VANISH)
        style = replace(
            style,
            bold=style.bold if bold is None else bold,
            hidden=style.hidden if hidden is None else hidden,
        )
    if paragraph is not None:
        num_id, level = numbering_of(paragraph)
        align = alignment_of(paragraph)
        style = replace(
            style,
            num_id=style.num_id if num_id is None else num_id,
            level=style.level if level is None else level,
            align=align or style.align,
        )
    return style


def numbering_of(paragraph_properties: etree._Element) -> tuple[int | None, int | None]:
    """(numId, level) as these paragraph properties state them."""
    numbering = paragraph_properties.find(NUMPR)
    if numbering is None:
        return None, None
    num_id, level = numbering.find(NUMID), numbering.find(ILVL)
    return (
        None if num_id is None else whole(num_id.get(VAL)),
        None if level is None else whole(level.get(VAL)),
    )


def alignment_of(paragraph_properties: etree._Element) -> str | None:
    """left, center or right; None where these properties are silent."""
    element = paragraph_properties.find(JC)
    return None if element is None else ALIGNMENTS.get(element.get(VAL, ""), "left")
