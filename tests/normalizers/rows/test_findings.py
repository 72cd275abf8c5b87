"""Findings: their sentences, and what of a long text they show."""

from __future__ import annotations

import pytest

from normalizers.rows.findings import make, of_note


def test_the_particulars_stand_in_both_sentences() -> None:
    finding = make("percent_out_of_range", 3, column="completion_pct", value=" 120 ", page=2)
    assert (finding.row, finding.column, finding.value, finding.page) == (3, "completion_pct", "120", 2)
    assert "120" in finding.message and "120" in finding.message_mn and finding.message != finding.message_mn


def test_an_unknown_code_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        make("no_such_finding")


def test_a_text_of_120_letters_is_shown_whole_and_a_longer_one_cut() -> None:
    whole, cut = (make("percent_out_of_range", value="а" * count) for count in (120, 121))
    assert "а" * 120 in whole.message and "…" not in whole.message
    assert "а" * 119 + "…" in cut.message and "а" * 120 not in cut.message
    assert cut.value == "а" * 121  # the value itself is whole


def test_a_note_without_sentences_of_its_own_is_told_in_the_readers_words() -> None:
    known = of_note("percent_out_of_range", "130", 4)
    assert known == make("percent_out_of_range", value="130", page=4)
    strange = of_note("strange_thing", "Юм болов", 5)
    assert (strange.code, strange.page, strange.value, strange.row) == ("strange_thing", 5, "Юм болов", None)
    assert strange.severity == make("reader_note").severity and "Юм болов" in strange.message
