"""Checks between reports: falling completion, sums in another unit, and texts that were copied.

Takes of every report of an edition what others are compared with (``Compared``, some hundred bytes); gives what they say
of one submission when that is asked for (``Said``), in sentences (``told``) only where somebody reads them. Between the two
stand columns of numbers, 40 bytes for a row, so that a hundred thousand reports need no more memory than one in all its
words.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from normalizers.report import Finding, MeasureRecord, Report, completion_of
from normalizers.rows.checks import MAPPED
from normalizers.rows.findings import make
from normalizers.rows.sums_between import Doubt, doubted
from normalizers.values.period import CUMULATIVE
from parsers.language.keys import bare

LONG_TEXT = 80  # folded letters from which two equal progress texts are no coincidence of phrase
DIGEST_BYTES: Final = 16  # that stand for a text: no two texts of any edition share them by chance
NOTHING: Final = -1  # stands for None in a column
_SPENT: Final = "spent_mnt"
_BEYOND_BELIEF: Final = 10**15  # tögrög: no sum


class Said(NamedTuple):
    """What the other reports say of a row: the particulars of a finding, before they are put in sentences."""

    code: str
    row: int
    page: int | None
    column: str
    value: str
    detail: str


def told(said: Iterable[Said]) -> tuple[Finding, ...]:
    """The findings, in both languages."""
    return tuple(
        make(one.code, one.row, column=one.column, value=one.value, detail=one.detail, page=one.page) for one in said
    )


def emptied(said: Iterable[Said]) -> Mapping[int, int]:
    """The sums, by row, that contradict those of other reports: they are not published."""
    return {one.row: int(one.value) for one in said if one.column == _SPENT}


def without_sums(report: Report, rows: Iterable[int]) -> Report:
    """The report without the sums of some of its rows."""
    emptied = frozenset(rows)
    if not emptied:
        return report
    records = (replace(record, spent_mnt=None) if record.row in emptied else record for record in report.records)
    return replace(report, records=tuple(records))


@dataclass(frozen=True, slots=True)
class Compared:
    """What other reports are compared with. ``measures`` are (code, row, page, completion as a plain decimal, tögrög spent or
    0) of those in the catalogue; ``settled`` are rows whose sum a person gave; ``texts`` are the digests of the long progress
    texts, one after the other, ``places`` their (row, page)."""

    name: str
    submission_id: str
    agency: str
    plan_year: int | None
    period: str
    period_end: date | None
    catalogue: str
    measures: tuple[tuple[str, int, int | None, str | None, int], ...]
    settled: tuple[int, ...]
    texts: bytes
    places: tuple[tuple[int, int | None], ...]


def compared(report: Report) -> Compared:
    """What the report is compared by."""
    long = [(words, record) for record in report.records if len(words := bare(record.progress)) >= LONG_TEXT]
    return Compared(
        report.name,
        report.submission_id,
        report.agency,
        report.plan_year,
        report.period,
        report.period_end,
        report.catalogue_id,
        tuple(
            (parts[0].match.code, parts[0].row, _page(parts[0]), _plain(completion_of(parts)), _sum(parts))
            for parts in report.measures
            if parts[0].match.status in MAPPED and parts[0].match.code
        ),
        tuple(one.row for one in report.findings if one.code == "value_corrected" and one.column == _SPENT and one.row),
        b"".join(_digest(words) for words, _ in long),
        tuple((record.row, _page(record)) for _, record in long),
    )


def _digest(words: str) -> bytes:
    return hashlib.blake2b(words.encode(errors="surrogatepass"), digest_size=DIGEST_BYTES).digest()


def _plain(percent: Decimal | None) -> str | None:
    return None if percent is None else f"{percent:f}"


def _sum(parts: Sequence[MeasureRecord]) -> int:
    """What was spent on a measure, if its first line says it; 0 where there is none, or each part has a sum of its own."""
    first, *others = (record.spent_mnt for record in parts)
    return int(first) if first and 0 < first < _BEYOND_BELIEF and not any(others) else 0


def _page(record: MeasureRecord) -> int | None:
    return record.places[0].page if record.places else None


@dataclass(frozen=True, slots=True)
class _Head:
    """Whose report it is; ``own`` is the agency as it is compared, ``label`` how others name the report."""

    name: str
    submission_id: str
    agency: str
    own: str
    plan_year: int | None
    period: str
    period_end: date | None
    catalogue: str
    label: str

    @classmethod
    def of(cls, one: Compared) -> _Head:
        label = f"{one.agency or one.name}, {one.plan_year} {one.period}".strip()
        whose = (one.name, one.submission_id, one.agency, bare(one.agency))
        return cls(*whose, one.plan_year, one.period, one.period_end, one.catalogue, label)

    @property
    def order(self) -> tuple[int, bool, str, str, str]:
        return (
            self.plan_year or 0,
            self.period_end is None,
            str(self.period_end),
            self.name,
            self.submission_id,
        )

    @property
    def occasion(self) -> tuple[int | None, str, str]:
        """Reports of one occasion are copies of each other."""
        return self.plan_year, self.period, self.own


@dataclass(slots=True)
class _Names:
    """Different values of a column by number."""

    values: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, value: str) -> int:
        if value not in self.numbers:
            self.numbers[value] = len(self.values)
            self.values.append(value)
        return self.numbers[value]


@dataclass(slots=True)
class Comparison:
    """All reports beside each other, as columns; made by ``compare``. Of each report ``starts`` are where its measures and
    its ``repeats`` begin, ``earlier`` is the report of the period before. ``repeats`` are (row, page, report that has the text
    first), each a line; ``doubts`` are those about sums, by the place of the measure."""

    heads: list[_Head] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    starts: list[tuple[int, int]] = field(default_factory=lambda: [(0, 0)])
    codes: array[int] = field(default_factory=lambda: array("i"))
    completions: array[int] = field(default_factory=lambda: array("i"))
    measures_at: array[int] = field(default_factory=lambda: array("i"))
    amounts: array[int] = field(default_factory=lambda: array("q"))
    doubts: Mapping[int, Doubt] = field(default_factory=dict)
    figures: _Names = field(default_factory=_Names)
    earlier: dict[int, int] = field(default_factory=dict)
    repeats: NDArray[np.intc] = field(default_factory=lambda: np.empty(0, np.intc))

    def said(self, submission_id: str) -> tuple[Said, ...]:
        """What the others say of one report: falling completions, then sums, then repeated texts in the order of rows."""
        place = self.places[submission_id]
        return (*self._falls(place), *self._doubts(place), *self._repeats(place))

    def _falls(self, place: int) -> Iterator[Said]:
        """Measures whose completion is below that of the period before, where each of them is reported once."""
        if place not in self.earlier:
            return
        before: dict[int, int] = {}
        for at in self.measures_of(self.earlier[place]):
            before[self.codes[at]] = NOTHING if self.codes[at] in before else self.completions[at]
        for at in self.measures_of(place):
            was, now = before.get(self.codes[at], NOTHING), self.completions[at]
            if NOTHING in (was, now) or was == now:
                continue
            old, new = self.figures.values[was], self.figures.values[now]
            if Decimal(new) < Decimal(old):
                yield Said("progress_falls", *self._at(at), "completion_pct", new, old)

    def _doubts(self, place: int) -> Iterator[Said]:
        """Sums that contradict those of other reports."""
        for at in self.measures_of(place):
            if (doubt := self.doubts.get(at)) is not None:
                period = "" if doubt.of is None else f" ({self._head_of(doubt.of).period})"
                yield Said(doubt.code, *self._at(at), _SPENT, str(self.amounts[at]), f"{doubt.against:,}{period}")

    def _at(self, at: int) -> tuple[int, int | None]:
        row, page = self.measures_at[2 * at], self.measures_at[2 * at + 1]
        return row, None if page == NOTHING else page

    def _head_of(self, at: int) -> _Head:
        return self.heads[bisect_right(self.starts, at, key=lambda starts: starts[0]) - 1]

    def _repeats(self, place: int) -> Iterator[Said]:
        """The later of two reports is told of the first one with the same text."""
        for row, page, source in self.repeats[self.starts[place][1] : self.starts[place + 1][1]].tolist():
            yield Said(
                "repeated_text", row, None if page == NOTHING else page, "progress", "", self.heads[source].label
            )

    def measures_of(self, place: int) -> range:
        """Where the measures of a report are."""
        return range(self.starts[place][0], self.starts[place + 1][0])


def compare(reports: Iterable[Compared]) -> Comparison:
    """All reports beside each other; their order does not matter.

    Completion must not fall over the cumulative periods of one agency and plan year; a sum neither falls by far nor is
    a thousandth of what others spend on the measure; a progress text should be neither that of an earlier period nor that
    of another agency.
    """
    found, codes, measures = Comparison(), _Names(), [0]
    settled: set[int] = set()
    texts, rows, pages, counts = bytearray(), array("i"), array("i"), array("i")
    for one in reports:
        found.places[one.submission_id] = len(found.heads)
        found.heads.append(_Head.of(one))
        confirmed = frozenset(one.settled)
        for code, row, page, completion, spent in one.measures:
            if row in confirmed:
                settled.add(len(found.codes))
            found.amounts.append(spent)
            found.codes.append(codes.number(code))
            found.completions.append(NOTHING if completion is None else found.figures.number(completion))
            found.measures_at.extend((row, NOTHING if page is None else page))
        for row, page in one.places:
            rows.append(row)
            pages.append(NOTHING if page is None else page)
        texts += one.texts
        counts.append(len(one.places))
        measures.append(len(found.codes))
    order = sorted(range(len(found.heads)), key=lambda place: found.heads[place].order)
    series = _series(found.heads, order)
    found.earlier = _earlier(found.heads, series)
    of = np.repeat(np.arange(len(order)), counts)
    source = _sources(bytes(texts), of, order)
    repeated = _repeated(found.heads, of, source)
    columns = (np.array(rows), np.array(pages), source)
    found.repeats = np.column_stack([column[repeated].astype(np.intc) for column in columns])
    begins = np.searchsorted(of[repeated], np.arange(len(order) + 1))
    found.starts = list(zip(measures, begins.tolist(), strict=True))
    found.doubts = _doubted(found, series, frozenset(settled))
    return found


def _doubted(found: Comparison, series: Iterable[Sequence[int]], settled: frozenset[int]) -> Mapping[int, Doubt]:
    """The doubts about the sums: the same code means the same measure in one catalogue only."""
    counts = np.diff([measures for measures, _ in found.starts])
    catalogues, owners = _Names(), _Names()
    catalogue = np.array([catalogues.number(head.catalogue) for head in found.heads], np.int64)
    owner = np.array([owners.number(head.own or head.submission_id) for head in found.heads], np.int64)
    codes = np.array(found.codes, np.int64)
    measures = np.repeat(catalogue, counts) * (codes.max(initial=0) + 1) + codes
    sums = (sum_of for places in series for sum_of in _sums_over_time(found, places))
    return doubted(measures, np.repeat(owner, counts), np.array(found.amounts, np.int64), sums, settled)


def _sums_over_time(found: Comparison, places: Sequence[int]) -> Iterator[Sequence[int]]:
    """The sums of each measure over the reports of an agency and year; the last report of a period speaks for it."""
    over_time: dict[int, dict[str, int]] = {}
    for place in places:
        once = Counter(found.codes[at] for at in found.measures_of(place))
        for at in found.measures_of(place):
            if once[found.codes[at]] == 1 and found.amounts[at] > 0:
                over_time.setdefault(found.codes[at], {})[found.heads[place].period] = at
    return (tuple(sums.values()) for sums in over_time.values())


def _repeated(heads: list[_Head], of: NDArray[np.int64], source: NDArray[np.int64]) -> NDArray[np.int64]:
    """The texts that another report has first; copies of one report do not count."""
    numbers: dict[tuple[int | None, str, str], int] = {}
    occasions = np.array([numbers.setdefault(head.occasion, len(numbers)) for head in heads], np.int64)
    return np.flatnonzero(occasions[source] != occasions[of])


def _series(heads: list[_Head], order: list[int]) -> list[list[int]]:
    """The reports of each agency and plan year on cumulative periods, in the order of time."""
    series: dict[tuple[str, int], list[int]] = {}
    for place in order:
        head = heads[place]
        if head.agency and head.plan_year and head.period in CUMULATIVE:
            series.setdefault((head.own, head.plan_year), []).append(place)
    return list(series.values())


def _earlier(heads: list[_Head], series: Iterable[Sequence[int]]) -> dict[int, int]:
    """The report before each one of the same agency and plan year that is of another period."""
    pairs = (pair for places in series for pair in pairwise(places))
    return {later: before for before, later in pairs if heads[before].period != heads[later].period}


def _sources(texts: bytes, report: NDArray[np.int64], order: list[int]) -> NDArray[np.int64]:
    """For each text, whose ``report`` is known, the report that has it first in ``order``."""
    if not len(report):
        return report
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    high, low = np.frombuffer(texts, "<u8").reshape(-1, 2).T
    together = np.lexsort((rank[report], low, high))
    high, low = high[together], low[together]
    begins = np.concatenate(([True], (high[1:] != high[:-1]) | (low[1:] != low[:-1])))
    first = together[np.maximum.accumulate(np.where(begins, np.arange(len(together)), 0))]
    source = np.empty_like(report)
    source[together] = report[first]
    return source
