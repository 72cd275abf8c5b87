"""PDF pages per CPU second against a plain pdfplumber script, on the same files in one run, with the cells compared.

    python -m benchmarks.speed_pdf [FILE.pdf ...]

Without files it draws its own: 20 pages each ruled by strokes, by thin boxes and with a letter-by-letter font.
"""

from __future__ import annotations

import hashlib
import io
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber

from parsers.document import Document, SourceFile
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import reader

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Result:
    """CPU milliseconds a page, ours and pdfplumber's, and how many of pdfplumber's cells came out the same."""

    name: str
    pages: int
    ours: float
    theirs: float
    cells: int
    same: int

    @property
    def ratio(self) -> float:
        return self.theirs / self.ours

    def line(self) -> str:
        return (
            f"{self.name:28.28s} {self.pages:3d} pages  {self.ours:6.2f} ms  pdfplumber {self.theirs:6.1f} ms  "
            f"1/{self.ratio:.1f}  cells {self.same}/{self.cells}"
        )


def compare(name: str, data: bytes) -> Result:
    """Read one file both ways. Times are CPU seconds of this process, the best of a few rounds."""
    source = SourceFile(name, data, hashlib.sha256(data).hexdigest())
    ours, document = _timed(lambda: reader.read(source, DEFAULT_LIMITS))
    theirs, tables = _timed(lambda: plain(data), 1)
    pages = len(document.pages)
    expected, found = _bag(tables), _bag(_tables(document))
    same = sum(min(count, found.get(text, 0)) for text, count in expected.items())
    return Result(name, pages, 1000 * ours / pages, 1000 * theirs / pages, sum(expected.values()), same)


def plain(data: bytes) -> list[list[list[str | None]]]:
    """What people write first: pdfplumber, page by page."""
    tables = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            tables += page.extract_tables()
            page.close()
    return tables


def _tables(document: Document) -> list[list[list[str | None]]]:
    return [[[cell.text for cell in table.cells]] for table in document.tables()]


def _bag(tables: list[list[list[str | None]]]) -> dict[str, int]:
    bag: dict[str, int] = {}
    for table in tables:
        for row in table:
            for cell in row:
                text = "".join((cell or "").split())
                if text:
                    bag[text] = bag.get(text, 0) + 1
    return bag


def _timed(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    best, result = float("inf"), None
    for _ in range(rounds):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


def own_documents() -> dict[str, bytes]:
    """Twenty ruled pages of each kind of drawing."""
    from tests.builders.form_words import DONE, GOALS, INDICATORS, MEASURES
    from tests.builders.pdf import Style, draw

    rows: list[Any] = [
        ("Д/д", "Арга хэмжээ", "Шалгуур үзүүлэлт", "Хэрэгжилтийн явц, үр дүн", "Зарцуулсан хөрөнгө", "Хүрсэн түвшин")
    ]
    for number in range(200):
        if number % 8 == 0:
            rows.append(GOALS[number // 8 % len(GOALS)])
        kind = number % len(MEASURES)
        rows.append((str(number + 1), MEASURES[kind], INDICATORS[kind], DONE[kind], "-", "100%"))
    styles = {
        "strokes": Style(), "thin boxes": Style(rules="rects", font="noto"),
        "letters of two fonts": Style(second_font="serif"),
    }  # fmt: skip
    return {name: draw(rows, style).data for name, style in styles.items()}


def main(paths: list[str]) -> None:
    """Print one line a file."""
    documents = {Path(path).name: Path(path).read_bytes() for path in paths} or own_documents()
    for name, data in documents.items():
        print(compare(name, data).line(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
