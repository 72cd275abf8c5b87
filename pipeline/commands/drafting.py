"""The rows of many submissions, from which a catalogue is drafted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from normalizers.curation.draft import Reported
from normalizers.report import submission_id
from parsers.report import RawReport, Role
from pipeline.exits import Stop
from pipeline.run.sources import check_folder, list_folder


@dataclass(slots=True)
class Reports:
    """The rows of all submissions that could be read, how many these are, and the others with the reason (English,
    Mongolian)."""

    rows: list[Reported] = field(default_factory=list)
    submissions: int = 0
    left_out: list[tuple[Path, tuple[str, str]]] = field(default_factory=list)


def reported(paths: Iterable[Path], extract: Callable[[Path], Sequence[RawReport]]) -> Reports:
    """The measure rows of files and of all submissions in folders; a copy of a file counts once. ``extract`` raises
    Stop for a file that cannot be used."""
    found = Reports()
    seen: set[str] = set()
    for path in _files(paths):
        try:
            reports = extract(path)
        except Stop as stop:
            found.left_out.append((path, (stop.message, stop.message_mn)))
            continue
        if seen & {raw.sha256 for raw in reports}:
            found.left_out.append((path, ("a copy of another file", "өөр файлын хуулбар")))
            continue
        seen |= {raw.sha256 for raw in reports}
        found.submissions += len(reports)
        found.rows += [
            Reported(submission_id(raw.sha256, raw.number), number, row.goal, row.code, row.text(Role.MEASURE))
            for raw in reports
            for number, row in enumerate(raw.rows)
        ]
    return found


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            check_folder(path)
            yield from (Path(os.fsdecode(item.path)) for item in list_folder(path).found)
        else:
            yield path
