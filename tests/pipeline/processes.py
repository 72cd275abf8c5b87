"""Processes that a test left behind, told from everybody else's by a variable that they inherit."""

from __future__ import annotations

import os
import time
from pathlib import Path

VARIABLE = "TEST_RUN_OF"


def left_behind(base: Path) -> list[int]:
    """Other processes that were started with ``TEST_RUN_OF=base`` in their environment and are still alive."""
    needle = f"{VARIABLE}={base}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and needle in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return [number for number in found if number != os.getpid()]


def wait_until_gone(base: Path, seconds: float = 5) -> list[int]:
    """Those that are still alive after so many seconds."""
    deadline = time.monotonic() + seconds
    while (alive := left_behind(base)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return alive
