"""Pages drawn as text: a letter cell is 6 x 12 points, ``+ - |`` are rules, everything else is words. Words reach half
into the blank behind them, as blanks of text fonts are a third of the size wide."""

from __future__ import annotations

import re

from parsers.document import BBox, Block, Page, Ruling, Word
from parsers.layout.cells import document_blocks
from parsers.layout.hyphenation import Known

WIDE, HIGH = 6.0, 12.0


def page(drawing: str, ruled: bool = True, number: int = 1, confidence: float | None = None) -> Page:
    """The drawing as a page. ``-`` and ``|`` join ``+`` corners; a rule needs at least two signs in a row."""
    rows = drawing.strip("\n").split("\n")
    width = max(map(len, rows))
    rows = [row.ljust(width) for row in rows]
    rules = [*_level(rows), *_upright(rows)] if ruled else []
    words = []
    for line, row in enumerate(rows):
        if _is_rule(row):
            continue
        for found in re.finditer(r"[^\s|+]+", row):
            x0, x1 = found.start() * WIDE, (found.end() + 0.5) * WIDE
            words.append(Word(found.group(), BBox(x0, line * HIGH + 1, x1, line * HIGH + 11), confidence, 10.0))
    return Page(number, width * WIDE, len(rows) * HIGH, tuple(words), tuple(rules))


def page_blocks(page: Page, known: Known | None = None) -> tuple[Block, ...]:
    """Tables and paragraphs of a document of one page."""
    return document_blocks((page,), known)[0]


def _is_rule(row: str) -> bool:
    return re.search(r"[+-]{3}", row) is not None


def _level(rows: list[str]) -> list[Ruling]:
    return [
        Ruling((found.start() + 0.5) * WIDE, (line + 0.5) * HIGH, (found.end() - 0.5) * WIDE, (line + 0.5) * HIGH)
        for line, row in enumerate(rows) if _is_rule(row) for found in re.finditer(r"[+-]{2,}", row)
    ]  # fmt: skip


def _upright(rows: list[str]) -> list[Ruling]:
    rules = []
    for column in range(len(rows[0])):
        text = "".join(row[column] for row in rows)
        for found in re.finditer(r"[+|]{2,}", text):
            x = (column + 0.5) * WIDE
            rules.append(Ruling(x, (found.start() + 0.5) * HIGH, x, (found.end() - 0.5) * HIGH))
    return rules
