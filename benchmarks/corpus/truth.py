"""The truth about a document, one JSON object: what a careful person would key in."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.corpus.choices import Choices
from benchmarks.corpus.content import Content, Row
from benchmarks.corpus.sheet import Grid, Sheet
from benchmarks.corpus.wording import legacy, lookalikes

TEXT_CELLS = ("indicator", "progress", "responsible", "deadline", "baseline", "target", "evidence", "note")


@dataclass(slots=True)
class Truth:
    """One line of truth.jsonl; ``expected_status`` is ok (also: review) or rejected."""

    doc: str
    file: str
    format: str
    kind: str
    tags: list[str]
    expected_status: str = "ok"
    agency: str | None = None
    plan_year: int | None = None
    period: str | None = None
    report_date: str | None = None
    acknowledged_by: str | None = None
    prepared_by: str | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        return asdict(self)


def label(doc: str, file: str, kind: str, choices: Choices, content: Content) -> Truth:
    """The truth of a readable report."""
    return Truth(
        doc=doc,
        file=file,
        format=kind,
        kind=kind,
        tags=choices.tags,
        agency=content.agency.name,
        plan_year=choices.year,
        period=choices.period,
        report_date=content.day.isoformat(),
        acknowledged_by=content.acknowledged_by,
        prepared_by=content.prepared_by,
        rows=[_row(index, row, choices) for index, row in enumerate(content.rows, start=1)],
    )


def _row(index: int, row: Row, choices: Choices) -> dict[str, Any]:
    def shown(name: str) -> str:
        return " ".join(row.cells[name]) if name in choices.columns else ""

    record: dict[str, Any] = {
        "row": index,
        "goal_code": row.goal,
        "measure_code": row.measure,
        "code_reported": row.code,
        "measure_reported": row.text,
        "spent_reported": shown("spent"),
        "completion_reported": shown("completion"),
        "spent_mnt": row.spent_mnt if "spent" in choices.columns else None,
        "completion_pct": row.completion_pct if "completion" in choices.columns or choices.inline_percent else None,
    }
    record |= {name: shown(name) for name in TEXT_CELLS if name in choices.columns or name in ("indicator", "progress")}
    alternatives = {name: [text] for name, text in row.clean.items() if name in record}
    if alternatives:
        record["alt"] = alternatives
    return record


def mistype(chance: random.Random, choices: Choices, content: Content) -> None:
    """Type the report as authors with old fonts or wrong keyboards do; the truth keeps both forms."""
    if choices.caps:
        for row in content.rows:
            row.text = row.text.upper()
    if not choices.letters:
        return
    for row in content.rows:
        row.clean = {"measure_reported": row.text, **{name: " ".join(lines) for name, lines in row.cells.items()}}
        row.text = _as_typed(chance, choices, row.text)
        row.cells = {name: [_as_typed(chance, choices, line) for line in lines] for name, lines in row.cells.items()}
    content.goals = [(code, _as_typed(chance, choices, text)) for code, text in content.goals]


def mistype_frame(chance: random.Random, choices: Choices, sheet: Sheet) -> None:
    """Old fonts are in the header too, and around the table, or only in the body under a modern title."""
    if choices.letters != "legacy":
        return
    around = chance.random() < 0.5
    for block in sheet.blocks:
        if isinstance(block, Grid):
            for cell in (cell for line in block.lines if line.kind == "head" or around for cell in line.cells):
                cell.lines = [legacy(line) for line in cell.lines]
                cell.label = legacy(cell.label)
        elif around:
            block.text = legacy(block.text)


def _as_typed(chance: random.Random, choices: Choices, text: str) -> str:
    return legacy(text) if choices.letters == "legacy" else lookalikes(chance, text)
