"""Figures of the code that may only fall, and how each is measured. ``python -m tests.ratchets`` writes what fell.

A place that is not in ``ratchets.json`` is held to ``LIMITS``; one that is there (it was above the limit when the rule
came) may never exceed its figure again. Sums (loose numbers, rules in data files) are kept for each room.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).parents[1]
KEPT = Path(__file__).with_name("ratchets.json")
ROOMS = ("parsers", "normalizers", "pipeline")
#: Modules in a folder, lines in a module, cyclomatic complexity of a function (McCabe, as ruff counts it).
LIMITS: Final = {"modules": 15, "lines": 350, "complexity": 12}
#: They name a position or a neutral element, not a decision.
_PLAIN: Final = (0, 1, 2, -1, 0.0, 1.0)
_COMPLEX: Final = re.compile(r"`(\w+)` is too complex \((\d+) >")


def modules() -> Iterator[Path]:
    """Every module of the three rooms."""
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def modules_a_folder() -> dict[str, int]:
    """Modules of each folder over the limit, ``__init__`` apart."""
    count = Counter(_name(path.parent) for path in modules() if path.name != "__init__.py")
    return {folder: figure for folder, figure in count.items() if figure > LIMITS["modules"]}


def lines_a_module() -> dict[str, int]:
    """Lines of each module over the limit."""
    lines = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    return {name: figure for name, figure in lines.items() if figure > LIMITS["lines"]}


def complexity() -> dict[str, int]:
    """Complexity of each function over the limit, as ``module:function``; of two of one name the higher."""
    command = [sys.executable, "-m", "ruff", "check", "--select", "C901", "--output-format", "json", "--exit-zero"]
    limit = f"lint.mccabe.max-complexity={LIMITS['complexity']}"
    done = subprocess.run(
        [*command, "--config", limit, *ROOMS], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    found: dict[str, int] = {}
    for violation in json.loads(done.stdout):
        function, figure = _COMPLEX.search(violation["message"]).groups()  # type: ignore[union-attr]
        place = f"{_name(Path(violation['filename']))}:{function}"
        found[place] = max(found.get(place, 0), int(figure))
    return found


def numbers_outside_constants() -> dict[str, int]:
    """Numbers inside functions and defaults, for parsers and normalizers: each is a decision without a name."""
    return {
        room: sum(len(loose_numbers(path.read_text(encoding="utf-8"))) for path in (ROOT / room).rglob("*.py"))
        for room in ROOMS[:2]
    }


def loose_numbers(code: str) -> list[float]:
    """Numbers of a module that stand in no module-level or class-level assignment, the plain ones apart."""
    body = ast.parse(code).body
    functions = [node for top in body for node in ast.walk(top) if isinstance(node, ast.FunctionDef | ast.Lambda)]
    inner = {id(node) for outer in functions for node in ast.walk(outer) if node is not outer}
    outermost = [node for node in functions if id(node) not in inner]
    literals = (node for function in outermost for node in ast.walk(function) if isinstance(node, ast.Constant))
    return [
        node.value
        for node in literals
        if isinstance(node.value, int | float) and not isinstance(node.value, bool) and node.value not in _PLAIN
    ]


def rules_in_data() -> dict[str, int]:
    """Entries of each room's data files that hold rules. Catalogues (``plans``), sentences for people and the table of
    letters (what a sign looks like, and nothing decided by it) are no rules."""
    return {
        room: sum(
            _leaves(tomllib.loads(path.read_text(encoding="utf-8")))
            for path in (ROOT / room).rglob("*.toml")
            if path.parent.name != "plans" and path.name not in ("findings.toml", "confusions.toml")
        )
        for room in ROOMS[:2]
    }


def _leaves(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_leaves(item) for item in value.values())
    return sum(_leaves(item) for item in value) if isinstance(value, list) else 1


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


MEASURES: Final[Mapping[str, Callable[[], dict[str, int]]]] = {
    "modules": modules_a_folder,
    "lines": lines_a_module,
    "complexity": complexity,
    "numbers": numbers_outside_constants,
    "rules": rules_in_data,
}


def main() -> None:
    """Write every figure that fell; what rose stays as it was, so that the test still speaks."""
    kept: dict[str, dict[str, int]] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    fallen = {
        name: {place: min(figure, kept.get(name, {}).get(place, figure)) for place, figure in measure().items()}
        for name, measure in MEASURES.items()
    }
    KEPT.write_text(json.dumps(fallen, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
