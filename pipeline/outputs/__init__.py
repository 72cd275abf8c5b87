"""What a run publishes. Each output is one module with ``write(dataset, folder)``; ``WRITERS`` names them in order."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pipeline.outputs import codebook, package, parquet_files, report, workbook
from pipeline.outputs.databases import sqlite_file
from pipeline.outputs.tables import changes
from pipeline.outputs.tables.dataset import Dataset


class Writer(Protocol):
    """Writes its files of the edition into ``folder``, where the CSV files of the tables stand. The same dataset gives the
    same bytes."""

    def write(self, dataset: Dataset, folder: Path) -> None: ...


WRITERS: tuple[Writer, ...] = (
    codebook,
    package,
    parquet_files,
    sqlite_file,
    workbook,
    changes,
    report,
)
