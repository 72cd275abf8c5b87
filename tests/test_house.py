"""The architecture as rules beside the import contracts of pyproject.toml: one error boundary, no machine paths, links."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("parsers", "normalizers", "pipeline")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def swallows(handler: ast.ExceptHandler) -> bool:
    """Whether it traps everything and does not raise it on."""
    names = (
        {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else {"Exception"}
    )
    return bool(names & {"Exception", "BaseException"}) and not isinstance(handler.body[-1], ast.Raise)


def test_one_error_boundary() -> None:
    """Only the worker traps everything; elsewhere an unexpected error must surface."""
    offenders = [
        str(path.relative_to(ROOT))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and swallows(node) and path.name != "worker.py"
    ]
    assert offenders == []


def test_no_pandas_before_the_outputs() -> None:
    offenders = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if path.relative_to(ROOT).parts[0] != "pipeline"
        and re.search(r"^\s*(import|from) pandas", path.read_text(encoding="utf-8"), re.M)
    ]
    assert offenders == []


def test_no_machine_paths_are_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    text = (
        ROOT / name for name in listed.stdout.splitlines() if name.endswith((".py", ".md", ".toml", ".sh", "Makefile"))
    )
    pattern = re.compile(r"(?<![\w.])/(work|root|home/\w+)/")
    offenders = [
        str(path.relative_to(ROOT))
        for path in text
        if path.exists() and pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_links_between_documents_lead_somewhere() -> None:
    documents = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
    links = [
        (path, target)
        for path in documents
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    ]
    assert len(links) > 3
    assert [target for path, target in links if not (path.parent / target).exists()] == []
