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
