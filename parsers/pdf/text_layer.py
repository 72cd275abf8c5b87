"""A PDF page with a text layer -> Page: positioned words, rules and shades, upright and in page coordinates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from parsers.document import BBox, Note, Page, Ruling, Word
from parsers.limits import Limits
from parsers.pdf import pdfium, rulings
from parsers.pdf.characters import TextPieces, pieces
from parsers.pdf.coordinates import Frame, PdfBox
from parsers.pdf.words import words

STRAIGHT = 10.0
"""Degrees by which a text run may lean and still be read as upright or sideways; watermarks lean more."""

HIDDEN_LAYER = 0.6
"""Share of letters in invisible ink from which the text is taken for the hidden layer of a scan."""

TURNED = 0.6
"""Share of the straight letters that must run another way than /Rotate says before the page is turned for them."""


def read_text_page(pdf_page: pypdfium2.PdfPage, number: int, limits: Limits) -> Page:
    """The page as its text layer and drawing instructions give it; ``number`` is 1-based.

    Notes: ``hidden_text`` when the letters are an invisible layer under a picture, ``page_picture`` when a picture
    covers most of the page, ``watermark`` for text across the page. Raises LimitExceeded.
    """
    page = pdfium.pointer(pdf_page)
    textpage = pdf_page.get_textpage()
    try:
        found = pieces(pdfium.pointer(textpage), limits, number)
    finally:
        textpage.close()
    drawn = rulings.drawn(page, limits, number)
    box = pdfium.visible_box(page)
    found, notes = _seen(found, box, number)
    straight, quarter = _directions(found)
    if not straight.all():
        notes.append(Note("watermark", _stream_text(found.take(~straight)), number))
        found, quarter = found.take(straight), quarter[straight]
    frame = Frame(box, _turns(quarter, found.letters, _rotation(page)))
    width, height = frame.size
    if any(_share(picture, box) > 0.6 for picture in drawn.pictures):
        notes.append(Note("page_picture", "a picture covers most of the page", number))
    return Page(
        number=number,
        width=width,
        height=height,
        words=_words(found, quarter, frame, drawn.rules),
        rulings=_rulings(frame, drawn.rules),
        shades=_shades(frame, drawn.shades),
        notes=tuple(notes),
        turned=(frame.turns - _rotation(page)) % 4,
    )


def _rotation(page: Any) -> int:
    """Quarter turns (clockwise) that the file asks for with /Rotate."""
    return int(pdfium.lib.FPDFPage_GetRotation(page)) % 4


def _seen(found: TextPieces, box: PdfBox, number: int) -> tuple[TextPieces, list[Note]]:
    """Without letters outside the page and stray invisible ones; a hidden layer as a whole is kept and noted."""
    middle_x, middle_y = (found.boxes[:, 0] + found.boxes[:, 2]) / 2, (found.boxes[:, 1] + found.boxes[:, 3]) / 2
    inside = (middle_x > box.left) & (middle_x < box.right) & (middle_y > box.bottom) & (middle_y < box.top)
    notes: list[Note] = []
    if found.hidden.any():
        if (found.letters * found.hidden)[inside].sum() >= HIDDEN_LAYER * found.letters[inside].sum():
            notes.append(Note("hidden_text", "the text is an invisible layer", number))
        else:
            inside &= ~found.hidden
    return (found if inside.all() else found.take(inside)), notes


def _directions(found: TextPieces) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which letters run along an axis, and along which (quarter turns counter-clockwise, 0-3)."""
    nearest = np.round(found.angle / 90.0)
    straight = np.abs(found.angle - nearest * 90.0) <= STRAIGHT
    return straight, nearest.astype(np.int64) % 4


def _turns(quarter: NDArray[np.int64], letters: NDArray[np.int64], rotation: int) -> int:
    """How the page has to be turned: as its letters run, and as /Rotate says where they do not decide."""
    if not len(quarter):
        return rotation
    counts = np.bincount(quarter, weights=letters, minlength=4)
    winner = int(counts.argmax())
    return winner if counts[winner] >= TURNED * letters.sum() else rotation


def _words(letters: TextPieces, quarter: NDArray[np.int64], frame: Frame, rules: list[PdfBox]) -> tuple[Word, ...]:
    made: list[Word] = []
    for turns in range(4):
        which = quarter == turns
        if not which.any():
            continue
        own = Frame(frame.box, turns)
        part = letters if which.all() else letters.take(which)
        base = np.column_stack([part.base, part.base])
        walls = own.place(np.array(rules)) if rules else np.empty((0, 4))
        walls = walls[walls[:, 3] - walls[:, 1] > walls[:, 2] - walls[:, 0]]
        angle = (turns - frame.turns) % 4 * 90
        here = words(part, own.place(part.boxes), own.place(base)[:, 1], walls, angle)
        made.extend(here if turns == frame.turns else _turned(here, own, frame))
    return tuple(made)


def _turned(made: list[Word], own: Frame, frame: Frame) -> list[Word]:
    """Words of another direction with their boxes on the upright page."""
    if not made:
        return []
    boxes = frame.place(own.unplace(np.array([word.bbox for word in made]))).tolist()
    return [
        Word(word.text, BBox(*box), None, word.size, word.bold, word.angle, word.blank_after)
        for word, box in zip(made, boxes, strict=True)
    ]


def _rulings(frame: Frame, rules: list[PdfBox]) -> tuple[Ruling, ...]:
    """Centre lines of the rules on the upright page."""
    if not rules:
        return ()
    boxes = frame.place(np.array(rules))
    flat = boxes[:, 2] - boxes[:, 0] >= boxes[:, 3] - boxes[:, 1]
    middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    x0, x1 = np.where(flat, boxes[:, 0], middle_x), np.where(flat, boxes[:, 2], middle_x)
    top, bottom = np.where(flat, middle_y, boxes[:, 1]), np.where(flat, middle_y, boxes[:, 3])
    return tuple(Ruling(*line) for line in np.column_stack([x0, top, x1, bottom]).tolist())


def _shades(frame: Frame, shades: list[PdfBox]) -> tuple[BBox, ...]:
    if not shades:
        return ()
    return tuple(BBox(*box) for box in frame.place(np.array(shades)).tolist())


def _share(part: PdfBox, whole: PdfBox) -> float:
    """Share of ``whole`` that ``part`` covers."""
    wide = min(part.right, whole.right) - max(part.left, whole.left)
    high = min(part.top, whole.top) - max(part.bottom, whole.bottom)
    return max(wide, 0.0) * max(high, 0.0) / max(whole.width * whole.height, 1.0)


def _stream_text(found: TextPieces) -> str:
    return " ".join(found.texts.tolist())
