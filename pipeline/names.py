"""Names of files as bytes, as the kernel has them, and as they are published: printable, unique and reversible.

The published form of a path is its letters in NFC. A byte that is not UTF-8, a control character and an invisible
format character (one that turns the reading direction, say) are written ``%XX``, byte by byte in capital hex digits, as
in a web address. A ``%`` that stands before two hex digits in the name itself becomes ``%25``, any other stays; the
``#`` of a name that ends like ``#2`` becomes ``%23``, for so the second report of a file is called. So
``original`` leads back to the bytes. Where two paths have the same NFC form, one keeps it and the others are written
with ``%XX`` for every byte beyond ASCII (``exact``).
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]|%(?=[0-9A-Fa-f]{2})|#(?=[0-9]+\\Z)"
)
_NOT_PLAIN = re.compile(rb"[\x00-\x1f\x7f-\xff]|%(?=[0-9A-Fa-f]{2})|#(?=[0-9]+\Z)")
_WRITTEN = re.compile(rb"%([0-9A-Fa-f]{2})")
PATH_MOST = 4095
"""Bytes of a path that the kernel takes at once (PATH_MAX without the closing zero)."""
_STRIDE = 4000
"""Bytes of a longer path that are walked at once; leaves room for ``/proc/self/fd/N/``."""


def printable(path: bytes | str) -> str:
    r"""The published form of a path or of a part of one; a ``str`` is taken as Python names files.

    >>> printable("Тайлан и\u0306.docx"), printable(b"\xd2.docx"), printable("a\nb"), printable("%41 of 100%.pdf")
    ('Тайлан й.docx', '%D2.docx', 'a%0Ab', '%2541 of 100%.pdf')
    >>> printable("report.docx#2"), printable("report #2.docx")
    ('report.docx%232', 'report #2.docx')
    """
    text = os.fsencode(path).decode("utf-8", "surrogateescape")
    return _HIDDEN.sub(_escaped, unicodedata.normalize("NFC", text))


def exact(path: bytes) -> str:
    r"""The form that tells paths apart which differ in NFC only.

    >>> exact("й".encode()), exact("и\u0306".encode())
    ('%D0%B9', '%D0%B8%CC%86')
    """
    return _NOT_PLAIN.sub(lambda found: b"%%%02X" % found[0][0], path).decode("ascii")


def original(published: str) -> bytes:
    r"""The bytes that a published form stands for (of letters that were not in NFC, their NFC form).

    >>> original("%D2.docx"), original("%2541 of 100%.pdf")
    (b'\xd2.docx', b'%41 of 100%.pdf')
    """
    return _WRITTEN.sub(lambda found: bytes([int(found[1], 16)]), os.fsencode(published))


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogateescape"))


@contextmanager
def reach(path: bytes) -> Iterator[bytes]:
    """The path in a form that the kernel takes, whatever its length: of an absolute path that is too long, the last part
    below an open folder. Good for as long as the block lasts. Raises OSError when a folder on the way cannot be
    entered."""
    if len(path) <= PATH_MOST:
        yield path
        return
    rest = path.lstrip(b"/")
    descriptor = os.open(b"/", os.O_PATH | os.O_DIRECTORY)
    try:
        while len(rest) > _STRIDE:
            cut = rest.rindex(b"/", 0, _STRIDE)
            inner = os.open(rest[:cut], os.O_PATH | os.O_DIRECTORY, dir_fd=descriptor)
            os.close(descriptor)
            descriptor, rest = inner, rest[cut + 1 :]
        yield b"/proc/self/fd/%d/%s" % (descriptor, rest)
    finally:
        os.close(descriptor)
