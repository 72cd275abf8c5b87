"""What results depend on beside the files: our own code and data, libraries, OCR and reference data, each as a digest.

Nobody has to remember to raise a version number: a changed module is another version. The walls between the packages
say what a stage cannot use, so its version is that of the packages named here; a test holds that what a stage loads
is named, and that no library is named that it does not use. Cheap enough for every run (10 ms).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parsers.scan.ocr.tessdata import LATIN, MONGOLIAN, package_places, system_places
from pipeline.workers.messages import Setup

ROOT = Path(__file__).parents[2]
ROOMS = ("parsers", "normalizers", "pipeline")
OPENCV = ("opencv_python", "opencv_python_headless", "opencv_contrib_python", "opencv_contrib_python_headless")


@dataclass(frozen=True, slots=True)
class Stage:
    """What makes the result of a stage: files and folders of the program, and libraries by the names of their
    distributions."""

    code: tuple[str, ...]
    libraries: tuple[str, ...]

    def version(self) -> str:
        """Digest of all of it."""
        files = [path for name in self.code for path in _files(ROOT / name)]
        return digest_of([*_digests(files), *_installed(self.libraries)])


_FACE = ("parsers/__init__.py", "parsers/document.py", "parsers/errors.py", "parsers/limits.py")

_KEPT = ("pipeline/workers/stages.py", "pipeline/workers/packing.py", "pipeline/workers/cache.py")

WORDS = Stage(
    tuple(f"parsers/scan/ocr/{name}.py" for name in ("memory", "tessdata", "tesseract")),
    ("tesserocr",),
)
"""A picture of print -> what the recogniser says: how it is asked. What is asked (the pixels, however they came to be)
stands in the key of every single answer, so numpy and OpenCV, which only carry them, do not count."""

ROWS = Stage(
    (
        *_FACE,
        *(f"parsers/{name}.py" for name in ("extraction", "reading", "report")),
        *(f"parsers/{name}" for name in ("docx", "language", "layout", "measures", "pdf", "reshaping", "scan")),
        *_KEPT,
    ),
    ("cffi", "lxml", "msgspec", "numpy", *OPENCV, "pillow", "pypdfium2", "rapidfuzz", "scipy", "tesserocr"),
)
"""A file -> its measure rows as printed."""

VALUES = Stage(
    (
        *_FACE,
        "parsers/language",
        "parsers/report.py",
        *(f"normalizers/{name}.py" for name in ("__init__", "normalize", "report", "settings")),
        *(f"normalizers/{name}" for name in ("catalogue", "front", "linkage", "lookups", "rows", "values")),
        "pipeline/register",
        "pipeline/user_files.py",
        *_KEPT,
    ),
    ("msgspec", "numpy", "rapidfuzz", "scipy"),
)
"""Measure rows -> the report."""

WORK = Stage(ROOMS, ROWS.libraries)
"""A file -> its report, wherever that is done."""

PROGRAM = Stage(
    ROOMS,
    (*ROWS.libraries, "pandas", "pyarrow", "xlsxwriter", "openpyxl", "jinja2"),
)
"""Files -> an edition."""


@cache
def program() -> str:
    """Version of everything that takes part in an edition."""
    return PROGRAM.version()


@cache
def work() -> str:
    """Version of what a worker runs."""
    return WORK.version()


@cache
def words() -> str:
    """Version of how the recogniser is asked."""
    return WORDS.version()


@cache
def rows() -> str:
    """Version of what makes rows out of a file."""
    return ROWS.version()


@cache
def values() -> str:
    """Version of what makes a report out of rows."""
    return VALUES.version()


def _files(folder: Path) -> list[Path]:
    """All files below a folder in a stable order, without what Python makes; a file is itself."""
    found: list[Path] = [folder] if folder.is_file() else []
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        found += [Path(base, name) for name in sorted(names) if not name.endswith(".pyc") and not name.startswith(".")]
    return found


def _digests(files: Iterable[Path]) -> list[str]:
    return [f"{path.relative_to(ROOT)}={hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files]


def _installed(libraries: tuple[str, ...]) -> list[str]:
    """Names and versions of installed libraries, from the names of their metadata folders."""
    folders = {Path(entry) for entry in sys.path if "packages" in entry}
    names = (item.name.lower() for folder in folders if folder.is_dir() for item in folder.iterdir())
    found = {name for name in names if name.endswith(".dist-info") and name.partition("-")[0] in libraries}
    return [".".join(map(str, sys.version_info[:3])), *sorted(found)]


def of_work(setup: Setup) -> dict[str, str]:
    """What must be equal wherever the documents of one run are read, by names that a person understands."""
    return {
        "version of tailan or its libraries": work(),
        "Tesseract": ocr(),
        "reference data": reference(*map(os.fsdecode, (setup.catalogues, setup.agencies, setup.weights))),
    }


def differing(ours: dict[str, str], theirs: dict[str, str]) -> str:
    """What is not equal, as part of a sentence; empty if all is."""
    return ", ".join(name for name, value in ours.items() if theirs.get(name) != value)


@cache
def ocr() -> str:
    """Fingerprint of Tesseract and the models that may read a page: names and sizes in the order in which they are looked
    for, the same on every machine with the same data."""
    folders = dict.fromkeys([*system_places(), *package_places()])
    models = [folder / f"{name}.traineddata" for folder in folders for name in (*MONGOLIAN, LATIN)]
    binary = shutil.which("tesseract")
    return digest_of(_look(path) for path in [*models, *([Path(binary)] if binary else [])] if path.is_file())


def _look(path: Path) -> str:
    return f"{path.name}:{path.stat().st_size}"


def reference(*paths: str) -> str:
    """Digest of the contents of reference data: files, or folders with their files. Empty names and what does not exist
    count as nothing."""
    parts: list[str] = []
    for place in (Path(path) for path in paths if path):
        files = sorted(item for item in place.rglob("*") if item.is_file()) if place.is_dir() else [place]
        for item in files:
            if item.is_file():
                parts.append(f"{item.name}={hashlib.sha256(item.read_bytes()).hexdigest()}")
    return digest_of(parts)


def digest_of(parts: Iterable[str]) -> str:
    """SHA-256 of strings, separated so that no two lists give the same digest."""
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()
