"""The verb that a measure ends with, and nouns that totals and sites end with."""

from __future__ import annotations

import pytest

from parsers.language.verbs import ends_with_doing, tells_of_doing


@pytest.mark.parametrize("text", ["Сургалт зохион байгуулах", "Хамруулсан", "ХАМРУУЛСАН.", "мэдээлэх;", "Хүргэсэн"])
def test_something_to_do_or_done(text: str) -> None:
    assert ends_with_doing(text) and tells_of_doing(text) and tells_of_doing(f"{text} 5")
    assert not ends_with_doing(f"{text} 5")


@pytest.mark.parametrize("text", ["явуулна", "хүргэдэг"])
def test_other_forms_tell_of_doing_too(text: str) -> None:
    assert tells_of_doing(text) and not ends_with_doing(text)


@pytest.mark.parametrize("text", ["Нийт зардал", "Сургуулийн барилга", "", "5", "байгуулах ажил"])
def test_nouns_do_not(text: str) -> None:
    assert not ends_with_doing(text) and not tells_of_doing(text)
