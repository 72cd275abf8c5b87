"""Checks that an auditor would make inside one report. Careful ones: a clean report gives no warning.

Takes a report; gives findings on its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from normalizers.catalogue.model import Catalogue
from normalizers.lookups import lookup
from normalizers.report import Finding, MeasureRecord, Report
from normalizers.rows.findings import make
from normalizers.values.phrase_list import phrases
from parsers.language.keys import bare, plain

MAPPED = ("auto", "confirmed", "reassigned")
_HUNDRED = Decimal(100)
_SENTENCE = re.compile(r"[.;!?]\s+|\n|$")
_SPENT_IN_TEXT = re.compile(
    r"\d[\d ,.]{0,30}(?:(?:сая|мян\w{0,12}|тэрбум)\s?)?(?:төг\w{0,12}|₮)[^.;]{0,40}?(?:зарцуул(?!аагүй)|санхүүжүүл)"
    r"|зарцуулсан\s+\d[\d ,.]{0,30}(?:сая|мян|төг|₮)"
)
_LATE_DAYS = 31  # reports are signed within the month after the period and may name what happened until then
_LIKELY = 0.2  # a measure that a waiting row may well be is not called missing …
_SURE = 0.5  # … and one that it most likely is counts as reported
_LONGEST_ENDING = 5  # letters that inflection adds to a unit
_NAMED_BEFORE = 40  # letters behind a date in which a document noun makes it the date of that document


def check_report(report: Report, catalogue: Catalogue | None = None) -> tuple[Finding, ...]:
    """Findings of one report against itself and, if given, against its catalogue."""
    found: list[Finding] = [*_coverage(report, catalogue)]
    for record in report.records:
        page = record.places[0].page if record.places else None
        for check in (_in_preparation, _without_spending, _without_amount, _promise):
            found += check(record, page)
        found += _dates(record, report, page)
    return tuple(found)


def unfinished_words(text: str) -> str:
    """The sentence that says the work is not begun or being prepared, when no sentence tells of something done.

    >>> unfinished_words("Судалгаа авахаар бэлтгэл ажлыг ханган ажиллаж байна.")
    'Судалгаа авахаар бэлтгэл ажлыг ханган ажиллаж байна'
    >>> unfinished_words("Сургалт зохион байгуулсан. Дараагийн сургалтыг хийхээр төлөвлөж байна.")
    ''
    """
    unfinished = ""
    start = 0
    for end in _SENTENCE.finditer(text):
        sentence, start = text[start : end.start()].strip(" .;"), end.end()
        if not sentence:
            continue
        if phrases("cautions", "unfinished").search(bare(sentence)):
            unfinished = unfinished or sentence
        elif _done().search(plain(sentence)):
            return ""
    return unfinished


def _coverage(report: Report, catalogue: Catalogue | None) -> Iterator[Finding]:
    first: dict[str, int] = {}
    likely: set[str] = set()
    for record in (parts[0] for parts in report.measures):
        match = record.match
        if match.status == "review":
            likely |= {code for code, probability, _ in match.candidates if probability >= _LIKELY}
        code = match.code if match.status in MAPPED or (match.status == "review" and match.score >= _SURE) else ""
        if code and code in first:
            yield make("duplicate_measure", record.row, column="measure_code", value=code, detail=str(first[code]))
        elif code:
            first[code] = record.row
    if catalogue is None or not report.records:
        return
    if not first and not likely:
        yield make("no_measures", column="measure_code")
        return
    for measure in catalogue.measures:
        if measure.key not in first and measure.key not in likely:
            yield make("measure_missing", column="measure_code", value=measure.key)


def _in_preparation(record: MeasureRecord, page: int | None) -> Iterator[Finding]:
    if record.completion_pct is None or record.completion_pct < _HUNDRED:
        return
    if words := unfinished_words(record.progress):
        yield make("complete_but_in_preparation", record.row, column="completion_pct", value=words, page=page)


def _without_spending(record: MeasureRecord, page: int | None) -> Iterator[Finding]:
    """An amount beside a text that says nothing was spent."""
    if not record.spent_mnt or record.spent_mnt <= 0:
        return
    if phrases("cautions", "no_cost").search(bare(record.progress)):
        yield make("amount_without_spending", record.row, column="spent_mnt", value=f"{record.spent_mnt:f}", page=page)


def _without_amount(record: MeasureRecord, page: int | None) -> Iterator[Finding]:
    """The text names what was spent, the money cell does not."""
    spent = _SPENT_IN_TEXT.search(plain(record.progress))
    if spent and record.spent_mnt is None:
        words = record.progress[spent.start() : spent.end()]
        yield make("spending_without_amount", record.row, column="spent_mnt", value=words, page=page)


def _dates(record: MeasureRecord, report: Report, page: int | None) -> Iterator[Finding]:
    """Dates after the period (and after the report itself), or of an earlier year where no document is dated."""
    if report.period_end is None or report.plan_year is None:
        return
    last = max(report.period_end, report.report_date or report.period_end)
    if report.report_date is None:
        last += timedelta(days=_LATE_DAYS)
    period = f"{report.plan_year} {report.period}"
    for mention in record.mentions:
        if mention.kind not in ("date", "date_range"):
            continue
        first = date.fromisoformat(mention.value)
        end = mention.start + len(mention.text)
        behind = plain(record.progress[end : end + _NAMED_BEFORE])
        dated = any(noun in behind for noun in lookup("cautions")["documents"])
        planned = phrases("cautions", "unfinished").search(bare(behind)) is not None
        if (first > last and not planned) or (first.year < report.plan_year - 1 and not dated):
            yield make(
                "date_outside_period", record.row, column="progress", value=mention.text, detail=period, page=page
            )


def _promise(record: MeasureRecord, page: int | None) -> Iterator[Finding]:
    """100 % is reported, the indicator promises a number of things, and the text counts fewer of exactly these."""
    if record.completion_pct != _HUNDRED:
        return
    counts: dict[str, list[Decimal]] = {}
    for mention in record.mentions:
        if mention.kind in ("count", "people"):
            counts.setdefault(plain(mention.unit), []).append(Decimal(mention.value))
    by_last: dict[str, list[tuple[int, str]]] = {}
    for order, (unit, numbers) in enumerate(counts.items()):
        if len(numbers) == 1:
            by_last.setdefault(_last_letters(unit), []).append((order, unit))
    for item in record.indicators:
        name = plain(item.name)
        for unit in _named_units(name, by_last):
            if item.quantity is not None and counts[unit][0] < item.quantity:
                yield make(
                    "indicator_promise_unmet",
                    record.row,
                    column="indicator",
                    value=f"{counts[unit][0]:f} {unit}",
                    detail=item.text,
                    page=page,
                )


def _named_units(name: str, by_last: Mapping[str, Sequence[tuple[int, str]]]) -> Iterator[str]:
    """The units that a name ends with, inflected or counted (``… хүний тоо``), in their order. ``by_last``: order and
    unit by the last word of the unit."""
    lasts = {_last_letters(name), _last_letters(name.removesuffix("тоо").rstrip())}
    stems = {last[: len(last) - cut] for last in lasts for cut in range(_LONGEST_ENDING + 1)}
    for _, unit in sorted(known for stem in stems for known in by_last.get(stem, ())):
        if re.search(rf"(?<!\w){re.escape(unit)}[а-яөү]{{0,{_LONGEST_ENDING}}}(?:\s+тоо)?$", name):
            yield unit


def _last_letters(text: str) -> str:
    """The letters that a text ends with."""
    start = len(text)
    while start and text[start - 1].isalpha():
        start -= 1
    return text[start:]


@cache
def _done() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(lookup('cautions')['done'])})\W*$")
