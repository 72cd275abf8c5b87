"""How tables are described and checked: codebook, data package, rules, cells of the workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas
import pytest

from pipeline.outputs.checks import problems
from pipeline.outputs.codebook import allowed, codebook
from pipeline.outputs.package import package
from pipeline.outputs.sheet import CELL_LIMIT, escaped, fitting, utf16_length
from pipeline.schema.loading import Column, ForeignKey, Schema, Table


def column(name: str, kind: str = "integer", **changes: Any) -> Column:
    return Column(name, kind, "T", "Г", "D", "Т", **changes)


PARENT = Table("parent", "T", "Г", "D", "Т", (column("id", required=True, unique=True),), ("id",))
CHILD = Table(
    "child",
    *("T", "Г", "D", "Т"),
    (
        column("parent_id", required=True),
        column("number", minimum=1, maximum=9),
        column("kind", "text", enum=("a", "b")),
        column("code", "text", pattern="[0-9]+"),
    ),
    ("parent_id", "number"),
    (ForeignKey(("parent_id",), "parent", ("id",)),),
)
SCHEMA = Schema("1.0.0", (PARENT, CHILD))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"enum": ("a", "b"), "pattern": "x"}, "a; b"),
        ({"pattern": "x"}, "pattern x"),
        ({"minimum": 0}, "at least 0"),
        ({"maximum": 0}, "at most 0"),
        ({"minimum": 0, "maximum": 1.5}, "0 to 1.5"),
    ],
)
def test_what_a_column_allows(changes: dict[str, Any], said: str) -> None:
    assert allowed(column("a", **changes)) == said


def test_the_codebook_names_keys_and_what_they_refer_to() -> None:
    lines = [line[1:7] for line in codebook(SCHEMA)]
    assert lines == [
        ("parent", "", "table", "", "id", ""),
        ("parent", "id", "integer", "true", "key", ""),
        ("child", "", "table", "", "parent_id; number", ""),
        ("child", "parent_id", "integer", "true", "key; parent.id", ""),
        ("child", "number", "integer", "false", "key", "1 to 9"),
        ("child", "kind", "text", "false", "", "a; b"),
        ("child", "code", "text", "false", "", "pattern [0-9]+"),
    ]


def test_the_data_package_says_what_the_schema_says(tmp_path: Path) -> None:
    for table in SCHEMA.tables:
        (tmp_path / f"{table.name}.csv").write_text("x", encoding="utf-8")
    described = package(SCHEMA, tmp_path, date(2023, 8, 1))
    assert described["as_of"] == "2023-08-01" and "as_of" not in package(SCHEMA, tmp_path)
    parent, child = (resource["schema"] for resource in described["resources"])
    assert (described["resources"][0]["bytes"], parent["primaryKey"]) == (1, ["id"])
    assert "foreignKeys" not in parent and "primaryKey" not in replace_key(tmp_path)
    assert child["foreignKeys"] == [{"fields": ["parent_id"], "reference": {"resource": "parent", "fields": ["id"]}}]
    assert parent["fields"][0]["constraints"] == {"required": True, "unique": True}
    assert [field.get("constraints") for field in child["fields"]] == [
        {"required": True},
        {"minimum": 1, "maximum": 9},
        {"enum": ["a", "b"]},
        {"pattern": "[0-9]+"},
    ]
    zero = package(Schema("1", (replace(PARENT, columns=(column("id", minimum=0), column("x"))),)), tmp_path)
    first, second = zero["resources"][0]["schema"]["fields"]
    assert first["constraints"] == {"minimum": 0} and "constraints" not in second


def replace_key(folder: Path) -> dict[str, Any]:
    """The described schema of a table without a key."""
    found: dict[str, Any] = package(Schema("1", (replace(PARENT, key=()),)), folder)["resources"][0]["schema"]
    return found


GOOD = {
    "parent": {"id": [1, 2]},
    "child": {"parent_id": [1, 1, 2], "number": [1, 9, None], "kind": ["a", None, "b"], "code": ["12", None, "3"]},
}


def broken(**changes: list[Any]) -> list[tuple[Any, ...]]:
    """What is told when columns of the child are others."""
    frames = {"parent": pandas.DataFrame(GOOD["parent"]), "child": pandas.DataFrame({**GOOD["child"], **changes})}
    return [tuple(line[1:]) for line in problems(SCHEMA, frames.__getitem__).itertuples(index=False)]


def test_tables_that_keep_their_promise() -> None:
    assert broken() == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"number": [0, 9, 10]}, [("number", "at least 1", 1, "0"), ("number", "at most 9", 1, "10")]),
        ({"kind": ["c", "d", None]}, [("kind", "one of a, b", 2, "c")]),
        ({"code": ["1x", None, "3"]}, [("code", "matches [0-9]+", 1, "1x")]),
        ({"number": [1, 1, None]}, [("parent_id, number", "key is unique", 1, "1, 1.0")]),
        ({"parent_id": [1, 1, 7]}, [("parent_id", "stands in parent", 1, "7")]),
        ({"other": [1, 2, 3]}, [("other", "column is of the schema", 3, "")]),
    ],
)
def test_each_broken_rule_is_told_with_its_first_value(changes: dict[str, list[Any]], told: list[Any]) -> None:
    assert broken(**changes) == told


def test_unknown_values_break_only_what_is_required() -> None:
    assert broken(parent_id=[1, 1, None]) == [("parent_id", "required", 1, "nan")]


def test_twice_the_same_and_columns_that_are_missing() -> None:
    frames = {
        "parent": pandas.DataFrame({"id": [1, 1]}),
        "child": pandas.DataFrame(GOOD["child"]).drop(columns="parent_id"),
    }
    assert [tuple(line) for line in problems(SCHEMA, frames.__getitem__).itertuples(index=False)] == [
        ("parent", "id", "unique", 1, "1"),
        ("parent", "id", "key is unique", 1, "1"),
        ("child", "parent_id", "column is there", 3, ""),
    ]


def test_a_text_fits_a_cell_or_says_what_it_lost() -> None:
    assert (utf16_length("a\U0001f600"), utf16_length("")) == (3, 0)
    for whole in ("a" * CELL_LIMIT, "\U0001f600" * (CELL_LIMIT // 2)):
        assert fitting(whole) is whole
    for long in ("a" * (CELL_LIMIT + 1), "\U0001f600" * (CELL_LIMIT // 2 + 1), "a" + "\U0001f600" * CELL_LIMIT):
        cut = fitting(long)
        assert cut.endswith(f"… [cut: {len(long)} characters in the CSV]")
        assert CELL_LIMIT - 1 <= utf16_length(cut) <= CELL_LIMIT


def test_text_as_xml() -> None:
    assert escaped('a & b > c "d"') == 'a &amp; b &gt; c "d"'
