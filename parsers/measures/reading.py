"""The rows of a measure section: its table grids -> raw rows and the goals in force, with the parts of one measure joined and
the rest kept as leftovers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from parsers.document import Cell
from parsers.language.keys import letters_key, one_alphabet
from parsers.measures.account import RowAccount
from parsers.measures.assembly import RowPart, assemble, carried_cells, with_goal_column, with_single_codes
from parsers.measures.goals import Goals, heading, heading_parts, plain_heading
from parsers.measures.row_grouping import RowHabits, RowTexts, continues, habits, is_lonely, row_of, together
from parsers.measures.row_kinds import REASONS, RowKind, TableRow, kind, table_row
from parsers.measures.sections import Section
from parsers.measures.surroundings import Gap
from parsers.measures.table_grid import TableGrid
from parsers.measures.text_joining import starts_inside
from parsers.report import RawRow


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where the reading of a section stands: goals in force, the row before, what lies before the next row."""

    goals: Goals
    last: RowTexts | None = None
    boundary: str = "row"
    heading_page: int | None = None


@dataclass(slots=True)
class _Builder:
    """What a section's rows are built with, the rows built so far, and the pieces of the measure being built."""

    section: Section
    carried: dict[int, Cell]
    account: RowAccount
    rows: list[RawRow] = field(default_factory=list)
    pieces: list[RowPart] = field(default_factory=list)

    def finish(self, walk: _Walk) -> None:
        """The measure that was being read is complete."""
        if self.pieces:
            self.rows += assemble(self.pieces, self.section, walk.goals, self.carried, self.account)
            self.pieces = []


def read_section(
    section: Section, gaps: Mapping[int, Gap], goals: Goals, account: RowAccount
) -> tuple[list[RawRow], Goals]:
    """The measure rows of a section and the goals in force at its end. ``gaps`` is what stands above each table."""
    kinds = [_lines(section, number) for number in range(len(section.parts))]
    data = [[one for one, what in part if what is RowKind.DATA] for part in kinds]
    usual = habits([row_of(one, section.naming) for part in data for one in part])
    build = _Builder(section, carried_cells(section, data), account)
    walk = _Walk(goals)
    for number, part in enumerate(section.parts):
        walk = _enter_table(walk, number, gaps.get(part.grid.block, Gap()), build)
        for one, what in kinds[number]:
            walk = _step(walk, one, what, usual, build)
    build.finish(walk)
    return with_goal_column(with_single_codes(build.rows)), walk.goals


def _enter_table(walk: _Walk, number: int, gap: Gap, build: _Builder) -> _Walk:
    """Between two tables: a goal paragraph closes the measure above; a new page or nothing leaves it open."""
    same_page = _same_page(build.section, number)
    if gap.headings or (gap.words and same_page):
        build.finish(walk)
        walk = replace(walk, last=None)
    for heading_above in gap.headings:
        walk = replace(walk, goals=walk.goals.under(heading_above))
    return replace(walk, boundary="row" if number == 0 else "table" if same_page else "page")


def _same_page(section: Section, number: int) -> bool:
    if number == 0:
        return True
    last, this = section.parts[number - 1].grid, section.parts[number].grid
    pages = [place.page for cell in last.table.cells for place in cell.places if place.page]
    return this.page is None or not pages or max(pages) == this.page


def _lines(section: Section, number: int) -> list[tuple[TableRow, RowKind]]:
    part = section.parts[number]
    naming = section.naming
    found: list[tuple[TableRow, RowKind]] = []
    header = part.header
    shouting = section.shouting
    repeated = _repeated_from_above(section, number)
    for row in range(len(part.grid.rows)):
        one = table_row(number, part.grid, row, part.leaves)
        if row < repeated or (header and header.first <= row < header.end):
            what = RowKind.HEADER if one.told() else RowKind.BLANK
        elif header and row < header.first and (number == 0 or _is_title(one)):
            told = one.told()
            above = RowKind.TITLE if number == 0 else RowKind.HEADER
            what = RowKind.BLANK if not told else RowKind.HEADING if heading(told[0][1].text) else above
        else:
            what = kind(one, naming, part.leaves, shouting)
            if found and found[-1][1] is RowKind.SIGNATURE and what in (RowKind.DATA, RowKind.HEADING):
                what = RowKind.SIGNATURE
        found.append((one, what))
    return found


