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
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

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
# Names listed of each kind of change; the counts are always whole.
LISTED = 50


class File(NamedTuple):
    """What is compared and counted of a file."""

    file: str
    status: str
    sha256: str
    agency: str
    measures_reported: str
    measures_matched: str
    measures_review: str


class Cell(NamedTuple):
    """What is compared and counted of a measure in coverage."""

    reported: str
    completion_pct: str
    status: str


class Line(NamedTuple):
    """What an agency says in one plan year and period: measures and their cells. Both are shared with other lines wherever
    they are the same, for there are a million cells in a large edition."""

    measures: tuple[str, ...]
    cells: tuple[Cell, ...]


Files = Mapping[str, File]
Lines = Mapping[tuple[str, str, str], Line]
"""By agency, plan year and period."""


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
    files = [_files(place) if place else {} for place in (earlier, folder)]
    lines = [_lines(place) if place else {} for place in (earlier, folder)]
    found = [*_of_files(*files), *_of_coverage(*lines)] if earlier else []
    text = json.dumps(_told(found, files, lines) if earlier else {"first": True}, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8")
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target, lineterminator="\r\n")
        rows.writerow(item.name for item in fields(Change))
        rows.writerows(map(astuple, found))


def read(folder: Path) -> dict[str, Any]:
    """The changes of an edition; ``{"first": true}`` when there was none before it."""
    changes: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return changes


def summary(changed: dict[str, Any]) -> list[tuple[str, str, int]]:
    """What changed in words (English, Mongolian) with counts; kinds without a change are left out."""
    counts = {name: part["count"] for name, part in changed.get("files", {}).items()} | changed.get("coverage", {})
    return [(*KINDS[name], counts[name]) for name in KINDS if counts.get(name)]


def _told(found: Sequence[Change], files: Iterable[Files], lines: Iterable[Lines]) -> dict[str, Any]:
    """Totals, files by what became of them, and counts of coverage."""
    totals = [_totals(*pair) for pair in zip(files, lines, strict=True)]
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


def _totals(files: Files, lines: Lines) -> dict[str, int]:
    status = Counter(file.status for file in files.values())
    cells = Counter(cell for line in lines.values() for cell in line.cells)
    return {
        "files": len(files),
        **{name: status[name] for name in ("ok", "review", "rejected")},
        "agencies": len({file.agency for file in files.values() if file.agency}),
        "measures": sum(int(file.measures_reported or 0) for file in files.values()),
        "matched": sum(int(file.measures_matched or 0) for file in files.values()),
        "waiting": sum(int(file.measures_review or 0) for file in files.values()),
        "reported": sum(count for cell, count in cells.items() if cell.reported == "true"),
        **{
            name: sum(count for cell, count in cells.items() if cell.status == name)
            for name in ("missing", "not_received")
        },
    }


def _of_files(before: Files, after: Files) -> Iterator[Change]:
    """Changes of files, kind by kind."""
    yield from (Change("added", name, "", file.status) for name, file in after.items() if name not in before)
    yield from (Change("removed", name, file.status, "") for name, file in before.items() if name not in after)
    both = [(before[name], file) for name, file in after.items() if name in before]
    yield from (Change("content", new.file, old.sha256, new.sha256) for old, new in both if old.sha256 != new.sha256)
    yield from (Change("status", new.file, old.status, new.status) for old, new in both if old.status != new.status)


def _of_coverage(before: Lines, after: Lines) -> Iterator[Change]:
    """Changes of what agencies report on, in the order of the table."""
    for key, line in after.items():
        if key not in before or before[key] == line:
            continue
        earlier = dict(zip(*before[key], strict=True))
        for measure, new in zip(*line, strict=True):
            old = earlier.get(measure)
            if old and (kind := _kind(old, new)):
                yield Change(kind, "", old.completion_pct, new.completion_pct, *key, measure)


def _kind(old: Cell, new: Cell) -> str:
    """What became of a measure; empty if nothing did."""
    if old.reported != new.reported:
        return "newly_reported" if new.reported == "true" else "no_longer_reported"
    if not (old.completion_pct and new.completion_pct) or old.completion_pct == new.completion_pct:
        return ""
    rises = Decimal(new.completion_pct) > Decimal(old.completion_pct)
    return "completion_up" if rises else "completion_down"


def _files(folder: Path) -> Files:
    return {file.file: file for file in map(File._make, _columns(folder / "submissions.csv", File._fields))}


def _lines(folder: Path) -> Lines:
    found: dict[tuple[str, str, str], Line] = {}
    shared: dict[Any, Any] = {}
    names = ("agency", "plan_year", "period", "measure_id", *Cell._fields)
    for key, rows in groupby(_columns(folder / "coverage.csv", names), key=lambda row: (row[0], row[1], row[2])):
        cells = dict(zip(*found[key], strict=True)) if key in found else {}  # two agencies of one name
        for _, _, _, measure, *values in rows:
            cell = Cell(*values)
            cells[measure] = shared.setdefault(cell, cell)
        measures = tuple(cells)
        found[key] = Line(shared.setdefault(measures, measures), tuple(cells.values()))
    return found


def _columns(path: Path, names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The cells of some columns of a table, row by row; nothing where there is no table. ValueError when a column is
    missing."""
    if not path.is_file():
        return
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        if header := next(rows, None):
            yield from map(itemgetter(*map(header.index, names)), rows)


def _same_tables(schema: Schema, before: Path, after: Path) -> bool:
    names = [f"{table.name}.csv" for table in schema.tables]
    return filecmp.cmpfiles(before, after, names, shallow=False)[0] == names
