"""What an edition holds of one report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from normalizers.report import Match, Report
from parsers.report import Tally
from pipeline.outputs.building.parts import Made, Outline, outline, pieces, usable
from pipeline.outputs.tables.dimensions import Dimensions
from pipeline.workers.packing import pack, unpack
from tests.pipeline.outputs.making import CATALOGUES, finding, outcome, record

DIMENSIONS = Dimensions.of([], CATALOGUES, ["ub-2023"])


def report(**changes: object) -> Report:
    waiting = record(2, "1.2", "70.50", match=Match("1.2", 0.5, "review"))
    made = outcome("a.docx", record(progress="а" * 100), waiting, findings=(finding(),), **changes).report
    assert made is not None
    return made


def test_an_outline_is_the_report_without_its_rows_and_survives_packing() -> None:
    whole = report()
    made = outline(whole)
    assert made.head == replace(whole, records=(), findings=(), leftovers=(), tally=Tally())
    assert (made.figures.rows, made.figures.waiting, made.figures.error) == (2, 1, finding())
    assert [(one.code, one.status) for one in made.covered] == [("1.1", "complete"), ("1.2", "review")]
    assert len(made.compared.texts) == 16 and made.compared.measures[0][0] == "1.1"
    assert unpack(pack(made), Outline) == made


@pytest.mark.parametrize(("year", "kept"), [(1989, None), (1990, 1990), (2100, 2100), (2101, None), (None, None)])
def test_a_year_that_nobody_can_mean_is_an_error(year: int | None, kept: int | None) -> None:
    made = usable(report(plan_year=year))
    assert made.plan_year == kept
    assert [one.code for one in made.findings][:-1] == (["plan_year_impossible"] if year and not kept else [])


def test_findings_of_others_show_in_flags_findings_and_review() -> None:
    said = (finding("repeated_text", "warning", 2), finding("worse", "error", 1))
    alone, beside = (pieces(outcome("a.docx"), report(), between, DIMENSIONS) for between in ((), said))
    assert {name for name in alone if alone[name] != beside[name]} == {"measures", "findings", "review"}
    assert [alone[name].rows for name in ("measures", "findings", "review")] == [2, 1, 2]
    assert Made.of(b"", said, beside).pieces == beside
    assert [beside[name].rows for name in ("measures", "findings", "review")] == [2, 3, 3]
