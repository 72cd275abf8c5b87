"""Column roles: the leaves of a table and their cells -> one role a column, by label and by what the cells hold, all columns
together.

A label that is right weighs ``LABEL_WEIGHT``, contents at most about 1: a clear label wins over odd contents; a label
that may mean two things (``Хүрэх түвшин``, ``Хэрэгжилт``, ``Төсөв``) is decided by contents and neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from parsers.language.keys import one_alphabet
from parsers.language.labels import POSSIBLE
from parsers.measures.column_profile import Evidence, evidence, fits
from parsers.measures.header import NAMED, path_scores
from parsers.measures.table_grid import Leaf
from parsers.report import Column, Role

LABEL_WEIGHT, CONTENT_WEIGHT = 2.0, 1.0
UNKNOWN_WORTH = 0.75
SIDE_WORTH = 0.1
ROLES = tuple(role for role in Role if role is not Role.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Naming:
    """The column that each leaf belongs to (an index into ``columns``): two leaves of one deadline share a column."""

    columns: tuple[Column, ...]
    column_of: tuple[int, ...]

    def leaves_of(self, role: Role) -> list[int]:
        """The leaves of the first column with that role."""
        home = next((n for n, column in enumerate(self.columns) if column.role is role), None)
        return [leaf for leaf, column in enumerate(self.column_of) if column == home]

    def has(self, *roles: Role) -> bool:
        """True when any of the roles is there."""
        return any(column.role in roles for column in self.columns)


def name_columns(leaves: Sequence[Leaf], contents: Sequence[Sequence[str]], period: str = "") -> Naming:
    """Give every leaf its role; ``contents`` are the body texts of each leaf, ``period`` the report's (H1, FY …)."""
    seen = [evidence(texts) for texts in contents]
    labels = [dict(path_scores(leaf.path)) for leaf in leaves]
    worth = np.full((len(leaves), len(ROLES) + len(leaves)), -9.0)
    told = next((n for n, label in enumerate(labels) if label.get(Role.PROGRESS, 0.0) >= NAMED), len(leaves))
    unplanned = all(label.get(Role.MEASURE, 0.0) <= POSSIBLE for label in labels)
    for n, (leaf, label) in enumerate(zip(leaves, labels, strict=True)):
        for k, role in enumerate(ROLES):
            worth[n, k] = _worth(role, n, leaf, label, seen[n], unplanned and n < told)
        if told < len(leaves):  # what was needed stands left of the report, what was spent right of it
            worth[n, ROLES.index(Role.BUDGET if n < told else Role.SPENT)] += SIDE_WORTH
        worth[n, len(ROLES) + n] = UNKNOWN_WORTH
    chosen: list[Role] = [Role.UNKNOWN] * len(leaves)
    for n, k in zip(*linear_sum_assignment(-worth), strict=True):
        if k < len(ROLES):
            chosen[n] = ROLES[k]
    _prefer_own(chosen, leaves, labels, seen, period)
    doubts = [_doubt(role, label) for role, label in zip(chosen, labels, strict=True)]
    _only_sum(chosen, doubts, leaves, labels)
    _only_goal(chosen, doubts, seen)
    return _grouped(leaves, chosen, doubts, labels)


def _worth(
    role: Role, place: int, leaf: Leaf, label: dict[Role, float], seen: Evidence, may_plan: bool = False
) -> float:
    """Label and contents added up; without a label only contents that leave little doubt count.

    ``may_plan``: no column is labelled as measures and this one stands left of the report: long texts make it that.
    """
    fit = fits(role, seen)
    if label.get(role, 0.0) > 0:
        return LABEL_WEIGHT * label[role] + CONTENT_WEIGHT * fit
    named = max(label.values(), default=0.0) >= NAMED
    strong = {
        Role.MEASURE: not named
        and (
            seen.coded_text >= 0.6
            or (not leaf.path and seen.long >= 0.6)
            or (may_plan and seen.long >= 0.5 and seen.distinct >= 0.8)
        ),
        Role.CODE: seen.code >= 0.6,
        Role.NUMBER: (not leaf.path or (place == 0 and not named)) and seen.integer >= 0.6,
        Role.COMPLETION: not named and seen.percent_sign >= 0.6,
        Role.PROGRESS: not leaf.path and seen.long >= 0.6,
    }
    if not strong.get(role, False):
        return -9.0
    # What was planned stands left of what was done.
    side = {Role.MEASURE: -0.1 * place, Role.PROGRESS: 0.1 * place}
    needed = 0.3 if may_plan and role is Role.MEASURE else 0.0  # a form without measures is none
    return 0.4 + needed + fit + side.get(role, 0.0)


