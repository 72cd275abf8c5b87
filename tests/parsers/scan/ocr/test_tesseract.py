"""Tesseract keeps to one thread, in this process and in those it starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from parsers.errors import LimitExceeded, OcrUnavailable
from parsers.scan.ocr import tesseract
from parsers.scan.ocr.tessdata import LanguageData
from parsers.scan.ocr.tesseract import Command, Reading, Segmentation, parse_table
from parsers.scan.raster import PixelBox


def test_one_thread_also_for_children() -> None:
    code = (
        "import os, subprocess, sys, parsers.scan.ocr.tesseract; "
        "print(subprocess.check_output([sys.executable, '-c', 'import os; print(os.environ[\"OMP_THREAD_LIMIT\"])'], text=True))"
    )
    bare = {name: value for name, value in os.environ.items() if name != "OMP_THREAD_LIMIT"}
    said = subprocess.check_output([sys.executable, "-c", code], text=True, env=bare)
    assert said.strip() == "1"


ROW = "5\\t1\\t1\\t1\\t1\\t1\\t10\\t20\\t30\\t8\\t{}\\tажил\\n"


def program(folder: Path, script: str) -> Command:
    """A program in place of Tesseract that does what the shell script says with its picture read."""
    file = folder / "tesseract"
    file.write_text(f'#!/bin/sh\ncat > {folder}/picture\necho "$@" > {folder}/asked\n{script}\n', encoding="utf-8")
    file.chmod(0o755)
    return Command(str(file), "tesseract 5")


def model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "language_data", lambda: LanguageData(Path("/models"), "Cyrillic", ""))


PICTURE = np.full((20, 30), 255, np.uint8)


def test_the_program_is_given_the_picture_and_answers_with_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model(monkeypatch)
    found = program(tmp_path, f"printf '{ROW.format(96.5)}'").read(PICTURE, Segmentation.LINE, "Cyrillic+eng")
    assert found == [Reading("ажил", PixelBox(10, 20, 40, 28), 0.965)]
    asked = (tmp_path / "asked").read_text(encoding="utf-8").split()
    assert asked[:8] == ["stdin", "stdout", "-l", "Cyrillic+eng", "--tessdata-dir", "/models", "--psm", "7"]
    assert "tessedit_do_invert=0" in asked and asked[-1] == "tsv"
    assert (tmp_path / "picture").read_bytes().startswith(b"\x89PNG")


def test_a_program_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model(monkeypatch)
    with pytest.raises(OcrUnavailable, match=r"tesseract failed \(3\): no model"):
        program(tmp_path, "echo no model >&2; exit 3").read(PICTURE, Segmentation.BLOCK, "Cyrillic")
    with pytest.raises(LimitExceeded, match="ocr_page_cpu_seconds"):
        program(tmp_path, "kill -XCPU $$").read(PICTURE, Segmentation.BLOCK, "Cyrillic")


def test_only_rows_of_words_with_letters_count() -> None:
    def row(level: int, text: str, confidence: float = 90, columns: int = 12) -> str:
        parts = [str(level), *"11111", "10", "20", "30", "8", str(confidence), text]
        return "\t".join(parts[:columns])

    table = "\n".join(
        [row(5, "а"), row(4, "б"), row(5, "  "), row(5, "в", columns=11), row(5, "г", -1), row(5, "д", 120)]
    )
    assert [(one.text, one.confidence) for one in parse_table(table)] == [("а", 0.9), ("г", 0.0), ("д", 1.0)]
