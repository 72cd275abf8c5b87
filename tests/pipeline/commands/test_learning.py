"""What decisions teach: each decision once, and only what people agree on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.commands.learning import taught
from pipeline.review.decisions import Action, Decision, Shown, append
from tests.pipeline.review.test_decisions import CATALOGUES


def decision(number: int, action: Action = Action.ACCEPT, key: str = "", **more: object) -> Decision:
    shown = Shown("1.1", 0.7, "review", "1.2", f"Сургалт {number}", "Зорилго", "1")
    made = Decision(
        str(number), f"2024-07-01T10:00:{number:02d}+00:00", "Болд", action, key or f"key {number}", code="1.1",
        catalogue_id="test-2024", shown=shown,
    )  # fmt: skip
    return replace(made, **more)


def lessons(folder: Path, *decisions: Decision) -> list[tuple[str, str]]:
    """Text and code of each lesson."""
    file = folder / "decisions.jsonl"
    file.unlink(missing_ok=True)
    append(file, list(decisions))
    return [(one.text, one.key) for one in taught(file, CATALOGUES)]


def test_what_was_chosen_is_taught_with_its_words(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    append(file, [decision(1), decision(2, Action.REASSIGN, code="1.2"), decision(3, Action.NOT_IN_CATALOGUE)])
    found = taught(file, CATALOGUES)
    assert [(one.text, one.key) for one in found] == [("Сургалт 1", "1.1"), ("Сургалт 2", "1.2"), ("Сургалт 3", "")]
    assert {(one.catalogue.id, one.goal, one.code) for one in found} == {("test-2024", "Зорилго", "1")}


def test_what_says_nothing_about_a_measure_teaches_nothing(tmp_path: Path) -> None:
    first = decision(1)
    without_words = decision(2, shown=replace(first.shown, text=""))
    elsewhere = decision(3, catalogue_id="gone")
    others = [decision(4, Action.SKIP), decision(5, Action.NOT_A_ROW), decision(6, Action.NOTE, note="?")]
    assert lessons(tmp_path, without_words, elsewhere, *others, first) == [("Сургалт 1", "1.1")]


def test_what_was_taken_back_or_is_disputed_teaches_nothing(tmp_path: Path) -> None:
    undone = decision(1), decision(2, Action.UNDO, key="key 1", undoes="1", base="1")
    disputed = decision(3), decision(4, Action.NOT_IN_CATALOGUE, key="key 3", by="Сараа")
    assert lessons(tmp_path, *undone, *disputed) == []


def test_a_decision_on_several_rows_teaches_once(tmp_path: Path) -> None:
    from pipeline.review.decisions import OnRow

    rows = (OnRow("key 1", "", "", "1.1"), OnRow("other", "", "", "1.1"))
    assert lessons(tmp_path, decision(1, scope="text", rows=rows), decision(2)) == [
        ("Сургалт 1", "1.1"),
        ("Сургалт 2", "1.1"),
    ]
