"""Which mutants are tried, and by which tests."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutants.mutations import Mutant, mutants

#: Seconds of tests that one mutant is tried with: the nearest tests come first.
SECONDS_EACH = 15.0
#: Programs of this package are killed when their work is done and leave no records: its tests are tried for all of it.
KILLED = "pipeline/workers"


@dataclass(frozen=True, slots=True)
class Records:
    """What each test of a room runs, and how long it takes."""

    tests: dict[tuple[str, int], frozenset[str]]  # path, line -> tests; "" where it runs while modules are imported
    of_module: dict[str, frozenset[str]]
    seconds: dict[str, float]

    @classmethod
    def load(cls, folder: Path) -> Records:
        tests: dict[tuple[str, int], set[str]] = defaultdict(set)
        of_module: dict[str, set[str]] = defaultdict(set)
        seconds: dict[str, float] = {}
        for file in folder.glob("*.json"):
            record = json.loads(file.read_text(encoding="utf-8"))
            seconds |= record["seconds"]
            for path, lines in record["lines"].items():
                for line, names in lines.items():  # several processes may have run the line
                    tests[path, int(line)].update(names)
                    of_module[path].update(name for name in names if name)
        return cls(
            {key: frozenset(value) for key, value in tests.items()},
            {key: frozenset(value) for key, value in of_module.items()},
            seconds,
        )

    def chosen(self, mutant: Mutant) -> tuple[str, ...]:
        """The tests that run the line, the module's own first, then its package's, then the quickest.

        What runs at import is tried with all tests of the module.
        """
        lines = range(mutant.line, mutant.last_line + 1)
        found = frozenset[str]().union(*(self.tests.get((mutant.path, line), frozenset()) for line in lines))
        if "" in found or not mutant.function:
            found |= self.of_module.get(mutant.path, frozenset())
        if not found and mutant.path.startswith(KILLED):
            found = frozenset(test for test in self.seconds if test.startswith(f"tests/{KILLED}/"))
        module = Path(mutant.path)
        own, package = f"/test_{module.stem}.py::", f"tests/{module.parent}/"

        def distance(test: str) -> tuple[int, float, str]:
            near = own in test or test.startswith(f"{mutant.path}::")
            return 0 if near else 1 if test.startswith(package) else 2, self.seconds.get(test, 0.0), test

        chosen: list[str] = []
        total = 0.0
        for test in sorted(found - {""}, key=distance):
            total += self.seconds.get(test, 0.0)
            if chosen and total > SECONDS_EACH:
                break
            chosen.append(test)
        return tuple(chosen)


def all_mutants(root: Path, part: str) -> list[Mutant]:
    """Every mutant of a room, of a package or of one module (``parsers/scan``), in the order of the paths."""
    files = [root / part] if part.endswith(".py") else sorted((root / part).rglob("*.py"))
    return [
        mutant
        for file in files
        if file.name not in {"__init__.py", "__main__.py"}
        for mutant in mutants(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8"))
    ]


def sample(population: list[Mutant], size: int, seed: int) -> list[Mutant]:
    """Every k-th from a start by chance: modules get their share by size. In an order by chance.

    >>> numbers = list(range(100))
    >>> sorted(number // 25 for number in sample(numbers, 4, seed=1))
    [0, 1, 2, 3]
    """
    chance = random.Random(seed)
    step = max(1.0, len(population) / size)
    start = chance.random() * step
    chosen = [
        population[int(start + number * step)] for number in range(size) if start + number * step < len(population)
    ]
    chance.shuffle(chosen)
    return chosen


def equivalents(file: Path) -> frozenset[tuple[str, str, str]]:
    """The mutants that a person found to change nothing: three lines each, ``path function``, change, reason."""
    blocks = file.read_text(encoding="utf-8").strip().split("\n\n") if file.exists() else []
    named = set()
    for block in blocks:
        if block.startswith("#"):
            continue
        place, change, reason = (line.strip() for line in block.splitlines())
        if not reason.startswith("because "):
            raise ValueError(f"{file.name}: no reason: {change}")
        path, _, function = place.partition(" ")
        named.add((path, function, change))
    return frozenset(named)
