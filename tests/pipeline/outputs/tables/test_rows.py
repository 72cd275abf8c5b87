"""Rows of the tables from one report, and the row of its submission."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from normalizers.report import Facts, Finding, IndicatorItem, Match, Mention, Report
from parsers.document import Place
from parsers.report import Leftover
from pipeline.outputs.tables import review, rows, submissions
from pipeline.outputs.tables.cells import Row
from pipeline.outputs.tables.dimensions import Dimensions
from pipeline.schema.loading import schema
from pipeline.workers.outcome import CONTAINER, PAGE, PENDING, Outcome
from tests.pipeline.outputs.making import CATALOGUES, copy_of, finding, outcome, record, rejected

DIMENSIONS = Dimensions.of([], CATALOGUES, ["ub-2023"])


def report(*records: Any, **changes: Any) -> Report:
    made = outcome("a.docx", *records, **changes).report
    assert made is not None
    return made


def named(table: str, row: Row) -> dict[str, Any]:
    return dict(zip(schema().table(table).names, row, strict=True))


def test_values_are_put_in_the_order_of_the_columns() -> None:
    names = schema().table("findings").names
    assert rows.ordered("findings", {name: name for name in reversed(names)}) == names
    with pytest.raises(KeyError):
        rows.ordered("findings", dict.fromkeys(names[1:]))


def test_flags_are_the_codes_of_a_row_each_once() -> None:
    found = [finding("b", row=1), finding("a", row=1), finding("b", row=1), finding("c", row=None), finding("a", row=2)]
    assert rows.flags(found) == {1: "b; a", 2: "a"}


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("auto", "1.1"),
        ("review", "1.1"),
        ("confirmed", "1.1"),
        ("reassigned", "1.1"),
        ("rejected", ""),
        ("unmatched", ""),
    ],
)
def test_only_what_may_be_in_the_catalogue_has_a_code(status: str, code: str) -> None:
    assert rows.measure_code(record(match=Match("1.1", 0.9, status))) == code


def measure(**changes: Any) -> dict[str, Any]:
    (row,) = rows.measures(report(record(**changes)), "id", [finding()], DIMENSIONS)
    return named("measures", row)


def test_a_row_of_the_agencys_own_keeps_the_goal_of_its_heading() -> None:
    own = measure(match=Match(), goal_code="2")
    assert (own["goal_code"], own["goal"], own["measure_id"], own["measure"]) == ("2", "Ил тод байдал", None, None)
    matched = measure(goal_code="2")
    assert (matched["goal_code"], matched["goal"], matched["measure"]) == (
        "1",
        "Мэдлэг дээшлүүлэх",
        "Сургалт зохион байгуулах",
    )


def test_pages_and_second_best_of_a_row() -> None:
    spread = measure(places=(Place(3), Place(None), Place(2)), match=Match("1.1", 0.9, "auto", "", "", "1.2", 0.05))
    assert (spread["page"], spread["page_end"], spread["bbox"]) == (2, 3, None)
    assert (spread["runner_up_code"], str(spread["runner_up_score"])) == ("1.2", "0.0500")
    alone = measure(places=(), match=Match("1.1", 0.9, "auto", runner_up_score=0.05))
    assert (alone["page"], alone["page_end"], alone["runner_up_code"], alone["runner_up_score"]) == (None,) * 4
    assert (alone["submission_id"], alone["flags"], alone["plan_year"]) == ("id", "percent_unreadable", 2023)


def test_extra_columns_without_words_are_left_out() -> None:
    assert rows.extra([]) == "{}"
    assert rows.extra([("b", "2"), ("", "1"), ("c", " "), ("a", "3")]) == '{"": "1", "a": "3", "b": "2"}'


def test_tables_below_the_rows() -> None:
    made = report(
        record(
            4,
            indicators=(
                IndicatorItem(1, "Сургалт", Decimal("2.50"), "удаа", "- Сургалт"),
                IndicatorItem(2, "", None, "", ""),
            ),
            mentions=(
                Mention("people", "45 хүн", "45", "", "хүн", 10),
                Mention("date", "5 сар", "2023-05", "2023-06", "", 3),
                Mention("count", "45 хүн", "45", "", "хүн", 10),
            ),
        ),
        leftovers=(Leftover(2, "footer", " Хуудас\n2 ", "below the table"),),
    )
    assert list(rows.indicators(made, "id")) == [
        ("id", 4, 1, "Сургалт", Decimal("2.5"), "удаа", "- Сургалт"),
        ("id", 4, 2, None, None, None, None),
    ]
    assert list(rows.mentions(made, "id")) == [
        ("id", 4, "date", "5 сар", "2023-05", "2023-06", None, 3),
        ("id", 4, "count", "45 хүн", "45", None, "хүн", 10),
        ("id", 4, "people", "45 хүн", "45", None, "хүн", 10),
    ]
    assert list(rows.leftovers(made, "id")) == [("id", 2, "footer", "Хуудас 2", "below the table")]


def test_findings_of_the_whole_come_first_and_each_once() -> None:
    found = [finding(row=2), finding("a_b", row=1), finding("whole", row=None), finding(row=2)]
    assert [(row[1], row[3]) for row in rows.findings(found, "id")] == [
        (None, "whole"),
        (1, "a_b"),
        (2, "percent_unreadable"),
    ]
    bare = Finding("a_b", "note", 1)
    assert list(rows.findings([bare], "id")) == [("id", 1, None, "a_b", "note", "a b", "a b", None, None)]
    assert next(rows.findings([replace(bare, message="Said.", page=3)], "id"))[5:] == ("Said.", "Said.", None, 3)


def test_questions_are_rows_that_wait_and_then_errors() -> None:
    waiting = record(2, match=Match("1.2", 0.7, "review", "words differ"), places=(Place(None), Place(5), Place(4)))
    nowhere = record(3, match=Match("", 0.6, "review", "", "үг өөр"), places=())
    found = [finding("b_c", row=3), finding("note", "warning"), finding("whole", row=None), finding("b_c", row=3)]
    found.append(Finding("x_y", "error", 4))
    asked = list(review.rows("a.docx", "id", report(record(1), waiting, nowhere), found))
    assert [row[:8] for row in asked[:2]] == [
        ("a.docx", "id", 2, 4, "match", "words differ", "words differ", "Сургалт хийх"),
        ("a.docx", "id", 3, None, "match", None, "үг өөр", "Сургалт хийх"),
    ]
    assert [(row[8], str(row[9])) for row in asked[:2]] == [("1.2", "0.7000"), (None, "0.6000")]
    assert [(row[2], row[4]) for row in asked[2:]] == [(None, "whole"), (3, "b_c"), (4, "x_y")]
    assert asked[-1][5:] == ("x y", "x y", None, None, None)


def standing(made: Outcome, *found: Finding) -> submissions.SubmissionStatus:
    """With these findings of its own; they say the same when they come from the comparison with others."""
    figures = submissions.figures(made.report) if made.report else None
    own = submissions.figures(replace(made.report, findings=found)) if made.report else None
    assert submissions.standing(made, own) == submissions.standing(made, figures, found)
    return submissions.standing(made, own)


def state(made: Outcome, *found: Finding) -> tuple[str, str]:
    said = standing(made, *found)
    assert bool(said.hint) == bool(said.hint_mn) == (said.status != "ok")
    return said.status, said.reason


def test_the_status_of_every_kind_of_file() -> None:
    good = outcome("a.docx")
    waiting = outcome("b.docx", record(1), record(2, match=Match("1.1", 0.5, "review")))
    pending = replace(rejected(), status=PENDING, reason="vanished")
    assert state(good) == state(good, finding(severity="warning")) == ("ok", "")
    assert state(good, finding("n", "note"), finding("a_b"), finding("c")) == ("review", "a_b")
    assert state(waiting, finding()) == ("review", "measures_to_review")
    assert state(pending) == ("review", "vanished")
    assert state(rejected()) == ("rejected", "damaged")
    assert state(copy_of("c.docx", good)) == ("duplicate", "duplicate")
    assert state(Outcome("a.zip", "b" * 64, 9, CONTAINER)) == ("container", "container")
    assert state(Outcome("p.jpg", "b" * 64, 9, PAGE, part_of="o.jpg")) == ("page", "page")
    assert standing(waiting).hint.startswith("1 of 2 rows")
    bare = standing(good, Finding("a_b", "error"))
    assert (bare.hint, bare.hint_mn) == ("a b", "a b")


def test_the_draft_of_a_catalogue_is_offered_in_one_step() -> None:
    made = outcome("төв/a b.docx#2", catalogue_id="", agency="Анхилуун ХХК", agency_id="A1", plan_year=2024)
    said = standing(made, Finding("no_catalogue", "error", message="None.", message_mn="Алга."))
    command = "tailan catalogue draft 'төв/a b.docx' --id A1 --year 2024 --issuer 'Анхилуун ХХК' > A1.toml"
    assert (said.reason, said.hint, said.hint_mn) == ("no_catalogue", f"None. {command}", f"Алга. {command}")
    unlisted = outcome("a.docx", catalogue_id="", agency="Анхилуун", agency_id="", plan_year=None)
    hint = standing(unlisted, Finding("no_catalogue", "error")).hint
    assert hint.endswith(f"a.docx --id {unlisted.submission_id} --issuer 'Анхилуун' > {unlisted.submission_id}.toml")
    inside = standing(replace(made, container="b.zip"), Finding("no_catalogue", "error", message="None."))
    assert inside.hint == "None."


def test_the_detail_says_what_was_seen() -> None:
    good = outcome("a.docx")
    first = Finding("a_b", "error", 4, column="spent_mnt", page=2)
    alone = standing(good, first, Finding("n", "note", 1))
    assert (alone.detail, alone.detail_mn) == (
        "row 4, page 2, column spent_mnt", "4-р мөр, 2-р хуудас, spent_mnt багана",
    )  # fmt: skip
    two = standing(good, Finding("a_b", "error"), first)
    assert (two.detail, two.detail_mn) == ("1 more error in findings.csv", "findings.csv-д өөр 1 алдаа бий")
    assert standing(good, *[Finding("a_b", "error")] * 3).detail == "2 more errors in findings.csv"
    row = submission(replace(rejected(), detail="cut short", detail_mn="дутуу"))
    assert (row["detail"], row["detail_mn"]) == ("cut short", "дутуу")
    assert standing(good).detail == standing(rejected()).detail == ""


def submission(made: Outcome, counts: bool = True, later: str = "") -> dict[str, Any]:
    figures = submissions.figures(made.report) if made.report else None
    return named("submissions", submissions.row(made, standing(made), counts, later, figures, 2))


def test_the_row_of_a_submission() -> None:
    row = submission(outcome("a.docx", ocr_confidence=0.98765), later="b.docx")
    assert (row["superseded_by"], row["counts"], row["source_kind"]) == ("b.docx", True, "docx")
    assert (row["period_start"], row["report_date"], str(row["ocr_confidence"])) == (
        date(2023, 1, 1),
        date(2023, 6, 16),
        "0.988",
    )
    assert (row["acknowledged_by"], row["prepared_title"], row["catalogue_id"]) == ("П.БАТ", "Мэргэжилтэн", "ub-2023")
    empty = ("reason", "hint", "duplicate_of", "container", "part_of", "facts_from", "received_at")
    assert [row[name] for name in empty] == [None] * len(empty)
    alone = submission(outcome("a.docx", period=""), counts=False)
    assert (alone["superseded_by"], alone["counts"], alone["period"]) == (None, False, None)


def test_where_facts_come_from() -> None:
    told = (("plan_year", "calendar"),)
    received = replace(outcome("a.docx", facts_from=told), received_at=date(2023, 7, 1), supplied_from="mail")
    assert submission(received)["facts_from"] == "plan_year: calendar; received_at: mail"
    assert submission(replace(received, received_at=None))["facts_from"] == "plan_year: calendar"
    assert submission(replace(received, supplied_from=""))["facts_from"] == "plan_year: calendar"
    known = submission(replace(rejected(), facts=Facts("Сан", plan_year=2023, facts_from=told)))
    assert (known["facts_from"], known["agency"], known["period"]) == ("plan_year: calendar", "Сан", None)


def test_what_was_never_read_is_unknown() -> None:
    row = submission(Outcome("a.pdf", "", 0, "rejected", reason="no_permission", hint="h", hint_mn="h"))
    assert (row["submission_id"], row["sha256"], row["bytes"], row["reason"]) == (None, None, 0, "no_permission")


def test_the_figures_of_a_submission_count_measures() -> None:
    statuses = ("auto", "confirmed", "reassigned", "review", "unmatched", "rejected")
    made = [
        record(number, match=Match("1.1", 0.9, status), percent=str(number), spent_mnt=Decimal(number))
        for number, status in enumerate(statuses, 1)
    ]
    row = submission(outcome("a.docx", *made))
    names = ("measures_reported", "measures_matched", "measures_review", "measures_unmatched", "measures_missing")
    assert [row[name] for name in names] == [6, 3, 1, 2, 2]
    assert (str(row["completion_mean"]), row["spent_mnt"]) == ("3.50", 21)
    nothing = submission(outcome("a.docx", record(percent="0", spent_mnt=Decimal(0))))
    assert (str(nothing["completion_mean"]), nothing["spent_mnt"]) == ("0.00", 0)
