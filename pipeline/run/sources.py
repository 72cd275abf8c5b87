"""What stands in the raw folder: every submission in a stable order, and what is passed over, with the reason.

Nothing outside the folder is ever opened: a link that leads out of it is a rejected submission. Paths are bytes; their
published form (pipeline.names) is NFC, so that a folder copied through macOS gives the same datasets.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import stat
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fnmatch import translate
from pathlib import Path

from pipeline.exits import Exit, Stop
from pipeline.names import PATH_MOST, exact, original, printable, reach

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
FACTS = "facts about submissions"
"""Why a file of facts is no submission (pipeline.run.facts reads it)."""
SIDECAR, FACTS_TABLE = ".tailan.toml", "facts.csv"
"""What such files are called: ``NAME.tailan.toml`` beside a submission; one table at the top of the raw folder."""
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
    """A submission: its published name (unique), its absolute path on this machine and how it looked. ``problem`` is a
    code of failures.REASONS when it must not or cannot be opened."""

    name: str
    path: bytes
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
    """Submissions in the order of their published names, what was passed over, and files of facts by their names."""

    found: tuple[Found, ...]
    ignored: tuple[Ignored, ...]
    facts: tuple[tuple[str, bytes], ...] = ()


def look_of(status: os.stat_result) -> Look:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def check_folder(raw: Path) -> None:
    """Raises Stop(NO_INPUT) when there is no such folder."""
    if not raw.is_dir():
        raise Stop(
            Exit.NO_INPUT,
            f"{raw}: there is no such folder; give the folder that holds the submitted files",
            f"{raw}: ийм хавтас алга; ирүүлсэн файлуудын хавтсыг өгнө үү",
        )


def check_apart(raw: Path, clean: Path) -> None:
    """Raises Stop(USAGE) when the output would become input, or is the root of the file system."""
    inside, outside = clean.resolve(), raw.resolve()
    if inside == Path(inside.anchor):
        raise Stop(
            Exit.USAGE,
            f"{clean} is the root of the file system; give a folder of its own for the tables",
            f"{clean} бол файлын системийн эх хавтас; хүснэгтүүдэд тусдаа хавтас өгнө үү",
        )
    if inside == outside or outside in inside.parents:
        raise Stop(
            Exit.USAGE,
            f"{clean} lies in {raw}: what is published would be read as submissions; give another",
            f"{clean} нь {raw} дотор байна: нийтэлсэн зүйлийг ирүүлсэн материал гэж унших тул өөр хавтас өгнө үү",
        )


def check_filled(raw: Path) -> None:
    """Raises Stop(NO_INPUT) when there is no submission: a first edition without any is meant by nobody."""
    if not list_folder(raw).found:
        raise Stop(
            Exit.NO_INPUT,
            f"{raw}: holds no submissions; is it mounted? (--accept publishes empty tables all the same)",
            f"{raw}: ирүүлсэн материал алга; хавтас холбогдсон уу? (--accept гэвэл хоосон хүснэгт нийтэлнэ)",
        )


def list_folder(raw: Path) -> Listing:
    """List ``raw`` with everything below it, however deep. A folder that cannot be listed is a submission with that
    problem, so that nobody takes what is in it for withdrawn. Raises Stop(NO_INPUT) when ``raw`` itself cannot be."""
    check_folder(raw)
    start = os.path.abspath(os.fsencode(raw))  # noqa: PTH100 - Path.resolve would follow a link and change the names
    walk = _Walk(start, os.path.realpath(start), [start])
    while walk.waiting:
        folder = walk.waiting.pop()
        try:
            walk.enter(folder)
        except OSError as error:
            if folder == start:
                raise Stop(
                    Exit.NO_INPUT,
                    f"{raw}: cannot be listed ({error.strerror})",
                    f"{raw}: хавтсыг уншиж чадсангүй ({error.strerror})",
                ) from error
            problem = "vanished" if isinstance(error, FileNotFoundError) else "folder_unreadable"
            walk.found.append(_unseen(walk.name(folder), folder, problem, error))
    return Listing(
        tuple(walk.with_unique_names()),
        tuple(sorted(walk.ignored, key=lambda item: item.name)),
        tuple(sorted(walk.facts)),
    )


@dataclass(slots=True)
class _Walk:
    """The walk below ``start`` (``root`` with links resolved): folders still to be listed, and what was found."""

    start: bytes
    root: bytes
    waiting: list[bytes]
    found: list[Found] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    facts: list[tuple[str, bytes]] = field(default_factory=list)

    def below(self, path: bytes) -> bytes:
        """A path relative to the raw folder."""
        return path[len(self.start.rstrip(b"/")) + 1 :]

    def name(self, path: bytes) -> str:
        return printable(self.below(path))

    def enter(self, folder: bytes) -> None:
        """Put every entry of a folder where it belongs. Raises OSError when it cannot be listed."""
        with reach(folder) as near, os.scandir(near) as listed:
            entries = list(listed)
        for entry in entries:
            path = folder.rstrip(b"/") + b"/" + entry.name
            try:
                if reason := passed_over(os.fsdecode(entry.name)):
                    self.ignored.append(Ignored(self.name(path), reason))
                elif is_facts(self.name(path)) and entry.is_file(follow_symlinks=False):
                    self.ignored.append(Ignored(self.name(path), FACTS))
                    self.facts.append((self.name(path), path))
                elif entry.is_dir(follow_symlinks=False):
                    self.waiting.append(path)
                else:
                    self._look_at(path, entry.is_symlink())
            except OSError as error:
                problem = "vanished" if isinstance(error, FileNotFoundError) else "read_error"
                self.found.append(_unseen(self.name(path), path, problem, error))

    def _look_at(self, path: bytes, link: bool) -> None:
        name = self.name(path)
        with reach(path) as near:
            own = os.lstat(near)
            status = _followed(near) if link else own
        look = look_of(own)
        if status is None:
            self.found.append(Found(name, path, look, "broken_link"))
        elif link and not self._inside(path):
            self.found.append(Found(name, path, look, "outside_link"))
        elif link and stat.S_ISDIR(status.st_mode):
            self.ignored.append(Ignored(name, "link to a folder that is read at its own place"))
        else:
            problem = "" if stat.S_ISREG(status.st_mode) else "not_a_file"
            self.found.append(Found(name, path, look_of(status), problem))

    def _inside(self, link: bytes) -> bool:
        """Whether a link stays in the raw folder; of one too deep to be resolved that is not known."""
        target = os.path.realpath(link)
        return len(link) <= PATH_MOST and (target == self.root or target.startswith(self.root.rstrip(b"/") + b"/"))

    def with_unique_names(self) -> list[Found]:
        """In order of names. Of paths with the same published form the one whose letters are as published keeps it
        (else the first by its bytes); the others get their exact form."""
        alike: dict[str, list[Found]] = {}
        for item in self.found:
            alike.setdefault(item.name, []).append(item)
        unique: list[Found] = []
        for items in alike.values():
            items.sort(key=lambda item: (self.below(item.path) != original(item.name), item.path))
            unique.append(items[0])
            unique += [replace(item, name=exact(self.below(item.path))) for item in items[1:]]
        return sorted(unique, key=lambda item: item.name)


def _followed(link: bytes) -> os.stat_result | None:
    """What a link leads to; None when it leads nowhere."""
    try:
        return os.stat(link)  # noqa: PTH116 - paths are bytes here
    except OSError:
        return None


def _unseen(name: str, path: bytes, problem: str, error: OSError) -> Found:
    """A submission of which nothing could be seen."""
    return Found(name, path, (0, 0, 0, 0), problem, error.strerror or "")


def is_facts(name: str) -> bool:
    """Whether a path below the raw folder is called like facts about submissions.

    >>> is_facts("2024/тайлан.pdf.tailan.toml"), is_facts("facts.csv"), is_facts("2024/facts.csv")
    (True, True, False)
    """
    return name == FACTS_TABLE or (name.endswith(SIDECAR) and name.rpartition("/")[2] != SIDECAR)


def passed_over(name: str) -> str:
    """Why a name is no submission; empty when it is one.

    >>> passed_over("~$тайлан.docx"), passed_over("тайлан.docx")
    ('lock file of Word', '')
    """
    found = _PASSED_OVER.match(name)
    return PASSED_OVER[int(found.lastgroup[1:])][1] if found and found.lastgroup else ""


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


def changed(item: Found) -> str:
    """Why the file must not be read as it was found: it looks different, or is gone; empty when neither."""
    try:
        with reach(item.path) as path:
            look = look_of(os.stat(path))  # noqa: PTH116 - paths are bytes here
    except FileNotFoundError:
        return "vanished"
    except OSError:
        return "still_being_written"
    return "" if look == item.look else "still_being_written"


def _open_for_writing(path: bytes) -> bool:
    """Ask the kernel for a read lease, which it refuses while anybody has the file open for writing."""
    try:
        with reach(path) as near:
            descriptor = os.open(near, os.O_RDONLY)
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


def digest(path: bytes) -> str:
    """SHA-256 of a file's bytes. Raises OSError."""
    total = hashlib.sha256()
    with reach(path) as near, open(near, "rb", buffering=0) as stream:  # noqa: PTH123 - paths are bytes here
        while block := stream.read(CHUNK):
            total.update(block)
    return total.hexdigest()
