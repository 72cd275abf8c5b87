"""Figures read again: smaller and by the Latin model, once more where two readings differ, spaced by their ink."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from parsers.document import BBox, Word
from parsers.layout.text_lines import lines
from parsers.scan.ocr.letters import known, part_of_sum
from parsers.scan.ocr.tesseract import Reading, Segmentation
from parsers.scan.raster import PixelBox
from parsers.scan.recheck.budget import Looker
from parsers.scan.recheck.crops import INK, cut, dash, ink_box, scaled
from parsers.scan.recheck.figure_forms import AGREED, SPLIT, decided, figure
from parsers.scan.recheck.figure_ink import spaced, unbroken

SHORT_LETTERS = 20
STOPS = re.compile(r"[.,']")
MOST_LINES = 3
WHOLE = 0.75
"""Confidence of a figure that was broken over lines, at most."""

ODD_LETTERS, ODD = 3, 0.95
"""Length and confidence of what may be a figure that was read as letters."""

DASH_LETTERS = 3
"""Longest text that a lone dash is read as."""

NEAR = 0.7
"""Font sizes of white beside a figure after which nothing belongs to it: blanks between thousands are half as wide."""

ONE_LINE = 1.9
"""Ink lower than so many font sizes is one line."""

BESIDE = 9.0
"""Points that a cell keeps free on both sides of its text together."""

SURE = 0.95
"""A figure of a known form that was read so surely needs no second reading."""

SECOND, THIRD = 26.0, 22.0
"""Pixels to which the font size is brought for the further readings: of single figures Tesseract misreads a third as
many as at the size of the page (measured on 5,000 of them)."""


def is_figure(held: Sequence[Word]) -> bool:
    """A short line with a digit and hardly a letter."""
    text = " ".join(word.text for word in held)
    if len(text) > SHORT_LETTERS or not any(letter.isdigit() for letter in text):
        return False
    return sum(letter.isalpha() for letter in text) <= 2 and len(lines(held)) == 1


def figures_again(looker: Looker, place: PixelBox, held: Sequence[Word], sided: bool = True) -> list[Word] | None:
    """The figures of a cell read again; None where it holds anything else. ``place`` is the cell in pixels; one that has
    no rules at its sides (not ``sided``) may reach into its neighbours."""
    if not held or any(word.angle for word in held):
        return None
    if mark := _lone_dash(looker, place, held):
        return mark
    rows = [list(line.words) for line in lines(held)]
    if len(rows) > 1:
        if whole := whole_figure(looker, place, held):
            return whole
        if len(rows) > MOST_LINES or not all(map(is_figure, rows)):
            return None
        return [word for row in rows for word in _line_again(looker, place, row, sided) or row]
    if is_figure(held):
        return _line_again(looker, place, held, sided)
    better = _line_again(looker, place, held, sided) if _is_odd(held) else None
    return better if better and figure(better[0].text) and (better[0].confidence or 0.0) > SPLIT else None


def _line_again(looker: Looker, place: PixelBox, row: Sequence[Word], sided: bool) -> list[Word] | None:
    """One line of figures read again: all the ink of the cell at its height, or that of its words."""
    boxes = [looker.pixels(word.bbox) for word in row]
    x0, x1 = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    left, right = (place.x0, place.x1) if sided else (max(x0 - 2, 0), x1 + 3)
    x0, x1 = max(x0, left), min(x1, right)  # a word may reach over a rule that was taken out
    inked = np.flatnonzero((looker.bare[top:bottom, left:right] < INK).any(axis=0)) + left
    x0, x1 = _grown(inked, x0, x1, NEAR * looker.usual)
    ink = ink_box(looker.bare, PixelBox(x0, top, x1, bottom))
    return figure_again(looker, ink, row) if ink else None


def _grown(inked: NDArray[np.intp], x0: int, x1: int, near: float) -> tuple[int, int]:
    """A stretch of pixel columns grown over the inked ones at most ``near`` pixels beside it: what stands farther off is
    the rest of a rule."""
    for column in inked[inked < x0][::-1].tolist():
        if x0 - column > near:
            break
        x0 = column
    for column in inked[inked >= x1].tolist():
        if column - x1 > near:
            break
        x1 = column + 1
    return x0, x1


def _is_odd(held: Sequence[Word]) -> bool:
    """A mark or two that are no word: what figures of one or two digits are taken for (`ІЛ`, `ЭЭ`, `He`)."""
    text = "".join(word.text for word in held)
    return 0 < len(text) <= ODD_LETTERS and not known(text) and min(word.confidence or 0.0 for word in held) < ODD


def _lone_dash(looker: Looker, place: PixelBox, held: Sequence[Word]) -> list[Word] | None:
    """A dash by its shape, whatever it was read as (`=`, `2`, `н`)."""
    if sum(len(word.text) for word in held) > DASH_LETTERS:
        return None
    ink = ink_box(looker.bare, place)
    mark = dash(looker.bare, ink, looker.usual) if ink else None
    return looker.words([Reading(mark, ink, AGREED)]) if ink and mark else None


def whole_figure(looker: Looker, place: PixelBox, held: Sequence[Word]) -> list[Word] | None:
    """A figure that a narrow column broke over two lines and more, as one word on the first of them."""
    if sum(len(word.text) for word in held) > SHORT_LETTERS or not held[0].text[:1].isdigit():
        return None
    rows = lines(held)
    if len(rows) < 2 or any(row.words[0].angle for row in rows):
        return None
    texts = [part_of_sum(row.text()) for row in rows]
    room = place.width * looker.scale
    full = [room - (row.x1 - row.x0) < BESIDE + 0.6 * row.size for row in rows]
    whole = unbroken(texts, full)
    if whole is None:
        return None
    sure = min(word.confidence or 0.0 for word in held)
    return [replace(rows[0].words[0], text=whole, confidence=min(sure, WHOLE))]


def figure_again(looker: Looker, ink: PixelBox, held: Sequence[Word]) -> list[Word] | None:
    """A percentage, a sum, a number: read again by the Latin model, and by the first one where the two differ."""
    if ink.height > ONE_LINE * looker.usual or not looker.data.latin:
        return None
    ordered = sorted(held, key=lambda word: word.bbox.x0)
    readings = [(" ".join(word.text for word in ordered), min(word.confidence or 0.0 for word in ordered))]
    first = figure(readings[0][0])
    if first and readings[0][1] >= SURE:
        return _restated(ordered, _spaced(looker, ink, first.text), readings[0][1])
    crop = cut(looker.bare, ink)
    for size, languages in ((SECOND, looker.data.latin), (THIRD, "")):
        found = looker.read(scaled(crop, min(size / looker.usual, 1.0)), Segmentation.LINE, languages)
        found = sorted(found, key=lambda reading: reading.box.x0)
        readings.append((" ".join(one.text for one in found), min((one.confidence for one in found), default=0.0)))
        if answer := decided(readings):
            return _restated(ordered, _spaced(looker, ink, answer[0]), answer[1])
    return None


def _spaced(looker: Looker, ink: PixelBox, text: str) -> str:
    """The figure with the stops and blanks of its ink, where that leaves a figure; stops only where it has none."""
    shown = spaced(looker.bare, ink, text)
    marked = STOPS.search(text) is not None
    return shown if figure(shown) and (not marked or STOPS.findall(shown) == STOPS.findall(text)) else text


def _restated(held: Sequence[Word], text: str, confidence: float) -> list[Word]:
    """The same words with this confidence where the text is theirs; else one word with the text."""
    if text.split() == [word.text for word in held]:
        return [replace(word, confidence=confidence) for word in held]
    return [replace(held[0], text=text, bbox=BBox.around(word.bbox for word in held), confidence=confidence)]
