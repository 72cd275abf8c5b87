"""What the page shows of a row: its filters, and the part of the page around it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parsers.document import BBox, PageSummary, Place
from pipeline.review.decisions import Action
from pipeline.review.desk import Desk, Wish
from pipeline.review.queue import questions
from pipeline.review.views import (
    Filters,
    Framed,
    _fitting,
    chosen,
    filters,
    framed,
    previous,
    progress,
    queue,
    said,
    search,
)
from pipeline.review.views import row as row_view
from tests.pipeline.review.test_decisions import CATALOGUES, report, row

ROWS = (row(1, "Өдөрлөг хийх"), row(2, "Сургалт явуулах", code="1.2"), row(3, "Мод тарих", code=""))


@pytest.fixture
def desk(tmp_path: Any) -> Desk:
    return Desk([report(*ROWS)], CATALOGUES, tmp_path / "decisions.jsonl", 0.0, "0.1.0")


def passing(**by: str) -> list[int]:
    return [one.record.row for one in chosen(questions([report(*ROWS)], [], 0.0), Filters(**by))]


def test_filters_narrow_the_queue() -> None:
    assert (
        passing()
        == [1, 2, 3]
        == passing(agency="Хонгор сумын ЗДТГ")
        == passing(why="match")
        == passing(state="waiting")
    )
    assert passing(agency="Сан") == passing(why="sample") == passing(state="decided") == passing(q="байхгүй") == []
    assert passing(q="СУРГАЛТ") == [2] and passing(q="1.3") == [3] and passing(q="a.docx") == [1, 2, 3]


def test_filters_stand_in_the_address() -> None:
    by = filters({"why": "match", "other": "x", "q": ""})
    assert by == Filters(why="match") and by.as_query() == {"why": "match"}
    assert Filters("a", "b", "c", "d").as_query() == {"agency": "a", "why": "b", "state": "c", "q": "d"}


def test_the_queue_and_how_far_it_is(desk: Desk) -> None:
    desk.decide(Wish("key-Өдөрлөг хийх", Action.ACCEPT, "Болд"))
    desk.decide(Wish("key-Мод тарих", Action.SKIP, "Болд"))
    assert progress(desk.questions) == {"total": 3, "decided": 1}
    shown = queue(desk, Filters())
    assert (len(shown["shown"]), shown["more"], shown["skipped"], shown["query"]) == (3, 0, 1, "")
    assert (shown["agencies"], shown["reasons"], shown["previous"]) == (["Хонгор сумын ЗДТГ"], ["match"], None)
    assert queue(desk, Filters(state="skipped"))["query"] == "?state=skipped"


def test_the_last_decision_can_be_taken_back_once(desk: Desk) -> None:
    key = "key-Өдөрлөг хийх"
    assert previous(desk, "") is None and previous(desk, key) is None
    made = desk.decide(Wish(key, Action.ACCEPT, "Болд"))
    found = previous(desk, key)
    assert found is not None and (found.key, found.id) == (key, made.id)
    assert [(one.decision.id, one.undone) for one in said(desk, key)] == [(made.id, False)]
    desk.decide(Wish(key, Action.UNDO, "Болд", base=made.id))
    assert previous(desk, key) is None
    assert [(one.decision.id, one.undone) for one in said(desk, key)] == [(made.id, True)]


def test_the_view_of_a_row(desk: Desk) -> None:
    seen = row_view(desk, "key-Сургалт явуулах", Filters(), "", "")
    assert seen is not None and row_view(desk, "none", Filters(), "", "") is None
    assert [near.row for near in seen["around"]] == [1, 2, 3]
    assert [(one.code, one.probability) for one in seen["candidates"]] == [("1.2", 0.7), ("1.2", 0.2)]
    assert [one.text for one in seen["candidates"]] == ["Ёс зүйн сургалтад хамруулах"] * 2
    assert (seen["previous"], seen["query"], seen["earlier"], seen["said"]) == (None, "", [], [])
    none = row_view(desk, "key-Мод тарих", Filters(why="match"), "", "key-Мод тарих")
    assert none is not None and none["words"] == [("Мод тарих", False)] and none["candidates"][0].text == ""
    assert (none["query"], none["previous"]) == ("?why=match", None)


def test_only_neighbours_are_shown(tmp_path: Any) -> None:
    many = [row(number, f"Мөр {number}") for number in range(1, 8)]
    desk = Desk([report(*many)], CATALOGUES, tmp_path / "decisions.jsonl", 0.0, "0.1.0")
    seen = row_view(desk, "key-Мөр 4", Filters(), "", "")
    assert seen is not None and [near.row for near in seen["around"]] == [2, 3, 4, 5, 6]


def test_neighbours_are_shown_with_all_columns_in_which_one_of_them_has_words(tmp_path: Any) -> None:
    many = [row(number, f"Мөр {number}", goal_reported="") for number in range(1, 8)]
    many[5] = replace(many[5], responsible="Захирал")
    desk = Desk([report(*many)], CATALOGUES, tmp_path / "decisions.jsonl", 0.0, "0.1.0")
    known = ["code_reported", "measure_reported", "indicator", "progress", "spent_reported", "completion_reported"]
    for key, columns in (("key-Мөр 3", known), ("key-Мөр 4", [*known, "responsible"])):
        seen = row_view(desk, key, Filters(), "", "")
        assert seen is not None and seen["columns"] == columns


def test_measures_that_fit_what_was_typed(desk: Desk) -> None:
    measures = CATALOGUES.items[0].measures
    assert [one.key for one in _fitting(measures, " 1.2 ")] == ["1.2"]
    assert [one.key for one in _fitting(measures, "сургалтад хамруулах")] == ["1.2"]
    assert [one.key for one in search(desk, "key-Мод тарих", "өдөрлөг", {})["found"]] == ["1.1"]
    for key, text in (("none", "өдөрлөг"), ("key-Мод тарих", " ")):
        assert list(search(desk, key, text, {"a": "b"})["found"]) == []
    assert search(desk, "none", " 1 ", {"a": "b"}) == {"found": (), "sought": "1", "hidden": {"a": "b"}}


PAGE = PageSummary(1, 600.0, 800.0)


def frame(*places: Place, pages: tuple[PageSummary, ...] = (PAGE,), around: tuple[Place, ...] = ()) -> list[Framed]:
    placed, other = replace(ROWS[0], places=places), replace(ROWS[1], places=around)
    return framed(replace(report(placed, other), pages=pages), placed)


def test_a_small_row_is_shown_with_its_neighbours() -> None:
    (one,) = frame(Place(1, BBox(50.0, 300.0, 550.0, 350.0)))
    assert (one.page, one.view, one.box) == (1, "36.0 250.0 528.0 150.0", (50.0, 300.0, 500.0, 50.0))


def test_a_tall_row_has_a_margin_and_the_page_is_the_limit() -> None:
    (tall,) = frame(Place(1, BBox(50.0, 100.0, 550.0, 500.0)))
    assert tall.view == "36.0 86.0 528.0 428.0"
    (whole,) = frame(Place(1, BBox(5.0, 5.0, 595.0, 795.0)))
    assert whole.view == "0.0 0.0 600.0 800.0"


def test_a_narrow_row_is_shown_across_the_page_or_as_wide_as_the_others() -> None:
    box = BBox(50.0, 300.0, 350.0, 350.0)
    assert frame(Place(1, box))[0].view.startswith("0.0 250.0 600.0")
    assert frame(Place(1, box), around=(Place(1, BBox(40.0, 1.0, 500.0, 2.0)),))[0].view.startswith("26.0 250.0 488.0")
    assert frame(Place(1, box), around=(Place(2, BBox(40.0, 1.0, 500.0, 2.0)),))[0].view.startswith("0.0 250.0 600.0")


def test_places_of_one_page_are_one_frame_and_those_without_a_box_the_page() -> None:
    first, second = BBox(50.0, 300.0, 550.0, 350.0), BBox(50.0, 400.0, 550.0, 500.0)
    assert [one.box for one in frame(Place(1, first), Place(1, second))] == [(50.0, 300.0, 500.0, 200.0)]
    assert [one.box for one in frame(Place(1, first), Place(1, None))] == [(50.0, 300.0, 500.0, 50.0)]
    assert [(one.view, one.box) for one in frame(Place(1, None))] == [("0 0 600.0 800.0", None)]
    assert frame(Place(2, first)) == frame() == []
    assert Framed(1, 650.0, 1, "", None).wide and not Framed(1, 649.9, 1, "", None).wide
