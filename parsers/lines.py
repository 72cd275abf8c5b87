"""Words of one cell or region -> visual lines -> text: which line ends are blanks, which are paragraph ends, and which
cut a word in two.

The rule behind all of it: a line ends because the next word would not have fitted. If it would have fitted, the writer
ended the line; if a line is filled to the edge by one word and goes on without a blank, the layout cut that word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from parsers.document import Word

Known = Callable[[str], bool]

ADHERE = 0.08
"""Font sizes: words nearer than this without a typed blank are one (a raised figure, a letter of another font)."""

WIDE_GAP = 2.5
"""Font sizes: a gap that is no blank between words but a jump to another position on the line (sign-off blocks)."""

BLANK_WIDTH = 0.25
HYPHENS = ("-", "\u00ad", "\u2010")
LIST_MARK = re.compile(r"(?:[-–—•▪●◦■□➢✓*·]|\(?\d{1,2}[.)]|\(?[а-яөүёa-z][)])$", re.IGNORECASE)
DASHES = "-–—"
NOT_FIRST = re.compile(r"[ьъйы]", re.IGNORECASE)
"""Letters that no Mongolian word begins with (и́ in foreign names aside): what follows a cut."""

VOWELS = re.compile(r"[аэиоөуүеёюяыaeiouy]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """Words from left to right in the direction of reading, with the line's extent along it and its size."""

    words: tuple[Word, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]
    x1: float
    size: float
    top: float = 0.0
    bottom: float = 0.0

    @property
    def x0(self) -> float:
        return self.starts[0]

    def text(self, jump: str = " ") -> str:
        """The words with blanks between them; ``jump`` stands in a wide gap."""
        if len(self.words) == 1:
            return self.words[0].text
        parts = [self.words[0].text]
        for index in range(1, len(self.words)):
            before, word = self.words[index - 1], self.words[index]
            gap = self.starts[index] - self.ends[index - 1]
            adhering = gap < ADHERE * self.size and not before.blank_after and word.confidence is None
            parts.append("" if adhering else jump if gap > WIDE_GAP * self.size else " ")
            parts.append(word.text)
        return "".join(parts)


def lines(words: Iterable[Word]) -> list[Line]:
    """Visual lines from top to bottom; sideways words are read in their own direction, after the upright ones."""
    upright: list[Span] = []
    turned: dict[int, list[Span]] = {}
    for word in words:
        if word.angle:
            turned.setdefault(word.angle, []).append(_span(word))
        else:
            x0, top, x1, bottom = word.bbox
            upright.append(((top + bottom) / 2, x0, x1, top, bottom, word))
    return [line for spans in (upright, *(turned[angle] for angle in sorted(turned))) for line in _lines(spans)]


Span = tuple[float, float, float, float, float, Word]
"""Middle, start, end, top, bottom of a word in its direction of reading, and the word."""


def _span(word: Word) -> Span:
    """A sideways word as it would stand if the page were turned for it."""
    x0, top, x1, bottom = word.bbox
    match word.angle:
        case 90:
            return ((x0 + x1) / 2, -bottom, -top, x0, x1, word)
        case 180:
            return (-(top + bottom) / 2, -x1, -x0, -bottom, -top, word)
        case _:
            return (-(x0 + x1) / 2, top, bottom, -x1, -x0, word)


def _lines(spans: list[Span]) -> list[Line]:
    spans.sort(key=itemgetter(0, 1))
    found: list[Line] = []
    row: list[Span] = []
    centre = high = 0.0
    for span in spans:
        tall = span[4] - span[3]
        if row and span[0] - centre > 0.5 * min(tall, high):
            found.append(_line(row))
            row = []
        row.append(span)
        if len(row) == 1:
            centre, high = span[0], tall
        else:
            centre += (span[0] - centre) / len(row)
    if row:
        found.append(_line(row))
    return found


