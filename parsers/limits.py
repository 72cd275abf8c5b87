"""Resource limits: one frozen record, set by the pipeline from the settings, kept by every reader.

Defaults come from sweeps over odd public files (``make sweep``): real reports stay far below all of them.
"""

from __future__ import annotations

import resource
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Sizes are bytes, pixels are whole-page counts, seconds are CPU seconds."""

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
    cpu_seconds: int = 120
    ocr_page_cpu_seconds: int = 60
    wall_seconds: int = 1200


DEFAULT_LIMITS = Limits()


def grant_cpu(seconds: int) -> None:
    """Raise this process's CPU budget by ``seconds`` before a piece of work that has a budget of its own, such as a
    scanned page. Does nothing in a process that has no budget (tests, notebooks)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if soft != resource.RLIM_INFINITY:
        wanted = soft + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
