"""The output folder: editions side by side, one of them shown, switched by renaming one link.

    CLEAN/measures.csv -> current/measures.csv      stable paths for people and tools
    CLEAN/current      -> .editions/ID              renamed over: the switch
    CLEAN/.editions/ID/measures.csv                 never changed once it stands
    CLEAN/.editions/ID.json                         what it was made from

Whoever resolves ``CLEAN/current`` once reads all tables of one edition. Nothing but symbolic links and ``rename`` is
used, so it works in a git checkout, on a mount point and in a container layer. Files that are not ours stay
untouched.
"""

from __future__ import annotations

import calendar
import contextlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.durable import flush_folder, sweep_beside, write_whole
from pipeline.exits import Exit, Stop
from pipeline.run.sources import Look, digest, look_of

CURRENT = "current"
HOME = ".editions"
BUILDING = ".building-"
SHOWING = ".showing-"
RECORD = ".json"
STAMP_FORM = "%Y%m%dT%H%M%SZ"
STAMP = re.compile(r"\d{4}(0[1-9]|1[0-2])([0-2]\d|3[01])T([01]\d|2[0-3])[0-5]\d[0-5]\dZ")


@dataclass(frozen=True, slots=True)
class Edition:
    """The record beside an edition. ``inputs`` are digests (program, settings, catalogues, agencies, decisions) and
    ``sources`` the digest of every submission by name: with them `tailan diff` says why something changed."""

    id: str
    created: str
    run: str
    digest: str
    inputs: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    note: str = ""


