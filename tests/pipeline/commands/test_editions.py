"""``tailan editions``, ``rollback`` and ``diff``: which edition is meant, and what differs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import group
from pipeline.commands.editions import _told
from pipeline.exits import Exit, Stop
from pipeline.run.comparison import Change
from pipeline.run.editions import Edition, Shelf
from pipeline.run.ledger import Ledger, load_ledger, save_ledger

FIRST, SECOND, THIRD = (f"2025070{day}T000000Z-{letter}" for day, letter in ((1, "a"), (2, "b"), (3, "c")))


def call(*arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments), standalone_mode=False)


def stopped(*arguments: str) -> str:
    error = call(*arguments).exception
    assert isinstance(error, Stop) and error.code is Exit.NO_INPUT
    return error.message


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path / "clean")
    for identity in (FIRST, SECOND, THIRD):
        with made.building() as folder:
            header = "file,submission_id,status,sha256\n"
            (folder / "submissions.csv").write_text(f"{header}{identity[-1]}.pdf,{identity[-1]},ok,x\n", "utf-8")
            made.publish(folder, Edition(identity, "2025", "", "", counts={"submissions": 1, "rows": 2}))
    return made


def test_editions_are_listed_with_their_figures(shelf: Shelf) -> None:
    (shelf.home / f"{FIRST}.json").unlink()
    lines = [line.split() for line in call("editions", str(shelf.clean)).stdout.splitlines()]
    assert lines == [
        ["edition", "created", "submissions", "measures", "note"],
        ["хувилбар", "гаргасан", "материал", "мөр", "тэмдэглэл"],
        [FIRST, "?", "?", "?"],
        [SECOND, "2025", "1", "?"],
        ["*", THIRD, "2025", "1", "?"],
    ]


def test_an_earlier_edition_is_shown_again(shelf: Shelf) -> None:
    english, mongolian = call("rollback", str(shelf.clean)).stdout.splitlines()
    assert english == f"{shelf.clean} shows {SECOND} (before: {THIRD})"
    assert SECOND in mongolian and THIRD in mongolian
    assert call("rollback", str(shelf.clean), FIRST[:9]).exception is None and shelf.current() == FIRST
    assert "there is no edition before" in stopped("rollback", str(shelf.clean))
    assert "holds no edition" in stopped("rollback", str(shelf.clean / "none"))
    assert "holds no edition" in stopped("diff", str(shelf.clean / "none"))


def test_a_rollback_is_remembered_where_there_is_a_memory(shelf: Shelf) -> None:
    state = shelf.clean.parent / ".tailan" / "clean"
    call("rollback", str(shelf.clean))
    assert load_ledger(state) == Ledger()
    save_ledger(state, Ledger(fingerprint="f", shown=SECOND, run="r1"))
    call("rollback", str(shelf.clean))
    assert load_ledger(state) == Ledger(
        fingerprint="f",
        shown=FIRST,
        edition_looks=shelf.looks(),
        summary=f"rolled back from {SECOND} (1 submissions, ? measures)",
        summary_mn=f"{SECOND} хувилбараас буцаасан (1 материал, ? мөр)",
        run="r1",
    )


def pair(shelf: Shelf, *ids: str) -> tuple[str, str]:
    told = json.loads(call("diff", str(shelf.clean), *ids, "--json").stdout)
    return told["a"], told["b"]


def test_which_two_editions_are_compared(shelf: Shelf) -> None:
    assert pair(shelf) == (SECOND, THIRD)
    assert pair(shelf, FIRST) == (FIRST, THIRD)
    assert pair(shelf, FIRST[:9], SECOND[:9]) == (FIRST, SECOND)


def test_changes_are_told_with_their_reason(shelf: Shelf) -> None:
    lines = call("diff", str(shelf.clean)).stdout.splitlines()
    assert lines[:2] == [f"{SECOND} -> {THIRD}: 2 changes", f"{SECOND} -> {THIRD}: 2 өөрчлөлт"]
    assert lines[2].startswith("  inputs that differ: none / ")
    assert sorted(line.split()[0] for line in lines[-2:]) == ["b.pdf", "c.pdf"]


@pytest.mark.parametrize(("count", "more"), [(20, False), (21, True)])
def test_twenty_changes_are_listed_or_all_of_them(shelf: Shelf, count: int, more: bool) -> None:
    with shelf.building() as folder:
        rows = "".join(f"{number}.pdf,{number},ok,x\n" for number in range(count - 1))
        (folder / "submissions.csv").write_text(f"file,submission_id,status,sha256\n{rows}", "utf-8")
        shelf.publish(folder, Edition("20250704T000000Z-d", "2025", "", ""))
    told = call("diff", str(shelf.clean)).stdout
    assert f": {count} changes\n" in told and sum(".pdf " in line for line in told.splitlines()) == 20
    assert ("  … and 1 more (--rows lists all) / " in told) is more
    every = call("diff", str(shelf.clean), "--rows").stdout
    assert sum(".pdf " in line for line in every.splitlines()) == count and "more" not in every


def test_a_change_in_lines() -> None:
    change = Change("a.pdf", 3, "changed", ("progress",), "file", ("one",), ("two",))
    line = "  a.pdf:3 changed / өөрчлөгдсөн (file / файл) progress"
    assert _told(change, False) == [line]
    assert _told(change, True) == [line, "      progress: 'one' -> 'two'"]
    assert _told(Change("a.pdf", 0, "added", (), "OCR"), True) == ["  a.pdf added / нэмэгдсэн (OCR)"]
