"""One measure row: the parts that were joined to it -> a raw row, cell by cell, with texts joined, the code taken off and cells
that are merged over several rows counted for each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.document import Cell
from parsers.language.codes import bare, split_code, split_single
from parsers.language.keys import letters_key
from parsers.language.numerals import PERCENT
from parsers.measures.account import RowAccount
from parsers.measures.goals import Goals
from parsers.measures.row_kinds import TableRow
from parsers.measures.sections import Section
from parsers.measures.table_grid import COVERS, Span, union
from parsers.measures.text_joining import join_text
from parsers.report import Column, RawCell, RawRow, Role

_SHORT_VALUE = re.compile(rf"^\W*\d{{1,3}}(?:[.,]\d+)?\s*{PERCENT}\W*$", re.I)
_DASH = re.compile(r"^[\s\-–—_]+$")
ALWAYS_CARRIED = (Role.RESPONSIBLE, Role.CO_RESPONSIBLE, Role.DEADLINE)
NEVER_CARRIED = (Role.NUMBER, Role.CODE, Role.MEASURE)


OPEN_END = 200
"""Letters at the end of a text among which its last word or number stands, which a further piece may complete."""


@dataclass(frozen=True, slots=True)
class RowPart:
    """A row of a table that is (part of) a measure; ``boundary`` is what it was joined over, empty for the first."""

    line: TableRow
    boundary: str


def assemble(
    pieces: Sequence[RowPart], section: Section, goals: Goals, carried: Mapping[int, Cell], account: RowAccount
) -> RawRow:
    """The measure row that the pieces make. Texts that a piece repeats are kept as leftovers, not twice."""
    naming = section.naming
    by_column: list[list[list[Cell]]] = [[[] for _ in pieces] for _ in naming.columns]
    seen: set[tuple[int, int]] = set()
    for number, piece in enumerate(pieces):
        for column, cell in _placed(piece.line, section, carried):
            if (column, id(cell)) not in seen:
                seen.add((column, id(cell)))
                by_column[column][number].append(cell)
    account.place(cell for column in by_column for cells in column for cell in cells)
    cells = [_joined(column, parts, pieces, account) for column, parts in zip(naming.columns, by_column, strict=True)]
    code, cells = _take_code(cells)
    column_goal = next((" ".join(cell.text.split()) for cell in cells if cell.column.role is Role.GOAL), "")
    goal = " / ".join(
        filter(None, (goals.text, column_goal if letters_key(column_goal) != letters_key(goals.text) else ""))
    )
    flags = {"page": "row_joined_over_page", "table": "row_joined_by_author", "row": "row_joined_by_author"}
    return RawRow(
        row=0,
        cells=tuple(cells),
        goal=goal,
        code=code,
        places=union(place for piece in pieces for _, span in piece.line.told() for place in span.cell.places),
        flags=tuple(dict.fromkeys(flags[piece.boundary] for piece in pieces if piece.boundary)),
        table=section.parts[pieces[0].line.part].grid.number,
    )


def _placed(line: TableRow, section: Section, carried: Mapping[int, Cell]) -> Iterable[tuple[int, Cell]]:
    """Column and cell of everything that stands in a row; a cell over several columns goes where its text belongs."""
    column_of, columns = section.naming.column_of, section.naming.columns
    leaves = section.parts[line.part].leaves
    for leaf, (merged, own) in enumerate(zip(line.merged, line.own, strict=True)):
        for span in (*merged, *own):
            cell = carried.get(id(span.cell), span.cell)
            if id(span.cell) not in line.wide:
                yield column_of[leaf], cell
                continue
            over = [column_of[n] for n, other in enumerate(leaves) if _covers(span, other.x0, other.x1)]
            yield from ((home, cell) for home in _homes(cell.text, over, columns))


def _covers(span: Span, x0: float, x1: float) -> bool:
    return min(span.x1, x1) - max(span.x0, x0) >= COVERS * (x1 - x0)


def _homes(text: str, over: Sequence[int], columns: Sequence[Column]) -> list[int]:
    """Where the text of a cell merged across columns counts: a dash in each, a percent as completion, else progress."""
    roles = {columns[n].role: n for n in reversed(over)}
    if _DASH.match(text):
        return list(dict.fromkeys(over))
    if _SHORT_VALUE.match(text) and Role.COMPLETION in roles:
        return [roles[Role.COMPLETION]]
    return [next((roles[role] for role in (Role.MEASURE, Role.PROGRESS) if role in roles), over[0])]


def _joined(column: Column, parts: Sequence[Sequence[Cell]], pieces: Sequence[RowPart], account: RowAccount) -> RawCell:
    done: list[str] = []  # what no further piece changes; ``text`` is the end that one may, ``letters`` are in both
    text, letters = "", 0
    for cells, piece in zip(parts, pieces, strict=True):
        told = [cell.text.strip() for cell in cells if cell.text.strip()]
        between = " - " if column.role is Role.DEADLINE and len(told) > 1 else " "
        more = between.join(told)
        if more and _repeats(more, done, text, letters):
            account.keep(piece.line.page, "repeated", more, "the same text as in the first part of the row")
        elif more:
            text = join_text(text, more)
            letters += sum(map(str.isalnum, more))
            if len(text) > 2 * OPEN_END:
                done.append(text[:-OPEN_END])
                text = text[-OPEN_END:]
    known = [cell for cells in parts for cell in cells if cell.text.strip()]
    sure = [cell.confidence for cell in known if cell.confidence is not None]
    places = union(place for cell in known for place in cell.places)
    repairs = tuple(dict.fromkeys(repair for cell in known for repair in cell.repairs))
    return RawCell(column, "".join((*done, text)), places, min(sure) if sure else None, repairs)


def _repeats(more: str, done: Sequence[str], end: str, letters: int) -> bool:
    """Whether a piece is what stands above already, of so many letters; a text of more letters is not even looked at."""
    key = letters_key(more)
    if not key:
        return not done and more == end
    return letters <= len(key) and key == letters_key("".join((*done, end)))


def _take_code(cells: list[RawCell]) -> tuple[str, list[RawCell]]:
    """The code of the measure: from its own column, else glued before the text (which loses it)."""
    home = next((n for n, cell in enumerate(cells) if cell.column.role is Role.MEASURE), None)
    printed = next((cell for cell in cells if cell.column.role is Role.CODE and cell.text.strip()), None)
    own = bare(printed.text, printed.confidence is not None) if printed else ""
    if home is None:
        return own, cells
    glued, rest = split_code(cells[home].text, cells[home].confidence is not None)
    if not glued or not rest or (own and own != glued):
        return own, cells
    return own or glued, [*cells[:home], replace(cells[home], text=rest), *cells[home + 1 :]]


def with_single_codes(rows: list[RawRow]) -> list[RawRow]:
    """Where no measure has a code of two levels but nearly all are numbered ``1. …``, that number is the code."""
    plain = [split_single(row.text(Role.MEASURE)) for row in rows]
    if len(rows) < 3 or any(row.code for row in rows) or sum(bool(code) for code, _ in plain) < 0.7 * len(rows):
        return rows
    return [
        replace(
            row,
            code=code,
            cells=tuple(replace(cell, text=rest) if cell.column.role is Role.MEASURE else cell for cell in row.cells),
        )
        for row, (code, rest) in zip(rows, plain, strict=True)
    ]


def with_goal_column(rows: list[RawRow]) -> list[RawRow]:
    """A goal column that is filled on the first measure of each goal only counts for those below."""
    if not any(cell.column.role is Role.GOAL for row in rows for cell in row.cells):
        return rows
    filled: list[RawRow] = []
    for row in rows:
        empty = not row.text(Role.GOAL).strip() and filled and filled[-1].goal
        filled.append(replace(row, goal=filled[-1].goal) if empty and not row.goal else row)
    return filled


def carried_cells(section: Section, lines: Sequence[Sequence[TableRow]]) -> dict[int, Cell]:
    """Cells merged down over a page break are blank on the next page: ``{id of blank cell: the cell it continues}``."""
    carried: dict[int, Cell] = {}
    for above, below in itertools.pairwise(lines):
        if not above or not below:
            continue
        last, first = above[-1], below[0]
        for leaf, column in enumerate(section.naming.column_of):
            role = section.naming.columns[column].role
            upper, lower = last.cells(leaf), first.cells(leaf)
            if role in NEVER_CARRIED or len(upper) != 1 or len(lower) != 1 or lower[0].text.strip():
                continue
            source = carried.get(id(upper[0]), upper[0])
            merged = source.row_span > 1 or id(upper[0]) in carried
            if source.text.strip() and merged and (lower[0].row_span > 1 or role in ALWAYS_CARRIED):
                carried[id(lower[0])] = source
    return carried
