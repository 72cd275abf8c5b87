"""Which rows wait and in which order, and what others said of the same words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from normalizers.report import Finding, Match
from parsers.document import Place
from pipeline.review.decisions import Action, Decision, read, text_digest
from pipeline.review.desk import Desk, Refused, Wish
from pipeline.review.queue import Question, history, margin, questions
from tests.pipeline.review.test_decisions import CATALOGUES, report, row


def found(*rows: tuple[str, str], findings: tuple[Finding, ...] = (), share: float = 0.0) -> dict[int, tuple[str, ...]]:
    """Why each row is asked for, by row; ``rows`` are texts with match status."""
    records = [row(number, text, status) for number, (text, status) in enumerate(rows, 1)]
    return {q.record.row: q.why for q in questions([replace(report(*records), findings=findings)], [], share)}


def test_why_a_row_is_asked_for() -> None:
    told = tuple(
        Finding(code, severity, number, "", "")
        for code, severity, number in [("b", "error", 1), ("a", "warning", 1), ("a", "error", 1), ("c", "note", 2)]
    )
    said = (*told, Finding("page", "error", None, "", ""))
    assert found(("Нэг", "review"), ("Хоёр", "auto"), ("Гурав", "auto"), findings=said) == {1: ("match", "a", "b")}
    assert found(("Нэг", "auto"), ("Хоёр", "auto"), findings=told) == {1: ("a", "b")}


def test_only_what_was_accepted_and_is_not_asked_anyway_is_sampled() -> None:
    faint = (Finding("a", "warning", 1, "", ""),)
    rows = ("Нэг", "auto"), ("Хоёр", "auto"), ("Гурав", "unmatched"), ("Дөрөв", "review")
    assert found(*rows, findings=faint, share=1.0) == {1: ("a",), 2: ("sample",), 4: ("match",)}
    (question,) = questions([report(row(1, "Нэг", "auto"))], [], 1.0)
    assert question.sampled and not replace(question, why=("match",)).sampled


def test_the_margin_is_never_below_zero() -> None:
    assert margin(row(1, "a", match=Match("1.1", 0.75, "review", runner_up_score=0.5))) == 0.25
    assert margin(row(1, "a", match=Match("1.1", 0.25, "review", runner_up_score=0.5))) == 0.0


def test_the_pages_of_a_row() -> None:
    (question,) = questions([report(row(1, "a", places=(Place(2, None), Place(None, None), Place(3, None))))], [], 0.0)
    assert question.pages == (2, 3)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    sure, torn = (Match("1.1", score, "review", runner_up_score=1 - score) for score in (0.9, 0.55))
    rows = row(1, "Нэг", match=sure), row(2, "Хоёр", match=torn), row(3, "Гурав", match=sure)
    return Desk([report(*rows)], CATALOGUES, tmp_path / "d.jsonl", 0.0, "0.1.0")


def order(desk: Desk) -> list[tuple[int, str]]:
    return [(question.record.row, question.state) for question in desk.questions]


def decide(desk: Desk, text: str, action: Action, **more: str) -> Decision:
    return desk.decide(Wish(f"key-{text}", action, "Болд", base=desk.last(f"key-{text}"), **more))


def test_the_order_of_asking(desk: Desk) -> None:
    assert order(desk) == [(2, "waiting"), (1, "waiting"), (3, "waiting")]
    decide(desk, "Хоёр", Action.SKIP)
    decide(desk, "Нэг", Action.ACCEPT)
    assert order(desk) == [(3, "waiting"), (2, "skipped"), (1, "decided")]
    decide(desk, "Хоёр", Action.NOTE, note="Тодруулах")
    assert order(desk)[0] == (2, "waiting"), "who said something later no longer skips it"


def test_the_next_row_and_the_one_before_go_round(desk: Desk) -> None:
    def near(text: str, step: int = 1, among: tuple[Question, ...] | None = None) -> int | None:
        question = desk.after(f"key-{text}", among, step)
        return question.record.row if question else None

    assert [near("Хоёр"), near("Нэг"), near("Гурав")] == [1, 3, 2]
    assert [near("Хоёр", -1), near("Нэг", -1), near("Гурав", -1)] == [3, 2, 1]
    assert near("none") == 2 and near("Хоёр", among=desk.questions[:1]) is None and near("Хоёр", among=()) is None
    decide(desk, "Нэг", Action.ACCEPT)
    assert near("Хоёр") == 3 and near("Нэг") == 2


def test_what_was_removed_can_still_be_looked_at(desk: Desk) -> None:
    decide(desk, "Нэг", Action.NOT_A_ROW)
    assert desk.row("key-Нэг") is not None and desk.row("none") is None
    assert desk.question("key-Нэг") is not None and desk.question("none") is None


def refused(desk: Desk, text: str, action: Action, **more: str) -> str:
    with pytest.raises(Refused) as error:
        decide(desk, text, action, **more)
    return error.value.code


def test_what_cannot_be_decided(desk: Desk) -> None:
    assert refused(desk, "none", Action.ACCEPT) == "unknown_row"
    assert refused(desk, "Нэг", Action.REASSIGN, code="9.9") == "unknown_measure"
    assert refused(desk, "Нэг", Action.REASSIGN) == "unknown_measure"
    assert refused(desk, "Нэг", Action.CORRECT, field="places", value="1") == "unknown_field"
    assert refused(desk, "Нэг", Action.MERGE) == "no_row_above"
    assert refused(desk, "Нэг", Action.UNDO) == "nothing_to_undo"
    assert refused(desk, "Нэг", Action.ACCEPT, scope="text", counted="other") == "changed_meanwhile"
    assert desk.decisions == () and read(desk.path) == ((), ())
    assert decide(desk, "Хоёр", Action.MERGE).action is Action.MERGE


def test_a_decision_keeps_what_was_seen(tmp_path: Path) -> None:
    desk = Desk([report(row(1, "Дөрөв", "auto"))], CATALOGUES, tmp_path / "d.jsonl", 0.0, "0.1.0")
    assert desk.row("key-Дөрөв") is not None and desk.question("key-Дөрөв") is None
    first = decide(desk, "Дөрөв", Action.REASSIGN, code="1.2", note="Тодорхой")
    assert (first.code, first.by, first.note, first.program, first.catalogue_id) == (
        *("1.2", "Болд", "Тодорхой", "0.1.0", "test-2024"),
    )
    shown = first.shown
    assert (shown.code, shown.score, shown.status, shown.text, shown.sampled) == ("1.1", 0.7, "auto", "Дөрөв", False)
    assert first.rows == () and first.scope == "row" and first.base == ""
    assert decide(desk, "Дөрөв", Action.CORRECT, field="progress", value="  Хийсэн   байна ").value == "Хийсэн байна"


def test_a_sampled_row_remembers_that_it_was(tmp_path: Path) -> None:
    desk = Desk([report(row(1, "Нэг", "auto"), row(2, "Хоёр"))], CATALOGUES, tmp_path / "d.jsonl", 1.0, "0.1.0")
    assert [decide(desk, text, Action.ACCEPT).shown.sampled for text in ("Нэг", "Хоёр")] == [True, False]


def test_undo_takes_back_the_latest_that_still_stands(desk: Desk) -> None:
    one, two = decide(desk, "Нэг", Action.ACCEPT), decide(desk, "Нэг", Action.CORRECT, field="progress", value="Х")
    assert [decide(desk, "Нэг", Action.UNDO).undoes for _ in range(2)] == [two.id, one.id]
    assert refused(desk, "Нэг", Action.UNDO) == "nothing_to_undo"


def test_what_was_said_since_is_told(desk: Desk) -> None:
    seen, missed = decide(desk, "Нэг", Action.SKIP), decide(desk, "Нэг", Action.NOTE, note="Тодруулах")
    with pytest.raises(Refused) as error:
        desk.decide(Wish("key-Нэг", Action.ACCEPT, "Сараа", base=seen.id))
    assert error.value.others == (missed,)
    with pytest.raises(Refused) as error:
        desk.decide(Wish("key-Нэг", Action.ACCEPT, "Сараа", base="unknown"))
    assert error.value.others == (seen, missed)


def test_a_file_that_did_not_change_is_not_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(desk, "Нэг", Action.ACCEPT)
    monkeypatch.setattr("pipeline.review.desk.records.read", lambda path: pytest.fail("it was read"))
    desk.reload()
    assert len(desk.decisions) == 1


def test_what_others_said_of_the_same_words_newest_first() -> None:
    here = report(row(1, "Сургалт"))
    same = text_digest("test-2024", "Сургалт")
    said = [
        Decision("1", "t", "Болд", Action.ACCEPT, "other", text=same),
        Decision("2", "t", "Болд", Action.NOTE, "key-Сургалт"),
        Decision("3", "t", "Болд", Action.NOT_A_ROW, "key-Сургалт"),
        Decision("4", "t", "Болд", Action.ACCEPT, "another", text="else"),
    ]
    assert [one.id for one in history(said, here, here.records[0])] == ["3", "1"]
