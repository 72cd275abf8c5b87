"""Facts of progress texts, against labelled invented sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.mention import find_mentions
from tests.normalizers.labelled import precision_recall

TEXT = st.text(alphabet="абөү АТГ-/.,;:%()“”0123456789\n\u00a0он сарын өдөр хувь хүн", max_size=80)


@pytest.mark.parametrize("name", ["mentions_dev", "mentions_held", "mentions_second"])
def test_every_labelled_fact_is_found_and_nothing_else(name: str) -> None:
    precision, recall, errors = precision_recall(name)
    assert errors == [] and precision == recall == 1.0


@given(TEXT)
def test_every_mention_stands_where_it_says(text: str) -> None:
    mentions = find_mentions(text, 2024)
    assert all(text[m.start : m.start + len(m.text)] == m.text and m.text for m in mentions)
    assert all(a.start + len(a.text) <= b.start for a, b in pairwise(mentions))


def facts(text: str) -> list[tuple[str, str, str, str]]:
    return [(m.kind, m.value, m.value_end, m.unit) for m in find_mentions(text, 2024)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("www.example.mn хаягт", [("url", "www.example.mn", "", "")]),
        ("a@example.mn", []),
        ("https://example.org/a.", [("url", "https://example.org/a", "", "")]),
        ("А/31 тушаал", [("document", "А/31", "", "")]),
        ("15 дугаар тогтоол", [("document", "15", "", "")]),
        ("А /31", [("document", "А/31", "", "")]),
        ("94 хувь", [("percent", "94", "", "%")]),
        ("50-60%", [("percent", "50", "60", "%")]),
        ("94 хувь хэвлэв", [("count", "94", "", "хувь")]),
        ("274 хүн", [("people", "274", "", "хүн")]),
        ("20-30 хүн", [("people", "20", "30", "хүн")]),
        ("1,250 хүн", [("people", "1250", "", "хүн")]),
        ("99112233 хүн", []),
        ("утас: 99 хүн", []),
        ("1. хүн ирэв", []),
        ("1) хүн", []),
        ("110 хүн", []),
        ("хоёр хүн", [("people", "2", "", "хүн")]),
        ("нэг хүн", []),
        ("хорин таван хүн", [("people", "25", "", "хүн")]),
        ("5,000₮", []),
        ("50 %", [("percent", "50", "", "%")]),
        ("2023.06.14", [("date", "2023-06-14", "", "")]),
        ("2023.06.14-2023.06.16", [("date_range", "2023-06-14", "2023-06-16", "")]),
        ("2023.02.30", []),
    ],
)
def test_what_is_a_fact_and_what_is_none(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert facts(text) == expected


def test_a_fact_inside_another_is_not_told_twice() -> None:
    assert find_mentions("https://example.mn/2023.06.14/50%", 2024)[0].kind == "url"
    assert facts("2023 оны 6 сарын 14-ний өдөр 5 хүн") == [("date", "2023-06-14", "", ""), ("people", "5", "", "хүн")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("49 дүгээр албан тоотоор", [("document", "49", "", "")]),
        ("№1-10/364 дугаартай албан бичиг", [("document", "1-10/364", "", "")]),
        ("1/2/3", []),
        ("АБВГ/31", []),
        ("ISO/500", []),
        ("А/123456", []),
        ("12345 дугаар тогтоол", []),
        ("1 250 хүн", [("people", "1250", "", "хүн")]),
        ("1 250 000 хуудас", [("count", "1250000", "", "хуудас")]),
        ("12,5%-ийн", [("percent", "12.5", "", "%")]),
        ("ISO 9001 стандарт", []),
        ("утас: : 99 хүн", []),
        ("+5 хүн", []),
        ("5%", [("percent", "5", "", "%")]),
        (",5%", []),
        ("5 хувь олшруулав", [("count", "5", "", "хувь")]),
        ("5-10 хувь хэвлэв", [("count", "5", "10", "хувь")]),
    ],
)
def test_numbers_are_told_apart_by_what_stands_around_them(
    text: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert facts(text) == expected


def test_the_ending_of_a_percentage_belongs_to_it_where_it_touches() -> None:
    assert [m.text for m in find_mentions("94%-ийн 50%иар 30% аар", 2024)] == ["94%-ийн", "50%иар", "30%"]
