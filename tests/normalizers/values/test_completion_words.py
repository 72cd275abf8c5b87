"""Words of completion, in a cell and at the head of a progress text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.values.completion_words import completion_word, status_in_progress


@pytest.mark.parametrize(
    ("text", "percent", "state"),
    [
        ("Бүрэн хэрэгжсэн", "100", "stated"), ("Хэрэгжээгүй", "0", "stated"), ("бүрэн биелээгүй", None, "not_assessed"),
        ("Бүрэн гүйцэд хэрэгжээгүй", None, "not_assessed"), ("Хэрэгжиж байна", None, "ongoing"), ("Хугацаа болоогүй", None, "not_due"),
    ],
)  # fmt: skip
def test_words_of_a_cell(text: str, percent: str | None, state: str) -> None:
    said = completion_word(text)
    assert said is not None
    assert (said.value, said.state) == (None if percent is None else Decimal(percent), state)


def test_a_text_without_such_a_word_or_too_long_for_one_says_nothing() -> None:
    assert completion_word("Сургалт") is None and completion_word("Хэрэгжсэн " * 10) is None


@pytest.mark.parametrize(
    "text", ["", "Сургалт хийсэн.", "Хийсэн ажлын тайлан", "25 хүн. Биелсэн", "Биелсэн эсэхийг шалгав"]
)
def test_a_status_stands_alone_at_the_head(text: str) -> None:
    assert (status_in_progress(text).value, status_in_progress(text).state) == (None, "absent")


@pytest.mark.parametrize(
    "text", ["Биелүүлсэн", "Бүрэн биелсэн. Сургалт …", "Хэрэгжсэн: 25 хүн", "Биелсэн болно (25 хүн)"]
)
def test_a_status_at_the_head(text: str) -> None:
    assert (status_in_progress(text).value, status_in_progress(text).problem) == (100, "completion_from_progress")
