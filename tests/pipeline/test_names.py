"""File names as published: printable, unique, and a way back to the bytes on the disk; through whole runs."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from pipeline.cli import group
from pipeline.exits import Exit
from pipeline.names import exact, original, printable, reach
from pipeline.outputs.databases.duckdb_file import load
from pipeline.outputs.opening import edition
from pipeline.review.decisions import read as read_decisions
from pipeline.run import run as running
from pipeline.run.collect import Options
from pipeline.run.sources import list_folder
from pipeline.run.survey import Paths, selected
from pipeline.settings import Settings
from tests.pipeline import plans
from tests.pipeline.run import running_plans
from tests.pipeline.run.running_plans import LIMITS, run

STRANGE = (
    "Тайлан 2023.txt".encode("cp1251"),
    "Тайлан\nхоёр мөр\t.txt".encode(),
    "Тайлан%0Aхоёр мөр%09.txt".encode(),
    b"\xff\xfe.txt",
    b"%FF%FE.txt",
    b"\\xff\\xfe.txt",
    b"\xed\xa0\x80 surrogate.txt",
    b"100%.txt",
    b"100%25.txt",
    "й.txt".encode(),
    "и\u0306.txt".encode(),
    b"%D0%B8%CC%86.txt",
    "\u202etxt.fdp.txt".encode(),
    b"=1+1.txt",
    b" blank .txt",
    b"a:12",
    b"a",
    b"[1]?*.txt",
    b"report.docx#2",
    b"\x1b[31mred.txt",
    b"_x0041_<&>\"'.txt",
)
PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(list(STRANGE)),
    st.sampled_from([b"%", b"%4", b"1", b"\xd0", b"\xb8", "и".encode(), "\u0306".encode(), b"%FF", b"%ff"]),
)
NAMES = st.lists(PIECES, max_size=5).map(b"".join)


def published(folder: Path) -> list[str]:
    with (folder / "submissions.csv").open(encoding="utf-8", newline="") as stream:
        return [row["file"] for row in csv.DictReader(stream)]


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(NAMES)
def test_a_published_name_leads_back_to_the_bytes(name: bytes) -> None:
    text = os.fsencode(unicodedata.normalize("NFC", name.decode("utf-8", "surrogateescape")))
    assert original(printable(name)) == text
    assert original(exact(name)) == name and exact(name).isascii()
    printable(name).encode("utf-8")
    assert not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in printable(name) + exact(name))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sets(
        NAMES.filter(lambda name: name not in (b"", b".", b"..") and b"/" not in name and b"\0" not in name), max_size=6
    )
)
def test_different_names_never_collide(names: set[bytes]) -> None:
    """Two names with one published form differ in NFC alone; the exact form of neither is what another is called."""
    forms = [printable(name) for name in names]
    for name in names:
        if forms.count(printable(name)) > 1 and original(printable(name)) != name:
            assert exact(name) not in forms


@pytest.mark.slow
def test_every_strange_name_has_its_row_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = os.fsencode(tmp_path / "raw")
    os.makedirs(raw + b"/\xe4\xee\xf2")  # noqa: PTH103 - bytes
    names = [*STRANGE, b"\xe4\xee\xf2/inner.txt"]
    for number, name in enumerate(names):
        with open(raw + b"/" + name, "w") as stream:  # noqa: PTH123 - bytes
            stream.write(f"good {number}")
    assert run(tmp_path).exit_code == Exit.OK
    files = published(tmp_path / "clean")
    assert len(set(files)) == len(files) == len(names)
    assert {original(file) for file in files} == set(names)
    assert "й.txt" in files and "%D0%B8%CC%86.txt" in files and "%25D0%25B8%25CC%2586.txt" in files

    with sqlite3.connect(tmp_path / "clean" / "tailan.sqlite") as database:
        assert sorted(row[0] for row in database.execute("select file from submissions")) == sorted(files)
    assert sorted(pyarrow.parquet.read_table(tmp_path / "clean" / "submissions.parquet")["file"].to_pylist()) == sorted(
        files
    )
    assert load((tmp_path / "clean" / "current").resolve(), tmp_path / "a.duckdb", "main").rows["submissions"] == len(
        files
    )
    with duckdb.connect(str(tmp_path / "a.duckdb")) as duck:
        assert sorted(row[0] for row in duck.execute("select file from submissions").fetchall()) == sorted(files)
    sheet = openpyxl.load_workbook(tmp_path / "clean" / "tailan.xlsx")["submissions"]
    assert {unescape(str(row[0].value)) for row in sheet.iter_rows(min_row=2)} == set(files)

    state = tmp_path / ".tailan" / "clean"
    account = json.loads((state / "run.json").read_text(encoding="utf-8"))
    assert {item["file"] for item in account["files"]} == set(files)
    log = (state / "runs" / f"{account['run']}.jsonl").read_text(encoding="utf-8")
    assert {line["file"] for line in map(json.loads, log.splitlines()) if line["event"] == "read"} == set(files)
    assert run(tmp_path).unchanged

    assert run(tmp_path, options=Options(only=(os.fsdecode(STRANGE[0]),), force=True)).read == 1
    monkeypatch.chdir(tmp_path)
    for name in (*STRANGE[:4], b"a:12", b"\xe4\xee\xf2/inner.txt"):
        for typed in {printable(name), os.fsdecode(name)} - (set(files) - {printable(name)}):
            told = CliRunner().invoke(group, ["explain", "--clean", "clean", "--", typed], standalone_mode=False)
            assert told.exception is None, (typed, told.exception)
            assert told.stdout.splitlines()[0].split(maxsplit=1)[1] == printable(name)


def test_only_takes_a_name_as_published_and_as_on_the_disk() -> None:
    for name in STRANGE:
        assert selected(printable(name), (os.fsdecode(name),)) and selected(printable(name), (printable(name),))


@pytest.mark.slow
def test_review_and_show_take_strange_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = os.fsencode(tmp_path / "raw")
    os.mkdir(raw)  # noqa: PTH102 - bytes
    for number, name in enumerate(STRANGE):
        with open(raw + b"/" + name, "w") as stream:  # noqa: PTH123 - bytes
            stream.write(f"good doubtful {number}")
    monkeypatch.setattr("pipeline.run.assembly.open_engine", running_plans.engine)
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(
        group, ["review", "raw", "clean", "--export", "r.xlsx", "--by", "Болд"], standalone_mode=False
    )
    assert made.exception is None and f"{len(STRANGE)} rows" in made.stdout
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    words = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {printable("Тайлан 2023.txt".encode("cp1251")), "Тайлан%0Aхоёр мөр%09.txt"} <= words
    assert read_decisions(tmp_path / "decisions.jsonl") == ((), ())


def deep(base: Path, part: bytes, levels: int) -> bytes:
    """A file so many folders below ``base/raw``, made step by step; its path."""
    (base / "raw").mkdir()
    descriptor = os.open(base / "raw", os.O_RDONLY)
    for _ in range(levels):
        os.mkdir(part, dir_fd=descriptor)
        inner = os.open(part, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    file = os.open(b"a.txt", os.O_WRONLY | os.O_CREAT, dir_fd=descriptor)
    os.write(file, b"good")
    os.close(file)
    os.symlink("/etc/passwd", b"link.txt", dir_fd=descriptor)
    os.close(descriptor)
    return os.fsencode(base / "raw") + (b"/" + part) * levels + b"/a.txt"


@pytest.fixture
def raw_emptied(tmp_path: Path) -> Iterator[Path]:
    """A folder whose ``raw`` is gone afterwards: pytest removes old folders by recursion, which ends before 1,900."""
    yield tmp_path
    subprocess.run(["rm", "-rf", tmp_path / "raw"], check=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    [
        pytest.param(b"d", id="short", marks=pytest.mark.slow),
        pytest.param("дэд".encode(), id="longer than the kernel takes"),
    ],
)
def test_1900_folders_deep(raw_emptied: Path, part: bytes) -> None:
    tmp_path = raw_emptied
    path = deep(tmp_path, part, 1900)
    (tmp_path / "raw" / "b.txt").write_text("good 2")
    account = run(tmp_path)
    rows = {item["file"]: (item["status"], item["reason"]) for item in account.files}
    below = os.fsdecode(part) + "/"
    assert rows == {
        below * 1900 + "a.txt": ("ok", ""),
        below * 1900 + "link.txt": ("rejected", "outside_link"),
        "b.txt": ("ok", ""),
    }
    with reach(path) as near, open(near) as stream:  # noqa: PTH123 - bytes
        assert stream.read() == "good"
    assert run(tmp_path).unchanged


def test_of_two_forms_of_one_name_the_composed_keeps_it(tmp_path: Path) -> None:
    for name in ("й", "и\u0306"):
        (tmp_path / f"{name}.txt").write_text(name)
    found = {item.name: Path(os.fsdecode(item.path)).read_text() for item in list_folder(tmp_path).found}
    assert found == {"й.txt": "й", "%D0%B8%CC%86.txt": "и\u0306"}


@pytest.mark.slow
def test_folders_whose_names_are_not_utf_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Raw folder, output, state, decisions and reference data all stand below such a folder."""
    base = tmp_path / os.fsdecode("хавтас".encode("cp1251"))
    plans.write(base / "raw", a="good", b="good")
    (base / "cats").mkdir()
    (base / "agencies.csv").write_text("agency_id,agency\n1,Хангай сум\n", encoding="utf-8")
    monkeypatch.chdir(base)
    settings_ = Settings(settle_seconds=0, workers=1, catalogues="cats", agencies="agencies.csv", limits=LIMITS)
    paths = Paths.of(Path("raw"), Path("clean").absolute(), settings_)
    account = running.run(paths, settings_, Options(), lambda done, total: None)
    assert [item["status"] for item in account.files] == ["rejected", "rejected"]  # a plan is no report
    assert running.run(paths, settings_, Options(), lambda done, total: None).unchanged
    for engine in ("duckdb", "sqlite"):
        told = CliRunner().invoke(
            group, ["query", "select file from submissions", "--engine", engine, "--clean", "clean"]
        )
        assert "a.txt" in told.stdout
    assert load(edition(Path("clean")), tmp_path / "a.duckdb", "main").rows["submissions"] == 2
