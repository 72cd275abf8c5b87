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


def refusals(old: EditionFigures | None, new: EditionFigures, gates: Gates) -> list[tuple[str, str]]:
    """Why the new edition must not replace the old one, in sentences (English, Mongolian); empty when it may."""
    found: list[tuple[str, str]] = []
    if new.submissions >= gates.from_submissions and new.rejected_pct > gates.rejected_pct:
        limit = f"(gates.rejected_pct = {gates.rejected_pct:g})"
        found.append(
            (
                f"{new.rejected_pct:.1f} % of the submissions are rejected {limit}",
                f"ирүүлсэн материалын {new.rejected_pct:.1f} хувийг боловсруулах боломжгүй {limit}",
            )
        )
    if old is None:
        return found
    if old.submissions and not new.submissions:
        found.append(
            (
                f"all {old.submissions} submissions are gone (is the raw folder mounted?)",
                f"ирүүлсэн {old.submissions} материал бүгд алга болсон (эх хавтас холбогдсон уу?)",
            )
        )
    if not gates.schema_change and (change := _schema_change(old, new)):
        english, mongolian = (f"{words} (gates.schema_change = false)" for words in change)
        found.append((english, mongolian))
    if old.submissions < gates.from_submissions:
        return found
    falls = (  # that all submissions are gone is said above
        (
            "submissions",
            "ирүүлсэн материал",
            old.submissions,
            new.submissions or old.submissions,
            "submissions_fall_pct",
        ),
        ("measure rows", "арга хэмжээний мөр", old.rows, new.rows, "rows_fall_pct"),
        ("agencies", "байгууллага", len(old.agencies), len(new.agencies), "agencies_fall_pct"),
    )
    for what, what_mn, before, after, name in falls:
        if _fall(before, after) > (allowed := getattr(gates, name)):
            limit = f"(gates.{name} = {allowed:g})"
            found.append(
                (
                    f"{what} fall from {before} to {after} {limit}",
                    f"{what_mn} {before}-аас {after} болж буурсан {limit}",
                )
            )
    if (rise := new.rejected_pct - old.rejected_pct) > gates.rejected_rise_pct:
        limit = f"(gates.rejected_rise_pct = {gates.rejected_rise_pct:g})"
        found.append(
            (
                f"the rejected share rises by {rise:.1f} points {limit}",
                f"боловсруулах боломжгүй материалын эзлэх хувь {rise:.1f} нэгж хувиар өссөн {limit}",
            )
        )
    return found


def _fall(before: int, after: int) -> float:
    """Percent lost."""
    return 100.0 * (before - after) / before if before else 0.0


def _schema_change(old: EditionFigures, new: EditionFigures) -> tuple[str, str] | None:
    """Tables or columns that readers rely on and that are gone, in both languages; what is added harms nobody."""
    if new.schema < old.schema:
        return (
            f"the tables go back from schema {old.schema} to schema {new.schema}",
            f"хүснэгтүүд {old.schema} схемээс {new.schema} схем рүү буцсан",
        )
    if new.schema > old.schema > 0:
        return None
    for name, columns in old.columns.items():
        if name not in new.columns:
            return f"table {name} is gone", f"{name} хүснэгт алга болсон"
        lost = [column for column in columns if column not in new.columns[name]]
        if lost:
            return f"{name} loses the column {lost[0]}", f"{name} хүснэгтийн {lost[0]} багана алга болсон"
    return None
