"""The account of a document: every row of its measure tables is emitted, merged into another or skipped with a reason; every
word that is in no row is kept with what it is; and where rows may be hidden in what was left out, a note says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from parsers.document import Block, Cell, Document, Note, Paragraph, Table
from parsers.language.codes import split_code
from parsers.language.keys import one_alphabet
from parsers.language.numerals import PERCENT
from parsers.language.row_words import is_signature
from parsers.language.verbs import tells_of_doing
from parsers.measures.header import find_header
from parsers.measures.parts import Part, begins_with_signatures, same_extent
from parsers.measures.surroundings import furniture
from parsers.measures.table_grid import TableGrid, table_grid
from parsers.report import Leftover, Tally

MUCH_TEXT = 120
"""Letters: more than a caption or a line of explanation."""

MEASURES = 3
"""Rows that look like measures from which a table looks like one of them: by chance one or two may."""

SIDE_BY_SIDE, ENDING = 2, 24
"""Texts on one line that a sign-off has at most; letters at the end of a line among which its figure stands."""

SHORTEST_MEASURE = 20
"""Letters of a text that tells of something to do."""

_FIGURE = re.compile(rf"\d\s*{PERCENT}|\d\s*(?:₮|т[оө]г\w*|мян\w*|сая)\b", re.I)
_VALUE = re.compile(rf"\W*\d{{1,3}}(?:[.,]\d+)?\s*{PERCENT}\W*|\W*(?:бурэн\s+)?хэрэгжс?[эи]\S*\W*|\W*биелс?[эи]\S*\W*")
"""A cell with nothing but a percentage or a word of completion, in the alphabet of forms."""

_ANNEX = re.compile(r"^\W*(?:\S+\s+){0,4}хавсралт")


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

    def has(self, cell: Cell) -> bool:
        """Do words of this cell have a place already, in a row above?"""
        return id(cell) in self.placed and bool(cell.text.strip())

    def unplaced(self, table: Table) -> list[Cell]:
        """The cells with words of a measure table that have no place: none, or the program has an error."""
        return [cell for cell in table.cells if id(cell) not in self.placed and cell.text.strip()]

    def see(self) -> None:
        """One more row of a measure table."""
        self.seen += 1

    def join(self) -> None:
        """A row became part of the measure above."""
        self.merged += 1

    def part(self) -> None:
        """A row that was taken for more of the measure above is a part of its own."""
        self.merged -= 1

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


def words_around(document: Document, inside: Collection[int], used: Collection[int]) -> Iterator[Leftover]:
    """The words of all blocks that are neither measure tables (``inside``) nor goal headings (``used``), a line of a table as
    one: furniture of pages, front matter above the first table, then sign-off, prose and annexes."""
    skipped, first = furniture(document), min(inside)
    annexed = False
    for n, block in enumerate(document.blocks):
        if n in inside or n in used:
            continue
        annexed = annexed or (n > first and _ANNEX.match(one_alphabet(_first_words(block)[:MUCH_TEXT])) is not None)
        for page, text in _lines(block):
            if n in skipped:
                yield Leftover(page, "furniture", text, "said again on other pages, or hardly any letters")
            elif n < first:
                yield Leftover(page, "front_matter", text, "above the first measure table")
            elif annexed:
                yield Leftover(page, "annex", text, "in an annex behind the measures")
            elif _letters(text) >= MUCH_TEXT and not is_signature(text):
                yield Leftover(page, "prose", text, "running text beside the measure tables")
            else:
                yield Leftover(page, "sign_off", text, "below or between the measure tables")


def _first_words(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else next((cell.text for cell in block.cells if cell.text), "")


def _lines(block: Block) -> Iterator[tuple[int | None, str]]:
    """Page and words of a paragraph, or of each row of a table."""
    if isinstance(block, Paragraph):
        if block.text.strip():
            yield (block.places[0].page if block.places else None), block.text
        return
    rows: dict[int, list[str]] = {}
    pages: dict[int, int | None] = {}
    for cell in block.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell.text)
            pages.setdefault(cell.row, cell.places[0].page if cell.places else None)
    for row in sorted(rows):
        yield pages[row], " | ".join(rows[row])


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
    """A note for each table that looks like one of measures and was not read as one: anywhere, where its rows are worded
    and reported on as measures are or hold nothing but completions; between the parts, or as wide as the last and right
    behind it, where it has no header of its own."""
    inside = {part.grid.block: part for part in parts}
    last, skipped = max(inside), furniture(document)
    found: list[Note] = []
    ended = False
    for n, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            ended = ended or (n > last and n not in skipped)
        elif n not in inside:
            home = None if n < last else inside[last]
            if (n > min(inside) and not ended and _goes_on(table_grid(n, block), home)) or _reports(block):
                letters = sum(_letters(cell.text) for cell in block.cells)
                page = next((place.page for cell in block.cells for place in cell.places), None)
                found.append(Note("table_left_out", f"{letters} letters in {block.rows} rows", page))
    return found


def lines_left_out(document: Document, inside: Collection[int], used: Collection[int]) -> list[Note]:
    """A note for each page (one for a document without pages) with lines outside of tables that look like the rows of one: a
    code before and a figure behind, or a figure among several texts side by side."""
    skipped = furniture(document)
    rows: Counter[int | None] = Counter()
    for n, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and n not in inside and n not in used and n not in skipped:
            rows[block.places[0].page if block.places else None] += sum(map(_is_row, block.text.split("\n")))
    return [
        Note("table_left_out", f"{count} lines outside of tables", page)
        for page, count in rows.items()
        if count >= MEASURES
    ]


def _is_row(line: str) -> bool:
    beside = line.split("\t")
    if len(beside) > SIDE_BY_SIDE:
        return any(_FIGURE.search(text) for text in beside)
    return bool(split_code(line)[0]) and _FIGURE.search(line[-ENDING:]) is not None


def _goes_on(page: TableGrid, above: Part | None) -> bool:
    """Is this, with much text, a further part of the measure table?"""
    return (
        sum(_letters(cell.text) for cell in page.table.cells) >= MUCH_TEXT
        and page.table.columns > 2
        and (above is None or same_extent(above.grid, page))
        and find_header(page) is None
        and not begins_with_signatures(page)
    )


def _reports(table: Table) -> bool:
    """Do the rows look like measures and what was done: a code or something to do, and a percentage or sum? Or is the table
    a column of completions whose measures stand elsewhere?"""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell.text)
    if all(len(texts) == 1 for texts in rows.values()):
        return sum(_VALUE.fullmatch(one_alphabet(texts[0])) is not None for texts in rows.values()) >= MEASURES
    return sum(_is_measure(texts) for texts in rows.values()) >= MEASURES


def _is_measure(texts: Sequence[str]) -> bool:
    told = any(
        _letters(text) >= SHORTEST_MEASURE and (split_code(text)[0] or tells_of_doing(text)) for text in texts
    )  # fmt: skip
    return told and any(_FIGURE.search(text) for text in texts)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
