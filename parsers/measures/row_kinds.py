"""Row kinds: one row of a table grid laid over the leaves -> measure, goal heading, repeated header, number row, total …"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import process

from parsers.document import Cell
from parsers.language.codes import split_code
from parsers.language.keys import letters_key, one_alphabet
from parsers.language.numerals import PERCENT
from parsers.language.row_words import is_preface, is_signature, patterns
from parsers.language.verbs import ends_with_doing
from parsers.measures.column_roles import Naming
from parsers.measures.goals import heading
from parsers.measures.header import is_number_row, repeats
from parsers.measures.table_grid import Leaf, Span, TableGrid, align
from parsers.measures.text_joining import starts_inside
from parsers.report import Role

WIDE_SHARE = 0.55
AVERAGED_SHARE = 0.4
BESIDE = 0.01
"""Share of the table's width that lies between cells side by side at most."""


class RowKind(StrEnum):
    """What a row of a measure table is; all but DATA become leftovers of that kind."""

    DATA = "data"
    BLANK = "blank_row"
    HEADER = "header"
    NUMBERS = "number_row"
    HEADING = "goal_row"
    TOTAL = "total_row"
    PREFACE = "preface"
    SIGNATURE = "signature"
    TITLE = "title_row"


REASONS = {
    RowKind.BLANK: "no words",
    RowKind.HEADER: "column labels",
    RowKind.NUMBERS: "column numbers",
    RowKind.HEADING: "goal heading of the measures below",
    RowKind.TOTAL: "total or average over measures",
    RowKind.PREFACE: "explanation, not a measure",
    RowKind.SIGNATURE: "sign-off inside the table",
    RowKind.TITLE: "title above the column labels",
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One grid row laid over the leaves: the cells that begin here and those merged down into it, by leaf.

    ``wide`` are ids of cells that cover several leaves; they stand at the first of them.
    """

    part: int
    row: int
    page: int | None
    own: tuple[tuple[Span, ...], ...]
    merged: tuple[tuple[Span, ...], ...]
    wide: frozenset[int] = frozenset()
    width: float = 1.0

    def text(self, leaf: int) -> str:
        """The text that begins in this row at a leaf."""
        return " ".join(span.text for span in self.own[leaf] if span.text)

    def texts(self) -> list[str]:
        """The texts that begin in this row, by leaf."""
        return [self.text(leaf) for leaf in range(len(self.own))]

    def told(self) -> list[tuple[int, Span]]:
        """Leaf and span of every text that begins in this row."""
        return [(leaf, span) for leaf, spans in enumerate(self.own) for span in spans if span.text]

    def cells(self, leaf: int) -> list[Cell]:
        """The cells that stand at a leaf, merged ones included."""
        return [span.cell for span in (*self.merged[leaf], *self.own[leaf])]


def table_row(number: int, grid: TableGrid, row: int, leaves: Sequence[Leaf]) -> TableRow:
    """Lay one row of a grid over the leaves."""
    placed, wide = align(grid.rows[row], leaves)
    return TableRow(
        number,
        row,
        _page(grid, row),
        tuple(tuple(span for span in spans if not span.inherited) for spans in placed),
        tuple(tuple(span for span in spans if span.inherited) for spans in placed),
        frozenset(wide),
        (grid.x1 - grid.x0) or 1.0,
    )


def _page(grid: TableGrid, row: int) -> int | None:
    pages = [place.page for span in grid.rows[row] if not span.inherited for place in span.cell.places if place.page]
    return min(pages) if pages else grid.page


_FIGURES = re.compile(rf"^[\W\d]*(?:{PERCENT}|сая|мян\w*|т[оө]г\w*|₮)?[\W\d]*$", re.I)


def kind(line: TableRow, naming: Naming, leaves: Sequence[Leaf], shouting: bool) -> RowKind:
    """What one row below the header is. ``shouting`` when the measures themselves are in capitals."""
    texts = line.texts()
    told = line.told()
    if not told:
        return RowKind.BLANK
    if is_number_row(texts):
        return RowKind.NUMBERS
    if repeats(texts, leaves):
        return RowKind.HEADER
    small = set(naming.leaves_of(Role.NUMBER)) | set(naming.leaves_of(Role.CODE))
    main = [(leaf, span) for leaf, span in told if not _is_small(span.text, leaf in small)]
    if not main:
        return RowKind.DATA
    first = main[0][1].text
    others = [span.text for leaf, span in told if leaf > main[0][0]]
    if is_signature(first) and len(main) <= 4:
        return RowKind.SIGNATURE
    if _is_total(first, others):
        return RowKind.TOTAL
    return _heading_or_data(line, naming, main, shouting)


def _heading_or_data(line: TableRow, naming: Naming, main: list[tuple[int, Span]], shouting: bool) -> RowKind:
    leaf, span = main[0]
    labelled = heading(span.text) is not None
    last_plan = max([*naming.leaves_of(Role.MEASURE), *naming.leaves_of(Role.GOAL), 0])
    if len(main) == 1:
        wide = id(span.cell) in line.wide and (span.x1 - span.x0) >= WIDE_SHARE * line.width
        if wide:
            return RowKind.PREFACE if is_preface(span.text) and not labelled else RowKind.HEADING
        if leaf <= last_plan and labelled and leaf not in naming.leaves_of(Role.GOAL):
            return RowKind.HEADING
        bold = span.cell.bold and not starts_inside(span.text)
        if leaf <= last_plan and bold and not split_code(span.text)[0] and not _numbered(line, naming):
            return RowKind.HEADING
        if (
            leaf <= last_plan
            and not shouting
            and naming.has(Role.CODE)
            and not split_code(span.text)[0]
            and not starts_inside(span.text)
            and span.text.isupper()
        ):
            return RowKind.HEADING
        return RowKind.DATA
    if is_cut_heading(line) or _is_averaged_heading(line, main, last_plan):
        return RowKind.HEADING
    if labelled and leaf <= last_plan and leaf not in naming.leaves_of(Role.GOAL):
        return RowKind.HEADING if all(_FIGURES.match(other.text) for _, other in main[1:]) else RowKind.DATA
    return RowKind.DATA


def _is_averaged_heading(line: TableRow, main: Sequence[tuple[int, Span]], last_plan: int) -> bool:
    """A goal over the columns of plan and report, its average in the columns to the right; no measure, which has a code."""
    leaf, span = main[0]
    wide = id(span.cell) in line.wide and (span.x1 - span.x0) >= AVERAGED_SHARE * line.width
    figures = all(_FIGURES.match(other.text) for _, other in main[1:])
    return wide and figures and leaf <= last_plan and not split_code(span.text)[0]


def _is_total(text: str, others: Sequence[str]) -> bool:
    """A total word with figures in other columns; alone only as it stands in the list."""
    total, alone = patterns().total, patterns().total_alone
    folded = one_alphabet(" ".join(text.split()))
    near = len(folded) < 20 and process.extractOne(letters_key(folded), patterns().totals, score_cutoff=85)
    if (alone.match(folded) or (near and any(others))) and all(_FIGURES.match(other) for other in others):
        return True
    return (
        any(others)
        and bool(total.match(folded))
        and not ends_with_doing(folded)
        and all(_FIGURES.match(other) for other in others)
    )


def is_cut_heading(line: TableRow) -> bool:
    """True for a goal heading that the columns cut: ``Зорилт | 2: Авлигын эсрэг | сургалтад хамруулах``, also behind
    its number in a column of its own, and in pieces that are several columns wide."""
    told = line.told()
    if not told or told[0][0] > 0:
        return False
    if len(told) > 2 and _is_small(told[0][1].text, True) and heading(told[1][1].text):
        told = told[1:]
    spans = [span for _, span in told]
    in_a_row = all(abs(b.x0 - a.x1) <= BESIDE * line.width for a, b in itertools.pairwise(spans))
    goes_on = all(starts_inside(span.text) or span.text[:1].isdigit() for span in spans[1:])
    return in_a_row and len(spans) > 1 and goes_on and heading(" ".join(span.text for span in spans)) is not None


def _is_small(text: str, numbered_column: bool) -> bool:
    """A row number or code, not words: in its own column, or a bare number in a column not known as such."""
    letters = sum(map(str.isalpha, text))
    if letters > 2 and patterns().total_alone.match(one_alphabet(text)):
        return False
    return letters <= 6 if numbered_column else letters == 0 and len(text) <= 3 and text.strip(".)").isdigit()


def _numbered(line: TableRow, naming: Naming) -> bool:
    return any(line.text(leaf) for role in (Role.NUMBER, Role.CODE) for leaf in naming.leaves_of(role))
