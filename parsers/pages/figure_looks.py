"""Figures read again: by the Latin model, enlarged where the two readings differ, spaced by their ink."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.document import Word
from parsers.lines import lines
from parsers.pages.crops import PixelBox, cut, scaled
from parsers.pages.figures import spaced, unbroken
from parsers.pages.looker import Looker
from parsers.pages.ocr_letters import digits, digits_in_place, part_of_sum
from parsers.pages.tesseract import Reading, Segmentation

SHORT_LETTERS = 20
ONE_LINE = 1.9
"""Ink lower than so many font sizes is one line."""

BESIDE = 9.0
"""Points that a cell keeps free on both sides of its text together."""

SURE = 0.95
SURE_FORM = re.compile(r"\d{1,3}([.,]\d)?\s?%?|\d{1,3}([.,' ]\d{3})+(\.\d)?₮?|\d{4,9}₮?|\d\.\d{1,2}(\.\d{1,2})?")
"""A figure that was read so surely and looks like a percentage, a sum or a code needs no second reading."""

AGREED, OUTVOTED, SPLIT = 0.97, 0.6, 0.25
"""Confidence of a figure that two models read alike, that two of three read alike, that all read differently."""


def is_figure(held: Sequence[Word]) -> bool:
    """A short cell on one line with a digit, or nothing but a mark."""
    text = " ".join(word.text for word in held)
    if len(text) > SHORT_LETTERS or not any(letter.isdigit() for letter in text):
        return False
    return sum(letter.isalpha() for letter in text) <= 2 and len({round(word.bbox[1] / 6) for word in held}) <= 2


def whole_figure(looker: Looker, place: PixelBox, held: Sequence[Word]) -> list[Word] | None:
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


def figure_again(looker: Looker, ink: PixelBox, held: Sequence[Word]) -> list[Word] | None:
    """A percentage, a sum, a number: read again by the Latin model, and enlarged where the two do not agree."""
    if ink[3] - ink[1] > ONE_LINE * looker.usual or not looker.data.latin:
        return None
    ordered = sorted(held, key=lambda word: word.bbox[0])
    first = digits_in_place(" ".join(word.text for word in ordered))
    if all((word.confidence or 0.0) >= SURE for word in ordered) and SURE_FORM.fullmatch(first):
        return _restated(ordered, spaced(looker.bare, ink, first), min(word.confidence or 0.0 for word in ordered))
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
