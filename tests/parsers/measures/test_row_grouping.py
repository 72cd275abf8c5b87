"""Is a row the rest of the one above? Clues speak for and against."""

from __future__ import annotations

import pytest

from parsers.measures.row_grouping import RowHabits, RowTexts, clues, continues, habits, is_lonely, together
from parsers.report import Role

NAMES = {"м": Role.MEASURE, "ш": Role.INDICATOR, "я": Role.PROGRESS, "з": Role.SPENT, "х": Role.COMPLETION}


def row(
    measure: str = "", code: str = "", number: str = "", cells: frozenset[int] = frozenset(), **others: str
) -> RowTexts:
    texts = {NAMES[name]: text for name, text in {"м": measure, **others}.items() if text}
    return RowTexts({**texts, **({Role.NUMBER: number} if number else {})}, code, number, cells)


WHOLE = [
    row(f"Сургалт {n} зохион байгуулах;", code=f"1.{n}", number=str(n), ш="Тоо", я="Хийв.", з="5", х="100%")
    for n in range(1, 6)
]
USUAL = habits(WHOLE)
ABOVE = WHOLE[0]


def test_the_habits_are_those_of_whole_rows() -> None:
    assert (USUAL.coded, USUAL.numbered, USUAL.counted, USUAL.finished, USUAL.capitals, USUAL.roman) == (
        1,
        1,
        1,
        1,
        1,
        0,
    )
    assert USUAL.filled[Role.PROGRESS] == 1.0 and not USUAL.listed
    assert habits([*WHOLE, row("үлдэгдэл")]) == USUAL
    assert habits([]) == habits([row()]) == RowHabits()
    assert habits([row("1. Сургалт", я="а"), row("2. Аян", я="а")]).listed
    assert habits([row("Аян", number="II", я="а")]).roman == 1.0


@pytest.mark.parametrize("boundary", ["page", "table", "row"])
def test_a_row_complete_in_itself_is_one(boundary: str) -> None:
    assert not continues(ABOVE, WHOLE[1], USUAL, boundary)


@pytest.mark.parametrize("boundary", ["page", "table", "row"])
def test_the_rest_of_a_cut_row_is_none(boundary: str) -> None:
    assert continues(
        row("Сургалт зохион", code="1.1", number="1", ш="Тоо", я="Хийж", з="5", х="1%"),
        row("байгуулах;", я="дуусгав."),
        USUAL,
        boundary,
    )


def test_one_cell_over_both_rows_joins_them() -> None:
    cell = frozenset({7})
    assert continues(row("а", code="1.1", cells=cell), row("", code="", cells=cell, я="Хийв."), USUAL, "row")
    assert clues(row("а", cells=cell), row("б", cells=cell), USUAL, "row")["same measure cell"] == 9.0
    assert "same measure cell" not in clues(row("а", cells=cell), row("б"), USUAL, "row")


def test_nothing_above_is_continued_by_nothing() -> None:
    assert not continues(row(), row(), USUAL, "page")


def weight(name: str, above: RowTexts, below: RowTexts, boundary: str = "page") -> float:
    return clues(above, below, USUAL, boundary).get(name, 0.0)


def test_codes_and_numbers_speak_for_a_new_row_and_their_lack_against() -> None:
    assert weight("code", ABOVE, row("а", code="1.2")) < 0 < weight("code", ABOVE, row("а", code="1.1"))
    assert weight("no code", ABOVE, row("а")) > 0 and weight("no number", ABOVE, row("а")) > 0
    following, other = weight("number", ABOVE, row("а", number="2")), weight("number", ABOVE, row("а", number="5"))
    assert following < other < 0
    assert weight("same number", ABOVE, row("а", number="1")) > 0
    assert weight("number", ABOVE, row("а", code="1.2", number="2")) == 0.0


