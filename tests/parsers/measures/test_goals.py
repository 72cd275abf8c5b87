"""Goal headings by their own words, and which of them are in force."""

from __future__ import annotations

import pytest

from parsers.measures.goals import Goals, Heading, heading, heading_parts, plain_heading


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("Зорилго 1. Авлига", "зорилго"),
        ("ЗОРИЛТ 2: Сургалт", "зорилт"),
        ("Зорилт 2.1. Сургалт", "зорилт."),
        ("Стратегийн зорилго 1", "зорилго"),
        ("Зорилго: Сургалт", "зорилго"),
        ("Зорилго сургалт", None),
        ("НЭГДҮГЭЭР ЗАРЧИМ. ТӨЛӨӨЛӨН", "зарчим"),
        ("I чиглэл. Сургалт", "чиглэл"),
        ("2-р зорилт: Хяналт", "зорилт"),
        ("Нэг. Сургалт", "counted"),
        ("Хоёр: Хяналт", "counted"),
        ("Нэг сургалт", None),
        ("II. Сургалт", "roman"),
        ("II Сургалт", None),
        ("Зорилта 1. Сургалт", "зорилт"),
        ("Сургалт 1. Сургалт", None),
        ("", None),
        ("...", None),
        ("Зорилгын биелэлт", None),
    ],
)
def test_what_a_heading_says_of_itself(text: str, style: str | None) -> None:
    found = heading(text)
    assert (found.style if found else None) == style
    assert found is None or found.text == text


def test_a_heading_by_its_place_needs_no_words() -> None:
    assert plain_heading("Соён  гэгээрүүлэх") == Heading("Соён гэгээрүүлэх", "plain")
    assert plain_heading("1. Соён гэгээрүүлэх").style == "numbered" and plain_heading("1.5").style == "plain"
    assert plain_heading("Зорилго 1. Соён").style == "зорилго"


GOAL, AIM, NEXT = Heading("Зорилго 1.", "зорилго"), Heading("Зорилт 1.1.", "зорилт"), Heading("Зорилт 1.2.", "зорилт")


def test_a_heading_right_below_another_is_its_part() -> None:
    both = Goals().under(GOAL).under(AIM)
    assert both.text == "Зорилго 1. / Зорилт 1.1."
    assert both.used().under(NEXT).text == "Зорилго 1. / Зорилт 1.2."
    assert both.used().under(Heading("Зорилго 2.", "зорилго")).text == "Зорилго 2."


def test_after_a_measure_another_style_begins_anew() -> None:
    assert Goals().under(GOAL).used().under(AIM).text == "Зорилт 1.1."
    assert Goals().under(GOAL).open and not Goals().under(GOAL).used().open


def test_a_cut_heading_goes_on() -> None:
    assert Goals().under(GOAL).under(AIM).continued("Сургалт").text == "Зорилго 1. / Зорилт 1.1. Сургалт"
    assert Goals().continued("Сургалт") == Goals()


@pytest.mark.parametrize(
    ("cells", "parts"),
    [
        (["1", "Соён гэгээрүүлэх", "85%"], ("1", "Соён гэгээрүүлэх")),
        (["Соён", "гэгээрүүлэх", "ажил"], ("Соён", "гэгээрүүлэх")),
        (["1", "2"], ("", "1 2")),
        (["", "Сургалт", "зохион  байгуулах", "5"], ("", "Сургалт зохион байгуулах")),
    ],
)
def test_the_parts_of_a_goal_row(cells: list[str], parts: tuple[str, str]) -> None:
    assert heading_parts(cells) == parts


def test_a_level_is_replaced_with_all_below_it() -> None:
    deep = Goals().under(GOAL).under(AIM).under(Heading("I. Ил", "roman"))
    assert [level.text for level in deep.levels] == ["Зорилго 1.", "Зорилт 1.1.", "I. Ил"]
    assert deep.under(NEXT).levels == (GOAL, NEXT) and deep.under(NEXT).open
    assert Goals().text == "" and Goals().used() == Goals()


def test_five_letters_make_a_title() -> None:
    assert heading_parts(["1.2", "абвгд", "абвг"]) == ("1.2", "абвгд")
    assert heading_parts(["1.2", "абвг"]) == ("", "1.2 абвг") and heading_parts([]) == ("", "")
    assert heading_parts(["1", "2", "Соён ажил"]) == ("1 2", "Соён ажил")


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("Зорилт 1.2.3 Ил", "зорилт.."), ("Зорилго) Ил", "зорилго"), ("Зорилго. Ил", "зорилго"),
        ("Зорилго", None), ("Зорилго - Ил", None), ("Сургалт 1) Ил", None), ("Чиглзл 2. Ил", "чиглэл"),
    ],
)  # fmt: skip
def test_labels_need_a_number_or_a_mark(text: str, style: str | None) -> None:
    found = heading(text)
    assert (found.style if found else None) == style
