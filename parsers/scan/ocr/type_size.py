"""Tight boxes around ink -> boxes as tall as the line, as words of a text layer have them.

Tesseract's box of a word ends where its ink ends: `нас` is flatter than `ёрөөл`, a dash is a sliver. Which letters a
word has tells where its baseline and its size are; the page's usual size helps where they do not (dashes, stops).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from parsers.scan.ocr.tesseract import Reading

BELOW = set("руфүgjpqyQ,;()[]{}/|@")
SLIGHTLY_BELOW = set("дцщДЦЩ")
ABOVE = set("бёйфБЁЙ") | set("bdfhklt") | set("()[]{}/|№%@&!?\"'“”«»")
FLOATING = set("-–—−•·*\"'“”„«»=~^°")
"""Marks that stand between baseline and top: they say nothing about either."""

X_HEIGHT, CAPITAL = 0.48, 0.70
"""Height of small letters and of capitals and digits in font sizes, the mean of common text faces."""

DEEP, SHALLOW = 0.21, 0.14
"""How far letters hang below the baseline, in font sizes."""

ASCENT, DESCENT = 0.78, 0.22
"""As for the words of text layers (parsers.pdf.words)."""

MIDDLE = 0.28
"""Height of a dash above the baseline, in font sizes."""

USUAL = (0.75, 1.35)
"""A size within these shares of the page's usual one is taken for it: single words measure badly."""


def own_size(reading: Reading) -> float | None:
    """The font size in pixels by the word's letters; None where they do not tell."""
    letters = [letter for letter in reading.text if letter not in FLOATING]
    solid = [letter for letter in letters if letter.isalnum()]
    if not solid:
        return None
    high = reading.box.height
    return high / (_rise(letters) + _hang(letters))


def usual_size(readings: Sequence[Reading], fallback: float) -> float:
    """The font size, in pixels, of most of the page's text."""
    sizes = [size for reading in readings if len(reading.text) > 2 and (size := own_size(reading))]
    return median(sizes) if sizes else fallback


def line_box(reading: Reading, usual: float) -> tuple[float, float, float, float, float]:
    """(x0, top, x1, bottom, size) in pixels: the reading's box as tall as its line."""
    x0, top, x1, bottom = reading.box
    size = own_size(reading)
    letters = [letter for letter in reading.text if letter not in FLOATING]
    if size is None or (len(letters) < 2 and not USUAL[0] <= size / usual <= USUAL[1]):
        size = usual
        inside = letters and all(letter in ".,;:_" for letter in letters)
        baseline = float(bottom) if inside else (top + bottom) / 2 + MIDDLE * size
    else:
        baseline = bottom - _hang(letters) * size
        size = usual if USUAL[0] <= size / usual <= USUAL[1] else size
    return (float(x0), baseline - ASCENT * size, float(x1), baseline + DESCENT * size, size)


def _rise(letters: Sequence[str]) -> float:
    """How far the letters reach above the baseline, in font sizes."""
    tall = any(letter.isdigit() or letter.isupper() or letter in ABOVE for letter in letters)
    return CAPITAL if tall else X_HEIGHT


def _hang(letters: Sequence[str]) -> float:
    """How far the letters hang below the baseline, in font sizes."""
    if any(letter in BELOW for letter in letters):
        return DEEP
    return SHALLOW if any(letter in SLIGHTLY_BELOW for letter in letters) else 0.0
