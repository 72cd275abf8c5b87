"""Both readers against their witness: pdfplumber for digital PDF pages, python-docx for Word files."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from parsers.document import SourceFile
from parsers.limits import DEFAULT_LIMITS
from pipeline.cli import group
from pipeline.exits import Exit
from pipeline.witness.comparison import Comparison, _check, compare
from pipeline.witness.tables import Cells, WitnessFailed, tables
from tests.builders import docx

RAW = Path(__file__).parents[3] / "data" / "raw"
#: Files of the sample and the words of the witness that ours has not. All are faults of the witness: sideways headings
#: read backwards, letters of a watermark between the words, and a row that was deleted under revision.
FAULTS = {
    "report-2023-H1.pdf": 4,
    "uploaded (14).pdf": 0,
    "Авлигын эсрэг төлөвлөгөөний биелэлт.pdf": 0,
    "Тайлан хөндлөн хуудас.pdf": 14,
    "2024/Тайлан 2024 жилийн эцэс.pdf": 0,
    "avlign_esreg_tailan_Q1.docx": 0,
    "hagas_jil_tailan.docx": 0,
    "Багануур 7-р цэцэрлэг жилийн эцэс 2023.docx": 1,
    "Багануур 7-р цэцэрлэг хагас жил 2023.docx": 0,
    "Биелэлт 9 сар.docx": 0,
    "Тайлан эцсийн хувилбар (2).docx": 0,
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_sample_is_read_as_its_witness_reads_it(name: str) -> None:
    found = compare(SourceFile.load(RAW / name), DEFAULT_LIMITS)
    assert sum(table.same + table.part for table in found.tables) > 40
    assert sum(len(table.differences) for table in found.tables) == FAULTS[name]


@pytest.mark.slow
def test_the_faults_of_the_witness_are_what_is_said_of_them() -> None:
    def differences(name: str) -> list[tuple[str, str]]:
        found = compare(SourceFile.load(RAW / name), DEFAULT_LIMITS)
        return [(one.witness, one.ours) for table in found.tables for one in table.differences]

    backwards = [witness.split("\n")[0][::-1] for witness, _ in differences("report-2023-H1.pdf")]
    assert backwards == ["Одоогийн", "Зорилтот", "Зарцуулалт", "түвшин"]
    marked = differences("Тайлан хөндлөн хуудас.pdf")
    assert all(set("ХУУЛБАР") & set(witness.replace("\n", "")) and ours for witness, ours in marked)
    deleted = differences("Багануур 7-р цэцэрлэг жилийн эцэс 2023.docx")
    assert [witness for witness, _ in deleted] == ["хасагдсан мөр"]


def word_file(*cells: str) -> SourceFile:
    row = docx.tr(*(docx.tc(docx.p(docx.r(cell))) for cell in cells))
    return docx.source(docx.package(docx.tbl(row, docx.tr(*(docx.tc(docx.p(docx.r("нүд"))) for _ in cells)))))


def test_words_that_ours_lacks_are_a_difference_and_parts_are_none() -> None:
    ours = ("1. Сургалт зохион байгуулав", "100%", "Тоо")
    check = _check(Cells(1, 2, ("Сургалт зохион", "100 %", "сургалт зохион байгуулсан", "ул", "1.", "-")), ours)
    assert (check.page, check.table, check.same, check.part) == (1, 2, 2, 2)
    assert [(one.witness, one.ours) for one in check.differences] == [
        ("сургалт зохион байгуулсан", "1. Сургалт зохион байгуулав"),
        ("ул", ""),
    ]


def test_the_command_tells_the_difference_and_ends_with_its_code(tmp_path: Path) -> None:
    (tmp_path / "same.docx").write_bytes(word_file("Авлигын эсрэг", "Хийсэн").data)
    run = CliRunner().invoke(group, ["witness", str(tmp_path / "same.docx")], standalone_mode=False)
    assert (run.return_value, run.output) == (
        Exit.OK,
        "same.docx: 1 tables read by python-docx / python-docx 1 хүснэгт уншсан\n"
        "  table 1: 4 cells the same, 0 differ\n  1-р хүснэгт: ижил 4 нүд, зөрсөн 0\n",
    )
    name = "Багануур 7-р цэцэрлэг жилийн эцэс 2023.docx"
    run = CliRunner().invoke(group, ["witness", str(RAW / name)], standalone_mode=False)
    assert run.return_value == Exit.DIFFERS
    assert "witness / гэрч: хасагдсан мөр" in run.output


def test_what_the_library_cannot_read_is_said_and_no_error_of_the_program() -> None:
    with pytest.raises(WitnessFailed) as failed:
        tables(SourceFile("a.docx", b"no package", "0" * 64), "docx", ())
    assert "BadZipFile" in failed.value.detail


def test_pictures_have_no_witness() -> None:
    assert Comparison("scan", (), (1,)).agrees


@pytest.mark.parametrize(
    ("texts", "ours", "page", "counts"),
    [
        (("Сургалт-2",), ("сургалт 2",), 1, (1, 0, 0)),
        (("", " - "), (), 1, (2, 0, 0)),
        (("сургалт",), ("Сургалт хийх",), 1, (0, 1, 0)),
        (("хий",), ("Сургалт хийх",), 1, (0, 0, 1)),
        (("хий",), ("Сургалт хий лээ",), 1, (0, 1, 0)),
        (("нэгдүгээр\nхоёрдугаар",), ("нэгдүгээр мөр", "хоёрдугаар мөр"), None, (0, 1, 0)),
        (("нэгдүгээр\nхоёрдугаар",), ("нэгдүгээр мөр", "хоёрдугаар мөр"), 1, (0, 0, 1)),
        (("нэгдүгээр\nөөр үгс",), ("нэгдүгээр мөр",), None, (0, 0, 1)),
    ],
)
def test_a_cell_of_the_witness(
    texts: tuple[str, ...], ours: tuple[str, ...], page: int | None, counts: tuple[int, int, int]
) -> None:
    found = _check(Cells(page, 1, texts), ours)
    assert (found.same, found.part, found.differing) == counts


def test_the_likest_of_ours_is_shown() -> None:
    found = _check(Cells(1, 1, ("сургалтын", "сургалтын", "zzzzz")), ("сургалт", "мод тарих"))
    assert [(one.witness, one.ours, one.cells) for one in found.differences] == [
        ("сургалтын", "сургалт", 2),
        ("zzzzz", "", 1),
    ]
    assert found.differing == 3
    assert not Comparison("pdf", (found,)).agrees and Comparison("pdf", ()).agrees
