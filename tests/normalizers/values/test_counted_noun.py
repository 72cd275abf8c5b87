"""What a number counts: the noun behind it, in the nominative."""

from __future__ import annotations

import pytest

from normalizers.values.counted_noun import COUNT, PEOPLE, counted_noun, nominative


def counted(text: str, listed: bool = False) -> tuple[str, str] | None:
    found = counted_noun(text, len(text.split(" ")[0]), listed)
    return (found.kind, found.unit) if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 хүн", (PEOPLE, "хүн")),
        ("5 хүнийг", (PEOPLE, "хүн")),
        ("274 албан хаагчдад", (PEOPLE, "албан хаагч")),
        ("3 сургалтыг", (COUNT, "сургалт")),
        ("5 видео контентыг", (COUNT, "видео контент")),
        ("3 удаагийн сургалт", (COUNT, "сургалт")),
        ("9 нэр төрлийн мэдээлэл", (COUNT, "мэдээлэл")),
        ("3 дугаар сарын", None),
        ("14 хоногоос", None),
        ("5", None),
        ("5 (хүн)", None),
        ("3 хийсэн", None),
        ("2 санаачилгыг", (COUNT, "санаачилга")),
        ("4 сургалтууддаа", (COUNT, "сургалт")),
        ("3 сургалт, хүн", (COUNT, "сургалт")),
    ],
)
def test_the_noun_behind_a_number(text: str, expected: tuple[str, str] | None) -> None:
    assert counted(text) == expected


def test_a_word_that_is_seldom_counted_counts_only_where_any_word_may() -> None:
    assert counted("3 үзэсгэлэнд") is not None
    assert counted("3 хүн", listed=True) == (PEOPLE, "хүн")


def test_the_end_is_behind_the_noun() -> None:
    found = counted_noun("нийт 5 хүнийг хамруулав", 6)
    assert found is not None and "нийт 5 хүнийг хамруулав"[: found.end] == "нийт 5 хүнийг"


@pytest.mark.parametrize(
    ("word", "noun"),
    [("киноны", "кино"), ("үзэсгэлэнд", "үзэсгэлэн"), ("хийсэн", ""), ("кино", "кино"), ("бвгд", ""), ("явах", "")],
)
def test_the_nominative_of_a_noun(word: str, noun: str) -> None:
    assert nominative(word) == noun
