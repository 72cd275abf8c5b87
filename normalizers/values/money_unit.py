"""What a money column counts: tögrög, thousands, millions. Said in its head, or in the lines around the table.

Takes heads and lines; gives tögrög per unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from normalizers.values.text import plain
from parsers.language.tokens import Kind, Token, scan

CURRENCY = r"т[өоеєүу]г\w*|₮|₸|mnt\b|т(?![^\W\d_])"
"""The tögrög behind a number, however damaged."""

_SCALES = ((r"тэр\.?\s?бум|тэрб", 10**9), (r"сая", 10**6), (r"мянг\w*|мян", 10**3))
_SCALE_WORDS = (("мян", 10**3), ("мянга", 10**3), ("мянган", 10**3), ("сая", 10**6), ("тэрбум", 10**9))
_BEFORE_CURRENCY = re.compile(rf"[/(,]\s*([^\W\d_]{{3,7}})\s*+[.,]?\s*+(?:{CURRENCY})")
_LONGEST_LINE = 160  # letters of a line that says the unit: a title, a note, but no paragraph
_BY = re.compile(r"т[өоеєүу]гр\w*[өо]{2}р|т[өоеєүу]г[өо]{2}р")  # in tögrög: the case that says how something is counted
_UNIT_WORDS = re.compile(r"нэгж\w*|мөнгө\w*|дүн\w*|хэмжи\w*|хэмжээ\w*|зардал|зардл\w*|хөрөнгө|бүх|тайлбар")


def header_unit(header: str) -> int | None:
    """Tögrög per unit as the column header says, None when it names none. Broken words do not matter.

    >>> [header_unit(h) for h in ("Дүн /төгрөгө өр/", "Зардал (сая.төг)", "Төсөв, мянга н төгрөг", "Хөрөнгө")]
    [1, 1000000, 1000, None]
    """
    clean = plain(header)
    if (beside := _BEFORE_CURRENCY.search(clean)) and (scale := damaged_scale(beside[1])):
        return scale
    letters = re.sub(r"[\s\-]", "", clean)
    for pattern, scale in _SCALES:
        if re.search(pattern, letters):
            return scale
    return 1 if re.search(r"т[өоеє]гр|т[өоеє]г(?![а-яөү])|[/(]т[өоеє]г|₮|mnt", letters) else None


def damaged_scale(word: str) -> int | None:
    """The scale that a word in front of the currency is but for one letter: ``/мяп.төг/``, ``/сал төгрөг/``."""
    near = {scale for name, scale in _SCALE_WORDS if 0 < Levenshtein.distance(word, name) <= 1}
    return near.pop() if len(near) == 1 and all(word != name for name, _ in _SCALE_WORDS) else None


def stated_units(lines: Iterable[str]) -> frozenset[int]:
    """The units that lines around a table say its sums are in: those that are nothing else, or say it in that case.

    >>> sorted(stated_units(["/мянган төгрөгөөр/", "Хэмжих нэгж: сая.төг", "5 сая төгрөгөөр худалдан авав"]))
    [1000, 1000000]
    """
    return frozenset(unit for line in lines if (unit := _unit_of(line)) is not None)


def _unit_of(line: str) -> int | None:
    if len(line) > _LONGEST_LINE:
        return None
    tokens = [token for token in scan(plain(line)) if token.kind is not Kind.MARK]
    for n, token in enumerate(tokens):
        if token.kind is not Kind.CURRENCY:
            continue
        first = n - (n > 0 and tokens[n - 1].kind is Kind.SCALE)
        if first and tokens[first - 1].kind is Kind.NUMBER:
            continue  # an amount
        others = [other for other in (*tokens[:first], *tokens[n + 1 :]) if not _UNIT_WORDS.fullmatch(other.text)]
        if _BY.fullmatch(token.text) or not others or _in_brackets(line, tokens[first], token):
            return tokens[first].value or 1
    return None


def _in_brackets(line: str, first: Token, last: Token) -> bool:
    """Whether a bracket or stroke stands on both sides: ``(сая.төг)``."""
    return line[: first.start].rstrip()[-1:] in ("(", "/", "[") and line[last.end :].lstrip(" .")[:1] in (")", "/", "]")
