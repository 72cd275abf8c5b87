"""Dates and date ranges in running text, each with its place.

Takes a text (and the plan year, for dates without one); gives the spans found. What a date looks like is declared in
``_DATES``. A date of which a letter or digit is damaged is kept and doubted; one that is seen but cannot be
read has no value.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Final

from rapidfuzz import fuzz

from normalizers.values.value import Value
from parsers.language.confusions import ROMAN_LETTERS
from parsers.language.keys import plain
from parsers.language.numerals import digits_repaired, words_to_number
from parsers.language.shapes import Sequences, Shape, shape_of
from parsers.language.tokens import Kind

DAMAGED: Final = "date_damaged"
_DATES: Final = Sequences(
    {
        "date": "numeric | written | torn_off=torn",
        "written": "stated? month_of (comma? days_of)?",
        "stated": "year=year (hyphen? (year_word | year_like | short) | zero=(small end) | point)? comma?",
        "month_of": (
            "(?<! slash) (month=(small | roman | three) (joined=(hyphen | comma) month2=small)? nth_of? | "
            "name=named) hyphen? (month | month_like)"
        ),
        "nth_of": "hyphen? (nth | misread_nth | nth_like) | hyphen letter",
        "named": "(ten | ten_like)? (month_name | number_name nth)",
        "days_of": (
            "days=(small (comma small){2,}) day_end | day=small (to_day day2=small)? day_end | last=small "
            "(hyphen last2=small)? (?= $ | closing)"
        ),
        "closing": "(point | comma | semicolon | close) (?! point)",
        "day_end": "hyphen? (end | from | from_end) day_word? | hyphen short day_word? | hyphen? day_word",
        "day_word": "day | from_day | day_like",
        "to_day": "hyphen | comma | both | tilde | hyphen? (from | from_end | end from_day)",
        "numeric": (
            "body=(full (?! slash (small | hundreds | digits) | small $) | full_last | ordered | (?<! slash) small "
            "(slash small slash | hyphen small hyphen) year | half) (hyphen until=small (?= hyphen? end | $ | "
            "semicolon | close))? tail?"
        ),
        "ordered": (
            "(?<! slash) year (hyphen month_sign hyphen | slash month_sign slash | point month_sign point) "
            "small (?! slash (small | hundreds | digits) | small $)"
        ),
        "month_sign": "small | roman",
        "half": "year year_word (day_month | small slash small) (?= hyphen? end | $)",
        "tail": "hyphen? (end | from | from_end) (day | from_day)? | day | from_day",
        # Words that make a range of two dates, or end one.
        "ranged": "(hyphen | tilde)? | comma? same year_word",
        "dashed": "hyphen | tilde",
        "ending": "hyphen? object? until",
        # Damage: what stands behind and in front of a date that was read, and what looks like one that was not.
        "lost_day": (
            "(letter | short | strange | case | end | misread_nth | hyphen | point | comma){1,3} small (day_end | "
            "letter | $ | closing) | small small (day_end | letter) | small hyphen (misread_nth | letter | strange | "
            "case | $)"
        ),
        "split": "small full_last",
        "goes_on": "hyphen (letter | short | strange) (?! slash)",
        "behind": (
            "(year (hyphen? (year_word | year_like | short))? | small) (any_number | letter | short | "
            "strange | ten_like | roman | mark | hyphen){0,3} $"
        ),
        "no_year": "any_number (year_word | year_like) $",
        "torn": (
            "small (word | short) hyphen (word | short) (month | month_like) small day_end | (letter | nth | misread_nth | "
            "short | strange | ten_like | year_like | nth_like | case | hyphen) (month | month_like) small "
            "(day_end | letter) | torn_date | year_month (point | comma) hyphen? small | year_month (pair | "
            "day_month) | year point day_month"
        ),
        # A line that is nothing but a date: with the place behind it, or a form that is not filled in.
        "placed": "year year_word? figure nth_of? month figure day_end? (word | strange | short){0,4}",
        "figure": "(mark | quote){0,3} small (mark | quote){0,3}",
        "blank": "(?<! point | mark) small (point{2,} | mark+) hyphen? end",
    }
)
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_NTH: Final = ("дугаар", "дүгээр")
_DAMAGE: Final = (
    *("month_like", "nth_like", "day_like", "year_like", "ten_like"),  # words that resemble one of a date
    *("short", "letter", "strange"),  # words that are none
)
_FROM: Final = ("from", "from_day", "from_end")
_BEHIND: Final = 6  # tokens in front of a date without its year in which a year that was not understood stands
_DATE_WORDS: Final = "оныдугаарсарынныөдөр"
_LOOSE_RATIO: Final = 60
_TEXTS: Final = 64  # whose dates are kept: one text is asked about several times in a row
_LONGEST_LINE: Final = 120  # letters of a line that is nothing but a date


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date (``first == last``) or a range at ``text[start:end]``. ``precision``: day or month (then the span is the
    whole month). ``implied``: the year was not written here. ``problem``: ``date_impossible`` for no such day,
    ``date_without_year``, ``date_damaged`` for letters or digits that were repaired, or what cannot be read for them."""

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


