"""The look at all inputs before anything is read: submissions with their digests, and one fingerprint of everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from pipeline.names import printable
from pipeline.register.calendar import last_due
from pipeline.run.ledger import Ledger
from pipeline.run.sources import Found, Ignored, changed, digest, list_folder, settle
from pipeline.settings import Settings
from pipeline.workers import versions

_NUMBER = re.compile(r"#\d+$")


@dataclass(frozen=True, slots=True)
class Source:
    """A submission with the digest of its bytes, or with the problem that keeps it from being read."""

    found: Found
    sha256: str = ""
    problem: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """All submissions in the order of their names. ``inputs`` are the digests that, with the sources, decide what is
    published; ``fingerprint`` is all of it in one. ``looked_ns`` is when the looking began, ``facts`` are the files of
    facts by their names, ``as_of`` the day of the edition."""

    sources: tuple[Source, ...]
    ignored: tuple[Ignored, ...]
    inputs: dict[str, str]
    fingerprint: str
    looked_ns: int
    as_of: date
    facts: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders and files of one run, settled from settings and arguments."""

    raw: Path
    clean: Path
    state: Path
    cache: Path
    decisions: Path

    @classmethod
    def of(cls, raw: Path, clean: Path, settings: Settings) -> Paths:
        base = Path(settings.state) if settings.state else clean.absolute().parent / ".tailan"
        decisions = Path(settings.decisions) if settings.decisions else raw.absolute().parent / "decisions.jsonl"
        return cls(raw, clean, base / (clean.absolute().name or "root"), base / "cache", decisions)


def survey(paths: Paths, settings: Settings, ledger: Ledger, now_ns: int, as_of: date | None = None) -> Survey:
    """List the raw folder and digest what changed. ``as_of`` is the day of the edition (None: that of ``now_ns``): a due date
    that has passed is a changed input. Raises Stop(NO_INPUT)."""
    listing = list_folder(paths.raw)
    busy = settle(listing.found, settings.settle_seconds)
    sources = tuple(_source(item, item.name in busy, ledger) for item in listing.found)
    inputs = {
        "program": versions.program(),
        "ocr": versions.ocr(),
        "settings": settings_digest(settings),
        "catalogues": versions.reference(settings.catalogues),
        "agencies": versions.reference(settings.agencies),
        "decisions": versions.reference(str(paths.decisions)),
        "facts": facts_digest(listing.facts),
    }
    parts = [f"{key}={value}" for key, value in inputs.items()]
    day = as_of or date.fromtimestamp(now_ns / 1e9)
    parts += [f"review_threshold={settings.review_threshold}"]  # decides the exit code alone
    parts += [f"due={last_due(settings.calendar, day)}"]
    parts += [f"{source.found.name}={source.sha256 or source.problem}" for source in sources]
    return Survey(sources, listing.ignored, inputs, versions.digest_of(parts), now_ns, day, listing.facts)


def facts_digest(files: tuple[tuple[str, bytes], ...]) -> str:
    """Digest of the files of facts; one that cannot be read counts as such, so that it is told once."""
    return versions.digest_of(f"{name}={_digest_or_problem(path)}" for name, path in files)


def _digest_or_problem(path: bytes) -> str:
    try:
        return digest(path)
    except OSError as error:
        return str(error.strerror)


def settings_digest(settings: Settings) -> str:
    """Digest of the settings that can change what is published."""
    limits = [f"{item.name}={getattr(settings.limits, item.name)}" for item in fields(settings.limits)]
    due = [f"calendar.{item.name}={getattr(settings.calendar, item.name)}" for item in fields(settings.calendar)]
    confidence = f"review_confidence={settings.review_confidence}"
    return versions.digest_of([*limits, *due, confidence, matching_digest(settings)])


def matching_digest(settings: Settings) -> str:
    """Digest of the matcher's thresholds and of the weights file, when there is one."""
    chosen = settings.matching
    thresholds = [f"{name}={getattr(chosen, name)}" for name in ("accept", "propose", "doubt")]
    return versions.digest_of([*thresholds, versions.reference(chosen.weights)])


def _source(item: Found, busy: bool, ledger: Ledger) -> Source:
    if item.problem:
        return Source(item, problem=item.problem, detail=item.detail)
    if busy:
        return Source(item, problem=changed(item) or "still_being_written")
    try:
        return Source(item, ledger.known_digest(item) or digest(item.path))
    except FileNotFoundError as error:
        return Source(item, problem="vanished", detail=error.strerror or "")
    except PermissionError as error:
        return Source(item, problem="no_permission", detail=error.strerror or "")
    except OSError as error:
        return Source(item, problem="read_error", detail=error.strerror or "")


def selected(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether ``--only`` asks for a file: by its path, its last part or a pattern with * and ?, as published or as the
    name stands on the disk; no pattern asks for all. Who asks for a report of a file (``a.docx#2``) asks for the file.

    >>> selected("2023/A01.docx", ("A*.docx",)), selected("2023/A01.docx", ("2024/*",)), selected("a.pdf", ("a.pdf#2",))
    (True, False, True)
    """
    parts = (name, name.rpartition("/")[2])
    asked = dict.fromkeys(form for text in patterns for form in (text, _NUMBER.sub("", text)))
    forms = [form for text in asked for form in dict.fromkeys((text, printable(text)))]
    return not patterns or any(part == form or fnmatchcase(part, form) for form in forms for part in parts)


def first_of_each(sources: tuple[Source, ...]) -> Iterator[Source]:
    """The first path of every content that can be read."""
    seen: set[str] = set()
    for source in sources:
        if source.sha256 and source.sha256 not in seen:
            seen.add(source.sha256)
            yield source
