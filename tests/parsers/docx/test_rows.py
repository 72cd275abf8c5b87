"""The XML of rows and cells: spans, merges, widths, and rows that are not seen."""

from __future__ import annotations

import pytest
from lxml import etree

from parsers.docx.package import WORD_NS
from parsers.docx.rows import COVERED, cell_shape, grid_widths, row_unseen, word_row
from parsers.docx.styles import alignment_of, numbering_of, switched, w, whole
from parsers.docx.tables import WordCell, WordRow


def xml(inside: str, name: str = "tcPr") -> etree._Element:
    return etree.fromstring(f'<w:{name} xmlns:w="{WORD_NS}">{inside}</w:{name}>')


@pytest.mark.parametrize(
    ("inside", "shape"),
    [
        ("", (1, "", False, 0)),
        ('<w:gridSpan w:val="3"/>', (3, "", False, 0)),
        ('<w:gridSpan w:val="0"/>', (1, "", False, 0)),
        ('<w:gridSpan w:val="-2"/>', (1, "", False, 0)),
        ('<w:vMerge w:val="restart"/>', (1, "restart", False, 0)),
        ("<w:vMerge/>", (1, "continue", False, 0)),
        ('<w:hMerge w:val="restart"/>', (1, "", False, 0)),
        ("<w:hMerge/>", (1, "", True, 0)),
        ('<w:tcW w:w="500"/>', (1, "", False, 500)),
        ('<w:tcW w:w="500" w:type="dxa"/>', (1, "", False, 500)),
        ('<w:tcW w:w="500" w:type="pct"/>', (1, "", False, 0)),
        ('<w:tcW w:w="-5"/>', (1, "", False, 0)),
        ('<w:cellMerge w:vMerge="cont"/>', (1, "continue", False, 0)),
        ('<w:cellMerge w:vMerge="rest"/>', (1, "restart", False, 0)),
        ('<w:vMerge/><w:cellMerge w:vMerge="?"/>', (1, "continue", False, 0)),
        ('<w:tcW w:w="9"/><w:gridSpan w:val="2"/><w:vMerge/><w:hMerge/>', (2, "continue", True, 9)),
    ],
)
def test_the_shape_of_a_cell(inside: str, shape: tuple[int, str, bool, int]) -> None:
    assert cell_shape(xml(inside)) == shape


def test_a_cell_without_properties_is_one_column_wide() -> None:
    assert cell_shape(None) == (1, "", False, 0)


def test_covered_cells_widen_the_one_before_them() -> None:
    cells = [
        WordCell("а", 2, "restart", 100, True),
        WordCell("", 3, COVERED, 50),
        WordCell("б"),
        WordCell("", 1, COVERED),
    ]
    assert word_row(xml("", "tr"), cells) == WordRow([WordCell("а", 5, "restart", 150, True), WordCell("б", 2)])
    first = [WordCell("а", 1, COVERED), WordCell("б")]
    assert word_row(xml("", "tr"), first) == WordRow(first)
    assert word_row(xml("", "tr"), []) == WordRow([])


def test_what_a_row_leaves_out_at_its_ends() -> None:
    stated = '<w:trPr><w:gridBefore w:val="2"/><w:gridAfter w:val="1"/><w:wBefore w:w="300"/></w:trPr>'
    assert word_row(xml(stated, "tr"), []) == WordRow([], 2, 1, 300)
    wrong = '<w:trPr><w:gridBefore w:val="-2"/><w:gridAfter w:val="а"/></w:trPr>'
    assert word_row(xml(wrong, "tr"), []) == WordRow([], 0, 0, 0)


def test_the_grid_of_a_table() -> None:
    grid = '<w:tblGrid><w:gridCol w:w="500"/><w:gridCol/><w:gridCol w:w="700"/></w:tblGrid>'
    assert grid_widths(xml(grid, "tbl")) == [500, 0, 700] and grid_widths(xml("", "tbl")) == []


@pytest.mark.parametrize(
    ("inside", "unseen"),
    [("", False), ("<w:del/>", True), ("<w:hidden/>", True), ('<w:hidden w:val="0"/>', False), ("<w:ins/>", False)],
)
def test_rows_that_are_not_seen(inside: str, unseen: bool) -> None:
    assert row_unseen(xml(inside, "trPr")) is unseen


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("-3", -3), ("2.9", 2), ("", None), (None, None), ("а", None), ("inf", None), ("nan", None),
        ("123456789", 123456789), ("1234567890", 1234567890),
    ],
)  # fmt: skip
def test_whole_numbers(text: str | None, number: int | None) -> None:
    assert whole(text) == number


def test_on_and_off() -> None:
    assert switched(xml(""), w("b")) is None and switched(xml("<w:b/>"), w("b")) is True
    assert all(switched(xml(f'<w:b w:val="{off}"/>'), w("b")) is False for off in ("0", "false", "off", "none"))
    assert switched(xml('<w:b w:val="1"/>'), w("b")) is True


def test_numbering_and_alignment_are_silent_where_nothing_is_stated() -> None:
    assert numbering_of(xml("", "pPr")) == (None, None) == numbering_of(xml("<w:numPr/>", "pPr"))
    both = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>'
    assert numbering_of(xml(both, "pPr")) == (7, 1)
    assert numbering_of(xml('<w:numPr><w:numId w:val="7"/></w:numPr>', "pPr")) == (7, None)
    assert numbering_of(xml('<w:numPr><w:ilvl w:val="1"/></w:numPr>', "pPr")) == (None, 1)
    assert alignment_of(xml("", "pPr")) is None
    told = {"center": "center", "end": "right", "right": "right", "both": "left", "start": "left"}
    assert {name: alignment_of(xml(f'<w:jc w:val="{name}"/>', "pPr")) for name in told} == told
