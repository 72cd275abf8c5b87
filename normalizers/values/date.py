"""Dates and date ranges in running text, each with its place.

Takes a text (and the plan year, for dates without one); gives the spans found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from normalizers.values.text import plain
from normalizers.values.value import Value
from parsers.language.confusions import ROMAN_LETTERS
from parsers.language.numerals import digits_repaired

_MONTH_WORDS = {
    "нэг": 1, "хоёр": 2, "зурга": 6, "гурав": 3, "гурван": 3, "дөрөв": 4, "дөрвөн": 4, "тав": 5, "зургаа": 6,
    "долоо": 7, "найм": 8, "ес": 9,
    "арав": 10, "арваннэг": 11, "арван нэг": 11, "арванхоёр": 12, "арван хоёр": 12,
}  # fmt: skip
_ROMAN = {n: i for i, n in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)}
_YEAR = r"(?P<year>(?:19|20)\d\d)\s*+(?:-?\s*+(?:он(?:ы|ий|д|ны)?|[^\W\d_]{2,4})|\.)?\s*+,?\s*+"
_NTH = r"(?:\s*+-?\s*+(?:р|[пн]|(?:д[уү]г[аэ]{1,2}р))(?![^\W\d_]))?"
_MONTH = (
    rf"(?:(?P<month>\d{{1,2}}|[ivxхиіүу]{{1,4}}|з(?=\s))(?![\d])(?:\s*+(?P<months>[-,])\s*+(?P<month2>\d{{1,2}}))?{_NTH}"
    rf"|(?P<word>{'|'.join(sorted(_MONTH_WORDS, key=len, reverse=True))})\s?д[уү]г[аэ]{{2}}р)\s*+сар"
)
_DAY_WORD = r"\s*+[өо]д[өеоү]?р\w*"
_DAY_END = (  # after a hyphen any short ending is one, however damaged
    rf"\s*+(?:-?\s*+(?:н[ыиіь]й?|нд|нны|н?[аоэө]{{2}}с)|-\s?[^\W\d_]{{2,4}})(?![^\W\d_])(?:{_DAY_WORD})?|\s*+-?\s*+{_DAY_WORD}"
)
_TO_DAY = (
    r"(?:\s*+(?:-|,|ба|болон|~)\s*+|\s*+-?\s*+(?:н?[аоэө]{2}с|н[ыи]й?\s*+өд[өе]?р[өе]{1,2}с)\s*+)(?P<day2>\d{1,2})"
)
_LIST = rf"(?P<days>\d{{1,2}}(?:\s*,\s*\d{{1,2}}){{2,}})(?:{_DAY_END})"
_DAYS = rf"(?P<day>\d{{1,2}})(?:{_TO_DAY})?(?:{_DAY_END})"
_WRITTEN = re.compile(
    rf"(?<!\d)(?:{_YEAR})?(?<!\d)(?<!/){_MONTH}(?:(?:[ыи][^\W\d_]{{0,2}})?\s*+,?\s*+(?:{_LIST}|{_DAYS}|(?P<last>\d{{1,2}})(?:\s?-\s?(?P<last2>\d{{1,2}}))?(?=\s*(?:$|[.,;)\]](?![\d.]))))|(?![ыи][^\W\d_]{{0,2}}\s*\S{{1,2}}\s?-)\w*)"
)
_NUMERIC = re.compile(
    r"(?<![\d.,])(?<!\d/)(?P<year>(?:19|20)\d\d)(?P<sep>\s?[./-]\s?)(?P<month>\d{1,2}|[ivxхиі]{1,4})(?P=sep)(?P<day>\d{1,2})(?!\d|/\d)(?!\.\d)(?!\s\d\s*$)"
    r"(?:\s?-\s?(?P<until>\d{1,2})(?=\s?-?\s?н[ыида]|\s*(?:$|[;)\]])))?"
    r"|(?<!\d)(?P<year__>(?:19|20)\d\d)\s*он[^\W\d_]{0,2}\s+(?P<month__>\d\d)[./](?P<day__>\d\d)(?=-?\s?н[ыи]|\s*$)"
    r"|(?<![\d./])(?P<day_>\d{1,2})(?P<sep_>[./-])(?P<month_>\d{1,2})(?P=sep_)(?P<year_>(?:19|20)\d\d)(?!\d)"
)
_TAIL = re.compile(r"\s?-?\s?(?:н[ыи]й?|нд|н[аоэө]{2}с|[аоэө]{2}с)(?![^\W\d_])(?:\s*өд[өе]?р\w*)?|\s*өд[өе]?р\w*")
_LOOSE = re.compile(r"((?:19|20)\d\d)\D{2,9}?(\d{1,2})\D{4,22}?(\d{1,2})\D{0,12}")
_PLACED = re.compile(  # 2025 оны 09 дугаар сарын 14 Улаанбаатар хот
    rf"((?:19|20)\d\d)\s*он[а-я]*\s*(\d{{1,2}}){_NTH}\s*сар[а-яөү]*\s*\"?(\d{{1,2}})\"?(?:\s+[^\W\d_]+){{0,4}}"
)
_BLANK = re.compile(r"(?<![\d.…_])\d\s?(?:\.{2,}|…|_{2,})\s?-\s?н")  # 2…-ны өдөр: a form that is not filled in
_DATE_WORDS = "оныдугаарсарынныөдөр"
_LOOSE_RATIO = 60
_FROM = re.compile(r"(?:[аоэө]{2}с|өд[өе]?р[өе]{1,2}с)$")
_BETWEEN = re.compile(r"\s*+(?:-|~|,?\s*+мөн оны)?\s*+")
_NO_YEAR = re.compile(r"\d\s*о\s?н[^\W\d_]{0,2}\s*$")  # 025 оны: a year that was not read is not implied
_NUMBERS = re.compile(r"\d+")
_UNTIL = re.compile(r"\s*+(?:-?\s*+(?:ий|ы)г)?\s*+(?:хүртэл\w*|хооронд\w*|дуустал)")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date (``first == last``) or a range at ``text[start:end]``. ``precision``: day or month (then the span is the
    whole month). ``implied``: the year was not written here. ``problem``: ``date_impossible`` for no such day."""

    start: int
    end: int
    first: date | None
    last: date | None
    precision: str = "day"
    implied: bool = False
    problem: str = ""

    @property
    def is_range(self) -> bool:
        return self.precision == "day" and self.first != self.last


