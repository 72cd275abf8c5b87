"""The published tables are a contract."""

from __future__ import annotations

import json

import pytest

from pipeline.schema.loading import Table, schema
from tests.pipeline.schema.schema_golden import GOLDEN, described

TABLES = schema().tables


def test_the_schema_changes_only_with_its_version() -> None:
    agreed, now = GOLDEN.read_text(encoding="utf-8"), described()
    if agreed != now:
        same = json.loads(agreed)["schema_version"] == schema().schema_version
        hint = "raise schema_version, note it in CHANGELOG.md and" if same else "the version is raised;"
        pytest.fail(f"the schema differs from the agreed one: {hint} run python -m tests.pipeline.schema.schema_golden")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_everything_is_described_in_both_languages(table: Table) -> None:
    for item in (table, *table.columns):
        assert item.title, item.name
        assert item.description.endswith("."), item.name
        assert any("\u0400" <= letter <= "\u04ff" for letter in item.description_mn), item.name
        assert item.title_mn, item.name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_name_columns_that_exist(table: Table) -> None:
    assert len(set(table.names)) == len(table.names)
    assert set(table.key) <= set(table.names)
    assert all(table.column(name).required for name in table.key)
    for key in table.foreign_keys:
        assert set(key.columns) <= set(table.names)
        assert set(key.references) <= set(schema().table(key.table).names)
