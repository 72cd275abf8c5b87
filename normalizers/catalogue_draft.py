"""A proposal for a new year's catalogue, made from what agencies report: measures that many of them have in common.

Rows of one wording are put together, then wordings that are alike; what several submissions share becomes a measure,
with its most usual wording, code and goal. A person edits the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix

from normalizers.catalogue_files import quoted
from normalizers.matching_index import grams
from normalizers.texts import published
from normalizers.wording import wording

SAME: Final = 0.62  # cosine of letter n-grams from which two wordings are one measure
_SHOWN: Final = 5


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
    """Rows that say the same measure."""

    rows: list[Reported] = field(default_factory=list)

    @property
    def submissions(self) -> int:
        return len({row.submission for row in self.rows})

    @property
    def wordings(self) -> list[tuple[str, int]]:
        """The wordings with their counts, the most usual first, the longer first among equals."""
        counts = Counter(_clean(row.text) for row in self.rows)
        return sorted(counts.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))

    def usual(self, values: Iterable[str]) -> str:
        """The most usual non-empty value; empty when there is none."""
        counts = Counter(value for value in values if value)
        return min(counts, key=lambda value: (-counts[value], value)) if counts else ""

    @property
    def place(self) -> float:
        return sum(row.place for row in self.rows) / len(self.rows)


def draft(rows: Sequence[Reported], least: int = 2) -> list[Cluster]:
    """Measures that at least ``least`` submissions share, in the order in which they are usually reported."""
    texts = list(dict.fromkeys(wording(row.text).letters for row in rows if wording(row.text).letters))
    if not texts:
        return []
    labels = dict(zip(texts, _clusters(texts, _weights(texts, rows)), strict=True))
    clusters: dict[int, Cluster] = {}
    for row in rows:
        letters = wording(row.text).letters
        if letters:
            clusters.setdefault(labels[letters], Cluster()).rows.append(row)
    shared = [cluster for cluster in clusters.values() if cluster.submissions >= least]
    return sorted(shared, key=lambda cluster: (_order(cluster.usual(row.code for row in cluster.rows)), cluster.place))


def _order(code: str) -> tuple[int, ...]:
    numbers = tuple(int(part) for part in code.split(".") if part.isdigit())
    return numbers or (10**6,)


def _weights(texts: Sequence[str], rows: Sequence[Reported]) -> list[int]:
    counts = Counter(wording(row.text).letters for row in rows)
    return [counts[text] for text in texts]


def _clusters(texts: Sequence[str], counts: Sequence[int]) -> list[int]:
    """A label for each text: usual wordings found clusters, the others join the one they are most alike."""
    found = grams(texts)
    slots, column = np.unique(found.slot, return_inverse=True)
    idf = np.log((len(texts) + 1) / (np.bincount(column, minlength=len(slots)) + 1)) + 1
    table = csr_matrix((found.count * idf[column], (found.text, column)), (len(texts), len(slots)))
    norm = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table = csr_matrix(table.multiply(1 / np.maximum(norm, 1e-9)[:, None]))
    labels = [-1] * len(texts)
    founders: list[int] = []
    for number in sorted(range(len(texts)), key=lambda n: (-counts[n], -len(texts[n]), texts[n])):
        if founders:
            alike = np.asarray((table[founders] @ table[number].T).todense()).ravel()
            best = int(alike.argmax())
            if alike[best] >= SAME:
                labels[number] = best
                continue
        labels[number] = len(founders)
        founders.append(number)
    return labels


def _clean(text: str) -> str:
    return (published(text).value or "").rstrip(" ;.,")


def to_toml(clusters: Sequence[Cluster], identity: str, year: int | None, submissions: int) -> str:
    """The draft as a catalogue file to edit: counts and further wordings stand as comments beside each measure."""
    lines = [
        f"# Drafted from {submissions} submissions. Check every text, merge what belongs together, name deciding words.",
        f"id = {quoted(identity)}",
    ]
    lines += [f"plan_year = {year}"] if year else []
    goal = None
    used: Counter[str] = Counter()
    for number, cluster in enumerate(clusters, start=1):
        heading = cluster.usual(_clean(row.goal) for row in cluster.rows)
        code = cluster.usual(row.code for row in cluster.rows) or str(number)
        if heading != goal:
            lines += ["", "[[goals]]", f"code = {quoted(code.partition('.')[0])}", f"text = {quoted(heading)}"]
            goal = heading
        used[code] += 1
        lines += ["", "[[goals.measures]]", f"# reported by {cluster.submissions} of {submissions} submissions"]
        lines += [f"# also: {text} ({count})" for text, count in cluster.wordings[1:_SHOWN]]
        own = code if used[code] == 1 else f"{code}-{used[code]}"
        lines += [f"code = {quoted(own)}", f"text = {quoted(cluster.wordings[0][0])}"]
    return "\n".join(lines) + "\n"
