"""The data package, as the Frictionless program sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from frictionless import Package

from tests.pipeline.outputs.making import CATALOGUES, built, copy_of, finding, outcome, record, rejected, written

FAULTS = {
    "status": ("submissions.csv", ",ok,", ",fine,"),
    "year": ("submissions.csv", ",2023,H1,", ",23,H1,"),
    "key": ("indicators.csv", ",1,1,", ",9,1,"),
    "percent": ("measures.csv", ",100%,100,", ",100%,101,"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    first = outcome("a.docx", record(1, progress='a "b", =1\n+1', extra=(("Тоо", "3"),)), record(2, "", None))
    made = [first, outcome("c.docx", findings=(finding(),)), copy_of("b.docx", first), rejected()]
    return written(built(made, CATALOGUES), tmp_path / "edition")


def test_it_is_valid(folder: Path) -> None:
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "note"])
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert described["schema_version"] == described["version"]
    assert described["$schema"].startswith("https://datapackage.org/profiles/2.0/")


@pytest.mark.parametrize("fault", FAULTS)
def test_it_catches_tables_that_break_the_contract(folder: Path, fault: str) -> None:
    name, good, bad = FAULTS[fault]
    text = (folder / name).read_bytes().decode("utf-8")
    assert good in text
    (folder / name).write_bytes(text.replace(good, bad, 1).encode("utf-8"))
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        del resource["hash"], resource["bytes"]
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    assert not Package(str(folder / "datapackage.json")).validate().valid
