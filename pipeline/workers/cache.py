"""What was made of files already, in stages, each kept under exactly what it was made by. Deleting it changes
nothing but time.

    words/VERSION/SHA256    what the recogniser said of the file's pictures: Tesseract, its data, how it is asked
    rows/VERSION/SHA256     the measure rows as printed, or why there are none: the parsers and their libraries
    values/VERSION/KEY      the reports of the file under its name: the normalizers, settings, reference data
    tables/VERSION/KEY      what the tables of the last edition held of a report: the program (opaque here)

Recognising is what costs (two thirds of the time of a scanned page); the rest of reading takes 0.02 s for a digital
page and 0.6 s for a scanned one. So ``words`` holds the recogniser's answers by the picture that was shown
(parsers.scan.ocr.memory) and nothing that layout, letters or lists decide: whatever changes there, the same pictures
are not shown again. Values are made from rows, whoever made those: their entry names the digest of the rows.

An entry is sealed with a digest over all of it and its place; what does not verify or decode is absent. What is large in
it is compressed and only unpacked by whoever needs it: looking up what is known of a file costs two small reads.
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
from pipeline.workers.outcome import NO_FACTS, Kept
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


@dataclass(frozen=True, slots=True)
class _Number:
    number: int = 1


@dataclass(frozen=True, slots=True)
class _Index:
    """Values without the reports: their numbers alone."""

    reports: tuple[_Number, ...] = ()
    facts: Facts = NO_FACTS


@dataclass(frozen=True, slots=True)
class Entry:
    """What a stage made, under which limits and with which OCR. ``body`` is packed and compressed Rows or Values, empty where
    there is neither; ``rows`` is the digest of the packed rows that it holds or that its values were made from; of values
    also the ``numbers`` of their reports and the ``facts``."""

    limits: Limits
    ocr: str
    kind: str = ""
    media_type: str = ""
    pages: int | None = None
    failure: Failure | None = None
    rows: str = ""
    numbers: tuple[int, ...] = ()
    facts: Facts = NO_FACTS
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
    """What became of a content: the numbers of its reports and where they are ``kept``, or why it has none and what was
    read of it all the same."""

    kind: str = ""
    media_type: str = ""
    pages: int | None = None
    failure: Failure | None = None
    numbers: tuple[int, ...] = ()
    facts: Facts = NO_FACTS
    kept: Kept | None = None


@dataclass(slots=True)
class Cache:
    """Where entries stand, and the version of each stage. ``min_free`` bytes of disk are left alone; values that have no
    place on the disk, or none yet, stay in memory."""

    folder: Path
    words: str
    rows: str
    values: str
    ocr: str
    limits: Limits
    tables: str = ""
    min_free: int = 0
    _until_look: int = 0
    _full: bool = False
    _writers: ThreadPoolExecutor | None = None
    _waiting: deque[Future[None]] = field(default_factory=deque)
    _in_memory: dict[str, bytes] = field(default_factory=dict)

    def known(self, sha256: str, name: str, supplied: Supplied | None = None) -> Known | None:
        """What would come out for this content under this name with these facts; None when that must be found out."""
        rows = self._entry(self._place("rows", self.rows, sha256))
        if rows is None or rows[1].failure:
            return _known(rows[1]) if rows else None
        key = _values_key(sha256, name, supplied)
        found = self._entry(self._place("values", self.values, key))
        if found is None or found[1].rows != rows[1].rows or not (found[1].numbers or found[1].failure):
            return None
        return _known(found[1], Kept(key, found[0]))

    def reports(self, kept: Kept) -> tuple[Report, ...] | None:
        """The reports that are kept there; None when they are no longer those."""
        found = self._entry(self._place("values", self.values, kept.key))
        values = _decoded(found[1].body, Values) if found and found[0] == kept.digest else None
        return values.reports if values else None

    def made(self, key: str) -> bytes | None:
        """What was made of a report for the tables; None when nothing was."""
        found = self._load(self._place("tables", self.tables, key))
        return found[1] if found else None

    def keep_made(self, key: str, data: bytes) -> None:
        """Keep what was made of a report for the tables; it can always be made again."""
        self._store(self._place("tables", self.tables, key), data)

    def supplied(self, job: Job) -> Job:
        """The job with what is known of its file: the rows, or else the words."""
        rows = self._entry(self._place("rows", self.rows, job.sha256))
        if rows and (packed := _inflated(rows[1].body)) and _unpacked(packed, Rows):
            return replace(job, rows=packed)
        found = self._load(self._place("words", self.words, job.sha256))
        asked = _inflated(found[1]) if found else b""
        return replace(job, words=asked) if _unpacked(asked, Words) is not None else job

    def keep(self, job: Job, done: Done) -> Known:
        """Keep what a worker found out, unless it may be different next time, and tell it as it would come from here.
        Never fails: no space on the disk means more memory."""
        entry = Entry(self.limits, self.ocr, done.kind, done.media_type, done.pages)
        if done.words:
            self._store(self._place("words", self.words, job.sha256), _deflated(done.words))
        if done.rows:
            read = replace(entry, rows=digest(done.rows), body=_deflated(done.rows))
            self._store(self._place("rows", self.rows, job.sha256), pack(read))
        index = unpack(done.values, _Index) if done.values else _Index()
        numbers = tuple(one.number for one in index.reports)
        entry = replace(entry, failure=done.failure, rows=done.made_from, numbers=numbers, facts=index.facts)
        if done.failure and not done.failure.lasting:
            return _known(entry)
        key = _values_key(job.sha256, job.file, job.supplied)
        place = (
            self._place("values", self.values, key) if done.made_from else self._place("rows", self.rows, job.sha256)
        )
        stored = self._store(place, pack(replace(entry, body=_deflated(done.values))), needed=bool(numbers))
        return _known(entry, Kept(key, stored))

    def settle(self) -> None:
        """Wait until everything kept so far is on the disk."""
        if self._writers:
            self._writers.shutdown()
            self._writers = None
            self._waiting.clear()

    def tidy(self) -> None:
        """Remove entries of versions that were not used for two weeks."""
        stages = {"words": self.words, "rows": self.rows, "values": self.values, "tables": self.tables}
        used = {self.folder / self._place(*stage, "") for stage in stages.items()}
        for version in self.folder.glob("*/*"):
            if version in used:
                _touch(version)
            elif _is_old(version):
                shutil.rmtree(version, ignore_errors=True)

    def _place(self, stage: str, version: str, key: str) -> str:
        """Where an entry stands below the folder; it is sealed under this name."""
        return f"{stage}/{version[:16]}/{key}"

    def _entry(self, place: str) -> tuple[str, Entry] | None:
        """An entry under whose conditions the same would come out now, and its digest."""
        found = self._load(place)
        entry = _unpacked(found[1], Entry) if found else None
        return (found[0], entry) if found and entry and entry.holds(self.limits, self.ocr) else None

    def _load(self, place: str) -> tuple[str, bytes] | None:
        """What was stored there with its digest; None when there is nothing, or not every bit of it."""
        try:
            stored = self._in_memory.get(place) or _content(f"{self.folder}/{place}")
        except OSError:
            return None
        data = unsealed(place, stored)
        return None if data is None else (stored[: len(stored) - len(data)].hex(), data)

    def _store(self, place: str, data: bytes, *, needed: bool = False) -> str:
        """Hand it to a thread that waits for the disk, and give its digest. What is ``needed`` is in memory as long as it is not
        on the disk."""
        stored = sealed(place, data)
        if needed:
            self._in_memory[place] = stored
        if not self._short_of_space():
            self._writers = self._writers or ThreadPoolExecutor(WRITERS)
            while len(self._waiting) >= MOST_WAITING:
                self._waiting.popleft().result()
            self._waiting.append(self._writers.submit(self._write, place, stored))
        return stored[: len(stored) - len(data)].hex()

    def _write(self, place: str, stored: bytes) -> None:
        try:
            write_whole(self.folder / place, stored)
            self._in_memory.pop(place, None)
        except OSError:
            self._full = True

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


def _known(entry: Entry, kept: Kept | None = None) -> Known:
    place = kept if entry.numbers else None
    return Known(entry.kind, entry.media_type, entry.pages, entry.failure, entry.numbers, entry.facts, place)


def _deflated(data: bytes) -> bytes:
    return zlib.compress(data, 1)


def _inflated(body: bytes) -> bytes:
    """Empty where there is nothing, or nothing that was compressed here."""
    try:
        return zlib.decompress(body)
    except zlib.error:
        return b""


def _decoded(body: bytes, kind: type[T]) -> T | None:
    return _unpacked(_inflated(body), kind)


def _unpacked(data: bytes, kind: type[T]) -> T | None:
    try:
        return unpack(data, kind)
    except msgspec.MsgspecError:
        return None


def _content(path: str) -> bytes:
    """The bytes of a file. Ten thousand are read in a night: pathlib would take as long as the disk."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        return file.read()


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
