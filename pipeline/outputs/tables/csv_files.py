"""One CSV file a table: RFC 4180, comma, UTF-8 without byte-order mark, values verbatim, empty = unknown.

The tables of an edition are these files from the first row on: they are written in pieces (the rows of one submission),
and every other output reads them in batches, so that memory does not grow with the edition.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from pipeline.outputs.tables.cells import Cell, Row, written
from pipeline.schema.loading import Table

if TYPE_CHECKING:
    import pyarrow

_BLOCK = 1 << 22
"""Bytes of a file that are read at once, more where a single row is longer."""
_WRITTEN = 1 << 20
"""Bytes that are written at once."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a table as they stand in its file; ``longest`` is the most bytes that one of them takes."""

    text: bytes = b""
    rows: int = 0
    longest: int = 0

    @classmethod
    def of(cls, table: Table, rows: Iterable[Row]) -> Piece:
        """The rows as text."""
        lines = list(_lines(table, rows))
        return cls(b"".join(lines), len(lines), max(map(len, lines), default=0))


def _lines(table: Table, rows: Iterable[Row]) -> Iterator[bytes]:
    """Each row as it stands in the file."""
    ways = [written(column) for column in table.columns]
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        lines.writerow([cell if type(cell) is str else way(cell) for way, cell in zip(ways, row, strict=True)])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


@dataclass(slots=True)
class TableFile:
    """A table in its file ``path``: pieces are added while it is open (``with``), then it is read. Raises OSError."""

    table: Table
    path: Path
    rows: int = 0
    longest: int = 0
    _stream: BinaryIO | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        self._stream = self.path.open("wb", _WRITTEN)
        self._stream.write(",".join(self.table.names).encode() + b"\r\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream:
            self._stream.close()
            self._stream = None

    def add(self, piece: Piece) -> None:
        """Put the piece below what is there. The file must be open."""
        self._write(piece.text, piece.rows, piece.longest)

    def extend(self, rows: Iterable[Row]) -> None:
        """Put rows below what is there, one at a time. The file must be open."""
        for line in _lines(self.table, rows):
            self._write(line, 1, len(line))

    def _write(self, text: bytes, rows: int, longest: int) -> None:
        assert self._stream, self.path
        self._stream.write(text)
        self.rows += rows
        self.longest = max(self.longest, longest)

    def __len__(self) -> int:
        return self.rows

    def __iter__(self) -> Iterator[Row]:
        return self.select(self.table.names)

    def select(self, names: Sequence[str]) -> Iterator[Row]:
        """The cells of some columns, row by row; their types are those of the schema."""
        import pyarrow as pa

        ways = [_READ.get(self.table.column(name).type) for name in names]
        for batch in self.batches({name: pa.string() for name in names}):
            columns = zip(ways, (column.to_pylist() for column in batch.columns), strict=True)
            yield from zip(*(map(way, cells) if way else cells for way, cells in columns), strict=True)

    def batches(self, types: dict[str, pyarrow.DataType]) -> Iterator[pyarrow.RecordBatch]:
        """The columns that ``types`` names, as these types."""
        import pyarrow.csv as arrow

        if not self.rows:
            return
        with self.path.open("rb") as file:
            yield from arrow.open_csv(
                file,
                arrow.ReadOptions(use_threads=False, block_size=max(_BLOCK, 2 * self.longest)),
                arrow.ParseOptions(newlines_in_values=True),
                arrow.ConvertOptions(
                    column_types=types,
                    include_columns=list(types),
                    null_values=[""],
                    strings_can_be_null=True,
                    true_values=["true"],
                    false_values=["false"],
                ),
            )


def _known(way: Callable[[str], Cell]) -> Callable[[str | None], Cell]:
    return lambda text: None if text is None else way(text)


_READ: dict[str, Callable[[str | None], Cell]] = {
    "integer": _known(int),
    "number": _known(Decimal),
    "score": _known(Decimal),
    "boolean": _known("true".__eq__),
    "date": _known(date.fromisoformat),
}
"""How the text of a cell is read, by the type of its column; other types are texts."""
