"""Words of the review page: numbers as people read them, sentences in both languages, words that differ."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.review.text import LANGUAGES, amount, marked, percent, speaker


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.5, "50 %"),
        (0.123, "12.3 %"),
        (0.001, "0.1 %"),
        (0.0009, "< 0.1 %"),
        (0.999, "99.9 %"),
        (0.9995, "> 99.9 %"),
    ],
)
def test_probabilities_near_certainty_are_not_rounded_to_it(probability: float, text: str) -> None:
    assert percent(probability) == text


def test_amounts() -> None:
    assert amount(Decimal("1234567.5")) == "1,234,567.5" and amount(Decimal(0)) == "0" and amount(None) == "–"


def test_every_key_is_said_in_both_languages_and_an_unknown_one_is_shown() -> None:
    said = [speaker(language)("progress", decided=1, total=2) for language in LANGUAGES]
    assert said[0] != said[1] and all("1" in sentence and "2" in sentence for sentence in said)
    assert speaker("mn")("no_such_key") == "no such key"


def test_words_that_the_other_text_lacks_are_marked() -> None:
    assert marked("цахим сургалт", "Цахим аян") == [("цахим", False), ("сургалт", True)]
    assert marked("СУРГАЛТ", "сургалт") == [("СУРГАЛТ", False)]
    assert marked("", "а") == []
