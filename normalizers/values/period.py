"""Reporting periods: Q1, H1, M9, FY (cumulative from January) or Q2, Q3, Q4, and their days.

Takes the words of a title or line; gives the period and its problem, if any.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import product

from rapidfuzz import fuzz

from normalizers.values.date import find_dates
from normalizers.values.text import folded
from normalizers.values.value import Value
from parsers.language.keys import plain
from parsers.language.numerals import digits_repaired
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
_NTH = r"\s*+(?:-?\s?р|д[уү]г[аэ]{1,2}р)?\s*+"
_RECURRING = re.compile(r"(?:улирал|хагас жил|жил|сар)\s*(?:тутам|бүр)\w*")
_FIRST_QUARTER = re.compile(r"эхний\s+улир")
_MONTH_NUMBER = r"(?:\d{1,2}|[ivxі]{1,4})"
_MONTHS_FROM_TO = re.compile(
    rf"(?<![\w.-])({_MONTH_NUMBER})(?:\s*-?\s?р(?!\w)|\s*д[уү]г[аэ]{{2}}р)?(?:\s*сар(?:аас)?\s*-?|\s*-|\s*,(?:\s*\d{{1,2}}\s*,)*)"
    rf"\s*({_MONTH_NUMBER})(?:\s*-?\s?р(?!\w)|\s*д[уү]г[аэ]{{2}}р)?\s*сар"
)
_QUARTER = re.compile(r"эхний\s+улир")
_MONTHS_FROM_FIRST = re.compile(
    r"(?<![\d.-])0?1(?:\s*-|(?:\s*-?\s*р|\s*д[уү]г[аэ]{2}р)?\s*сар(?:аас|\s*-))\s*(\d{1,2})(?:\s*-?\s*р|\s*д[уү]г[аэ]{2}р)?\s*сар"
)
_QUARTER = re.compile(rf"(эхний\s*)?(?<!\w)(?<!\d/)({_NUMERAL}){_NTH}улир\w*(\s*байдл\w*)?")
_TICKED = "☑☒✓✔■"
_BOX = re.compile(rf"([□☐○{_TICKED}])([^□☐○{_TICKED}]*)")
_CODE = re.compile(r"(?<![a-z0-9])(q[1-4]|h1|fy)(?![a-z0-9])")
_QUARTERS = re.compile(rf"(?<!\w)(?<!\d/)({_NUMERAL}){_NTH}(-|,|ба|болон)\s*({_NUMERAL}){_NTH}улир")
_GROWN = re.compile(r"өссөн\s*дүн")
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
_BOTH = re.compile(r"хагас\W+(?:(?:ба|болон|буюу)\s+)?бүтэн")  # the words of a form, neither struck out
_WHOLE = re.compile(r"(?<!хагас )(?:жилийн\s*эц[сэ]|бүтэн\s*жил)")
_SECOND_HALF = re.compile(rf"(?:сүүлийн|сүүлчийн|хоёр\s?дугаар|(?<!\w)(?:[iіlı1|]{{2}}|п|2){_NTH})\s*хагас")
_FIRST_HALF = re.compile(rf"(?:эхний|нэг\s?дүгээр|(?<!\w)[iіlı1|]{_NTH})\s*хагас|эхний хагас")
_WORD = re.compile(r"(?<!\w)[\d_]*+[^\W\d_]\w*+")
_HALF = re.compile(r"хагас\s*жил")
_MONTHS = re.compile(
    r"(?:эхний\s*(?P<first>\d{1,2}|арван)\s*сар\w*|(?<!\w)(?P<counted>гурван|зургаан|есөн|арван хоёр)\s*сар(?!\s*бүр)\w*"
    r"|(?<![\d.,-])(?<!- )(?P<as_of>\d{1,2})(?P<nth>\s*-?\s*р|\s*д[уү]г[аэ]{2}р)?\s*сар(?:ын)?"
    r"\s*(?:(?P<state>байдл)|тайлан|хэрэгжилт|биелэлт|явц|үр дүн|ажлын|мэдээ|төлөвлөг))"
)
_MONTH_WORDS = {"гурван": 3, "зургаан": 6, "есөн": 9, "арван": 10, "арван хоёр": 12}
_BY_MONTHS = {(1, 3): "Q1", (1, 6): "H1", (1, 9): "M9", (1, 12): "FY", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4"}
_ROMAN_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_YEAR_END = re.compile(
    r"(?:жилийн|оны)\s*эц[сэ]\w*|бүтэн\s*жил\w*|бүтэн\s*оны|жилийн\s*(?:ажлын\s*)?(?:тайлан|хэрэгжилт|биелэлт|үр\s*дүн)|тайлант\s*жил"
)
_ANY_YEAR = 2000  # of days without one
_BEHIND = 26  # letters behind a numeral in which "улирлын байдлаар" stands


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
    clean = _RECURRING.sub(" ", _WORD.sub(lambda word: _mended(word[0]), plain(folded(text))))
    if code := _CODE.search(clean):
        return Value(text, code[1].upper())
    if _BOTH.search(clean) or (_HALF.search(clean) and _WHOLE.search(clean)):
        return Value(text, None, ("half_and_whole",), "period_unknown")
    if half := _half(text, clean):
        return half
    if "улир" in clean and (quarter := _quarter(text, clean)):
        return quarter
    months = _months(digits_repaired(clean))
    if months in _BY_MONTHS:
        return Value(text, _BY_MONTHS[months])
    if _FIRST_QUARTER.search(clean):
        return Value(text, "Q1")
    if _YEAR_END.search(clean):
        return Value(text, "FY")
    return Value(text, None, ("span",), "period_unknown") if months else _by_days(text)


def _quarter(text: str, clean: str) -> Value[str] | None:
    """The quarter, or the quarters from the first on, that a text names. Others together are no period."""
    if several := _QUARTERS.search(clean):
        first, last = _ROMAN[several[1]], _ROMAN[several[3]]
        if first == 1 < last and (several[2] == "-" or last == first + 1):
            return Value(text, CUMULATIVE[last - 1])
        return Value(text, None, ("span",), "period_unknown")
    found = _QUARTER.search(clean)
    if found is None:
        return None
    number = _ROMAN[found[2]]
    said = bool(found[3]) or fuzz.partial_ratio("байдлаар", clean[found.end(2) :][:_BEHIND]) >= _ALIKE
    said = (
        said or _GROWN.search(clean) is not None or (number == len(CUMULATIVE) and _YEAR_END.search(clean) is not None)
    )
    cumulative = bool(found[1]) or said or number == 1
    return Value(text, CUMULATIVE[number - 1] if cumulative else f"Q{number}")


def _months(clean: str) -> tuple[int, int] | None:
    """First and last month that a text speaks of: ``эхний 9 сарын``, ``6 сарын байдлаар``, ``I-VI сар``, ``7, 8, 9 сар``."""
    if found := _MONTHS_FROM_TO.search(clean):
        return _month(found[1]), _month(found[2])
    if found := _MONTHS.search(clean):
        said = found["first"] or found["counted"] or found["as_of"]
        last = int(said) if said.isdigit() else _MONTH_WORDS[said]
        return (last if found["nth"] and not found["state"] else 1), last  # 9 дүгээр сарын тайлан: of September
    return None


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


def _half(text: str, clean: str) -> Value[str] | None:
    if "хагас" not in clean:  # a word of all these patterns
        return None
    if _SECOND_HALF.search(clean):
        return Value(text, None, ("second_half",), "period_unknown")
    if _FIRST_HALF.search(clean):
        return Value(text, "H1")
    return Value(text, "H1", ("bare_half",)) if _HALF.search(clean) else None


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
