"""Answers about texts that are kept."""

from __future__ import annotations

from parsers.language.remembered import remembered


def test_a_short_text_is_looked_at_once_and_a_long_one_is_not_kept() -> None:
    looked: list[int] = []

    @remembered
    def length(text: str) -> int:
        """Of a text."""
        looked.append(len(text))
        return len(text)

    assert [length("абв"), length("абв"), length("абвг")] == [3, 3, 4]
    assert looked == [3, 4]
    assert [length("а" * 2_001), length("а" * 2_001)] == [2_001, 2_001]
    assert looked == [3, 4, 2_001, 2_001]
    assert [length("б" * 2_000), length("б" * 2_000)] == [2_000, 2_000]
    assert looked == [3, 4, 2_001, 2_001, 2_000]
    assert length.__doc__ == "Of a text."
