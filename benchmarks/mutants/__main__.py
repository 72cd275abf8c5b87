"""How much the tests notice: share of small mistakes that the room's own tests find.

    python -m benchmarks.mutants [--each 150] [--seed N] [--minutes 20] [--keep] [parsers normalizers/values ...]

A part is a room, a package or one module; ``--each 0`` tries every mutant of it. The seed is a fresh one unless given.
``--keep`` writes the figures to ``benchmarks/mutants.txt``, so that a change shows as a diff. Mutants that change
nothing are named in ``benchmarks/equivalent_mutants.txt`` and left out. Works on a copy: the tree is never touched.
"""

from __future__ import annotations

import argparse
import compileall
import datetime
import hashlib
import json
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutants.choosing import Records, all_mutants, equivalents, sample
from benchmarks.mutants.mutations import Mutant
from benchmarks.mutants.watching import FOLDER, ROOM, SITE

ROOT = Path(__file__).parents[2]
ROOMS = ("parsers", "normalizers", "pipeline")
RESULT = ROOT / "benchmarks" / "mutants.txt"
EQUIVALENT = ROOT / "benchmarks" / "equivalent_mutants.txt"
#: Processor seconds that a start of the tests may cost beside the tests themselves.
START_SECONDS = 10
#: A mutant may make its tests this many times slower before it counts as found.
SLOWER = 3


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant and what became of it: "killed", "survived", "late", "untested" or "equivalent"."""

    mutant: Mutant
    outcome: str

    @property
    def package(self) -> str:
        return str(Path(self.mutant.path).parent)


def main() -> None:
    options = _options()
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    print(f"seed {seed}")
    end = time.monotonic() + 60 * options.minutes
    known = equivalents(EQUIVALENT)
    with tempfile.TemporaryDirectory(prefix="tailan-mutants-") as folder:
        copies = [_copy(Path(folder) / str(number)) for number in range(options.jobs)]
        tried: list[Tried] = []
        missing = 0
        for number, part in enumerate(options.parts):
            now = time.monotonic()
            until = now + (end - now) / (len(options.parts) - number)  # each part its share of the time that is left
            records = _recorded(part.partition("/")[0], copies[0])
            todo = []
            population = all_mutants(ROOT, part)
            for mutant in sample(population, options.each or len(population), seed):
                tests = records.chosen(mutant)
                if (mutant.path, mutant.function, mutant.change) in known:
                    tried.append(Tried(mutant, "equivalent"))
                elif not tests:
                    tried.append(Tried(mutant, "untested"))
                else:
                    todo.append((mutant, tests, sum(records.seconds.get(test, 0.0) for test in tests)))
            done = _try_all(todo, copies, until)
            missing += len(todo) - len(done)
            tried += done
            print(f"{part}: {len(done)} tried", flush=True)
    text = "\n".join(_table(tried))
    print(text)
    for one in sorted(tried, key=lambda one: (one.mutant.path, one.mutant.line)):
        if one.outcome in {"survived", "untested"}:
            mutant = one.mutant
            print(f"{one.outcome:9} {mutant.path}:{mutant.line} {mutant.function}: {mutant.change}")
    if missing:
        print(f"time is up: {missing} mutants were not tried")
    if options.keep:
        today = datetime.datetime.now(datetime.UTC).date()
        RESULT.write_text(f"{today}, seed {seed}, {options.each} mutants a room\n\n{text}\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=list(ROOMS))
    parser.add_argument("--each", type=int, default=150)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


def _copy(folder: Path) -> Path:
    """The tree without what git and the tools keep in it."""
    ignored = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "clean")
    shutil.copytree(ROOT, folder, ignore=ignored)
    if (ROOT / "data" / "clean").is_dir():
        shutil.copytree(ROOT / "data" / "clean", folder / "data" / "clean")
    compileall.compile_dir(folder, quiet=2)
    return folder


def _environment(copy: Path, **more: str) -> dict[str, str]:
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return {**os.environ, **threads, "PYTHONPATH": str(copy), **more}


def _recorded(room: str, copy: Path) -> Records:
    """Which test of a room runs which line: recorded once for one state of the room and its tests."""
    digest = hashlib.sha256()
    for file in sorted(path for part in (room, "tests", "benchmarks/mutants") for path in (ROOT / part).rglob("*.py")):
        digest.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"tailan-mutants-{digest.hexdigest()[:16]}"
    if not folder.exists():
        print(f"recording the tests of {room}", flush=True)
        with tempfile.TemporaryDirectory(prefix="tailan-records-") as made:
            plugin = ["-n", "2", "-p", "benchmarks.mutants.recording", "--hypothesis-profile=ci"]  # without deadlines
            command = ["-m", "pytest", "-q", "-m", "not slow", *plugin, room, f"tests/{room}"]
            environment = _environment(copy, **{FOLDER: made, ROOM: room})
            site = copy / "sitecustomize.py"
            site.write_text(SITE, encoding="utf-8")
            done = subprocess.run([sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True)
            site.unlink()
            if done.returncode != 0:
                sys.exit(f"the tests of {room} fail without any mutant:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
            shutil.copytree(made, folder)
    return Records.load(folder)


def _try_all(todo: list[tuple[Mutant, tuple[str, ...], float]], copies: Iterable[Path], end: float) -> list[Tried]:
    """Try the mutants, one process a copy, until the time is up."""
    waiting: queue.SimpleQueue[tuple[Mutant, tuple[str, ...], float]] = queue.SimpleQueue()
    for task in todo:
        waiting.put(task)
    tried: list[Tried] = []

    def work(copy: Path) -> None:
        command = [sys.executable, "-m", "benchmarks.mutants.trial"]
        environment, pipe = _environment(copy), subprocess.PIPE
        with subprocess.Popen(command, cwd=copy, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
            assert process.stdin and process.stdout
            while time.monotonic() < end:
                try:
                    mutant, tests, seconds = waiting.get_nowait()
                except queue.Empty:
                    break
                limit = START_SECONDS + SLOWER * seconds
                task = {"path": mutant.path, "source": mutant.source, "tests": tests, "seconds": limit}
                process.stdin.write(json.dumps(task) + "\n")
                process.stdin.flush()
                outcome = process.stdout.readline().strip()
                if not outcome:
                    raise RuntimeError(f"the process that tries mutants ended at {mutant.path}: {mutant.change}")
                tried.append(Tried(mutant, outcome))
            process.stdin.close()

    threads = [threading.Thread(target=work, args=(copy,)) for copy in copies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tried


def _table(tried: list[Tried]) -> Iterable[str]:
    """A line for each package and room: mutants, equivalent, killed (with those that ran out of time), survivors."""
    yield f"{'':28}{'mutants':>9}{'equivalent':>12}{'killed':>9}{'survived':>10}{'killed of the rest':>20}"
    for room in ROOMS:
        of_room = [one for one in tried if one.mutant.path.startswith(f"{room}/")]
        for package in sorted({one.package for one in of_room} - {room}):
            yield _line(f"  {package}", [one for one in of_room if one.package == package])
        if of_room:
            yield _line(room, of_room)


def _line(name: str, tried: list[Tried]) -> str:
    equivalent = sum(one.outcome == "equivalent" for one in tried)
    killed = sum(one.outcome in {"killed", "late"} for one in tried)
    rest = len(tried) - equivalent
    share = f"{killed / rest:.0%}" if rest else "-"
    return f"{name:28}{len(tried):9}{equivalent:12}{killed:9}{rest - killed:10}{share:>20}"


if __name__ == "__main__":
    main()
