"""An edition that looks wrong beside the current one is refused, with a sentence for each reason.

An announced version of the schema passes; any other lost column is refused.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.run.gates import EditionFigures, refusals
from pipeline.settings import Gates
from pipeline.workers.outcome import CONTAINER, PAGE, Outcome
from tests.pipeline.outputs.making import CATALOGUES, built, outcome, written

AGREED = Path(__file__).parents[1] / "schema" / "schema_1_0.json"


def standing(version: int, *columns: str) -> EditionFigures:
    return EditionFigures(3, 0, 3, frozenset({"Хангай сумын сургууль"}), {"measures.csv": columns}, version)


def test_a_lost_column_needs_a_new_major_version() -> None:
    ((said, _),) = refusals(standing(2, "row", "part"), standing(2, "row"), Gates())
    assert "measures.csv loses the column part" in said
    assert refusals(standing(2, "row", "part"), standing(3, "row"), Gates()) == []
    assert refusals(standing(2, "row", "part"), standing(2, "row"), Gates(schema_change=True)) == []
    ((said, _),) = refusals(standing(0, "row", "part"), standing(2, "row"), Gates())
    assert "loses the column part" in said
    ((said, _),) = refusals(standing(3, "row"), standing(2, "row", "part"), Gates())
    assert "go back from schema 3 to schema 2" in said


def test_an_edition_of_schema_1_0_is_followed_without_anybody(tmp_path: Path) -> None:
    """Real folders: the tables of the agreed schema 1.0, then those of today."""
    old = tmp_path / "old"
    old.mkdir()
    agreed = json.loads(AGREED.read_text(encoding="utf-8"))
    for name, table in agreed["tables"].items():
        (old / f"{name}.csv").write_text(",".join(table["columns"]) + "\r\n", encoding="utf-8")
    (old / "datapackage.json").write_text('{"schema_version": "1.0.0"}', encoding="utf-8")
    new = written(built([outcome("a.docx")], CATALOGUES), tmp_path / "new")
    before, after = EditionFigures.of(old), EditionFigures.of(new)
    assert (before.schema, after.schema) == (1, 2)
    assert refusals(before, after, Gates()) == []
    assert all(set(columns) <= set(after.columns[name]) for name, columns in before.columns.items())


def test_containers_and_pages_are_no_submissions(tmp_path: Path) -> None:
    first = outcome("page1.jpg")
    made = [
        Outcome("a.zip", "b" * 64, 9, CONTAINER),
        first,
        Outcome("page2.jpg", "d" * 64, 9, PAGE, part_of="page1.jpg"),
    ]
    assert EditionFigures.of(written(built(made, CATALOGUES), tmp_path / "new")).submissions == 1


COLUMNS = {"measures.csv": ("row", "code"), "submissions.csv": ("file",)}
OLD = EditionFigures(100, 10, 1000, frozenset(f"Байгууллага {n}" for n in range(50)), COLUMNS, 2)
GATES = Gates()
CYRILLIC = re.compile("[А-Яа-яӨөҮү]")


def said(new: EditionFigures, old: EditionFigures | None = OLD, gates: Gates = GATES) -> list[str]:
    told = refusals(old, new, gates)
    assert all(CYRILLIC.search(mongolian) and not CYRILLIC.search(english) for english, mongolian in told)
    assert all(re.findall("[0-9.]+", english) == re.findall("[0-9.]+", mongolian) for english, mongolian in told)
    return [english.split()[0] for english, _ in told]


def test_the_same_figures_pass() -> None:
    assert said(OLD) == [] == said(OLD, None)


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        ({"submissions": 95}, []),
        ({"submissions": 94}, ["submissions"]),
        ({"rows": 700}, []),
        ({"rows": 699}, ["measure"]),
        ({"agencies": frozenset(list(OLD.agencies)[:40])}, []),
        ({"agencies": frozenset(list(OLD.agencies)[:39])}, ["agencies"]),
        ({"rejected": 40}, []),
        ({"rejected": 41}, ["the"]),
        ({"submissions": 200, "rows": 5000, "rejected": 0}, []),
    ],
)
def test_a_fall_beyond_its_limit_is_refused(changed: dict[str, object], first: list[str]) -> None:
    assert said(replace(OLD, **changed)) == first  # type: ignore[arg-type]


def test_small_editions_never_trip_a_percentage() -> None:
    few = replace(OLD, submissions=19)
    assert said(replace(OLD, submissions=1, rows=0), few) == []
    assert said(replace(OLD, submissions=1, rows=0), replace(OLD, submissions=20)) != []


def test_an_empty_edition_is_refused_at_any_size() -> None:
    assert said(replace(OLD, submissions=0, rejected=0), replace(OLD, submissions=1)) == ["all"]
    assert said(replace(OLD, submissions=0, rejected=0), replace(OLD, submissions=0)) == []


def test_too_many_rejected_are_refused_even_in_a_first_edition() -> None:
    gates = replace(GATES, rejected_pct=50.0)
    assert said(replace(OLD, rejected=50), None, gates) == [] and len(said(replace(OLD, rejected=51), None, gates)) == 1
    assert said(replace(OLD, submissions=19, rejected=19), None, gates) == []
    assert replace(OLD, submissions=0).rejected_pct == 0.0 and OLD.rejected_pct == 10.0


def test_the_figures_are_those_of_the_tables(tmp_path: Path) -> None:
    (tmp_path / "submissions.csv").write_text(
        "file,status,agency\na,ok,Сан\nb,rejected,Яам\nc,review,\nd,container,Газар\ne,ok,Сан\n", "utf-8"
    )
    (tmp_path / "measures.csv").write_text("row,code\n1,1.1\n2,\n", "utf-8")
    found = EditionFigures.of(tmp_path)
    assert (found.submissions, found.rejected, found.rows, found.agencies) == (4, 1, 2, frozenset({"Сан"}))
    assert found.columns == {"measures.csv": ("row", "code"), "submissions.csv": ("file", "status", "agency")}
    nothing = EditionFigures.of(tmp_path / "none")
    assert (nothing.submissions, nothing.rows, nothing.agencies, nothing.columns) == (0, 0, frozenset(), {})
