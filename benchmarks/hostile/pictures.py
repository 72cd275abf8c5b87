"""Hostile pictures: claimed sizes, cut data, many frames; and files under hostile names."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from random import Random

from benchmarks.hostile.records import Hostile

UNUSABLE = (
    "damaged",
    "limit",
    "unsupported_format",
    "no_measure_table",
    "no_pages",
    "ocr_unavailable",
    "empty_file",
)


def png(width: int, height: int, rows: int, bits: int = 1) -> bytes:
    """A grey picture that claims its size and holds only so many rows."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    data = zlib.compress((b"\0" + b"\xff" * ((width * bits + 7) // 8)) * rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def tiff(entries: list[tuple[int, int, int, int]], following: int) -> bytes:
    """A TIFF with one directory and the offset of the next one."""
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<I", following)


def make(random: Random, canary: str) -> Iterator[Hostile]:
    side = random.randint(30_000, 60_000)
    yield Hostile("pictures/png-bomb.png", png(side, side, side // 8), UNUSABLE)
    yield Hostile("pictures/png-claims.png", png(2**31 - 1, 2**31 - 1, 0), UNUSABLE)
    yield Hostile("pictures/png-empty.png", png(0, 0, 0), UNUSABLE)
    yield Hostile("pictures/png-cut.png", png(2000, 2000, 100)[:-30], UNUSABLE)
    loop = [
        (256, 4, 1, 100),
        (257, 4, 1, 100),
        (258, 3, 1, 1),
        (259, 3, 1, 1),
        (273, 4, 1, 8),
        (278, 4, 1, 100),
        (279, 4, 1, 9),
    ]
    yield Hostile("pictures/tiff-directory-cycle.tif", tiff(loop, 8), UNUSABLE)
    wide = [(256, 4, 1, 2**31), (257, 4, 1, 2**31), *loop[2:]]
    yield Hostile("pictures/tiff-claims.tif", tiff(wide, 0), UNUSABLE)
    frame = b"\xff\xd8\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 65_500, 65_500) + b"\x01\x01\x11\x00\xff\xd9"
    yield Hostile("pictures/jpeg-claims.jpg", frame, UNUSABLE)
    yield Hostile(
        "pictures/jpeg-cut.jpg", b"\xff\xd8\xff\xe0" + bytes(random.randrange(256) for _ in range(500)), UNUSABLE
    )
    for name in _names(random):
        yield Hostile(f"names/{name}", b"%PDF-1.4\nnothing", UNUSABLE)


def _names(random: Random) -> Iterator[str]:
    """Names that a shell, a spreadsheet, a page or a careless join would trip over."""
    yield "=cmd|' /C calc'!A0.pdf"
    yield "+1+1@SUM(A1).pdf"
    yield "<img src=x onerror=alert(1)>.pdf"
    yield "'; DROP TABLE submissions; --.pdf"
    yield "$(touch tailan-escaped) `id`.pdf"
    yield "line\nbreak\ttab.pdf"
    yield "right\u202eto\u202cleft.pdf"
    yield "a..%2f..%2fescaped.pdf"
    yield "-rf --help.pdf"
    yield "й" * random.randint(110, 120) + ".pdf"
