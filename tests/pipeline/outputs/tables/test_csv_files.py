"""A table is its CSV file: what is read back is what was written, however it was written and however long a row is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.outputs.tables import csv_files
from pipeline.outputs.tables.cells import Row
from pipeline.outputs.tables.csv_files import Piece, TableFile
from pipeline.schema.loading import Column, Table

TYPES = ("text", "integer", "number", "boolean", "date", "json")
TABLE = Table("made", "", "", "", "", tuple(Column(name, name, "", "", "", "") for name in TYPES))
ROWS: tuple[Row, ...] = (
    ('"a", b\r\nв', -5, Decimal("70.50"), True, date(2024, 2, 29), "{}"),
    ("NULL", None, None, None, None, None),
    (None, 0, Decimal("0"), False, None, None),
    ("NaN", 10**15, Decimal("123456789012345.654321"), None, date(1, 1, 1), '{"a": "1"}'),
)


def file(folder: Path, *pieces: Piece, rows: tuple[Row, ...] = ()) -> TableFile:
    with TableFile(TABLE, folder / "made.csv") as made:
        for piece in pieces:
            made.add(piece)
        made.extend(rows)
    return made


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    made = file(tmp_path, rows=ROWS)
    assert tuple(made) == ROWS and len(made) == 4
    assert [type(cell) for cell in next(iter(made))] == [str, int, Decimal, bool, date, str]
    assert list(made.select(("date", "text"))) == [(row[4], row[0]) for row in ROWS]


def test_pieces_and_rows_give_the_same_file(tmp_path: Path) -> None:
    whole = file(tmp_path, rows=ROWS).path.read_bytes()
    pieces = [Piece.of(TABLE, ROWS[:1]), Piece.of(TABLE, ()), Piece.of(TABLE, ROWS[1:])]
    made = file(tmp_path, *pieces)
    assert made.path.read_bytes() == whole and len(made) == 4
    assert [piece.rows for piece in pieces] == [1, 0, 3]
    assert max(map(len, whole.split(b"\r\n"))) <= made.longest < len(whole)


@pytest.mark.parametrize("count", [0, 1])
def test_a_table_may_be_empty_or_nearly(tmp_path: Path, count: int) -> None:
    assert tuple(file(tmp_path, rows=ROWS[:count])) == ROWS[:count]


def test_a_row_may_be_longer_than_what_is_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "_BLOCK", 64)
    long = ("ө" * 5_000, *ROWS[0][1:])
    assert tuple(file(tmp_path, rows=(ROWS[1], long, *ROWS))) == (ROWS[1], long, *ROWS)