def test_texts_speak_by_how_they_begin_and_end() -> None:
    assert weight("no measure", ABOVE, row(я="Хийв.")) > 0
    assert (
        weight("measure starts inside a sentence", ABOVE, row("хийх"))
        > 0
        > weight("measure starts anew", ABOVE, row("Хийх"))
    )
    assert weight("measure unfinished above", row("журам болон"), row("хийх")) > 0
    assert weight("measure finished above", row("хийх."), row("хийх")) < 0
    assert weight("measure without usual end above", row("хийх"), row("хийх")) > 0
    assert weight("says it continues", ABOVE, row("(үргэлжлэл)")) > 0
    assert (
        weight("progress goes on", row("а", я="Хийв,"), row("", я="Дуусав"))
        > 0
        == weight("progress goes on", row("а", я="Хийв."), row("", я="Дуусав"))
    )
    assert weight("progress not finished above", row("а", я="Хийж"), row("", я="Дуусав")) > 0
    assert weight("indicator not finished above", row("а", ш="Хийж"), row("", ш="Дуусав")) == 0
    assert (
        weight("nothing but measure text", ABOVE, row("хийх"))
        > 0
        == weight("nothing but measure text", ABOVE, row("хийх"), "row")
    )
    assert (
        weight("nothing reported above", row("а"), row("б", я="Хийв."), "row")
        < 0
        == weight("nothing reported above", row("а"), row("б", я="Хийв."))
    )


def test_short_cells_speak_by_where_they_are_filled() -> None:
    assert weight("short cells empty", ABOVE, row("хийх")) > weight("short cells empty", ABOVE, row("хийх", з="5")) > 0
    assert weight("completion in both", ABOVE, row("хийх", х="5%")) < 0
    assert weight("completion only below", row("хийх"), row("хийх", х="5%")) > 0
    assert weight("no indicator", ABOVE, row("хийх")) > 0 == weight("no indicator", ABOVE, row("хийх", ш="Тоо"))
    assert weight("complete in itself", ABOVE, WHOLE[1]) < 0 == weight("complete in itself", ABOVE, row("хийх"))


def test_the_boundary_counts() -> None:
    priors = [clues(ABOVE, row("а"), USUAL, boundary)["prior"] for boundary in ("page", "table", "row")]
    assert priors == sorted(priors, reverse=True)


def test_a_text_alone_is_a_goal_where_measures_are_numbered_and_it_is_not() -> None:
    assert is_lonely(row("Соён гэгээрүүлэх"), WHOLE[0], USUAL, False)
    assert not is_lonely(row("соён гэгээрүүлэх"), WHOLE[0], USUAL, False)  # goes on
    assert not is_lonely(row("Соён"), row("журам болон"), USUAL, False)
    assert not is_lonely(row("Соён", я="Хийв."), WHOLE[0], USUAL, False) and not is_lonely(row(), None, USUAL, False)
    assert not is_lonely(row("Соён", code="1.1"), None, USUAL, False)
    assert not is_lonely(row("СОЁН"), None, USUAL, True)
    assert is_lonely(row("1. Соён"), None, USUAL, True)
    assert is_lonely(row("Соён", number="II"), None, USUAL, False)
    assert not is_lonely(row("Соён", number="2"), None, USUAL, False)
    unnumbered = habits([row(f"Сургалт {n}", я="Хийв") for n in range(4)])
    assert not is_lonely(row("Соён"), None, unnumbered, False) and is_lonely(row("СОЁН"), None, unnumbered, False)


def test_two_rows_as_one() -> None:
    joined = together(row("а", number="1", я="б"), row("в", code="1.1", х="5%"))
    assert (joined.text(Role.MEASURE), joined.text(Role.PROGRESS), joined.text(Role.COMPLETION)) == ("а в", "б", "5%")
    assert (joined.code, joined.number) == ("1.1", "1")


NONE = RowHabits()


def exact(above: RowTexts, below: RowTexts, usual: RowHabits = NONE, boundary: str = "page") -> dict[str, float]:
    """The clues but for the prior."""
    return {name: weight for name, weight in clues(above, below, usual, boundary).items() if name != "prior"}


def test_codes_weigh_by_how_usual_they_are() -> None:
    before, coded = row("хийж", code="1.1"), row("хийх", code="1.2")
    assert exact(before, coded, RowHabits(coded=0.5))["code"] == -3.0
    assert exact(before, coded, RowHabits(coded=0.1))["code"] == pytest.approx(-2.4)
    assert exact(before, row("хийх", code="1.1"))["code"] == 2.0
    assert exact(before, row("хийх"), RowHabits(coded=0.75))["no code"] == 3.0
    assert "no code" not in exact(before, row("хийх"), RowHabits(coded=0.6))


