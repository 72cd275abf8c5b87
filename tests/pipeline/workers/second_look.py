"""A worker whose second looks at ``error.png`` and ``crash.png`` fail: an error of the program, a crash in C code."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from parsers.scan import page
from parsers.scan.ocr import memory
from parsers.scan.ocr.tessdata import LanguageData
from parsers.scan.ocr.tesseract import Grey, Reading, Segmentation
from parsers.scan.raster import PixelBox
from parsers.scan.recheck import recheck
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.stages import single_work
from pipeline.workers.worker import Keep, Work


class Says:
    """An engine that reads one word wherever it looks."""

    name = "says"

    def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
        return [Reading("хэрэгжилт", PixelBox(20, 20, 60, 50), 0.9)]


def _error(*_: Any) -> Any:
    raise ZeroDivisionError


def _crash(*_: Any) -> Any:
    ctypes.memmove(0, 1, 1)


def work(setup: Setup) -> Work:
    """The real reading of pictures, with an engine of its own."""
    read = single_work(replace(setup, stage="read"))
    survey: Callable[..., Any] = recheck.survey
    memory.engine = Says
    page.language_data = lambda: LanguageData(Path(), "Cyrillic+eng", "eng")

    def do(job: Job, keep: Keep) -> Done:
        recheck.survey = {"error.png": _error, "crash.png": _crash}.get(job.file, survey)
        return read(job, keep)

    return do
