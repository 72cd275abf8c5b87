"""Single words read again: Latin letters where Cyrillic ones are likelier, unsure words that are none."""

from __future__ import annotations

from dataclasses import replace

from parsers.document import Word
from parsers.pages.crops import cut, scaled
from parsers.pages.looker import Looker, sureness
from parsers.pages.ocr_letters import CYRILLIC, FOREIGN, LATIN, NAME, ROMAN, URL, between_slashes, both_alike, known
from parsers.pages.tesseract import Segmentation

DOUBTFUL = 0.72
SURE_LATIN = 0.93


def word_again(looker: Looker, word: Word) -> Word:
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
