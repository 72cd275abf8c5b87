"""The tables of schema 1.0 in a database, as the program of that time made them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

AGREED = Path(__file__).parents[2] / "schema" / "schema_1_0.json"
TYPES = {
    "text": "VARCHAR", "json": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "score": "DOUBLE",
    "boolean": "BOOLEAN", "date": "DATE",
}  # fmt: skip
VIEWS = {
    "current_measures": "SELECT s.file, m.* FROM measures AS m JOIN submissions AS s USING (submission_id)"
    " WHERE s.superseded_by IS NULL",
    "goal_progress": "SELECT goal_code, count(*) AS measures FROM current_measures GROUP BY goal_code",
}
SUBMISSION = "0123456789abcdef"


def tables() -> dict[str, str]:
    """CREATE TABLE by name, from the agreed schema 1.0."""
    agreed: dict[str, Any] = json.loads(AGREED.read_text(encoding="utf-8"))
    assert agreed["schema_version"] == "1.0.0"
    made = {}
    for name, table in agreed["tables"].items():
        parts = [_column(column, rule) for column, rule in table["columns"].items()]
        if table["key"]:
            parts.append("PRIMARY KEY (" + ", ".join(f'"{column}"' for column in table["key"]) + ")")
        made[name] = f'CREATE TABLE "{name}" ({", ".join(parts)})'
    return made


def _column(name: str, rule: str) -> str:
    kind, *rest = rule.split(" |")[0].split()
    values = rule.split(" |")[1:]
    check = f' CHECK ("{name}" IN (' + ", ".join(f"'{value}'" for value in values) + "))" if values else ""
    return f'"{name}" {TYPES[kind]}{" NOT NULL" if "required" in rest else ""}{check}'


def statements() -> list[str]:
    """A whole database of schema 1.0 with one submission, its row, and the views over them."""
    return [
        *tables().values(),
        "INSERT INTO submissions (file, submission_id, bytes, status) VALUES ('old.docx', '"
        + SUBMISSION
        + "', 1, 'ok')",
        'INSERT INTO measures (submission_id, "row", completion_state, extra, match_status)'
        f" VALUES ('{SUBMISSION}', 1, 'stated', '{{}}', 'auto')",
        *(f"CREATE VIEW {name} AS {query}" for name, query in VIEWS.items()),
        "CREATE TABLE edition (name VARCHAR PRIMARY KEY, value VARCHAR)",
        "INSERT INTO edition VALUES ('schema_version', '1.0.0'), ('digest', 'of an old edition')",
    ]
