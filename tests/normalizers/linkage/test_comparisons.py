"""Every comparison is declared once, says what it should of small examples, and speaks both languages."""

from __future__ import annotations

import re

import pytest

from normalizers.catalogue.model import Catalogue, Goal, Measure
from normalizers.linkage import calibration
from normalizers.linkage.comparisons import PAIR, PAIR_AT, PAIRS, ROW, ROW_AT, ROWS
from normalizers.linkage.matcher import scorer_of
from normalizers.linkage.model import PAIR_TERMS, ROW_TERMS
from normalizers.linkage.sequence import comparison_vectors

LAW = "Албан хаагчдад авлигын эсрэг хуулийн сургалт улирал бүр зохион байгуулах"
BOARD = "Мэдээллийн самбар ажиллуулж, 2 удаа шинэчлэх"
GOALS = (Goal("1", "Соён гэгээрүүлэх ажлыг эрчимжүүлэх"), Goal("2", "Ил тод байдлыг хангах"))
PLAN = Catalogue(
    "x",
    (
        Measure("1.1", "1.1", LAW, GOALS[0], deciding=("хуулийн",)),
        Measure("1.2", "1.2", LAW.replace("хуулийн", "ёс зүйн дүрмийн"), GOALS[0]),
        Measure("2.1", "2.1", BOARD, GOALS[1]),
    ),
)


def compared(text: str, code: str = "", goal: str = "", key: str = "1.1") -> tuple[dict[str, float], dict[str, float]]:
    """The comparisons of a row with a measure, and those of the row, by name."""
    scorer = scorer_of(PLAN)
    vectors = comparison_vectors(scorer.index, scorer.scores([text]), [code], [goal])
    place = [PLAN.measures[number].key for number in vectors.measures[0]].index(key)
    pair = {name: float(vectors.pair[0, place, at]) for name, at in PAIR_AT.items()}
    return pair, {name: float(vectors.row[0, at]) for name, at in ROW_AT.items()}


def test_names_are_unique_and_everything_derives_from_them() -> None:
    assert len(set(PAIR)) == len(PAIRS) and len(set(ROW)) == len(ROWS)
    assert len(set(PAIR_TERMS)) == len(PAIR_TERMS) and len(set(ROW_TERMS)) == len(ROW_TERMS)
    assert len(set(calibration.TERMS)) == len(calibration.TERMS)
    wanted = [one.calibrated.name or one.name for one in (*PAIRS, *ROWS) if one.calibrated]
    assert [name for name in calibration.INPUTS if name in wanted] == wanted


def test_sentences_have_the_same_blanks_in_both_languages_and_are_written_in_them() -> None:
    said = [sentence for one in (*PAIRS, *ROWS) for sentence in one.says]
    assert said
    for sentence in said:
        english, mongolian = (set(re.findall(r"\{(\w+)", text)) for text in (sentence.english, sentence.mongolian))
        assert mongolian <= english and english - mongolian <= {"found", "group"}
        assert re.search("[a-z]", sentence.english) and re.search("[а-я]", sentence.mongolian)


def test_the_measure_itself_agrees_in_everything() -> None:
    pair, row = compared(LAW, "1.1", GOALS[0].text)
    assert pair["letters"] == pytest.approx(1, abs=1e-5) and pair["words"] == pytest.approx(1, abs=1e-5)
    assert pair["verbatim"] == pair["code_same"] == 1 and pair["goal"] == pytest.approx(1, abs=1e-5)
    assert pair["lead_letters"] > 0 and pair["lead_words"] > 0
    against = ("contrast", "replaced", "gone", "absent", "inserted", "dropped", "number", "undecided", "goal_other")
    assert [pair[name] for name in against] == [0] * len(against)
    assert (
        row["best_words"] == pytest.approx(1, abs=1e-5)
        and row["unknown_words"] == row["noise"] == row["structure"] == 0
    )


