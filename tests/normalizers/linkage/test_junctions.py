"""The small figures of joining and cutting rows, of words that decide, and of learning."""

from __future__ import annotations

import numpy as np
import pytest

from normalizers.catalogue.files import shipped
from normalizers.catalogue.model import Catalogue, Goal, Measure
from normalizers.linkage.candidates import CatalogueIndex, index_of
from normalizers.linkage.comparisons import _lead
from normalizers.linkage.evidence import AlignedEvidence, harmonic_mean
from normalizers.linkage.model import PAIR_TERMS, ROW_TERMS, shipped_weights
from normalizers.linkage.records import Alignment, ComparisonVectors, Weights
from normalizers.linkage.segmentation import _behind, _beside, _starts_low
from normalizers.linkage.sequence import Order, _trust, in_context, one_to_one
from normalizers.linkage.splitting import _sums, _times_before
from normalizers.linkage.training import (
    Lesson,
    _held_back,
    _log_loss,
    _missed,
    _Sheet,
    _sheets,
    _wrong_when_sure,
    learn,
)
from normalizers.linkage.wording import concept, is_structure, noise, numbers, stands_in, undecided, wording

BOARD = "Мэдээллийн самбар ажиллуулах"


def test_shares_agree_by_their_harmonic_mean() -> None:
    found = harmonic_mean(np.array([0.5, 1.0, 0.0, 0.0]), np.array([0.25, 1.0, 1.0, 0.0]))
    assert found.tolist() == pytest.approx([1 / 3, 1, 0, 0])


def test_the_lead_is_over_the_best_rival() -> None:
    assert _lead(np.array([[0.9, 0.6, 0.2]])).tolist() == [pytest.approx([0.3, -0.3, -0.7])]
    assert _lead(np.array([[0.9]])).tolist() == [[0.9]]
    assert _lead(np.array([[0.5, 0.5]])).tolist() == [[0, 0]]


@pytest.mark.parametrize(
    ("text", "low"), [("сургалт", True), (", аян", True), (") аян", True), ("; аян", True), ("Аян", False), ("", False)]
)
def test_how_no_measure_begins(text: str, low: bool) -> None:
    assert _starts_low(text) is low


def test_letters_that_go_on_where_those_above_end() -> None:
    assert _behind("вгд", "абвгд", 2) == (1.0, 1.0)
    assert _behind("", "абвгд", 2) == (0.0, 0.0)
    follows, within = _behind("абв", "абвгд", 3)
    assert follows < 0.5 and within == 1.0  # it stands inside, but not there
    assert _behind("абвгдежзик", "абвгд", 0)[1] == pytest.approx(2 / 3, abs=0.01)


def test_what_a_row_below_fills_in_and_repeats() -> None:
    index = CatalogueIndex(Catalogue("y", (Measure("1", "1", BOARD),)))
    first, second = wording("Мэдээллийн самбар"), wording("ажиллуулах")
    fills, repeats, strange = _beside(index, [first], second, 0)
    assert (fills, repeats, strange) == pytest.approx((1, 0, 0), abs=1e-5)
    assert _beside(index, [first], first, 0)[:2] == pytest.approx((0, 1), abs=1e-5)
    assert _beside(index, [first], wording("бвгджклмн"), 0) == pytest.approx((0, 0, 1), abs=1e-5)
    assert _beside(index, [first], wording(""), 0) == (0, 0, 0) == _beside(index, [wording("")], second, 0)


def test_sums_and_counts_before_a_place() -> None:
    assert _sums(np.array([[1.0], [2.0], [3.0]])).tolist() == [[0], [1], [3], [6]]
    assert _times_before(np.array([5, 7, 5, 5, 7])).tolist() == [0, 0, 1, 2, 1]


def test_trust_is_in_the_codes_of_other_rows_of_the_report() -> None:
    right, given = np.array([True, True, False, True, False]), np.array([True, True, True, False, True])
    trust = _trust(right, given, np.array([0, 0, 0, 0, 1]))
    assert trust.tolist() == pytest.approx([2 / 4, 2 / 4, 3 / 4, 3 / 5, 1 / 2])


def test_transitions_sum_to_one_and_the_next_measure_is_likelier_than_one_skipped() -> None:
    order = Order(index_of(shipped().get("ub-2023")), shipped_weights().context)
    assert order.tables.sum(axis=2) == pytest.approx(1)
    ordered, free = order.tables
    assert ordered[0, 1] > ordered[0, 2] > ordered[0, 3] and ordered[3, 4] > ordered[3, 1]
    assert ordered[-1].argmax() == 0 and len(set(np.round(free[0], 9))) == 1


def test_reports_considered_together_do_not_change_each_other() -> None:
    context = shipped_weights().context
    order = Order(index_of(shipped().get("ub-2023")), context)
    chance = np.random.default_rng(1)
    measures = np.array([[n % 5, 5 + n % 4] for n in range(9)])
    score, null, report = chance.normal(size=(9, 2)), chance.normal(size=9), np.array([0, 0, 0, 1, 2, 2, 2, 2, 3])
    empty = np.zeros(0)
    whole, none = in_context(ComparisonVectors(measures, empty, empty, report), score, null, order, context)
    for number in range(4):
        of = report == number
        alone = ComparisonVectors(measures[of], empty, empty, np.zeros(int(of.sum()), dtype=np.int64))
        together, left = in_context(alone, score[of], null[of], order, context)
        assert whole[of] == pytest.approx(together) and none[of] == pytest.approx(left)


