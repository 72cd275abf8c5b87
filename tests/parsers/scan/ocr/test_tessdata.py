"""Which language data read Mongolian best, and where they are found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from parsers.errors import OcrUnavailable
from parsers.scan.ocr import tessdata
from parsers.scan.ocr.tessdata import LanguageData, fingerprint, language_data


@pytest.fixture(autouse=True)
def nothing_else(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No language data on this machine but those that a test makes."""
    monkeypatch.setattr(tessdata, "SYSTEM_PLACES", ())
    monkeypatch.setattr("sys.path", [])
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    language_data.cache_clear()
    yield
    language_data.cache_clear()


def models(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / f"{name}.traineddata"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return folder


def test_the_script_model_with_latin_comes_before_the_language_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(models(tmp_path, "mon", "Cyrillic", "eng")))
    found = language_data()
    assert found == LanguageData(tmp_path, "Cyrillic+eng", "eng")
    assert found.files == [tmp_path / "Cyrillic.traineddata", tmp_path / "eng.traineddata"]


def test_a_better_model_in_a_later_folder_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = models(tmp_path / "a", "mon"), models(tmp_path / "b", "script/Cyrillic")
    monkeypatch.setattr(tessdata, "SYSTEM_PLACES", (f"{first}*", f"{second}*"))
    assert language_data() == LanguageData(second, "script/Cyrillic", "")


def test_the_folder_may_be_named_by_its_parent_or_lie_in_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(models(tmp_path / "x" / "tessdata", "mon").parent))
    assert language_data().folder == tmp_path / "x" / "tessdata"
    language_data.cache_clear()
    monkeypatch.delenv("TESSDATA_PREFIX")
    models(tmp_path / "site" / "tessdata_best" / "data", "mon")
    monkeypatch.setattr("sys.path", ["", str(tmp_path / "site")])
    assert language_data().folder == tmp_path / "site" / "tessdata_best" / "data"


def program(folder: Path, answer: str) -> str:
    """A folder with a ``tesseract`` that answers so."""
    folder.mkdir()
    script = folder / "tesseract"
    script.write_text(f"#!/bin/sh\n{answer}\n")
    script.chmod(0o755)
    return str(folder)


def test_the_program_names_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = models(tmp_path / "data", "mon")
    answer = f"echo 'List of available languages in \"{folder}\" (1):'"
    monkeypatch.setenv("PATH", program(tmp_path / "bin", answer))
    assert language_data().folder == folder
    language_data.cache_clear()
    monkeypatch.setenv("PATH", program(tmp_path / "other", "echo nothing to say; exit 3"))
    with pytest.raises(OcrUnavailable):
        language_data()


def test_without_a_model_it_says_where_it_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OcrUnavailable, match="looked in: –"):
        language_data()
    monkeypatch.setenv("TESSDATA_PREFIX", str(models(tmp_path, "rus", "eng")))
    with pytest.raises(OcrUnavailable, match=str(tmp_path)):
        language_data()
    assert fingerprint() == ""


def test_the_fingerprint_changes_with_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(models(tmp_path, "Cyrillic", "eng")))
    first = fingerprint()
    assert len(first) == 16 and first == fingerprint()
    (tmp_path / "eng.traineddata").write_bytes(b"newer")
    assert fingerprint() != first
