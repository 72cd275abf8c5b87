"""What results depend on beside the files: our own code and data, libraries, OCR and reference data, each as a digest.

Nobody has to remember to raise a version number: a changed module is another version. Cheap enough for every run (10
ms).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("parsers", "normalizers", "pipeline")
READER_LIBRARIES = (
    "lxml",
    "numpy",
    "opencv",
    "pdfminer",
    "pdfplumber",
    "pillow",
    "pypdfium2",
    "python_docx",
    "tesserocr",
)
LIBRARIES = (*READER_LIBRARIES, "rapidfuzz", "scipy", "msgspec", "pandas", "pyarrow", "xlsxwriter", "openpyxl")
TESSDATA = ("/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata")
IMPORT = re.compile(r"^\s*(?:from|import)\s+(parsers[\w.]*)(?:\s+import\s+(\([^)]*\)|[^\n]*))?", re.MULTILINE)


@cache
def program() -> str:
    """Digest of every module and data file of the three rooms and of the libraries that take part."""
    files = (path for room in ROOMS for path in _files(ROOT / room))
    return digest_of([*_digests(files), *_installed(LIBRARIES)])


@cache
def understanding() -> str:
    """Digest of what makes a Report out of a file: parsers and normalizers."""
    files = (path for room in ROOMS[:2] for path in _files(ROOT / room))
    return digest_of([*_digests(files), *_installed(LIBRARIES)])


@cache
def reader() -> str:
    """Digest of what makes a Document out of a file: the modules that ``parsers.reading`` reaches, and all data beside
    them that no other module asks for by name."""
    modules = _reached("parsers.reading")
    everything = list(_files(ROOT / "parsers"))
    others = "".join(_text(path) for path in everything if path.suffix == ".py" and path not in modules)
    own = "".join(_text(path) for path in modules)
    data = [path for path in everything if path.suffix != ".py" and (path.name in own or path.name not in others)]
    return digest_of([*_digests(sorted([*modules, *data])), *_installed(READER_LIBRARIES)])


def _reached(start: str) -> set[Path]:
    """Files of the parsers room that are imported from ``start``, directly or through others."""
    reached: set[Path] = set()
    waiting = [start]
    while waiting:
        path = _module_file(waiting.pop())
        if path is None or path in reached:
            continue
        reached.add(path)
        for module, names in IMPORT.findall(_text(path)):
            waiting += [module, *(f"{module}.{name}" for name in re.findall(r"\w+", names))]
    return reached


def _module_file(module: str) -> Path | None:
    base = ROOT.joinpath(*module.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _files(folder: Path) -> list[Path]:
    """All files below a room in a stable order, without what Python makes."""
    found: list[Path] = []
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
    found = {name for name in names if name.endswith(".dist-info") and name.startswith(libraries)}
    return [".".join(map(str, sys.version_info[:3])), *sorted(found)]


@cache
def ocr() -> str:
    """Fingerprint of Tesseract and its language data: names and sizes, the same on every machine with the same data."""
    prefix = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(prefix)] if prefix else [found for text in TESSDATA for found in sorted(_glob(text))]
    files = [path for folder in folders for path in sorted(folder.rglob("*.traineddata"))]
    binary = shutil.which("tesseract")
    return digest_of([_look(path) for path in [*files, *([Path(binary)] if binary else [])]])


def _glob(pattern: str) -> Iterable[Path]:
    return Path("/").glob(pattern.lstrip("/"))


def _look(path: Path) -> str:
    try:
        return f"{path.name}:{path.stat().st_size}"
    except OSError:
        return f"{path.name}:gone"


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
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
