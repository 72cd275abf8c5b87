"""The published tables are a contract."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from normalizers.rows.findings import known_findings
from parsers.errors import NoFixedPages, NoSuchPage, ParseError
from parsers.measures.row_kinds import RowKind
from pipeline.outputs.tables.submissions import WAITING
from pipeline.schema.loading import Table, schema
from pipeline.witness.tables import WitnessFailed
from pipeline.workers.failures import REASONS
from pipeline.workers.outcome import CONTAINER, DUPLICATE, PAGE
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


def test_every_reason_and_every_kind_of_leftover_is_listed() -> None:
    """A value outside the list would be refused by the databases: whoever adds a code lists it in datasets.toml."""

    def codes(error: type[ParseError]) -> set[str]:
        return {error.code}.union(*map(codes, error.__subclasses__()))

    errors = {code for code, known in known_findings().items() if known["severity"] == "error"}
    # of `tailan show` and `tailan witness`, never of a submission
    asked_of_a_page = {NoFixedPages.code, NoSuchPage.code, WitnessFailed.code}
    statuses = {WAITING, DUPLICATE, CONTAINER, PAGE}
    made = (codes(ParseError) - asked_of_a_page) | set(REASONS) | errors | statuses
    assert made <= set(schema().table("submissions").column("reason").enum)
    kinds = {str(kind) for kind in RowKind if kind is not RowKind.DATA}
    source = Path(__file__).parents[3]
    kept = {
        kind
        for room in ("parsers", "pipeline")
        for path in (source / room).rglob("*.py")
        for kind in re.findall(
            r'(?:Leftover|account\.keep)\([^"()]*(?:\([^()]*\))?[^"()]*"(\w+)"', path.read_text("utf-8")
        )
    }
    assert {"repeated", "not_a_row", "goal_paragraph"} <= kept
    assert kinds | kept <= set(schema().table("leftovers").column("kind").enum)


def test_ids_of_submissions_have_one_form_in_every_table() -> None:
    found = {table.column("submission_id").pattern for table in TABLES if "submission_id" in table.names}
    assert len(found) == 1
    (form,) = found
    for good in ("0123456789abcdef", "0123456789abcdef-2", "0123456789abcdef-12"):
        assert re.fullmatch(form, good)
    for bad in ("0123456789abcdef-1", "0123456789abcdef-0", "0123456789ABCDEF", "0123456789abcdef-"):
        assert not re.fullmatch(form, bad)
