"""Page pictures drawn as text: rules of a table in grey levels, and print.

+--+--+      ``-`` and ``|`` are black rules, ``=`` and ``:`` faint ones, ``~`` and ``!`` broken ones
|  :  |      ``x`` is a dark letter-like blob
+--+--+
"""

from __future__ import annotations

import textwrap

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

WIDE, HIGH = 30, 50
THICK = 4
FAINT, PAPER = 200, 255

Pixels = NDArray[np.uint8]


def ruled(drawing: str) -> Pixels:
    """The drawing at 300 dpi, one character 30 x 50 pixels."""
    rows = textwrap.dedent(drawing).strip("\n").splitlines()
    width = max(map(len, rows))
    page = np.full((len(rows) * HIGH + 2 * HIGH, width * WIDE + 2 * WIDE), PAPER, np.uint8)
    for r, row in enumerate(rows):
        for c, sign in enumerate(row):
            x, y = WIDE + c * WIDE, HIGH + r * HIGH
            left, right = _level(rows, r, c)
            if left or right or sign in "-=~":
                _stroke(page[y - THICK // 2 : y + THICK // 2, x - left * WIDE // 2 : x + right * WIDE // 2], sign, True)
            up, down = _upright(rows, r, c)
            if up or down:
                _stroke(page[y - up * HIGH // 2 : y + down * HIGH // 2, x - THICK // 2 : x + THICK // 2], sign, False)
            if sign == "x":
                page[y - 12 : y + 13, x - 10 : x - 6] = page[y - 12 : y + 13, x + 6 : x + 10] = 20
                page[y - 2 : y + 2, x - 10 : x + 10] = 20
    return page


def _stroke(part: Pixels, sign: str, level: bool) -> None:
    part[...] = np.minimum(part, FAINT if sign in "=:" else 20)
    if sign in "~!":
        (part.T if not level else part)[:, ::5] = PAPER


def _level(rows: list[str], r: int, c: int) -> tuple[bool, bool]:
    row = rows[r]
    if row[c] in "-=~":
        return True, True
    if row[c] != "+":
        return False, False
    return c > 0 and row[c - 1] in "-=~+", c + 1 < len(row) and row[c + 1] in "-=~+"


def _upright(rows: list[str], r: int, c: int) -> tuple[bool, bool]:
    if rows[r][c] in "|:!":
        return True, True
    if rows[r][c] != "+":
        return False, False
    above = r > 0 and c < len(rows[r - 1]) and rows[r - 1][c] in "|:!+"
    return above, r + 1 < len(rows) and c < len(rows[r + 1]) and rows[r + 1][c] in "|:!+"


def printed(text: str, size: int = 46, margin: int = 60) -> Pixels:
    """A line of Latin letters and digits, black on white."""
    font = ImageFont.load_default(size)
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (int(right - left) + 2 * margin, int(bottom - top) + 2 * margin), PAPER)
    ImageDraw.Draw(image).text((margin - left, margin - top), text, fill=0, font=font)
    return np.array(image)
