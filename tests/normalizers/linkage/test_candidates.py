"""Candidates of a row: n-grams, words alike, and the best text of each measure. All wordings are invented."""

from __future__ import annotations

import numpy as np
import pytest

from normalizers.catalogue.model import Catalogue, Goal, Measure
from normalizers.linkage.candidates import (
    CANDIDATES,
    CatalogueIndex,
    best_measures,
    grams,
    grams_of,
    letter_overlap,
    plain_code,
)
from normalizers.linkage.wording import wording

GOAL = Goal("1", "Ил тод байдлыг хангах")
BOARD, SURVEY = "Мэдээллийн самбар ажиллуулах", "Иргэдийн дунд судалгаа авах"
PLAN = Catalogue(
    "x",
    (
        Measure("A:1.1", "1.1", BOARD, GOAL, "A", ("Мэдээллийн булан ажиллуулах",)),
        Measure("A:2.1", "2.1", SURVEY, Goal("2", "Оролцоо"), "A"),
        Measure("B:2.1", "2.1.", "Гэрээг ил тод байршуулах", Goal("2", "Оролцоо"), "B"),
    ),
)


def test_grams_are_counted_within_a_text_only() -> None:
    found = grams(["абваб", "аб", "", "вабв"])
    assert found.texts == 4
    assert np.bincount(found.text, found.count, minlength=4).tolist() == [3 + 2, 0, 0, 2 + 1]
    twice = grams(["абабаб"])  # аба and баб stand twice, абаб twice, баба once
    assert sorted(twice.count.tolist()) == [1, 2, 2, 2]


@pytest.mark.parametrize("letters", ["", "аб", "абв", "абвг", "абвгд"])
def test_grams_of_one_text_are_those_of_many(letters: str) -> None:
    threes, fours = grams_of(letters)
    assert (len(threes), len(fours)) == (max(len(letters) - 2, 0), max(len(letters) - 3, 0))
    assert sorted(np.concatenate([threes, fours]).tolist()) == grams([letters]).slot.tolist()


@pytest.mark.parametrize(
    ("code", "plain"),
    [("1.1.", "1.1"), ("1 , 1", "1.1"), ("l.1", "1.1"), ("A:1.1", "1.1"), ("", ""), ("а", ""), ("2", "2")],
)
def test_a_code_is_its_numbers(code: str, plain: str) -> None:
    assert plain_code(code) == plain


def test_what_an_index_knows_of_its_catalogue() -> None:
    index = CatalogueIndex(PLAN)
    assert index.owner.tolist() == [0, 0, 1, 2] and index.first_column.tolist() == [0, 2, 3]
    assert index.codes.tolist() == ["1.1", "2.1", "2.1"] and index.code_goals.tolist() == ["1", "2", "2"]
    assert index.known_codes == {"1.1", "2.1"}
    assert index.plan.tolist() == [0, 0, 1] and index.goal.tolist() == [0, 1, 2]
    assert index.is_listed(wording(BOARD).stems[0]) and not index.is_listed("бвгдж")


def test_words_that_fewer_texts_have_weigh_more() -> None:
    index = CatalogueIndex(PLAN)
    ids = {stem: index.vocabulary.index(stem) for stem in (*wording(BOARD).stems, *wording(SURVEY).stems)}
    often, seldom = wording(BOARD).stems[0], wording(BOARD).stems[1]
    assert index.word_weight[ids[often]] == pytest.approx(np.log(5 / 3) + 1)
    assert index.word_weight[ids[seldom]] == pytest.approx(np.log(5 / 2) + 1)
    index.word_rows([wording(BOARD), wording("бвгджклмн")])
    assert index.weight_of(seldom) == pytest.approx(float(index.word_weight[ids[seldom]]))
    assert index.weight_of(wording("бвгджклмн").stems[0]) == pytest.approx(np.log(5) + 1)
    assert index.column_weight[0] == pytest.approx(index.word_weight[index.word_ids[0]].sum())


def test_the_letters_of_a_measure_are_wholly_its_own() -> None:
    index = CatalogueIndex(PLAN)
    found = letter_overlap(index, [one.letters for one in index.wordings] + ["ъъъъъ"])
    assert np.diag(found.cosine) == pytest.approx(1, abs=1e-5)
    assert np.diag(found.of_row) == pytest.approx(1, abs=1e-5) and np.diag(found.of_measure) == pytest.approx(
        1, abs=1e-5
    )
    assert found.cosine[4].tolist() == [0] * 4 and found.of_row[4].tolist() == [0] * 4
    assert found.norm[4] > 0


def alike(word: str, listed: str) -> float:
    index = CatalogueIndex(Catalogue("y", (Measure("1", "1", listed),)))
    ((row,),) = index.word_rows([wording(word)])
    return float(index.alike[row, 0])


def test_which_words_count_as_one() -> None:
    assert alike("самбар", "самбар") == 1
    assert 0.8 <= alike("самбарын", "самбар") <= 1
    assert alike("бвгджклмн", "самбар") == 0
    assert alike("тзв", "тзб") == 0  # short words must be equal
    assert alike("эамбар", "самбар") > 0  # none of its own: damaged


def test_the_best_text_stands_for_its_measure_best_measures_first() -> None:
    index = CatalogueIndex(PLAN)
    columns, measures = best_measures(index, np.array([[0.2, 0.9, 0.95, 0.1], [0.5, 0.5, 0.1, 0.6]]))
    assert columns.tolist() == [[2, 1, 3], [3, 0, 2]] and measures.tolist() == [[1, 0, 2], [2, 0, 1]]


def test_twelve_measures_at_most_are_candidates() -> None:
    many = Catalogue("z", tuple(Measure(str(n), str(n), f"{BOARD} {n}") for n in range(CANDIDATES + 3)))
    cosine = np.arange(CANDIDATES + 3, dtype=np.float64)[None, :] / 20
    columns, measures = best_measures(CatalogueIndex(many), cosine)
    assert measures[0].tolist() == list(range(CANDIDATES + 2, 2, -1)) == columns[0].tolist()
