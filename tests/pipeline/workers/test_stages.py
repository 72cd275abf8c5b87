"""The work of a worker: every report that extraction finds is understood, what a letter says of itself is kept, and what
is read again after a change of the program is never what the recogniser said."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from parsers.document import Document
from parsers.errors import OcrUnavailable
from parsers.limits import Limits
from parsers.report import RawReport
from parsers.scan.ocr.tessdata import language_data
from pipeline.workers import stages
from pipeline.workers.cache import Rows, Values, digest
from pipeline.workers.messages import Done, Setup
from pipeline.workers.packing import unpack
from tests.builders.docx import p, package, tbl, tc, tr

ROOT = Path(__file__).parents[3]
COUNTED = "        api = self.loaded.get(languages)"


def can_recognise() -> bool:
    try:
        return bool(language_data().languages)
    except OcrUnavailable:
        return False


@dataclass(frozen=True)
class Copy:
    """A copy of the program that counts how often its recogniser is shown a picture."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> Copy:
        for room in ("parsers", "normalizers", "pipeline"):
            shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
        engine = folder / "parsers" / "scan" / "ocr" / "tesseract.py"
        text = engine.read_text(encoding="utf-8")
        assert text.count(COUNTED) == 1
        count = f"        with open({str(folder / 'shown')!r}, 'a') as shown:\n            shown.write('x')\n{COUNTED}"
        engine.write_text(text.replace(COUNTED, count), encoding="utf-8")
        return cls(folder)

    def run(self) -> tuple[int, set[str], bytes]:
        """How many pictures were shown, which stages came from the cache, and what was published."""
        shown = self.folder / "shown"
        shown.write_text("", encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pipeline",
            "run",
            str(self.folder / "raw"),
            str(self.folder / "clean"),
            "--quiet",
        ]
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "TAILAN_SETTLE_SECONDS": "0"}
        said = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        assert said.returncode in (0, *range(10, 20)), said.stderr
        account = json.loads((self.folder / ".tailan" / "clean" / "run.json").read_text(encoding="utf-8"))
        cached = {item["cached"] for item in account["files"]}
        return len(shown.read_text()), cached, (self.folder / "clean" / "measures.csv").read_bytes()

    def change(self, *files: str) -> None:
        """Other bytes, the same meaning."""
        for file in files:
            with (self.folder / file).open("a", encoding="utf-8") as stream:
                stream.write("\n")


@pytest.mark.slow
@pytest.mark.skipif(not can_recognise(), reason="no Tesseract with Mongolian on this machine")
def test_no_change_of_letters_lists_layout_or_weights_shows_a_picture_again(tmp_path: Path) -> None:
    program = Copy.made(tmp_path)
    (tmp_path / "raw").mkdir()
    shutil.copy(ROOT / "data" / "raw" / "scan0001.pdf", tmp_path / "raw")
    shown, cached, published = program.run()
    assert shown > 5 and cached == {""}
    program.change("parsers/language/letters.py", "parsers/language/row_words.toml", "parsers/scan/ocr/letters.py")
    assert program.run() == (0, {""}, published)
    program.change("parsers/layout/cells.py", "parsers/measures/header.py", "parsers/scan/recheck/recheck.py")
    assert program.run() == (0, {""}, published)
    program.change("normalizers/linkage/weights.json", "normalizers/lookups/agencies.toml")
    assert program.run() == (0, {"rows"}, published)
    program.change("pipeline/outputs/report.py")
    assert program.run() == (0, {"values"}, published)
    program.change("parsers/scan/ocr/tesseract.py")
    again, cached, same = program.run()
    assert (again, cached, same) == (shown, {""}, published)


SETUP = Setup("", Limits())
TITLE = "УВС АЙМГИЙН ТЭС СУМЫН СОЁЛЫН ТӨВИЙН 2023 ОНЫ АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ {} ТАЙЛАН"
HEAD = ("№", "Хэрэгжүүлэх арга хэмжээ", "Шалгуур үзүүлэлт", "Хэрэгжилтийн явц", "Хүрсэн түвшин")
ROW = ("1", "Ёс зүйн дүрмийн сургалтыг зохион байгуулах", "Сургалт-1", "Сургалт зохион байгуулсан.", "100%")


def worked(path: Path) -> Done:
    return stages.report_work(SETUP)(stages.job_of(path), lambda known: None)


def report(path: Path) -> Path:
    rows = "".join(tr(*(tc(text) for text in line)) for line in (HEAD, ROW))
    path.write_bytes(package(p(TITLE.format("ЭХНИЙ ХАГАС ЖИЛИЙН")) + tbl(rows)))
    return path


def test_two_raw_reports_become_two_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Extraction as it will be for a document that holds two reports."""
    real = stages.extract

    def twice(document: Document) -> tuple[RawReport, ...]:
        (raw,) = real(document)
        title = replace(raw.before[0], text=TITLE.format("ЖИЛИЙН ЭЦСИЙН"))
        return raw, replace(raw, number=2, before=(title,))

    monkeypatch.setattr(stages, "extract", twice)
    done = worked(report(tmp_path / "a.docx"))
    assert [raw.number for raw in unpack(done.rows, Rows).reports] == [1, 2]
    first, second = unpack(done.values, Values).reports
    assert (first.period, second.period) == ("H1", "FY")
    assert second.submission_id == f"{first.submission_id}-2"
    assert {record.text_key for record in first.records}.isdisjoint(record.text_key for record in second.records)


def test_a_letter_is_rejected_and_what_it_says_of_itself_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(package(p(TITLE.format("ЭХНИЙ ХАГАС ЖИЛИЙН")) + p("Тайланг хавсаргав.")))
    done = worked(path)
    assert done.failure is not None and done.failure.code == "no_measure_table"
    assert done.made_from == digest(done.rows)
    facts = unpack(done.values, Values).facts
    assert (facts.agency, facts.plan_year, facts.period) == ("Увс аймгийн Тэс сумын Соёлын төв", 2023, "H1")
