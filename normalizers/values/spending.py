"""What the words around a sum say of it: spent, or only planned; in all, or for each; exact, or about.

Takes the plain text of a cell, or a column head; gives yes or no.
"""

from __future__ import annotations

import re

from normalizers.values.text import folded, plain

_PLANNED = re.compile(
    r"шаардагд|төсөвт\s+өрт|тусг[аү]|тусгуул|төлөвл|төсөвлө|батлагдсан|батлав|хуваарилс|санал|хэмнэ|хандив|хүрэхээр|зориул"
)
"""Planned, needed, proposed, saved or given: no spending."""

_SPENT = re.compile(r"зарц|зарлаг|гүйцэтгэ|бодит|гарсан|гаргасан|төлс|олгос|худалдан\s+ав")
_NOTHING = re.compile(r"зарц\w*гүй|гараагүй|гаргаагүй")
_EACH = re.compile(r"(?:сар|удаа|улирал|жил)\s+(?:бүр|тутам)|(?:нэг|тус)\s+(?:хүнд|бүр)|хүн\s+тус")
_ABOUT = re.compile(r"ойролцоо|орчим|гаруй|хүртэл|шахам|[≈~]")
_CLAUSE_MARKS = ";,\n(/"
_CLAUSE = re.compile(f"[{_CLAUSE_MARKS}]")
_LONGEST_CLAUSE = 120  # letters before and behind a sum that say what it is


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
