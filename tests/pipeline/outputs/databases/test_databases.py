"""DuckDB files, questions in SQL, and the commands for them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

import pipeline
import pipeline.outputs.opening
from pipeline.commands import databases
from pipeline.exits import Exit, Stop
from pipeline.outputs.checks import problems
from pipeline.outputs.databases.loading import load
from pipeline.outputs.databases.querying import ask, shown
from pipeline.schema.loading import schema
from tests.pipeline.outputs.databases.old_schema import statements
from tests.pipeline.outputs.making import CATALOGUES, built, copy_of, finding, outcome, record, rejected, written

ENGINES = ("duckdb", "sqlite")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    first = outcome("a.docx", record(1, "1.1", "70.5"), record(2, "2.1", spent_mnt=None), findings=(finding(),))
    made = [first, copy_of("b.docx", first), rejected()]
    return written(built(made, CATALOGUES), tmp_path_factory.mktemp("clean") / "edition")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", [item.name for item in (*schema().tables, *schema().views)])
def test_every_table_and_view_answers(clean: Path, engine: str, name: str) -> None:
    assert ask(clean, f"SELECT * FROM {name}", engine).columns


@pytest.mark.parametrize("engine", ENGINES)
def test_views_count_what_they_say(clean: Path, engine: str) -> None:
    assert ask(clean, "SELECT measures, reported, missing FROM agency_progress", engine).rows == [(3, 2, 1)]
    assert ask(clean, "SELECT goal_code, spent_mnt FROM goal_progress ORDER BY 1", engine).rows == [
        ("1", 1000),
        ("2", None),
    ]
    assert ask(clean, "SELECT file, question FROM open_questions", engine).rows == [("a.docx", "percent_unreadable")]
    assert ask(clean, "SELECT count(*) FROM current_measures", engine).rows == [(2,)]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_wrong_question_is_answered_in_a_sentence(clean: Path, engine: str) -> None:
    with pytest.raises(Stop) as caught:
        ask(clean, "SELECT nothing FROM nowhere", engine)
    assert caught.value.code == Exit.USAGE


@pytest.mark.parametrize("engine", ENGINES)
def test_questions_change_nothing(clean: Path, engine: str) -> None:
    before = {path.name: path.read_bytes() for path in clean.iterdir()}
    elsewhere = clean / "elsewhere"
    for statement in (
        "DELETE FROM measures",
        "DROP TABLE measures",
        "UPDATE measures SET page = 1",
        f"COPY (SELECT 1) TO '{elsewhere}'",
        f"ATTACH '{elsewhere}' AS other",
        f"VACUUM INTO '{elsewhere}'",
        "SELECT 1; DROP TABLE measures",
    ):
        with pytest.raises(Stop):
            ask(clean, statement, engine)
    assert {path.name: path.read_bytes() for path in clean.iterdir()} == before


def test_answers_as_table_csv_and_json(clean: Path) -> None:
    answer = ask(clean, "SELECT file, pages, status = 'review' AS waits FROM submissions ORDER BY file LIMIT 1")
    assert shown(answer, "csv") == "file,pages,waits\na.docx,,true\n"
    assert json.loads(shown(answer, "json")) == {"file": "a.docx", "pages": None, "waits": True}
    assert shown(answer, "table").splitlines()[1] == "------  -----  -----"


def test_another_edition_replaces_the_rows_of_a_duckdb_file(clean: Path, tmp_path: Path) -> None:
    path = tmp_path / "reports.duckdb"
    load(clean, f"duckdb:///{path}")
    other = written(built([outcome("b.docx", record(1, "1.1", "30"))], CATALOGUES), tmp_path / "other")
    assert load(other, f"duckdb:///{path}").new
    with duckdb.connect(str(path), read_only=True) as base:
        assert base.execute("SELECT completion_pct FROM measures").fetchall() == [(30.0,)]
        assert base.execute("SELECT count(*) FROM edition").fetchone() == (2,)


def test_a_duckdb_file_is_replaced_as_a_whole_and_keeps_what_is_not_ours(clean: Path, tmp_path: Path) -> None:
    path = tmp_path / "reports.duckdb"
    with duckdb.connect(str(path)) as base:
        base.execute("CREATE TABLE mine (n int)")
    for new in (True, False):
        loaded = load(clean, f"duckdb:///{path}")
        assert (loaded.rows["measures"], loaded.new) == (2, new)
    with duckdb.connect(str(path), read_only=True) as base:
        assert base.execute("SELECT count(*) FROM mine").fetchone() == (0,)
        assert base.execute("SELECT completion_pct FROM measures ORDER BY row").fetchall() == [(70.5,), (100.0,)]
        comment = base.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'measures'").fetchone()
        assert comment is not None
        assert "Тайлагнасан" in comment[0]


def changed(address: str, statement: str) -> None:
    """Somebody changes a loaded database by hand."""
    scheme, _, path = address.partition(":///")
    if scheme == "duckdb":
        with duckdb.connect(path) as base:
            base.execute(statement)
    else:
        with closing(sqlite3.connect(path)) as base:
            base.execute(statement)
            base.commit()


def content(address: str) -> list[list[object]]:
    scheme, _, path = address.partition(":///")
    with closing(duckdb.connect(path) if scheme == "duckdb" else sqlite3.connect(path)) as base:
        names = [item.name for item in (*schema().tables, *schema().views)]
        return [sorted(map(str, base.execute(f"SELECT * FROM {name}").fetchall())) for name in names]


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"{request.param}:///{tmp_path / 'reports.db'}"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM measures WHERE row = 1", "measures (1 rows, the edition has 2)"),
        ("INSERT INTO agencies SELECT * FROM agencies", "agencies (2 rows, the edition has 1)"),
        ("DROP TABLE mentions", "mentions (missing, the edition has 2)"),
    ],
)
def test_a_table_that_lost_or_won_rows_is_loaded_again_and_told(
    clean: Path, address: str, statement: str, told: str
) -> None:
    load(clean, address)
    before = content(address)
    changed(address, statement)
    again = load(clean, address)
    assert (again.new, [str(one) for one in again.repaired]) == (True, [told])
    assert content(address) == before
    assert load(clean, address).new is False


def test_recreate_repairs_a_cell_that_was_changed_by_hand(clean: Path, address: str) -> None:
    load(clean, address)
    before = content(address)
    changed(address, "UPDATE measures SET completion_pct = 1")
    assert not load(clean, address).new
    assert content(address) != before
    again = load(clean, address, recreate=True)
    assert (again.new, again.repaired, content(address)) == (True, (), before)


def test_a_load_that_does_not_bring_all_rows_leaves_the_file_as_it_was(clean: Path, tmp_path: Path) -> None:
    """An edition whose SQLite file is not of the same rows as its other files (damaged by hand, say)."""
    address = f"sqlite:///{tmp_path / 'reports.sqlite'}"
    load(clean, address)
    before = content(address)
    whole = written(built([outcome("b.docx", record(1), record(2))], CATALOGUES), tmp_path / "whole")
    fewer = written(built([outcome("b.docx", record(1))], CATALOGUES), tmp_path / "fewer")
    shutil.copy(fewer / "tailan.sqlite", whole)
    with pytest.raises(Stop, match=r"not all rows arrived: measures \(1 rows, the edition has 2\)"):
        load(whole, address)
    assert content(address) == before


def test_an_sqlite_file_keeps_what_is_not_ours_and_answers_the_views(clean: Path, tmp_path: Path) -> None:
    path = tmp_path / "reports.sqlite"
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE mine (n int)")
    for new in (True, False):
        assert load(clean, f"sqlite:///{path}").new is new
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("SELECT count(*) FROM mine").fetchone() == (0,)
        assert base.execute("SELECT measures, reported FROM agency_progress").fetchall() == [(3, 2)]
        assert base.execute("SELECT count(*) FROM codebook").fetchone() != (0,)
    with pytest.raises(Stop, match="no schemas"):
        load(clean, f"sqlite:///{path}", "tailan")


def test_a_database_of_schema_1_0_is_replaced(clean: Path, address: str) -> None:
    for statement in (*statements(), "CREATE TABLE mine AS SELECT 7 AS n"):
        changed(address, statement)
    loaded = load(clean, address)
    assert (loaded.new, loaded.rows["measures"]) == (True, 2)
    scheme, _, path = address.partition(":///")
    with closing(duckdb.connect(path) if scheme == "duckdb" else sqlite3.connect(path)) as base:
        assert base.execute("SELECT n FROM mine").fetchone() == (7,)
        assert base.execute("SELECT value FROM edition WHERE name = 'schema_version'").fetchone() == (
            schema().schema_version,
        )
        assert base.execute("SELECT file FROM submissions WHERE counts").fetchall() == [("a.docx",)]
        assert base.execute("SELECT part, text_checked FROM measures").fetchall() == [(None, False)] * 2
    assert all(content(address)[place] for place, table in enumerate(schema().tables) if table.name != "expected")


@pytest.mark.parametrize("engine", ENGINES)
def test_an_edition_of_another_schema_is_told_and_not_read(clean: Path, tmp_path: Path, engine: str) -> None:
    old = tmp_path / "old"
    shutil.copytree(clean, old)
    package = old / "datapackage.json"
    text = package.read_text(encoding="utf-8")
    package.write_text(
        text.replace(f'"schema_version": "{schema().schema_version}"', '"schema_version": "1.0.0"'), encoding="utf-8"
    )
    with pytest.raises(Stop, match=r"tables of schema version 1\.0\.0"):
        ask(old, "SELECT 1", engine)
    with pytest.raises(Stop, match=r"tables of schema version 1\.0\.0"):
        load(old, f"duckdb:///{tmp_path / 'x.duckdb'}")


@pytest.mark.parametrize("engine", ENGINES)
def test_views_take_parts_and_silent_agencies_for_what_they_are(tmp_path: Path, engine: str) -> None:
    parts = [record(1, "1.1", "40", part=1), record(2, "1.1", "80", part=2), record(3, "1.2", "30")]
    later = outcome("b.docx", *parts, report_date=date(2023, 7, 1))
    folder = written(built([outcome("a.docx"), later], CATALOGUES), tmp_path / "edition")
    assert ask(folder, "SELECT count(*) FROM current_measures", engine).rows == [(3,)]
    assert ask(folder, "SELECT measures, completion_mean FROM goal_progress", engine).rows == [(2, 45.0)]
    row = ask(folder, "SELECT measures, reported, missing, not_received, completion_mean FROM agency_progress", engine)
    assert row.rows == [(3, 2, 1, 0, 45.0)]


def test_addresses_that_are_not_understood(clean: Path, tmp_path: Path) -> None:
    with pytest.raises(Stop, match="expected postgresql"):
        load(clean, "mysql://x/y")
    with pytest.raises(Stop, match="no published tables"):
        pipeline.outputs.opening.edition(tmp_path)


def test_commands(clean: Path, tmp_path: Path) -> None:
    run = CliRunner()
    told = run.invoke(databases.query, ["SELECT count(*) AS n FROM measures", "--clean", str(clean), "--format", "csv"])
    assert told.output == "n\n2\n"
    told = run.invoke(databases.load, [f"duckdb:///{tmp_path / 'a.duckdb'}", "--clean", str(clean)])
    assert told.output.startswith("loaded 3 submissions, 2 measures")


def test_tables_in_a_notebook(clean: Path) -> None:
    tables = pipeline.load(clean)
    assert list(tables) == [table.name for table in schema().tables]
    assert tables.measures is tables["measures"]
    kinds = tables.submissions.dtypes.astype(str)
    assert (kinds["plan_year"], kinds["agency"], kinds["completion_mean"]) == ("Int64", "string", "float64")
    assert kinds["report_date"].startswith("datetime64")
    assert str(tables.coverage.dtypes["reported"]) == "boolean"
    assert tables.schema_version == schema().schema_version
    assert len(tables.codebook) == sum(1 + len(table.columns) for table in schema().tables)
    assert list(tables.query("SELECT count(*) AS n FROM measures")["n"]) == [2]
    with pytest.raises(AttributeError, match="no table"):
        tables.nothing  # noqa: B018 # the access itself is the test


def test_published_tables_keep_the_rules_of_their_schema(clean: Path) -> None:
    assert pipeline.load(clean).problems().empty


def test_rules_that_a_changed_copy_breaks_are_told(clean: Path) -> None:
    tables = pipeline.load(clean)
    measures, files = tables.measures.copy(), tables.submissions.copy()
    measures["completion_pct"] = [101.0, 5.0]
    measures["match_status"] = ["surely", "auto"]
    measures["row"] = [1, 1]
    measures.loc[1, "progress"] = None
    measures["mine"] = 1
    files.loc[0, "submission_id"] = "no hexadecimal"
    changed = {"measures": measures.drop(columns="note"), "submissions": files}
    told = problems(schema(), lambda name: changed.get(name, tables[name]))
    status = schema().table("measures").column("match_status")
    assert set(told[["table", "column", "rule"]].itertuples(index=False, name=None)) >= {
        ("measures", "note", "column is there"),
        ("measures", "mine", "column is of the schema"),
        ("measures", "completion_pct", "at most 100"),
        ("measures", "match_status", f"one of {', '.join(status.enum)}"),
        ("measures", "submission_id, row", "key is unique"),
        ("submissions", "submission_id", f"matches {schema().table('submissions').column('submission_id').pattern}"),
        ("indicators", "submission_id, row", "stands in measures"),
    }
    line = told[told.column == "completion_pct"].iloc[0]
    assert (line["rows"], line["example"]) == (1, "101.0")


def test_nothing_published_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no published tables"):
        pipeline.load(tmp_path)
