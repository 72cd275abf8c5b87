"""What changed between two editions and why. Causes: ``file`` (its bytes are new, others or gone), ``other file`` (it is
a copy, or superseded, now), ``waited`` (it could not be read then, or cannot now), ``decision``, ``catalogue``,
``settings``, ``supplied facts`` (sidecars, facts.csv), ``reference data`` (the agency list), ``OCR`` (Tesseract and its
data), ``program version``.

What can be seen in the change itself names the cause; else it is the one input that differs, or those joined by ``or``.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.run.editions import Edition
from pipeline.workers.failures import PASSING

Row = dict[str, str]
DECIDED = {"confirmed", "reassigned", "rejected"}
SAID = {"value_corrected", "decision_reopened", "decision_conflict"}
"""Flags of a row that a decision put there."""
BETWEEN = frozenset(("superseded_by", "duplicate_of", "counts"))
"""Columns of a submission that only other submissions change."""
SUPPLIED = frozenset(("facts_from", "received_at"))
"""Columns of a submission that change with supplied facts and, when these are others, with nothing else."""
AGENCY = frozenset(("agency", "agency_id"))
CAUSES = {
    "decisions": "decision",
    "catalogues": "catalogue",
    "settings": "settings",
    "facts": "supplied facts",
    "agencies": "reference data",
    "ocr": "OCR",
    "program": "program version",
}
"""The cause that each input of an edition stands for, in the order in which they are named."""
CAUSES_MN = {
    "file": "файл",
    "other file": "өөр файл",
    "waited": "хүлээсэн",
    "decision": "шийдвэр",
    "catalogue": "лавлах",
    "settings": "тохиргоо",
    "supplied facts": "хавсаргасан мэдээлэл",
    "reference data": "байгууллагын бүртгэл",
    "OCR": "OCR",
    "program version": "програмын хувилбар",
}
WHAT_MN = {"added": "нэмэгдсэн", "removed": "хасагдсан", "changed": "өөрчлөгдсөн"}
NO_OCR = ("docx", "pdf")
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


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What differs around one file: inputs of the editions, measures whose catalogue text differs, and whether the
    bytes of any file differ."""

    names: frozenset[str]
    measures: frozenset[str]
    files: bool


def reason_mn(reason: str) -> str:
    """The cause of a change, or those joined by ``or``, in Mongolian."""
    return " эсвэл ".join(CAUSES_MN[cause] for cause in reason.split(" or "))


def compare(before: Path, after: Path, old: Edition, new: Edition) -> Difference:
    """Compare submissions.csv and measures.csv of two editions; the records say which inputs differ. Raises OSError."""
    inputs = {key for key in old.inputs.keys() | new.inputs.keys() if old.inputs.get(key) != new.inputs.get(key)}
    measures = _differing(_by(before / "catalogue.csv", "measure_id"), _by(after / "catalogue.csv", "measure_id"))
    if measures:
        inputs.add("catalogues")
    old_files, new_files = _by(before / "submissions.csv", "file"), _by(after / "submissions.csv", "file")
    files = any(_of_file(old_files.get(file), new_files.get(file)) for file in old_files.keys() | new_files.keys())
    around = _Inputs(frozenset(inputs), measures, files)
    old_rows, new_rows = _rows_of(before), _rows_of(after)
    changes: list[Change] = []
    for file in sorted(old_files.keys() | new_files.keys()):
        one, two = old_files.get(file), new_files.get(file)
        mine, theirs = old_rows.get(_key(one), {}), new_rows.get(_key(two), {})
        seen = _of_file(one, two) or ("decision" if "decisions" in inputs and _decided(mine, theirs) else "")
        changes += _compare(file, 0, one, two, seen, around)
        for row in sorted(mine.keys() | theirs.keys()):
            left, right = mine.get(row), theirs.get(row)
            seen = _of_file(one, two) or _of_row(left, right, around)
            changes += _compare(file, row, left, right, seen, around)
    return Difference(tuple(sorted(inputs)), tuple(changes))


def _compare(file: str, row: int, one: Row | None, two: Row | None, seen: str, around: _Inputs) -> Iterable[Change]:
    """``seen`` is the cause where the change itself shows it."""
    if one is None or two is None:
        what = "added" if one is None else "removed"
        yield Change(file, row, what, (), seen or _likely((), one or two or {}, around))
        return
    columns = tuple(name for name in dict.fromkeys([*one, *two]) if (one.get(name) or "") != (two.get(name) or ""))
    columns = tuple(name for name in columns if name != "submission_id")
    if columns:
        before = tuple(one.get(name) or "" for name in columns)
        after = tuple(two.get(name) or "" for name in columns)
        if not row and BETWEEN.issuperset(columns):
            seen = "other file"
        yield Change(file, row, "changed", columns, seen or _likely(columns, two, around), before, after)


def _of_file(one: Row | None, two: Row | None) -> str:
    """The cause where the file itself shows it; empty when its bytes were read both times and are the same."""
    if any(row is not None and row.get("reason") in PASSING for row in (one, two)) and one and two:
        return "waited"
    return "file" if one is None or two is None or one["sha256"] != two["sha256"] else ""


def _of_row(one: Row | None, two: Row | None, around: _Inputs) -> str:
    """The cause where a row shows it: a decision, or a catalogue entry that reads otherwise now."""
    if "decisions" in around.names and _decided({1: one or {}}, {1: two or {}}):
        return "decision"
    if one is None or two is None:
        return ""
    columns = {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}
    named = {one.get("measure_id", ""), two.get("measure_id", "")} - {""}
    return "catalogue" if named & around.measures and columns <= MAPPING else ""


def _decided(before: dict[int, Row], after: dict[int, Row]) -> bool:
    """Whether what people decided differs in any of the rows."""
    return [_said(row) for row in before.values()] != [_said(row) for row in after.values()]


def _said(row: Row) -> tuple[str, ...]:
    flags = sorted(SAID.intersection(row.get("flags", "").split("; ")))
    status = row.get("match_status", "")
    return (*flags, status, row.get("measure_id", "")) if status in DECIDED else tuple(flags)


def _likely(columns: tuple[str, ...], row: Row, around: _Inputs) -> str:
    """The inputs that differ and can have done it."""
    possible = set(around.names)
    if row.get("source_kind") in NO_OCR:
        possible.discard("ocr")
    if "facts" in possible and SUPPLIED.intersection(columns):
        possible = {"facts"}
    if "agencies" in possible and columns and AGENCY.issuperset(columns):
        possible = {"agencies"}
    if "catalogues" in possible and "match_status" in row and columns and not MAPPING.issuperset(columns):
        possible.discard("catalogues")
    causes = [cause for name, cause in CAUSES.items() if name in possible]
    return " or ".join(causes) or ("other file" if around.files else CAUSES["program"])


def _differing(before: dict[str, Row], after: dict[str, Row]) -> frozenset[str]:
    """Keys whose rows differ."""
    return frozenset(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


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
