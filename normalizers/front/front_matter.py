"""The front of a report: whose plan, of which year, reported for which period, on which day.

Takes the paragraphs before and after the table; gives a :class:`Front`, each value with the words it was read from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from normalizers.front.agency import by_vocabulary, is_known, proper_case, read_agency
from normalizers.front.agency_list import Agency
from normalizers.front.front_lines import (
    YEAR,
    FrontLine,
    bracketed,
    is_about_report,
    is_approval,
    is_date_line,
    is_goal,
    key_of,
    key_values,
    may_be_name,
    name_in_title,
    read_lines,
    title_lines,
)
from normalizers.values.date import find_dates, loose_date
from normalizers.values.period import period_days, period_of_date, read_period
from normalizers.values.text import bare, folded, plain
from normalizers.values.value import Value
from parsers.document import Paragraph
from parsers.language.numerals import digits_repaired

#: Steps of a value that name where it comes from, when that is not print, and the source that is published.
_SOURCES = {"report_date": "calendar", "sidecar": "sidecar", "reviewer": "reviewer", "mail": "mail"}
_LONGEST_NAME = 120
_SAME = 85  # two readings of one name are so alike; names of other bodies are not
_WORDS = re.compile(r"[^\W\d_]{3,}")
_BESIDE_TITLE = 4  # lines below the title that still speak of the report itself
_CORRECTED = re.compile(r"(?<!\w)(?:залруулсан|corrected)(?!\w)")
_STRAY = re.compile(r"[|<>*_=\\~]")


@dataclass(frozen=True, slots=True)
class Front:
    """What stands above and below the table about the report itself. ``title`` is the joined title as printed;
    ``corrected``: the lines of the title or beside it call the report corrected."""

    title: str
    agency: Value[str]
    plan_year: Value[int]
    period: Value[str]
    report_date: Value[date]
    corrected: bool = False

    @property
    def last_day(self) -> date | None:
        """The last day that is reported on; of the year where the period is unknown, None where the year is."""
        if self.plan_year.value is None:
            return None
        return period_days(self.period.value or "FY", self.plan_year.value)[1]

    @property
    def facts_from(self) -> tuple[tuple[str, str], ...]:
        """(fact, source) of what print does not name: what was supplied, and year and period that only the date of the
        report tells."""
        told = (("agency", self.agency.steps), ("plan_year", self.plan_year.steps), ("period", self.period.steps))
        return tuple((fact, _SOURCES[step]) for fact, steps in told for step in steps if step in _SOURCES)


def read_front(
    before: Sequence[Paragraph],
    after: Sequence[Paragraph] = (),
    agencies: tuple[Agency, ...] = (),
) -> Front:
    """Read title, key-value lines and date lines. Unknown parts are None with a problem; nothing is guessed silently:
    a year or period taken from the report date carries the problem ``plan_year_inferred`` / ``period_inferred``.

    >>> front = read_front([Paragraph("САНГИЙН ЯАМНЫ 2023 ОНЫ АВЛИГЫН ЭСРЭГ ҮЙЛ АЖИЛЛАГААНЫ ЭХНИЙ ХАГАС ЖИЛИЙН ТАЙЛАН"),
    ...                     Paragraph("2023 оны 06 дугаар сарын 16-ны өдөр")])
    >>> front.agency.value, front.plan_year.value, front.period.value, front.report_date.value.isoformat()
    ('Сангийн яам', 2023, 'H1', '2023-06-16')
    """
    lines = read_lines(before)
    first, last = title_lines(lines)
    title = folded(" ".join(line.text for line in lines[first:last]))
    keys = key_values(lines)
    closing = read_lines(after, closing=True)
    reported = _report_date(lines, first, last, keys.get("date", ""), closing)
    year = _plan_year(title, keys, lines, reported)
    period = _period(title, keys, lines[last : last + _BESIDE_TITLE], reported, year)
    mend = any(paragraph.confidence is not None for paragraph in before)
    names = _names([line.text for line in lines[first:last]], lines[:first], lines[last:])
    agency = _agency(keys.get("agency", ""), names, agencies, mend)
    if mend and agency.value:
        further = [name_in_title([line.text]) for line in (*lines, *closing) if not key_of(line.small)]
        agency = _agreed(agency, [read_agency(name, agencies) for name in (*names, *further) if name])
    corrected = any(_CORRECTED.search(line.small) for line in lines[: last + _BESIDE_TITLE])
    return Front(title, agency, year, period, reported, corrected)


def _agency(keyed: str, names: list[str], agencies: tuple[Agency, ...], mend: bool) -> Value[str]:
    if keyed:
        named = read_agency(keyed, agencies, mend)
        return named if named.value else Value(keyed, keyed[:1].upper() + keyed[1:], ("as_printed",))
    for text in names:
        if (named := read_agency(text, agencies, mend)).value:
            return named
    return _doubtful(names[0] if names else "")


def _agreed(named: Value[str], others: Sequence[Value[str]]) -> Value[str]:
    """A scanned name as the places agree that name the same body: the reading with the fewest unknown words, then the
    one that most places have. A name with unknown words, or with a number that differs, is doubted."""
    name = named.value or ""
    alike = [named, *(other for other in others if other.value and fuzz.ratio(bare(name), bare(other.value)) >= _SAME)]
    values = [other.value or "" for other in alike]
    best = min(alike, key=lambda other: (_unknown(other.value or ""), -values.count(other.value or "")))
    numbers = {tuple(re.findall(r"\d+", value)) for value in values}
    if best.problem or (not _unknown(best.value or "") and len(numbers) < 2) or "agency_list" in best.steps:
        return best
    return replace(best, problem="agency_misread")


def _unknown(name: str) -> int:
    """How many words of a name neither the vocabulary nor the gazetteer knows, and stray marks."""
    stray = len(_STRAY.findall(name)) + (name.count("«") != name.count("»"))
    return stray + sum(not is_known(word) for word in _WORDS.findall(name))


def _names(title: list[str], above: list[FrontLine], below: list[FrontLine]) -> list[str]:
    """What may name the agency, likeliest first: the title, a bracket in it, the letterhead, a line below the title."""
    names = [name_in_title(title[start:]) for start in range(len(title))]
    names += [bracketed(title), *(line.text for line in reversed(above) if may_be_name(line))]
    return [name for name in (*names, *(line.text for line in below[:3] if may_be_name(line))) if name]


def _doubtful(name: str) -> Value[str]:
    """A name whose head noun is unknown: read by the vocabulary, and said to be doubtful; a single word is no name."""
    name = name.strip(" /()[]")
    if len(name.split()) < 2 or len(name) > _LONGEST_NAME:
        return Value(name, None, (), "agency_unknown")
    return Value(name, proper_case(by_vocabulary(name)), ("vocabulary",), "agency_doubtful")


def _plan_year(title: str, keys: dict[str, str], lines: list[FrontLine], reported: Value[date]) -> Value[int]:
    small = digits_repaired(plain(title))
    years = [(match.start(), int(match[1])) for match in YEAR.finditer(small)]
    if len({year for _, year in years}) > 1:
        plan = [
            y
            for s, y in years
            if re.match(r"\D*?(?:төлөвлөг|авли|авил)", small[s + 4 :]) and "тайлан" not in small[s : s + 40]
        ]
        return Value(title, (plan or [years[0][1]])[0], ("several_years",))
    if years:
        return Value(title, years[0][1])
    for text in (keys.get("year", ""), keys.get("period", "")):
        if found := re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", digits_repaired(plain(text))):
            return Value(text, int(found[1]))
    for line in lines:
        found = YEAR.search(line.small)
        if found and is_about_report(line) and not is_date_line(line) and not is_approval(line):
            return Value(line.text, int(found[1]))
    if reported.value:
        year = reported.value.year - (reported.value.month <= 2)
        return Value(reported.raw, year, ("report_date",), "plan_year_inferred")
    return Value(title, None, (), "plan_year_unknown")


def _period(
    title: str, keys: dict[str, str], below: list[FrontLine], reported: Value[date], year: Value[int]
) -> Value[str]:
    second_half = False
    for text in (
        keys.get("period", ""),
        title,
        *(line.text for line in below if len(line.text) < 120 and not is_goal(line)),
    ):
        found = read_period(text)
        second_half = second_half or "second_half" in found.steps
        if found.value:
            return found
    if reported.value and year.value and not second_half and (period := period_of_date(reported.value, year.value)):
        return Value(reported.raw, period, ("report_date",), "period_inferred")
    return Value(keys.get("period", title), None, (), "period_unknown")


def _report_date(lines: list[FrontLine], first: int, last: int, keyed: str, after: list[FrontLine]) -> Value[date]:
    """A keyed date; else the date line below the title; else one near the sign-off; else one above, if that is no
    approval block."""
    below = [line for line in lines[last:] if is_date_line(line) and not is_approval(line)]
    closing = [line for line in after if is_date_line(line) and not is_approval(line)]
    above = (
        []
        if any(is_approval(line) for line in lines[:first])
        else [line for line in lines[:first] if is_date_line(line)]
    )
    inside = [
        line for line in lines[first:last] if any(s.precision == "day" and not s.implied for s in find_dates(line.text))
    ]
    texts = [keyed] if keyed else []
    texts += [line.text for line in [*below, *inside, *reversed(closing), *reversed(above)]]
    damaged = ""
    for text in texts:
        spans = [span for span in find_dates(text) if span.precision == "day"]
        if spans and spans[-1].first and not spans[-1].is_range:
            return Value(text, spans[-1].first)
        if not spans and (loose := loose_date(text)).value:
            return loose
        damaged = damaged or (text if spans else "")
    return Value(damaged, None, (), "date_impossible" if damaged else "report_date_missing")
