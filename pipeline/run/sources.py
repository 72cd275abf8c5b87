"""What stands in the raw folder: every submission in a stable order, and what is passed over, with the reason.

Nothing outside the folder is ever opened: a link that leads out of it is a rejected submission. Names are published
in NFC, so that a folder copied through macOS gives the same datasets.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import translate
from pathlib import Path

from pipeline.exits import Exit, Stop

PASSED_OVER = (
    ("~$*", "lock file of Word"),
    (".~lock.*#", "lock file of LibreOffice"),
    (".*", "hidden"),
    ("*.tmp", "temporary"),
    ("*.part", "unfinished download"),
    ("*.partial", "unfinished download"),
    ("*.crdownload", "unfinished download"),
    ("*~", "backup copy of an editor"),
    ("thumbs.db", "made by Windows"),
    ("desktop.ini", "made by Windows"),
    ("__macosx", "made by macOS"),
)
_PASSED_OVER = re.compile(
    "|".join(f"(?P<p{index}>{translate(pattern)})" for index, (pattern, _) in enumerate(PASSED_OVER)), re.IGNORECASE
)
RECENT_SECONDS = 10.0
CHUNK = 1 << 20

Look = tuple[int, int, int, int]
"""Size, mtime, ctime (ns) and inode: a file whose look is the same has the same bytes (see ``Ledger`` for the racy
case)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A submission: its published name, its path on this machine and how it looked. ``problem`` is a code of
    failures.REASONS when it must not or cannot be opened."""

    name: str
    path: str
    look: Look
    problem: str = ""
    detail: str = ""

    @property
    def size(self) -> int:
        return self.look[0]


@dataclass(frozen=True, slots=True)
class Ignored:
    """A path that is no submission: lock, hidden and temporary files."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Submissions in the order of their published names, and what was passed over."""

    found: tuple[Found, ...]
    ignored: tuple[Ignored, ...]


def look_of(status: os.stat_result) -> Look:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def check_folder(raw: Path) -> None:
    """Raises Stop(NO_INPUT) when there is no such folder."""
    if not raw.is_dir():
        raise Stop(Exit.NO_INPUT, f"{raw}: there is no such folder; give the folder that holds the submitted files")


def check_apart(raw: Path, clean: Path) -> None:
    """Raises Stop(USAGE) when the output would become input."""
    inside, outside = clean.resolve(), raw.resolve()
    if inside == outside or outside in inside.parents:
        raise Stop(Exit.USAGE, f"{clean} lies in {raw}: what is published would be read as submissions; give another")


def list_folder(raw: Path) -> Listing:
    """List ``raw`` with everything below it. Raises Stop(NO_INPUT) when it is no readable folder."""
    check_folder(raw)
    ignored: list[Ignored] = []
    try:
        start = os.path.abspath(raw)  # noqa: PTH100 - Path.resolve would follow a link and change the names
        found = list(_walk(start, "", os.path.realpath(raw), ignored))
    except OSError as error:
        raise Stop(Exit.NO_INPUT, f"{error.filename or raw}: cannot be listed ({error.strerror})") from error
    return Listing(tuple(_with_unique_names(found)), tuple(sorted(ignored, key=lambda item: item.name)))


def _walk(folder: str, prefix: str, root: str, ignored: list[Ignored]) -> Iterator[Found]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = prefix + published_name(entry.name)
            reason = passed_over(entry.name)
            if reason:
                ignored.append(Ignored(name, reason))
            elif entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, name + "/", root, ignored)
            else:
                item = _look_at(entry, name, root)
                if isinstance(item, Ignored):
                    ignored.append(item)
                else:
                    yield item


def published_name(name: str) -> str:
    """One part of a path as published: NFC; bytes that are not UTF-8 are written out.

    >>> published_name("Тайлан и\\u0306.docx")
    'Тайлан й.docx'
    """
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "backslashreplace"))


def passed_over(name: str) -> str:
    """Why a name is no submission; empty when it is one.

    >>> passed_over("~$тайлан.docx"), passed_over("тайлан.docx")
    ('lock file of Word', '')
    """
    found = _PASSED_OVER.match(name)
    return PASSED_OVER[int(found.lastgroup[1:])][1] if found and found.lastgroup else ""


def _look_at(entry: os.DirEntry[str], name: str, root: str) -> Found | Ignored:
    try:
        status = entry.stat(follow_symlinks=True)
    except OSError as error:
        status = entry.stat(follow_symlinks=False)
        kind = "broken_link" if entry.is_symlink() else "read_error"
        return Found(name, entry.path, look_of(status), kind, error.strerror or "")
    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if target != root and not target.startswith(root + os.sep):
            return Found(name, entry.path, look_of(entry.stat(follow_symlinks=False)), "outside_link")
        if stat.S_ISDIR(status.st_mode):
            return Ignored(name, "link to a folder that is read at its own place")
    if not stat.S_ISREG(status.st_mode):
        return Found(name, entry.path, look_of(status), "not_a_file")
    return Found(name, entry.path, look_of(status))


def _with_unique_names(found: list[Found]) -> Iterator[Found]:
    """In order of names; where two names on disk have the same NFC form, the later ones keep their own form."""
    taken: set[str] = set()
    for item in sorted(found, key=lambda item: (item.name, os.fsencode(item.path))):
        name = item.name
        if name in taken:
            name = ascii(os.fsencode(item.path)[-len(os.fsencode(name)) :])[2:-1]
        taken.add(name)
        yield item if name == item.name else replace(item, name=name)


def settle(found: Iterable[Found], pause: float, now: float | None = None) -> set[str]:
    """The names of files that are still being written: open for writing on this machine, or different at a second look
    ``pause`` seconds later. Only files that changed in the last seconds are looked at twice, so a quiet folder costs
    nothing."""
    moment = time.time() if now is None else now
    recent = [item for item in found if not item.problem and moment - max(item.look[1:3]) / 1e9 < RECENT_SECONDS]
    busy = {item.name for item in recent if _open_for_writing(item.path)}
    if recent and pause > 0:
        time.sleep(pause)
    return busy | {item.name for item in recent if changed(item)}


def changed(item: Found) -> bool:
    """Whether the file looks different from how it was found (or is gone)."""
    try:
        return look_of(Path(item.path).stat()) != item.look
    except OSError:
        return True


def _open_for_writing(path: str) -> bool:
    """Ask the kernel for a read lease, which it refuses while anybody has the file open for writing."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False  # this file system knows no leases; the second look decides
    finally:
        os.close(descriptor)
    return False


def digest(path: str) -> str:
    """SHA-256 of a file's bytes. Raises OSError."""
    total = hashlib.sha256()
    with Path(path).open("rb", buffering=0) as stream:
        while block := stream.read(CHUNK):
            total.update(block)
    return total.hexdigest()
