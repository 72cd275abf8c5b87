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
OF_MEASURE = (Role.NUMBER, Role.CODE, Role.MEASURE, Role.GOAL)
"""Roles of what is said once for all parts of a measure, in its first line or beside all."""


_JOINED = {"page": "row_joined_over_page", "table": "row_joined_by_author", "row": "row_joined_by_author"}

OPEN_END = 200
"""Letters at the end of a text among which its last word or number stands, which a further piece may complete."""


@dataclass(frozen=True, slots=True)
class RowPart:
    """A row of a table that is (part of) a measure; ``boundary`` is what it was joined over, empty for the first."""

    line: TableRow
    boundary: str


Placed = list[list[list[Cell]]]
"""The cells of a measure by column and piece."""


def assemble(
    pieces: Sequence[RowPart], section: Section, goals: Goals, carried: Mapping[int, Cell], account: RowAccount
) -> list[RawRow]:
    """The measure row that the pieces make; a row a part where lines of one measure have completions of their own."""
    groups = list(_parts(pieces, section))
    whole = _placed_by_column(groups[0], section, carried)
    made = [_row(groups[0], whole, section, goals, account)]
    for group in groups[1:]:
        account.part()
        own = _placed_by_column(group, section, carried)
        for n, column in enumerate(section.naming.columns):
            if column.role in OF_MEASURE and not any(cell.text.strip() for cells in own[n] for cell in cells):
                own[n] = [[cell for cells in whole[n] for cell in cells], *([] for _ in group[1:])]
        made.append(_row(group, own, section, goals, account))
    if len(made) == 1:
        return made
    return [replace(row, part=n) for n, row in enumerate(made, 1)]


def _parts(pieces: Sequence[RowPart], section: Section) -> Iterable[list[RowPart]]:
    """The pieces that belong to one completion: a line with one of its own, and no words of another measure, is a part."""
    naming = section.naming
    done, named = naming.leaves_of(Role.COMPLETION), naming.leaves_of(Role.MEASURE)
    group: list[RowPart] = []
    judged = False
    for piece in pieces:
        own = any(map(str.isalnum, "".join(piece.line.text(leaf) for leaf in done)))
        if group and judged and own and not any(piece.line.text(leaf) for leaf in named):
            yield group
            group, judged = [], False
        group.append(piece)
        judged = judged or own
    yield group


def _placed_by_column(pieces: Sequence[RowPart], section: Section, carried: Mapping[int, Cell]) -> Placed:
    by_column: Placed = [[[] for _ in pieces] for _ in section.naming.columns]
    seen: set[tuple[int, int]] = set()
    for number, piece in enumerate(pieces):
        for column, cell in _placed(piece.line, section, carried):
            if (column, id(cell)) not in seen:
                seen.add((column, id(cell)))
                by_column[column][number].append(cell)
    return by_column


def _row(pieces: Sequence[RowPart], by_column: Placed, section: Section, goals: Goals, account: RowAccount) -> RawRow:
    """One row. Texts that a piece repeats are kept as leftovers, not twice; a sum that is merged
    over several rows stands in the first."""
    columns = section.naming.columns
    flags = [_JOINED[piece.boundary] for piece in pieces[1:] if piece.boundary]
    for n, column in enumerate(columns):
        if column.role is Role.SPENT and any(account.has(cell) for cells in by_column[n] for cell in cells):
            by_column[n] = [[cell for cell in cells if not account.has(cell)] for cells in by_column[n]]
            flags.append("sum_shared")
    account.place(cell for column in by_column for cells in column for cell in cells)
    cells = [_joined(column, parts, pieces, account) for column, parts in zip(columns, by_column, strict=True)]
    code, cells = _take_code(cells)
    column_goal = next((" ".join(cell.text.split()) for cell in cells if cell.column.role is Role.GOAL), "")
    goal = " / ".join(
        filter(None, (goals.text, column_goal if letters_key(column_goal) != letters_key(goals.text) else ""))
    )
    return RawRow(
        row=0,
        cells=tuple(cells),
        goal=goal,
        code=code,
        places=union(place for piece in pieces for _, span in piece.line.told() for place in span.cell.places),
        flags=tuple(dict.fromkeys(flags)),
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
