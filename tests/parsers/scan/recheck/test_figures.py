"""Figures read again: which cells hold any, and what their ink is grown over."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.document import BBox, Word
from parsers.scan.recheck.figures import _grown, _is_odd, is_figure


def words(*texts: str, confidence: float | None = 0.5, top: float = 0.0) -> list[Word]:
    return [Word(text, BBox(50.0 * n, top, 50.0 * n + 40, top + 10), confidence, 10.0) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "told"),
    [(("100%",), True), (("5", "сая"), False), (("5", "хх"), True), (("хх",), False), (("5", "хувь"), False)],
)
def test_a_figure_has_a_digit_and_hardly_a_letter(texts: tuple[str, ...], told: bool) -> None:
    assert is_figure(words(*texts)) is told


def test_a_figure_is_short_and_stands_on_one_line() -> None:
    assert not is_figure([*words("100"), *words("000", top=30)])
    assert is_figure(words("1,000", "000")) and not is_figure(words("1" * 60))


def test_ink_beside_a_stretch_belongs_to_it_as_far_as_it_is_near() -> None:
    inked = np.array([2, 8, 9, 10, 11, 20, 21, 24, 30])
    assert _grown(inked, 10, 20, 1.0) == (8, 22)
    assert _grown(inked, 10, 20, 2.0) == (8, 25)
    assert _grown(inked, 10, 20, 5.0) == (8, 31)
    assert _grown(inked, 10, 20, 6.0) == (2, 31)
    assert _grown(np.array([], dtype=np.intp), 10, 20, 6.0) == (10, 20)


def test_odd_marks_are_few_unsure_and_no_word() -> None:
    assert _is_odd(words("ІЛ", confidence=0.1)) and _is_odd(words("ФЫ", confidence=None))
    assert not _is_odd(words("ІЛ", confidence=1.0)) and not _is_odd(words(""))
    assert not _is_odd(words("ІЛЛЛЛЛЛЛ", confidence=0.1)) and not _is_odd(words("ба", confidence=0.1))
