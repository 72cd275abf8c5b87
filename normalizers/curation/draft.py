"""A proposal for a new year's catalogue, made from what agencies report: measures that many of them have in common.

Takes reported rows; gives goals and measures with their counts and wordings. Rows of one wording are put together, then
wordings that are alike; what many submissions share becomes a measure, with its most usual wording, code and goal. What
few share is kept apart. A person edits the result.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from normalizers.curation.clusters import clusters, heading_clusters
from normalizers.linkage.candidates import plain_code
from normalizers.linkage.wording import wording
from normalizers.values.text import folded, is_capitals
from parsers.language.keys import squashed

_COUNT: Final = "нэг|хоёр|гурав|дөрөв|тав|зургаа|долоо|найм|ес|арав"
_LABEL: Final = re.compile(
    r"^\W*(?:(?:стратегийн|бодлогын|үндсэн|төлөвлөгөөний|ерөнхий)\s+)*"
    rf"(?:(?:(?:{_COUNT})д[үу]г[аэ]{{2}}р|[\divxі]{{1,4}}\s*-?\s*(?:р|д[үу]г[аэ]{{2}}р)?)\s+(?=зори|чиг|бүл|зар))?"
    r"(?:(?:зорилго|зорилт|чиглэл|бүлэг|зарчим)\b)?\s*(?:№\s*)?"
    rf"(?:\d{{1,2}}(?:\.\d{{1,2}})*\b|[ivxі]{{1,4}}\b|(?:{_COUNT})(?=\s*[.:)]))?[\s.:)–—-]*",
    re.I,
)
_NO_CODE: Final = -1

T = TypeVar("T", str, int)


@dataclass(frozen=True, slots=True)
class Reported:
    """One reported row: its submission, place, goal heading, code and text."""

    submission: str
    place: int
    goal: str
    code: str
    text: str


@dataclass(slots=True)
class Cluster:
    """Rows that say the same measure, and the code it gets."""

    rows: list[Reported] = field(default_factory=list)
    code: str = ""

    @property
    def submissions(self) -> int:
        return len({row.submission for row in self.rows})

    @property
    def wordings(self) -> list[tuple[str, int]]:
        """The wordings with the number of rows, the most usual first. Forms that differ in capitals, blanks, spelling or
        by what scans confuse are one wording, shown as it is printed most, not in capitals where it can be."""
        forms: dict[str, Counter[str]] = {}
        for row in self.rows:
            forms.setdefault(wording(row.text).letters, Counter())[_clean(row.text)] += 1
        best = [(min(counted, key=lambda form: _worse(form, counted)), counted.total()) for counted in forms.values()]
        return sorted(best, key=lambda item: (-item[1], -self._likeness(item[0]), item[0]))

    def _likeness(self, text: str) -> float:
        """How alike the wording is to all, on average: among seldom wordings the least damaged, least changed one."""
        letters = wording(text).letters
        return sum(fuzz.ratio(letters, wording(row.text).letters) for row in self.rows) / len(self.rows)

    @property
    def text(self) -> str:
        return self.wordings[0][0]

    @property
    def place(self) -> float:
        return median(row.place for row in self.rows)


@dataclass(slots=True)
class DraftGoal:
    """A goal of the draft: its code and text (empty where the reports name none) and its measures in order."""

    code: str
    text: str
    measures: list[Cluster]


@dataclass(slots=True)
class Draft:
    """The goals with the measures that enough of the ``submissions`` share, and the clusters that only a few share."""

    submissions: int
    goals: list[DraftGoal]
    few: list[Cluster]


def draft(rows: Sequence[Reported], least: int = 2, seldom: int = 2) -> Draft:
    """Measures that at least ``least`` submissions share, by goal, in the order in which they are usually reported;
    those that fewer, but at least ``seldom``, share are kept apart."""
    found = _clusters(rows)
    submissions = len({row.submission for row in rows})
    shared = [cluster for cluster in found if cluster.submissions >= least]
    few = [cluster for cluster in found if least > cluster.submissions >= seldom]
    goals = _goals(shared)
    _give_codes(goals)
    return Draft(submissions, goals, sorted(few, key=lambda cluster: (-cluster.submissions, cluster.place)))


def goal_text(heading: str) -> str:
    """The innermost heading without its label and number.

    >>> [goal_text(t) for t in ("Зорилго 2. Ил тод байдал", "II. Ил тод байдал", "Хоёрдугаар зорилт. Ил тод байдал")]
    ['Ил тод байдал', 'Ил тод байдал', 'Ил тод байдал']
    >>> goal_text("I чиглэл. Соён гэгээрүүлэх / 1.2 Нэг цэгийн үйлчилгээ")
    'Нэг цэгийн үйлчилгээ'
    """
    return _LABEL.sub("", _clean(heading.rpartition(" / ")[2]))


def _clusters(rows: Sequence[Reported]) -> list[Cluster]:
    counts: Counter[str] = Counter()
    reported_by: dict[str, set[Hashable]] = {}
    members: dict[str, npt.NDArray[np.int32]] = {}
    for row in rows:
        said = wording(row.text)
        if said.letters:
            counts[said.letters] += 1
            reported_by.setdefault(said.letters, set()).add(row.submission)
            members.setdefault(said.letters, said.members)
    if not counts:
        return []
    labels = clusters(reported_by, counts, members)
    found: dict[int, Cluster] = {}
    for row in rows:
        if letters := wording(row.text).letters:
            found.setdefault(labels[letters], Cluster()).rows.append(row)
    return list(found.values())


def _goals(shared: Sequence[Cluster]) -> list[DraftGoal]:
    """The clusters under the goal that most of their rows stand under."""
    texts = [text for cluster in shared for row in cluster.rows if (text := goal_text(row.goal))]
    one = heading_clusters(Counter(squashed(text) for text in texts if squashed(text)))
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        forms.setdefault(one.get(squashed(text), ""), Counter())[text] += 1
    grouped: dict[str, list[Cluster]] = {}
    for cluster in shared:
        named = Counter(one.get(squashed(goal_text(row.goal)), "") for row in cluster.rows)
        named.pop("", None)
        grouped.setdefault(_usual(named, ""), []).append(cluster)
    goals = [
        DraftGoal("", min(forms[key], key=lambda form: _worse(form, forms[key])) if key else "", listed)
        for key, listed in grouped.items()
    ]
    return sorted(goals, key=lambda goal: median(cluster.place for cluster in goal.measures))


def _give_codes(goals: Sequence[DraftGoal]) -> None:
    """Every goal and measure gets a code of its own: the one printed most with it, as far as no other has it more."""
    listed = [cluster for goal in goals for cluster in goal.measures]
    depth = _usual(
        Counter(plain_code(row.code).count(".") for cluster in listed for row in cluster.rows if row.code), _NO_CODE
    )
    counted = [
        Counter(plain_code(row.code) for row in c.rows if row.code and plain_code(row.code).count(".") == depth)
        for c in listed
    ]
    for cluster, code in zip(listed, _assigned(counted), strict=True):
        cluster.code = code
    first = [Counter(c.code.rpartition(".")[0] for c in goal.measures if "." in c.code) for goal in goals]
    used = {cluster.code for cluster in listed}
    for number, (goal, code) in enumerate(zip(goals, _assigned(first), strict=True), start=1):
        goal.code = code or str(number)
        goal.measures.sort(key=lambda cluster: (_numbers(cluster.code), cluster.place))
        for cluster in goal.measures:
            cluster.code = cluster.code or next(c for n in range(1, 10**6) if (c := f"{goal.code}.{n}") not in used)
            used.add(cluster.code)


def _assigned(counted: Sequence[Counter[str]]) -> list[str]:
    """A value for each counter, no value twice, so that the counts are as high as they can be; empty where none is left."""
    values = sorted({value for counter in counted for value in counter})
    if not values:
        return [""] * len(counted)
    table = np.array([[counter.get(value, 0) for value in values] for counter in counted])
    given = [""] * len(counted)
    for row, column in zip(*linear_sum_assignment(-table), strict=True):
        given[row] = values[column] if table[row, column] else ""
    return given


def _usual(counts: Counter[T], default: T) -> T:
    return min(counts, key=lambda value: (-counts[value], str(value)), default=default)


def _numbers(code: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", code)) or (10**6,)


def _worse(form: str, counts: Counter[str]) -> tuple[bool, int, int, str]:
    """For the smallest: no capitals, printed most, long."""
    return is_capitals(form), -counts[form], -len(form), form


def _clean(text: str) -> str:
    return folded(text).rstrip(" ;.,")


def usual_least(submissions: int) -> int:
    """How many of so many submissions must share a measure where nobody says: a fifth, two at least."""
    return max(2, -(-submissions // 5))
