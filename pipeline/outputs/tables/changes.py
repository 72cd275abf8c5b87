"""What changed since the edition before: ``changes.json``, and the part of the report that shows it.

An edition whose tables equal those before it keeps the changes that were said then, so that publishing the same tables
again gives the same bytes.
"""

from __future__ import annotations

import csv
import filecmp
import json
import shutil
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.outputs.tables.dataset import Dataset
from pipeline.schema.loading import Schema

NAME = "changes.json"
# Names listed of each kind of change; the counts are always whole.
LISTED = 50
Keyed = Mapping[tuple[str, ...], Mapping[str, str]]


def write(dataset: Dataset, folder: Path) -> None:
    """Write ``changes.json``; the CSV files must stand in the folder already."""
    before = dataset.previous
    if before is not None and (before / NAME).is_file() and _same_tables(dataset.schema, before, folder):
        shutil.copyfile(before / NAME, folder / NAME)
        return
    found = compare(before, folder) if before is not None and (before / "submissions.csv").is_file() else None
    text = json.dumps(found or {"first": True}, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8")


def read(folder: Path) -> dict[str, Any]:
    """The changes of an edition; ``{"first": true}`` when there was none before it."""
    changes: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return changes


def compare(before: Path, after: Path) -> dict[str, Any]:
    """Changes from one edition's folder to another's: totals, files by what became of them, and coverage."""
    files = [_keyed(folder / "submissions.csv", ("file",)) for folder in (before, after)]
    key = ("agency", "plan_year", "period", "measure_id")
    cells = [_keyed(folder / "coverage.csv", key) for folder in (before, after)]
    return {
        "first": False,
        "totals": {name: [_totals(*pair)[name] for pair in zip(files, cells, strict=True)] for name in TOTALS},
        "files": {
            "added": _listed(key[0] for key in files[1] if key not in files[0]),
            "removed": _listed(key[0] for key in files[0] if key not in files[1]),
            "content": _listed(_differing(files, "sha256")),
            "status": _listed(
                f"{key}: {files[0][key,]['status']} → {files[1][key,]['status']}" for key in _differing(files, "status")
            ),
        },
        "coverage": _coverage(*cells),
    }


TOTALS = ("files", "ok", "review", "rejected", "agencies", "measures", "matched", "waiting", "reported", "missing")


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
        "missing": sum(row["status"] == "missing" for row in cells.values()),
    }


def _coverage(before: Keyed, after: Keyed) -> dict[str, int]:
    count = dict.fromkeys(("newly_reported", "no_longer_reported", "completion_up", "completion_down"), 0)
    for key, row in after.items():
        old = before.get(key)
        if old is None:
            continue
        if old["reported"] != row["reported"]:
            count["newly_reported" if row["reported"] == "true" else "no_longer_reported"] += 1
        elif old["completion_pct"] and row["completion_pct"] and old["completion_pct"] != row["completion_pct"]:
            rises = Decimal(row["completion_pct"]) > Decimal(old["completion_pct"])
            count["completion_up" if rises else "completion_down"] += 1
    return count


def _differing(files: list[Keyed], column: str) -> list[str]:
    before, after = files
    return [key[0] for key in after if key in before and before[key][column] != after[key][column]]


def _listed(names: Iterable[str]) -> dict[str, Any]:
    every = list(names)
    return {"count": len(every), "names": every[:LISTED]}


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
