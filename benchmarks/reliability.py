"""Does the confidence of scans tell where they were misread? Rows by confidence, and what review catches.

    python -m benchmarks.reliability [--count 18] [--seed 4711] [--corpus FOLDER]

A row is wrong when its measure code, completion or amount is not that of the truth; it is caught when it waits in the
review queue (match to be confirmed, or a finding of weight on the row).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.corpus.making import make
from benchmarks.scoring import number, row_pairs
from normalizers.catalogue.files import load_catalogues
from normalizers.normalize import normalize
from normalizers.report import MeasureRecord, Report
from parsers.document import SourceFile
from parsers.errors import OcrUnavailable, ParseError
from parsers.extraction import extract
from parsers.reading import read

QUESTIONABLE = ("error", "warning")
BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.01)
LEAST_CAUGHT = 0.9


@dataclass(frozen=True, slots=True)
class ScannedRow:
    """A row of a scan: how sure, what was wrong, whether a person will see it."""

    confidence: float
    wrong: tuple[str, ...]
    asked: bool


def scanned_rows(report: Report, truth: dict[str, Any]) -> Iterator[ScannedRow]:
    """The rows of one report that have a partner in the truth; rows without one are wrong as a whole."""
    questioned = {f.row for f in report.findings if f.severity in QUESTIONABLE}
    rows = [_row(record) for record in report.records]
    partner = {b: a for a, b in row_pairs(truth["rows"], rows)}
    for index, record in enumerate(report.records):
        if record.confidence is None:
            continue
        wrong = _wrong(truth["rows"][partner[index]], rows[index]) if index in partner else ("row",)
        yield ScannedRow(record.confidence, wrong, record.match.status == "review" or record.row in questioned)


def _row(record: MeasureRecord) -> dict[str, Any]:
    return {
        "measure_reported": record.measure_reported, "progress": record.progress, "measure_code": record.match.code or "",
        "completion_pct": record.completion_pct, "spent_mnt": record.spent_mnt,
    }  # fmt: skip


def _wrong(truth: dict[str, Any], row: dict[str, Any]) -> tuple[str, ...]:
    faults = ["code"] if row["measure_code"] != (truth["measure_code"] or "") else []
    faults += ["completion"] if number(row["completion_pct"]) != number(truth["completion_pct"]) else []
    faults += ["money"] if number(row["spent_mnt"]) != number(truth["spent_mnt"]) else []
    return tuple(faults)


def table(rows: list[ScannedRow]) -> str:
    """Rows by confidence, then what review catches."""
    lines = [f"{'confidence':14}{'rows':>6}{'wrong':>7}{'share right':>13}{'asked':>7}"]
    for low, high in pairwise(BINS):
        mine = [row for row in rows if low <= row.confidence < high]
        if mine:
            wrong = sum(bool(row.wrong) for row in mine)
            asked = sum(row.asked for row in mine)
            lines.append(
                f"{low:.1f} - {min(high, 1.0):.1f}{len(mine):>12}{wrong:>7}{1 - wrong / len(mine):>13.3f}{asked:>7}"
            )
    wrong_rows = [row for row in rows if row.wrong]
    caught = sum(row.asked for row in wrong_rows)
    asked = sum(row.asked for row in rows)
    share = caught / len(wrong_rows) if wrong_rows else 1.0
    lines.append(f"review catches {caught} of {len(wrong_rows)} wrong rows: {share:.3f} (at least {LEAST_CAUGHT})")
    lines.append(f"review asks for {asked} of {len(rows)} rows: {asked / max(len(rows), 1):.3f}")
    for fault in ("code", "completion", "money", "row"):
        mine = [row for row in wrong_rows if fault in row.wrong]
        lines.append(f"  wrong in {fault}: {len(mine)}, caught {sum(row.asked for row in mine)}")
    return "\n".join(lines)


def read_corpus(folder: Path) -> list[ScannedRow]:
    """All scanned rows of a corpus of this benchmark's form."""
    found: list[ScannedRow] = []
    catalogues = load_catalogues()
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        try:
            (raw,) = extract(read(SourceFile.load(folder / "raw" / truth["file"])))
            report = normalize(raw, catalogues)
        except OcrUnavailable:
            raise
        except ParseError as error:
            print(f"{truth['doc']}: {error}", file=sys.stderr)
            continue
        found += scanned_rows(report, truth)
    return found


def main() -> None:
    """Draw scans, or take those of ``--corpus``; print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reliability", description=__doc__)
    parser.add_argument("--count", type=int, default=18)
    parser.add_argument("--seed", type=int, default=4711)
    parser.add_argument("--corpus", type=Path)
    chosen = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as drawn:
            folder = chosen.corpus or Path(drawn)
            if chosen.corpus is None:
                (folder / "raw").mkdir()
                with (folder / "truth.jsonl").open("w", encoding="utf-8") as truths:
                    for made in make("scan", chosen.count, chosen.seed):
                        (folder / "raw" / made.truth.file).write_bytes(made.data)
                        truths.write(json.dumps(made.truth.record(), ensure_ascii=False) + "\n")
            print(table(read_corpus(folder)))
    except OcrUnavailable as missing:
        sys.exit(f"no OCR on this machine: {missing.detail}")


if __name__ == "__main__":
    main()
