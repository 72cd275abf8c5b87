"""Which numbers of a text may be amounts, and which are dates, ordinals, or the numbers of documents and lists.

Takes the tokens of a plain text; gives those that are left, and the text with the others blanked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from parsers.language.tokens import Kind, Token

CALENDAR = frozenset({Kind.YEAR, Kind.MONTH, Kind.DAY, Kind.QUARTER})
"""What makes the number before it a date or part of one."""

_DATE = re.compile(r"(?:19|20)\d\d\.\d{1,2}(?:\.\d{1,2})?")
_DAY_ENDING = re.compile(r"н[ыиіь]й?|нд|н[аоэө]{2}с")
_LAST_DAY = 31
_LONGEST_NUMBER_SIGN = 2  # letters before the stroke of a document's number: А/31


def without_calendar(text: str, tokens: Sequence[Token], also: Collection[Kind] = ()) -> tuple[tuple[Token, ...], str]:
    """The tokens, and the text, without dates, ordinals and the numbers of documents. ``also``: further kinds of token
    that make the number before them none of those looked for.

    >>> from parsers.language.tokens import scan
    >>> text = "2024 оны 06 сарын 15-нд №12, 450,000"
    >>> [token.text for token in without_calendar(text, scan(text))[0]]
    ['№', ',', '450,000']
    """
    kept: list[Token] = []
    masked = list(text)
    kinds = CALENDAR | set(also)
    skip = 0
    for n, token in enumerate(tokens):
        length = _length(tokens, n, kinds) if token.kind is Kind.NUMBER and n >= skip else 0
        skip = max(skip, n + length)
        if n < skip:
            masked[token.start : token.end] = " " * (token.end - token.start)
        else:
            kept.append(token)
    return tuple(kept), "".join(masked)


def _length(tokens: Sequence[Token], n: int, kinds: Collection[Kind]) -> int:
    """How many tokens from the number ``n`` on make a date, an ordinal or a document's number; 0 for none."""
    number, before = tokens[n], tokens[max(n - 2, 0) : n]
    if before and before[-1].text in "№#":
        return 1
    if len(before) > 1 and before[1].text == "/" and before[1].end == number.start and _names_a_document(before[0]):
        return 1
    if _DATE.fullmatch(number.text) and number.text.count(".") > 1:
        return 1
    hyphen = len(tokens) > n + 1 and tokens[n + 1].text == "-"
    behind = tokens[n + 1 + hyphen] if len(tokens) > n + 1 + hyphen else None
    if behind is None:
        return 0
    ordinal = behind.kind is Kind.ORDINAL and (hyphen or behind.text not in ("р", "рт"))
    day = _DAY_ENDING.fullmatch(behind.text) and number.text.isdigit() and int(number.text) <= _LAST_DAY
    if ordinal:
        more = tokens[n + 2 + hyphen] if len(tokens) > n + 2 + hyphen else None
        return 2 + hyphen + (more is not None and more.kind in CALENDAR)
    return 2 + hyphen if behind.kind in kinds or day else 0


def _names_a_document(token: Token) -> bool:
    return token.kind is Kind.WORD and len(token.text) <= _LONGEST_NUMBER_SIGN
