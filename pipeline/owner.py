"""Who makes a file, folder or process that must not outlive its maker: a name that tells whether the maker still lives.

The name is process id, start of the process and process namespace, joined by points. So a later start knows what
belongs to nobody, without a lock, a list or a file that could be left behind itself.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

OWNER = r"\d+\.\d+\.\d+"
"""An owner's name, as a regular expression."""


def owner() -> str:
    """This process: id, start (ticks since the machine started) and namespace."""
    return _named(os.getpid())


@lru_cache
def _named(pid: int) -> str:
    return f"{pid}.{_started(pid)}.{_namespace()}"


def is_alive(name: str) -> bool:
    """Whether an owner is at work; of one in another namespace nothing is known, so it counts as alive."""
    pid, started, namespace = name.split(".")
    return int(namespace) != _namespace() or started == _started(int(pid))


def _started(pid: int) -> str:
    """When a process started; empty when it is gone, or dead and only not yet collected by its parent."""
    try:
        state, *more = (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        )
    except (OSError, ValueError):
        return ""
    return "" if state in "ZX" else more[18]


def _namespace() -> int:
    return os.stat("/proc/self/ns/pid").st_ino  # noqa: PTH116 - a number of the kernel's, not a file
