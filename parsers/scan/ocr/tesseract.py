"""The one wrapper around Tesseract: in this process through tesserocr, or the ``tesseract`` command where there is no
tesserocr. Both answer with the same table of words (TSV), so nothing else knows which one it was.

One thread (``OMP_THREAD_LIMIT=1``: two double the CPU time and gain nothing). The budget of CPU seconds and memory is
that of the worker process; a child process has what is left of it, is counted with it and dies with its parent.
"""

from __future__ import annotations

import ctypes
import math
import os
import resource
import shutil
import signal
import subprocess
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.errors import LimitExceeded, OcrUnavailable
from parsers.limits import cpu_left, grant_cpu
from parsers.scan.ocr.tessdata import language_data
from parsers.scan.raster import PixelBox

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

Grey = NDArray[np.uint8]
"""Height x width, 0 black to 255 white."""

DPI = 300
VARIABLES = {"tessedit_do_invert": "0", "debug_file": os.devnull}
"""White on black is turned before OCR; Tesseract's own attempt reads every doubtful line twice."""

WORD_LEVEL = 5
PR_SET_PDEATHSIG = 1
WALL_SECONDS = 600
"""Backstop for the command only; CPU seconds decide."""


class Segmentation(IntEnum):
    """Tesseract's page segmentation modes that are used here."""

    COLUMN = 4
    BLOCK = 6
    LINE = 7
    WORD = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """A word as Tesseract read it: box in pixels, confidence 0-1 as Tesseract states it (not calibrated)."""

    text: str
    box: PixelBox
    confidence: float


class OcrEngine(Protocol):
    """Something that reads words from a grey picture."""

    name: str

    def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
        """The words in Tesseract's order; ``languages`` as in ``Cyrillic+eng``."""
        ...


class InProcess:
    """tesserocr: one Tesseract per set of languages for the life of the process (loading costs 0.15 s)."""

    def __init__(self, module: Any) -> None:
        self.module = module
        self.name = f"tesserocr {module.tesseract_version().split()[1]}"
        self.loaded: dict[str, Any] = {}

    def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
        """As in Engine. Raises OcrUnavailable when the languages cannot be loaded."""
        api = self.loaded.get(languages) or self._load(languages)
        height, width = picture.shape
        api.SetPageSegMode(int(segmentation))
        api.SetImageBytes(np.ascontiguousarray(picture).tobytes(), width, height, 1, width)
        api.SetSourceResolution(DPI)
        try:
            return parse_table(api.GetTSVText(0))
        finally:
            api.Clear()

    def _load(self, languages: str) -> Any:
        folder = f"{language_data().folder}{os.sep}"
        try:
            api = self.module.PyTessBaseAPI(path=folder, lang=languages, variables=VARIABLES)
        except RuntimeError as error:
            raise OcrUnavailable(
                f"Tesseract cannot load {languages} from {folder}: {error}",
                f"Tesseract {folder} хавтаснаас {languages} өгөгдлийг ачаалж чадсангүй: {error}",
            ) from error
        self.loaded[languages] = api
        return api


class Command:
    """The ``tesseract`` program, one process a picture."""

    def __init__(self, program: str, version: str) -> None:
        self.program, self.name = program, version

    def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
        """As in Engine. Raises OcrUnavailable when the program fails."""
        coded, packed = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        assert coded, "a grey picture can always be written as PNG"
        variables = [part for pair in VARIABLES.items() for part in ("-c", "=".join(pair))]
        before, left = _cpu_of_children(), cpu_left()
        answer = subprocess.run(
            [self.program, "stdin", "stdout", "-l", languages, "--tessdata-dir", str(language_data().folder),
             "--psm", str(int(segmentation)), "--dpi", str(DPI), *variables, "tsv"],
            input=packed.tobytes(), capture_output=True, timeout=WALL_SECONDS, check=False,
            preexec_fn=lambda: _as_child(left),
        )  # fmt: skip
        grant_cpu(-math.ceil(_cpu_of_children() - before))
        if answer.returncode == -signal.SIGXCPU:
            raise LimitExceeded("ocr_page_cpu_seconds", left or 0, left or 0)
        if answer.returncode:
            words = answer.stderr.decode(errors="replace")[:200]
            raise OcrUnavailable(
                f"tesseract failed ({answer.returncode}): {words}",
                f"tesseract алдаа гаргав ({answer.returncode}): {words}",
            )
        return parse_table(answer.stdout.decode("utf-8", errors="replace"))


@cache
def engine() -> OcrEngine:
    """The engine of this process. Raises OcrUnavailable that says what is missing."""
    language_data()
    try:
        import tesserocr
    except ImportError:
        program = shutil.which("tesseract")
        if program is None:
            raise OcrUnavailable(
                "neither the package tesserocr nor the program tesseract is installed",
                "tesserocr сан ч, tesseract програм ч суулгаагүй байна",
            ) from None
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
        return Command(program, (said.stdout or said.stderr).partition("\n")[0])
    return InProcess(tesserocr)


def parse_table(table: str) -> list[Reading]:
    """The words of Tesseract's TSV output.

    >>> parse_table("5\\t1\\t1\\t1\\t1\\t1\\t10\\t20\\t30\\t8\\t96.5\\tажил\\n")
    [Reading(text='ажил', box=PixelBox(x0=10, top=20, x1=40, bottom=28), confidence=0.965)]
    """
    found = []
    for row in table.splitlines():
        parts = row.split("\t")
        if len(parts) < 12 or parts[0] != str(WORD_LEVEL) or not (text := parts[11].strip()):
            continue
        left, top, width, height = map(int, parts[6:10])
        confidence = min(max(float(parts[10]) / 100, 0.0), 1.0)
        found.append(Reading(text, PixelBox(left, top, left + width, top + height), confidence))
    return found


def _as_child(cpu_seconds: int | None) -> None:
    """Said in the child before it becomes Tesseract: it has what is left of this process's CPU seconds."""
    if cpu_seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    die_with_parent()


def _cpu_of_children() -> float:
    """CPU seconds of the programs that this process has started and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def die_with_parent() -> None:
    """Ask the kernel (Linux) to kill this child when its parent dies: no orphans after a timeout or kill -9."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    except AttributeError:
        return
