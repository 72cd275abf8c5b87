"""The review queue as a spreadsheet: out, filled in, back in."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image

from pipeline.owner import owner
from pipeline.review import workbook as module
from pipeline.review.decisions import Action
from pipeline.review.desk import Desk, Refused, Wish
from pipeline.review.views import Framed
from pipeline.review.workbook import (
    ANSWERS,
    COLUMNS,
    LINE_POINTS,
    NOT_IN_CATALOGUE,
    ROW_POINTS_MOST,
    NotAReview,
    _below_each_other,
    _check_source,
    _crop,
    _row_height,
    _title,
    _wishes,
    export,
    take_in,
)
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


def test_a_workbook_is_there_whole_or_as_it_was(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "review.xlsx").write_bytes(b"as it was")
    namespace = owner().split(".")[2]
    (folder / f".review.xlsx.4194303.1.{namespace}.7").write_bytes(b"left by a process that is gone")
    real, asked = module._cells, []

    def broken(*given: object) -> dict[str, str]:
        asked.append(given)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_cells", broken)
    with pytest.raises(KeyboardInterrupt):
        export(desk, None, folder / "review.xlsx", "Болд")
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("review.xlsx", b"as it was")]
    assert export(desk, None, folder / "review.xlsx", "Болд") == 3
    assert [path.name for path in folder.iterdir()] == ["review.xlsx"]


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


def test_the_answers_of_a_line() -> None:
    def wishes(**values: str) -> list[tuple[str, str, str, str]]:
        made = _wishes({"key": "k", "base": "b", "note": "n", **values}, "Болд")
        return [(str(one.action), one.field, one.value, one.code) for one in made]

    assert wishes() == wishes(decision="", spent_mnt="") == []
    assert wishes(completion_pct="5", spent_mnt="7", decision="1.1") == [
        ("correct", "completion_pct", "5", ""),
        ("correct", "spent_mnt", "7", ""),
        ("reassign", "", "", "1.1"),
    ]
    for answer, action in ANSWERS.items():
        assert wishes(decision=answer) == [(str(action), "", "", "")]
    (one,) = _wishes({"key": "k", "base": "b", "note": "n", "decision": "1.1"}, "Болд")
    assert (one.key, one.base, one.by, one.note) == ("k", "b", "Болд", "n")


def test_a_line_of_the_sheet_is_as_high_as_its_fullest_cell() -> None:
    assert _row_height({"progress": "x"}, None) == 2 * LINE_POINTS
    assert _row_height({"progress": "x" * 49}, None) == 2 * LINE_POINTS
    assert _row_height({"progress": "x" * 50}, None) == 3 * LINE_POINTS
    assert _row_height({"progress": "x\nx\nx", "key": "x" * 400}, None) == 4 * LINE_POINTS
    assert _row_height({"progress": "x" * 9000}, None) == ROW_POINTS_MOST
    assert _row_height({"progress": "x"}, Image.new("RGB", (640, 200))) == 150
    assert _row_height({"progress": "x"}, Image.new("RGB", (640, 20))) == 2 * LINE_POINTS


def test_parts_of_a_row_stand_below_each_other() -> None:
    red, blue = Image.new("RGB", (640, 10), "red"), Image.new("RGB", (640, 20), "blue")
    whole = _below_each_other([red, blue])
    assert (whole.size, whole.getpixel((5, 9)), whole.getpixel((5, 10))) == ((640, 30), (255, 0, 0), (0, 0, 255))


def test_the_part_of_the_page_that_shows_the_row() -> None:
    page = Image.new("RGB", (200, 400), "white")
    page.paste("blue", (100, 200, 200, 400))
    stream = BytesIO()
    page.save(stream, "PNG")
    part = _crop(stream.getvalue(), Framed(1, 100.0, 200.0, "50.0 100.0 50.0 25.0", None))
    assert part.size == (640, 320) and part.getpixel((0, 0)) == part.getpixel((639, 319)) == (0, 0, 255)
    boxed = _crop(stream.getvalue(), Framed(1, 100.0, 200.0, "0.0 0.0 100.0 50.0", (10.0, 10.0, 50.0, 20.0)))
    red = [x for x in range(640) if boxed.getpixel((x, 128))[0] > 150 > boxed.getpixel((x, 128))[1]]  # type: ignore[index,operator]
    assert 60 <= min(red) <= 70 and 370 <= max(red) <= 390


def test_titles_are_in_both_languages() -> None:
    assert (_title("progress"), _title("key")) == ("progress\nхэрэгжилт", "key")


def test_a_line_of_another_source_is_refused(desk: Desk) -> None:
    for values, code in (
        ({"key": "none"}, "unknown_row"),
        ({"key": "key-Мод тарих", "source": "x"}, "changed_meanwhile"),
    ):
        with pytest.raises(Refused, match=code):
            _check_source(desk, values)
