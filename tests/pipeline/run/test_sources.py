"""What counts as a submission, under which name, and what is not opened."""

from __future__ import annotations

import os
import threading
import time
import unicodedata
from pathlib import Path

import pytest

from pipeline.exits import Exit, Stop
from pipeline.run.sources import changed, list_folder, settle


def names(raw: Path) -> list[str]:
    return [item.name for item in list_folder(raw).found]


def test_order_depends_on_names_alone(tmp_path: Path) -> None:
    for name in ("б.pdf", "a.docx", "дэд/в.pdf", "A.docx", "дэд/а.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert names(tmp_path) == sorted(["б.pdf", "a.docx", "дэд/в.pdf", "A.docx", "дэд/а.pdf"])


def test_names_are_published_in_nfc_and_stay_unique(tmp_path: Path) -> None:
    composed, decomposed = "тайлан й.docx", unicodedata.normalize("NFD", "тайлан й.docx")
    (tmp_path / decomposed).write_text("1")
    assert names(tmp_path) == [composed]
    (tmp_path / composed).write_text("2")
    found = names(tmp_path)
    assert len(set(found)) == 2 and composed in found


def test_bytes_that_are_no_letters_are_written_out(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff\xfe.pdf")).write_text("1")
    assert names(tmp_path) == ["%FF%FE.pdf"]


def test_lock_hidden_and_temporary_files_are_passed_over_with_a_reason(tmp_path: Path) -> None:
    ignored = [
        "~$report.docx",
        ".~lock.report.odt#",
        ".hidden.pdf",
        "a.tmp",
        "b.part",
        "c.docx~",
        "Thumbs.db",
        "desktop.ini",
    ]
    for name in [*ignored, "good.docx"]:
        (tmp_path / name).write_text("x")
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX" / "good.docx").write_text("x")
    listing = list_folder(tmp_path)
    assert [item.name for item in listing.found] == ["good.docx"]
    assert {item.name for item in listing.ignored} == {*ignored, "__MACOSX"}
    assert all(item.reason for item in listing.ignored)


def test_links_out_of_the_folder_are_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.docx"
    secret.write_text("x")
    raw = tmp_path / "raw"
    (raw / "inner").mkdir(parents=True)
    (raw / "inner" / "real.docx").write_text("x")
    (raw / "out.docx").symlink_to(secret)
    (raw / "in.docx").symlink_to(raw / "inner" / "real.docx")
    (raw / "nowhere.docx").symlink_to(raw / "missing")
    (raw / "loop").symlink_to(raw)
    os.mkfifo(raw / "pipe.docx")
    listing = list_folder(raw)
    problems = {item.name: item.problem for item in listing.found}
    assert problems == {
        "in.docx": "",
        "inner/real.docx": "",
        "nowhere.docx": "broken_link",
        "out.docx": "outside_link",
        "pipe.docx": "not_a_file",
    }
    assert [item.name for item in listing.ignored] == ["loop"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        list_folder(tmp_path / "none")
    assert stop.value.code is Exit.NO_INPUT


def test_a_file_that_is_open_for_writing_waits(tmp_path: Path) -> None:
    (tmp_path / "done.docx").write_text("x")
    with (tmp_path / "busy.docx").open("w") as stream:
        stream.write("half")
        stream.flush()
        assert settle(list_folder(tmp_path).found, 0) == {"busy.docx"}
    assert settle(list_folder(tmp_path).found, 0) == set()


def test_a_file_that_changes_between_two_looks_waits(tmp_path: Path) -> None:
    (tmp_path / "growing.docx").write_text("x")
    listing = list_folder(tmp_path)
    grow = threading.Timer(0.05, lambda: (tmp_path / "growing.docx").write_text("xx"))
    grow.start()
    assert settle(listing.found, 0.2) == {"growing.docx"}
    assert changed(listing.found[0])


def test_a_quiet_folder_costs_no_pause(tmp_path: Path) -> None:
    (tmp_path / "old.docx").write_text("x")
    begun = time.monotonic()
    assert settle(list_folder(tmp_path).found, 5, now=time.time() + 60) == set()
    assert time.monotonic() - begun < 1


def test_a_relative_folder_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers have a working directory of their own."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.docx").write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    assert [Path(os.fsdecode(item.path)) for item in list_folder(Path("raw")).found] == [tmp_path / "raw" / "a.docx"]
