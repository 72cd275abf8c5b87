"""One run at a time on an output folder. The kernel releases the lock with the process, so a stale one cannot block."""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.exits import Exit, Stop

NAME = ".lock"


@contextlib.contextmanager
def locked(folder: Path, what: str) -> Iterator[None]:
    """Hold the lock of ``folder``. Raises Stop(LOCKED) naming the holder, Stop(OUTPUT_NOT_WRITABLE), never waits."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise Stop(
            Exit.OUTPUT_NOT_WRITABLE,
            f"{folder}: cannot be written ({error.strerror})",
            f"{folder}: бичих боломжгүй ({error.strerror})",
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop(
                Exit.LOCKED,
                f"{folder.parent}: {holder(folder)}; wait for its end or stop it",
                f"{folder.parent}: энд өөр ажиллагаа явж байна; дуусахыг нь хүлээх, эсвэл зогсооно уу",
            ) from None
        _sign(descriptor, what)
        yield
    finally:
        os.close(descriptor)


def _sign(descriptor: int, what: str) -> None:
    """Write who holds it; a full disk must not keep anybody from working."""
    words = {
        "process": os.getpid(),
        "user": _user(),
        "host": socket.gethostname(),
        "since": time.strftime("%Y-%m-%d %H:%M:%S %z"),
        "command": what,
    }
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(words).encode(), 0)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def holder(folder: Path) -> str:
    """Who is at work, in words."""
    try:
        words = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return "`{command}` of {user} is at work here since {since} (process {process} on {host})".format(**words)
    except (OSError, ValueError, KeyError):
        return "another run is at work here"
