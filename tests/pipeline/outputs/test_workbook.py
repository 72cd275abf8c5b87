"""The workbook, as openpyxl and the file format see it."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from pipeline.outputs import sheet, workbook
from pipeline.schema.loading import schema
from tests.pipeline.outputs.making import CATALOGUES, built, copy_of, finding, outcome, record, rejected


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    long = record(2, "1.2", progress="Ө" * 40_000, note="=HYPERLINK(1)")
    first = outcome("a.docx", record(), long, findings=(finding(),))
    workbook.write(built([first, copy_of("b.docx", first), rejected()], CATALOGUES), folder)
    return folder / "tailan.xlsx"


def test_sheets_headers_filters_and_widths(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["summary", *(table.name for table in schema().tables), "codebook"]
    for table in schema().tables:
        page = book[table.name]
        assert tuple(cell.value for cell in page[1]) == table.names
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref.startswith("A1:")
        assert page.column_dimensions["A"].width > 5
    assert book["measures"]["N2"].alignment.wrap_text


def test_values_have_their_types(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    row = dict(zip(schema().table("submissions").names, (cell.value for cell in book["submissions"][2]), strict=True))
    assert row["plan_year"] == 2023
    assert isinstance(row["plan_year"], int)
    assert row["report_date"] == datetime(2023, 6, 16)
    row = dict(zip(schema().table("measures").names, (cell.value for cell in book["measures"][2]), strict=True))
    assert row["measure_code"] == "1.1"
    assert row["match_score"] == 0.99
    assert book["coverage"]["H2"].value is True


def test_long_texts_are_cut_and_say_so(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    cell = book["measures"].cell(3, schema().table("measures").names.index("progress") + 1)
    assert len(cell.value) == sheet.CELL_LIMIT
    assert cell.value.endswith("… [cut: 40000 characters in the CSV]")
    assert cell.fill.start_color.rgb == "FFFDE9B5"
    summary = {row[0].value: row[2].value for row in book["summary"].iter_rows(min_row=2)}
    assert summary["texts cut in this workbook (whole in CSV)"] == 1
    assert summary["files: rejected"] == 1


def test_there_is_no_formula_and_no_link_in_the_file(path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()]
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8")
            assert not re.search(r"<f[ >]|<hyperlink", text), name


def test_characters_beyond_the_first_plane_count_twice() -> None:
    fitted = sheet.fitting("😀" * 20_000)
    assert sheet.utf16_length(fitted) <= sheet.CELL_LIMIT
    assert "\ufffd" not in fitted


def test_more_rows_than_a_sheet_holds_go_on_in_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workbook, "ROW_LIMIT", 2)
    rows = [record(number, "") for number in range(1, 6)]
    workbook.write(built([outcome("a.docx", *rows)], CATALOGUES), tmp_path)
    book = openpyxl.load_workbook(tmp_path / "tailan.xlsx")
    numbers = [[cell.value for cell in book[name]["B"][1:]] for name in ("measures", "measures_2", "measures_3")]
    assert numbers == [[1, 2], [3, 4], [5]]


def test_amounts_have_their_thousands_apart_and_names_in_digits_have_not(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    names = schema().table("submissions").names
    forms = {name: book["submissions"].cell(2, names.index(name) + 1).number_format for name in names}
    assert forms["bytes"] == forms["spent_mnt"] == "#,##0" and forms["plan_year"] != "#,##0"


def test_a_day_before_spreadsheets_have_days_is_a_text() -> None:
    styles = sheet.Styles(text=1, wrapped=2, cut=3, integer=4, number=5, date=6)
    rows = [(date(1899, 1, 1), date(1900, 3, 1), True, 7, " a")]
    (written,) = sheet._rows(rows, (6, 6, 0, 4, 2), styles, lambda row: 15.5)
    assert written == (
        '<row r="2" ht="15.5" customHeight="1"><c r="A2" s="1" t="inlineStr"><is><t>1899-01-01</t></is></c>'
        '<c r="B2" s="6"><v>61</v></c><c r="C2" s="0" t="b"><v>1</v></c><c r="D2" s="4"><v>7</v></c>'
        '<c r="E2" s="2" t="inlineStr"><is><t xml:space="preserve"> a</t></is></c></row>'
    )
