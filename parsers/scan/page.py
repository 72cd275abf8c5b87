"""A picture of a page -> Page: the same kind of words and rules as a digital page gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

import cv2
import numpy as np

from parsers.document import Note, Page
from parsers.language.words import word_share
from parsers.limits import Limits, grant_cpu
from parsers.scan.ocr.letters import CYRILLIC, lettered
from parsers.scan.ocr.memory import recogniser
from parsers.scan.ocr.tessdata import language_data
from parsers.scan.ocr.tesseract import OcrEngine, Reading, Segmentation
from parsers.scan.ocr.type_size import usual_size
from parsers.scan.raster import POINTS, WORKING_DPI, Picture, Pixels, resized
from parsers.scan.raster_cleaning import clean, without_stamps
from parsers.scan.recheck.budget import Looker
from parsers.scan.recheck.recheck import looked_again
from parsers.scan.rules.detect import erased, find_rules, off_edge, rulings, uncrossed
from parsers.scan.rules.shading import shades
from parsers.scan.upright.rectify import straightened

cv2.setNumThreads(1)

POOR = 0.62
"""Mean confidence of a page below which it may stand on its head."""

NONSENSE = 0.45
"""Share of words in the list below which the same is asked; upright pages have more than 0.6."""

SHEET_EDGE_INCHES = 0.1
"""What is seen so near to the border of a photographed sheet is its edge: printers do not reach there."""

BAND_INCHES = 1.2
TEXT_SIZE = 11.0
"""Points: the usual size where no word tells."""

LETTERS = 5
"""Letters of a word that is whole and not two short ones beside a rule."""

SCALE = POINTS / WORKING_DPI


def read_picture(picture: Picture, number: int, limits: Limits) -> Page:
    """The page as words with confidence and rules, in points of the upright page. ``number`` is 1-based.

    Raises OcrUnavailable when this machine has no Tesseract that reads Mongolian.
    """
    reader, languages = recogniser(), language_data().languages
    grant_cpu(limits.ocr_page_cpu_seconds)
    upright = straightened(picture)
    plain = without_stamps(upright.pixels, WORKING_DPI)
    even = clean(plain, WORKING_DPI)
    if upright.turn_guessed and _on_its_head(even, reader, languages):
        plain, even = _half_turned(plain), _half_turned(even)
    rules = find_rules(plain, WORKING_DPI)
    bare = erased(even, rules)
    readings = reader.read(bare, Segmentation.COLUMN, languages)
    if not upright.turn_guessed and _is_poor(readings) and _on_its_head(even, reader, languages):
        plain, even = _half_turned(plain), _half_turned(even)
        rules = find_rules(plain, WORKING_DPI)
        bare = erased(even, rules)
        readings = reader.read(bare, Segmentation.COLUMN, languages)
    rules = uncrossed(rules, [one.box for one in readings if len(CYRILLIC.findall(one.text)) >= LETTERS])
    bare = erased(even, rules)
    if upright.photo:
        rules = off_edge(rules, even.shape, SHEET_EDGE_INCHES * WORKING_DPI)
    usual = usual_size(readings, TEXT_SIZE / SCALE)
    looker = Looker(bare, reader, language_data(), usual, SCALE, most=limits.page_looks)
    height, width = even.shape
    page = Page(
        number=number,
        width=width * SCALE,
        height=height * SCALE,
        words=tuple(looker.words([replace(reading, text=lettered(reading.text)) for reading in readings])),
        rulings=rulings(rules, WORKING_DPI),
        shades=shades(plain, WORKING_DPI),
        origin="ocr",
        notes=(*picture.notes, *_notes(upright.turned, upright.photo, limits.page_looks > 0, number)),
    )
    words = looked_again(looker, page) if limits.page_looks else page.words
    sure = round(fmean(word.confidence or 0.0 for word in words), 4) if words else None
    return replace(page, words=words, confidence=sure)


def right_way_up(picture: Picture) -> tuple[Pixels, float]:
    """The upright page as it looks, before cleaning, and its resolution: for people to look at."""
    upright = straightened(picture)
    pixels = upright.pixels
    if upright.turn_guessed:
        even = clean(pixels, WORKING_DPI)
        if _on_its_head(even, recogniser(), language_data().languages):
            pixels = _half_turned(pixels)
    return pixels, WORKING_DPI


def read_band(picture: Picture, limits: Limits) -> tuple[tuple[float, float], list[str]]:
    """The fullest band of the page, as shares of its height from the top, and the words that are read in it from left
    to right, line by line. Raises OcrUnavailable."""
    reader, languages = recogniser(), language_data().languages
    grant_cpu(limits.ocr_page_cpu_seconds)
    even = clean(resized(picture, WORKING_DPI).pixels, WORKING_DPI)
    start, band = _fullest_band(even)
    readings = reader.read(band, Segmentation.COLUMN, languages) if band.size else []
    return (start / len(even), (start + len(band)) / len(even)), [reading.text for reading in readings]


def _notes(turned: int, photo: bool, looked: bool, number: int) -> list[Note]:
    notes = []
    if turned:
        notes.append(Note("page_turned", f"the page was turned by {turned * 90} degrees", number))
    if photo:
        notes.append(Note("page_photo", "the page is a photo; its sheet was made rectangular", number))
    if not looked:
        notes.append(Note("no_second_look", "doubtful places of the page were not looked at again", number))
    return notes


def _half_turned(even: Pixels) -> Pixels:
    return np.asarray(cv2.rotate(even, cv2.ROTATE_180), dtype=np.uint8)


def _sureness(readings: Sequence[Reading]) -> float:
    """Mean confidence, longer words counting more."""
    letters = sum(len(reading.text) for reading in readings)
    return sum(reading.confidence * len(reading.text) for reading in readings) / letters if letters else 0.0


def _is_poor(readings: Sequence[Reading]) -> bool:
    """Does the page read so badly that it may stand on its head? Letters upside down make confident nonsense."""
    share = word_share(" ".join(reading.text for reading in readings))
    return _sureness(readings) < POOR or (share is not None and share < NONSENSE)


def _on_its_head(even: Pixels, reader: OcrEngine, languages: str) -> bool:
    """Is a band of text read more surely when it is turned by 180 degrees?"""
    _, band = _fullest_band(even)
    if not band.size:
        return False
    as_is = reader.read(band, Segmentation.COLUMN, languages)
    over = reader.read(_half_turned(band), Segmentation.COLUMN, languages)
    return _sureness(over) > _sureness(as_is)


def _fullest_band(even: Pixels) -> tuple[int, Pixels]:
    """First row and pixels of the stretch of the page with most ink; no pixels on an empty page."""
    high = round(BAND_INCHES * WORKING_DPI)
    ink = (even < 140).sum(axis=1).astype(float)
    if ink.sum() < 500:
        return 0, even[:0]
    sums = ink.cumsum()
    windows = sums[high:] - sums[:-high] if len(sums) > high else sums[-1:]
    start = int(windows.argmax())
    return start, even[start : start + high]
