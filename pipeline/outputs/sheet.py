"""A sheet whose rows are streamed into xlsxwriter's file: its own way of writing cells takes three times as long.

xlsxwriter makes the workbook, its styles, header row, filters and widths; only the ``<row>`` elements are written here.
Texts are inline strings, so nothing is ever taken for a number, a date, a formula or a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipeline.outputs.tables.cells import Cell

# Bounds of the file format (ECMA-376 as Excel implements it): UTF-16 units in a cell, rows below the header.
CELL_LIMIT = 32_767
ROW_LIMIT = 1_048_575
_EPOCH = date(1899, 12, 30)
# Before this day the calendar of spreadsheets has a day that never was.
_FIRST_DAY = date(1900, 3, 1)
_SPECIAL = re.compile("[&<>\t\n\r]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\t": "_x0009_", "\n": "_x000A_", "\r": "_x000D_", "_": "_x005F_"}


@dataclass(frozen=True, slots=True)
class Styles:
    """Numbers of the cell styles in the workbook."""

    text: int
    wrapped: int
    cut: int
    integer: int
    number: int
    date: int


class StreamedSheet(Worksheet):  # type: ignore[misc] # xlsxwriter's classes are untyped
    """A worksheet with ``stream``; everything else is xlsxwriter's."""

    _streamed: Iterator[str] = iter(())
    _below: int = 0

    def stream(
        self,
        rows: Iterable[Sequence[Cell]],
        count: int,
        columns: Sequence[int],
        styles: Styles,
        height: Callable[[Sequence[Cell]], float],
    ) -> None:
        """Put ``count`` rows below the header when the file is written, and only then ask for them; ``columns`` is the style
        of each column, ``height`` the points that a row takes. At most ``ROW_LIMIT`` rows."""
        self._check_dimensions(count, len(columns) - 1)
        self._below = count
        self._streamed = _rows(rows, columns, styles, height)

    def _write_rows(self) -> None:
        """xlsxwriter's own rows are the header alone; ours follow."""
        self.dim_rowmax: int = self.dim_rowmin
        super()._write_rows()
        self.dim_rowmax = self.dim_rowmin + self._below
        for row in self._streamed:
            self.fh.write(row)


def utf16_length(text: str) -> int:
    """Length as spreadsheets count it."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def fitting(text: str) -> str:
    """The text as far as a cell can hold it, with the length of the whole at the end when it was cut.

    >>> fitting("a" * 40_000)[-38:]
    'aa… [cut: 40000 characters in the CSV]'
    """
    if len(text) <= CELL_LIMIT // 2 or utf16_length(text) <= CELL_LIMIT:
        return text
    mark = f"… [cut: {len(text)} characters in the CSV]"
    kept = text.encode("utf-16-le")[: 2 * (CELL_LIMIT - len(mark))].decode("utf-16-le", "ignore")
    return kept + mark


def escaped(text: str) -> str:
    """The text as XML; what looks like an escape of the file format (``_x0041_``) stays what it is.

    >>> escaped("a<b _x0041_")
    'a&lt;b _x005F_x0041_'
    """
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def _rows(
    rows: Iterable[Sequence[Cell]],
    columns: Sequence[int],
    styles: Styles,
    height: Callable[[Sequence[Cell]], float],
) -> Iterator[str]:
    ways = [_cell(xl_col_to_name(position), style, styles) for position, style in enumerate(columns)]
    for number, row in enumerate(rows, start=2):
        cells = "".join([way(number, cell) for way, cell in zip(ways, row, strict=True) if cell is not None])
        yield f'<row r="{number}" ht="{height(row):g}" customHeight="1">{cells}</row>'


def _cell(letters: str, style: int, styles: Styles) -> Callable[[int, Cell], str]:
    def text(row: int, words: str, style: int) -> str:
        space = ' xml:space="preserve"' if words != words.strip() else ""
        return f'<c r="{letters}{row}" s="{style}" t="inlineStr"><is><t{space}>{escaped(words)}</t></is></c>'

    def cell(row: int, value: Cell) -> str:
        if isinstance(value, str):
            words = fitting(value)
            return text(row, words, style if words is value else styles.cut)
        if isinstance(value, bool):
            return f'<c r="{letters}{row}" s="{style}" t="b"><v>{value:d}</v></c>'
        if isinstance(value, (int, Decimal)):
            return f'<c r="{letters}{row}" s="{style}"><v>{value}</v></c>'
        if isinstance(value, date) and value >= _FIRST_DAY:
            return f'<c r="{letters}{row}" s="{style}"><v>{(value - _EPOCH).days}</v></c>'
        return text(row, str(value), styles.text)

    return cell
