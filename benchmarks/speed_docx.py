"""Word tables per CPU second against a plain python-docx script, on the same files in one run, with the cells compared.

    python -m benchmarks.speed_docx [ROWS]

Draws two tables of ROWS rows (200): one run a cell as python-docx writes it, and three as Word leaves it after editing.
A table four times as long shows that the time grows with the rows and not with their square.
"""

from __future__ import annotations

import hashlib
import io
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import docx

from parsers.document import SourceFile
from parsers.docx import reader
from parsers.limits import DEFAULT_LIMITS

ROUNDS = 5


def drawn(rows: int, runs: int) -> bytes:
    """A report of ``rows`` measures in six columns, each cell in ``runs`` runs."""
    from tests.builders.form_words import DONE, INDICATORS, MEASURES

    document = docx.Document()
    table = document.add_table(rows + 1, 6)
    head = ("Д/д", "Арга хэмжээ", "Шалгуур үзүүлэлт", "Хэрэгжилтийн явц, үр дүн", "Зарцуулсан хөрөнгө", "Хүрсэн түвшин")
    for number, row in enumerate(table.rows):
        kind = number % len(MEASURES)
        texts = (str(number), MEASURES[kind], INDICATORS[kind], DONE[kind], "-", "100%") if number else head
        for cell, text in zip(row.cells, texts, strict=True):
            step = max(1, -(-len(text) // runs))
            for start in range(0, len(text), step):
                cell.paragraphs[0].add_run(text[start : start + step])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def ours(data: bytes) -> Counter[str]:
    """The cells that tailan reads."""
    document = reader.read(SourceFile("a.docx", data, hashlib.sha256(data).hexdigest()), DEFAULT_LIMITS)
    return Counter(_bare(cell.text) for table in document.tables() for cell in table.cells)


def plain(data: bytes) -> Counter[str]:
    """What people write first: ``row.cells``, row by row."""
    document = docx.Document(io.BytesIO(data))
    return Counter(_bare(cell.text) for table in document.tables for row in table.rows for cell in row.cells)


def _bare(text: str) -> str:
    return "".join(text.split())


def _timed(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    best, result = float("inf"), None
    for _ in range(rounds):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return 1000 * best, result


def main(rows: int = 200) -> None:
    """Print one line a table: CPU milliseconds, best of a few rounds."""
    for runs, count in ((1, rows), (3, rows), (1, 4 * rows)):
        data = drawn(count, runs)
        mine, found = _timed(lambda data=data: ours(data), ROUNDS)
        theirs, expected = _timed(lambda data=data: plain(data), 1)
        same = (found & expected).total()
        print(
            f"{count:4d} rows, {runs} runs a cell  {mine:7.1f} ms  python-docx {theirs:7.1f} ms  "
            f"1/{theirs / mine:.1f}  cells {same}/{expected.total()}",
            flush=True,
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
