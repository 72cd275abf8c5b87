"""Digital PDFs for tests: tables drawn with reportlab in every way a producer may draw them.

A table is a list of rows; a row is a tuple of cell texts, or one string for a goal row over all columns. ``\\n`` ends a
paragraph in a cell. What is drawn is what a reader must give back: ``Made.cells`` holds it row by row.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

FONTS = {
    "sans": ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"),
    "serif": (
        "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf",
    ),
    "noto": (
        "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf", "/usr/share/fonts/truetype/noto/NotoSerif-Bold.ttf",
    ),
}  # fmt: skip

Row = tuple[str, ...] | str


@dataclass(frozen=True)
class Style:
    """How the document looks. ``rules``: grid, rects, segments, double, dashes, curves, level, booktabs, outer,
    upright, cells (shaded), bands (every second row shaded), none."""

    rules: str = "grid"
    font: str = "sans"
    size: float = 9.0
    page: tuple[float, float] = (842.0, 595.0)
    margin: float = 40.0
    padding: float = 3.0
    widths: tuple[float, ...] = (0.05, 0.25, 0.18, 0.32, 0.1, 0.1)
    repeat_header: bool = True
    header: str = ""
    footer: str = ""
    watermark: str = ""
    page_frame: bool = False
    rotate: int = 0
    sideways: bool = False
    cut_words: str = ""
    typed_blanks: bool = False
    second_font: str = ""
    fake_bold: bool = False
    tracking: float = 0.0
    valign: str = "top"
    form_object: bool = False
    crop: float = 0.0
    centred: tuple[int, ...] = (0, 4, 5)
    row_gap: float = 0.0
    title: tuple[str, ...] = ()
    sign_off: tuple[str, ...] = ()


@dataclass
class Made:
    """The file and what stands in it, row by row."""

    data: bytes
    cells: list[Row] = field(default_factory=list)


def draw(rows: list[Row], style: Style = Style()) -> Made:
    """A PDF with one table that runs over as many pages as it needs; rows are not cut."""
    return _Drawer(style).run(rows)


def variants(base: Style) -> dict[str, Style]:
    """The ways of ruling that must all give the same cells."""
    return {
        rules: replace(base, rules=rules)
        for rules in ("grid", "rects", "segments", "double", "dashes", "curves", "level", "outer", "upright", "cells")
    }


class _Drawer:
    def __init__(self, style: Style) -> None:
        canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")
        self.style, self.buffer = style, io.BytesIO()
        self.canvas = canvas_module.Canvas(self.buffer, pagesize=style.page, invariant=1)
        self.plain, self.bold = fonts(style.font)
        self.left, self.right = style.margin, style.page[0] - style.margin
        self.y = style.page[1] - style.margin
        total = sum(style.widths)
        self.xs = [self.left]
        for width in style.widths:
            self.xs.append(self.xs[-1] + (self.right - self.left) * width / total)
        self.number = 0

    def run(self, rows: list[Row]) -> Made:
        self._begin()
        for line in self.style.title:
            self._line(line, self.bold, "center")
        self.y -= 6
        for number, row in enumerate(rows):
            high = self._height(row, number == 0)
            if self.y - high < self.style.margin + 20:
                self._finish()
                self._begin()
                if self.style.repeat_header:
                    self._row(rows[0], True, self._height(rows[0], True), 0)
            self._row(row, number == 0, high, number)
        if self.style.rules == "booktabs":
            self._rule(self.left, self.y, self.right, self.y)
        self.y -= 14
        for line in self.style.sign_off:
            self._line(line, self.plain, "left")
        self._finish()
        self.canvas.save()
        return Made(self.buffer.getvalue(), list(rows))

    # pages
    def _begin(self) -> None:
        self.number += 1
        style, canvas = self.style, self.canvas
        if style.rotate:
            canvas.setPageRotation(style.rotate)
        turned = style.sideways != (style.rotate % 180 == 90)  # reportlab swaps the sides of turned pages itself
        canvas.setPageSize((style.page[1], style.page[0]) if turned else style.page)
        if style.crop:
            canvas.setCropBox((style.crop, style.crop, style.page[0] - style.crop, style.page[1] - style.crop))
        if style.sideways:
            canvas.translate(style.page[1], 0)
            canvas.rotate(90)
        if style.form_object:
            canvas.beginForm(f"page{self.number}")
        self.y = style.page[1] - style.margin
        if style.page_frame:
            canvas.rect(style.margin - 12, style.margin - 12, self.right - self.left + 24, self.y - style.margin + 24)
        if style.header:
            canvas.setFont(self.plain, 8)
            canvas.drawString(self.left, style.page[1] - 25, style.header)
        if style.footer:
            canvas.setFont(self.plain, 8)
            canvas.drawCentredString(style.page[0] / 2, 20, style.footer.replace("#", str(self.number)))

    def _finish(self) -> None:
        canvas, style = self.canvas, self.style
        if style.watermark:
            canvas.saveState()
            canvas.setFillGray(0.8)
            canvas.setFont(self.bold, 80)
            canvas.translate(style.page[0] / 2, style.page[1] / 2)
            canvas.rotate(35)
            canvas.drawCentredString(0, 0, style.watermark)
            canvas.restoreState()
        if style.form_object:
            canvas.endForm()
            canvas.saveState()
            canvas.translate(10, 6)
            canvas.doForm(f"page{self.number}")
            canvas.restoreState()
        canvas.showPage()

    # text
    def _line(self, text: str, font: str, align: str) -> None:
        self.y -= self.style.size * 1.5
        size = self.style.size + 1
        self.canvas.setFont(font, size)
        wide = self.canvas.stringWidth(text, font, size)
        x = (self.left + self.right - wide) / 2 if align == "center" else self.left
        self._string(x, self.y, text, font, size, self.style.tracking)

    def _string(self, x: float, y: float, text: str, font: str, size: float, tracking: float = 0.0) -> None:
        canvas, style = self.canvas, self.style
        if style.second_font:
            self._twofonts(x, y, text, font, size)
            return
        canvas.setFont(font, size)
        canvas.drawString(x, y, text, charSpace=tracking)
        if style.fake_bold and font == self.bold:
            canvas.drawString(x + 0.3, y, text)

    def _twofonts(self, x: float, y: float, text: str, font: str, size: float) -> None:
        """ө and ү come from another font and are drawn after the rest of the line."""
        other, _ = fonts(self.style.second_font)
        for late in (False, True):
            at = x
            for letter in text:
                rare = letter in "өүӨҮ"
                wide = self.canvas.stringWidth(letter, other if rare else font, size)
                if rare == late:
                    self.canvas.setFont(other if rare else font, size)
                    self.canvas.drawString(at, y, letter)
                at += wide

    def _wrapped(self, text: str, font: str, room: float) -> list[str]:
        def wide(part: str) -> float:
            return float(self.canvas.stringWidth(part, font, self.style.size))

        found = []
        for paragraph in text.split("\n"):
            line = ""
            for word in paragraph.split(" "):
                trial = f"{line} {word}" if line else word
                if wide(trial) <= room:
                    line = trial
                    continue
                if line:
                    found.append(line + (" " if self.style.typed_blanks else ""))
                while wide(word) > room and self.style.cut_words:
                    cut = max(n for n in range(1, len(word)) if wide(word[:n] + self.style.cut_words.strip()) <= room)
                    found.append(word[:cut] + self.style.cut_words.strip())
                    word = word[cut:]
                line = word
            found.append(line)
        return found

    # rows
    def _pieces(self, row: Row, head: bool) -> list[tuple[int, int, list[str], str]]:
        font = self.bold if head or isinstance(row, str) else self.plain
        if isinstance(row, str):
            return [(0, len(self.xs) - 1, self._wrapped(row, font, self._room(0, len(self.xs) - 1)), font)]
        return [(n, n + 1, self._wrapped(text, font, self._room(n, n + 1)), font) for n, text in enumerate(row)]

    def _room(self, first: int, after: int) -> float:
        return self.xs[after] - self.xs[first] - 2 * self.style.padding

    def _height(self, row: Row, head: bool) -> float:
        most = max(len(lines) for _, _, lines, _ in self._pieces(row, head))
        return most * self.style.size * 1.25 + 2 * self.style.padding + self.style.row_gap

    def _row(self, row: Row, head: bool, high: float, number: int) -> None:
        style = self.style
        top, self.y = self.y, self.y - high
        pieces = self._pieces(row, head)
        self._rules([(first, after) for first, after, _, _ in pieces], top, self.y, head, number)
        for first, after, lines, font in pieces:
            spare = high - len(lines) * style.size * 1.25 - 2 * style.padding
            y = top - style.padding - style.size * 0.95 - (spare / 2 if style.valign == "middle" else 0)
            for line in lines:
                x = self.xs[first] + style.padding
                if (first in style.centred or head) and after - first == 1:
                    wide = self.canvas.stringWidth(line, font, style.size)
                    x = (self.xs[first] + self.xs[after] - wide) / 2
                self._string(x, y, line, font, style.size)
                y -= style.size * 1.25

    def _rules(self, spans: list[tuple[int, int]], top: float, bottom: float, head: bool, number: int) -> None:
        kind, canvas = self.style.rules, self.canvas
        if kind in ("cells", "bands"):
            canvas.saveState()
            canvas.setFillGray(0.75 if head else 0.9)
            for first, after in spans:
                if kind == "cells":
                    x0, x1 = self.xs[first] + 0.6, self.xs[after] - 0.6
                    canvas.rect(x0, bottom + 0.6, x1 - x0, top - bottom - 1.2, stroke=0, fill=1)
            if kind == "bands" and number % 2 == 0:
                canvas.rect(self.left, bottom, self.right - self.left, top - bottom, stroke=0, fill=1)
            canvas.restoreState()
        if kind == "booktabs" and head:
            self._rule(self.left, top, self.right, top)
            self._rule(self.left, bottom, self.right, bottom)
        if kind in ("none", "cells", "bands", "booktabs"):
            return
        level = [(self.left, y, self.right, y) for y in (top, bottom)] if kind != "upright" else []
        edges = sorted({edge for span in spans for edge in span})
        if kind == "outer":
            edges = [0, len(self.xs) - 1]
        plumb = [(self.xs[n], bottom, self.xs[n], top) for n in edges] if kind != "level" else []
        for rule in level + plumb:
            self._rule(*rule)

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        canvas, kind = self.canvas, self.style.rules
        if kind == "rects":
            canvas.rect(x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)
        elif kind == "segments":
            steps = max(int(max(x1 - x0, y1 - y0) / 7), 1)
            for n in range(steps):
                a, b = n / steps, (n + 0.9) / steps
                canvas.line(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)
        elif kind == "double":
            aside = (0.0, 0.9) if y0 == y1 else (0.9, 0.0)
            for sign in (-1, 1):
                shift = (sign * aside[0], sign * aside[1])
                canvas.line(x0 + shift[0], y0 + shift[1], x1 + shift[0], y1 + shift[1])
        elif kind == "curves":
            path = canvas.beginPath()
            path.moveTo(x0, y0)
            for n in range(1, 7):
                a, b = (n - 0.5) / 6, n / 6
                path.curveTo(
                    x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * a, y0 + (y1 - y0) * a,
                    x0 + (x1 - x0) * b, y0 + (y1 - y0) * b,
                )  # fmt: skip
            canvas.drawPath(path)
        else:
            canvas.saveState()
            if kind == "dashes":
                canvas.setDash(2, 1.5)
            canvas.setLineWidth(0.5)
            canvas.line(x0, y0, x1, y1)
            canvas.restoreState()


def fonts(name: str) -> tuple[str, str]:
    """Register a system font with ө and ү (plain and bold); the test is skipped where it is not installed."""
    metrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
    ttfonts = pytest.importorskip("reportlab.pdfbase.ttfonts")
    registered = []
    for weight, path in zip(("plain", "bold"), FONTS[name], strict=True):
        if not Path(path).exists():
            pytest.skip(f"the font {path} is not installed")
        key = f"{name}-{weight}"
        if key not in metrics.getRegisteredFontNames():
            metrics.registerFont(ttfonts.TTFont(key, path))
        registered.append(key)
    return registered[0], registered[1]
