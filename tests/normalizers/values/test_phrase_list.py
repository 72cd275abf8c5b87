"""Lists of phrases as patterns: whole words, any ending where it is marked, the longest first."""

from __future__ import annotations

from normalizers.values.phrase_list import pattern_of, phrases
from parsers.language.keys import bare


def test_phrases_are_whole_words() -> None:
    pattern = pattern_of(["зардал", "зардал гараагүй"])
    assert pattern.search(bare("Зардал гараагүй!"))[0] == bare("зардал гараагүй")  # type: ignore[index]
    assert pattern.search(bare("зардалгүй")) is None and pattern.search(bare("назардал")) is None


def test_an_ending_is_open_only_where_it_is_marked() -> None:
    assert pattern_of(["хэрэгж…"]).search(bare("хэрэгжээгүй")) and not pattern_of(["хэрэгж"]).search(
        bare("хэрэгжээгүй")
    )
    assert pattern_of(["гар… гүй"]).search(bare("гарсан гүй"))


def test_a_list_of_the_lookups_is_read_once() -> None:
    assert phrases("money_words", "zero") is phrases("money_words", "zero")
    assert phrases("money_words", "zero").search(bare("зардалгүй"))
