"""A sheet as DOCX: python-docx for the package and its sections, raw markup for the body and its quirks."""

from __future__ import annotations

import io
import random
import re
import zipfile
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from benchmarks.corpus.docx_quirks import GridQuirks, TextQuirks
from benchmarks.corpus.sheet import Cell, Grid, GridRow, Para, Sheet
from tests.builders.docx import archive

QUIRKS = (
    "controls",
    "tracked",
    "runs",
    "nested",
    "ragged",
    "gaps",
    "autolists",
    "breaks",
    "fields",
    "box",
    "hidden",
    "frame",
    "unspanned",
)

# Lists of their own, beside those of python-docx's template: measures, bullets, numbers.
MEASURES, BULLETS, NUMBERS = 901, 902, 910
TWIPS = 1440 / 25.4
# Least height of a row with sideways text (twips): nobody leaves a header that cannot be read.
SIDEWAYS = 1700


def write(sheet: Sheet, quirk: str, chance: random.Random) -> bytes:
    """The bytes of a DOCX; the same sheet, quirk and state of ``chance`` give the same bytes."""
    return _Writer(sheet, quirk, chance).bytes()


class _Writer:
    def __init__(self, sheet: Sheet, quirk: str, chance: random.Random) -> None:
        self.sheet, self.quirk, self.chance = sheet, quirk, chance
        self.text = TextQuirks(quirk, chance)
        self.document = docx.Document()
        self.lists = 0
        self.width = self._page()

    def bytes(self) -> bytes:
        body = self.document.element.body
        for old in [element for element in body if not element.tag.endswith("}sectPr")]:
            body.remove(old)
        self._numbering()
        markup = "".join(self._block(block) for block in self.sheet.blocks)
        if self.quirk == "frame":
            cell = f"<w:tc><w:tcPr><w:tcW w:w='{self.width}' w:type='dxa'/></w:tcPr>{markup}<w:p/></w:tc>"
            markup = (
                f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='{self.width}'/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl>"
            )
        wrapper = parse_xml(f"<w:body {nsdecls('w', 'r')} xmlns:v='urn:schemas-microsoft-com:vml'>{markup}</w:body>")
        for element in reversed(list(wrapper)):
            body.insert(0, element)
        out = io.BytesIO()
        self.document.save(out)
        with zipfile.ZipFile(out) as saved:
            return archive({name: saved.read(name) for name in saved.namelist()})

    def _page(self) -> int:
        """Set paper, furniture and fonts; the text width in twips."""
        section = self.document.sections[0]
        wide, high = (297, 210) if self.sheet.landscape else (210, 297)
        section.orientation = WD_ORIENT.LANDSCAPE if self.sheet.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(wide), Mm(high)
        section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
            Mm(20),
            Mm(12),
            Mm(18),
            Mm(15),
        )
        section.header.paragraphs[0].text = self.sheet.header
        if self.sheet.footer or self.sheet.header:
            section.footer.paragraphs[0].text = self.sheet.footer
            section.footer.paragraphs[0]._p.append(
                parse_xml(f"<w:fldSimple {nsdecls('w')} w:instr='PAGE'><w:r><w:t>1</w:t></w:r></w:fldSimple>")
            )
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Times New Roman", Pt(11)
        normal.paragraph_format.space_after = Pt(2)
        return int((wide - 32) * TWIPS)

    def _numbering(self) -> None:
        root = self.document.part.numbering_part.element
        first = next((index for index, element in enumerate(root) if element.tag.endswith("}num")), len(root))
        levels = (("decimal", "Зорилго %1."), ("decimal", "%1.%2."))
        abstracts = [
            _abstract(MEASURES, levels),
            _abstract(BULLETS, (("bullet", "\uf0b7"),)),
            _abstract(NUMBERS, (("decimal", "%1."),)),
        ]
        for offset, abstract in enumerate(abstracts):
            root.insert(first + offset, parse_xml(abstract))
        for key in (MEASURES, BULLETS):
            root.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='{key}'><w:abstractNumId w:val='{key}'/></w:num>"))

    def _new_list(self) -> int:
        """A numbered list that begins at 1."""
        self.lists += 1
        number = NUMBERS + self.lists
        start = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"
        self.document.part.numbering_part.element.append(
            parse_xml(f"<w:num {nsdecls('w')} w:numId='{number}'><w:abstractNumId w:val='{NUMBERS}'/>{start}</w:num>")
        )
        return number

    # blocks

    def _block(self, block: Para | Grid) -> str:
        if isinstance(block, Grid):
            return self._grid(block) + ("<w:p/>" if self.quirk == "frame" else "")
        markup = self._paragraph(block.text, block.align, block.bold, block.size, block.auto)
        if self.quirk == "box" and block.align == "right":
            return (
                f"<w:p><w:r><w:pict><v:shape style='width:200pt;height:30pt'><v:textbox><w:txbxContent>{markup}"
                "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
            )
        return markup

    def _paragraph(
        self, text: str, align: str, bold: bool, size: float, auto: int | None = None, more: str = ""
    ) -> str:
        number = (
            f"<w:numPr><w:ilvl w:val='{auto}'/><w:numId w:val='{MEASURES}'/></w:numPr>" if auto is not None else more
        )
        jc = f"<w:jc w:val='{align}'/>" if align != "left" else ""
        look = f"{'<w:b/>' if bold else ''}<w:sz w:val='{round(size * 2)}'/>"
        return f"<w:p><w:pPr>{number}{jc}</w:pPr>{self.text.runs(text, look)}</w:p>"

    def _grid(self, grid: Grid) -> str:
        quirks = GridQuirks(
            self.quirk if grid.bordered else "", self.chance, [round(share * self.width) for share in grid.widths]
        )
        border = "single" if grid.bordered else "nil"
        sides = "".join(
            f"<w:{side} w:val='{border}' w:sz='4'/>"
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        open_cells: dict[int, tuple[int, int]] = {}
        rows = [self._line(line, index < grid.head, quirks, open_cells) for index, line in enumerate(grid.lines)]
        columns = "".join(f"<w:gridCol w:w='{width}'/>" for width in quirks.grid())
        size = f"<w:tblW w:w='{self.width}' w:type='dxa'/>"
        look = f"<w:tblPr>{size}<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type='fixed'/></w:tblPr>"
        table = f"<w:tbl>{look}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{table}</w:sdtContent></w:sdt>" if self.quirk == "controls" else table

    def _line(self, line: GridRow, head: bool, quirks: GridQuirks, open_cells: dict[int, tuple[int, int]]) -> str:
        """A row: its own cells, and ``continue`` cells under those that are still open."""
        parts: list[tuple[int, int, str, Cell | None]] = []
        column, cells = 0, list(line.cells)
        while cells or any(at >= column for at in open_cells):
            if column in open_cells:
                span, left = open_cells[column]
                parts.append((column, span, "continue", None))
                if left > 1:
                    open_cells[column] = (span, left - 1)
                else:
                    del open_cells[column]
                column += span
                continue
            if not cells:
                column += 1
                continue
            cell = cells.pop(0)
            if cell.rowspan > 1:
                open_cells[column] = (cell.colspan, cell.rowspan - 1)
            parts.append((column, cell.colspan, "restart" if cell.rowspan > 1 else "", cell))
            column += cell.colspan
        repeat = "<w:tblHeader/>" if head and self.sheet.repeat else ""
        if any(cell is not None and cell.rotated for _, _, _, cell in parts):
            repeat = f"<w:trHeight w:val='{SIDEWAYS}' w:hRule='atLeast'/>{repeat}"
        return quirks.row(line, parts, repeat, self._cell_content)

    def _cell_content(self, cell: Cell | None) -> tuple[str, str]:
        """(properties, paragraphs) of a cell."""
        if cell is None:
            return "", "<w:p/>"
        size = self.sheet.table_size
        turned = "<w:textDirection w:val='btLr'/>" if cell.rotated else ""
        lines = cell.lines
        if self.quirk == "nested" and len(lines) > 1 and not cell.bold:
            rows = "".join(
                f"<w:tr><w:tc><w:tcPr/>{self._paragraph(line, 'left', False, size)}</w:tc></w:tr>" for line in lines[1:]
            )
            first = self._paragraph(lines[0], cell.align, False, size, cell.auto)
            return turned, f"{first}<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='2000'/></w:tblGrid>{rows}</w:tbl><w:p/>"
        if self.quirk == "autolists" and len(lines) > 1:
            return turned, self._list(lines, size)
        if self.quirk == "breaks" and len(lines) > 1:
            return turned, self._paragraph("\n".join(lines), cell.align, cell.bold, size, cell.auto)
        return turned, "".join(
            self._paragraph(line, cell.align, cell.bold, size, cell.auto if index == 0 else None)
            for index, line in enumerate(lines)
        )

    def _list(self, lines: list[str], size: float) -> str:
        """Typed list marks as automatic ones."""
        key = self._new_list() if re.match(r"\d\. ", lines[0]) else BULLETS
        marked = f"<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{key}'/></w:numPr>"
        return "".join(
            self._paragraph(
                re.sub(r"^(\d+\.|-) ?", "", line),
                "left",
                False,
                size,
                more=marked if re.match(r"(\d+\. |-)", line) else "",
            )
            for line in lines
        )


def _abstract(key: int, levels: tuple[tuple[str, str], ...]) -> str:
    symbol = "<w:rPr><w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/></w:rPr>"
    inner = "".join(
        f"<w:lvl w:ilvl='{index}'><w:start w:val='1'/><w:numFmt w:val='{kind}'/><w:suff w:val='space'/>"
        f"<w:lvlText w:val='{escape(text)}'/><w:pPr><w:ind w:left='0' w:firstLine='0'/></w:pPr>"
        f"{symbol if kind == 'bullet' else ''}</w:lvl>"
        for index, (kind, text) in enumerate(levels)
    )
    name = f"{nsdecls('w')} w:abstractNumId='{key}'"
    return f"<w:abstractNum {name}><w:multiLevelType w:val='multilevel'/>{inner}</w:abstractNum>"