def find_dates(text: str, year: int | None = None) -> tuple[DateSpan, ...]:
    """All dates of ``text``, in order. A missing year is the last year seen before, else ``year``; without either the
    date has no value. Month-only mentions (``2023 оны 6 сард``) have precision month.

    >>> [(s.first, s.last) for s in find_dates("2023 оны 05 сарын 01-ний өдрөөс 06 сарын 01-ний өдөр хүртэл")]
    [(datetime.date(2023, 5, 1), datetime.date(2023, 6, 1))]
    >>> [str(s.first) for s in find_dates("2023.06.14-ны өдрийн А/31, 49 дүгээр тогтоол, 03/2996")]
    ['2023-06-14']
    """
    return dates_in(digits_repaired(plain(text)), year)


def dates_in(clean: str, year: int | None = None) -> tuple[DateSpan, ...]:
    """The same of a text that is plain and repaired already."""
    spans: list[DateSpan] = []
    known = year
    for start, end, match in _matches(clean):
        found, known = _span(start, end, match, known)
        spans += found
    return _ranges(clean, spans)


def loose_date(text: str) -> Value[date]:
    """The date of a line that is nothing but a date and a place, however damaged its words are: year, month and day are
    the only numbers and the words between them resemble those of a date.

    >>> loose_date("2024 оиы 06 лугвар еарын 22-иы едор").value.isoformat()
    '2024-06-22'
    >>> loose_date("2024 оны 4 сургалт, 22 хүн").problem
    'date_missing'
    """
    clean = digits_repaired(plain(text))
    if _BLANK.search(clean):
        return Value(text, None, (), "date_missing")
    if placed := _PLACED.fullmatch(clean.strip()):
        value, problem = _day(int(placed[1]), int(placed[2]), int(placed[3]))
        return Value(text, value, ("loose",), problem)
    found = _LOOSE.fullmatch(clean.strip())
    if found is None or fuzz.ratio(re.sub(r"[\W\d]+", "", clean), _DATE_WORDS) < _LOOSE_RATIO:
        return Value(text, None, (), "date_missing")
    value, problem = _day(int(found[1]), int(found[2]), int(found[3]))
    return Value(text, value, ("loose",), problem)


