"""Accuracy by kind of source, review load and speed, on documents drawn anew from a fixed seed.

    python -m benchmarks [--count 30] [--kinds docx,pdf,scan,invalid] [--seed 4711] [--keep]

``--keep`` writes what was printed to ``benchmarks/result.txt``, so that a change shows as a diff.
"""

from __future__ import annotations

import argparse
import io
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from benchmarks import scoring

RESULT = Path(__file__).parent / "result.txt"
SEED = 4711
#: Further benchmarks, each a program of its own: what they need may be missing on this machine, and they say so.
OTHERS = (
    "benchmarks.speed_docx",
    "benchmarks.speed_pdf",
    "benchmarks.speed_ocr",
    "benchmarks.reliability",
    "benchmarks.matching",
    "benchmarks.fields",
)


@dataclass(frozen=True, slots=True)
class Timed:
    """What one program cost: seconds of CPU of it and its children, and of the wall clock."""

    cpu: float
    wall: float


def timed(*arguments: str) -> Timed:
    """Run a Python module; its output goes to stderr. A nonzero exit is no error here: rejected files give one."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([sys.executable, "-m", *arguments], stdout=sys.stderr, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Timed(cpu, time.monotonic() - begun)


def accuracy(kinds: str, count: int, seed: int, folder: Path) -> None:
    """Draw the documents, publish them, compare with the truth; print shares and seconds a document."""
    timed("benchmarks.corpus", str(folder), "--kinds", kinds, "--count", str(count), "--seed", str(seed))
    clean = folder / "clean"
    first = timed("pipeline", "run", str(folder / "raw"), str(clean))
    again = timed("pipeline", "run", str(folder / "raw"), str(clean))
    documents = sum(1 for _ in (folder / "raw").iterdir())
    scores = scoring.score_edition(clean, folder)
    print(f"## Accuracy on {documents} documents (seed {seed}; kinds {kinds})\n")
    print(scoring.report(scoring.grouped(scores, folder)))
    print(f"\nread and published: {first.cpu / documents:.2f} CPU s a document, {first.wall:.1f} s in all")
    print(f"run again, nothing changed: {again.wall:.2f} s")


def other(module: str) -> None:
    """Print another benchmark's own words."""
    print(f"\n## {module}\n", flush=True)
    done = subprocess.run([sys.executable, "-m", module], capture_output=True, text=True, check=False)
    print(done.stdout.strip() if done.returncode == 0 else f"did not run: {done.stderr.strip().splitlines()[-1:]}")


class Both(io.StringIO):
    """Shows on the terminal what it keeps."""

    def write(self, text: str) -> int:
        sys.__stdout__.write(text)  # type: ignore[union-attr]
        return super().write(text)


def main() -> None:
    """Print everything; ``--keep`` keeps it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--count", type=int, default=30, help="documents of each kind")
    parser.add_argument("--kinds", default="docx,pdf,scan,invalid")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only-accuracy", action="store_true")
    parser.add_argument("--keep", action="store_true", help=f"write {RESULT.name}")
    chosen = parser.parse_args()
    with redirect_stdout(Both()) as kept, tempfile.TemporaryDirectory(prefix="tailan-bench-") as folder:
        accuracy(chosen.kinds, chosen.count, chosen.seed, Path(folder))
        if not chosen.only_accuracy:
            for module in OTHERS:
                other(module)
    if chosen.keep:
        RESULT.write_text(kept.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main()
