"""A version covers what its stage is made by, and nothing else voids what was kept."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from pipeline.workers import versions
from pipeline.workers.versions import OPENCV, PROGRAM, READING, ROOT, UNDERSTANDING, Stage

STAGES = {
    "reading": (READING, "parsers.reading"),
    "understanding": (UNDERSTANDING, "parsers.reading, parsers.extraction, normalizers.normalize"),
    "program": (PROGRAM, "pipeline.cli, pipeline.run.assembly"),
}


def python_files(stage: Stage) -> list[Path]:
    return [path for name in stage.code for path in versions._files(ROOT / name) if path.suffix == ".py"]


def loaded(modules: str) -> set[Path]:
    """Files of our own modules that a fresh process loads with these."""
    script = f"import sys, {modules}\nfor m in list(sys.modules.values()): print(getattr(m, '__file__', None) or '')"
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = {Path(line) for line in said.splitlines() if line.startswith(str(ROOT))}
    return {path for path in found if path.relative_to(ROOT).parts[0] in versions.ROOMS}


def imported_libraries(files: list[Path]) -> set[str]:
    """Distributions of what these modules import anywhere, also inside functions."""
    tops: set[str] = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                tops |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                tops.add((node.module or "").partition(".")[0])
    made_by = packages_distributions()
    return {
        name.lower().replace("-", "_") for top in tops for name in made_by.get(top, ()) if top not in versions.ROOMS
    }


@pytest.mark.parametrize("name", STAGES)
def test_what_a_stage_loads_is_in_its_version(name: str) -> None:
    stage, modules = STAGES[name]
    assert loaded(modules) <= set(python_files(stage))


@pytest.mark.parametrize("name", ["reading", "understanding"])
def test_the_libraries_of_a_stage_are_those_that_its_code_imports(name: str) -> None:
    stage, _ = STAGES[name]
    assert imported_libraries(python_files(stage)) - set(OPENCV) == set(stage.libraries) - set(OPENCV)


def test_no_version_asks_for_a_library_that_only_benchmarks_use() -> None:
    assert not {"pdfplumber", "python_docx", "pdfminer"} & set(PROGRAM.libraries)


def test_a_changed_file_is_another_version_and_a_foreign_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "ROOT", tmp_path)
    for name in ("parsers/pdf/a.py", "parsers/language/words.txt", "normalizers/a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    stage = Stage(("parsers/pdf", "parsers/language/words.txt"), ())
    first = stage.version()
    (tmp_path / "normalizers" / "a.py").write_text("2", encoding="utf-8")
    assert stage.version() == first
    (tmp_path / "parsers" / "language" / "words.txt").write_text("2", encoding="utf-8")
    assert stage.version() != first
