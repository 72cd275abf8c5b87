"""Text layer or picture? Decided page by page, by what the text looks like; good layers are never thrown away.

A page without text is read from its picture; so is a page whose text is an invisible layer under a scan (its rules are
in the picture) and one whose letters are not language: no ToUnicode, a wrong encoding, letters spaced out. Where the
word list alone cannot tell (names, foreign words, tables of abbreviations), a band of the page is read from the
picture and compared with the layer.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
from rapidfuzz import fuzz

from parsers.document import Note, Page, Word
from parsers.errors import OcrUnavailable
from parsers.language.letters import repair
from parsers.language.words import cyrillic_share, word_share
from parsers.limits import Limits
from parsers.pdf.text_layer import read_text_page
from parsers.scan.page import read_band, read_picture
from parsers.scan.raster import drawn

GOOD_WORDS = 0.5
"""Share of words in the list (after repairs of old letters) from which a layer is language. Reports have 0.75-0.95 with
names and abbreviations; layers without ToUnicode 0.0, letter-spaced ones under 0.2."""

FEW_LETTERS = 40
"""A page with fewer letters (figures, a page number, a title) does not tell by its words."""

STRANGE = re.compile("[\ue000-\uf8ff\x00-\x1f\ufffd\x80-\x9f]")
"""Private use, control and replacement characters: what fonts without ToUnicode leave."""

LONE_LETTERS = 0.35
"""Share of single letters among the words from which letters are spaced out."""

SAMPLE = 200
ALIKE = 60.0
"""Likeness (0-100) of a layer and a reading of the same band from which they say the same."""

BETTER = 0.03


def page_of(pdf_page: pypdfium2.PdfPage, number: int, limits: Limits) -> Page:
    """The page from its text layer or from its picture, with a note that says which and why (pictures only).

    A page that needs OCR on a machine without it comes back unread, with the note ``page_unread``.
    """
    page = read_text_page(pdf_page, number, limits)
    reason = _distrust(page)
    if not reason and not (reason := _refuted(pdf_page, page, limits)):
        return page
    if reason == "no_text" and _is_blank(pdf_page):
        return page
    try:
        seen = read_picture(drawn(pdf_page, number, limits), number, limits)
    except OcrUnavailable as missing:
        note = Note("page_unread", f"{REASONS[reason]}; {missing.detail}", number)
        return replace(page, notes=(*page.notes, note))
    if reason == "hidden_text":
        seen = _with_better_words(seen, page)
    notes = tuple(note for note in page.notes if note.code not in ("hidden_text", "page_picture"))
    return replace(seen, notes=(*notes, Note("read_from_picture", REASONS[reason], number), *seen.notes))


REASONS = {
    "no_text": "the page has no text layer",
    "hidden_text": "the text layer is an invisible one under a scan",
    "not_language": "the letters of the text layer are not language",
    "spaced_letters": "the text layer has single letters instead of words",
    "picture_differs": "the picture of the page says something else than its text layer",
}


def _distrust(page: Page) -> str:
    """Why the layer is not to be trusted whatever the picture says; empty if it may be."""
    if not page.words:
        return "no_text"
    codes = {note.code for note in page.notes}
    if "hidden_text" in codes:
        return "hidden_text"
    letters = sum(map(str.isalpha, "".join([word.text for word in page.words])))
    if "page_picture" in codes and letters < FEW_LETTERS:
        return "no_text"
    if sum(len(word.text) == 1 for word in page.words) <= LONE_LETTERS * FEW_LETTERS:
        return ""
    words = [word.text for word in page.words if any(map(str.isalpha, word.text))]
    if letters >= FEW_LETTERS and sum(len(text) == 1 for text in words) > LONE_LETTERS * len(words):
        return "spaced_letters"
    return ""


def _refuted(pdf_page: pypdfium2.PdfPage, page: Page, limits: Limits) -> str:
    """For a layer whose words are not in the list: why a look at the picture refutes it; empty if it does not."""
    text = _text(page)
    letters = sum(map(str.isalpha, text))
    strange = len(STRANGE.findall(text))
    if letters + strange < FEW_LETTERS:
        return ""
    if strange > 0.1 * (letters + strange):
        return "not_language"
    if (word_share(text) or 0.0) >= GOOD_WORDS:
        return ""
    share = word_share(repair(text).text)
    if share is None or share >= GOOD_WORDS:
        return ""
    try:
        band, readings = read_band(drawn(pdf_page, page.number, limits), limits)
    except OcrUnavailable:
        return "not_language" if cyrillic_share(text) < GOOD_WORDS else ""
    if not readings:
        return ""
    high = page.height
    layer = " ".join(w.text for w in _reading_order(page.words) if band[0] <= _middle(w) / high <= band[1])
    seen = " ".join(readings)
    return "picture_differs" if fuzz.ratio(_bare(layer), _bare(seen)) < ALIKE else ""


def is_read_from_picture(pdf_page: pypdfium2.PdfPage, page: Page, limits: Limits) -> bool:
    """Whether ``page_of`` would read the page from its picture; ``page`` is what its text layer gives."""
    reason = _distrust(page) or _refuted(pdf_page, page, limits)
    return bool(reason) and not (reason == "no_text" and _is_blank(pdf_page))


def _text(page: Page) -> str:
    step = max(len(page.words) // SAMPLE, 1)
    return " ".join(word.text for word in page.words[::step])


def _bare(text: str) -> str:
    return "".join(repair(text).text.lower().split())


def _middle(word: Word) -> float:
    return word.bbox.middle_y


def _reading_order(words: tuple[Word, ...]) -> list[Word]:
    return sorted(words, key=lambda word: (round(_middle(word) / 6), word.bbox.x0))


def _is_blank(pdf_page: pypdfium2.PdfPage) -> bool:
    """A page on which nothing is drawn."""
    return next(iter(pdf_page.get_objects(max_depth=1)), None) is None


def _with_better_words(seen: Page, layer: Page) -> Page:
    """The page read from its picture; with the words of its hidden layer where those are clearly better language and
    both lie alike (a layer typed or corrected by people)."""
    ours, theirs = (word_share(" ".join(word.text for word in page.words)) or 0.0 for page in (seen, layer))
    alike = abs(seen.width - layer.width) < 3 and abs(seen.height - layer.height) < 3
    if not alike or theirs < ours + BETTER:
        return seen
    note = Note("hidden_text_kept", f"{theirs:.0%} of its words are known, {ours:.0%} of those read anew", seen.number)
    return replace(seen, words=layer.words, notes=(*seen.notes, note))
