"""What a cut through a row is told of: each figure on a cut made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from normalizers.catalogue.model import Catalogue, Measure
from normalizers.linkage.candidates import CatalogueIndex
from normalizers.linkage.comparisons import with_levels
from normalizers.linkage.records import Cut
from normalizers.linkage.scoring import TextScorer
from normalizers.linkage.splitting import _OF_CUT, SPLITTER, CutEvidence, cuts, is_double, splitter_vector

BOARD, SURVEY = "Мэдээллийн самбар ажиллуулж тогтмол шинэчлэх", "Иргэдийн дунд сэтгэл ханамжийн судалгаа авах"
PLAN = Catalogue("x", (Measure("1.1", "1.1", BOARD), Measure("1.2", "1.2", SURVEY)))
CUT = CutEvidence(
    left=0.75, right=0.5, left_other=0.25, right_other=0.125, whole=0.5, before="шинэчлэх;", coded=True, same_code=False,
    follows=True, capital=False, have=90, ahead=50, of_whole=60, of_first=50, of_second=50, inside=0.9, covered=0.8,
)  # fmt: skip


def told(cut: CutEvidence) -> dict[str, float]:
    return dict(zip(SPLITTER, map(float, with_levels(_OF_CUT, cut)), strict=False))


def test_each_figure_of_a_cut() -> None:
    said = told(CUT)
    assert (said["bias"], said["weaker"], said["stronger"], said["better"]) == (1, 0.5, 0.75, 0.125)
    assert said["weaker>0.4"] == pytest.approx(0.1) and said["weaker>0.6"] == 0
    assert said["better>0"] == 0.125 and told(replace(CUT, whole=0.75))["better>0"] == 0
    assert said["apart"] == 0.375
    assert (said["stop"], said["comma"], said["coded"], said["coded_same"]) == (1, 0, 1, 0)
    assert (said["follows"], said["capital"], said["inside"], said["covered"]) == (1, 0, 0.9, 0.8)
    assert said["longer"] == pytest.approx(0.5) and said["shorter"] == pytest.approx(0.1)
    assert said["left_whole"] == 1 and said["right_whole"] == pytest.approx(0.8)


def test_figures_have_their_limits() -> None:
    assert told(replace(CUT, have=900))["longer"] == 1 and told(replace(CUT, have=30))["longer"] == 0
    assert told(replace(CUT, ahead=90))["left_whole"] == pytest.approx(1.2)
    comma = told(replace(CUT, before="шинэчлэх,"))
    assert (comma["stop"], comma["comma"]) == (0, 1) and told(replace(CUT, before="а."))["stop"] == 1
    assert told(replace(CUT, same_code=True))["coded_same"] == 1
    assert told(replace(CUT, same_code=True, coded=False))["coded_same"] == 0


@pytest.mark.parametrize(("code", "vector"), [("1.1", (1, 0)), ("1.2", (0, 1)), ("", (0, 0)), ("9.9", (0, 1))])
def test_the_printed_code_is_that_of_the_first_measure_or_another(code: str, vector: tuple[int, int]) -> None:
    cut = Cut(BOARD, SURVEY, "", (0, 1), (1.0, 2.0))
    assert splitter_vector(CatalogueIndex(PLAN), cut, code) == (1.0, 2.0, *vector)


def test_a_cut_counts_from_one_half_on() -> None:
    cut = Cut(BOARD, SURVEY, "", (0, 1), tuple(0.0 for _ in SPLITTER[:-2]))
    weights = dict.fromkeys(SPLITTER, 0.0)
    assert is_double(CatalogueIndex(PLAN), cut, "1.1", weights) == 0.5
    assert is_double(CatalogueIndex(PLAN), cut, "1.1", weights | {"first_code": -0.1}) == 0
    assert is_double(CatalogueIndex(PLAN), cut, "1.1", weights | {"first_code": 1.0}) == pytest.approx(0.731, abs=1e-3)


def test_a_row_with_two_measures_falls_between_them() -> None:
    scorer = TextScorer(CatalogueIndex(PLAN))
    both, one, short = cuts(scorer, [f"{BOARD}; 1.2. {SURVEY}", BOARD, "Самбар; судалгаа"])
    assert one is None is short and both is not None
    assert (both.left, both.right, both.code, both.measures) == (f"{BOARD};", SURVEY, "1.2", (0, 1))
    turned, plain = cuts(scorer, [f"{SURVEY}. {BOARD}", f"{BOARD} {SURVEY}"])
    assert turned is not None and turned.measures == (1, 0) and turned.code == ""
    assert plain is not None and (plain.left, plain.right) == (BOARD, SURVEY)
    assert cuts(scorer, [BOARD, f"{BOARD}; 1.2. {SURVEY}"]) == [None, both] and cuts(scorer, []) == []
