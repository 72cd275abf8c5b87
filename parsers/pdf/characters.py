"""The letters of a page from PDFium, as numpy columns: what stands where, in which direction, from which text run."""

from __future__ import annotations

import unicodedata
from collections import deque
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parsers.errors import LimitExceeded
from parsers.language.symbol_fonts import symbol
from parsers.limits import Limits
from parsers.pdf.coordinates import Boxes
from parsers.pdf.pdfium import ffi, lib

INVISIBLE = 3
"""Text render mode of letters that are not drawn: the hidden layer that OCR programs put under a scan."""

FILL_AND_STROKE = 2
"""Text render mode that office programs use for artificial bold."""

LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}

LINE_END_HYPHENS = (0x02, 0xFFFE)
"""What PDFium makes of a hyphen at a line end (FFFE before 2023, 02 since): the line break behind it is gone."""

BLANKS = (0, *range(0x03, 0x20), 0x20, 0xA0, *range(0x2000, 0x2010), 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)
"""What parts pieces: blanks of every width (also of none) and control signs."""

_AS_BLANK = np.zeros(0x110000, dtype=np.bool_)
_AS_BLANK[list(BLANKS)] = True
_AS_BLANK[0x2010] = False

BOLD_WEIGHT = 600
SANE_WEIGHT = 1000
"""Font files with broken descriptors report weights in the thousands; those say nothing."""


@dataclass(frozen=True, slots=True)
class TextPieces:
    """Columns of equal length, in stream order. A piece is a stretch of letters without a blank inside one text run
    (often a word, a single letter where the producer places every letter); blanks and line ends are gone.

    ``boxes`` are advance boxes (left, bottom, right, top) in PDF coordinates; ``base`` is the n x 2 origin of the
    text run, ``angle`` the direction of reading in degrees, ``size`` the font size in points as drawn;
    ``blank_before`` and ``blank_after`` tell of a typed blank beside the piece in the stream, ``broken`` of any blank
    or line end behind it, PDFium's own included.
    """

    texts: NDArray[np.object_]
    boxes: Boxes
    runs: NDArray[np.int64]
    base: NDArray[np.float64]
    angle: NDArray[np.float64]
    size: NDArray[np.float64]
    bold: NDArray[np.bool_]
    hidden: NDArray[np.bool_]
    blank_before: NDArray[np.bool_]
    blank_after: NDArray[np.bool_]
    broken: NDArray[np.bool_]
    letters: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, which: NDArray[Any]) -> TextPieces:
        """The pieces at these positions (a boolean mask or indices)."""
        return TextPieces(*(getattr(self, name)[which] for name in self.__slots__))


def pieces(textpage: Any, limits: Limits, number: int) -> TextPieces:
    """All drawn letters of a PDFium text page (cffi pointer). Raises LimitExceeded.

    Boxes and text runs are asked for at both ends of a stretch only: where both ends belong to one run, so does all
    between them. A stretch over several runs is taken letter by letter.
    """
    count = max(lib.FPDFText_CountChars(textpage), 0)
    if count > limits.page_characters:
        raise LimitExceeded(f"page_characters (page {number})", limits.page_characters, count)
    codes = _codes(textpage, count)
    blank = _AS_BLANK[codes]
    over = np.append(blank, True) | np.isin(np.append(codes, 0), LINE_END_HYPHENS)
    firsts = np.flatnonzero(~blank & np.append(True, over[: count - 1])[:count])
    lasts = np.flatnonzero(~blank & (over[:count] | np.append(blank[1:], True)[:count]))
    owners = _owners(textpage, np.concatenate([firsts, lasts]))
    first_owner, last_owner = owners[: len(firsts)], owners[len(firsts) :]
    mixed = first_owner != last_owner
    if mixed.any():
        firsts, lasts, first_owner = _letter_by_letter(textpage, firsts, lasts, first_owner, mixed)
    drawn = first_owner != 0
    firsts, lasts, owner = firsts[drawn], lasts[drawn], first_owner[drawn]
    boxes = _boxes(textpage, firsts)
    longer = np.flatnonzero(lasts > firsts)
    ends = _boxes(textpage, lasts[longer])
    boxes[longer, 0] = np.minimum(boxes[longer, 0], ends[:, 0])
    boxes[longer, 1] = np.minimum(boxes[longer, 1], ends[:, 1])
    boxes[longer, 2] = np.maximum(boxes[longer, 2], ends[:, 2])
    boxes[longer, 3] = np.maximum(boxes[longer, 3], ends[:, 3])
    heads = np.flatnonzero(np.diff(owner, prepend=-1) != 0)
    spread = np.repeat(_runs(textpage, firsts[heads]), np.diff(np.append(heads, len(owner))), axis=0)
    before, after, broken = _blanks(textpage, blank, firsts, lasts)
    return TextPieces(
        texts=_texts(codes, firsts, lasts),
        boxes=boxes,
        runs=np.cumsum(np.diff(owner, prepend=-1) != 0),
        base=spread[:, 0:2],
        angle=spread[:, 2],
        size=spread[:, 3],
        bold=spread[:, 4] > 0,
        hidden=spread[:, 5] > 0,
        blank_before=before,
        blank_after=after,
        broken=broken,
        letters=lasts - firsts + 1,
    )


