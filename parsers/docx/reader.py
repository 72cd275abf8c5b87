"""DOCX -> Document, as Word shows it: one pass over the body in document order.

What is seen is kept (content controls, accepted changes, automatic numbers, text boxes); what is not seen is left out
(deleted and hidden text, field codes, comments, headers and footers). Letters are not repaired here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from parsers.document import Block, Cell, Document, Note, Paragraph, SourceFile, Table
from parsers.docx.numbering import Numbering
from parsers.docx.package import CFB_HEAD, ZIP_HEADS, Package, open_package
from parsers.docx.plain import Special, stream_rows, with_widths
from parsers.docx.rows import COVERED, TRPR, cell_shape, grid_widths, row_unseen, word_row
from parsers.docx.styles import PPR, RPR, VAL, Styles, alignment_of, numbering_of, switched, w
from parsers.docx.tables import WordCell, WordRow, even, table
from parsers.docx.text import (
    ALTERNATE,
    DROPPED,
    SDT,
    Inline,
    ParagraphDraft,
    alternative,
    drop_open_fields,
    shown_control,
)
from parsers.errors import LimitExceeded
from parsers.limits import Limits

P, TBL, TR, TC = w("p"), w("tbl"), w("tr"), w("tc")
PSTYLE, TCPR = w("pStyle"), w("tcPr")
ALT_CHUNK = w("altChunk")
WRAPPERS = frozenset(w(name) for name in ("customXml", "smartTag", "ins", "moveTo"))

# A layout table is a frame around other tables: nested ones with at least so many columns are real tables.
REAL_COLUMNS = 3

PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)


def claims(head: bytes, name: str) -> bool:
    """Every ZIP and every OLE compound file: ``read`` says what it really is, whatever its name."""
    return head.startswith((*ZIP_HEADS, CFB_HEAD))


def read(source: SourceFile, limits: Limits) -> Document:
    """The blocks of a Word file in reading order. Raises UnsupportedFile, EncryptedFile, DamagedFile, LimitExceeded."""
    package = open_package(source.data, limits)
    drop_open_fields(package.body)
    story = _Story(package, limits)
    blocks = tuple(story.blocks(package.body))
    return Document(
        name=source.name,
        sha256=source.sha256,
        bytes=len(source.data),
        media_type=package.media_type,
        kind="docx",
        blocks=blocks,
        notes=tuple(story.notes(package.body, blocks)),
    )


class _Story:
    """Walks containers of paragraphs and tables (body, cells, text boxes); keeps what counts through the document."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._styles = Styles(package.styles)
        self._numbering = Numbering(package.numbering, self._styles)
        self._inline = Inline(self._styles)
        self._special = Special(package.body, self._styles)
        self._limits = limits
        self._cells = 0
        self._depth = 0
        self._unseen_merged = False
        self._foreign = 0

    def notes(self, body: etree._Element, blocks: tuple[Block, ...]) -> Iterator[Note]:
        """What a reader of the datasets should know about the file as a whole."""
        if next(body.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")), None) is not None:
            yield Note("tracked_changes", "the file has tracked changes; they were read as accepted")
        if self._inline.hidden:
            yield Note("hidden_text", "hidden text was left out")
        if self._unseen_merged:
            yield Note("hidden_text", "text in the covered part of a merged cell was left out, as Word does")
        if self._foreign:
            yield Note("embedded_content", f"{self._foreign} embedded foreign documents were not read")
        if self._inline.objects:
            yield Note("embedded_content", f"{self._inline.objects} embedded objects were not read")
        if not any(isinstance(block, Table) for block in blocks) and next(body.iter(*PICTURES), None) is not None:
            yield Note("pictures_only", "no table, but pictures: the report may be pasted in as scans")

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        """Paragraphs and tables in reading order; empty paragraphs are left out."""
        carried: ParagraphDraft | None = None
        for element in self._elements(container):
            if element.tag == P:
                line = carried or ParagraphDraft()
                carried = None
                if self._joins_next(element):
                    self._fill(element, line)
                    carried = line
                else:
                    yield from self._paragraph(element, line)
            else:
                if carried is not None:
                    yield from self._finished(carried, "", "")
                    carried = None
                yield from self._table(element)
        if carried is not None:
            yield from self._finished(carried, "", "")

    def _elements(self, container: etree._Element) -> Iterator[etree._Element]:
        """The w:p and w:tbl elements below ``container``, seen through content controls and other wrappers."""
        for child in container:
            tag = child.tag
            if tag in (P, TBL):
                yield child
            elif tag == SDT:
                for content in shown_control(child):
                    yield from self._elements(content)
            elif tag in WRAPPERS:
                yield from self._elements(child)
            elif tag == ALTERNATE:
                yield from self._elements(alternative(child))
            elif tag == ALT_CHUNK:
                self._foreign += 1

    # Paragraphs

    def _joins_next(self, paragraph: etree._Element) -> bool:
        """A deleted, moved away or hidden paragraph mark: what follows stands in the same paragraph."""
        properties = paragraph.find(PPR)
        mark = None if properties is None else properties.find(RPR)
        if mark is None:
            return False
        return any(mark.find(tag) is not None for tag in DROPPED) or bool(switched(mark, w("vanish")))

    def _fill(self, paragraph: etree._Element, line: ParagraphDraft) -> str:
        """Add the paragraph's visible text to ``line``; the alignment that its properties give."""
        properties = paragraph.find(PPR)
        named = None if properties is None else properties.find(PSTYLE)
        style = self._styles.paragraph(None if named is None else named.get(VAL))
        self._inline.read(paragraph, line, bool(style.bold), bool(style.hidden))
        return (None if properties is None else alignment_of(properties)) or style.align or "left"

    def _paragraph(self, paragraph: etree._Element, line: ParagraphDraft) -> Iterator[Block]:
        label = self._label(paragraph)
        align = self._fill(paragraph, line)
        yield from self._finished(line, label, align)

    def _finished(self, line: ParagraphDraft, label: str, align: str) -> Iterator[Block]:
        """The paragraph between the text boxes anchored before and behind its text."""
        for leading, box in line.boxes:
            if leading:
                yield from self.blocks(box)
        text = (label + line.text.lstrip(" \t") if label else line.text).strip(" \t\n")
        if text:
            yield Paragraph(text, align=align, bold=line.bold > line.plain and not line.plain)
        for leading, box in line.boxes:
            if not leading:
                yield from self.blocks(box)

    def _label(self, paragraph: etree._Element) -> str:
        """The automatic number of this paragraph, counted."""
        properties = paragraph.find(PPR)
        named = None if properties is None else properties.find(PSTYLE)
        style_id = None if named is None else named.get(VAL)
        style = self._styles.paragraph(style_id)
        num_id, level = (None, None) if properties is None else numbering_of(properties)
        if num_id is None:
            num_id = style.num_id
            level = style.level if level is None else level
        elif level is None:
            level = style.level or 0
        return self._numbering.label(num_id, level, style_id)

    # Tables

    def _table(self, element: etree._Element) -> Iterator[Block]:
        self._depth += 1
        if self._depth > self._limits.nesting:
            raise LimitExceeded("nesting", self._limits.nesting, self._depth)
        contents: list[list[Block]] = []
        if self._special.needs_walk(element):
            rows = [word_row(row, list(self._row_cells(row, contents))) for row in self._rows(element)]
        else:
            rows = stream_rows(element, self._special.cells, lambda cell: self._cell(cell, contents))
            if not even(rows):
                rows = with_widths(element, rows)
        self._check(rows)
        self._depth -= 1
        if _is_frame(rows, contents):
            for blocks in contents:
                yield from blocks
        elif any(row.cells for row in rows):
            laid_out = table(rows, grid_widths(element), self._limits.cells * self._limits.column_span)
            self._unseen_merged |= _covers_text(rows, laid_out)
            yield laid_out

    def _rows(self, element: etree._Element) -> Iterator[etree._Element]:
        """The rows that are seen: through content controls, without deleted and hidden ones."""
        for child in element:
            if child.tag == TR:
                properties = child.find(TRPR)
                if properties is None or not row_unseen(properties):
                    yield child
            elif child.tag == SDT:
                for content in shown_control(child):
                    yield from self._rows(content)
            elif child.tag in WRAPPERS:
                yield from self._rows(child)

    def _row_cells(self, container: etree._Element, contents: list[list[Block]]) -> Iterator[WordCell]:
        for child in container:
            if child.tag == TC:
                properties = child.find(TCPR)
                if properties is None or properties.find(w("cellDel")) is None:
                    yield self._cell(child, contents)
            elif child.tag == SDT:
                for content in shown_control(child):
                    yield from self._row_cells(content, contents)
            elif child.tag in WRAPPERS:
                yield from self._row_cells(child, contents)

    def _check(self, rows: list[WordRow]) -> None:
        self._cells += sum(len(row.cells) for row in rows)
        if self._cells > self._limits.cells:
            raise LimitExceeded("cells", self._limits.cells, self._cells)
        span = max(
            (max(row.before, row.after, *(cell.span for cell in row.cells)) for row in rows if row.cells), default=0
        )
        if span > self._limits.column_span:
            raise LimitExceeded("column_span", self._limits.column_span, span)

    def _cell(self, element: etree._Element, contents: list[list[Block]]) -> WordCell:
        """One cell in full: whatever stands in it, as text."""
        span, merge, covered, width = cell_shape(element.find(TCPR))
        if covered or merge == "continue":
            with self._numbering.paused():
                text = "\n".join(_plain(block) for block in self.blocks(element))
            return WordCell(text, span, COVERED if covered else merge, width)
        blocks = list(self.blocks(element))
        contents.append(blocks)
        bold = bool(blocks) and all(isinstance(block, Paragraph) and block.bold for block in blocks)
        return WordCell("\n".join(_plain(block) for block in blocks), span, merge, width, bold)


def _plain(block: Block) -> str:
    """A block as text inside a cell: nested tables row by row, their cells joined by a blank."""
    if isinstance(block, Paragraph):
        return block.text.replace("\t", " ")
    return "\n".join(
        " ".join(cell.text for cell in row if cell.text) for _, row in groupby(block.cells, key=_row_number)
    )


def _row_number(cell: Cell) -> int:
    return cell.row


def _covers_text(rows: list[WordRow], laid_out: Table) -> bool:
    """Whether a merged cell covers text: more continued cells hold text than there are cells left of them."""
    cells = [cell for row in rows for cell in row.cells]
    continued = [cell for cell in cells if cell.merge == "continue"]
    orphans = len(laid_out.cells) - (len(cells) - len(continued))
    return sum(bool(cell.text) for cell in continued) > orphans


def _is_frame(rows: list[WordRow], contents: list[list[Block]]) -> bool:
    """A table of single cells around real tables only lays the page out: its content stands for itself."""
    return all(len(row.cells) <= 1 for row in rows) and any(
        isinstance(block, Table) and block.columns >= REAL_COLUMNS for blocks in contents for block in blocks
    )