@dataclass(frozen=True, slots=True)
class _Found:
    """A span and its tokens, [start, end)."""

    start: int
    end: int
    span: DateSpan


def find_dates(text: str, year: int | None = None) -> tuple[DateSpan, ...]:
    """All dates of ``text``, in order. A missing year is the last year seen before, else ``year``; without either the
    date has no value. Month-only mentions (``2023 оны 6 сард``) have precision month.

    >>> [(s.first, s.last) for s in find_dates("2023 оны 05 сарын 01-ний өдрөөс 06 сарын 01-ний өдөр хүртэл")]
    [(datetime.date(2023, 5, 1), datetime.date(2023, 6, 1))]
    >>> [str(s.first) for s in find_dates("2023.06.14-ны өдрийн А/31, 49 дүгээр тогтоол, 03/2996")]
    ['2023-06-14']
    >>> [(str(s.first), s.problem) for s in find_dates("2023 оны 6 еарын 14-нд, 2О23.06.15")]
    [('2023-06-14', 'date_damaged'), ('2023-06-15', 'date_damaged')]
    """
    return _dates_in(plain(text), year)


@lru_cache(maxsize=_TEXTS)
def _dates_in(printed: str, year: int | None) -> tuple[DateSpan, ...]:
    clean = digits_repaired(printed)
    shape = shape_of(clean)
    found: list[_Found] = []
    known = year
    for match in _DATES["date"].finditer(shape.letters):
        read = _Reading(shape, match, known)
        spans = list(read.spans())
        if any(span.first for span in spans) and read.is_doubtful(clean, printed):
            spans = [replace(span, problem=span.problem or DAMAGED) for span in spans]
        found += [_Found(match.start(), match.end(), span) for span in spans]
        known = read.year or known
    return tuple(_with_until(shape, one) for one in _ranges(shape, found))


def loose_date(text: str) -> Value[date]:
    """The date of a line that is nothing but a date and a place, however damaged its words are: year, month and day are
    the only numbers and the words between them resemble those of a date.

    >>> loose_date("2024 оиы 06 лугвар еарын 22-иы едор").value.isoformat()
    '2024-06-22'
    >>> loose_date("2024 оны 4 сургалт, 22 хүн").problem
    'date_missing'
    """
    printed = plain(text)
    clean = digits_repaired(printed)
    shape = shape_of(clean) if len(text) <= _LONGEST_LINE else Shape((), "")
    numbers = [token.text for token in shape.tokens if token.kind is Kind.NUMBER]
    words = "".join(token.text for token in shape.tokens if token.kind not in (Kind.NUMBER, Kind.MARK))
    placed = _DATES["placed"].fullmatch(shape.letters)
    alike = shape.begins(("year",)) and fuzz.ratio(words, _DATE_WORDS) >= _LOOSE_RATIO
    whole = len(numbers) == 3 and all(number.isdigit() for number in numbers)
    if not whole or not (placed or alike) or _is_form(shape):
        return Value(text, None, (), "date_missing")
    value, problem = _day(*map(int, numbers))
    intact = placed and clean == printed
    return Value(text, value, ("loose",), problem or ("" if intact else DAMAGED))