def _matches(clean: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    found = [(m.start(), m.end(), m) for m in _NUMERIC.finditer(clean)]
    ends = [end for _, end, _ in found]
    written = []
    for match in _WRITTEN.finditer(clean):
        behind = bisect_right(ends, match.start())  # the first numeric date that ends behind the start of this one
        if behind == len(found) or found[behind][0] >= match.end():
            written.append((match.start(), match.end(), match))
    found += written
    yield from sorted(found, key=lambda item: item[0])


def _span(start: int, end: int, match: re.Match[str], known: int | None) -> tuple[list[DateSpan], int | None]:
    groups = match.groupdict()
    if match.re is _NUMERIC:
        year, month, day = (
            groups[part] or groups[f"{part}_"] or groups[f"{part}__"] for part in ("year", "month", "day")
        )
        written = int(year or 0)
        tail = _TAIL.match(match.string, end)
        first, problem = _day(written, _number_of_month(month or ""), int(day or 0))
        last = first
        if groups["until"] and first is not None:
            last, problem = _day(written, first.month, int(groups["until"]))
            if last is None or last < first:
                first, last, problem = None, None, "date_impossible"
        return [DateSpan(start, tail.end() if tail else end, first, last, problem=problem)], written
    return _written(match.string, start, end, groups, known)


def _written(
    text: str, start: int, end: int, groups: dict[str, str | None], known: int | None
) -> tuple[list[DateSpan], int | None]:
    month = _month(groups)
    written = int(groups["year"]) if groups["year"] else None
    year = written or known
    if month is None or (groups["month"] and groups["month"].isalpha() and not groups["day"] and not written):
        return [], year
    days = groups["days"] or groups["day"] or groups["last"]
    if days is None:
        whole = _whole_month(start, end, groups, month, written, known)
        return [whole] if whole else [], year
    if year is None or (written is None and _NO_YEAR.search(text, max(0, start - 12), start)):
        return [DateSpan(start, end, None, None, implied=True, problem="date_without_year")], year
    if groups["months"] == "," and groups["month2"]:  # the day belongs to the month beside it
        month = int(groups["month2"])
    listed = [int(day) for day in _NUMBERS.findall(days)]
    until = groups["day2"] or groups["last2"]
    pairs = [(listed[0], int(until))] if until else _runs(listed)
    return [_from_to(start, end, year, month, pair, written is None) for pair in pairs], year


def _runs(days: list[int]) -> list[tuple[int, int]]:
    """Days that follow each other are one range: 3, 4, 5, 9 are 3 to 5 and 9."""
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and day == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _from_to(start: int, end: int, year: int, month: int, days: tuple[int, int], implied: bool) -> DateSpan:
    first, problem = _day(year, month, days[0])
    last, last_problem = _day(year, month, days[1])
    if first is None or last is None or last < first:
        first, last, problem = None, None, problem or last_problem or "date_impossible"
    return DateSpan(start, end, first, last, implied=implied, problem=problem)


def _whole_month(
    start: int, end: int, groups: dict[str, str | None], month: int, written: int | None, known: int | None
) -> DateSpan | None:
    """A month without a day counts only with its year: "2 сарын хугацаатай" is a duration."""
    if written is None:
        return None
    last = int(groups["month2"]) if groups["month2"] else month
    if not month <= last <= 12 or (groups["months"] == "," and last > month + 1):
        return None
    return DateSpan(start, end, date(written, month, 1), date(written, last, monthrange(written, last)[1]), "month")


def _month(groups: dict[str, str | None]) -> int | None:
    if groups["word"]:
        return _MONTH_WORDS[groups["word"]]
    return _number_of_month(groups["month"] or "") or None


def _number_of_month(printed: str) -> int:
    """1 to 12 of ``06``, ``VI``, ``ІХ``; 0 for none."""
    token = "3" if printed == "з" else printed.translate(ROMAN_LETTERS)
    number = int(token) if token.isdigit() else _ROMAN.get(token, 0)
    return number if number in range(1, 13) else 0


def _day(year: int, month: int, day: int) -> tuple[date | None, str]:
    try:
        return date(year, month, day), ""
    except ValueError:
        return None, "date_impossible"


def _ranges(clean: str, spans: list[DateSpan]) -> tuple[DateSpan, ...]:
    """Two dates joined by ``-өдрөөс … хүртэл`` or a dash are one range."""
    joined: list[DateSpan] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and last.first and span.last and last.first == last.last and last.precision == span.precision == "day":
            between, head = clean[last.end : span.start], clean[last.start : last.end]
            dashed = re.fullmatch(r"\s*[-~]\s*", between) is not None
            if (dashed or (_FROM.search(head) and _BETWEEN.fullmatch(between))) and last.first <= span.last:
                joined[-1] = replace(last, end=span.end, last=span.last)
                continue
        joined.append(span)
    return tuple(_with_until(clean, span) for span in joined)


def _with_until(clean: str, span: DateSpan) -> DateSpan:
    until = _UNTIL.match(clean, span.end) if span.is_range else None
    return replace(span, end=until.end()) if until else span
