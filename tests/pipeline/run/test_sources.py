"""What counts as a submission, under which name, and what is not opened."""

from __future__ import annotations

import hashlib
import os
import threading
import time
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.exits import Exit, Stop
from pipeline.run.sources import (
    CHUNK,
    FACTS,
    _unseen,
    changed,
    check_apart,
    check_filled,
    digest,
    is_facts,
    list_folder,
    passed_over,
    settle,
)


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


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("THUMBS.DB", "made by Windows"),
        ("a.PART", "unfinished download"),
        ("a.docx~", "backup copy of an editor"),
        (".~lock.a.odt#", "lock file of LibreOffice"),
        ("thumbs.db.docx", ""),
        ("part", ""),
        ("a~b.docx", ""),
    ],
)
def test_why_a_name_is_passed_over(name: str, reason: str) -> None:
    assert passed_over(name) == reason


@pytest.mark.parametrize(
    ("name", "facts"),
    [("a.tailan.toml", True), ("x/.tailan.toml", False), (".tailan.toml", False), ("x/facts.csv", False)],
)
def test_what_is_called_like_facts(name: str, facts: bool) -> None:
    assert is_facts(name) is facts


def test_files_of_facts_are_listed_apart(tmp_path: Path) -> None:
    for name in ("a.docx", "a.docx.tailan.toml", "facts.csv"):
        (tmp_path / name).write_text("x")
    (tmp_path / "b.tailan.toml").mkdir()
    (tmp_path / "c.tailan.toml").symlink_to(tmp_path / "a.docx")
    listing = list_folder(tmp_path)
    assert [name for name, _ in listing.facts] == ["a.docx.tailan.toml", "facts.csv"]
    assert [item.name for item in listing.found] == ["a.docx", "c.tailan.toml"]
    assert [item.reason for item in listing.ignored] == [FACTS, FACTS]


@pytest.mark.parametrize(
    ("clean", "code"), [("raw", Exit.USAGE), ("raw/out", Exit.USAGE), ("out", None), ("rawer", None), ("/", Exit.USAGE)]
)
def test_the_output_lies_apart_from_the_input(tmp_path: Path, clean: str, code: Exit | None) -> None:
    if code is None:
        check_apart(tmp_path / "raw", tmp_path / clean)
        check_apart(tmp_path / clean / "raw", tmp_path / clean)
        return
    with pytest.raises(Stop) as stop:
        check_apart(tmp_path / "raw", tmp_path / clean)
    assert stop.value.code is code


def test_a_folder_without_submissions_is_told(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="holds no submissions"):
        check_filled(tmp_path)
    (tmp_path / "a.docx").write_text("x")
    check_filled(tmp_path)


def test_only_a_file_that_changed_a_moment_ago_is_looked_at_twice(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("x")
    (item,) = list_folder(tmp_path).found
    (tmp_path / "a.docx").write_text("xx")
    moment = max(item.look[1:3]) / 1e9
    assert settle([item], 0, now=moment + 9.9) == {"a.docx"}
    assert settle([item], 0, now=moment + 10.1) == set()
    assert settle([replace(item, problem="not_a_file")], 0, now=moment) == set()


def test_why_a_file_must_not_be_read_as_it_was_found(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("x")
    (item,) = list_folder(tmp_path).found
    assert (changed(item), item.size) == ("", 1)
    assert changed(replace(item, look=(2, *item.look[1:]))) == "still_being_written"
    assert changed(replace(item, path=item.path + b"/below")) == "still_being_written"
    assert changed(replace(item, path=item.path + b"x")) == "vanished"


def test_the_digest_is_over_all_bytes(tmp_path: Path) -> None:
    data = b"x" * (CHUNK + 1)
    (tmp_path / "a").write_bytes(data)
    assert digest(os.fsencode(tmp_path / "a")) == hashlib.sha256(data).hexdigest()
    (tmp_path / "a").write_bytes(b"")
    assert digest(os.fsencode(tmp_path / "a")) == hashlib.sha256(b"").hexdigest()


def test_what_could_not_be_seen_says_why() -> None:
    unseen = _unseen("a", b"/a", "read_error", OSError(5, "Input/output error"))
    assert (unseen.problem, unseen.detail, unseen.look) == ("read_error", "Input/output error", (0, 0, 0, 0))
    assert _unseen("a", b"/a", "read_error", OSError()).detail == ""
