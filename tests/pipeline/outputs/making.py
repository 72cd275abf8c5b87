"""Invented outcomes for the tests of outputs: small reports whose every field can be set."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from normalizers.catalogue.model import Catalogue, Catalogues, Goal, Measure
from normalizers.report import Finding, IndicatorItem, Match, MeasureRecord, Mention, Report
from parsers.document import BBox, Place
from parsers.report import Leftover
from pipeline.outputs import WRITERS
from pipeline.outputs.building.build import build
from pipeline.outputs.tables.cells import Row
from pipeline.outputs.tables.dataset import Dataset, files
from pipeline.workers.outcome import Outcome

CATALOGUES = Catalogues(
    (
        Catalogue(
            "ub-2023",
            (
                Measure("1.1", "1.1", "Сургалт зохион байгуулах", Goal("1", "Мэдлэг дээшлүүлэх")),
                Measure("1.2", "1.2", "Мэдээллийн самбар ажиллуулах", Goal("1", "Мэдлэг дээшлүүлэх")),
                Measure("2.1", "2.1", "Худалдан авалтыг нээлттэй болгох", Goal("2", "Ил тод байдал")),
            ),
            plan_year=2023,
        ),
    )
)


def record(row: int = 1, code: str = "1.1", percent: str | None = "100", **changes: Any) -> MeasureRecord:
    """A measure row matched to ``code``; an empty code is a measure of the agency's own."""
    pct = Decimal(percent) if percent is not None else None
    made = MeasureRecord(
        row, "Зорилго 1. Мэдлэг", code, "Сургалт хийх", "- Сургалт-2", "Сургалтад 45 хүн хамрагдсан.", "1.000",
        Decimal(1000), f"{percent}%" if pct is not None else "", pct, "stated" if pct is not None else "absent",
        match=Match(code, 0.99, "auto" if code else "unmatched", "code and words agree"),
        places=(Place(1, BBox(50.0, 100.0, 500.0, 150.0)),),
        indicators=(IndicatorItem(1, "Сургалт", Decimal(2), "", "- Сургалт-2"),),
        mentions=(Mention("people", "45 хүн", "45", "", "хүн", 10),),
    )  # fmt: skip
    return replace(made, **changes)


def outcome(file: str = "a.docx", *records: MeasureRecord, **changes: Any) -> Outcome:
    """A readable submission; ``changes`` are fields of its report."""
    sha256 = hashlib.sha256(file.encode()).hexdigest()
    report = Report(
        file, sha256, "docx", "Хангай сумын сургууль", "", "ХАНГАЙ СУМЫН СУРГУУЛИЙН", 2023, "H1", date(2023, 1, 1),
        date(2023, 6, 30), date(2023, 6, 16), "П.БАТ", "Захирал", "Д.ДОРЖ", "Мэргэжилтэн", "ub-2023",
        records or (record(),), (), (Leftover(1, "header", "Арга хэмжээ", "header row"),),
    )  # fmt: skip
    return Outcome(file, sha256, 1000, "ok", "application/pdf", "docx", None, report=replace(report, **changes))


def copy_of(file: str, original: Outcome) -> Outcome:
    """The same bytes under another name."""
    return Outcome(file, original.sha256, original.bytes, "duplicate", duplicate_of=original.file)


def rejected(file: str = "z.pdf") -> Outcome:
    """A file that could not be used."""
    sha256 = hashlib.sha256(file.encode()).hexdigest()
    return Outcome(file, sha256, 10, "rejected", reason="damaged", hint="Ask for it again.", hint_mn="Дахин авна уу.")


def finding(code: str = "percent_unreadable", severity: str = "error", row: int | None = 1) -> Finding:
    """A finding with sentences."""
    return Finding(code, severity, row, "completion_pct", "x%", 1, "Cannot be read.", "Уншигдсангүй.")


def built(outcomes: Sequence[Outcome], catalogues: Catalogues = CATALOGUES, **more: Any) -> Dataset:
    """The dataset of these outcomes in a folder of its own."""
    return build(outcomes, catalogues, _folder(), **more)


def holding(**tables: Iterable[Row]) -> Dataset:
    """A dataset of these rows; tables that are not named are empty."""
    made = files(_folder())
    for name, file in made.items():
        with file:
            file.extend(tables.get(name, ()))
    return Dataset(made)


def _folder() -> Path:
    """A folder that goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="dataset-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def written(dataset: Dataset, folder: Path) -> Path:
    """All outputs of a dataset in a new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in dataset.tables.values():
        shutil.copyfile(table.path, folder / table.path.name)
    for writer in WRITERS:
        writer.write(dataset, folder)
    return folder
