"""Bytes that are set aside on the disk until it is known what becomes of them, so that memory does not grow with them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import FileIO
from typing import NamedTuple


class Aside(NamedTuple):
    """Where they lie."""

    start: int
    length: int


@dataclass(slots=True)
class Spool:
    """A temporary file that is open without a buffer. Raises OSError."""

    file: FileIO
    end: int = 0

    def keep(self, data: bytes) -> Aside:
        """Set the bytes aside."""
        place = Aside(self.end, len(data))
        while self.end < place.start + place.length:
            self.end += os.pwrite(self.file.fileno(), data[self.end - place.start :], self.end)
        return place

    def get(self, place: Aside) -> bytes:
        """The bytes as they were set aside."""
        data = os.pread(self.file.fileno(), place.length, place.start)
        if len(data) != place.length:
            raise OSError(f"{len(data)} of {place.length} bytes that were set aside came back")
        return data
