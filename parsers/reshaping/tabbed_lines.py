"""Lines whose texts are parted by tabs, written where others draw a table -> tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby

from parsers.document import Block, Cell, Document, Paragraph, Place, Table
from parsers.language.row_words import is_signature

FEWEST_COLUMNS, FEWEST_LINES = 3, 3
"""Texts on a line, and lines with as many texts, that make a table: a sign-off has fewer of one or the other."""


def with_tabbed_lines(document: Document) -> Document:
    """The document with every stretch of lines of as many texts as most as a table; itself where there is none."""
    parts = [_parts(block) for block in document.blocks]
    counts = Counter(len(texts) for texts in parts if len(texts) >= FEWEST_COLUMNS)
    columns, lines = counts.most_common(1)[0] if counts else (0, 0)
    if lines < FEWEST_LINES:
        return document
    blocks: list[Block] = []
    for tabbed, stretch in groupby(zip(document.blocks, parts, strict=True), lambda pair: len(pair[1]) == columns):
        if tabbed:
            blocks.append(_table([(block, texts) for block, texts in stretch if isinstance(block, Paragraph)], columns))
        else:
            blocks += [block for block, _ in stretch]
    return replace(document, blocks=tuple(blocks))


def _parts(block: Block) -> list[str]:
    """The texts of a line; none where it is a sign-off or a table."""
    if not isinstance(block, Paragraph) or "\t" not in block.text:
        return []
    texts = [text.strip() for text in block.text.split("\t")]
    return [] if is_signature(texts[0]) or texts[0].endswith(":") else texts


def _table(lines: list[tuple[Paragraph, list[str]]], columns: int) -> Table:
    cells = tuple(
        Cell(
            row, column, text, places=tuple(Place(place.page) for place in line.places[:1]), confidence=line.confidence
        )
        for row, (line, texts) in enumerate(lines)
        for column, text in enumerate(texts)
    )  # a line has a box, its texts have none
    return Table(len(lines), columns, cells, tuple(place for line, _ in lines for place in line.places))
