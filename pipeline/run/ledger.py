"""What this output folder remembers between runs: how every file looked, what the current edition was made from, and
the account of each run (``run.json``)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from pipeline.durable import sealed, unsealed, write_whole
from pipeline.run.sources import Found, Look
from pipeline.workers.packing import pack, unpack

NAME = "ledger.msgpack"
RACY_NS = 2_000_000_000
"""A file changed less than this before it was listed may change again without its look telling (coarse clocks)."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Remembered after a finished run. ``files`` is look and digest by name; ``written_ns`` when they were looked at.
    ``fingerprint`` stands for all inputs of the edition ``shown``; ``edition_looks`` tell whether somebody touched it.
    ``exit_code`` and ``summary`` (``summary_mn`` in Mongolian) are what the run ``run`` ended with."""

    files: dict[str, tuple[Look, str]] = field(default_factory=dict)
    written_ns: int = 0
    fingerprint: str = ""
    shown: str = ""
    edition_looks: dict[str, Look] = field(default_factory=dict)
    exit_code: int = 0
    summary: str = ""
    summary_mn: str = ""
    run: str = ""

    def known_digest(self, item: Found) -> str:
        """The digest of a file that looks as it did; empty when it must be hashed."""
        look, sha256 = self.files.get(item.name, ((0, 0, 0, 0), ""))
        quiet = max(item.look[1:3]) < self.written_ns - RACY_NS
        return sha256 if look == item.look and quiet else ""


def load_ledger(folder: Path) -> Ledger:
    """The ledger of this output folder; an empty one when there is none or it is damaged."""
    try:
        return unpack(unsealed(NAME, (folder / NAME).read_bytes()) or b"", Ledger)
    except (OSError, msgspec.MsgspecError):
        return Ledger()


def save_ledger(folder: Path, ledger: Ledger) -> None:
    """Raises OSError."""
    write_whole(folder / NAME, sealed(NAME, pack(ledger)))


def save_run(folder: Path, run_id: str, account: dict[str, Any], keep: int) -> Path:
    """Write ``runs/RUN.json`` and ``run.json`` (the same); forget the oldest. Raises OSError."""
    text = (json.dumps(account, ensure_ascii=False, indent=1) + "\n").encode(errors="backslashreplace")
    write_whole(folder / "runs" / f"{run_id}.json", text)
    write_whole(folder / "run.json", text)
    for suffix in (".json", ".jsonl"):
        for old in sorted((folder / "runs").glob(f"*{suffix}"))[:-keep]:
            old.unlink(missing_ok=True)
    return folder / "run.json"
