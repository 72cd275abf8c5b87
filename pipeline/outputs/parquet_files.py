"""One Parquet file a table: typed, titles and descriptions of columns in the metadata, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.outputs.tables.dataset import Dataset
from pipeline.schema.loading import Column, Schema, Table

# Rows of a row group: bounds the memory it takes.
_GROUP = 20_000


def write(dataset: Dataset, folder: Path) -> None:
    """Write ``<table>.parquet`` for every table of the schema."""
    import pyarrow.parquet as parquet

    for table in dataset.schema.tables:
        typed = arrow_schema(dataset.schema, table)
        with (
            (folder / f"{table.name}.parquet").open("wb") as file,  # pyarrow itself opens no path that is not UTF-8
            parquet.ParquetWriter(file, typed, compression="zstd") as target,
        ):
            for group in _groups(dataset.rows(table.name).batches({field.name: field.type for field in typed})):
                target.write_table(group.cast(typed))


def _groups(batches: Iterable[Any]) -> Iterator[Any]:
    """The same rows as tables of ``_GROUP`` rows in one chunk; where batches end must not show in the file."""
    import pyarrow as pa

    held: list[Any] = []
    for batch in batches:
        held.append(batch)
        while sum(map(len, held)) >= _GROUP:
            whole = pa.Table.from_batches(held)
            yield whole.slice(0, _GROUP).combine_chunks()
            held = whole.slice(_GROUP).to_batches()
    if sum(map(len, held)):
        yield pa.Table.from_batches(held).combine_chunks()


def arrow_schema(schema: Schema, table: Table) -> Any:
    """The pyarrow.Schema of a table: text, json -> string; integer -> int64; number, score -> float64; boolean; date."""
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
    fields = [
        pa.field(column.name, types[column.type], nullable=not column.required, metadata=_about(column))
        for column in table.columns
    ]
    about = {"schema_version": schema.schema_version, "title": table.title, "title_mn": table.title_mn}
    about |= {"description": table.description, "description_mn": table.description_mn}
    return pa.schema(fields, metadata=about)


def _about(column: Column) -> dict[str, str]:
    return {
        "title": column.title,
        "title_mn": column.title_mn,
        "description": column.description,
        "description_mn": column.description_mn,
    }
