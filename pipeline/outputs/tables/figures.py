"""The figures of the report page, counted from the tables: plain data, nothing of HTML."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from pipeline.outputs.tables.dataset import Dataset
from pipeline.outputs.tables.submissions import WAITING

# One letter for each coverage status, and the marks and words of the legend.
LETTERS = {
    "complete": "c",
    "partial": "p",
    "not_started": "z",
    "ongoing": "o",
    "not_due": "d",
    "no_figure": "n",
    "review": "r",
    "missing": "m",
    "not_received": "s",
}
NO_PAGES = array("i")
Group = tuple[Any, Any, str]
Cell = tuple[str, Decimal | None, int | None, int | None]


@dataclass(slots=True)
class Goal:
    """One goal of one catalogue, plan year and period, over the reports that count; ``total`` is the sum of the ``known``
    percents."""

    catalogue_id: str
    code: str
    text: str
    plan_year: int
    period: str
    cells: int = 0
    reported: int = 0
    known: int = 0
    total: Decimal = Decimal(0)
    spent: int | None = None

    @property
    def mean(self) -> Decimal | None:
        """Mean completion; None when no row has a percent."""
        return (self.total / self.known).quantize(Decimal("0.1")) if self.known else None


def goals(dataset: Dataset) -> list[Goal]:
    """Completion and spending by goal, latest year and period first."""
    columns = ("measure_id", "catalogue_id", "goal_code", "goal")
    measures = {row[0]: row[1:] for row in dataset.select("catalogue", *columns)}
    found: dict[tuple[Any, ...], Goal] = {}
    counted: set[Any] = set()
    names = ("plan_year", "period", "measure_id", "reported", "completion_pct", "submission_id")
    for year, period, measure, reported, percent, submission in dataset.select("coverage", *names):
        counted.add(submission)
        catalogue, code, text = measures[measure]
        key = (year, period, catalogue, code, text)
        goal = found.setdefault(key, Goal(catalogue, code or "", text or "", year, period))
        goal.cells += 1
        goal.reported += bool(reported)
        if percent is not None:
            goal.known, goal.total = goal.known + 1, goal.total + percent
    spending = dataset.select("measures", "plan_year", "period", "measure_id", "submission_id", "spent_mnt")
    for year, period, measure, submission, spent in spending:
        if measure and spent is not None and submission in counted:
            goal = found[year, period, *measures[measure]]
            goal.spent = (goal.spent or 0) + spent
    return sorted(found.values(), key=lambda goal: (-goal.plan_year, -_order(goal.period), goal.catalogue_id))


@dataclass(slots=True)
class Kind:
    """One kind of finding with an example of each language and the first places."""

    code: str
    severity: str
    message: str
    message_mn: str
    count: int = 0
    submissions: set[str] = field(default_factory=set)
    places: list[tuple[str, int | None, int | None]] = field(default_factory=list)


def kinds(dataset: Dataset, places: int = 3) -> list[Kind]:
    """Findings by kind: errors first, then the most frequent. Places are (file, row, page)."""
    files = files_by_submission(dataset)
    found: dict[str, Kind] = {}
    names = ("submission_id", "row", "page", "code", "severity", "message", "message_mn")
    for submission, row, page, code, severity, message, message_mn in dataset.select("findings", *names):
        kind = found.setdefault(code, Kind(code, severity, message or "", message_mn or ""))
        kind.count += 1
        kind.submissions.add(submission)
        if len(kind.places) < places:
            kind.places.append((files[submission], row, page))
    order = dataset.schema.table("findings").column("severity").enum
    return sorted(found.values(), key=lambda kind: (order.index(kind.severity), -kind.count, kind.code))


def waiting(dataset: Dataset, longest: int = 20) -> list[tuple[str, str, int, int]]:
    """Submissions with the most rows to review: (file, agency, waiting, rows)."""
    names = ("file", "agency", "measures_review", "measures_reported")
    rows = [row for row in dataset.select("submissions", *names) if row[2]]
    return sorted(rows, key=lambda row: (-row[2], row[0]))[:longest]


def expected(dataset: Dataset) -> list[tuple[int, str, dict[str, int]]]:
    """Reports that are due by plan year and period, latest first: how many of each status."""
    found: dict[tuple[int, str], dict[str, int]] = {}
    order = dataset.schema.table("expected").column("status").enum
    for year, period, status in dataset.select("expected", "plan_year", "period", "status"):
        found.setdefault((year, period), dict.fromkeys(order, 0))[status] += 1
    return [(*key, found[key]) for key in sorted(found, key=lambda key: (-key[0], -_order(key[1])))]


def late(dataset: Dataset) -> list[tuple[str, int, str, Any, int, str]]:
    """Reports that are missing, then those that came late, the longest first: (agency, plan year, period, due, days late,
    status)."""
    names = ("agency", "plan_year", "period", "due", "days_late", "status")
    rows = [row for row in dataset.select("expected", *names) if row[5] == "missing" or row[4]]
    return sorted(rows, key=lambda row: (row[5] != "missing", -(row[4] or 0), row[0], row[2]))


def matches(dataset: Dataset) -> dict[str, int]:
    """Rows by match status, every status of the schema."""
    count = Counter(row[0] for row in dataset.select("measures", "match_status"))
    return {status: count[status] for status in dataset.schema.table("measures").column("match_status").enum}


def not_ok(dataset: Dataset) -> list[tuple[str, str, str, str, str]]:
    """Files that are not ok, rejected ones first: (file, status, reason, hint, hint in Mongolian)."""
    order = ("rejected", "review", "duplicate")  # containers and pages need nobody
    names = ("file", "status", "reason", "hint", "hint_mn")
    rows = [row for row in dataset.select("submissions", *names) if row[1] in order]
    rows.sort(key=lambda row: (order.index(row[1]), row[2] == WAITING, row[0]))
    return [
        (file, status, reason or "", hint or "", hint_mn or hint or "") for file, status, reason, hint, hint_mn in rows
    ]


def heat_map(dataset: Dataset) -> dict[str, Any]:
    """Coverage for the page's script: for each plan year, period and catalogue the measures and one line an agency.

    A line is ``[agency, index of the file, cells]`` (no index where no report was received); cells are joined by blanks in
    the order of the measures: a letter (``LETTERS``), the percent where it is partial, ``:row`` where it is not the next
    row, ``_page`` where the page
    changes, such as ``p70.5:4_2``.
    """
    catalogue = {
        row[0]: row[1:] for row in dataset.select("catalogue", "measure_id", "catalogue_id", "measure_code", "measure")
    }
    pages = _pages(dataset)
    files = files_by_submission(dataset)
    index = {submission: number for number, submission in enumerate(files)}
    lines: dict[Group, dict[tuple[Any, Any], list[str]]] = defaultdict(lambda: defaultdict(list))
    measures: dict[Group, dict[str, None]] = defaultdict(dict)
    names = ("plan_year", "period", "measure_id", "agency", "submission_id", "row", "completion_pct", "status")
    for (year, period, agency, submission), rows in groupby(dataset.select("coverage", *names), itemgetter(0, 1, 3, 4)):
        places = pages.get(submission, NO_PAGES)
        page_of = dict(zip(places[::2], places[1::2], strict=True))
        for known, cells in groupby(rows, lambda row: catalogue[row[2]][0]):
            said = list(cells)
            group = (year, period, known)
            measures[group].update(dict.fromkeys(row[2] for row in said))
            packed = _packed((row[7], row[6], row[5], page_of.get(row[5])) for row in said)
            lines[group][agency, submission].append(packed)
    return {
        "files": list(files.values()),
        "groups": [
            {
                "year": group[0],
                "period": group[1],
                "catalogue": group[2],
                "measures": [catalogue[measure][1:] for measure in measures[group]],
                "lines": [[agency, index.get(key), " ".join(packed)] for (agency, key), packed in found.items()],
            }
            for group, found in sorted(lines.items(), key=lambda item: (-item[0][0], -_order(item[0][1]), item[0][2]))
        ],
    }


def _pages(dataset: Dataset) -> dict[str, array[int]]:
    """Row and page of every row that has one, by submission, one after the other."""
    rows = groupby(dataset.select("measures", "submission_id", "row", "page"), itemgetter(0))
    return {
        submission: array("i", [number for _, *pair in lines if pair[1] is not None for number in pair])
        for submission, lines in rows
    }


def files_by_submission(dataset: Dataset) -> dict[str, str]:
    """The path that is published for each submission."""
    rows = dataset.select("submissions", "submission_id", "file", "duplicate_of")
    return {submission: file for submission, file, original in rows if submission and not original}


def _packed(cells: Iterable[Cell]) -> str:
    """The cells of one agency, see ``heat_map``.

    >>> _packed([("complete", Decimal(100), 1, 1), ("missing", None, None, None), ("partial", Decimal(70), 2, 1)])
    'c_1 m p70'
    """
    packed, last_row, last_page = [], 0, None
    for status, percent, row, page in cells:
        text = LETTERS[status]
        if row is not None:
            text += f"{percent:f}" if status in ("partial", "review") and percent is not None else ""
            text += f":{row}" if row != last_row + 1 else ""
            text += f"_{page or ''}" if page != last_page else ""
            last_row, last_page = row, page
        packed.append(text)
    return " ".join(packed)


def _order(period: str) -> int:
    return ("Q1", "Q2", "H1", "Q3", "M9", "Q4", "FY").index(period)
