"""The edition in a real PostgreSQL server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.exits import Stop
from pipeline.outputs.databases.loading import load
from pipeline.schema.loading import schema
from tests.pipeline.outputs.databases.old_schema import statements
from tests.pipeline.outputs.databases.servers import postgresql, programs
from tests.pipeline.outputs.making import CATALOGUES, built, copy_of, finding, outcome, record, rejected, written

psycopg = pytest.importorskip("psycopg")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if programs() is None:
        pytest.skip("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    with postgresql() as address:
        yield address


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    first = outcome(
        "a.docx", record(1, progress='a "b", \\N \\. c\td; =1+1'), record(2, "2.1", None), findings=(finding(),)
    )
    return written(built([first, copy_of("b.docx", first), rejected()], CATALOGUES), tmp_path / "edition")


def test_typed_tables_with_keys_comments_and_views(server: str, edition: Path) -> None:
    loaded = load(edition, server, "typed")
    assert loaded.rows["submissions"] == 3
    assert loaded.rows["measures"] == 2
    with psycopg.connect(server) as base:
        row = base.execute("SELECT progress, spent_mnt, completion_pct, extra, page FROM typed.measures WHERE row = 1")
        assert row.fetchone() == ('a "b", \\N \\. c d; =1+1', 1000, 100, {}, 1)
        kinds = dict(
            base.execute(
                "SELECT column_name, data_type FROM information_schema.columns"
                " WHERE table_schema = 'typed' AND table_name = 'submissions'"
            ).fetchall()
        )
        assert kinds["plan_year"] == "bigint"
        assert kinds["report_date"] == "date"
        comment = base.execute("SELECT obj_description('typed.measures'::regclass)").fetchone()
        assert comment is not None
        assert "Тайлагнасан" in comment[0]
        keys = base.execute(
            "SELECT count(*) FROM pg_constraint WHERE connamespace = 'typed'::regnamespace AND contype = 'p'"
        )
        assert keys.fetchone() == (6,)
        for view in schema().views:
            assert base.execute(f"SELECT count(*) FROM typed.{view.name}").fetchone() is not None


def test_loading_twice_changes_nothing_and_keeps_what_people_made(server: str, edition: Path, tmp_path: Path) -> None:
    assert load(edition, server, "twice").new
    with psycopg.connect(server) as base:
        base.execute("CREATE VIEW public.of_a_person AS SELECT count(*) AS n FROM twice.measures")
    assert not load(edition, server, "twice").new
    later = written(
        built([outcome("c.docx", record(1), record(2, "1.2"), record(3, ""))], CATALOGUES), tmp_path / "later"
    )
    assert load(later, server, "twice").new
    with psycopg.connect(server) as base:
        assert base.execute("SELECT n FROM public.of_a_person").fetchone() == (3,)


def test_rows_that_changed_went_or_came_are_exchanged(server: str, tmp_path: Path) -> None:
    def rows(address: str) -> list[tuple[object, ...]]:
        with psycopg.connect(address) as base:
            query = "SELECT m.submission_id, m.row, m.measure_id, m.completion_pct, i.text FROM exchanged.measures AS m"
            joined = f"{query} LEFT JOIN exchanged.indicators AS i USING (submission_id, row) ORDER BY 1, 2, 5"
            return base.execute(joined).fetchall()

    before = built([outcome("a.docx", record(1), record(2, "1.2"), record(3, "2.1")), outcome("b.docx")], CATALOGUES)
    changed = record(1, "2.1", "30", indicators=())
    after = built([outcome("a.docx", changed, record(2, "1.2"), record(4, "")), outcome("c.docx")], CATALOGUES)
    load(written(before, tmp_path / "before"), server, "exchanged")
    load(written(after, tmp_path / "after"), server, "exchanged")
    exchanged = rows(server)
    with psycopg.connect(server) as base:
        base.execute("DROP SCHEMA exchanged CASCADE")
    load(tmp_path / "after", server, "exchanged")
    assert exchanged == rows(server)
    assert len(exchanged) == 4


def test_a_load_that_fails_leaves_everything_as_it_was(server: str, edition: Path) -> None:
    load(edition, server, "whole")
    broken = edition / "findings.csv"
    broken.write_bytes(broken.read_bytes() + b"one,field,too,few\r\n")
    package = edition / "datapackage.json"
    package.write_text(
        package.read_text(encoding="utf-8").replace('"hash": "sha256:', '"hash": "sha256:0'), encoding="utf-8"
    )
    with pytest.raises(Stop, match="nothing was changed"):
        load(edition, server, "whole")
    with psycopg.connect(server) as base:
        assert base.execute("SELECT count(*) FROM whole.findings").fetchone() == (1,)


def test_a_table_changed_by_hand_is_repaired(server: str, edition: Path) -> None:
    load(edition, server, "repaired")
    with psycopg.connect(server) as base:
        base.execute("DELETE FROM repaired.findings")
    again = load(edition, server, "repaired")
    assert [str(one) for one in again.repaired] == ["findings (0 rows, the edition has 1)"]
    with psycopg.connect(server) as base:
        base.execute("UPDATE repaired.measures SET spent_mnt = 5 WHERE row = 1")
        base.execute("CREATE VIEW public.of_repaired AS SELECT count(*) AS n FROM repaired.measures")
    assert not load(edition, server, "repaired").new
    assert load(edition, server, "repaired", recreate=True).new
    with psycopg.connect(server) as base:
        assert base.execute("SELECT spent_mnt FROM repaired.measures WHERE row = 1").fetchone() == (1000,)
        base.execute("DROP TABLE repaired.mentions CASCADE")
    with pytest.raises(Stop, match="lacks mentions; --recreate"):
        load(edition, server, "repaired")
    assert load(edition, server, "repaired", recreate=True).rows["mentions"] == 2


def test_readers_never_see_a_half_loaded_edition(server: str, tmp_path: Path) -> None:
    editions = [
        written(
            built([outcome("a.docx", *(record(row + 1, "") for row in range(size)))], CATALOGUES), tmp_path / str(size)
        )
        for size in (40, 90)
    ]
    load(editions[0], server, "watched")
    seen: set[tuple[int, int]] = set()
    done = threading.Event()

    def look() -> None:
        with psycopg.connect(server, autocommit=True) as base:
            while not done.is_set():
                query = "SELECT (SELECT count(*) FROM watched.measures), (SELECT count(*) FROM watched.mentions)"
                row = base.execute(query).fetchone()
                assert row is not None
                seen.add((row[0], row[1]))

    watcher = threading.Thread(target=look)
    watcher.start()
    for turn in range(6):
        load(editions[(turn + 1) % 2], server, "watched")
    done.set()
    watcher.join()
    assert seen <= {(40, 40), (90, 90)}
    assert len(seen) == 2


def test_a_database_of_schema_1_0_stays_until_it_is_recreated(server: str, edition: Path) -> None:
    with psycopg.connect(server) as base:
        base.execute("CREATE SCHEMA aged")
        base.execute("SET search_path TO aged")
        for statement in statements():
            base.execute(statement.replace(" DOUBLE", " double precision"))
    with pytest.raises(Stop, match=r"tables of version 1\.0\.0, these are 2\.\d+\.\d+; --recreate"):
        load(edition, server, "aged")
    with psycopg.connect(server) as base:
        assert base.execute("SELECT file FROM aged.current_measures").fetchall() == [("old.docx",)]
    assert load(edition, server, "aged", recreate=True).new
    with psycopg.connect(server) as base:
        assert base.execute("SELECT count(*) FROM aged.submissions WHERE counts").fetchone() == (1,)
        assert base.execute("SELECT count(*) FROM aged.expected").fetchone() == (0,)


def test_a_server_that_is_not_there_is_one_sentence(edition: Path) -> None:
    with pytest.raises(Stop, match="PostgreSQL"):
        load(edition, "postgresql://nobody@127.0.0.1:1/none")
