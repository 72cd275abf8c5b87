"""The gate on lost columns: an announced version of the schema passes, everything else is refused."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.outputs.tables.dataset import build
from pipeline.run.gates import Standing, refusals
from pipeline.settings import Gates
from pipeline.workers.outcome import CONTAINER, PAGE, Outcome
from tests.pipeline.outputs.making import CATALOGUES, outcome, written

AGREED = Path(__file__).parents[1] / "schema" / "schema_1_0.json"


def standing(version: int, *columns: str) -> Standing:
    return Standing(3, 0, 3, frozenset({"Хангай сумын сургууль"}), {"measures.csv": columns}, version)


def test_a_lost_column_needs_a_new_major_version() -> None:
    (said,) = refusals(standing(2, "row", "part"), standing(2, "row"), Gates())
    assert "measures.csv loses the column part" in said
    assert refusals(standing(2, "row", "part"), standing(3, "row"), Gates()) == []
    assert refusals(standing(2, "row", "part"), standing(2, "row"), Gates(schema_change=True)) == []
    (said,) = refusals(standing(0, "row", "part"), standing(2, "row"), Gates())
    assert "loses the column part" in said
    (said,) = refusals(standing(3, "row"), standing(2, "row", "part"), Gates())
    assert "go back from schema 3 to schema 2" in said


def test_an_edition_of_schema_1_0_is_followed_without_anybody(tmp_path: Path) -> None:
    """Real folders: the tables of the agreed schema 1.0, then those of today."""
    old = tmp_path / "old"
    old.mkdir()
    agreed = json.loads(AGREED.read_text(encoding="utf-8"))
    for name, table in agreed["tables"].items():
        (old / f"{name}.csv").write_text(",".join(table["columns"]) + "\r\n", encoding="utf-8")
    (old / "datapackage.json").write_text('{"schema_version": "1.0.0"}', encoding="utf-8")
    new = written(build([outcome("a.docx")], CATALOGUES), tmp_path / "new")
    before, after = Standing.of(old), Standing.of(new)
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
    assert Standing.of(written(build(made, CATALOGUES), tmp_path / "new")).submissions == 1
