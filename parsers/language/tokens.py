"""Typed tokens of a text: numbers, signs, words, each with its place. The ground of every reader of values.

Takes a text in its plain form (lower case, digits repaired); gives its tokens in order, without blanks. Linear.
A number is never cut, and letters that touch it are a token of their own: ``биелэлт100%`` is a word, a number, a sign.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from parsers.language.remembered import remembered


class Kind(Enum):
    """What a token is. ``MARK`` is any sign without a kind of its own."""

    NUMBER = "number"
    PERCENT = "percent"
    CURRENCY = "currency"  # of the tögrög
    FOREIGN = "foreign currency"
    SCALE = "scale"  # thousand, million, milliard
    YEAR = "year"  # the word behind a year
    MONTH = "month"
    DAY = "day"
    QUARTER = "quarter"
    HALF = "half"
    ORDINAL = "ordinal"  # what makes the number before it an ordinal
    POINTS = "points"  # of a rating
    WORD = "word"
    MARK = "mark"


class Token(NamedTuple):
    """``text[start:end]``. ``value`` is the factor of a scale, 0 for all other kinds."""

    kind: Kind
    text: str
    start: int
    end: int
    value: int = 0


_REMEMBERED = 8192  # words whose kind is kept
# A row of one mark (dots to sign on, dashes, underlines) is one token.
_TOKEN = re.compile(r"(?P<number>\d+(?:[.,']\d+)*)|(?P<word>[^\W\d_]+)|(?P<row>(\S)\4{3,})|(?P<mark>\S)")
_SIGNS = {
    "%": Kind.PERCENT,
    "₮": Kind.CURRENCY,
    "₸": Kind.CURRENCY,
    "$": Kind.FOREIGN,
    "€": Kind.FOREIGN,
    "¥": Kind.FOREIGN,
}
# Whole words, their case endings included; damaged vowels of the tögrög as scans and foreign keyboards write them.
_WORDS = (
    (Kind.PERCENT, re.compile(r"хув(?:[ьъи]\w*)?|процент\w*")),
    (Kind.CURRENCY, re.compile(r"т[өоеєүу]г(?:р\w*)?|mnt")),
    (Kind.FOREIGN, re.compile(r"доллар\w*|юан(?:ь\w*|и\w*)|евро\w*|рубл\w*|вон\w{0,2}|иен\w*|фунт\w*|usd|eur|cny|rub")),
    (Kind.YEAR, re.compile(r"он(?:ы|ий|д|ны|оос|той)?")),
    (Kind.MONTH, re.compile(r"сар(?:ын|ыг|д|аас|анд)?")),
    (Kind.DAY, re.compile(r"өд[өе]?р\w*")),
    (Kind.QUARTER, re.compile(r"улир\w*")),
    (Kind.HALF, re.compile(r"хагас")),
    (Kind.ORDINAL, re.compile(r"д[уү]г[аэ]{1,2}р\w*|р|рт")),
    (Kind.POINTS, re.compile(r"оно[оо]\w*|балл?\w*")),
)
_SCALES = (
    (10**9, re.compile(r"тэрбум\w*|тэрб")),
    (10**6, re.compile(r"сая(?:ар|аас|ын|ыг|ны|г)?")),
    (10**3, re.compile(r"мян(?:г\w*)?")),
)


@remembered
def scan(text: str) -> tuple[Token, ...]:
    """The tokens of a plain text.

    >>> [(token.text, token.kind.value) for token in scan("биелэлт100%, 1.5сая төг")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('биелэлт', 'word'), ('100', 'number'), ('%', 'percent'), (',', 'mark'), ('1.5', 'number'), ('сая', 'scale'),
     ('төг', 'currency')]
    """
    tokens = []
    for found in _TOKEN.finditer(text):
        written = found[0]
        match found.lastgroup:
            case "word":
                kind, value = _word(written)
            case "number":
                kind, value = Kind.NUMBER, 0
            case _:
                kind, value = _SIGNS.get(written, Kind.MARK), 0
        tokens.append(Token(kind, written, *found.span(), value))
    return tuple(tokens)


@lru_cache(maxsize=_REMEMBERED)
def _word(word: str) -> tuple[Kind, int]:
    for value, pattern in _SCALES:
        if pattern.fullmatch(word):
            return Kind.SCALE, value
    return next((kind for kind, pattern in _WORDS if pattern.fullmatch(word)), Kind.WORD), 0
