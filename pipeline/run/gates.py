"""Quality gates: a new edition that looks wrong beside the current one is refused, and the current one stays.

A table or column that is lost is refused, unless the schema's major version rises with it: that is how the program
announces such a change (CHANGELOG.md), and a run that nobody watches must survive the update. An older schema than
that of the current edition is always a change.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.outputs.package import NAME
from pipeline.settings import Gates

NO_SUBMISSIONS = ("container", "page")
"""Status of rows that are parts or covers of submissions."""


@dataclass(frozen=True, slots=True)
class EditionFigures:
    """The figures of an edition that gates compare. ``columns`` are the column names of every table, ``schema`` is the
    major version of its schema (0 when unknown). Containers and further pages are no submissions."""

    submissions: int
    rejected: int
    rows: int
    agencies: frozenset[str]
    columns: dict[str, tuple[str, ...]]
    schema: int = 0

    @classmethod
    def of(cls, folder: Path) -> EditionFigures:
        """Read from the tables that stand there. Raises OSError; a missing table counts as empty."""
        status: Counter[str] = Counter()
        agencies = set()
        for row in _rows(folder / "submissions.csv"):
            status[row.get("status", "")] += 1
            if row.get("status") in ("ok", "review"):
                agencies.add(row.get("agency", ""))
        columns = {path.name: tuple(_header(path)) for path in sorted(folder.glob("*.csv"))}
        return cls(
            submissions=sum(count for name, count in status.items() if name not in NO_SUBMISSIONS),
            rejected=status["rejected"],
            rows=_count(folder / "measures.csv"),
            agencies=frozenset(agencies - {""}),
            columns=columns,
            schema=_major(folder / NAME),
        )

    @property
    def rejected_pct(self) -> float:
        return 100.0 * self.rejected / self.submissions if self.submissions else 0.0


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(1 << 30)
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)


def _count(path: Path) -> int:
    """Rows of a table below its header."""
    csv.field_size_limit(1 << 30)
    if not path.is_file():
        return 0
    with path.open(encoding="utf-8", newline="") as stream:
        return max(0, sum(1 for row in csv.reader(stream) if row) - 1)


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream), [])


def _major(package: Path) -> int:
    """The first number of the schema's version in a data package; 0 when there is none."""
    try:
        version = str(json.loads(package.read_text(encoding="utf-8"))["schema_version"])
        return int(version.partition(".")[0])
    except (OSError, ValueError, KeyError):
        return 0


def refusals(old: EditionFigures | None, new: EditionFigures, gates: Gates) -> list[str]:
    """Why the new edition must not replace the old one, in sentences; empty when it may."""
    found: list[str] = []
    if new.submissions >= gates.from_submissions and new.rejected_pct > gates.rejected_pct:
        found.append(
            f"{new.rejected_pct:.1f} % of the submissions are rejected (gates.rejected_pct = {gates.rejected_pct:g})"
        )
    if old is None:
        return found
    if old.submissions and not new.submissions:
        found.append(f"all {old.submissions} submissions are gone; is the raw folder mounted?")
    if not gates.schema_change and (change := _schema_change(old, new)):
        found.append(f"{change} (gates.schema_change = false)")
    if old.submissions < gates.from_submissions:
        return found
    if new.submissions and _fall(old.submissions, new.submissions) > gates.submissions_fall_pct:
        found.append(
            f"submissions fall from {old.submissions} to {new.submissions}"
            f" (gates.submissions_fall_pct = {gates.submissions_fall_pct:g})"
        )
    if _fall(old.rows, new.rows) > gates.rows_fall_pct:
        found.append(f"measure rows fall from {old.rows} to {new.rows} (gates.rows_fall_pct = {gates.rows_fall_pct:g})")
    before, after = len(old.agencies), len(new.agencies)
    if _fall(before, after) > gates.agencies_fall_pct:
        found.append(f"agencies fall from {before} to {after} (gates.agencies_fall_pct = {gates.agencies_fall_pct:g})")
    if (rise := new.rejected_pct - old.rejected_pct) > gates.rejected_rise_pct:
        found.append(
            f"the rejected share rises by {rise:.1f} points (gates.rejected_rise_pct = {gates.rejected_rise_pct:g})"
        )
    return found


def _fall(before: int, after: int) -> float:
    """Percent lost."""
    return 100.0 * (before - after) / before if before else 0.0


def _schema_change(old: EditionFigures, new: EditionFigures) -> str:
    """Tables or columns that readers rely on and that are gone; what is added harms nobody."""
    if new.schema < old.schema:
        return f"the tables go back from schema {old.schema} to schema {new.schema}"
    if new.schema > old.schema > 0:
        return ""
    for name, columns in old.columns.items():
        if name not in new.columns:
            return f"table {name} is gone"
        lost = [column for column in columns if column not in new.columns[name]]
        if lost:
            return f"{name} loses the column {lost[0]}"
    return ""
