"""What a scan did not yield: figures under a head that nobody can read, and cells in which nothing was seen.

Takes a raw report; gives it with flags on the rows concerned, which become findings that ask for a person. An empty
amount is published as "not stated". In a scan it may as well mean that the head of the money column was not read, or
that the figures of one cell were lost. Rows that come from a text layer are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from normalizers.values.money_words import header_unit
from normalizers.values.percent import percent_in_progress
from normalizers.values.text import says_nothing
from parsers.language.numerals import SIGNED_PERCENT
from parsers.language.words import is_word
from parsers.report import Column, RawReport, RawRow, Role

FLAGS = {
    "measure_not_seen": "measure_reported",
    "spent_column_by_contents": "spent_mnt",
    "spent_column_unread": "spent_mnt",
    "spent_not_seen": "spent_mnt",
    "spent_ungrouped": "spent_mnt",
    "spent_unit_unread": "spent_mnt",
    "completion_column_by_contents": "completion_pct",
    "completion_column_unread": "completion_pct",
    "completion_not_seen": "completion_pct",
}
"""The findings that this module flags rows with, and the published column that each is about."""

_NAMES = ((Role.SPENT, "spent"), (Role.COMPLETION, "completion"))
_ANONYMOUS = frozenset({Role.UNKNOWN, Role.NUMBER, Role.CODE})
"""Roles that a column with an unread head may have been given."""

_AMOUNT = re.compile(r"\d{1,3}(?:[ ,.']\s?\d{3})+|\d{5,}")
_PERCENT = re.compile(SIGNED_PERCENT)
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_UNGROUPED = re.compile(r"\d{5,}")
_OWN_UNIT = re.compile(r"₮|төг|сая|мян", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[/(\[]([^/()\[\]]*)")
_GROUPED = re.compile(r"\d[ ,.']\s?\d{3}(?!\d)")
_MOST = 0.5
_RARE = 0.25  # share of cells that are written otherwise than the rest
_FEWEST = 2  # cells from which the contents of a column may name it
_FEWEST_FILLED = 3  # filled cells from which an empty one beside them is odd


def scan_doubts(raw: RawReport) -> RawReport:
    """The report with columns named by their contents where these are clear, and flags on rows that lack a figure."""
    tables: dict[tuple[Column, ...], list[int]] = {}
    for index, row in enumerate(raw.rows):
        if row.confidence is not None:
            tables.setdefault(tuple(cell.column for cell in row.cells), []).append(index)
    rows = list(raw.rows)
    renamed: dict[Column, Column] = {}
    for columns, places in tables.items():
        seen = [rows[place] for place in places]
        for role, name in _NAMES:
            seen = _of_role(seen, columns, role, name, renamed)
        for place, row in zip(places, seen, strict=True):
            lost = any(column.role is Role.MEASURE for column in columns) and not _says_a_word(row.text(Role.MEASURE))
            rows[place] = _flagged(row, "measure_not_seen") if lost else row
    for role, name in _NAMES:
        places = [n for n, row in enumerate(rows) if row.confidence is not None and row.cell(role)]
        seen = _not_seen([rows[n] for n in places], role, f"{name}_not_seen")
        for n, row in zip(places, _unit_unread(_ungrouped(seen)) if role is Role.SPENT else seen, strict=True):
            rows[n] = row
    return replace(raw, rows=tuple(rows), columns=tuple(renamed.get(column, column) for column in raw.columns))


def _of_role(
    rows: list[RawRow], columns: Sequence[Column], role: Role, name: str, renamed: dict[Column, Column]
) -> list[RawRow]:
    held = next((column for column in columns if column.role is role), None)
    if held and held.doubt != "budget_label":
        return rows
    left = max((n for n, column in enumerate(columns) if column.role in (Role.MEASURE, Role.PROGRESS)), default=-1)
    unread = [
        n
        for n, column in enumerate(columns)
        if n > left >= 0 and column.role in _ANONYMOUS and column not in renamed and not readable(column.header)
    ]
    if held:  # a column called "budget" was taken for the spending: one that was not read may be it
        return [_flagged(row, f"{name}_column_unread") for row in rows] if unread else rows
    pattern = _AMOUNT if role is Role.SPENT else _PERCENT
    fitting = [n for n in unread if _holds(pattern, [row.cells[n].text for row in rows])]
    reported = any(column.role is Role.PROGRESS for column in columns)
    if len(fitting) == 1 and reported:
        old = columns[fitting[0]]
        new = renamed[old] = Column(role, old.header, "contents")
        return [_flagged(_renamed(row, fitting[0], new), f"{name}_column_by_contents") for row in rows]
    if role is Role.COMPLETION and any(percent_in_progress(row.text(Role.PROGRESS)).value is not None for row in rows):
        return rows
    figures = any(not _prose([row.cells[n].text for row in rows]) for n in unread)
    return [_flagged(row, f"{name}_column_unread") for row in rows] if figures else rows


def readable(header: str) -> bool:
    """True when known words make up at least half of the marks in the lowest level of a column head.

    >>> readable("Эрсдэлийн зэрэг"), readable("ES 23 So т 2- 8 5 №"), readable("")
    (True, False, False)
    >>> readable("Тайлан / i н é 2%"), readable("x 5 кет БЕР гон 2. 2. о 192 м")
    (False, False)
    """
    lowest = header.rpartition(" / ")[2]
    known = sum(len(word) for word in _LETTERS.findall(lowest) if is_word(word))
    return 0 < len("".join(lowest.split())) <= 2 * known


def _holds(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    """Most cells with more than a naught or a dash hold such a figure, and few letters beside it."""
    filled = [text for text in texts if text.strip(" 0.,-–—%")]
    fitting = sum(bool(pattern.search(text)) and not _LETTERS.search(text) for text in filled)
    return fitting >= max(_FEWEST, _MOST * len(filled))


def _says_a_word(text: str) -> bool:
    return any(map(is_word, _LETTERS.findall(text)))


def _prose(texts: Sequence[str]) -> bool:
    """Words, or nothing at all: no place for figures."""
    filled = [text for text in texts if text.strip()]
    return 2 * sum(map(_says_a_word, filled)) >= len(filled)


def _not_seen(rows: list[RawRow], role: Role, flag: str) -> list[RawRow]:
    """A cell whose print was not read. A completion also where it is blank and nearly all others have one; amounts are
    left blank too often for that."""
    cells = [row.cell(role) for row in rows]
    blank = [not (cell and cell.text.strip()) for cell in cells]
    lost = [bool(cell and empty and cell.confidence == 0) for cell, empty in zip(cells, blank, strict=True)]
    stated = sum(not says_nothing(row.text(role)) for row in rows)
    if role is Role.COMPLETION and stated >= _FEWEST_FILLED and sum(blank) <= _RARE * len(rows):
        lost = blank
    return [_flagged(row, flag) if missing else row for row, missing in zip(rows, lost, strict=True)]


def _ungrouped(rows: list[RawRow]) -> list[RawRow]:
    """A long amount without separators where all others have them: digits may stand in the place of a lost mark."""
    texts = [row.text(Role.SPENT) for row in rows]
    bare = [bool(_UNGROUPED.search(text)) for text in texts]
    grouped = sum(bool(_GROUPED.search(text)) for text in texts)
    if grouped < _FEWEST_FILLED or sum(bare) > _RARE * grouped:
        return rows
    return [_flagged(row, "spent_ungrouped") if long else row for row, long in zip(rows, bare, strict=True)]


def _unit_unread(rows: list[RawRow]) -> list[RawRow]:
    """Amounts without a unit of their own, under a head whose brackets hold a word that nobody can read: thousands
    or millions may be meant."""
    return [_flagged(row, "spent_unit_unread") if _without_unit(row) else row for row in rows]


def _without_unit(row: RawRow) -> bool:
    cell = row.cell(Role.SPENT)
    if cell is None or header_unit(cell.column.header) is not None or _OWN_UNIT.search(cell.text):
        return False
    words = [word for part in _IN_BRACKETS.findall(cell.column.header) for word in _LETTERS.findall(part)]
    return any(map(str.isdigit, cell.text)) and any(words) and not any(map(is_word, words))


def _renamed(row: RawRow, place: int, column: Column) -> RawRow:
    cells = tuple(replace(cell, column=column) if n == place else cell for n, cell in enumerate(row.cells))
    return replace(row, cells=cells)


def _flagged(row: RawRow, flag: str) -> RawRow:
    return replace(row, flags=(*row.flags, flag))
