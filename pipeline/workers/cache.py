"""What was made of files already, in three stages, each kept under exactly what it was made by. Deleting it changes
nothing but time.

    words/VERSION/SHA256    what the recogniser said of the file's pictures: Tesseract, its data, how it is asked
    rows/VERSION/SHA256     the measure rows as printed, or why there are none: the parsers and their libraries
    values/VERSION/KEY      the reports of the file under its name: the normalizers, settings, reference data

Recognising is what costs (two thirds of the time of a scanned page); the rest of reading takes 0.02 s for a digital
page and 0.6 s for a scanned one. So ``words`` holds the recogniser's answers by the picture that was shown
(parsers.scan.ocr.memory) and nothing that layout, letters or lists decide: whatever changes there, the same pictures
are not shown again. Values are made from rows, whoever made those: their entry names the digest of the rows.

An entry is compressed and sealed with a digest over all of it and its place; what does not verify or decode is absent.
A page costs 5 to 7 kB of words (scans only), a submission 5 to 10 kB of rows and as much of values.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import zlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TypeVar

import msgspec

from normalizers.report import Facts, Report, Supplied
from parsers.document import Paragraph
from parsers.limits import Limits
from parsers.report import RawReport
from parsers.scan.ocr.memory import Answers
from pipeline.durable import free_bytes, sealed, unsealed, write_whole
from pipeline.workers.failures import Failure
from pipeline.workers.messages import Done, Job
from pipeline.workers.outcome import NO_FACTS
from pipeline.workers.packing import pack, unpack

T = TypeVar("T")
OLD_VERSION_SECONDS = 14 * 86_400
NO_OCR_KINDS = ("docx",)
WRITERS, MOST_WAITING = 4, 64
"""Threads that wait for the disk (a flush takes 10 ms there, whoever waits), and entries that may wait for them."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the recogniser said of a file's pictures."""

    answers: Answers


@dataclass(frozen=True, slots=True)
class Rows:
    """The reports of a file as printed; where it is ``refused`` for want of measures, its first paragraphs."""

    media_type: str
    kind: str
    pages: int | None = None
    reports: tuple[RawReport, ...] = ()
    front: tuple[Paragraph, ...] = ()
    refused: Failure | None = None


@dataclass(frozen=True, slots=True)
class Values:
    """The reports of a file understood; the facts of one that holds none."""

    reports: tuple[Report, ...] = ()
    facts: Facts = NO_FACTS