def test_numbers_weigh_by_their_order_and_how_usual_they_are() -> None:
    before = row("хийж", number="4.")
    assert exact(before, row("хийх", number="5"), RowHabits(numbered=1))["number"] == -8.0
    assert exact(row("хийж"), row("хийх", number="1"), RowHabits(numbered=1))["number"] == -8.0
    assert exact(before, row("хийх", number="6"), RowHabits(numbered=0.5))["number"] == -2.0
    assert exact(before, row("хийх", number="3"), RowHabits(numbered=0.1))["number"] == pytest.approx(-1.2)
    assert exact(before, row("хийх", number="V"), RowHabits(numbered=0.5))["number"] == -2.0
    assert exact(before, row("хийх", number="00005"), RowHabits(numbered=0.5))["number"] == -2.0
    assert exact(before, row("хийх", number="0005"), RowHabits(numbered=0.5))["number"] == -8.0
    assert exact(before, row("хийх", number="4."), RowHabits(counted=0.9))["same number"] == 1.5
    assert exact(before, row("хийх", number="4."), RowHabits(counted=0.8))["same number"] == 0.0
    assert exact(before, row("хийх"), RowHabits(numbered=0.75))["no number"] == 2.25
    assert "no number" not in exact(before, row("хийх"), RowHabits(numbered=0.6))
    assert "no number" not in exact(before, row("хийх", number="5"), RowHabits(numbered=0.75))


def test_the_text_of_the_measure_weighs_by_its_ends() -> None:
    assert exact(row("хийж"), row("хийх"), RowHabits(capitals=0.5)) == {"measure starts inside a sentence": 1.25}
    assert exact(row("хийж"), row("хийх"))["measure starts inside a sentence"] == 1.0
    assert exact(row("хийж"), row("Хийх")) == {"measure starts anew": -1.5}
    assert exact(row("хийж"), row("5 хийх")) == {}
    assert exact(row("хийж,"), row("Хийх"))["measure unfinished above"] == 2.0
    assert exact(row("хийв."), row("Хийх"))["measure finished above"] == -2.0
    assert exact(row("хийж"), row("5"), RowHabits(finished=0.75)) == {"measure without usual end above": 1.5}
    assert exact(row("хийж"), row("5"), RowHabits(finished=0.5)) == {}
    assert exact(row("хийж"), row("")) == {"no measure": 5.0}


def test_a_report_goes_on_only_where_both_rows_have_one() -> None:
    assert exact(row("хийж", я="Хийв"), row("5", я="дуусав")) == {"progress goes on": 1.5}
    assert exact(row("хийж", ш="Тоо,"), row("5", ш="Хувь")) == {"indicator goes on": 1.5}
    assert exact(row("хийж"), row("5", я="дуусав")) == {}
    assert exact(row("хийж", я="Хийв,"), row("5")) == {}
    assert exact(row("хийж", я="Хийв"), row("5", я="Дуусав")) == {"progress not finished above": 0.5}
    assert exact(row("хийж", я="Хийв."), row("5", я="Дуусав")) == {}


def test_a_measure_alone_goes_on_over_a_page_where_reports_are_usual() -> None:
    usual, name = RowHabits(filled={Role.PROGRESS: 0.9}), "nothing but measure text"
    assert exact(row("хийж"), row("5"), usual) == {name: 2.5}
    assert exact(row("хийж"), row("5", number="1"), usual).get(name) is None
    assert exact(row("хийж"), row("5"), RowHabits(filled={Role.PROGRESS: 0.8})) == {}
    assert exact(row("хийж"), row("5"), usual, "table") == {}
    assert name not in exact(row("хийж"), row(""), usual)
    assert exact(row("хийж"), row("5", я="Хийв."), usual, "row") == {"nothing reported above": -0.5}
    assert exact(row("хийж", я="А."), row("5", я="Хийв."), usual, "row") == {}
    assert exact(row("хийж"), row("", я="Хийв."), usual, "row") == {"no measure": 5.0}


def test_short_cells_weigh_together_up_to_a_limit() -> None:
    usual = RowHabits(filled={Role.SPENT: 0.6, Role.COMPLETION: 1.0})
    assert exact(row("хийж"), row("5"), usual) == {"short cells empty": pytest.approx(1.44)}
    assert exact(row("хийж"), row("5", з="1"), usual) == {"spent only below": 1.0, "short cells empty": 0.9}
    assert exact(row("хийж", з="1"), row("5", з="1"), usual)["spent in both"] == -1.8
    assert exact(row("хийж"), row("5"), RowHabits(filled={Role.SPENT: 0.59})) == {}
    whole = RowHabits(filled=dict.fromkeys((Role.SPENT, Role.COMPLETION, Role.DEADLINE, Role.RESPONSIBLE), 1.0))
    assert exact(row("хийж"), row("5"), whole) == {"short cells empty": 2.7}


