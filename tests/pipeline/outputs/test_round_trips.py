"""What tools read back is what was published, for any text."""

from __future__ import annotations

import csv
import re
import sqlite3
import tempfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.names import printable
from pipeline.outputs import workbook
from pipeline.outputs.tables import cells
from pipeline.outputs.tables.dataset import Dataset
from tests.pipeline.outputs.making import CATALOGUES, built, outcome, record, written

HOSTILE = (
    "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+976 9911", "-5", "- Аян-1", "1.10", "1/2", "007", "1e5", "TRUE", "true",
    "NULL", "NA", "nan", "None", "\\N", "\\.", '"', '""', "a,b", "a;b", "a\tb", "a\nb", "\r\n", "'", "''; DROP TABLE x",
    "<script>", "</script>", "]]>", "&amp;", "_x0041_", "_x000D_", "a\x00b", "\x1b[31m", "\ud800", "\ufeffA", "\u202eA",
    "\u00ad", "\u00a0", "  ", "ө\u0308", "e\u0301", "😀", "{}", '{"a": 1}', "2023-06-16", "%s", "{0}", "http://x.mn/?a=1&b",
    "mailto:a@b.mn", "#REF!", "#N/A", "Ө" * 300,
)  # fmt: skip
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60), st.lists(st.sampled_from(HOSTILE)).map(" ".join))
_HALF = re.compile("[\ud800-\udfff]")
COLUMNS = ("measure_reported", "progress", "note", "spent_reported", "code_reported")


def made(texts: list[str]) -> Dataset:
    """A dataset with these texts in every column of text, and as file, header and agency. Records travel as UTF-8, so half
    a letter of two numbers reaches a name of a file alone."""
    first = texts[0]
    texts = [_HALF.sub("\ufffd", text) for text in texts]
    rows = [
        record(number, **dict.fromkeys(COLUMNS, text), extra=((text, text),), spent_mnt=Decimal(number) * 10**12)
        for number, text in enumerate(texts, start=1)
    ]
    return built(
        [outcome(f"x{printable(first.encode(errors='surrogatepass'))}.pdf".replace("/", "_"), *rows, agency=texts[0])],
        CATALOGUES,
    )


def expected(dataset: Dataset, column: str) -> list[Any]:
    return [value for (value,) in dataset.select("measures", column)]


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_csv_pandas_duckdb_and_sqlite(texts: list[str]) -> None:
    dataset = made(texts)
    with tempfile.TemporaryDirectory() as name:
        folder = written(dataset, Path(name))
        path = folder / "measures.csv"
        frame = pandas.read_csv(path, dtype="string", keep_default_na=False, na_values=[""])
        typed = pipeline.load(folder)
        with path.open(encoding="utf-8", newline="") as lines:
            plain = list(csv.DictReader(lines))
        with closing(sqlite3.connect(folder / "tailan.sqlite")) as base, duckdb.connect() as engine:
            for column in (*COLUMNS, "agency", "extra"):
                want = expected(dataset, column)
                assert [row[column] or None for row in plain] == want
                assert [None if pandas.isna(value) else value for value in frame[column]] == want
                assert [None if pandas.isna(value) else value for value in typed.measures[column]] == want
                assert [row[0] for row in base.execute(f"SELECT {column} FROM measures ORDER BY row")] == want
                query = f"SELECT {column} FROM read_csv(?, all_varchar = true, header = true) ORDER BY CAST(row AS int)"
                assert [row[0] for row in engine.execute(query, [str(path)]).fetchall()] == want
            assert list(typed.measures["spent_mnt"]) == expected(dataset, "spent_mnt")


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_the_workbook_holds_texts_and_nothing_live(texts: list[str]) -> None:
    dataset = made(texts)
    with tempfile.TemporaryDirectory() as name:
        workbook.write(dataset, Path(name))
        book = openpyxl.load_workbook(Path(name) / "tailan.xlsx")
    sheet = book["measures"]
    places = {cell.value: cell.column for cell in sheet[1]}
    for column in (*COLUMNS, "agency", "extra"):
        found = [sheet.cell(row, places[column]) for row in range(2, sheet.max_row + 1)]
        assert [unescaped(cell.value) for cell in found] == expected(dataset, column)
        assert all(cell.data_type in ("s", "inlineStr", "n") and cell.hyperlink is None for cell in found)
        assert all(cell.value is None or isinstance(cell.value, str) for cell in found)
        assert all(cell.number_format == "@" for cell in found if cell.value)


def unescaped(text: str | None) -> str | None:
    """openpyxl gives the escape of an underscore back as it stands; a spreadsheet shows the underscore."""
    return text.replace("_x005F_", "_") if text else None


def test_the_same_dataset_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written(made(list(HOSTILE)), tmp_path / "one")
    second = written(made(list(HOSTILE)), tmp_path / "two")
    assert sorted(path.name for path in first.iterdir()) == sorted(path.name for path in second.iterdir())
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


@given(TEXTS)
def test_texts_are_folded_once_and_for_all(text: str) -> None:
    folded = cells.text(text)
    assert cells.text(folded) == folded
    if folded is not None:
        assert folded == " ".join(folded.split())
        folded.encode("utf-8")
