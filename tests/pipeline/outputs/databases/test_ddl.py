"""The tables as SQL, answers as text, and what a load must have brought."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pipeline.exits import Exit, Stop
from pipeline.outputs.databases import ddl
from pipeline.outputs.databases.edition import Edition
from pipeline.outputs.databases.querying import Answer, shown
from pipeline.schema.loading import Column, ForeignKey, Schema, Table


def column(name: str, **changes: object) -> Column:
    return replace(Column(name, "integer", "T", "Г", "D", "Т"), **changes)  # type: ignore[arg-type]


PARENT = Table("parent", "T", "Г", "D", "Т", (column("id", unique=True), column("code", unique=True)), ("id",))
TO_PARENT, TO_CODE = ForeignKey(("id",), "parent", ("id",)), ForeignKey(("code",), "parent", ("code",))
CHILD = Table(
    "child",
    "T",
    "Г",
    "D",
    "Т",
    (column("id", required=True), column("code"), column("n")),
    ("id", "n"),
    (TO_PARENT, TO_CODE),
)
LOOSE = replace(CHILD, name="loose", key=(), foreign_keys=())
SCHEMA = Schema("1", (CHILD, PARENT, LOOSE))


def test_keys_are_those_whose_other_side_is_a_key() -> None:
    assert ddl.keys_of(SCHEMA, PARENT) == ['PRIMARY KEY ("id")', 'UNIQUE ("code")']
    assert ddl.keys_of(SCHEMA, CHILD) == ['PRIMARY KEY ("id", "n")', 'FOREIGN KEY ("id") REFERENCES "parent" ("id")']
    assert ddl.keys_of(SCHEMA, LOOSE) == list(ddl.add_keys(SCHEMA, LOOSE)) == []
    assert next(iter(ddl.add_keys(SCHEMA, PARENT))) == 'ALTER TABLE "parent" ADD PRIMARY KEY ("id")'


def test_a_table_is_made_with_the_keys_that_the_database_can_have() -> None:
    lines = ddl.create_table(SCHEMA, CHILD, ddl.SQLITE).split("\n")
    assert lines == [
        'CREATE TABLE "child" (',
        '  "id" INTEGER NOT NULL,',
        '  "code" INTEGER,',
        '  "n" INTEGER,',
        '  PRIMARY KEY ("id", "n"),',
        '  FOREIGN KEY ("id") REFERENCES "parent" ("id")',
        ")",
    ]
    assert ddl.create_table(SCHEMA, CHILD, ddl.DUCKDB).split("\n")[4:] == ['  PRIMARY KEY ("id", "n")', ")"]
    assert "KEY" not in ddl.create_table(SCHEMA, LOOSE, ddl.DUCKDB) + ddl.create_bare_table(CHILD, ddl.SQLITE)
    assert ddl._column(column("k", enum=("a", "b'")), ddl.POSTGRESQL) == """"k" bigint CHECK ("k" IN ('a', 'b'''))"""


def test_an_index_for_each_way_that_no_key_covers() -> None:
    assert list(ddl.create_indexes(CHILD)) == ['CREATE INDEX "child_code" ON "child" ("code")']
    assert list(ddl.create_indexes(PARENT)) == []
    assert len(list(ddl.create_indexes(replace(PARENT, name="submissions")))) == 1


def test_a_table_comes_after_those_that_it_refers_to() -> None:
    assert [table.name for table in ddl.in_order_of_keys(SCHEMA)] == ["parent", "loose", "child"]


def test_rows_are_exchanged_by_their_key() -> None:
    same = 't."id" = s."id" AND t."n" = s."n"'
    assert (
        ddl.delete_gone(CHILD)
        == f'DELETE FROM "child" AS t WHERE NOT EXISTS (SELECT 1 FROM "staging_child" AS s WHERE {same})'
    )
    assert ddl.delete_gone(LOOSE) == 'DELETE FROM "loose" AS t'
    assert list(ddl.take_over(CHILD)) == [
        f'UPDATE "child" AS t SET "code" = s."code" FROM "staging_child" AS s WHERE {same} AND t.* IS DISTINCT FROM s.*',
        f'INSERT INTO "child" SELECT * FROM "staging_child" AS s WHERE NOT EXISTS (SELECT 1 FROM "child" AS t WHERE {same})',
    ]
    assert list(ddl.take_over(LOOSE)) == ['INSERT INTO "loose" SELECT * FROM "staging_loose"']


def test_columns_that_are_joined_by_are_analyzed() -> None:
    assert ddl.analyze(CHILD, "public") == 'ANALYZE "public"."child" ("id", "n", "code")'
    assert ddl.analyze(LOOSE, "public") == 'ANALYZE "public"."loose" ("id")'
    assert list(ddl.comments(Schema("1", (replace(PARENT, columns=PARENT.columns[:1]),)))) == [
        """COMMENT ON TABLE "parent" IS 'D / Т'""",
        """COMMENT ON COLUMN "parent"."id" IS 'D / Т'""",
    ]


ANSWER = Answer(("name", "yes"), [("x" * 60, True), ("y" * 61, False), (None, None)])


def test_an_answer_as_text() -> None:
    assert shown(ANSWER, "table").split("\n") == [
        "name" + " " * 58 + "yes",
        "-" * 60 + "  -----",
        "x" * 60 + "  true",
        "y" * 59 + "…  false",
        "",
        "",
    ]
    assert shown(Answer(("a", "b"), [(1, None), (False, "x,y")]), "csv") == 'a,b\n1,\nfalse,"x,y"\n'
    assert [json.loads(line) for line in shown(Answer(("a",), [(1,), (None,)]), "json").splitlines()] == [
        {"a": 1},
        {"a": None},
    ]


def test_what_a_load_must_have_brought() -> None:
    edition = Edition({}, {"measures": 2, "agencies": 0})
    assert edition.differing({"measures": 2, "agencies": 0, "other": 9}) == ()
    assert edition.verify({"measures": 2, "agencies": 0}) == edition.rows
    assert [(one.table, one.found, one.expected) for one in edition.differing({"measures": 3})] == [
        ("measures", 3, 2),
        ("agencies", None, 0),
    ]
    with pytest.raises(Stop, match=r"agencies \(missing, the edition has 0\)") as stop:
        edition.verify({"measures": 2})
    assert stop.value.code is Exit.OUTPUT_NOT_WRITABLE