def _is_form(shape: Shape) -> bool:
    """Whether the day is still to be filled in: ``2…-ны өдөр``."""
    blank = _DATES["blank"].search(shape.letters)
    return blank is not None and len(shape.tokens[blank.start()].text) == 1


class _Reading:
    """What one match of the sequence of dates says. ``year`` is the one that it names, None for none."""

    def __init__(self, shape: Shape, match: re.Match[str], known: int | None) -> None:
        self._shape, self._match, self._known = shape, match, known
        self._start, self._end = shape.tokens[match.start()].start, shape.tokens[match.end() - 1].end
        self._numeric = self._parts("body")
        years = [int(part) for part in (*self._numeric, *self._parts("year")) if len(part) == len("2024")]
        self.year = years[0] if years else None

    @property
    def implied(self) -> bool:
        return self.year is None

    def spans(self) -> Iterator[DateSpan]:
        if self._match["torn_off"]:
            yield self._unread(DAMAGED)
        elif self._numeric:
            yield self._by_figures()
        else:
            yield from self._by_words()

    def _parts(self, group: str) -> list[str]:
        """The numbers of a group, in pieces: 2024.06.14 is three."""
        start, end = self._match.span(group)
        texts = [token.text for token in self._shape.tokens[start:end] if token.text[0].isalnum()] if start >= 0 else []
        return [part for text in texts for part in text.split(".")]

    def _text(self, group: str) -> str:
        start, end = self._match.span(group)
        return " ".join(token.text for token in self._shape.tokens[start:end]) if start >= 0 else ""

    def _by_figures(self) -> DateSpan:
        parts = [part for part in self._numeric if part[0].isdigit() or part.translate(ROMAN_LETTERS) in _ROMAN]
        year, month, day = parts if len(parts[0]) == len("2024") else reversed(parts)
        until = self._text("until") or day
        return self._from_to(int(year), _month_number(month), (int(day), int(until)))

    def _by_words(self) -> Iterator[DateSpan]:
        match, year = self._match, self.year or self._known
        month = _month_named(self._text("name")) or _month_number(self._text("month"))
        days = [int(day) for day in self._parts("days") or self._parts("day") or self._parts("last")]
        if not month or (not match["day"] and self.implied and self._text("month").isalpha()):
            if self._is_damaged():
                yield self._unread(DAMAGED)
            return
        if not days:
            yield from self._whole_month(month)
            return
        if year is None or (self.implied and self._behind("no_year")):
            yield self._unread("date_without_year")
            return
        if self._text("joined") == ",":  # the day belongs to the month beside it
            month = int(self._text("month2"))
        until = self._text("day2") or self._text("last2")
        for pair in [(days[0], int(until))] if until else _runs(days):
            yield self._from_to(year, month, pair)

    def _behind(self, name: str) -> bool:
        """Whether a sequence stands right in front."""
        start = self._match.start()
        return _DATES[name].search(self._shape.letters, max(0, start - _BEHIND), start) is not None

    def is_doubtful(self, clean: str, printed: str) -> bool:
        """Whether a letter or digit is damaged, or what stands beside it may be part of it."""
        start, end = self._match.span()
        place = slice(self._start, self._end)
        if clean[place] != printed[place] or self._match["zero"] or self._is_damaged():
            return True
        if self.implied and self._behind("behind"):
            return True
        split = start > 0 and _DATES["split"].match(self._shape.letters, start - 1) is not None
        return split or _DATES["goes_on"].match(self._shape.letters, end) is not None

    def _unread(self, problem: str) -> DateSpan:
        return DateSpan(self._start, self._end, None, None, implied=self.implied, problem=problem)

    def _whole_month(self, month: int) -> Iterator[DateSpan]:
        """A month without a day counts only with its year: "2 сарын хугацаатай" is a duration."""
        last = int(self._text("month2") or month)
        listed = self._text("joined") == ","
        lost_day = _DATES["lost_day"].match(self._shape.letters, self._match.end())
        if lost_day or (self.year is None and self._is_damaged()):
            yield self._unread(DAMAGED)
        elif self.year is not None and month <= last <= 12 and not (listed and last > month + 1):
            end = date(self.year, last, monthrange(self.year, last)[1])
            yield DateSpan(self._start, self._end, date(self.year, month, 1), end, "month")

    def _is_damaged(self) -> bool:
        return self._shape.has(_DAMAGE, *self._match.span())

    def _from_to(self, year: int, month: int, days: tuple[int, int]) -> DateSpan:
        first, problem = _day(year, month, days[0])
        last, last_problem = _day(year, month, days[1])
        if first is None or last is None or last < first:
            first, last, problem = None, None, problem or last_problem or "date_impossible"
        return DateSpan(self._start, self._end, first, last, implied=self.implied, problem=problem)


