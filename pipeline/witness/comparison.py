"""Where a second reading of a file's tables has words that ours has not: by page and table, cell by cell.

The witness knows less than our reader: it sees no automatic number, no inserted text under revision, it takes the rest of
a cell on the next page for a cell, and every ruled line for a row. So a witness's cell is found when one of our cells on
that page is the same or has it as a part (in Word, each of its paragraphs); only words that ours lacks are a difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain

from rapidfuzz import fuzz, process

from parsers.document import Cell, Document, SourceFile
from parsers.language.keys import skeleton
from parsers.limits import Limits
from parsers.reading import read
from pipeline.witness.tables import Cells, tables

SHORT = 4
"""Letters and digits below which a text is a part of nearly any other: it must be whole words of ours."""
NEAREST = 40
"""Likeness in percent (rapidfuzz ratio) from which one of our cells is shown as what it may have been read as."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the witness that none of our cells holds, the likest of ours (empty when none is like it), and how many
    cells of the table read so."""

    witness: str
    ours: str
    cells: int = 1


@dataclass(frozen=True, slots=True)
class TableCheck:
    """One table of the witness: its filled cells that are the same with us, a part of one of ours, or neither."""

    page: int | None
    table: int
    same: int
    part: int
    differences: tuple[Difference, ...]

    @property
    def differing(self) -> int:
        """Cells that differ."""
        return sum(difference.cells for difference in self.differences)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All tables that the witness sees. ``unseen`` pages are pictures or have, for the witness, no table, though ours
    has cells there."""

    kind: str
    tables: tuple[TableCheck, ...]
    unseen: tuple[int, ...] = ()

    @property
    def agrees(self) -> bool:
        return not any(table.differences for table in self.tables)


def compare(source: SourceFile, limits: Limits) -> Comparison:
    """Read the file both ways. Raises ParseError as our reader does, and WitnessFailed."""
    document = read(source, limits)
    digital = {page.number for page in document.pages if page.origin == "text"}
    seen = tables(source, document.kind, digital) if digital or document.kind == "docx" else ()
    ours = _by_page(document)
    checks = tuple(_check(cells, ours.get(cells.page, ())) for cells in seen)
    missed = {page for page in ours if page is not None} - {check.page for check in checks}
    return Comparison(document.kind, checks, tuple(sorted(missed)))


def _by_page(document: Document) -> dict[int | None, list[str]]:
    """Texts of our filled cells; a cell that goes over pages stands on each of them."""
    texts: dict[int | None, list[str]] = {}
    for cell in chain.from_iterable(table.cells for table in document.tables()):
        if cell.text.strip():
            for page in _pages(cell):
                texts.setdefault(page, []).append(cell.text)
    return texts


def _pages(cell: Cell) -> Iterable[int | None]:
    return dict.fromkeys(place.page for place in cell.places) or (None,)


def _check(cells: Cells, ours: Iterable[str]) -> TableCheck:
    texts = tuple(dict.fromkeys(ours))
    whole = {_key(text) for text in texts}
    words = {_words(text) for text in texts}
    same = part = 0
    differing: Counter[str] = Counter()
    for text in cells.texts:
        units = [unit for unit in (text.split("\n") if cells.page is None else [text]) if _key(unit)]
        if _key(text) in whole or not units:
            same += 1
        elif all(_within(unit, whole, words) for unit in units):
            part += 1
        else:
            differing[text] += 1
    differences = (Difference(text, _nearest(text, texts), count) for text, count in differing.items())
    return TableCheck(cells.page, cells.table, same, part, tuple(differences))


def _within(text: str, whole: Collection[str], words: Collection[str]) -> bool:
    key = _key(text)
    return any(key in one for one in whole) if len(key) >= SHORT else any(_words(text) in one for one in words)


def _words(text: str) -> str:
    return f" {' '.join(skeleton(text).split())} "


def _nearest(text: str, ours: Collection[str]) -> str:
    found = process.extractOne(text, ours, scorer=fuzz.ratio, score_cutoff=NEAREST)
    return found[0] if found else ""


def _key(text: str) -> str:
    """Letters and digits alone, blind to variants of letters, to blanks and to hyphens at the end of lines.

    >>> _key("Хэрэгжүү-\\nлэх арга 1.1") == _key("хэрэгжүүлэх арга 1.1")
    True
    """
    return "".join(filter(str.isalnum, skeleton(text.replace("-\n", ""))))
