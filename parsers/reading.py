"""file -> Document: exactly one reader must claim the bytes."""

from __future__ import annotations

from parsers.document import Document, SourceFile
from parsers.docx import reader as docx
from parsers.errors import AmbiguousFile, EmptyFile, UnsupportedFile
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.pdf import reader as pdf
from parsers.scan import reader as scan

READERS = (docx, pdf, scan)

HEAD_BYTES = 4096


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
    document: Document = claimants[0].read(source, limits)
    return document
