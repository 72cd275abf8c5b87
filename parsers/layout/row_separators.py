"""Row separators that are not drawn: the text lines of a table whose columns are known -> its row edges, from white strips,
from numbers, from new beginnings.

Most producers leave more white between two rows than between two lines of one cell: then these strips are the rows,
whatever the numbers say (they may number goals). Where a cell is merged over several rows on the left, a strip parts
only the columns to the right of it. Where nothing is wider, a row begins at every number, code or single value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.document import Points
from parsers.layout.column_separators import BLANK
from parsers.layout.line_columns import ROW_GAP, VALUE, ColumnedLine
from parsers.layout.text_lines import TextLine

NUMBER = re.compile(r"[(№]?\d{1,3}(\.\d{1,3})*[.)]?$")
CODE = re.compile(r"\d{1,2}(\.\d{1,2}){1,3}\.?(?!\d)")
MOST_LEADING = 0.9
"""Font sizes of white between two lines of one cell at most (double line spacing)."""

USUAL = 0.35
"""Which of the white strips inside a column, from narrow to wide, is taken for that between two lines of one cell."""

CODED, VALUED = 2, 0.8
"""Columns from the left that may hold the code; share of lines that are single values in a column of such."""

ROWS_PARTED = 0.75
"""Share of the pairs of numbers between which white parts rows, from which white parts all rows."""

MAIN, MAINS = 0.6, 3
"""Share of the rows that a main column has text in; how many there must be before they tell rows from paragraphs."""

SAME_LEVEL = 0.3
"""Points."""

MERGED = 3
"""Columns from the left that may hold cells merged over several rows."""


@dataclass(frozen=True, slots=True)
class RowEdge:
    """The upper edge of a row, at ``y``; cells of the columns ``through`` go on below it."""

    y: Points
    through: frozenset[int] = frozenset()


def usual_white(rows: Sequence[ColumnedLine]) -> Points:
    """The white between two lines of one cell."""
    strips = []
    for column in sorted({column for row in rows for column in row.columns}):
        mine = [row.line for row in rows if column in row.columns]
        strips += [white for a, b in pairwise(mine) if (white := b.top - a.bottom) < MOST_LEADING * a.size]
    if strips:
        return max(sorted(strips)[int(USUAL * len(strips))], 0.0)
    return BLANK * rows[0].line.size if rows else 0.0


def white_parts_rows(rows: Sequence[ColumnedLine], usual: Points) -> bool:
    """Is there more white between the rows of this table than between the lines of a cell?"""
    if len(rows) < 2:
        return False
    strips = _strips(rows, usual)
    marks = marked(rows, usual)
    parted = sum(any(a < n <= b for n in strips) for a, b in pairwise(marks))
    return bool(strips) and parted >= ROWS_PARTED * (len(marks) - 1)


def marked(rows: Sequence[ColumnedLine], usual: Points) -> list[int]:
    """The lines at which rows are numbered. A number right below another is the rest of it, cut by a narrow column."""
    marks = [n for n, mark in enumerate(anchors(rows)) if mark]
    return [
        b for a, b in pairwise([-1, *marks])
        if a < 0 or b - a > 1 or rows[b].line.top - rows[a].line.bottom > usual + ROW_GAP * rows[b].line.size
    ]  # fmt: skip


def row_edges(rows: Sequence[ColumnedLine], usual: Points, white: bool) -> list[RowEdge]:
    """The edges between the rows of a band, from top to bottom; ``white`` tells what ``white_parts_rows`` says of the
    whole table."""
    if len(rows) < 2:
        return []
    strips = _strips(rows, usual)
    if white:
        return _without_paragraphs(rows, strips)
    numbered = anchors(rows)
    parted = [n in strips and not strips[n].through for n in range(len(rows))]
    turned = [
        n > 0 and (rows[n].wide != rows[n - 1].wide or (rows[n].wide and parted[n])) for n in range(len(rows))
    ]  # fmt: skip
    if sum(numbered) > 1:
        starts = numbered_rows([row.line for row in rows], numbered, parted, turned)
    else:
        starts = {n for n in range(1, len(rows)) if turned[n] or parted[n] or rows[n].columns - rows[n - 1].columns}
    return [RowEdge((max(row.line.bottom for row in rows[:n]) + rows[n].line.top) / 2) for n in sorted(starts)]


def _strips(rows: Sequence[ColumnedLine], usual: Points) -> dict[int, RowEdge]:
    """The white strips wider than usual, by the line below: over all columns, or over all but one on the left whose
    cell goes on. Where that column goes on at the height of the rows beside it, it is no merged cell: rows that are
    not set apart only look so beside their longest text."""
    found = {n: RowEdge(y) for n, y in _clear(rows, -1, usual)}
    count = max(max(row.columns) for row in rows) + 1
    for column in range(min(MERGED, count - 2)):
        beside = {
            n: RowEdge(y, frozenset({column})) for n, y in _clear(rows, column, usual)
            if n not in found and 2 * len(rows[n].columns - {column}) >= min(count - 1, 2 * MAINS)
            and _runs_through(rows, column, y, usual)
        }  # fmt: skip
        if 2 * sum(_level_with(rows[n], column) for n in beside) <= len(beside):
            found |= beside
    return found


def _clear(rows: Sequence[ColumnedLine], without: int, usual: Points) -> Iterator[tuple[int, Points]]:
    """(line below, height) of the strips that are wider than usual when one column is left out."""
    lowest: float | None = None
    for n, row in enumerate(rows):
        if not row.columns - {without}:
            continue
        if lowest is not None and row.line.top - lowest > usual + ROW_GAP * row.line.size:
            yield n, (lowest + row.line.top) / 2
        lowest = row.line.bottom if lowest is None else max(lowest, row.line.bottom)


def _level_with(row: ColumnedLine, column: int) -> bool:
    """Do the words of this column stand exactly as high as the others of the line?"""
    tops: dict[bool, list[float]] = {True: [], False: []}
    for word, place in row.places:
        tops[place == column].append(word.bbox.bottom)
    return bool(tops[True] and tops[False]) and abs(max(tops[True]) - max(tops[False])) < SAME_LEVEL


def _runs_through(rows: Sequence[ColumnedLine], column: int, y: Points, usual: Points) -> bool:
    """Does a cell of this column have text right above and right below this level?"""
    mine = [row.line for row in rows if column in row.columns and not row.wide]
    return any(
        (b.top - a.bottom <= usual + ROW_GAP * a.size and a.middle_y < y < b.bottom) or a.top < y < a.bottom
        for a, b in pairwise(mine)
    )


def anchors(rows: Sequence[ColumnedLine]) -> list[bool]:
    """Lines at which a row is numbered: in the column that has most numbers, codes or single values."""
    best = [False] * len(rows)
    count = max(max(row.columns) for row in rows) + 1
    for column in range(count):
        texts = [row.texts.get(column, "") if not row.wide else "" for row in rows]
        codes = [bool(CODE.match(text)) for text in texts] if column <= CODED else []
        numbers = [bool(text) and bool(NUMBER.match(text.split()[0])) for text in texts] if column == 0 else []
        values = _values(rows, texts) if column else []
        best = max((best, codes, numbers, values), key=sum)
    return best


def _values(rows: Sequence[ColumnedLine], texts: Sequence[str]) -> list[bool]:
    """Lines with a single value, in a column of such; empty for another. A number cut in two is one value."""
    filled = [n for n, text in enumerate(texts) if text]
    marks = [bool(VALUE.fullmatch(text)) for text in texts]
    if sum(marks) < VALUED * len(filled):
        return []
    for a, b in pairwise(filled):
        if rows[b].line.top - rows[a].line.bottom < (BLANK + ROW_GAP) * rows[b].line.size:
            marks[b] = False
    return marks


def _without_paragraphs(rows: Sequence[ColumnedLine], strips: dict[int, RowEdge]) -> list[RowEdge]:
    """The strips that part rows: below those between paragraphs of one long cell nothing but that cell goes on."""
    starts = sorted(strips)
    parts = [rows[a:b] for a, b in pairwise([0, *starts, len(rows)])]
    filled = [frozenset().union(*(row.columns for row in part)) for part in parts]
    plain = [columns for columns, part in zip(filled, parts, strict=True) if not part[0].wide]
    main = {
        column for column in frozenset().union(*plain)
        if sum(column in columns for columns in plain) >= MAIN * len(plain)
    }  # fmt: skip
    edges = []
    for n, columns, above, part in zip(starts, filled[1:], parts, parts[1:], strict=False):
        if len(main) >= MAINS and len(columns) == 1 and _goes_on_with(above, part, min(columns), min(main)):
            continue
        edge = strips[n]
        left = {c for c in range(max(edge.through, default=0)) if c not in columns}
        edges.append(RowEdge(edge.y, edge.through | left))
    return edges


def _goes_on_with(above: Sequence[ColumnedLine], part: Sequence[ColumnedLine], column: int, first: int) -> bool:
    """Is ``part``, in this column only, a further paragraph of the cell above? Not where the row above is a goal, a
    header or a row of numbers, and not where a code begins it or it stands in the ``first`` column."""
    if column == first or part[0].wide or above[0].wide:
        return False
    if column <= CODED and CODE.match(part[0].texts.get(column, "")):
        return False
    before = [row for row in above if column in row.texts]
    if not before or all(NUMBER.match(row.texts[column]) for row in before):
        return False
    return _bold(before[-1], column) == _bold(part[0], column)


def _bold(row: ColumnedLine, column: int) -> bool:
    return any(word.bold for word, at in row.places if at == column)


def numbered_rows(band: list[TextLine], numbered: list[bool], parted: list[bool], turned: list[bool]) -> set[int]:
    """First lines of the rows, one number a row. Where no white parts two numbers, the row begins at its number, or, if
    numbers stand in the middle of their rows, as far below the last number as the row before reaches above it."""
    opens = [n == 0 or parted[n] or turned[n] for n in range(len(band))]
    middling = any(
        numbered[n] and any(opens[k] and (parted[k] or turned[k]) for k in range(n, 0, -1)) and not opens[n]
        and not any(numbered[k] for k in range(max(j for j in range(n + 1) if opens[j]), n))
        for n in range(1, len(band))
    )  # fmt: skip
    starts = {n for n in range(1, len(band)) if turned[n]}
    begun, number = 0, -1
    for n in range(1, len(band)):
        if turned[n]:
            begun, number = n, -1
        if not numbered[n]:
            continue
        white = [k for k in range(max(begun, number) + 1, n + 1) if parted[k]]
        if white:
            begun = white[-1]
            starts.add(begun)
        elif middling and number >= 0:
            foot = 2 * band[number].middle_y - band[begun].top
            begun = next((k for k in range(number + 1, n + 1) if band[k].middle_y > foot), n)
            starts.add(begun)
        elif not middling and not turned[n]:
            begun = n
            starts.add(n)
        number = n
    return starts
