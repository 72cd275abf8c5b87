"""Writes the tables' columns into docs/datasets.md: ``python -m tests.pipeline.outputs.docs_columns``."""

from __future__ import annotations

from pathlib import Path

from pipeline.outputs.codebook import allowed
from pipeline.schema.loading import schema

DOCUMENT = Path(__file__).parents[3] / "docs" / "datasets.md"
BEGIN = "<!-- columns: written by python -m tests.pipeline.outputs.docs_columns -->\n"
END = "<!-- end of columns -->\n"


def columns() -> str:
    """Every table, column and view of the schema as Markdown."""
    lines: list[str] = []
    for table in schema().tables:
        key = f" Key: {', '.join(table.key)}." if table.key else ""
        lines += ["", f"### {table.name}", "", f"{table.description}{key} / {table.description_mn}", ""]
        lines += ["| column | type | meaning | утга |", "| --- | --- | --- | --- |"]
        for column in table.columns:
            values = allowed(column) if not column.pattern else ""
            kind = column.type + (f" ({values})" if values else "")
            lines.append(f"| {column.name} | {kind} | {column.description} | {column.description_mn} |")
    lines += ["", "### Views of the databases", "", "| view | meaning | утга |", "| --- | --- | --- |"]
    lines += [f"| {view.name} | {view.description} | {view.description_mn} |" for view in schema().views]
    return "\n".join(lines) + "\n\n"


def renewed(text: str) -> str:
    """The document with the columns of the schema."""
    head, rest = text.split(BEGIN)
    return head + BEGIN + columns() + END + rest.split(END)[1]


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
