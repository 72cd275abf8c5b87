"""How long each output takes for 5,000 submissions of 12 rows: ``python -m benchmarks.speed_outputs [submissions]``."""

from __future__ import annotations

import contextlib
import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.synthetic import outcomes
from normalizers.catalogue.files import shipped
from pipeline.outputs import WRITERS
from pipeline.outputs.building.build import build
from pipeline.outputs.databases.loading import load
from tests.pipeline.outputs.databases.servers import postgresql, programs


def main(submissions: int = 5000) -> None:
    """Print processor seconds (what an idle machine needs) and seconds of the clock of each step, and peak memory."""
    made = list(outcomes(submissions))
    before = _peak()
    with tempfile.TemporaryDirectory() as folder:
        start = _now()
        dataset = build(made, shipped(), Path(folder))
        total = _step("build, with the CSV files", start)
        print(f"rows {dataset.counts}")
        for writer in WRITERS:
            start = _now()
            writer.write(dataset, Path(folder))
            total += _step(getattr(writer, "__name__", "writer"), start)
        print(f"{'total':32} {total:6.2f} s CPU; peak memory {_peak()} MB, of which the reports {before} MB")
        _databases(Path(folder), sum(dataset.counts.values()))


def _databases(folder: Path, rows: int) -> None:
    """Rows a second into a DuckDB file and into a PostgreSQL server that is started for it, where one is installed."""
    targets: list[tuple[str, str]] = [("DuckDB file", f"duckdb:///{folder / 'speed.duckdb'}")]
    with contextlib.ExitStack() as servers:
        if programs() is None:
            print("no PostgreSQL server is installed: not measured")
        else:
            address = servers.enter_context(postgresql())
            targets += [("PostgreSQL, new tables", address), ("PostgreSQL, rows exchanged", address)]
        for name, address in targets:
            start = time.perf_counter()
            load(folder, address)
            print(f"{name:32} {rows / (time.perf_counter() - start):9,.0f} rows/s")
            _other_edition(folder)


def _other_edition(folder: Path) -> None:
    """Make the loader believe that the tables are new, so that it loads them again."""
    package = folder / "datapackage.json"
    package.write_text(package.read_text("utf-8").replace('"hash": "sha256:', '"hash": "sha256:0'), "utf-8")


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
