"""The two halves of a cut cell -> one text: ``("…нийтлэл, радио", "контент") -> "…нийтлэл, радио контент"``."""

from __future__ import annotations

import re

from parsers.language.words import is_word

_BULLET = re.compile(r"^\s*(?:[-–—•▪●◦·\uf0b7*]\s*\S|\d{1,2}[.)]\s*\D|[IVX]{1,4}[.)]\s)")
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_FIRST_WORD = re.compile(r"^([^\W\d_]+)")
_CUT_NUMBER = re.compile(r"(?:^|\s)\d{1,3}(?:[.,]\d{3})*[.,](\d{1,2})$")
_REST_OF_NUMBER = re.compile(r"(\d{1,2})(?:₮|\s*$)")
GROUP = 3
_HYPHENS = "-‐­"


def join_text(first: str, second: str) -> str:
    """One text from two pieces: with a blank, a line break before a list item, or nothing inside a cut word.

    >>> join_text("сурталчлах үйл ажил-", "лагаа"), join_text("АТГ-", "аас"), join_text("Үүнд:", "- Аян-1")
    ('сурталчлах үйл ажиллагаа', 'АТГ-аас', 'Үүнд:\\n- Аян-1')
    >>> join_text("8,450,0", "00"), join_text("12.500", "000")
    ('8,450,000', '12.500 000')
    >>> join_text("цахим кон", "тент бэлтгэх"), join_text("нийт", "эд хогшил")
    ('цахим контент бэлтгэх', 'нийт эд хогшил')
    """
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first or second
    if _BULLET.match(second):
        return f"{first}\n{second}"
    if first[-1] in _HYPHENS and second[0].islower() and len(first) > 1 and first[-2].isalpha():
        stem = _LAST_WORD.search(first[:-1])
        keeps = stem is not None and (stem[1].isupper() or len(stem[1]) < 2)
        return first + second if keeps else first[:-1] + second
    return first + ("" if _is_cut_word(first, second) else " ") + second


def _is_cut_word(first: str, second: str) -> bool:
    """True when only the two halves together are a word, or a number in groups of three digits."""
    number, rest = _CUT_NUMBER.search(first), _REST_OF_NUMBER.match(second)
    if number and rest:
        return len(number[1] + rest[1]) == GROUP
    if not second[0].islower():
        return False
    head, tail = _LAST_WORD.search(first), _FIRST_WORD.match(second)
    if not head or not tail or len(head[1] + tail[1]) < 5:
        return False
    return is_word(head[1] + tail[1]) and not (is_word(head[1]) and is_word(tail[1]))


def is_unfinished(text: str) -> bool:
    """True for a text that cannot end here: it ends with a comma, a conjunction or an open bracket.

    >>> is_unfinished("хууль, журам болон"), is_unfinished("(шторк, зурагт хуудас"), is_unfinished("зохион байгуулах;")
    (True, True, False)
    """
    end = text.rstrip()
    if not end:
        return False
    last = end.rsplit(maxsplit=1)[-1].casefold()
    opened = end.count("(") > end.count(")") or end.count("“") > end.count("”")
    return (
        end[-1] in ",-–(“«" or last in {"болон", "ба", "мөн", "буюу", "эсхүл", "зэрэг", "дэх", "тухай", "нэг"} or opened
    )


def is_finished(text: str) -> bool:
    """True for a text that ends as sentences and list items end."""
    return text.rstrip()[-1:] in {".", ";", "!", "?", "…"}


def starts_inside(text: str) -> bool:
    """True for a text that begins in mid-sentence: lower case or a mark that cannot begin one.

    >>> starts_inside("контент, цахим"), starts_inside(", хэрэгжилт"), starts_inside("- Аян-1")
    (True, True, False)
    """
    start = text.lstrip()[:1]
    return start.islower() or start in {",", ".", ";", ")", ":", "”", "»", "%"}
