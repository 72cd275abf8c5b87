"""What changed between two editions and why: source, decision, catalogue, settings, OCR or program."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.run.editions import Edition

Row = dict[str, str]
DECIDED = {"confirmed", "reassigned", "rejected"}
MAPPING = frozenset(
    (
        "measure_id",
        "goal_code",
        "goal",
        "measure_code",
        "measure",
        "match_status",
        "match_score",
        "match_reason",
        "runner_up_code",
        "runner_up_score",
    )
)
"""Columns of a measure row that a catalogue alone can change."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. ``row`` is 0 for the submission itself; ``columns`` are those that differ (empty when the
    whole thing was added or removed, which ``what`` says)."""

    file: str
    row: int
    what: str
    columns: tuple[str, ...]
    reason: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes in order of file and row, and the inputs of the editions that differ."""

    inputs: tuple[str, ...]
    changes: tuple[Change, ...]

    def by_reason(self) -> dict[str, int]:
        return dict(sorted(Counter(change.reason for change in self.changes).items()))


def compare(before: Path, after: Path, old: Edition, new: Edition) -> Difference:
    """Compare submissions.csv and measures.csv of two editions; the records say which inputs differ. Raises OSError."""
    inputs = {key for key in old.inputs.keys() | new.inputs.keys() if old.inputs.get(key) != new.inputs.get(key)}
    if _text(before / "catalogue.csv") != _text(after / "catalogue.csv"):
        inputs.add("catalogues")
    old_files, new_files = _by(before / "submissions.csv", "file"), _by(after / "submissions.csv", "file")
    old_rows, new_rows = _rows_of(before), _rows_of(after)
    changes: list[Change] = []
    for file in sorted(old_files.keys() | new_files.keys()):
        one, two = old_files.get(file), new_files.get(file)
        source = one is None or two is None or one["sha256"] != two["sha256"]
        changes += _compare(file, 0, one, two, source, inputs)
        mine, theirs = old_rows.get(_key(one), {}), new_rows.get(_key(two), {})
        for row in sorted(mine.keys() | theirs.keys()):
            changes += _compare(file, row, mine.get(row), theirs.get(row), source, inputs)
    return Difference(tuple(sorted(inputs)), tuple(changes))


def _compare(file: str, row: int, one: Row | None, two: Row | None, source: bool, inputs: set[str]) -> Iterable[Change]:
    if one is None or two is None:
        what = "added" if one is None else "removed"
        yield Change(file, row, what, (), _reason(source, (), one or {}, two or {}, inputs))
        return
    columns = tuple(name for name in dict.fromkeys([*one, *two]) if (one.get(name) or "") != (two.get(name) or ""))
    columns = tuple(name for name in columns if name != "submission_id")
    if columns:
        before = tuple(one.get(name) or "" for name in columns)
        after = tuple(two.get(name) or "" for name in columns)
        yield Change(file, row, "changed", columns, _reason(source, columns, one, two, inputs), before, after)


def _reason(source: bool, columns: tuple[str, ...], one: Row, two: Row, inputs: set[str]) -> str:
    """The most direct cause among the inputs that differ."""
    if source:
        return "source"
    decided = (
        one.get("match_status") != two.get("match_status")
        and {one.get("match_status"), two.get("match_status")} & DECIDED
    )
    if "decisions" in inputs and (decided or inputs == {"decisions"}):
        return "decision"
    if "catalogues" in inputs and (inputs <= {"catalogues", "program"}) and set(columns) <= MAPPING and columns:
        return "catalogue"
    rest = [name for name in ("catalogues", "agencies", "settings", "ocr", "program", "decisions") if name in inputs]
    if len(rest) == 1:
        return {"catalogues": "catalogue", "decisions": "decision"}.get(rest[0], rest[0])
    return "program" if "program" in rest or not rest else " or ".join(rest)


def _by(path: Path, column: str) -> dict[str, Row]:
    return {row[column]: row for row in _read(path)}


def _rows_of(folder: Path) -> dict[str, dict[int, Row]]:
    """Measure rows by submission and row number."""
    found: dict[str, dict[int, Row]] = {}
    for row in _read(folder / "measures.csv"):
        found.setdefault(row["submission_id"], {})[int(row["row"])] = row
    return found


def _key(submission: Row | None) -> str:
    """The rows of a submission; a copy of another file has none of its own."""
    return submission["submission_id"] if submission and submission.get("status") in ("ok", "review") else ""


def _read(path: Path) -> list[Row]:
    csv.field_size_limit(1 << 30)
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _text(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
