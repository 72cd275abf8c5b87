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
GET_CYRILLIC = "apt-get install tesseract-ocr-script-cyrl"
GET_TESSERACT = "apt-get install tesseract-ocr tesseract-ocr-script-cyrl"
LANGUAGES = ("Cyrillic", "eng")
ROOM_BYTES = 1_000_000_000
PROGRAM_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: state (ok, MISSING, optional, warning), what, and what was seen or what to do; in English and
    Mongolian."""

    state: str
    what: str
    words: str
    what_mn: str
    words_mn: str


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
    yield Check(
        OK if fine else MISSING,
        "Python",
        version if fine else f"{version}; 3.11 or later is needed",
        "Python",
        version if fine else f"{version}; 3.11 буюу шинэ нь хэрэгтэй",
    )


def _libraries() -> Iterator[Check]:
    absent = [name for name in CORE if importlib.util.find_spec(name) is None]
    get = f"{', '.join(absent)}: pip install tailan"
    words, words_mn = (get, get) if absent else ("all present", "бүгд бий")
    yield Check(MISSING if absent else OK, "libraries", words, "сан", words_mn)
    for extra, names in EXTRAS.items():
        lacking = [name for name in names if importlib.util.find_spec(name) is None]
        words = f"not installed: pip install 'tailan[{extra}]'" if lacking else "present"
        words_mn = f"суулгаагүй: pip install 'tailan[{extra}]'" if lacking else "бий"
        yield Check(OPTIONAL if lacking else OK, f"extra {extra}", words, f"нэмэлт {extra}", words_mn)


def _tesseract() -> Iterator[Check]:
    program = shutil.which("tesseract")
    if program is None:
        yield Check(
            MISSING,
            "Tesseract",
            f"needed for scans: {GET_TESSERACT}",
            "Tesseract",
            f"скан уншихад хэрэгтэй: {GET_TESSERACT}",
        )
        return
    version = _said(program, "--version").splitlines()[:1]
    seen = version[0] if version else program
    yield Check(OK, "Tesseract", seen, "Tesseract", seen)
    languages = {name.removeprefix("script/") for name in _said(program, "--list-langs").split()}
    lacking = [name for name in LANGUAGES if name not in languages]
    words = f"missing {', '.join(lacking)}: {GET_CYRILLIC}" if lacking else ", ".join(LANGUAGES)
    words_mn = f"дутуу {', '.join(lacking)}: {GET_CYRILLIC}" if lacking else ", ".join(LANGUAGES)
    yield Check(MISSING if lacking else OK, "language data", words, "хэлний өгөгдөл", words_mn)


def _said(*command: str) -> str:
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=PROGRAM_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout or answer.stderr


def _processes(settings: Settings) -> Iterator[Check]:
    usable = len(os.sched_getaffinity(0))
    workers = settings.workers or usable
    yield Check(
        OK if workers <= usable else WARNING,
        "workers",
        f"{workers} on {usable} processors",
        "ажлын процесс",
        f"{workers}, процессор {usable}",
    )
    wanted = workers * settings.limits.memory_bytes
    pages = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    words = f"{pages / 1e9:.1f} GB free; {workers} workers may take {wanted / 1e9:.1f} GB at most"
    words_mn = f"{pages / 1e9:.1f} ГБ сул; {workers} процесс ихдээ {wanted / 1e9:.1f} ГБ авч болно"
    yield Check(OK if pages >= wanted else WARNING, "memory", words, "санах ой", words_mn)


def _reference(settings: Settings) -> Iterator[Check]:
    asked = (("catalogues", settings.catalogues, "лавлах"), ("agencies", settings.agencies, "байгууллагын бүртгэл"))
    for what, place, what_mn in asked:
        if place and not Path(place).exists():
            yield Check(
                MISSING, f"setting {what}", f"{place} does not exist", f"{what_mn} (тохиргоо {what})", f"{place} алга"
            )
            return
    try:
        known = load_catalogues(Path(settings.catalogues) if settings.catalogues else None)
    except (CatalogueError, OSError) as error:
        yield Check(MISSING, "catalogues", str(error), "лавлах", str(error))
    else:
        listed = ", ".join(f"{one.id} ({len(one.measures)})" for one in known.items)
        yield Check(OK, "catalogues", listed, "лавлах", listed)


def _raw(raw: Path) -> Iterator[Check]:
    if not raw.is_dir():
        yield Check(MISSING, "raw folder", f"{raw} does not exist", "эх хавтас", f"{raw} алга")
    elif not os.access(raw, os.R_OK | os.X_OK):
        yield Check(MISSING, "raw folder", f"{raw} cannot be read by this user", "эх хавтас", f"{raw}: унших эрхгүй")
    else:
        yield Check(OK, "raw folder", str(raw), "эх хавтас", str(raw))


def _clean(paths: Paths) -> Iterator[Check]:
    asked = (("output folder", paths.clean, "гаралтын хавтас"), ("state folder", paths.state, "төлөвийн хавтас"))
    for what, folder, what_mn in asked:
        place = folder
        while not place.exists() and place != place.parent:
            place = place.parent
        fine = os.access(place, os.W_OK | os.X_OK)
        words, words_mn = (
            (str(folder),) * 2 if fine else (f"{place} cannot be written by this user", f"{place}: бичих эрхгүй")
        )
        yield Check(OK if fine else MISSING, what, words, what_mn, words_mn)
        free = free_bytes(folder)
        room = OK if free > ROOM_BYTES else WARNING
        size = f"{free / 1e9:.1f}"
        yield Check(room, f"disk of the {what}", f"{size} GB free", f"{what_mn}: диск", f"{size} ГБ сул")
    shown = Shelf(paths.clean).current()
    yield Check(OK, "edition shown", shown or "none yet", "харагдаж буй хувилбар", shown or "хараахан алга")
