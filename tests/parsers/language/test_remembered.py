"""Answers about texts that are kept."""

from __future__ import annotations

from parsers.language.remembered import remembered


def test_a_short_text_is_looked_at_once_and_of_the_long_ones_the_last_is_kept() -> None:
    looked: list[int] = []

    @remembered
    def length(text: str) -> int:
        """Of a text."""
        looked.append(len(text))
        return len(text)

    assert [length("абв"), length("абв"), length("абвг")] == [3, 3, 4]
    assert looked == [3, 4]
    assert [length(letter * 2_001) for letter in "ааба"] == [2_001] * 4
    assert looked == [3, 4, 2_001, 2_001, 2_001]
    assert [length(letter * 2_000) for letter in "вгв"] == [2_000] * 3
    assert looked == [3, 4, 2_001, 2_001, 2_001, 2_000, 2_000]
    assert length.__doc__ == "Of a text."
