"""What the engine and its worker processes say to each other: plain records in length-prefixed MessagePack frames."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass, field
from pathlib import Path

from normalizers.report import Supplied
from parsers.document import SourceFile
from parsers.limits import Limits
from pipeline.names import reach
from pipeline.settings import Matching
from pipeline.workers.failures import Failure

HEADER = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Setup:
    """Said once to every worker. ``entry`` is ``module:function``, a function from Setup to process.Work;
    ``stage`` is the last stage wanted where an entry serves several. ``catalogues``, ``agencies`` and ``weights`` are
    absolute paths (in place of ``matching.weights``), empty for none. ``expected`` is the version (versions.of_work) that
    whoever does the work must have, empty if any will do."""

    entry: str
    limits: Limits
    catalogues: bytes = b""
    agencies: bytes = b""
    weights: bytes = b""
    review_confidence: float = 0.7
    stage: str = ""
    matching: Matching = field(default_factory=Matching)
    expected: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """One document. ``rows`` (packed Rows) are given where the cache has them, so that only values are made, else ``words``
    (packed Words) where it has those; ``data`` the file's bytes where the worker cannot see the raw folder (cluster),
    else it reads ``path`` itself. ``page`` asks for one page only (page pictures). ``once``: without second looks at
    doubtful places. ``supplied``: facts from elsewhere."""

    file: str
    path: bytes
    sha256: str
    size: int
    rows: bytes = b""
    words: bytes = b""
    data: bytes = b""
    page: int = 0
    once: bool = False
    supplied: Supplied | None = None

    def load(self) -> SourceFile:
        """The file at ``path`` as it is now, under its published name. Raises OSError."""
        with reach(self.path) as near:
            return SourceFile.load(Path(os.fsdecode(near)), self.file)


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker found out; ``more`` says that it goes on and this is what must not be lost if it dies.

    ``words`` and ``rows`` are as in Job, empty where they are those of the job; ``made_from`` is the digest of the rows
    that ``values`` (packed Values) were made from; ``document`` is what a command of one stage asked for. ``stage`` is the stage under way
    (read, extract, normalize), where a failure happened. Seconds of CPU and wall time, peak memory in bytes."""

    words: bytes = b""
    rows: bytes = b""
    made_from: str = ""
    values: bytes = b""
    document: bytes = b""
    more: bool = False
    failure: Failure | None = None
    stage: str = ""
    media_type: str = ""
    kind: str = ""
    pages: int | None = None
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    memory_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Ready:
    """Said once by every worker. ``missing`` names what could not be imported or loaded; empty when all is well.
    ``version`` is its own, where one was expected."""

    missing: str = ""
    version: dict[str, str] = field(default_factory=dict)


def write_frame(descriptor: int, payload: bytes) -> None:
    """Write one frame whole. Raises BrokenPipeError when the other side is gone."""
    view = memoryview(HEADER.pack(len(payload)) + payload)
    while view:
        view = view[os.write(descriptor, view) :]


def read_frame(descriptor: int) -> bytes | None:
    """Wait for one frame; None at the end of the stream, also in the middle of a frame."""
    header = _read_exactly(descriptor, HEADER.size)
    return None if header is None else _read_exactly(descriptor, HEADER.unpack(header)[0])


def _read_exactly(descriptor: int, size: int) -> bytes | None:
    parts: list[bytes] = []
    while size:
        block = os.read(descriptor, min(size, 1 << 20))
        if not block:
            return None
        parts.append(block)
        size -= len(block)
    return b"".join(parts)
