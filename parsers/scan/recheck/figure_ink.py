"""Figures by their ink: where the full stops and blanks of a number stand, and sums that a narrow column broke.

Tesseract reads digits well and what stands between them badly: a faint full stop is lost (`41` for `4.1`), blanks come
and go (`13,1 00`). Digits are pieces of ink of their own; where there are as many pieces as digits, what stands between
two of them can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from parsers.scan.raster import PixelBox, Pixels
from parsers.scan.recheck.crops import ink_pieces

TALL, LOW = 0.55, 0.36
"""Heights of digits and of full stops, in shares of the tallest piece."""

SPECK = 0.07
"""Width of the smallest full stop, in shares of the tallest piece."""

BLANK = 1.02
"""Distance between the middles of two digits with a blank between them, in shares of their height. Figures are all as
wide as each other: 0.76-0.88 of their height in common faces, and a blank adds 0.35 and more."""

_FIGURE: Final = re.compile(r"(\d[\d., '’]*\d|\d)(.*)")
_GROUPED: Final = re.compile(r"\d{1,3}([., ])\d{3}(\1\d{3})*([.,]\d{1,2})?")
_PLAIN: Final = re.compile(r"\d{4,}")
_TORN: Final = re.compile(r"0\d+[₮%]?")  # no number begins so
_CODE: Final = re.compile(r"\d{1,2}(\.\d{1,2}){1,3}\.?")


def spaced(page: Pixels, ink: PixelBox, text: str) -> str:
    """The figure with the stops and blanks that its ink shows; ``text`` as it is where ink and digits do not match, or
    where blanks would part anything but thousands (wide faces).

    What Tesseract printed between two digits stays when it is a stop or comma.
    """
    found = _FIGURE.fullmatch(text)
    if found is None:
        return text
    number, rest = found.groups()
    count = sum(letter.isdigit() for letter in number)
    pieces = _pieces(page, ink)
    if not pieces or count < 2:
        return text
    tall = max(piece.height for piece in pieces)
    digits = sorted((p for p in pieces if p.height >= TALL * tall), key=lambda piece: piece.x0)
    if len(digits) < count or (not rest.strip() and len(digits) > count):
        return text
    digits = digits[:count]
    base = float(np.median([piece.bottom for piece in digits]))
    stops = [piece for piece in pieces if _is_stop(piece, tall, base)]
    between = re.split(r"\d", number)[1:-1]
    made = [number[0]]
    for left, right, printed, digit in zip(digits, digits[1:], between, re.findall(r"\d", number)[1:], strict=False):
        made += [_between(left, right, printed, stops, tall, base), digit]
    whole = "".join(made)
    return whole + rest if " " not in whole or _GROUPED.fullmatch(whole) else text


def _pieces(page: Pixels, ink: PixelBox) -> list[PixelBox]:
    """The connected pieces of ink, by their place within ``ink``."""
    pieces = ink_pieces(page, ink).tolist()
    return [PixelBox(x, y, x + wide, y + high) for x, y, wide, high, area in pieces if area >= 4]


def _is_stop(piece: PixelBox, tall: int, base: float) -> bool:
    """Is a piece of ink a stop or comma beside digits ``tall`` pixels high that stand on the line ``base`` (pixels)?"""
    wide, high = piece.width, piece.height
    return (
        SPECK * tall <= wide <= LOW * tall and SPECK * tall <= high <= LOW * tall
        and base - 0.1 * tall <= piece.bottom <= base + 0.3 * tall
    )  # fmt: skip


def _between(left: PixelBox, right: PixelBox, printed: str, stops: Sequence[PixelBox], tall: int, base: float) -> str:
    """What stands between two digits: the sign that was printed or that a stop's ink shows, a blank, or nothing. ``tall``
    and ``base`` as for ``_is_stop``."""
    pitch = (right.x0 + right.x1 - left.x0 - left.x1) / 2
    sign = next((letter for letter in printed if letter in ".,'’"), "")
    if not sign:
        for stop in stops:
            if left.x1 - 0.1 * tall <= stop.x0 and stop.x1 <= right.x0 + 0.1 * tall:
                sign = "," if stop.bottom > base + 0.1 * tall else "."
    if sign:
        return sign
    return " " if pitch > BLANK * tall else ""


def unbroken(lines: Sequence[str], full: Sequence[bool]) -> str | None:
    """The lines of a cell as one figure that the layout broke, or None. ``full``: the line leaves no room for another
    digit.

    >>> unbroken(["13,1", "00,0", "00"], [True, True, False]), unbroken(["1", ".2"], [True, False])
    ('13,100,000', '1.2')
    >>> unbroken(["1950000", "0"], [True, False]), unbroken(["12", "34"], [False, False])
    ('19500000', None)
    >>> unbroken(["196000-", "0"], [False, False]), unbroken(["196000", "00"], [False, False])
    ('1960000', '19600000')
    >>> unbroken(["16 600", "000"], [False, False])
    """
    hyphened = [line.endswith("-") for line in lines]
    lines = [line.removesuffix("-") for line in lines]
    full = [one or other for one, other in zip(full, hyphened, strict=True)]
    whole = "".join(line.replace(" ", "") for line in lines)
    number, sign = re.fullmatch(r"(.*?)([₮%]?)", whole).groups()  # type: ignore[union-attr]
    if _GROUPED.fullmatch(number):
        return whole
    if _CODE.fullmatch(number) and not sign and (lines[0].endswith(".") or lines[1].startswith(".")):
        return whole
    torn = all(_TORN.fullmatch(line) for line in lines[1:]) and lines[0].isdigit()
    return whole if _PLAIN.fullmatch(number) and (torn or all(full[:-1])) else None
