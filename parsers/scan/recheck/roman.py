"""Roman numerals (`I, III улирал`, `II хагас жил`, `III-IV`) read again by the Latin model.

The Cyrillic model prints the letters that it knows: П for II, Ш for III, ІУ and 1У for IV. Between a numeral and a
letter only the place tells: before a quarter, a half-year or a month, or alone in its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from parsers.document import BBox, Word
from parsers.language.confusions import ROMAN_STROKES
from parsers.layout.text_lines import lines
from parsers.scan.ocr.tesseract import Segmentation
from parsers.scan.raster import PixelBox
from parsers.scan.recheck.budget import Looker
from parsers.scan.recheck.crops import cut, ink_box, scaled

READ: Final = 0.85
"""Confidence of a numeral list that the Latin model gives and that ascends."""

SMALLER: Final = 0.75
"""Scale of the second look, at the numerals alone; the first is at the line with what stands behind them."""

LONGEST: Final = 12

_TAKEN_FOR: Final = re.compile(r"[IІVXХУПШГМИЇНlU14|\[\]\\ivu][IІVXХУПШГМИЇНlU14|\[\]\\ivu,.;\-–—]{0,7}|[-–—,]")
_CONTEXT: Final = re.compile(r"(?:улир|хагас|сар(?![а-я]*л))")
_GLUED: Final = re.compile(r"(?P<numeral>[IІVXПШГlL1|\[\]-]{1,5})(?P<rest>(?:улир|хагас)[а-яёөү]*)")
_LIST: Final = re.compile(r"\s*([IVXivxlLHUu1|!\[\]]+(?:\s*[,\-–—]\s*[IVXivxlLHUu1|!\[\]]+)*)\s*[,.]?\s*")
_NUMERALS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def romans(looker: Looker, place: PixelBox, held: Sequence[Word]) -> list[Word] | None:
    """The words of a cell with its Roman numerals; None where it has none that look misread. ``place`` in pixels."""
    if not looker.data.latin or not any(_TAKEN_FOR.fullmatch(word.text) or _GLUED.match(word.text) for word in held):
        return None
    found: list[Word] = []
    changed = False
    for line in lines(held):
        words = [part for word in line.words for part in _unglued(word)]
        for start, end in _runs(words, len(words) <= LONGEST):
            if better := _numerals(looker, place, words, start, end):
                words[start:end] = [better]
                changed = True
                break
        found += words
    return found if changed else None


def _unglued(word: Word) -> list[Word]:
    """`Пулирал` as two words."""
    found = _GLUED.fullmatch(word.text)
    if found is None or word.angle:
        return [word]
    x0, top, x1, bottom = word.bbox
    cut_at = x0 + (x1 - x0) * len(found["numeral"]) / len(word.text)
    return [
        replace(word, text=found["numeral"], bbox=BBox(x0, top, cut_at, bottom)),
        replace(word, text=found["rest"], bbox=BBox(cut_at, top, x1, bottom)),
    ]


def _runs(words: Sequence[Word], short: bool) -> Iterator[tuple[int, int]]:
    """[start, end) of the words that may be numerals: those before a quarter, half-year or month, or all of a line
    (a lone stroke may as well be the 1 of a row of numbers)."""
    taken = [not word.angle and _TAKEN_FOR.fullmatch(word.text) is not None for word in words]
    for index, word in enumerate(words):
        if not _CONTEXT.match(word.text.lower()):
            continue
        start = index
        while start and taken[start - 1]:
            start -= 1
        if start < index:
            yield start, index
    text = "".join(word.text for word in words)
    if short and all(taken) and len(text) > 1 and any(map(str.isalpha, text)):
        yield 0, len(words)


def _numerals(looker: Looker, place: PixelBox, words: Sequence[Word], start: int, end: int) -> Word | None:
    """One word with the list that stands there; None where the Latin model gives no list that ascends."""
    boxes = [looker.pixels(word.bbox) for word in words[start:end]]
    left = place.x0 if start == 0 else min(box.x0 for box in boxes) - 2
    right = looker.pixels(words[end].bbox).x0 - 2 if end < len(words) else place.x1
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    printed = "".join(word.text for word in words[start:end])
    beyond = looker.pixels(words[end].bbox).x1 if end < len(words) else right
    for x1, size in ((beyond, 1.0), (right, SMALLER)):
        ink = ink_box(looker.bare, PixelBox(max(left, 0), top, max(x1, left + 1), bottom))
        if ink is None:
            continue
        crop = cut(looker.bare, ink)
        read = looker.read(scaled(crop, size) if size != 1 else crop, Segmentation.LINE, looker.data.latin)
        said = " ".join(one.text for one in sorted(read, key=lambda one: one.box.x0))
        if text := numerals(said, printed, alone=x1 == right):
            box = words[start].bbox._replace(x1=words[end - 1].bbox.x1)
            return replace(words[start], text=text, bbox=box, confidence=READ)
    return None


def numerals(read: str, printed: str, alone: bool = True) -> str:
    """The list in what the Latin model read, or (not ``alone``) at its start; empty where it is none that ascends.
    ``printed`` is what the Cyrillic model made of it: its Ш has three strokes for sure.

    >>> numerals("|, Ill", "І,Ш"), numerals("1- Il", "1-П"), numerals("I-IV", "ШУМ"), numerals("HI-IV", "ПУМ")
    ('I, III', 'I- II', 'III-IV', 'III-IV')
    >>> numerals("IV, I", ""), numerals("ynupan", ""), numerals("", "П"), numerals("l", "1"), numerals("ll", "1")
    ('', '', '', '', 'II')
    >>> numerals("|, Ill ynupan", "І,Ш", alone=False), numerals("I, Hl, Ul, IV", "I,Ul,ШМ")
    ('I, III', 'I, II, III, IV')
    """
    found = _LIST.fullmatch(read) if alone else _LIST.match(read)
    if found is None or (printed.isdigit() and len(found[1]) <= len(printed)):
        return ""
    parts = re.split(r"(\s*[,\-–—]\s*)", found[1])
    numbers = [part.translate(ROMAN_STROKES) for part in parts[::2]]
    if printed.startswith("Ш") and numbers[0] in ("I", "II"):
        numbers[0] = "III"
    if printed.rstrip(",.").endswith("Ш") and numbers[-1] in ("I", "II"):
        numbers[-1] = "III"
    if len(numbers) > 2 and numbers[0] in _NUMERALS and numbers[-1] in _NUMERALS:
        first, last = _NUMERALS.index(numbers[0]), _NUMERALS.index(numbers[-1])
        numbers = list(_NUMERALS[first : last + 1]) if last - first + 1 == len(numbers) else numbers
    order = [_NUMERALS.index(number) if number in _NUMERALS else -1 for number in numbers]
    if -1 in order or order != sorted(set(order)):
        return ""
    return "".join(number + mark for number, mark in zip(numbers, [*parts[1::2], ""], strict=True))