def _doubt(role: Role, label: dict[Role, float]) -> str:
    if role is Role.UNKNOWN or label.get(role, 0.0) >= NAMED:
        return ""
    return "keyword" if label.get(role, 0.0) > 0 else "contents"


_PERIODS = (
    ("H1", re.compile(r"хагас жил")),
    ("FY", re.compile(r"б[ую]тэн жил|жилиин эцс|жилийн эцэс|жилиин")),
    ("M9", re.compile(r"9 сар|iii улирал|иии улирал")),
    ("Q1", re.compile(r"\b[iи] улирал|1.{0,8}улирал")),
)


_OWN = re.compile(r"оориин|байгууллагын унэлгээ")
_ASSESSOR = re.compile(r"хондлон|шинжилгээ|аудит|унэлгээнии баг|ажлын хэс|дээд шат|хянасан|нэгтгэсэн")


def _prefer_own(
    chosen: list[Role], leaves: Sequence[Leaf], labels: list[dict[Role, float]], seen: list[Evidence], period: str
) -> None:
    """Of several columns with one meaning (half-year, whole year; the agency's own judgement, an assessor's) the one of the
    report's period has the role, and of these the agency's own."""
    for role in (Role.PROGRESS, Role.COMPLETION, Role.SPENT):
        if role not in chosen:
            continue
        home = chosen.index(role)
        rivals = [n for n, label in enumerate(labels) if chosen[n] is Role.UNKNOWN and label.get(role, 0.0) >= NAMED]
        for rival in rivals:
            here, there = ((_fits_period(leaves[n], period), _judged_by(leaves[n])) for n in (home, rival))
            if there > here or (seen[rival].texts and not seen[home].texts):
                chosen[home], chosen[rival], home = Role.UNKNOWN, role, rival


def _judged_by(leaf: Leaf) -> int:
    text = one_alphabet(" ".join(leaf.path))
    return 1 if _OWN.search(text) else -1 if _ASSESSOR.search(text) else 0


def _fits_period(leaf: Leaf, period: str) -> int:
    text = one_alphabet(" ".join(leaf.path))
    stated = next((name for name, pattern in _PERIODS if pattern.search(text)), "")
    return 1 if stated and stated == period else 0 if not stated else -1


def _only_sum(chosen: list[Role], doubts: list[str], leaves: Sequence[Leaf], labels: list[dict[Role, float]]) -> None:
    """A form whose only money column is called ``Төсөв`` reports its spending there, unless that is under the plan."""
    if Role.SPENT in chosen or Role.BUDGET not in chosen:
        return
    n = chosen.index(Role.BUDGET)
    planned = any(one_alphabet(level).startswith("толовл") for level in leaves[n].path[:-1])
    if labels[n].get(Role.SPENT, 0.0) >= 0.6 and not planned:
        chosen[n], doubts[n] = Role.SPENT, "budget_label"


def _only_goal(chosen: list[Role], doubts: list[str], seen: list[Evidence]) -> None:
    """A form with goals but no measures reports on the goals: its measures, when they differ from row to row."""
    if Role.MEASURE in chosen or Role.GOAL not in chosen:
        return
    n = chosen.index(Role.GOAL)
    if seen[n].distinct >= 0.8:
        chosen[n], doubts[n] = Role.MEASURE, "goal_label"


def _grouped(leaves: Sequence[Leaf], chosen: list[Role], doubts: list[str], labels: list[dict[Role, float]]) -> Naming:
    columns: list[Column] = []
    column_of: list[int] = []
    for n, leaf in enumerate(leaves):
        header = " / ".join(dict.fromkeys(leaf.path))
        dated = chosen[n] is Role.UNKNOWN and labels[n].get(Role.DEADLINE, 0.0) >= NAMED
        if dated and column_of and chosen[n - 1] is Role.DEADLINE:
            column_of.append(column_of[-1])
        elif (
            column_of
            and chosen[n] is Role.DEADLINE
            and chosen[n - 1] is Role.UNKNOWN
            and labels[n - 1].get(Role.DEADLINE, 0.0) >= NAMED
        ):
            columns[-1] = Column(Role.DEADLINE, columns[-1].header, doubts[n])
            column_of.append(len(columns) - 1)
        else:
            columns.append(Column(chosen[n], header, doubts[n]))
            column_of.append(len(columns) - 1)
    return Naming(tuple(columns), tuple(column_of))
