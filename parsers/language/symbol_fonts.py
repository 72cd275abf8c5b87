"""Signs that Word takes from symbol fonts: private code points (U+F000 + byte) -> the Unicode sign of that shape."""

from __future__ import annotations

PRIVATE = range(0xF000, 0xF100)

BULLET, DASH = "•", "-"

# Byte -> sign, from the fonts' own character charts; only signs that occur in office documents.
SYMBOL = {
    0x2D: "-", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷",
    0xB9: "≠", 0xBB: "≈", 0xD7: "⋅", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip
WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒",
    0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA7: "▪", 0xA8: "□", 0xAB: "★",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0xA3: "□", 0x97: "•"}

FONTS = {"symbol": SYMBOL, "wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2}

_DASHES = frozenset("-‐‑‒–—―−")
_LETTER_BULLETS = frozenset("o§ØüvqnlŸ·")


def symbol(code: int, font: str = "") -> str:
    """The sign that a symbol font shows for ``code``. Unknown signs stay as they are: losing them would hide a mark.

    >>> symbol(0xF0FC, "Wingdings"), symbol(0xB7, "Symbol"), symbol(0xF0B7), symbol(0x04E9, "Arial")
    ('✓', '•', '•', 'ө')
    """
    table = FONTS.get(font.casefold())
    if table is not None:
        return table.get(code & 0xFF, chr(code))
    if code in PRIVATE:
        byte = code & 0xFF
        return SYMBOL.get(byte) or WINGDINGS.get(byte) or chr(code)
    return chr(code)


def bullet(level_text: str) -> str:
    """A list bullet as a plain sign: a dash stays a dash, signs of symbol fonts become a point.

    >>> bullet("\\uf0b7"), bullet("o"), bullet("–"), bullet("✓"), bullet("")
    ('•', '•', '-', '✓', '')
    """
    text = level_text.strip()
    if not text:
        return ""
    if text in _DASHES or text == "\uf02d":
        return DASH
    if len(text) == 1 and (ord(text) in PRIVATE or text in _LETTER_BULLETS):
        return BULLET
    return text