@pytest.mark.parametrize(
    ("text", "holds", "fails"),
    [
        (LAW.replace("хуулийн", "машины"), ("replaced", "gone", "gone_real", "absent", "undecided"), ("verbatim", "number")),
        (BOARD.replace("шинэчлэх", "угаах"), ("replaced_verb", "gone_verb"), ("gone",)),
        (LAW.replace("хуулийн ", "хуулийн машины "), ("inserted", "intruder"), ("dropped", "replaced", "verbatim")),
        (LAW.replace("улирал бүр ", ""), ("dropped",), ("inserted", "verbatim", "intruder")),
        (LAW.replace("хуулийн", "хуулийм"), (), ("gone", "absent", "undecided", "replaced")),
    ],
)  # fmt: skip
def test_words_in_place_of_others(text: str, holds: tuple[str, ...], fails: tuple[str, ...]) -> None:
    pair, _ = compared(text, key="2.1" if "самбар" in text else "1.1")
    assert all(pair[name] > 0 for name in holds), {name: pair[name] for name in holds}
    assert not any(pair[name] for name in fails), {name: pair[name] for name in fails}


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        (LAW.replace("авлигын эсрэг хуулийн", "гадаад хэлний"), True),
        (LAW.replace("авлигын эсрэг хуулийн", "самбар"), False),
        (LAW.replace("авлигын", "гамшгийн"), False),
        (LAW.replace("авлигын эсрэг хуулийн ", ""), False),
        (LAW.replace("авлигын", "авлнгын"), False),
        (LAW.replace("Албан хаагчдад авлигын", "Гадаад хэлний авл игын"), False),
        (LAW.replace("хаагчдад авлигын", "хэлнийавлигын"), False),
        (LAW.replace("авлигын", "авилгатай тэмцэх"), False),
        (LAW + " гадаад хэлний", False),
        ("Албан хаагчдад бкдзщж щмфвргын сургалт улирал бүр зохион байгуулах", False),
    ],
)
def test_a_row_without_the_topic_but_with_foreign_words(text: str, elsewhere: bool) -> None:
    assert (compared(text)[0]["off_topic"] > 0) is elsewhere


def test_a_measure_without_a_topic_misses_none() -> None:
    pair, _ = compared(BOARD.replace("самбар", "гэрэл"), key="2.1")
    assert pair["replaced"] > 0 and pair["off_topic"] == 0


def test_other_numbers_and_words_of_another_group() -> None:
    assert compared(BOARD.replace("2", "5"), key="2.1")[0]["number"] == 1
    assert compared(BOARD.replace("2 удаа ", ""), key="2.1")[0]["number"] == 0
    other = compared(LAW.replace("улирал", "сар"))[0]
    assert other["contrast"] == 1 and other["contrast_missing"] == 0
    assert compared(LAW.replace("улирал бүр ", ""))[0]["contrast_missing"] > 0
    assert compared(LAW.replace("сургалт", "сургалт, аян"))[0]["contrast_extra"] == 1


@pytest.mark.parametrize(
    ("code", "goal", "holds"),
    [
        ("", "", {"goal_none"}),
        ("1.1", "", {"code_same", "code_same_trusted", "goal_none"}),
        ("1.2", "", {"code_goal", "code_other", "code_other_trusted", "goal_none"}),
        ("2.1", GOALS[1].text, {"code_other", "code_other_trusted", "goal_other"}),
        ("9.9", GOALS[0].text, {"code_other", "code_other_trusted", "goal"}),
    ],
)
def test_printed_code_and_heading(code: str, goal: str, holds: set[str]) -> None:
    pair, row = compared(LAW, code, goal)
    assert {name for name, value in pair.items() if name.startswith(("code_", "goal")) and value} == holds
    assert (row["code_none"], row["goal_none"]) == (not code, "goal_none" in holds)
    assert pair["code_same_trusted"] in (0, 0.5) and pair["code_other_trusted"] in (0, 0.5), "no other row to trust"


def test_rows_that_are_no_measures() -> None:
    assert [compared(text)[1]["structure"] for text in ("Дүн", "Хариуцах нэгж", LAW)] == [1, 1, 0]
    assert compared(GOALS[1].text)[1]["like_goal"] == 1
    strange = compared("Хбжкл щфгрдц нмвыэ")[1]
    assert strange["noise"] == 1 and strange["unknown_words"] == 1 and strange["best_words"] == 0
