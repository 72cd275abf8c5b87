"""Second looks at what the page pass left doubtful: cells with ink but no words, sideways heads, figures, odd words.

One pass over the whole page reads running text best and cheapest. What it does badly is short and lonely: a dash, a
percentage, a sum, a Latin word between Cyrillic ones. Those are read again alone; where two readings of a figure differ
a third decides, and the confidence says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from parsers.document import BBox, Page, Word
from parsers.grid import regions_of
from parsers.lattice import Box
from parsers.lines import lines
from parsers.pages.crops import INK, Crop, cut, dash, ink_box, scaled, turned
from parsers.pages.figures import spaced, unbroken
from parsers.pages.ocr_letters import (
    CYRILLIC,
    FOREIGN,
    LATIN,
    NAME,
    ROMAN,
    SLASHES,
    URL,
    both_alike,
    digits,
    digits_in_place,
    is_junk,
    known,
    lettered,
    part_of_sum,
)
from parsers.pages.picture import Pixels
from parsers.pages.tessdata import LanguageData
from parsers.pages.tesseract import Engine, Reading, Segmentation
from parsers.pages.type_size import line_box
from parsers.tables import survey, tables_of

MOST_LOOKS = 120
"""Looks a page may cost: 2-5 ms each, so a damaged page takes half a second longer, never more."""

POOR = 0.55
DOUBTFUL = 0.72
SURE_LATIN = 0.93
SHORT_LETTERS = 20
ONE_LINE = 1.9
"""Ink lower than so many font sizes is one line."""

LITTLE_INK = 40
"""Pixels of ink (at half the resolution) that are not worth a look: a speck, a full stop."""

BESIDE = 9.0
"""Points that a cell keeps free on both sides of its text together."""

AGREED, OUTVOTED, SPLIT = 0.97, 0.6, 0.25
"""Confidence of a figure that two models read alike, that two of three read alike, that all read differently."""


@dataclass(slots=True)
class Looker:
    """A page without rules, and who looks at it. ``usual`` is the usual font size in pixels, ``scale`` points a pixel."""

    bare: Pixels
    reader: Engine
    data: LanguageData
    usual: float
    scale: float
    looks: int = 0

    def read(self, crop: Crop, segmentation: Segmentation, languages: str = "") -> list[Reading]:
        """Readings with boxes on the page; nothing once the page has had all its looks."""
        if self.looks >= MOST_LOOKS:
            return []
        self.looks += 1
        found = self.reader.read(crop.pixels, segmentation, languages or self.data.languages)
        return [replace(reading, text=lettered(reading.text), box=crop.on_page(reading.box)) for reading in found]

    def words(self, readings: Sequence[Reading], angle: int = 0) -> list[Word]:
        """Words in points of the page."""
        made = []
        for reading in readings:
            if angle:
                box: tuple[float, ...] = reading.box
                size = self.usual
            else:
                *box_, size = line_box(reading, self.usual)
                box = tuple(box_)
            x0, top, x1, bottom = (side * self.scale for side in box)
            made.append(Word(reading.text, (x0, top, x1, bottom), reading.confidence, size * self.scale, angle=angle))
        return made

    def pixels(self, box: BBox, inset: float = 0.0) -> tuple[int, int, int, int]:
        """A box of the page in pixels, smaller by ``inset`` pixels on each side, inside the picture."""
        height, width = self.bare.shape
        x0, top, x1, bottom = (side / self.scale for side in box)
        return (
            max(int(x0 + inset), 0), max(int(top + inset), 0),
            min(int(np.ceil(x1 - inset)), width), min(int(np.ceil(bottom - inset)), height),
        )  # fmt: skip


def looked_again(looker: Looker, page: Page) -> tuple[Word, ...]:
    """The words of the page after the second looks."""
    seen = survey(page)
    regions, loose = regions_of(seen, tables_of([seen])[0])
    words = list(loose)
    covered = []
    for region in regions:
        covered.append(region.lattice.bbox)
        for box, held in zip(region.lattice.boxes, region.words, strict=True):
            better = _cell(looker, box, held) if region.lattice.ruled else _open_cell(looker, box, held)
            words += held if better is None else better
    return tuple(_word(looker, word) for word in words if not _is_dirt(word))


def _is_dirt(word: Word) -> bool:
    return is_junk(word.text) and (word.confidence or 0.0) < DOUBTFUL


def _cell(looker: Looker, box: Box, held: Sequence[Word]) -> list[Word] | None:
    """Better words for one cell, or None where the page pass was good enough."""
    place = looker.pixels(box.bbox, inset=4)
    if place[2] - place[0] < 8 or place[3] - place[1] < 8:
        return None
    solid = [word for word in held if not _is_dirt(word)]
    if len(solid) > 1 and (whole := _unbroken(looker, place, solid)):
        return whole
    sure = _sureness([(word.text, word.confidence or 0.0) for word in solid]) * (1 - _unread_share(looker, place, solid))
    if sure >= POOR and not _is_figure(solid):
        return None
    ink = ink_box(looker.bare, place)
    if ink is None:
        return [] if not solid else None
    if sure < POOR:
        return _unread(looker, place, ink, solid, sure)
    return _figure(looker, ink, solid)


def _open_cell(looker: Looker, box: Box, held: Sequence[Word]) -> list[Word] | None:
    """A cell whose edges are not drawn: its figures only, looked at where the words stand."""
    if not held or any(word.angle for word in held) or not _is_figure(held):
        return None
    boxes = np.array([looker.pixels(word.bbox) for word in held])
    low, high = boxes.min(axis=0), boxes.max(axis=0)
    ink = ink_box(looker.bare, (int(low[0]) - 2, int(low[1]), int(high[2]) + 3, int(high[3])))
    return None if ink is None else _unbroken(looker, looker.pixels(box.bbox), held) or _figure(looker, ink, held)


def _unread_share(looker: Looker, place: tuple[int, int, int, int], held: Sequence[Word]) -> float:
    """Share of the cell's ink that no word covers; 0 where there is little of it."""
    x0, top, x1, bottom = place
    mask = looker.bare[top:bottom:2, x0:x1:2] < INK
    whole = int(mask.sum())
    if whole < LITTLE_INK:
        return 0.0
    for word in held:
        left, upper, right, lower = (round(side / looker.scale) for side in word.bbox)
        columns = slice(max((left - x0) // 2 - 2, 0), max((right - x0) // 2 + 3, 0))
        mask[max((upper - top) // 2, 0) : max((lower - top) // 2 + 1, 0), columns] = False
    left_over = int(mask.sum())
    return left_over / whole if left_over >= LITTLE_INK else 0.0


def _is_figure(held: Sequence[Word]) -> bool:
    """A short cell on one line with a digit, or nothing but a mark."""
    text = " ".join(word.text for word in held)
    if len(text) > SHORT_LETTERS or not any(letter.isdigit() for letter in text):
        return False
    return sum(letter.isalpha() for letter in text) <= 2 and len({round(word.bbox[1] / 6) for word in held}) <= 2


def _unbroken(looker: Looker, place: tuple[int, int, int, int], held: Sequence[Word]) -> list[Word] | None:
    """A figure that a narrow column broke over two lines and more, as one word on the first of them."""
    if sum(len(word.text) for word in held) > SHORT_LETTERS or not held[0].text[:1].isdigit():
        return None
    rows = lines(held)
    if len(rows) < 2 or any(row.words[0].angle for row in rows):
        return None
    texts = [part_of_sum(row.text()) for row in rows]
    room = (place[2] - place[0]) * looker.scale
    full = [room - (row.x1 - row.x0) < BESIDE + 0.6 * row.size for row in rows]
    whole = unbroken(texts, full)
    if whole is None:
        return None
    sure = min(word.confidence or 0.0 for word in held)
    return [replace(rows[0].words[0], text=whole, confidence=min(sure, OUTVOTED + 0.15))]


def _unread(
    looker: Looker, place: tuple[int, int, int, int], ink: tuple[int, int, int, int], held: Sequence[Word], before: float
) -> list[Word] | None:
    """A cell whose ink was not read or was read badly (with the sureness ``before``)."""
    mark = dash(looker.bare, ink, looker.usual)
    if mark is not None:
        return looker.words([Reading(mark, ink, AGREED)])
    wide, high = ink[2] - ink[0], ink[3] - ink[1]
    if high > 2.2 * looker.usual and (place[3] - place[1]) > 0.9 * (place[2] - place[0]):
        sideways = _sideways(looker, ink, before)
        if sideways is not None:
            return sideways
    one_line = high < ONE_LINE * looker.usual
    readings = looker.read(cut(looker.bare, ink), Segmentation.LINE if one_line else Segmentation.BLOCK)
    readings = [reading for reading in readings if not (is_junk(reading.text) and reading.confidence < DOUBTFUL)]
    after = _sureness([(reading.text, reading.confidence) for reading in readings])
    if not readings or after <= before or (wide < 0.2 * looker.usual and high < 0.2 * looker.usual):
        return None
    words = looker.words(readings)
    return (_figure(looker, ink, words) or words) if one_line and _is_figure(words) else words


def _sideways(looker: Looker, ink: tuple[int, int, int, int], before: float) -> list[Word] | None:
    """The cell read upwards (or downwards), where that makes more sense than reading it level."""
    best: tuple[float, list[Reading], int] = (before + 0.12, [], 0)
    for angle in (90, 270):
        readings = looker.read(turned(looker.bare, ink, angle), Segmentation.BLOCK)
        sure = _sureness([(reading.text, reading.confidence) for reading in readings])
        if sure > best[0]:
            best = (sure, readings, angle)
        if sure > 0.8:
            break
    return looker.words(best[1], best[2]) if best[1] else None


def _sureness(parts: Sequence[tuple[str, float]]) -> float:
    letters = sum(len(text) for text, _ in parts)
    return sum(confidence * len(text) for text, confidence in parts) / letters if letters else 0.0


def _figure(looker: Looker, ink: tuple[int, int, int, int], held: Sequence[Word]) -> list[Word] | None:
    """A percentage, a sum, a number: read again by the Latin model, and enlarged where the two do not agree."""
    if ink[3] - ink[1] > ONE_LINE * looker.usual or not looker.data.latin:
        return None
    ordered = sorted(held, key=lambda word: word.bbox[0])
    first = digits_in_place(" ".join(word.text for word in ordered))
    crop = cut(looker.bare, ink)
    second = _joined(looker.read(crop, Segmentation.LINE, looker.data.latin))
    if digits(first) == digits(second) and ("%" in first) == ("%" in second):
        return _restated(ordered, spaced(looker.bare, ink, first), AGREED)
    third = digits_in_place(_joined(looker.read(scaled(crop, 1.6), Segmentation.LINE)))
    for text, others in ((first, (second, third)), (third, (second,))):
        agreeing = [other for other in others if digits(text) and digits(text) == digits(other)]
        if agreeing:
            percent = [text, *agreeing]
            shown = next((one for one in (third, first) if digits(one) == digits(text) and "%" in one), text)
            chosen = shown if any("%" in one for one in percent) else text
            return _restated(ordered, spaced(looker.bare, ink, chosen), OUTVOTED + 0.15)
    return _restated(ordered, first, SPLIT)


def _joined(readings: Sequence[Reading]) -> str:
    return " ".join(reading.text for reading in sorted(readings, key=lambda reading: reading.box[0]))


def _restated(held: Sequence[Word], text: str, confidence: float) -> list[Word]:
    """The same words with this confidence where the text is theirs; else one word with the text."""
    sure = [min(word.confidence or 0.0, 1.0) for word in held]
    if text.split() == [word.text for word in held]:
        return [replace(word, confidence=_blend(own, confidence)) for word, own in zip(held, sure, strict=True)]
    box = (
        min(word.bbox[0] for word in held), min(word.bbox[1] for word in held),
        max(word.bbox[2] for word in held), max(word.bbox[3] for word in held),
    )  # fmt: skip
    return [replace(held[0], text=text, bbox=box, confidence=_blend(min(sure), confidence))]


def _blend(own: float, vote: float) -> float:
    """Agreement lifts a confidence, disagreement caps it."""
    return max(own, vote) if vote >= AGREED else min(own, vote)


def _word(looker: Looker, word: Word) -> Word:
    """A word with Latin letters, or an unsure one that is no word, read again alone."""
    confidence = word.confidence or 0.0
    if word.angle or not (LATIN.search(word.text) or confidence < DOUBTFUL) or URL.search(word.text):
        return word
    if ROMAN.fullmatch(word.text) or known(word.text) or not any(map(str.isalpha, word.text)):
        return word
    latin, mixed = bool(LATIN.search(word.text)), bool(CYRILLIC.search(word.text))
    if latin and not mixed and confidence >= SURE_LATIN and len(word.text) > 2:
        return word
    crop = cut(looker.bare, looker.pixels(word.bbox), pad=6)
    cyrillic = looker.data.languages.partition("+")[0]
    readings = looker.read(crop if mixed and latin else scaled(crop, 1.4), Segmentation.LINE, cyrillic)
    text = SLASHES.sub("/", "".join(reading.text for reading in readings))
    sure = _sureness([(reading.text, reading.confidence) for reading in readings])
    if not text or LATIN.search(text) or abs(len(text) - len(word.text)) > 2:
        return word
    foreign = latin or FOREIGN.search(word.text)
    better = (
        known(text) or (foreign and NAME.search(text)) or (latin and mixed and sure > 0.5) or sure > confidence + 0.15
        or (both_alike(word.text, text) and sure > 0.5)
    )  # fmt: skip
    return replace(word, text=text, confidence=max(sure, 0.8 if known(text) else 0.0)) if better else word