class Shelf:
    """The editions of one output folder. Methods that write raise OSError and need the lock (pipeline.run.lock)."""

    def __init__(self, clean: Path) -> None:
        self.clean = clean
        self.home = clean / HOME

    def current(self) -> str | None:
        """The id of the edition shown; None when there is none."""
        link = self.clean / CURRENT
        try:
            identity = link.readlink().name
        except OSError:
            return None
        return identity if (self.home / identity).is_dir() else None

    def folder(self, identity: str) -> Path:
        """Where an edition stands, by id or by a beginning of it that only one has. Raises Stop(NO_INPUT)."""
        matching = [known for known in self.ids() if known.startswith(identity)] if identity else []
        if identity in matching:
            matching = [identity]
        if len(matching) != 1:
            what = "there is no such edition" if not matching else f"{len(matching)} editions begin like this"
            raise Stop(
                Exit.NO_INPUT,
                f"{identity!r}: {what}; `tailan editions {self.clean}` lists them",
                f"{identity!r}: ийм хувилбар алга, эсвэл хэд хэдэн нь ингэж эхэлдэг; `tailan editions {self.clean}` бүгдийг харуулна",
            )
        return self.home / matching[0]

    def ids(self) -> list[str]:
        """Ids of all editions, oldest first."""
        if not self.home.is_dir():
            return []
        return sorted(path.name for path in self.home.iterdir() if path.is_dir() and not path.name.startswith("."))

    def stamp(self, seconds: int) -> str:
        """Time part of the next id: ``seconds`` (since 1970), or a second after the newest edition where that is
        later (two runs within a second, a clock set back), so that ids stay in the order of publication."""
        return time.strftime(STAMP_FORM, time.gmtime(max(seconds, max(self._stamps(), default=0) + 1)))

    def _stamps(self) -> list[int]:
        found = (STAMP.match(identity) for identity in self.ids())
        return [calendar.timegm(time.strptime(stamp[0], STAMP_FORM)) for stamp in found if stamp]

    def record(self, identity: str) -> Edition:
        """The record of an edition; nearly empty when it was adopted or its record is lost."""
        path = self.home / f"{identity}{RECORD}"
        try:
            content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return Edition(**content)
        except (OSError, ValueError, TypeError):
            return Edition(identity, "", "", "")

    def check_own(self) -> None:
        """Raises Stop(GATE_REFUSED) when the folder holds things but was never published into: it may be meant for
        something else. A plain folder of tables (copied, or made by an early version) counts as ours."""
        ours = self.home.is_dir() or (self.clean / CURRENT).is_symlink() or (self.clean / "submissions.csv").is_file()
        strange = [] if ours or not self.clean.is_dir() else [p.name for p in self.clean.iterdir() if p.name[0] != "."]
        if strange:
            raise Stop(
                Exit.GATE_REFUSED,
                f"{self.clean} holds other things ({min(strange)} …) and no edition; give another folder, "
                "or publish there all the same with --accept",
                f"{self.clean}: хавтаст өөр зүйл байна ({min(strange)} …), өөр хавтас өгөх, эсвэл --accept гэж нийтэлнэ үү",
            )

    @contextlib.contextmanager
    def building(self) -> Iterator[Path]:
        """An empty folder to build an edition in; removed unless ``publish`` took it."""
        self.home.mkdir(parents=True, exist_ok=True)
        folder = self.home / f"{BUILDING}{os.getpid()}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def publish(self, built: Path, record: Edition) -> None:
        """Flush the built edition to disk, give it its name and show it. A mark stands beside it until it is shown, so
        that one that a killed run has not shown is known as such."""
        flush(built)
        mark = self.home / f"{SHOWING}{record.id}"
        mark.touch()
        write_whole(
            self.home / f"{record.id}{RECORD}",
            (json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n").encode(),
        )
        built.rename(self.home / record.id)
        flush_folder(self.home)
        self.show(record.id)
        mark.unlink()

    def show(self, identity: str) -> None:
        """Make the stable paths, then switch ``current`` in one step; links that lead nowhere afterwards are
        removed."""
        self._adopt()
        names = sorted(path.name for path in (self.home / identity).iterdir())
        for name in names:
            self._link(name)
        put_link(f"{HOME}/{identity}", self.clean / CURRENT)
        flush_folder(self.clean)
        self._drop_dangling()

    def _drop_dangling(self) -> None:
        """Remove stable paths that lead nowhere: their table is gone, or was about to come when a run was killed."""
        for path in self.clean.iterdir():
            if path.is_symlink() and str(path.readlink()) == f"{CURRENT}/{path.name}" and not path.exists():
                path.unlink()

    def _link(self, name: str) -> None:
        """The stable path of one file of the editions, unless it is there."""
        place = self.clean / name
        if not (place.is_symlink() and str(place.readlink()) == f"{CURRENT}/{name}"):
            if place.is_dir() and not place.is_symlink():
                raise Stop(
                    Exit.OUTPUT_NOT_WRITABLE,
                    f"{place}: a folder stands where a table belongs; move it away",
                    f"{place}: хүснэгтийн оронд хавтас байна; түүнийг зөөнө үү",
                )
            put_link(f"{CURRENT}/{name}", place)

    def _adopt(self) -> None:
        """A plain folder of tables (copied, or made by hand) becomes the first edition before anything is switched, so
        that its readers, too, see either the old tables or the new ones."""
        current = self.clean / CURRENT
        oldest = min(self._stamps(), default=int(time.time()))
        stamp = time.strftime(STAMP_FORM, time.gmtime(oldest - 1))  # before the edition that is to be shown
        if current.is_dir() and not current.is_symlink():
            current.rename(self.home / f"{stamp}-adopted")
            put_link(f"{HOME}/{stamp}-adopted", current)
        if self.current() or not (self.clean / "submissions.csv").is_file():
            return
        plain = [
            path for path in self.clean.iterdir() if path.is_file() and not path.is_symlink() and path.name[0] != "."
        ]
        adopted = self.home / f"{BUILDING}adopted"
        adopted.mkdir()
        for path in plain:
            shutil.copy2(path, adopted / path.name)
        flush(adopted)
        mark = self.home / f"{SHOWING}{stamp}-adopted"
        mark.touch()
        adopted.rename(self.home / f"{stamp}-adopted")
        put_link(f"{HOME}/{stamp}-adopted", current)
        mark.unlink()

    def prune(self, keep: int) -> list[str]:
        """Remove the oldest editions but ``keep``; the one shown always stays."""
        shown = self.current()
        old = [identity for identity in self.ids()[:-keep] if identity != shown]
        for identity in old:
            self._remove(identity)
        return old

    def _remove(self, identity: str) -> None:
        doomed = self.home / f"{BUILDING}{identity}"
        if (self.home / identity).is_dir():
            (self.home / identity).rename(doomed)
        (self.home / f"{identity}{RECORD}").unlink(missing_ok=True)
        shutil.rmtree(doomed, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what killed runs left: half-built and never shown editions, records of none, links on their way."""
        if not self.home.is_dir():
            return
        for mark in self.home.glob(f"{SHOWING}*"):
            identity = mark.name.removeprefix(SHOWING)
            if identity != self.current():
                self._remove(identity)
            mark.unlink()
        for path in self.home.glob(f"{BUILDING}*"):
            shutil.rmtree(path, ignore_errors=True)
        for record in self.home.glob(f"[!.]*{RECORD}"):
            if not record.with_suffix("").is_dir():
                record.unlink()
        sweep_beside(self.home)
        for path in self.clean.glob(".link-*"):
            path.unlink(missing_ok=True)
        self._drop_dangling()

    def looks(self) -> dict[str, Look]:
        """How every file of the shown edition and every stable path looks, to notice that somebody touched one."""
        shown = self.current()
        if shown is None:
            return {}
        files = {f"{shown}/{path.name}": look_of(path.stat()) for path in sorted((self.home / shown).iterdir())}
        links = {name: name for name in (path.rpartition("/")[2] for path in files)}
        return files if all((self.clean / name).is_symlink() for name in links) else {}


def put_link(target: str, place: Path) -> None:
    """Make or replace a symbolic link in one step."""
    beside = place.with_name(f".link-{place.name}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    beside.replace(place)


def flush(folder: Path) -> None:
    """Bring every file of a folder, and the folder, to disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
    flush_folder(folder)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of an edition by name."""
    return {
        str(path.relative_to(folder)): digest(os.fsencode(path)) for path in sorted(folder.rglob("*")) if path.is_file()
    }


def same_sizes(one: Path, other: Path) -> bool:
    """Whether two editions have files of the same names and sizes, so that it is worth to read them."""
    sizes = [{path.name: path.stat().st_size for path in folder.iterdir()} for folder in (one, other)]
    return sizes[0] == sizes[1]
