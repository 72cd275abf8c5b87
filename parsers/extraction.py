"""Document -> RawReport: the measure rows as printed, every row and word of their tables accounted for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parsers.accounts import Ledger
from parsers.assembly import Piece, assemble, carried_cells, with_goal_column, with_single_codes
from parsers.document import Block, Cell, Document, Note, Paragraph, Table
from parsers.errors import NoMeasureTable
from parsers.goals import Goals, heading, heading_parts, plain_heading
from parsers.headings import skeleton
from parsers.joining import starts_inside
from parsers.report import RawReport, RawRow, Role
from parsers.rows import REASONS, Kind, Line, kind, line
from parsers.sections import Section, sections
from parsers.stitching import Habits, Row, continues, habits, row_of, together


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where the reading of a section stands: goals in force, the measure being built, what lies before the next row."""

    goals: Goals
    pieces: tuple[Piece, ...] = ()
    last: Row | None = None
    boundary: str = "row"
    heading_page: int | None = None


@dataclass(slots=True)
class _Builder:
    """What a section's rows are built with, and the rows built so far."""

    section: Section
    carried: dict[int, Cell]
    ledger: Ledger
    rows: list[RawRow] = field(default_factory=list)

    def finish(self, walk: _Walk) -> None:
        """The measure that was being read is complete."""
        if walk.pieces:
            self.rows.append(assemble(walk.pieces, self.section, walk.goals, self.carried, self.ledger))


def extract(document: Document) -> RawReport:
    """The measure rows of a document. Raises NoMeasureTable when no table reports on measures."""
    period = period_hint(document)
    found = sections(document, period)
    if not found:
        tables = sum(isinstance(block, Table) for block in document.blocks)
        raise NoMeasureTable(f"{tables} tables, none with measures and a report on them")
    inside = {part.sheet.block for section in found for part in section.parts}
    ledger = Ledger()
    rows: list[RawRow] = []
    goal_blocks = _goal_paragraphs(document, inside)
    goals = Goals()
    for section in found:
        made, goals = _read_section(section, document, goal_blocks, goals, ledger)
        rows += made
    if not rows:
        raise NoMeasureTable("a table with the columns of a report, but no measure in it")
    before, after = _surroundings(document, inside, goal_blocks)
    for n in goal_blocks:
        block = document.blocks[n]
        if isinstance(block, Paragraph):
            ledger.keep(
                block.places[0].page if block.places else None,
                "goal_paragraph",
                block.text,
                "goal heading of the table below",
            )
    notes = [Note("headerless_table", "columns named by their contents only")] if any(s.headless for s in found) else []
    return RawReport(
        name=document.name,
        sha256=document.sha256,
        kind=document.kind,
        rows=tuple(replace(row, row=n) for n, row in enumerate(rows, 1)),
        columns=tuple(dict.fromkeys(column for section in found for column in section.naming.columns)),
        before=(*before, *ledger.before),
        after=(*after, *ledger.after),
        leftovers=tuple(ledger.leftovers),
        tally=ledger.tally(len(rows)),
        pages=document.pages,
        notes=(*document.notes, *notes),
    )


_PERIODS = (
    ("H1", re.compile(r"(?:эхнии|1|i|и|нэгдугээр)\s*хагас жил|хагас жил")),
    ("M9", re.compile(r"9\s*(?:дугээр\s*)?сар|ес\w* сар|(?:iii|иии|3)\W*(?:дугаар|дугээр|р)?\s*улирал")),
    ("FY", re.compile(r"жилиин эцс|жилиин эцэс|бутэн жил")),
    ("Q1", re.compile(r"(?:\bi|\bи|1)\W*(?:дугаар|дугээр|р)?\s*улирал")),
)


def period_hint(document: Document) -> str:
    """The period that the title names, as far as it helps to choose between a half-year and a whole-year column."""
    blocks = document.blocks[:12]
    titles = [block.text for block in blocks if isinstance(block, Paragraph)]
    heads = [cell.text for block in blocks if isinstance(block, Table) for cell in block.cells if cell.row < 2]
    stated = (_stated_period(" ".join(texts)) for texts in (titles, heads))
    return next(filter(None, stated), "")


def _stated_period(text: str) -> str:
    folded = skeleton(text)
    return next((name for name, pattern in _PERIODS if pattern.search(folded)), "")


def _goal_paragraphs(document: Document, inside: set[int]) -> set[int]:
    """Paragraphs that are the goal heading of the measure table right below them (over one block or several)."""
    found: set[int] = set()
    blocks = document.blocks
    first = min(inside)
    for table in sorted(inside):
        above: list[int] = []
        n = table - 1
        while n >= 0 and isinstance(blocks[n], Paragraph):
            above.insert(0, n)
            n -= 1
        labelled = [n for n in above if heading(_text(blocks[n]))]
        if labelled:
            start = labelled[0] if table != first else labelled[-1]
            found |= {n for n in above if n >= start and not _is_furniture(_text(blocks[n]))}
        elif table != first and above and n in inside:
            found |= {n for n in above if not _is_furniture(_text(blocks[n])) and len(_text(blocks[n])) < 400}
    return found


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""


def _is_furniture(text: str) -> bool:
    """Page numbers and the like between two pages of a table."""
    return sum(letter.isalpha() for letter in text) < 4


