"""What is said about changes between two editions."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from pipeline.outputs.tables import changes
from tests.pipeline.outputs.making import CATALOGUES, built, outcome, record, rejected, written


def listed(folder: Path) -> list[dict[str, str]]:
    with (folder / changes.TABLE).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_first_edition_says_so(tmp_path: Path) -> None:
    folder = written(built([outcome()], CATALOGUES), tmp_path / "one")
    assert changes.read(folder) == {"first": True} and listed(folder) == []


def test_files_totals_and_coverage(tmp_path: Path) -> None:
    before = [
        outcome("a.docx", record(1, "1.1", "50"), record(2, "1.2")),
        rejected("z.pdf"),
        outcome("old.docx", period="Q1"),
    ]
    after = [
        replace(outcome("a.docx", record(1, "1.1", "80"), record(2, "2.1")), sha256="f" * 64),
        outcome("z.pdf", agency="Өөр сургууль"),
        outcome("new.docx", agency="Шинэ сургууль"),
    ]
    one = written(built(before, CATALOGUES), tmp_path / "one")
    two = written(built(after, CATALOGUES, previous=one), tmp_path / "two")
    found = changes.read(two)
    assert found["files"]["added"] == {"count": 1, "names": ["new.docx"]}
    assert found["files"]["removed"] == {"count": 1, "names": ["old.docx"]}
    assert found["files"]["content"]["names"] == ["a.docx"]
    assert found["files"]["status"]["names"] == ["z.pdf: rejected → ok"]
    assert found["totals"]["files"] == [3, 3]
    assert found["totals"]["agencies"] == [1, 3]
    assert found["coverage"] == {
        "newly_reported": 1,
        "no_longer_reported": 1,
        "completion_up": 1,
        "completion_down": 0,
    }
    assert [(row["change"], row["file"] or row["measure_id"], row["before"], row["after"]) for row in listed(two)] == [
        ("added", "new.docx", "", "ok"),
        ("removed", "old.docx", "ok", ""),
        ("content", "a.docx", before[0].sha256, "f" * 64),
        ("status", "z.pdf", "rejected", "ok"),
        ("completion_up", "ub-2023/1.1", "50", "80"),
        ("no_longer_reported", "ub-2023/1.2", "100", ""),
        ("newly_reported", "ub-2023/2.1", "", "100"),
    ]
    assert changes.summary(found)[0] == ("new files", "шинэ файл", 1) and len(changes.summary(found)) == 7


def test_every_change_is_in_the_table_however_many(tmp_path: Path) -> None:
    one = written(built([outcome("a.docx")], CATALOGUES), tmp_path / "one")
    made = [outcome(f"{number:03d}.docx", agency=f"Сургууль {number}") for number in range(60)]
    two = written(built([outcome("a.docx"), *made], CATALOGUES, previous=one), tmp_path / "two")
    assert len(listed(two)) == 60
    assert (
        changes.read(two)["files"]["added"]["count"] == 60 and len(changes.read(two)["files"]["added"]["names"]) == 50
    )


def test_publishing_the_same_tables_again_gives_the_same_bytes(tmp_path: Path) -> None:
    one = written(built([outcome("a.docx")], CATALOGUES), tmp_path / "one")
    made = [outcome("a.docx"), outcome("b.docx", period="FY")]
    two = written(built(made, CATALOGUES, previous=one), tmp_path / "two")
    three = written(built(made, CATALOGUES, previous=two), tmp_path / "three")
    for path in two.iterdir():
        assert path.read_bytes() == (three / path.name).read_bytes(), path.name
