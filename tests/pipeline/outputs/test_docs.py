"""The documents for analysts: every snippet that can run here runs, every column is described."""

from __future__ import annotations

import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from pipeline.schema.loading import schema
from tests.pipeline.outputs import docs_columns
from tests.pipeline.outputs.making import CATALOGUES, built, finding, outcome, record, rejected, written

DOCUMENT = Path(__file__).parents[3] / "docs" / "for-analysts.md"
BLOCKS = re.findall(r"^```([^\n]+)\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.M | re.S)


def blocks(kind: str) -> list[str]:
    return [text for name, text in BLOCKS if name == kind]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working directory with ``data/clean``."""
    place = tmp_path_factory.mktemp("analyst")
    made = [outcome("a.docx", record(1), record(2, "2.1", None), findings=(finding(),)), rejected()]
    written(built(made, CATALOGUES), place / "data" / "clean")
    return place


@pytest.mark.slow
@pytest.mark.parametrize("snippet", blocks("python"))
def test_python(place: Path, snippet: str) -> None:
    done = subprocess.run([sys.executable, "-c", snippet], cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("snippet", blocks("sql duckdb"))
def test_duckdb(place: Path, monkeypatch: pytest.MonkeyPatch, snippet: str) -> None:
    monkeypatch.chdir(place)
    with duckdb.connect() as engine:
        assert engine.execute(snippet).fetchall()


@pytest.mark.slow
@pytest.mark.parametrize("snippet", blocks("sql sqlite"))
def test_sqlite(place: Path, snippet: str) -> None:
    with closing(sqlite3.connect(place / "data" / "clean" / "tailan.sqlite")) as base:
        assert base.execute(snippet).fetchall()


@pytest.mark.slow
@pytest.mark.parametrize("line", [line for text in blocks("sh") for line in text.splitlines()])
def test_commands(place: Path, line: str) -> None:
    program, *arguments = shlex.split(line)
    assert program == "tailan"
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments], cwd=place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_every_table_and_view_is_named() -> None:
    english, mongolian = DOCUMENT.read_text(encoding="utf-8").split("# Шинжээчдэд\n")
    for table in schema().tables:
        assert table.name in english
        assert table.name in mongolian
    assert all(view.name in english for view in schema().views)


def test_the_columns_in_the_contract_are_those_of_the_schema() -> None:
    text = docs_columns.DOCUMENT.read_text(encoding="utf-8")
    assert docs_columns.renewed(text) == text, "run python -m tests.pipeline.outputs.docs_columns"
