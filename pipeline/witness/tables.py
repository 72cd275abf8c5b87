"""The tables of a file as pdfplumber (PDF pages with a text layer) and python-docx (Word) read them, cell by cell."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from parsers.document import SourceFile
from parsers.errors import ParseError


class WitnessFailed(ParseError):
    """The library could not read a file that our reader reads."""

    code = "witness_failed"
    hint = "The second reader cannot read this file; compare it with the original by eye (`tailan show`)."
    hint_mn = "Хоёр дахь уншигч энэ файлыг уншиж чадсангүй; эх хувьтай нь нүдээр тулгана уу (`tailan show`)."


@dataclass(frozen=True, slots=True)
class Cells:
    """The texts of the filled cells of one table. ``page`` counts from 1 and is None in formats without pages;
    ``table`` counts from 1, on its page where there are pages."""

    page: int | None
    table: int
    texts: tuple[str, ...]


def tables(source: SourceFile, kind: str, pages: Collection[int]) -> tuple[Cells, ...]:
    """The tables of a Word file (``kind`` docx), or those on ``pages`` of a PDF. Raises WitnessFailed."""
    try:
        return tuple(of_docx(source) if kind == "docx" else of_pdf(source, pages))
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # whatever a library does on odd bytes: the file is not to blame, and ours was read
        if isinstance(error.__cause__ or error.__context__, MemoryError):  # pdfplumber hides one in an error of its own
            raise MemoryError from error
        raise WitnessFailed(f"{type(error).__name__}: {error}") from error


def of_pdf(source: SourceFile, pages: Collection[int]) -> Iterator[Cells]:
    """The tables of those pages. Every page is closed: pdfplumber keeps all that it has made of one otherwise."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(source.data)) as document:
        for number, page in enumerate(document.pages, 1):
            if number in pages:
                for count, rows in enumerate(page.extract_tables(), 1):
                    yield Cells(number, count, tuple(text for row in rows for text in row if text and text.strip()))
            page.close()


def of_docx(source: SourceFile) -> Iterator[Cells]:
    """The tables of the body, inner ones beside the outer; a merged cell counts once. Cells are taken from the tree that
    python-docx made, because its own ``cells`` take quadratic time, and any memory for a hostile span."""
    import docx
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    document = docx.Document(io.BytesIO(source.data))
    for count, table in enumerate(document.element.body.iter(qn("w:tbl")), 1):
        cells = (cell for row in table.iterchildren(qn("w:tr")) for cell in row.iterchildren(qn("w:tc")))
        texts = ("\n".join(Paragraph(p, document).text for p in cell.iterchildren(qn("w:p"))) for cell in cells)
        yield Cells(None, count, tuple(text for text in texts if text.strip()))