def _runs(days: Sequence[int]) -> list[tuple[int, int]]:
    """Days that follow each other are one range: 3, 4, 5, 9 are 3 to 5 and 9.

    >>> _runs([3, 4, 5, 9])
    [(3, 5), (9, 9)]
    """
    runs = [[day for _, day in run] for _, run in groupby(enumerate(days), key=lambda one: one[1] - one[0])]
    return [(run[0], run[-1]) for run in runs]


def _month_named(words: str) -> int:
    """1 to 12 of ``зургаадугаар``, ``арван хоёрдугаар``, ``зургаа дугаар``; 0 for none."""
    for ending in _NTH:
        words = words.replace(ending, "")
    number = words_to_number(
        words.replace("арван", "арван ").replace("зургаа", "зурга").replace("зурга", "зургаа").split()
    )
    return number if number is not None and number in range(1, 13) else 0


def _month_number(printed: str) -> int:
    """1 to 12 of ``06``, ``VI``, ``ІХ``; 0 for none."""
    token = "3" if printed == "з" else printed.translate(ROMAN_LETTERS)
    number = int(token) if token.isdigit() else _ROMAN.index(token) + 1 if token in _ROMAN else 0
    return number if number in range(1, 13) else 0


def _day(year: int, month: int, day: int) -> tuple[date | None, str]:
    try:
        return date(year, month, day), ""
    except ValueError:
        return None, "date_impossible"


def _ranges(shape: Shape, found: Sequence[_Found]) -> list[_Found]:
    """Two dates joined by ``-өдрөөс … хүртэл`` or a dash are one range."""
    joined: list[_Found] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and _is_range(shape, last, one):
            problem = last.span.problem or one.span.problem
            span = replace(last.span, end=one.span.end, last=one.span.last, problem=problem)
            joined[-1] = _Found(last.start, one.end, span)
        else:
            joined.append(one)
    return joined


def _is_range(shape: Shape, one: _Found, other: _Found) -> bool:
    first, last = one.span, other.span
    if first.first is None or last.last is None or first.is_range or "month" in (first.precision, last.precision):
        return False
    between = shape.letters[one.end : other.start]
    dashed = _DATES["dashed"].fullmatch(between) is not None
    ranged = shape.has(_FROM, one.end - 1, one.end) and _DATES["ranged"].fullmatch(between) is not None
    return (dashed or ranged) and first.first <= last.last


def _with_until(shape: Shape, one: _Found) -> DateSpan:
    until = _DATES["ending"].match(shape.letters, one.end) if one.span.is_range else None
    return replace(one.span, end=shape.tokens[until.end() - 1].end) if until else one.span
