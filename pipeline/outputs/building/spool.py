"""Bytes that are set aside on the disk until it is known what becomes of them, so that memory does not grow with them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

_WRITTEN = 1 << 20
"""Bytes that are written at once."""


class Aside(NamedTuple):
    """Where they lie."""

    start: int
    length: int


@dataclass(slots=True)
class Spool:
    """A file made by ``nameless``: first all is kept, then got in any order. Raises OSError."""

    file: IO[bytes]
    end: int = 0

    def keep(self, data: bytes) -> Aside:
        """Set the bytes aside."""
        self.file.write(data)
        place = Aside(self.end, len(data))
        self.end += len(data)
        return place

    def get(self, place: Aside) -> bytes:
        """The bytes as they were set aside."""
        self.file.flush()
        data = os.pread(self.file.fileno(), place.length, place.start)
        if len(data) != place.length:
            raise OSError(f"{len(data)} of {place.length} bytes that were set aside came back")
        return data


def nameless(folder: Path) -> IO[bytes]:
    """A file in ``folder`` that is gone when it is closed, whatever ends the program. Raises OSError."""
    return TemporaryFile(dir=folder, buffering=_WRITTEN)
