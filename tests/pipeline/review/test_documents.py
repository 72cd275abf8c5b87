"""The documents of the raw folder on the review page, and the desk behind them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from normalizers.report import Finding
from parsers.document import BBox, PageSummary, Place
from parsers.report import Leftover
from pipeline.review.decisions import Action
from pipeline.review.desk import Desk, Refused, Wish
from pipeline.review.documents import PAGES_MOST, content, document, documents
from tests.pipeline.outputs.making import rejected
from tests.pipeline.review.test_decisions import CATALOGUES, report, row

FIRST = row(
    1, "Өдөрлөг хийх", places=(Place(1, BBox(1.0, 2.0, 11.0, 22.0)), Place(2, None), Place(2, BBox(0.0, 0.0, 1.0, 1.0)))
)
ROWS = (FIRST, row(2, "Сургалт явуулах", "auto", "1.2"), row(3, "Мод тарих", code=""))
FINDINGS = (
    Finding("a", "note", None, page=1, message="Said."),
    Finding("b", "note", None, page=1, message="Said."),
    Finding("c", "note", 1, page=1),
    Finding("d", "note", None, page=2),
)
REPORT = replace(
    report(*ROWS),
    pages=(PageSummary(1, 600.0, 800.0), PageSummary(2, 600.0, 800.0)),
    findings=FINDINGS,
    leftovers=(Leftover(1, "header", "Гарчиг", "header row"), Leftover(2, "footer", "Хуудас", "below")),
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    unread = [replace(rejected("Z.pdf"), pages=70), replace(rejected("0.pdf"), sha256="", hint_mn="")]
    return Desk([REPORT], CATALOGUES, tmp_path / "decisions.jsonl", 0.0, "0.1.0", unread)


def test_all_submissions_are_listed_by_name(desk: Desk) -> None:
    unread, refused, read = documents(desk)
    assert [one.name for one in (unread, refused, read)] == ["0.pdf", "Z.pdf", "a.docx"]
    assert (read.rows, read.waiting, read.year, read.reason) == (3, 2, 2024, "")
    assert (refused.reason, refused.hint) == ("damaged", ("Ask for it again.", "Дахин авна уу."))
    assert unread.hint == ("Ask for it again.", "Ask for it again.")


def test_the_content_behind_an_id(desk: Desk) -> None:
    assert content(desk, REPORT.submission_id) == REPORT.sha256
    assert content(desk, desk.rejected[0].submission_id) == desk.rejected[0].sha256
    assert content(desk, "") == content(desk, "none") == ""


def test_the_pages_of_a_report_with_its_rows(desk: Desk) -> None:
    seen = document(desk, REPORT.submission_id)
    assert seen is not None and (seen["count"], seen["large"], seen["outcome"]) == (2, 0, None)
    first, second = seen["pages"]
    box = {"key": FIRST.text_key, "row": 1, "status": "review", "x": 1.0, "y": 2.0, "width": 10.0, "height": 20.0}
    assert first["boxes"] == [box] and len(second["boxes"]) == 1
    assert [one.code for one in first["notes"]] == ["b"] and [one.code for one in second["notes"]] == ["d"]
    assert [[left.kind for left in page["leftovers"]] for page in (first, second)] == [["header"], ["footer"]]
    large = document(desk, REPORT.submission_id, 2)
    assert large is not None and [page["number"] for page in large["pages"]] == [2]


def test_the_pages_of_a_file_that_was_not_read(desk: Desk) -> None:
    identity = desk.rejected[0].submission_id
    seen, large = document(desk, identity), document(desk, identity, 60)
    assert seen is not None and large is not None
    assert seen["pages"] == list(range(1, PAGES_MOST + 1)) and large["pages"] == [60]
    assert (seen["count"], seen["report"], seen["outcome"]) == (70, None, desk.rejected[0])
    assert document(desk, "") is document(desk, "none") is None


def test_the_next_row_that_waits_goes_round(desk: Desk) -> None:
    first, last = "key-Өдөрлөг хийх", "key-Мод тарих"

    def after(key: str, step: int = 1) -> str | None:
        found = desk.after(key, step=step)
        return found.key if found else None

    assert {after(""), after("", -1)} == {first, last}
    assert (after(first), after(last), after(first, -1), after(last, -1)) == (last, first, last, first)
    desk.decide(Wish(last, Action.NOT_IN_CATALOGUE, "Болд"))
    assert (after(first), after(last)) == (None, first)
    desk.decide(Wish(first, Action.SKIP, "Болд"))
    assert (after(last), [one.key for one in desk.waiting()]) == (None, [])
    only = [one for one in desk.questions if one.state == "skipped"]
    found = desk.after("", only)
    assert found is not None and found.key == first and desk.after(first, only) is desk.after("", []) is None


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish("none", Action.ACCEPT, "Болд"), "unknown_row"),
        (Wish(FIRST.text_key, Action.ACCEPT, "Болд", base="x"), "changed_meanwhile"),
        (Wish(FIRST.text_key, Action.REASSIGN, "Болд"), "unknown_measure"),
        (Wish(FIRST.text_key, Action.REASSIGN, "Болд", code="9"), "unknown_measure"),
        (Wish(FIRST.text_key, Action.CORRECT, "Болд", field="row", value="1"), "unknown_field"),
        (Wish(FIRST.text_key, Action.UNDO, "Болд"), "nothing_to_undo"),
        (Wish(FIRST.text_key, Action.MERGE, "Болд"), "no_row_above"),
        (Wish(FIRST.text_key, Action.ACCEPT, "Болд", scope="text", counted="x"), "changed_meanwhile"),
    ],
)
def test_what_cannot_be_decided_is_refused(desk: Desk, wish: Wish, code: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.decide(wish)
    assert (refused.value.code, desk.decisions) == (code, ())


def test_what_happened_meanwhile_is_told(desk: Desk) -> None:
    first = desk.decide(Wish(FIRST.text_key, Action.NOTE, "Болд", note="а"))
    second = desk.decide(Wish(FIRST.text_key, Action.NOTE, "Сараа", first.id, note="б"))
    for base, others in (("", (first, second)), (first.id, (second,))):
        with pytest.raises(Refused) as refused:
            desk.decide(Wish(FIRST.text_key, Action.ACCEPT, "Болд", base))
        assert refused.value.others == others


def test_what_is_remembered_of_a_decision(desk: Desk) -> None:
    made = desk.decide(Wish(FIRST.text_key, Action.CORRECT, "Болд", field="spent_mnt", value="1,500"))
    assert (made.value, made.shown.code, made.shown.sampled, made.program) == ("1500", "1.1", False, "0.1.0")
    text = desk.decide(Wish(FIRST.text_key, Action.CORRECT, "Болд", made.id, field="progress", value=" а\n б "))
    assert text.value == "а б"
    assert (
        desk.decide(Wish(FIRST.text_key, Action.CORRECT, "Болд", text.id, field="completion_pct", value=" ")).value
        == ""
    )


def test_a_row_alone_is_no_group(desk: Desk) -> None:
    group = desk.same_text(FIRST.text_key)
    assert (group.keys, group.rows) == ((FIRST.text_key,), 1)
    made = desk.decide(Wish(FIRST.text_key, Action.ACCEPT, "Болд", scope="text", counted=group.stamp))
    assert made.rows == ()


def test_waiting_rows_of_the_same_text_are_settled_together(tmp_path: Path) -> None:
    rows = [row(number, "Өдөрлөг хийх", text_key=f"k{number}") for number in (1, 2)]
    rows += [row(3, "Өдөрлөг хийх", "auto", text_key="k3"), row(4, "Мод тарих")]
    desk = Desk([report(*rows), report(rows[0], name="b.docx")], CATALOGUES, tmp_path / "d.jsonl", 1.0, "0.1.0")
    group = desk.same_text("k1")
    assert (set(group.keys), group.keys[0], group.rows) == ({"k1", "k2", "k3"}, "k1", 4)
    made = desk.decide(Wish("k1", Action.ACCEPT, "Болд", scope="text", counted=group.stamp))
    assert {one.key for one in made.rows} == set(group.keys)
    assert [one.match.status for one in desk.reports[0].records] == ["confirmed"] * 3 + ["review"]
    undone = desk.decide(Wish("k2", Action.UNDO, "Болд", desk.last("k2")))
    assert undone.undoes == made.id and [one.match.status for one in desk.reports[0].records][:2] == ["review"] * 2
