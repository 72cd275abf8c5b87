"""Is this Mongolian? Listed forms, forms with endings, and shares of them."""

from __future__ import annotations

import pytest

from parsers.language.words import cyrillic_share, endings, is_word, standing, word_share, words


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("авлига", True),
        ("АВЛИГА", True),
        ("Хэрэгжилтийнхээ", True),
        ("сургалтуудаас", True),
        ("бвгджк", False),
        ("", False),
        ("-", False),
        ("авлига-сургалт", True),
        ("авлига-бвгдж", False),
        ("хүнийг", True),
        ("авлигабвгдж", False),
    ],
)
def test_words(text: str, known: bool) -> None:
    assert is_word(text) is known


def test_every_listed_word_is_one_and_stands_highest() -> None:
    some = sorted(words())[::5000]
    assert len(some) > 5 and all(standing(word) == 2 for word in some)
    assert standing("сургалтуудаас") == 1 and standing("фывапр") == 0


def test_endings_are_tried_longest_first() -> None:
    lengths = [len(ending) for ending in endings()]
    assert lengths == sorted(lengths, reverse=True) and lengths[-1] >= 1


def test_shares() -> None:
    assert cyrillic_share("") == 0.0 == cyrillic_share("12") and cyrillic_share("abгд") == 0.5
    assert word_share("авлига бвгдж") == 0.5 and word_share("ба") is None and word_share("12 34") is None
