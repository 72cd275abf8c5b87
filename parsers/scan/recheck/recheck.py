"""Second looks at what the page pass left doubtful: cells with ink but no words, sideways heads, figures, odd words.

One pass over the whole page reads running text best and cheapest. What it does badly is short and lonely: a dash, a
percentage, a sum, a Latin word between Cyrillic ones. Those are read again alone; where two readings of a figure differ
a third decides, and the confidence says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.document import BBox, Page, Word
from parsers.layout.cells import regions_of
from parsers.layout.lattice import LatticeCell
from parsers.layout.regions import survey, tables_of
from parsers.scan.ocr.letters import CYRILLIC, NAME, is_junk, known
from parsers.scan.ocr.tesseract import Reading, Segmentation
from parsers.scan.raster import PixelBox
from parsers.scan.recheck.budget import Looker, sureness
from parsers.scan.recheck.crops import INK, cut, dash, ink_box, turned
from parsers.scan.recheck.figure_forms import AGREED, figure
from parsers.scan.recheck.figures import ONE_LINE, figure_again, figures_again, is_figure
from parsers.scan.recheck.roman import romans
from parsers.scan.recheck.unread_ink import in_pixels, unread_boxes, unread_print
from parsers.scan.recheck.words import DOUBTFUL, word_again

POOR = 0.55
PATCHY = 0.6
"""Confidence of a word below which its whole cell is read again by itself (a tenth of the cells of a fair scan)."""

TALL = 2.2
"""Ink higher than so many font sizes may be text that reads sideways."""

LITTLE_INK = 40
"""Pixels of ink (at half the resolution) that are not worth a look: a speck, a full stop."""

MOST_LEFT_OUT = 12
SURE_LEFT_OUT = 0.8
"""Looks for text that the page pass left out, and how sure it must be: signatures and emblems lie there, too."""


def looked_again(looker: Looker, page: Page) -> tuple[Word, ...]:
    """The words of the page after the second looks."""
    seen = survey(page)
    regions, loose = regions_of(seen, tables_of([seen])[0])
    words = list(loose)
    for region in regions:
        for box, held in zip(region.lattice.cells, region.words, strict=True):
            better = _cell(looker, box, held) if region.lattice.ruled else _open_cell(looker, box, held)
            now = held if better is None else better
            words += romans(looker, looker.pixels(box.bbox, inset=4), now) or now
            if region.lattice.ruled and not now:
                words += _not_read(looker, box)
    words = [word_again(looker, word) for word in words if not _is_dirt(word)]
    ruled = [region.lattice.bbox for region in regions if region.lattice.ruled]
    return (*words, *_left_out(looker, words, ruled))


def _not_read(looker: Looker, box: LatticeCell) -> list[Word]:
    """A word without letters and confidence where print in a cell was not read: an empty cell is another thing."""
    ink = unread_print(looker.bare, looker.pixels(box.bbox, inset=4), looker.usual)
    if ink is None:
        return []
    return [Word("", ink.in_points(looker.scale), 0.0, looker.usual * looker.scale)]


def _left_out(looker: Looker, words: Sequence[Word], ruled: Sequence[BBox]) -> list[Word]:
    """Words in the ink that no word covers: sideways heads and lone figures outside of ruled tables, and whole lines
    inside, where the look at a cell that is nearly read does not go."""
    added: list[Word] = []
    tables = [in_pixels(box, looker.scale) for box in ruled]
    boxes = unread_boxes(looker.bare, [in_pixels(word.bbox, looker.scale) for word in words], looker.usual)
    boxes = [box for box in boxes if _is_line(box, looker.usual) or not any(_inside(box, table) for table in tables)]
    rest = looker.masked([looker.pixels(word.bbox) for word in words])  # a box may lie around words that were read
    for box in boxes[:MOST_LEFT_OUT]:
        ink = ink_box(rest.bare, box)
        if ink is None:
            continue
        found = [word_again(rest, word) for word in _unread(rest, ink, ink, (), 0.0) or ()]
        sure = sureness([(word.text, word.confidence or 0.0) for word in found])
        if sure >= SURE_LEFT_OUT and any(_is_text(word.text) for word in found):
            added += found
    looker.looks = rest.looks
    return added


def _is_text(text: str) -> bool:
    """A known word, a figure or a person's name, and no scribble."""
    return known(text) or figure(text) is not None or NAME.search(text) is not None


def _is_line(box: PixelBox, usual: float) -> bool:
    """As high as small letters and as wide as a word of four, for the page's ``usual`` font size in pixels."""
    return box.height >= 0.4 * usual and box.width >= 2 * usual


def _inside(box: PixelBox, table: PixelBox) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return table.x0 <= x <= table.x1 and table.top <= y <= table.bottom


def _is_dirt(word: Word) -> bool:
    return is_junk(word.text) and (word.confidence or 0.0) < DOUBTFUL


