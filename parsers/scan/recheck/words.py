"""Single words read again: Latin letters where Cyrillic ones are likelier, unsure words that are none."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.document import Word
from parsers.scan.ocr.letters import CYRILLIC, FOREIGN, LATIN, NAME, ROMAN, URL, between_slashes, both_alike, known
from parsers.scan.ocr.tesseract import Segmentation
from parsers.scan.recheck.budget import Looker, sureness
from parsers.scan.recheck.crops import cut, scaled

DOUBTFUL = 0.72
SURE_LATIN = 0.93
SURE_NAME = 0.92
"""Confidence from which a name is not read again: no list of words vouches for it."""

LATIN_NAME = re.compile(r"(?<!\w)[A-Z]{1,3}[.,][A-Z]{4,}(?:/|$)")
"""A name in capitals of which the Latin model made Latin letters."""

NAME_SCALES = (0.75, 1.4)
VOUCHED = 0.9
"""Scales of the further readings of a name, and its confidence where two of three say the same."""


def word_again(looker: Looker, word: Word) -> Word:
    """A word with Latin letters, or an unsure one that is no word, read again alone."""
    confidence = word.confidence or 0.0
    name = NAME.search(word.text) or LATIN_NAME.search(word.text)
    if name and not word.angle and confidence < SURE_NAME and not URL.search(word.text):
        return _name_again(looker, word)
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
    text = between_slashes(word.text, "".join(reading.text for reading in readings))
    sure = sureness([(reading.text, reading.confidence) for reading in readings])
    if not text or LATIN.search(text) or abs(len(text) - len(word.text)) > 2:
        return word
    foreign = latin or FOREIGN.search(word.text)
    better = (
        known(text) or (foreign and NAME.search(text)) or (latin and mixed and sure > 0.5) or sure > confidence + 0.15
        or (both_alike(word.text, text) and sure > 0.5)
    )  # fmt: skip
    return replace(word, text=text, confidence=max(sure, 0.8 if known(text) else 0.0)) if better else word


def _name_again(looker: Looker, word: Word) -> Word:
    """A name with an initial: what two readings of three say, or the surest one."""
    cyrillic = looker.data.languages.partition("+")[0]
    said = {word.text: [word.confidence or 0.0]} if NAME.search(word.text) else {}
    crop = cut(looker.bare, looker.pixels(word.bbox), pad=6)
    for scale in NAME_SCALES:
        readings = looker.read(scaled(crop, scale), Segmentation.LINE, cyrillic)
        text = between_slashes(word.text, "".join(reading.text for reading in readings))
        if not NAME.search(text) or abs(len(text) - len(word.text)) > 2:
            continue
        said.setdefault(text, []).append(sureness([(reading.text, reading.confidence) for reading in readings]))
        if len(said[text]) > 1:
            return replace(word, text=text, confidence=max(VOUCHED, *said[text]))
    if not said:
        return word
    best = max(said, key=lambda text: max(said[text]))
    return replace(word, text=best, confidence=max(said[best]))
