"""Documents and Reports already made, by content: disposable, so that deleting it changes nothing but time.

``documents/VERSION/SHA256`` and ``reports/VERSION/KEY``; the version is a digest of the code, libraries and reference
data that make the entry. Entries are written beside and renamed; a damaged one counts as absent.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from dataclasses import dataclass, fields, replace
from pathlib import Path

import msgspec

from parsers.limits import Limits
from pipeline.durable import sealed, unsealed, write_whole
from pipeline.workers.failures import Failure
from pipeline.workers.messages import Done
from pipeline.workers.packing import pack, unpack

OLD_VERSION_SECONDS = 14 * 86_400
NO_OCR_KINDS = ("docx",)


@dataclass(frozen=True, slots=True)
class Entry:
    """What was made, under which limits and with which OCR. ``body`` is a packed Document or Report."""

    limits: Limits
    ocr: str
    kind: str = ""
    media_type: str = ""
    pages: int | None = None
    failure: Failure | None = None
    stage: str = ""
    body: bytes = b""

    def holds(self, limits: Limits, ocr: str) -> bool:
        """Whether the same would come out now. A success stands under wider limits, a tripped limit only under the
        same; what was read without OCR is not asked for its version."""
        if self.kind not in NO_OCR_KINDS and self.ocr != ocr:
            return False
        if self.failure is not None and self.failure.limit:
            return self.limits == limits
        return all(getattr(limits, item.name) >= getattr(self.limits, item.name) for item in fields(Limits))


@dataclass(slots=True)
class Cache:
    """Where entries of this version stand. ``min_free`` bytes of disk are left alone."""

    folder: Path
    reader_version: str
    report_version: str
    ocr: str
    limits: Limits
    min_free: int = 0
    _until_look: int = 0
    _full: bool = False

    def document(self, sha256: str) -> Entry | None:
        return self._load(self._documents / sha256)

    def report(self, sha256: str, name: str) -> Entry | None:
        return self._load(self._reports / _report_key(sha256, name))

    def keep(self, sha256: str, name: str, done: Done) -> None:
        """Keep what a worker found out, unless it may be different next time. Never fails: no space means no cache."""
        if done.failure and not done.failure.lasting:
            return
        entry = self.entry(done)
        if done.document:
            self._store(self._documents / sha256, replace(entry, failure=None, stage="", body=done.document))
        self._store(self._reports / _report_key(sha256, name), entry)

    def entry(self, done: Done) -> Entry:
        """What a worker found out, as it would come from the cache."""
        return Entry(
            self.limits, self.ocr, done.kind, done.media_type, done.pages, done.failure, done.stage, done.report
        )

    def tidy(self) -> None:
        """Remove entries of versions that were not used for two weeks."""
        for stage, current in ((self._documents.parent, self._documents), (self._reports.parent, self._reports)):
            for version in stage.iterdir() if stage.is_dir() else ():
                if version == current:
                    _touch(version)
                elif time.time() - version.stat().st_mtime > OLD_VERSION_SECONDS:
                    shutil.rmtree(version, ignore_errors=True)

    @property
    def _documents(self) -> Path:
        return self.folder / "documents" / self.reader_version[:16]

    @property
    def _reports(self) -> Path:
        return self.folder / "reports" / self.report_version[:16]

    def _load(self, path: Path) -> Entry | None:
        try:
            entry = unpack(unsealed(self._name(path), path.read_bytes()) or b"", Entry)
        except (OSError, msgspec.MsgspecError):
            return None
        return entry if entry.holds(self.limits, self.ocr) else None

    def _store(self, path: Path, entry: Entry) -> None:
        if self._short_of_space():
            return
        try:
            write_whole(path, sealed(self._name(path), pack(entry)))
        except OSError:
            self._full = True

    def _name(self, path: Path) -> str:
        """What an entry is sealed under: stage, version and key."""
        return path.relative_to(self.folder).as_posix()

    def _short_of_space(self) -> bool:
        """Looked up every hundred entries."""
        if self._until_look <= 0 and not self._full:
            self._until_look = 100
            self._full = free_bytes(self.folder) < self.min_free
        self._until_look -= 1
        return self._full


def _report_key(sha256: str, name: str) -> str:
    """A report knows its file's name, so a renamed file is normalised again (its Document is not read again)."""
    return hashlib.sha256(f"{sha256}\0{name}".encode()).hexdigest()


def _touch(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        return


def free_bytes(folder: Path) -> int:
    """Free disk where ``folder`` is or will be."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free
