"""Which pieces around doubtful line ends are one word: the cheapest reading."""

from __future__ import annotations

import pytest

from parsers.document import BBox, Word
from parsers.layout.hyphenation import (
    DOUBT,
    DROP,
    HYPHEN,
    LineBreaks,
    _price,
    _strangeness,
    at_end,
    letters_of,
    readings,
)
from parsers.layout.text_lines import lines

LISTED = {"хэрэгжилтийн", "сургалт", "хийх", "явц", "байгууллага", "байна", "ил", "тод", "авлигын", "эсрэг"}


def known(word: str) -> int:
    return 2 if word in LISTED else 0


def read(*pieces: str, doubt: str = DOUBT, hyphens: bool = False, rank=known) -> list[str]:  # type: ignore[no-untyped-def]
    return readings(list(pieces), [doubt] * (len(pieces) - 1), LineBreaks(hyphens=hyphens, known=rank))


@pytest.mark.parametrize(
    ("pieces", "between"),
    [
        (("хэрэгжилти", "йн"), [""]),
        (("байгуул", "лага"), [""]),
        (("сургалт", "хийх"), [" "]),
        (("авлигын", "эсрэг", "сургалт"), [" ", " "]),
        (("хэрэг", "жилти", "йн"), ["", ""]),
        (("сургалт", "байгуул", "лага"), [" ", ""]),
        (("бвгд", "ьжз"), [""]),  # no word begins so
        (("авлигын", "эсрэг,"), [" "]),
    ],
)
def test_two_pieces_are_one_word_where_only_that_is_a_word(pieces: tuple[str, ...], between: list[str]) -> None:
    assert read(*pieces) == between


def test_a_hyphen_that_only_marks_a_cut_goes_and_another_stays() -> None:
    assert read("байгуул", "лага", doubt=HYPHEN, hyphens=True) == [DROP]
    assert read("ил", "тод", doubt=HYPHEN) == [""]
    assert read("байгуул", "лага", doubt=HYPHEN) in ([DROP], [""])


def test_a_word_that_the_document_has_whole_vouches_for_its_pieces() -> None:
    habits = LineBreaks(known=lambda word: 0)
    habits._words = {"зургуулга"}
    assert readings(["зургуул", "га"], [DOUBT], habits) == [""]
    assert habits.has("зургуулга") and not habits.has("зургуул")


def test_without_a_word_list_long_pieces_stay_apart() -> None:
    assert readings(["сургалт", "хийхээр"], [DOUBT], LineBreaks()) == [" "]
    assert readings(["сургал", "т"], [DOUBT], LineBreaks()) == [""]


def test_words_are_compared_in_small_modern_letters_without_their_marks() -> None:
    assert letters_of("«Тєрийн»,") == "төрийн" and letters_of("PDF.") == "pdf" and letters_of("XОМ") == "хом"
    assert at_end("1.1-сургалт") == "сургалт" and at_end("сургалт.") == ""


def test_words_that_no_line_end_touches_are_whole() -> None:
    cell = ["нэг хоёр гурав", "дөрөв тав зургаа", "долоо найм"]
    words = [
        Word(text, BBox(30.0 * n, 12.0 * row, 30.0 * n + 25, 12.0 * row + 10))
        for row, texts in enumerate(cell)
        for n, text in enumerate(texts.split())
    ]
    habits = LineBreaks(texts=[lines(words)])
    told = [text for text in " ".join(cell).split() if habits.has(text)]
    assert told == ["нэг", "хоёр", "тав", "найм"]


RANKS = {"сургалт": 2, "ажил": 2, "байна": 2, "байгууллага": 2, "ил": 2, "тод": 2, "илтод": 2, "явц": 2} | {
    "сургалтын": 1, "ажлын": 1, "ын": 1
}  # fmt: skip


@pytest.mark.parametrize(
    ("pieces", "cost"),
    [
        ("сургалт", 0.3), ("сургал|т", 0.3), ("ил|тод", 0.3),  # listed, however it is cut
        ("сургалтын", 0.7), ("ажл|ын", 0.7), ("сургалт|ын", 0.7 + 1.5),  # with endings, which may stand there by chance
        ("ажил", 0.3), ("явц", 0.3 + 0.7),  # a short word may be a fragment
        ("1", 0.7), ("1-т", 0.7), ("1-сургал|т", 0.3),  # an ending on a figure
        ("бвгд", 3.0), ("бвг|дежз", 3.0), ("бвгд|ежз", 3.0),  # in no list
        ("бвгд|ажил", 3.0 + 1.0), ("бвгд|байна", 3.0 + 1.5), ("бвгд|байгууллага", 3.0 + 2.5), ("бвгд|явц", 3.0),
        ("ажил|бвгд", 3.0 + 0.5), ("явц|бвгд", 3.0),
    ],
)  # fmt: skip
def test_what_a_word_costs(pieces: str, cost: float) -> None:
    assert _strangeness(pieces.split("|"), LineBreaks(known=lambda word: RANKS.get(word, 0))) == pytest.approx(cost)


@pytest.mark.parametrize(("pieces", "cost"), [("сургалт", 0.3), ("сургал|туу", 0.3), ("сургал|тууд", 3.3)])
def test_what_a_word_costs_where_no_list_is_known(pieces: str, cost: float) -> None:
    assert _strangeness(pieces.split("|"), LineBreaks()) == pytest.approx(cost)


def test_what_two_words_at_a_line_end_cost() -> None:
    assert _price(DOUBT, False, LineBreaks(), "ажил") == 1.6
    assert _price(DOUBT, False, LineBreaks(), "ьжза") == 4.6 == _price(DOUBT, False, LineBreaks(), "бвгд")
