"""A sheet as PDF through ReportLab: every line placed by hand, borders in the many ways that producers draw them."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.corpus.paging import LEADING, MARGIN, CellPart, PageOut, Pager
from benchmarks.corpus.sheet import Sheet

FOLDERS = (Path("/usr/share/fonts/truetype"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
FAMILIES = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf"),
)
GREY = Color(0.88, 0.88, 0.88)


@cache
def families() -> tuple[tuple[str, str], ...]:
    """Installed (regular, bold) fonts that have Ө and Ү, registered."""
    found = []
    for pair in FAMILIES:
        paths = [next((path for folder in FOLDERS for path in sorted(folder.rglob(name))), None) for name in pair]
        if all(paths):
            names = tuple(name.removesuffix(".ttf") for name in pair)
            for name, path in zip(names, paths, strict=True):
                registerFont(TTFont(name, str(path)))
            found.append(names)
    return tuple(found)


def write(
    sheet: Sheet, rules: str, turned: bool, family: int, variant: int, head: str
) -> tuple[bytes, dict[int, tuple[int, int]]]:
    """The PDF, and first and last page of each measure. ``variant`` decides hyphens and borrowed letters."""
    fonts = families()[family % len(families())]
    loose = rules in ("hrules", "shading", "none")
    pager = Pager(sheet, fonts, pad=5.0 if loose else 3.0, hyphens=variant % 3 == 0, head=head)
    pages = pager.place()
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1)
    artist = _Artist(canvas, sheet, pager, rules, fonts, borrowed=variant % 4 == 1)
    for number, page in enumerate(pages, start=1):
        artist.page(page, number, turned)
    canvas.save()
    return out.getvalue(), pager.spans


def _has(font: str, letter: str) -> bool:
    return ord(letter) in getFont(font).face.charToGlyph


class _Artist:
    def __init__(
        self, canvas: Canvas, sheet: Sheet, pager: Pager, rules: str, fonts: tuple[str, str], borrowed: bool
    ) -> None:
        self.canvas, self.sheet, self.pager, self.rules, self.fonts = canvas, sheet, pager, rules, fonts
        self.width, self.height = pager.right + MARGIN[2], pager.height
        self.lender = next((pair for pair in families() if pair != fonts), fonts) if borrowed else None
        self.late: list[tuple[float, float, str, str, float]] = []

    def page(self, page: PageOut, number: int, turned: bool) -> None:
        canvas = self.canvas
        canvas.setPageSize((self.width, self.height))  # as seen: with a rotation ReportLab turns the media box itself
        if turned:
            canvas.setPageRotation(90)
            canvas.translate(self.height, 0)
            canvas.rotate(90)
        self._watermark()
        self._borders(page)
        for text in page.texts:
            self._text(text.x, text.top, text.text, self.fonts[text.bold], text.size)
        for part in page.parts:
            self._part(part)
        self._furniture(number)
        for x, y, letter, font, size in self.late:
            canvas.setFont(font, size)
            canvas.drawString(x, y, letter)
        self.late = []
        canvas.showPage()

    def _watermark(self) -> None:
        if not self.sheet.watermark:
            return
        self.canvas.saveState()
        self.canvas.setFillColor(Color(0.85, 0.85, 0.85))
        self.canvas.translate(self.width / 2, self.height / 2)
        self.canvas.rotate(35)
        self.canvas.setFont(self.fonts[1], 90)
        self.canvas.drawCentredString(0, 0, self.sheet.watermark)
        self.canvas.restoreState()

    def _furniture(self, number: int) -> None:
        if not (self.sheet.header or self.sheet.footer):
            return
        self.canvas.setFont(self.fonts[0], 7.5)
        self.canvas.drawString(MARGIN[0], self.height - 22, self.sheet.header)
        self.canvas.drawString(MARGIN[0], 20, self.sheet.footer)
        self.canvas.drawRightString(self.pager.right, 20, str(number))

    # text

    def _part(self, part: CellPart) -> None:
        size, font = self.sheet.table_size, self.fonts[part.cell.bold]
        if part.cell.rotated:
            self._sideways(part, font, size)
            return
        for index, line in enumerate(part.lines):
            room = part.x1 - part.x0 - 2 * self.pager.pad - stringWidth(line, font, size)
            x = part.x0 + self.pager.pad + {"center": room / 2, "right": room}.get(part.cell.align, 0.0)
            self._text(x, part.top + self.pager.pad + index * size * LEADING, line, font, size)

    def _sideways(self, part: CellPart, font: str, size: float) -> None:
        self.canvas.saveState()
        self.canvas.translate(
            part.x0 + (part.x1 - part.x0) / 2 - (len(part.lines) - 1) * size * 0.6, self.height - part.bottom + 4
        )
        self.canvas.rotate(90)
        self.canvas.setFont(font, size)
        for index, line in enumerate(part.lines):
            self.canvas.drawString(0, -index * size * LEADING - size * 0.3, line)
        self.canvas.restoreState()

    def _text(self, x: float, top: float, text: str, font: str, size: float) -> None:
        """A line; letters that the font lacks (or, borrowed, Ө and Ү) come later, from another font."""
        y = self.height - top - size
        self.canvas.setFont(font, size)
        lent = {letter for letter in text if not _has(font, letter)} | (
            set("өүӨҮ") & set(text) if self.lender else set()
        )
        start = 0
        for index, letter in enumerate(text):
            if letter in lent:
                self.canvas.drawString(x + stringWidth(text[:start], font, size), y, text[start:index])
                self.late.append(
                    (x + stringWidth(text[:index], font, size), y, letter, self._other(font, letter), size)
                )
                start = index + 1
        self.canvas.drawString(x + stringWidth(text[:start], font, size), y, text[start:])

    def _other(self, font: str, letter: str) -> str:
        """A font to take a letter from."""
        pairs = [self.lender] if self.lender else []
        bold = font == self.fonts[1]
        return next(
            (pair[bold] for pair in [*pairs, *families()] if pair[bold] != font and _has(pair[bold], letter)), font
        )

    # borders

    def _borders(self, page: PageOut) -> None:
        for part in (part for part in page.parts if part.bordered):
            x0, top, x1, bottom = box = (part.x0, self.height - part.top, part.x1, self.height - part.bottom)
            match self.rules:
                case "strokes":
                    self.canvas.setLineWidth(0.6)
                    self.canvas.rect(x0, bottom, x1 - x0, top - bottom)
                case "rects":
                    self._sides(box, self._bar)
                case "segments":
                    self._sides(box, self._dashes)
                case "double":
                    self._sides(box, self._double)
                case "hrules":
                    self.canvas.setLineWidth(0.6)
                    self.canvas.line(x0, bottom, x1, bottom)
                    self.canvas.line(x0, top, x1, top)
                case "shading" if part.row % 2 == 0 or part.cell.bold:
                    self.canvas.setFillColor(GREY)
                    self.canvas.rect(x0, bottom, x1 - x0, top - bottom, stroke=0, fill=1)
                    self.canvas.setFillGray(0)

    def _sides(self, box: tuple[float, float, float, float], draw: object) -> None:
        x0, top, x1, bottom = box
        for line in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, bottom, x0, top), (x1, bottom, x1, top)):
            draw(*line)  # type: ignore[operator]

    def _bar(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.rect(x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)

    def _dashes(self, x0: float, y0: float, x1: float, y1: float, step: float = 11.0) -> None:
        """A side in short touching strokes, as some spreadsheet exports draw it."""
        self.canvas.setLineWidth(0.5)
        count = max(int(max(x1 - x0, y1 - y0) / step), 1)
        for index in range(count):
            a, b = index / count, (index + 1) / count
            self.canvas.line(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)

    def _double(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setLineWidth(0.3)
        flat = y0 == y1
        for shift in (-0.8, 0.8):
            self.canvas.line(
                x0 + (0 if flat else shift),
                y0 + (shift if flat else 0),
                x1 + (0 if flat else shift),
                y1 + (shift if flat else 0),
            )
