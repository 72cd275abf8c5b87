"""One Parquet file a table: typed, titles and descriptions of columns in the metadata, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.outputs.tables.cells import Cell
from pipeline.outputs.tables.dataset import Dataset
from pipeline.schema.loading import Column, Schema, Table

# Rows of a row group: bounds the memory taken beside the dataset.
_GROUP = 20_000


def write(dataset: Dataset, folder: Path) -> None:
    """Write ``<table>.parquet`` for every table of the schema."""
    import pyarrow.parquet as parquet

    for table in dataset.schema.tables:
        rows = dataset.rows(table.name)
        empty = arrow_table(dataset.schema, table, ())
        with (
            (folder / f"{table.name}.parquet").open("wb") as file,  # pyarrow itself opens no path that is not UTF-8
            parquet.ParquetWriter(file, empty.schema, compression="zstd") as target,
        ):
            for first in range(0, len(rows), _GROUP):
                target.write_table(arrow_table(dataset.schema, table, rows[first : first + _GROUP]))


def arrow_table(schema: Schema, table: Table, rows: Sequence[Sequence[Cell]]) -> Any:
    """The rows as a pyarrow.Table: text, json -> string; integer -> int64; number, score -> float64; boolean; date."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "json": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "score": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    columns: Iterable[Sequence[Cell]] = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    arrays = [
        pa.array(_values(column, cells), types[column.type])
        for column, cells in zip(table.columns, columns, strict=True)
    ]
    fields = [
        pa.field(column.name, types[column.type], nullable=not column.required, metadata=_about(column))
        for column in table.columns
    ]
    about = {"schema_version": schema.schema_version, "title": table.title, "title_mn": table.title_mn}
    about |= {"description": table.description, "description_mn": table.description_mn}
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=about))


def _values(column: Column, cells: Sequence[Cell]) -> Sequence[Cell | float]:
    if column.type in ("number", "score"):
        return [float(cell) if isinstance(cell, Decimal) else cell for cell in cells]
    return cells


def _about(column: Column) -> dict[str, str]:
    return {
        "title": column.title,
        "title_mn": column.title_mn,
        "description": column.description,
        "description_mn": column.description_mn,
    }
