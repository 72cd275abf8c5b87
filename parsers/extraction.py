"""Document -> RawReports: the measure rows as printed, every row and word of their tables accounted for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.document import Document, Note, Paragraph, Table
from parsers.errors import NoMeasureTable
from parsers.language.keys import one_alphabet
from parsers.measures.account import RowAccount, lines_left_out, tables_left_out, text_between, words_around
from parsers.measures.goals import Goals
from parsers.measures.reading import read_section
from parsers.measures.sections import Section, sections
from parsers.measures.surroundings import before_and_after, gaps, goal_paragraphs, text_of
from parsers.report import RawReport, RawRow, Role
from parsers.reshaping.cards import with_cards
from parsers.reshaping.pages_beside import with_pages_beside
from parsers.reshaping.tabbed_lines import with_tabbed_lines

_FRONT_MOST = 60  # paragraphs and cells: more than a letterhead, a title and a passport table have


def extract(document: Document) -> tuple[RawReport, ...]:
    """The reports of a document, each with its measure rows. Raises NoMeasureTable when no table reports on measures."""
    return (_report(with_pages_beside(document)),)


def front(document: Document) -> tuple[Paragraph, ...]:
    """The first paragraphs of a document without measures, the cells of its tables among them, in reading order: what may
    say whose it is."""
    found: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append(block)
        else:
            cells = sorted(block.cells, key=lambda cell: (cell.row, cell.column))
            found += [Paragraph(cell.text, cell.places, "", cell.bold, cell.confidence) for cell in cells]
    return tuple(found[:_FRONT_MOST])


def _report(document: Document) -> RawReport:
    period = period_hint(document)
    found = sections(document, period)
    for reshaped in (with_cards(document), with_tabbed_lines(document)) if not found else ():
        if reshaped is not document and (found := sections(reshaped, period)):
            document = reshaped
            break
    if not found:
        tables = sum(isinstance(block, Table) for block in document.blocks)
        raise NoMeasureTable(
            f"{tables} tables, none with measures and a report on them",
            f"{tables} хүснэгттэй боловч арга хэмжээ, биелэлтийн хүснэгт алга",
        )
    found, plans = _reporting(found)
    planned = [part.grid.block for plan in plans for part in plan.parts]
    inside = {part.grid.block for section in found for part in section.parts}
    account = RowAccount()
    rows: list[RawRow] = []
    headed = {part.grid.block for section in found for part in section.parts if part.header}
    goal_blocks = goal_paragraphs(document, inside, headed)
    goals = Goals()
    between = gaps(document, inside, goal_blocks)
    for section in found:
        made, goals = read_section(section, between, goals, account)
        rows += made
    if not rows:
        raise NoMeasureTable(
            "a table with the columns of a report, but no measure in it",
            "тайлангийн баганатай хүснэгт байгаа ч арга хэмжээ бичээгүй",
        )
    used = [n for blocks in goal_blocks.values() for n in blocks]
    before, after = before_and_after(document, inside, [*used, *planned])
    for block in (document.blocks[n] for n in used):
        page = block.places[0].page if block.places else None
        account.keep(page, "goal_paragraph", text_of(block), "goal heading of the table below")
    account.leftovers += words_around(document, inside, used)
    notes = _notes(found, account)
    notes += [Note("plan_left_out", f"{len(plan.parts[0].grid.rows)} rows", plan.parts[0].grid.page) for plan in plans]
    notes += text_between(document, inside, used)
    notes += tables_left_out(document, [part for section in found for part in section.parts])
    notes += lines_left_out(document, inside, used)
    return RawReport(
        name=document.name,
        sha256=document.sha256,
        kind=document.kind,
        rows=tuple(replace(row, row=n) for n, row in enumerate(rows, 1)),
        columns=tuple(dict.fromkeys(column for section in found for column in section.naming.columns)),
        before=(*before, *account.before),
        after=(*after, *account.after),
        leftovers=tuple(account.leftovers),
        tally=account.tally(len(rows)),
        pages=document.pages,
        notes=(*document.notes, *notes),
    )


def _reporting(found: list[Section]) -> tuple[list[Section], list[Section]]:
    """The sections that report, and the plans that stand in the same file: what is to be done, with the money that it
    needs, and nothing of what was done."""
    told = [section.naming.has(Role.PROGRESS, Role.COMPLETION) for section in found]
    if not any(told):
        return found, []
    return list(itertools.compress(found, told)), list(itertools.compress(found, (not one for one in told)))


def _notes(found: Sequence[Section], account: RowAccount) -> list[Note]:
    """What is doubtful about the measure tables; words of theirs that have no place are kept as leftovers, too."""
    notes = []
    if any(section.headless for section in found):
        notes.append(Note("headerless_table", "columns named by their contents only"))
    if not any(section.naming.has(Role.COMPLETION) for section in found):
        notes.append(Note("no_completion_column", ""))
    for cell in (cell for section in found for part in section.parts for cell in account.unplaced(part.grid.table)):
        page = cell.places[0].page if cell.places else None
        account.keep(page, "unplaced", cell.text, "in no row: an error of the program")
        notes.append(Note("words_not_accounted", cell.text, page))
    return notes


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
    folded = one_alphabet(text)
    return next((name for name, pattern in _PERIODS if pattern.search(folded)), "")
