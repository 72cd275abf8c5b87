"""The quick way through cells that hold nothing but text, which is nearly all of them.

Walking every element of a cell in Python costs four times what libxml2 needs to parse it. So the body is searched once,
in C, for everything that needs the full walk; the cells without such things are read from a filtered stream.
Both ways give the same cells (tests read each document both ways).
"""

from __future__ import annotations

from collections.abc import Callable, Container

from lxml import etree

from parsers.docx.package import MATH_NS
from parsers.docx.rows import SPAN, VERTICAL, WIDTH
from parsers.docx.styles import VAL, Style, Styles, w, whole
from parsers.docx.tables import WordCell, WordRow
from parsers.docx.text import ALTERNATE, RUN_STYLE, TEXT, typed, visible

TBL, TR, TC, P, PSTYLE = w("tbl"), w("tr"), w("tc"), w("p"), w("pStyle")
TYPE, WIDE = w("type"), w("w")

# Whatever the full walk treats in its own way, besides the plain text, spans and merges of the stream below.
SPECIAL = (
    TBL, PSTYLE, RUN_STYLE, ALTERNATE, f"{{{MATH_NS}}}oMath",
    *(w(name) for name in (
        "numPr", "b", "vanish", "del", "moveFrom", "showingPlcHdr", "tab", "ptab", "br", "cr", "noBreakHyphen", "sym",
        "fldChar", "fldSimple", "ruby", "drawing", "pict", "object", "hMerge", "cellDel", "cellMerge", "altChunk",
        "gridBefore", "gridAfter", "hidden",
    )),
)  # fmt: skip

# Those that change the row around the cell that they stand in.
ROW_WIDE = frozenset((TBL, w("hMerge"), w("cellDel")))

_BOXES = frozenset((TR, TC))
_STREAM = (TR, TC, P, TEXT, SPAN, VERTICAL)


class Special:
    """The cells and tables of a body that need the full walk."""

    def __init__(self, body: etree._Element, styles: Styles) -> None:
        self.everything = _matters(styles.paragraph(None))
        self.cells: set[etree._Element] = set()
        self.tables: set[etree._Element] = set()
        for element in () if self.everything else body.iter(*SPECIAL):
            if element.tag in (PSTYLE, RUN_STYLE) and not _matters(styles.get(element.get(VAL))):
                continue
            holder = next(element.iterancestors(TC, TBL), None)
            if holder is None:
                continue
            if holder.tag == TC:
                self.cells.add(holder)
            if holder.tag == TBL or element.tag in ROW_WIDE:
                self.tables.add(next(element.iterancestors(TBL)))

    def needs_walk(self, table: etree._Element) -> bool:
        """Whether the rows of this table cannot be taken from the stream."""
        return self.everything or table in self.tables


def _matters(style: Style) -> bool:
    return bool(style.num_id or style.bold or style.hidden)


def stream_rows(
    table: etree._Element, special: Container[etree._Element], walk: Callable[[etree._Element], WordCell]
) -> list[WordRow]:
    """The rows of a table without nested ones; cells in ``special`` are read by ``walk``."""
    rows: list[WordRow] = []
    cells: list[WordCell] = []
    lines: list[str] | None = None
    span, merge = 1, ""
    for element in table.iter(*_STREAM):
        tag = element.tag
        if tag == TEXT:
            text = element.text
            if lines and text:
                simple = text[0] != " " and text[-1] != " " and text.isprintable()
                lines[-1] += text if simple else visible(typed(element)).replace("\t", " ")
        elif tag in _BOXES:
            if lines is not None:
                cells.append(WordCell(_folded(lines), span, merge))
                lines = None
            if tag == TR:
                cells = []
                rows.append(WordRow(cells))
            elif element in special:
                cells.append(walk(element))
            else:
                lines, span, merge = [], 1, ""
        elif lines is None:
            continue
        elif tag == P:
            lines.append("")
        elif tag == SPAN:
            span = max(whole(element.get(VAL)) or 1, 1)
        else:
            merge = "restart" if element.get(VAL) == "restart" else "continue"
    if lines is not None:
        cells.append(WordCell(_folded(lines), span, merge))
    return rows


def with_widths(table: etree._Element, rows: list[WordRow]) -> list[WordRow]:
    """The rows of ``stream_rows`` with the widths of their cells, which only irregular tables need."""
    widths: list[int] = []
    for element in table.iter(TC, WIDTH):
        if element.tag == TC:
            widths.append(0)
        elif widths and element.get(TYPE, "dxa") == "dxa":
            widths[-1] = max(whole(element.get(WIDE)) or 0, 0)
    width = iter(widths)
    return [WordRow([cell._replace(width=next(width)) for cell in row.cells]) for row in rows]


def _folded(lines: list[str]) -> str:
    """Paragraphs as the full walk gives them: empty ones left out."""
    if len(lines) == 1:
        return lines[0].strip(" \n")
    return "\n".join(filter(None, [line.strip(" \n") for line in lines]))
