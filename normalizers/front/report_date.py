"""The day of a report: of all dated lines around its tables the one that is the report's own.

Takes what stands around the tables; gives the date with its words, or why there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from normalizers.front.candidates import Around
from normalizers.front.front_lines import FrontLine, is_approval, is_date_line
from normalizers.values.date import DAMAGED, DateSpan, find_dates, loose_date
from normalizers.values.value import Value
from parsers.language.keys import plain

_OTHERS: Final = re.compile(r"(?<!\w)(?:хүлээ[нж]|хэвлэ\w*|танай|төрсөн|өдрийн\s+\S*\d)|(?<!\w)(?:дотор|хүртэл)(?!\w)")
"""The date is that of something else: received, printed, a letter, a birth, a decision with its number, a day that is due."""

_OWN: Final = re.compile(r"(?:тайлан\w*\s+(?:\w+\s+)?)?огноо\s*[:：]?\s*")
_YEARS: Final = range(2000, 2040)
"""The law that reports carry out is of 2006; from 2040 on a year is misread."""

_A_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def report_date(around: Around) -> Value[date]:
    """A keyed date; else the date line below the title; else one in it; else one near the sign-off; else one above, if
    that is no approval block. A line with two dates tells none, unless one of them is called the report's."""
    unread: Value[date] = Value("", None, (), "report_date_missing")
    for text, alone in _dated(around):
        spans = [span for span in find_dates(text) if span.precision == "day"]
        if alone and _several(text, spans):
            return _own(text, spans, text == around.keys.get("date")) or Value(text, None, (), "report_date_doubtful")
        if spans and spans[-1].first and not spans[-1].is_range and spans[-1].first.year in _YEARS:
            return Value(text, spans[-1].first, (), spans[-1].problem)
        if not any(span.first for span in spans) and (loose := loose_date(text)).value and loose.value.year in _YEARS:
            return loose
        if spans and not unread.raw:
            unread = Value(text, None, (), DAMAGED if spans[-1].problem == DAMAGED else "date_impossible")
    return unread


def _dated(around: Around) -> Iterator[tuple[str, bool]]:
    """(text with a date, whether it says hardly anything else), the likeliest first."""
    if keyed := around.keys.get("date", ""):
        yield keyed, True
    yield from _lines(around.below)
    for line in around.lines[around.first : around.last]:
        if any(span.precision == "day" and not span.implied for span in find_dates(line.text)):
            yield line.text, False
    yield from _lines(reversed(around.closing))
    if not any(is_approval(line) for line in around.above):
        yield from _lines(reversed(around.above))


def _lines(lines: Iterator[FrontLine] | tuple[FrontLine, ...]) -> Iterator[tuple[str, bool]]:
    for line in lines:
        if is_date_line(line) and not is_approval(line) and not _OTHERS.search(line.small):
            yield line.text, True


def _several(text: str, spans: list[DateSpan]) -> bool:
    """Whether a text names more than one day, or more than one year; a range of days is one."""
    days = {span.first for span in spans if span.first and not span.is_range}
    years = set(_A_YEAR.findall(plain(text)))
    return len(days) > 1 or (len(days) == 1 and len(years) > 1)


def _own(text: str, spans: list[DateSpan], keyed: bool) -> Value[date] | None:
    """The date right behind the words that call it the report's; these are gone from what stood behind a key."""
    ends = [*([0] if keyed else []), *(found.end() for found in _OWN.finditer(plain(text)))]
    found = next((span for span in spans if span.start in ends and span.first), None)
    return Value(text, found.first, (), found.problem) if found else None
