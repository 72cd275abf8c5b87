"""How long each output takes for 5,000 submissions of 12 rows: ``python -m benchmarks.speed_outputs [submissions]``."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.synthetic import outcomes
from normalizers.catalogue_files import shipped
from pipeline.outputs import WRITERS
from pipeline.outputs.dataset import build


def main(submissions: int = 5000) -> None:
    """Print processor seconds (what an idle machine needs) and seconds of the clock of each step, and peak memory."""
    made = list(outcomes(submissions))
    before = _peak()
    start = _now()
    dataset = build(made, shipped())
    total = _step("build", start)
    print(f"rows {dataset.counts}")
    with tempfile.TemporaryDirectory() as folder:
        for writer in WRITERS:
            start = _now()
            writer.write(dataset, Path(folder))
            total += _step(getattr(writer, "__name__", "writer"), start)
    print(f"{'total':32} {total:6.2f} s CPU; peak memory {_peak()} MB, of which the reports {before} MB")


def _now() -> tuple[float, float]:
    return time.process_time(), time.perf_counter()


def _step(name: str, start: tuple[float, float]) -> float:
    cpu, wall = (now - then for now, then in zip(_now(), start, strict=True))
    print(f"{name:32} {cpu:6.2f} s CPU {wall:6.2f} s wall {_peak():5d} MB")
    return cpu


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
