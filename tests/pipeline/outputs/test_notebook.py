"""The published tables as Python sees them: by name, and with a sentence where there is no such table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.outputs.notebook import Tables
from pipeline.schema.loading import schema


def test_tables_are_known_by_their_names(tmp_path: Path) -> None:
    tables = Tables(tmp_path)
    names = tuple(table.name for table in schema().tables)
    assert tables.names == tuple(tables) == names and set(names) <= set(dir(tables))
    assert "schema_version" in dir(tables), "what every table has is still there"
    assert repr(tables) == f"<tables of {tmp_path}: {', '.join(names)}>"


def test_a_table_that_is_none_is_told_with_those_that_are(tmp_path: Path) -> None:
    tables = Tables(tmp_path)
    with pytest.raises(KeyError, match="no table 'nothing'; there are submissions, "):
        tables["nothing"]
    for name in ("nothing", "_measures"):
        with pytest.raises(AttributeError, match=f"no table '{name}'"):
            getattr(tables, name)


def test_version_and_codebook_are_those_of_the_edition(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text(json.dumps({"schema_version": "7.1"}), encoding="utf-8")
    (tmp_path / "codebook.csv").write_text("table,title\nmeasures,NA\n", encoding="utf-8")
    tables = Tables(tmp_path)
    assert tables.schema_version == "7.1" and tables.codebook["title"].tolist() == ["NA"]
