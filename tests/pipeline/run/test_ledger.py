"""What is remembered between runs: a damaged memory is none, and old accounts of runs go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.run.ledger import NAME, RACY_NS, Ledger, load_ledger, save_ledger, save_run
from pipeline.run.sources import Found

LOOK = (5, 1_000, 2_000, 7)
FULL = Ledger({"a.docx": (LOOK, "d" * 64)}, 2_001 + RACY_NS, "f", "e1", {"e1/m.csv": LOOK}, 11, "2 submissions", "r1")


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    assert load_ledger(tmp_path) == Ledger()
    save_ledger(tmp_path, FULL)
    assert load_ledger(tmp_path) == FULL


@pytest.mark.parametrize("damage", [b"", b"x"])
def test_a_damaged_ledger_is_an_empty_one(tmp_path: Path, damage: bytes) -> None:
    save_ledger(tmp_path, FULL)
    whole = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(whole[:-1] + damage)
    assert load_ledger(tmp_path) == Ledger()


@pytest.mark.parametrize(
    ("look", "name", "written", "known"),
    [
        (LOOK, "a.docx", 2_001 + RACY_NS, True),
        (LOOK, "a.docx", 2_000 + RACY_NS, False),  # it may have changed again within the tick of a coarse clock
        ((5, 2_000, 1_000, 7), "a.docx", 2_001 + RACY_NS, False),
        (LOOK, "b.docx", 2_001 + RACY_NS, False),
        ((6, *LOOK[1:]), "a.docx", 2_001 + RACY_NS, False),
    ],
)
def test_a_digest_is_believed_while_the_file_looks_the_same(
    look: tuple[int, int, int, int], name: str, written: int, known: bool
) -> None:
    ledger = Ledger({"a.docx": (LOOK, "d" * 64)}, written)
    assert ledger.known_digest(Found(name, b"", look)) == ("d" * 64 if known else "")


def test_the_accounts_of_the_last_runs_are_kept(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / "runs").mkdir(exist_ok=True)
        (tmp_path / "runs" / f"r{number}.jsonl").touch()
        path = save_run(tmp_path, f"r{number}", {"run": f"r{number}", "raw": "тайлан \udcff"}, keep=2)
        assert path == tmp_path / "run.json"
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8")) == {"run": "r3", "raw": "тайлан \udcff"}
    assert (tmp_path / "runs" / "r3.json").read_bytes() == (tmp_path / "run.json").read_bytes()
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == [
        "r2.json",
        "r2.jsonl",
        "r3.json",
        "r3.jsonl",
    ]
