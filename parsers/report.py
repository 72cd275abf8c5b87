"""The measure rows of a report as printed: nothing is interpreted here, everything has its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.document import Note, PageSummary, Paragraph, Place, Repair
from parsers.language.roles import Role as Role


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a measure table: its role and its header as printed (levels joined by `` / ``, units included)."""

    role: Role
    header: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class RawCell:
    """The text of one cell as printed (``\\n`` between paragraphs or list items) and where it stands; ``repairs`` are the
    words of it whose letters were put right."""

    column: Column
    text: str
    places: tuple[Place, ...] = ()
    confidence: float | None = None
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class RawRow:
    """One measure row, whole: pieces cut by page breaks are joined.

    ``goal`` is the goal heading in force (row, column or paragraph), as printed. ``code`` is the printed measure code
    (own column, automatic number or glued before the text), without trailing point; the measure cell is without it.
    ``flags`` are finding codes such as ``row_joined_over_page``. ``table`` is the number of the document's table (from 1)
    in which the row begins, None where that is not known. ``part`` counts the rows of one measure from 1, where its lines
    have completions of their own.
    """

    row: int
    cells: tuple[RawCell, ...]
    goal: str = ""
    code: str = ""
    places: tuple[Place, ...] = ()
    flags: tuple[str, ...] = ()
    table: int | None = None
    part: int | None = None

    def cell(self, role: Role) -> RawCell | None:
        """The first cell of that role, or None when the form has no such column."""
        return next((cell for cell in self.cells if cell.column.role is role), None)

    def text(self, role: Role) -> str:
        """The text of that role's cell; empty when the form has no such column."""
        found = self.cell(role)
        return found.text if found else ""

    @property
    def confidence(self) -> float | None:
        """The least sure cell; None when nothing was read from a picture."""
        known = [cell.confidence for cell in self.cells if cell.confidence is not None]
        return min(known) if known else None


AROUND = frozenset({"front_matter", "sign_off", "prose", "annex", "furniture"})
"""Kinds of leftovers that stand around the measure tables, and so in ``before`` and ``after`` of a report, too."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """Words that are in no measure row, and why: header, number_row, goal_row, total_row of a measure table, or one of
    ``AROUND``."""

    page: int | None
    kind: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Account of every row of every measure table: ``seen == emitted + merged + skipped``."""

    seen: int = 0
    emitted: int = 0
    merged: int = 0
    skipped: int = 0

    @property
    def balanced(self) -> bool:
        return self.seen == self.emitted + self.merged + self.skipped


@dataclass(frozen=True, slots=True)
class RawReport:
    """What a document says, as printed. ``before``/``after`` are the paragraphs (also cells of letterhead, passport and
    signature tables, one Paragraph a cell) above the first and below the last measure table, in reading order; text
    between measure tables that is no goal heading joins ``after``. ``number`` counts the reports of one document from 1."""

    name: str
    sha256: str
    kind: str
    rows: tuple[RawRow, ...]
    columns: tuple[Column, ...] = ()
    before: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    tally: Tally = field(default_factory=Tally)
    pages: tuple[PageSummary, ...] = ()
    notes: tuple[Note, ...] = ()
    number: int = 1
