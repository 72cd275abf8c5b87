"""Decisions: what a person said holds for the same content, and for nothing else."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normalizers.catalogue.model import Catalogue, Catalogues, Goal, Measure
from normalizers.report import Finding, Match, MeasureRecord, Report
from normalizers.rows.checks import check_report
from pipeline.outputs.tables import cells
from pipeline.review.applying import apply
from pipeline.review.decisions import LARGEST, Action, Decision, append, read, standing
from pipeline.review.desk import Desk, Refused, Wish
from pipeline.review.queue import questions
from pipeline.review.sampling import precision, sampled, wilson
from pipeline.review.text import speaker

GOAL = Goal("1", "Соён гэгээрүүлэх ажлыг өргөжүүлэх")
CATALOGUES = Catalogues(
    (
        Catalogue(
            "test-2024",
            (
                Measure("1.1", "1.1", "Ил тод байдлын өдөрлөг зохион байгуулах", GOAL),
                Measure("1.2", "1.2", "Ёс зүйн сургалтад хамруулах", GOAL),
            ),
            2024,
        ),
    )
)


def row(number: int, text: str, status: str = "review", code: str = "1.1", **more: object) -> MeasureRecord:
    record = MeasureRecord(
        number, GOAL.text, f"1.{number}", text, "Хамрагдсан хүний тоо", "Хийсэн.", "-", None, "80%", Decimal(80), "stated",
        match=Match(code, 0.7, status, runner_up="1.2", runner_up_score=0.2, candidates=((code, 0.7, ()), ("1.2", 0.2, ()))),
        text_key=f"key-{text}",
    )  # fmt: skip
    return replace(record, **more)


def report(*records: MeasureRecord, name: str = "a.docx") -> Report:
    return Report(
        name, "ab" * 32, "docx", "Хонгор сумын ЗДТГ", "", "ХОНГОР", 2024, "H1", None, None, None, "", "", "", "",
        "test-2024", tuple(records),
    )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    rows = row(1, "Өдөрлөг хийх"), row(2, "Сургалт явуулах", code="1.2"), row(3, "Үргэлжлэл нь", code="")
    return Desk([report(*rows)], CATALOGUES, tmp_path / "decisions.jsonl", 0.0, "0.1.0")


def published(desk: Desk) -> list[tuple[int, str, str, str]]:
    return [(r.row, r.measure_reported, r.match.code, r.match.status) for r in desk.reports[0].records]


def test_accept_choose_and_not_in_catalogue_settle_a_row(desk: Desk) -> None:
    desk.decide(Wish("key-Өдөрлөг хийх", Action.ACCEPT, "Болд"))
    desk.decide(Wish("key-Сургалт явуулах", Action.REASSIGN, "Болд", code="1.1"))
    desk.decide(Wish("key-Үргэлжлэл нь", Action.NOT_IN_CATALOGUE, "Болд"))
    assert published(desk) == [
        (1, "Өдөрлөг хийх", "1.1", "confirmed"),
        (2, "Сургалт явуулах", "1.1", "reassigned"),
        (3, "Үргэлжлэл нь", "", "rejected"),
    ]
    assert desk.waiting() == ()


def test_nothing_is_asked_twice_after_the_file_was_renamed(desk: Desk, tmp_path: Path) -> None:
    desk.decide(Wish("key-Өдөрлөг хийх", Action.ACCEPT, "Болд"))
    again = Desk(
        [report(row(7, "Өдөрлөг хийх", code_reported="1.1"), name="new name.docx")], CATALOGUES, desk.path, 0.0, "0.2"
    )
    assert again.waiting() == ()


def test_undo_reopens(desk: Desk) -> None:
    first = desk.decide(Wish("key-Өдөрлөг хийх", Action.ACCEPT, "Болд"))
    desk.decide(Wish("key-Өдөрлөг хийх", Action.UNDO, "Болд", base=first.id))
    assert published(desk)[0][3] == "review"
    with pytest.raises(Refused, match="nothing_to_undo"):
        desk.decide(Wish("key-Өдөрлөг хийх", Action.UNDO, "Болд", base=desk.last("key-Өдөрлөг хийх")))


def test_a_row_of_no_measure_leaves_the_table_and_stays_accounted_for(desk: Desk) -> None:
    desk.decide(Wish("key-Сургалт явуулах", Action.NOT_A_ROW, "Болд"))
    assert [r.row for r in desk.reports[0].records] == [1, 2]
    assert "Сургалт явуулах" in desk.reports[0].leftovers[0].text


def test_merge_joins_the_row_above(desk: Desk) -> None:
    desk.decide(Wish("key-Үргэлжлэл нь", Action.MERGE, "Болд"))
    assert published(desk)[1][1] == "Сургалт явуулах Үргэлжлэл нь"
    assert len(published(desk)) == 2


def test_correct_a_value_keeps_the_printed_words(desk: Desk) -> None:
    desk.decide(Wish("key-Өдөрлөг хийх", Action.CORRECT, "Болд", field="completion_pct", value="70,5"))
    changed = desk.reports[0].records[0]
    assert (changed.completion_pct, changed.completion_reported) == (Decimal("70.5"), "80%")
    assert [f.code for f in desk.reports[0].findings] == ["value_corrected"]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("completion_pct", "олон", "not_a_number"),
        ("completion_pct", "101", "not_a_percent"),
        ("completion_pct", "300 %", "not_a_percent"),
        ("completion_pct", "-5", "not_a_percent"),
        ("completion_pct", "NaN", "not_a_number"),
        ("completion_pct", "1e400", "not_a_number"),
        ("spent_mnt", "-5", "negative_amount"),
        ("spent_mnt", "1e400", "not_a_number"),
        ("spent_mnt", "1" + "0" * 15, "amount_too_large"),
        ("spent_mnt", "1_000", "not_a_number"),
        ("spent_mnt", "300 %", "not_a_number"),
    ],
)
def test_a_wrong_correction_is_refused_with_a_sentence(desk: Desk, name: str, value: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        desk.decide(Wish("key-Өдөрлөг хийх", Action.CORRECT, "Болд", field=name, value=value))
    assert read(desk.path) == ((), ())
    assert len({speaker(language)(code) for language in ("en", "mn")} - {code.replace("_", " ")}) == 2


def test_an_impossible_value_in_the_file_is_no_decision(desk: Desk) -> None:
    said = desk.decide(Wish("key-Өдөрлөг хийх", Action.CORRECT, "Болд", field="spent_mnt", value="70"))
    append(desk.path, [replace(said, id="other", value="-5"), replace(said, id="more", value="1e400")])
    decisions, bad = read(desk.path)
    assert ([d.id for d in decisions], len(bad)) == ([said.id], 2)


def test_an_amount_that_the_tables_would_not_hold_is_no_correction() -> None:
    assert LARGEST == cells.LARGEST


def test_a_changed_source_text_reopens(desk: Desk) -> None:
    desk.decide(Wish("key-Өдөрлөг хийх", Action.ACCEPT, "Болд"))
    edited = row(1, "Өдөрлөг хийх", goal_reported="Огт өөр зорилго")
    result = apply([report(edited)], desk.decisions, CATALOGUES)
    assert result.reports[0].records[0].match.status == "review"
    assert [finding.code for finding in result.reports[0].findings] == ["decision_reopened"]


def test_a_changed_catalogue_entry_reopens_only_its_rows(desk: Desk) -> None:
    desk.decide(Wish("key-Өдөрлөг хийх", Action.ACCEPT, "Болд"))
    desk.decide(Wish("key-Сургалт явуулах", Action.ACCEPT, "Болд"))
    first, second = CATALOGUES.items[0].measures
    changed = Catalogues((replace(CATALOGUES.items[0], measures=(replace(first, text="Өөр бичвэр"), second)),))
    records = apply([report(row(1, "Өдөрлөг хийх"), row(2, "Сургалт явуулах", code="1.2"))], desk.decisions, changed)
    assert [r.match.status for r in records.reports[0].records] == ["review", "confirmed"]


def test_for_all_rows_with_the_same_text(tmp_path: Path) -> None:
    rows = row(1, "Өдөрлөг хийх"), row(2, "Өдөрлөг  ХИЙХ", text_key="other")
    desk = Desk([report(*rows)], CATALOGUES, tmp_path / "d.jsonl", 0.0, "0.1.0")
    counted = desk.same_text("key-Өдөрлөг хийх").stamp
    desk.decide(Wish("key-Өдөрлөг хийх", Action.ACCEPT, "Болд", scope="text", counted=counted))
    assert [r.match.status for r in desk.reports[0].records] == ["confirmed", "confirmed"]


def test_a_decision_on_all_rows_changes_the_waiting_rows_that_were_counted_and_no_other(tmp_path: Path) -> None:
    """Thirteen rows have the text: four wait, nine were accepted by the program; another waits in another catalogue."""
    rows = [row(n, "Өдөрлөг хийх", "review" if n <= 4 else "auto", text_key=f"row {n}") for n in range(1, 14)]
    elsewhere = replace(report(row(1, "Өдөрлөг хийх", text_key="elsewhere")), catalogue_id="other")
    desk = Desk([report(*rows), elsewhere], CATALOGUES, tmp_path / "d.jsonl", 0.0, "0.1.0")
    group = desk.same_text("row 2")
    assert (group.rows, sorted(group.keys)) == (4, ["row 1", "row 2", "row 3", "row 4"])
    said = desk.decide(Wish("row 2", Action.NOT_IN_CATALOGUE, "Болд", scope="text", counted=group.stamp))
    assert [r.match.status for r in desk.reports[0].records] == ["rejected"] * 4 + ["auto"] * 9
    assert "elsewhere" in [q.key for q in desk.waiting()]
    later = report(row(1, "Өдөрлөг хийх", text_key="next year"), name="later.docx")
    assert apply([later], desk.decisions, CATALOGUES).reports[0].records[0].match.status == "review"
    desk.decide(Wish("row 4", Action.UNDO, "Сараа", base=said.id))
    assert [r.match.status for r in desk.reports[0].records] == ["review"] * 4 + ["auto"] * 9


def test_rows_of_a_report_that_was_sent_twice_are_counted_twice(tmp_path: Path) -> None:
    rows = row(1, "Өдөрлөг", text_key="a"), row(2, "Өдөрлөг", text_key="b")
    desk = Desk([report(*rows), report(*rows, name="b.docx")], CATALOGUES, tmp_path / "d.jsonl", 0.0, "0.1.0")
    group = desk.same_text("a")
    desk.decide(Wish("a", Action.ACCEPT, "Болд", scope="text", counted=group.stamp))
    changed = [r for one in desk.reports for r in one.records if r.match.status == "confirmed"]
    assert len(changed) == group.rows == 4


def test_a_decision_of_an_earlier_file_holds_for_all_rows_with_its_text(desk: Desk) -> None:
    said = desk.decide(Wish("key-Өдөрлөг хийх", Action.ACCEPT, "Болд"))
    apart = report(row(1, "Өдөрлөг  ХИЙХ", text_key="other", goal_reported="Өөр зорилго"))
    old = replace(said, scope="text", rows=())
    assert apply([apart], [old], CATALOGUES).reports[0].records[0].match.status == "confirmed"


def test_two_people_cannot_overwrite_each_other(desk: Desk) -> None:
    desk.decide(Wish("key-Өдөрлөг хийх", Action.ACCEPT, "Болд"))
    with pytest.raises(Refused, match="changed_meanwhile") as refused:
        desk.decide(Wish("key-Өдөрлөг хийх", Action.NOT_IN_CATALOGUE, "Сараа"))
    assert [d.by for d in refused.value.others] == ["Болд"]


def test_conflicting_decisions_of_joined_files_wait_again(desk: Desk) -> None:
    mine = desk.decide(Wish("key-Өдөрлөг хийх", Action.ACCEPT, "Болд"))
    append(desk.path, [replace(mine, id="theirs", by="Сараа", action=Action.NOT_IN_CATALOGUE, code="", entry="")])
    desk.reload()
    assert published(desk)[0][3] == "review"
    assert desk.waiting()[0].state == "conflict"


def test_a_torn_line_is_kept_beside_and_harms_no_other(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    append(path, [Decision("a", "2024-07-01", "Болд", Action.SKIP, "k")])
    with path.open("ab") as file:
        file.write(b'{"id": "torn')
    append(path, [Decision("b", "2024-07-01", "Болд", Action.SKIP, "k")])
    decisions, bad = read(path)
    assert ([d.id for d in decisions], bad) == (["a", "b"], ())
    assert path.with_name("d.jsonl.torn").read_bytes() == b'{"id": "torn\n'


def _append_many(path: Path, by: str) -> None:
    for number in range(50):
        append(path, [Decision(f"{by}{number}", "2024-07-01", by, Action.NOTE, "k", note="я" * 3000)])


def test_several_processes_append_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    writers = [multiprocessing.get_context("spawn").Process(target=_append_many, args=(path, by)) for by in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    decisions, bad = read(path)
    assert (len(decisions), bad) == (100, ())


def test_corrections_of_joined_files_conflict_too(desk: Desk) -> None:
    mine = desk.decide(Wish("key-Өдөрлөг хийх", Action.CORRECT, "Болд", field="spent_mnt", value="70"))
    append(desk.path, [replace(mine, id="theirs", by="Сараа", value="80")])
    desk.reload()
    assert (desk.reports[0].records[0].spent_mnt, desk.waiting()[0].state) == (None, "conflict")
    (told,) = [finding for finding in desk.reports[0].findings if finding.code == "decision_conflict"]
    assert (told.column, told.value) == ("spent_mnt", "Болд: 70 / Сараа: 80")
    desk.decide(Wish("key-Өдөрлөг хийх", Action.CORRECT, "Болд", "theirs", field="spent_mnt", value="80"))
    assert desk.reports[0].records[0].spent_mnt == Decimal(80)
    assert desk.question("key-Өдөрлөг хийх").state == "waiting"  # type: ignore[union-attr] # its match still waits


def test_the_same_correction_of_two_people_is_no_conflict(desk: Desk) -> None:
    mine = desk.decide(Wish("key-Өдөрлөг хийх", Action.CORRECT, "Болд", field="spent_mnt", value="70"))
    append(desk.path, [replace(mine, id="theirs", by="Сараа")])
    desk.reload()
    assert desk.reports[0].records[0].spent_mnt == Decimal(70)


PEOPLE = 12


def _correct(path: Path, number: int, key: str, ready: Any, told: Any) -> None:
    """One of twelve processes with a desk of its own, which all begin at once."""
    rows = [row(n, f"Мөр {n}", text_key=f"key {n}") for n in range(PEOPLE)]
    desk = Desk([report(*rows)], CATALOGUES, path, 0.0, "0.1.0")
    ready.wait()
    try:
        desk.decide(Wish(key, Action.CORRECT, f"Хянагч {number}", field="spent_mnt", value=str(number)))
        told.put((number, "taken", ()))
    except Refused as refused:
        told.put((number, refused.code, tuple(other.by for other in refused.others)))


def _at_once(path: Path, keys: list[str]) -> dict[int, tuple[str, tuple[str, ...]]]:
    context = multiprocessing.get_context("fork")
    ready, told = context.Barrier(PEOPLE), context.Queue()
    people = [
        context.Process(target=_correct, args=(path, number, key, ready, told)) for number, key in enumerate(keys)
    ]
    for one in people:
        one.start()
    answers = [told.get(timeout=60) for _ in people]
    for one in people:
        one.join()
    return {number: (code, others) for number, code, others in answers}


def test_of_twelve_corrections_of_one_row_at_once_one_is_taken_and_eleven_are_told(tmp_path: Path) -> None:
    answers = _at_once(tmp_path / "d.jsonl", ["key 0"] * PEOPLE)
    (kept,), bad = read(tmp_path / "d.jsonl")
    assert bad == () and answers.pop(int(kept.value)) == ("taken", ())
    assert set(answers.values()) == {("changed_meanwhile", (kept.by,))}


def test_of_twelve_corrections_of_twelve_rows_at_once_none_is_lost(tmp_path: Path) -> None:
    answers = _at_once(tmp_path / "d.jsonl", [f"key {number}" for number in range(PEOPLE)])
    assert set(answers.values()) == {("taken", ())}
    decisions, _ = read(tmp_path / "d.jsonl")
    assert {(d.key, d.value) for d in decisions} == {(f"key {n}", str(n)) for n in range(PEOPLE)}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([Action.ACCEPT, Action.SKIP, Action.NOT_IN_CATALOGUE]), max_size=8))
def test_undoing_everything_leaves_nothing_standing(actions: list[Action]) -> None:
    said = [Decision(str(n), "t", "Болд", action, "k", base=str(n - 1)) for n, action in enumerate(actions)]
    undone = [Decision(f"u{d.id}", "t", "Болд", Action.UNDO, "k", undoes=d.id) for d in said]
    assert all(s.settled is None and not s.conflict for s in standing([*said, *undone]).values())


def test_worst_margin_is_asked_first() -> None:
    sure = row(1, "Нэг", match=Match("1.1", 0.9, "review", runner_up_score=0.05))
    torn = row(2, "Хоёр", match=Match("1.1", 0.51, "review", runner_up_score=0.49))
    assert [q.record.row for q in questions([report(sure, torn)], [], 0.0)] == [2, 1]


def test_the_sample_measures_the_precision_of_auto(tmp_path: Path) -> None:
    rows = [row(n, f"Мөр {n}", status="auto") for n in range(1, 21)]
    desk = Desk([report(*rows)], CATALOGUES, tmp_path / "d.jsonl", 1.0, "0.1.0")
    assert len(desk.waiting()) == 20 and all(q.sampled for q in desk.waiting())
    for question in desk.waiting()[:10]:
        desk.decide(Wish(question.key, Action.ACCEPT, "Болд"))
    desk.decide(Wish(desk.waiting()[0].key, Action.NOT_IN_CATALOGUE, "Болд"))
    measured = precision(desk.decisions)
    assert (measured.checked, measured.right) == (11, 10)
    assert measured.low < 10 / 11 < measured.high


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share(counts: tuple[int, int]) -> None:
    right, checked = counts
    low, high = wilson(right, checked)
    assert 0 <= low <= right / checked + 1e-12 and right / checked - 1e-12 <= high <= 1


def test_the_sample_is_about_its_share() -> None:
    assert 60 < sum(sampled(f"row {n}", 0.1) for n in range(1000)) < 140


def test_a_decision_for_all_rows_is_seen_from_each_of_them(tmp_path: Path) -> None:
    rows = row(1, "Сургалт", text_key="first"), row(2, "Сургалт", text_key="second", code="1.2")
    desk = Desk([report(*rows)], CATALOGUES, tmp_path / "d.jsonl", 0.0, "0.1.0")
    desk.decide(Wish("first", Action.ACCEPT, "Болд", scope="text", counted=desk.same_text("first").stamp))
    assert [r.match.status for r in desk.reports[0].records] == ["confirmed", "reassigned"]
    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.decide(Wish("second", Action.NOT_IN_CATALOGUE, "Сараа"))
    desk.decide(Wish("second", Action.UNDO, "Сараа", base=desk.last("second")))
    assert len(desk.waiting()) == 2


def test_a_removed_row_stays_in_the_queue_to_be_undone(desk: Desk) -> None:
    said = desk.decide(Wish("key-Сургалт явуулах", Action.NOT_A_ROW, "Болд"))
    gone = next(q for q in desk.questions if q.key == "key-Сургалт явуулах")
    assert (gone.state, len(desk.questions)) == ("decided", 3)
    desk.decide(Wish(gone.key, Action.UNDO, "Болд", base=said.id))
    assert len(desk.waiting()) == 3


def test_a_correction_answers_the_finding_and_the_checks_are_made_again(tmp_path: Path) -> None:
    unread = Finding("percent_unreadable", "error", 1, "completion_pct", "8о%")
    faint = Finding("low_ocr_confidence", "error", 1, "", "0.4")
    whole = replace(report(row(1, "Өдөрлөг", "auto"), row(2, "Өдөрлөг хийх", "auto")), findings=(unread, faint))
    missing = next(f for f in check_report(whole, CATALOGUES.items[0]) if f.code == "measure_missing")
    desk = Desk([replace(whole, findings=(unread, faint, missing))], CATALOGUES, tmp_path / "d.jsonl", 0.0, "0.1.0")
    desk.decide(Wish("key-Өдөрлөг", Action.CORRECT, "Болд", field="completion_pct", value="80 %"))
    desk.decide(Wish("key-Өдөрлөг", Action.REASSIGN, "Болд", base=desk.last("key-Өдөрлөг"), code=missing.value))
    codes = {(f.code, f.severity) for f in desk.reports[0].findings}
    assert codes >= {("value_corrected", "note"), ("low_ocr_confidence", "warning")}
    assert not codes & {("percent_unreadable", "error"), ("measure_missing", "warning")}


def test_only_skipped_rows_are_asked_when_they_alone_are_wanted(desk: Desk) -> None:
    for question in desk.waiting():
        desk.decide(Wish(question.key, Action.SKIP, "Болд"))
    assert desk.waiting() == ()
    first = desk.after("", desk.questions)
    assert first is not None and first.state == "skipped"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("62,350,000", "62350000"), ("62.350.000", "62350000"), ("62 350", "62350"), ("1500,50", "1500.50"), ("", "")],
)
def test_amounts_as_people_type_them(desk: Desk, typed: str, kept: str) -> None:
    said = desk.decide(Wish("key-Өдөрлөг хийх", Action.CORRECT, "Болд", field="spent_mnt", value=typed))
    assert said.value == kept