NO_VALUES = Values()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a stage made, under which limits and with which OCR. ``body`` is packed Rows or Values, empty where there
    is neither; ``made_from`` is the digest of the rows that values were made from."""

    limits: Limits
    ocr: str
    kind: str = ""
    media_type: str = ""
    pages: int | None = None
    failure: Failure | None = None
    made_from: str = ""
    body: bytes = b""

    def holds(self, limits: Limits, ocr: str) -> bool:
        """Whether the same would come out now. A success stands under wider limits, a tripped limit only under the
        same; what was read without OCR is not asked for its version."""
        if self.kind not in NO_OCR_KINDS and self.ocr != ocr:
            return False
        if self.failure is not None and self.failure.limit:
            return self.limits == limits
        return all(getattr(limits, item.name) >= getattr(self.limits, item.name) for item in fields(Limits))


@dataclass(frozen=True, slots=True)
class Known:
    """What became of a content: its reports, or why it has none and what was read of it all the same."""

    kind: str = ""
    media_type: str = ""
    pages: int | None = None
    failure: Failure | None = None
    reports: tuple[Report, ...] = ()
    facts: Facts = NO_FACTS


@dataclass(slots=True)
class Cache:
    """Where entries stand, and the version of each stage. ``min_free`` bytes of disk are left alone."""

    folder: Path
    words: str
    rows: str
    values: str
    ocr: str
    limits: Limits
    min_free: int = 0
    _until_look: int = 0
    _full: bool = False
    _writers: ThreadPoolExecutor | None = None
    _waiting: deque[Future[None]] = field(default_factory=deque)

    def known(self, sha256: str, name: str, supplied: Supplied | None = None) -> Known | None:
        """What would come out for this content under this name with these facts; None when that must be found out."""
        rows = self._entry(self._place("rows", self.rows, sha256))
        if rows is None or rows.failure:
            return _known(rows) if rows else None
        entry = self._entry(self._place("values", self.values, _values_key(sha256, name, supplied)))
        if entry is None or entry.made_from != digest(rows.body):
            return None
        values = _decoded(entry.body, Values) if entry.body else NO_VALUES
        return _known(entry, values) if values and (values.reports or entry.failure) else None

    def supplied(self, job: Job) -> Job:
        """The job with what is known of its file: the rows, or else the words."""
        rows = self._entry(self._place("rows", self.rows, job.sha256))
        if rows and _decoded(rows.body, Rows):
            return replace(job, rows=rows.body)
        words = self._load(self._place("words", self.words, job.sha256))
        return replace(job, words=words) if words and _decoded(words, Words) else job

    def keep(self, job: Job, done: Done) -> Known:
        """Keep what a worker found out, unless it may be different next time, and tell it as it would come from here.
        Never fails: no space means no cache."""
        entry = Entry(self.limits, self.ocr, done.kind, done.media_type, done.pages, done.failure, done.made_from)
        if done.words:
            self._store(self._place("words", self.words, job.sha256), done.words)
        if done.rows:
            read = replace(entry, failure=None, made_from="", body=done.rows)
            self._store(self._place("rows", self.rows, job.sha256), pack(read))
        if done.failure is None or done.failure.lasting:
            place = ("values", self.values, _values_key(job.sha256, job.file, job.supplied))
            if not done.made_from:
                place = ("rows", self.rows, job.sha256)
            self._store(self._place(*place), pack(replace(entry, body=done.values)))
        return _known(entry, unpack(done.values, Values) if done.values else NO_VALUES)

    def settle(self) -> None:
        """Wait until everything kept so far is on the disk."""
        if self._writers:
            self._writers.shutdown()
            self._writers = None
            self._waiting.clear()

    def tidy(self) -> None:
        """Remove entries of versions that were not used for two weeks."""
        used = {
            self._place(*stage, "") for stage in (("words", self.words), ("rows", self.rows), ("values", self.values))
        }
        for version in self.folder.glob("*/*"):
            if version in used:
                _touch(version)
            elif _is_old(version):
                shutil.rmtree(version, ignore_errors=True)

    def _place(self, stage: str, version: str, key: str) -> Path:
        return self.folder / stage / version[:16] / key

    def _entry(self, path: Path) -> Entry | None:
        """An entry under whose conditions the same would come out now."""
        data = self._load(path)
        entry = None if data is None else _decoded(data, Entry)
        return entry if entry and entry.holds(self.limits, self.ocr) else None

    def _load(self, path: Path) -> bytes | None:
        """What was stored there; None when there is nothing, or not every bit of it."""
        try:
            data = unsealed(self._name(path), path.read_bytes())
            return None if data is None else zlib.decompress(data)
        except (OSError, zlib.error):
            return None

    def _store(self, path: Path, data: bytes) -> None:
        """Hand it to a thread that waits for the disk."""
        if self._short_of_space():
            return
        self._writers = self._writers or ThreadPoolExecutor(WRITERS)
        while len(self._waiting) >= MOST_WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._writers.submit(self._write, path, data))

    def _write(self, path: Path, data: bytes) -> None:
        try:
            write_whole(path, sealed(self._name(path), zlib.compress(data, 1)))
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


def digest(rows: bytes) -> str:
    """What stands for packed rows in the entry of the values made from them."""
    return hashlib.sha256(rows).hexdigest()


def _values_key(sha256: str, name: str, supplied: Supplied | None) -> str:
    """A report knows its file's name and the facts that were supplied, so a renamed file is normalised again (it is not
    read again)."""
    told = pack(supplied).hex() if supplied else ""
    return hashlib.sha256(f"{sha256}\0{name}\0{told}".encode()).hexdigest()


def _known(entry: Entry, values: Values = NO_VALUES) -> Known:
    return Known(entry.kind, entry.media_type, entry.pages, entry.failure, values.reports, values.facts)


def _decoded(data: bytes, kind: type[T]) -> T | None:
    try:
        return unpack(data, kind)
    except msgspec.MsgspecError:
        return None


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > OLD_VERSION_SECONDS
    except OSError:
        return False


def _touch(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        return
