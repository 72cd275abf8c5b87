"""Deciding words and other wordings, as a catalogue's author gives them."""

from __future__ import annotations

import pytest

from normalizers.catalogue.model import Catalogue, Goal, Measure
from normalizers.linkage.matcher import match_report
from normalizers.linkage.records import MatchRow
from normalizers.linkage.wording import is_legible, stands_in, undecided
from normalizers.report import Match

GOAL = "Соён гэгээрүүлэх ажлыг эрчимжүүлэх"
LAW = "Албан хаагчдад авлигын эсрэг хуулийн сургалт зохион байгуулах"
ETHICS = "Албан хаагчдад ёс зүйн дүрмийн сургалт зохион байгуулах"
BOARD = "Мэдээллийн самбар ажиллуулж, тогтмол шинэчлэх"


def match(text: str, code: str, *, aliases: tuple[str, ...] = (), deciding: tuple[str, ...] = ()) -> Match:
    """The match of one row; aliases belong to the board, deciding words to the training on the law."""
    measures = (
        Measure("1.1", "1.1", LAW, Goal("1", GOAL), deciding=deciding),
        Measure("1.2", "1.2", ETHICS, Goal("1", GOAL)),
        Measure("1.3", "1.3", BOARD, Goal("1", GOAL), aliases=aliases, deciding=("самбар",)),
    )
    return match_report([MatchRow(GOAL, code, text)], Catalogue("x", measures))[0]


def test_a_row_without_the_deciding_word_waits_for_a_person() -> None:
    text = "Албан хаагчдад хуулийн сургалт зохион байгуулсан"
    assert match(text, "1.1").status == "auto"
    asked = match(text, "1.1", deciding=("авлигын",))
    assert (asked.code, asked.status) == ("1.1", "review")
    assert "deciding word missing: «авлигын»" in asked.reason and "ялгагч үг алга: «авлигын»" in asked.reason_mn
    assert match("Албан хаагчдад авлигатай тэмцэх хуулийн сургалт хийх", "1.1", deciding=("авлига",)).status == "auto"


def test_another_wording_is_as_good_as_the_text() -> None:
    other = "Ханын сонин гаргаж танхимд өлгөх"
    assert match("Ханын сонин гаргаж, танхимд өлгөв", "1.3").code == ""
    found = match("Ханын сонин гаргаж, танхимд өлгөв", "1.3", aliases=(other,))
    assert (found.code, found.status) == ("1.3", "auto"), "the deciding word is not asked of a wording that lacks it"
    assert "by its other wording" in found.reason and "өөр найруулгаар нь" in found.reason_mn


@pytest.mark.parametrize(
    ("word", "text", "stands"),
    [
        ("залуучуудын", "Залуучуудад клуб байгуулах", True),
        ("сар", "Сар бүр шинэчлэх", True),
        ("сар", "Зарлагын баримт хадгалах", False),
        ("ёс зүйн", "Ёсзүйн дүрмийг мөрдөх", True),
        ("ёс зүйн", "Хууль зүйн дүгнэлт гаргах", False),
        ("төлөвлөгөөг", "Тѳлѳвлөгөөнийг батлах", True),
        ("дотоод", "Гадаад аудит хийлгэх", False),
        ("самбар", "Мэдээллийнсамбарыг шинэчлэх", True),
    ],
)
def test_inflected_and_damaged_words_are_found(word: str, text: str, stands: bool) -> None:
    assert stands_in(word, text) is stands


def test_only_words_of_the_wording_are_asked_for() -> None:
    measure = Measure("1", "1", BOARD, deciding=("самбар", "тогтмол"))
    assert undecided(measure, "Самбар ажиллуулах", BOARD) == ("тогтмол",)
    assert undecided(measure, "Ханын сонин", "Ханын сонин гаргах") == ()


@pytest.mark.parametrize(
    ("text", "confidence", "told"),
    [
        (LAW, None, True),
        (LAW, 0.7, True),
        (LAW, 0.69, False),
        ("", None, False),
        ("Дүн", None, False),
        ("Ёсхкй зүйрп дүвгдийн сургфгхт бүх албан", None, False),
    ],
)
def test_what_can_be_compared(text: str, confidence: float | None, told: bool) -> None:
    assert is_legible(text, confidence, 0.7) is told
