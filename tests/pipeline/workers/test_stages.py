"""The work of a worker: every report that extraction finds is understood, what a letter says of itself is kept, and what
is read again after a change of the program is never what the recogniser said."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from normalizers.report import Report
from parsers.document import Document
from parsers.errors import DamagedFile, LimitExceeded, OcrUnavailable
from parsers.limits import Limits
from parsers.report import RawReport
from parsers.scan.ocr.tessdata import language_data
from pipeline.workers import stages
from pipeline.workers.cache import Rows, Values, Words, digest
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.packing import pack, unpack
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


def given(tmp_path: Path, **more: object) -> Job:
    """A job for a report, as a run makes it."""
    return replace(stages.job_of(report(tmp_path / "a.docx")), **more)  # type: ignore[arg-type]


def heard(job: Job, setup: Setup = SETUP) -> tuple[Done, list[Done]]:
    """What a worker found out, and what it told before."""
    told: list[Done] = []
    return stages.report_work(setup)(job, told.append), told


def test_every_stage_is_told_when_it_is_done(tmp_path: Path) -> None:
    job = given(tmp_path)
    done, told = heard(job)
    assert [one.stage for one in told] == ["extract", "normalize"] and done.stage == ""
    assert (told[0].media_type, told[0].kind, told[0].rows) == (done.media_type, "docx", b"")
    assert told[1].rows == done.rows != b"" and done.made_from == digest(done.rows) and done.words == b""
    assert unpack(done.rows, Rows).kind == "docx" and done.pages is None


def test_known_rows_are_not_read_again_and_not_sent_back(tmp_path: Path) -> None:
    first, _ = heard(given(tmp_path))
    known = Job("b.docx", b"/nowhere/b.docx", "0" * 64, 1, rows=first.rows)
    again, told = heard(known)
    assert (again.rows, again.made_from) == (b"", digest(first.rows)) and [one.stage for one in told] == ["normalize"]
    (understood,) = unpack(again.values, Values).reports
    assert understood.name == "b.docx" and understood.records[0].measure_reported == ROW[1]


def test_bytes_that_were_not_listed_are_not_read(tmp_path: Path) -> None:
    job = given(tmp_path)
    for wrong in (replace(job, sha256="0" * 64), replace(job, data=b"other bytes")):
        with pytest.raises(stages.StillBeingWritten):
            heard(wrong)
    assert heard(replace(job, path=b"/nowhere", data=(tmp_path / "a.docx").read_bytes()))[0].values


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    job = given(tmp_path)
    assert heard(job, Setup("", Limits(file_bytes=job.size)))[0].values
    with pytest.raises(LimitExceeded) as refused:
        heard(job, Setup("", Limits(file_bytes=job.size - 1)))
    assert (refused.value.limit, refused.value.allowed, refused.value.value) == ("file_bytes", job.size - 1, job.size)


def test_second_looks_are_left_out_where_that_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    real = stages.read
    monkeypatch.setattr(stages, "read", lambda source, limits: looks.append(limits.page_looks) or real(source, limits))
    limits = Limits()
    for once in (False, True):
        heard(given(tmp_path, once=once))
    assert looks == [limits.page_looks, 0] and limits.page_looks > 0


def test_what_the_recogniser_said_is_kept_whatever_comes_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reading that asks the recogniser and then fails."""

    def read(source: object, limits: object) -> Document:
        raise DamagedFile("cut short")

    class Heard:
        def __init__(self, known: dict[bytes, object]) -> None:
            self.asked, self.used = True, {**known, b"new": ()}

    monkeypatch.setattr(stages, "Memory", Heard)
    monkeypatch.setattr(stages, "remembered", lambda memory: contextlib.nullcontext())
    monkeypatch.setattr(stages, "read", read)
    told: list[Done] = []
    job = given(tmp_path, words=pack(Words({b"old": ()})))
    with pytest.raises(DamagedFile):
        stages.report_work(SETUP)(job, told.append)
    assert [(one.stage, set(unpack(one.words, Words).answers)) for one in told] == [("read", {b"old", b"new"})]


def test_one_stage_alone(tmp_path: Path) -> None:
    job = given(tmp_path)
    told: list[Done] = []
    for stage, kind in (("read", Document), ("extract", RawReport), ("normalize", Report)):
        done = stages.single_work(replace(SETUP, stage=stage))(job, told.append)
        (record,) = stages.records_of(stage, done)
        assert isinstance(record, kind) and record.sha256 == job.sha256
    assert told[0] == Done(stage="extract")


def test_a_page_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = lambda source, page, limits: f"{source.name} {page} {limits.pages}".encode()  # noqa: E731
    monkeypatch.setattr("parsers.drawing.page_drawing", drawn)
    setup = Setup("", Limits(pages=9))
    assert stages.drawing_work(setup)(given(tmp_path, page=3), lambda known: None) == Done(document=b"a.docx 3 9")
