"""What this machine needs and has: libraries, Tesseract with its languages, processes, disk, rights, settings."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from normalizers.catalogue.files import load_catalogues
from normalizers.catalogue.model import CatalogueError
from pipeline.durable import free_bytes
from pipeline.run.editions import Shelf
from pipeline.run.survey import Paths
from pipeline.settings import Settings

OK, MISSING, OPTIONAL, WARNING = "ok", "MISSING", "optional", "warning"
CORE = (
    "click",
    "cv2",
    "docx",
    "lxml",
    "msgspec",
    "numpy",
    "openpyxl",
    "pandas",
    "pdfplumber",
    "PIL",
    "pyarrow",
    "pypdfium2",
    "rapidfuzz",
    "scipy",
    "tesserocr",
    "xlsxwriter",
)
EXTRAS = {
    "review": ("jinja2", "multipart", "starlette", "uvicorn"),
    "databases": ("duckdb", "psycopg"),
    "cluster": ("distributed",),
}
LANGUAGES = ("Cyrillic", "eng")
ROOM_BYTES = 1_000_000_000
PROGRAM_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: state (ok, MISSING, optional, warning), what, and what was seen or what to do."""

    state: str
    what: str
    words: str


def examine(settings: Settings, raw: Path | None = None, clean: Path | None = None) -> list[Check]:
    """All checks in the order of a person's questions. Changes nothing on disk."""
    checks = [*_python(), *_libraries(), *_tesseract(), *_processes(settings), *_reference(settings)]
    if raw:
        checks += _raw(raw)
    if clean:
        checks += _clean(Paths.of(raw or clean, clean, settings))
    return checks


def _python() -> Iterator[Check]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    fine = sys.version_info >= (3, 11)
    yield Check(OK if fine else MISSING, "Python", version if fine else f"{version}; 3.11 or later is needed")


def _libraries() -> Iterator[Check]:
    absent = [name for name in CORE if importlib.util.find_spec(name) is None]
    yield (
        Check(MISSING, "libraries", f"{', '.join(absent)}: pip install tailan")
        if absent
        else Check(OK, "libraries", "all present")
    )
    for extra, names in EXTRAS.items():
        lacking = [name for name in names if importlib.util.find_spec(name) is None]
        words = f"not installed: pip install 'tailan[{extra}]'" if lacking else "present"
        yield Check(OPTIONAL if lacking else OK, f"extra {extra}", words)


def _tesseract() -> Iterator[Check]:
    program = shutil.which("tesseract")
    if program is None:
        yield Check(MISSING, "Tesseract", "needed for scans: apt-get install tesseract-ocr tesseract-ocr-script-cyrl")
        return
    version = _said(program, "--version").splitlines()[:1]
    yield Check(OK, "Tesseract", version[0] if version else program)
    languages = {name.removeprefix("script/") for name in _said(program, "--list-langs").split()}
    lacking = [name for name in LANGUAGES if name not in languages]
    words = (
        f"missing {', '.join(lacking)}: apt-get install tesseract-ocr-script-cyrl" if lacking else ", ".join(LANGUAGES)
    )
    yield Check(MISSING if lacking else OK, "language data", words)


def _said(*command: str) -> str:
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=PROGRAM_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout or answer.stderr


def _processes(settings: Settings) -> Iterator[Check]:
    usable = len(os.sched_getaffinity(0))
    workers = settings.workers or usable
    yield Check(OK if workers <= usable else WARNING, "workers", f"{workers} on {usable} processors")
    wanted = workers * settings.limits.memory_bytes
    pages = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    words = f"{pages / 1e9:.1f} GB free; {workers} workers may take {wanted / 1e9:.1f} GB at most"
    yield Check(OK if pages >= wanted else WARNING, "memory", words)


def _reference(settings: Settings) -> Iterator[Check]:
    for what, place in (("catalogues", settings.catalogues), ("agencies", settings.agencies)):
        if place and not Path(place).exists():
            yield Check(MISSING, f"setting {what}", f"{place} does not exist")
            return
    try:
        known = load_catalogues(Path(settings.catalogues) if settings.catalogues else None)
    except (CatalogueError, OSError) as error:
        yield Check(MISSING, "catalogues", str(error))
    else:
        yield Check(OK, "catalogues", ", ".join(f"{one.id} ({len(one.measures)})" for one in known.items))


def _raw(raw: Path) -> Iterator[Check]:
    if not raw.is_dir():
        yield Check(MISSING, "raw folder", f"{raw} does not exist")
    elif not os.access(raw, os.R_OK | os.X_OK):
        yield Check(MISSING, "raw folder", f"{raw} cannot be read by this user")
    else:
        yield Check(OK, "raw folder", str(raw))


def _clean(paths: Paths) -> Iterator[Check]:
    for what, folder in (("output folder", paths.clean), ("state folder", paths.state)):
        place = folder
        while not place.exists() and place != place.parent:
            place = place.parent
        fine = os.access(place, os.W_OK | os.X_OK)
        yield Check(OK if fine else MISSING, what, str(folder) if fine else f"{place} cannot be written by this user")
        free = free_bytes(folder)
        yield Check(OK if free > ROOM_BYTES else WARNING, f"disk of the {what}", f"{free / 1e9:.1f} GB free")
    shown = Shelf(paths.clean).current()
    yield Check(OK, "edition shown", shown or "none yet")
