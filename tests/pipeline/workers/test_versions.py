"""A version covers what its stage is made by, and nothing else voids what was kept."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from pipeline.workers import versions
from pipeline.workers.versions import OPENCV, PROGRAM, ROOT, ROWS, VALUES, WORDS, Stage

STAGES = {
    "rows": (ROWS, "parsers.reading, parsers.extraction"),
    "values": (VALUES, "normalizers.normalize"),
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


@pytest.mark.parametrize("name", ["rows", "values"])
def test_the_libraries_of_a_stage_are_those_that_its_code_imports(name: str) -> None:
    stage, _ = STAGES[name]
    own = [path for path in python_files(stage) if path.relative_to(ROOT).parts[0] != "pipeline"]
    assert (imported_libraries(own) | {"msgspec"}) - set(OPENCV) == set(stage.libraries) - set(OPENCV)


def test_no_version_asks_for_a_library_that_only_benchmarks_use() -> None:
    assert not {"pdfplumber", "python_docx", "pdfminer"} & set(PROGRAM.libraries)


def changed(monkeypatch: pytest.MonkeyPatch, tree: Path, file: str) -> set[str]:
    """Which of the three stages have another version once this file of a copy of the program is another one."""
    monkeypatch.setattr(versions, "ROOT", tree)
    stages = {"words": WORDS, "rows": ROWS, "values": VALUES}
    before = {name: stage.version() for name, stage in stages.items()}
    with (tree / file).open("ab") as stream:
        stream.write(b"\n")
    return {name for name, stage in stages.items() if stage.version() != before[name]}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program."""
    folder = tmp_path_factory.mktemp("tree")
    for room in versions.ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.mark.parametrize(
    ("file", "stages"),
    [
        ("parsers/scan/ocr/tesseract.py", {"words", "rows"}),
        ("parsers/scan/ocr/letters.py", {"rows"}),
        ("parsers/scan/recheck/recheck.py", {"rows"}),
        ("parsers/layout/cells.py", {"rows"}),
        ("parsers/measures/header.py", {"rows"}),
        ("parsers/language/row_words.toml", {"rows", "values"}),
        ("parsers/language/letters.py", {"rows", "values"}),
        ("parsers/language/lists/mongolian.txt.gz", {"rows", "values"}),
        ("normalizers/linkage/weights.json", {"values"}),
        ("normalizers/lookups/agencies.toml", {"values"}),
        ("normalizers/curation/draft.py", set()),
        ("parsers/drawing.py", set()),
        ("pipeline/outputs/report.py", set()),
    ],
)
def test_a_change_voids_the_stages_that_use_it(
    tree: Path, monkeypatch: pytest.MonkeyPatch, file: str, stages: set[str]
) -> None:
    assert changed(monkeypatch, tree, file) == stages


def test_the_words_are_made_by_what_asks_the_recogniser_and_what_that_imports() -> None:
    """Errors and limits end a reading, and boxes have their type from elsewhere; none of them changes what is said."""
    bystanders = {ROOT / "parsers" / f"{name}.py" for name in ("document", "errors", "limits", "scan/raster")}
    ours = {path for path in loaded("parsers.scan.ocr.memory") if path.name != "__init__.py"}
    assert ours - bystanders == set(python_files(WORDS))


@pytest.mark.parametrize("name", STAGES)
def test_everything_that_a_version_names_is_there(name: str) -> None:
    assert [place for place in STAGES[name][0].code if not (ROOT / place).exists()] == []
