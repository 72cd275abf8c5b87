"""What becomes of a segment: continued rows, rows with two measures, reports read at once, words that are told."""

from __future__ import annotations

import pytest

from normalizers.linkage.explanation import Difference, _differences, _share, _some
from normalizers.linkage.matcher import _and_also, _batches, _continued
from normalizers.linkage.records import MatchRow
from normalizers.report import Match
from normalizers.settings import MatchSettings

SETTINGS = MatchSettings()
FIRST = Match("1.1", 0.99, "auto", "a", "а", "1.3", 0.01, (("1.1", 0.99, ()), ("1.3", 0.01, ())))
SECOND = Match("1.2", 0.98, "auto", "b", "б", "1.4", 0.02, (("1.2", 0.98, ()), ("1.4", 0.02, ())))
NONE = Match("", 0.9, "unmatched", "c", "в")


def test_a_row_that_goes_on_has_the_measure_of_the_row_above_and_is_as_sure_as_both() -> None:
    sure = _continued(FIRST, 1.0, SETTINGS)
    assert (sure.code, sure.score, sure.status, sure.continues) == ("1.1", 0.99, "auto", True)
    assert sure.reason == "continues the row above; a" and sure.candidates == FIRST.candidates
    unsure = _continued(FIRST, 0.5, SETTINGS)
    assert (unsure.score, unsure.status) == (0.495, "review")
    exact = _continued(Match("1.1", SETTINGS.accept, "auto"), 1.0, SETTINGS)
    assert exact.status == "auto"
    assert _continued(NONE, 0.5, SETTINGS).status == "unmatched"


def test_two_measures_in_a_row_are_as_sure_as_the_less_sure_one() -> None:
    both = _and_also(FIRST, SECOND, 1.0, SETTINGS)
    assert (both.code, both.also, both.score, both.status) == ("1.1", (("1.2", 0.98),), 0.98, "auto")
    assert [key for key, _, _ in both.candidates] == ["1.1", "1.3", "1.2"]
    assert both.reason == "two measures in one row: 1.1 and 1.2; a; and b"
    assert _and_also(FIRST, SECOND, SETTINGS.accept, SETTINGS).status == "auto"
    half = _and_also(FIRST, SECOND, 0.5, SETTINGS)
    assert (half.score, half.status) == (0.49, "review")
    for one, other in ((FIRST, Match("1.2", 0.7, "review")), (Match("1.1", 0.7, "review"), SECOND)):
        assert _and_also(one, other, 1.0, SETTINGS).status == "review"


def test_of_two_halves_the_one_with_a_measure_counts() -> None:
    alone = _and_also(NONE, SECOND, 1.0, SETTINGS)
    assert (alone.code, alone.score, alone.status, alone.also) == ("1.2", 0.98, "auto", ())
    assert _and_also(FIRST, NONE, 1.0, SETTINGS) is FIRST


def test_words_behind_a_measure_that_may_be_another_are_for_a_person() -> None:
    perhaps = Match("", 0.6, "review")
    asked = _and_also(FIRST, perhaps, 1.0, SETTINGS)
    assert (asked.status, asked.code) == ("review", "1.1") and asked.reason.startswith("a; what stands behind")
    waiting = Match("1.1", 0.7, "review", "a")
    assert _and_also(waiting, perhaps, 1.0, SETTINGS) is waiting


@pytest.mark.parametrize(
    ("sizes", "batches"),
    [((), []), ((3,), [1]), ((499, 1, 5), [2, 1]), ((500, 5), [1, 1]), ((200, 200, 200), [3]), ((0, 0), [2])],
)
def test_reports_are_read_some_hundred_rows_at_once(sizes: tuple[int, ...], batches: list[int]) -> None:
    row = MatchRow("", "", "Сургалт")
    assert [len(some) for some in _batches([[row] * size for size in sizes])] == batches


def test_four_words_are_told() -> None:
    assert _some(("а",)) == "«а»" and _some(()) == ""
    assert _some(tuple("абвг")) == "«а», «б», «в», «г»" and _some(tuple("абвгд")).endswith("«г» …")


@pytest.mark.parametrize(
    ("found", "total", "side", "begins"),
    [(4, 4, 1, "all its 4"), (2, 4, 1, "2 of its 4"), (1, 4, -1, "1 of its 4"), (0, 4, -1, "none of its 4")],
)
def test_half_of_the_words_speak_for_a_measure(found: int, total: int, side: int, begins: str) -> None:
    clue = _share(found, total)
    assert clue.side == side and clue.text.startswith(begins)


def test_eight_missing_words_are_told_and_nine_are_another_wording() -> None:
    def told(missing: str, replaced: str) -> list[str]:
        return [clue.text for clue in _differences(Difference(0, 9, tuple(missing), tuple(replaced)))]

    assert told("", "") == [] and told("а", "") == ["missing: «а»"]
    assert told("а", "б") == ["«б» instead of «а»"] and told("", "б") == ["other words: «б»"]
    assert told("абвгдежз", "")[0].startswith("missing: «а»") and told("абвгдежзи", "") == []
    assert told("абвгдежзи", "я") == ["other words: «я»"]
