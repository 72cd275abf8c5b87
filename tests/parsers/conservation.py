"""The conservation rule: every word of the document is in a row or a leftover."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from parsers.document import Document, Paragraph
from parsers.report import RawReport

_WORD = re.compile(r"[^\W_]+")


def unaccounted(document: Document, raw: RawReport) -> tuple[str, ...]:
    """The words of the document that the report has lost, sorted; empty as it should be.

    Words that were rejoined (``ажил-`` ``лагаа`` as ``ажиллагаа``) are not lost.
    """
    there = Counter(_words(_said(document)))
    kept = Counter(_words(_kept(raw)))
    missing, added = there - kept, kept - there
    for whole in sorted(added, key=len, reverse=True):
        for _ in range(added[whole]):
            _take_apart(whole, missing)
    return tuple(sorted(missing.elements()))


def _take_apart(whole: str, missing: Counter[str]) -> None:
    """Count the pieces of a rejoined word as kept when they are among the missing ones."""
    for cut in range(1, len(whole)):
        head, tail = whole[:cut], whole[cut:]
        if missing[head] > 0 and missing[tail] > (head == tail):
            missing[head] -= 1
            missing[tail] -= 1
            return


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _WORD.findall(text.casefold())


def _said(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)


def _kept(raw: RawReport) -> Iterator[str]:
    for row in raw.rows:
        yield row.code
        yield from (cell.text for cell in row.cells)
    yield from (leftover.text for leftover in raw.leftovers)
