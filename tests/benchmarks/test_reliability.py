"""The reliability table."""

from __future__ import annotations

from benchmarks.reliability import ScannedRow, table


def test_bins_and_what_review_catches() -> None:
    rows = [ScannedRow(0.2, ("money",), True), ScannedRow(0.95, (), False), ScannedRow(0.95, ("code",), False)]
    lines = table(rows).splitlines()
    assert lines[1].split() == ["0.0", "-", "0.3", "1", "1", "0.000", "1"]
    assert lines[2].split() == ["0.9", "-", "1.0", "2", "1", "0.500", "0"]
    assert lines[3].startswith("review catches 1 of 2 wrong rows: 0.500")
    assert "  wrong in code: 1, caught 0" in lines


def test_no_wrong_rows_are_all_caught() -> None:
    assert "review catches 0 of 0 wrong rows: 1.000" in table([ScannedRow(0.9, (), False)])
