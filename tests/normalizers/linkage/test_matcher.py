"""Matching: right, sure only when it should be, never forced, explained."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizers.catalogue.files import parse, shipped
from normalizers.catalogue.model import Catalogue, Goal, Measure
from normalizers.linkage import matcher
from normalizers.linkage.matcher import continuing, match_report, match_reports
from normalizers.linkage.records import MatchRow
from normalizers.linkage.segmentation import segments
from normalizers.report import Match


@pytest.fixture(scope="module")
def plan() -> Catalogue:
    return shipped().get("ub-2023")


def texts(plan: Catalogue) -> list[MatchRow]:
    return [MatchRow(m.goal.text, m.code, m.text) for m in plan.measures]


def codes(matches: tuple[Match, ...]) -> list[str]:
    return [match.code for match in matches]


def test_the_plan_itself(plan: Catalogue) -> None:
    matches = match_report(texts(plan), plan)
    assert codes(matches) == [m.key for m in plan.measures]
    assert all(match.status == "auto" and match.score > 0.95 for match in matches)


def test_codes_missing_renumbered_or_shuffled_change_nothing(plan: Catalogue) -> None:
    want = [m.key for m in plan.measures]
    assert codes(match_report([MatchRow("", "", row.text) for row in texts(plan)], plan)) == want
    renumbered = [MatchRow("", f"2.{n}", row.text) for n, row in enumerate(texts(plan), 1)]
    assert codes(match_report(renumbered, plan)) == want
    order = list(range(len(want)))
    random.Random(4).shuffle(order)
    shuffled = match_report([texts(plan)[n] for n in order], plan)
    assert codes(shuffled) == [want[n] for n in order]


@pytest.mark.parametrize("damage", [str.upper, lambda t: t.translate(str.maketrans("өүӨҮ", "єїЄЇ")),
                                    lambda t: t.translate(str.maketrans("өү", "оу"))])  # fmt: skip
def test_letters_of_other_keyboards(plan: Catalogue, damage) -> None:  # type: ignore[no-untyped-def]
    rows = [MatchRow("", "", damage(row.text)) for row in texts(plan)]
    assert codes(match_report(rows, plan)) == [m.key for m in plan.measures]


def test_own_measures_stay_own_even_with_a_free_code(plan: Catalogue) -> None:
    rows = [*texts(plan)[:4], MatchRow(plan.measures[0].goal.text, "2.2", "Байгууллагын гадна талбайг тохижуулж мод тарих"),
            MatchRow("", "5.3", "Албаны автомашины шатахууны зарцуулалтад хяналт тавих")]  # fmt: skip
    matches = match_report(rows, plan)
    assert codes(matches)[:4] == ["1.1", "1.2", "1.3", "1.4"]
    assert [(match.code, match.status) for match in matches[4:]] == [("", "unmatched")] * 2


def test_a_replaced_word_is_not_accepted_unseen(plan: Catalogue) -> None:
    other = "Төрийн албанд шинээр томилогдсон албан хаагчдыг хөдөлмөрийн аюулгүй байдлын сургалтад хамруулсан байх"
    (match,) = match_report([MatchRow("", "", other)], plan)
    assert match.status != "auto"
    assert match.candidates[0][0] == "2.1"


def test_a_measure_stands_once(plan: Catalogue) -> None:
    near = plan.measures[4].text.replace("авлигын эсрэг", "мэргэжлийн")
    matches = match_report([MatchRow("", "2.1", near), MatchRow("", "2.1", plan.measures[4].text)], plan)
    assert matches[1].code == "2.1" and matches[1].status == "auto"
    assert matches[0].status != "auto"


def test_a_cut_row_is_joined(plan: Catalogue) -> None:
    words = plan.measures[3].text.split()
    rows = [*texts(plan)[:3], MatchRow("", "1.4", " ".join(words[:18])), MatchRow("", "", " ".join(words[18:]))]
    matches = match_report(rows, plan)
    assert [match.continues for match in matches] == [False, False, False, False, True]
    assert matches[4].code == matches[3].code == "1.4"
    assert continuing(rows, plan) == (False, False, False, False, True)
    assert continuing([MatchRow("", "", " - "), *rows], plan) == (False, False, False, False, False, True)


def test_rows_whose_joining_was_asked_are_cut_into_segments_once_and_others_anew(
    plan: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(matcher, "segments", lambda *given: asked.append(len(given[1][0])) or segments(*given))
    rows = texts(plan)[:3]
    fresh = match_report(rows, plan)
    continuing(rows, plan)
    assert match_report(tuple(rows), plan) == fresh and asked == [3, 3]
    rows[0] = texts(plan)[5]
    assert match_report(rows, plan)[0].code == plan.measures[5].code and asked == [3, 3, 3]


@pytest.mark.parametrize("between", ["; 2.2. ", "; "])
def test_a_row_with_two_measures(plan: Catalogue, between: str) -> None:
    one, other = plan.measures[4], plan.measures[5]
    (match,) = match_report([MatchRow("", "2.1", one.text + between + other.text)], plan)
    assert match.code == "2.1" and [code for code, _ in match.also] == ["2.2"]


def test_rows_without_words_and_empty_reports(plan: Catalogue) -> None:
    assert match_report([], plan) == ()
    blank, dash = match_report([MatchRow("", "1.1", ""), MatchRow("", "", " - ")], plan)
    assert blank.code == dash.code == "" and blank.status == "unmatched"


def test_reasons_name_words_code_and_rival(plan: Catalogue) -> None:
    text = "Төрийн албанд шинээр томилогдсон албан хаагчдыг авлигын эсрэг аянд хамруулсан байх"
    (match,) = match_report([MatchRow("", "3.1", text)], plan)
    assert "2.1" in match.reason and "аянд" in match.reason and "3.1 is that of another measure" in match.reason
    assert "өөр арга хэмжээнийх" in match.reason_mn and "аянд" in match.reason_mn
    assert match.candidates[0][2]


def test_authored_aliases_and_deciding_words_count() -> None:
    bare = '[[measures]]\ncode = "1.1"\ntext = "Сургалтыг улирал бүр зохион байгуулж тайлагнах"\n'
    helped = bare + 'aliases = ["Ажилчдын мэдлэг дээшлүүлэх хөтөлбөр хэрэгжүүлэх"]\ndeciding = ["улирал"]\n'
    row = [MatchRow("", "", "Ажилчдын мэдлэг дээшлүүлэх хөтөлбөрийг хэрэгжүүлэх")]
    assert codes(match_report(row, parse("a.toml", bare))) == [""]
    assert match_report(row, parse("a.toml", helped))[0].candidates[0][1] > 0.5
    swapped = [MatchRow("", "1.1", "Сургалтыг сар бүр зохион байгуулж тайлагнах")]
    assert match_report(swapped, parse("a.toml", helped))[0].status != "auto"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=6), st.text(max_size=60)), max_size=4))
def test_any_rows_get_one_answer_each(rows: list[tuple[str, str, str]]) -> None:
    plan = shipped().get("ub-2023")
    matches = match_report([MatchRow(*row) for row in rows], plan)
    assert len(matches) == len(rows)
    assert all(0 <= match.score <= 1 and match.status in ("auto", "review", "unmatched") for match in matches)


def test_same_rows_same_answers(plan: Catalogue) -> None:
    rows = texts(plan)[::2]
    assert match_report(rows, plan) == match_report(rows, plan)


@pytest.mark.parametrize("between", ["; ", ". ", " 1.2. "])
def test_two_measures_in_a_row_are_told_apart_also_when_one_is_short_or_reworded(plan: Catalogue, between: str) -> None:
    long, short = plan.measures[0].text, "Авлигын эсрэг нөлөөллийн ажлыг байгууллагын онцлогт тохируулан явуулах"
    (match,) = match_report([MatchRow("", "1.1", long + between + short)], plan)
    assert (match.code, [code for code, _ in match.also]) == ("1.1", ["1.2"])


def test_a_header_below_a_row_does_not_continue_it(plan: Catalogue) -> None:
    words = plan.measures[5].text.rpartition(" сурталчлах")[0]
    matches = match_report([MatchRow("", "2.2", words), MatchRow("", "", "Хэрэгжүүлэх арга хэмжээ")], plan)
    assert [(match.code, match.continues) for match in matches] == [("2.2", False), ("", False)]


def test_a_catalogue_without_telling_words_matches_nothing() -> None:
    goal = Goal("1", "")
    bare = Catalogue("bare", (Measure("1", "1", "болон", goal), Measure("2", "2", "!!", goal)))
    rows = [MatchRow("", "", "Ажлын тайлан; сургалт 2.1. Өөр ажил хийх нь зүйтэй"), MatchRow("", "", "болон")]
    assert all(match.status != "auto" for match in match_report(rows, bare))


def test_many_reports_read_together_are_each_read_as_if_alone(plan: Catalogue) -> None:
    rows = texts(plan)
    double = MatchRow("", "2.1", f"{rows[4].text}; {rows[5].text}")
    cut = [MatchRow("", "3.1", part) for part in (rows[6].text[:60], rows[6].text[60:])]
    reports = [rows, [], [double], rows[::-1], [MatchRow("", "", " - ")], [*cut, *rows[7:]], [rows[3]] * 3, rows[:1]]
    assert list(match_reports(reports, plan)) == [match_report(report, plan) for report in reports]


def test_a_repeated_measure_is_instead_a_person(plan: Catalogue) -> None:
    first, again = match_report([texts(plan)[4], texts(plan)[4]], plan)
    assert (first.code, first.status, again.code, again.status) == ("2.1", "auto", "2.1", "review")