def _cell(looker: Looker, box: LatticeCell, held: Sequence[Word]) -> list[Word] | None:
    """Better words for one cell, or None where the page pass was good enough."""
    place = looker.pixels(box.bbox, inset=4)
    if place.width < 8 or place.height < 8:
        return None
    solid = [word for word in held if not _is_dirt(word)]
    if figures := figures_again(looker, place, solid):
        return figures
    sure = sureness([(word.text, word.confidence or 0.0) for word in solid])
    covered = sure * (1 - _unread_share(looker, place, solid))
    if covered >= POOR and not _is_patchy(solid):
        return None
    ink = ink_box(looker.bare, place)
    if ink is None:
        return [] if not solid else None
    if covered >= POOR:
        return _alone(looker, ink, solid)
    if sure >= SURE_LEFT_OUT and any(known(word.text) or figure(word.text) for word in solid):
        return _beside(looker, place, solid)
    return _unread(looker, place, ink, solid, covered)


def _beside(looker: Looker, place: PixelBox, held: Sequence[Word]) -> list[Word]:
    """Sure words, and what the ink beside them says if it is as sure: a stamp may be all that it is."""
    rest = looker.masked([looker.pixels(word.bbox) for word in held])
    ink = ink_box(rest.bare, place)
    found = _unread(rest, place, ink, (), 0.0) if ink else None
    looker.looks = rest.looks
    sure = sureness([(word.text, word.confidence or 0.0) for word in found or ()])
    said = sure >= SURE_LEFT_OUT and any(known(word.text) or figure(word.text) for word in found or ())
    return [*held, *(found or ())] if said else list(held)


def _is_patchy(held: Sequence[Word]) -> bool:
    """Sure words with unsure ones among them: in lines over several columns Tesseract tears letters off words."""
    return len(held) > 1 and not held[0].angle and any((word.confidence or 0.0) < PATCHY for word in held)


def _alone(looker: Looker, ink: PixelBox, held: Sequence[Word]) -> list[Word] | None:
    """The cell read by itself, where that leaves fewer words in doubt."""
    readings = looker.read(cut(looker.bare, ink), Segmentation.BLOCK)
    found = [reading for reading in readings if not (is_junk(reading.text) and reading.confidence < DOUBTFUL)]
    before = _doubts([(word.text, word.confidence or 0.0) for word in held])
    return looker.words(found) if found and _doubts([(r.text, r.confidence) for r in found]) < before else None


def _doubts(parts: Sequence[tuple[str, float]]) -> tuple[int, float]:
    """How many words are unsure or unknown; then how unsure all are."""
    strange = sum(sure < PATCHY or not (known(text) or not CYRILLIC.search(text)) for text, sure in parts)
    return strange, -sureness(parts)


def _open_cell(looker: Looker, box: LatticeCell, held: Sequence[Word]) -> list[Word] | None:
    """Better words for a cell whose sides are guessed: its figures where they stand, whole lines of it by themselves."""
    solid = [word for word in held if not _is_dirt(word)]
    if not solid or any(word.angle for word in solid):
        return None
    place = looker.pixels(box.bbox)
    if figures := figures_again(looker, place, solid, sided=False):
        return figures
    ink = ink_box(looker.bare, place) if _is_patchy(solid) else None
    if ink is None:
        return None
    sure = sureness([(word.text, word.confidence or 0.0) for word in solid])
    if sure < POOR and ink.height > TALL * looker.usual and (sideways := _sideways(looker, ink, sure)):
        return sideways
    return _alone(looker, ink, solid)


def _unread_share(looker: Looker, place: PixelBox, held: Sequence[Word]) -> float:
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


def _unread(looker: Looker, place: PixelBox, ink: PixelBox, held: Sequence[Word], before: float) -> list[Word] | None:
    """A cell whose ink was not read or was read badly (with the sureness ``before``)."""
    mark = dash(looker.bare, ink, looker.usual)
    if mark is not None:
        return looker.words([Reading(mark, ink, AGREED)])
    wide, high = ink.width, ink.height
    if high > TALL * looker.usual and place.height > 0.9 * place.width:
        sideways = _sideways(looker, ink, before)
        if sideways is not None:
            return sideways
    one_line = high < ONE_LINE * looker.usual
    readings = looker.read(cut(looker.bare, ink), Segmentation.LINE if one_line else Segmentation.BLOCK)
    readings = [reading for reading in readings if not (is_junk(reading.text) and reading.confidence < DOUBTFUL)]
    after = sureness([(reading.text, reading.confidence) for reading in readings])
    if not readings or after <= before or (wide < 0.2 * looker.usual and high < 0.2 * looker.usual):
        return None
    words = looker.words(readings)
    return (figure_again(looker, ink, words) or words) if one_line and is_figure(words) else words


def _sideways(looker: Looker, ink: PixelBox, before: float) -> list[Word] | None:
    """The cell read upwards (or downwards), where that makes more sense than reading it level."""
    best: tuple[float, list[Reading], int] = (before + 0.12, [], 0)
    for angle in (90, 270):
        readings = looker.read(turned(looker.bare, ink, angle), Segmentation.BLOCK)
        sure = sureness([(reading.text, reading.confidence) for reading in readings])
        if sure > best[0]:
            best = (sure, readings, angle)
        if sure > 0.8:
            break
    return looker.words(best[1], best[2]) if best[1] else None
