"""What one decision changes in one row, and which rows wait for one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from normalizers.report import Finding, Match
from parsers.document import Place
from pipeline.review.applying import apply, entry_digest, measure_of
from pipeline.review.decisions import (
    LARGEST,
    Action,
    Decision,
    OnRow,
    Shown,
    Standing,
    digest,
    impossible,
    mapping_source,
    standing,
    text_digest,
    together,
    value_source,
)
from pipeline.review.queue import history, margin, questions
from pipeline.review.rows import corrected, merged, parse_number, settled_match, value_of
from tests.pipeline.review.test_decisions import CATALOGUES, report, row

ROW = row(1, "Өдөрлөг хийх")


def said(action: Action, identity: str = "1", by: str = "Болд", **more: Any) -> Decision:
    """A decision on ``ROW`` as it is printed."""
    given = {"key": ROW.text_key, "source": mapping_source(ROW), "catalogue_id": "test-2024", **more}
    if "code" in given:
        given = {"entry": entry_digest(CATALOGUES, "test-2024", str(given["code"])), **given}
    return Decision(identity, "2024-07-01", by, action, **given)


@pytest.mark.parametrize(
    ("decision", "code", "status"),
    [
        (said(Action.ACCEPT, code="1.1", shown=Shown("1.1")), "1.1", "confirmed"),
        (said(Action.REASSIGN, code="1.1"), "1.1", "reassigned"),
        (said(Action.REASSIGN, code="1.1", shown=Shown("1.1")), "1.1", "confirmed"),
        (said(Action.ACCEPT, code="1.2", shown=Shown("1.1")), "1.2", "reassigned"),
        (said(Action.ACCEPT, code="1.1", key="another row"), "1.1", "confirmed"),
        (said(Action.ACCEPT, code="1.2", key="another row", shown=Shown("1.2")), "1.2", "reassigned"),
        (said(Action.NOT_IN_CATALOGUE), "", "rejected"),
    ],
)
def test_a_settled_match_is_certain(decision: Decision, code: str, status: str) -> None:
    found = settled_match(ROW, decision)
    assert (found.code, found.status, found.score) == (code, status, 1.0)
    assert found.reason == "decided by Болд" and found.reason_mn.startswith("Болд")


@pytest.mark.parametrize("action", [Action.NOT_A_ROW, Action.MERGE, Action.NOTE])
def test_other_decisions_leave_the_match(action: Action) -> None:
    assert settled_match(ROW, said(action)) == ROW.match


def test_a_corrected_cell() -> None:
    def changed(field: str, value: str) -> Any:
        return corrected(ROW, said(Action.CORRECT, field=field, value=value))

    assert changed("progress", "Хийгдсэн.").progress == "Хийгдсэн."
    assert (changed("completion_pct", "0").completion_pct, changed("completion_pct", "0").completion_state) == (
        0,
        "stated",
    )
    assert (changed("completion_pct", "").completion_pct, changed("completion_pct", "").completion_state) == (
        None,
        "absent",
    )
    assert (changed("spent_mnt", "5.5").spent_mnt, changed("spent_mnt", "").spent_mnt) == (Decimal("5.5"), None)
    assert changed("spent_mnt", "5").completion_pct == 80


@pytest.mark.parametrize(
    ("text", "money", "number"),
    [
        ("70%", False, "70"),
        ("+7,5", False, "7.5"),
        ("1,500", False, "1.500"),
        ("1,500", True, "1500"),
        ("1.500,25", True, "1500.25"),
        ("-3₮", True, "-3"),
        ("%", False, None),
        ("₮", True, None),
    ],
)
def test_numbers_as_people_type_them(text: str, money: bool, number: str | None) -> None:
    found = parse_number(text, money)
    assert (found if found is None else str(found)) == number


@pytest.mark.parametrize(
    ("text", "money"), [("70%", True), ("5₮", False), ("1e5", False), ("1.2.3", False), (".5", False)]
)
def test_what_is_no_number_is_refused(text: str, money: bool) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        parse_number(text, money)


def test_the_value_of_a_cell_as_text() -> None:
    assert [value_of(ROW, name) for name in ("progress", "completion_pct", "spent_mnt", "row")] == [
        "Хийсэн.",
        "80",
        "",
        "",
    ]


def test_two_rows_become_one() -> None:
    above = replace(ROW, progress="Эхэлсэн", note="-", evidence="Зураг", spent_mnt=None, completion_pct=None)
    below = replace(ROW, progress="Дууссан", note="-", evidence="Зураг", spent_mnt=Decimal(5), spent_reported="5")
    above, below = replace(above, places=(Place(1),), spent_reported="-"), replace(below, places=(Place(2),))
    joined = merged(above, replace(below, target="3"))
    assert (joined.progress, joined.note, joined.evidence, joined.target) == ("Эхэлсэн Дууссан", "-", "Зураг", "3")
    assert (joined.spent_mnt, joined.spent_reported, joined.completion_pct) == (5, "5", 80)
    assert (joined.places, joined.code_reported) == ((Place(1), Place(2)), "1.1")
    upper = merged(replace(below, completion_pct=Decimal(10)), replace(below, spent_mnt=Decimal(9)))
    assert (upper.spent_mnt, upper.completion_pct) == (5, 10)
    nothing = merged(above, replace(above, spent_reported="x", completion_reported="y"))
    assert (nothing.spent_reported, nothing.completion_reported) == ("-", "80%")


@pytest.mark.parametrize(
    ("field", "number", "problem"),
    [
        ("completion_pct", "0", ""),
        ("completion_pct", "100", ""),
        ("completion_pct", "100.1", "not_a_percent"),
        ("completion_pct", "-0.1", "not_a_percent"),
        ("spent_mnt", "-1", "negative_amount"),
        ("spent_mnt", str(LARGEST - 1), ""),
        ("spent_mnt", str(LARGEST), "amount_too_large"),
    ],
)
def test_numbers_that_nobody_can_have_meant(field: str, number: str, problem: str) -> None:
    assert impossible(field, Decimal(number)) == problem


def test_what_two_decisions_agree_in() -> None:
    assert said(Action.ACCEPT, code="1.1").outcome == said(Action.REASSIGN, code="1.1").outcome == ("code", "1.1")
    assert said(Action.CORRECT, value="5").outcome == ("correct", "5")


def test_a_decision_on_several_rows_stands_on_each() -> None:
    rows = (OnRow("a", "b1", "s1", "1.1"), OnRow("b", "b2", "s2", "1.2"))
    several = said(Action.ACCEPT, key="a", code="1.1", shown=Shown("9"), rows=rows)
    assert [(one.key, one.base, one.source, one.shown.code, one.rows) for one in several.on_each()] == [
        ("a", "b1", "s1", "1.1", ()),
        ("b", "b2", "s2", "1.2", ()),
    ]
    assert [several.is_on(key) for key in ("a", "b", "c")] == [True, True, False]
    alone = said(Action.ACCEPT, key="a")
    assert alone.on_each() == (alone,) and alone.is_on("a") and not alone.is_on("b")


def stands(*decisions: Decision) -> Standing:
    return standing(decisions)[ROW.text_key]


def test_the_last_word_stands_and_what_was_taken_back_does_not() -> None:
    first, second = said(Action.ACCEPT, "1", code="1.1"), said(Action.REASSIGN, "2", base="1", code="1.2")
    assert stands(first, second).settled == second
    undone = stands(first, second, said(Action.UNDO, "3", undoes="2"))
    assert (undone.settled, undone.last, undone.conflict) == (first, "3", ())
    assert stands(said(Action.NOTE, "1", note="Сайн")).notes[0].note == "Сайн"
    skipped = stands(said(Action.SKIP, "1"))
    assert ([one.id for one in skipped.skipped], skipped.settled, skipped.notes) == (["1"], None, ())


@pytest.mark.parametrize(
    ("changes", "conflict"),
    [
        ({"by": "Сараа"}, True),
        ({"by": "Болд"}, False),
        ({"by": "Сараа", "base": "1"}, False),
        ({"by": "Сараа", "source": "other"}, False),
        ({"by": "Сараа", "code": "1.1"}, False),
    ],
)
def test_two_people_who_did_not_see_each_other_are_in_conflict(changes: dict[str, Any], conflict: bool) -> None:
    first = said(Action.ACCEPT, "1", code="1.1")
    second = said(Action.REASSIGN, "2", **{"code": "1.2", **changes})
    assert [one.id for one in stands(first, second).conflict] == (["1", "2"] if conflict else [])
    assert stands(first).conflict == ()


def test_disputed_corrections_hold_for_nobody() -> None:
    def fixed(identity: str, by: str, field: str, value: str) -> Decision:
        return said(Action.CORRECT, identity, by, field=field, value=value)

    made = stands(
        fixed("1", "Болд", "progress", "А"), fixed("2", "Сараа", "progress", "Б"), fixed("3", "Болд", "note", "В")
    )
    assert [one.id for one in made.corrections] == ["3"] and [one.id for one in made.disputed] == ["1", "2"]
    agreed = stands(fixed("1", "Болд", "progress", "А"), fixed("2", "Сараа", "progress", "А"))
    assert ([one.id for one in agreed.corrections], agreed.disputed) == (["2"], ())


def test_the_rows_own_word_goes_before_that_of_its_text() -> None:
    own, shared = Standing(settled=said(Action.ACCEPT, "1")), Standing(settled=said(Action.MERGE, "2"), last="2")
    assert together(None, None) is None and together(own, None) is own and together(None, shared) is shared
    joined, open_ = together(own, shared), together(Standing(last="9"), shared)
    assert joined is not None and joined.settled == own.settled
    assert open_ is not None and (open_.settled, open_.last) == (shared.settled, "9")


def applied(*decisions: Decision, records: Any = (ROW,), **more: Any) -> Any:
    return apply([replace(report(*records), **more)], decisions, CATALOGUES)


def test_a_decision_holds_for_its_words_and_its_catalogue_entry() -> None:
    good = said(Action.ACCEPT, code="1.1")
    for decision, holds in (
        (good, True),
        (replace(good, source="other words"), False),
        (replace(good, entry="other entry"), False),
        (replace(good, catalogue_id="test-2023"), False),
        (said(Action.NOT_IN_CATALOGUE, entry="whatever"), True),
        (replace(good, scope="text", text=text_digest("test-2024", ROW.measure_reported), source=""), True),
    ):
        made = applied(decision)
        assert (made.held, made.stale) == ((frozenset("1"), frozenset()) if holds else (frozenset(), frozenset("1")))
        codes = [finding.code for finding in made.reports[0].findings]
        assert ("decision_reopened" in codes) is not holds
        assert (made.reports[0].records[0].match.status == "review") is not holds


def test_corrections_hold_for_the_value_that_was_read() -> None:
    good = said(Action.CORRECT, field="progress", value="Х", source=value_source(ROW, "progress"))
    made = applied(good)
    assert (made.reports[0].records[0].progress, made.held) == ("Х", frozenset("1"))
    old = applied(replace(good, source="other"))
    assert (old.reports[0].records[0].progress, old.stale) == ("Хийсэн.", frozenset("1"))


def test_a_conflict_waits_and_names_both() -> None:
    made = applied(said(Action.ACCEPT, "1", code="1.1"), said(Action.REASSIGN, "2", "Сараа", code="1.2"))
    (found,) = [finding for finding in made.reports[0].findings if finding.code == "decision_conflict"]
    assert (found.value, found.column, found.severity) == ("Болд / Сараа", "measure_code", "warning")
    assert made.conflicts == {ROW.text_key} and made.reports[0].records[0].match.status == "review"


def test_findings_follow_their_rows_when_one_leaves() -> None:
    found = tuple(Finding("a_b", "error", number) for number in (1, 2, None))
    made = applied(said(Action.NOT_A_ROW), records=(ROW, row(2, "Сургалт")), findings=found)
    codes = [(finding.row, finding.severity) for finding in made.reports[0].findings if finding.code == "a_b"]
    assert codes == [(1, "error"), (None, "error")]
    assert [record.row for record in made.reports[0].records] == [1]
    assert made.reports[0].leftovers[0].kind == "not_a_row"


def test_errors_of_a_settled_row_become_warnings() -> None:
    found = (Finding("a_b", "error", 1), Finding("c_d", "note", 1), Finding("e_f", "error", 2))
    made = applied(said(Action.ACCEPT, code="1.1"), records=(ROW, row(2, "Сургалт")), findings=found)
    severities = {finding.code: finding.severity for finding in made.reports[0].findings}
    assert (severities["a_b"], severities["c_d"], severities["e_f"]) == ("warning", "note", "error")


def test_the_catalogue_entry_that_was_chosen() -> None:
    measure = measure_of(CATALOGUES, "test-2024", "1.2")
    assert measure is not None and entry_digest(CATALOGUES, "test-2024", "1.2") == digest(measure.text)
    assert measure_of(CATALOGUES, "test-2024", "9") is measure_of(CATALOGUES, "none", "1.2") is None
    assert entry_digest(CATALOGUES, "none", "1.2") == ""


def asked(*records: Any, decisions: Any = (), share: float = 0.0, **more: Any) -> list[tuple[Any, ...]]:
    return [
        (one.record.row, one.why, one.state, one.sampled)
        for one in questions([replace(report(*records), **more)], decisions, share)
    ]


def test_which_rows_wait_and_why() -> None:
    auto = row(2, "Сургалт", "auto")
    assert asked(ROW, auto) == [(1, ("match",), "waiting", False)]
    assert asked(auto, share=1.0) == [(2, ("sample",), "waiting", True)]
    assert asked(row(2, "Сургалт", "unmatched"), share=1.0) == []
    found = tuple(Finding(code, severity, 2) for code, severity in (("b", "error"), ("a", "warning"), ("n", "note")))
    assert asked(auto, findings=found, share=1.0) == [(2, ("a", "b"), "waiting", False)]
    assert asked(auto, findings=(Finding("whole", "error"), Finding("b", "error", 1))) == []


def test_the_state_of_a_question() -> None:
    other = said(Action.REASSIGN, "2", "Сараа", code="1.2")
    first, skip = said(Action.ACCEPT, "1", code="1.1"), said(Action.SKIP, "3")
    assert [asked(ROW, decisions=made)[0][2] for made in ([first, other], [skip], [skip, said(Action.NOTE, "4")])] == [
        "conflict",
        "skipped",
        "waiting",
    ]
    confirmed = replace(ROW, match=replace(ROW.match, status="confirmed"))
    assert asked(confirmed, decisions=[first]) == [(1, (), "decided", False)]
    assert asked(replace(ROW, match=replace(ROW.match, status="auto")), decisions=[first])[0][2] == "decided"
    assert asked(ROW, decisions=[first])[0][2] == "waiting"
    assert asked(confirmed) == []


def test_conflicts_come_first_then_the_closest_race() -> None:
    def close(number: int, score: float) -> Any:
        return row(number, f"Мөр {number}", match=Match("1.1", score, "review", runner_up="1.2", runner_up_score=0.4))

    rows = (close(2, 0.9), close(3, 0.5), close(4, 0.5))
    conflict = [said(Action.ACCEPT, "1", code="1.1"), said(Action.REASSIGN, "2", "Сараа", code="1.2")]
    skipped = said(Action.SKIP, "3", key=rows[1].text_key)
    assert [line[0] for line in asked(ROW, *rows, decisions=[*conflict, skipped])] == [1, 4, 2, 3]
    assert (
        margin(rows[0]) == pytest.approx(0.5) and margin(replace(ROW, match=Match("", 0.1, runner_up_score=0.4))) == 0
    )


def test_removed_rows_are_there_to_be_undone() -> None:
    (one,) = questions([], [said(Action.NOT_A_ROW)], 0.0, [(report(ROW), ROW)])
    assert (one.state, one.why, one.key) == ("decided", (), ROW.text_key)
    assert one.standing.settled is not None and one.pages == ()
    (bare,) = questions([], [], 0.0, [(report(ROW), replace(ROW, places=(Place(3), Place(None))))])
    assert bare.standing == Standing() and bare.pages == (3,)


def test_what_others_said_of_this_wording() -> None:
    same = text_digest("test-2024", ROW.measure_reported)
    made = [
        said(Action.ACCEPT, "1"),
        said(Action.ACCEPT, "2", key="other", text=same),
        said(Action.NOTE, "3"),
        said(Action.ACCEPT, "4", key="other", text="other"),
    ]
    assert [one.id for one in history(made, report(ROW), ROW)] == ["2", "1"]
