"""The front of a report: whose plan, of which year, reported for which period, on which day.

Takes the paragraphs before and after the table; gives a :class:`Front`, each value with the words it was read from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from normalizers.front.agency import by_vocabulary, is_known, names_nobody, proper_case, read_agency
from normalizers.front.agency_list import Agency
from normalizers.front.candidates import (
    Around,
    agencies_named,
    lone_name,
    other_span,
    periods_named,
    related,
    years_named,
)
from normalizers.front.evidence import Chosen, choose
from normalizers.front.front_lines import (
    further_titles,
    key_of,
    key_values,
    name_in_title,
    read_lines,
    title_lines,
)
from normalizers.front.report_date import report_date
from normalizers.front.signature import Signature, read_signatures
from normalizers.values.period import period_days
from normalizers.values.text import folded
from normalizers.values.value import T, Value
from parsers.document import Paragraph
from parsers.language.keys import bare

#: Steps of a value that name where it comes from, when that is not print, and the source that is published.
_SOURCES = {"report_date": "calendar"} | {
    source: source for source in ("sidecar", "reviewer", "mail", "file_name", "folder")
}
_LONGEST_NAME = 120
_SAME_SCANNED = 85  # two readings of one name are so alike; names of other bodies are not
_WORDS = re.compile(r"[^\W\d_]{3,}")
_BESIDE_TITLE = 4  # lines below the title that still speak of the report itself
_CORRECTED = re.compile(r"(?<!\w)(?:залруулсан|corrected)(?!\w)")
_STRAY = re.compile(r"[|<>*_=\\~]")


@dataclass(frozen=True, slots=True)
class Front:
    """What stands above and below the table about the report itself. ``title`` is the joined title as printed;
    ``corrected``: the lines of the title or beside it call the report corrected. ``contradicted``: (column, what another
    place of the document says), where it says so plainly. ``signatures``: the sign-off blocks below the table, then those
    above it but for who approved the plan."""

    title: str
    agency: Value[str]
    plan_year: Value[int]
    period: Value[str]
    report_date: Value[date]
    corrected: bool = False
    contradicted: tuple[tuple[str, str], ...] = ()
    signatures: tuple[Signature, ...] = ()

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
    name: str = "",
) -> Front:
    """Weigh what title, letterhead, keys, foreword, sign-off and the file's ``name`` (its path below the raw folder) say.
    Unknown parts are None with a problem; nothing is guessed silently: what only the date of the report, the file's name
    or a folder tells carries a problem (``period_inferred``, ``period_from_name``).

    >>> front = read_front([Paragraph("САНГИЙН ЯАМНЫ 2023 ОНЫ АВЛИГЫН ЭСРЭГ ҮЙЛ АЖИЛЛАГААНЫ ЭХНИЙ ХАГАС ЖИЛИЙН ТАЙЛАН"),
    ...                     Paragraph("2023 оны 06 дугаар сарын 16-ны өдөр")])
    >>> front.agency.value, front.plan_year.value, front.period.value, front.report_date.value.isoformat()
    ('Сангийн яам', 2023, 'H1', '2023-06-16')
    """
    around = _around(before, after, name)
    title = folded(" ".join(around.title))
    reported = report_date(around)
    year, other_year = _taken(choose(years_named(around, reported)), Value(title, None, (), "plan_year_unknown"))
    period, other_period = _period(around, reported, year.value)
    mend = any(paragraph.confidence is not None for paragraph in before)
    agency, other_agency = _agency(around, agencies, mend)
    if mend and agency.value and not other_agency:
        texts = [line.text for line in (*around.lines, *around.closing) if not key_of(line.small)]
        further = [name_in_title([text]) for text in texts]
        agency = _agreed(agency, [read_agency(name, agencies) for name in further if name])
    beside = around.lines[: around.last + _BESIDE_TITLE]
    corrected = any(_CORRECTED.search(line.small) for line in beside)
    others = (("agency", other_agency), ("plan_year", other_year), ("period", other_period))
    contradicted = tuple((column, other) for column, other in others if other)
    return Front(title, agency, year, period, reported, corrected, contradicted, around.signed)


def _around(before: Sequence[Paragraph], after: Sequence[Paragraph], name: str) -> Around:
    lines, closing = read_lines(before), read_lines(after, closing=True)
    first, last = title_lines(lines)
    above = read_signatures(before)
    signed = (*read_signatures(after), *(signature for signature in above if not signature.approves))
    approved = tuple(signature for signature in above if signature.approves)
    titles = further_titles(closing)
    return Around(tuple(lines), first, last, key_values(lines), tuple(closing), titles, signed, approved, name)


def _taken(chosen: Chosen[T] | None, unknown: Value[T]) -> tuple[Value[T], str]:
    """The value of the best candidate, and the one that says otherwise in words ("" for none). Nothing is taken where the
    best is not clearly better."""
    if chosen is None:
        return unknown, ""
    if chosen.rival is None:
        return chosen.best.read, ""
    if chosen.clear:
        return chosen.best.read, str(chosen.rival.fact)
    return replace(unknown, raw=chosen.best.read.raw), f"{chosen.best.fact} / {chosen.rival.fact}"


def _agency(around: Around, agencies: tuple[Agency, ...], mend: bool) -> tuple[Value[str], str]:
    named = choose(agencies_named(around, agencies, mend), _alike if mend else _same, related)
    if named is None:
        return _doubtful(name_in_title(around.title) or lone_name(around)), ""
    return _taken(named, Value("", None, (), "agency_unknown"))


def _same(one: str, other: str) -> bool:
    return bare(one) == bare(other)


def _alike(one: str, other: str) -> bool:
    """Whether two readings of a scan are of one name."""
    return fuzz.ratio(bare(one), bare(other)) >= _SAME_SCANNED


def _agreed(named: Value[str], others: Sequence[Value[str]]) -> Value[str]:
    """A scanned name as the places agree that name the same body: the reading with the fewest unknown words, then the
    one that most places have. A name with unknown words, or with a number that differs, is doubted."""
    name = named.value or ""
    alike = [
        named,
        *(other for other in others if other.value and fuzz.ratio(bare(name), bare(other.value)) >= _SAME_SCANNED),
    ]
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


def _doubtful(name: str) -> Value[str]:
    """A name whose head noun is unknown: read by the vocabulary, and said to be doubtful; a single word is no name."""
    name = name.strip(" /()[]")
    if len(name.split()) < 2 or len(name) > _LONGEST_NAME or names_nobody(name):
        return Value(name, None, (), "agency_unknown")
    return Value(name, proper_case(by_vocabulary(name)), ("vocabulary",), "agency_doubtful")


def _period(around: Around, reported: Value[date], year: int | None) -> tuple[Value[str], str]:
    """The period; what follows from the date of the report is no period where print states another time."""
    unknown = Value(around.keys.get("period", " ".join(around.title)), "", (), "period_unknown")
    candidates = periods_named(around, reported, year)
    if other_span(around):
        candidates = (one for one in candidates if one.clues[0] not in ("calendar", "file_name", "folder"))
    return _taken(choose(candidates), replace(unknown, value=None))
