"""The account of a report's rows: what was done with each row of the measure tables -> leftovers and a tally. Every row seen is
emitted, merged into another, or skipped with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from parsers.document import Cell, Paragraph, Table
from parsers.report import Leftover, Tally


@dataclass(slots=True)
class RowAccount:
    """Filled while the tables are walked; the only thing in the extraction that changes in place."""

    leftovers: list[Leftover] = field(default_factory=list)
    before: list[Paragraph] = field(default_factory=list)
    after: list[Paragraph] = field(default_factory=list)
    seen: int = 0
    merged: int = 0
    skipped: int = 0
    placed: set[int] = field(default_factory=set)
    """Identities of the cells whose words have a place."""

    def place(self, cells: Iterable[Cell]) -> None:
        """The words of these cells are in a measure row, or kept."""
        self.placed.update(map(id, cells))

    def unplaced(self, table: Table) -> list[Cell]:
        """The cells with words of a measure table that have no place: none, or the program has an error."""
        return [cell for cell in table.cells if id(cell) not in self.placed and cell.text.strip()]

    def see(self) -> None:
        """One more row of a measure table."""
        self.seen += 1

    def join(self) -> None:
        """A row became part of the measure above."""
        self.merged += 1

    def skip(self, page: int | None, kind: str, text: str, reason: str) -> None:
        """A row that is no measure; its words are kept."""
        self.skipped += 1
        self.keep(page, kind, text, reason)

    def keep(self, page: int | None, kind: str, text: str, reason: str) -> None:
        """Words that are in no measure row."""
        if text.strip():
            self.leftovers.append(Leftover(page, kind, text, reason))

    def aside(self, above: bool, cells: Sequence[Cell]) -> None:
        """Title and sign-off rows inside a table are read like paragraphs around it."""
        side = self.before if above else self.after
        side += [Paragraph(cell.text, cell.places, "", cell.bold, cell.confidence) for cell in cells]

    def tally(self, emitted: int) -> Tally:
        """The account closed."""
        return Tally(self.seen, emitted, self.merged, self.skipped)
