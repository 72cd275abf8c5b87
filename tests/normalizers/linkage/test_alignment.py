"""Word alignment: damaged words are told from other ones."""

from __future__ import annotations

import pytest

from normalizers.catalogue.files import shipped
from normalizers.catalogue.model import Catalogue
from normalizers.linkage.alignment import align
from normalizers.linkage.candidates import index_of
from normalizers.linkage.wording import wording


@pytest.fixture(scope="module")
def plan() -> Catalogue:
    return shipped().get("ub-2023")


@pytest.mark.parametrize(
    ("instead", "gone"),
    [
        ("сургалтад", False),  # the measure itself
        ("сургалад", False),  # a letter lost
        ("сурталтал", False),  # misread
        ("аянд", True),  # another word
        ("шинээр", True),  # a word that the measure has elsewhere
    ],
)
def test_a_word_in_place_of_another_is_told_from_a_damaged_one(plan: Catalogue, instead: str, gone: bool) -> None:
    index, column = index_of(plan), 4
    row = wording(plan.measures[column].text.replace("сургалтад", instead))
    (found,) = align(index, [row], index.word_rows([row]), [column])
    assert any(instead.gone >= 0.4 for instead in found.substitutions) == gone
    assert (found.absent > 0) == gone


def test_a_word_of_the_measure_may_stand_in_place_of_another_that_it_has_twice(plan: Catalogue) -> None:
    index, column = index_of(plan), 5
    text = plan.measures[column].text
    assert "байгууллагын" in text and "байгууллагад" in text and "сурталчлах" in text
    row = wording(text.replace("байгууллагад", "сургалтад"))
    (found,) = align(index, [row], index.word_rows([row]), [column])
    assert (
        [instead.word for instead in found.substitutions] == ["сургалтад"]
        and found.substitutions[0].gone >= 0.4
        and found.absent == 1
    )
