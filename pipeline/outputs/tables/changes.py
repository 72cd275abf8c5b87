"""What changed since the edition before: ``changes.csv`` (every change, one row each), ``changes.json`` (totals, counts
and the first names), and the parts of the report and of the terminal's summary that show it.

An edition whose tables equal those before it keeps the changes that were said then, so that publishing the same tables
again gives the same bytes.
"""

from __future__ import annotations

import csv
import filecmp
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.outputs.tables.dataset import Dataset
from pipeline.schema.loading import Schema

NAME, TABLE = "changes.json", "changes.csv"
KINDS = {
    "added": ("new files", "шинэ файл"),
    "removed": ("files gone", "байхгүй болсон файл"),
    "content": ("files with other content", "агуулга нь өөрчлөгдсөн файл"),
    "status": ("files with another status", "төлөв нь өөрчлөгдсөн файл"),
    "newly_reported": ("measures reported now", "шинээр тайлагнасан арга хэмжээ"),
    "no_longer_reported": ("measures no longer reported", "тайлагнахаа больсон арга хэмжээ"),
    "completion_up": ("measures with higher completion", "биелэлт нь өссөн арга хэмжээ"),
    "completion_down": ("measures with lower completion", "биелэлт нь буурсан арга хэмжээ"),
}
"""Kinds of changes in the order in which they are told, in both languages; the first four are of files."""
OF_FILES = ("added", "removed", "content", "status")
CELL = ("agency", "plan_year", "period", "measure_id")
# Names listed of each kind of change; the counts are always whole.
LISTED = 50
Keyed = Mapping[tuple[str, ...], Mapping[str, str]]
Both = tuple[Keyed, Keyed]
"""A table of the edition before and of the new one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row of ``changes.csv``: a file, or a measure of an agency in coverage, with what differs before and after."""

    change: str
    file: str
    before: str
    after: str
    agency: str = ""
    plan_year: str = ""
    period: str = ""
    measure_id: str = ""


def write(dataset: Dataset, folder: Path) -> None:
    """Write both files; the CSV files of the tables must stand in the folder already."""
    before = dataset.previous
    there = before is not None and all((before / name).is_file() for name in (NAME, TABLE))
    if before is not None and there and _same_tables(dataset.schema, before, folder):
        for name in (NAME, TABLE):
            shutil.copyfile(before / name, folder / name)
        return
    earlier = before if before is not None and (before / "submissions.csv").is_file() else None
    files, cells = _both(earlier, folder, "submissions.csv", ("file",)), _both(earlier, folder, "coverage.csv", CELL)
    found = [*_of_files(*files), *_of_coverage(*cells)] if earlier else []
    text = json.dumps(_told(found, files, cells) if earlier else {"first": True}, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8")
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as target:
        lines = csv.writer(target, lineterminator="\r\n")
        lines.writerow(item.name for item in fields(Change))
        lines.writerows(map(astuple, found))


def read(folder: Path) -> dict[str, Any]:
    """The changes of an edition; ``{"first": true}`` when there was none before it."""
    changes: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return changes


def summary(changed: dict[str, Any]) -> list[tuple[str, str, int]]:
    """What changed in words (English, Mongolian) with counts; kinds without a change are left out."""
    counts = {name: part["count"] for name, part in changed.get("files", {}).items()} | changed.get("coverage", {})
    return [(*KINDS[name], counts[name]) for name in KINDS if counts.get(name)]


def _told(found: Sequence[Change], files: Both, cells: Both) -> dict[str, Any]:
    """Totals, files by what became of them, and counts of coverage."""
    totals = [_totals(*pair) for pair in zip(files, cells, strict=True)]
    names: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for one in found:
        names[one.change].append(f"{one.file}: {one.before} → {one.after}" if one.change == "status" else one.file)
    return {
        "first": False,
        "totals": {name: [one[name] for one in totals] for name in TOTALS},
        "files": {kind: {"count": len(names[kind]), "names": names[kind][:LISTED]} for kind in OF_FILES},
        "coverage": {kind: len(names[kind]) for kind in KINDS if kind not in OF_FILES},
    }


TOTALS = (
    "files",
    "ok",
    "review",
    "rejected",
    "agencies",
    "measures",
    "matched",
    "waiting",
    "reported",
    "missing",
    "not_received",
)


def _totals(files: Keyed, cells: Keyed) -> dict[str, int]:
    status = [row["status"] for row in files.values()]
    return {
        "files": len(files),
        **{name: status.count(name) for name in ("ok", "review", "rejected")},
        "agencies": len({row["agency"] for row in files.values() if row["agency"]}),
        "measures": _sum(files, "measures_reported"),
        "matched": _sum(files, "measures_matched"),
        "waiting": _sum(files, "measures_review"),
        "reported": sum(row["reported"] == "true" for row in cells.values()),
        **{name: sum(row["status"] == name for row in cells.values()) for name in ("missing", "not_received")},
    }


def _of_files(before: Keyed, after: Keyed) -> Iterator[Change]:
    """Changes of files, kind by kind."""
    yield from (Change("added", key[0], "", row["status"]) for key, row in after.items() if key not in before)
    yield from (Change("removed", key[0], row["status"], "") for key, row in before.items() if key not in after)
    for change, column in (("content", "sha256"), ("status", "status")):
        for key, row in after.items():
            old = before.get(key)
            if old and old[column] != row[column]:
                yield Change(change, key[0], old[column], row[column])


def _of_coverage(before: Keyed, after: Keyed) -> Iterator[Change]:
    """Changes of what agencies report on, in the order of the table."""
    for key, row in after.items():
        old = before.get(key)
        if old is None:
            continue
        if old["reported"] != row["reported"]:
            kind = "newly_reported" if row["reported"] == "true" else "no_longer_reported"
            yield Change(kind, "", old["completion_pct"], row["completion_pct"], *key)
        elif old["completion_pct"] and row["completion_pct"] and old["completion_pct"] != row["completion_pct"]:
            rises = Decimal(row["completion_pct"]) > Decimal(old["completion_pct"])
            kind = "completion_up" if rises else "completion_down"
            yield Change(kind, "", old["completion_pct"], row["completion_pct"], *key)


def _both(before: Path | None, after: Path, name: str, key: tuple[str, ...]) -> Both:
    return _keyed(before / name, key) if before else {}, _keyed(after / name, key)


def _keyed(path: Path, key: tuple[str, ...]) -> Keyed:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {tuple(row[name] for name in key): row for row in csv.DictReader(lines)}


def _sum(rows: Keyed, column: str) -> int:
    return sum(int(row[column]) for row in rows.values() if row[column])


def _same_tables(schema: Schema, before: Path, after: Path) -> bool:
    names = [f"{table.name}.csv" for table in schema.tables]
    return filecmp.cmpfiles(before, after, names, shallow=False)[0] == names
