"""Cached results hold exactly as long as the same would come out again, and only as long as every bit of them stands."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from normalizers.catalogue.files import shipped
from normalizers.report import Facts, Supplied
from parsers.document import BBox, Cell, Document, Paragraph, Place, Table
from parsers.errors import LimitExceeded
from parsers.limits import Limits
from parsers.report import RawReport
from parsers.scan.ocr.tesseract import Reading
from pipeline.outputs.building.kept import KeptReports
from pipeline.run.collect import Options, collect, plan
from pipeline.run.sources import digest as digest_of_file
from pipeline.run.sources import list_folder
from pipeline.run.survey import Source
from pipeline.workers import cache as module
from pipeline.workers.cache import OLD_VERSION_SECONDS, Cache, Rows, Values, Words, digest
from pipeline.workers.engine import Supply
from pipeline.workers.failures import failure, from_error
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.outcome import Outcome
from pipeline.workers.packing import pack, pack_document, unpack, unpack_document
from pipeline.workers.stages import report_work
from tests.builders.submissions import fill
from tests.pipeline.plans import report

LIMITS = Limits()
JOB = Job("a.pdf", "a.pdf", "5" * 64, 1)
ROWS = pack(Rows("application/pdf", "scan", 2, (RawReport("a.pdf", JOB.sha256, "scan", ()),)))
WORDS = pack(Words({b"picture": (Reading("ажил", (1, 2, 3, 4), 0.9),)}))
SCAN = Done(
    words=WORDS,
    rows=ROWS,
    made_from=digest(ROWS),
    values=pack(Values((report(JOB),))),
    kind="scan",
    media_type="m",
    pages=2,
)


def cache(folder: Path, limits: Limits = LIMITS, **versions: str) -> Cache:
    chosen = {"words": "1" * 16, "rows": "1" * 16, "values": "1" * 16, "tables": "1" * 16, "ocr": "5.3", **versions}
    return Cache(folder, **chosen, limits=limits)


def kept(folder: Path, done: Done = SCAN, job: Job = JOB) -> None:
    written = cache(folder)
    written.keep(job, done)
    written.settle()


def test_a_document_comes_back_with_all_its_parts() -> None:
    table = Table(
        1, 2, (Cell(0, 0, "а", places=(Place(1, BBox(0.0, 1.0, 2.0, 3.0)),)), Cell(0, 1, "б", confidence=0.5))
    )
    document = Document("a", "0", 1, "m", "pdf", (Paragraph("өвөл"), table, Paragraph("")))
    assert unpack_document(pack_document(document)) == document


def test_what_was_kept_is_found_under_the_same_conditions(tmp_path: Path) -> None:
    told = cache(tmp_path).keep(JOB, SCAN)
    assert told.kept and (told.numbers, told.kind, told.pages, told.failure) == ((1,), "scan", 2, None)
    kept(tmp_path)
    assert cache(tmp_path).known(JOB.sha256, JOB.file) == told
    assert cache(tmp_path).reports(told.kept) == (report(JOB),)
    assert cache(tmp_path).reports(replace(told.kept, digest="0")) is None


@pytest.mark.parametrize(
    "other",
    [{"values": "2"}, {"rows": "2"}, {"ocr": "5.4"}, {"limits": replace(LIMITS, pages=1)}],
    ids=["normalizers", "parsers", "OCR", "tighter limits"],
)
def test_another_version_is_another_result(tmp_path: Path, other: dict[str, str]) -> None:
    kept(tmp_path)
    assert cache(tmp_path, **other).known(JOB.sha256, JOB.file) is None  # type: ignore[arg-type]


def test_a_job_is_given_the_latest_stage_that_still_holds(tmp_path: Path) -> None:
    kept(tmp_path)
    assert cache(tmp_path, values="2").supplied(JOB) == replace(JOB, rows=ROWS)
    assert cache(tmp_path, rows="2").supplied(JOB) == replace(JOB, words=WORDS)
    assert cache(tmp_path, rows="2", words="2").supplied(JOB) == JOB


def test_values_are_those_of_the_rows_that_stand_beside_them(tmp_path: Path) -> None:
    kept(tmp_path)
    other = pack(Rows("application/pdf", "pdf", 2, (RawReport("a.pdf", JOB.sha256, "pdf", ()),)))
    kept(tmp_path, Done(rows=other, made_from=digest(other), failure=failure("killed", lasting=False)))
    assert cache(tmp_path).known(JOB.sha256, JOB.file) is None
    assert cache(tmp_path).supplied(JOB).rows == other


def test_wider_limits_change_no_success_but_every_tripped_limit(tmp_path: Path) -> None:
    wider = replace(LIMITS, pages=LIMITS.pages + 1)
    bad = replace(JOB, sha256="b" * 64)
    kept(tmp_path)
    kept(tmp_path, Done(failure=from_error(LimitExceeded("pages", 500, 501)), stage="read"), bad)
    assert cache(tmp_path, limits=wider).known(JOB.sha256, JOB.file)
    assert cache(tmp_path, limits=wider).known(bad.sha256, bad.file) is None
    assert cache(tmp_path).known(bad.sha256, bad.file)


def test_files_read_without_ocr_do_not_ask_for_its_version(tmp_path: Path) -> None:
    kept(tmp_path, replace(SCAN, kind="docx"))
    assert cache(tmp_path, ocr="none").known(JOB.sha256, JOB.file)


def test_a_renamed_file_is_understood_again_but_not_read_again(tmp_path: Path) -> None:
    kept(tmp_path)
    renamed = replace(JOB, file="b.pdf")
    assert cache(tmp_path).known(JOB.sha256, "b.pdf") is None and cache(tmp_path).supplied(renamed).rows == ROWS


def test_passing_failures_are_not_kept_but_what_came_before_them_is(tmp_path: Path) -> None:
    died = Done(words=WORDS, failure=failure("killed", lasting=False), stage="extract")
    kept(tmp_path, died)
    assert cache(tmp_path).known(JOB.sha256, JOB.file) is None
    assert cache(tmp_path).supplied(JOB) == replace(JOB, words=WORDS)


def test_a_file_whose_values_cannot_be_made_is_tried_again_with_other_normalizers_only(tmp_path: Path) -> None:
    kept(tmp_path, replace(SCAN, values=b"", failure=failure("program_error"), stage="normalize"))
    found = cache(tmp_path).known(JOB.sha256, JOB.file)
    assert found and found.failure and found.failure.code == "program_error"
    assert cache(tmp_path, values="2").known(JOB.sha256, JOB.file) is None
    assert cache(tmp_path, values="2").supplied(JOB).rows == ROWS


def test_no_space_means_no_cache(tmp_path: Path) -> None:
    full = Cache(tmp_path, "1", "1", "1", "", LIMITS, min_free=1 << 60)
    told = full.keep(JOB, SCAN)
    full.settle()
    assert list(tmp_path.iterdir()) == []
    assert told.kept and full.reports(told.kept) == (report(JOB),)


def test_old_versions_go_and_the_rest_stays(tmp_path: Path) -> None:
    kept(tmp_path)
    entries = set(tmp_path.glob("*/*/*"))
    old = [tmp_path / name for name in ("documents/1/a", "words/0/a")]
    young = [tmp_path / "rows" / "0" / "a"]
    for path in (*old, *young):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    for path in old:
        os.utime(path.parent, (0, 0))
    cache(tmp_path).tidy()
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == entries | set(young)
    assert cache(tmp_path).known(JOB.sha256, JOB.file)


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_no_flipped_bit_is_ever_believed(tmp_path: Path) -> None:
    """2,400 single bits in entries of every stage, and torn or zeroed ends: each makes its entry absent."""
    kept(tmp_path)
    made = cache(tmp_path)
    made.keep_made("key", b"rows of the tables")
    made.settle()
    choose = random.Random(20251130)
    places = {stage: next((tmp_path / stage).rglob("*/*")) for stage in ("words", "rows", "values", "tables")}
    reads: dict[str, Callable[[], bool]] = {
        "words": lambda: cache(tmp_path, rows="2").supplied(JOB) == JOB,
        "rows": lambda: cache(tmp_path).known(JOB.sha256, JOB.file) is None and not cache(tmp_path).supplied(JOB).rows,
        "values": lambda: cache(tmp_path).known(JOB.sha256, JOB.file) is None,
        "tables": lambda: cache(tmp_path).made("key") is None,
    }
    for stage, place in places.items():
        whole = place.read_bytes()
        assert not reads[stage]()
        damaged = [flipped(whole, choose.randrange(len(whole) * 8)) for _ in range(800)]
        for end in [*range(40), *(choose.randrange(len(whole) - 8) for _ in range(40))]:
            damaged += [whole[:end], whole[:end] + bytes(len(whole) - end)]
        damaged += [
            bytes(len(whole)),
            whole + b"\0",
            whole + whole,
            *(p.read_bytes() for p in places.values() if p != place),
        ]
        for data in damaged:
            place.write_bytes(data)
            assert reads[stage](), (stage, len(data))
        place.write_bytes(whole)


class Here:
    """An engine that does every job in this process."""

    def __init__(self) -> None:
        self.work = report_work(Setup("", LIMITS))
        self.supplied: list[Job] = []

    def run(self, jobs: list[Job], supply: Supply) -> list[tuple[Job, Done]]:
        self.supplied = [supply(job) for job in jobs]
        return [(job, self.work(given, lambda known: None)) for job, given in zip(jobs, self.supplied, strict=True)]

    def close(self) -> None:
        return


def outcomes(folder: Path, found: Cache) -> tuple[list[Outcome], list[Job]]:
    """The outcomes with their reports, and the jobs as they were given to the engine."""
    sources = tuple(Source(item, digest_of_file(item.path)) for item in list_folder(folder / "raw").found)
    engine = Here()
    collected = collect(sources, plan(sources, found, Options()), found, engine, lambda job, done: None)  # type: ignore[arg-type]
    reports = KeptReports(found, shipped())
    return [replace(one, report=reports.read(one), kept=None) for one in collected.outcomes], engine.supplied


@pytest.mark.parametrize("damage", ["flip", "torn", "zeroed tail", "zeroed page", "swapped"])
@pytest.mark.parametrize("stage", ["rows", "values"])
def test_damage_changes_nothing_but_time(tmp_path: Path, stage: str, damage: str) -> None:
    fill(tmp_path / "raw", 3)
    first, read = outcomes(tmp_path, cache(tmp_path / "cache"))
    assert len(read) == 3 and all(outcome.report for outcome in first)
    choose = random.Random(f"{stage} {damage}")
    files = sorted((tmp_path / "cache" / stage).rglob("*/*"))
    swapped = files[1:] + files[:1]
    for path, data in [(path, other.read_bytes()) for path, other in zip(files, swapped, strict=True)]:
        whole, at = path.read_bytes(), choose.randrange(100, path.stat().st_size - 100)
        path.write_bytes(
            {
                "flip": flipped(whole, choose.randrange(len(whole) * 8)),
                "torn": whole[:at],
                "zeroed tail": whole[:at] + bytes(len(whole) - at),
                "zeroed page": whole[:at] + bytes(50) + whole[at + 50 :],
                "swapped": data,
            }[damage]
        )
    again, read = outcomes(tmp_path, cache(tmp_path / "cache"))
    assert again == first
    assert [bool(job.rows) for job in read] == [stage == "values"] * 3
    assert outcomes(tmp_path, cache(tmp_path / "cache")) == (first, [])


def test_packed_records_come_back() -> None:
    assert unpack(WORDS, Words).answers[b"picture"][0].box == (1, 2, 3, 4)
    assert unpack(ROWS, Rows).kind == "scan"


def test_free_space_is_looked_up_every_hundred_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Path] = []
    monkeypatch.setattr(module, "free_bytes", lambda folder: looks.append(folder) or 1_000)
    found = replace(cache(tmp_path), min_free=1_000)
    assert [found._short_of_space() for _ in range(201)] == [False] * 201 and len(looks) == 3
    full = replace(cache(tmp_path), min_free=1_001)
    assert [full._short_of_space() for _ in range(3)] == [True] * 3 and len(looks) == 4, "a full disk stays full"


def test_a_disk_that_fills_up_ends_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_whole", full)
    written = cache(tmp_path)
    known = written.keep(JOB, SCAN)
    written.settle()
    assert written._short_of_space() and list(tmp_path.iterdir()) == []
    assert known.kept and written.reports(known.kept) == (report(JOB),), "what is needed stays in memory"


def test_only_so_many_entries_wait_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    written, most = cache(tmp_path), 0
    for number in range(9):
        written._store(f"rows/1/{number}", b"x")
        most = max(most, len(written._waiting))
    assert most == 2
    written.settle()
    written.settle()
    assert len(list((tmp_path / "rows" / "1").iterdir())) == 9 and not written._waiting


def test_a_refused_file_is_known_with_what_it_says_of_itself(tmp_path: Path) -> None:
    facts = Facts(agency="Сангийн яам")
    why = failure("program_error")
    told = cache(tmp_path).keep(JOB, replace(SCAN, values=pack(Values((), facts)), failure=why))
    assert (told.numbers, told.kept, told.facts, told.failure) == ((), None, facts, why)
    kept(tmp_path, replace(SCAN, values=pack(Values((), facts)), failure=why))
    assert cache(tmp_path).known(JOB.sha256, JOB.file) == told


def test_values_without_a_report_or_a_reason_are_none(tmp_path: Path) -> None:
    kept(tmp_path, replace(SCAN, values=b""))
    assert cache(tmp_path).known(JOB.sha256, JOB.file) is None


def test_supplied_facts_are_part_of_what_a_report_is_made_of(tmp_path: Path) -> None:
    told = Supplied(agency="Сангийн яам", source="sidecar")
    kept(tmp_path, SCAN, replace(JOB, supplied=told))
    assert cache(tmp_path).known(JOB.sha256, JOB.file) is None
    assert cache(tmp_path).known(JOB.sha256, JOB.file, told)
    assert cache(tmp_path).known(JOB.sha256, JOB.file, replace(told, agency="Сан")) is None


def test_a_version_that_is_used_stays_young(tmp_path: Path) -> None:
    kept(tmp_path)
    used = tmp_path / "rows" / ("1" * 16)
    for version, age in ((used, 10**9), (tmp_path / "rows" / "2", OLD_VERSION_SECONDS - 99)):
        version.mkdir(exist_ok=True)
        os.utime(version, (time.time() - age, time.time() - age))
    cache(tmp_path).tidy()
    assert (tmp_path / "rows" / "2").is_dir() and time.time() - used.stat().st_mtime < 99
    os.utime(tmp_path / "rows" / "2", (time.time() - OLD_VERSION_SECONDS - 1,) * 2)
    cache(tmp_path).tidy()
    assert not (tmp_path / "rows" / "2").exists() and used.is_dir()
    assert not module._is_old(tmp_path / "gone")
    module._touch(tmp_path / "gone")
