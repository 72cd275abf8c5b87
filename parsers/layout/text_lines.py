"""Text lines: the words of one cell or region -> visual lines, in the direction in which they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

from parsers.document import Points, Word

ADHERE = 0.08
"""Font sizes: words nearer than this without a typed blank are one (a raised figure, a letter of another font)."""

WIDE_GAP = 2.5
"""Font sizes: a gap that is no blank between words but a jump to another position on the line (sign-off blocks)."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words from left to right in the direction of reading, with the line's extent along it and its size."""

    words: tuple[Word, ...]
    starts: tuple[Points, ...]
    ends: tuple[Points, ...]
    x1: Points
    size: Points
    top: Points = 0.0
    bottom: Points = 0.0

    @property
    def x0(self) -> Points:
        return self.starts[0]

    @property
    def middle_y(self) -> Points:
        """The line's middle down the page (points)."""
        return (self.top + self.bottom) / 2

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


def lines(words: Iterable[Word]) -> list[TextLine]:
    """Visual lines from top to bottom; sideways words are read in their own direction, after the upright ones."""
    upright: list[_Span] = []
    turned: dict[int, list[_Span]] = {}
    for word in words:
        if word.angle:
            turned.setdefault(word.angle, []).append(_span(word))
        else:
            x0, top, x1, bottom = word.bbox
            upright.append(((top + bottom) / 2, x0, x1, top, bottom, word))
    return [line for spans in (upright, *(turned[angle] for angle in sorted(turned))) for line in _lines(spans)]


_Span = tuple[float, float, float, float, float, Word]
"""Middle, start, end, top, bottom of a word in its direction of reading, and the word."""


def _span(word: Word) -> _Span:
    """A sideways word as it would stand if the page were turned for it."""
    x0, top, x1, bottom = word.bbox
    match word.angle:
        case 90:
            return ((x0 + x1) / 2, -bottom, -top, x0, x1, word)
        case 180:
            return (-(top + bottom) / 2, -x1, -x0, -bottom, -top, word)
        case _:
            return (-(x0 + x1) / 2, top, bottom, -x1, -x0, word)


def _lines(spans: list[_Span]) -> list[TextLine]:
    spans.sort(key=itemgetter(0, 1))
    found: list[TextLine] = []
    row: list[_Span] = []
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


def _line(row: list[_Span]) -> TextLine:
    if len(row) == 1:
        _, start, end, top, bottom, word = row[0]
        return TextLine((word,), (start,), (end,), end, word.size or (bottom - top), top, bottom)
    row.sort(key=itemgetter(1))
    _, starts, ends, tops, bottoms, words = zip(*row, strict=True)
    sizes = sorted([span[5].size or (span[4] - span[3]) for span in row])
    return TextLine(words, starts, ends, max(ends), sizes[len(sizes) // 2], min(tops), max(bottoms))
