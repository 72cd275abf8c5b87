"""``tailan.xlsx``: every table as a sheet, with the codebook and a summary, for people who work in a spreadsheet.

Ids and texts are written as texts, whatever they look like; there is no formula and no link in the file. Frozen header,
filters, widths, wrapped text. Texts longer than a cell can hold are cut, say so, and are coloured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from pipeline.outputs import codebook
from pipeline.outputs.sheet import CELL_LIMIT, ROW_LIMIT, StreamedSheet, Styles, utf16_length
from pipeline.outputs.tables.cells import Cell
from pipeline.outputs.tables.dataset import Dataset
from pipeline.outputs.tables.summary import summary
from pipeline.schema.loading import Column, Table

NAME = "tailan.xlsx"
# Any fixed moment: a spreadsheet wants one, and the same dataset must give the same bytes.
_CREATED = datetime(2000, 1, 1)
_LINE = 15.0
# Cyrillic letters are wider than the digits in which column widths are counted.
_LETTERS = 0.88
_FILTER_MARK = 4
_MOST_LINES = 8
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(dataset: Dataset, folder: Path) -> None:
    """Write ``tailan.xlsx``."""
    with xlsxwriter.Workbook(folder / NAME, {**_OPTIONS, "tmpdir": str(folder), "use_zip64": True}) as book:
        book.set_properties({"title": f"tailan {dataset.schema.schema_version}", "created": _CREATED})
        styles = _styles(book)
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#D9E2EC", "border": 1})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        _summary_sheet(book, dataset, head, text)
        for table in dataset.schema.tables:
            rows = dataset.rows(table.name)
            for number, first in enumerate(range(0, max(1, len(rows)), ROW_LIMIT), start=1):
                name = table.name if number == 1 else f"{table.name}_{number}"
                count = min(len(rows) - first, ROW_LIMIT)
                _table_sheet(book, name, table, islice(rows, first, first + count), count, head, styles)
        _codebook_sheet(book, dataset, head, text)


def _styles(book: xlsxwriter.Workbook) -> Styles:
    def index(**properties: str | bool) -> int:
        return int(book.add_format({"valign": "top", **properties})._get_xf_index())

    return Styles(
        text=index(num_format="@"),
        wrapped=index(num_format="@", text_wrap=True),
        cut=index(num_format="@", text_wrap=True, bg_color="#FDE9B5"),
        integer=index(num_format="#,##0"),
        number=index(num_format="General"),
        date=index(num_format="yyyy-mm-dd"),
    )


def _table_sheet(
    book: xlsxwriter.Workbook,
    name: str,
    table: Table,
    rows: Iterable[Sequence[Cell]],
    count: int,
    head: Format,
    styles: Styles,
) -> None:
    sheet: StreamedSheet = book.add_worksheet(name, StreamedSheet)
    _header(sheet, table.names, head, [column.width for column in table.columns])
    sheet.stream(rows, count, [_style(column, styles) for column in table.columns], styles, _height(table))
    sheet.autofilter(0, 0, count, len(table.columns) - 1)


def _header(sheet: Any, names: Iterable[str], head: Format, widths: Iterable[int]) -> None:
    for position, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(position, position, max(width, len(name) + _FILTER_MARK))
        sheet.write_string(0, position, name, head)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _style(column: Column, styles: Styles) -> int:
    match column.type:
        case "integer":
            # A year or a row number is a name, not an amount: no thousands separator.
            return styles.integer if column.name in ("spent_mnt", "bytes") else styles.number
        case "number" | "score":
            return styles.number
        case "date":
            return styles.date
        case _:
            return styles.wrapped if column.width > 18 else styles.text


def _height(table: Table) -> Callable[[Sequence[Cell]], float]:
    """Points for a row: as many lines as its longest wrapped text takes, up to a bound that keeps rows in sight."""
    wide = [(position, column.width) for position, column in enumerate(table.columns) if column.width > 18]

    def height(row: Sequence[Cell]) -> float:
        texts = ((row[position], width) for position, width in wide)
        lines = max((len(text) / (_LETTERS * width) for text, width in texts if isinstance(text, str)), default=1)
        return _LINE * min(_MOST_LINES, max(1, math.ceil(lines)))

    return height


def _summary_sheet(book: xlsxwriter.Workbook, dataset: Dataset, head: Format, text: Format) -> None:
    sheet = book.add_worksheet("summary")
    _header(sheet, ("what", "юу", "value"), head, (46, 46, 24))
    lines: list[tuple[str, str, str | int]] = list(summary(dataset))
    long = sum(
        utf16_length(cell) > CELL_LIMIT
        for rows in dataset.tables.values()
        if rows.longest > CELL_LIMIT
        for row in rows
        for cell in row
        if isinstance(cell, str) and len(cell) > CELL_LIMIT // 2
    )
    lines.append(("texts cut in this workbook (whole in CSV)", "энэ файлд таслагдсан бичвэр (CSV-д бүтэн)", long))
    for number, (what, what_mn, value) in enumerate(lines, start=1):
        sheet.write_string(number, 0, what, text)
        sheet.write_string(number, 1, what_mn, text)
        if isinstance(value, int):
            sheet.write_number(number, 2, value)
        else:
            sheet.write_string(number, 2, value, text)


def _codebook_sheet(book: xlsxwriter.Workbook, dataset: Dataset, head: Format, text: Format) -> None:
    sheet = book.add_worksheet("codebook")
    _header(sheet, codebook.HEADER, head, (9, 14, 22, 9, 9, 26, 30, 26, 26, 60, 60))
    number = 0
    for number, line in enumerate(codebook.codebook(dataset.schema), start=1):
        for position, value in enumerate(line):
            if value:
                sheet.write_string(number, position, value, text)
    sheet.autofilter(0, 0, number, len(codebook.HEADER) - 1)
