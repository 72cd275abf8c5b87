"""What the figures of a completion column count where they have no sign: per cent, shares of one, or points.

Takes the head and the cells of a column; gives the figure that means all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from normalizers.values.text import folded
from parsers.language.keys import plain
from parsers.language.tokens import Kind, scan

FULL = Decimal(100)
"""The figure that means all of it where figures are per cent."""

_FIGURE = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?")
_OF_POINTS = re.compile(r"(\d{1,3})\s*(?:-?\s*н\s+)?(?:оноо|балл)|(?:оноо|балл)\w*\W{0,3}(\d{1,3})(?!\d)")
_RATED = re.compile(r"оноо|балл|үнэлгээ")
_HIGHEST_GRADE = 5
_HIGHEST_POINTS = 10  # of the usual scales but that of a hundred
_FEWEST = 3  # figures of a column that are too few to tell grades from percents


def column_full(header: str, texts: Iterable[str]) -> Decimal | None:
    """The figure without a sign that means all of it: 100, 1, or the points that the head names; None where the figures
    look like grades or points of a scale that is not told.

    >>> column_full("Хувь", ["1.0", "0,7", "-"]), column_full("Биелэлт", ["1", "1", "0"])
    (Decimal('1'), None)
    >>> column_full("Үнэлгээ /10 оноогоор/", ["8", "9.5"]), column_full("Үнэлгээ, оноо", ["4", "5"])
    (Decimal('10'), None)
    """
    head = plain(folded(header))
    figures = [cell.strip(" .;()") for cell in (plain(folded(text)) for text in texts) if re.search(r"\d", cell)]
    if not figures or not all(_FIGURE.fullmatch(figure) for figure in figures):
        return FULL
    highest = max(Decimal(figure.replace(",", ".")) for figure in figures)
    if named := _OF_POINTS.search(head):
        points = Decimal(named[1] or named[2])
        return points if highest <= points else None
    if highest <= 1 and len(figures) > 1 and any("." in figure or "," in figure for figure in figures):
        return Decimal(1)
    if highest == 0 or any(token.kind is Kind.PERCENT for token in scan(head)):
        return None if highest == 1 else FULL
    if any(token.kind is Kind.POINTS for token in scan(head)):
        return FULL if highest > _HIGHEST_POINTS else None
    graded = highest <= _HIGHEST_GRADE and (len(figures) >= _FEWEST or _RATED.search(head))
    return None if graded else FULL
