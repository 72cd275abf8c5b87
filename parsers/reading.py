"""file -> Document: exactly one reader must claim the bytes, and letters are put right once for all that comes after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from parsers.document import Block, Cell, Document, Paragraph, SourceFile, Table
from parsers.docx import reader as docx
from parsers.errors import AmbiguousFile, EmptyFile, UnsupportedFile
from parsers.language.letters import is_latin1, repair
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.pdf import reader as pdf
from parsers.scan import reader as scan

READERS = (docx, pdf, scan)

HEAD_BYTES = 4096

NEARLY_ALL = 0.9
"""Share of the letters in cells that are bold where bold says nothing."""


def read(source: SourceFile, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a submission by its content, not by its name. Raises a ParseError when the file cannot be used."""
    if not source.data.strip(b"\x00\t\n\r "):
        raise EmptyFile(f"{len(source.data)} bytes without content", f"{len(source.data)} байт, агуулгагүй")
    head = source.data[:HEAD_BYTES]
    claimants = [reader for reader in READERS if reader.claims(head, source.name)]
    if not claimants:
        begun = repr(head[:8])
        raise UnsupportedFile(
            f"no reader knows this content (starts with {begun})", f"ийм агуулгыг уншигч алга (эхлэл нь {begun})"
        )
    if len(claimants) > 1:
        names = ", ".join(reader.__name__ for reader in claimants)
        raise AmbiguousFile(f"claimed by {names}", f"хэд хэдэн уншигч өөрийнх гэж үзсэн: {names}")
    return contrasted(lettered(claimants[0].read(source, limits)))


def contrasted(document: Document) -> Document:
    """The document with bold letters only where they stand out: where nearly all of its cells are bold, none is."""
    cells = [cell for block in document.blocks if isinstance(block, Table) for cell in block.cells]
    bold = sum(len(cell.text) for cell in cells if cell.bold)
    if not bold or bold < NEARLY_ALL * sum(len(cell.text) for cell in cells):
        return document
    return replace(document, blocks=tuple(map(_plain, document.blocks)))


def _plain(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, bold=False)
    return replace(block, cells=tuple(msgspec.structs.replace(cell, bold=False) for cell in block.cells))


def lettered(document: Document) -> Document:
    """The document with its letters put right, so that headers, titles, number rows and values are read in one alphabet;
    what was printed stays beside each text."""
    evident = is_latin1(_texts(document))
    return replace(document, blocks=tuple(_lettered(block, evident) for block in document.blocks))


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        yield from [block.text] if isinstance(block, Paragraph) else (cell.text for cell in block.cells)


def _lettered(block: Block, evident: bool) -> Block:
    if isinstance(block, Table):
        return replace(block, cells=tuple(_of_cell(cell, evident) for cell in block.cells))
    found = repair(block.text, evident, scanned=block.confidence is not None)
    return block if found.text == block.text else replace(block, text=found.text, repairs=found.repairs)


def _of_cell(cell: Cell, evident: bool) -> Cell:
    found = repair(cell.text, evident, scanned=cell.confidence is not None)
    if found.text == cell.text:
        return cell
    return msgspec.structs.replace(cell, text=found.text, repairs=found.repairs)
