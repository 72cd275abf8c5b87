"""What words say of sums: in which unit they are (in a column head, in the lines around the table), and whether they were
spent or only planned, in all or for each, exactly or about.

Takes heads, lines and the text of cells; gives tögrög per unit, yes or no.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from normalizers.values.text import folded
from parsers.language.keys import plain
from parsers.language.tokens import Kind, Token, scan

CURRENCY = r"т[өоеєүу]г\w*|₮|₸|mnt\b|т(?![^\W\d_])"
"""The tögrög behind a number, however damaged."""

_SCALES = ((r"тэр\.?\s?бум|тэрб", 10**9), (r"сая", 10**6), (r"мянг\w*|мян", 10**3))
_SCALE_WORDS = (("мян", 10**3), ("мянга", 10**3), ("мянган", 10**3), ("сая", 10**6), ("тэрбум", 10**9))
_BEFORE_CURRENCY = re.compile(rf"[/(,]\s*([^\W\d_]{{3,7}})\s*+[.,]?\s*+(?:{CURRENCY})")
_LONGEST_LINE = 160  # letters of a line that says the unit: a title, a note, but no paragraph
_BY = re.compile(r"т[өоеєүу]гр\w*[өо]{2}р|т[өоеєүу]г[өо]{2}р")  # in tögrög: the case that says how something is counted
_UNIT_WORDS = re.compile(r"нэгж\w*|мөнгө\w*|дүн\w*|хэмжи\w*|хэмжээ\w*|зардал|зардл\w*|хөрөнгө|бүх|тайлбар")
_PLANNED = re.compile(
    r"шаардагд|шаардлагатай|төсөвт\s+өрт|тусг[аү]|тусгуул|төлөвл|төсөвлө|батлагдсан|батлав|хуваарилс|санал|хэмнэ|хандив|хүрэхээр|зориул"
)
"""Planned, needed, proposed, saved or given: no spending."""

_SPENT = re.compile(r"зарц|зарлаг|гүйцэтгэ|бодит|гарсан|гаргасан|төлс|олгос|худалдан\s+ав")
_NOTHING = re.compile(r"зарц\w*гүй|гараагүй|гаргаагүй")
_EACH = re.compile(r"(?:сар|удаа|улирал|жил)\s+(?:бүр|тутам)|(?:нэг|тус)\s+(?:хүнд|бүр)|хүн\s+тус")
_ABOUT = re.compile(r"ойролцоо|орчим|гаруй|хүртэл|шахам|[≈~]")
_CLAUSE_MARKS = ";,\n(/"
_CLAUSE = re.compile(f"[{_CLAUSE_MARKS}]")
_LONGEST_CLAUSE = 120  # letters before and behind a sum that say what it is


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


def is_planned(text: str, start: int, end: int) -> bool:
    """Whether the clause around an amount speaks of money that was planned or is needed, and not of what was spent."""
    first = max(0, start - _LONGEST_CLAUSE)
    opening = max(first, 1 + max(text.rfind(mark, first, start) for mark in _CLAUSE_MARKS))
    closing = _CLAUSE.search(text, end, end + _LONGEST_CLAUSE)
    clause = f"{text[opening:start]} {text[end : closing.start() if closing else end + _LONGEST_CLAUSE]}"
    return _PLANNED.search(clause) is not None and (_SPENT.search(clause) is None or _NOTHING.search(text) is not None)


def is_planned_head(header: str) -> bool:
    """Whether a column head speaks of money that was planned or is needed, and not of what was spent.

    >>> is_planned_head("Шаардагдах хөрөнгө /сая төг/"), is_planned_head("Төсөвт өртөг, зарцуулсан"), is_planned_head("Зардал")
    (True, False, False)
    """
    words = plain(folded(header))
    return _PLANNED.search(words) is not None and _SPENT.search(words) is None


def is_each(clean: str) -> bool:
    """Whether a sum is that of each month or person, and what was spent in all is not said."""
    return _EACH.search(clean) is not None


def is_about(clean: str) -> bool:
    """Whether a sum is said to be approximate."""
    return _ABOUT.search(clean) is not None
