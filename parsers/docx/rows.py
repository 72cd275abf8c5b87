"""The XML of table rows and cells: their spans, merges, widths and whether they are seen at all."""

from __future__ import annotations

from lxml import etree

from parsers.docx.styles import VAL, switched, w, whole
from parsers.docx.tables import WordCell, WordRow

TRPR = w("trPr")
SPAN, VERTICAL, HORIZONTAL, WIDTH, TRACKED = w("gridSpan"), w("vMerge"), w("hMerge"), w("tcW"), w("cellMerge")
COVERED = "covered"


def cell_shape(properties: etree._Element | None) -> tuple[int, str, bool, int]:
    """(column span, vertical merge, covered by the cell before it, width in twips) of a cell."""
    if properties is None:
        return 1, "", False, 0
    span = merge = covered = width = None
    for child in properties:
        tag = child.tag
        if tag == SPAN:
            span = whole(child.get(VAL))
        elif tag == VERTICAL:
            merge = "restart" if child.get(VAL) == "restart" else "continue"
        elif tag == HORIZONTAL:
            covered = child.get(VAL) != "restart"
        elif tag == WIDTH and child.get(w("type"), "dxa") == "dxa":
            width = whole(child.get(w("w")))
        elif tag == TRACKED:
            merge = {"cont": "continue", "rest": "restart"}.get(child.get(w("vMerge"), ""), merge)
    return max(span or 1, 1), merge or "", bool(covered), max(width or 0, 0)


def word_row(row: etree._Element, cells: list[WordCell]) -> WordRow:
    """Put cells together that an old horizontal merge covers, and add what the row leaves out at its ends."""
    joined: list[WordCell] = []
    for cell in cells:
        if cell.merge == COVERED and joined:
            last = joined[-1]
            joined[-1] = WordCell(last.text, last.span + cell.span, last.merge, last.width + cell.width, last.bold)
        else:
            joined.append(cell)
    properties = row.find(TRPR)
    if properties is None:
        return WordRow(joined)

    def value(tag: str, attribute: str) -> int:
        element = properties.find(w(tag))
        return max(whole(element.get(attribute)) or 0, 0) if element is not None else 0

    before, after = value("gridBefore", VAL), value("gridAfter", VAL)
    return WordRow(joined, before, after, value("wBefore", w("w")))


def grid_widths(element: etree._Element) -> list[int]:
    grid = element.find(w("tblGrid"))
    return [] if grid is None else [whole(column.get(w("w"))) or 0 for column in grid.iterchildren(w("gridCol"))]


def row_unseen(properties: etree._Element) -> bool:
    return properties.find(w("del")) is not None or bool(switched(properties, w("hidden")))