def _read_section(
    section: Section, document: Document, goal_blocks: set[int], goals: Goals, ledger: Ledger
) -> tuple[list[RawRow], Goals]:
    kinds = [_lines(section, number) for number in range(len(section.parts))]
    carried = carried_cells(section, [[one for one, what in part if what is Kind.DATA] for part in kinds])
    build = _Builder(section, carried, ledger)
    data = [row_of(one, section.naming) for part in kinds for one, what in part if what is Kind.DATA]
    usual = habits(data)
    walk = _Walk(goals)
    previous: int | None = None
    for number in range(len(section.parts)):
        walk, previous = _enter_table(walk, section, number, previous, document, goal_blocks, build)
        for one, what in kinds[number]:
            walk = _step(walk, one, what, usual, build)
    build.finish(walk)
    return with_goal_column(with_single_codes(build.rows)), walk.goals


def _enter_table(
    walk: _Walk,
    section: Section,
    number: int,
    previous: int | None,
    document: Document,
    goal_blocks: set[int],
    build: _Builder,
) -> tuple[_Walk, int]:
    """Between two tables: a goal paragraph closes the measure above; a new page or nothing leaves it open."""
    sheet = section.parts[number].sheet
    above = [n for n in range(sheet.block - 1, -1, -1) if n > (previous if previous is not None else -1)]
    headings = [n for n in reversed(above) if n in goal_blocks]
    words_between = any(
        isinstance(document.blocks[n], Paragraph) and not _is_furniture(_text(document.blocks[n])) for n in above
    )
    if previous is not None and (
        headings or (words_between and previous + 1 != sheet.block and _same_page(section, number))
    ):
        build.finish(walk)
        walk = replace(walk, pieces=(), last=None)
    text = " ".join(_text(document.blocks[n]) for n in headings)
    if text:
        walk = replace(walk, goals=walk.goals.under(plain_heading(text)))
    boundary = "row" if number == 0 else "table" if _same_page(section, number) else "page"
    return replace(walk, boundary=boundary), sheet.block


def _same_page(section: Section, number: int) -> bool:
    if number == 0:
        return True
    last, this = section.parts[number - 1].sheet, section.parts[number].sheet
    pages = [place.page for cell in last.table.cells for place in cell.places if place.page]
    return this.page is None or not pages or max(pages) == this.page


def _lines(section: Section, number: int) -> list[tuple[Line, Kind]]:
    part = section.parts[number]
    naming = section.naming
    found: list[tuple[Line, Kind]] = []
    header = part.header
    for row in range(len(part.sheet.rows)):
        one = line(number, part.sheet, row, part.leaves)
        if header and header.first <= row < header.end:
            what = Kind.HEADER if one.told() else Kind.BLANK
        elif header and row < header.first and number == 0:
            told = one.told()
            what = Kind.BLANK if not told else Kind.HEADING if heading(told[0][1].text) else Kind.TITLE
        else:
            what = kind(one, naming, part.leaves, 1.0 if naming.has(Role.CODE) else 0.5)
            if found and found[-1][1] is Kind.SIGNATURE and what in (Kind.DATA, Kind.HEADING):
                what = Kind.SIGNATURE
        found.append((one, what))
    return found


def _step(walk: _Walk, one: Line, what: Kind, usual: Habits, build: _Builder) -> _Walk:
    ledger = build.ledger
    ledger.see()
    if what is Kind.DATA:
        row = row_of(one, build.section.naming)
        if walk.last is not None and continues(walk.last, row, usual, walk.boundary):
            ledger.join()
            piece = Piece(one, walk.boundary)
            return replace(walk, pieces=(*walk.pieces, piece), last=together(walk.last, row), boundary="row")
        build.finish(walk)
        return replace(
            walk, pieces=(Piece(one, ""),), last=row, boundary="row", goals=walk.goals.used(), heading_page=None
        )
    text = " | ".join(span.text for _, span in one.told())
    ledger.skip(one.page, str(what), text, REASONS[what])
    if what is Kind.HEADING:
        return _at_heading(walk, one, build)
    if what in (Kind.TITLE, Kind.SIGNATURE):
        ledger.aside(what is Kind.TITLE, [span.cell for _, span in one.told()])
    return walk


def _at_heading(walk: _Walk, one: Line, build: _Builder) -> _Walk:
    """A goal row closes the measure above, unless it is the rest of the heading that stood at the foot of the page."""
    number, title = heading_parts([span.text for _, span in one.told()])
    if walk.boundary == "page" and walk.goals.open and walk.heading_page is not None and starts_inside(title):
        return replace(walk, goals=walk.goals.continued(title), boundary="row")
    build.finish(walk)
    if number and not heading(title) and not title.startswith(number):
        title = f"{number} {title}"
    return replace(
        walk,
        pieces=(),
        last=None,
        goals=walk.goals.under(plain_heading(title)),
        boundary="row",
        heading_page=one.page or 0,
    )


def _surroundings(
    document: Document, inside: set[int], goal_blocks: set[int]
) -> tuple[list[Paragraph], list[Paragraph]]:
    """Paragraphs before the first and after it; tables that are not measure tables as one paragraph a cell."""
    first = min(inside)
    before: list[Paragraph] = []
    after: list[Paragraph] = []
    for n, block in enumerate(document.blocks):
        if n in inside or n in goal_blocks:
            continue
        side = before if n < first else after
        if isinstance(block, Paragraph):
            side.append(block)
        else:
            side += [
                Paragraph(cell.text, cell.places, "", cell.bold, cell.confidence)
                for cell in block.cells
                if cell.text.strip()
            ]
    return before, after