def test_the_same_people_in_both_rows_speak_hardly_against() -> None:
    usual = RowHabits(filled={Role.RESPONSIBLE: 0.7})
    above, same, other = (
        RowTexts({Role.MEASURE: text, Role.RESPONSIBLE: who}, "", "", frozenset())
        for text, who in (("хийж", "Хэлтэс"), ("5", "хэлтэс"), ("5", "Алба"))
    )
    assert exact(above, same, usual) == {"responsible in both": -0.3}
    assert exact(above, other, usual) == {"responsible in both": -1.8}


def test_a_row_is_complete_only_with_three_usual_columns() -> None:
    three = RowHabits(filled={Role.MEASURE: 0.8, Role.INDICATOR: 0.8, Role.PROGRESS: 0.8, Role.NUMBER: 1.0})
    two = RowHabits(filled={Role.MEASURE: 0.8, Role.INDICATOR: 0.7, Role.PROGRESS: 0.8, Role.NUMBER: 1.0})
    both = row("хийж", ш="Тоо", я="А."), row("5", ш="Хувь", я="Б.")
    assert exact(*both, three) == {"complete in itself": -3.0} and exact(*both, two) == {}
    assert exact(both[0], row("5", ш="Хувь"), three) == {}
    assert exact(row("хийж"), both[1], three) == {}
    assert exact(both[0], row("5", я="Б."), RowHabits(filled={Role.INDICATOR: 0.9})) == {"no indicator": 1.0}
    assert exact(both[0], row("5", я="Б."), RowHabits(filled={Role.INDICATOR: 0.8})) == {}


def test_habits_are_shares_of_the_whole_rows() -> None:
    usual = habits(
        [
            row("1. Аян;", code="1.1", number="1", я="а"),
            row("хийх", number="1", я="а"),
            row("Аян", number="III", я="а"),
            row("Аян", я="а", з="5"),
        ]
    )
    assert (usual.coded, usual.numbered, usual.roman) == (0.25, 0.75, 0.25)
    assert usual.counted == pytest.approx(2 / 3)
    assert usual.finished == 0.25 and usual.capitals == 0.75 and not usual.listed
    assert usual.filled == {Role.MEASURE: 1.0, Role.PROGRESS: 1.0, Role.NUMBER: 0.75, Role.SPENT: 0.25}


def test_what_decides_whether_a_text_alone_is_a_goal() -> None:
    reporting = {Role.PROGRESS: 0.8}
    assert is_lonely(row("Соён"), None, RowHabits(coded=0.7, filled=reporting), False)
    assert is_lonely(row("Соён"), None, RowHabits(numbered=0.7, filled=reporting), False)
    assert not is_lonely(row("Соён"), None, RowHabits(coded=0.69, numbered=0.69, filled=reporting), False)
    assert not is_lonely(row("Соён"), None, RowHabits(coded=0.7, filled={Role.PROGRESS: 0.79}), False)
    assert is_lonely(row("Соён", number="2"), None, RowHabits(coded=0.7, filled=reporting), False)
    assert not is_lonely(row("Соён", number="2"), None, RowHabits(coded=0.7, numbered=0.1, filled=reporting), False)
    assert not is_lonely(row("Соён", number="II"), None, RowHabits(roman=0.2, filled=reporting), False)
    assert not is_lonely(row("Соён", number="II"), None, RowHabits(coded=0.9), False)
    assert not is_lonely(row("1. Соён"), None, RowHabits(listed=True, filled=reporting), False)


def test_two_rows_as_one_keep_the_upper_code_and_number_and_the_lower_cells() -> None:
    joined = together(
        row("а", code="1.1", number="1", cells=frozenset({1})), row("", code="1.2", number="2", cells=frozenset({2}))
    )
    assert (joined.code, joined.number, joined.text(Role.MEASURE)) == ("1.1", "1", "а")
    assert joined.measure_cells == frozenset({2})