def _line(row: list[Span]) -> Line:
    if len(row) == 1:
        _, start, end, top, bottom, word = row[0]
        return Line((word,), (start,), (end,), end, word.size or (bottom - top), top, bottom)
    row.sort(key=itemgetter(1))
    _, starts, ends, tops, bottoms, words = zip(*row, strict=True)
    sizes = sorted([span[5].size or (span[4] - span[3]) for span in row])
    return Line(words, starts, ends, max(ends), sizes[len(sizes) // 2], min(tops), max(bottoms))


def joined(rows: list[Line], width: float, typed_ends: bool, known: Known | None = None) -> str:
    """The lines of one cell as text. ``width`` is the room a line has (points); ``typed_ends`` says that this page's
    producer keeps the typed blank at the end of a wrapped line, so its absence means a cut word."""
    if len(rows) < 2:
        return rows[0].text() if rows else ""
    room = max(width, max(line.x1 - line.x0 for line in rows))
    text = rows[0].text()
    for before, after in pairwise(rows):
        text = _with_next(text, before, after, room, typed_ends, known)
    return text


def ended_by_writer(before: Line, after: Line, room: float) -> bool:
    """Would the first word of ``after`` have fitted behind ``before``? Then the line end was typed."""
    first = after.ends[0] - after.starts[0]
    return before.x1 - before.x0 + BLANK_WIDTH * before.size + first < room - 0.5 * before.size


def _with_next(text: str, before: Line, after: Line, room: float, typed_ends: bool, known: Known | None) -> str:
    following, first = after.text(), after.words[0].text
    last = before.words[-1]
    if ended_by_writer(before, after, room):
        return text + "\n" + following
    if text.endswith(HYPHENS) and not last.blank_after and len(last.text) > 1:
        return _over_hyphen(text, following, last.text, first, known)
    if _is_cut(before, after, room, typed_ends, known):
        return text + following
    if LIST_MARK.match(first) and len(after.words) > 1 and not _is_quantity(first, after.words[1].text):
        return text + "\n" + following
    return text + " " + following


def _is_quantity(mark: str, following: str) -> bool:
    """A dash before a figure belongs to the line before it (`сургалт` / `– 31 хүн`)."""
    return mark in DASHES and following[:1].isdigit()


def _over_hyphen(text: str, following: str, last: str, first: str, known: Known | None) -> str:
    """A line that ends with a hyphen: the hyphen goes where it only marks a cut word."""
    stem, begin = last.rstrip("-\u00ad\u2010"), re.match(r"\w*", first)
    rest = begin.group() if begin else ""
    if text.endswith("\u00ad"):
        return text[:-1] + following
    if known is not None and stem and rest:
        if known(stem + rest):
            return text[:-1] + following
        if known(stem + "-" + rest):
            return text + following
    letters = stem.isalpha() and rest.isalpha()
    lower = letters and stem[-1].islower() and rest[0].islower() and not stem[:2].isupper()
    capitals = letters and len(stem) > 1 and stem.isupper() and rest.isupper() and len(VOWELS.findall(stem)) > 1
    return (text[:-1] if lower or capitals else text) + following


def _is_cut(before: Line, after: Line, room: float, typed_ends: bool, known: Known | None) -> bool:
    """Did the layout cut a word at this line end, without a hyphen?"""
    last, first = before.words[-1], after.words[0]
    if last.blank_after or last.confidence is not None:
        return False
    head, tail = last.text, first.text
    if not (head[-1:].isalnum() and tail[:1].isalnum()) and "://" not in head:
        return False
    if head[-1].isalpha() and not (tail[0].islower() or (head.isupper() and tail[0].isupper())):
        return False
    if head[-1].isdigit() != tail[0].isdigit():
        return False
    letter = (after.ends[0] - after.starts[0]) / max(len(tail), 1)
    used = before.x1 - before.x0
    if used + letter < room - 0.35 * before.size:
        return False
    alone = len(before.words) == 1 and before.ends[-1] - before.starts[-1] + after.ends[0] - after.starts[0] > room
    if not (alone or typed_ends):
        return False
    if NOT_FIRST.match(tail) or not VOWELS.search(_letters(tail)):
        return True
    if known is None:
        return alone and (typed_ends or len(_letters(tail)) <= 3)
    pieces = known(_letters(head)) and known(_letters(tail))
    if known(_letters(head) + _letters(tail)):
        return not pieces or (alone and typed_ends)
    return alone and not pieces and not known(_letters(tail))


def _letters(text: str) -> str:
    return text.strip('.,;:!?()«»“”"/-–—').casefold()
