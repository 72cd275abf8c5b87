"""Which pieces around doubtful line ends are one word: the cheapest reading."""

from __future__ import annotations

import pytest

from parsers.layout.hyphenation import DOUBT, DROP, HYPHEN, LineBreaks, at_end, letters_of, readings

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
