"""Numbers that are no amounts: dates, ordinals, numbers of documents."""

from __future__ import annotations

import pytest

from normalizers.values.figure import without_calendar
from parsers.language.tokens import Kind, scan


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("2024 онд 75", "75"), ("6 сарын 15-нд 300", "300"), ("3-р улиралд 40", "40"), ("2 дугаар тушаал", ""),
        ("2024.06.15", ""), ("а/31, 450", "450"), ("№12, 450,000", "450,000"), ("зарлага/450", "450"), ("12.500.000", "12.500.000"),
        ("100-н хувь", "100"), ("45-ны өдөр", "45"), ("р 5", "5"),
    ],
)  # fmt: skip
def test_what_is_left(text: str, left: str) -> None:
    kept, masked = without_calendar(text, scan(text))
    assert " ".join(token.text for token in kept if token.kind is Kind.NUMBER) == left
    assert len(masked) == len(text) and all(one in (other, " ") for one, other in zip(masked, text, strict=True))


def test_further_kinds() -> None:
    text = "45% 300"
    assert [token.text for token in without_calendar(text, scan(text), {Kind.PERCENT})[0]] == ["300"]
