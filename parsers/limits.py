"""Resource limits: one frozen record, set by the pipeline from the settings, kept by every reader.

CPU seconds are counted for a document, from when its worker begins with it: everything that the worker does for it and
the programs that it starts. ``plain_cpu_seconds`` for all that is no recognition, ``ocr_page_cpu_seconds`` more for each
page that is recognised, and never more than ``cpu_seconds`` in all, however many pages it has. The kernel keeps watch
(RLIMIT_CPU) and ends the process, also inside C code.

Defaults come from sweeps over odd public files (``make sweep``): real reports stay far below all of them.
"""

from __future__ import annotations

import resource
import signal
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Sizes are bytes, pixels are whole-page counts, seconds are CPU seconds. ``page_looks`` are
    second looks at doubtful places of a scanned page: 2-4 ms each, so a damaged page takes little more than half a
    second longer, never more; 0 where they cannot be made."""

    file_bytes: int = 200_000_000
    pages: int = 500
    page_pixels: int = 40_000_000
    page_rulings: int = 20_000
    page_characters: int = 200_000
    unpacked_bytes: int = 300_000_000
    parts: int = 5_000
    cells: int = 200_000
    column_span: int = 63
    nesting: int = 20
    memory_bytes: int = 2 * 1024**3
    cpu_seconds: int = 1200
    plain_cpu_seconds: int = 240
    ocr_page_cpu_seconds: int = 60
    wall_seconds: int = 1200
    page_looks: int = 200


DEFAULT_LIMITS = Limits()


@dataclass(slots=True)
class _Ceiling:
    """CPU seconds of this process at which the document that it works on has had all that it may; None: no document."""

    seconds: int | None = None


_ceiling = _Ceiling()


def begin_document(limits: Limits) -> None:
    """Give this process a fresh CPU budget for one document."""
    used = _own_cpu()
    _ceiling.seconds = used + limits.cpu_seconds
    _set_budget(used + limits.plain_cpu_seconds)


def grant_cpu(seconds: int) -> None:
    """Raise this process's CPU budget by ``seconds`` before a piece of work that has a budget of its own, such as a
    scanned page; lower it by what a program used that was started. Does nothing in a process that works on no document
    (tests, notebooks)."""
    if _ceiling.seconds is not None:
        _ceiling.seconds += min(seconds, 0)
        _set_budget(resource.getrlimit(resource.RLIMIT_CPU)[0] + seconds)


def cpu_left() -> int | None:
    """CPU seconds that are left of this process's budget, at least 1; None in a process that has none."""
    soft = resource.getrlimit(resource.RLIMIT_CPU)[0]
    return None if _ceiling.seconds is None else max(soft - _own_cpu(), 1)


def _set_budget(seconds: int) -> None:
    """The kernel looks at what this process uses only: where others used up the budget, its end is said here."""
    assert _ceiling.seconds is not None
    budget = min(seconds, _ceiling.seconds)
    if budget < _own_cpu():
        signal.raise_signal(signal.SIGXCPU)
    resource.setrlimit(resource.RLIMIT_CPU, (max(budget, 1), resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _own_cpu() -> int:
    """CPU seconds that this process has used, rounded up: the kernel counts whole ones."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return int(usage.ru_utime + usage.ru_stime) + 1
