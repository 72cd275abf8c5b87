"""Tables whose every other row is shaded: the white rows between them have the columns of the grey ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.document import BBox, Page, Word

SAME_EDGE = 3.0
"""Points by which edges of one row or column of shaded boxes may differ."""

SAME_TABLE = 0.75
"""Share of the wider of two bands that must stand over the narrower."""

LEAST_ROW = 6.0
"""Points: a white strip that is lower holds no line of text."""


@dataclass(frozen=True, slots=True)
class Band:
    """A row of shaded boxes side by side: ``xs`` are its column edges from left to right."""

    top: float
    bottom: float
    xs: tuple[float, ...]

    def under(self, other: Band) -> bool:
        """Whether both stand in one table: most of the wider is above or below the narrower (a cell that is merged over
        several rows may cut a column off)."""
        shared = min(self.xs[-1], other.xs[-1]) - max(self.xs[0], other.xs[0])
        return shared > SAME_TABLE * max(self.xs[-1] - self.xs[0], other.xs[-1] - other.xs[0])


def white_rows(shades: Sequence[BBox], page: Page) -> tuple[BBox, ...]:
    """Boxes for the cells of the white rows between shaded ones, and of one before the first and after the last of them
    (a page break leaves it at the end). Empty where the boxes do not make a table of several columns."""
    found: list[BBox] = []
    tall = _over_rows(shades)
    for table in _tables(list(_bands(box for box in shades if box not in tall))):
        columns = max((band.xs for band in table), key=len)
        if len(columns) < 3 or len(table) < 2:
            continue
        strips = [
            (above.bottom, below.top) for above, below in pairwise(table) if below.top - above.bottom >= LEAST_ROW
        ]
        inner = [(top, bottom) for top, bottom in strips if _between(page.words, columns, top, bottom)]
        outer = [ends for ends in _outer(table, page) if _keeps_to(columns, _between(page.words, columns, *ends))]
        for top, bottom in [*inner, *(outer if inner else ())]:
            free = _beside(columns, [box for box in tall if box[1] < (top + bottom) / 2 < box[3]])
            if words := _between(page.words, free, top, bottom):
                found += _cells(free, top, bottom, words)
    return tuple(found)


def _keeps_to(columns: tuple[float, ...], words: Sequence[Word]) -> bool:
    """Whether no word runs over a column edge: a row of the table, not its title or the text after it."""
    return not any(word.bbox[0] < x - 1 and word.bbox[2] > x + 1 for word in words for x in columns[1:-1])


def _over_rows(shades: Sequence[BBox]) -> list[BBox]:
    """Boxes beside which several others stand one above the other: cells merged over several rows."""
    return [
        box
        for box in shades
        if any(
            box[1] - SAME_EDGE < other[1]
            and other[3] < box[3] + SAME_EDGE
            and other[3] - other[1] < 0.9 * (box[3] - box[1])
            and (other[0] > box[2] - SAME_EDGE or other[2] < box[0] + SAME_EDGE)
            for other in shades
        )
    ]


def _beside(columns: tuple[float, ...], tall: Sequence[BBox]) -> tuple[float, ...]:
    """The column edges that no tall box covers."""
    return tuple(x for x in columns if not any(box[0] - SAME_EDGE < x < box[2] - SAME_EDGE for box in tall))


def _bands(shades: Iterable[BBox]) -> Iterator[Band]:
    rows: list[list[BBox]] = []
    for box in sorted(shades, key=lambda box: (box[1], box[0])):
        if rows and abs(rows[-1][0][1] - box[1]) < SAME_EDGE and abs(rows[-1][0][3] - box[3]) < SAME_EDGE:
            rows[-1].append(box)
        else:
            rows.append([box])
    for row in rows:
        row.sort()
        touching = all(abs(left[2] - right[0]) < SAME_EDGE for left, right in pairwise(row))
        if touching:
            yield Band(row[0][1], row[0][3], (*(box[0] for box in row), row[-1][2]))


def _tables(bands: list[Band]) -> list[list[Band]]:
    """Bands with the same ends, from top to bottom, one list a table."""
    tables: list[list[Band]] = []
    for band in sorted(bands, key=lambda band: band.top):
        above = (table for table in tables if band.under(table[-1]) and band.top > table[-1].bottom - SAME_EDGE)
        table = next(above, None)
        if table is None:
            tables.append([band])
        else:
            table.append(band)
    return tables


def _outer(table: list[Band], page: Page) -> Iterator[tuple[float, float]]:
    """The white strips before the first and after the last band, as far as lines stand close to each other there."""
    usual = sorted(band.bottom - band.top for band in table)[len(table) // 2]
    after = sorted((word.bbox[1], word.bbox[3]) for word in page.words if word.bbox[1] > table[-1].bottom - 1)
    below = _run(after, table[-1].bottom)
    if table[-1].bottom + LEAST_ROW <= below <= table[-1].bottom + 4 * max(usual, 30.0):
        yield table[-1].bottom, below + 1
    mirrored = sorted((-word.bbox[3], -word.bbox[1]) for word in page.words if word.bbox[3] < table[0].top + 1)
    above = -_run(mirrored, -table[0].top)
    if table[0].top - 4 * max(usual, 30.0) <= above <= table[0].top - LEAST_ROW:
        yield above - 1, table[0].top


def _run(lines: Sequence[tuple[float, ...]], start: float) -> float:
    """Where the unbroken run of lines that begins at ``start`` ends: a gap of more than a line and a half ends it."""
    end = start
    for top, bottom in lines:
        if top - end > 1.5 * (bottom - top):
            break
        end = max(end, bottom)
    return end


def _between(words: Iterable[Word], columns: tuple[float, ...], top: float, bottom: float) -> list[Word]:
    return [
        word
        for word in words
        if columns[0] <= (word.bbox[0] + word.bbox[2]) / 2 <= columns[-1]
        and top <= (word.bbox[1] + word.bbox[3]) / 2 <= bottom
    ]


def _cells(columns: tuple[float, ...], top: float, bottom: float, words: Sequence[Word]) -> Iterator[BBox]:
    """A row that keeps to the columns becomes cells; one that runs across them (a goal) one wide cell."""
    across = sum(any(word.bbox[0] < x - 1 and word.bbox[2] > x + 1 for x in columns[1:-1]) for word in words)
    edges = columns if across == 0 else (columns[0], columns[-1])
    return ((left, top, right, bottom) for left, right in pairwise(edges))