def _repeated_from_above(section: Section, number: int) -> int:
    """How many rows at the top of a further table repeat the top of the first, where another table stands grown
    together with the measures above their header: a word processor repeats the head of that one on every page."""
    home = section.parts[0]
    if number == 0 or home.header is None:
        return 0
    above = [_printed(home.grid, row) for row in range(home.header.first)]
    own = (_printed(section.parts[number].grid, row) for row in range(len(section.parts[number].grid.rows)))
    same = itertools.takewhile(lambda pair: len(pair[0]) > 1 and _alike(*pair), zip(above, own, strict=False))
    return sum(1 for _ in same)


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """The same texts, a few letters misread."""
    return len(one) == len(other) and fuzz.ratio(" | ".join(one), " | ".join(other)) >= 85


def _printed(page: TableGrid, row: int) -> list[str]:
    return [letters_key(span.text) for span in page.own(row)]


_TITLE = re.compile(r"толовлогоон\w*(?:\s+\S+){0,6}\s+(?:биелэлт|хэрэгжилт|гуицэтгэл|таилан)|таилан\W*$")


def _is_title(one: TableRow) -> bool:
    """The title of the report repeated above the columns of a further table."""
    told = one.told()
    return len(told) == 1 and _TITLE.search(one_alphabet(told[0][1].text)) is not None


def _step(walk: _Walk, one: TableRow, what: RowKind, usual: RowHabits, build: _Builder) -> _Walk:
    account = build.account
    account.see()
    if what is RowKind.DATA:
        row = row_of(one, build.section.naming)
        lonely = is_lonely(row, walk.last, usual, build.section.shouting)
        if lonely and walk.boundary == "row":
            return _at_lonely(walk, one, build)
        if walk.last is not None and continues(walk.last, row, usual, walk.boundary):
            account.join()
            build.pieces.append(RowPart(one, walk.boundary))
            return replace(walk, last=together(walk.last, row), boundary="row")
        if lonely:
            return _at_lonely(walk, one, build)
        build.finish(walk)
        build.pieces.append(RowPart(one, ""))
        return replace(walk, last=row, boundary="row", goals=walk.goals.used(), heading_page=None)
    _skip(account, one, what)
    if what is RowKind.HEADING:
        return _at_heading(walk, one, build)
    if what in (RowKind.TITLE, RowKind.SIGNATURE):
        account.aside(what is RowKind.TITLE, [span.cell for _, span in one.told()])
    return walk


def _at_lonely(walk: _Walk, one: TableRow, build: _Builder) -> _Walk:
    _skip(build.account, one, RowKind.HEADING)
    return _at_heading(walk, one, build)


def _skip(account: RowAccount, one: TableRow, what: RowKind) -> None:
    account.skip(one.page, str(what), _words(one), REASONS[what])
    account.place(span.cell for _, span in one.told())


def _words(one: TableRow) -> str:
    return " | ".join(span.text for _, span in one.told())


def _at_heading(walk: _Walk, one: TableRow, build: _Builder) -> _Walk:
    """A goal row closes the measure above, unless it is the rest of the heading that stood at the foot of the page."""
    number, title = heading_parts([span.text for _, span in one.told()])
    if walk.boundary == "page" and walk.goals.open and walk.heading_page is not None and starts_inside(title):
        return replace(walk, goals=walk.goals.continued(title), boundary="row")
    build.finish(walk)
    if number and not heading(title) and not title.startswith(number):
        title = f"{number} {title}"
    return replace(
        walk,
        last=None,
        goals=walk.goals.under(plain_heading(title)),
        boundary="row",
        heading_page=one.page or 0,
    )
