"""What is said to a PostgreSQL server, by one that is played: it keeps how many rows each table has and what was asked."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.exits import Exit, Stop
from pipeline.outputs.databases.edition import Edition
from pipeline.outputs.opening import described
from tests.pipeline.outputs.making import CATALOGUES, built, outcome, record, written

psycopg = pytest.importorskip("psycopg")
from pipeline.outputs.databases import postgresql as module  # noqa: E402


@dataclass
class Server:
    """``tables`` are rows by table, ``named`` what the table edition says; ``said`` every statement."""

    tables: dict[str, int] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    refuses: str = ""
    connection: None = None

    def execute(self, query: Any, values: Sequence[Any] = ()) -> Any:
        text = query if isinstance(query, str) else query.as_string(None)
        self.said.append(text)
        if self.refuses and text.startswith(self.refuses):
            raise psycopg.OperationalError("the disk is full\n")
        if text == "SELECT to_regclass(%s)":
            there = values[0].rpartition(".")[2].strip('"') in (*self.tables, *(["edition"] if self.named else []))
            return SimpleNamespace(fetchone=lambda: ("oid" if there else None,))
        if text.startswith("SELECT count"):
            return SimpleNamespace(fetchone=lambda: (self.tables[text.rpartition('."')[2].strip('"')],))
        if text.startswith("SELECT name, value"):
            return list(self.named.items())
        if text.startswith("DROP SCHEMA"):
            self.tables, self.named = {}, {}
        if text.startswith("DELETE FROM edition"):
            self.named = {}
        if text.startswith("INSERT INTO edition"):
            self.named[values[0]] = values[1]
        return None

    def transaction(self) -> AbstractContextManager[None]:
        return nullcontext()

    def cursor(self) -> Server:
        return self

    @contextmanager
    def copy(self, query: Any) -> Iterator[Any]:
        text = query.as_string(None)
        self.said.append(text)
        blocks: list[bytes] = []
        yield SimpleNamespace(write=blocks.append)
        lines = list(csv.reader(io.StringIO(b"".join(blocks).decode(), newline="")))
        name = re.match(r'COPY "(?:staging_)?(\w+)"', text)
        assert name and len(lines[0]) == text.count('", "') + 1, "every column is named"
        self.tables[name[1]] = len(lines) - 1

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def count(self, beginning: str) -> int:
        return sum(text.startswith(beginning) for text in self.said)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = built([outcome("a.docx", record(1), record(2, "2.1", None)), outcome("b.docx")], CATALOGUES)
    return written(made, tmp_path_factory.mktemp("played") / "edition")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    played = Server()
    monkeypatch.setattr(psycopg, "connect", lambda address, autocommit: played)
    monkeypatch.setattr(module, "_BLOCK", 100)
    return played


def load(folder: Path, **options: bool) -> Any:
    return module.load(folder, "postgresql://h", "tailan", **options)


def test_the_first_load_makes_fills_and_analyzes_every_table(server: Server, edition: Path) -> None:
    loaded, schema = load(edition), described(edition)
    assert loaded.new and loaded.repaired == () and loaded.rows["measures"] == 3 == server.tables["measures"]
    assert loaded.rows["submissions"] == 2 and server.named == Edition.of(edition, schema).named
    assert server.said[0].startswith("SELECT pg_advisory_xact_lock")
    names = [f'COPY "{table.name}"' for table in schema.tables]
    assert [server.count(name) for name in names] == [1] * len(names)
    assert server.count("ANALYZE") == len(names) and server.count("DROP SCHEMA") == 0
    assert server.count("CREATE VIEW") + server.count("CREATE OR REPLACE VIEW") == len(schema.views)
    assert 'SET LOCAL search_path TO "tailan", pg_temp' in server.said


def test_the_same_edition_again_changes_nothing(server: Server, edition: Path) -> None:
    first = load(edition)
    server.said.clear()
    again = load(edition)
    assert (again.new, again.rows) == (False, first.rows)
    assert server.count("COPY") == server.count("CREATE") == server.count("ANALYZE") == server.count("DELETE") == 0


def test_another_edition_is_exchanged_by_way_of_staging_tables(server: Server, edition: Path) -> None:
    load(edition)
    server.named["digest"] = "another"
    server.said.clear()
    loaded = load(edition)
    assert loaded.new and loaded.repaired == ()
    tables = len(described(edition).tables)
    assert server.count("CREATE TEMPORARY TABLE") == server.count('COPY "staging_') == tables
    assert server.count("CREATE TABLE") == server.count("TRUNCATE") == 0
    said = [text.split()[0] for text in server.said]
    assert said.index("DELETE") > max(place for place, word in enumerate(said) if word == "COPY")
    keyed = sum(bool(table.key) for table in described(edition).tables)
    assert sum(text.startswith('ANALYZE "staging_') for text in server.said) == keyed


def test_a_table_that_lost_rows_is_repaired_and_told(server: Server, edition: Path) -> None:
    load(edition)
    server.tables["measures"] -= 1
    loaded = load(edition)
    assert loaded.new and [str(one).split()[0].strip(":") for one in loaded.repaired] == ["measures"]
    assert server.tables["measures"] == 3


def refused(folder: Path) -> str:
    with pytest.raises(Stop) as stop:
        load(folder)
    assert stop.value.code is Exit.OUTPUT_NOT_WRITABLE and stop.value.message.startswith("PostgreSQL: ")
    return stop.value.message


def test_tables_of_another_version_and_missing_tables_stay_until_recreated(server: Server, edition: Path) -> None:
    load(edition)
    del server.tables["mentions"]
    assert "schema tailan lacks mentions; --recreate" in refused(edition)
    server.named["schema_version"] = "1.0.0"
    assert "holds tables of version 1.0.0" in refused(edition)
    assert "mentions" not in server.tables
    assert load(edition, recreate=True).new and "mentions" in server.tables
    assert server.count('DROP SCHEMA IF EXISTS "tailan" CASCADE') == 1


def test_what_the_server_refuses_is_one_sentence(server: Server, edition: Path) -> None:
    server.refuses = "CREATE TABLE"
    assert refused(edition) == "PostgreSQL: the disk is full; nothing was changed"
