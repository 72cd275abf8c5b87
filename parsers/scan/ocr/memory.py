"""What the recogniser said, kept: its answer is a pure function of a picture's pixels and of how it is asked.

So a page that is read again, after a change of letters, layout or of where is looked twice, asks only for pictures that
nobody has shown it before. A memory belongs to one file; it holds what its last reading asked for and nothing older.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import numpy as np

from parsers.scan.ocr.tesseract import Grey, OcrEngine, Reading, Segmentation, engine

KEY_BYTES = 16
"""Length of a digest that stands for a picture; two of the pictures that will ever be read do not share one."""

Answers = dict[bytes, tuple[Reading, ...]]
"""By digest of pixels, size, segmentation and languages."""


@dataclass(slots=True)
class Memory:
    """``known`` are answers of an earlier reading; ``used`` what this one was told; ``asked`` how often it had to ask."""

    known: Answers = field(default_factory=dict)
    used: Answers = field(default_factory=dict)
    asked: int = 0


@dataclass(slots=True)
class Remembering:
    """An engine that asks another one only what the memory does not know."""

    engine: OcrEngine
    memory: Memory
    name: str

    def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
        """As in Engine."""
        key = _key(picture, segmentation, languages)
        memory = self.memory
        if key not in memory.used:
            if key not in memory.known:
                memory.asked += 1
                memory.known[key] = tuple(self.engine.read(picture, segmentation, languages))
            memory.used[key] = memory.known[key]
        return list(memory.used[key])


@contextmanager
def remembered(memory: Memory) -> Iterator[None]:
    """Whatever is read inside (one file) is answered from the memory where it knows, and kept in it."""
    before = _memory.set(memory)
    try:
        yield
    finally:
        _memory.reset(before)


def recogniser() -> OcrEngine:
    """The engine of this process, behind the memory of the file at hand. Raises OcrUnavailable."""
    memory = _memory.get()
    asked = engine()
    return asked if memory is None else Remembering(asked, memory, asked.name)


_memory: ContextVar[Memory | None] = ContextVar("memory", default=None)


def _key(picture: Grey, segmentation: Segmentation, languages: str) -> bytes:
    asked = f"{picture.shape} {int(segmentation)} {languages}\0".encode()
    return hashlib.blake2b(asked + np.ascontiguousarray(picture).tobytes(), digest_size=KEY_BYTES).digest()
