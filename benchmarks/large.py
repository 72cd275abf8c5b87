"""Nights over a large edition whose documents are read already: look, cache, tables, outputs, and the memory they take.

    python -m benchmarks.large [submissions] [--new 100] [--folder FOLDER]

Reports are invented (benchmarks.synthetic, 12 rows each) and stand in the cache as a worker would have left them, so
everything but reading is measured. Every night is a process of its own, as cron starts it: seconds of the clock, of CPU,
and the most memory it had; then its parts as the log of the run tells them (seconds of the clock).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from itertools import islice
from pathlib import Path

from benchmarks.synthetic import outcomes
from pipeline.run.assembly import open_cache
from pipeline.run.survey import Paths
from pipeline.settings import Settings
from pipeline.workers.cache import Rows, Values, digest
from pipeline.workers.messages import Done, Job
from pipeline.workers.packing import pack

PARTS = (("planned", "look and cache"), ("built", "tables"), ("published", "other outputs, gates, switch"))
"""Events of the log and what ends with each."""


def fill(base: Path, first: int, last: int) -> None:
    """Submissions ``first`` to ``last`` as files and as entries of the cache."""
    raw, settings = base / "raw", Settings()
    raw.mkdir(parents=True, exist_ok=True)
    cache = open_cache(Paths.of(raw, base / "clean", settings), settings)
    rows = pack(Rows("application/pdf", "pdf", 7))
    for made in islice(outcomes(last), first, last):
        assert made.report
        content = f"%PDF-1.7 {made.file}".encode()
        sha256 = hashlib.sha256(content).hexdigest()
        (raw / made.file).write_bytes(content)
        values = pack(Values((replace(made.report, sha256=sha256),)))
        done = Done(rows=rows, made_from=digest(rows), values=values, media_type="application/pdf", kind="pdf", pages=7)
        cache.keep(Job(made.file, b"", sha256, len(content)), done)
    cache.settle()


def night(base: Path, what: str) -> None:
    """One run, with what it cost."""
    environment = {**os.environ, "TAILAN_SETTLE_SECONDS": "0"}
    command = [sys.executable, "-m", "pipeline", "run", str(base / "raw"), str(base / "clean"), "--quiet", "--accept"]
    begun = time.monotonic()
    process = subprocess.Popen(command if "nothing" not in what else command[:-1], env=environment)
    _, _, used = os.wait4(process.pid, 0)
    wall, cpu = time.monotonic() - begun, used.ru_utime + used.ru_stime
    account = json.loads((base / ".tailan" / "clean" / "run.json").read_text(encoding="utf-8"))
    print(
        f"{what:36} {wall:8.1f} s {cpu:8.1f} s CPU {used.ru_maxrss / 1024:7.0f} MB   {account['message']}", flush=True
    )
    for part, seconds, processor in parts(base / ".tailan" / "clean" / "runs" / f"{account['run']}.jsonl"):
        print(f"    {part:32} {seconds:8.1f} s {processor:8.1f} s CPU", flush=True)


def parts(log: Path) -> Iterator[tuple[str, float, float]]:
    """The parts of a run: what, seconds of the clock and of CPU."""
    lines = {line["event"]: line for line in map(json.loads, log.read_text(encoding="utf-8").splitlines())}
    wall = cpu = 0.0
    for event, what in PARTS:
        if event in lines:
            now, used = lines[event]["seconds"], lines[event]["cpu_seconds"]
            yield what, now - wall, used - cpu
            wall, cpu = now, used


def main() -> None:
    """The nights in order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("submissions", type=int, nargs="?", default=5000)
    parser.add_argument("--new", type=int, default=100)
    parser.add_argument("--folder", type=Path, help="where there is room; temporary ones are removed")
    options = parser.parse_args()
    place = nullcontext(options.folder) if options.folder else tempfile.TemporaryDirectory(prefix="large-")
    with place as folder:
        base = Path(folder)
        fill(base, 0, options.submissions)
        night(base, f"{options.submissions} submissions, from scratch")
        night(base, "nothing changed")
        fill(base, options.submissions, options.submissions + options.new)
        night(base, f"{options.new} new")


if __name__ == "__main__":
    main()
