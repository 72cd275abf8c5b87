"""data/clean is exactly what the program makes of data/raw: the golden result of the whole sentence.

Text layers and DOCX to the last character. Scans at the level that is stable between versions of Tesseract: the same
rows with the same codes, and numbers that agree wherever both readings dare to give one.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RAW, CLEAN = ROOT / "data" / "raw", ROOT / "data" / "clean"
PICTURES = {"scan", "image", "mixed"}
BY_SUBMISSION = ("measures", "indicators", "mentions", "leftovers", "findings")
Rows = list[dict[str, str]]


def table(folder: Path, name: str) -> Rows:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition that the program makes of data/raw now."""
    clean = tmp_path_factory.mktemp("published") / "clean"
    command = [sys.executable, "-m", "pipeline", "run", str(RAW), str(clean)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (clean / "submissions.csv").exists(), done.stderr
    return clean


@pytest.fixture(scope="module")
def with_pictures(made: Path) -> Path:
    """The same where the scans could be read too."""
    if any(row["reason"] == "ocr_unavailable" for row in table(made, "submissions")):
        pytest.skip("no Tesseract with Mongolian on this machine: the scans of the sample cannot be read")
    return made


def of_pictures(folder: Path) -> set[str]:
    """Submissions that were read from pictures."""
    return {row["submission_id"] for row in table(folder, "submissions") if row["source_kind"] in PICTURES}


def test_every_file_has_its_row(made: Path) -> None:
    golden, now = table(CLEAN, "submissions"), table(made, "submissions")
    assert [(row["file"], row["sha256"]) for row in golden] == [(row["file"], row["sha256"]) for row in now]
    for one, other in zip(golden, now, strict=True):
        if one["source_kind"] not in PICTURES:
            assert one == other


def test_every_scan_has_the_same_fate(with_pictures: Path) -> None:
    for golden, now in zip(table(CLEAN, "submissions"), table(with_pictures, "submissions"), strict=True):
        stable = ("source_kind", "reason", "plan_year", "duplicate_of")
        assert [golden[name] for name in stable] == [now[name] for name in stable]


@pytest.mark.parametrize("name", BY_SUBMISSION)
def test_text_is_published_to_the_last_character(made: Path, name: str) -> None:
    pictures = of_pictures(CLEAN)
    golden, now = (
        [row for row in table(folder, name) if row["submission_id"] not in pictures] for folder in (CLEAN, made)
    )
    assert now == golden


def test_scans_give_the_same_rows(with_pictures: Path) -> None:
    pictures = of_pictures(CLEAN)
    golden, now = (
        {
            (row["submission_id"], row["row"]): row
            for row in table(folder, "measures")
            if row["submission_id"] in pictures
        }
        for folder in (CLEAN, with_pictures)
    )
    assert golden and golden.keys() == now.keys()
    for key, row in golden.items():
        if "auto" == row["match_status"] == now[key]["match_status"]:
            assert row["measure_code"] == now[key]["measure_code"]
        for number in ("completion_pct", "spent_mnt"):
            assert row[number] == now[key][number] or "" in (row[number], now[key][number])


@pytest.mark.parametrize("name", ["catalogue", "codebook"])
def test_what_codes_and_columns_mean_is_the_same(made: Path, name: str) -> None:
    assert table(made, name) == table(CLEAN, name)


def test_the_agencies_are_the_same(with_pictures: Path) -> None:
    assert table(with_pictures, "agencies") == table(CLEAN, "agencies")
