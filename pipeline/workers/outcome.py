"""What became of one file: the record that travels from the worker to the datasets and the run ledger.

Nothing in an Outcome depends on time, host or order, so that datasets built from outcomes are byte-identical in every
run. Times are kept beside it, in ``Cost``, and go to the run ledger and the log only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from normalizers.report import Facts, Report, submission_id

OK = "ok"
REJECTED = "rejected"
PENDING = "pending"
DUPLICATE = "duplicate"
CONTAINER = "container"
PAGE = "page"


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the reports of a file are kept (pipeline.workers.cache) and the digest of what is there."""

    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One report of a file found in the raw folder, or the file itself where it holds none. Every file has at least one.

    ``file`` is the path below the raw folder as published (pipeline.names), ``/`` separated; the second report of a file
    is ``file#2`` and has the ``number`` 2. ``status`` is ``ok`` (there is a report), ``rejected`` (there is none;
    ``reason`` is a machine code, ``hint``/``hint_mn`` say what to do, ``detail``/``detail_mn`` what was seen in this file,
    with the limit and the value where a limit was reached), ``pending`` (there is none yet, for a reason that passes by itself:
    failures.PASSING; published as ``review``), ``duplicate`` (same bytes as ``duplicate_of``, the first path in order; a
    copy of a rejected file is rejected for the same reason), ``container`` (its members have outcomes of their own, whose
    ``container`` it is) or ``page`` (a further page of the report of ``part_of``; that report's ``identity`` and
    ``sha256`` are the digest over those of all its pages). Whether an
    ``ok`` submission is published as ``review`` is decided where the datasets are built. ``sha256`` is empty when the
    bytes could not be read (a link out of the folder, no permission). ``media_type``, ``kind`` and ``pages`` are
    known once a reader has claimed the file; ``converted_from`` is the media type of what was converted to be read.
    The report itself is either here or ``kept`` in the cache, a hundred thousand of them are too much to have at hand.
    ``facts`` are kept of a rejected submission. ``received_at`` comes from a mail, a sidecar or a person, never from the
    file's time; ``said_to_count``: a person said that this report counts, or that it does not; ``supplied_from``: who told both.
    """

    file: str
    sha256: str
    bytes: int
    status: str
    media_type: str = ""
    kind: str = ""
    pages: int | None = None
    reason: str = ""
    hint: str = ""
    hint_mn: str = ""
    detail: str = ""
    detail_mn: str = ""
    report: Report | None = None
    duplicate_of: str = ""
    number: int = 1
    identity: str = ""
    converted_from: str = ""
    container: str = ""
    part_of: str = ""
    received_at: date | None = None
    said_to_count: bool | None = None
    supplied_from: str = ""
    facts: Facts = NO_FACTS
    kept: Kept | None = None

    @property
    def submission_id(self) -> str:
        """Key of the submission in every table; empty when the bytes could not be read."""
        return submission_id(self.identity or self.sha256, self.number)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a file cost in this run. Seconds; ``cached`` names the stage that came from the cache (or is empty)."""

    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    memory_bytes: int = 0
    cached: str = ""
