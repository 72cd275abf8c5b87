"""The characters of a page from PDFium, as numpy columns: what stands where, in which direction, from which text run.

Two calls a character (box, text run) and a handful a run: this loop is most of the cost of reading a page.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parsers.errors import LimitExceeded
from parsers.limits import Limits
from parsers.pages.frames import Boxes
from parsers.pages.pdfium import ffi, lib

INVISIBLE = 3
"""Text render mode of letters that are not drawn: the hidden layer that OCR programs put under a scan."""

FILL_AND_STROKE = 2
"""Text render mode that office programs use for artificial bold."""

LINE_END_HYPHENS = (0x02, 0xFFFE)
"""What PDFium makes of a hyphen at a line end (FFFE before 2023, 02 since)."""

BLANKS = (0x20, 0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x3000, 0x09)
BOLD_WEIGHT = 600
SANE_WEIGHT = 1000
"""Font files with broken descriptors report weights in the thousands; those say nothing."""


@dataclass(frozen=True, slots=True)
class Characters:
    """Columns of equal length, in stream order; generated blanks and line ends are gone.

    ``boxes`` are advance boxes (left, bottom, right, top) in PDF coordinates; ``base`` is the n x 2 origin of the
    text run, ``angle`` the direction of reading in degrees, ``size`` the font size in points as drawn;
    ``broken`` marks characters after which PDFium itself saw a blank or a line end.
    """

    codes: NDArray[np.int64]
    boxes: Boxes
    runs: NDArray[np.int64]
    base: NDArray[np.float64]
    angle: NDArray[np.float64]
    size: NDArray[np.float64]
    bold: NDArray[np.bool_]
    hidden: NDArray[np.bool_]
    broken: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, which: NDArray[Any]) -> Characters:
        """The characters at these positions (a boolean mask or indices)."""
        return Characters(*(getattr(self, name)[which] for name in self.__slots__))


def characters(textpage: Any, limits: Limits, number: int) -> Characters:
    """All drawn characters of a PDFium text page (cffi pointer). Raises LimitExceeded."""
    count = max(lib.FPDFText_CountChars(textpage), 0)
    if count > limits.page_characters:
        raise LimitExceeded(f"page_characters (page {number})", limits.page_characters, count)
    boxes = _boxes(textpage, count)
    owners = list(map(lib.FPDFText_GetTextObject, repeat(textpage, count), range(count)))
    owner = np.frombuffer(ffi.buffer(ffi.new("void *[]", owners or 1)), dtype=np.intp)[:count].astype(np.int64)
    codes = _codes(textpage, count)
    drawn = (owner != 0) & ~np.isin(codes, (0, 0x0A, 0x0D, 0x200B, 0xFEFF, 0x200D, 0x200C))
    broken = np.zeros(count, dtype=np.bool_)
    broken[:-1] = owner[1:] == 0
    codes = np.where(np.isin(codes, LINE_END_HYPHENS), 0x2D, codes)
    codes = np.where(np.isin(codes, BLANKS), 0x20, codes)
    kept = np.flatnonzero(drawn)
    starts = np.flatnonzero(np.diff(owner[kept], prepend=-1) != 0)
    lengths = np.diff(np.append(starts, len(kept)))
    heads = kept[starts]
    runs = _runs(textpage, heads.tolist(), [owners[int(head)] for head in heads])
    spread = np.repeat(runs, lengths, axis=0)
    return Characters(
        codes=codes[kept],
        boxes=boxes[kept],
        runs=np.repeat(np.arange(len(starts)), lengths),
        base=spread[:, 0:2],
        angle=spread[:, 2],
        size=spread[:, 3],
        bold=spread[:, 4] > 0,
        hidden=spread[:, 5] > 0,
        broken=broken[kept],
    )


class _Slots:
    """A buffer of boxes that grows and is used again for every page, with a pointer to each box made only once."""

    def __init__(self) -> None:
        self.room = 0
        self.buffer: Any = None
        self.pointers: list[Any] = []

    def at_least(self, count: int) -> _Slots:
        if count > self.room:
            self.room = max(2 * self.room, count, 4096)
            self.buffer = ffi.new("RECTF[]", self.room)
            self.pointers = [self.buffer + index for index in range(self.room)]
        return self


_slots = _Slots()


def _boxes(textpage: Any, count: int) -> Boxes:
    """Advance boxes (left, bottom, right, top) of all characters: one C call each, driven by ``map``."""
    if not count:
        return np.zeros((0, 4))
    slots = _slots.at_least(count)
    deque(map(lib.FPDFText_GetLooseCharBox, repeat(textpage, count), range(count), slots.pointers), maxlen=0)
    raw = np.frombuffer(ffi.buffer(slots.buffer), dtype=np.float32).reshape(-1, 4)
    return raw[:count, [0, 3, 2, 1]].astype(np.float64)


def _codes(textpage: Any, count: int) -> NDArray[np.int64]:
    """Unicode numbers: one bulk call where PDFium's text and character counts agree, else one call a character."""
    buffer = ffi.new("unsigned short[]", count + 2)
    if lib.FPDFText_GetText(textpage, 0, count, buffer) == count + 1:
        codes = np.frombuffer(ffi.buffer(buffer), dtype=np.uint16)[:count].astype(np.int64)
        if not ((codes >= 0xD800) & (codes < 0xE000)).any():
            return codes
    one = lib.FPDFText_GetUnicode
    return np.fromiter((one(textpage, index) for index in range(count)), dtype=np.int64, count=count)


def _runs(textpage: Any, heads: list[int], owners: list[Any]) -> NDArray[np.float64]:
    """One line a text run: origin x and y, angle, drawn size, bold, hidden."""
    table = np.zeros((len(heads), 6))
    if not heads:
        return table
    matrices = ffi.new("MATRIX[]", len(heads))
    bold_fonts: dict[Any, bool] = {}
    matrix_of, size_of = lib.FPDFText_GetMatrix, lib.FPDFText_GetFontSize
    font_of, mode_of = lib.FPDFTextObj_GetFont, lib.FPDFTextObj_GetTextRenderMode
    flags = []
    for row, (head, owner) in enumerate(zip(heads, owners, strict=True)):
        matrix_of(textpage, head, matrices + row)
        font, mode = font_of(owner), mode_of(owner)
        bold = bold_fonts.get(font)
        if bold is None:
            bold = bold_fonts[font] = _is_bold(font)
        flags.append((size_of(textpage, head), bold or mode == FILL_AND_STROKE, mode == INVISIBLE))
    matrix = np.frombuffer(ffi.buffer(matrices), dtype=np.float32).reshape(-1, 6).astype(np.float64)
    table[:, 0:2] = matrix[:, 4:6]
    table[:, 2] = np.degrees(np.arctan2(matrix[:, 1], matrix[:, 0]))
    table[:, 3:6] = np.array(flags, dtype=np.float64)
    table[:, 3] = np.abs(table[:, 3]) * np.hypot(matrix[:, 2], matrix[:, 3])
    return table


def _is_bold(font: Any) -> bool:
    if not font:
        return False
    name = ffi.new("char[]", 256)
    lib.FPDFFont_GetBaseFontName(font, name, 255)
    lowered = ffi.string(name).decode("latin-1").lower()
    if any(mark in lowered for mark in ("bold", "black", "heavy")):
        return True
    return BOLD_WEIGHT <= int(lib.FPDFFont_GetWeight(font)) <= SANE_WEIGHT
