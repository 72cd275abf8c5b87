"""What became of one file: the record that travels from the worker to the datasets and the run ledger.

Nothing in an Outcome depends on time, host or order, so that datasets built from outcomes are byte-identical in every
run. Times and attempts are kept beside it, in ``Cost``, and go to the run ledger and the log only.
"""

from __future__ import annotations

from dataclasses import dataclass

from normalizers.report import Report

OK = "ok"
REJECTED = "rejected"
PENDING = "pending"
DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file found in the raw folder. Every file has exactly one.

    ``file`` is the path below the raw folder as published (pipeline.names), ``/`` separated. ``status`` is ``ok`` (there is a report),
    ``rejected`` (there is none; ``reason`` is a machine code, ``hint``/``hint_mn`` say what to do, ``detail`` what was
    seen in this file, with the limit and the value where a limit was reached), ``pending`` (there is none yet, for a
    reason that passes by itself: failures.PASSING; published as ``review``) or ``duplicate`` (same bytes as
    ``duplicate_of``, the first path in order; a copy of a rejected file is rejected for the same reason). Whether an
    ``ok`` submission is published as ``review`` is decided where the datasets are built. ``sha256`` is empty when the
    bytes could not be read (a link out of the folder, no permission). ``media_type``, ``kind`` and ``pages`` are
    known once a reader has claimed the file.
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
    report: Report | None = None
    duplicate_of: str = ""

    @property
    def submission_id(self) -> str:
        """First 16 hex digits of the SHA-256; empty when the bytes could not be read."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a file cost in this run. Seconds; ``cached`` names the stage that came from the cache (or is empty)."""

    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    memory_bytes: int = 0
    attempts: int = 0
    cached: str = ""
