"""Tables left out: a document and the parts that were read -> notes on what stands between them and was not read, because rows
may be hidden there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from parsers.document import Document, Note, Paragraph, Table
from parsers.measures.header import find_header
from parsers.measures.parts import Part, begins_with_signatures, same_extent
from parsers.measures.surroundings import furniture
from parsers.measures.table_grid import TableGrid, table_grid

MUCH_TEXT = 120
"""Letters: more than a caption or a line of explanation."""


def text_between(document: Document, inside: Collection[int], used: Collection[int]) -> list[Note]:
    """A note for each page with much text between two measure tables that is no goal."""
    skipped = furniture(document)
    letters: Counter[int | None] = Counter()
    for n in range(min(inside), max(inside)):
        block = document.blocks[n]
        if isinstance(block, Paragraph) and n not in used and n not in skipped:
            page = block.places[0].page if block.places else None
            letters[page] += _letters(block.text)
    return [
        Note("text_between_tables", f"{count} letters between the parts of the measure table", page)
        for page, count in letters.items()
        if count >= MUCH_TEXT
    ]


def tables_left_out(document: Document, parts: Sequence[Part]) -> list[Note]:
    """A note for each table that stands between the parts of the measure table, or as wide as it runs on behind the
    last, has no header of its own, and was taken for another table."""
    inside = {part.grid.block: part for part in parts}
    last, skipped = max(inside), furniture(document)
    found: list[Note] = []
    for n in range(min(inside) + 1, len(document.blocks)):
        block = document.blocks[n]
        if n > last and isinstance(block, Paragraph) and n not in skipped:
            break
        if isinstance(block, Table) and n not in inside:
            home = inside[max(known for known in inside if known < n)]
            count = sum(_letters(cell.text) for cell in block.cells)
            if count >= MUCH_TEXT and _looks_like_a_part(table_grid(n, block), None if n < last else home):
                page = next((place.page for cell in block.cells for place in cell.places), None)
                found.append(Note("table_left_out", f"{count} letters in {block.rows} rows", page))
    return found


def _looks_like_a_part(page: TableGrid, above: Part | None) -> bool:
    return (
        page.table.columns > 2
        and (above is None or same_extent(above.grid, page))
        and find_header(page) is None
        and not begins_with_signatures(page)
    )


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