def _owners(textpage: Any, indices: NDArray[np.int64]) -> NDArray[np.int64]:
    """Address of the text run of each character; 0 for what PDFium itself put in."""
    found = list(map(lib.FPDFText_GetTextObject, repeat(textpage, len(indices)), indices.tolist()))
    return np.frombuffer(ffi.buffer(ffi.new("void *[]", found or 1)), dtype=np.intp)[: len(found)].astype(np.int64)


def _letter_by_letter(
    textpage: Any,
    firsts: NDArray[np.int64],
    lasts: NDArray[np.int64],
    owner: NDArray[np.int64],
    mixed: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The stretches again, with those over several text runs cut into letters."""
    single = np.concatenate([np.arange(a, b + 1) for a, b in zip(firsts[mixed], lasts[mixed], strict=True)])
    order = np.argsort(np.concatenate([firsts[~mixed], single]), kind="stable")
    starts = np.concatenate([firsts[~mixed], single])[order]
    stops = np.concatenate([lasts[~mixed], single])[order]
    return starts, stops, np.concatenate([owner[~mixed], _owners(textpage, single)])[order]


def _blanks(
    textpage: Any, blank: NDArray[np.bool_], firsts: NDArray[np.int64], lasts: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Typed blank before, typed blank after, any blank after each piece."""
    count = len(blank)
    typed = np.zeros(count + 2, dtype=np.bool_)
    beside = np.unique(np.concatenate([firsts - 1, lasts + 1]))
    beside = beside[(beside >= 0) & (beside < count)]
    beside = beside[blank[beside]]
    typed[beside] = _owners(textpage, beside) != 0
    return typed[firsts - 1], typed[lasts + 1], np.append(blank, True)[lasts + 1]


def _texts(codes: NDArray[np.int64], firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> NDArray[np.object_]:
    codes = np.where(np.isin(codes, LINE_END_HYPHENS), 0x2D, codes)
    text = (
        "".join(map(symbol, codes.tolist()))
        if ((codes >= 61440) & (codes < 61696)).any()
        else "".join(map(chr, codes.tolist()))
    )
    parts = [text[first : last + 1] for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)]
    if ((codes >= 0x0300) & (codes < 0x0370) | (codes >= 0xFB00) & (codes <= 0xFB04)).any():
        parts = list(map(_spelled, parts))
    texts = np.empty(len(parts), dtype=object)
    texts[:] = parts
    return texts


def _spelled(text: str) -> str:
    """Ligatures as letters, combined letters as one (NFC)."""
    return unicodedata.normalize("NFC", "".join(LIGATURES.get(ord(letter), letter) for letter in text))


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


def _boxes(textpage: Any, indices: NDArray[np.int64]) -> Boxes:
    """Advance boxes (left, bottom, right, top) of these characters: one C call each, driven by ``map``."""
    count = len(indices)
    if not count:
        return np.zeros((0, 4))
    slots = _slots.at_least(count)
    deque(map(lib.FPDFText_GetLooseCharBox, repeat(textpage, count), indices.tolist(), slots.pointers), maxlen=0)
    raw = np.frombuffer(ffi.buffer(slots.buffer), dtype=np.float32).reshape(-1, 4)
    return raw[:count, [0, 3, 2, 1]].astype(np.float64)


_HALVES = (0xD800, 0xE000)  # of letters that take two numbers


def _codes(textpage: Any, count: int) -> NDArray[np.int64]:
    """Unicode numbers: one bulk call where PDFium's text and character counts agree, else one call a character. Half of a
    letter that takes two numbers is no letter."""
    buffer = ffi.new("unsigned short[]", count + 2)
    if lib.FPDFText_GetText(textpage, 0, count, buffer) == count + 1:
        codes = np.frombuffer(ffi.buffer(buffer), dtype=np.uint16)[:count].astype(np.int64)
        if not ((codes >= _HALVES[0]) & (codes < _HALVES[1])).any():
            return codes
    one = lib.FPDFText_GetUnicode
    codes = np.fromiter((one(textpage, index) for index in range(count)), dtype=np.int64, count=count)
    codes[(codes >= _HALVES[0]) & (codes < _HALVES[1])] = ord("\ufffd")
    return codes


def _runs(textpage: Any, indices: NDArray[np.int64]) -> NDArray[np.float64]:
    """One line a text run, given a letter of each: origin x and y, angle, drawn size, bold, hidden."""
    heads = indices.tolist()
    table = np.zeros((len(heads), 6))
    if not heads:
        return table
    owners = map(lib.FPDFText_GetTextObject, repeat(textpage, len(heads)), heads)
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
    if "regular" in lowered:  # whatever weight is reckoned from its stems: that of Noto Sans is 625, of Noto Serif 704
        return False
    return BOLD_WEIGHT <= int(lib.FPDFFont_GetWeight(font)) <= SANE_WEIGHT
