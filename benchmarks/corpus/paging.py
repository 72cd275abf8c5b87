"""A sheet cut into pages, for a producer that places every line itself: row heights, rows cut by page breaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate

from reportlab.pdfbase.pdfmetrics import stringWidth

from benchmarks.corpus.sheet import Cell, Grid, GridRow, Para, Sheet

LEADING = 1.22
MARGIN = (42.0, 40.0, 34.0, 40.0)  # left, top, right, bottom (points)
A4 = (595.3, 841.9)
# Length of sideways header text (points).
SIDEWAYS = 70.0


@dataclass(slots=True)
class CellPart:
    """A cell, or its part on one page. Points from the top left; ``row`` groups the parts of one line."""

    x0: float
    top: float
    x1: float
    bottom: float
    lines: list[str]
    cell: Cell
    row: int = 0
    bordered: bool = True


@dataclass(slots=True)
class Text:
    """A line of a paragraph."""

    x: float
    top: float
    text: str
    bold: bool
    size: float


@dataclass(slots=True)
class PageOut:
    parts: list[CellPart] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A cell merged down that is not finished: where its present part began and the lines it still has to show."""

    cell: Cell
    x0: float
    x1: float
    top: float
    lines: list[str]
    left: int


class Pager:
    """Places blocks one under another. ``spans`` gives first and last page (from 1) of each measure."""

    def __init__(self, sheet: Sheet, fonts: tuple[str, str], pad: float, hyphens: bool, head: str) -> None:
        self.sheet, self.fonts, self.pad, self.hyphens, self.head = sheet, fonts, pad, hyphens, head
        width, self.height = A4[::-1] if sheet.landscape else A4
        self.left, self.right, self.bottom = MARGIN[0], width - MARGIN[2], self.height - MARGIN[3]
        self.pages = [PageOut()]
        self.top = MARGIN[1]
        self.row = 0
        self.spans: dict[int, tuple[int, int]] = {}
        self.open: dict[int, _Open] = {}

    def place(self) -> list[PageOut]:
        for block in self.sheet.blocks:
            if isinstance(block, Grid):
                self._grid(block)
            else:
                self._paragraph(block)
        return self.pages

    def _paragraph(self, block: Para) -> None:
        font = self.fonts[block.bold]
        for line in wrap(block.label + block.text, font, block.size, self.right - self.left, self.hyphens):
            if self.top + block.size * LEADING > self.bottom:
                self._new_page()
            room = self.right - self.left - stringWidth(line, font, block.size)
            x = self.left + {"center": room / 2, "right": room}.get(block.align, 0.0)
            self.pages[-1].texts.append(Text(x, self.top, line, block.bold, block.size))
            self.top += block.size * LEADING
        self.top += 3

    def _new_page(self) -> None:
        self.pages.append(PageOut())
        self.top = MARGIN[1]

    # tables

    def _grid(self, grid: Grid) -> None:
        width = self.right - self.left
        edges = [self.left + at * width for at in accumulate(grid.widths, initial=0.0)]
        self.open = {}
        for index, line in enumerate(grid.lines):
            self._line(grid, index, line, edges)
        self.top += 6

    def _line(self, grid: Grid, index: int, line: GridRow, edges: list[float]) -> None:
        placed = self._cells(line, edges)
        height = max((self._tall(cell, lines) for cell, _, _, lines in placed), default=self._height([""]))
        height = max(height, *(self._needed(each) for each in self.open.values() if each.left == 1), 0)
        room = self.bottom - self.top
        if height > room and (room < 60 or (height < 90 and index % 3)):
            self._break(grid, index, self.top)
            room = self.bottom - self.top
        self._note(line)
        rest = [(cell, x0, x1, list(lines)) for cell, x0, x1, lines in placed]
        while height > room:
            fitting = max(int((room - 2 * self.pad) / self._leading()), 1)
            self._place_cells([(cell, x0, x1, lines[:fitting]) for cell, x0, x1, lines in rest], self.bottom, grid)
            rest = [(cell, x0, x1, lines[fitting:]) for cell, x0, x1, lines in rest]
            self._break(grid, index, self.bottom)
            self._note(line)
            height = max(self._height(lines) for _, _, _, lines in rest)
            room = self.bottom - self.top
        bottom = self.top + height
        self._place_cells(rest, bottom, grid)
        self._close(bottom, grid, ended=True)
        self.top = bottom
        self.row += 1

    def _cells(self, line: GridRow, edges: list[float]) -> list[tuple[Cell, float, float, list[str]]]:
        """The line's own cells with their wrapped lines; merged cells are opened."""
        placed = []
        column = 0
        for cell in line.cells:
            while column in self.open:
                column += self.open[column].cell.colspan
            x0, x1 = edges[column], edges[column + cell.colspan]
            lines = self._wrapped(cell, x1 - x0)
            if cell.rowspan > 1:
                self.open[column] = _Open(cell, x0, x1, self.top, lines, cell.rowspan)
            else:
                placed.append((cell, x0, x1, lines))
            column += cell.colspan
        return placed

    def _wrapped(self, cell: Cell, width: float) -> list[str]:
        font = self.fonts[cell.bold]
        if cell.rotated:
            return wrap(cell.printed[0], font, self.sheet.table_size, SIDEWAYS, self.hyphens)
        lines = [wrap(line, font, self.sheet.table_size, width - 2 * self.pad, self.hyphens) for line in cell.printed]
        return [line for group in lines for line in group]

    def _place_cells(self, cells: list[tuple[Cell, float, float, list[str]]], bottom: float, grid: Grid) -> None:
        for cell, x0, x1, lines in cells:
            self.pages[-1].parts.append(CellPart(x0, self.top, x1, bottom, lines, cell, self.row, grid.bordered))

    def _close(self, bottom: float, grid: Grid, ended: bool) -> None:
        """Draw what a merged cell shows so far: at its end, or at the bottom of a page."""
        for column, each in list(self.open.items()):
            if ended:
                each.left -= 1
                if each.left:
                    continue
                del self.open[column]
            fitting = len(each.lines) if ended else max(int((bottom - each.top - 2 * self.pad) / self._leading()), 0)
            part = CellPart(
                each.x0, each.top, each.x1, bottom, each.lines[:fitting], each.cell, self.row, grid.bordered
            )
            self.pages[-1].parts.append(part)
            each.lines = each.lines[fitting:]

    def _break(self, grid: Grid, index: int, end: float) -> None:
        """Go to a new page; merged cells end at ``end`` and go on there, under the header where it repeats."""
        self._close(end, grid, ended=False)
        self._new_page()
        opened, self.open = self.open, {}
        for line in grid.lines[: grid.head] if index >= grid.head else []:
            if self.sheet.repeat or (self.head == "numbers" and line.kind == "numbers"):
                self._line(
                    grid,
                    -1,
                    line,
                    [self.left + at * (self.right - self.left) for at in accumulate(grid.widths, initial=0.0)],
                )
        self.open = opened
        for each in self.open.values():
            each.top = self.top

    def _note(self, line: GridRow) -> None:
        if line.measure is not None:
            first, _ = self.spans.get(line.measure, (len(self.pages), 0))
            self.spans[line.measure] = (first, len(self.pages))

    def _leading(self) -> float:
        return self.sheet.table_size * LEADING

    def _height(self, lines: list[str]) -> float:
        return len(lines) * self._leading() + 2 * self.pad

    def _tall(self, cell: Cell, lines: list[str]) -> float:
        return max(self._height(lines), SIDEWAYS + 6 if cell.rotated else 0)

    def _needed(self, each: _Open) -> float:
        """How much a merged cell needs below the top of its last row."""
        return self._tall(each.cell, each.lines) - (self.top - each.top)


def wrap(text: str, font: str, size: float, width: float, hyphens: bool) -> list[str]:
    """Greedy line breaking; a word too long for its column is broken, with or without a hyphen.

    Text that is typed with a blank line keeps it.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        while len(word) > 1 and stringWidth(word, font, size) > width:
            if line:
                lines.append(line)
                line = ""
            mark = "-" if hyphens else ""
            fit = next((n for n in range(len(word) - 1, 0, -1) if stringWidth(word[:n] + mark, font, size) <= width), 1)
            rest = word[fit:]
            lines.append(word[:fit] + (mark if word[fit - 1].isalpha() and rest[:1].isalpha() else ""))
            word = rest
        longer = f"{line} {word}".strip()
        if line and stringWidth(longer, font, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line or not lines else lines
