"""Files that are there whole or as they were, whatever ends the program or the machine meanwhile; and a seal that
tells whether the disk gave back what it was given."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import threading
from pathlib import Path

from pipeline.owner import OWNER, is_alive, owner

BESIDE = re.compile(rf"\..+\.({OWNER})\.\d+")
"""Names of files that are being written beside the one they will replace: the name, its owner and thread."""


def write_whole(path: Path, data: bytes) -> None:
    """Write beside, flush to disk, rename, flush the folder. Raises OSError; nothing is left beside then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{owner()}.{threading.get_ident()}")
    try:
        with beside.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    flush_folder(path.parent)


def sweep_beside(*folders: Path) -> None:
    """Remove what ``write_whole`` of a process that is gone left in these folders. Raises OSError."""
    for folder in folders:
        for path in folder.glob(".*") if folder.is_dir() else ():
            found = BESIDE.fullmatch(path.name)
            if found and not is_alive(found[1]):
                path.unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """Bring the names in a folder to disk. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def free_bytes(folder: Path) -> int:
    """Free disk where ``folder`` is or will be."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free


def sealed(name: str, data: bytes) -> bytes:
    """The data behind 32 bytes that verify every bit of it, and that it is what was kept under this name."""
    return _digest(name, data) + data


def unsealed(name: str, data: bytes) -> bytes | None:
    """What was sealed under this name; None when anything differs (flipped bits, a torn or zeroed end, another entry).

    >>> unsealed("a", sealed("a", b"17 950 000")), unsealed("b", sealed("a", b"17 950 000")), unsealed("a", b"")
    (b'17 950 000', None, None)
    """
    kept, rest = data[:32], data[32:]
    return rest if kept == _digest(name, rest) else None


def _digest(name: str, data: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\0" + data).digest()
