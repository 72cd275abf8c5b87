"""Figures about matched rows: ranking, precision of what is accepted, own measures, calibration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.matching.noise import LabelledRow
from normalizers.report import Match


@dataclass(frozen=True, slots=True)
class Scored:
    """A labelled row and what the matcher said."""

    row: LabelledRow
    match: Match

    @property
    def top(self) -> str:
        """The best candidate, whatever the verdict."""
        return self.match.candidates[0][0] if self.match.candidates else ""

    @property
    def answers(self) -> set[str]:
        return {self.match.code, *(code for code, _ in self.match.also)} - {""}

    @property
    def right(self) -> bool:
        """Whether the published code (or its absence) is right; of a merged row one of the two is enough."""
        return bool(self.answers & set(self.row.truth)) if self.row.truth else not self.match.code


def share(hits: Iterable[bool]) -> float | None:
    """Share of true values; None of nothing."""
    listed = list(hits)
    return sum(listed) / len(listed) if listed else None


def figures(scored: Sequence[Scored]) -> dict[str, float | None]:
    """The figures of a group of rows."""
    inside = [one for one in scored if one.row.truth]
    outside = [one for one in scored if not one.row.truth]
    auto = [one for one in scored if one.match.status == "auto"]
    said_own = [one for one in scored if not one.match.code]
    found = sum(not one.row.truth for one in said_own)
    precision, recall = found / max(len(said_own), 1), found / max(len(outside), 1)
    return {
        "rows": float(len(scored)),
        "top1": share(one.top in one.row.truth for one in inside),
        "code right": share(one.right for one in scored),
        "auto precision": share(one.right for one in auto),
        "auto share": share(one.match.status == "auto" for one in inside),
        "near accepted": share(one.match.status == "auto" for one in outside if one.row.kind == "near"),
        "own accepted": share(one.match.status == "auto" for one in outside if one.row.kind == "own"),
        "off topic accepted": share(one.match.status == "auto" for one in outside if one.row.kind == "off_topic"),
        "own F1": 2 * precision * recall / (precision + recall) if precision + recall else None,
        "ECE": calibration_error(scored),
        "both of merged": share(one.answers == set(one.row.truth) for one in inside if one.row.kind == "merged"),
        "continuations found": share(one.match.continues for one in inside if one.row.kind == "cut_tail"),
        "wrongly joined": share(one.match.continues for one in scored if one.row.kind != "cut_tail"),
    }


def calibration_error(scored: Sequence[Scored], bins: int = 15) -> float | None:
    """Expected calibration error of ``match_score``: the probability that the published answer is right."""
    lines = reliability(scored, bins)
    total = sum(count for count, _, _ in lines)
    return sum(count * abs(said - was) for count, said, was in lines) / total if total else None


def reliability(scored: Sequence[Scored], bins: int = 15) -> list[tuple[int, float, float]]:
    """(rows, mean probability said, share right) in equal steps of the probability said."""
    said = np.array([one.match.score for one in scored])
    was = np.array([one.right for one in scored], dtype=float)
    place = np.minimum((said * bins).astype(int), bins - 1)
    return [
        (int((place == n).sum()), float(said[place == n].mean()), float(was[place == n].mean()))
        for n in range(bins)
        if (place == n).any()
    ]
