"""What a killed process leaves: temporary folders, and processes that a document started. The owner (pipeline.owner)
stands in the name of a folder and in the mark that worker processes inherit."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.owner import OWNER, is_alive, owner

MARK = "TAILAN_CHILD_MARK"
PREFIX = "tailan-"
_OWNED = re.compile(rf"{PREFIX}({OWNER})-")
_MARKED = re.compile(rf"(?:^|\0){MARK}=({OWNER})\.".encode())


def new_folder() -> str:
    """A temporary folder that ``sweep`` removes once this process is gone. Raises OSError."""
    return tempfile.mkdtemp(prefix=f"{PREFIX}{owner()}-")


@contextlib.contextmanager
def temporary_folder() -> Iterator[str]:
    """A temporary folder for the time of the block. Raises OSError."""
    folder = new_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """End the processes and remove the temporary folders of owners that are gone. Never fails: what cannot be removed
    now is removed by a later start."""
    while victims := [pid for pid in _processes() if _is_orphan(_MARKED.search(_environment_of(pid)))]:
        for pid in victims:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.002)
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if _is_orphan(_OWNED.match(entry.name)):
                shutil.rmtree(entry.path, ignore_errors=True)


def kill_marked(mark: str) -> None:
    """Kill every process that carries the mark in its environment: descendants of a worker inherit it, whatever session
    or parent they moved to. Repeats until none is left, because a process may start another one meanwhile."""
    needle = f"{MARK}={mark}\0".encode()
    while victims := [pid for pid in _processes() if needle in _environment_of(pid)]:
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.002)


def _is_orphan(found: re.Match[str] | re.Match[bytes] | None) -> bool:
    return found is not None and not is_alive(os.fsdecode(found[1]))


def _processes() -> list[int]:
    return [
        int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and int(entry.name) != os.getpid()
    ]


def _environment_of(pid: int) -> bytes:
    """Empty for a process that is gone, a zombie or somebody else's."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""
