"""Build an edition beside the current one, pass the gates, show it: as a whole or not at all."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlsxwriter.exceptions import FileCreateError

from pipeline.exits import Exit, Stop
from pipeline.outputs import WRITERS
from pipeline.outputs.tables import changes
from pipeline.outputs.tables.dataset import Dataset
from pipeline.run.editions import Edition, Shelf, digests, same_sizes
from pipeline.run.gates import EditionFigures, refusals
from pipeline.run.survey import Survey
from pipeline.settings import Settings
from pipeline.workers import versions

UNWRITABLE = (OSError, sqlite3.OperationalError, FileCreateError)
"""What a full disk, a read-only folder or missing rights look like, each library in its own way."""


@dataclass(frozen=True, slots=True)
class Published:
    """The edition shown now; ``new`` is False when it had the same bytes already. ``changes`` is its changes.json."""

    edition: str
    new: bool
    removed: tuple[str, ...] = ()
    changes: dict[str, Any] = field(default_factory=dict)


def publish(
    shelf: Shelf, build: Callable[[Path], Dataset], seen: Survey, settings: Settings, run: str, *, accept: bool
) -> Published:
    """``build`` the tables in a new folder, write all other outputs from them and switch to them. Raises
    Stop(GATE_REFUSED) unless ``accept``, Stop(OUTPUT_NOT_WRITABLE)."""
    try:
        with shelf.building() as folder:
            dataset = build(folder)
            for writer in WRITERS:
                writer.write(dataset, folder)
            files = digests(folder)
            shown = shelf.current()
            if shown and same_sizes(shelf.home / shown, folder) and digests(shelf.home / shown) == files:
                shelf.show(shown)
                return Published(shown, new=False)
            if not accept:
                _pass_gates(shelf, shown, folder, settings)
            record = _record(shelf, files, seen, dataset, run)
            shelf.publish(folder, record)
        changed = changes.read(shelf.home / record.id)
        return Published(record.id, True, tuple(shelf.prune(settings.keep_editions)), changed)
    except UNWRITABLE as error:
        raise Stop(
            Exit.OUTPUT_NOT_WRITABLE,
            f"{shelf.clean}: {error}; the current edition is untouched",
            f"{shelf.clean}: бичиж чадсангүй: {error}; одоогийн хувилбар хэвээр",
        ) from error


def _pass_gates(shelf: Shelf, shown: str | None, folder: Path, settings: Settings) -> None:
    old = EditionFigures.of(shelf.home / shown) if shown else None
    reasons = refusals(old, EditionFigures.of(folder), settings.gates)
    if reasons:
        english, mongolian = ("; ".join(told) for told in zip(*reasons, strict=True))
        raise Stop(
            Exit.GATE_REFUSED,
            f"the new edition is refused: {english}. Correct the cause, or publish it all the same with --accept",
            f"шинэ хувилбарыг нийтэлсэнгүй: {mongolian}. Шалтгааныг засах, эсвэл --accept гэж тэр чигээр нь нийтэлнэ үү",
        )


def _record(shelf: Shelf, files: dict[str, str], seen: Survey, dataset: Dataset, run: str) -> Edition:
    digest = versions.digest_of(f"{name}={sha256}" for name, sha256 in files.items())
    now = int(time.time())
    return Edition(
        id=f"{shelf.stamp(now)}-{digest[:8]}",
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)),
        run=run,
        digest=digest,
        inputs=seen.inputs,
        sources={source.found.name: source.sha256 or source.problem for source in seen.sources},
        counts=dict(dataset.counts),
    )
