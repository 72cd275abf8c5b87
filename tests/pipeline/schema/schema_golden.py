"""The agreed schema of the published tables: ``python -m tests.pipeline.schema.schema_golden`` prints the difference
and takes the new one over, which needs a raised ``schema_version``."""

from __future__ import annotations

import difflib
import json
import sys
from pathlib import Path

from pipeline.schema.loading import schema

GOLDEN = Path(__file__).with_name("schema.json")


def described() -> str:
    """What people and tools rely on: names, order, types, keys, allowed values."""
    tables = {
        table.name: {
            "key": list(table.key),
            "columns": {
                column.name: " ".join(
                    [column.type, *(["required"] if column.required else []), *(f"|{value}" for value in column.enum)]
                )
                for column in table.columns
            },
        }
        for table in schema().tables
    }
    views = [view.name for view in schema().views]
    whole = {"schema_version": schema().schema_version, "tables": tables, "views": views}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Take the schema over."""
    old = GOLDEN.read_text(encoding="utf-8") if GOLDEN.exists() else "{}"
    new = described()
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), "agreed", "now"))
    if old != new and json.loads(old).get("schema_version") == schema().schema_version:
        sys.exit("raise schema_version in pipeline/schema/datasets.toml and note the change in CHANGELOG.md first")
    GOLDEN.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
