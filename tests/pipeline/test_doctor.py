"""The doctor names what is missing on a machine and what to do about it, and calls nothing missing that is there."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from parsers.limits import Limits
from pipeline import doctor
from pipeline.doctor import MISSING, OK, OPTIONAL, WARNING, Check, examine
from pipeline.run.editions import Shelf
from pipeline.settings import Settings
from tests.pipeline.run.test_editions import publish

LIMITS = Limits(memory_bytes=1_000_000)
SETTINGS = Settings(workers=1, limits=LIMITS)


@pytest.fixture(autouse=True)
def well(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has all it needs."""
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(doctor, "_said", lambda *command: "tesseract 5.3.0\nscript/Cyrillic\neng\nosd")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1})
    monkeypatch.setattr(os, "sysconf", {"SC_AVPHYS_PAGES": 1_000, "SC_PAGE_SIZE": 2_000}.__getitem__)
    monkeypatch.setattr(doctor, "free_bytes", lambda folder: 2 * doctor.ROOM_BYTES)


def looked(settings: Settings = SETTINGS, raw: Path | None = None, clean: Path | None = None) -> dict[str, Check]:
    """The checks by what they look at; each speaks both languages."""
    found = examine(settings, raw, clean)
    assert all(check.words and check.words_mn and check.what_mn for check in found)
    assert len({check.what for check in found}) == len(found)
    return {check.what: check for check in found}


def states(found: dict[str, Check]) -> dict[str, str]:
    return {what: check.state for what, check in found.items() if check.state != OK}


def test_a_machine_with_everything_is_fine(tmp_path: Path) -> None:
    found = looked(raw=tmp_path, clean=tmp_path / "clean")
    assert states(found) == {}
    assert found["Tesseract"].words == "tesseract 5.3.0" and found["language data"].words == "Cyrillic, eng"
    assert found["memory"].words == "0.0 GB free; 1 workers may take 0.0 GB at most"
    assert found["workers"].words == "1 on 2 processors" and found["edition shown"].words == "none yet"
    assert found["libraries"].words == "all present" and "ub-2023" in found["catalogues"].words
    assert found["Python"].words == ".".join(map(str, sys.version_info[:3]))
    assert not {"raw folder", "output folder"} & set(looked())


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 9))
    assert looked()["Python"] == Check(
        MISSING, "Python", "3.10.9; 3.11 or later is needed", "Python", "3.10.9; 3.11 буюу шинэ нь хэрэгтэй"
    )
    monkeypatch.setattr(sys, "version_info", (3, 11, 0))
    assert looked()["Python"].state == OK


def test_missing_libraries_are_named_and_extras_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in {"cv2", "uvicorn"} else object())
    found = looked()
    assert states(found) == {"libraries": MISSING, "extra review": OPTIONAL}
    assert found["libraries"].words == "cv2: pip install tailan"
    assert found["extra review"].words == "not installed: pip install 'tailan[review]'"
    assert found["extra databases"].words == "present"


def test_a_missing_tesseract_or_language_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_said", lambda *command: "List of languages\nscript/Cyrillic\nosd")
    found = looked()
    assert states(found) == {"language data": MISSING}
    assert found["language data"].words == f"missing eng: {doctor.GET_CYRILLIC}"
    monkeypatch.setattr(doctor, "_said", lambda *command: "")
    assert looked()["Tesseract"].words == "/usr/bin/tesseract"
    monkeypatch.setattr(shutil, "which", lambda name: None)
    found = looked()
    assert states(found) == {"Tesseract": MISSING} and "language data" not in found


def test_what_a_program_says_wherever_it_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert doctor._said("sh", "-c", "echo out; echo trouble >&2") == "out\n"
    assert doctor._said("sh", "-c", "echo trouble >&2; exit 1") == "trouble\n"
    assert doctor._said("/no/such/program") == ""
    monkeypatch.setattr(doctor, "PROGRAM_SECONDS", 0.01)
    assert doctor._said("sleep", "5") == ""
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stdout="", stderr=""))
    assert doctor._said("quiet") == ""


def test_more_workers_or_memory_than_there_is_is_a_warning() -> None:
    assert states(looked(Settings(workers=2, limits=LIMITS))) == {}
    assert states(looked(Settings(workers=3, limits=LIMITS))) == {"workers": WARNING, "memory": WARNING}
    assert states(looked(Settings(workers=0, limits=Limits(memory_bytes=1_000_001)))) == {"memory": WARNING}
    plenty = looked(Settings(workers=0, limits=Limits(memory_bytes=2_000_000_000)))
    assert plenty["workers"].words == "2 on 2 processors"
    assert plenty["memory"].words == "0.0 GB free; 2 workers may take 4.0 GB at most"


def test_reference_data_that_is_not_there_is_named(tmp_path: Path) -> None:
    gone = str(tmp_path / "none")
    assert states(looked(Settings(limits=LIMITS, catalogues=gone))) == {"setting catalogues": MISSING}
    assert states(looked(Settings(limits=LIMITS, agencies=gone))) == {"setting agencies": MISSING}
    here = tmp_path / "agencies.csv"
    here.touch()
    assert states(looked(Settings(limits=LIMITS, agencies=str(here)))) == {}
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "broken.toml").write_text("= 1", encoding="utf-8")
    assert states(looked(Settings(limits=LIMITS, catalogues=str(tmp_path / "catalogue")))) == {"catalogues": MISSING}


def test_a_raw_folder_must_be_there_and_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = looked(raw=tmp_path / "none")
    assert found["raw folder"].words.endswith("does not exist") and states(found) == {"raw folder": MISSING}
    asked: list[int] = []
    monkeypatch.setattr(os, "access", lambda place, rights: asked.append(rights) or False)
    found = looked(raw=tmp_path)
    assert found["raw folder"].words.endswith("cannot be read by this user") and asked == [os.R_OK | os.X_OK]
    assert found["raw folder"].state == MISSING


def test_the_folders_that_are_written_need_rights_and_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Path, int]] = []
    monkeypatch.setattr(os, "access", lambda place, rights: asked.append((place, rights)) or False)
    monkeypatch.setattr(doctor, "free_bytes", lambda folder: doctor.ROOM_BYTES)
    found = looked(clean=tmp_path / "a" / "clean")
    assert states(found) == {
        "output folder": MISSING,
        "state folder": MISSING,
        "disk of the output folder": WARNING,
        "disk of the state folder": WARNING,
    }
    assert asked == [(tmp_path, os.W_OK | os.X_OK)] * 2, "what is there already decides"
    assert found["output folder"].words == f"{tmp_path} cannot be written by this user"
    assert found["disk of the output folder"].words == "1.0 GB free"


def test_the_edition_shown_is_named(tmp_path: Path) -> None:
    publish(Shelf(tmp_path / "clean"), "20250701T000000Z-a", submissions="1")
    found = looked(clean=tmp_path / "clean")
    assert found["edition shown"].words == "20250701T000000Z-a"
    assert found["output folder"].words == str(tmp_path / "clean")
    assert found["state folder"].words == str(tmp_path / ".tailan" / "clean")
