"""Documents drawn as text.

    Зорилго 1. Сургалт                    a paragraph
    | Д/д | Арга хэмжээ | Хувь |          a table row
    | 1   | 1.1. Сургалт | 100% |
    | ^   | <            | 90%  |          ^ merged with the cell above, < with the cell to the left, ~ no cell at all
    ---- page break                       the following stands on the next page (only then do cells have places)
    ====                                  a new table right below

A cell in ``**bold**`` is bold; ``⏎`` is a line break inside a cell.
"""

from __future__ import annotations

import textwrap

from parsers.document import BBox, Block, Cell, Document, PageSummary, Paragraph, Place, Table

WIDTH, HEIGHT, LINE = 840.0, 595.0, 14.0


def tables(drawing: str, kind: str = "docx") -> Document:
    """The document that the drawing shows; pages and places only where a page break is drawn."""
    lines = textwrap.dedent(drawing).strip("\n").splitlines()
    paged = any(line.startswith("----") for line in lines)
    blocks: list[Block] = []
    rows: list[list[str]] = []
    page = 1
    top = 50.0

    def flush() -> None:
        nonlocal top
        if rows:
            blocks.append(_table(rows, page if paged else None, top))
            top += LINE * len(rows)
            rows.clear()

    for line in lines:
        text = line.strip()
        if text.startswith("|"):
            rows.append([cell.strip() for cell in text.strip("|").split("|")])
            continue
        flush()
        if text.startswith("----"):
            page, top = page + 1, 50.0
        elif text and not text.startswith("===="):
            place = (Place(page, BBox(60.0, top, WIDTH - 60, top + LINE)),) if paged else ()
            blocks.append(Paragraph(text.strip("*"), place, bold=text.startswith("**")))
            top += LINE
    flush()
    pages = tuple(PageSummary(n, WIDTH, HEIGHT) for n in range(1, page + 1)) if paged else ()
    return Document("drawn", "0" * 64, 0, "", "pdf" if paged else kind, tuple(blocks), pages)


def _table(rows: list[list[str]], page: int | None, top: float) -> Table:
    columns = max(map(len, rows))
    spans: dict[tuple[int, int], list[int]] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text == "~":
                continue
            home = owner[(r, c - 1)] if text == "<" else owner[(r - 1, c)] if text == "^" else (r, c)
            owner[(r, c)] = home
            span = spans.setdefault(home, [r, c])
            span[0], span[1] = max(span[0], r), max(span[1], c)
    width = (WIDTH - 120) / columns
    cells = []
    for (r, c), (last_row, last_column) in sorted(spans.items()):
        text = rows[r][c].replace("⏎", "\n")
        box = BBox(60 + c * width, top + LINE * r, 60 + (last_column + 1) * width, top + LINE * (last_row + 1))
        places = (Place(page, box),) if page else ()
        cells.append(
            Cell(r, c, text.strip("*"), last_row - r + 1, last_column - c + 1, places, bold=text.startswith("**"))
        )
    return Table(len(rows), columns, tuple(cells), (Place(page),) if page else ())