def test_a_row_as_likely_without_a_measure_stays_without() -> None:
    vectors = ComparisonVectors(np.array([[0, 1], [0, 1]]), np.zeros(0), np.zeros(0), np.zeros(2, dtype=np.int64))
    assert one_to_one(vectors, np.array([[0.4, 0.2], [0.1, 0.5]]), np.array([0.4, 0.4])).tolist() == [-1, 1]
    both = ComparisonVectors(vectors.measures, np.zeros(0), np.zeros(0), np.array([0, 1]))
    assert one_to_one(both, np.array([[0.9, 0.05], [0.8, 0.1]]), np.array([0.05, 0.1])).tolist() == [0, 0]
    assert one_to_one(vectors, np.array([[0.9, 0.05], [0.8, 0.15]]), np.array([0.05, 0.05])).tolist() == [0, 1]


def test_numbers_without_years_words_that_decide_and_synonyms() -> None:
    assert numbers("2024 онд 3 удаа 1999, 20245") == {"3", "1999", "20245"}
    assert stands_in("самбар", BOARD) and stands_in("", BOARD) and not stands_in("судалгаа", BOARD)
    assert stands_in("мэдээллийн самбар", BOARD) and not stands_in("гэрээний самбар хийх", "Судалгаа авах")
    measure = Measure("1", "1", BOARD, Goal("", ""), "", (), ("самбар", "булан"))
    assert undecided(measure, "Судалгаа", BOARD) == ("самбар",) and undecided(measure, BOARD, BOARD) == ()
    assert concept("бвгдж") == -1


def test_damage_is_the_share_of_words_that_are_none() -> None:
    assert noise(wording("самбар бвгджк")) == 0.5 and noise(wording("самбар")) == 0
    assert noise(wording("12 345")) == 0 == noise(wording(""))
    assert is_structure("Дүн", wording("Дүн")) and not is_structure(BOARD, wording(BOARD))


def test_numbers_are_other_ones_where_each_side_has_one_of_its_own() -> None:
    index = CatalogueIndex(Catalogue("y", (Measure("1", "1", f"{BOARD} 2 3"),)))

    def other(text: str) -> bool:
        return AlignedEvidence.of(index, text, wording(text), 0, Alignment([], [])).other_numbers

    assert other(f"{BOARD} 2 5") and not other(f"{BOARD} 2") and not other(f"{BOARD} 2 3 5") and not other(BOARD)
    assert AlignedEvidence.of(index, "", wording(""), 0, Alignment([], [])).untouched
    assert not AlignedEvidence.of(index, "", wording(""), 0, Alignment([], [], inserted=1)).untouched
    assert not AlignedEvidence.of(index, "", wording(""), 0, Alignment([], [], dropped=1)).untouched


def sheet(*right: int) -> tuple[_Sheet, Weights]:
    """Rows with two candidates of which the first has 99 in a hundred and "none" next to nothing."""
    pair = np.zeros((len(right), 2, len(PAIR_TERMS)))
    pair[:, 0, 0] = np.log(99.0)
    row = np.zeros((len(right), len(ROW_TERMS)))
    row[:, 0] = -30.0
    one_of_pair, one_of_row = np.eye(len(PAIR_TERMS))[0], np.eye(len(ROW_TERMS))[0]
    old = shipped_weights()
    weights = Weights(one_of_pair, one_of_row, old.context, old.verdict, old.joiner, old.splitter, "")
    return _Sheet(pair, row, right), weights


def test_what_is_measured_of_weights() -> None:
    lesson, weights = sheet(0, 0, 1)
    assert _missed([lesson], weights) == 1 and _wrong_when_sure([lesson], weights) == 1
    assert _log_loss([lesson], weights) == pytest.approx(-(2 * np.log(0.99) + np.log(0.01)) / 3)
    assert _log_loss([lesson, lesson], weights) == pytest.approx(_log_loss([lesson], weights))
    assert _missed([sheet(0)[0]], weights) == 0 == _wrong_when_sure([sheet(0)[0]], weights)
    assert _missed([sheet(2)[0]], weights) == 1 == _wrong_when_sure([sheet(2)[0]], weights)


def test_three_tenths_of_the_wordings_are_held_back_and_always_the_same_ones() -> None:
    plan = shipped().get("ub-2023")
    held = [_held_back(Lesson(plan, "", "", f"Ажил {n}", "")) for n in range(1000)]
    assert 0.25 < sum(held) / 1000 < 0.35
    assert held[:9] == [_held_back(Lesson(plan, "а", "1.1", f"Ажил {n}", "1.1")) for n in range(9)]


def test_lessons_that_teach_nothing_are_left_out() -> None:
    plan = shipped().get("ub-2023")
    text, key = plan.measures[0].text, plan.measures[0].key
    (made,) = _sheets([Lesson(plan, "", "", text, key), Lesson(plan, "", "", text, ""), Lesson(plan, "", "", " ", key)])
    assert made.right == (0, made.pair.shape[1])
    assert _sheets([Lesson(plan, "", "", " ", key)]) == []


def test_so_many_usable_decisions_are_needed() -> None:
    plan = shipped().get("ub-2023")
    known = Lesson(plan, "", "", plan.measures[0].text, plan.measures[0].key)
    gone = Lesson(plan, "", "", plan.measures[0].text, "99.9")
    weights = shipped_weights()
    assert learn([known, known, gone], weights, 3).text == "2 usable decisions; at least 3 are needed"
    assert learn([known, known, known], weights, 3).text == "the decisions are all on one wording"
