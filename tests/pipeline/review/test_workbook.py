"""The review queue as a spreadsheet: out, filled in, back in."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.review.decisions import Action
from pipeline.review.desk import Desk, Wish
from pipeline.review.workbook import COLUMNS, NOT_IN_CATALOGUE, NotAReview, export, take_in
from tests.pipeline.review.test_decisions import CATALOGUES, report, row

AT = {title: number for number, (title, _) in enumerate(COLUMNS, 1)}
HOSTILE = "=HYPERLINK(1)"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    rows = row(1, "Өдөрлөг хийх"), row(2, HOSTILE, code="1.2"), row(3, "Мод тарих", code="")
    return Desk([report(*rows)], CATALOGUES, tmp_path / "decisions.jsonl", 0.0, "test")


def filled(path: Path, answers: dict[str, dict[str, str]]) -> Path:
    """The workbook with cells filled in: measure as reported -> column -> text."""
    book = load_workbook(path)
    sheet = book["review"]
    for number in range(2, sheet.max_row + 1):
        for column, text in answers.get(str(sheet.cell(number, AT["measure as reported"]).value), {}).items():
            sheet.cell(number, AT[column]).value = text
    book.save(path)
    return path


def test_decisions_come_back(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    assert export(desk, None, path, "Болд") == 3
    filled(
        path, {"Өдөрлөг хийх": {"decision": "1.1", "completion_pct": "65"}, "Мод тарих": {"decision": NOT_IN_CATALOGUE}}
    )
    result = take_in(desk, path, "Болд")
    assert (result.taken, result.refused) == (3, ())
    first, _, third = desk.reports[0].records
    assert (first.match.status, first.completion_pct, third.match.status) == ("confirmed", 65, "rejected")
    assert {decision.by for decision in desk.decisions} == {"Болд"}


def test_cells_are_text_and_candidates_a_list(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    export(desk, None, path, "Болд")
    sheet = load_workbook(path)["review"]
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert HOSTILE in [cell.value for cell in cells] and all(cell.data_type == "s" for cell in cells)
    assert len(sheet.data_validations.dataValidation) == 3


def test_a_row_decided_meanwhile_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    export(desk, None, path, "Болд")
    desk.decide(Wish("key-Өдөрлөг хийх", Action.NOT_IN_CATALOGUE, "Сараа"))
    filled(path, {"Өдөрлөг хийх": {"decision": "1.1"}})
    result = take_in(desk, path)
    assert result.taken == 0 and [code for _, code in result.refused] == ["changed_meanwhile"]


def test_an_unsigned_or_foreign_workbook_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    export(desk, None, path, "")
    with pytest.raises(NotAReview):
        take_in(desk, path)
    export(desk, None, path, "Болд")
    with pytest.raises(NotAReview):
        take_in(desk, path, "Сараа")
