"""The published tables as pandas DataFrames, for notebooks: ``tables = pipeline.load("data/clean")``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.outputs.opening import edition
from pipeline.outputs.package import NAME
from pipeline.schema.loading import schema

if TYPE_CHECKING:
    import pandas


class Tables:
    """The tables of one edition, each read when it is first asked for.

    ``tables.measures`` and ``tables["measures"]`` are the same DataFrame: texts are strings, whole numbers Int64,
    numbers float64, booleans boolean, dates datetime64; the unknown is missing (``pandas.NA``, ``NaN``, ``NaT``).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, pandas.DataFrame] = {}

    def __getitem__(self, name: str) -> pandas.DataFrame:
        if name not in self.names:
            raise KeyError(f"no table {name!r}; there are {', '.join(self.names)}")
        if name not in self._read:
            self._read[name] = _frame(self.folder / f"{name}.parquet")
        return self._read[name]

    def __getattr__(self, name: str) -> pandas.DataFrame:
        if name.startswith("_") or name not in self.names:
            raise AttributeError(f"no table {name!r}; there are {', '.join(self.names)}")
        return self[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.names]

    def __repr__(self) -> str:
        return f"<tables of {self.folder}: {', '.join(self.names)}>"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(table.name for table in schema().tables)

    @property
    def schema_version(self) -> str:
        """Version of the tables' schema."""
        import json

        return str(json.loads((self.folder / NAME).read_text(encoding="utf-8"))["schema_version"])

    @property
    def codebook(self) -> pandas.DataFrame:
        """Every column of every table, in English and Mongolian."""
        import pandas

        return pandas.read_csv(self.folder / "codebook.csv", dtype="string", keep_default_na=False)

    def problems(self) -> pandas.DataFrame:
        """Where the tables break a rule of their schema (required, unique, allowed values, bounds, patterns, keys between
        tables); empty when they keep them all. For copies that were handed on or changed."""
        from pipeline.outputs.checks import problems

        return problems(schema(), self.__getitem__)

    def query(self, sql: str) -> pandas.DataFrame:
        """The answer to a question in SQL over all tables and views."""
        import pandas

        from pipeline.outputs.databases.querying import ask

        answer = ask(self.folder, sql)
        return pandas.DataFrame.from_records(answer.rows, columns=list(answer.columns))


def load(clean: str | Path = "data/clean") -> Tables:
    """The edition published in ``clean`` now; later runs do not change what this object reads.

    Raises FileNotFoundError when nothing is published there.
    """
    from pipeline.exits import Stop

    try:
        return Tables(edition(Path(clean)))
    except Stop as stop:
        raise FileNotFoundError(stop.message) from None


def _frame(path: Path) -> pandas.DataFrame:
    import pandas
    import pyarrow as pa
    import pyarrow.parquet as parquet

    kinds: dict[Any, Any] = {
        pa.string(): pandas.StringDtype(),
        pa.int64(): pandas.Int64Dtype(),
        pa.bool_(): pandas.BooleanDtype(),
    }
    frame: pandas.DataFrame = parquet.read_table(path).to_pandas(types_mapper=kinds.get, date_as_object=False)
    return frame
