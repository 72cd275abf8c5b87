"""Where Tesseract's language data are on this machine, and which of them read Mongolian best.

``Cyrillic`` (the script model) with ``eng`` reads Mongolian, Latin words, digits and ``%``. The ``mon`` model has no
``%`` in its character set and is the second choice. Looked for in, and in this order: ``TESSDATA_PREFIX`` (the folder
itself or its parent), the places of system packages, the folder that the ``tesseract`` command names, installed Python
packages that carry ``*.traineddata``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parsers.errors import OcrUnavailable

SYSTEM_PLACES = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
MONGOLIAN = ("Cyrillic", "script/Cyrillic", "mon")
"""Names of models that read Mongolian, the best first (Debian installs the script models without their folder)."""

LATIN = "eng"
ANSWER_SECONDS = 10


@dataclass(frozen=True, slots=True)
class LanguageData:
    """A folder of ``*.traineddata``, the languages to read a page with, and the one for Latin words (empty if none)."""

    folder: Path
    languages: str
    latin: str

    @property
    def files(self) -> list[Path]:
        """The files that take part."""
        return [self.folder / f"{name}.traineddata" for name in self.languages.split("+")]


@cache
def language_data() -> LanguageData:
    """The best data of this machine. Raises OcrUnavailable when no folder has a model that reads Mongolian."""
    folders = list(dict.fromkeys([*system_places(), *_named_by_command(), *package_places()]))
    for name in MONGOLIAN:
        for folder in folders:
            if (folder / f"{name}.traineddata").is_file():
                latin = LATIN if (folder / f"{LATIN}.traineddata").is_file() else ""
                return LanguageData(folder, f"{name}+{latin}" if latin else name, latin)
    looked = "; ".join(map(str, folders)) or "–"
    raise OcrUnavailable(
        f"no Cyrillic or mon.traineddata for Tesseract (looked in: {looked})",
        f"Tesseract-ийн Cyrillic эсвэл mon.traineddata алга (хайсан хавтас: {looked})",
    )


def fingerprint() -> str:
    """16 hex digits over the language data in use; empty when there are none. For keys of caches."""
    try:
        data = language_data()
    except OcrUnavailable:
        return ""
    digest = hashlib.sha256(data.languages.encode())
    for path in data.files:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def system_places() -> Iterator[Path]:
    """Folders of language data that the machine has, the first looked at first."""
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        yield from (Path(prefix), Path(prefix) / "tessdata")
    for place in SYSTEM_PLACES:
        yield from sorted(Path("/").glob(place.lstrip("/")), reverse=True)


def package_places() -> Iterator[Path]:
    """Folders of language data that installed packages carry."""
    for entry in filter(None, sys.path):
        yield from sorted({found.parent for found in Path(entry).glob("tess*/**/*.traineddata")})


def _named_by_command() -> Iterator[Path]:
    """``tesseract --list-langs`` begins with: List of available languages in "/folder/" (4):"""
    program = shutil.which("tesseract")
    if program is None:
        return
    try:
        answer = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=ANSWER_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return
    parts = (answer.stdout or answer.stderr).partition("\n")[0].split('"')
    if len(parts) > 2:
        yield Path(parts[1])
