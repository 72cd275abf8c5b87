"""Problems of catalogues, each on the smallest catalogue that has it. All plans are invented."""

from __future__ import annotations

import pytest

from normalizers.catalogue.model import Catalogue, Goal, Measure
from normalizers.curation import fitness
from normalizers.curation.fitness import check, near_pairs
from normalizers.linkage.records import MatchRow
from normalizers.report import Match

GOAL = Goal("1", "Ил тод байдлыг хангах")
QUARTER = "Дотоод хяналтын тайланг улирал бүр удирдлагад танилцуулах"
MONTH = QUARTER.replace("улирал", "сар")
BOARD = "Мэдээллийн самбар ажиллуулж, тогтмол шинэчлэх"


def plan(*measures: Measure) -> Catalogue:
    return Catalogue("x", measures)


def measure(code: str, text: str, goal: Goal = GOAL, owner: str = "", deciding: tuple[str, ...] = ()) -> Measure:
    return Measure(code, code, text, goal, owner, (), deciding)


def said(*measures: Measure) -> list[tuple[str, tuple[str, ...], str]]:
    return [(problem.severity, problem.keys, problem.message) for problem in check(plan(*measures))]


def test_measures_that_are_far_apart_have_no_problem() -> None:
    assert said(measure("1.1", QUARTER), measure("1.2", BOARD)) == []


def test_near_measures_are_named_once_with_what_only_each_has() -> None:
    (pair,) = near_pairs(plan(measure("1.1", QUARTER), measure("1.2", BOARD), measure("1.3", MONTH)))
    assert (pair.one.key, pair.other.key, pair.words, pair.other_words) == ("1.1", "1.3", ("улирал",), ("сар",))


def test_near_measures_of_different_plans_are_no_pair() -> None:
    both = (measure("1.1", QUARTER, owner="A"), measure("1.3", MONTH, owner="B"))
    assert list(near_pairs(plan(*both))) == []


def test_near_measures_need_deciding_words_on_both_sides() -> None:
    def differ(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        found = said(measure("1.1", QUARTER, deciding=one), measure("1.3", MONTH, deciding=other))
        return any("differ only in: улирал / сар" in message for _, _, message in found)

    assert differ((), ()) and differ(("улирал",), ()) and differ((), ("сар",))
    assert not differ(("улирал",), ("сар",))


def test_where_only_one_has_more_words_they_can_be_told_apart() -> None:
    found = said(measure("1.1", QUARTER), measure("1.2", f"Цахимаар {QUARTER}"))
    assert not [one for one in found if "same words" in one[2]]


def test_three_telling_words_are_enough_and_a_goal_is_missed() -> None:
    assert not [m for _, _, m in said(measure("1.1", "Мэдээллийн самбар шинэчлэх")) if "telling" in m]
    assert [m for _, _, m in said(measure("1.1", "Самбар шинэчлэх")) if "telling" in m]
    assert [m for _, _, m in said(measure("1.1", BOARD, Goal("1", ""))) if "no goal text" in m]
    assert not [m for _, _, m in said(measure("1.1", BOARD)) if "no goal text" in m]


def test_a_deciding_word_must_stand_in_a_text_of_its_measure() -> None:
    def absent(text: str, *aliases: str) -> bool:
        one = Measure("1.1", "1.1", text, GOAL, "", aliases, ("улирал",))
        return any("is in none of its texts" in problem.message for problem in check(plan(one)))

    assert absent(BOARD) and not absent(QUARTER) and not absent(BOARD, QUARTER)


def test_errors_come_first() -> None:
    found = said(measure("1.1", BOARD, Goal("1", "")), measure("1.2", QUARTER, deciding=("бутраа",)))
    assert [severity for severity, _, _ in found] == sorted(severity for severity, _, _ in found)
    assert found[0][0] == "error" and found[-1][0] == "warning"


LONG = (
    "Төрийн байгууллага, хувийн хэвшлийн хооронд байгуулах аливаа гэрээ хэлэлцээрт авлигаас сэргийлэх асуудлыг тусгах "
    "талаар зохион байгуулалтын арга хэмжээ авсан байх"
)


def test_where_any_topic_would_do_its_word_is_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def always(rows: list[MatchRow], catalogue: Catalogue) -> tuple[Match, ...]:
        asked.extend(row.text for row in rows)
        return (Match("1.1", 0.99, "auto"),)

    monkeypatch.setattr(fitness, "match_report", always)
    (warning,) = (message for _, _, message in said(measure("1.1", LONG)) if "deciding" in message)
    assert "name авлигаас as a deciding word" in warning and LONG.replace("авлигаас", "гадаад хэлний") in warning
    assert LONG.replace("авлигаас", "гадаад хэлний") in asked
    assert not [message for _, _, message in said(measure("1.1", BOARD)) if "deciding" in message]


def test_a_deciding_word_answers_the_proposal() -> None:
    assert not [m for _, _, m in said(measure("1.1", LONG, deciding=("авлига",))) if "would be taken for it" in m]
