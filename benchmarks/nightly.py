"""Nights over some thousand submissions: speed, cost of a change, scaling, memory, and a kill in the middle.

    python -m benchmarks.nightly [--files 2000] [--changed 100] [--seed 7] [--scans]

Documents come from the corpus (docx, pdf, with --scans also scanned pages); each is used many times with other bytes,
so that every file is read for itself. Prints one figure a line; exits with 1 when a figure misses its target.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KINDS = "docx,rl"
IDLE_LOAD = 0.6
"""Load average below which a scaling figure means something on a shared machine."""


@dataclass(frozen=True, slots=True)
class Night:
    """What one run cost: wall seconds, CPU seconds of all its processes, and its account."""

    wall: float
    cpu: float
    account: dict[str, Any]


def run(base: Path, *options: str, **settings: str) -> Night:
    """One run as cron starts it."""
    environment = {**os.environ, "TAILAN_SETTLE_SECONDS": "0", **settings}
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "pipeline", "run", str(base / "raw"), str(base / "clean"), "--quiet", *options]
    subprocess.run(command, env=environment, check=False)
    wall, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    account = json.loads((base / ".tailan" / "clean" / "run.json").read_text(encoding="utf-8"))
    return Night(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, account)


def other_bytes(data: bytes, number: int) -> bytes:
    """The same document with other bytes: a comment in the archive, or behind the end of a PDF."""
    if data.startswith(b"PK"):
        stream = io.BytesIO(data)
        with zipfile.ZipFile(stream, "a") as archive:
            archive.comment = f"{number}".encode()
        return stream.getvalue()
    return data + f"\n% {number}\n".encode()


def fill(raw: Path, models: list[Path], numbers: range) -> None:
    """Submissions ``numbers`` from the models in turn."""
    raw.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        model = models[number % len(models)]
        (raw / f"{number:05d}{model.suffix}").write_bytes(other_bytes(model.read_bytes(), number))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--changed", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scans", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nightly-") as folder:
        return Simulation(Path(folder), options.files, options.changed, options.seed, options.scans).all_nights()


@dataclass(slots=True)
class Simulation:
    """The nights in order; ``missed`` counts figures that miss their target."""

    folder: Path
    files: int
    changed: int
    seed: int
    scans: bool
    missed: int = 0

    def all_nights(self) -> int:
        models = self._models()
        base = self.folder / "nightly"
        fill(base / "raw", models, range(self.files))
        first = run(base)
        self._say(
            f"first night, {self.files} files",
            f"{first.wall:.1f} s, {first.cpu / self.files * 1000:.1f} ms of CPU a file",
        )
        self._memory(first)
        quiet = min((run(base) for _ in range(3)), key=lambda night: night.wall)
        seconds = quiet.wall if os.getloadavg()[0] < IDLE_LOAD + 1 else quiet.cpu  # a busy machine makes everybody wait
        self._say(
            "nothing changed",
            f"{quiet.wall:.2f} s, {quiet.cpu:.2f} s of CPU",
            seconds < 1.0 and quiet.account["unchanged"],
        )
        self._changes(base, models)
        self._kill(base, models)
        self._scaling(models)
        return int(self.missed > 0)

    def _models(self) -> list[Path]:
        kinds = KINDS + (",scan" if self.scans else "")
        command = [sys.executable, "-m", "benchmarks.corpus", str(self.folder / "models"), "--kinds", kinds]
        subprocess.run([*command, "--count", "8", "--seed", str(self.seed)], check=True, stdout=subprocess.DEVNULL)
        return sorted(path for path in (self.folder / "models" / "raw").iterdir() if path.suffix in (".docx", ".pdf"))

    def _changes(self, base: Path, models: list[Path]) -> None:
        """A night with some new files among all the old ones, beside the same files alone: reading costs the same, only
        the tables of all submissions are built anew."""
        new = range(self.files, self.files + self.changed)
        fill(base / "raw", models, new)
        among = run(base)
        alone = self.folder / "alone"
        fill(alone / "raw", models, new)
        apart = run(alone)
        read = (among.account["cpu_seconds"], apart.account["cpu_seconds"])
        self._say(
            f"{self.changed} new among {self.files}: documents read",
            str(among.account["read"]),
            among.account["read"] == self.changed,
        )
        self._say(
            "reading them: CPU among the old ones, and alone",
            f"{read[0]:.1f} s, {read[1]:.1f} s",
            read[0] < 1.5 * read[1] + 1,
        )
        self._say("whole night", f"{among.wall:.1f} s, {among.cpu:.1f} s of CPU (alone {apart.wall:.1f} s)")

    def _kill(self, base: Path, models: list[Path]) -> None:
        """kill -9 in the middle of a night, then a night to its end."""
        fill(base / "raw", models, range(self.files + self.changed, self.files + 2 * self.changed))
        before = (base / "clean" / "current").readlink()
        command = [sys.executable, "-m", "pipeline", "run", str(base / "raw"), str(base / "clean"), "--quiet"]
        process = subprocess.Popen(command)
        time.sleep(random.Random(self.seed).uniform(1.0, 3.0))
        process.kill()
        process.wait()
        intact = (base / "clean" / "current").readlink() == before
        after = run(base)
        self._say("kill -9, then a whole night", f"{after.wall:.1f} s", intact and after.account["new_edition"])

    def _scaling(self, models: list[Path]) -> None:
        """Throughput of two workers against one, on documents that are read anew."""
        base = self.folder / "scaling"
        fill(base / "raw", models, range(min(self.files, 400)))
        run(base)
        idle = os.getloadavg()[0] < IDLE_LOAD + 1
        seconds = []
        for workers in ("1", "2"):
            night = run(base, "--force", "--workers", workers)
            seconds.append(max(night.account["reading_seconds"], 0.001))
        gain = seconds[0] / seconds[1]
        self._say(
            "two workers against one",
            f"{gain:.2f}x" + ("" if idle else " (busy machine: means little)"),
            gain > 1.7 or not idle,
        )

    def _memory(self, night: Night) -> None:
        """Peak memory of a worker while it reads the first and the last tenth of its documents."""
        peaks = [item["memory_bytes"] for item in night.account["files"] if item["memory_bytes"]]
        tenth = max(len(peaks) // 10, 1)
        early, late = max(peaks[:tenth]), max(peaks[-tenth:])
        self._say(
            "peak memory of a worker",
            f"{early / 1e6:.0f} MB in the first tenth, {late / 1e6:.0f} MB in the last",
            late < 1.3 * early,
        )

    def _say(self, what: str, figure: str, fine: bool = True) -> None:
        self.missed += not fine
        print(f"{what:<55} {figure}{'' if fine else '   MISSED'}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
