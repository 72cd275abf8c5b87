"""Reporting periods: Q1, H1, M9, FY (cumulative from January) or Q2, Q3, Q4, and their days.

Takes the words of a title or line; gives the period and its problem, if any.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from rapidfuzz import fuzz

from normalizers.values.date import find_dates
from normalizers.values.text import folded
from normalizers.values.value import Value
from parsers.language.keys import plain
from parsers.language.numerals import digits_repaired
from parsers.language.shapes import Sequences, Shape, shape_of
from parsers.language.words import is_word

_ENDS = {
    "Q1": ((1, 1), (3, 31)), "H1": ((1, 1), (6, 30)), "M9": ((1, 1), (9, 30)), "FY": ((1, 1), (12, 31)),
    "Q2": ((4, 1), (6, 30)), "Q3": ((7, 1), (9, 30)), "Q4": ((10, 1), (12, 31)),
}  # fmt: skip
CUMULATIVE = ("Q1", "H1", "M9", "FY")
PERIODS = tuple(_ENDS)

# Roman numerals as scanners see them; read so only right before "улирал" or "хагас".
_ROMAN = {
    **{"".join(strokes): count for count in (1, 2, 3) for strokes in product("iіlı1|", repeat=count)},
    "нэг": 1, "нэгдүгээр": 1, "п": 2, "2": 2, "хоёр": 2, "хоёрдугаар": 2,
    "ш": 3, "3": 3, "гурав": 3, "гуравдугаар": 3, "гурван": 3,
    "iv": 4, "іv": 4, "іү": 4, "іу": 4, "1у": 4, "1v": 4, "iy": 4, "iү": 4, "iу": 4, "lv": 4,
    "4": 4, "1ү": 4, "дөрөвдүгээр": 4, "дөрөв": 4,
}  # fmt: skip
_NUMERAL = "[iіlı1|]{1,3}|" + "|".join(
    sorted((re.escape(n) for n in _ROMAN if not set(n) <= set("iіlı1|")), key=len, reverse=True)
)
_STROKE = frozenset("iіlı1|")
_NTH = r"\s*+(?:-?\s?р|д[уү]г[аэ]{1,2}р)?\s*+"
_STROKES = re.compile(
    rf"(?<!\w)(?<!\d/)(?:{_NUMERAL})(?={_NTH}(?:(?:-|,|ба|болон)\s*(?:{_NUMERAL}){_NTH})?-?\s*(?:улир|хагас))"
)
_PERIODS = Sequences(
    {
        "recurring": "(quarter | half year_of | half years | year_of | years | month) each",
        "half_or_whole": "half (mark | comma | slash | hyphen | semicolon | point | close)* both? whole",
        "any_year": "year_of | years",
        "half_year": "half any_year",
        "a_half": "half_year | half_said",
        "whole_year": "(?<! half) any_year finish | whole any_year",
        "half_said": "(second=second | first=first | number=small nth_of?) hyphen? (letter | misread_nth)? half",
        "nth_of": "hyphen? nth",
        "quarter_said": "first=first? number=small nth_of? quarter state=state?",
        "quarters": "first=small nth_of? joint=(hyphen | comma | both) last=small nth_of? quarter",
        "grown_sum": "grown sum",
        "first_quarter": "first quarter",
        "month_sign": "small | roman",
        "from_to": (
            "first=month_sign nth_of? (month hyphen? | hyphen | comma (small comma)*) last=month_sign nth_of? month"
        ),
        "months_said": (
            "first count=(small | ten) month | words=(ten number_name | numeral | number_name) month (?! each)"
            " | (?<! any_number | comma | hyphen | point) said=small nth=nth_of? month"
            " (state=state | report | reporting | news | work | outcome sum)"
        ),
        "year_end": (
            "(year_of | year_word) finish | whole (any_year | year_word) | year_of work? (report | reporting | outcome sum)"
            " | reporting any_year"
        ),
    }
)
_CODE = re.compile(r"(?<![a-z0-9])(q[1-4]|h1|fy)(?![a-z0-9])")
_TICKED = "☑☒✓✔■"
_BOX = re.compile(rf"([□☐○{_TICKED}])([^□☐○{_TICKED}]*)")
_KEYS = (
    "хагас",
    "эхний",
    "бүтэн",
    "улирал",
    "улирлын",
    "байдлаар",
    "жилийн",
    "эцсийн",
    "тутам",
    "дугаар",
    "дүгээр",
    "сүүлийн",
    "тайлан",
)
_ALIKE = 75  # letters alike (0-100) from which a word that is none is a damaged key word
_WORD = re.compile(r"(?<!\w)[\d_]*+[^\W\d_]\w*+")
_MONTH_WORDS = {"гурван": 3, "зургаан": 6, "есөн": 9, "арван": 10, "арван хоёр": 12}
_BY_MONTHS = {(1, 3): "Q1", (1, 6): "H1", (1, 9): "M9", (1, 12): "FY", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4"}
_ROMAN_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_COUNTED = ("улирал", "жил", "сар")  # in the case of what comes again and again
_ANY_YEAR = 2000  # of days without one
_BEHIND = 26  # letters behind a numeral in which "улирлын байдлаар" stands
_BEFORE = 6  # tokens in front of what names a period in which pieces of a damaged word stand
_PIECES = frozenset(("letter", "short", "strange", "misread_nth", "case", "roman"))
_SHORT_PIECE = 3  # letters of a piece of a word that may be a word itself
_TORN = ("эхний", "сүүлийн", "хагас")
_TORN_ALIKE = 72  # letters alike (0-100) from which such pieces together are one of these words


def read_period(text: str) -> Value[str]:
    """The period that a title or a "reporting period" line names; None with ``period_unknown`` when it names none.

    >>> [read_period(t).value for t in ("ЭХНИЙ ХАГАС ЖИЛ", "жилийн эцсийн", "III улирлын тайлан", "эхний 9 сарын")]
    ['H1', 'FY', 'Q3', 'M9']
    >>> read_period("III улирлын байдлаар").value, read_period("улирал тутам").problem
    ('M9', 'period_unknown')
    """
    if boxes := _BOX.findall(text):
        ticked = [words for box, words in boxes if box in _TICKED]
        return read_period(ticked[0]) if len(ticked) == 1 else Value(text, None, ("half_and_whole",), "period_unknown")
    clean = _WORD.sub(lambda word: _mended(word[0]), plain(folded(text)))
    clean = _STROKES.sub(lambda numeral: str(_ROMAN[numeral[0]]), clean)
    shape = shape_of(clean)
    for each in _PERIODS["recurring"].finditer(shape.letters):
        first, last = shape.tokens[each.start()], shape.tokens[each.end() - 1]
        if shape.tokens[each.end() - 2].text in _COUNTED:
            return replace(read_period(clean[: first.start] + " " + clean[last.end :]), raw=text)
    if code := _CODE.search(clean):
        return Value(text, code[1].upper())
    if _has(shape, "half_or_whole") or (_has(shape, "a_half") and _has(shape, "whole_year")):
        return Value(text, None, ("half_and_whole",), "period_unknown")
    named = _half(shape) or _quarter(shape, clean)
    if named is None:
        months = _by_months(clean)
        year = _named(shape, "first_quarter", "Q1") or _named(shape, "year_end", "FY")
        named = months if months and months.period else year or months
    if named is None:
        return _by_days(text)
    period, start, step = named
    if not period:
        return Value(text, None, (step,), "period_unknown")
    if start and _is_torn(shape, start):
        return Value(text, None, ("damaged",), "period_unknown")
    return Value(text, period, (step,) if step else ())


class _Named(NamedTuple):
    """A period, or none of them, the token from which on it is named, and a step."""

    period: str
    start: int
    step: str = ""


def _has(shape: Shape, name: str) -> bool:
    return _PERIODS[name].search(shape.letters) is not None


def _named(shape: Shape, name: str, period: str) -> _Named | None:
    found = _PERIODS[name].search(shape.letters)
    return _Named(period, found.start()) if found else None


def _text(shape: Shape, found: re.Match[str], group: str) -> str:
    """The words of a group; "" for none."""
    start, end = found.span(group)
    return " ".join(token.text for token in shape.tokens[start:end]) if start >= 0 else ""


def _quarter(shape: Shape, clean: str) -> _Named | None:
    """The quarter, or the quarters from the first on, that a text names. Others together are no period."""
    if several := _PERIODS["quarters"].search(shape.letters):
        first, last = int(_text(shape, several, "first")), int(_text(shape, several, "last"))
        cumulative = first == 1 < last <= len(CUMULATIVE) and (
            _text(shape, several, "joint") == "-" or last == first + 1
        )
        return _Named(CUMULATIVE[last - 1] if cumulative else "", several.start(), "" if cumulative else "span")
    found = _PERIODS["quarter_said"].search(shape.letters)
    number = int(_text(shape, found, "number")) if found else 0
    if found is None or number not in range(1, len(CUMULATIVE) + 1):
        return None
    behind = clean[shape.tokens[found.end("number")].start :][:_BEHIND]
    year = number == len(CUMULATIVE) and _has(shape, "year_end")
    said = bool(found["state"]) or fuzz.partial_ratio("байдлаар", behind) >= _ALIKE or _has(shape, "grown_sum") or year
    cumulative = bool(found["first"]) or said or number == 1
    return _Named(CUMULATIVE[number - 1] if cumulative else f"Q{number}", found.start())


def _by_months(clean: str) -> _Named | None:
    """The period of the months that a text speaks of; ``span`` for other months."""
    months = _months(shape_of(digits_repaired(clean)))
    return None if months is None else _Named(_BY_MONTHS.get(months, ""), 0, "" if months in _BY_MONTHS else "span")


def _months(shape: Shape) -> tuple[int, int] | None:
    """First and last month that a text speaks of: ``эхний 9 сарын``, ``6 сарын байдлаар``, ``I-VI сар``, ``7, 8, 9 сар``."""
    if found := _PERIODS["from_to"].search(shape.letters):
        return _month(_text(shape, found, "first")), _month(_text(shape, found, "last"))
    for found in _PERIODS["months_said"].finditer(shape.letters):
        said = _text(shape, found, "count") or _text(shape, found, "words") or _text(shape, found, "said")
        if (last := int(said) if said.isdigit() else _MONTH_WORDS.get(said, 0)) or said.isdigit():
            return (last if found["nth"] and not found["state"] else 1), last  # 9 дүгээр сарын тайлан: of September
    return None


def _is_torn(shape: Shape, start: int) -> bool:
    """Whether pieces of a damaged word that would say more stand right in front: ``э хни- й 3 улирал``."""
    pieces = ""
    for place in range(start - 1, max(-1, start - 1 - _BEFORE), -1):
        word = shape.tokens[place].text
        broken = shape.has(("hyphen",), max(0, place - 1), place + 2)
        if word[0].isalpha():
            if len(word) > _SHORT_PIECE and not broken and not shape.has(_PIECES, place, place + 1):
                break
            pieces = word + pieces
    numbered = start > 0 and shape.has(("small",), start, start + 1)
    stroke = numbered and set(shape.tokens[start - 1].text) <= _STROKE
    alike = max(fuzz.partial_ratio(word, pieces) for word in _TORN) >= _TORN_ALIKE
    return stroke or (len(pieces) >= _SHORT_PIECE and alike)


def _month(printed: str) -> int:
    roman = printed.replace("і", "i")
    return int(printed) if printed.isdigit() else _ROMAN_MONTHS.index(roman) + 1 if roman in _ROMAN_MONTHS else 0


@lru_cache(maxsize=2048)
def _mended(word: str) -> str:
    """A damaged key word as it should be; other words, and real ones, stay."""
    if word in _KEYS or is_word(word):
        return word
    score, key = max((fuzz.ratio(word, key), key) for key in _KEYS)
    return key if score >= _ALIKE else word


def _half(shape: Shape) -> _Named | None:
    """The first half of the year; the second is no period."""
    said = list(_PERIODS["half_said"].finditer(shape.letters))
    if any(found["second"] or _text(shape, found, "number") == "2" for found in said):
        return _Named("", 0, "second_half")
    if any(found["first"] or _text(shape, found, "number") == "1" for found in said):
        return _Named("H1", 0)
    bare = _PERIODS["half_year"].search(shape.letters)
    return _Named("H1", bare.start(), "bare_half") if bare else None


def _by_days(text: str) -> Value[str]:
    for span in find_dates(folded(text), _ANY_YEAR):
        for period in PERIODS if span.first and span.last and span.first != span.last else ():
            if span.first and period_days(period, span.first.year) == (span.first, span.last):
                return Value(text, period, ("dates",))
        if span.first != span.last:
            return Value(text, None, ("span",), "period_unknown")
    return Value(text, None, (), "period_unknown")


def period_of_date(reported: date, plan_year: int) -> str:
    """The period that a report of this date most likely closes; empty when the date says nothing.

    >>> [period_of_date(day, 2024) for day in (date(2024, 6, 24), date(2025, 1, 8), date(2024, 2, 3))]
    ['H1', 'FY', '']
    """
    months = (reported.year - plan_year) * 12 + reported.month
    for period, first, last in (("Q1", 3, 4), ("H1", 6, 7), ("M9", 9, 10), ("FY", 12, 14)):
        if first <= months <= last:
            return period
    return ""


def period_days(period: str, year: int) -> tuple[date, date]:
    """First and last day of a period of ``year``. Raises KeyError for an unknown period.

    >>> period_days("H1", 2023)[1].isoformat()
    '2023-06-30'
    """
    (month, day), (last_month, last_day) = _ENDS[period]
    return date(year, month, day), date(year, last_month, last_day)
