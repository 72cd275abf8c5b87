"""What Word files have in them that people do not see, or see otherwise: in runs and in the grid of a table."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import accumulate, pairwise
from xml.sax.saxutils import escape

from benchmarks.corpus.sheet import Cell, GridRow

Part = tuple[int, int, str, Cell | None]


class TextQuirks:
    """Runs of a paragraph."""

    def __init__(self, quirk: str, chance: random.Random) -> None:
        self.quirk, self.chance = quirk, chance

    def runs(self, text: str, look: str) -> str:
        """The runs of ``text``; what a reader of the page sees is ``text`` whatever the quirk."""
        words = text.split(" ")
        middle = len(words) // 2
        head, tail = " ".join(words[:middle]), " ".join(words[middle:])
        head += " " if head else ""
        match self.quirk:
            case "runs":
                return self._pieces(text, look)
            case "tracked" if head:
                gone = "<w:del w:id='7' w:author='А'><w:r><w:delText>өмнөх хувилбар</w:delText></w:r></w:del>"
                return f"{_run(head, look)}{gone}<w:ins w:id='8' w:author='А'>{_run(tail, look)}</w:ins>"
            case "controls" if head and self.chance.random() < 0.3:
                return f"<w:sdt><w:sdtPr/><w:sdtContent>{_run(head, look)}</w:sdtContent></w:sdt>{_run(tail, look)}"
            case "fields" if head:
                return self._field(head, tail, look)
            case "hidden" if head:
                return _run(head, look) + _run("далд тэмдэглэл ", look + "<w:vanish/>") + _run(tail, look)
            case "breaks":
                return _run(self._hyphens(text), look)
        return _run(text, look)

    def _pieces(self, text: str, look: str) -> str:
        """Word cuts runs anywhere once a text has been edited or spell-checked."""
        marks = sorted(self.chance.sample(range(1, len(text)), min(3, len(text) - 1))) if len(text) > 4 else []
        cuts = [0, *marks, len(text)]
        pieces = [text[a:b] for a, b in pairwise(cuts)]
        return "<w:proofErr w:type='spellStart'/>".join(_run(piece, look) for piece in pieces)

    def _field(self, head: str, tail: str, look: str) -> str:
        if self.chance.random() < 0.5:
            return f"<w:hyperlink w:anchor='a'>{_run(head, look)}</w:hyperlink>{_run(tail, look)}"
        begin, middle, end = (
            f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end")
        )
        code = "<w:r><w:instrText xml:space='preserve'> DOCPROPERTY Хариу </w:instrText></w:r>"
        return f"{begin}{code}{middle}{_run(head, look)}{end}<w:bookmarkStart w:id='3' w:name='b'/>{_run(tail, look)}"

    def _hyphens(self, text: str) -> str:
        """Soft hyphens inside long words."""
        return " ".join(
            f"{word[:6]}\u00ad{word[6:]}" if len(word) > 12 and word.isalpha() else word for word in text.split(" ")
        )


def _run(text: str, look: str) -> str:
    if not text:
        return ""
    pieces = [f"<w:t xml:space='preserve'>{escape(piece)}</w:t>" for piece in text.split("\n")]
    return f"<w:r><w:rPr>{look}</w:rPr>{'<w:br/>'.join(pieces)}</w:r>"


class GridQuirks:
    """The grid under a table: even, or dragged about row by row."""

    def __init__(self, quirk: str, chance: random.Random, widths: list[int]) -> None:
        self.quirk, self.chance, self.widths = quirk, chance, widths
        edges = list(accumulate(widths, initial=0))
        self.edges = edges
        self.shifted = [
            0,
            *(self._shift(left, at, right) for left, at, right in zip(edges, edges[1:], edges[2:], strict=False)),
            edges[-1],
        ]
        self.lines = sorted({*edges, *self.shifted}) if quirk == "ragged" else edges

    def _shift(self, left: int, at: int, right: int) -> int:
        """A border moved by up to a third of the narrower column beside it."""
        return at + round(min(at - left, right - at) * self.chance.uniform(-0.33, 0.33))

    def grid(self) -> list[int]:
        return [b - a for a, b in zip(self.lines, self.lines[1:], strict=False)]

    def row(
        self, line: GridRow, parts: list[Part], look: str, content: Callable[[Cell | None], tuple[str, str]]
    ) -> str:
        """One row with the borders that it happens to have."""
        merged = any(merge for _, _, merge, _ in parts)
        edges = [
            self.shifted[index] if not merged and self.quirk == "ragged" and self.chance.random() < 0.4 else at
            for index, at in enumerate(self.edges)
        ]
        before = 0
        if self.quirk == "gaps" and line.kind == "rest":
            while parts and parts[0][2] == "" and parts[0][3] is not None and parts[0][3].lines == [""]:
                before += parts.pop(0)[1]
        cells = "".join(self._cell(part, edges, content) for part in parts)
        gap = f"<w:gridBefore w:val='{before}'/><w:wBefore w:w='{edges[before]}' w:type='dxa'/>" if before else ""
        row = f"<w:tr><w:trPr>{gap}{look}</w:trPr>{cells}</w:tr>"
        return self._wrapped(row, line, len(self.widths))

    def _cell(self, part: Part, edges: list[int], content: Callable[[Cell | None], tuple[str, str]]) -> str:
        column, span, merge, cell = part
        left, right = edges[column], edges[column + span]
        steps = self.lines.index(right) - self.lines.index(left)
        spanned = f"<w:gridSpan w:val='{steps}'/>" if steps > 1 and self.quirk != "unspanned" else ""
        merged = f"<w:vMerge w:val='{merge}'/>" if merge == "restart" else "<w:vMerge/>" if merge else ""
        look, inside = content(cell)
        markup = (
            f"<w:tc><w:tcPr><w:tcW w:w='{right - left}' w:type='dxa'/>{spanned}{merged}{look}</w:tcPr>{inside}</w:tc>"
        )
        if self.quirk == "controls" and self.chance.random() < 0.1:
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{markup}</w:sdtContent></w:sdt>"
        return markup

    def _wrapped(self, row: str, line: GridRow, columns: int) -> str:
        if self.quirk == "controls" and self.chance.random() < 0.2:
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{row}</w:sdtContent></w:sdt>"
        if self.quirk == "tracked" and line.kind == "data" and self.chance.random() < 0.1:
            cell = "<w:tc><w:tcPr/><w:p><w:r><w:t>хасагдсан мөр</w:t></w:r></w:p></w:tc>"
            return f"{row}<w:tr><w:trPr><w:del w:id='9' w:author='А'/></w:trPr>{cell * columns}</w:tr>"
        return row
