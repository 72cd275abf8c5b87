"""The field readers on the forms that were written after them."""

from __future__ import annotations

import pytest

from benchmarks import fields


@pytest.mark.parametrize("name", fields.READERS)
def test_nearly_all_are_right_and_none_is_silently_wrong(name: str) -> None:
    count, wrong, silent = fields.compare(name)
    assert count >= 40
    assert len(wrong) <= 0.05 * count, wrong
    assert not silent


def test_a_wrong_reading_without_a_finding_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fields.READERS, "periods", lambda form: fields.Reading("H1", flagged=False))
    _, wrong, silent = fields.compare("periods")
    assert len(wrong) == len(silent) == sum(value != "H1" for _, value, _ in fields.forms("periods"))
